"""Rows of events that are kept, so that who was away can have them."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from csms.domain.events import Event, data_of
from csms.storage.putting_off import Many
from csms.storage.schema import event
from csms.storage.statements import Statement

_WRITTEN = ("name", "station", "at", "payload")
_INSERT = Statement(
    sa.insert(event).values({name: sa.bindparam(name) for name in _WRITTEN}).returning(event.c.id), _WRITTEN
)
_INSERT_ALL = Many.inserting(lambda _: _INSERT, "event", _WRITTEN, "RETURNING id")


class KeptEvent(Struct, frozen=True):
    """An event as it was told: its number, its name, and what it says as JSON."""

    id: int
    name: str
    data: str


def keep(connection: sa.Connection, told: Sequence[Event]) -> list[Event]:
    """Keep those events that are durable; return all, the durable ones with their numbers."""
    rows = [(each.name, each.station, each.at, data_of(each).decode()) for each in told if each.is_durable]
    numbers = iter(_INSERT_ALL.numbers(connection, rows))
    return [msgspec.structs.replace(each, id=next(numbers)) if each.is_durable else each for each in told]


def newest(connection: sa.Connection) -> int:
    """Return the number of the newest event, 0 if there is none."""
    return connection.scalar(sa.select(sa.func.max(event.c.id))) or 0


def oldest(connection: sa.Connection) -> int:
    """Return the number of the oldest event that is kept, 0 if there is none."""
    return connection.scalar(sa.select(sa.func.min(event.c.id))) or 0


def read_after(
    connection: sa.Connection, number: int, stations: Collection[str], names: Collection[str], limit: int
) -> list[KeptEvent]:
    """Return the events after one, in order.

    Args:
        connection: to the database.
        number: of the last one that is known.
        stations: identities; none means all.
        names: of events; none means all.
        limit: how many at most.
    """
    conditions = [event.c.id > number]
    if stations:
        conditions.append(event.c.station.in_(stations))
    if names:
        conditions.append(event.c.name.in_(names))
    statement = (
        sa.select(event.c.id, event.c.name, event.c.payload).where(*conditions).order_by(event.c.id).limit(limit)
    )
    return [KeptEvent(*row) for row in connection.execute(statement)]


def delete_old(connection: sa.Connection, before: datetime, kept: int, limit: int) -> int:
    """Delete events that are old or too many, the oldest first; return how many there were.

    Args:
        connection: in a transaction.
        before: older ones are deleted.
        kept: how many are left at most.
        limit: how many are deleted at most.
    """
    candidates = sa.select(event.c.id).order_by(event.c.id).limit(limit).scalar_subquery()
    statement = sa.delete(event).where(
        event.c.id.in_(candidates), (event.c.at < before) | (event.c.id <= newest(connection) - kept)
    )
    return connection.execute(statement).rowcount
