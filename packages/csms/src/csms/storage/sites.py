"""Rows of sites: the places where stations stand."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.rows import values_of
from csms.storage.schema import site, station


class SiteRecord(Struct, frozen=True, kw_only=True):
    """A place where stations stand: the columns of the table `site`, and how many stations it has."""

    id: int
    name: str
    address: str
    time_zone: str
    created_at: datetime
    station_count: int


def sites(connection: sa.Connection, search: str | None, after: str | None, limit: int) -> list[SiteRecord]:
    """Return sites by name.

    Args:
        connection: to the database.
        search: text in name or address, in any letter case; None: all.
        after: the name of the last site of the page before.
        limit: how many at most.
    """
    query = _with_count().order_by(site.c.name).limit(limit)
    if after is not None:
        query = query.where(site.c.name > after)
    if search:
        searched = (site.c.name, site.c.address)
        query = query.where(sa.or_(*(column.icontains(search, autoescape=True) for column in searched)))
    return [SiteRecord(**values_of(row)) for row in connection.execute(query).mappings()]


def find(connection: sa.Connection, number: int) -> SiteRecord | None:
    """Return a site by its number, None if there is none."""
    row = connection.execute(_with_count().where(site.c.id == number)).mappings().first()
    return None if row is None else SiteRecord(**values_of(row))


def find_by_name(connection: sa.Connection, name: str) -> SiteRecord | None:
    """Return a site by its name, None if there is none."""
    row = connection.execute(_with_count().where(site.c.name == name)).mappings().first()
    return None if row is None else SiteRecord(**values_of(row))


def insert(connection: sa.Connection, name: str, address: str, time_zone: str, now: datetime) -> int:
    """Add a site and return its number."""
    values = {"name": name, "address": address, "time_zone": time_zone, "created_at": now}
    return connection.execute(sa.insert(site).values(values).returning(site.c.id)).scalar_one()


def update(connection: sa.Connection, number: int, **values: Any) -> None:
    """Change columns of a site."""
    connection.execute(sa.update(site).where(site.c.id == number).values(values))


def delete(connection: sa.Connection, number: int) -> None:
    """Delete a site; its stations go on without one."""
    connection.execute(sa.delete(site).where(site.c.id == number))


def _with_count() -> sa.Select[Any]:
    count = sa.select(sa.func.count()).select_from(station).where(station.c.site_id == site.c.id)
    return sa.select(site, count.scalar_subquery().label("station_count"))
