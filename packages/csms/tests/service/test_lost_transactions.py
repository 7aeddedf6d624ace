"""Transactions whose stop never comes, and those of which events are missing."""

from typing import Any

import pytest

from csms.domain.availability import ConnectorStatus
from csms.domain.energy import Flag
from csms.domain.transaction_facts import EventKind
from csms.domain.transactions import Irregularity
from csms.service import availability, lost_transactions, provisioning
from csms.service.lost_transactions import Answer, Question, StillRunningError
from packages.csms.tests.service.chargers import Charger, at, value


@pytest.fixture
def online(charger: Charger) -> Charger:
    charger.unit(provisioning.connected, charger.key, "1.6", "127.0.0.1", at(0))
    return charger


def say(charger: Charger, minutes: float, status: str, evse: int = 1, connector: int = 1) -> None:
    report = ConnectorStatus(evse, connector, status, at(minutes), at(minutes))
    charger.unit(availability.report_status, charger.key, report)


def close_lost(charger: Charger, minutes: float) -> int:
    return charger.unit(lost_transactions.close_lost, at(minutes))


def questions(charger: Charger, minutes: float) -> list[Question]:
    with charger.engine.connect() as connection:
        return lost_transactions.questions(connection, at(minutes))


def begin_2(charger: Charger) -> None:
    charger.event(EventKind.STARTED, 0, 0, value(0, 1000, "Transaction.Begin"))
    charger.event(EventKind.UPDATED, 1, 10, value(10, 2000))
    say(charger, 20, "Available")


def test_a_transaction_whose_connector_stays_available_ends_with_the_last_register(online: Charger):
    say(online, -5, "Available")
    started = online.start()
    say(online, 1, "Charging")
    online.meter(value(10, 3000), number=started.number)
    say(online, 20, "Available")
    online.told()
    assert close_lost(online, 29) == 0
    assert close_lost(online, 31) == 1
    lost = online.only()
    assert (lost.energy_wh, lost.ended_at, lost.is_open, lost.is_end_assumed) == (2000, at(20), False, True)
    assert lost.flags == (Irregularity.END_ASSUMED, Flag.STOP_MISSING)
    assert "The connector is available since" in online.lines(lost.id)
    assert online.told() == ["transaction.ended"]
    assert close_lost(online, 60) == 0


def test_a_stop_that_comes_after_all_replaces_the_end_that_was_assumed(online: Charger):
    started = online.start()
    say(online, 20, "Available")
    close_lost(online, 31)
    online.told()
    online.stop(19, number=started.number, meter_wh=4000, now=40)
    stopped = online.only()
    assert (stopped.energy_wh, stopped.ended_at, stopped.is_end_assumed, stopped.flags) == (3000, at(19), False, ())
    assert online.told() == ["transaction.corrected"]


def test_a_station_that_repeats_that_it_is_available_is_not_waited_for_for_ever(online: Charger):
    say(online, -5, "Available")
    online.start()
    for minute in range(5, 40, 5):
        say(online, minute, "Available")
    assert close_lost(online, 16) == 1
    assert online.only().ended_at == at(5)


def test_nothing_is_assumed_while_values_come_or_the_connector_is_used_or_the_station_is_away(online: Charger):
    say(online, -5, "Available")
    started = online.start()
    assert close_lost(online, 60) == 0
    say(online, 20, "Available")
    online.meter(value(30, 3000), number=started.number)
    assert close_lost(online, 45) == 0
    say(online, 31, "Available")
    say(online, 32, "Charging")
    assert close_lost(online, 60) == 0
    say(online, 33, "Available")
    online.unit(provisioning.disconnected, online.key, "gone", at(34))
    assert close_lost(online, 60) == 0
    online.unit(provisioning.connected, online.key, "1.6", "127.0.0.1", at(61))
    assert close_lost(online, 62) == 1
    assert online.only().ended_at == at(33)


def test_another_connector_that_is_available_says_nothing(online: Charger):
    online.start()
    say(online, 20, "Available", evse=2)
    assert close_lost(online, 60) == 0


