"""Rows of the inbox: who knocked and was not let in."""

from datetime import datetime

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.inbox import Cause, Knock
from csms.storage.rows import values_of
from csms.storage.schema import knock as table
from csms.storage.statements import Statement

_FORGET = Statement(sa.delete(table).where(table.c.identity == sa.bindparam("whose")), ("whose",))


class KnockRecord(Struct, frozen=True, kw_only=True):
    """Attempts of one station that failed for one cause; the columns of the table `knock`."""

    id: int
    identity: str
    origin: str
    cause: str
    text: str
    remedy: str
    remote_address: str | None
    status: int
    count: int
    first_at: datetime
    last_at: datetime
    path: str | None
    offered: str


def add(connection: sa.Connection, knock: Knock, count: int, first_at: datetime) -> None:
    """Add attempts to those of the same station and cause.

    Args:
        connection: of SQLAlchemy.
        knock: the last one.
        count: how many there were.
        first_at: when the first one was.
    """
    # Whoever names no identity is known by the address alone.
    origin = "" if knock.identity else knock.peer
    latest = {
        "text": knock.text,
        "remedy": knock.remedy,
        "remote_address": knock.peer,
        "status": knock.status,
        "last_at": knock.at,
        "path": knock.path,
        "offered": knock.offered,
    }
    same = (table.c.identity == knock.identity, table.c.origin == origin, table.c.cause == knock.cause.value)
    update = sa.update(table).where(*same).values(latest | {"count": table.c.count + count})
    if connection.execute(update).rowcount == 0:
        key = {"identity": knock.identity, "origin": origin, "cause": knock.cause.value}
        connection.execute(sa.insert(table).values(key | latest | {"count": count, "first_at": first_at}))


def keep_newest(connection: sa.Connection, limit: int) -> None:
    """Delete all rows but the `limit` that have knocked last."""
    old = sa.select(table.c.id).order_by(table.c.last_at.desc(), table.c.id.desc()).offset(limit)
    connection.execute(sa.delete(table).where(table.c.id.in_(old.scalar_subquery())))


def count(connection: sa.Connection) -> int:
    """Return how many rows there are."""
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def get(connection: sa.Connection, knock_id: int) -> KnockRecord:
    """Return a row. Raises: LookupError."""
    row = connection.execute(sa.select(table).where(table.c.id == knock_id)).mappings().first()
    if row is None:
        raise LookupError(f"There is no attempt {knock_id} in the inbox")
    return KnockRecord(**values_of(row))


def newest(
    connection: sa.Connection,
    limit: int,
    before: tuple[datetime, int] | None = None,
    identity: str | None = None,
    cause: Cause | None = None,
) -> list[KnockRecord]:
    """Return rows, those that have knocked last first.

    Args:
        connection: of SQLAlchemy.
        limit: how many at most.
        before: `last_at` and `id` of the row that they follow.
        identity: of one station only; empty for those that named none.
        cause: of one cause only.
    """
    query = sa.select(table).order_by(table.c.last_at.desc(), table.c.id.desc()).limit(limit)
    if before is not None:
        last_at, last_id = before
        query = query.where(
            sa.or_(table.c.last_at < last_at, sa.and_(table.c.last_at == last_at, table.c.id < last_id))
        )
    if identity is not None:
        query = query.where(table.c.identity == identity)
    if cause is not None:
        query = query.where(table.c.cause == cause.value)
    return [KnockRecord(**values_of(row)) for row in connection.execute(query).mappings()]


def delete(connection: sa.Connection, knock_id: int) -> None:
    """Delete a row. Raises: LookupError."""
    if connection.execute(sa.delete(table).where(table.c.id == knock_id)).rowcount == 0:
        raise LookupError(f"There is no attempt {knock_id} in the inbox")


def forget(connection: sa.Connection, identity: str) -> bool:
    """Delete all rows of a station; return whether there were any."""
    return bool(_FORGET.run(connection, (identity,)).rowcount)
