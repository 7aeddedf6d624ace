"""What the conversations with stations of all versions have in common."""

import asyncio
from abc import ABC
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from csms.domain.provisioning import REGISTRATIONS, Boot, Registration
from csms.domain.stations import Admission, StationKey
from csms.gateway.central import Central
from csms.gateway.times import read_time, to_text
from csms.service import notifications
from csms.storage.engine import Tx
from csms.storage.stations import StationRecord
from ocpp import tolerance
from ocpp.charge_point import ChargePoint
from ocpp.connection import Connection
from ocpp.exceptions import SecurityError
from ocpp.masking import mask
from ocpp.model import Request

P = ParamSpec("P")
T = TypeVar("T")

_ADMISSIONS = {registration: admission for admission, registration in REGISTRATIONS.items()}


class Conversation(ChargePoint, ABC):
    """One station's link, as the central system sees it; the functional blocks of a version are mixed in.

    Args:
        connection: the link.
        record: what is known of the station.
        central: what all links share.
    """

    def __init__(self, connection: Connection, record: StationRecord, central: Central) -> None:
        super().__init__(
            record.identity,
            connection,
            response_timeout=central.call_timeout_s,
            strict=record.is_strict,
            tolerances=_tolerances_of(record),
            hooks=central.hooks,
        )
        self.central = central
        self.key = StationKey(record.id, record.identity)
        self.admission = Admission(record.admission)
        self.zone: tzinfo = UTC if record.time_zone == "UTC" else ZoneInfo(record.time_zone)
        self.response_delay_s = record.response_delay_s
        self.booted: asyncio.Event = asyncio.Event()
        """Set when a BootNotification of this link has been answered."""

    def now(self) -> datetime:
        """Return the time."""
        return self.central.now()

    def timestamp(self) -> str:
        """Return the time as messages have it."""
        return to_text(self.central.now())

    def read_time(self, text: str | None, now: datetime) -> datetime:
        """Return a timestamp of the station; `now` if there is none that can be right."""
        return read_time(text, now, self.zone)

    async def record(self, unit: Callable[Concatenate[Tx, StationKey, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have what the station says written, and return after the commit: what is answered then is a promise.

        Raises:
            SecurityError: the station is not accepted (B02.FR.09, B03).
            StorageError: the station gets InternalError, and repeats what it said.
        """
        if self.admission is not Admission.ACCEPTED:
            raise SecurityError("The station is not accepted yet")
        value = await self.central.store.write_for(self.key.identity, unit, self.key, *args, **kwargs)
        if self.response_delay_s:
            await asyncio.sleep(self.response_delay_s)  # quirk 14
        return value

    async def boot(self, unit: Callable[[Tx, StationKey, Boot], Registration], told: Boot) -> Registration:
        """Have a boot written: also of a station that is not accepted. Raises: StorageError."""
        registration = await self.central.store.write_for(self.key.identity, unit, self.key, told)
        self.admission = _ADMISSIONS[registration]
        self.booted.set()
        return registration

    async def keep(self, request: Request[Any]) -> None:
        """Keep a message as it came. Raises: as `record`."""
        payload = msgspec.json.encode(request).decode()
        await self.record(notifications.keep, type(request).__name__, mask(payload), self.now())

    def boot_interval_s(self, registration: Registration) -> int:
        """Return what goes with the answer to a BootNotification."""
        if registration is Registration.ACCEPTED:
            return self.central.heartbeat_interval_s
        return self.central.boot_retry_interval_s


def _tolerances_of(record: StationRecord) -> frozenset[tolerance.Tolerance]:
    if record.is_strict:
        return frozenset()
    if record.tolerances is None:
        return tolerance.ALL
    return frozenset(tolerance.Tolerance(name) for name in record.tolerances.split())
