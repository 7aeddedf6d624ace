"""Commands on their way to a station: whether they can be sent, when, and what their failures mean."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from msgspec import Raw

from csms.domain.remote_control import (
    Answer,
    ChangeAvailability,
    ClearCache,
    ClearLimit,
    Command,
    DataTransfer,
    Fault,
    GetConfiguration,
    Outcome,
    RawCall,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetLimit,
    SetPassword,
    Trigger,
    Unlock,
)
from csms.domain.stations import Admission, StationKey
from csms.domain.transactions import Transaction
from csms.gateway.conversation import Conversation
from csms.gateway.happening import Happening
from csms.gateway.message_schemas import check_call
from csms.gateway.outcomes import answer_of, answer_of_error
from csms.storage import stations
from csms.storage.engine import StorageError, Tx
from csms.storage.transactions import open_at
from ocpp import catalogue, codec
from ocpp.exceptions import CallQueueFullError, LinkClosedError, OCPPError
from ocpp.model import Request

LOGGER = logging.getLogger("csms.commands")

BOOT = "BootNotification"

P = ParamSpec("P")
T = TypeVar("T")


class UnsendableError(Exception):
    """The station's version of OCPP has no words for what is asked; nothing was sent."""


class Commanding(Conversation):
    """Sends commands; what a command is in a version, the blocks of that version say."""

    @cached_property
    def is_listening(self) -> Happening:
        """Set when the station may be sent something."""
        return Happening()

    def check(self, command: Command) -> Fault | None:
        """Return what is wrong with a command for this station, None if it can be sent."""
        if isinstance(command, RawCall):
            return check_call(self._ocpp_version, command.action, command.payload)
        try:
            requests = self.rendered(command)
        except UnsendableError:
            return None  # which is an answer, not a mistake
        except ValueError as error:
            return Fault("", str(error))
        for request in requests:
            violation = self._violation_in(request)
            if violation is not None:
                action = type(request).__name__
                return Fault("", f"{action} of OCPP {self._ocpp_version}: {violation}")
        return None

    def _violation_in(self, request: Request[Any]) -> str | None:
        message_type = catalogue.find(self._ocpp_version, type(request).__name__)
        if message_type is None:
            return f"OCPP {self._ocpp_version} does not have it"
        violation = codec.find_violation(message_type.request, codec.encode_json(request))
        return None if violation is None else str(violation)

    async def execute(self, command: Command, timeout_s: float, number: int | None = None) -> Answer:
        """Have the station do something and return what became of it, whatever it is."""
        if self.admission is Admission.REJECTED and not _asks_for_boot(command):
            return Answer(Outcome.FAILED, detail="The station is rejected: nothing but a trigger of its boot is sent")
        await self.wait_for_boot()
        try:
            return await self._perform(command, timeout_s, number)
        except UnsendableError as error:
            return Answer(Outcome.NOT_SUPPORTED, detail=str(error))
        except OCPPError as error:
            return answer_of_error(error)
        except LinkClosedError:
            return Answer(Outcome.FAILED, detail="The connection ended before there was an answer")
        except TimeoutError:
            return Answer(Outcome.TIMED_OUT, detail=f"There was no answer within {timeout_s:g} seconds")
        except CallQueueFullError:
            return Answer(Outcome.FAILED, detail="Too many commands wait for this station")
        except StorageError as error:
            return Answer(Outcome.FAILED, detail=f"The database is not available: {error}")
        except Exception as error:  # noqa: BLE001 - whatever a broken link raises
            LOGGER.info("%s: %s could not be sent: %s", self.id, command.name, error)
            return Answer(Outcome.FAILED, detail=f"It could not be sent: {type(error).__name__}")

    async def wait_for_boot(self) -> None:
        """Wait until the station may be sent something: its boot is answered, or does not come (quirks 9 and 10)."""
        if not self.is_listening.is_set():
            try:
                async with asyncio.timeout(self.central.boot_wait_s):
                    await self.is_listening.wait()
            except TimeoutError:
                self.is_listening.set()

    async def _perform(self, command: Command, timeout_s: float, number: int | None) -> Answer:
        rendered = [] if isinstance(command, RawCall) else self.rendered(command)
        match command:
            case RawCall():
                return await self._call_raw(command, timeout_s)
            case RemoteStart():
                return await self.remote_start(command, timeout_s, number)
            case RemoteStop():
                return await self.remote_stop(command, timeout_s)
            case Trigger():
                return await self.trigger(command, timeout_s)
            case GetConfiguration():
                return await self.get_configuration(command, timeout_s)
            case SetConfiguration():
                return await self.set_configuration(command, timeout_s)
            case SetPassword():
                return await self.set_password(command, timeout_s)
            case SetLimit():
                return await self.set_limit(command, timeout_s)
            case ClearLimit():
                return await self.clear_limit(command, timeout_s)
            case Reset() | Unlock() | ChangeAvailability() | ClearCache() | DataTransfer():
                return await self.ask(rendered[0], timeout_s)
            case _:
                raise UnsendableError(f"There is no command {command.name}")

    async def _call_raw(self, command: RawCall, timeout_s: float) -> Answer:
        # White space is nothing that is said, and long messages are a burden to small stations (quirk 41).
        payload = msgspec.json.format(command.payload, indent=-1)
        answer = await self.request_raw(command.action, payload, timeout_s=timeout_s)
        await self.take_answer(command.action, answer)
        return answer_of(bytes(answer))

    async def ask(self, request: Request[Any], timeout_s: float) -> Answer:
        """Send a request and return what its answer means. Raises: as `request`."""
        return answer_of(codec.encode_json(await self.request(request, timeout_s=timeout_s)))

    async def try_to_ask(self, request: Request[Any], timeout_s: float) -> Answer:
        """Send one of several requests; that a station refuses it with an error does not end the others.

        Raises: TimeoutError, LinkClosedError.
        """
        try:
            return await self.ask(request, timeout_s)
        except OCPPError as error:
            return answer_of_error(error)

    async def write(self, unit: Callable[Concatenate[Tx, StationKey, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have something written that the station does not wait for. Raises: StorageError."""
        return await self.central.store.write_for(self.key.identity, unit, self.key, *args, **kwargs)

    async def connectors(self) -> list[tuple[int, int]]:
        """Return EVSE and connector of all that have reported a status; (0, 0) is the station."""
        rows = await self.central.store.read(stations.connectors, self.key.id)
        return [(row["evse"], row["connector"]) for row in rows]

    async def open_transactions(self, evse: int | None = None) -> list[Transaction]:
        """Return what is charging, at one EVSE or at all."""
        return await self.central.store.read(open_at, self.key.id, evse)

    # What the blocks of a version say

    @abstractmethod
    def rendered(self, command: Command) -> list[Request[Any]]:
        """Return what a command is in this version, as far as it can be told without asking; numbers may be others.

        Raises:
            UnsendableError: this version has no words for it.
            ValueError: something in it cannot be understood.
        """

    @abstractmethod
    async def remote_start(self, command: RemoteStart, timeout_s: float, number: int | None) -> Answer:
        """Have a transaction started."""

    @abstractmethod
    async def remote_stop(self, command: RemoteStop, timeout_s: float) -> Answer:
        """Have a transaction ended."""

    @abstractmethod
    async def trigger(self, command: Trigger, timeout_s: float) -> Answer:
        """Have a message sent."""

    @abstractmethod
    async def get_configuration(self, command: GetConfiguration, timeout_s: float) -> Answer:
        """Read configuration."""

    @abstractmethod
    async def set_configuration(self, command: SetConfiguration, timeout_s: float) -> Answer:
        """Change configuration."""

    @abstractmethod
    async def set_password(self, command: SetPassword, timeout_s: float) -> Answer:
        """Change the password."""

    @abstractmethod
    async def set_limit(self, command: SetLimit, timeout_s: float) -> Answer:
        """Limit what is drawn."""

    @abstractmethod
    async def clear_limit(self, command: ClearLimit, timeout_s: float) -> Answer:
        """Take a limit back."""

    @abstractmethod
    async def take_answer(self, action: str, answer: Raw) -> None:
        """Record what the answer to a raw request tells of the station."""


def _asks_for_boot(command: Command) -> bool:
    match command:
        case Trigger():
            return command.message == BOOT
        case RawCall():
            return command.action in {"TriggerMessage", "ExtendedTriggerMessage"} and BOOT in bytes(
                command.payload
            ).decode("utf-8", "replace")
        case _:
            return False
