"""What an operator does with tokens (block C)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from csms.domain.authorization import IdToken, Token
from csms.storage import tokens
from csms.storage.engine import Tx
from csms.storage.schema import token as token_table


def put(tx: Tx, token: Token, now: datetime) -> bool:
    """Register a token, or change all of it; return whether it is new."""
    is_new = tokens.find(tx.connection, IdToken(token.id_token).key) is None
    tokens.put(tx.connection, (token,), now)
    return is_new


def put_many(tx: Tx, registered: Sequence[Token], now: datetime) -> int:
    """Register tokens, or change all of those that are known; return how many are new. Each may be there once."""
    before = _count(tx.connection)
    tokens.put(tx.connection, registered, now)
    return _count(tx.connection) - before


def _count(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(token_table)).scalar_one()


def change(tx: Tx, id_token: str, values: Mapping[str, Any], now: datetime) -> bool:
    """Change columns of a token; return whether it is registered."""
    key = IdToken(id_token).key
    statement = sa.update(token_table).where(token_table.c.key == key).values({**values, "updated_at": now})
    return tx.connection.execute(statement).rowcount > 0


def delete(tx: Tx, id_token: str) -> bool:
    """Forget a token; return whether it was registered."""
    key = IdToken(id_token).key
    return tx.connection.execute(sa.delete(token_table).where(token_table.c.key == key)).rowcount > 0
