"""Message classes of the tests' own: one field of every kind there is."""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, field

from ocpp.fields import Absent, AnyJson, CustomData, Number, OneDecimal, OneOf, String6
from ocpp.model import Model, Request, Result


class Colour(StrEnum):
    """A choice."""

    red = "Red"
    green = "Green-ish"


class Part(Model):
    """A datatype inside the message."""

    part_name: String6
    colour: Absent[OneOf[Colour]] = None
    custom_data: Absent[CustomData] = None


class SampleResult(Result):
    """The answer."""

    status: OneOf[Colour]


class Sample(Request[SampleResult]):
    """A request with a field of every kind."""

    text: String6
    parts: Annotated[list[Part], Meta(min_length=1, max_length=3)]
    soc_limit: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(default=None, name="SoCLimit")
    reading: Absent[Number] = None
    limit: Absent[OneDecimal] = None
    flag: Absent[bool] = None
    colours: Absent[list[OneOf[Colour]]] = None
    part: Absent[Part] = None
    free: Absent[AnyJson] = None
    custom_data: Absent[CustomData] = None


class Ordered(Request[SampleResult]):
    """A request whose schema checks in an order of its own."""

    __schema_order__ = ("second", "*", "first")

    first: String6
    second: String6


GOOD: dict[str, Any] = {
    "text": "text",
    "parts": [{"partName": "a", "colour": "Red"}, {"partName": "b", "customData": {"vendorId": "v", "aKey": [1]}}],
    "SoCLimit": 80,
    "reading": 1.25,
    "limit": 21.4,
    "flag": True,
    "colours": ["Green-ish"],
    "part": {"partName": "c"},
    "free": {"someKey": None},
    "customData": {"vendorId": "v", "deepKey": {"innerKey": 1}},
}
