"""Transactions whose stop never comes, and those of which events are missing (block E; quirk 28).

An open transaction whose connector has become available must have ended. Where the station makes the numbers (OCPP
2.x), it is asked first (E14); where it cannot be asked, or says that it has nothing more to tell, the end is assumed
with the last register. A stop that comes later replaces it.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from msgspec import Struct

from csms.domain import transactions as rules
from csms.domain.connector_states import IN_USE
from csms.domain.stations import StationKey
from csms.domain.transactions import LOST_AFTER, Transaction
from csms.service.transaction_news import note, note_flags, tell_of_begin, tell_of_end
from csms.storage import lost_transactions, stations, transaction_lists, transactions
from csms.storage.engine import Tx

GAPS_AFTER = timedelta(minutes=1)
"""How long after the end missing events may still be on their way."""
GAPS_FOR = timedelta(days=1)
"""How long after the end a station is asked for missing events."""
ASK_AGAIN_AFTER = timedelta(hours=1)


class Question(Struct, frozen=True):
    """A transaction that a station is to be asked about.

    Args:
        station: whose transaction it is.
        number: ours.
        reference: the station's.
        available_since: since when its connector has been free; None if the question is about missing events.
    """

    station: StationKey
    number: int
    reference: str
    available_since: datetime | None


class Answer(Struct, frozen=True):
    """What a station says of a transaction (GetTransactionStatus, E14).

    Args:
        is_ongoing: it still runs; None if the station does not say.
        has_messages: messages about it still wait at the station.
    """

    is_ongoing: bool | None
    has_messages: bool


def close_lost(tx: Tx, now: datetime, patience: timedelta = LOST_AFTER) -> int:
    """Assume the end of numbered transactions (OCPP 1.6) that were lost; return how many there were.

    Args:
        tx: the transaction of the database.
        now: the time.
        patience: how long their connectors must have been available.
    """
    count = 0
    for station, known in lost_transactions.left_open(tx.connection, now - patience):
        since = None if known.first_seq_no is not None else _available_since(tx.connection, known, now - patience)
        if since is not None:
            _assume_end(tx, station, known, since, now, f"The connector is available since {_time(since)}")
            count += 1
    return count


def questions(connection: sa.Connection, now: datetime, patience: timedelta = LOST_AFTER) -> list[Question]:
    """Return the transactions that connected stations are to be asked about now (OCPP 2.x)."""
    asked: list[Question] = []
    for station, known in lost_transactions.left_open(connection, now - patience):
        since = _available_since(connection, known, now - patience) if _may_ask(known, now) else None
        if since is not None:
            asked.append(Question(station, known.id, known.reference, since))
    for station, known in lost_transactions.with_gaps(connection, now - GAPS_AFTER, now - GAPS_FOR):
        if _may_ask(known, now):
            asked.append(Question(station, known.id, known.reference, None))
    return asked


def take_answer(tx: Tx, asked: Question, answer: Answer | None, now: datetime) -> None:
    """Record what a station says of a transaction; None if it cannot be asked."""
    known = transactions.find(tx.connection, asked.station.id, asked.number)
    if known is None:
        return
    known.asked_at = now
    note(tx, known, "asked", _words_of(answer), now, now)
    is_over = answer is None or not (answer.is_ongoing or answer.has_messages)
    if known.is_open and asked.available_since is not None and is_over:
        reason = f"The connector is available since {_time(asked.available_since)}"
        _assume_end(tx, asked.station, known, asked.available_since, now, reason)
        return
    if known.has_gaps and not known.is_open and answer is not None and not answer.has_messages:
        note(tx, known, "events_lost", f"{known.missing_events} events are lost", now, now)
    transactions.save(tx, known)


class StillRunningError(Exception):
    """A transaction is to be ended by hand that seems to run; the message says why."""


def end_by_operator(
    tx: Tx, number: int, operator: str, now: datetime, *, reason: str = "", is_forced: bool = False
) -> bool:
    """End an open transaction because a person knows that it is over; return whether it was open.

    The station is told nothing. A stop that it sends later replaces this end; an event of OCPP 2.x that says that the
    transaction goes on takes it back.

    Args:
        tx: the transaction of the database.
        number: of the transaction.
        operator: who ends it.
        now: the time.
        reason: why, in their words.
        is_forced: end it though it seems to run.

    Raises:
        LookupError: there is no such transaction.
        StillRunningError: it seems to run.
    """
    row = transaction_lists.find_transaction(tx.connection, number)
    known = None if row is None else transactions.find(tx.connection, row["station_id"], number)
    if row is None or known is None:
        raise LookupError(f"There is no transaction {number}")
    if not known.is_open:
        return False
    sign = None if is_forced else _sign_of_life(tx.connection, known, now)
    if sign is not None:
        raise StillRunningError(sign)
    station = StationKey(known.station_id, row["station"])
    why = f" ({reason})" if reason else ""
    _assume_end(tx, station, known, known.metered_at or known.updated_at, now, f"{operator} has ended it by hand{why}")
    return True


def _sign_of_life(connection: sa.Connection, known: Transaction, now: datetime) -> str | None:
    """Return what speaks for it that a transaction runs."""
    if now - known.updated_at < LOST_AFTER:
        minutes = (now - known.updated_at) // timedelta(minutes=1)
        ago = "less than a minute" if minutes < 1 else "a minute" if minutes == 1 else f"{minutes} minutes"
        return f"the station has told of it {ago} ago"
    if known.evse is None or not stations.get(connection, known.station_id).is_connected:
        return None
    number = known.connector or 1
    there = stations.connector_status(connection, known.station_id, known.evse, number)
    if there is not None and there.status in IN_USE:
        return f"connector {known.evse}.{number} is {there.status}"
    return None


def _may_ask(known: Transaction, now: datetime) -> bool:
    is_due = known.asked_at is None or known.asked_at <= now - ASK_AGAIN_AFTER
    return known.first_seq_no is not None and is_due


def _available_since(connection: sa.Connection, known: Transaction, before: datetime) -> datetime | None:
    """Return since when the EVSE of a transaction has been available, if it was said before a time."""
    after = known.started_at if known.metered_at is None else max(known.started_at, known.metered_at)
    since = lost_transactions.available_since(connection, known.station_id, known.evse or 0, after)
    return None if since is None or since[1] > before else since[0]


def _assume_end(
    tx: Tx, station: StationKey, known: Transaction, ended_at: datetime, now: datetime, reason: str
) -> None:
    before = known.tally.flags
    rules.assume_end(known, ended_at, now)
    note(tx, known, "end_assumed", f"{reason}: the end is assumed, the last register holds", ended_at, now)
    note_flags(tx, known, before, ended_at, now)
    tell_of_begin(tx, station, known, ended_at, now)
    tell_of_end(tx, station, known, now)
    transactions.save(tx, known)


def _words_of(answer: Answer | None) -> str:
    if answer is None:
        return "The station could not be asked how the transaction stands"
    goes_on = {True: "goes on", False: "has ended", None: "is not known to it"}[answer.is_ongoing]
    waiting = "has messages about it that wait" if answer.has_messages else "has no more messages about it"
    return f"The station was asked: the transaction {goes_on}, and it {waiting}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
