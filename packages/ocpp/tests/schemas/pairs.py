"""Pairs of faults in one object that call for different errors, so that the order of the schema decides which."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from .instances import ITEMS, Fault, Place
from .judges import error_of

MOST_PAIRS_PER_OBJECT = 40


def telling_pairs(place: Place, faults: Sequence[Fault], random: Random) -> list[tuple[Fault, Fault]]:
    """Return pairs of faults at or below an object or list; each pair tells which part the schema checks first."""
    inside = [fault for fault in faults if fault.constraint and fault.steps[: len(place.steps)] == place.steps]
    own = [fault for fault in inside if fault.steps == place.steps]
    parts = [
        [fault for fault in own if fault.constraint == constraint]
        for constraint in ("additionalProperties", "required", "maxItems")
    ]
    depth = len(place.steps)
    steps = (*place.schema.get("properties", {}), ITEMS)
    parts += [[fault for fault in inside if fault.steps[depth : depth + 1] == (step,)] for step in steps]
    pairs = [pair for one, other in combinations(parts, 2) for pair in _differing(one, other)]
    return pairs if len(pairs) <= MOST_PAIRS_PER_OBJECT else random.sample(pairs, MOST_PAIRS_PER_OBJECT)


def _differing(part: Sequence[Fault], other_part: Sequence[Fault]) -> Iterator[tuple[Fault, Fault]]:
    """Give one pair of faults of the two parts that call for different errors, if there is one."""
    for one in part:
        for other in other_part:
            if error_of(one.constraint) is not error_of(other.constraint):
                yield one, other
                return
