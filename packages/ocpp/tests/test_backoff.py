"""The waits between attempts to reconnect (OCPP-J 2.0.1 and 2.1, 5.4)."""

import math
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp.backoff import Backoff

SECONDS = st.floats(min_value=0, max_value=1e6)
BACKOFFS = st.builds(Backoff, SECONDS, SECONDS, st.integers(min_value=0, max_value=20))
RANDOM_NUMBERS = st.lists(st.floats(min_value=0, max_value=1, exclude_max=True), min_size=30, max_size=30)


def waits(backoff: Backoff, random_numbers: list[float]) -> list[float]:
    numbers = iter(random_numbers)
    return list(islice(backoff.waits(lambda: next(numbers)), len(random_numbers)))


def test_the_wait_doubles_as_often_as_it_may_and_then_stays() -> None:
    assert waits(Backoff(10, 0, 3), [0.5] * 6) == [10, 20, 40, 80, 80, 80]


def test_without_repetitions_the_wait_never_doubles() -> None:
    assert waits(Backoff(10, 0, 0), [0.5] * 3) == [10, 10, 10]


def test_every_wait_has_a_random_part_of_its_own_which_is_not_doubled() -> None:
    assert waits(Backoff(10, 4, 1), [0.0, 0.5, 0.25, 0.75]) == [10, 22, 21, 23]


def test_the_defaults_spread_the_first_attempts_of_many_stations() -> None:
    assert waits(Backoff(), [0.0] * 7) == [5, 10, 20, 40, 80, 160, 160]
    assert waits(Backoff(), [0.5]) == [10]


@given(BACKOFFS, RANDOM_NUMBERS)
def test_each_wait_lies_in_its_range(backoff: Backoff, random_numbers: list[float]) -> None:
    for attempt, wait_s in enumerate(waits(backoff, random_numbers)):
        base_s = backoff.wait_minimum_s * 2 ** min(attempt, backoff.repeat_times)
        assert base_s <= wait_s <= base_s + backoff.random_range_s


@given(BACKOFFS, st.floats(min_value=0, max_value=1, exclude_max=True))
def test_the_waits_grow_by_doubling_until_they_are_constant(backoff: Backoff, number: float) -> None:
    bases = [wait_s - number * backoff.random_range_s for wait_s in waits(backoff, [number] * 30)]
    tolerance = 1e-9 * (bases[-1] + backoff.random_range_s)
    for attempt in range(29):
        factor = 2 if attempt < backoff.repeat_times else 1
        assert math.isclose(bases[attempt + 1], factor * bases[attempt], abs_tol=tolerance)


@given(BACKOFFS, RANDOM_NUMBERS)
def test_a_new_iterator_begins_anew(backoff: Backoff, random_numbers: list[float]) -> None:
    assert waits(backoff, random_numbers) == waits(backoff, random_numbers)


@pytest.mark.parametrize(
    ("wait_minimum_s", "random_range_s", "repeat_times"),
    [(-1, 0, 0), (0, -0.1, 0), (0, 0, -1), (math.inf, 0, 0), (math.nan, 0, 0), (0, math.nan, 0), (1, 0, 2000)],
)
def test_what_makes_no_sense_is_refused(wait_minimum_s: float, random_range_s: float, repeat_times: int) -> None:
    with pytest.raises(ValueError, match=r"must be a number|Nobody waits"):
        Backoff(wait_minimum_s, random_range_s, repeat_times)


def test_no_wait_at_all_can_be_asked_for() -> None:
    assert waits(Backoff(0, 0, 2000), [0.5] * 3) == [0, 0, 0]
