"""What an operator does with stations (block B)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from csms.domain.events import StationChanged
from csms.domain.stations import PASSWORD_PROFILES, Admission
from csms.storage import stations
from csms.storage.engine import Tx
from csms.storage.schema import station, transaction
from csms.storage.stations import StationRecord


class StationError(Exception):
    """What is asked for cannot be done; the message says why, and what to do."""


def add(tx: Tx, identity: str, admission: Admission, values: Mapping[str, Any], now: datetime) -> StationRecord:
    """Make a station known before it comes, with other columns of its row. Raises: StationError."""
    if stations.find(tx.connection, identity) is not None:
        raise StationError(f"There is a station {identity}")
    added = stations.insert(tx.connection, identity, admission.value, now, **values)
    _demand_password(added)
    tx.emit(StationChanged(station=identity, at=now))
    return added


def change(tx: Tx, identity: str, values: Mapping[str, Any], now: datetime) -> StationRecord:
    """Change columns of a station; its link follows. Raises: LookupError: it is not known; StationError."""
    known = _find(tx, identity)
    if not values:
        return known
    if "password_hash" in values:
        values = {**values, "offered_password_hash": None}
    stations.update(tx.connection, known.id, **values)
    changed = stations.get(tx.connection, known.id)
    _demand_password(changed)
    tx.emit(StationChanged(station=identity, at=now))
    return changed


def delete(tx: Tx, identity: str, now: datetime, *, with_transactions: bool) -> None:
    """Forget a station and all that it has told; its link ends.

    Raises:
        LookupError: it is not known.
        StationError: it has transactions, and they were not to be deleted.
    """
    known = _find(tx, identity)
    if not with_transactions:
        one = sa.select(transaction.c.id).where(transaction.c.station_id == known.id).limit(1)
        if tx.connection.execute(one).first() is not None:
            raise StationError(
                f"{identity} has transactions, which would be deleted with it: say with_transactions=true"
            )
    tx.connection.execute(sa.delete(station).where(station.c.id == known.id))
    tx.emit(StationChanged(station=identity, at=now, is_deleted=True))


def _find(tx: Tx, identity: str) -> StationRecord:
    known = stations.find(tx.connection, identity)
    if known is None:
        raise LookupError(f"There is no station {identity}")
    return known


def _demand_password(record: StationRecord) -> None:
    if record.security_profile in PASSWORD_PROFILES and record.password_hash is None:
        raise StationError(
            f"Security profile {record.security_profile} wants a password, but none is set for the station: give one"
        )
