"""Rows of commands, and of the charging profiles that they have left at stations."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.remote_control import Outcome
from csms.storage.rows import values_of
from csms.storage.schema import charging_limit, command, station, transaction

REMOTE_START = "remote-start"


class CommandRecord(Struct, frozen=True, kw_only=True):
    """What is known of a command."""

    id: int
    station: str
    site: int | None
    name: str
    request: str
    requested_by: str
    requested_at: datetime
    outcome: str
    answer: str | None
    detail: str | None
    finished_at: datetime | None
    transaction: int | None


class PendingCommand(Struct, frozen=True):
    """A command that has no outcome yet, and the identity of its station."""

    id: int
    name: str
    identity: str


class WaitingStart(Struct, frozen=True):
    """A remote start of which no transaction is known yet."""

    id: int
    remote_start_id: int | None
    id_token_key: str
    evse: int | None
    requested_at: datetime
    identity: str


class Begun(Struct, frozen=True):
    """By what a transaction may be known to have been begun by a command."""

    station_id: int
    remote_start_id: int | None
    id_token_key: str | None
    evse: int | None
    received_at: datetime


_SHOWN = (
    command.c.id,
    station.c.identity.label("station"),
    station.c.site_id.label("site"),
    command.c.name,
    command.c.request,
    command.c.requested_by,
    command.c.requested_at,
    command.c.outcome,
    command.c.answer,
    command.c.detail,
    command.c.finished_at,
    command.c.transaction_id.label("transaction"),
)


def insert(connection: sa.Connection, **values: Any) -> int:
    """Add a command and return its number."""
    return connection.execute(sa.insert(command).values(values).returning(command.c.id)).scalar_one()


def finish(connection: sa.Connection, number: int, **values: Any) -> bool:
    """Write what has become of a command that is pending; return whether it was."""
    statement = sa.update(command).where(command.c.id == number, command.c.outcome == Outcome.PENDING.value)
    return connection.execute(statement.values(values)).rowcount == 1


def find(connection: sa.Connection, number: int) -> CommandRecord | None:
    """Return a command, None if there is none with this number."""
    query = sa.select(*_SHOWN).join(station).where(command.c.id == number)
    row = connection.execute(query).mappings().first()
    return None if row is None else CommandRecord(**values_of(row))


def page(
    connection: sa.Connection,
    limit: int,
    before: int | None = None,
    *,
    station_identity: str | None = None,
    name: str | None = None,
    outcome: str | None = None,
    transaction_number: int | None = None,
) -> list[CommandRecord]:
    """Return commands, newest first, those before a number.

    Args:
        connection: to the database.
        limit: how many at most.
        before: the number of the last one that is known.
        station_identity: of this station only.
        name: of this name only.
        outcome: with this outcome only.
        transaction_number: those that have begun this transaction only.
    """
    query = sa.select(*_SHOWN).join(station).order_by(command.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(command.c.id < before)
    if station_identity is not None:
        own = sa.select(station.c.id).where(station.c.identity == station_identity).scalar_subquery()
        query = query.where(command.c.station_id == own)
    if name is not None:
        query = query.where(command.c.name == name)
    if outcome is not None:
        query = query.where(command.c.outcome == outcome)
    if transaction_number is not None:
        query = query.where(command.c.transaction_id == transaction_number)
    return [CommandRecord(**values_of(row)) for row in connection.execute(query).mappings()]


def pending(connection: sa.Connection) -> list[PendingCommand]:
    """Return the commands that are pending, in order."""
    query = sa.select(command.c.id, command.c.name, station.c.identity).join(station)
    rows = connection.execute(query.where(command.c.outcome == Outcome.PENDING.value).order_by(command.c.id))
    return [PendingCommand(**values_of(row)) for row in rows.mappings()]


# Remote starts and the transactions that they begin


def set_remote_start(connection: sa.Connection, number: int, remote_start_id: int) -> None:
    """Write by what the transaction of a remote start is known (2.x)."""
    connection.execute(sa.update(command).where(command.c.id == number).values(remote_start_id=remote_start_id))


def set_transaction(connection: sa.Connection, number: int, transaction_number: int) -> None:
    """Write which transaction a command has begun."""
    connection.execute(sa.update(command).where(command.c.id == number).values(transaction_id=transaction_number))


def waiting_starts(connection: sa.Connection, since: datetime, station_id: int | None = None) -> list[WaitingStart]:
    """Return the remote starts of which no transaction is known yet and that were not refused, newest first."""
    query = (
        sa.select(
            command.c.id,
            command.c.remote_start_id,
            command.c.id_token_key,
            command.c.evse,
            command.c.requested_at,
            station.c.identity,
        )
        .join(station)
        .where(
            command.c.name == REMOTE_START,
            command.c.transaction_id.is_(None),
            command.c.requested_at >= since,
            command.c.outcome.in_((Outcome.PENDING.value, Outcome.ACCEPTED.value, Outcome.TIMED_OUT.value)),
        )
        .order_by(command.c.id.desc())
    )
    if station_id is not None:
        query = query.where(command.c.station_id == station_id)
    return [WaitingStart(**values_of(row)) for row in connection.execute(query).mappings()]


def is_linked(connection: sa.Connection, transaction_number: int) -> bool:
    """Tell whether a command is known that has begun this transaction."""
    query = sa.select(command.c.id).where(command.c.transaction_id == transaction_number)
    return connection.execute(query).first() is not None


def begun(connection: sa.Connection, transaction_number: int) -> Begun | None:
    """Return by what a transaction may be known to have been begun by a command."""
    query = sa.select(
        transaction.c.station_id,
        transaction.c.remote_start_id,
        transaction.c.id_token_key,
        transaction.c.evse,
        transaction.c.received_at,
    ).where(transaction.c.id == transaction_number)
    row = connection.execute(query).mappings().first()
    return None if row is None else Begun(**values_of(row))


def number_of(connection: sa.Connection, station_id: int, reference: str) -> int | None:
    """Return our number of a transaction by the station's own id of it."""
    return connection.execute(
        sa.select(transaction.c.id).where(transaction.c.station_id == station_id, transaction.c.reference == reference)
    ).scalar()


