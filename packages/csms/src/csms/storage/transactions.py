"""Rows of transactions, their history, and meter values."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.energy import EnergyTally
from csms.domain.transactions import MeterValue, Transaction
from csms.storage.rows import values_of
from csms.storage.schema import meter_value, transaction, transaction_event
from csms.storage.statements import Statement

_TALLY = msgspec.json.Decoder(EnergyTally)
_ABOUT = {
    "id",
    "station_id",
    "evse",
    "transaction_id",
    "sampled_at",
    "received_at",
    "context",
    "digest",
    "raw",
    "notes",
}
_READING_COLUMNS = tuple(column.name for column in meter_value.columns if column.name not in _ABOUT)
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
_COLUMNS = tuple(column.name for column in transaction.columns)
_SAVED_BY_VALUES = ("energy_wh", "tally", "power_w", "soc_percent", "updated_at", "meter_start_wh", "meter_stop_wh")
_SAVE_VALUES = Statement(
    sa.update(transaction)
    .where(transaction.c.id == sa.bindparam("number"))
    .values({name: sa.bindparam(f"new_{name}", type_=transaction.c[name].type) for name in _SAVED_BY_VALUES}),
    ("number", *(f"new_{name}" for name in _SAVED_BY_VALUES)),
)


def _from_row(row: sa.RowMapping) -> Transaction:
    values = values_of(row)
    return Transaction(**{**values, "tally": _TALLY.decode(values["tally"])})


def _to_row(known: Transaction) -> dict[str, Any]:
    values = {name: getattr(known, name) for name in _COLUMNS if name != "id"}
    values["tally"] = msgspec.json.encode(known.tally).decode()
    return values


def find(connection: sa.Connection, station_id: int, number: int) -> Transaction | None:
    """Return a station's transaction by our number of it."""
    if not 0 < number < 2**63:
        return None
    row = (
        connection.execute(
            sa.select(transaction).where(transaction.c.id == number, transaction.c.station_id == station_id)
        )
        .mappings()
        .first()
    )
    return None if row is None else _from_row(row)


def find_by_reference(connection: sa.Connection, station_id: int, reference: str) -> Transaction | None:
    """Return a station's transaction by the station's own id of it."""
    row = (
        connection.execute(
            sa.select(transaction).where(transaction.c.station_id == station_id, transaction.c.reference == reference)
        )
        .mappings()
        .first()
    )
    return None if row is None else _from_row(row)


def find_by_start(connection: sa.Connection, station_id: int, start_key: str) -> Transaction | None:
    """Return a station's transaction by what its start said."""
    row = (
        connection.execute(
            sa.select(transaction).where(transaction.c.station_id == station_id, transaction.c.start_key == start_key)
        )
        .mappings()
        .first()
    )
    return None if row is None else _from_row(row)


def open_at(connection: sa.Connection, station_id: int, evse: int | None = None) -> list[Transaction]:
    """Return the open transactions of a station, or of one EVSE, oldest first."""
    query = sa.select(transaction).where(transaction.c.station_id == station_id, transaction.c.is_open)
    if evse is not None:
        query = query.where(transaction.c.evse == evse)
    ordered = query.order_by(transaction.c.started_at, transaction.c.id)
    return [_from_row(row) for row in connection.execute(ordered).mappings()]


def count_open(connection: sa.Connection, id_token_key: str, except_number: int = 0) -> int:
    """Return how many transactions a token has open."""
    query = sa.select(sa.func.count()).where(
        transaction.c.id_token_key == id_token_key, transaction.c.is_open, transaction.c.id != except_number
    )
    return connection.execute(query).scalar_one()


def insert(connection: sa.Connection, known: Transaction) -> None:
    """Add a transaction and give it its number, which is its reference too if it has none."""
    values = _to_row(known)
    if not known.reference:
        values["reference"] = f"number to come {known.start_key}"
    known.id = connection.execute(sa.insert(transaction).values(values).returning(transaction.c.id)).scalar_one()
    if not known.reference:
        known.reference = str(known.id)
        connection.execute(sa.update(transaction).where(transaction.c.id == known.id).values(reference=known.reference))


def save(connection: sa.Connection, known: Transaction) -> None:
    """Write a transaction back."""
    connection.execute(sa.update(transaction).where(transaction.c.id == known.id).values(_to_row(known)))


def save_values(connection: sa.Connection, known: Transaction) -> None:
    """Write back what meter values change."""
    values: dict[str, Any] = {f"new_{name}": getattr(known, name) for name in _SAVED_BY_VALUES}
    values["new_tally"] = msgspec.json.encode(known.tally).decode()
    _SAVE_VALUES.run(connection, {"number": known.id, **values})


def add_event(
    connection: sa.Connection,
    number: int,
    kind: str,
    text: str,
    happened_at: datetime,
    received_at: datetime,
    *,
    seq_no: int | None = None,
    payload: str | None = None,
) -> bool:
    """Add a line to a transaction's history; return False if an event with this number, kind and time is there."""
    if seq_no is not None:
        known = sa.select(transaction_event.c.id).where(
            transaction_event.c.transaction_id == number,
            transaction_event.c.seq_no == seq_no,
            transaction_event.c.kind == kind,
            transaction_event.c.happened_at == happened_at,
        )
        if connection.execute(known).first() is not None:
            return False
    connection.execute(
        sa.insert(transaction_event).values(
            transaction_id=number,
            kind=kind,
            text=text,
            happened_at=happened_at,
            received_at=received_at,
            seq_no=seq_no,
            payload=payload,
        )
    )
    return True


def add_values(
    connection: sa.Connection,
    station_id: int,
    evse: int,
    number: int | None,
    values: Iterable[MeterValue],
    received_at: datetime,
) -> None:
    """Add meter values; those that are there already are not added again."""
    rows = [_value_row(station_id, evse, number, value, received_at) for value in values]
    if len(rows) == 1:
        _INSERT_VALUE[connection.dialect.name].run(connection, rows[0])
    elif rows:
        _INSERT_VALUE[connection.dialect.name].run_many(connection, rows)


def _value_row(
    station_id: int, evse: int, number: int | None, value: MeterValue, received_at: datetime
) -> dict[str, Any]:
    reading = value.reading
    row: dict[str, Any] = {name: getattr(reading, name) for name in _READING_COLUMNS}
    row |= {
        "station_id": station_id,
        "evse": evse,
        "transaction_id": number,
        "sampled_at": value.sampled_at,
        "received_at": received_at,
        "context": reading.context,
        "digest": _digest(reading.context, value.raw),
        "raw": value.raw,
        "notes": msgspec.json.encode(reading.notes).decode() if reading.notes else None,
    }
    return row


def _digest(context: str, raw: str) -> int:
    digest = hashlib.blake2b(f"{context}|{raw}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def history(connection: sa.Connection, number: int) -> Sequence[sa.Row[Any]]:
    """Return the lines of a transaction's history, in order of time."""
    return connection.execute(
        sa.select(transaction_event)
        .where(transaction_event.c.transaction_id == number)
        .order_by(transaction_event.c.happened_at, transaction_event.c.seq_no, transaction_event.c.id)
    ).all()
