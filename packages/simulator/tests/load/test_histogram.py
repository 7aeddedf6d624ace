import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.load.histogram import RELATIVE_ERROR, Histogram

MICROSECONDS = st.one_of(st.integers(0, 300), st.integers(0, 10**7), st.integers(0, 2**37 - 1))


@given(st.lists(MICROSECONDS, min_size=1), st.lists(st.floats(0, 1), min_size=1, max_size=5).map(sorted))
def test_quantiles_are_never_too_low_and_at_most_one_bucket_too_high(values: list[int], shares: list[float]) -> None:
    histogram = Histogram()
    for value in values:
        histogram.record(value)
    values.sort()
    for share, found in zip(shares, histogram.quantiles_us(*shares), strict=True):
        exact = values[max(0, math.ceil(share * len(values) - 1e-9) - 1)]
        assert exact <= found <= exact * (1 + RELATIVE_ERROR)
    assert histogram.count == len(values)
    assert histogram.quantiles_us(1.0) == [histogram.largest_us] == [values[-1]]


def test_small_values_are_exact() -> None:
    histogram = Histogram()
    for value in range(100):
        histogram.record(value)
    assert histogram.quantiles_us(0.01, 0.5, 0.9, 1.0) == [0, 49, 89, 99]


def test_without_values_everything_is_zero() -> None:
    histogram = Histogram()
    assert histogram.quantiles_us(0.0, 0.5, 1.0) == [0, 0, 0]
    assert (histogram.count, histogram.largest_us) == (0, 0)


def test_values_outside_of_the_range_are_counted() -> None:
    histogram = Histogram()
    histogram.record(-5)
    histogram.record(2**40)
    assert histogram.count == 2
    assert histogram.quantiles_us(0.5) == [0]
    assert histogram.largest_us == 2**40


@pytest.mark.parametrize("value", [127, 128, 255, 256, 257, 2**20 - 1, 2**20, 2**37 - 1])
def test_the_edges_of_buckets(value: int) -> None:
    histogram = Histogram()
    histogram.record(value)
    histogram.record(2**37 - 1)
    assert value <= histogram.quantiles_us(0.5)[0] <= value * (1 + RELATIVE_ERROR)


def test_it_forgets() -> None:
    histogram = Histogram()
    histogram.record(1000)
    histogram.clear()
    assert histogram.count == 0
    assert histogram.quantiles_us(0.5) == [0]