# Charging profiles


class LimitRecord(Struct, frozen=True):
    """A charging profile of ours that a station has accepted."""

    evse: int
    purpose: str
    profile_id: int
    transaction_id: int | None


def limits(connection: sa.Connection, station_id: int, evse: int) -> list[LimitRecord]:
    """Return our charging profiles at an EVSE; 0 is the station."""
    rows = connection.execute(
        sa.select(
            charging_limit.c.evse,
            charging_limit.c.purpose,
            charging_limit.c.profile_id,
            charging_limit.c.transaction_id,
        ).where(charging_limit.c.station_id == station_id, charging_limit.c.evse == evse)
    )
    return [LimitRecord(**values_of(row)) for row in rows.mappings()]


def put_limit(connection: sa.Connection, station_id: int, known: LimitRecord, now: datetime) -> None:
    """Write that a station has a profile, which replaces the one of its EVSE and purpose."""
    forget_limit(connection, station_id, known.evse, known.purpose)
    connection.execute(
        sa.insert(charging_limit).values(
            station_id=station_id,
            evse=known.evse,
            purpose=known.purpose,
            profile_id=known.profile_id,
            transaction_id=known.transaction_id,
            set_at=now,
        )
    )


def forget_limit(connection: sa.Connection, station_id: int, evse: int, purpose: str) -> None:
    """Write that a station has a profile no more."""
    connection.execute(
        sa.delete(charging_limit).where(
            charging_limit.c.station_id == station_id,
            charging_limit.c.evse == evse,
            charging_limit.c.purpose == purpose,
        )
    )
