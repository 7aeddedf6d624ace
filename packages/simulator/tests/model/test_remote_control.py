"""What a central system orders: start, stop, unlock, reset, availability (OCPP 1.6, 5; OCPP 2.0.1 Part 2, B, F, G)."""

import pytest

from csms_simulator.model.facts import TransactionStarted, TransactionUpdated, TxPoint
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.outcomes import Availability, RemoteStart, ResetOutcome, UnlockOutcome
from csms_simulator.model.settings import Settings
from csms_simulator.model.smart_charging import Kind, Period, Profile, Purpose, Schedule, Unit
from packages.simulator.tests.model.stations import NO, A, B, Bench, car

BY_CABLE = Settings(tx_start_points=frozenset({TxPoint.EV_CONNECTED}), tx_stop_points=frozenset({TxPoint.EV_CONNECTED}))
TWO_CONNECTORS = Layout(evses=(EvseLayout(connectors=(ConnectorLayout(), ConnectorLayout("cCCS2"))),))


def tx_profile(limit_a: float) -> Profile:
    schedule = Schedule(Unit.A, (Period(0, limit_a),))
    return Profile(1, 0, Purpose.TX, Kind.RELATIVE, schedule)


# Starting


def test_a_remote_start_before_the_cable() -> None:
    bench = Bench()
    outcome = bench.station.remote_start(bench.now, A, 1)
    bench.plug_in()
    assert outcome == RemoteStart(accepted=True, evse_id=1)
    assert bench.said() == [
        "1 Preparing",
        "Started RemoteStart EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_tc_f_01_a_remote_start_after_the_cable_names_the_transaction() -> None:
    bench = Bench(BY_CABLE)
    bench.plug_in()
    outcome = bench.station.remote_start(bench.now, A, 1, remote_start_id=7)
    assert outcome == RemoteStart(accepted=True, reference="T1", evse_id=1)
    [first, *_] = [fact for fact in bench.facts() if isinstance(fact, TransactionUpdated)]
    assert (first.trigger, first.transaction.remote_start_id, first.transaction.token) == ("RemoteStart", 7, A)


@pytest.mark.parametrize(("is_accepted", "starts"), [(True, True), (False, False)])
def test_a_remote_start_may_have_to_be_authorized(is_accepted: bool, starts: bool) -> None:
    bench = Bench(Settings(authorize_remote_start=True))
    bench.plug_in()
    assert bench.station.remote_start(bench.now, A, 1, remote_start_id=7).accepted
    assert bench.said() == ["1 Preparing", "May A start?"]
    if is_accepted:
        bench.answer()
    else:
        bench.answer(NO)
    started = [fact for fact in bench.facts() if isinstance(fact, TransactionStarted)]
    assert [fact.transaction.remote_start_id for fact in started] == ([7] if starts else [])


def test_a_remote_start_waits_for_a_cable_only_so_long() -> None:
    bench = Bench()
    bench.station.remote_start(bench.now, A, 1)
    bench.wait(60)
    assert bench.said() == ["1 Preparing", "1 Available"]


def test_a_remote_start_without_an_evse_chooses_where_a_vehicle_waits() -> None:
    bench = Bench(evses=3)
    bench.plug_in(evse_id=2)
    assert bench.station.remote_start(bench.now, A, None).evse_id == 2
    assert bench.station.remote_start(bench.now, A, None).evse_id == 1


def test_remote_starts_that_are_impossible() -> None:
    bench = Bench(evses=4)
    bench.charge(1)
    bench.station.set_availability(bench.now, 2, operative=False)
    bench.station.reserve(bench.now, 1, 3, B, bench.now + 100)

    def reason(evse_id: int, connector_id: int | None = None, profile: Profile | None = None) -> str | None:
        outcome = bench.station.remote_start(bench.now, A, evse_id, connector_id=connector_id, profile=profile)
        assert not outcome.accepted
        return outcome.reason

    bad_profile = Profile(1, 0, Purpose.TX_DEFAULT, Kind.RELATIVE, Schedule(Unit.A, (Period(0, 6),)))
    assert [reason(1), reason(2), reason(3), reason(4, 2), reason(4, profile=bad_profile), reason(5)] == [
        "TxInProgress",
        "NotEnabled",
        "Unspecified",
        "UnknownConnectorId",
        "InvalidProfile",
        "UnknownEvse",
    ]


def test_a_remote_start_without_an_evse_needs_a_free_one() -> None:
    bench = Bench()
    bench.charge()
    assert bench.station.remote_start(bench.now, B, None) == RemoteStart(accepted=False, reason="NotFound")


def test_the_profile_of_a_remote_start_counts_for_its_transaction_alone() -> None:
    bench = Bench()
    bench.station.remote_start(bench.now, A, 1, profile=tx_profile(10))
    bench.plug_in(car("luxury"))
    assert bench.station.evse(1).offer.current_a == 10
    bench.station.remote_stop(bench.now, "T1")
    assert bench.station.profiles.installed() == []


# Stopping


def test_a_remote_stop() -> None:
    bench = Bench()
    bench.charge()
    assert not bench.station.remote_stop(bench.now, "another")
    assert bench.station.remote_stop(bench.now, "T1")
    assert bench.said() == ["Ended RemoteStop EVConnected Remote", "1 Finishing"]
    assert not bench.station.remote_stop(bench.now, "T1")


def test_tc_e_14_the_reason_of_a_transaction_that_was_stopped_before_its_end_is_remembered() -> None:
    bench = Bench(BY_CABLE)
    bench.charge()
    bench.station.remote_stop(bench.now, "T1")
    bench.unplug()
    assert bench.said() == [
        "Updated RemoteStop Charging",
        "Updated ChargingStateChanged EVConnected",
        "1 Finishing",
        "1 Available",
        "Ended EVCommunicationLost Idle Remote",
    ]


# Unlocking


def test_unlocking_ends_the_transaction_in_ocpp_16() -> None:
    bench = Bench()
    bench.charge()
    assert bench.station.unlock(bench.now, 1) is UnlockOutcome.UNLOCKED
    assert bench.said() == ["Ended UnlockCommand EVConnected UnlockCommand", "1 Finishing"]
    assert bench.unplug()


def test_unlocking_is_refused_during_a_transaction_in_ocpp_2() -> None:
    bench = Bench(Settings(unlock_stops_transaction=False))
    bench.charge()
    assert bench.station.unlock(bench.now, 1) is UnlockOutcome.ONGOING_AUTHORIZED_TRANSACTION
    assert bench.said() == []


def test_a_broken_lock_holds_the_cable() -> None:
    bench = Bench()
    bench.charge()
    bench.station.evse(1).lock_is_broken = True
    assert bench.station.unlock(bench.now, 1) is UnlockOutcome.UNLOCK_FAILED
    assert not bench.unplug()
    bench.station.evse(1).lock_is_broken = False
    assert bench.station.unlock(bench.now, 1) is UnlockOutcome.UNLOCKED
    assert bench.unplug()
    assert bench.said()[-1] == "1 Available"


def test_a_fixed_cable_and_an_unknown_connector_cannot_be_unlocked() -> None:
    layout = Layout(evses=(EvseLayout(connectors=(ConnectorLayout(has_fixed_cable=True),)),))
    station = Bench(layout=layout).station
    assert station.unlock(station.next_due() or 0, 1) is UnlockOutcome.NOT_SUPPORTED
    assert station.unlock(0, 1, 2) is UnlockOutcome.UNKNOWN_CONNECTOR
    assert station.unlock(0, 2) is UnlockOutcome.UNKNOWN_CONNECTOR


# Availability


def test_out_of_service_at_once_and_in_service_again() -> None:
    bench = Bench(evses=2)
    assert bench.station.set_availability(bench.now, 1, operative=False) is Availability.ACCEPTED
    assert bench.station.set_availability(bench.now, 1, operative=False) is Availability.ACCEPTED
    bench.present()
    bench.station.set_availability(bench.now, 1, operative=True)
    assert bench.said() == ["1 Unavailable", "1 Available"]


def test_out_of_service_after_the_transaction() -> None:
    bench = Bench(evses=2)
    bench.charge()
    assert bench.station.set_availability(bench.now, 0, operative=False) is Availability.SCHEDULED
    assert bench.said() == ["0.0 Unavailable", "2 Unavailable"]
    bench.present()
    assert bench.said() == ["Ended StopAuthorized EVConnected Local", "1 Unavailable"]


def test_a_driver_who_has_not_begun_is_sent_away() -> None:
    bench = Bench()
    bench.accept()
    assert bench.station.set_availability(bench.now, 1, operative=False) is Availability.ACCEPTED
    bench.plug_in()
    assert bench.said() == ["May A start?", "1 Preparing", "1 Available", "1 Unavailable"]


def test_one_connector_of_two() -> None:
    bench = Bench(layout=TWO_CONNECTORS)
    assert bench.station.set_availability(bench.now, 1, operative=False, connector_id=2) is Availability.ACCEPTED
    bench.charge()
    assert bench.station.set_availability(bench.now, 1, operative=False, connector_id=1) is Availability.SCHEDULED
    assert bench.station.set_availability(bench.now, 1, operative=False, connector_id=3) is Availability.REJECTED
    assert bench.station.set_availability(bench.now, 7, operative=False) is Availability.REJECTED


@pytest.mark.parametrize(
    ("cascades", "said"),
    [(True, ["0.0 Available", "1 Available", "2 Available"]), (False, ["0.0 Available", "2 Available"])],
)
def test_in_service_again_as_a_whole(cascades: bool, said: list[str]) -> None:
    bench = Bench(Settings(station_availability_cascades=cascades), evses=2)
    bench.station.set_availability(bench.now, 1, operative=False)
    bench.station.set_availability(bench.now, 0, operative=False)
    bench.facts()
    bench.station.set_availability(bench.now, 0, operative=True)
    assert bench.said() == said


# Resetting


@pytest.mark.parametrize(("immediate", "reason"), [(True, "ImmediateReset"), (False, "ScheduledReset")])
def test_a_reset_ends_transactions_first_in_ocpp_16(immediate: bool, reason: str) -> None:
    bench = Bench()
    bench.charge()
    assert bench.station.reset(bench.now, immediate=immediate) is ResetOutcome.ACCEPTED
    assert bench.said() == [f"Ended ResetCommand EVConnected {reason}", "1 Finishing", "Restart RemoteReset"]
    assert bench.station.reset(bench.now, immediate=immediate) is ResetOutcome.REJECTED
    bench.present()
    bench.wait(10)
    bench.unplug()
    assert bench.said() == []
    bench.station.restarted(bench.now)
    assert bench.said() == ["1 Available"]


def test_tc_b_21_a_reset_may_wait_for_transactions() -> None:
    bench = Bench(Settings(soft_reset_waits=True), evses=2)
    bench.charge()
    assert bench.station.reset(bench.now, immediate=False) is ResetOutcome.SCHEDULED
    bench.plug_in(evse_id=2)
    bench.accept(B, 2)
    assert bench.station.evse(2).transaction is None
    bench.facts()
    bench.present()
    assert bench.said() == ["Ended StopAuthorized EVConnected Local", "1 Finishing", "Restart ScheduledReset"]


def test_a_reset_at_once_is_instead_of_one_that_waits() -> None:
    bench = Bench(Settings(soft_reset_waits=True))
    bench.charge()
    bench.station.reset(bench.now, immediate=False)
    bench.station.reset(bench.now, immediate=True)
    bench.station.restarted(bench.now)
    assert [word for word in bench.said() if word.startswith("Restart")] == ["Restart RemoteReset"]


def test_a_reset_waits_for_nothing_where_nothing_runs() -> None:
    bench = Bench(Settings(soft_reset_waits=True))
    assert bench.station.reset(bench.now, immediate=False) is ResetOutcome.ACCEPTED
    assert bench.said() == ["Restart RemoteReset"]


def test_tc_b_27_the_reset_of_an_evse_leaves_the_others_alone() -> None:
    bench = Bench(evses=2)
    bench.charge(1)
    bench.charge(2)
    assert bench.station.reset(bench.now, immediate=True, evse_id=1) is ResetOutcome.ACCEPTED
    assert bench.said() == ["Ended ResetCommand EVConnected ImmediateReset", "1 Finishing", "1 Unavailable"][::2]
    bench.wait(5)
    assert bench.said() == ["1 Preparing", "1 Finishing"]
    assert bench.station.evse(2).transaction is not None
    assert bench.station.reset(bench.now, immediate=True, evse_id=3) is ResetOutcome.REJECTED


def test_who_comes_during_the_reset_of_an_evse_is_there_after_it() -> None:
    bench = Bench(BY_CABLE)
    bench.station.reset(bench.now, immediate=True, evse_id=1)
    bench.plug_in()
    assert bench.said() == ["1 Unavailable"]
    bench.wait(5)
    assert bench.said() == ["Started CablePluggedIn EVConnected", "1 Preparing"]


def test_tc_b_26_the_reset_of_an_evse_may_wait() -> None:
    bench = Bench(Settings(soft_reset_waits=True), evses=2)
    bench.charge()
    assert bench.station.reset(bench.now, immediate=False, evse_id=1) is ResetOutcome.SCHEDULED
    bench.present()
    assert bench.said() == ["Ended StopAuthorized EVConnected Local", "1 Finishing", "1 Unavailable"]
