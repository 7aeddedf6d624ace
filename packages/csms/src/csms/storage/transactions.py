"""Rows of transactions, their history, and meter values."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.authorization import AuthorizationStatus
from csms.domain.energy import EnergyTally
from csms.domain.meter_readings import Reading
from csms.domain.transaction_facts import MeterValue
from csms.domain.transactions import Transaction
from csms.storage.engine import Tx
from csms.storage.putting_off import Many, places
from csms.storage.schema import meter_value, transaction, transaction_event
from csms.storage.statements import Row, Statement

_TALLY = msgspec.json.Decoder(EnergyTally)
_FLAGS = msgspec.json.Decoder(tuple[str, ...])
_READING_COLUMNS = Reading.__struct_fields__[1:-1]  # between the context and the notes
_VALUE_COLUMNS = (
    "station_id",
    "evse",
    "transaction_id",
    "sampled_at",
    "received_at",
    "context",
    "digest",
    "raw",
    "notes",
    *_READING_COLUMNS,
)
_INSERT_VALUE = {
    # The same sentence in both; SQLAlchemy has it once per dialect.
    "sqlite": Statement(sqlite_insert(meter_value).on_conflict_do_nothing(), _VALUE_COLUMNS),
    "postgresql": Statement(postgresql_insert(meter_value).on_conflict_do_nothing(), _VALUE_COLUMNS),
}
_INSERT_VALUES = Many.inserting(
    lambda connection: _INSERT_VALUE[connection.dialect.name], "meter_value", _VALUE_COLUMNS, "ON CONFLICT DO NOTHING"
)
_MEMORY = "transaction"
_COLUMNS = tuple(column.name for column in transaction.columns)
_SAVED_BY_VALUES = ("energy_wh", "tally", "power_w", "soc_percent", "updated_at", "metered_at", "meter_start_wh")
_SAVED_TALLY = _SAVED_BY_VALUES.index("tally")
_SAVE_VALUES = Statement(
    sa.update(transaction)
    .where(transaction.c.id == sa.bindparam("number"))
    .values({name: sa.bindparam(f"new_{name}", type_=transaction.c[name].type) for name in _SAVED_BY_VALUES}),
    ("number", *(f"new_{name}" for name in _SAVED_BY_VALUES)),
)
_SAVE_ALL_VALUES = Many(
    lambda _: _SAVE_VALUES,
    lambda count: (
        f"WITH saved(number, {', '.join(_SAVED_BY_VALUES)}) AS"  # noqa: S608 - made of constants
        f" (VALUES {places(1 + len(_SAVED_BY_VALUES), count)})"
        f' UPDATE "transaction" SET {", ".join(f"{name} = saved.{name}" for name in _SAVED_BY_VALUES)}'
        f' FROM saved WHERE "transaction".id = saved.number'
    ),
)


_SELECT = sa.select(transaction)
_AT_STATION = transaction.c.station_id == sa.bindparam("station")
_FIND = Statement(_SELECT.where(transaction.c.id == sa.bindparam("number"), _AT_STATION), ("number", "station"))
_FIND_BY_START = Statement(
    _SELECT.where(_AT_STATION, transaction.c.start_key == sa.bindparam("start_key")), ("station", "start_key")
)
_FIND_BY_STOP = Statement(
    _SELECT.where(_AT_STATION, transaction.c.stop_key == sa.bindparam("stop_key")), ("station", "stop_key")
)
_OPEN = _SELECT.where(_AT_STATION, transaction.c.is_open)
_OPEN_AT_STATION = Statement(_OPEN, ("station",))
_OPEN_AT_EVSE = Statement(_OPEN.where(transaction.c.evse == sa.bindparam("evse")), ("station", "evse"))
_KNOWN_BY_STOP = Statement(
    _SELECT.where(
        _AT_STATION,
        transaction.c.evse.is_(None),
        transaction.c.started_at >= sa.bindparam("since"),
        transaction.c.stop_key.is_not(None),
        sa.not_(transaction.c.is_start_known),
    ).order_by(transaction.c.started_at, transaction.c.id),
    ("station", "since"),
)
_LAST_AT = Statement(
    _SELECT.where(
        _AT_STATION, transaction.c.evse == sa.bindparam("evse"), transaction.c.started_at <= sa.bindparam("moment")
    )
    .order_by(transaction.c.started_at.desc(), transaction.c.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer())),
    ("station", "evse", "moment", "most"),
)
_INSERT = Statement(
    sa.insert(transaction)
    .values({name: sa.bindparam(name, type_=transaction.c[name].type) for name in _COLUMNS[1:]})
    .returning(transaction.c.id),
    _COLUMNS[1:],
)
_SET_REFERENCE = Statement(
    sa.update(transaction)
    .where(transaction.c.id == sa.bindparam("number"))
    .values(reference=sa.bindparam("new_reference")),
    ("number", "new_reference"),
)
_OF_BEGIN = ("station_id", "evse", "id_token_key", "started_at", "start_key")
"""What indexes hold and hardly ever changes: a column that is set costs new entries in its indexes, also if it stays as
it is."""


def _save(*, with_begin: bool) -> Statement:
    """Return what writes a transaction back; without its begin, only if that is in the row as it is in the values."""
    columns = {name: transaction.c[name] for name in _COLUMNS[1:]}
    values = {name: sa.bindparam(f"new_{name}", type_=column.type) for name, column in columns.items()}
    condition = transaction.c.id == sa.bindparam("number")
    if not with_begin:
        condition = sa.and_(condition, *(columns[name].is_not_distinct_from(values.pop(name)) for name in _OF_BEGIN))
    statement = sa.update(transaction).where(condition).values(values)
    return Statement(statement, ("number", *(f"new_{name}" for name in columns)))


_SAVE, _SAVE_WITH_BEGIN = _save(with_begin=False), _save(with_begin=True)
_EVENT_COLUMNS = ("transaction_id", "kind", "text", "happened_at", "received_at", "seq_no", "payload")
_INSERT_EVENT = Statement(sa.insert(transaction_event), _EVENT_COLUMNS)
_INSERT_EVENTS = Many.inserting(lambda _: _INSERT_EVENT, "transaction_event", _EVENT_COLUMNS)
_EVENTS_NUMBERED = Statement(
    sa.select(transaction_event.c.kind, transaction_event.c.happened_at).where(
        transaction_event.c.transaction_id == sa.bindparam("number"),
        transaction_event.c.seq_no == sa.bindparam("seq_no"),
    ),
    ("number", "seq_no"),
)
_HAS_VALUE = Statement(
    sa.select(meter_value.c.id).where(
        meter_value.c.station_id == sa.bindparam("station"),
        meter_value.c.sampled_at >= sa.bindparam("since"),
        meter_value.c.evse == sa.bindparam("evse"),
        meter_value.c.digest == sa.bindparam("digest"),
    ),
    ("station", "since", "evse", "digest"),
)


def _read(row: Row) -> Transaction:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["tally"] = _TALLY.decode(values["tally"])
    values["flags"] = _FLAGS.decode(values["flags"])
    return Transaction(**values)


def _values_of(known: Transaction) -> list[Any]:
    values: dict[str, Any] = msgspec.structs.asdict(known)
    values["tally"] = msgspec.json.encode(known.tally).decode()
    values["flags"] = msgspec.json.encode(known.flags).decode()
    return [values[name] for name in _COLUMNS[1:]]


def find(connection: sa.Connection, station_id: int, number: int) -> Transaction | None:
    """Return a station's transaction by our number of it."""
    if not 0 < number < 2**63:
        return None
    row = _FIND.first(connection, (number, station_id))
    return None if row is None else _read(row)


