"""From Python values of any make to the names of the wire."""
# pyright: basic

import dataclasses
from typing import Any

from ocpp.shapes import shape_of
from ocpp.wire import to_wire

from .sample_messages import GOOD, Colour, Part, Sample
from .test_views import KEYWORDS

SHAPE = shape_of(Sample)


@dataclasses.dataclass
class Own:
    """A dataclass of a user."""

    text: Any
    so_c_limit: Any = None
    parts: Any = None
    custom_data: Any = None


def test_keywords_get_their_wire_names_back() -> None:
    assert to_wire(KEYWORDS | {"free": 1}, SHAPE) == GOOD | {"free": 1}
    assert to_wire({"soc_limit": 1, "SoCLimit": 2}, SHAPE) == {"SoCLimit": 2}


def test_wire_names_stay() -> None:
    assert to_wire(GOOD | {"free": 1}, SHAPE) == GOOD | {"free": 1}


def test_objects_dataclasses_and_dicts_may_be_mixed() -> None:
    parts = [Part("a", Colour.red), {"part_name": "b"}, {"partName": "c", "colour": None}, None]
    expected = {
        "text": "t",
        "SoCLimit": 5,
        "parts": [{"partName": "a", "colour": "Red"}, {"partName": "b"}, {"partName": "c"}],
    }
    own: Any = Own("t", 5, parts)
    assert to_wire(own, SHAPE) == expected
    message: Any = Sample(text="t", parts=parts, soc_limit=5)
    assert to_wire(message) == expected
    assert to_wire(message, SHAPE) == expected


def test_without_a_shape_names_follow_the_rule() -> None:
    assert to_wire({"charge_point_vendor": {"inner_key": [None, {"deep_key": None, "evse_id": 1}]}}) == {
        "chargePointVendor": {"innerKey": [{"evseId": 1}]}
    }


def test_free_json_is_camel_case_or_verbatim() -> None:
    data = {"vendor_id": "v", "any_key": [{"deep_key": None}], "nothing": None}
    own = Own("t", custom_data=data)
    assert to_wire(own, SHAPE) == {"text": "t", "customData": {"vendorId": "v", "anyKey": [{}]}}
    assert to_wire(own, SHAPE, verbatim=True) == {"text": "t", "customData": data}


def test_unknown_fields_are_kept_for_the_check_to_find() -> None:
    assert to_wire({"text": "t", "more_fields": {"a_b": 1}}, SHAPE) == {"text": "t", "moreFields": {"aB": 1}}


def test_what_was_given_stays_as_it_is() -> None:
    data: dict[str, Any] = {"text": "t", "custom_data": {"any_key": None}, "parts": [{"part_name": None}]}
    to_wire(data, SHAPE)
    assert data == {"text": "t", "custom_data": {"any_key": None}, "parts": [{"part_name": None}]}
