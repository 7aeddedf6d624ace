"""What has happened: told to whoever watches, after the commit that made it true."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import UNSET, Struct, UnsetType


class Event(Struct, frozen=True, kw_only=True):
    """Something that has happened at a station.

    Args:
        station: identity of the station.
        at: when the server learned of it, UTC.
        id: its number, if it is kept; a later event has a greater one.
    """

    name: ClassVar[str]
    is_durable: ClassVar[bool] = True
    """Whether the event is kept, so that who comes back later can have it."""

    station: str
    at: datetime
    id: int | UnsetType = UNSET


class StationConnected(Event, frozen=True):
    """A station has opened a link."""

    name = "station.connected"
    version: str
    remote_address: str


class StationDisconnected(Event, frozen=True):
    """A station's link has ended."""

    name = "station.disconnected"
    reason: str


class StationChanged(Event, frozen=True):
    """An operator has added, changed or deleted a station: its link, if it has one, has to follow."""

    name = "station.changed"
    is_durable = False
    is_deleted: bool = False


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
    """A transaction has ended; told once of each.

    Args:
        transaction: its number.
        evse: where it was.
        energy_wh: what was delivered.
        reason: why it ended.
        ended_at: when, by the station's clock.
        is_assumed: the station has not said that it ended; it must have.
    """

    name = "transaction.ended"
    transaction: int
    evse: int | None
    energy_wh: float | None
    reason: str | None
    ended_at: datetime | None = None
    is_assumed: bool = False


class TransactionCorrected(Event, frozen=True):
    """What was told of the end of a transaction has changed, because the station has told more.

    Args:
        transaction: its number.
        evse: where it was.
        energy_wh: what was delivered.
        reason: why it ended.
        ended_at: when; None if it goes on after all.
    """

    name = "transaction.corrected"
    transaction: int
    evse: int | None
    energy_wh: float | None
    reason: str | None
    ended_at: datetime | None


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
    is_durable = False  # strangers could fill the memory of events
    cause: str


def data_of(event: Event) -> bytes:
    """Return what an event says, as JSON, without its name and number."""
    return msgspec.json.encode(event if event.id is UNSET else msgspec.structs.replace(event, id=UNSET))


EVENTS: Mapping[str, type[Event]] = {event.name: event for event in Event.__subclasses__()}
"""All kinds of events, by name."""
