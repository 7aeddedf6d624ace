"""What the words of a sampled value mean: where its number belongs, by which power of ten, and what is said of it.

Stations use the same few words again and again: `Meanings` keeps what they mean.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct

from csms.domain.meter_readings import INDEXES, SOC, VOLTAGE
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

_LINE_PHASES = frozenset({"L1-L2", "L2-L3", "L3-L1"})


class Words(Struct, frozen=True, kw_only=True):
    """What a station says of a sampled value, in the words of 2.x; the defaults are the specification's.

    `unit` None means the measurand's default; the number is value * 10**multiplier; `is_signed` says that the value is
    signed data and not a number.
    """

    measurand: str = DEFAULT_MEASURAND
    phase: str | None = None
    location: str = DEFAULT_LOCATION
    unit: str | None = None
    multiplier: int = 0
    context: str = DEFAULT_CONTEXT
    is_signed: bool = False


class Treatment(NamedTuple):
    """What is to be done with a value beyond storing it."""

    total: int | None  # the field of the total; None: such values are not normalised
    phase: str | None = None
    rank: int = 0  # 0: counts; else: only where the quantity has no value of a smaller rank
    unit: Unit | None = None  # set where more than a power of ten is needed
    notes: tuple[str, ...] = ()
    fallback_note: str = ""  # said when a value of a rank above 0 is taken


Meaning: TypeAlias = tuple[str, int, str, Treatment | None]
"""What samples with the same words have in common: the context; the index of the field among the numbers of `Reading`;
the power of ten to be appended to the text ("e3"); None where storing the number is all. A plain tuple unpacks fastest.
"""

Spelled = TypeVar("Spelled", bound=tuple[Any, ...])


class Meanings(dict[Spelled, Meaning]):
    """The meanings of words by how a version of the protocol spells them, each found when it is first looked up.

    What is kept is bounded: no station can fill the memory with words of its own.

    Args:
        words_of: returns the words of what a version says: a tuple.
    """

    def __init__(self, words_of: Callable[[Spelled], Words]) -> None:
        super().__init__()
        self._words_of = words_of

    def __missing__(self, spelled: Spelled) -> Meaning:
        meaning = find_meaning(self._words_of(spelled))
        if sum(len(word) for word in spelled if isinstance(word, str)) <= _LONGEST_KEPT:
            if len(self) >= _MOST_MEANINGS:
                self.clear()
            self[spelled] = meaning
        return meaning


def find_meaning(words: Words) -> Meaning:
    """Return what words mean, whatever they are."""
    context = CONTEXTS.get(fold(words.context))
    notes = [] if context is not None else [f"context {quote(words.context)} read as Other"]
    index, suffix, treatment = _find_place(words, notes)
    return context or "Other", index, suffix, treatment


_Place = tuple[int, str, Treatment | None]
"""A meaning without its context."""


def _find_place(words: Words, notes: list[str]) -> _Place:
    """Return the rest of a meaning; `notes` are said with it."""
    measurand, phase, location, unit = words.measurand, words.phase, words.location, words.unit
    folded_measurand = fold(measurand) or fold(DEFAULT_MEASURAND)
    quantity = QUANTITIES.get(folded_measurand)
    if quantity is None:
        is_known = folded_measurand in KNOWN_MEASURANDS
        return _leave_out(notes if is_known else [*notes, f"measurand {quote(measurand)} is not known"])
    if words.is_signed:
        return _leave_out([*notes, "a signed value without a plain one is not read as a number"])
    field = quantity.field
    if abs(words.multiplier) > _MOST_MULTIPLIER:
        return _leave_out([*notes, f"{field}: multiplier {words.multiplier:.3g} is absurd"])

    base_unit = BASE_UNITS[quantity.kind]
    found_unit = find_unit(unit) if unit and unit.strip() else base_unit
    if found_unit is None:
        notes.append(f"{field}: unit {quote(unit or '')} is not known, read as {base_unit.name}")
        found_unit = base_unit
    elif found_unit.kind != quantity.kind:
        read_as = found_unit.prefix + base_unit.name
        notes.append(f"{field}: {found_unit.name} read as {read_as}")
        found_unit = Unit(read_as, quantity.kind, found_unit.exponent)
    exponent = found_unit.exponent + words.multiplier

    place = LOCATIONS.get(fold(location) or fold(DEFAULT_LOCATION))
    if place is None:
        notes.append(f"{field}: location {quote(location)} is not known, read as {DEFAULT_LOCATION}")
        place = DEFAULT_LOCATION
    total = INDEXES[field]
    rank = 0 if total == SOC else _RANK_PER_LOCATION * LOCATION_RANKS[place]
    fallback_note = f"{field} is of {place}" if rank else ""
    if folded_measurand == fold(PRESENT_SOC):
        rank = _RANK_DISPLAY

    found_phase = PHASES.get(fold(phase)) if phase and phase.strip() else None
    if phase and phase.strip():
        if found_phase is None:
            rank += _RANK_UNKNOWN_PHASE
            fallback_note = f"{field}: phase {quote(phase)} is not known, taken as the total"
        elif found_phase == "N":
            rank += _RANK_NEUTRAL
            fallback_note = f"{field} given on N only"
        elif found_phase in _LINE_PHASES and total != VOLTAGE:
            rank += _RANK_LINE_TO_LINE
            fallback_note = f"{field} given on {found_phase} only, taken as the total"
            found_phase = None
    index = INDEXES.get(quantity.phase_fields.get(found_phase or "", ""), total)

    treatment = Treatment(
        total=total,
        phase=found_phase,
        rank=rank,
        unit=found_unit if found_unit.name in {"K", "Fahrenheit"} else None,
        notes=tuple(notes),
        fallback_note=fallback_note,
    )
    is_plain = not rank and treatment.unit is None and not notes and (index != total or found_phase is None)
    return index, f"e{exponent}" if exponent else "", None if is_plain else treatment


def _leave_out(notes: list[str]) -> _Place:
    return 0, "", Treatment(None, notes=tuple(notes))


def quote(text: str) -> str:
    """Return the begin of a text that a station sent, fit for a note."""
    return ascii(text if len(text) <= 30 else text[:30] + "...")
