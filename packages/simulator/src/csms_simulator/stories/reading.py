"""Stories from YAML: what is wrong in a file is said with its name, the step and the field."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import yaml
from msgspec import Struct

from csms_simulator.model.vehicle import CATALOGUE
from csms_simulator.stories.matching import RULES, check_pattern
from csms_simulator.stories.operators import ACTIONS
from csms_simulator.stories.stations import check_station
from csms_simulator.stories.story import (
    STEPS,
    AnyOrder,
    Expectation,
    JsonObject,
    Need,
    NoneOf,
    Operate,
    PlugIn,
    Reply,
    Seconds,
    Send,
    Sent,
    StationOptions,
    Step,
    Story,
    Version,
)
from csms_simulator.stories.variables import BUILT_IN, names_in
from ocpp import catalogue
from ocpp.model import Request, Sender
from ocpp.shapes import FreeForm, Items, Object, Shape, shape_of

_PLACE = re.compile(r"(.*) - at `\$(.*)`")
_GIVEN = {*BUILT_IN, "password"}
_NOT_INSIDE = {"any_order": ("within",), "none_of": ("within", "answered", "refused", "capture")}
"""Fields of messages that make no sense in a group of them."""


class StoryError(ValueError):
    """A story that cannot be read; the message says where and why."""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """A story as it stands in a file, its steps not looked at."""

    id: str
    title: str
    version: Version
    description: str
    steps: list[object]
    needs: dict[str, Need] = {}
    station: StationOptions = StationOptions()


def read(path: Path) -> Story:
    """Return the story in a file. Raises: StoryError."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise StoryError(f"{path}: {error.strerror}") from None
    return parse(text, str(path))


def parse(text: bytes | str, source: str = "story") -> Story:
    """Return the story in a text; `source` is what messages call it. Raises: StoryError."""
    try:
        content = cast(object, msgspec.yaml.decode(text))
    except (msgspec.DecodeError, yaml.YAMLError, ValueError) as error:
        raise StoryError(f"{source}: this is no YAML: {_one_line(error)}") from None
    try:
        file = msgspec.convert(content, _File)
        check_station(file.station)
    except ValueError as error:
        raise StoryError(f"{source}: {_with_field(error)}") from None
    if not file.steps:
        raise StoryError(f"{source}: steps: a story needs a step")
    known = {*_GIVEN, *file.needs}
    steps: list[Step] = []
    for number, entry in enumerate(file.steps, 1):
        try:
            step = _step(entry)
            _check(step, file.version, known)
        except ValueError as error:
            raise StoryError(f"{source}: step {number}{_named(entry)}: {_with_field(error)}") from None
        steps.append(step)
    return Story(
        id=file.id,
        title=file.title,
        version=file.version,
        description=file.description,
        needs=file.needs,
        station=file.station,
        steps=tuple(steps),
        source=source,
    )


def _step(entry: object) -> Step:
    """Return a step from YAML: a word alone, or an object that has the word of exactly one kind."""
    if isinstance(entry, str):
        entry = {entry: None}
    if not isinstance(entry, dict):
        raise ValueError("a step is a word, or an object that begins with one")
    fields = dict(cast(JsonObject, entry))
    verbs = [name for name in fields if name in STEPS]
    if len(verbs) != 1:
        found = " and ".join(verbs) if verbs else ", ".join(fields) or "nothing"
        raise ValueError(f"a step has one of the words {', '.join(STEPS)}; here is {found}")
    kind = STEPS[verbs[0]]
    if fields[verbs[0]] is None:
        del fields[verbs[0]]
    if kind not in {AnyOrder, NoneOf}:
        return msgspec.convert(fields, kind, dec_hook=_read_special)
    expectations = _expectations(fields.get(verbs[0]), verbs[0])
    step = msgspec.convert(fields | {verbs[0]: ()}, kind, dec_hook=_read_special)
    return msgspec.structs.replace(step, **{verbs[0]: expectations})


def _expectations(entries: object, name: str) -> tuple[Expectation, ...]:
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{name} needs a list of messages")
    expectations: list[Expectation] = []
    for entry in cast("list[object]", entries):
        step = _step(entry)
        if not isinstance(step, Expectation):
            raise ValueError(f"{name} holds what was sent and received, not {step.verb}")
        for field in _NOT_INSIDE[name]:
            if isinstance(entry, dict) and field in entry:
                raise ValueError(f"{field} cannot stand inside of {name}")
        expectations.append(step)
    return tuple(expectations)


def _read_special(kind: type, value: object) -> object:
    if kind is Seconds:
        return Seconds.read(value)
    return value  # it may be anything


# What is checked of a step, beyond its types


