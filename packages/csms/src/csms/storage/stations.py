"""Rows of stations, their connectors, and what they did wrong."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

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
    site_id: int | None
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

_KEY = ("station_id", "evse", "connector")
_STATUS = ("status", "reported_at", "received_at", "error_code", "error_info", "vendor_error_code")
_AT_CONNECTOR = [connector.c[name] == sa.bindparam(f"the_{name}") for name in _KEY]
_THE_CONNECTOR = tuple(f"the_{name}" for name in _KEY)
_CONNECTOR = Statement(sa.select(*(connector.c[name] for name in _STATUS)).where(*_AT_CONNECTOR), _THE_CONNECTOR)
_UPDATE_CONNECTOR = Statement(
    sa.update(connector)
    .where(*_AT_CONNECTOR)
    .values({name: sa.bindparam(f"new_{name}", type_=connector.c[name].type) for name in _STATUS}),
    (*_THE_CONNECTOR, *(f"new_{name}" for name in _STATUS)),
)


def _put_connector(insert: Callable[[sa.Table], Any]) -> Statement:
    statement = insert(connector)
    told = {name: statement.excluded[name] for name in (*_STATUS, "since")}
    put = statement.on_conflict_do_update(index_elements=_KEY, set_=told)
    return Statement(put, (*_KEY, *_STATUS, "since"))


_PUT_CONNECTOR = {"sqlite": _put_connector(sqlite_insert), "postgresql": _put_connector(postgresql_insert)}
_SAID = ("evse", "connector", "status", "reported_at", "error_code", "error_info", "vendor_error_code")
_SAME_REPORT = Statement(
    sa.select(status_report.c.id).where(
        status_report.c.station_id == sa.bindparam("station"),
        *(
            status_report.c[name].is_not_distinct_from(sa.bindparam(f"the_{name}", type_=status_report.c[name].type))
            for name in _SAID
        ),
    ),
    ("station", *(f"the_{name}" for name in _SAID)),
)
_ADD_REPORT = Statement(sa.insert(status_report), ("station_id", *_SAID, "received_at"))


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
    _update_of(tuple(values)).run(connection, (station_id, *values.values()))


@cache
def _update_of(columns: tuple[str, ...]) -> Statement:
    new = {name: sa.bindparam(f"new_{name}", type_=station.c[name].type) for name in columns}
    statement = sa.update(station).where(station.c.id == sa.bindparam("key")).values(new)
    return Statement(statement, ("key", *(f"new_{name}" for name in columns)))


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
    row = _CONNECTOR.first(connection, (station_id, evse, number))
    return None if row is None else ConnectorStatus(evse, number, *row)


def set_connector_status(
    connection: sa.Connection, station_id: int, report: ConnectorStatus, since: datetime | None
) -> None:
    """Write the status of a connector; `since` is when it began, None if it goes on."""
    key = (station_id, report.evse, report.connector)
    said = tuple([getattr(report, name) for name in _STATUS])
    if since is None:
        _UPDATE_CONNECTOR.run(connection, (*key, *said))
    else:
        _PUT_CONNECTOR[connection.dialect.name].run(connection, (*key, *said, since))


def add_status_report(connection: sa.Connection, station_id: int, report: ConnectorStatus) -> None:
    """Add a line to the history of a station's connectors; what a station repeats is there once."""
    said = (station_id, *(getattr(report, name) for name in _SAID))
    if _SAME_REPORT.first(connection, said) is None:
        _ADD_REPORT.run(connection, (*said, report.received_at))


def connectors(connection: sa.Connection, station_id: int) -> list[dict[str, Any]]:
    """Return the connectors of a station, in order."""
    rows = connection.execute(
        sa.select(connector)
        .where(connector.c.station_id == station_id)
        .order_by(connector.c.evse, connector.c.connector)
    )
    return [values_of(row) for row in rows.mappings()]
