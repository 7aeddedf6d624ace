"""What has happened: told to whoever watches, after the commit that made it true."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True):
    """Something that has happened at a station.

    Args:
        station: identity of the station.
        at: when the server learned of it, UTC.
    """

    name: ClassVar[str]
    is_durable: ClassVar[bool] = True
    """Whether the event is kept, so that who comes back later can have it."""

    station: str
    at: datetime


class StationConnected(Event, frozen=True):
    """A station has opened a link."""

    name = "station.connected"
    version: str
    remote_address: str


class StationDisconnected(Event, frozen=True):
    """A station's link has ended."""

    name = "station.disconnected"
    reason: str


class StationBooted(Event, frozen=True):
    """A station has sent BootNotification."""

    name = "station.booted"
    status: str
    vendor: str
    model: str
    firmware: str | None = None


class ConnectorStatusChanged(Event, frozen=True):
    """A connector, or the station itself, reports another status."""

    name = "connector.status"
    evse: int
    connector: int
    status: str
    error: str | None = None


class TransactionStarted(Event, frozen=True):
    """A transaction has begun."""

    name = "transaction.started"
    transaction: int
    evse: int | None
    id_token: str | None


class TransactionUpdated(Event, frozen=True):
    """A transaction has new values."""

    name = "transaction.updated"
    is_durable = False
    transaction: int
    evse: int | None
    energy_wh: float | None
    power_w: float | None
    soc_percent: float | None
    charging_state: str | None


class TransactionEnded(Event, frozen=True):
    """A transaction has ended."""

    name = "transaction.ended"
    transaction: int
    evse: int | None
    energy_wh: float | None
    reason: str | None


class TokenRefused(Event, frozen=True):
    """A driver was not let charge."""

    name = "token.refused"
    id_token: str
    status: str
    reason: str


class CommandFinished(Event, frozen=True):
    """A command has its outcome."""

    name = "command.finished"
    command: int
    action: str
    outcome: str


class InboxChanged(Event, frozen=True):
    """An unknown or refused station has knocked, or was dealt with."""

    name = "inbox.changed"
    cause: str
