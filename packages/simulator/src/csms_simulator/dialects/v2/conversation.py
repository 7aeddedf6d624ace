"""What all functional blocks of a conversation share: the station, the memory, and how messages are sent."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from csms_simulator.dialects.dialect import Dialect, Host
from csms_simulator.dialects.v2.certificate_store import CertificateStore
from csms_simulator.dialects.v2.device_model import DeviceModel
from csms_simulator.dialects.v2.message_board import MessageBoard
from csms_simulator.dialects.v2.monitors import Monitors
from csms_simulator.dialects.v2.times import to_text
from csms_simulator.model.evse import Evse
from csms_simulator.model.station import Station
from ocpp import catalogue, codec
from ocpp.model import Request, Result
from ocpp.v21 import call
from ocpp.v21.datatypes import NetworkConnectionProfileType, StatusInfoType

R = TypeVar("R", bound=Result)

SERIAL_NUMBER_LENGTH = 25


class Conversation(Dialect):
    """One station's side of the conversation; the functional blocks are mixed in.

    Args:
        host: the shell that runs it.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.registration: str | None = None
        """What the central system last said to a BootNotification."""
        self.active_network_profile = 1
        self.network_profiles: dict[int, NetworkConnectionProfileType] = {}
        settings = host.model.settings
        settings.unlock_stops_transaction = False  # F05.FR.02
        settings.soft_reset_waits = True  # B12.FR.02
        settings.token_occupies = False  # G01.FR.03: only a cable does
        settings.station_availability_cascades = False  # G03: what the EVSEs were told before stays
        host.model.profiles.is_strict = True

    @property
    def version(self) -> str:
        """The version of OCPP."""
        return self._ocpp_version

    @property
    def model(self) -> Station:
        """The station itself."""
        return self.host.model

    @property
    def serial_number(self) -> str:
        """The station's serial number; without one in the layout, its name."""
        return self.model.layout.serial_number or self.host.identity[:SERIAL_NUMBER_LENGTH]

    # Most stations are never asked for these, so they are made when they are needed.

    @cached_property
    def variables(self) -> DeviceModel:
        """The device model."""
        return DeviceModel(self, self.version)

    @cached_property
    def certificates(self) -> CertificateStore:
        """The root certificates that were installed."""
        return CertificateStore()

    @cached_property
    def display_messages(self) -> MessageBoard:
        """What the display shows."""
        return MessageBoard()

    @cached_property
    def monitors(self) -> Monitors:
        """What is watched for the central system."""
        return Monitors()

    def now(self) -> float:
        """Return the time, POSIX seconds."""
        return self.host.now()

    def timestamp(self) -> str:
        """Return the time as messages have it."""
        return to_text(self.now())

    def find_evse(self, evse_id: int) -> Evse | None:
        """Return an EVSE; None if there is none with this id."""
        return self.model.evse(evse_id) if 1 <= evse_id <= len(self.model.evses) else None

    def post(
        self,
        payload: Request[R],
        on_answer: Callable[[R], None] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
        *,
        is_asked: bool = False,
    ) -> None:
        """Send a message if there is a link. In a handler: after the answer.

        `is_asked`: it is what a command has asked for, which may be sent to a central system that has not accepted the
        station yet (B02.FR.09).
        """
        if is_asked and self.registration == "Pending":
            self._keep(asyncio.ensure_future(self.request(payload)), f"{type(payload).__name__} failed")
        else:
            self.host.outbox.post(payload, on_answer, on_failure)

    def keep(self, event: call.TransactionEvent, reference: str) -> None:
        """Send a message about a transaction, now or when there is a link again.

        Raises: OCPPError if it is not valid in the station's version.
        """
        action_type = catalogue.messages(self.version)["TransactionEvent"]
        self.host.outbox.keep(_in_version(event, action_type), reference)


def why(reason: str, info: str | None = None) -> StatusInfoType:
    """Return why something was refused, as a reason code (OCPP 2.0.1 Part 2 appendices, 5)."""
    return StatusInfoType(reason_code=reason, additional_info=info)


def _in_version(event: call.TransactionEvent, action_type: catalogue.ActionType) -> Request[Any]:
    """Return an event as the class of a version: the queue that keeps it wants to know of which it is."""
    request_class = action_type.request
    if not issubclass(request_class, Request):
        raise TypeError(f"{action_type.action} is not a request")
    if isinstance(event, request_class):
        return event
    return codec.decode(request_class, codec.encode_json(event))
