"""What is recorded of a transaction and of its station at that time, so that it can be told why it went as it did."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from csms.domain.remote_control import ClearLimit, Outcome, RemoteStop, SetLimit
from csms.domain.timelines import StatusSpan
from csms.domain.transaction_facts import EventKind
from csms.domain.transaction_findings import CLEARED, Facts, Fault, gaps_in, time_in
from csms.storage import stations
from csms.storage.schema import command, meter_value, transaction_event
from csms.storage.timelines import Timeline, timeline
from csms.storage.transaction_lists import Row

LONGEST_LIST = 1000
MOST_EVENTS = 5000
MOST_LIMITS = 50
"""How many commands that set or take back a limit are looked at, the newest first."""

_TOLD = ("not_authorized", "end_assumed", "superseded", "stopped_by_another")
"""Kinds of lines of the history that say something that stands nowhere else."""
_EVENTS = [kind.value for kind in EventKind]
_FLAGS = msgspec.json.Decoder(list[str])


class _Said(Struct):
    """What an event of a transaction says of it (2.x)."""

    charging_state: str | None = msgspec.field(name="chargingState", default=None)


class _Stopped(Struct):
    """The request of a remote stop."""

    transaction: int


class _Amount(Struct):
    ampere: float | None = None
    watt: float | None = None
    duration_s: int | None = None

    @property
    def is_zero(self) -> bool:
        return self.ampere == 0 or self.watt == 0


class _Limited(Struct):
    """The request of a limit that was set or taken back."""

    limit: _Amount | None = None
    evse: int | None = None


def facts_of(connection: sa.Connection, row: Row, now: datetime) -> Facts:
    """Return what is recorded of a transaction.

    Args:
        connection: to the database.
        row: of the transaction.
        now: the time.
    """
    station = stations.get(connection, row["station_id"])
    started_at: datetime = row["started_at"]
    until = max(row["ended_at"] or now, started_at)
    # A little more than the transaction: what has ended it may have been told after it.
    told = timeline(connection, station, started_at, until + timedelta(seconds=1), LONGEST_LIST)
    lines = _lines(connection, row["id"])
    states = _states(connection, row, told.statuses)
    return Facts(
        started_at=started_at,
        ended_at=until,
        is_open=row["is_open"],
        authorization=row["authorization"],
        refusal=next((text for kind, text in reversed(lines) if kind == "not_authorized"), ""),
        stopped_reason=row["stopped_reason"],
        stopped_by=_stopped_by(told.commands, row["id"]),
        energy_wh=row["energy_wh"],
        flags=_FLAGS.decode(row["flags"]),
        is_offline=row["is_offline"],
        charging_state=row["charging_state"],
        suspended_ev=time_in(states, "SuspendedEV", until),
        suspended_evse=time_in(states, "SuspendedEVSE", until),
        faults=_faults(told.statuses, row, started_at, until),
        gaps=_gaps(told, started_at, until),
        zero_limit=_zero_limit(connection, row, until),
        is_nothing_offered=_is_nothing_offered(connection, row["id"]),
        lines=lines,
    )


def _lines(connection: sa.Connection, number: int) -> list[tuple[str, str]]:
    columns = transaction_event.c
    query = (
        sa.select(columns.kind, columns.text)
        .where(columns.transaction_id == number, columns.kind.in_(_TOLD))
        .order_by(columns.happened_at, columns.id)
    )
    return [(kind, text) for kind, text in connection.execute(query)]


def _states(connection: sa.Connection, row: Row, statuses: Sequence[StatusSpan]) -> list[tuple[datetime, str | None]]:
    """Return since when a transaction was in which state: as its events say (2.x), or the status of the connector."""
    if row["charging_state"] is None:
        place = row["evse"], row["connector"]
        return [
            (max(span.since, row["started_at"]), span.status)
            for span in statuses
            if (span.evse, span.connector) == place
        ]
    columns = transaction_event.c
    query = (
        sa.select(columns.happened_at, columns.payload)
        .where(columns.transaction_id == row["id"], columns.kind.in_(_EVENTS), columns.payload.is_not(None))
        .order_by(columns.seq_no)
        .limit(MOST_EVENTS)
    )
    said = [(at, msgspec.json.decode(payload, type=_Said).charging_state) for at, payload in connection.execute(query)]
    return [(at, state) for at, state in said if state is not None]


def _faults(statuses: Sequence[StatusSpan], row: Row, since: datetime, until: datetime) -> list[Fault]:
    evse, number = row["evse"], row["connector"]
    places = {(0, 0), (evse, 0), (evse, number)}
    found = [
        Fault(max(span.since, since), span.status, span.error_code, span.error_info)
        for span in statuses
        if (span.evse, span.connector) in places
        and (span.status == "Faulted" or span.error_code not in {None, CLEARED})
        and span.since <= until
        and (span.until is None or span.until > since)
    ]
    return sorted(found, key=lambda fault: fault.at)


def _gaps(told: Timeline, since: datetime, until: datetime) -> list[timedelta]:
    known = told.links_known_since
    if known is None or known >= until:
        return []
    return gaps_in([(link.since, link.until) for link in told.links], max(since, known), until)


def _stopped_by(commands: Sequence[Row], number: int) -> str:
    """Return who has asked the station to end a transaction; empty if nobody has."""
    asked = [
        str(each["requested_by"])
        for each in commands
        if each["name"] == RemoteStop.name
        and each["outcome"] == Outcome.ACCEPTED.value
        and msgspec.json.decode(each["request"], type=_Stopped).transaction == number
    ]
    return asked[-1] if asked else ""


def _zero_limit(connection: sa.Connection, row: Row, until: datetime) -> str:
    """Return who has set a limit of nothing that held during a transaction; empty if there was none."""
    columns = command.c
    query = (
        sa.select(columns.name, columns.request, columns.requested_by, columns.requested_at)
        .where(
            columns.station_id == row["station_id"],
            columns.name.in_([SetLimit.name, ClearLimit.name]),
            columns.outcome == Outcome.ACCEPTED.value,
            columns.requested_at < until,
        )
        .order_by(columns.id.desc())
        .limit(MOST_LIMITS)
    )
    decided: set[int | None] = set()
    for name, request, by, at in connection.execute(query):
        asked = msgspec.json.decode(request, type=_Limited)
        if asked.evse not in {None, row["evse"]} or asked.evse in decided:
            continue
        if at <= row["started_at"]:
            decided.add(asked.evse)  # what was asked before that has been replaced by this
        if name == SetLimit.name and asked.limit is not None and _holds(asked.limit, at, row["started_at"]):
            return by
    return ""


def _holds(limit: _Amount, at: datetime, since: datetime) -> bool:
    """Tell whether a limit is one of nothing that had not run out when a transaction began."""
    has_run_out = limit.duration_s is not None and at + timedelta(seconds=limit.duration_s) <= since
    return limit.is_zero and not has_run_out


def _is_nothing_offered(connection: sa.Connection, number: int) -> bool:
    columns = meter_value.c
    offered = sa.func.coalesce(columns.power_offered_w, columns.current_offered_a)
    query = sa.select(sa.func.count(offered), sa.func.max(offered)).where(columns.transaction_id == number)
    count, most = connection.execute(query).one()
    return count > 0 and most == 0
