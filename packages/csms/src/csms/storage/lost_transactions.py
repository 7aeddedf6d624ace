"""Which transactions may have ended without a word, and which have events missing."""

from datetime import datetime

import sqlalchemy as sa

from csms.domain.stations import StationKey
from csms.domain.transactions import Transaction
from csms.storage import transactions
from csms.storage.schema import TRANSACTION_HAS_GAPS, connector, station, status_report, transaction

AVAILABLE = "Available"

Found = tuple[StationKey, Transaction]


def left_open(connection: sa.Connection, untouched_since: datetime) -> list[Found]:
    """Return open transactions whose connector has become available, and of which nothing was heard since a time.

    The station has to be connected: else its stop may be on the way.
    """
    there = sa.and_(
        connector.c.station_id == transaction.c.station_id,
        connector.c.evse == transaction.c.evse,
        sa.or_(transaction.c.connector.is_(None), connector.c.connector.in_([transaction.c.connector, 0])),
    )
    is_free = sa.exists().where(
        there, connector.c.status == AVAILABLE, connector.c.reported_at > transaction.c.started_at
    )
    is_busy = sa.exists().where(there, connector.c.status != AVAILABLE)
    return _found(
        connection,
        transaction.c.is_open,
        station.c.is_connected,
        transaction.c.updated_at <= untouched_since,
        is_free,
        sa.not_(is_busy),
    )


def with_gaps(connection: sa.Connection, ended_before: datetime, ended_after: datetime) -> list[Found]:
    """Return transactions with missing events whose end was told in a span of time; their stations are connected."""
    return _found(
        connection,
        sa.text(TRANSACTION_HAS_GAPS),
        station.c.is_connected,
        transaction.c.stop_received_at <= ended_before,
        transaction.c.stop_received_at > ended_after,
    )


def _found(connection: sa.Connection, *conditions: sa.ColumnElement[bool] | sa.TextClause) -> list[Found]:
    query = (
        sa.select(transaction.c.id, transaction.c.station_id, station.c.identity)
        .join(station, station.c.id == transaction.c.station_id)
        .where(*conditions)
    )
    # Sorted here: to have them in order SQLite would rather go through the whole table.
    found = [
        (StationKey(row.station_id, row.identity), transactions.find(connection, row.station_id, row.id))
        for row in sorted(connection.execute(query).all(), key=lambda row: row.id)
    ]
    return [(key, known) for key, known in found if known is not None]


def available_since(
    connection: sa.Connection, station_id: int, evse: int, after: datetime
) -> tuple[datetime, datetime] | None:
    """Return since when an EVSE has been available without a break, after some time.

    Returns:
        By the station's clock and by the time of arrival; None if no report says so.
    """
    there = (status_report.c.station_id == station_id, status_report.c.evse == evse)
    busy = sa.select(sa.func.max(status_report.c.reported_at)).where(*there, status_report.c.status != AVAILABLE)
    last_busy: datetime | None = connection.execute(busy).scalar_one()
    query = (
        sa.select(status_report.c.reported_at, status_report.c.received_at)
        .where(
            *there,
            status_report.c.status == AVAILABLE,
            status_report.c.reported_at > (after if last_busy is None else max(after, last_busy)),
        )
        .order_by(status_report.c.reported_at, status_report.c.id)
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.reported_at, row.received_at)
