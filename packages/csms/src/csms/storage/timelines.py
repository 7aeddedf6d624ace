"""What went on at a station in a time: its links, statuses, transactions and commands."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from csms.domain.events import StationBooted, StationConnected, StationDisconnected
from csms.domain.timelines import LinkSpan, Report, StatusSpan, link_spans, status_spans, when
from csms.storage.rows import rows_of
from csms.storage.schema import IS_OF_LINK, command, connector, event, status_report, transaction
from csms.storage.stations import StationRecord

Row = dict[str, Any]

Event = StationBooted | StationConnected | StationDisconnected

_LINK_EVENTS: dict[str, type[Event]] = {
    each.name: each for each in (StationBooted, StationConnected, StationDisconnected)
}


class Timeline(Struct, frozen=True, kw_only=True):
    """What went on at a station in a time.

    Args:
        links: when it had a link, in order.
        links_known_since: what was before is not known.
        boots: when it booted, in order.
        statuses: of its connectors, by connector and in order.
        transactions: rows of those that ran, in order of their begin; `since` and `until` tell when.
        commands: rows of what it was asked to do, in order.
        is_cut: there was more, and the oldest of it was left out.
    """

    links: list[LinkSpan]
    links_known_since: datetime | None
    boots: list[datetime]
    statuses: list[StatusSpan]
    transactions: list[Row]
    commands: list[Row]
    is_cut: bool


def timeline(
    connection: sa.Connection, station: StationRecord, since: datetime, until: datetime, limit: int
) -> Timeline:
    """Return what went on at a station.

    Args:
        connection: to the database.
        station: which one.
        since: the earliest time.
        until: the time before which it was.
        limit: how many of each kind at most; the newest ones.
    """
    before, told, after = _link_events(connection, station.identity, since, until, limit)
    reports = _reports(connection, station.id, since, until, limit)
    transactions = _transactions(connection, station.id, since, until, limit)
    commands = _commands(connection, station.id, since, until, limit)
    links = link_spans(
        [each for each in (*before, *told, *after) if not isinstance(each, StationBooted)],
        # An event that came later tells how it was; without one, it is as it is now.
        is_connected=isinstance(after[0], StationConnected) if after else station.is_connected,
        connected_at=station.connected_at,
        last_seen_at=station.last_seen_at,
    )
    oldest = connection.scalar(sa.select(sa.func.min(event.c.at)))
    return Timeline(
        links=[
            span
            for span in links
            if (span.since is None or span.since < until) and (span.until is None or span.until >= since)
        ],
        links_known_since=None if oldest is None else max(oldest, station.created_at),
        boots=[each.at for each in told if isinstance(each, StationBooted)],
        statuses=status_spans(reports),
        transactions=transactions,
        commands=commands,
        is_cut=any(len(each) >= limit for each in (told, reports, transactions, commands)),
    )


def _link_events(
    connection: sa.Connection, identity: str, since: datetime, until: datetime, limit: int
) -> tuple[list[Event], list[Event], list[Event]]:
    """Return the last event of a station's link before a time, those in it, and the first one after it."""
    newest_first = (event.c.at.desc(), event.c.id.desc())
    query = sa.select(event.c.name, event.c.payload).where(event.c.station == identity, sa.text(IS_OF_LINK))
    told = query.where(event.c.at >= since, event.c.at < until).order_by(*newest_first).limit(limit)
    before = query.where(event.c.at < since, event.c.name != StationBooted.name).order_by(*newest_first).limit(1)
    after = query.where(event.c.at >= until, event.c.name != StationBooted.name).order_by(event.c.at, event.c.id)
    found = _events(connection, told)[::-1]
    return ([] if len(found) == limit else _events(connection, before)), found, _events(connection, after.limit(1))


def _events(connection: sa.Connection, query: sa.Select[str, str]) -> list[Event]:
    return [msgspec.json.decode(row.payload, type=_LINK_EVENTS[row.name]) for row in connection.execute(query)]


def _reports(connection: sa.Connection, station_id: int, since: datetime, until: datetime, limit: int) -> list[Report]:
    """Return what a station said of its connectors in a time, and the last that it had said of each before."""
    columns = status_report.c
    newest_first = (columns.reported_at.desc(), columns.id.desc())
    query = sa.select(status_report).where(columns.station_id == station_id).order_by(*newest_first)
    told = query.where(
        columns.reported_at >= since,
        columns.received_at >= since,
        sa.or_(columns.reported_at < until, columns.received_at < until),
    )
    found = rows_of(connection, told.limit(limit))
    if len(found) < limit:
        earlier = query.where(sa.or_(columns.reported_at < since, columns.received_at < since))
        places = sa.select(connector.c.evse, connector.c.connector).where(connector.c.station_id == station_id)
        for evse, number in connection.execute(places).all():
            here = earlier.where(columns.evse == evse, columns.connector == number)
            found += rows_of(connection, here.limit(1))
    return [
        Report(
            evse=row["evse"],
            connector=row["connector"],
            status=row["status"],
            reported_at=when(row["reported_at"], row["received_at"]),
            error_code=row["error_code"],
            error_info=row["error_info"],
            vendor_error_code=row["vendor_error_code"],
        )
        for row in reversed(found)
    ]


def _transactions(
    connection: sa.Connection, station_id: int, since: datetime, until: datetime, limit: int
) -> list[Row]:
    """Return rows of transactions, with `since` and `until` in them: when they ran, as a timeline shows it."""
    columns = transaction.c
    query = (
        sa.select(transaction)
        .where(
            columns.station_id == station_id,
            sa.or_(columns.started_at < until, columns.received_at < until),
            sa.or_(columns.ended_at.is_(None), columns.ended_at >= since),
            sa.or_(columns.stop_received_at.is_(None), columns.stop_received_at >= since),
        )
        .order_by(columns.started_at.desc(), columns.id.desc())
        .limit(limit)
    )
    rows = rows_of(connection, query)[::-1]
    for row in rows:
        ended_at, learned_at = row["ended_at"], row["stop_received_at"]
        row["since"] = when(row["started_at"], row["received_at"])
        row["until"] = None if ended_at is None else max(row["since"], when(ended_at, learned_at or ended_at))
    return rows


def _commands(connection: sa.Connection, station_id: int, since: datetime, until: datetime, limit: int) -> list[Row]:
    query = (
        sa.select(command)
        .where(command.c.station_id == station_id, command.c.requested_at >= since, command.c.requested_at < until)
        .order_by(command.c.id.desc())
        .limit(limit)
    )
    return rows_of(connection, query)[::-1]
