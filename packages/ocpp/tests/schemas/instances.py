"""Draws instances from a schema file: valid ones, and ones that break a chosen constraint at a chosen place."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple, TypeAlias, cast

from .schema_files import Schema

Json: TypeAlias = Any
Change: TypeAlias = Callable[[Json], Json]

ITEMS = "[]"
"""The step from a list to its items."""

WRONG_TYPES: dict[str, tuple[Json, ...]] = {
    "string": (7, True, 1.5, ["a"], {"a": "b"}),
    "integer": ("7", True, 1.0, 2.5, [], {}),
    "number": ("1.5", False, [1], {}),
    "boolean": (0, 1, "true", [], {}),
    "object": ([], "object", 3, True, [{}]),
    "array": ({}, "array", 3, False),
}
CHARACTERS = 'abcXYZ019 -_.:/\\"äß€\U0001f50c'


FREE_JSON: tuple[Json, ...] = (
    None,
    True,
    7,
    -1.5,
    "text",
    [],
    {},
    [1, {"a_B": None}],
    {"keyOne": {"key_two": []}},
)


class Place(NamedTuple):
    """A node of a schema, without references, and the steps that lead to it from the top."""

    steps: tuple[str, ...]
    schema: Schema


class Fault(NamedTuple):
    """How to break one constraint at one place; `constraint` is its keyword, or "null"."""

    steps: tuple[str, ...]
    constraint: str
    change: Change


def places(root: Schema) -> Iterator[Place]:
    """Give every place of a schema, the top first."""
    yield from _places_below(root, (), root)


def _places_below(schema: Schema, steps: tuple[str, ...], root: Schema) -> Iterator[Place]:
    schema = resolved(schema, root)
    yield Place(steps, schema)
    for name, inner in schema.get("properties", {}).items():
        yield from _places_below(inner, (*steps, name), root)
    if "items" in schema:
        yield from _places_below(schema["items"], (*steps, ITEMS), root)


def resolved(schema: Schema, root: Schema) -> Schema:
    """Return the schema that a reference points to, or the schema itself."""
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    return schema


def constraints_of(schema: Schema) -> set[str]:
    """Return the constraints that a place has, "null" among them where null is refused."""
    found = {
        keyword
        for keyword in ("maxLength", "enum", "minItems", "maxItems", "minimum", "maximum", "multipleOf")
        if keyword in schema
    }
    if "type" in schema:
        found |= {"type", "null"}
    if schema.get("required"):
        found.add("required")
    if schema.get("type") == "object" and schema.get("additionalProperties") is False:
        found.add("additionalProperties")
    return found


class Instances:
    """A source of instances of one schema; the same seed gives the same ones."""

    def __init__(self, root: Schema, seed: int) -> None:
        self.root = root
        self.random = Random(seed)
        self.share_of_optional_fields = 0.0

    def minimal(self, steps: tuple[str, ...] = ()) -> Json:
        """Return a valid instance with little more than it needs and what is on the way of `steps`."""
        return self.broken_by([Fault(steps, "", _stays)])

    def rich(self, share_of_optional_fields: float = 1.0) -> Json:
        """Return a valid instance in which this share of the optional fields is there."""
        return self.broken_by([], share_of_optional_fields)

    def broken_by(self, faults: Sequence[Fault], share_of_optional_fields: float = 0.0) -> Json:
        """Return an instance that is valid but for these faults."""
        self.share_of_optional_fields = share_of_optional_fields
        return self._built(self.root, faults)

    def faults_at(self, place: Place) -> Iterator[Fault]:
        """Give faults for each constraint of a place."""
        for constraint, change in self._changes(place.schema):
            yield Fault(place.steps, constraint, change)

    def words_at(self, place: Place) -> Iterator[Json]:
        """Give a valid instance for each word of an enum."""
        for word in place.schema.get("enum", ()):
            yield self.broken_by([Fault(place.steps, "", _becomes(word))])

    def _built(self, schema: Schema, faults: Sequence[Fault]) -> Json:
        schema = resolved(schema, self.root)
        here = [fault for fault in faults if not fault.steps]
        deeper = [fault for fault in faults if fault.steps]
        match schema.get("type"):
            case "object":
                value = self._object(schema, deeper)
            case "array":
                value = self._array(schema, deeper)
            case _:
                value = self._scalar(schema)
        for fault in here:
            value = fault.change(value)
        return value

    def _object(self, schema: Schema, faults: Sequence[Fault]) -> Json:
        names = [
            name
            for name in schema.get("properties", {})
            if name in schema.get("required", ())
            or any(fault.steps[0] == name for fault in faults)
            or self.random.random() < self.share_of_optional_fields
        ]
        self.random.shuffle(names)
        value: dict[str, Json] = {
            name: self._built(schema["properties"][name], _one_step_down(name, faults)) for name in names
        }
        if schema.get("additionalProperties") is not False and self.random.random() < 0.5:
            value["vendor_Key"] = self._any_json()
        return value

    def _array(self, schema: Schema, faults: Sequence[Fault]) -> Json:
        least = max(schema.get("minItems", 0), 1 if faults else 0)
        most = max(least, min(schema.get("maxItems", 3), 2 if self.share_of_optional_fields else least))
        length = self.random.randint(least, most)
        faulty = self.random.randrange(length) if length else 0
        inner = _one_step_down(ITEMS, faults)
        return [self._built(schema["items"], inner if index == faulty else ()) for index in range(length)]

    def _scalar(self, schema: Schema) -> Json:
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        values: dict[str, Callable[[], Json]] = {
            "string": lambda: self._string(self.random.randint(0, min(schema.get("maxLength", 30), 30))),
            "boolean": lambda: self.random.random() < 0.5,
            "integer": lambda: self._integer(schema),
            "number": lambda: self._number(schema),
        }
        return values.get(schema.get("type", ""), self._any_json)()

    def _number(self, schema: Schema) -> Json:
        if "multipleOf" in schema:
            return self.random.choice((self.random.randint(-9, 999), self.random.randint(-99, 9999) / 10, 21.4))
        if self.random.random() < 0.5:
            return self._integer(schema)
        if "minimum" in schema or "maximum" in schema:
            return 0.123456789 if "minimum" in schema else -0.5
        return self.random.choice((0.0, -1.5e-9, 3.25e30))

    def _integer(self, schema: Schema) -> int:
        least, most = int(schema.get("minimum", -(2**31))), int(schema.get("maximum", 2**31))
        return self.random.choice((least, most, self.random.randint(least, most)))

    def _string(self, length: int) -> str:
        return "".join(self.random.choices(CHARACTERS, k=length))

    def _any_json(self) -> Json:
        return self.random.choice(FREE_JSON)

    def _changes(self, schema: Schema) -> Iterator[tuple[str, Change]]:
        if "type" in schema:
            yield "null", _becomes(None)
            for value in self.random.sample(WRONG_TYPES[schema["type"]], 2):
                yield "type", _becomes(value)
        yield from self._changes_of_scalar(schema)
        if "minItems" in schema:
            yield "minItems", _becomes([])
        if "maxItems" in schema:
            yield "maxItems", self._too_many(schema)
        for name in schema.get("required", ()):
            yield "required", _without(name)
        if schema.get("type") == "object":
            names = cast(list[str], list(schema.get("properties", {})))
            extra = [f"{name}X" for name in names[:1]] + [name.swapcase() for name in names[-1:]] + ["", "extra"]
            allowed = schema.get("additionalProperties") is not False
            for name in self.random.sample(extra, 2):
                yield "" if allowed else "additionalProperties", _with(name, self._any_json())

    def _changes_of_scalar(self, schema: Schema) -> Iterator[tuple[str, Change]]:
        if "maxLength" in schema:
            yield "maxLength", _becomes(self._string(schema["maxLength"] + 1))
            yield "", _becomes(self._string(schema["maxLength"]))
        if "enum" in schema:
            word = self.random.choice(schema["enum"])
            for wrong in (f"{word}x", word.swapcase(), ""):
                yield "enum", _becomes(wrong)
        for keyword, direction in (("minimum", -1), ("maximum", 1)):
            if keyword in schema:
                yield keyword, _becomes(int(schema[keyword]) + direction)
                yield "", _becomes(int(schema[keyword]))
                if schema["type"] == "number":
                    yield keyword, _becomes(int(schema[keyword]) + direction * 0.001)
        if "multipleOf" in schema:
            for value in (21.45, 0.05, -3.14159):
                yield "multipleOf", _becomes(value)

    def _too_many(self, schema: Schema) -> Change:
        def change(value: Json) -> Json:
            missing = schema["maxItems"] + 1 - len(value)
            return [*value, *[self._built(schema["items"], ())] * missing]

        return change


def _one_step_down(step: str, faults: Sequence[Fault]) -> list[Fault]:
    return [fault._replace(steps=fault.steps[1:]) for fault in faults if fault.steps[0] == step]


def _becomes(replacement: Json) -> Change:
    return lambda _value: replacement


def _stays(value: Json) -> Json:
    return value


def _without(name: str) -> Change:
    return lambda value: _fields(value, lambda fields: {key: fields[key] for key in fields if key != name})


def _with(name: str, inner: Json) -> Change:
    return lambda value: _fields(value, lambda fields: {**fields, name: inner})


def _fields(value: Json, change: Callable[[dict[str, Json]], dict[str, Json]]) -> Json:
    """Change the fields of an object; what another fault has made something else stays as it is."""
    return change(cast(dict[str, Json], value)) if isinstance(value, dict) else value