def find_by_reference(connection: sa.Connection, station_id: int, reference: str) -> Transaction | None:
    """Return a transaction by the id that its station gave it (OCPP 2.x)."""
    return find_by_start(connection, station_id, reference)


def find_by_start(connection: sa.Connection, station_id: int, start_key: str) -> Transaction | None:
    """Return a station's transaction by what its start said."""
    row = _FIND_BY_START.first(connection, (station_id, start_key))
    return None if row is None else _read(row)


def find_by_stop(connection: sa.Connection, station_id: int, stop_key: str) -> Transaction | None:
    """Return a station's transaction by what its stop said."""
    row = _FIND_BY_STOP.first(connection, (station_id, stop_key))
    return None if row is None else _read(row)


def known_by_stop(connection: sa.Connection, station_id: int, since: datetime) -> list[Transaction]:
    """Return the transactions of a station of which no start is known (OCPP 1.6), oldest first.

    They are those without an EVSE, which a stop does not name.
    """
    return [_read(row) for row in _KNOWN_BY_STOP.all(connection, (station_id, since))]


def open_at(connection: sa.Connection, station_id: int, evse: int | None = None) -> list[Transaction]:
    """Return the open transactions of a station, or of one EVSE, oldest first."""
    if evse is None:
        rows = _OPEN_AT_STATION.all(connection, (station_id,))
    else:
        rows = _OPEN_AT_EVSE.all(connection, (station_id, evse))
    # Sorted here: to have them in order SQLite would rather go through all that the station has ever had.
    return sorted((_read(row) for row in rows), key=_begin_of)


def _begin_of(known: Transaction) -> tuple[datetime, int]:
    return known.started_at, known.id


def last_at(
    connection: sa.Connection, station_id: int, evse: int, moment: datetime, limit: int = 2
) -> list[Transaction]:
    """Return the transactions of an EVSE that had begun by a moment, newest first."""
    return [_read(row) for row in _LAST_AT.all(connection, (station_id, evse, moment, limit))]


