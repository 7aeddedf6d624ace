"""What an operator does with tokens (block C)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from csms.domain.authorization import IdToken, Token
from csms.storage.engine import Tx
from csms.storage.schema import token as token_table


def put(tx: Tx, token: Token, now: datetime) -> bool:
    """Register a token, or change all of it; return whether it is new."""
    key = IdToken(token.id_token).key
    values = {
        "id_token": token.id_token,
        "type": token.type,
        "group": token.group,
        "is_blocked": token.is_blocked,
        "expires_at": token.expires_at,
        "concurrent_limit": token.concurrent_limit,
        "stations": msgspec.json.encode(token.stations).decode(),
        "note": token.note,
        "updated_at": now,
    }
    changed = tx.connection.execute(sa.update(token_table).where(token_table.c.key == key).values(values))
    if changed.rowcount:
        return False
    tx.connection.execute(sa.insert(token_table).values(key=key, created_at=now, **values))
    return True


def change(tx: Tx, id_token: str, values: Mapping[str, Any], now: datetime) -> bool:
    """Change columns of a token; return whether it is registered."""
    key = IdToken(id_token).key
    statement = sa.update(token_table).where(token_table.c.key == key).values({**values, "updated_at": now})
    return tx.connection.execute(statement).rowcount > 0


def delete(tx: Tx, id_token: str) -> bool:
    """Forget a token; return whether it was registered."""
    key = IdToken(id_token).key
    return tx.connection.execute(sa.delete(token_table).where(token_table.c.key == key)).rowcount > 0
