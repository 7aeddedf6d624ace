"""What the values of a station's meter mean: one `Reading` in Wh, W, A, V, percent and Celsius per instant.

Stations spell units and words in any case, leave them out, give kW for an energy, send three phases without a total
or a total without phases, and put the current of a one-phase car on the neutral conductor. `read_samples` makes of
all that the same fields, by these rules:

- **Units.** Written in any case; a missing unit is the measurand's default (Wh, W, A, V, ...). A unit of another
  quantity (kW for an energy) keeps its prefix and is read as the measurand says, with a note. A unit that nobody
  knows is read as the default, with a note.
- **Total and phases.** A total that is sent beside phases is taken as it is. From phases alone: power and energy are
  the sum; voltage is the mean of the phases that are connected (line-to-line voltages divided by the square root of
  three); current is the largest of the phases, because it is that one which a fuse and a limit in ampere are about,
  and because it is right for cars on one, two or three phases without guessing which of them are in use.
- **Neutral.** `N` is never added. Where a current, power or energy is given on N alone, it is taken, with a note.
- **Location.** Values of Outlet and Cable; where a quantity has none, that of Inlet, Body or EV, in this order, with a
  note. The state of charge may come from anywhere.
- **Nothing is invented.** No power is computed from current and voltage. What is not a number, not finite or absurd
  is noted and left out.

Sources: OCPP 1.6, 7.28 to 7.46 (SampledValue); OCPP 2.0.1 Part 2, J and SampledValueType.
"""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from csms.domain.meter_meanings import Meaning, Treatment, quote
from csms.domain.meter_phases import add, find_largest, find_mean, read_line_voltages
from csms.domain.meter_readings import (
    CURRENT,
    CURRENT_L1,
    CURRENT_L2,
    CURRENT_L3,
    CURRENT_N,
    FIELDS,
    INDEXES,
    POWER,
    POWER_L1,
    POWER_L2,
    POWER_L3,
    SOC,
    VOLTAGE,
    VOLTAGE_L1,
    VOLTAGE_L2,
    VOLTAGE_L3,
    Reading,
)

_LARGEST, _LEAST = 1e15, -1e15
"""A number beyond these, in base units, is no measurement."""

_MOST_NOTES = 20

_RANGES = (
    (INDEXES["energy_import_wh"], 0, _LARGEST),
    (INDEXES["energy_export_wh"], 0, _LARGEST),
    (INDEXES["energy_interval_import_wh"], 0, _LARGEST),
    (SOC, 0, 100),
)
_PHASE_INDEXES = {
    POWER: (POWER_L1, POWER_L2, POWER_L3),
    CURRENT: (CURRENT_L1, CURRENT_L2, CURRENT_L3),
    VOLTAGE: (VOLTAGE_L1, VOLTAGE_L2, VOLTAGE_L3),
}

Sample: TypeAlias = tuple[Meaning, str]
"""One sampled value: what its words mean, and the value as the station sent it, whatever it is."""

_Spare = tuple[int, float, Treatment]
"""A value that stands behind others: the index of its field, the number, the treatment."""


class _Collector(Struct):
    """The values of one context, before they are combined."""

    numbers: list[float | None]
    notes: list[str] = []
    spares: list[_Spare] = []
    by_phase: dict[int, dict[str, float]] = {}  # of phases that have no field of their own, by the field of the total


def read_samples(samples: Sequence[Sample]) -> tuple[Reading, ...]:
    """Return what the sampled values of one instant say, one `Reading` per context, in order of first appearance.

    Never raises for what a station sends: what cannot be read is named in `Reading.notes`.
    """
    collectors: dict[str, _Collector] = {}
    current: str | None = None
    collector = _Collector([])
    numbers = collector.numbers
    for (context, index, suffix, treatment), text in samples:
        if context != current:
            collector = collectors.get(context) or collectors.setdefault(context, _Collector([None] * len(FIELDS)))
            numbers = collector.numbers
            current = context
        if treatment is not None:
            _treat(collector, index, suffix, treatment, text)
            continue
        try:
            number = float(text + suffix if suffix else text)
        except ValueError:
            number = _read_unusual_number(text, suffix)
        if not _LEAST <= number <= _LARGEST:
            _note(collector, f"{FIELDS[index]}: {quote(text)} is not a usable number")
        elif numbers[index] is None:
            numbers[index] = number
        elif numbers[index] != number:
            _note(collector, f"{FIELDS[index]} given twice, the first taken")
    return tuple([_combine(context, collected) for context, collected in collectors.items()])


