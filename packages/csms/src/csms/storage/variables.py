"""Rows of variables, and how far their reading is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.variables import Inventory, Variable, VariableName
from csms.storage.schema import inventory, variable
from csms.storage.statements import Statement

_KEY = (
    "station_id",
    "component",
    "component_instance",
    "evse",
    "connector",
    "variable",
    "variable_instance",
    "attribute",
)
_NAME = _KEY[1:]
_COLUMNS = (*_KEY, "value", "mutability", "characteristics", "reported_at")


def _upsert(insert: Callable[[sa.Table], Any]) -> Statement:
    statement = insert(variable)
    new, old = statement.excluded, variable.c
    told_again = {
        "value": new.value,
        "mutability": sa.func.coalesce(new.mutability, old.mutability),
        "characteristics": sa.func.coalesce(new.characteristics, old.characteristics),
        "reported_at": new.reported_at,
    }
    return Statement(statement.on_conflict_do_update(index_elements=_KEY, set_=told_again), _COLUMNS)


_PUT = {"sqlite": _upsert(sqlite_insert), "postgresql": _upsert(postgresql_insert)}
_VALUE = Statement(
    sa.select(variable.c.value).where(*(variable.c[name] == sa.bindparam(f"the_{name}") for name in _KEY)),
    tuple(f"the_{name}" for name in _KEY),
)
_INVENTORY_COLUMNS = ("firmware", "asked_at", "request_id", "seq_nos", "last_seq_no", "finished_at")
_FIND_INVENTORY = Statement(
    sa.select(*(inventory.c[name] for name in _INVENTORY_COLUMNS)).where(
        inventory.c.station_id == sa.bindparam("station")
    ),
    ("station",),
)
_SEQ_NOS = msgspec.json.Decoder(tuple[int, ...])


def put(connection: sa.Connection, station_id: int, told: Iterable[Variable], now: datetime) -> None:
    """Write what a station says of its variables; what it does not say this time stays."""
    rows = [(station_id, *_name_of(each.name), each.value, each.mutability, each.characteristics, now) for each in told]
    _PUT[connection.dialect.name].run_many(connection, rows)


def _name_of(name: VariableName) -> tuple[Any, ...]:
    return tuple([getattr(name, column) for column in _NAME])


def value(connection: sa.Connection, station_id: int, name: VariableName) -> str | None:
    """Return the value of a variable, None if it is not known."""
    row = _VALUE.first(connection, (station_id, *_name_of(name)))
    return None if row is None else row[0]


def values(connection: sa.Connection, station_id: int, names: Sequence[VariableName]) -> dict[VariableName, str]:
    """Return those values that are known."""
    found = {name: value(connection, station_id, name) for name in names}
    return {name: text for name, text in found.items() if text is not None}


def forget_older(connection: sa.Connection, station_id: int, moment: datetime) -> None:
    """Delete the variables that have not been reported since."""
    connection.execute(sa.delete(variable).where(variable.c.station_id == station_id, variable.c.reported_at < moment))


def find_inventory(connection: sa.Connection, station_id: int) -> Inventory | None:
    """Return how far the reading of a station's variables is, None if it was never asked."""
    row = _FIND_INVENTORY.first(connection, (station_id,))
    if row is None:
        return None
    firmware, asked_at, request_id, seq_nos, last_seq_no, finished_at = row
    return Inventory(firmware, asked_at, request_id, _SEQ_NOS.decode(seq_nos), last_seq_no, finished_at)


def save_inventory(connection: sa.Connection, station_id: int, known: Inventory) -> None:
    """Write how far it is."""
    columns: dict[str, Any] = {
        "firmware": known.firmware,
        "asked_at": known.asked_at,
        "request_id": known.request_id,
        "seq_nos": msgspec.json.encode(known.seq_nos).decode(),
        "last_seq_no": known.last_seq_no,
        "finished_at": known.finished_at,
    }
    changed = connection.execute(sa.update(inventory).where(inventory.c.station_id == station_id).values(columns))
    if changed.rowcount == 0:
        connection.execute(sa.insert(inventory).values(station_id=station_id, **columns))
