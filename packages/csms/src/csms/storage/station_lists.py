"""Lists of stations and of what they have told, for those who read.

Each function returns up to `limit` rows after the position where the page before has ended.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.rows import position, rows_of, values_of
from csms.storage.schema import connector, notification, security_event, station, status_report, variable
from csms.storage.stations import StationRecord

Row = dict[str, Any]
TimePosition = tuple[datetime, int]
VariablePosition = tuple[str, str, int, int, str, str, str]

NO_SITE = 0
"""Stands for the site of stations that have none; numbers of sites begin with 1."""


class StationFilter(Struct, frozen=True, kw_only=True):
    """Which stations are wanted; None: all.

    Args:
        is_connected: those that have a link, or have none.
        admission: those that are accepted, held or rejected.
        version: those that speak this version, or spoke it last.
        site: those at the site with this number; `NO_SITE`: those without a site.
        search: those with this text in identity, vendor, model, serial number, firmware or note.
    """

    is_connected: bool | None = None
    admission: str | None = None
    version: str | None = None
    site: int | None = None
    search: str | None = None


def stations(connection: sa.Connection, wanted: StationFilter, after: str | None, limit: int) -> list[StationRecord]:
    """Return stations by identity."""
    columns = station.c
    query = sa.select(station).order_by(columns.identity).limit(limit)
    if after is not None:
        query = query.where(columns.identity > after)
    if wanted.is_connected is not None:
        query = query.where(columns.is_connected.is_(wanted.is_connected))
    if wanted.admission is not None:
        query = query.where(columns.admission == wanted.admission)
    if wanted.version is not None:
        query = query.where(columns.version == wanted.version)
    if wanted.site is not None:
        query = query.where(is_at_site(wanted.site))
    if wanted.search:
        query = query.where(has_text(wanted.search))
    return [StationRecord(**values_of(row)) for row in connection.execute(query).mappings()]


def is_at_site(site: int) -> sa.ColumnElement[bool]:
    """Return the condition that a station is at a site, or at none for `NO_SITE`."""
    return station.c.site_id.is_(None) if site == NO_SITE else station.c.site_id == site


def has_text(text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a station is found by a text, in any letter case."""
    columns = station.c
    searched = (
        columns.identity,
        columns.vendor,
        columns.model,
        columns.serial_number,
        columns.firmware,
        columns.note,
    )
    return sa.or_(*(column.icontains(text, autoescape=True) for column in searched))


def connectors(connection: sa.Connection, station_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the connectors of stations, in their order, by key of the station."""
    query = (
        sa.select(connector)
        .where(connector.c.station_id.in_(station_ids))
        .order_by(connector.c.station_id, connector.c.evse, connector.c.connector)
    )
    found: dict[int, list[Row]] = {number: [] for number in station_ids}
    for row in rows_of(connection, query):
        found[row["station_id"]].append(row)
    return found


def status_reports(
    connection: sa.Connection,
    station_id: int,
    evse: int | None,
    number: int | None,
    after: TimePosition | None,
    limit: int,
) -> list[Row]:
    """Return what a station has said of its connectors, newest first."""
    query = _newest_first(status_report, status_report.c.reported_at, station_id, after, limit)
    if evse is not None:
        query = query.where(status_report.c.evse == evse)
    if number is not None:
        query = query.where(status_report.c.connector == number)
    return rows_of(connection, query)


def security_events(connection: sa.Connection, station_id: int, after: TimePosition | None, limit: int) -> list[Row]:
    """Return the security events of a station, newest first."""
    return rows_of(connection, _newest_first(security_event, security_event.c.happened_at, station_id, after, limit))


def notifications(
    connection: sa.Connection, station_id: int, action: str | None, after: TimePosition | None, limit: int
) -> list[Row]:
    """Return messages of a station that are kept as they came, newest first."""
    query = _newest_first(notification, notification.c.received_at, station_id, after, limit)
    if action is not None:
        query = query.where(notification.c.action == action)
    return rows_of(connection, query)


def variables(
    connection: sa.Connection,
    station_id: int,
    component: str | None,
    search: str | None,
    after: VariablePosition | None,
    limit: int,
) -> list[Row]:
    """Return the variables of a station by component, EVSE and name."""
    columns = variable.c
    order = (
        columns.component,
        columns.component_instance,
        columns.evse,
        columns.connector,
        columns.variable,
        columns.variable_instance,
        columns.attribute,
    )
    query = sa.select(variable).where(columns.station_id == station_id).order_by(*order).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*after))
    if component is not None:
        query = query.where(columns.component == component)
    if search:
        searched = (columns.component, columns.variable, columns.value)
        query = query.where(sa.or_(*(column.icontains(search, autoescape=True) for column in searched)))
    return rows_of(connection, query)


def _newest_first(
    table: sa.Table, time: sa.Column[datetime], station_id: int, after: TimePosition | None, limit: int
) -> sa.Select[Any]:
    query = (
        sa.select(table).where(table.c.station_id == station_id).order_by(time.desc(), table.c.id.desc()).limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(time, table.c.id) < position(time, table.c.id, after))
    return query
