"""What JSON schemas allow, and what they do not, as far as those of messages go."""

from collections.abc import Iterator
from typing import Any, cast

from hypothesis import strategies as st

Json = dict[str, Any]

WHOLE_LIMIT = 2**31 - 1


def examples(schema: Json, root: Json | None = None) -> st.SearchStrategy[Any]:
    """Return values that a schema allows; `root` is the document that references point into."""
    root = schema if root is None else root
    if "$ref" in schema:
        return st.deferred(lambda: examples(root["$defs"][schema["$ref"].rpartition("/")[2]], root))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            return _objects(schema, root)
        case "array":
            least = schema.get("minItems", 0)
            most = min(schema.get("maxItems", least + 2), least + 2)
            return st.lists(examples(schema["items"], root), min_size=least, max_size=most)
        case "string" if schema.get("format") == "date-time":
            return st.datetimes().map(lambda moment: moment.isoformat() + "Z")
        case "string":
            return st.text(max_size=min(schema.get("maxLength", 20), 20))
        case "integer":
            return st.integers(schema.get("minimum", -WHOLE_LIMIT), schema.get("maximum", WHOLE_LIMIT))
        case "number":
            return _numbers(schema)
        case "boolean":
            return st.booleans()
        case None:
            return st.sampled_from([None, True, 1.5, "x", [1], {"a": {"b": None}}])
        case kind:
            raise AssertionError(f"There is no example of {kind}")


def _objects(schema: Json, root: Json) -> st.SearchStrategy[Any]:
    required = set(schema.get("required", ()))
    fields = {name: examples(field, root) for name, field in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in required},
        optional={name: field for name, field in fields.items() if name not in required},
    )


def _numbers(schema: Json) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum", -1e6), schema.get("maximum", 1e6)
    if "multipleOf" in schema:
        return st.integers(int(least * 10), int(most * 10)).map(lambda tenths: tenths / 10)
    return st.floats(least, most) | st.integers(int(least), int(most))


WRONG: tuple[Any, ...] = (None, True, 7, -7, 0.5, "", "no such word", "x" * 40_000, [], [None], {}, {"x": 1})
"""Values of which most fit nowhere."""


@st.composite
def spoiled(draw: st.DrawFn, value: Any) -> Any:
    """Return a value with something in it left out, added or replaced, which may make it wrong."""
    places = list(_places(value, ()))
    place = draw(st.sampled_from(places))
    what = draw(st.sampled_from(["leave out", "add", "replace"]))
    return _changed(value, place, what, draw(st.sampled_from(WRONG)))


def _places(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield place
    for key, inside in _inside(value).items():
        yield from _places(inside, (*place, key))


def _inside(value: Any) -> dict[Any, Any]:
    """Return what is inside an object or a list, by name or place."""
    if isinstance(value, dict):
        return cast("dict[Any, Any]", value)
    return dict(enumerate(cast("list[Any]", value))) if isinstance(value, list) else {}


def _changed(value: Any, place: tuple[Any, ...], what: str, wrong: Any) -> Any:
    inside = _inside(value)
    if place:
        first, *rest = place
        if what == "leave out" and not rest:
            inside = {key: each for key, each in inside.items() if key != first}
        else:
            inside = {**inside, first: _changed(inside[first], tuple(rest), what, wrong)}
    elif what == "add" and isinstance(value, dict | list):
        inside = {**inside, "somethingElse": wrong}
    else:
        return wrong
    return inside if isinstance(value, dict) else list(inside.values())
