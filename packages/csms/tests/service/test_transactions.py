"""Transactions with numbers of ours (OCPP 1.6), told in all the ways in which stations tell them."""

from typing import Any

import pytest

from csms.domain.authorization import AuthorizationStatus, IdToken
from csms.domain.energy import Flag
from csms.domain.events import TransactionEnded, TransactionStarted, TransactionUpdated
from csms.domain.transaction_facts import Doubt
from csms.domain.transactions import Irregularity
from csms.service.authorization import House
from packages.csms.tests.service.chargers import TAG, Charger, at, value

UNSET = Doubt("1970-01-01T00:00:00+00:00", "The station's clock said 1970; the time of arrival stands for it")


def test_a_start_a_value_and_a_stop_are_one_transaction(charger: Charger):
    started = charger.start()
    charger.meter(value(30, 3000, power_import_w=11000.0, soc_percent=50.0), number=started.number)
    running = charger.only()
    assert (running.energy_wh, running.power_w, running.soc_percent) == (2000, 11000, 50)
    charger.stop(number=started.number)
    ended = charger.only()
    assert (ended.energy_wh, ended.meter_start_wh, ended.meter_stop_wh, ended.power_w) == (5000, 1000, 6000, None)
    assert (ended.started_at, ended.ended_at, ended.stopped_reason) == (at(0), at(60), "Local")
    assert (ended.id_token, ended.stop_id_token, ended.authorization) == (TAG.value, TAG.value, "Accepted")
    assert (ended.is_open, ended.flags, ended.reference) == (False, (), str(started.number))
    assert charger.history(ended.id) == ["started", "ended"]
    assert charger.told() == ["transaction.started", "transaction.updated", "transaction.ended"]


def test_a_number_is_above_0_and_has_31_bits_for_a_refused_driver_too(charger: Charger):
    charger.house = House()
    started = charger.start()
    assert 0 < started.number < 2**31
    assert started.decision.status is AuthorizationStatus.UNKNOWN
    refused = charger.only()
    assert (refused.authorization, refused.is_open) == ("Unknown", True)
    assert charger.history(refused.id) == ["started", "not_authorized"]
    assert charger.told() == ["token.refused", "transaction.started"]


def test_a_repeated_start_gets_the_same_number_and_alarms_nobody(charger: Charger):
    charger.house = House()
    first = charger.start()
    charger.told()
    assert charger.start(now=5) == first
    assert charger.history(charger.only().id)[-1] == "start_repeated"
    assert charger.told() == []


def test_starts_that_differ_by_one_watt_hour_are_two(charger: Charger):
    first = charger.start(meter_wh=123456788)
    second = charger.start(meter_wh=123456789)
    assert first.number != second.number


def test_a_start_repeated_after_the_stop_does_not_open_it_again(charger: Charger):
    first = charger.start()
    charger.stop(number=first.number)
    assert charger.start(now=70).number == first.number
    assert not charger.only().is_open


def test_a_repeated_stop_changes_nothing_and_is_answered(charger: Charger):
    started = charger.start()
    data = (value(10, 2000, "Sample.Clock"), value(60, 6000, "Transaction.End"))
    charger.stop(number=started.number, values=data)
    ended, kept = charger.only(), charger.kept_values()
    charger.told()
    decision = charger.stop(number=started.number, values=data, now=65)
    assert decision is not None
    assert decision.is_accepted
    assert charger.only() == ended
    assert charger.kept_values() == kept
    assert "stop_repeated" in charger.history(ended.id)
    assert charger.told() == []


def test_a_second_stop_that_says_something_else_is_noted_only(charger: Charger):
    started = charger.start()
    charger.stop(number=started.number)
    charger.stop(90, number=started.number, meter_wh=9000)
    ended = charger.only()
    assert (ended.energy_wh, ended.ended_at) == (5000, at(60))
    assert "9000 Wh" in charger.lines(ended.id)


@pytest.mark.parametrize("number", [0, -1, 2**63 - 1])
def test_a_stop_without_a_number_ends_the_only_open_transaction_that_fits_once(charger: Charger, number: int):
    charger.start()
    charger.start(evse=2, tag=IdToken("OTHER"))
    charger.stop(number=number)
    charger.stop(number=number, now=62)  # its answer was lost
    first, second = charger.all()
    assert (first.energy_wh, first.is_open, second.is_open) == (5000, False, True)
    assert charger.history(first.id).count("stop_matched") == 1
    assert "stop_repeated" in charger.history(first.id)


