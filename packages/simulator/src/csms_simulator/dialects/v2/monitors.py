"""What a station watches for the central system (OCPP 2.0.1 Part 2, N02 to N08)."""

import itertools
from collections.abc import Iterator

from msgspec import Struct

from csms_simulator.dialects.v2.device_model.variable import Place, Variable
from ocpp.v21.datatypes import SetMonitoringDataType

LIMIT = 100
LEAST_SEVERE = 9


class Monitor(Struct):
    """One watched variable."""

    id: int
    variable: Variable
    place: Place
    type: str
    """UpperThreshold, LowerThreshold or Delta."""
    value: float
    severity: int
    is_of_transaction: bool
    last: str
    """The value that was last told, or with which the monitor was set."""
    is_beyond: bool = False
    """Whether a threshold is crossed."""

    def look(self, text: str) -> bool | None:
        """Look at a value; return whether it is an event: True an alert, False that the alert is over, None neither."""
        match self.type:
            case "Delta":
                has_changed = self._has_changed(text)
                self.last = text if has_changed else self.last
                return True if has_changed else None
            case _ if not text:  # there is no value at the moment
                return None
            case _:
                was_beyond, number = self.is_beyond, float(text)
                self.is_beyond = number > self.value if self.type == "UpperThreshold" else number < self.value
                return None if self.is_beyond == was_beyond else self.is_beyond

    def _has_changed(self, text: str) -> bool:
        if text == self.last:
            return False
        is_number = self.variable.is_number and text and self.last
        return not is_number or abs(float(text) - float(self.last)) >= self.value


class Monitors:
    """The monitors of one station."""

    limit = LIMIT

    def __init__(self) -> None:
        self.base = "All"
        self.level = LEAST_SEVERE
        """Events that are less severe, which means a higher number, are not told."""
        self._monitors: dict[int, Monitor] = {}
        self._ids = itertools.count(1)

    def __iter__(self) -> Iterator[Monitor]:
        return iter(tuple(self._monitors.values()))

    def __len__(self) -> int:
        return len(self._monitors)

    def get(self, monitor_id: int) -> Monitor | None:
        """Return a monitor by its id."""
        return self._monitors.get(monitor_id)

    def has_alike(self, wanted: SetMonitoringDataType, variable: Variable, place: Place) -> bool:
        """Tell whether another monitor watches the same in the same way (N04.FR.12)."""
        return any(
            (monitor.variable, monitor.place, monitor.type, monitor.severity)
            == (variable, place, wanted.type, wanted.severity)
            and monitor.id != wanted.id
            for monitor in self
        )

    def put(self, wanted: SetMonitoringDataType, variable: Variable, place: Place, text: str) -> Monitor:
        """Set a monitor, or another one in place of that with the same id."""
        monitor = Monitor(
            id=next(self._ids) if wanted.id is None else wanted.id,
            variable=variable,
            place=place,
            type=str(wanted.type),
            value=wanted.value,
            severity=wanted.severity,
            is_of_transaction=bool(wanted.transaction),
            last=text,
        )
        self._monitors[monitor.id] = monitor
        return monitor

    def remove(self, monitor_id: int) -> bool:
        """Remove a monitor; return whether it was there."""
        return self._monitors.pop(monitor_id, None) is not None

    def clear(self) -> None:
        """Remove all monitors."""
        self._monitors.clear()
