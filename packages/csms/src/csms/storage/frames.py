"""Rows of the message log: written in batches, read by station and time, deleted when they are old."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.frames import CALL, CALL_ERROR, CALL_RESULT, RECEIVED, SENT
from csms.storage.rows import values_of
from csms.storage.schema import Moment, frame, frame_schema, frames_metadata

VERSION = 1
"""Of the two tables: raise it when they change."""

ANSWER_WITHIN = timedelta(hours=1)
"""An answer is looked for so long after its call, which is the longest timeout there is."""

WRITTEN = ("station", "at", "direction", "kind", "message_id", "action", "text", "outcome", "latency_s")
ROWS_AT_ONCE = 256
"""Each statement is a chance for other threads to take the interpreter, and to keep it for milliseconds."""


class FrameRow(NamedTuple):
    """A frame to be written; the columns of the table, with the time in seconds since 1970."""

    station: str
    at_s: float
    direction: str
    kind: int
    message_id: str | None
    action: str | None
    text: str
    outcome: str | None
    latency_s: float | None


class FrameRecord(Struct, frozen=True, kw_only=True):
    """A frame as it was recorded; the columns of the table `frame`."""

    id: int
    station: str
    at: datetime
    direction: str
    kind: int
    message_id: str | None
    action: str | None
    text: str
    outcome: str | None
    latency_s: float | None


class FrameFilter(Struct, frozen=True, kw_only=True):
    """Which frames are wanted; None is all.

    Args:
        since: the earliest time.
        until: the time before which they are.
        direction: `in` or `out`.
        kind: the message type number.
        action: of the call, also for answers.
        message_id: of a call and its answer.
        outcome: of an answer.
        text: is in the frame, in any case.
    """

    since: datetime | None = None
    until: datetime | None = None
    direction: str | None = None
    kind: int | None = None
    action: str | None = None
    message_id: str | None = None
    outcome: str | None = None
    text: str | None = None


def prepare(connection: sa.Connection) -> None:
    """Make the tables; make them anew if they are of another version."""
    names = sa.inspect(connection).get_table_names()
    if frame_schema.name in names:
        if connection.scalar(sa.select(frame_schema.c.version)) == VERSION:
            return
    elif frame.name not in names:
        _create(connection)
        return
    frames_metadata.drop_all(connection)
    _create(connection)


def _create(connection: sa.Connection) -> None:
    frames_metadata.create_all(connection)
    connection.execute(sa.insert(frame_schema).values(version=VERSION))


def insert(connection: sa.Connection, rows: Sequence[FrameRow]) -> None:
    """Write frames, by the quickest way of each database."""
    driver = cast("Any", connection.connection.driver_connection)
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY frame ({_columns()}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row[0], datetime.fromtimestamp(row[1], UTC), *row[2:]))
        return
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[start : start + ROWS_AT_ONCE]
        values: list[object] = []
        for row in part:
            values += row
        for position in range(1, len(values), len(WRITTEN)):
            values[position] = int(cast("float", values[position]) * 1_000_000)
        driver.execute(_insert_into_sqlite(len(part)), values).close()


@cache
def _insert_into_sqlite(count: int) -> str:
    places = f"({', '.join('?' * len(WRITTEN))})"
    return f"INSERT INTO frame ({_columns()}) VALUES {', '.join([places] * count)}"  # noqa: S608 - made of constants


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in WRITTEN)


def delete_old(connection: sa.Connection, before: datetime, after: datetime, limit: int) -> int:
    """Delete the oldest frames; return how many there were.

    Args:
        connection: in a transaction.
        before: older ones are deleted.
        after: so are those of a future that a wrong clock has made up.
        limit: how many at most.
    """
    oldest = sa.select(frame.c.id).order_by(frame.c.id).limit(limit).scalar_subquery()
    statement = sa.delete(frame).where(frame.c.id.in_(oldest), (frame.c.at < before) | (frame.c.at > after))
    return connection.execute(statement).rowcount


def find(
    connection: sa.Connection,
    station: str,
    wanted: FrameFilter,
    position: tuple[datetime, int] | None,
    limit: int,
    *,
    is_oldest_first: bool = False,
) -> list[FrameRecord]:
    """Return frames of a station, the newest first.

    Args:
        connection: to the message log.
        station: identity of the station.
        wanted: which ones.
        position: time and id of the last one that was seen; those that come after it in the order are returned.
        limit: how many at most.
        is_oldest_first: the order is the other one.
    """
    conditions = _conditions(wanted)
    if position is not None:
        place = sa.tuple_(frame.c.at, frame.c.id)
        seen = sa.tuple_(sa.literal(position[0], Moment), sa.literal(position[1]))
        conditions.append(place > seen if is_oldest_first else place < seen)
    order = (frame.c.at, frame.c.id)
    statement = (
        sa.select(frame)
        .where(frame.c.station == station, *conditions)
        .order_by(*(order if is_oldest_first else [column.desc() for column in order]))
        .limit(limit)
    )
    return [FrameRecord(**values_of(row)) for row in connection.execute(statement).mappings()]


def _conditions(wanted: FrameFilter) -> list[sa.ColumnElement[bool]]:
    column = frame.c
    equals = {
        column.direction: wanted.direction,
        column.kind: wanted.kind,
        column.action: wanted.action,
        column.message_id: wanted.message_id,
        column.outcome: wanted.outcome,
    }
    conditions = [each == value for each, value in equals.items() if value is not None]
    if wanted.since is not None:
        conditions.append(column.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(column.at < wanted.until)
    if wanted.text is not None:
        conditions.append(column.text.icontains(wanted.text, autoescape=True))
    return conditions


def get(connection: sa.Connection, station: str, frame_id: int) -> FrameRecord | None:
    """Return a frame of a station."""
    statement = sa.select(frame).where(frame.c.id == frame_id, frame.c.station == station)
    row = connection.execute(statement).mappings().first()
    return None if row is None else FrameRecord(**values_of(row))


def counterpart(connection: sa.Connection, known: FrameRecord) -> FrameRecord | None:
    """Return the answer of a call, or the call of an answer; None if there is none."""
    if known.message_id is None or known.kind not in {CALL, CALL_RESULT, CALL_ERROR}:
        return None
    column = frame.c
    place = sa.tuple_(column.at, column.id)
    here = sa.tuple_(sa.literal(known.at, Moment), sa.literal(known.id))
    if known.kind == CALL:
        conditions = (column.kind.in_([CALL_RESULT, CALL_ERROR]), place > here, column.at < known.at + ANSWER_WITHIN)
        order = (column.at, column.id)
    else:
        conditions = (column.kind == CALL, place < here, column.at > known.at - ANSWER_WITHIN)
        order = (column.at.desc(), column.id.desc())
    statement = (
        sa.select(frame)
        .where(
            column.station == known.station,
            column.message_id == known.message_id,
            column.direction == (SENT if known.direction == RECEIVED else RECEIVED),
            *conditions,
        )
        .order_by(*order)
        .limit(1)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else FrameRecord(**values_of(row))


def answers(connection: sa.Connection, known: Sequence[FrameRecord]) -> dict[int, FrameRecord]:
    """Return the answers of those frames that are calls, by the number of the call."""
    # One by one: an answer stands right behind its call, and each is found after a few rows.
    found = ((call.id, counterpart(connection, call)) for call in known if call.kind == CALL)
    return {number: answer for number, answer in found if answer is not None}
