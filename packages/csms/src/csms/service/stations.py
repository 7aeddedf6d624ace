"""What an operator does with stations (block B)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from csms.domain.events import StationChanged
from csms.domain.stations import PASSWORD_PROFILES, Admission
from csms.storage import sites, stations
from csms.storage.engine import Tx
from csms.storage.schema import station, transaction
from csms.storage.stations import StationRecord


class StationError(Exception):
    """What is asked for cannot be done; the message says why, and what to do."""


class UnknownSiteError(Exception):
    """A station is to stand at a site that there is not."""


def add(tx: Tx, identity: str, admission: Admission, values: Mapping[str, Any], now: datetime) -> StationRecord:
    """Make a station known before it comes, with other columns of its row. Raises: StationError, UnknownSiteError."""
    if stations.find(tx.connection, identity) is not None:
        raise StationError(f"There is a station {identity}")
    expect_site(tx, values.get("site_id"))
    added = stations.insert(tx.connection, identity, admission.value, now, **values)
    _demand_password(added)
    tell_of_change(tx, added, now)
    return added


def change(tx: Tx, identity: str, values: Mapping[str, Any], now: datetime) -> StationRecord:
    """Change columns of a station; its link follows.

    Raises: LookupError: it is not known; StationError, UnknownSiteError.
    """
    known = _find(tx, identity)
    if not values:
        return known
    expect_site(tx, values.get("site_id"))
    if "password_hash" in values:
        values = {**values, "offered_password_hash": None}
    stations.update(tx.connection, known.id, **values)
    changed = stations.get(tx.connection, known.id)
    _demand_password(changed)
    tell_of_change(tx, changed, now)
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
    tell_of_change(tx, known, now, is_deleted=True)


def tell_of_change(tx: Tx, record: StationRecord, now: datetime, *, is_deleted: bool = False) -> None:
    """Tell how a station is to be taken from now on, or that it is not known any more."""
    tx.emit(
        StationChanged(
            station=record.identity, at=now, admission=record.admission, site=record.site_id, is_deleted=is_deleted
        )
    )


def expect_site(tx: Tx, number: int | None) -> None:
    """Raise UnknownSiteError if there is no site of this number; None is no site, which there always is."""
    if number is not None and sites.find(tx.connection, number) is None:
        raise UnknownSiteError(f"There is no site {number}")


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
