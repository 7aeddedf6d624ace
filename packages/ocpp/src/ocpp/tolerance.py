"""Named repairs of what real charge points send, for messages that strict decoding refused.

A connection chooses its tolerances; by default it has none. Each repair is reported as an `Applied`. What no repair
is named for is left as it is, so that strict decoding then says what is wrong. Nothing here raises or mutates.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from enum import Enum, StrEnum
from functools import cache
from typing import TypeGuard

import msgspec
from msgspec import Struct

from ocpp.broken_json import repair_json
from ocpp.enum_words import match_word
from ocpp.json_types import convert, text_of
from ocpp.masking import ID_TOKEN_NAMES, MASK, SECRET_NAMES, sets_secret
from ocpp.noise import is_noise, noise_head
from ocpp.shapes import Choice, Field, FreeForm, Items, Object, Scalar, Shape
from ocpp.timestamps import EVENT_TIME_NAMES, TIMESTAMP_NAMES, normalise_timestamp

MAX_REPAIRS = 1000
"""A payload that wants more repairs is left as it is."""

SHOWN_CHARACTERS = 100
"""How much of a value `Applied` shows."""


class Tolerance(StrEnum):
    """What is tolerated. Each name stands for one kind of deviation that charge points in the field are known for."""

    noise = "noise"
    """Empty messages and modem commands such as `AT+CSQ` on the socket are ignored."""
    broken_json = "broken_json"
    """Members without value, missing and trailing commas, raw control characters and a cut-off end are repaired."""
    empty_words = "empty_words"
    """An optional field that is "" where a word, number, timestamp, list or object belongs counts as absent."""
    too_long = "too_long"
    """Strings that are too long lose blanks and padding around them and then, if need be, their end."""
    extra_fields = "extra_fields"
    """Fields that the message does not have are dropped."""
    wrong_types = "wrong_types"
    """Numbers for strings and the reverse, one thing for a list of it, and null for an absent field are converted."""
    odd_words = "odd_words"
    """Words of enums in another case or spelling are understood, unknown ones replaced or dropped."""
    odd_timestamps = "odd_timestamps"
    """Timestamps without zone or in another notation are rewritten; missing ones become the time of arrival."""


ALL: frozenset[Tolerance] = frozenset(Tolerance)
"""Every tolerance."""


class Applied(Struct, frozen=True):
    """A repair that was made.

    `place` is the place in the payload as it was received, such as "meterValue[0].timestamp" ("" for its top), or
    "character 17" of a message that was no JSON. `before` and `after` are JSON, cut at `SHOWN_CHARACTERS`; "" is for
    what was or is not there, the values of passwords, keys and id tokens are `***`.
    """

    tolerance: Tolerance
    place: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.tolerance} at {self.place or 'the top'}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


class Mended(Struct, frozen=True):
    """A message that was no frame, after `mend_text`; `ignore`: it is noise, to be neither read nor answered."""

    text: str | bytes
    applied: tuple[Applied, ...] = ()
    ignore: bool = False


_PADDING = " \t\r\n\x00"

_HIDDEN = re.compile("|".join(SECRET_NAMES | ID_TOKEN_NAMES | {"password", "secret"}), re.IGNORECASE)


class _Missing(Enum):
    """Stands for a field that is not there, where None would be JSON's null."""

    missing = 0


_MISSING = _Missing.missing


def mend_text(text: str | bytes, tolerances: frozenset[Tolerance]) -> Mended:
    """Return a message that `ocpp.rpc.decode` refused, mended as far as `tolerances` allow.

    Noise comes back with `ignore` set; what cannot be mended comes back as it is, with nothing applied.
    """
    try:
        characters = text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError:
        return Mended(text)
    if Tolerance.noise in tolerances and is_noise(characters):
        return Mended(text, (Applied(Tolerance.noise, "", _json(noise_head(characters)), ""),), ignore=True)
    if Tolerance.broken_json not in tolerances:
        return Mended(text)
    repaired = repair_json(characters)
    if repaired is None or not repaired[1]:
        return Mended(text)
    applied = tuple(
        Applied(Tolerance.broken_json, f"character {repair.position + 1}", _cut(repair.before), _cut(repair.after))
        for repair in repaired[1]
    )
    return Mended(repaired[0], applied)


def mend_payload(
    shape: Object,
    payload: object,
    tolerances: frozenset[Tolerance],
    received_at: str,
    naive_zone: tzinfo = UTC,
) -> tuple[object, tuple[Applied, ...]]:
    """Return a payload (decoded JSON) that strict decoding refused, mended as far as `tolerances` allow, and how.

    A payload in which there is nothing to mend comes back as it is: the same object. `received_at` is a timestamp of
    RFC 3339, `naive_zone` the zone of timestamps that name none. These are no reason for strict decoding to refuse a
    payload: to have them rewritten wherever they occur, give valid payloads of shapes that `has_timestamps` as well,
    with `Tolerance.odd_timestamps` alone.
    """
    mender = _Mender(tolerances, received_at, naive_zone)
    if payload is None and Tolerance.wrong_types in tolerances:
        mender.note(Tolerance.wrong_types, "", "null", "{}")
        payload = {}
    mended = mender.mend_object(shape, payload, "")
    return (payload, ()) if len(mender.applied) > MAX_REPAIRS else (mended, tuple(mender.applied))


