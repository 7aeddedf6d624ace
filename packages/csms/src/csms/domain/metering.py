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
from typing import NamedTuple

from msgspec import Struct

from csms.domain.meter_phases import add, find_largest, find_mean, read_line_voltages
from csms.domain.meter_words import (
    BASE_UNITS,
    CONTEXTS,
    DEFAULT_CONTEXT,
    DEFAULT_LOCATION,
    DEFAULT_MEASURAND,
    KNOWN_MEASURANDS,
    LOCATION_RANKS,
    LOCATIONS,
    PHASES,
    PRESENT_SOC,
    QUANTITIES,
    Unit,
    find_unit,
    fold,
)

_LARGEST, _LEAST = 1e15, -1e15
"""A number beyond these, in base units, is no measurement."""

_MOST_NOTES = 20
_MOST_MULTIPLIER = 18
_MOST_MEANINGS = 4096
_LONGEST_KEPT = 120
"""Characters of the words of a sample whose meaning is kept; the specification's words are far shorter."""


# How a value stands behind others of the same quantity: it is taken only where there is none of a smaller rank.
_RANK_LINE_TO_LINE = 1
_RANK_NEUTRAL = 2
_RANK_UNKNOWN_PHASE = 3
_RANK_PER_LOCATION = 10
_RANK_DISPLAY = 90


class Sample(Struct, frozen=True, omit_defaults=True, gc=False):
    """One sampled value as the station sent it, in the words of 2.x; the defaults are the specification's.

    `value` is the text as sent, whatever it is; `unit` None means the measurand's default; the number is
    value * 10**multiplier; `is_signed` says that `value` is signed data and not a number.
    """

    value: str
    measurand: str = DEFAULT_MEASURAND
    phase: str | None = None
    location: str = DEFAULT_LOCATION
    unit: str | None = None
    multiplier: int = 0
    context: str = DEFAULT_CONTEXT
    is_signed: bool = False


class Reading(Struct, frozen=True, gc=False):
    """One instant of a meter, normalised; None is what the station did not say.

    Registers count from some time in the past; an interval counts from the interval's begin. `power_l1_w` and the
    like are import. `notes` says in plain words what was repaired, or could not be read, each thing once; a mere
    difference of spelling is not noted.
    """

    context: str
    energy_import_wh: float | None = None
    energy_export_wh: float | None = None
    energy_interval_import_wh: float | None = None
    power_import_w: float | None = None
    power_export_w: float | None = None
    power_offered_w: float | None = None
    current_import_a: float | None = None
    current_export_a: float | None = None
    current_offered_a: float | None = None
    voltage_v: float | None = None
    soc_percent: float | None = None
    temperature_c: float | None = None
    frequency_hz: float | None = None
    power_l1_w: float | None = None
    power_l2_w: float | None = None
    power_l3_w: float | None = None
    current_l1_a: float | None = None
    current_l2_a: float | None = None
    current_l3_a: float | None = None
    current_n_a: float | None = None
    voltage_l1_v: float | None = None
    voltage_l2_v: float | None = None
    voltage_l3_v: float | None = None
    notes: tuple[str, ...] = ()


_FIELDS = Reading.__struct_fields__[1:-1]
_INDEXES = {field: index for index, field in enumerate(_FIELDS)}

_POWER, _POWER_L1, _POWER_L2, _POWER_L3 = (
    _INDEXES[field] for field in ("power_import_w", "power_l1_w", "power_l2_w", "power_l3_w")
)
_CURRENT, _CURRENT_L1, _CURRENT_L2, _CURRENT_L3, _CURRENT_N = (
    _INDEXES[field] for field in ("current_import_a", "current_l1_a", "current_l2_a", "current_l3_a", "current_n_a")
)
_VOLTAGE, _VOLTAGE_L1, _VOLTAGE_L2, _VOLTAGE_L3 = (
    _INDEXES[field] for field in ("voltage_v", "voltage_l1_v", "voltage_l2_v", "voltage_l3_v")
)
_SOC = _INDEXES["soc_percent"]
_RANGES = (
    (_INDEXES["energy_import_wh"], 0, _LARGEST),
    (_INDEXES["energy_export_wh"], 0, _LARGEST),
    (_INDEXES["energy_interval_import_wh"], 0, _LARGEST),
    (_SOC, 0, 100),
)
_PHASE_INDEXES = {
    _POWER: (_POWER_L1, _POWER_L2, _POWER_L3),
    _CURRENT: (_CURRENT_L1, _CURRENT_L2, _CURRENT_L3),
    _VOLTAGE: (_VOLTAGE_L1, _VOLTAGE_L2, _VOLTAGE_L3),
}
_LINE_PHASES = frozenset({"L1-L2", "L2-L3", "L3-L1"})


