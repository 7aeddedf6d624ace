"""What a connector is doing, in one word for all versions, from all that is known of it (blocks E and G).

Each fact says a word: the link, the status of the connector, that of its EVSE and of its station, the transaction
that runs there. The worst of these words is the state. Words are compared by their severity, which is the order in
which `ConnectorState` lists them: what somebody has to see to comes first.

- The link: without one, the connector is `offline`, whatever was said before.
- The status of the connector, in the words of its version (OCPP 1.6, 4.9; 2.x, ConnectorStatusEnumType): `BY_STATUS`.
- The status of the EVSE or of the station as a whole counts where it keeps drivers away: `BY_WHOLE_STATUS`.
- The transaction: its charging state where the station tells it (2.x): `BY_CHARGING_STATE`. Where it does not (1.6), a
  transaction with power is `charging`. Whatever it does, the connector is `occupied`.

Where nothing says anything, the state is `unknown`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class ConnectorState(StrEnum):
    """What a connector is doing; the worst first."""

    FAULTED = "faulted"
    """It has an error, and nobody can charge."""
    OFFLINE = "offline"
    """Its station has no link."""
    UNAVAILABLE = "unavailable"
    """It was taken out of service."""
    SUSPENDED_EVSE = "suspended_evse"
    """The station gives the vehicle nothing: a limit, a missing authorization, heat."""
    SUSPENDED_EV = "suspended_ev"
    """The vehicle takes nothing: it is full, or waits."""
    CHARGING = "charging"
    """Energy flows."""
    OCCUPIED = "occupied"
    """A driver or a vehicle is there, and no energy flows yet, or no more."""
    RESERVED = "reserved"
    """It is kept for a driver."""
    AVAILABLE = "available"
    """It is free."""
    UNKNOWN = "unknown"
    """The station is connected, and has not told anything of it."""


SEVERITY: Mapping[ConnectorState, int] = {state: place for place, state in enumerate(ConnectorState)}
"""0 is the worst."""

BY_STATUS: Mapping[str, ConnectorState] = {
    "Faulted": ConnectorState.FAULTED,
    "Unavailable": ConnectorState.UNAVAILABLE,
    "SuspendedEVSE": ConnectorState.SUSPENDED_EVSE,
    "SuspendedEV": ConnectorState.SUSPENDED_EV,
    "Charging": ConnectorState.CHARGING,
    "Preparing": ConnectorState.OCCUPIED,
    "Finishing": ConnectorState.OCCUPIED,
    "Occupied": ConnectorState.OCCUPIED,
    "Reserved": ConnectorState.RESERVED,
    "Available": ConnectorState.AVAILABLE,
}
"""What the status of a connector says: nine words of 1.6, five of 2.x."""

_USES = {
    ConnectorState.SUSPENDED_EVSE,
    ConnectorState.SUSPENDED_EV,
    ConnectorState.CHARGING,
    ConnectorState.OCCUPIED,
}
IN_USE = frozenset(status for status, state in BY_STATUS.items() if state in _USES)
"""What the status of a connector is while a driver or a vehicle is there."""

BY_WHOLE_STATUS: Mapping[str, ConnectorState] = {
    "Faulted": ConnectorState.FAULTED,
    "Unavailable": ConnectorState.UNAVAILABLE,
}
"""What the status of an EVSE or of a station says of its connectors."""

BY_CHARGING_STATE: Mapping[str, ConnectorState] = {
    "SuspendedEVSE": ConnectorState.SUSPENDED_EVSE,
    "SuspendedEV": ConnectorState.SUSPENDED_EV,
    "Charging": ConnectorState.CHARGING,
}
"""What the state of a transaction says (ChargingStateEnumType); with any other, the connector is occupied."""


_SUSPENDED = {"SuspendedEVSE", "SuspendedEV"}
"""Words of both: of the status of a connector, and of a charging state."""


class Running(Struct, frozen=True, kw_only=True):
    """The transaction that runs at a connector.

    Args:
        started_at: its begin.
        charging_state: what is going on, if the station tells it (2.x).
        charging_state_since: since when.
        power_w: the power now.
    """

    started_at: datetime
    charging_state: str | None = None
    charging_state_since: datetime | None = None
    power_w: float | None = None


class ConnectorFacts(Struct, frozen=True, kw_only=True):
    """What is known of a connector.

    Args:
        is_connected: its station has a link.
        link_since: since when it has one, or has none.
        status: what was said of it last.
        status_since: since when.
        evse_status: what was said of its EVSE as a whole.
        station_status: what was said of its station as a whole.
        running: the transaction that runs there; None: none does.
    """

    is_connected: bool
    link_since: datetime | None = None
    status: str | None = None
    status_since: datetime | None = None
    evse_status: str | None = None
    station_status: str | None = None
    running: Running | None = None


def state_of(facts: ConnectorFacts) -> ConnectorState:
    """Return what a connector is doing: the worst of what the facts say."""
    return min(_said(facts), key=SEVERITY.__getitem__, default=ConnectorState.UNKNOWN)


def _said(facts: ConnectorFacts) -> Iterator[ConnectorState]:
    if not facts.is_connected:
        yield ConnectorState.OFFLINE
    said = [
        BY_STATUS.get(facts.status or ""),
        BY_WHOLE_STATUS.get(facts.evse_status or ""),
        BY_WHOLE_STATUS.get(facts.station_status or ""),
    ]
    running = facts.running
    if running is not None:
        yield ConnectorState.OCCUPIED
        said.append(BY_CHARGING_STATE.get(running.charging_state or ""))
        if running.charging_state is None and (running.power_w or 0.0) > 0:
            yield ConnectorState.CHARGING
    yield from (state for state in said if state is not None)


def state_since(facts: ConnectorFacts, state: ConnectorState) -> datetime | None:
    """Return since when a connector is in its state, as far as that is known."""
    if state is ConnectorState.OFFLINE:
        return facts.link_since
    if facts.status is not None and BY_STATUS.get(facts.status) is state:
        return facts.status_since
    running = facts.running
    if running is None:
        return None
    if running.charging_state is not None and BY_CHARGING_STATE.get(running.charging_state) is state:
        return running.charging_state_since
    return running.started_at if state in {ConnectorState.CHARGING, ConnectorState.OCCUPIED} else None


def suspended_since(facts: ConnectorFacts) -> datetime | None:
    """Return since when the transaction at a connector gets no energy; None: it does, or that is not known."""
    running = facts.running
    if running is None:
        return None
    if running.charging_state is not None:
        return running.charging_state_since if running.charging_state in _SUSPENDED else None
    return facts.status_since if facts.status in _SUSPENDED else None


def link_since(
    *,
    is_connected: bool,
    connected_at: datetime | None,
    disconnected_at: datetime | None,
    last_seen_at: datetime | None,
) -> datetime | None:
    """Return since when a station has a link, or has none; None: it never had one.

    The end of a link is not known if the server ended before it; then the station was last heard of when it was.
    """
    if is_connected or connected_at is None:
        return connected_at
    if disconnected_at is not None and disconnected_at >= connected_at:
        return disconnected_at
    return last_seen_at or connected_at
