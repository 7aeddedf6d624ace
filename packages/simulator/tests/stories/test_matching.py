"""What a pattern matches, and how it is told that something does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.stories.matching import matches, mismatches

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ({}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": "x"}}, {"a": {"b": "x", "c": 1}}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2, "c": 3}]}),
        ({"a": "any"}, {"a": None}),
        ({"a": "absent"}, {}),
        ({"a": {"b": "absent"}}, {}),
        ({"a": "/^x+$/"}, {"a": "xxx"}),
        ({"a": "/b/"}, {"a": "abc"}),
        ({"a": "> 0"}, {"a": 0.5}),
        ({"a": ">= 1"}, {"a": "1"}),
        ({"a": "< 5"}, {"a": -1}),
        ({"a": "<=5"}, {"a": 5}),
        ({"a": "!= x"}, {"a": "y"}),
        ({"a": {"one_of": ["x", "absent"]}}, {}),
        ({"a": {"one_of": ["x", "/y/"]}}, {"a": "yes"}),
        ({"a": {"not": "x"}}, {"a": "y"}),
        ({"a": {"contains": {"b": 1}}}, {"a": [{"b": 2}, {"b": 1}]}),
        ({"a": {"every": "> 0"}}, {"a": [1, 2]}),
        ({"a": {"equals": "any"}}, {"a": "any"}),
        ({"a": {"equals": {"b": 1}}}, {"a": {"b": 1}}),
    ],
)
def test_matches(pattern: Any, value: Any) -> None:
    assert matches(pattern, value)


@pytest.mark.parametrize(
    ("pattern", "value", "told"),
    [
        ({"a": 1}, {"a": 2}, "a: expected 1, was 2"),
        ({"a": 1}, {}, "a: expected 1, was nothing"),
        ({"a": 1}, {"a": True}, "a: expected 1, was true"),
        ({"a": True}, {"a": 1}, "a: expected true, was 1"),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, "a.b: expected x, was y"),
        ({"a": {"b": "x"}}, {"a": 5}, "a: expected an object, was 5"),
        ({"a": {"b": "x"}}, {}, "a: expected an object, was nothing"),
        ({"a": ["x"]}, {"a": "x"}, "a: expected a list, was x"),
        ({"a": ["x"]}, {"a": ["x", "y"]}, "a: expected a list of 1, was one of 2: ['x', 'y']"),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, "a[1]: expected y, was z"),
        ({"a": "any"}, {}, "a: expected a value, was nothing"),
        ({"a": "absent"}, {"a": ""}, "a: expected nothing, was ''"),
        ({"a": "/x/"}, {"a": 5}, "a: expected /x/, was 5"),
        ({"a": "> 0"}, {"a": 0}, "a: expected > 0, was 0"),
        ({"a": "> 0"}, {"a": True}, "a: expected > 0, was true"),
        ({"a": "> 0"}, {"a": "much"}, "a: expected > 0, was much"),
        ({"a": "< 5"}, {"a": 5}, "a: expected < 5, was 5"),
        ({"a": "!= x"}, {"a": "x"}, "a: expected != x, was x"),
        ({"a": "!= x"}, {}, "a: expected != x, was nothing"),
        ({"a": {"one_of": ["x", "absent"]}}, {"a": "y"}, "a: expected x or nothing, was y"),
        ({"a": {"not": "x"}}, {"a": "x"}, "a: expected not x, was x"),
        ({"a": {"contains": "x"}}, {"a": ["y"]}, "a: expected a list with x, was ['y']"),
        ({"a": {"every": "> 0"}}, {"a": []}, "a: expected a list of > 0, was []"),
        ({"a": {"equals": "any"}}, {"a": "x"}, "a: expected any, was x"),
    ],
)
def test_does_not_match(pattern: Any, value: Any, told: str) -> None:
    assert [str(mismatch) for mismatch in mismatches(pattern, value)] == [told]


def test_each_mismatch_is_told() -> None:
    assert len(mismatches({"a": 1, "b": {"c": 2}, "d": 3}, {"a": 0, "b": {"c": 0}, "d": 3})) == 2


@given(json_values)
def test_a_value_equals_itself(value: Any) -> None:
    assert matches({"equals": value}, value)


@given(json_values, json_values)
def test_a_pattern_or_its_opposite_matches(pattern: Any, value: Any) -> None:
    assert matches({"not": {"equals": pattern}}, value) is not matches({"equals": pattern}, value)
