"""Transactions with ids of stations (OCPP 2.x, TransactionEvent), told in all the ways in which stations tell them."""

from itertools import permutations
from typing import Any

import pytest

from csms.domain.authorization import AuthorizationStatus, IdToken
from csms.domain.energy import Flag
from csms.domain.events import TransactionUpdated
from csms.domain.transaction_facts import Doubt, EventKind, Report
from csms.domain.transactions import Irregularity
from csms.service import transactions
from csms.service.authorization import House
from csms.storage.engine import Tx
from packages.csms.tests.service.chargers import TAG, Charger, at, value

STARTED, UPDATED, ENDED = EventKind.STARTED, EventKind.UPDATED, EventKind.ENDED
UNSET = Doubt("1970-01-01T00:00:00+00:00", "The station's clock said 1970; the time of arrival stands for it")


def begin(charger: Charger, **others: Any) -> None:
    charger.event(STARTED, 0, 0, value(0, 1000, "Transaction.Begin"), id_token=TAG, trigger="Authorized", **others)


def test_started_updated_ended_are_one_transaction(charger: Charger):
    begin(charger)
    charger.event(UPDATED, 1, 30, value(30, 3000, power_import_w=11000.0), charging_state="Charging")
    running = charger.only()
    assert (running.energy_wh, running.power_w, running.charging_state) == (2000, 11000, "Charging")
    charger.event(ENDED, 2, 60, value(60, 6000, "Transaction.End"), stopped_reason="EVDisconnected", id_token=TAG)
    ended = charger.only()
    assert (ended.energy_wh, ended.meter_start_wh, ended.meter_stop_wh, ended.power_w) == (5000, 1000, 6000, None)
    assert (ended.started_at, ended.ended_at, ended.stopped_reason) == (at(0), at(60), "EVDisconnected")
    assert (ended.id_token, ended.stop_id_token, ended.authorization, ended.flags) == (
        TAG.value,
        TAG.value,
        "Accepted",
        (),
    )
    assert charger.history(ended.id) == ["started", "updated", "ended"]
    assert charger.told() == [
        "transaction.started",
        "transaction.updated",
        "transaction.updated",
        "transaction.ended",
    ]


def test_events_in_any_order_leave_the_same_transaction(charger: Charger):
    def tell(reference: str, order: tuple[int, ...]) -> None:
        events = [
            (STARTED, 0, 0, (value(0, 1000, "Transaction.Begin", soc_percent=10.0),), "CablePluggedIn", None),
            (UPDATED, 1, 5, (value(5, 1000, soc_percent=10.0),), "Authorized", TAG),
            (UPDATED, 2, 30, (value(30, 3000, soc_percent=30.0),), "MeterValuePeriodic", None),
            (UPDATED, 3, 50, (value(50, 5000, soc_percent=50.0),), "StopAuthorized", IdToken("FRIEND")),
            (ENDED, 4, 60, (), "EVCommunicationLost", None),
        ]
        evse = int(reference.removeprefix("T-"))
        for index in order:
            kind, seq_no, minutes, values, trigger, token = events[index]
            charger.event(
                kind, seq_no, minutes, *values, reference=reference, trigger=trigger, id_token=token, evse=evse
            )

    for number, order in enumerate(permutations(range(5)), start=1):
        tell(f"T-{number}", order)
    rows = {
        (
            *(row.energy_wh, row.started_at, row.ended_at, row.is_open, row.soc_percent, row.meter_start_wh),
            *(row.id_token, row.stop_id_token, row.authorization, row.event_count, row.flags, row.stopped_reason),
        )
        for row in charger.all()
    }
    assert len(rows) == 1
    assert rows.pop()[:6] == (4000, at(0), at(60), False, 50, 1000)


def test_a_repeated_event_changes_nothing_but_is_answered(charger: Charger):
    begin(charger)
    charger.told()
    row = charger.only()
    decision = charger.event(
        STARTED, 0, 0, value(0, 1000, "Transaction.Begin"), id_token=TAG, trigger="Authorized", now=3
    )
    assert decision is not None
    assert decision.is_accepted
    assert charger.only() == row
    assert charger.history(row.id) == ["started", "event_repeated"]
    assert charger.told() == []


def test_an_event_that_is_repeated_before_the_first_one_is_committed_is_known_too(charger: Charger):
    told = Report(STARTED, "T-1", 0, at(0), at(0), "CablePluggedIn", evse=1, connector=1)

    def tell_twice(tx: Tx) -> None:
        for _ in range(2):
            transactions.report_event(tx, charger.key, charger.house, told)

    charger.unit(tell_twice)
    assert charger.history(charger.only().id) == ["started", "event_repeated"]