def _read_unusual_number(text: str, suffix: str) -> float:
    """Return the number of a text that has an exponent or blanks of its own; NaN if it is none."""
    try:
        return float(text) * 10.0 ** int(suffix[1:] or "0")
    except (ValueError, OverflowError):
        return float("nan")


def _treat(collector: _Collector, index: int, suffix: str, treatment: Treatment, text: str) -> None:
    """Take one value that needs more than to be stored."""
    for note in treatment.notes:
        _note(collector, note)
    total, phase, rank, unit = treatment.total, treatment.phase, treatment.rank, treatment.unit
    if total is None:
        return
    number = _read_unusual_number(text, suffix)
    if not _LEAST <= number <= _LARGEST:
        _note(collector, f"{FIELDS[index]}: {quote(text)} is not a usable number")
        return
    if unit is not None:
        number = unit.to_base(number)
    if rank:
        collector.spares.append((index, number, treatment))
    else:
        _store(collector, index, total, phase, number)


def _store(collector: _Collector, index: int, total: int, phase: str | None, number: float) -> None:
    """Store a number in its field, or beside the fields if its phase has none; the first of several stays."""
    if phase is not None and index == total:
        known = collector.by_phase.setdefault(total, {}).setdefault(phase, number)
    else:
        known = collector.numbers[index]
        if known is None:
            known = collector.numbers[index] = number
    if known != number:
        _note(collector, f"{FIELDS[index]} given twice, the first taken")


def _combine(context: str, collector: _Collector) -> Reading:
    """Return the reading that the values of a context make."""
    numbers = collector.numbers
    if collector.spares:
        _take_spares(collector)
    if numbers[POWER] is None:
        numbers[POWER] = add(numbers[POWER_L1], numbers[POWER_L2], numbers[POWER_L3])
    if numbers[CURRENT] is None:
        numbers[CURRENT] = find_largest(numbers[CURRENT_L1], numbers[CURRENT_L2], numbers[CURRENT_L3])
    if numbers[VOLTAGE] is None:
        numbers[VOLTAGE] = find_mean(numbers[VOLTAGE_L1], numbers[VOLTAGE_L2], numbers[VOLTAGE_L3])
    if collector.by_phase:
        _combine_other_phases(collector)
    for index, least, most in _RANGES:
        number = numbers[index]
        if number is not None and not least <= number <= most:
            _note(collector, f"{FIELDS[index]} cannot be {number:g}")
            numbers[index] = None
    return Reading(context, *numbers, notes=tuple(collector.notes))


def _combine_other_phases(collector: _Collector) -> None:
    numbers = collector.numbers
    for total, by_phase in collector.by_phase.items():
        if numbers[total] is not None:
            continue
        if total == VOLTAGE:
            between_lines = (by_phase.get("L1-L2"), by_phase.get("L2-L3"), by_phase.get("L3-L1"))
            numbers[total], is_computed = read_line_voltages(*between_lines)
            if is_computed:
                _note(collector, "voltage_v computed from line-to-line voltages")
            continue
        phases = (by_phase.get("L1"), by_phase.get("L2"), by_phase.get("L3"))
        is_current = FIELDS[total].startswith("current")
        is_added = FIELDS[total].startswith(("energy", "power"))
        numbers[total] = (add if is_added else find_largest if is_current else find_mean)(*phases)


def _take_spares(collector: _Collector) -> None:
    """Take the values that stand behind others for those quantities that have no other."""
    numbers = collector.numbers
    taken_rank: dict[int, int] = {}
    for index, number, treatment in sorted(collector.spares, key=lambda spare: spare[2].rank):
        total, phase, rank = treatment.total, treatment.phase, treatment.rank
        if total is None:
            continue
        if phase == "N":
            if total == CURRENT and numbers[CURRENT_N] is None:
                numbers[CURRENT_N] = number
            if total == VOLTAGE:
                continue
            phase = None
        if total not in taken_rank and not _has_value(collector, total):
            taken_rank[total] = rank
        if taken_rank.get(total) == rank:
            _store(collector, index, total, phase, number)
            if treatment.fallback_note:
                _note(collector, treatment.fallback_note)


def _has_value(collector: _Collector, total: int) -> bool:
    indexes = (total, *_PHASE_INDEXES.get(total, ()))
    return total in collector.by_phase or any(collector.numbers[index] is not None for index in indexes)


def _note(collector: _Collector, note: str) -> None:
    if note not in collector.notes and len(collector.notes) < _MOST_NOTES:
        collector.notes.append(note)
