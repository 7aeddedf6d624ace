"""What the conversations with stations of all versions have in common."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from csms.domain.provisioning import REGISTRATIONS, Boot, Registration
from csms.domain.remote_control import Answer, Command, Fault
from csms.domain.stations import Admission, StationKey
from csms.domain.transaction_facts import Doubt
from csms.gateway.central import Central
from csms.gateway.gate import Gate
from csms.gateway.handshake import Entrance
from csms.gateway.times import read_clock, to_text
from csms.gateway.wire import to_json
from csms.service import notifications
from csms.storage.engine import Tx
from csms.storage.stations import StationRecord
from ocpp import tolerance
from ocpp.charge_point import ChargePoint
from ocpp.connection import Connection
from ocpp.masking import mask
from ocpp.model import Request, Result
from ocpp.server import Link

P = ParamSpec("P")
T = TypeVar("T")
ResultT = TypeVar("ResultT", bound=Result)

MOST_LAG = timedelta(hours=15)
"""No clock that shows local time as UTC is further behind."""

_ADMISSIONS = {registration: admission for admission, registration in REGISTRATIONS.items()}


class CloseCode(IntEnum):
    """Why a link is closed (RFC 6455, 7.4.1, and the registry of IANA)."""

    POLICY_VIOLATION = 1008
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013


class Conversation(ChargePoint, ABC):
    """One station's link, as the central system sees it; the functional blocks of a version are mixed in.

    Args:
        connection: the link.
        record: what is known of the station.
        central: what all links share.
        entrance: how the station has come in.
    """

    always_open: ClassVar[frozenset[str]] = frozenset({"BootNotification"})
    """What a station may send that is not accepted."""

    def __init__(
        self, connection: Connection, record: StationRecord, central: Central, entrance: Entrance | None = None
    ) -> None:
        super().__init__(
            record.identity,
            connection,
            response_timeout=central.call_timeout_s,
            strict=record.is_strict,
            tolerances=_tolerances_of(record),
            hooks=central.hooks,
        )
        self.central = central
        self.entrance = entrance or Entrance()
        self.key = StationKey(record.id, record.identity)
        self._clock_lag: timedelta | None = None
        self._gate = Gate(self.always_open)
        self.admission = Admission.HELD
        self.zone: tzinfo = UTC
        self.response_delay_s = 0.0
        self.follow(record)
        self.has_booted = False
        """Whether a BootNotification of this link has been recorded."""

    def now(self) -> datetime:
        """Return the time."""
        return self.central.now()

    def timestamp(self) -> str:
        """Return the time as messages have it."""
        return to_text(self.central.now())

    def read_time(self, text: str | None, now: datetime) -> datetime:
        """Return a timestamp of something that stations do not save up; `now` if there is none that can be right."""
        moment, doubt = read_clock(text, now, self.zone)
        if doubt is None:
            self._heed_lag(now - moment, is_live=True)
        return moment

    def read_clock(self, text: str | None, now: datetime) -> tuple[datetime, Doubt | None]:
        """Return a timestamp of something that may be old, and why it is `now`, if there is none that can be right."""
        moment, doubt = read_clock(text, now, self.zone)
        if doubt is None:
            self._heed_lag(now - moment, is_live=False)
        return moment, doubt

    def _heed_lag(self, lag: timedelta, *, is_live: bool) -> None:
        """Learn how far the station's clock is behind: by what it does not save up, and no more than all it says."""
        known = self._clock_lag
        if (known is None and is_live and lag <= MOST_LAG) or (known is not None and lag < known):
            self._clock_lag = lag
            self.key = replace(self.key, clock_lag=max(lag, timedelta()))

    def follow(self, record: StationRecord) -> None:
        """Take over how the operator wants the station to be taken; strictness holds from the next link on."""
        self.zone = UTC if record.time_zone == "UTC" else ZoneInfo(record.time_zone)
        self.naive_zone = self.zone
        self.response_delay_s = record.response_delay_s
        if not self.strict:
            self.tolerances = _tolerances_of(record)
        self._admit(Admission(record.admission))

    def expect(self, action: str, payload: object) -> None:
        """Let a station that is not accepted answer what the operator asks of it (B02.FR.09).

        Args:
            action: of the request to the station.
            payload: of the request, as an object with attributes or as JSON.
        """
        self._gate.expect(action, payload)
        self._admit(self.admission)

    async def request(self, payload: Request[ResultT], *, timeout_s: float | None = None) -> ResultT:
        """Send a request and return its typed answer; see `ChargePoint.request`."""
        if self.admission is not Admission.ACCEPTED:
            self.expect(type(payload).__name__, payload)
        return await super().request(payload, timeout_s=timeout_s)

    async def request_raw(self, action: str, payload: bytes | str | Raw, *, timeout_s: float | None = None) -> Raw:
        """Send a request as it is and return its answer as it is; see `ChargePoint.request_raw`."""
        if self.admission is not Admission.ACCEPTED:
            with suppress(msgspec.DecodeError):  # which is told where it is sent
                self.expect(action, msgspec.json.decode(payload))
        return await super().request_raw(action, payload, timeout_s=timeout_s)

    @abstractmethod
    def check(self, command: Command) -> Fault | None:
        """Return what is wrong with a command for this station, None if it can be sent."""

    @abstractmethod
    async def execute(self, command: Command, timeout_s: float, number: int | None = None) -> Answer:
        """Have the station do something and return what became of it, whatever it is."""

    def close(self, code: int, reason: str) -> None:
        """Begin to close the link."""
        if isinstance(self._connection, Link):
            self._connection.start_close(code, reason)

    async def record(self, unit: Callable[Concatenate[Tx, StationKey, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have what the station says written, and return after the commit: what is answered then is a promise.

        What a station may not say that is not accepted does not come here: see `Gate`.

        Raises:
            StorageError: the station gets InternalError, and repeats what it said.
        """
        value = await self.central.store.write_for(self.key.identity, unit, self.key, *args, **kwargs)
        if self.response_delay_s:
            await asyncio.sleep(self.response_delay_s)  # quirk 14
        return value

    async def boot(self, unit: Callable[[Tx, StationKey, Boot], Registration], told: Boot) -> Registration:
        """Have a boot written: also of a station that is not accepted. Raises: StorageError."""
        registration = await self.central.store.write_for(self.key.identity, unit, self.key, told)
        self._admit(_ADMISSIONS[registration])
        self.has_booted = True
        return registration

    async def keep(self, request: Request[Any]) -> None:
        """Keep a message as it came. Raises: as `record`."""
        await self.record(notifications.keep, type(request).__name__, mask(to_json(request)), self.now())

    def boot_interval_s(self, registration: Registration) -> int:
        """Return what goes with the answer to a BootNotification."""
        if registration is Registration.ACCEPTED:
            return self.central.heartbeat_interval_s
        return self.central.boot_retry_interval_s

    def _admit(self, admission: Admission) -> None:
        self.admission = admission
        vars(self).pop("route_map", None)  # whoever is accepted has the handlers of the class, which all links share
        if admission is not Admission.ACCEPTED:
            self.route_map = self._gate.routes(self.route_map, admission)


def _tolerances_of(record: StationRecord) -> frozenset[tolerance.Tolerance]:
    if record.is_strict:
        return frozenset()
    if record.tolerances is None:
        return tolerance.ALL
    return frozenset(tolerance.Tolerance(name) for name in record.tolerances.split())
