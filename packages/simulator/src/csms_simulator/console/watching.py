"""What changes in one station, for those who look on: statuses of connectors, and the link."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from csms_simulator.advice import explain
from csms_simulator.console.verbs import link_of
from csms_simulator.simulated_station import SimulatedStation

LOOK_S = 0.1
"""Real seconds between two looks."""


class StatusChange(Struct, frozen=True):
    """A connector is in another state."""

    at: float
    evse_id: int
    connector_id: int
    status: str


class LinkChange(Struct, frozen=True):
    """The link is in another state, or could not be made for another reason."""

    at: float
    link: str
    """`no power`, `offline`, `booting` or `online`."""
    why: str | None
    """Why the station could not connect, and what to check."""


Change: TypeAlias = StatusChange | LinkChange


class Watch:
    """Compares a station with how it was at the last look; at the first, everything is new.

    Args:
        station: what is watched.
        on_change: is told what is different.
    """

    def __init__(self, station: SimulatedStation, on_change: Callable[[Change], object]) -> None:
        self._station = station
        self._on_change = on_change
        self._link: tuple[str, str | None] | None = None
        self._statuses: dict[tuple[int, int], str] = {}

    def look(self) -> None:
        """Tell what is different."""
        station = self._station
        error = station.connection_error
        link = link_of(station), error
        if link != self._link:
            self._link = link
            why = None if error is None else explain(error, station.url, station.version)
            self._on_change(LinkChange(station.now(), link[0], why))
        for evse in station.model.evses:
            for connector_id in range(1, len(evse.layout.connectors) + 1):
                status, place = str(evse.status(connector_id)), (evse.id, connector_id)
                if status != self._statuses.get(place):
                    self._statuses[place] = status
                    self._on_change(StatusChange(station.now(), *place, status))

    async def run(self) -> None:
        """Look again and again, for ever; cancel it. Who sees more, such as frames, calls `look` in between."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_S)
