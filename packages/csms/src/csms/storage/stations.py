"""Rows of stations, their connectors, and what they did wrong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.availability import ConnectorStatus
from csms.storage.rows import values_of
from csms.storage.schema import Moment, connector, station, status_report
from csms.storage.statements import Row, Statement

_SEEN_AT_ONCE = 5_000
"""Databases take no more than 32,766 parameters in a statement, or 65,535."""


class StationRecord(Struct, frozen=True, kw_only=True):
    """What is known of a station; the columns of the table `station`."""

    id: int
    identity: str
    admission: str
    created_at: datetime
    note: str
    security_profile: int
    password_hash: str | None
    offered_password_hash: str | None
    certificate_name: str | None
    certificate_issuer: str | None
    is_free: bool
    is_strict: bool
    response_delay_s: float
    time_zone: str
    tolerances: str | None
    subprotocol: str | None
    vendor: str | None
    model: str | None
    serial_number: str | None
    firmware: str | None
    iccid: str | None
    imsi: str | None
    meter_type: str | None
    meter_serial_number: str | None
    boot_reason: str | None
    booted_at: datetime | None
    version: str | None
    is_connected: bool
    connected_at: datetime | None
    disconnected_at: datetime | None
    last_seen_at: datetime | None
    remote_address: str | None
    connected_profile: int | None


_COLUMNS = tuple(column.name for column in station.columns)
_FIND = Statement(sa.select(station).where(station.c.identity == sa.bindparam("identity")), ("identity",))
_GET = Statement(sa.select(station).where(station.c.id == sa.bindparam("key")), ("key",))


def _read(row: Row) -> StationRecord:
    return StationRecord(**dict(zip(_COLUMNS, row, strict=True)))


def find(connection: sa.Connection, identity: str) -> StationRecord | None:
    """Return a station by its identity, None if it is not known."""
    row = _FIND.first(connection, (identity,))
    return None if row is None else _read(row)


def get(connection: sa.Connection, station_id: int) -> StationRecord:
    """Return a station by its key. Raises: LookupError if it has been deleted."""
    row = _GET.first(connection, (station_id,))
    if row is None:
        raise LookupError(f"There is no station with the key {station_id}")
    return _read(row)


def count_held(connection: sa.Connection, limit: int) -> int:
    """Return how many stations wait to be accepted, `limit` if there are more."""
    # Written as the index of those that wait has it: a parameter would not be seen to mean the same.
    some = sa.select(station.c.id).where(sa.text("admission = 'held'")).limit(limit).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def insert(connection: sa.Connection, identity: str, admission: str, now: datetime, **values: Any) -> StationRecord:
    """Add a station; `values` are other columns."""
    statement = sa.insert(station).values(identity=identity, admission=admission, created_at=now, **values)
    row = connection.execute(statement.returning(station)).mappings().one()
    return StationRecord(**values_of(row))


def update(connection: sa.Connection, station_id: int, **values: Any) -> None:
    """Change columns of a station."""
    connection.execute(sa.update(station).where(station.c.id == station_id).values(values))


def set_last_seen(connection: sa.Connection, last_seen: Mapping[str, datetime]) -> None:
    """Write when stations, given by their identities, were last heard of; few statements, for they may be many."""
    items = list(last_seen.items())
    for begin in range(0, len(items), _SEEN_AT_ONCE):
        _set_last_seen(connection, items[begin : begin + _SEEN_AT_ONCE])


def _set_last_seen(connection: sa.Connection, last_seen: list[tuple[str, datetime]]) -> None:
    told = sa.values(sa.column("identity", sa.Text), sa.column("seen_at", Moment), name="told").data(last_seen).cte()
    statement = (
        sa.update(station)
        .where(
            station.c.identity == told.c.identity,
            sa.or_(station.c.last_seen_at.is_(None), station.c.last_seen_at < told.c.seen_at),
        )
        .values(last_seen_at=told.c.seen_at)
    )
    connection.execute(statement)


def connector_status(connection: sa.Connection, station_id: int, evse: int, number: int) -> ConnectorStatus | None:
    """Return the last status of a connector."""
    row = connection.execute(
        sa.select(connector).where(
            connector.c.station_id == station_id, connector.c.evse == evse, connector.c.connector == number
        )
    ).first()
    if row is None:
        return None
    return ConnectorStatus(
        evse,
        number,
        row.status,
        row.reported_at,
        row.received_at,
        row.error_code,
        row.error_info,
        row.vendor_error_code,
    )


def set_connector_status(
    connection: sa.Connection, station_id: int, report: ConnectorStatus, since: datetime | None
) -> None:
    """Write the status of a connector; `since` is when it began, None if it goes on."""
    key = (
        connector.c.station_id == station_id,
        connector.c.evse == report.evse,
        connector.c.connector == report.connector,
    )
    values: dict[str, Any] = {
        "status": report.status,
        "reported_at": report.reported_at,
        "received_at": report.received_at,
        "error_code": report.error_code,
        "error_info": report.error_info,
        "vendor_error_code": report.vendor_error_code,
    }
    if since is not None:
        values["since"] = since
    if connection.execute(sa.update(connector).where(*key).values(values)).rowcount == 0:
        connection.execute(
            sa.insert(connector).values(station_id=station_id, evse=report.evse, connector=report.connector, **values)
        )


def add_status_report(connection: sa.Connection, station_id: int, report: ConnectorStatus) -> None:
    """Add a line to the history of a station's connectors; what a station repeats is there once."""
    said: dict[str, Any] = {
        "station_id": station_id,
        "reported_at": report.reported_at,
        "evse": report.evse,
        "connector": report.connector,
        "status": report.status,
        "error_code": report.error_code,
        "error_info": report.error_info,
        "vendor_error_code": report.vendor_error_code,
    }
    same = [status_report.c[name] == value for name, value in said.items()]  # None becomes IS NULL
    if connection.execute(sa.select(status_report.c.id).where(*same).limit(1)).first() is None:
        connection.execute(sa.insert(status_report).values(received_at=report.received_at, **said))


def connectors(connection: sa.Connection, station_id: int) -> list[dict[str, Any]]:
    """Return the connectors of a station, in order."""
    rows = connection.execute(
        sa.select(connector)
        .where(connector.c.station_id == station_id)
        .order_by(connector.c.evse, connector.c.connector)
    )
    return [values_of(row) for row in rows.mappings()]
