"""When meters are read: by the clock, and while transactions run (OCPP 1.6, 4.7; OCPP 2.0.1 Part 2, J)."""

from collections.abc import Iterator, Sequence

from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import Metered, Reading, SampleContext, Trigger
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transaction_flow import TransactionFlow, next_tick

DAY_S = 86_400.0
SET_BACK_S = 60.0
"""A clock that is set back by more has been wrong altogether."""
GRID_PHASES = 3
GRID_VOLTAGE_V = 230.0


class Metering:
    """Reads the meters of a station when it is time."""

    def __init__(self, state: StationState, evses: Sequence[Evse], flow: TransactionFlow) -> None:
        self._state = state
        self._evses = evses
        self._flow = flow
        self._read_until = state.now
        """Up to when all that was due was read."""

    def next_due(self) -> float | None:
        """When a meter is to be read next."""
        return min(self._dues(), default=None)

    def read_due(self, now: float) -> None:
        """Read all meters that are due, up to which energy has to have been counted."""
        settings = self._state.settings
        if _is_due(self._aligned_due(), now):
            self._read_aligned(now)
        for evse in self._evses:
            if _is_due(self._sample_due(evse, settings.sample_interval_s), now):
                self._flow.update(now, evse, Trigger.METER_VALUE_PERIODIC, evse.reading(now), SampleContext.PERIODIC)
            if evse.open is not None and _is_due(self._sample_due(evse, settings.ended_sample_interval_s), now):
                evse.open.keep(evse.reading(now))
        self.skip(now)

    def skip(self, now: float) -> None:
        """Take what was due until `now` for read. Nothing is read twice when a clock is set back a little."""
        if not self._read_until - SET_BACK_S < now < self._read_until:
            self._read_until = now

    def main_reading(self, now: float) -> Reading:
        """Read the main meter: the sum of all EVSEs, as the grid sees it."""
        currents_a = [0.0] * GRID_PHASES
        for evse in self._evses:
            reading = evse.reading(now)
            if evse.layout.is_dc:
                reading_a = (reading.power_w / (GRID_PHASES * GRID_VOLTAGE_V),) * GRID_PHASES
            else:
                reading_a = reading.currents_a
            currents_a = [sum(pair) for pair in zip(currents_a, reading_a, strict=True)]
        offered_w = sum(evse.offer.power_w for evse in self._evses)
        return Reading(
            at=now,
            energy_wh=sum(evse.meter.energy_wh for evse in self._evses),
            power_w=sum(evse.meter.draw.power_w for evse in self._evses),
            currents_a=tuple(currents_a),
            voltages_v=(GRID_VOLTAGE_V,) * GRID_PHASES,
            power_offered_w=offered_w,
            current_offered_a=offered_w / (GRID_PHASES * GRID_VOLTAGE_V),
        )

    def _read_aligned(self, now: float) -> None:
        self._state.facts.append(Metered(now, 0, self.main_reading(now), SampleContext.CLOCK))
        for evse in self._evses:
            reading = evse.reading(now)
            if evse.open is None:
                self._state.facts.append(Metered(now, evse.id, reading, SampleContext.CLOCK))
            else:
                self._flow.update(now, evse, Trigger.METER_VALUE_CLOCK, reading, SampleContext.CLOCK)

    def _dues(self) -> Iterator[float]:
        settings = self._state.settings
        candidates = [self._aligned_due()]
        for evse in self._evses:
            candidates.append(self._sample_due(evse, settings.sample_interval_s))
            candidates.append(self._sample_due(evse, settings.ended_sample_interval_s))
        return (due for due in candidates if due is not None)

    def _aligned_due(self) -> float | None:
        """The next multiple of the interval since midnight UTC."""
        interval_s = self._state.settings.clock_aligned_interval_s
        if interval_s <= 0:
            return None
        midnight = self._read_until // DAY_S * DAY_S
        return min(next_tick(midnight, interval_s, self._read_until), midnight + DAY_S)

    def _sample_due(self, evse: Evse, interval_s: float) -> float | None:
        """The next multiple of the interval since the transaction began."""
        if evse.open is None or interval_s <= 0:
            return None
        started_at = evse.open.started_at
        was_set_back = self._state.now < started_at
        return next_tick(
            started_at, interval_s, self._read_until if was_set_back else max(started_at, self._read_until)
        )


def _is_due(due: float | None, now: float) -> bool:
    return due is not None and due <= now
