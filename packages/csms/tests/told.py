"""Events for tests."""

from datetime import UTC, datetime

from csms.domain.events import Event, TransactionUpdated
from csms.storage.engine import Tx

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

UPDATE = TransactionUpdated(
    station="A",
    at=NOW,
    transaction=1,
    evse=1,
    connector=1,
    id_token="TAG",
    started_at=NOW,
    energy_wh=1.0,
    power_w=None,
    soc_percent=None,
    charging_state=None,
    charging_state_since=None,
    metered_at=None,
)


def emit(tx: Tx, *told: Event) -> None:
    """Emit events, as a unit that does nothing else."""
    for each in told:
        tx.emit(each)
