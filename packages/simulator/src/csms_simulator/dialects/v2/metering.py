"""Meter values (OCPP 2.0.1 Part 2, J)."""

from collections.abc import Iterable

from csms_simulator.dialects.v2.conversation import Conversation
from csms_simulator.dialects.v2.times import to_text
from csms_simulator.model.facts import Metered, Reading, SampleContext
from ocpp.v21 import call
from ocpp.v21.datatypes import MeterValueType, SampledValueType, UnitOfMeasureType

_UNITS = {
    "Energy.Active.Import.Register": "Wh",
    "Power.Active.Import": "W",
    "Power.Offered": "W",
    "Current.Import": "A",
    "Current.Offered": "A",
    "Voltage": "V",
    "Frequency": "Hz",
    "SoC": "Percent",
}


class Metering(Conversation):
    """Meter values outside of transactions."""

    def on_metered(self, fact: Metered) -> None:
        """Tell what a meter shows at a round time, or because the central system has asked (J01, F06)."""
        if fact.context is SampleContext.CLOCK and not self._tells_clock_aligned_values():
            return
        self.post_meter_values(fact.evse_id, fact.reading, fact.context)

    def post_meter_values(self, evse_id: int, reading: Reading, context: SampleContext) -> None:
        """Send the clock-aligned measurands of a reading; nothing if there are none."""
        value = meter_value(reading, self.variables.members("AlignedDataCtrlr", "Measurands"), context)
        if value is not None:
            is_asked = context is SampleContext.TRIGGER
            self.post(call.MeterValues(evse_id=evse_id, meter_value=[value]), is_asked=is_asked)

    def _tells_clock_aligned_values(self) -> bool:
        """Tell whether clock-aligned values are wanted; with SendDuringIdle not while somebody charges (J01.FR.20)."""
        if not self.variables.is_true("AlignedDataCtrlr", "Enabled"):
            return False
        is_idle = all(evse.transaction is None for evse in self.model.evses)
        return is_idle or not self.variables.is_true("AlignedDataCtrlr", "SendDuringIdle")


def meter_value(reading: Reading, measurands: Iterable[str], context: SampleContext) -> MeterValueType | None:
    """Return what a meter shows; None if it is not asked for anything that it measures."""
    samples = [sample for measurand in measurands for sample in _samples(reading, measurand, context)]
    return MeterValueType(timestamp=to_text(reading.at), sampled_value=samples) if samples else None


def _samples(reading: Reading, measurand: str, context: SampleContext) -> list[SampledValueType]:
    def sample(value: float, phase: str | None = None) -> SampledValueType:
        return SampledValueType(
            value=round(value, 3),
            context=context.value,
            measurand=measurand,
            phase=phase,
            location="EV" if measurand == "SoC" else "Outlet",
            unit_of_measure=UnitOfMeasureType(unit=_UNITS[measurand], multiplier=0),
        )

    match measurand:
        case "Energy.Active.Import.Register":
            return [sample(reading.energy_wh)]
        case "Power.Active.Import":
            return [sample(reading.power_w)]
        case "Power.Offered":
            return [sample(reading.power_offered_w)]
        case "Current.Offered":
            return [sample(reading.current_offered_a)]
        case "Frequency":
            return [sample(reading.frequency_hz)]
        case "SoC":
            return [] if reading.soc is None else [sample(100 * reading.soc)]
        case "Current.Import":
            return [sample(current, phase) for phase, current in _by_phase(reading.currents_a, "")]
        case "Voltage":
            return [sample(voltage, phase) for phase, voltage in _by_phase(reading.voltages_v, "-N")]
        case _:
            return []


def _by_phase(values: tuple[float, ...], suffix: str) -> list[tuple[str | None, float]]:
    """Return values with the names of their phases; direct current has none."""
    if len(values) == 1:
        return [(None, values[0])]
    return [(f"L{number}{suffix}", value) for number, value in enumerate(values, start=1)]
