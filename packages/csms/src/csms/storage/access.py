"""Rows of people, their logins, and the keys of programs."""

from datetime import datetime

import sqlalchemy as sa
from msgspec import Struct

from csms.storage.rows import values_of
from csms.storage.schema import api_key, login, user


class UserRecord(Struct, frozen=True, kw_only=True):
    """A person; the columns of the table `user`."""

    id: int
    name: str
    password_hash: str
    created_at: datetime


class ApiKeyRecord(Struct, frozen=True, kw_only=True):
    """A key of a program; the columns of the table `api_key`."""

    id: int
    name: str
    prefix: str
    key_hash: str
    created_at: datetime
    last_used_at: datetime | None


def find_user(connection: sa.Connection, name: str) -> UserRecord | None:
    """Return a person by name, None if there is none."""
    row = connection.execute(sa.select(user).where(user.c.name == name)).mappings().first()
    return None if row is None else UserRecord(**values_of(row))


def insert_user(connection: sa.Connection, name: str, password_hash: str, now: datetime) -> None:
    """Add a person."""
    connection.execute(sa.insert(user).values(name=name, password_hash=password_hash, created_at=now))


def set_password(connection: sa.Connection, name: str, password_hash: str) -> bool:
    """Change a person's password; return whether there is such a person."""
    return (
        connection.execute(sa.update(user).where(user.c.name == name).values(password_hash=password_hash)).rowcount > 0
    )


def has_users(connection: sa.Connection) -> bool:
    """Tell whether there is anybody."""
    return connection.execute(sa.select(user.c.id).limit(1)).first() is not None


def insert_login(
    connection: sa.Connection, token_hash: str, user_id: int, created_at: datetime, expires_at: datetime
) -> None:
    """Add a login."""
    connection.execute(
        sa.insert(login).values(token_hash=token_hash, user_id=user_id, created_at=created_at, expires_at=expires_at)
    )


def find_login(connection: sa.Connection, token_hash: str, now: datetime) -> UserRecord | None:
    """Return whose login it is, None if there is none or it has expired."""
    row = (
        connection.execute(
            sa.select(user).join(login).where(login.c.token_hash == token_hash, login.c.expires_at > now)
        )
        .mappings()
        .first()
    )
    return None if row is None else UserRecord(**values_of(row))


def delete_login(connection: sa.Connection, token_hash: str) -> None:
    """Delete a login, if it is there."""
    connection.execute(sa.delete(login).where(login.c.token_hash == token_hash))


def delete_logins_of(connection: sa.Connection, name: str, *, except_hash: str | None = None) -> None:
    """Delete all logins of a person but one."""
    whose = sa.select(user.c.id).where(user.c.name == name).scalar_subquery()
    condition = login.c.user_id == whose
    if except_hash is not None:
        condition &= login.c.token_hash != except_hash
    connection.execute(sa.delete(login).where(condition))


def delete_expired_logins(connection: sa.Connection, now: datetime) -> None:
    """Delete the logins whose time is over."""
    connection.execute(sa.delete(login).where(login.c.expires_at <= now))


def api_keys(connection: sa.Connection, before: int | None, limit: int) -> list[ApiKeyRecord]:
    """Return keys of programs, newest first.

    Args:
        connection: of the database.
        before: only those that are older than the one of this number.
        limit: how many at most.
    """
    query = sa.select(api_key).order_by(api_key.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(api_key.c.id < before)
    return [ApiKeyRecord(**values_of(row)) for row in connection.execute(query).mappings()]


def find_api_key(connection: sa.Connection, key_hash: str) -> ApiKeyRecord | None:
    """Return a key by its hash, None if there is none."""
    row = connection.execute(sa.select(api_key).where(api_key.c.key_hash == key_hash)).mappings().first()
    return None if row is None else ApiKeyRecord(**values_of(row))


def find_api_key_named(connection: sa.Connection, name: str) -> ApiKeyRecord | None:
    """Return a key by its name, None if there is none."""
    row = connection.execute(sa.select(api_key).where(api_key.c.name == name)).mappings().first()
    return None if row is None else ApiKeyRecord(**values_of(row))


def insert_api_key(
    connection: sa.Connection, name: str, prefix: str, key_hash: str, created_at: datetime
) -> ApiKeyRecord:
    """Add a key."""
    statement = sa.insert(api_key).values(name=name, prefix=prefix, key_hash=key_hash, created_at=created_at)
    return ApiKeyRecord(**values_of(connection.execute(statement.returning(api_key)).mappings().one()))


def delete_api_key(connection: sa.Connection, number: int) -> bool:
    """Delete a key; return whether it was there."""
    return connection.execute(sa.delete(api_key).where(api_key.c.id == number)).rowcount > 0


def use_api_key(connection: sa.Connection, number: int, now: datetime) -> None:
    """Note when a key was used last."""
    connection.execute(sa.update(api_key).where(api_key.c.id == number).values(last_used_at=now))
