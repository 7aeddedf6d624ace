"""What has happened: told to whoever watches, after the commit that made it true."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType


class Event(Struct, frozen=True, kw_only=True):
    """Something that has happened at a station.

    Args:
        station: identity of the station; empty if it is about none.
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
    """A station has opened a link.

    Args:
        version: of OCPP.
        remote_address: where the link comes from.
        admission: whether the station is wanted: accepted, held or rejected.
        site: number of the site where it stands; None: it stands at none.
    """

    name = "station.connected"
    version: str
    remote_address: str
    admission: str
    site: int | None


class StationDisconnected(Event, frozen=True):
    """A station's link has ended."""

    name = "station.disconnected"
    reason: str


class StationChanged(Event, frozen=True):
    """An operator has added, changed or deleted a station: its link, if it has one, has to follow.

    Args:
        admission: whether it is wanted: accepted, held or rejected.
        site: number of the site where it stands; None: it stands at none.
        is_deleted: it is not known any more.
    """

    name = "station.changed"
    is_durable = False
    admission: str
    site: int | None
    is_deleted: bool = False


class SiteChanged(Event, frozen=True):
    """An operator has made, changed or deleted a site.

    Args:
        site: its number.
        site_name: what people call it.
        address: where it is.
        time_zone: in which people there read times.
        is_deleted: it is not there any more; its stations have none.
    """

    name = "site.changed"
    is_durable = False
    site: int
    site_name: str
    address: str
    time_zone: str
    is_deleted: bool = False


class StationBooted(Event, frozen=True):
    """A station has sent BootNotification."""

    name = "station.booted"
    status: str
    vendor: str
    model: str
    firmware: str | None = None


class ConnectorStatusChanged(Event, frozen=True):
    """A connector, an EVSE or the station itself reports another status or another error.

    Args:
        evse: 0 is the station.
        connector: 0 is the EVSE, or the station.
        status: in the words of its version.
        since: when this status began, by the station's clock; None: it goes on, and the error is another.
        error_code: None without an error.
        error_info: more about the error.
        vendor_error_code: the vendor's own code of it.
    """

    name = "connector.status"
    evse: int
    connector: int
    status: str
    since: datetime | None
    error_code: str | None = None
    error_info: str | None = None
    vendor_error_code: str | None = None


class TransactionStarted(Event, frozen=True):
    """A transaction has begun.

    Args:
        transaction: its number.
        evse: where it is, as far as the station has said it.
        connector: of the EVSE.
        id_token: that began it.
        started_at: by the station's clock.
    """

    name = "transaction.started"
    transaction: int
    evse: int | None
    connector: int | None
    id_token: str | None
    started_at: datetime


class TransactionUpdated(Event, frozen=True):
    """A transaction has new values; told with all that is shown of one that runs.

    Args:
        transaction: its number.
        evse: where it is, as far as the station has said it.
        connector: of the EVSE.
        id_token: that began it.
        started_at: by the station's clock.
        energy_wh: what was delivered so far.
        power_w: the power now.
        soc_percent: the charge of the vehicle's battery.
        charging_state: what is going on (2.x).
        charging_state_since: since when.
        metered_at: when the values were metered.
    """

    name = "transaction.updated"
    is_durable = False
    transaction: int
    evse: int | None
    connector: int | None
    id_token: str | None
    started_at: datetime
    energy_wh: float | None
    power_w: float | None
    soc_percent: float | None
    charging_state: str | None
    charging_state_since: datetime | None
    metered_at: datetime | None


class TransactionEnded(Event, frozen=True):
    """A transaction has ended; told once of each.

    Args:
        transaction: its number.
        evse: where it was.
        connector: of the EVSE.
        id_token: that began it.
        energy_wh: what was delivered.
        reason: why it ended.
        ended_at: when, by the station's clock.
        is_assumed: the station has not said that it ended; it must have.
    """

    name = "transaction.ended"
    transaction: int
    evse: int | None
    connector: int | None
    id_token: str | None
    energy_wh: float | None
    reason: str | None
    ended_at: datetime | None = None
    is_assumed: bool = False


class TransactionCorrected(Event, frozen=True):
    """What was told of the end of a transaction has changed, because the station has told more.

    Args:
        transaction: its number.
        evse: where it was.
        connector: of the EVSE.
        id_token: that began it.
        energy_wh: what was delivered.
        reason: why it ended.
        ended_at: when; None if it goes on after all.
    """

    name = "transaction.corrected"
    transaction: int
    evse: int | None
    connector: int | None
    id_token: str | None
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


Settled = Literal["accepted", "rejected", "dismissed", "connected"]
"""How an entry of the inbox was settled: by the operator, or because the station has come in."""


class InboxChanged(Event, frozen=True):
    """An unknown or refused station has knocked, or this was settled.

    Args:
        entries: how many entries the inbox has now.
        cause: why it was not let in, or waits; None: it was settled.
        settled: how; None: it has knocked.
    """

    name = "inbox.changed"
    is_durable = False  # strangers could fill the memory of events
    entries: int
    cause: str | None = None
    settled: Settled | None = None


def data_of(event: Event) -> bytes:
    """Return what an event says, as JSON, without its name and number."""
    return msgspec.json.encode(event if event.id is UNSET else msgspec.structs.replace(event, id=UNSET))


EVENTS: Mapping[str, type[Event]] = {event.name: event for event in Event.__subclasses__()}
"""All kinds of events, by name."""
