"""Lists of transactions, their meter values and their history, for those who read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.rows import position, rows_of
from csms.storage.schema import meter_value, station, transaction, transaction_event
from csms.storage.station_lists import is_at_site

Row = dict[str, Any]
Position = tuple[datetime, int]


class TransactionFilter(Struct, frozen=True, kw_only=True):
    """Which transactions are wanted; None: all.

    Args:
        station: those at this station, by identity.
        site: those of the stations at this site now; `NO_SITE`: of those without a site.
        evse: those at EVSEs of this number.
        id_token_key: those of this token, in lower case.
        is_open: those that run, or have ended.
        since: those that began at or after this time.
        until: those that began before this time.
        flag: those with this flag.
    """

    station: str | None = None
    site: int | None = None
    evse: int | None = None
    id_token_key: str | None = None
    is_open: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    flag: str | None = None


def transactions(connection: sa.Connection, wanted: TransactionFilter, after: Position | None, limit: int) -> list[Row]:
    """Return transactions, those that began last first."""
    columns = transaction.c
    query = _with_station().order_by(columns.started_at.desc(), columns.id.desc()).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(columns.started_at, columns.id) < position(columns.started_at, columns.id, after))
    if wanted.station is not None:
        query = query.where(station.c.identity == wanted.station)
    if wanted.site is not None:
        query = query.where(is_at_site(wanted.site))
    if wanted.evse is not None:
        query = query.where(columns.evse == wanted.evse)
    if wanted.id_token_key is not None:
        query = query.where(columns.id_token_key == wanted.id_token_key)
    if wanted.is_open is not None:
        query = query.where(columns.is_open.is_(wanted.is_open))
    if wanted.since is not None:
        query = query.where(columns.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(columns.started_at < wanted.until)
    if wanted.flag is not None:
        query = query.where(columns.flags.contains(f'"{wanted.flag}"', autoescape=True))
    return rows_of(connection, query)


def find_transaction(connection: sa.Connection, number: int) -> Row | None:
    """Return a transaction by its number, None if there is none."""
    found = rows_of(connection, _with_station().where(transaction.c.id == number))
    return found[0] if found else None


def samples(
    connection: sa.Connection, number: int, after: Position | None, limit: int, *, is_newest_first: bool = False
) -> list[Row]:
    """Return what the meter showed during a transaction, in order of time, or the newest first."""
    columns = meter_value.c
    query = sa.select(meter_value).where(columns.transaction_id == number)
    return _in_time(connection, query, (columns.sampled_at, columns.id), after, limit, is_newest_first)


def history(
    connection: sa.Connection, number: int, after: Position | None, limit: int, *, is_newest_first: bool = False
) -> list[Row]:
    """Return what happened in a transaction, in order of time, or the newest first."""
    columns = transaction_event.c
    query = sa.select(transaction_event).where(columns.transaction_id == number)
    return _in_time(connection, query, (columns.happened_at, columns.id), after, limit, is_newest_first)


def _in_time(
    connection: sa.Connection,
    query: sa.Select[Any],
    order: tuple[sa.Column[datetime], sa.Column[int]],
    after: Position | None,
    limit: int,
    is_newest_first: bool,
) -> list[Row]:
    """Return the rows of a query that come after a position, in the order of a time and the number."""
    if after is not None:
        place, seen = sa.tuple_(*order), position(*order, after)
        query = query.where(place < seen if is_newest_first else place > seen)
    in_order = [column.desc() for column in order] if is_newest_first else order
    return rows_of(connection, query.order_by(*in_order).limit(limit))


def _with_station() -> sa.Select[Any]:
    return sa.select(transaction, station.c.identity.label("station"), station.c.site_id.label("site")).join(station)
