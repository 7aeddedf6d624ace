"""The first broken rule: its keyword, its sentence, its place."""
# pyright: basic

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp.codec import decoder_of
from ocpp.shapes import shape_of
from ocpp.violations import SHOWN_CHARACTERS, first_violation

from .sample_messages import GOOD, Ordered, Sample


def violation(payload: Any, message_class: type[Any] = Sample) -> tuple[str, str] | None:
    """Return keyword and place."""
    found = first_violation(shape_of(message_class), payload)
    return None if found is None else (found.keyword, found.place)


def test_a_good_payload_breaks_nothing() -> None:
    assert violation(GOOD) is None
    assert violation({"text": "", "parts": [{"partName": ""}]}) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": 5}, ("type", "text")),
        ({"text": None}, ("type", "text")),
        ({"text": "x" * 7}, ("maxLength", "text")),
        ({"text": ...}, ("required", "")),
        ({"parts": ...}, ("required", "")),
        ({"parts": []}, ("minItems", "parts")),
        ({"parts": [{"partName": "a"}] * 4}, ("maxItems", "parts")),
        ({"parts": {}}, ("type", "parts")),
        ({"parts": ["a"]}, ("type", "parts[0]")),
        ({"parts": [{"partName": "a"}, {}]}, ("required", "parts[1]")),
        ({"parts": [{"partName": "a", "colour": "Blue"}]}, ("enum", "parts[0].colour")),
        ({"parts": [{"partName": "a", "colour": 5}]}, ("type", "parts[0].colour")),
        ({"parts": [{"partName": "a", "more": 1}]}, ("additionalProperties", "parts[0]")),
        ({"more": 1}, ("additionalProperties", "")),
        ({"SoCLimit": -1}, ("minimum", "SoCLimit")),
        ({"SoCLimit": 101}, ("maximum", "SoCLimit")),
        ({"SoCLimit": 1.5}, ("type", "SoCLimit")),
        ({"SoCLimit": True}, ("type", "SoCLimit")),
        ({"SoCLimit": "5"}, ("type", "SoCLimit")),
        ({"socLimit": 5}, ("additionalProperties", "")),
        ({"soc_limit": 5}, ("additionalProperties", "")),
        ({"reading": "5"}, ("type", "reading")),
        ({"reading": True}, ("type", "reading")),
        ({"limit": 21.45}, ("multipleOf", "limit")),
        ({"limit": "21.4"}, ("type", "limit")),
        ({"flag": 1}, ("type", "flag")),
        ({"flag": "true"}, ("type", "flag")),
        ({"colours": ["Red", "Blue"]}, ("enum", "colours[1]")),
        ({"customData": {}}, ("required", "customData")),
        ({"customData": {"vendorId": 5}}, ("type", "customData.vendorId")),
        ({"customData": {"vendorId": "x" * 256}}, ("maxLength", "customData.vendorId")),
        ({"customData": []}, ("type", "customData")),
        ({"part": {"partName": "a", "customData": {"a": 1}}}, ("required", "part.customData")),
    ],
    ids=str,
)
def test_each_rule(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    payload = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    assert violation(payload) == expected
    with pytest.raises(msgspec.ValidationError):
        decoder_of(Sample).decode(msgspec.json.encode(payload))


@pytest.mark.parametrize("payload", [None, 5, "text", [], [{}], True])
def test_a_payload_is_an_object(payload: object) -> None:
    assert violation(payload) == ("type", "")


def test_extra_fields_come_first_then_the_fields_in_order_then_the_missing() -> None:
    assert violation({"text": 5, "more": 1}) == ("additionalProperties", "")
    assert violation({"parts": [], "text": 5}) == ("type", "text")
    assert violation({"flag": 5}) == ("type", "flag")


def test_a_schema_may_have_an_order_of_its_own() -> None:
    assert violation({"first": 5, "second": 5, "more": 1}, Ordered) == ("type", "second")
    assert violation({"first": 5, "second": "", "more": 1}, Ordered) == ("additionalProperties", "")
    assert violation({"first": 5, "second": ""}, Ordered) == ("type", "first")
    assert violation({"first": 5}, Ordered) == ("type", "first")
    assert violation({"first": ""}, Ordered) == ("required", "")


def test_sentences_name_rule_and_place_and_are_short() -> None:
    shape = shape_of(Sample)
    assert str(first_violation(shape, GOOD | {"SoCLimit": 101})) == "101 is greater than the maximum of 100 at SoCLimit"
    assert str(first_violation(shape, {"parts": [{"partName": "a"}]})) == "'text' is a required property"
    huge: list[Any] = ["x" * 10**6, list(range(10**5)), {"x" * 10**6: 1}, -(10**4000)]
    for value in huge:
        for name in GOOD:
            found = first_violation(shape, GOOD | {name: value})
            assert found is None or len(str(found)) < 2 * SHOWN_CHARACTERS + 100
    extras = GOOD | {str(n): n for n in range(10_000)}
    assert len(str(first_violation(shape, extras))) < 2 * SHOWN_CHARACTERS + 100


@pytest.mark.parametrize("depth", [100, 500, 900, 960, 980, 990])
def test_deep_nesting_is_no_reason_to_raise(depth: int) -> None:
    try:
        value = msgspec.json.decode("[" * depth + "]" * depth)
    except RecursionError:
        return
    for name in GOOD:
        first_violation(shape_of(Sample), GOOD | {name: value})


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["partName", "colour", "x"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "more"]), JSON_VALUES, max_size=4), st.booleans())
def test_there_is_a_violation_exactly_when_msgspec_refuses(changes: dict[str, Any], complete: bool) -> None:
    payload = GOOD | changes if complete else changes
    data = msgspec.json.encode(payload)
    try:
        decoder_of(Sample).decode(data)
    except msgspec.ValidationError:
        assert violation(msgspec.json.decode(data)) is not None
    else:
        assert violation(msgspec.json.decode(data)) is None
