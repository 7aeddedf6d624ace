"""What the handlers of the web need."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from litestar.di import Provide
from msgspec import Struct

from csms.bus.local import LocalBus
from csms.bus.stream import EventStream
from csms.config import Settings
from csms.domain.messages import SendableAction
from csms.domain.throttling import Throttle
from csms.service.dispatch import Dispatcher
from csms.storage.engine import Store
from csms.storage.frame_log import FrameLog
from csms.storage.overview import Overview
from csms.web.recent import Recent

OVERVIEW_MAX_AGE = timedelta(seconds=1)


class Figures(Struct, kw_only=True):
    """What is counted outside of the web; asked for when somebody looks.

    Args:
        links: how many stations are connected, by version of OCPP.
        opened: how many links there have been.
        refused: connections of stations that were refused, by HTTP status; 0 where none could be answered.
        closed: links that have ended, by close code of WebSocket.
        messages_received: of stations.
        messages_sent: to stations.
        bytes_received: of stations.
        bytes_sent: to stations.
        frames_recorded: frames that are in the message log.
        frames_dropped: frames that were left out of the message log, because it could not keep up.
        loop_delay_s: how late the event loop was when it was asked last.
        loop_delay_max_s: how late it was at most in the last minute.
    """

    links: Mapping[str, int] = {}
    opened: int = 0
    refused: Mapping[int, int] = {}
    closed: Mapping[int, int] = {}
    messages_received: int = 0
    messages_sent: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0
    frames_recorded: int = 0
    frames_dropped: int = 0
    loop_delay_s: float = 0.0
    loop_delay_max_s: float = 0.0


class Messages(Protocol):
    """What stations can be asked in the words of their version of OCPP."""

    def sendable_actions(self, version: str) -> Sequence[SendableAction]:
        """Return what a central system may ask stations of a version, in alphabetical order."""
        ...

    def request_schema(self, version: str, action: str) -> dict[str, Any] | None:
        """Return the JSON schema of a request, None if it cannot be sent in this version."""
        ...


class NoMessages:
    """There is nothing that stations can be asked: for a web without a gateway."""

    def sendable_actions(self, version: str) -> Sequence[SendableAction]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def request_schema(self, version: str, action: str) -> dict[str, Any] | None:  # noqa: ARG002
        """Return None."""
        return None


class Web:
    """The surroundings of the web.

    Args:
        store: the database.
        bus: the links of stations, and the events.
        settings: of the server.
        now: the clock.
        is_listening: tells whether stations can connect.
        ocpp_port: returns where stations connect to; None if nobody listens.
        figures: returns what is counted.
        frames: the message log; None if frames are not recorded.
        commands: sends commands to stations; by default one that keeps nothing of what they say.
        messages: knows what stations can be asked in the words of their version.
        certificate_error: returns why renewed certificates are not used; empty: they are.
    """

    def __init__(
        self,
        *,
        store: Store,
        bus: LocalBus,
        settings: Settings,
        now: Callable[[], datetime],
        is_listening: Callable[[], bool] = lambda: True,
        ocpp_port: Callable[[], int | None] = lambda: None,
        figures: Callable[[], Figures] = Figures,
        frames: FrameLog | None = None,
        commands: Dispatcher | None = None,
        messages: Messages | None = None,
        certificate_error: Callable[[], str] = str,
    ) -> None:
        self.store = store
        self.bus = bus
        self.settings = settings
        self.now = now
        self.is_listening = is_listening
        self.ocpp_port = ocpp_port
        self.figures = figures
        self.messages = messages or NoMessages()
        self.certificate_error = certificate_error
        self.started_at = now()
        """When the server was started."""
        self.frames = frames
        self.commands = commands or Dispatcher(store, bus, now=now, timeout_s=settings.call_timeout_s)
        self.stream = EventStream(bus)
        """Hands events on to those who watch."""
        self.closing = asyncio.Event()
        """Set when the server closes: streams end then."""
        self.throttle = Throttle()
        """Slows down who tries passwords."""
        self.overviews: Recent[Overview] = Recent(now, OVERVIEW_MAX_AGE)
        """Counters of what goes on; many pages ask for the same ones."""
        self.hashing = asyncio.Semaphore(2)
        """Bounds how many passwords are hashed at the same time: each takes a core and 64 MiB."""


def provided(value: object) -> Provide:
    """Return a dependency that is always the same."""

    def provide() -> object:
        return value

    return Provide(provide, sync_to_thread=False)
