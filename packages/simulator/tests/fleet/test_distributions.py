import itertools
import math
import random
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.fleet.distributions import (
    DAY_S,
    HOUR_S,
    LOWEST_SOC,
    PATTERNS,
    EnergyNeed,
    LowBattery,
    Stay,
    Use,
    Visit,
    visits,
)

EVSE_DAYS = 1500


def many_days(use: Use, seed: int = 1) -> list[Visit]:
    drawn = visits(random.Random(seed), use)
    return list(itertools.takewhile(lambda visit: visit.arrives_at_s < EVSE_DAYS * DAY_S, drawn))


@pytest.mark.parametrize("use", Use)
def test_the_same_seed_gives_the_same_days_and_another_seed_others(use: Use) -> None:
    assert many_days(use, seed=7) == many_days(use, seed=7)
    assert many_days(use, seed=7) != many_days(use, seed=8)


@pytest.mark.parametrize("use", Use)
def test_visits_come_in_the_order_of_arrival_on_the_days_asked_for(use: Use) -> None:
    drawn = list(itertools.islice(visits(random.Random(3), use, first_day=-2), 200))
    assert all(one.arrives_at_s <= other.arrives_at_s for one, other in itertools.pairwise(drawn))
    assert all(visit.leaves_at_s > visit.arrives_at_s for visit in drawn)
    assert -2 * DAY_S <= drawn[0].arrives_at_s < 3 * DAY_S


@pytest.mark.parametrize("use", Use)
def test_as_many_come_in_a_day_as_the_pattern_says(use: Use) -> None:
    per_day = Counter(int(visit.arrives_at_s // DAY_S) for visit in many_days(use))
    counts = [per_day[day] for day in range(EVSE_DAYS)]
    mean = PATTERNS[use].visits_per_day
    assert statistics.mean(counts) == pytest.approx(mean, abs=5 * math.sqrt(mean / EVSE_DAYS))
    assert statistics.variance(counts) == pytest.approx(mean, rel=0.25), "of a Poisson distribution it is the mean"


@pytest.mark.parametrize("use", Use)
def test_shares_add_up_to_one(use: Use) -> None:
    pattern = PATTERNS[use]
    assert sum(habit.share for habit in pattern.habits) == pytest.approx(1)
    assert sum(share for _, share in pattern.target_socs) == pytest.approx(1)


@pytest.mark.parametrize(
    ("use", "from_hour", "to_hour", "least_share"),
    [
        (Use.HOME, 15, 21, 0.6),
        (Use.WORKPLACE, 6, 10, 0.6),
        (Use.PUBLIC, 7, 20, 0.75),
        (Use.FAST, 9, 20, 0.75),
    ],
)
def test_most_arrive_when_such_stations_are_busy(use: Use, from_hour: int, to_hour: int, least_share: float) -> None:
    hours = [visit.arrives_at_s % DAY_S / HOUR_S for visit in many_days(use)]
    assert sum(from_hour <= hour < to_hour for hour in hours) / len(hours) > least_share


@pytest.mark.parametrize(("use", "median_h"), [(Use.HOME, 12), (Use.WORKPLACE, 8), (Use.PUBLIC, 6), (Use.FAST, 0.45)])
def test_half_of_the_stays_are_longer_than(use: Use, median_h: float) -> None:
    stays_h = [(visit.leaves_at_s - visit.arrives_at_s) / HOUR_S for visit in many_days(use)]
    assert statistics.median(stays_h) == pytest.approx(median_h, rel=0.15)


@given(seed=st.integers(), median_s=st.floats(60, 50_000), spread=st.floats(0, 2))
def test_stays_are_within_their_bounds(seed: int, median_s: float, spread: float) -> None:
    stay = Stay(median_s, spread, shortest_s=120, longest_s=40_000)
    assert 120 <= stay.draw(random.Random(seed)) <= 40_000


@given(
    seed=st.integers(),
    need=st.one_of(
        st.builds(EnergyNeed, st.floats(500, 80_000), st.floats(0, 2)),
        st.builds(LowBattery, st.floats(0.05, 0.9), st.floats(2, 30)),
    ),
    battery_wh=st.floats(8_000, 120_000),
    target_soc=st.floats(0.5, 1),
)
def test_cars_arrive_below_their_target_and_not_quite_empty(
    seed: int, need: EnergyNeed | LowBattery, battery_wh: float, target_soc: float
) -> None:
    assert LOWEST_SOC <= need.draw_soc(random.Random(seed), battery_wh, target_soc) < target_soc


def test_the_energy_that_is_missing_has_the_median_that_was_asked_for() -> None:
    rng, need = random.Random(1), EnergyNeed(9_000, 0.6)
    missing = [(1 - need.draw_soc(rng, 200_000, 1.0)) * 200_000 for _ in range(4000)]
    assert statistics.median(missing) == pytest.approx(9_000, rel=0.05)


def test_low_batteries_have_the_mean_that_was_asked_for() -> None:
    rng, need = random.Random(1), LowBattery(0.25, 9)
    assert statistics.mean(need.draw_soc(rng, 50_000, 0.8) for _ in range(4000)) == pytest.approx(0.25, abs=0.01)
