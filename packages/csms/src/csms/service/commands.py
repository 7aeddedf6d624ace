"""Commands: what was asked of stations, by whom, and what became of it (block F)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from csms.domain.authorization import IdToken
from csms.domain.events import CommandFinished
from csms.domain.remote_control import Answer, Command, Outcome, RawCall, RemoteStart
from csms.domain.stations import StationKey
from csms.domain.variables import VariableName
from csms.storage import commands as rows
from csms.storage import counters, stations, variables
from csms.storage.commands import LimitRecord
from csms.storage.engine import Tx

START_WINDOW = timedelta(minutes=10)
"""How long after a remote start its transaction may begin, if the station's ConnectionTimeOut is not known."""
LONGEST_START_WINDOW = timedelta(hours=1)
SLACK = timedelta(minutes=1)
"""How much later than ConnectionTimeOut allows a start may arrive."""
CONNECTION_TIMEOUT = VariableName("", "ConnectionTimeOut")
"""How long a driver has to plug in (OCPP 1.6, 9.1.6)."""

RESTARTED = "The server was restarted"


def save(tx: Tx, identity: str, command: Command, request: str, by: str, now: datetime) -> int | None:
    """Record a command before anything is sent; return its number, None if there is no such station.

    Args:
        tx: the transaction of the database.
        identity: of the station.
        command: what is asked.
        request: JSON of it, secrets masked.
        by: who asks.
        now: when.
    """
    record = stations.find(tx.connection, identity)
    if record is None:
        return None
    is_start = isinstance(command, RemoteStart)
    return rows.insert(
        tx.connection,
        station_id=record.id,
        name=command.action if isinstance(command, RawCall) else command.name,
        request=request,
        requested_by=by,
        requested_at=now,
        outcome=Outcome.PENDING.value,
        id_token_key=IdToken(command.id_token).key if is_start else None,
        evse=command.evse if is_start else None,
    )


def finish(tx: Tx, identity: str, number: int, name: str, answer: Answer, now: datetime) -> None:
    """Record what has become of a command."""
    was_pending = rows.finish(
        tx.connection,
        number,
        outcome=answer.outcome.value,
        answer=answer.answer,
        detail=answer.detail,
        finished_at=now,
    )
    if not was_pending:
        return
    if answer.transaction is not None:
        record = stations.find(tx.connection, identity)
        known = None if record is None else rows.number_of(tx.connection, record.id, answer.transaction)
        if known is not None:
            rows.set_transaction(tx.connection, number, known)
    tx.emit(CommandFinished(station=identity, at=now, command=number, action=name, outcome=answer.outcome.value))


def fail_pending(tx: Tx, now: datetime) -> int:
    """Record that what was pending when the server stopped has failed; return how many there were."""
    left = rows.pending(tx.connection)
    for row in left:
        finish(tx, row.identity, row.id, row.name, Answer(Outcome.FAILED, detail=RESTARTED), now)
    return len(left)


def number_remote_start(tx: Tx, station: StationKey, command: int | None) -> int:
    """Return the remoteStartId of a remote start; the transaction that it begins is known by it (F01)."""
    number = counters.next_number(tx.connection, station.id)
    if command is not None:
        rows.set_remote_start(tx.connection, command, number)
    return number


def link_transaction(tx: Tx, number: int) -> int | None:
    """Find the remote start that has begun a transaction; return its number, None if there is none.

    It is known by its remoteStartId (2.x, F01), or by token and EVSE in the time that a driver has to plug in (1.6).
    """
    begun = rows.begun(tx.connection, number)
    if begun is None or rows.is_linked(tx.connection, number):
        return None
    earliest = begun.received_at - _start_window(tx, begun.station_id)
    for start in rows.waiting_starts(tx.connection, begun.received_at - LONGEST_START_WINDOW, begun.station_id):
        if begun.remote_start_id is not None:
            fits = start.remote_start_id == begun.remote_start_id
        else:
            fits = (
                start.remote_start_id is None
                and start.id_token_key == begun.id_token_key
                and start.evse in {None, begun.evse}
                and earliest <= start.requested_at <= begun.received_at
            )
        if fits:
            rows.set_transaction(tx.connection, start.id, number)
            return start.id
    return None


def _start_window(tx: Tx, station_id: int) -> timedelta:
    text = variables.value(tx.connection, station_id, CONNECTION_TIMEOUT)
    if text is None or not text.isdecimal() or int(text) == 0:
        return START_WINDOW
    return min(timedelta(seconds=min(int(text), 86_400)) + SLACK, LONGEST_START_WINDOW)


def next_number(tx: Tx, station: StationKey) -> int:
    """Return a number for a request that the station has not been given yet."""
    return counters.next_number(tx.connection, station.id)


def remember_limit(tx: Tx, station: StationKey, known: LimitRecord, now: datetime) -> None:
    """Record a charging profile that the station has accepted."""
    rows.put_limit(tx.connection, station.id, known, now)


def forget_limits(tx: Tx, station: StationKey, known: Sequence[LimitRecord]) -> None:
    """Record that the station has these charging profiles no more."""
    for each in known:
        rows.forget_limit(tx.connection, station.id, each.evse, each.purpose)