def test_a_repeated_event_is_known_by_a_clock_that_is_not_believed(charger: Charger):
    begin(charger, doubt=UNSET)
    charger.event(STARTED, 0, 1, value(1, 1000, "Transaction.Begin"), id_token=TAG, doubt=UNSET)
    row = charger.only()
    assert (row.event_count, row.started_at) == (1, at(0))
    assert row.flags == (Irregularity.CLOCK_DOUBTED,)
    assert "clock" in charger.history(row.id)


def test_missing_events_are_flagged_until_they_come(charger: Charger):
    begin(charger)
    charger.event(ENDED, 3, 60, value(60, 6000, "Transaction.End"))
    assert charger.only().flags == (Irregularity.GAPS,)
    assert "2 events before the end have not come" in charger.lines(charger.only().id)
    charger.event(UPDATED, 2, 40, value(40, 4000), now=61)
    charger.event(UPDATED, 1, 30, value(30, 3000), now=61)
    complete = charger.only()
    assert (complete.flags, complete.energy_wh) == ((), 5000)
    assert "All events that were missing have come" in charger.lines(complete.id)


def test_two_events_with_one_number_do_not_hide_a_gap(charger: Charger):
    begin(charger)
    charger.event(UPDATED, 1, 10)
    charger.event(UPDATED, 1, 20)
    charger.event(ENDED, 3, 60)
    assert Irregularity.GAPS in charger.only().flags


def test_a_counter_that_goes_on_from_the_transaction_before_is_no_gap(charger: Charger):
    charger.event(STARTED, 700, 0, value(0, 1000, "Transaction.Begin"))
    charger.event(ENDED, 701, 60, value(60, 6000, "Transaction.End"))
    assert charger.only().flags == ()


def test_an_end_of_which_nothing_is_known_before_makes_a_transaction(charger: Charger):
    charger.event(ENDED, 4, 60, value(10, 2000, "Transaction.Begin"), value(60, 6000, "Transaction.End"))
    lost = charger.only()
    assert (lost.energy_wh, lost.is_open) == (4000, False)
    assert lost.flags == (Irregularity.START_UNKNOWN,)
    assert charger.told() == ["transaction.started", "transaction.ended"]


def test_the_first_register_of_started_is_the_begin_and_the_last_of_ended_the_end(charger: Charger):
    charger.event(STARTED, 0, 0, value(0, 1000))
    charger.event(ENDED, 1, 60, value(30, 3000), value(60, 6000))
    row = charger.only()
    assert (row.meter_start_wh, row.meter_stop_wh, row.energy_wh, row.flags) == (1000, 6000, 5000, ())


def test_registers_that_are_missing_are_flagged_in_words(charger: Charger):
    charger.event(STARTED, 0, 0)
    charger.event(UPDATED, 1, 10, value(10, 1000))
    charger.event(UPDATED, 2, 50, value(50, 5000))
    charger.event(ENDED, 3, 60)
    row = charger.only()
    assert (row.energy_wh, row.flags) == (4000, (Flag.START_MISSING, Flag.STOP_MISSING))
    assert "the last reading stands for it" in charger.lines(row.id)


def test_an_end_without_a_reason_is_local(charger: Charger):
    charger.event(ENDED, 0, 1)
    assert charger.only().stopped_reason == "Local"


def test_another_transaction_on_the_evse_supersedes_until_the_station_says_more(charger: Charger):
    begin(charger)
    charger.event(UPDATED, 1, 10, value(10, 2000))
    charger.event(STARTED, 0, 30, value(30, 2500, "Transaction.Begin"), reference="T-2", evse=None)
    assert charger.all()[0].is_open
    charger.event(UPDATED, 1, 31, reference="T-2")
    first, second = charger.all()
    assert (first.is_open, first.energy_wh, first.is_end_assumed, second.is_open) == (False, 1000, True, True)
    charger.told()
    charger.event(UPDATED, 2, 40, value(40, 3000), now=40)
    first = charger.all()[0]
    assert (first.is_open, first.is_end_assumed, first.energy_wh, first.flags) == (True, False, 2000, ())
    assert charger.told() == ["transaction.corrected"]
    charger.event(ENDED, 3, 50, value(50, 4000, "Transaction.End"))
    assert charger.all()[0].energy_wh == 3000


