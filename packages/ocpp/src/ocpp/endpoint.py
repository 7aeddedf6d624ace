"""One end of an OCPP connection: its settings and state, and how it sends and reads."""

import logging
import uuid
from collections.abc import Callable, Collection
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from ocpp import codec, faults, rpc
from ocpp.calls import Calls
from ocpp.connection import Connection
from ocpp.exceptions import OCPPError
from ocpp.hooks import Hooks
from ocpp.masking import loggable
from ocpp.messages import Call, CallResult, bounded_details, with_message
from ocpp.model import Model
from ocpp.routing import ClassRoutes, Handlers, class_routes, create_route_map

if TYPE_CHECKING:
    from ocpp.lenient import Repairs
    from ocpp.tolerance import Tolerance

LOGGER = logging.getLogger("ocpp")

MessageT = TypeVar("MessageT", bound=Model)

STRICT_MEMORY = 32
"""How many answers a strict charge point keeps for repeated requests."""


class Endpoint:
    """What both directions of a connection share; see `ocpp.charge_point.ChargePoint` for the settings."""

    _call: ModuleType
    _call_result: ModuleType
    _ocpp_version: str

    # Defaults for subclasses that do not call `super().__init__`; subclasses may also override them.
    id: str
    _connection: Connection
    _response_timeout: float = 30
    logger: logging.Logger | logging.LoggerAdapter[Any] = LOGGER
    strict: bool = False
    tolerances: "frozenset[Tolerance]" = frozenset()
    hooks: Hooks | None = None
    concurrency: int = 1
    naive_zone: tzinfo = UTC
    """The zone of timestamps that name none, where `odd_timestamps` are tolerated."""
    _ended_connection: Connection | None = None
    _class_routes: ClassRoutes | None = None

    def __init__(
        self,
        id: str,
        connection: Connection,
        response_timeout: float = 30,
        logger: "logging.Logger | logging.LoggerAdapter[Any]" = LOGGER,
        *,
        strict: bool | None = None,
        tolerances: "Collection[Tolerance] | None" = None,
        hooks: Hooks | None = None,
        concurrency: int | None = None,
    ) -> None:
        self.id = id
        self._connection = connection
        self._response_timeout = response_timeout
        self.logger = logger
        if strict is not None:
            self.strict = strict
        if tolerances is not None:
            self.tolerances = frozenset(tolerances)
        if hooks is not None:
            self.hooks = hooks
        if concurrency is not None:
            if concurrency < 1:
                raise ValueError("At least one request must be handled at a time")
            self.concurrency = concurrency
        self._class_routes = class_routes(self)
        if self._class_routes is None:
            self.route_map = create_route_map(self)
        self._unique_id_generator: Callable[[], object] = uuid.uuid4

    # State that is made when it is first used, also in subclasses that do not call `super().__init__`.

    @cached_property
    def route_map(self) -> dict[str, Handlers]:
        """The handlers by action, as `create_route_map` returns them: read at every message.

        It may be changed or replaced at any time; when it is deleted, the handlers are again those of the class.
        """
        routes = self._class_routes
        return create_route_map(self) if routes is None else routes.route_map(self)

    @property
    def _shared_routes(self) -> ClassRoutes | None:
        """The handlers of the class, as long as nobody has looked at the route map, and so may have changed it."""
        return None if "route_map" in self.__dict__ else self._class_routes

    @cached_property
    def _calls(self) -> Calls:
        return Calls(memory=STRICT_MEMORY if self.strict else 0)

    def _read_frame(self, raw_msg: str | bytes) -> rpc.Frame | rpc.Malformed | None:
        """Return the frame in a message, mended if need be; None for noise."""
        id_length = rpc.STRICT_ID_LENGTH if self.strict else rpc.TOLERANT_ID_LENGTH
        if not self.tolerances:
            return rpc.decode(raw_msg, id_length)
        from ocpp.lenient import read_frame  # noqa: PLC0415 - see _decode

        frame, repairs = read_frame(raw_msg, id_length, self.tolerances)
        self._report(getattr(frame, "action", ""), repairs)
        return frame

    def _decode(
        self, message_class: type[MessageT], msg: Call | CallResult, action: str, *, reports: bool = True
    ) -> MessageT:
        """Return the typed message in a payload, mended if need be. Raises: OCPPError.

        `reports`: whether repairs are told, which is done once for a message that is read twice.
        """
        errors = faults.error_of_keyword(self._ocpp_version, self.strict)
        try:
            if not self.tolerances:
                return codec.decode(message_class, msg.raw_payload(), errors)
            # Imported here because most programs tolerate nothing and start sooner without it.
            from ocpp.lenient import read_payload  # noqa: PLC0415

            message, repairs = read_payload(
                message_class, msg.raw_payload(), errors, self.tolerances, _now, self.naive_zone
            )
        except OCPPError as error:
            raise with_message(error, msg) from None
        if reports:
            self._report(action, repairs)
        return message

    def _report(self, action: str, repairs: "Repairs") -> None:
        if not repairs:
            return
        self.logger.info("%s: tolerated in %s: %s", self.id, action or "a message", "; ".join(map(str, repairs)))
        if self.hooks is not None:
            self._tell("tolerated", action, repairs)

    async def _send(self, message: str) -> None:
        if self._logs_frames():
            self.logger.info("%s: send %s", self.id, loggable(message))
        await self._connection.send(message)
        if self.hooks is not None:
            self._tell("frame_sent", message)

    def _logs_frames(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)

    async def _refuse_result(self, message_id: rpc.MessageId, error: OCPPError) -> None:
        """Tell the other side that its answer could not be read (OCPP 2.1 Part 4, 4.2.3)."""
        details = bounded_details(error.details)
        await self._send(rpc.encode_call_result_error(message_id, error.code, error.description, details))

    def _tell(self, hook: str, *arguments: object) -> None:
        try:
            getattr(self.hooks, hook)(self.id, *arguments)
        except Exception:
            self.logger.exception("Error in the hook %s", hook)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
