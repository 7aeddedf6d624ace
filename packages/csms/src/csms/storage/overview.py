"""Counters of what goes on now, for those who watch."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from csms.domain.energy import EnergyTally
from csms.domain.energy_shares import delivered_since
from csms.domain.stations import Admission
from csms.storage import knocks
from csms.storage.connector_lists import StateCount, count_states
from csms.storage.schema import meter_value, station, transaction
from csms.storage.station_lists import is_at_site

_TALLY = msgspec.json.Decoder(EnergyTally)


class Overview(Struct, frozen=True, kw_only=True):
    """Counters of a moment.

    Args:
        stations: how many are accepted.
        online: how many of them have a link.
        states: how many connectors are in which state, those in none left out.
        inbox: how many entries the inbox has; at all sites, for who knocks is at none.
        energy_wh: what was delivered since the time that was asked for, in Wh.
    """

    stations: int
    online: int
    states: list[StateCount]
    inbox: int
    energy_wh: float


def overview(connection: sa.Connection, since: datetime, site: int | None) -> Overview:
    """Count what goes on.

    Args:
        connection: to the database.
        since: from when on energy is added up.
        site: the number of the site that is looked at, `NO_SITE` for stations without one; None: all stations.
    """
    known = (
        sa.select(sa.func.count(), sa.func.count(sa.case((station.c.is_connected, 1))))
        .select_from(station)
        .where(station.c.admission == Admission.ACCEPTED.value)
    )
    if site is not None:
        known = known.where(is_at_site(site))
    stations, online = connection.execute(known).one()
    return Overview(
        stations=stations,
        online=online,
        states=count_states(connection, site),
        inbox=knocks.count(connection),
        energy_wh=energy_since(connection, since, site),
    )


def energy_since(connection: sa.Connection, since: datetime, site: int | None) -> float:
    """Return what was delivered since a time, in Wh, by the clocks of the stations.

    All of a transaction counts that began since; of one that began before, what its meter has counted since the last
    register that it showed before the time.
    """
    return sum(
        _begun_since(connection, since, site, is_over=is_over) + _shares(connection, since, site, is_over=is_over)
        for is_over in (False, True)
    )


def _begun_since(connection: sa.Connection, since: datetime, site: int | None, *, is_over: bool) -> float:
    query = sa.select(sa.func.coalesce(sa.func.sum(transaction.c.energy_wh), 0.0)).where(
        _is_wanted(since, site, is_over=is_over), transaction.c.started_at >= since
    )
    return connection.execute(query).scalar_one()


def _shares(connection: sa.Connection, since: datetime, site: int | None, *, is_over: bool) -> float:
    register = (
        sa.select(meter_value.c.energy_import_wh)
        .where(
            meter_value.c.transaction_id == transaction.c.id,
            meter_value.c.sampled_at < since,
            meter_value.c.energy_import_wh.is_not(None),
        )
        .order_by(meter_value.c.sampled_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = sa.select(transaction.c.tally, register).where(
        _is_wanted(since, site, is_over=is_over), transaction.c.started_at < since
    )
    return sum(delivered_since(_TALLY.decode(tally), register_wh) for tally, register_wh in connection.execute(query))


def _is_wanted(since: datetime, site: int | None, *, is_over: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a transaction is at a site and goes on, or has ended since a time."""
    # Two conditions, each of which has an index; with both in one there would be none.
    in_time = transaction.c.ended_at >= since if is_over else transaction.c.is_open
    if site is None:
        return in_time
    return sa.and_(in_time, transaction.c.station_id.in_(sa.select(station.c.id).where(is_at_site(site))))
