"""Rows of tokens, and of what was decided of them."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from csms.domain.authorization import Decision, IdToken, Token
from csms.storage.schema import decision as decision_table
from csms.storage.schema import token as token_table
from csms.storage.statements import Statement

_NAMES = msgspec.json.Decoder(tuple[str, ...])


_READ = ("id_token", "type", "group", "is_blocked", "expires_at", "concurrent_limit", "stations", "note")
_FIND = Statement(
    sa.select(*(token_table.c[name] for name in _READ)).where(token_table.c.key == sa.bindparam("key")), ("key",)
)
_INSERT_DECISION = Statement(
    sa.insert(decision_table),
    ("station_id", "decided_at", "id_token", "type", "occasion", "status", "reason"),
)


def find(connection: sa.Connection, key: str) -> Token | None:
    """Return a registered token; `key` is what two readings of it have in common."""
    row = _FIND.first(connection, (key,))
    if row is None:
        return None
    id_token, kind, group, is_blocked, expires_at, concurrent_limit, stations, note = row
    return Token(id_token, kind, group, is_blocked, expires_at, concurrent_limit, _NAMES.decode(stations), note)


def add_decision(
    connection: sa.Connection, station_id: int, id_token: IdToken, occasion: str, made: Decision, now: datetime
) -> None:
    """Add a line to the log of decisions."""
    values = (station_id, now, id_token.shown, id_token.type, occasion, made.status.value, made.reason)
    _INSERT_DECISION.run(connection, values)