def test_a_stop_without_a_number_does_not_end_what_began_after_it_or_has_a_higher_register(charger: Charger):
    charger.start(70)
    charger.start(evse=2, meter_wh=9000)
    charger.stop(number=-1)
    assert [each.is_open for each in charger.all()] == [True, True, False]


def test_a_stop_of_an_unknown_transaction_makes_one_once(charger: Charger):
    data = (value(10, 2000, "Transaction.Begin"), value(60, 6000, "Transaction.End"))
    charger.stop(number=4711, values=data)
    charger.stop(number=4711, values=data, now=61)
    lost = charger.only()
    assert (lost.energy_wh, lost.started_at, lost.ended_at, lost.id_token) == (4000, at(10), at(60), TAG.value)
    assert lost.flags == (Irregularity.START_UNKNOWN,)
    assert charger.history(lost.id) == ["stop_matched", "ended", "stop_repeated"]
    assert charger.told() == ["transaction.started", "transaction.ended"]
    assert len(charger.kept_values()) == 2


def test_a_start_that_comes_after_its_stop_is_taken_together_with_it(charger: Charger):
    charger.stop(number=-1)
    (lost,) = charger.all()
    assert charger.start(now=61).number == lost.id
    assert charger.start(now=62).number == lost.id
    charger.stop(number=-1, now=63)
    together = charger.only()
    assert (together.energy_wh, together.started_at, together.evse, together.flags) == (5000, at(0), 1, ())
    assert "start_matched" in charger.history(together.id)
    assert charger.told() == [
        "transaction.started",
        "transaction.ended",
        "transaction.corrected",
    ]


def test_a_start_is_not_taken_together_with_the_stop_of_another(charger: Charger):
    charger.stop(number=-1, tag=IdToken("OTHER"))
    charger.stop(-5, number=-1)
    charger.stop(20, number=-1, meter_wh=500)
    charger.start()
    assert len(charger.all()) == 4


def test_a_start_on_a_busy_connector_supersedes_until_the_stop_comes(charger: Charger):
    first = charger.start()
    charger.meter(value(10, 2000), number=first.number)
    second = charger.start(30, meter_wh=2500)
    superseded, running = charger.all()
    assert (superseded.energy_wh, superseded.ended_at, superseded.is_end_assumed) == (1000, at(30), True)
    assert superseded.flags == (Irregularity.END_ASSUMED, Flag.STOP_MISSING)
    assert (running.id, running.is_open) == (second.number, True)
    charger.told()
    charger.stop(20, number=first.number, meter_wh=2400, now=31)
    stopped = charger.all()[0]
    assert (stopped.energy_wh, stopped.ended_at, stopped.is_end_assumed, stopped.flags) == (1400, at(20), False, ())
    assert {"superseded", "end_corrected"} <= set(charger.history(stopped.id))
    assert charger.told() == ["transaction.corrected"]


def test_a_token_is_not_refused_for_a_transaction_whose_stop_was_lost_at_the_same_place(charger: Charger):
    charger.register(TAG, concurrent_limit=1)
    charger.start()
    assert charger.start(30, meter_wh=2500).decision.is_accepted
    assert charger.start(40, evse=2).decision.status is AuthorizationStatus.CONCURRENT_TX


def test_the_token_of_a_transaction_may_not_be_used_twice_but_be_shown_to_stop_it(charger: Charger):
    charger.register(TAG, concurrent_limit=1)
    started = charger.start()
    assert charger.start(1, evse=2).decision.status is AuthorizationStatus.CONCURRENT_TX
    assert charger.start(1, evse=2, now=2).decision.status is AuthorizationStatus.CONCURRENT_TX
    decision = charger.stop(number=started.number)
    assert decision is not None
    assert decision.is_accepted


def test_what_was_blocked_in_the_middle_is_said_at_the_stop_but_alarms_nobody(charger: Charger):
    started = charger.start()
    charger.told()
    charger.register(TAG, is_blocked=True, group="FLEET")
    decision = charger.stop(number=started.number)
    assert decision is not None
    assert (decision.status, decision.group) == (AuthorizationStatus.BLOCKED, "FLEET")
    assert charger.told() == ["transaction.ended"]
    assert charger.only().energy_wh == 5000


def test_a_stop_by_a_token_of_another_group_is_noted_and_one_of_the_same_is_not(charger: Charger):
    other, friend = IdToken("OTHER"), IdToken("FRIEND")
    charger.register(TAG, group="FLEET")
    charger.register(friend, group="FLEET")
    started = charger.start()
    charger.stop(number=started.number, tag=friend)
    second = charger.start(70, meter_wh=6000)
    charger.stop(80, number=second.number, meter_wh=7000, tag=other)
    first, last = charger.all()
    assert "stopped_by_another" not in charger.history(first.id)
    assert "stopped_by_another" in charger.history(last.id)
    assert (first.stop_id_token, last.stop_id_token) == ("FRIEND", "OTHER")