def test_an_event_that_comes_after_the_end_does_not_open_the_transaction_again(charger: Charger):
    begin(charger)
    charger.event(ENDED, 1, 60, value(60, 6000, "Transaction.End"))
    charger.event(UPDATED, 2, 70, value(70, 7000))
    row = charger.only()
    assert (row.is_open, row.energy_wh, row.ended_at) == (False, 5000, at(60))
    assert "higher number than that of the end" in charger.lines(row.id)


def test_of_two_ends_that_with_the_higher_number_holds(charger: Charger):
    for order in ((1, 2), (2, 1)):
        reference = f"T-{order[0]}"
        charger.event(STARTED, 0, 0, value(0, 1000, "Transaction.Begin"), reference=reference, evse=order[0])
        for seq_no in order:
            end = value(60 + seq_no, 6000 + seq_no, "Transaction.End")
            charger.event(ENDED, seq_no, 60 + seq_no, end, reference=reference, evse=order[0])
    assert [(row.energy_wh, row.ended_at) for row in charger.all()] == [(5002, at(62))] * 2


@pytest.mark.parametrize("trigger", ["Authorized", "StopAuthorized"])
def test_many_transactions_at_a_time_are_refused_at_the_begin_only(charger: Charger, trigger: str):
    charger.register(TAG, concurrent_limit=1)
    charger.event(STARTED, 0, 0, id_token=TAG, trigger="Authorized")
    decision = charger.event(UPDATED, 1, 1, id_token=TAG, trigger=trigger, reference="T-2", evse=2)
    assert decision is not None
    assert decision.is_accepted == (trigger == "StopAuthorized")
    same = charger.event(UPDATED, 1, 2, id_token=TAG)
    assert same is not None
    assert same.is_accepted


def test_a_token_that_nobody_needs_is_accepted(charger: Charger):
    charger.house = House()
    decision = charger.event(STARTED, 0, 0, id_token=IdToken("", "NoAuthorization"))
    assert decision is not None
    assert decision.is_accepted
    assert charger.only().id_token is None


def test_what_a_driver_types_in_is_neither_kept_nor_told(charger: Charger):
    secret = IdToken("4711-0815", "KeyCode")
    charger.house = House()
    charger.event(STARTED, 0, 0, id_token=secret, trigger="Authorized")
    charger.event(UPDATED, 1, 1, id_token=IdToken("0000", "KeyCode"))
    charger.event(ENDED, 2, 2, id_token=secret)
    with charger.engine.connect() as connection:
        for table in ("transaction", "transaction_event", "decision"):
            kept = str(connection.exec_driver_sql(f'select * from "{table}"').all())
            assert "4711" not in kept
            assert "********" in kept or table == "transaction_event"
    assert "4711" not in str(charger.events)
    assert charger.only().id_token == "********"
    charger.register(secret)
    known = charger.event(STARTED, 0, 10, id_token=secret, reference="T-2")
    assert known is not None
    assert known.status is AuthorizationStatus.ACCEPTED


def test_events_of_days_ago_are_no_news_until_the_transaction_is_live(charger: Charger):
    now = 3 * 24 * 60
    charger.event(STARTED, 0, 0, value(0, 1000, "Transaction.Begin"), id_token=TAG, is_offline=True, now=now)
    charger.event(UPDATED, 1, 10, value(10, 2000), is_offline=True, now=now)
    assert charger.told() == []
    charger.event(UPDATED, 2, now, value(now, 9000))
    assert charger.told() == ["transaction.started", "transaction.updated"]
    row = charger.only()
    assert row.is_offline
    assert "while the station was offline" in charger.lines(row.id)


def test_a_reference_that_is_a_number_of_1_6_is_another_transaction(charger: Charger):
    started = charger.start()
    charger.event(STARTED, 0, 1, reference=str(started.number), evse=2)
    assert len(charger.all()) == 2


def test_since_when_a_charging_state_lasts_is_known_and_told(charger: Charger):
    charger.event(STARTED, 0, 0, charging_state="EVConnected")
    charger.event(UPDATED, 1, 1, charging_state="Charging")
    charger.event(UPDATED, 2, 2, charging_state="Charging")
    charger.event(UPDATED, 3, 3)
    assert (charger.only().charging_state, charger.only().charging_state_since) == ("Charging", at(1))
    last = charger.events[-1]
    assert isinstance(last, TransactionUpdated)
    assert (last.charging_state, last.charging_state_since, last.connector) == ("Charging", at(1), 1)
    charger.event(UPDATED, 4, 4, charging_state="SuspendedEV")
    charger.event(UPDATED, 1, 1, charging_state="Charging")  # late, and repeated
    assert (charger.only().charging_state, charger.only().charging_state_since) == ("SuspendedEV", at(4))
