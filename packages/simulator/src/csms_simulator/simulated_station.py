"""A simulated station with its link: the model, its conversation and the time, run on asyncio.

::

    async with SimulatedStation("ws://127.0.0.1:9000", "CP1") as station:
        await station.plug_in()
        await station.swipe("TAG")
        await station.frames.sent("StartTransaction")
"""

import asyncio
import contextlib
import logging
import random
import ssl as tls
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, cast

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from csms_simulator.changes import Changes
from csms_simulator.clock import Clock, ScaledClock, Timer
from csms_simulator.dialects import dialect_for
from csms_simulator.dialects.dialect import Boot, Dialect
from csms_simulator.dialing import ConnectOptions, StationLink, dial
from csms_simulator.frames import CannedAnswers, Frame, FrameLog, LoggedConnection
from csms_simulator.model.facts import BootCause, RestartWanted, Token
from csms_simulator.model.layout import Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from csms_simulator.outbox import Outbox
from csms_simulator.wire import Alteration, Wiring
from ocpp.backoff import Backoff
from ocpp.connection import Connection
from ocpp.exceptions import LinkClosedError, OCPPError
from ocpp.offline import MemoryStorage, OfflineQueue, QueueStorage
from ocpp.websocket.joining import reason_of

LOGGER = logging.getLogger("csms_simulator")

BACKOFF = Backoff(wait_minimum_s=2, random_range_s=2, repeat_times=4)
BOOT_RETRY_S = 60.0
"""After a BootNotification that was not accepted, when the central system does not say how long to wait."""
CLOSE_TIMEOUT_S = 2.0
"""How long the central system has to close a link that the station closes."""
ANSWER_TIMEOUT_S = 30.0
"""How long `send` waits for an answer."""
FLUSH_S = 5.0
"""How long a station that restarts goes on saying what it still has to say."""


