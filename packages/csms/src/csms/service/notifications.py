"""What stations tell and what is kept as it came."""

from datetime import datetime

import sqlalchemy as sa

from csms.domain.stations import StationKey
from csms.storage.engine import Tx
from csms.storage.schema import notification
from csms.storage.schema import security_event as security_event_table


def keep(tx: Tx, station: StationKey, action: str, payload: str, now: datetime) -> None:
    """Keep a message of a station; `payload` is JSON."""
    tx.connection.execute(
        sa.insert(notification).values(station_id=station.id, action=action, payload=payload, received_at=now)
    )


def security_event(
    tx: Tx, station: StationKey, kind: str, info: str | None, happened_at: datetime, now: datetime
) -> None:
    """Record a security event; a repeated one is there once."""
    known = sa.select(security_event_table.c.id).where(
        security_event_table.c.station_id == station.id,
        security_event_table.c.type == kind,
        security_event_table.c.happened_at == happened_at,
    )
    if tx.connection.execute(known).first() is None:
        tx.connection.execute(
            sa.insert(security_event_table).values(
                station_id=station.id, type=kind, info=info, happened_at=happened_at, received_at=now
            )
        )
