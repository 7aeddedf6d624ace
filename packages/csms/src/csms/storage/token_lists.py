"""Lists of tokens and of what was decided of them, for those who read."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.rows import position, rows_of
from csms.storage.schema import decision, site, station, token
from csms.storage.tokens import key_of

Row = dict[str, Any]

REFUSED = "refused"
"""Stands for all answers but `Accepted`."""


class TokenFilter(Struct, frozen=True, kw_only=True):
    """Which tokens are wanted; None: all.

    Args:
        search: those with this text in token, group or note.
        group: those of this group.
        is_blocked: those that are blocked, or are not.
    """

    search: str | None = None
    group: str | None = None
    is_blocked: bool | None = None


class DecisionFilter(Struct, frozen=True, kw_only=True):
    """Which decisions are wanted; None: all.

    Args:
        status: those with this answer, or those that are not `Accepted` if it is `refused`.
        station: those at this station, by identity.
        id_token: those of this token.
        since: those at or after this time.
        until: those before this time.
    """

    status: str | None = None
    station: str | None = None
    id_token: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def tokens(connection: sa.Connection, wanted: TokenFilter, after: str | None, limit: int) -> list[Row]:
    """Return tokens by their text in lower case."""
    query = sa.select(token).order_by(token.c.key).limit(limit)
    if after is not None:
        query = query.where(token.c.key > after)
    if wanted.search:
        searched = (token.c.key, token.c.group, token.c.note)
        query = query.where(sa.or_(*(column.icontains(wanted.search, autoescape=True) for column in searched)))
    if wanted.group is not None:
        query = query.where(token.c.group == wanted.group)
    if wanted.is_blocked is not None:
        query = query.where(token.c.is_blocked.is_(wanted.is_blocked))
    return rows_of(connection, query)


def find_token(connection: sa.Connection, key: str) -> Row | None:
    """Return a token, None if it is not registered."""
    found = rows_of(connection, sa.select(token).where(token.c.key == key))
    return found[0] if found else None


def decisions(
    connection: sa.Connection, wanted: DecisionFilter, after: tuple[datetime, int] | None, limit: int
) -> list[Row]:
    """Return what was decided, newest first."""
    columns = decision.c
    query = (
        sa.select(decision, station.c.identity.label("station"), site.c.time_zone)
        .join(station, station.c.id == decision.c.station_id)
        .outerjoin(site, site.c.id == station.c.site_id)
        .order_by(columns.decided_at.desc(), columns.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(columns.decided_at, columns.id) < position(columns.decided_at, columns.id, after))
    if wanted.status == REFUSED:
        query = query.where(columns.status != "Accepted")
    elif wanted.status is not None:
        query = query.where(columns.status == wanted.status)
    if wanted.station is not None:
        query = query.where(station.c.identity == wanted.station)
    if wanted.id_token is not None:
        query = query.where(columns.id_token_key == key_of(wanted.id_token))
    if wanted.since is not None:
        query = query.where(columns.decided_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(columns.decided_at < wanted.until)
    return rows_of(connection, query)
