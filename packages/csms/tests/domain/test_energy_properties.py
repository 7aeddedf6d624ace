"""What holds for the energy of every transaction, whatever the readings."""

from itertools import accumulate
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from csms.domain.energy import EnergyTally, Flag, advance, begin, finish

Readings = list[tuple[float, float]]
"""Time and register."""

STEP_S = 60
MOST_PER_STEP_WH = 6000  # 360 kW

increments = st.lists(st.integers(0, MOST_PER_STEP_WH), max_size=20)
registers = st.one_of(st.integers(0, 100), st.integers(0, 10**8))
anything = st.one_of(
    st.none(), st.floats(), st.integers(-10, 10**9).map(float), st.sampled_from([0.0, 100.0, 200.0, 5000.0, 5100.0])
)
moments = st.integers(-100, 5000).map(float)


def rise(start: float, steps: list[int], first: int = 1) -> Readings:
    """Return readings one step of time apart."""
    return [(float((first + n) * STEP_S), wh) for n, wh in enumerate(accumulate(steps, initial=start))][1:]


def run(start: float, readings: Readings, stop: float, at_s: float) -> EnergyTally:
    tally = begin(EnergyTally(), start, 0)
    for moment_s, register_wh in readings:
        tally = advance(tally, register_wh, moment_s)
    return finish(tally, stop, at_s)


@given(registers, increments, st.integers(0, MOST_PER_STEP_WH))
def test_readings_in_order_make_exactly_the_end_minus_the_begin(start: int, steps: list[int], last: int):
    readings = rise(start, steps)
    stop = start + sum(steps) + last
    tally = run(start, readings, stop, (len(steps) + 2) * STEP_S)
    assert (tally.energy_wh, tally.flags) == (stop - start, ())


@given(registers, increments, st.data())
def test_no_order_and_no_repetition_of_readings_changes_the_energy(start: int, steps: list[int], data: st.DataObject):
    readings = rise(start, steps)
    repeated = data.draw(st.lists(st.sampled_from(readings), max_size=20)) if readings else []
    mixed = data.draw(st.permutations(readings + repeated))
    tally = run(start, mixed, start + sum(steps), (len(steps) + 2) * STEP_S)
    assert (tally.energy_wh, tally.flags) == (sum(steps), ())


@given(registers, increments, st.lists(st.integers(1, 21 * STEP_S), max_size=20))
def test_zeros_anywhere_between_do_not_change_the_energy(start: int, steps: list[int], moments_s: list[int]):
    readings = rise(start, steps)
    zeros = [(float(moment_s), 0.0) for moment_s in moments_s]
    tally = run(start, sorted(readings + zeros), start + sum(steps), 30 * STEP_S)
    assert tally.energy_wh == sum(steps)
    assert set(tally.flags) <= {Flag.REGISTER_DROPPED}


@given(registers, increments, st.lists(st.integers(1, 21 * STEP_S), max_size=20), st.randoms())
def test_zeros_and_disorder_together_do_not_change_the_energy(
    start: int, steps: list[int], moments_s: list[int], random: Random
):
    mixed = rise(start, steps) + [(float(moment_s), 0.0) for moment_s in moments_s]
    random.shuffle(mixed)
    assert run(start, mixed, start + sum(steps), 30 * STEP_S).energy_wh == sum(steps)


@given(
    st.integers(10**6, 10**8),
    st.lists(st.integers(0, MOST_PER_STEP_WH), min_size=1, max_size=20),
    st.lists(st.integers(0, MOST_PER_STEP_WH), min_size=1, max_size=20),
)
def test_a_reset_at_any_point_makes_the_sum_of_the_parts(start: int, before: list[int], after: list[int]):
    readings = rise(start, before) + rise(0, after, first=len(before) + 1)
    stop = sum(after)
    tally = run(start, readings, stop, (len(before) + len(after) + 2) * STEP_S)
    assert tally.energy_wh == sum(before) + sum(after)


@given(st.integers(10**6, 10**8), st.lists(st.integers(0, MOST_PER_STEP_WH), min_size=1), st.integers(0, 6000))
def test_a_reset_that_no_reading_confirms_never_adds_more_than_was_delivered(start: int, steps: list[int], stop: int):
    tally = run(start, rise(start, steps), stop, (len(steps) + 2) * STEP_S)
    assert tally.energy_wh is not None
    assert sum(steps) <= tally.energy_wh <= sum(steps) + stop


@given(registers, increments, st.integers(0, 19), st.integers(10**9, 10**14))
def test_one_absurd_reading_does_not_change_the_energy(start: int, steps: list[int], where: int, absurd: int):
    readings = rise(start, steps)
    readings.insert(where, ((min(where, len(steps)) + 0.5) * STEP_S, absurd))
    tally = run(start, readings, start + sum(steps), 30 * STEP_S)
    assert tally.energy_wh == sum(steps)


@given(
    anything,
    st.lists(st.tuples(moments, anything, st.none() | st.floats(0, 1000)), max_size=20),
    st.lists(st.tuples(moments, anything), max_size=3),
)
def test_whatever_comes_the_energy_is_never_negative_and_repetition_changes_nothing(
    start: float | None,
    readings: list[tuple[float, float | None, float | None]],
    ends: list[tuple[float, float | None]],
):
    tally = begin(EnergyTally(), start, 0)
    assert begin(tally, start, 0) == tally
    for moment_s, register_wh, interval_wh in readings:
        tally = advance(tally, register_wh, moment_s, interval_wh)
        assert tally.energy_wh is None or tally.energy_wh >= 0
        assert advance(tally, register_wh, moment_s, interval_wh) == tally
    for moment_s, register_wh in ends:
        tally = finish(tally, register_wh, moment_s)
        assert tally.energy_wh is None or tally.energy_wh >= 0
        assert finish(tally, register_wh, moment_s) == tally


@given(anything, st.lists(anything, max_size=30))
def test_registers_in_order_never_lower_the_energy(start: float | None, readings: list[float | None]):
    tally = begin(EnergyTally(), start, 0)
    known_wh = tally.energy_wh or 0.0
    for number, register_wh in enumerate(readings, start=1):
        tally = advance(tally, register_wh, number * STEP_S)
        assert (tally.energy_wh or 0.0) >= known_wh
        known_wh = tally.energy_wh or 0.0
