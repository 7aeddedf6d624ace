"""Rows of tokens, and of what was decided of them."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from csms.domain.authorization import Decision, IdToken, Token
from csms.storage.schema import decision as decision_table
from csms.storage.schema import token as token_table

_NAMES = msgspec.json.Decoder(tuple[str, ...])


def find(connection: sa.Connection, key: str) -> Token | None:
    """Return a registered token; `key` is what two readings of it have in common."""
    row = connection.execute(sa.select(token_table).where(token_table.c.key == key)).first()
    return None if row is None else from_row(row)


def from_row(row: sa.Row[Any]) -> Token:
    """Return the token that a row of the table holds."""
    return Token(
        row.id_token,
        row.type,
        row.group,
        row.is_blocked,
        row.expires_at,
        row.concurrent_limit,
        _NAMES.decode(row.stations),
        row.note,
    )


def add_decision(
    connection: sa.Connection, station_id: int, id_token: IdToken, occasion: str, made: Decision, now: datetime
) -> None:
    """Add a line to the log of decisions."""
    connection.execute(
        sa.insert(decision_table).values(
            station_id=station_id,
            decided_at=now,
            id_token=id_token.shown,
            type=id_token.type,
            occasion=occasion,
            status=made.status.value,
            reason=made.reason,
        )
    )