def test_a_station_that_gives_ids_is_asked_before_an_end_is_assumed(online: Charger):
    begin_2(online)
    assert close_lost(online, 60) == 0
    assert questions(online, 29) == []
    (question,) = questions(online, 31)
    assert (question.reference, question.available_since) == ("T-1", at(20))
    online.unit(lost_transactions.take_answer, question, Answer(is_ongoing=True, has_messages=False), at(31))
    assert online.only().is_open
    assert questions(online, 32) == []
    (question,) = questions(online, 92)
    online.unit(lost_transactions.take_answer, question, Answer(is_ongoing=False, has_messages=True), at(92))
    assert online.only().is_open
    (question,) = questions(online, 160)
    online.unit(lost_transactions.take_answer, question, Answer(is_ongoing=False, has_messages=False), at(160))
    lost = online.only()
    assert (lost.is_open, lost.energy_wh, lost.ended_at) == (False, 1000, at(20))
    assert online.history(lost.id).count("asked") == 3


def test_the_end_is_assumed_of_a_station_that_cannot_be_asked(online: Charger):
    begin_2(online)
    (question,) = questions(online, 31)
    online.unit(lost_transactions.take_answer, question, None, at(31))
    assert online.only().is_end_assumed
    assert "could not be asked" in online.lines(1)


def test_a_station_is_asked_for_missing_events_and_what_it_says_is_noted(online: Charger):
    online.event(EventKind.STARTED, 0, 0, value(0, 1000, "Transaction.Begin"))
    online.event(EventKind.ENDED, 3, 60, value(60, 6000, "Transaction.End"))
    assert questions(online, 60.5) == []
    (question,) = questions(online, 62)
    assert question.available_since is None
    online.unit(lost_transactions.take_answer, question, Answer(is_ongoing=False, has_messages=False), at(62))
    assert "2 events are lost" in online.lines(1)
    assert questions(online, 63) == []
    assert questions(online, 3 * 24 * 60) == []
    assert online.only().flags == (Irregularity.GAPS,)


def end_by_hand(charger: Charger, number: int, minutes: float, **more: Any) -> bool:
    return charger.unit(lost_transactions.end_by_operator, number, "admin", at(minutes), **more)


def test_a_person_can_end_a_transaction_that_is_over(online: Charger):
    started = online.start()
    online.meter(value(10, 3000), number=started.number)
    online.told()
    assert end_by_hand(online, started.number, 90, reason="The driver has left")
    ended = online.only()
    assert (ended.energy_wh, ended.ended_at, ended.is_end_assumed) == (2000, at(10), True)
    assert "admin has ended it by hand (The driver has left)" in online.lines(ended.id)
    assert online.told() == ["transaction.ended"]
    assert not end_by_hand(online, started.number, 91)
    assert online.history(ended.id).count("end_assumed") == 1
    assert online.told() == []


def test_the_real_stop_wins_over_a_person(online: Charger):
    started = online.start()
    end_by_hand(online, started.number, 90)
    online.told()
    online.stop(60, number=started.number, meter_wh=6000, now=95)
    stopped = online.only()
    assert (stopped.energy_wh, stopped.ended_at, stopped.is_end_assumed) == (5000, at(60), False)
    assert online.told() == ["transaction.corrected"]


def test_a_transaction_that_goes_on_after_all_is_open_again(online: Charger):
    online.event(EventKind.STARTED, 0, 0, value(0, 1000, "Transaction.Begin"))
    end_by_hand(online, 1, 20)
    assert not online.only().is_open
    online.event(EventKind.UPDATED, 1, 30, value(30, 3000))
    assert (online.only().is_open, online.only().energy_wh) == (True, 2000)
    assert "the end that was assumed is taken back" in online.lines(1)


def test_a_transaction_of_which_was_told_lately_is_ended_only_by_force(online: Charger):
    started = online.start()
    online.meter(value(85, 3000), number=started.number)
    with pytest.raises(StillRunningError, match="told of it 5 minutes ago"):
        end_by_hand(online, started.number, 90)
    assert online.only().is_open
    assert end_by_hand(online, started.number, 90, is_forced=True)
    assert not online.only().is_open


@pytest.mark.parametrize(
    ("status", "is_refused"),
    [("Charging", True), ("Finishing", True), ("SuspendedEV", True), ("Available", False), ("Faulted", False)],
)
def test_a_connector_that_is_in_use_speaks_for_the_transaction(online: Charger, status: str, is_refused: bool):
    started = online.start()
    say(online, 1, status)
    if is_refused:
        with pytest.raises(StillRunningError, match=f"connector 1.1 is {status}"):
            end_by_hand(online, started.number, 90)
        online.unit(provisioning.disconnected, online.key, "gone", at(91))
    assert end_by_hand(online, started.number, 101)


def test_what_there_is_not_cannot_be_ended(online: Charger):
    with pytest.raises(LookupError):
        end_by_hand(online, 7, 0)