@cache
def has_timestamps(shape: Object) -> bool:
    """Tell whether messages of this shape can hold timestamps."""
    return any(_holds_timestamp(field.shape, field.wire) for field in shape.fields)


def _holds_timestamp(shape: Shape, name: str) -> bool:
    match shape:
        case Object():
            return has_timestamps(shape)
        case Items():
            return _holds_timestamp(shape.item, name)
        case _:
            return _is_timestamp(shape, name)


class _Mender:
    """Walks one payload along its shape. Depth is bounded by the shape, whatever the payload is."""

    def __init__(self, tolerances: frozenset[Tolerance], received_at: str, naive_zone: tzinfo) -> None:
        self.tolerances = tolerances
        self.received_at = received_at
        self.naive_zone = naive_zone
        self.applied: list[Applied] = []

    def note(self, tolerance: Tolerance, place: str, before: str, after: str) -> None:
        self.applied.append(Applied(tolerance, place, before, after))

    def mend_object(self, shape: Object, value: object, place: str) -> object:
        if not _is_object(value):
            return value
        hides_value = sets_secret(value, SECRET_NAMES)
        mended: dict[str, object] = {}
        for name, item in value.items():
            inside = f"{place}.{name[:SHOWN_CHARACTERS]}" if place else name[:SHOWN_CHARACTERS]
            hidden = _HIDDEN.search(name) is not None or (hides_value and name in ("value", "attributeValue"))
            field = shape.by_wire.get(name)
            if field is not None:
                result = self.mend_field(shape, field, item, inside, hidden)
            elif Tolerance.extra_fields in self.tolerances:
                self.note(Tolerance.extra_fields, inside, _shown(item, hidden), "")
                continue
            else:
                result = item
            if result is not _MISSING:
                mended[name] = result
        self.add_event_times(shape, mended, place)
        unchanged = len(mended) == len(value) and all(name in mended and mended[name] is value[name] for name in value)
        return value if unchanged else mended

    def add_event_times(self, shape: Object, mended: dict[str, object], place: str) -> None:
        if Tolerance.odd_timestamps not in self.tolerances:
            return
        for field in shape.fields:
            if field.required and field.wire not in mended and _is_event_time(field):
                inside = f"{place}.{field.wire}" if place else field.wire
                self.note(Tolerance.odd_timestamps, inside, "", _json(self.received_at))
                mended[field.wire] = self.received_at

    def mend_field(self, owner: Object, field: Field, value: object, place: str, hidden: bool) -> object:
        """Return the value of a field, mended; `_MISSING` if it is to be dropped."""
        shape = field.shape
        if not field.required:
            if value is None and Tolerance.wrong_types in self.tolerances and not _takes_anything(shape):
                self.note(Tolerance.wrong_types, place, "null", "")
                return _MISSING
            if _is_blank(value) and Tolerance.empty_words in self.tolerances and not _may_be_empty(field):
                self.note(Tolerance.empty_words, place, _json(value), "")
                return _MISSING
        elif (
            (value is None or _is_blank(value))
            and _is_event_time(field)
            and Tolerance.odd_timestamps in self.tolerances
        ):
            self.note(Tolerance.odd_timestamps, place, _json(value), _json(self.received_at))
            return self.received_at
        mended = self.mend_value(shape, value, place, field.wire, hidden)
        if (
            isinstance(shape, Choice)
            and isinstance(mended, str)
            and not _is_blank(mended)
            and mended not in shape.words
            and not field.required
            and not _is_measured_value(owner)
            and Tolerance.odd_words in self.tolerances
        ):
            self.note(Tolerance.odd_words, place, _shown(mended, hidden), "")
            return _MISSING
        return mended

    def mend_value(self, shape: Shape, value: object, place: str, name: str, hidden: bool) -> object:
        match shape:
            case Object():
                return self.mend_object(shape, value, place)
            case Items():
                return self.mend_list(shape, value, place, name, hidden)
            case Choice():
                return self.mend_word(shape, value, place, hidden)
            case Scalar():
                return self.mend_scalar(shape, value, place, name, hidden)
            case FreeForm():
                return value

    def mend_list(self, shape: Items, value: object, place: str, name: str, hidden: bool) -> object:
        if not _is_list(value):
            value = self.made_list(shape, value, place, hidden)
            if not _is_list(value):
                return value
        unreadable = self.unreadable_values(shape, value)
        mended: list[object] = []
        for index, item in enumerate(value):
            inside = f"{place}[{index}]"
            if index in unreadable:
                self.note(Tolerance.odd_words, inside, _json(unreadable[index]), "")
            else:
                mended.append(self.mend_value(shape.item, item, inside, name, hidden))
        unchanged = len(mended) == len(value) and all(new is old for new, old in zip(mended, value, strict=True))
        return value if unchanged else mended

    def made_list(self, shape: Items, value: object, place: str, hidden: bool) -> object:
        """Return a list of the one thing that stands where a list belongs; {} is an empty list."""
        if Tolerance.wrong_types not in self.tolerances:
            return value
        is_item = _is_object(value) if isinstance(shape.item, Object) else isinstance(value, str | int | float)
        if _is_blank(value) or not is_item:
            return value
        made: list[object] = [] if value == {} else [value]
        if len(made) < (shape.min_length or 0):
            return value
        before = _shown(value, hidden)
        self.note(Tolerance.wrong_types, place, before, f"[{before}]" if made else "[]")
        return made

    def unreadable_values(self, shape: Items, value: Sequence[object]) -> dict[int, dict[str, object]]:
        """Return, by index, the unknown words of sampled values that would say something else without them.

        A value without its measurand is taken for a register of energy, one without its unit for watt-hours: it is
        better dropped. Where too few values would be left, none is.
        """
        if Tolerance.odd_words not in self.tolerances or not _is_measured_value(shape.item):
            return {}
        unreadable = {index: words for index, item in enumerate(value) if (words := _unknown_words(shape.item, item))}
        return unreadable if len(value) - len(unreadable) >= (shape.min_length or 0) else {}

    def mend_word(self, shape: Choice, value: object, place: str, hidden: bool) -> object:
        if Tolerance.wrong_types in self.tolerances and _is_number(value):
            text = text_of(value)
            if text in shape.words:
                self.note(Tolerance.wrong_types, place, _shown(value, hidden), _shown(text, hidden))
                return text
        if not isinstance(value, str) or value in shape.words or Tolerance.odd_words not in self.tolerances:
            return value
        word = match_word(value, shape.words)
        if word is None:
            return value
        self.note(Tolerance.odd_words, place, _shown(value, hidden), _json(word))
        return word

    def mend_scalar(self, shape: Scalar, value: object, place: str, name: str, hidden: bool) -> object:
        if Tolerance.wrong_types in self.tolerances and not _is_timestamp(shape, name):
            converted = convert(value, shape.kind)
            if converted is not value:
                self.note(Tolerance.wrong_types, place, _shown(value, hidden), _shown(converted, hidden))
                value = converted
        if shape.kind != "string" or not isinstance(value, str):
            return value
        if Tolerance.odd_timestamps in self.tolerances and _is_timestamp(shape, name):
            timestamp = normalise_timestamp(value, self.naive_zone)
            if timestamp is not None and timestamp != value:
                self.note(Tolerance.odd_timestamps, place, _shown(value, hidden), _shown(timestamp, hidden))
                return timestamp
        if Tolerance.too_long in self.tolerances and shape.max_length is not None and len(value) > shape.max_length:
            cut = value.strip(_PADDING)[: shape.max_length]
            self.note(Tolerance.too_long, place, _shown(value, hidden), _shown(cut, hidden))
            return cut
        return value