class _Treatment(NamedTuple):
    """What is to be done with a value beyond storing it."""

    total: int | None  # the field of the total; None: such values are not normalised
    phase: str | None = None
    rank: int = 0  # 0: counts; else: only where the quantity has no value of a smaller rank
    unit: Unit | None = None  # set where more than a power of ten is needed
    notes: tuple[str, ...] = ()
    fallback_note: str = ""  # said when a value of a rank above 0 is taken


_Spare = tuple[int, float, _Treatment]
"""A value that stands behind others: the index of its field, the number, the treatment."""

_Meaning = tuple[int, str, _Treatment | None]
"""What samples with the same words have in common: the index of the field among the numbers of `Reading`, the power of
ten to be appended to the text ("e3"), and None where storing the number is all. A plain tuple unpacks fastest."""


class _Collector(Struct):
    """The values of one context, before they are combined."""

    numbers: list[float | None]
    notes: list[str] = []
    spares: list[_Spare] = []
    by_phase: dict[int, dict[str, float]] = {}  # of phases that have no field of their own, by the field of the total


_Words = tuple[str, str | None, str, str | None, int, bool]

_meanings: dict[_Words, _Meaning] = {}  # bounded by _MOST_MEANINGS: the words that stations use again and again


def read_samples(samples: Sequence[Sample]) -> tuple[Reading, ...]:
    """Return what the sampled values of one instant say, one `Reading` per context, in order of first appearance.

    Never raises for what a station sends: what cannot be read is named in `Reading.notes`.
    """
    if not samples:
        return ()
    collectors: dict[str, _Collector] = {}
    spelling = samples[0].context
    collector = _choose_collector(collectors, spelling)
    numbers = collector.numbers
    find = _meanings.get
    for sample in samples:
        if sample.context != spelling:
            spelling = sample.context
            collector = _choose_collector(collectors, spelling)
            numbers = collector.numbers
        words = (sample.measurand, sample.phase, sample.location, sample.unit, sample.multiplier, sample.is_signed)
        index, suffix, treatment = find(words) or _keep_meaning(words)
        if treatment is not None:
            _treat(collector, index, suffix, treatment, sample.value)
            continue
        try:
            number = float(sample.value + suffix if suffix else sample.value)
        except ValueError:
            number = _read_unusual_number(sample.value, suffix)
        if not _LEAST <= number <= _LARGEST:
            _note(collector, f"{_FIELDS[index]}: {_quote(sample.value)} is not a usable number")
        elif numbers[index] is None:
            numbers[index] = number
        elif numbers[index] != number:
            _note(collector, f"{_FIELDS[index]} given twice, the first taken")
    if len(collectors) == 1:
        return (_combine(*collectors.popitem()),)
    return tuple([_combine(context, collected) for context, collected in collectors.items()])


def _choose_collector(collectors: dict[str, _Collector], spelling: str) -> _Collector:
    """Return where the values of a context belong."""
    context = spelling if spelling in _CONTEXT_WORDS else CONTEXTS.get(fold(spelling))
    collector = collectors.get(context or "Other")
    if collector is None:
        collector = collectors[context or "Other"] = _Collector([None] * len(_FIELDS))
    if context is None:
        _note(collector, f"context {_quote(spelling)} read as Other")
    return collector


_CONTEXT_WORDS = frozenset(CONTEXTS.values())


def _keep_meaning(words: _Words) -> _Meaning:
    """Return the meaning of the words of a sample, and remember it as far as no station can fill the memory so."""
    meaning = _find_meaning(*words)
    length = sum(len(word) for word in words if isinstance(word, str))
    if length <= _LONGEST_KEPT:
        if len(_meanings) >= _MOST_MEANINGS:
            _meanings.clear()
        _meanings[words] = meaning
    return meaning


