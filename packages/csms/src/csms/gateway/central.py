"""What all links of the central system share."""

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from csms.bus.local import LocalBus
from csms.domain.inbox import Knock
from csms.service.authorization import House
from csms.storage.engine import Store
from ocpp.hooks import Hooks


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Central(Struct, kw_only=True):
    """The surroundings of a link.

    Args:
        store: the database.
        bus: where commands come from.
        house: what holds at all stations.
        hooks: is told of frames and of what was tolerated.
        heartbeat_interval_s: what accepted stations are told.
        boot_retry_interval_s: after how long held and rejected stations are to try again.
        call_timeout_s: how long an answer may take.
        boot_wait_s: how long commands wait for the BootNotification of a link (quirks 9 and 10).
        now: the clock.
        note_knock: is told of stations that are not let in, or no further.
    """

    store: Store
    bus: LocalBus
    house: House = House()
    hooks: Hooks | None = None
    heartbeat_interval_s: int = 300
    boot_retry_interval_s: int = 30
    call_timeout_s: float = 30
    boot_wait_s: float = 10
    now: Callable[[], datetime] = utc_now
    note_knock: Callable[[Knock], None] = lambda _: None
