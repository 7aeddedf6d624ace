"""What keyword handlers and keyword callers see of a decoded message."""
# pyright: basic

from typing import Any

from ocpp.codec import decode, encode_json
from ocpp.views import loosener_of, view_of

from .sample_messages import GOOD, Colour, Part, Sample

KEYWORDS: dict[str, Any] = {
    "text": "text",
    "parts": [
        {"part_name": "a", "colour": "Red"},
        {"part_name": "b", "custom_data": {"vendor_id": "v", "a_key": [1]}},
    ],
    "so_c_limit": 80,
    "reading": 1.25,
    "limit": 21.4,
    "flag": True,
    "colours": ["Green-ish"],
    "part": {"part_name": "c"},
    "free": {"some_key": None},
    "custom_data": {"vendor_id": "v", "deep_key": {"inner_key": 1}},
}


def sample(**changes: Any) -> Sample:
    return decode(Sample, encode_json(GOOD | changes))


def test_keywords_are_plain_snake_case() -> None:
    view = view_of(Sample)(sample())
    assert view == KEYWORDS
    assert type(view["parts"][0]) is dict
    assert type(view["parts"][0]["colour"]) is str
    assert type(view["colours"][0]) is str


def test_absent_fields_are_missing() -> None:
    minimal = decode(Sample, b'{"text":"","parts":[{"partName":""}]}')
    assert view_of(Sample)(minimal) == {"text": "", "parts": [{"part_name": ""}]}


def test_false_zero_and_empty_are_there() -> None:
    view = view_of(Sample)(sample(flag=False, SoCLimit=0, reading=0, colours=[], free=[]))
    assert (view["flag"], view["so_c_limit"], view["reading"], view["colours"], view["free"]) == (False, 0, 0, [], [])


def test_the_message_itself_stays_as_it_is() -> None:
    message: Any = sample()
    view_of(Sample)(message)
    assert message == sample()
    assert isinstance(message.parts[0], Part)


def test_loosened_messages_keep_their_attributes() -> None:
    message: Any = loosener_of(Sample)(sample())
    assert type(message).__name__ == "Sample"
    assert message.parts == KEYWORDS["parts"]
    assert message.part == KEYWORDS["part"]
    assert message.colours == ["Green-ish"]
    assert type(message.colours[0]) is str
    assert message.custom_data == KEYWORDS["custom_data"]
    assert (message.text, message.soc_limit) == ("text", 80)


def test_functions_are_made_once() -> None:
    assert view_of(Sample) is view_of(Sample)
    assert loosener_of(Sample) is loosener_of(Sample)


def test_members_of_enums_become_words() -> None:
    message = Sample(text="", parts=[Part("a", Colour.red)])
    assert view_of(Sample)(message)["parts"] == [{"part_name": "a", "colour": "Red"}]
