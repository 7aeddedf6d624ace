"""The way of a command: recorded, sent, its outcome recorded, and told to who waits for it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from csms.bus.local import LocalBus
from csms.domain.events import Event, TransactionStarted, TransactionUpdated
from csms.domain.remote_control import Answer, Command, Fault, Outcome, RemoteStart
from csms.service import commands
from csms.storage import commands as rows
from csms.storage.commands import CommandRecord
from csms.storage.engine import StorageError, Store

LOGGER = logging.getLogger("csms.commands")

SAVE_ATTEMPTS = 20
SAVE_RETRY_S = 3.0
"""An outcome that the database does not take is offered again for about a minute."""


class UnknownStationError(LookupError):
    """There is no station with this identity."""


class InvalidCommandError(ValueError):
    """A command cannot be sent to this station; nothing was sent.

    Args:
        fault: why.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.place}: {fault.reason}" if fault.place else fault.reason)
        self.fault = fault


class _Starting(Struct):
    """Remote starts of a station whose transactions have not begun yet."""

    numbers: set[int]
    until: datetime


class Dispatcher:
    """Sends commands to stations and records what becomes of them, whether somebody waits for it or not.

    Args:
        store: the database.
        bus: where the stations are.
        now: the clock.
        timeout_s: how long a station may take for an answer.
        mask: returns the JSON of a command, secrets masked; by default nothing of it is kept.
    """

    def __init__(
        self,
        store: Store,
        bus: LocalBus,
        *,
        now: Callable[[], datetime],
        timeout_s: float,
        mask: Callable[[Command], str] = lambda _: "{}",
    ) -> None:
        self._store = store
        self._bus = bus
        self._mask = mask
        self._timeout_s = timeout_s
        self._now = now
        self._running: dict[int, asyncio.Task[None]] = {}
        self._linking: set[asyncio.Task[None]] = set()
        self._starting: dict[str, _Starting] = {}
        self._unsubscribe: Callable[[], None] | None = None

    async def start(self) -> None:
        """Give up what was pending when the server stopped, and watch for what remote starts begin.

        Raises: StorageError.
        """
        now = self._now()
        failed = await self._store.write(commands.fail_pending, now)
        if failed:
            LOGGER.warning("%d commands were pending when the server stopped; they have failed", failed)
        since = now - commands.LONGEST_START_WINDOW
        for row in await self._store.read(rows.waiting_starts, since):
            self._expect_start(row.identity, row.id, row.requested_at)
        self._unsubscribe = self._bus.subscribe(self._listen)

    async def close(self) -> None:
        """Stop waiting for stations; what is pending fails at the next start."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        tasks = [*self._running.values(), *self._linking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def submit(self, identity: str, command: Command, by: str) -> int:
        """Record a command and send it; return its number without waiting for the station.

        Args:
            identity: of the station.
            command: what it is to do.
            by: who asks.

        Raises:
            UnknownStationError: there is no such station.
            InvalidCommandError: it cannot be sent to this station.
            StorageError: it could not be recorded; nothing was sent.
        """
        fault = await self._bus.check(identity, command)
        if fault is not None:
            raise InvalidCommandError(fault)
        now = self._now()
        number = await self._store.write_for(identity, commands.save, identity, command, self._mask(command), by, now)
        if number is None:
            raise UnknownStationError(identity)
        if isinstance(command, RemoteStart):
            self._expect_start(identity, number, now)
        task = asyncio.create_task(self._run(identity, command, number))
        self._running[number] = task
        task.add_done_callback(lambda _: self._running.pop(number, None))
        return number

    async def wait(self, number: int, wait_s: float) -> CommandRecord | None:
        """Return a command when it has its outcome, or when the time is over; None if there is no such command.

        Raises: StorageError.
        """
        task = self._running.get(number)
        if task is not None and wait_s > 0:
            await asyncio.wait((task,), timeout=wait_s)
        return await self._store.read(rows.find, number)

    @property
    def is_linking(self) -> bool:
        """Whether it is being found out what a remote start has begun."""
        return bool(self._linking)

    async def _run(self, identity: str, command: Command, number: int) -> None:
        try:
            answer = await self._bus.request(identity, command, self._timeout_s, number)
        except Exception as error:  # a link's handler: whatever it raises, the command must not stay pending
            LOGGER.exception("%s: the command %s has failed", identity, command.name)
            answer = Answer(Outcome.FAILED, detail=f"The server has made a mistake: {type(error).__name__}")
        if isinstance(command, RemoteStart) and answer.outcome not in {Outcome.ACCEPTED, Outcome.TIMED_OUT}:
            self._forget_start(identity, number)
        name = getattr(command, "action", command.name)
        await self._save(identity, number, name, answer)

    async def _save(self, identity: str, number: int, name: str, answer: Answer) -> None:
        for attempt in range(SAVE_ATTEMPTS):
            if attempt:
                await asyncio.sleep(SAVE_RETRY_S)
            try:
                await self._store.write_for(identity, commands.finish, identity, number, name, answer, self._now())
            except StorageError as error:
                LOGGER.warning("%s: the outcome of command %d could not be recorded: %s", identity, number, error)
            else:
                return

    # Transactions that remote starts begin

    def _expect_start(self, identity: str, number: int, asked_at: datetime) -> None:
        starting = self._starting.setdefault(identity, _Starting(set(), asked_at))
        if asked_at > starting.until:
            starting.numbers.clear()
        starting.numbers.add(number)
        starting.until = asked_at + commands.LONGEST_START_WINDOW

    def _forget_start(self, identity: str, number: int) -> None:
        starting = self._starting.get(identity)
        if starting is not None:
            starting.numbers.discard(number)
            if not starting.numbers:
                del self._starting[identity]

    def _listen(self, event: Event) -> None:
        """Look whether a transaction was begun by a remote start; costs nothing where none is waited for."""
        starting = self._starting.get(event.station)
        if starting is None or not isinstance(event, TransactionStarted | TransactionUpdated):
            return
        if event.at > starting.until + timedelta(seconds=1):
            del self._starting[event.station]
            return
        task = asyncio.create_task(self._link(event.station, event.transaction))
        self._linking.add(task)
        task.add_done_callback(self._linking.discard)

    async def _link(self, identity: str, transaction: int) -> None:
        try:
            number = await self._store.write_for(identity, commands.link_transaction, transaction)
        except StorageError as error:
            LOGGER.warning(
                "%s: it could not be recorded what has begun transaction %d: %s", identity, transaction, error
            )
            return
        if number is not None:
            self._forget_start(identity, number)
