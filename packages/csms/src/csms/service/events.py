"""Events that are kept."""

from datetime import datetime, timedelta

from csms.storage import events
from csms.storage.engine import Store, Tx

RETENTION = timedelta(days=7)
KEPT = 100_000
SLICE = 1000
"""How many are deleted in one unit of work: others wait meanwhile."""


def forget(tx: Tx, now: datetime) -> int:
    """Delete the oldest events, if they are older than a week or more than `KEPT`; return how many there were."""
    return events.delete_old(tx.connection, now - RETENTION, KEPT, SLICE)


async def forget_all(store: Store, now: datetime) -> None:
    """Delete all events that are too old or too many, little by little. Raises: StorageError."""
    while await store.write(forget, now):
        pass
