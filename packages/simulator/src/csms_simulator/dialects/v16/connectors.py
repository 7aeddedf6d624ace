"""How OCPP 1.6 numbers connectors: through the whole station from 1 on; 0 is the station itself (OCPP 1.6, 3.7)."""

from msgspec import Struct

from csms_simulator.model.layout import Layout

STATION = 0
"""The connector that stands for the whole station, and for its main meter."""


class Place(Struct, frozen=True):
    """A connector as the model knows it."""

    evse_id: int
    connector_id: int


class Connectors:
    """Which number belongs to which connector of which EVSE.

    Args:
        layout: what the station is built of.
    """

    def __init__(self, layout: Layout) -> None:
        self.places = tuple(
            Place(evse_id, connector_id)
            for evse_id, evse in enumerate(layout.evses, start=1)
            for connector_id in range(1, len(evse.connectors) + 1)
        )
        self._numbers = {place: number for number, place in enumerate(self.places, start=1)}

    @property
    def count(self) -> int:
        """How many there are, the station not counted."""
        return len(self.places)

    @property
    def numbers(self) -> range:
        """All of them, the station not counted."""
        return range(1, self.count + 1)

    def number(self, evse_id: int, connector_id: int = 1) -> int:
        """Return the number of a connector; EVSE 0 is the station. Raises: KeyError if there is none."""
        return STATION if evse_id == 0 else self._numbers[Place(evse_id, connector_id)]

    def place(self, number: int) -> Place | None:
        """Return where a connector is; None if no connector of the station has this number."""
        return self.places[number - 1] if number in self.numbers else None
