"""Rows of variables, and how far their reading is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.variables import Inventory, Variable, VariableName
from csms.storage.schema import inventory, variable

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
_SEQ_NOS = msgspec.json.Decoder(tuple[int, ...])


def put(connection: sa.Connection, station_id: int, told: Iterable[Variable], now: datetime) -> None:
    """Write what a station says of its variables; what it does not say this time stays."""
    # A statement must not change a row twice: the last word counts.
    latest = {each.name: each for each in told}
    if not latest:
        return
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(variable)
    new, old = statement.excluded, variable.c
    statement = statement.on_conflict_do_update(
        index_elements=_KEY,
        set_={
            "value": new.value,
            "mutability": sa.func.coalesce(new.mutability, old.mutability),
            "characteristics": sa.func.coalesce(new.characteristics, old.characteristics),
            "reported_at": new.reported_at,
        },
    )
    connection.execute(statement, [_to_row(station_id, each, now) for each in latest.values()])


def _to_row(station_id: int, told: Variable, now: datetime) -> dict[str, Any]:
    return {
        "station_id": station_id,
        **{name: getattr(told.name, name) for name in _NAME},
        "value": told.value,
        "mutability": told.mutability,
        "characteristics": told.characteristics,
        "reported_at": now,
    }


def value(connection: sa.Connection, station_id: int, name: VariableName) -> str | None:
    """Return the value of a variable, None if it is not known."""
    conditions = [variable.c[column] == getattr(name, column) for column in _NAME]
    return connection.execute(
        sa.select(variable.c.value).where(variable.c.station_id == station_id, *conditions)
    ).scalar()


def values(connection: sa.Connection, station_id: int, names: Sequence[VariableName]) -> dict[VariableName, str]:
    """Return those values that are known."""
    found = {name: value(connection, station_id, name) for name in names}
    return {name: text for name, text in found.items() if text is not None}


def forget_older(connection: sa.Connection, station_id: int, moment: datetime) -> None:
    """Delete the variables that have not been reported since."""
    connection.execute(sa.delete(variable).where(variable.c.station_id == station_id, variable.c.reported_at < moment))


def find_inventory(connection: sa.Connection, station_id: int) -> Inventory | None:
    """Return how far the reading of a station's variables is, None if it was never asked."""
    row = connection.execute(sa.select(inventory).where(inventory.c.station_id == station_id)).first()
    if row is None:
        return None
    return Inventory(
        row.firmware, row.asked_at, row.request_id, _SEQ_NOS.decode(row.seq_nos), row.last_seq_no, row.finished_at
    )


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
