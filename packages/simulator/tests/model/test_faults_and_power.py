"""Faults, and power that is cut."""

import pytest

from csms_simulator.model.facts import SampleContext, TransactionEnded, TransactionUpdated, TxPoint
from csms_simulator.model.settings import Settings
from packages.simulator.tests.model.stations import START, B, Bench, car

BY_CABLE = Settings(tx_start_points=frozenset({TxPoint.EV_CONNECTED}), tx_stop_points=frozenset({TxPoint.EV_CONNECTED}))


@pytest.mark.parametrize(
    ("error", "reason"),
    [("GroundFailure", "GroundFault"), ("OverCurrentFailure", "OvercurrentFault"), ("InternalError", "Other")],
)
def test_a_serious_fault_ends_the_transaction(error: str, reason: str) -> None:
    bench = Bench()
    bench.charge()
    bench.station.fault(bench.now, 1, error)
    bench.accept(B)
    bench.station.clear_fault(bench.now, 1)
    assert bench.said() == [f"Ended AbnormalCondition EVConnected {reason}", f"1 Faulted ({error})", "1 Finishing"]


def test_a_passing_fault_interrupts_the_transaction() -> None:
    bench = Bench()
    bench.charge()
    bench.station.fault(bench.now, 1, "HighTemperature", "95 degrees")
    bench.station.clear_fault(bench.now, 1)
    assert bench.said() == [
        "Updated ChargingStateChanged SuspendedEVSE",
        "1 Faulted (HighTemperature)",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_a_fault_of_the_station_is_one_of_all_evses() -> None:
    bench = Bench(evses=2)
    bench.charge()
    bench.station.fault(bench.now, 0, "PowerSwitchFailure")
    assert bench.said() == [
        "Ended AbnormalCondition EVConnected Other",
        "0.0 Faulted (PowerSwitchFailure)",
        "1 Faulted (PowerSwitchFailure)",
        "2 Faulted (PowerSwitchFailure)",
    ]
    bench.station.clear_fault(bench.now, 0)
    assert bench.said() == ["0.0 Available", "1 Finishing", "2 Available"]


def test_a_warning_changes_no_status() -> None:
    bench = Bench()
    bench.station.fault(bench.now, 1, "ReaderFailure")
    bench.station.clear_fault(bench.now, 1)
    bench.station.fault(bench.now, 0, "WeakSignal")
    assert bench.said() == ["1 Available (ReaderFailure)", "1 Available", "0.0 Available (WeakSignal)"]


def test_a_vehicle_that_does_not_communicate_does_not_charge() -> None:
    bench = Bench()
    bench.station.fault(bench.now, 1, "EVCommunicationError")
    assert bench.said() == []
    bench.charge()
    bench.station.fault(bench.now, 1, "EVCommunicationError")
    bench.unplug()
    assert bench.said() == [
        "Updated ChargingStateChanged SuspendedEV",
        "1 SuspendedEV (EVCommunicationError)",
        "Ended EVCommunicationLost Idle EVDisconnected",
        "1 Available",
    ]


def test_an_error_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="NoError is not one of the errors"):
        Bench().station.fault(START, 1, "NoError")


# Power


def test_a_power_cut_ends_the_transaction() -> None:
    bench = Bench()
    bench.charge()
    bench.wait(30)
    bench.station.cut_power(bench.now)
    cut_at, register_wh = bench.now, bench.station.evse(1).meter.energy_wh
    assert not bench.station.has_power
    assert not bench.station.is_online
    bench.present()
    bench.wait(5000)
    assert (bench.said(), bench.station.next_due()) == ([], None)
    bench.station.restore_power(bench.now)
    ended, status = bench.facts()
    assert isinstance(ended, TransactionEnded)
    assert (ended.reason, ended.at, ended.reading.energy_wh, ended.is_offline) == (
        "PowerLoss",
        cut_at,
        register_wh,
        True,
    )
    assert register_wh > 0
    assert status is not None
    assert bench.station.evse(1).status() == "Finishing"


def test_after_a_power_cut_the_transaction_may_go_on() -> None:
    bench = Bench(Settings(resume_after_power_loss=True))
    bench.charge()
    bench.wait(30)
    bench.station.cut_power(bench.now)
    register_wh = bench.station.evse(1).meter.energy_wh
    bench.wait(5000)
    bench.station.restore_power(bench.now)
    updates = [fact for fact in bench.facts() if isinstance(fact, TransactionUpdated)]
    assert [(fact.at, fact.context, fact.transaction.charging_state) for fact in updates] == [
        (START + 30, SampleContext.INTERRUPTION_BEGIN, "SuspendedEVSE"),
        (START + 5030, SampleContext.INTERRUPTION_END, "SuspendedEVSE"),
        (START + 5030, SampleContext.OTHER, "Charging"),
    ]
    assert [fact.reading and fact.reading.energy_wh for fact in updates] == [register_wh, register_wh, None]
    bench.wait(30)
    assert bench.station.evse(1).meter.energy_wh == pytest.approx(2 * register_wh)


def test_who_leaves_in_the_dark_is_gone_when_the_light_is_on() -> None:
    bench = Bench(Settings(resume_after_power_loss=True))
    bench.charge()
    bench.station.cut_power(bench.now)
    assert bench.unplug()
    bench.station.restore_power(bench.now)
    assert bench.said() == [
        "Updated AbnormalCondition Charging offline",
        "Updated AbnormalCondition Charging offline",
        "Ended EVCommunicationLost Idle EVDisconnected offline",
        "1 Available",
    ]


def test_locks_let_go_in_the_dark() -> None:
    bench = Bench(Settings(stop_on_ev_disconnect=False))
    bench.charge()
    bench.station.cut_power(bench.now)
    assert bench.unplug()


def test_who_comes_in_the_dark_is_there_when_the_light_is_on() -> None:
    bench = Bench(BY_CABLE)
    bench.station.cut_power(bench.now)
    bench.plug_in(car())
    bench.station.restore_power(bench.now)
    assert bench.said() == ["Started CablePluggedIn EVConnected offline", "1 Preparing"]


def test_a_driver_who_waits_for_nothing_but_power_is_forgotten() -> None:
    bench = Bench()
    bench.accept()
    bench.station.cut_power(bench.now)
    bench.station.restore_power(bench.now)
    assert bench.said() == ["May A start?", "1 Preparing", "1 Available"]


def test_power_that_was_never_cut_is_not_restored() -> None:
    bench = Bench()
    bench.charge()
    bench.station.restore_power(bench.now)
    bench.station.restarted(bench.now)
    assert bench.said() == []