def _check(step: Step, version: str, known: set[str]) -> None:
    """Check a step, and add what it captures to the variables that are known. Raises: ValueError."""
    unknown = sorted({name for name in _variables(step) if name not in known})
    if unknown:
        names = ", ".join(sorted(known))
        raise ValueError(f"${{{unknown[0]}}} is neither needed nor captured before; known are {names}")
    match step:
        case Expectation():
            _check_expectation(step, version)
            known.update(step.capture)
        case AnyOrder(any_order=inner) | NoneOf(none_of=inner):
            for expectation in inner:
                _check_expectation(expectation, version)
                known.update(expectation.capture)
        case Send():
            _check_expectation(Sent(sent=step.send, answered=step.answered, refused=step.refused), version)
            _check_capture(step.capture)
            known.update(step.capture)
        case Reply():
            _, answer = _shapes(step.reply, version, Sender.csms)
            _check_fields(step.payload, answer, "payload", is_pattern=False)
        case Operate() if step.operator not in ACTIONS:
            raise ValueError(f"operator: there is no {step.operator}; take one of {', '.join(ACTIONS)}")
        case PlugIn() if step.vehicle not in CATALOGUE:
            raise ValueError(f"vehicle: there is no {step.vehicle}; take one of {', '.join(CATALOGUE)}")
        case _:
            pass


def _check_expectation(step: Expectation, version: str) -> None:
    request, answer = _shapes(step.action, version, Sender.station if isinstance(step, Sent) else Sender.csms)
    if step.refused is not None and step.answered:
        raise ValueError("a message is either answered or refused")
    for name, pattern, shape in (("where", step.where, request), ("answered", step.answered, answer)):
        check_pattern(pattern, name)
        _check_fields(pattern, shape, name, is_pattern=True)
    _check_capture(step.capture)


def _check_capture(capture: dict[str, str]) -> None:
    for name, path in capture.items():
        if path.partition(".")[0] not in {"payload", "answer"}:
            raise ValueError(f"capture.{name}: {path} must begin with payload. or answer.")


def _shapes(action: str, version: str, sender: Sender) -> tuple[Object, Object]:
    """Return the shapes of a message and of its answer. Raises: ValueError."""
    message = catalogue.find(version, action)
    if message is None or message.result is None:
        raise ValueError(f"OCPP {version} has no message {action}")
    if message.sender not in {sender, Sender.both}:
        side = "station" if sender is Sender.station else "central system"
        raise ValueError(f"{action} is not sent by the {side}")
    return shape_of(cast(type[Request[object]], message.request)), shape_of(message.result)  # pyright: ignore[reportInvalidTypeArguments]


def _check_fields(pattern: object, shape: Shape, place: str, *, is_pattern: bool) -> None:
    """Check that the fields that a pattern names exist. Raises: ValueError."""
    match pattern:
        case dict():
            fields = cast(JsonObject, pattern)
            rule = next(iter(fields)) if len(fields) == 1 else None
            if is_pattern and rule in RULES:
                _check_rule(str(rule), fields[str(rule)], shape, place)
            elif isinstance(shape, Object):
                for name, inner in fields.items():
                    if name not in shape.by_wire:
                        raise ValueError(f"{place}.{name}: {shape.message_class.__name__} has no such field")
                    _check_fields(inner, shape.by_wire[name].shape, f"{place}.{name}", is_pattern=is_pattern)
        case list() if isinstance(shape, Items):
            for inner in cast("list[object]", pattern):
                _check_fields(inner, shape.item, f"{place}[]", is_pattern=is_pattern)
        case _:
            pass


def _check_rule(rule: str, argument: object, shape: Shape, place: str) -> None:
    if rule in {"contains", "every"}:
        inner: Shape = shape.item if isinstance(shape, Items) else FreeForm()
        _check_fields(argument, inner, place, is_pattern=True)
    elif rule == "one_of":
        for alternative in cast("list[object]", argument):
            _check_fields(alternative, shape, place, is_pattern=True)
    else:
        _check_fields(argument, shape, place, is_pattern=rule == "not")


def _variables(step: Step) -> Iterator[str]:
    """Yield the variables that a step uses."""
    for name in step.__struct_fields__:
        value = cast(object, getattr(step, name))
        if name in {"any_order", "none_of"}:
            for inner in cast("tuple[Step, ...]", value):
                yield from _variables(inner)
        else:
            yield from names_in(value)


# Words of errors


def _with_field(error: ValueError) -> str:
    """Return what msgspec says with the field in front: `within: expected int, got str`."""
    text = str(error)
    found = _PLACE.fullmatch(text)
    if found is None:
        return text.replace("`", "")
    return f"{found[2].lstrip('.')}: {found[1]}".replace("`", "").replace(": Expected", ": expected")


def _named(entry: object) -> str:
    words = [name for name in cast(JsonObject, entry) if name in STEPS] if isinstance(entry, dict) else [str(entry)]
    return f" ({words[0]})" if words else ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