def _find_meaning(
    measurand: str, phase: str | None, location: str, unit: str | None, multiplier: int, is_signed: bool
) -> _Meaning:
    folded_measurand = fold(measurand) or fold(DEFAULT_MEASURAND)
    quantity = QUANTITIES.get(folded_measurand)
    if quantity is None:
        is_known = folded_measurand in KNOWN_MEASURANDS
        return _leave_out(() if is_known else (f"measurand {_quote(measurand)} is not known",))
    if is_signed:
        return _leave_out(("a signed value without a plain one is not read as a number",))
    field = quantity.field
    if abs(multiplier) > _MOST_MULTIPLIER:
        return _leave_out((f"{field}: multiplier {multiplier:.3g} is absurd",))
    notes: list[str] = []

    base_unit = BASE_UNITS[quantity.kind]
    found_unit = find_unit(unit) if unit and unit.strip() else base_unit
    if found_unit is None:
        notes.append(f"{field}: unit {_quote(unit or '')} is not known, read as {base_unit.name}")
        found_unit = base_unit
    elif found_unit.kind != quantity.kind:
        read_as = found_unit.prefix + base_unit.name
        notes.append(f"{field}: {found_unit.name} read as {read_as}")
        found_unit = Unit(read_as, quantity.kind, found_unit.exponent)
    exponent = found_unit.exponent + multiplier

    place = LOCATIONS.get(fold(location) or fold(DEFAULT_LOCATION))
    if place is None:
        notes.append(f"{field}: location {_quote(location)} is not known, read as {DEFAULT_LOCATION}")
        place = DEFAULT_LOCATION
    total = _INDEXES[field]
    rank = 0 if total == _SOC else _RANK_PER_LOCATION * LOCATION_RANKS[place]
    fallback_note = f"{field} is of {place}" if rank else ""
    if folded_measurand == fold(PRESENT_SOC):
        rank = _RANK_DISPLAY

    found_phase = PHASES.get(fold(phase)) if phase and phase.strip() else None
    if phase and phase.strip():
        if found_phase is None:
            rank += _RANK_UNKNOWN_PHASE
            fallback_note = f"{field}: phase {_quote(phase)} is not known, taken as the total"
        elif found_phase == "N":
            rank += _RANK_NEUTRAL
            fallback_note = f"{field} given on N only"
        elif found_phase in _LINE_PHASES and total != _VOLTAGE:
            rank += _RANK_LINE_TO_LINE
            fallback_note = f"{field} given on {found_phase} only, taken as the total"
            found_phase = None
    index = _INDEXES.get(quantity.phase_fields.get(found_phase or "", ""), total)

    treatment = _Treatment(
        total=total,
        phase=found_phase,
        rank=rank,
        unit=found_unit if found_unit.name in {"K", "Fahrenheit"} else None,
        notes=tuple(notes),
        fallback_note=fallback_note,
    )
    is_plain = not rank and treatment.unit is None and not notes and (index != total or found_phase is None)
    return index, f"e{exponent}" if exponent else "", None if is_plain else treatment


def _leave_out(notes: tuple[str, ...]) -> _Meaning:
    return 0, "", _Treatment(None, notes=notes)


def _read_unusual_number(text: str, suffix: str) -> float:
    """Return the number of a text that has an exponent or blanks of its own; NaN if it is none."""
    try:
        return float(text) * 10.0 ** int(suffix[1:] or "0")
    except (ValueError, OverflowError):
        return float("nan")


def _treat(collector: _Collector, index: int, suffix: str, treatment: _Treatment, text: str) -> None:
    """Take one value that needs more than to be stored."""
    for note in treatment.notes:
        _note(collector, note)
    total, phase, rank, unit = treatment.total, treatment.phase, treatment.rank, treatment.unit
    if total is None:
        return
    number = _read_unusual_number(text, suffix)
    if not _LEAST <= number <= _LARGEST:
        _note(collector, f"{_FIELDS[index]}: {_quote(text)} is not a usable number")
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
        _note(collector, f"{_FIELDS[index]} given twice, the first taken")


def _combine(context: str, collector: _Collector) -> Reading:
    """Return the reading that the values of a context make."""
    numbers = collector.numbers
    if collector.spares:
        _take_spares(collector)
    if numbers[_POWER] is None:
        numbers[_POWER] = add(numbers[_POWER_L1], numbers[_POWER_L2], numbers[_POWER_L3])
    if numbers[_CURRENT] is None:
        numbers[_CURRENT] = find_largest(numbers[_CURRENT_L1], numbers[_CURRENT_L2], numbers[_CURRENT_L3])
    if numbers[_VOLTAGE] is None:
        numbers[_VOLTAGE] = find_mean(numbers[_VOLTAGE_L1], numbers[_VOLTAGE_L2], numbers[_VOLTAGE_L3])
    if collector.by_phase:
        _combine_other_phases(collector)
    for index, least, most in _RANGES:
        number = numbers[index]
        if number is not None and not least <= number <= most:
            _note(collector, f"{_FIELDS[index]} cannot be {number:g}")
            numbers[index] = None
    return Reading(context, *numbers, notes=tuple(collector.notes))


def _combine_other_phases(collector: _Collector) -> None:
    numbers = collector.numbers
    for total, by_phase in collector.by_phase.items():
        if numbers[total] is not None:
            continue
        if total == _VOLTAGE:
            between_lines = (by_phase.get("L1-L2"), by_phase.get("L2-L3"), by_phase.get("L3-L1"))
            numbers[total], is_computed = read_line_voltages(*between_lines)
            if is_computed:
                _note(collector, "voltage_v computed from line-to-line voltages")
            continue
        phases = (by_phase.get("L1"), by_phase.get("L2"), by_phase.get("L3"))
        is_current = _FIELDS[total].startswith("current")
        is_added = _FIELDS[total].startswith(("energy", "power"))
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
            if total == _CURRENT and numbers[_CURRENT_N] is None:
                numbers[_CURRENT_N] = number
            if total == _VOLTAGE:
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


def _quote(text: str) -> str:
    """Return the begin of a text that a station sent, fit for a note."""
    return ascii(text if len(text) <= 30 else text[:30] + "...")