class SimulatedStation:
    """One charging station that connects to a central system and behaves like a real one.

    Args:
        url: of the central system, without the identity.
        identity: the station's name, the last segment of the URL.
        version: of OCPP: "1.6", "2.0.1" or "2.1".
        layout: what the station is built of; by default one AC connector of 22 kW.
        settings: how it begins to behave; the central system can change most of it.
        clock: where it has its time from; by default the real one.
        seed: for all that happens by chance.
        password: for basic authentication.
        ssl: for `wss`; see `ocpp.tls.client_context`.
        alterations: what is changed between the station and its link: quirks and chaos.
        storage: where messages about transactions wait while there is no link; by default in memory.
        backoff: how long it waits between attempts to connect, in simulated seconds.
        on_frame: is told of each frame, in both directions.
        kept_frames: how many of the last frames `frames` keeps.
        follows_central_time: whether it sets its clock by the central system's, as real stations do; not of use with
            a clock that is faster than the real one.
    """

    def __init__(
        self,
        url: str,
        identity: str,
        version: str = "1.6",
        *,
        layout: Layout | None = None,
        settings: Settings | None = None,
        clock: Clock | None = None,
        seed: int | str = 0,
        password: str | bytes | None = None,
        ssl: tls.SSLContext | None = None,
        alterations: Sequence[Alteration] = (),
        storage: QueueStorage | None = None,
        backoff: Backoff = BACKOFF,
        on_frame: Callable[[Frame], None] | None = None,
        kept_frames: int = 10_000,
        follows_central_time: bool = False,
    ) -> None:
        self.url = url
        self.version = version
        self.clock: Clock = ScaledClock() if clock is None else clock
        self.rng = random.Random(f"{seed}/{identity}")  # noqa: S311 - a simulation must be repeatable
        self._heartbeat_interval_s = 300.0
        self._on_frame = on_frame
        self.frames = FrameLog(self.clock.now, self._frame_passed, kept_frames)
        """All frames, as they are on the wire."""
        self.answers = CannedAnswers()
        """What to answer to the next commands, instead of what the station would answer."""
        self.connection_error: str | None = None
        """Why the last attempt to connect failed, in words; None when it did not."""
        self.connects: int = 0
        """How many links there have been."""
        self.last_boot: Boot | None = None
        """What the central system last said to a BootNotification."""
        self._identity = identity
        self._password = password
        self._ssl = ssl
        self._backoff = backoff
        self._wiring = Wiring(alterations, clock=self.clock, version=version, cut_power=self._suffer_outage)
        self._follows_central_time = follows_central_time
        self._clock_offset_s = 0.0
        self._layout = Layout() if layout is None else layout
        self._settings = settings
        self._storage = MemoryStorage() if storage is None else storage
        self._has_booted = False
        self._boot_cause = BootCause.POWER_UP
        self._restart_cause: BootCause | None = None
        self._is_kept_offline = False
        self._link: StationLink | None = None
        self._connection: LoggedConnection | None = None
        self._timer: Timer | None = None
        self._is_settling = False
        self._changes = Changes()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._running: asyncio.Task[None] | None = None
        self._boot_now = asyncio.Event()
        self._connect_now = asyncio.Event()
        self._interval_changed = asyncio.Event()
        self._is_restarting = False
        self._is_in_service = False
        self._is_closed = False
        self.dialect: Dialect
        """Its conversation with the central system."""
        self.model: Station
        """The station itself."""
        self.outbox: Outbox
        """What it has to say."""

    # Its life

    async def __aenter__(self) -> Self:
        self.model = Station(
            self._layout, self.now(), settings=self._settings, new_reference=lambda: str(_uuid(self.rng))
        )
        self.dialect = dialect_for(self.version)(self)
        if self.url.startswith("wss:"):
            self.dialect.security_profile = 3 if self._password is None else 2
        elif self._password is not None:
            self.dialect.security_profile = 1
        queue = OfflineQueue(
            self._storage,
            prepare=self.dialect.prepare,
            on_delivered=self.dialect.delivered,
            on_dropped=self.dialect.dropped,
            clock=lambda: datetime.fromtimestamp(self.now(), UTC),
        )
        self.outbox = Outbox(queue)
        self._settle()
        self._running = asyncio.create_task(self._keep_connected())
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the link and all that goes on."""
        self._is_closed = True
        tasks = [task for task in (self._running, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        await asyncio.gather(*tasks, return_exceptions=True)
        self._wiring.close()

    # What a conversation asks of it

    @property
    def identity(self) -> str:
        """The station's name."""
        return self._identity

    def now(self) -> float:
        """Return the time by the station's own clock, POSIX seconds."""
        return self.clock.now() + self._clock_offset_s

    @property
    def heartbeat_interval_s(self) -> float:
        """Simulated seconds between heartbeats; 0: none."""
        return self._heartbeat_interval_s

    @heartbeat_interval_s.setter
    def heartbeat_interval_s(self, seconds: float) -> None:
        self._heartbeat_interval_s = seconds
        self._interval_changed.set()

    def set_time(self, central_time: float) -> None:
        """Set the station's clock by the central system's, unless the two differ by less than a second."""
        offset_s = central_time - self.clock.now()
        if self._follows_central_time and abs(offset_s - self._clock_offset_s) >= 1:
            self._clock_offset_s = offset_s
            self.changed()

    def changed(self) -> None:
        """Have the model's facts looked at, soon."""
        if not self._is_settling:
            self._is_settling = True
            asyncio.get_running_loop().call_soon(self._settle)

    def boot_again(self) -> None:
        """Send a BootNotification."""
        if self._has_booted:
            self._start(self._boot_once_more())
        else:
            self._boot_now.set()

    def change_password(self, password: bytes) -> None:
        """Use another password from the next link on, which is made soon."""
        self._password = password
        self._start(self._reconnect())

    # What happens to it

    async def plug_in(self, evse_id: int = 1, vehicle: Vehicle | None = None, connector_id: int = 1) -> Vehicle:
        """Plug a vehicle in; by default a compact car with a battery that is a third full. Return the vehicle."""
        vehicle = Vehicle(CATALOGUE["compact"], soc=0.33) if vehicle is None else vehicle
        self.model.plug_in(self.now(), evse_id, vehicle, connector_id)
        self.changed()
        return vehicle

    async def unplug(self, evse_id: int = 1) -> bool:
        """Pull the plug; return False if it is locked."""
        is_out = self.model.unplug(self.now(), evse_id)
        self.changed()
        return is_out

    async def swipe(self, token: str, evse_id: int = 1, kind: str = "ISO14443") -> None:
        """Show a card: to begin to charge, or to end it."""
        self.model.present(self.now(), evse_id, Token(token, kind))
        self.changed()

    async def fault(self, error: str, evse_id: int = 1, info: str | None = None) -> None:
        """Let something break, in the words of ChargePointErrorCode (OCPP 1.6)."""
        self.model.fault(self.now(), evse_id, error, info)
        self.changed()

    async def clear_fault(self, evse_id: int = 1) -> None:
        """Repair what was broken."""
        self.model.clear_fault(self.now(), evse_id)
        self.changed()

    async def go_offline(self) -> None:
        """Lose the link without a word, and make no other until `go_online`."""
        self._is_kept_offline = True
        self._cut_link()
        await self.offline()

    async def go_online(self) -> None:
        """Let the station connect again."""
        self._is_kept_offline = False
        self._connect_now.set()
        self._changes.tell()

    async def cut_power(self) -> None:
        """Let the station lose its power: it is dark until `restore_power`."""
        self.model.cut_power(self.now())
        self._has_booted = False
        self._boot_cause = BootCause.POWER_UP
        self._cut_link()
        self.changed()
        await self.offline()

    async def restore_power(self) -> None:
        """Let the station have power again: it starts anew."""
        self.model.restore_power(self.now())
        self.changed()
        self._connect_now.set()
        self._changes.tell()

    async def reboot(self, cause: BootCause = BootCause.LOCAL_RESET) -> None:
        """Let the station start anew by itself."""
        self.model.reset(self.now(), immediate=True)
        self._restart_cause = cause
        self.changed()

    async def send(self, action: str, payload: Mapping[str, Any]) -> Frame:
        """Send any call, checked by nobody; return the frame of the answer.

        Raises: ConnectionError if there is no link or it is lost before the answer came; TimeoutError.
        """
        if self._connection is None:
            raise ConnectionError("The station is offline")
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            return await self._connection.ask(str(_uuid(self.rng)), action, payload)

    # How it is

    @property
    def is_online(self) -> bool:
        """Whether there is a link."""
        return self._link is not None

    @property
    def has_booted(self) -> bool:
        """Whether the central system has accepted the station since it started."""
        return self._has_booted

    async def online(self) -> None:
        """Wait until there is a link and the central system has accepted the station."""
        await self.until(lambda: self._is_in_service)

    async def offline(self) -> None:
        """Wait until there is no link."""
        await self.until(lambda: not self.is_online)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so: it is looked at whenever a frame passes or the station is in another state."""
        while not condition():
            await self._changes.next()

    async def settled(self) -> None:
        """Wait until all that the station has to say now was said and answered."""
        while self._is_settling or not self.outbox.is_idle:
            await asyncio.sleep(0)
            await self.outbox.idle()

    # Connecting

    async def _keep_connected(self) -> None:
        waits = self._backoff.waits(self.rng.random)
        while True:
            while self._is_kept_offline or self._is_restarting or not self.model.has_power:
                await self._changes.next()
            self._connect_now.clear()
            options = self._wiring.connecting(self._options())
            try:
                link = await dial(
                    options,
                    ssl=self._ssl,
                    ping_interval=self.dialect.ping_interval_s or None,
                    close_timeout=CLOSE_TIMEOUT_S,
                ).link()
            except (OSError, TimeoutError, InvalidHandshake) as error:
                self.connection_error = reason_of(error)
                LOGGER.info("%s: not connected: %s", self.identity, self.connection_error)
                self._changes.tell()
            else:
                waits = self._backoff.waits(self.rng.random)
                await self._live(link)
                if self._is_closed:  # a task group that ends with errors forgets that it was cancelled
                    return
            wait_s = next(waits) if options.retry_after_s is None else options.retry_after_s
            await self._pause(wait_s, self._connect_now)

    def _options(self) -> ConnectOptions:
        password = self._password.encode() if isinstance(self._password, str) else self._password
        return ConnectOptions(self.url, self.identity, subprotocols=(f"ocpp{self.version}",), password=password)

    async def _live(self, link: StationLink) -> None:
        """Serve a link until it ends."""
        self._link = link
        self._connection = LoggedConnection(link, self.frames, self.answers)
        self.connection_error = None
        self.connects += 1
        wire = self._wiring.attach(self._connection, link)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.dialect.start(cast(Connection, wire)))
                tasks.create_task(self._converse())
        except* (ConnectionClosed, OCPPError, TimeoutError) as lost:
            LOGGER.info("%s: the link was lost: %s", self.identity, "; ".join(map(str, lost.exceptions)))
        finally:
            self._link = self._connection = None
            self._is_in_service = False
            self.model.went_offline(self.now())
            self.changed()
            self._changes.tell()
            link.start_close(1000)
            await link.wait_closed()

    async def _converse(self) -> None:
        """Say what is to be said on a link: boot first if need be, then everything else."""
        has_booted = not self._has_booted
        while not self._has_booted:
            await self._boot()
        self.model.went_online(self.now())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.outbox.deliver(self.dialect))
            tasks.create_task(self._beat())
            await asyncio.sleep(0)
            self.dialect.on_online(has_booted=has_booted)
            self._is_in_service = True
            self.changed()

    async def _boot(self) -> None:
        """Send a BootNotification; when it is not accepted, wait as long as the central system says."""
        self._boot_now.clear()
        try:
            boot = await self.dialect.boot(self._boot_cause)
        except LinkClosedError:
            raise
        except (OCPPError, TimeoutError) as error:
            LOGGER.info("%s: BootNotification failed: %s", self.identity, error)
            await self._pause(BOOT_RETRY_S, self._boot_now)
            return
        self._take(boot)
        if boot.is_accepted:
            self._has_booted = True
        else:
            await self._pause(boot.interval_s or BOOT_RETRY_S, self._boot_now)

    async def _boot_once_more(self) -> None:
        with contextlib.suppress(OCPPError, TimeoutError, ConnectionClosed):
            self._take(await self.dialect.boot(BootCause.TRIGGERED))

    def _take(self, boot: Boot) -> None:
        self.last_boot = boot
        if boot.central_time is not None:
            self.set_time(boot.central_time)
        if boot.is_accepted and boot.interval_s:
            self.heartbeat_interval_s = boot.interval_s
        self._changes.tell()

    async def _beat(self) -> None:
        """Send heartbeats."""
        last = self.clock.now()
        while True:
            self._interval_changed.clear()
            interval_s = self.heartbeat_interval_s
            if interval_s <= 0:
                await self._interval_changed.wait()
            elif (wait_s := last + interval_s - self.clock.now()) > 0:
                await self._pause(wait_s, self._interval_changed)
            else:
                last = self.clock.now()
                try:
                    central_time = await self.dialect.heartbeat()
                except LinkClosedError:
                    return
                except (OCPPError, TimeoutError) as error:
                    LOGGER.info("%s: Heartbeat failed: %s", self.identity, error)
                else:
                    if central_time is not None:
                        self.set_time(central_time)

    async def _restart(self, cause: BootCause) -> None:
        """Start anew: say what is to be said, end the link, be dark for a while, boot."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_S):
                await self.outbox.idle()
        self._boot_cause = cause
        self._has_booted = False
        self._is_restarting = True
        try:
            if self._link is not None:
                self._link.start_close(1001, "restarting")
            await self.offline()
            await self.clock.sleep(self.model.settings.reset_duration_s)
        finally:
            self._is_restarting = False
        self.model.restarted(self.now())
        self.changed()
        self._connect_now.set()

    async def _reconnect(self) -> None:
        """End the link and make another."""
        await asyncio.sleep(0)  # the answer to the command that is being handled goes first
        if self._link is not None:
            self._link.start_close(1000, "reconnecting")
            await self.offline()
        self._connect_now.set()

    def _cut_link(self) -> None:
        if self._link is not None:
            self._link.cut()

    def _suffer_outage(self, outage_s: float) -> None:
        self._start(self._outage(outage_s))

    async def _outage(self, outage_s: float) -> None:
        await self.cut_power()
        await self.clock.sleep(outage_s)
        await self.restore_power()

    # The model

    def _settle(self) -> None:
        """Let the model go on to the present, have messages made of what has happened, and wait for what is next."""
        self._is_settling = False
        self.model.advance(self.now())
        facts = self.model.facts
        while facts:
            fact = facts.popleft()
            if isinstance(fact, RestartWanted):
                cause, self._restart_cause = self._restart_cause or fact.cause, None
                self._start(self._restart(cause))
            else:
                self.dialect.on_fact(fact)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = self.model.next_due()
        if due is not None:
            self._timer = self.clock.call_at(due - self._clock_offset_s, self._settle)
        self._changes.tell()

    # Waiting

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            LOGGER.error("%s: an error of the simulator", self.identity, exc_info=error)

    async def _pause(self, seconds: float, event: asyncio.Event) -> None:
        """Wait for simulated seconds, or until an event."""
        waits = [asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(event.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _frame_passed(self, frame: Frame) -> None:
        if self._on_frame is not None:
            self._on_frame(frame)
        self._changes.tell()


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
