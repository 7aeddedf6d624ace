"""When transactions begin and end, in the flows of OCPP 1.6 (chapters 4 and 5) and of the test cases of OCPP 2.0.1."""

import pytest

from csms_simulator.model.authorization import Verdict
from csms_simulator.model.facts import StatusChanged, TransactionEnded, TransactionStarted, TransactionUpdated, TxPoint
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.settings import Settings
from packages.simulator.tests.model.stations import NO, A, B, Bench, car

FIXED_CABLE = Layout(evses=(EvseLayout(connectors=(ConnectorLayout(has_fixed_cable=True),)),))


def points(start: set[TxPoint], stop: set[TxPoint], *, stop_on_ev_disconnect: bool = True) -> Settings:
    return Settings(
        tx_start_points=frozenset(start),
        tx_stop_points=frozenset(stop),
        stop_on_ev_disconnect=stop_on_ev_disconnect,
        token_occupies=False,
    )


BY_CABLE = points({TxPoint.EV_CONNECTED}, {TxPoint.EV_CONNECTED})


# OCPP 1.6


def test_cable_first_then_card_then_card_then_unplugged() -> None:
    bench = Bench()
    bench.plug_in()
    bench.present()
    bench.answer()
    bench.wait(30)
    bench.present()
    assert bench.unplug()
    assert bench.said() == [
        "1 Preparing",
        "May A start?",
        "Started Authorized EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
        "Ended StopAuthorized EVConnected Local",
        "1 Finishing",
        "1 Available",
    ]