def count_open(
    connection: sa.Connection,
    id_token_key: str,
    except_number: int = 0,
    except_station_id: int = 0,
    except_evse: int | None = None,
    *,
    begun_before: bool = False,
) -> int:
    """Return how many transactions a token has open and may have, but for one, and for those at one EVSE.

    Those that have begun later than the one are left out if `begun_before`.
    """
    is_other = transaction.c.id < except_number if begun_before else transaction.c.id != except_number
    query = sa.select(sa.func.count()).where(
        transaction.c.id_token_key == id_token_key,
        transaction.c.is_open,
        transaction.c.authorization == AuthorizationStatus.ACCEPTED.value,
        is_other,
    )
    if except_evse is not None:
        is_there = sa.and_(transaction.c.station_id == except_station_id, transaction.c.evse == except_evse)
        query = query.where(sa.or_(transaction.c.evse.is_(None), sa.not_(is_there)))
    return connection.execute(query).scalar_one()


def insert(connection: sa.Connection, known: Transaction) -> None:
    """Add a transaction and give it its number, which is its reference too if it has none."""
    known.id = _INSERT.run(connection, _values_of(known)).fetchone()[0]
    if not known.reference:
        known.reference = str(known.id)
        _SET_REFERENCE.run(connection, (known.id, known.reference))


def recall(tx: Tx, station_id: int, number: int) -> Transaction | None:
    """Return a station's transaction as `find` does, without reading it each time. Who changes it has to save it."""
    key = (_MEMORY, number)
    known: Transaction | None = tx.memory.get(key)
    if known is None or known.station_id != station_id:
        known = find(tx.connection, station_id, number)
        if known is not None:
            tx.memory[key] = known
    return known


def save(tx: Tx, known: Transaction) -> None:
    """Write a transaction back."""
    values = (known.id, *_values_of(known))
    if not _SAVE.run(tx.connection, values).rowcount:
        _SAVE_WITH_BEGIN.run(tx.connection, values)
    tx.memory.pop((_MEMORY, known.id), None)


def save_values(tx: Tx, known: Transaction) -> None:
    """Write back what meter values change."""
    values = [getattr(known, name) for name in _SAVED_BY_VALUES]
    values[_SAVED_TALLY] = msgspec.json.encode(known.tally).decode()
    tx.put_off(_SAVE_ALL_VALUES, known.id, (known.id, *values))
    if tx.memory.get((_MEMORY, known.id)) is not known:  # it was found in another way
        tx.memory.pop((_MEMORY, known.id), None)


def add_event(
    tx: Tx,
    number: int,
    kind: str,
    text: str,
    happened_at: datetime,
    received_at: datetime,
    *,
    seq_no: int | None = None,
    payload: str | None = None,
) -> None:
    """Add a line to a transaction's history; those that a station has numbered must not be there yet."""
    tx.append(_INSERT_EVENTS, (number, kind, text, happened_at, received_at, seq_no, payload))


def events_numbered(tx: Tx, number: int, seq_no: int) -> list[tuple[str, datetime]]:
    """Return kind and time of the events of a transaction that have a number of its station."""
    found = _EVENTS_NUMBERED.all(tx.connection_with_logs, (number, seq_no))
    return [(kind, happened_at) for kind, happened_at in found]


def add_values(
    tx: Tx,
    station_id: int,
    evse: int,
    number: int | None,
    values: Iterable[MeterValue],
    received_at: datetime,
) -> None:
    """Add meter values; those that are there already are not added again."""
    for value in values:
        row = _value_row(station_id, evse, number, value, received_at)
        tx.put_off(_INSERT_VALUES, object(), row)


def _value_row(
    station_id: int, evse: int, number: int | None, value: MeterValue, received_at: datetime
) -> tuple[Any, ...]:
    context, *figures, notes = msgspec.structs.astuple(value.reading)
    return (
        station_id,
        evse,
        number,
        value.sampled_at,
        received_at,
        context,
        _digest(value),
        value.raw,
        msgspec.json.encode(notes).decode() if notes else None,
        *figures,
    )


def _digest(value: MeterValue) -> int:
    said = "" if value.doubt is None else value.doubt.key
    text = f"{value.reading.context}|{value.raw}|{said}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def has_value(connection: sa.Connection, station_id: int, evse: int, value: MeterValue, since: datetime) -> bool:
    """Tell whether a value is there already whose time is that of its arrival: the second one arrived later."""
    return _HAS_VALUE.first(connection, (station_id, since, evse, _digest(value))) is not None


def history(connection: sa.Connection, number: int) -> Sequence[sa.Row[Any]]:
    """Return the lines of a transaction's history, in order of time."""
    return connection.execute(
        sa.select(transaction_event)
        .where(transaction_event.c.transaction_id == number)
        .order_by(transaction_event.c.happened_at, transaction_event.c.id)
    ).all()