def test_a_stop_without_a_token_gets_no_word_about_one(charger: Charger):
    started = charger.start()
    assert charger.stop(number=started.number, tag=None, reason="EVDisconnected") is None
    assert charger.only().stop_id_token is None


def test_a_transaction_of_days_ago_is_recorded_and_only_its_end_is_told(charger: Charger):
    now = 3 * 24 * 60
    charger.house = House()
    started = charger.start(now=now)
    charger.meter(value(30, 3000), number=started.number, now=now)
    assert charger.told() == []
    charger.stop(number=started.number, now=now)
    assert charger.told() == ["transaction.ended"]
    assert charger.only().energy_wh == 5000


def test_a_transaction_that_began_offline_is_told_of_when_it_is_live(charger: Charger):
    started = charger.start(now=200)
    charger.meter(value(30, 3000), number=started.number, now=200)
    charger.meter(value(200, 9000), number=started.number)
    charger.meter(value(201, 9100), number=started.number)
    assert charger.told() == ["transaction.started", "transaction.updated", "transaction.updated"]


def test_with_a_clock_that_is_not_believed_a_repeated_start_is_known_while_it_runs(charger: Charger):
    first = charger.start(5, doubt=UNSET)
    assert charger.start(6, doubt=UNSET).number == first.number
    charger.stop(7, number=first.number, doubt=UNSET)
    second = charger.start(8, doubt=UNSET)
    assert second.number != first.number
    ended, running = charger.all()
    assert (ended.started_at, ended.ended_at, ended.flags) == (at(5), at(7), (Irregularity.CLOCK_DOUBTED,))
    assert running.is_open
    assert "1970" in charger.lines(ended.id)
    assert charger.history(ended.id).count("clock") == 2


def test_a_stop_before_its_start_by_the_clock_ends_it_at_its_start(charger: Charger):
    started = charger.start()
    charger.stop(-30, number=started.number, now=30)
    ended = charger.only()
    assert (ended.started_at, ended.ended_at, ended.energy_wh) == (at(0), at(0), 5000)


def test_the_meter_at_the_stop_holds_over_that_of_the_transaction_data(charger: Charger):
    started = charger.start()
    charger.stop(number=started.number, meter_wh=6000, values=(value(60, 5999.5, "Transaction.End"),))
    assert charger.only().energy_wh == 5000
    second = charger.start(70, meter_wh=6000)
    charger.stop(80, number=second.number, meter_wh=0, values=(value(80, 6500, "Transaction.End"),))
    assert charger.all()[1].energy_wh == 500


def test_what_is_out_of_the_ordinary_with_the_energy_stands_in_the_history_once(charger: Charger):
    started = charger.start(meter_wh=5000)
    for minute, register in ((10, 5500), (20, 100), (30, 200), (40, 300)):
        charger.meter(value(minute, register), number=started.number)
    charger.stop(number=started.number, meter_wh=400)
    ended = charger.only()
    assert ended.flags == (Flag.REGISTER_RESET,)
    assert ended.energy_wh == 900
    assert charger.history(ended.id).count("energy") == 1
    assert "was reset" in charger.lines(ended.id)


def test_an_empty_token_is_invalid_unless_everybody_may_charge(charger: Charger):
    assert charger.start(tag=IdToken("  ")).decision.status is AuthorizationStatus.INVALID
    assert charger.only().id_token is None


def test_what_is_told_of_a_transaction_is_all_that_is_shown_of_one(charger: Charger):
    number = charger.start().number
    charger.meter(value(1, 1200, power_import_w=7400.0, soc_percent=60.0), number=number)
    charger.stop(2, number=number, meter_wh=1500)
    started, updated, ended = charger.events
    shared: dict[str, Any] = {"station": "CP1", "transaction": number, "evse": 1, "connector": 1, "id_token": TAG.value}
    assert started == TransactionStarted(at=at(0), started_at=at(0), **shared)
    assert updated == TransactionUpdated(
        at=at(1),
        started_at=at(0),
        energy_wh=200,
        power_w=7400.0,
        soc_percent=60.0,
        charging_state=None,
        charging_state_since=None,
        metered_at=at(1),
        **shared,
    )
    assert ended == TransactionEnded(at=at(2), energy_wh=500, reason="Local", ended_at=at(2), **shared)
