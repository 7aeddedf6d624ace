"""What an operator does with sites: the places where stations stand (block B)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csms.domain.events import SiteChanged
from csms.storage import sites
from csms.storage.engine import Tx
from csms.storage.sites import SiteRecord


class SiteError(Exception):
    """What is asked for cannot be done; the message says why, and what to do."""


def add(tx: Tx, name: str, address: str, time_zone: str, now: datetime) -> SiteRecord:
    """Make a site. Raises: SiteError: there is one of this name."""
    _expect_none(tx, name)
    added = _find(tx, sites.insert(tx.connection, name, address, time_zone, now))
    _tell(tx, added, now)
    return added


def change(tx: Tx, number: int, values: Mapping[str, Any], now: datetime) -> SiteRecord:
    """Change columns of a site. Raises: LookupError: there is no such site; SiteError: the name is taken."""
    known = _find(tx, number)
    if not values:
        return known
    if values.get("name", known.name) != known.name:
        _expect_none(tx, values["name"])
    sites.update(tx.connection, number, **values)
    changed = _find(tx, number)
    _tell(tx, changed, now)
    return changed


def delete(tx: Tx, number: int, now: datetime, *, unassign: bool) -> None:
    """Delete a site.

    Args:
        tx: of the unit.
        number: of the site.
        now: the time.
        unassign: it may have stations; they go on without a site.

    Raises:
        LookupError: there is no such site.
        SiteError: it has stations, and they were not to lose it.
    """
    known = _find(tx, number)
    if known.station_count and not unassign:
        stations = "1 station stands" if known.station_count == 1 else f"{known.station_count} stations stand"
        raise SiteError(f"{stations} at {known.name}: give them another site, or say unassign=true to leave them none")
    sites.delete(tx.connection, number)
    _tell(tx, known, now, is_deleted=True)


def _expect_none(tx: Tx, name: str) -> None:
    if sites.find_by_name(tx.connection, name) is not None:
        raise SiteError(f"There is a site {name}")


def _find(tx: Tx, number: int) -> SiteRecord:
    known = sites.find(tx.connection, number)
    if known is None:
        raise LookupError(f"There is no site {number}")
    return known


def _tell(tx: Tx, site: SiteRecord, now: datetime, *, is_deleted: bool = False) -> None:
    tx.emit(
        SiteChanged(
            station="",
            at=now,
            site=site.id,
            site_name=site.name,
            address=site.address,
            time_zone=site.time_zone,
            is_deleted=is_deleted,
        )
    )
