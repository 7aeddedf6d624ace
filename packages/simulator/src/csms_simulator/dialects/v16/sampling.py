"""Which quantities of a reading are sent, and how they are written (OCPP 1.6, 7.31 to 7.35 and 7.43 to 7.45)."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from csms_simulator.model.facts import Reading, SampleContext
from ocpp.v16.datatypes import SampledValue
from ocpp.v16.enums import Location, Measurand, Phase, UnitOfMeasure

LINES = (Phase.l1, Phase.l2, Phase.l3)
LINES_TO_NEUTRAL = (Phase.l1_n, Phase.l2_n, Phase.l3_n)

PHASES: dict[Measurand, tuple[Phase, ...]] = {
    Measurand.current_import: LINES,
    Measurand.power_active_import: LINES,
    Measurand.voltage: (*LINES, *LINES_TO_NEUTRAL),
}
"""Which quantities are measured for each phase, and how the phases may be named."""

UNITS: dict[Measurand, UnitOfMeasure | None] = {
    Measurand.current_import: UnitOfMeasure.a,
    Measurand.current_offered: UnitOfMeasure.a,
    Measurand.energy_active_import_register: UnitOfMeasure.wh,
    Measurand.frequency: None,  # OCPP 1.6 has no hertz
    Measurand.power_active_import: UnitOfMeasure.w,
    Measurand.power_offered: UnitOfMeasure.w,
    Measurand.soc: UnitOfMeasure.percent,
    Measurand.temperature: UnitOfMeasure.celsius,
    Measurand.voltage: UnitOfMeasure.v,
}
"""The quantities that a station can measure."""

DECIMALS: dict[Measurand, int] = {
    # The register is written as whole Wh, as meterStart and meterStop are: so no sample lies beyond the stop.
    Measurand.energy_active_import_register: 0,
    Measurand.current_import: 2,
    Measurand.current_offered: 2,
    Measurand.frequency: 2,
}
"""Digits after the point; 1 where nothing is said."""

PLACES: dict[Measurand, Location] = {Measurand.soc: Location.ev, Measurand.temperature: Location.body}
"""Where a quantity is measured if not at the outlet."""


class Quantity(Struct, frozen=True):
    """What a configuration key names: a measurand, with a phase or without, such as `Voltage.L1-N`."""

    measurand: Measurand
    phase: Phase | None = None


class Supply(Struct, frozen=True):
    """What the meter of a reading is connected to."""

    phases: int
    is_dc: bool
    is_main_meter: bool = False


def quantity(text: str) -> Quantity:
    """Read an item such as `Current.Import` or `Current.Import.L1`. Raises: ValueError if nobody measures that."""
    for measurand in UNITS:
        if text == measurand:
            return Quantity(measurand)
        if text.startswith(f"{measurand}."):
            phase = text.removeprefix(f"{measurand}.")
            if phase in PHASES.get(measurand, ()):
                return Quantity(measurand, Phase(phase))
    raise ValueError(f"not measured here: {text!r}")


def sampled_values(
    reading: Reading, quantities: Iterable[Quantity], context: SampleContext, supply: Supply
) -> list[SampledValue]:
    """Return what a reading says of some quantities; what the meter or the vehicle does not tell is left out.

    Currents and voltages of AC have no sum: without a phase, they come once for each.
    """
    return [
        SampledValue(
            value=_decimal(value, measurand),
            context=context.value,
            measurand=measurand,
            phase=phase,
            location=Location.inlet if supply.is_main_meter else PLACES.get(measurand),
            unit=UNITS[measurand],
        )
        for measurand, phase, value in _unique(
            sample for wanted in quantities for sample in _samples(reading, wanted, supply)
        )
    ]


def _unique(
    samples: Iterable[tuple[Measurand, Phase | None, float]],
) -> Iterator[tuple[Measurand, Phase | None, float]]:
    """Leave out what was asked for twice."""
    seen: set[tuple[Measurand, Phase | None]] = set()
    for measurand, phase, value in samples:
        if (measurand, phase) not in seen:
            seen.add((measurand, phase))
            yield measurand, phase, value


def _samples(reading: Reading, wanted: Quantity, supply: Supply) -> Iterator[tuple[Measurand, Phase | None, float]]:
    measurand, phase = wanted.measurand, wanted.phase
    per_phase = measurand in PHASES and not supply.is_dc
    if phase is not None:
        line = PHASES[measurand].index(phase) % len(LINES)
        if per_phase and line < supply.phases:
            yield measurand, phase, _of_line(reading, measurand, line)
    elif measurand == Measurand.power_active_import or not per_phase:
        value = _whole(reading, measurand)
        if value is not None:
            yield measurand, None, value
    else:
        names = LINES_TO_NEUTRAL if measurand == Measurand.voltage else LINES
        for line, name in enumerate(names[: supply.phases]):
            yield measurand, name, _of_line(reading, measurand, line)


def _of_line(reading: Reading, measurand: Measurand, line: int) -> float:
    match measurand:
        case Measurand.current_import:
            return reading.currents_a[line]
        case Measurand.voltage:
            return reading.voltages_v[line]
        case _:
            return reading.currents_a[line] * reading.voltages_v[line]


def _whole(reading: Reading, measurand: Measurand) -> float | None:
    match measurand:
        case Measurand.energy_active_import_register:
            return reading.energy_wh
        case Measurand.power_active_import:
            return reading.power_w
        case Measurand.power_offered:
            return reading.power_offered_w
        case Measurand.current_offered:
            return reading.current_offered_a
        case Measurand.current_import:
            return reading.currents_a[0]
        case Measurand.voltage:
            return reading.voltages_v[0]
        case Measurand.soc:
            return None if reading.soc is None else reading.soc * 100
        case Measurand.temperature:
            return reading.temperature_c
        case _:
            return reading.frequency_hz


def _decimal(value: float, measurand: Measurand) -> str:
    """Write a number without an exponent and without needless zeros."""
    text = f"{value:.{DECIMALS.get(measurand, 1)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
