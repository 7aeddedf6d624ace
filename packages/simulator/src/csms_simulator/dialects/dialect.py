"""What the conversation of a station and the shell around it need of each other."""

import random
from abc import ABC, abstractmethod
from typing import Any, Protocol, cast

from msgspec import Struct

from csms_simulator.model.facts import BootCause, Fact
from csms_simulator.model.station import Station
from csms_simulator.outbox import Outbox
from ocpp.charge_point import ChargePoint
from ocpp.connection import Connection
from ocpp.model import Request, Result
from ocpp.offline import QueuedMessage


class Boot(Struct, frozen=True):
    """What the central system says to a station that has started."""

    status: str
    """Accepted, Pending or Rejected."""
    interval_s: float
    """Between heartbeats when accepted, else until the next BootNotification; 0: the station chooses."""
    central_time: float | None
    """The central system's clock, POSIX seconds."""

    @property
    def is_accepted(self) -> bool:
        """Whether the station may speak."""
        return self.status == "Accepted"


class Host(Protocol):
    """What a conversation asks of the shell that runs it."""

    @property
    def heartbeat_interval_s(self) -> float:
        """Simulated seconds between heartbeats; may be set at any time. 0: none."""
        ...

    @heartbeat_interval_s.setter
    def heartbeat_interval_s(self, seconds: float) -> None: ...

    @property
    def identity(self) -> str:
        """The station's name, the last segment of its URL."""
        ...

    @property
    def model(self) -> Station:
        """The station itself."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Where messages are put to be sent."""
        ...

    @property
    def rng(self) -> random.Random:
        """The station's own source of chance."""
        ...

    def now(self) -> float:
        """Return the time by the station's own clock, POSIX seconds."""
        ...

    def set_time(self, central_time: float) -> None:
        """Set the station's clock by the central system's."""
        ...

    def changed(self) -> None:
        """Have the model's facts looked at, soon: after the answer to the command that is being handled was sent."""
        ...

    def boot_again(self) -> None:
        """Have a BootNotification sent, as the central system has asked for one."""
        ...

    def change_password(self, password: bytes) -> None:
        """Use another password from the next link on, which is made soon."""
        ...


class Dialect(ChargePoint, ABC):
    """One station's conversation in one version of OCPP; mixed with that version's `ChargePoint`, before it.

    One object serves all links of a station, one after the other: `start(link)` gives it the next.
    """

    security_profile: int = 0
    """How the station connects (OCPP 2.0.1 Part 2, A00): 0 without a password, 1 with one, 2 with TLS, 3 with a
    certificate of its own; the shell sets it."""

    def __init__(self, host: Host) -> None:
        super().__init__(host.identity, cast("Connection", None))
        self.host = host

    @property
    def ping_interval_s(self) -> float:
        """Seconds of silence after which the central system is pinged, from the next link on; 0: never."""
        return 60.0

    @abstractmethod
    async def boot(self, cause: BootCause) -> Boot:
        """Send a BootNotification and return the answer. Raises: OCPPError, TimeoutError."""

    @abstractmethod
    async def heartbeat(self) -> float | None:
        """Send a Heartbeat; return the central system's time, if it can be read. Raises: OCPPError, TimeoutError."""

    @abstractmethod
    def on_fact(self, fact: Fact) -> None:
        """Put messages about a fact into the outbox."""

    @abstractmethod
    def on_online(self, *, has_booted: bool) -> None:
        """Put into the outbox what is to be said on a new link: all statuses after a boot, else what has changed."""

    def prepare(self, message: QueuedMessage) -> Request[Any] | None:
        """Return a kept message as it is to be sent now; None if it is of no use any more."""
        return message.payload()

    def delivered(self, message: QueuedMessage, result: Result) -> None:
        """Take the answer to a kept message."""

    def dropped(self, message: QueuedMessage, error: Exception) -> None:
        """Learn that a kept message was given up."""
