"""Rows of tokens, and of what was decided of them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.authorization import Decision, IdToken, Token
from csms.storage.engine import Tx
from csms.storage.putting_off import Many
from csms.storage.schema import decision as decision_table
from csms.storage.schema import token as token_table
from csms.storage.statements import Statement

_NAMES = msgspec.json.Decoder(tuple[str, ...])


_READ = ("id_token", "type", "group", "is_blocked", "expires_at", "concurrent_limit", "stations", "note")
_FIND = Statement(
    sa.select(*(token_table.c[name] for name in _READ)).where(token_table.c.key == sa.bindparam("key")), ("key",)
)
_DECIDED = ("station_id", "decided_at", "id_token", "id_token_key", "type", "occasion", "status", "reason")
_INSERT_DECISION = Statement(sa.insert(decision_table), _DECIDED)
_INSERT_DECISIONS = Many.inserting(lambda _: _INSERT_DECISION, "decision", _DECIDED)


_PUT = ("key", *_READ, "created_at", "updated_at")


def _put(insert: Callable[[sa.Table], Any]) -> Statement:
    statement = insert(token_table)
    told = {name: statement.excluded[name] for name in (*_READ, "updated_at")}
    return Statement(statement.on_conflict_do_update(index_elements=["key"], set_=told), _PUT)


_PUT_TOKEN = {"sqlite": _put(sqlite_insert), "postgresql": _put(postgresql_insert)}


def put(connection: sa.Connection, tokens: Iterable[Token], now: datetime) -> None:
    """Write tokens; of those that are known, all is replaced but when they became known."""
    rows = [
        (
            IdToken(each.id_token).key,
            each.id_token,
            each.type,
            each.group,
            each.is_blocked,
            each.expires_at,
            each.concurrent_limit,
            msgspec.json.encode(each.stations).decode(),
            each.note,
            now,
            now,
        )
        for each in tokens
    ]
    _PUT_TOKEN[connection.dialect.name].run_many(connection, rows)


def find(connection: sa.Connection, key: str) -> Token | None:
    """Return a registered token; `key` is what two readings of it have in common."""
    row = _FIND.first(connection, (key,))
    if row is None:
        return None
    id_token, kind, group, is_blocked, expires_at, concurrent_limit, stations, note = row
    return Token(id_token, kind, group, is_blocked, expires_at, concurrent_limit, _NAMES.decode(stations), note)


def key_of(shown: str) -> str:
    """Return how the log of decisions finds a token by what is shown of it, of a secret that is nothing of its own."""
    return IdToken(shown).key


def add_decision(tx: Tx, station_id: int, id_token: IdToken, occasion: str, made: Decision, now: datetime) -> None:
    """Add a line to the log of decisions."""
    shown = id_token.shown
    values = (station_id, now, shown, key_of(shown), id_token.type, occasion, made.status.value, made.reason)
    tx.append(_INSERT_DECISIONS, values)