def test_card_first_then_cable() -> None:
    bench = Bench()
    bench.accept()
    bench.wait(20)
    bench.plug_in()
    assert bench.said() == [
        "May A start?",
        "1 Preparing",
        "Started CablePluggedIn EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_a_card_waits_for_a_cable_only_so_long() -> None:
    bench = Bench()
    bench.accept()
    bench.wait(59.9)
    assert bench.said() == ["May A start?", "1 Preparing"]
    bench.wait(0.1)
    assert bench.said() == ["1 Available"]
    bench.plug_in()
    assert bench.said() == ["1 Preparing"]


def test_the_card_shown_again_before_the_cable_is_in_ends_the_waiting() -> None:
    bench = Bench()
    bench.accept()
    bench.facts()
    bench.present()
    assert bench.said() == ["1 Available"]


def test_a_card_that_is_asked_about_is_not_asked_about_again() -> None:
    bench = Bench()
    bench.present()
    bench.present()
    assert bench.said() == ["May A start?"]


def test_a_refused_card_starts_nothing() -> None:
    bench = Bench()
    bench.plug_in()
    bench.present()
    bench.answer(NO)
    assert bench.said() == ["1 Preparing", "May A start?"]


def test_the_card_that_started_stops_without_being_asked_about_in_any_letter_case() -> None:
    bench = Bench()
    bench.charge()
    bench.present(type(A)("a"))
    assert bench.said() == ["Ended StopAuthorized EVConnected Local", "1 Finishing"]


@pytest.mark.parametrize(("group", "stops"), [("family", True), ("others", False), (None, False)])
def test_another_card_stops_only_if_it_is_of_the_same_group(group: str | None, stops: bool) -> None:
    bench = Bench()
    bench.charge(group="family")
    bench.present(B)
    assert bench.said() == ["May B stop?"]
    bench.answer(Verdict(accepted=True, group=group), B)
    ended = [fact for fact in bench.facts() if isinstance(fact, TransactionEnded)]
    assert [fact.token for fact in ended] == ([B] if stops else [])


def test_a_refused_card_stops_nothing_even_if_it_is_of_the_same_group() -> None:
    bench = Bench()
    bench.charge(group="family")
    bench.present(B)
    bench.answer(Verdict(accepted=False, group="family"), B)
    assert bench.said() == ["May B stop?"]


def test_a_master_pass_stops_all_that_others_started_and_starts_nothing() -> None:
    bench = Bench(Settings(master_pass_group="master"), evses=3)
    bench.charge(1)
    bench.charge(2)
    bench.present(B, 3)
    bench.answer(Verdict(accepted=True, group="master"), B, 3)
    assert bench.said() == [
        "May B start?",
        "Ended StopAuthorized EVConnected MasterPass",
        "Ended StopAuthorized EVConnected MasterPass",
        "1 Finishing",
        "2 Finishing",
    ]


def test_unplugged_at_the_vehicle_the_transaction_ends_and_the_cable_is_let_go() -> None:
    bench = Bench()
    bench.charge()
    assert bench.unplug()
    assert bench.said() == ["Ended EVCommunicationLost Idle EVDisconnected", "1 Available"]


def test_unplugged_at_the_vehicle_the_cable_may_stay_locked_until_its_driver_comes() -> None:
    bench = Bench(Settings(unlock_on_ev_disconnect=False))
    bench.charge()
    assert not bench.unplug()
    [ended, status] = bench.facts()
    assert isinstance(ended, TransactionEnded)
    assert isinstance(status, StatusChanged)
    assert (status.status, status.info) == ("Finishing", "EV side disconnected")
    bench.present(A)
    assert bench.said() == ["1 Available"]
    assert bench.unplug()


def test_unplugged_at_the_vehicle_the_transaction_may_go_on() -> None:
    bench = Bench(Settings(stop_on_ev_disconnect=False))
    bench.charge()
    assert not bench.unplug()
    [updated, status] = bench.facts()
    assert isinstance(updated, TransactionUpdated)
    assert (updated.trigger, updated.transaction.charging_state) == ("EVCommunicationLost", "Idle")
    assert isinstance(status, StatusChanged)
    assert (status.status, status.info) == ("SuspendedEV", "EV side disconnected")
    bench.wait(3600)
    bench.facts()
    bench.plug_in()
    assert bench.said() == [
        "Updated CablePluggedIn EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]
    bench.present(A)
    assert bench.unplug()


def test_a_fixed_cable_that_left_the_vehicle_is_waited_for_only_so_long() -> None:
    bench = Bench(Settings(stop_on_ev_disconnect=False, sample_interval_s=0), layout=FIXED_CABLE)
    bench.charge()
    assert bench.unplug()
    bench.wait(60)
    assert bench.said() == [
        "Updated EVCommunicationLost Idle",
        "1 SuspendedEV",
        "Ended EVConnectTimeout Idle Timeout",
        "1 Available",
    ]


def test_a_vehicle_that_pauses_suspends_and_goes_on() -> None:
    bench = Bench()
    vehicle = car()
    bench.charge(vehicle=vehicle)
    for is_ready in (False, True):
        vehicle.is_ready = is_ready
        bench.station.vehicle_changed(bench.now, 1)
    assert bench.said() == [
        "Updated ChargingStateChanged SuspendedEV",
        "1 SuspendedEV",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_a_vehicle_that_is_full_suspends() -> None:
    bench = Bench(Settings(sample_interval_s=0))
    bench.charge(vehicle=car("plugin_hybrid", 0.99))
    bench.wait(3600)
    assert bench.said() == ["Updated ChargingStateChanged SuspendedEV", "1 SuspendedEV"]


def test_free_charging_begins_with_the_cable() -> None:
    bench = Bench(Settings(free_vend_token="FREE"))
    bench.plug_in()
    facts = bench.facts()
    [started] = [fact for fact in facts if isinstance(fact, TransactionStarted)]
    assert started.transaction.token is not None
    assert started.transaction.token.id == "FREE"
    bench.unplug()
    assert bench.said() == ["Ended EVCommunicationLost Idle EVDisconnected", "1 Available"]


def test_without_authorization_nobody_is_asked() -> None:
    bench = Bench(Settings(is_auth_enabled=False))
    bench.plug_in()
    [started] = [fact for fact in bench.facts() if isinstance(fact, TransactionStarted)]
    assert started.transaction.token is not None
    assert started.transaction.token.kind == "NoAuthorization"


def test_a_second_transaction_without_unplugging() -> None:
    bench = Bench()
    bench.charge()
    bench.present()
    bench.facts()
    bench.accept(B)
    assert bench.said() == [
        "May B start?",
        "1 Preparing",
        "Started Authorized EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


@pytest.mark.parametrize(
    ("stop", "max_energy_wh", "said"),
    [
        (True, 0, ["Ended Deauthorized EVConnected DeAuthorized", "1 Finishing"]),
        (
            False,
            0,
            ["Updated Deauthorized Charging", "Updated ChargingStateChanged SuspendedEVSE", "1 SuspendedEVSE"],
        ),
    ],
)
def test_a_token_that_turns_out_to_be_invalid(stop: bool, max_energy_wh: float, said: list[str]) -> None:
    bench = Bench(Settings(stop_on_invalid_id=stop, max_energy_on_invalid_id_wh=max_energy_wh))
    bench.charge()
    bench.station.transaction_answered(bench.now, "T1", NO)
    assert bench.said() == said


@pytest.mark.parametrize(("stop", "word"), [(True, "Ended Deauthorized"), (False, "Updated EnergyLimitReached")])
def test_an_invalid_token_gets_some_energy_to_drive_away(stop: bool, word: str) -> None:
    settings = Settings(stop_on_invalid_id=stop, max_energy_on_invalid_id_wh=500, sample_interval_s=0)
    bench = Bench(settings)
    bench.charge()
    bench.wait(60)
    before_wh = bench.station.evse(1).meter.energy_wh
    bench.station.transaction_answered(bench.now, "T1", NO)
    bench.wait(20)
    bench.station.transaction_answered(bench.now, "T1", NO)
    bench.wait(3600)
    assert bench.said()[0].startswith(word)
    assert bench.station.evse(1).meter.energy_wh == pytest.approx(before_wh + 500, abs=0.1)


def test_an_accepted_token_goes_on_with_the_group_that_is_told() -> None:
    bench = Bench()
    bench.charge()
    bench.station.transaction_answered(bench.now, "T1", Verdict(accepted=True, group="G"))
    bench.present(B)
    bench.answer(Verdict(accepted=True, group="G"), B)
    assert bench.said() == ["May B stop?", "Ended StopAuthorized EVConnected Local", "1 Finishing"]


def test_a_late_answer_about_a_transaction_that_is_over_is_remembered() -> None:
    bench = Bench()
    bench.charge()
    bench.present()
    bench.station.transaction_answered(bench.now, "T1", NO)
    assert bench.station.authorizer.look_up(bench.now, A) == NO


# OCPP 2.0.1: start and stop points


def test_the_cable_begins_and_ends_the_transaction() -> None:
    bench = Bench(BY_CABLE)
    bench.plug_in()
    bench.accept()
    bench.wait(10)
    bench.present()
    bench.unplug()
    assert bench.said() == [
        "1 Preparing",
        "Started CablePluggedIn EVConnected",
        "May A start?",
        "Updated Authorized EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
        "Updated StopAuthorized Charging",
        "Updated ChargingStateChanged EVConnected",
        "1 Finishing",
        "1 Available",
        "Ended EVCommunicationLost Idle Local",
    ]


def test_the_token_is_in_the_first_event_after_it_was_presented() -> None:
    bench = Bench(BY_CABLE)
    bench.plug_in()
    bench.accept()
    transactions = [f.transaction for f in bench.facts() if isinstance(f, TransactionStarted | TransactionUpdated)]
    assert [transaction.token for transaction in transactions] == [None, A, A]


def test_tc_e_10_the_token_begins_the_transaction() -> None:
    bench = Bench(points({TxPoint.AUTHORIZED}, {TxPoint.AUTHORIZED}))
    bench.accept()
    bench.plug_in()
    assert bench.said() == [
        "May A start?",
        "Started Authorized Idle",
        "1 Preparing",
        "Updated CablePluggedIn EVConnected",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_tc_e_39_no_cable_comes() -> None:
    bench = Bench(points({TxPoint.AUTHORIZED}, {TxPoint.AUTHORIZED}))
    bench.station.settings.sample_interval_s = 0
    bench.accept()
    bench.wait(60)
    assert bench.said()[1:] == ["Started Authorized Idle", "Ended EVConnectTimeout Idle Timeout"]


def test_tc_e_02_energy_begins_the_transaction() -> None:
    bench = Bench(points({TxPoint.ENERGY_TRANSFER}, {TxPoint.AUTHORIZED}))
    vehicle = car(is_ready=False)
    bench.accept()
    bench.plug_in(vehicle)
    assert bench.said() == ["May A start?", "1 Preparing", "1 SuspendedEV"]
    vehicle.is_ready = True
    bench.station.vehicle_changed(bench.now, 1)
    assert bench.said() == ["Started ChargingStateChanged Charging", "1 Charging"]


def test_tc_e_22_energy_that_the_vehicle_stops_ends_the_transaction() -> None:
    bench = Bench(points({TxPoint.POWER_PATH_CLOSED}, {TxPoint.ENERGY_TRANSFER}))
    vehicle = car()
    bench.charge(vehicle=vehicle)
    vehicle.is_ready = False
    bench.station.vehicle_changed(bench.now, 1)
    assert bench.said() == ["Ended ChargingStateChanged SuspendedEV StoppedByEV", "1 Finishing"]


def test_tc_e_08_energy_ends_the_transaction_after_the_token() -> None:
    bench = Bench(points({TxPoint.POWER_PATH_CLOSED}, {TxPoint.ENERGY_TRANSFER}))
    bench.charge()
    bench.present()
    assert bench.said() == [
        "Updated StopAuthorized Charging",
        "Ended ChargingStateChanged EVConnected Local",
        "1 Finishing",
    ]


def test_tc_e_37_the_power_path_opens_with_the_cable() -> None:
    bench = Bench(points({TxPoint.POWER_PATH_CLOSED}, {TxPoint.POWER_PATH_CLOSED}, stop_on_ev_disconnect=False))
    bench.charge()
    bench.unplug()
    assert bench.said()[0] == "Ended EVCommunicationLost Idle EVDisconnected"


def test_energy_that_ends_with_the_cable_ends_the_transaction() -> None:
    bench = Bench(points({TxPoint.POWER_PATH_CLOSED}, {TxPoint.ENERGY_TRANSFER}, stop_on_ev_disconnect=False))
    bench.charge()
    bench.unplug()
    assert bench.said()[0] == "Ended EVCommunicationLost Idle EVDisconnected"


def test_a_cable_begins_nothing_where_nobody_may_charge() -> None:
    bench = Bench(BY_CABLE, evses=2)
    bench.station.set_availability(bench.now, 1, operative=False)
    bench.station.fault(bench.now, 2, "GroundFailure")
    bench.facts()
    bench.plug_in(evse_id=1)
    bench.plug_in(evse_id=2)
    assert bench.said() == []


def test_tc_e_26_a_cable_that_left_the_vehicle_may_come_back() -> None:
    settings = points({TxPoint.POWER_PATH_CLOSED}, {TxPoint.AUTHORIZED}, stop_on_ev_disconnect=False)
    bench = Bench(settings)
    vehicle = car()
    bench.charge(vehicle=vehicle)
    bench.unplug()
    bench.plug_in(vehicle)
    assert [word for word in bench.said() if not word.startswith("1 ")] == [
        "Updated EVCommunicationLost Idle",
        "Updated CablePluggedIn EVConnected",
        "Updated ChargingStateChanged Charging",
    ]


def test_a_transaction_that_nobody_takes_up_ends_with_the_cable() -> None:
    bench = Bench(points({TxPoint.EV_CONNECTED}, {TxPoint.AUTHORIZED}))
    bench.plug_in()
    bench.unplug()
    assert bench.said()[-1] == "Ended EVCommunicationLost Idle EVDisconnected"


def test_after_its_transaction_a_vehicle_begins_another_one_only_with_a_token() -> None:
    bench = Bench(points({TxPoint.EV_CONNECTED}, {TxPoint.EV_CONNECTED, TxPoint.AUTHORIZED}))
    bench.charge()
    bench.present()
    assert bench.said() == ["Ended StopAuthorized EVConnected Local", "1 Finishing"]
    bench.accept(B)
    assert bench.said()[:2] == ["May B start?", "1 Preparing"]
    assert bench.station.evse(1).transaction is not None


def test_a_stranger_does_not_take_over_a_transaction_that_was_stopped() -> None:
    bench = Bench(BY_CABLE)
    bench.charge()
    bench.present()
    bench.facts()
    bench.accept(B)
    assert bench.said() == ["May B start?"]
    bench.accept(A)
    assert "Updated ChargingStateChanged Charging" in bench.said()


# Both


def test_times_and_meters_of_a_transaction() -> None:
    bench = Bench(Settings(sample_interval_s=0))
    bench.charge(vehicle=car("luxury", 0.1))
    bench.wait(600)
    power_w = bench.station.evse(1).reading(bench.now).power_w
    bench.present()
    [ended, _] = bench.facts()
    assert isinstance(ended, TransactionEnded)
    assert ended.transaction.time_charging_s == pytest.approx(600)
    assert ended.reading.energy_wh - ended.transaction.meter_start_wh == pytest.approx(power_w / 6)
    assert ended.reading.power_w == 0


def test_a_status_that_is_over_soon_is_not_told() -> None:
    bench = Bench(Settings(minimum_status_duration_s=5))
    bench.plug_in()
    bench.wait(3)
    bench.accept()
    bench.wait(4.9)
    assert [word for word in bench.said() if word.startswith("1 ")] == []
    bench.wait(0.1)
    assert [word for word in bench.said() if word.startswith("1 ")] == ["1 Charging"]


def test_a_place_that_is_taken_cannot_be_plugged_into() -> None:
    bench = Bench()
    bench.plug_in()
    with pytest.raises(ValueError, match="EVSE 1 has a vehicle already"):
        bench.plug_in()


@pytest.mark.parametrize("evse_id", [0, 2, -1])
def test_an_evse_that_is_not_there(evse_id: int) -> None:
    with pytest.raises(KeyError, match=f"there is no EVSE {evse_id}"):
        Bench().station.evse(evse_id)