def _unknown_words(shape: Shape, value: object) -> dict[str, object]:
    if not isinstance(shape, Object) or not _is_object(value):
        return {}
    return {
        field.wire: word
        for field in shape.fields
        if isinstance(field.shape, Choice)
        and isinstance(word := value.get(field.wire), str)
        and not _is_blank(word)
        and match_word(word, field.shape.words) is None
    }


def _is_measured_value(shape: Shape) -> bool:
    return isinstance(shape, Object) and "measurand" in shape.by_wire and "value" in shape.by_wire


def _is_timestamp(shape: Shape, name: str) -> bool:
    return name in TIMESTAMP_NAMES and isinstance(shape, Scalar) and shape.kind == "string" and not shape.max_length


def _is_event_time(field: Field) -> bool:
    return field.wire in EVENT_TIME_NAMES and _is_timestamp(field.shape, field.wire)


def _takes_anything(shape: Shape) -> bool:
    return isinstance(shape, FreeForm) and not shape.custom_data


def _may_be_empty(field: Field) -> bool:
    """Tell whether an empty string is a value of the field."""
    shape = field.shape
    if isinstance(shape, Choice):
        return "" in shape.words
    if isinstance(shape, Scalar):
        return shape.kind == "string" and not _is_timestamp(shape, field.wire)
    return _takes_anything(shape)


def _shown(value: object, hidden: bool) -> str:
    """Return a value as `Applied` shows it; of lists and objects, which may hold anything, only what they are."""
    if isinstance(value, dict):
        return "{...}" if value else "{}"
    if isinstance(value, list):
        return "[...]" if value else "[]"
    return MASK if hidden else _json(value)


def _json(value: object) -> str:
    if isinstance(value, str):
        value = value[:SHOWN_CHARACTERS]
    try:
        return _cut(msgspec.json.encode(value).decode())
    except (ValueError, OverflowError):  # lone surrogates, integers of more than 64 bits
        return "?"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list)


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
