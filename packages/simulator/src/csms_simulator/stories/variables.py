"""Values that a story takes from outside or from the wire, and puts into its steps: `${token}`."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

BUILT_IN = {
    "station": "the identity of the station",
    "run": "eight letters and digits that are others in each run",
    "now": "the time of the station's clock, as a timestamp",
}

SHOWN_LENGTH = 40


class NothingThereError(LookupError):
    """There is nothing at a path that is to be captured."""


def names_in(value: object) -> Iterator[str]:
    """Yield the names of the variables in a value of YAML."""
    match value:
        case str():
            for found in VARIABLE.finditer(value):
                yield found[1]
        case dict():
            for inner in cast("dict[str, object]", value).values():
                yield from names_in(inner)
        case list() | tuple():
            for inner in cast("list[object]", value):
                yield from names_in(inner)
        case _:
            return


def fill(value: object, variables: Mapping[str, object]) -> object:
    """Return a value with its variables filled in; one that stands alone keeps its type, as a transaction's number."""
    match value:
        case str():
            alone = VARIABLE.fullmatch(value)
            return variables[alone[1]] if alone else fill_text(value, variables)
        case dict():
            return {name: fill(inner, variables) for name, inner in cast("dict[str, object]", value).items()}
        case list():
            return [fill(inner, variables) for inner in cast("list[object]", value)]
        case _:
            return value


def fill_text(text: str, variables: Mapping[str, object]) -> str:
    """Return a text with its variables filled in."""
    return VARIABLE.sub(lambda found: str(variables[found[1]]), text)


def show(text: str, variables: Mapping[str, object]) -> str:
    """Return a text for people: variables that have a value are filled in, shortened, but never a password."""

    def value_of(found: re.Match[str]) -> str:
        name = found[1]
        if name not in variables or "password" in name:
            return found[0]
        value = " ".join(str(variables[name]).split())
        return value if len(value) <= SHOWN_LENGTH else f"{value[:SHOWN_LENGTH]}..."

    return VARIABLE.sub(value_of, text)


def hide_passwords(text: str, variables: Mapping[str, object]) -> str:
    """Return a text for people without the values of variables that are passwords."""
    for name, value in variables.items():
        if "password" in name and isinstance(value, str) and value:
            text = text.replace(value, "***")
    return text


def fill_pattern(pattern: object, variables: Mapping[str, object]) -> object:
    """Return a pattern with its variables filled in; their values stand for themselves, whatever they look like."""
    match pattern:
        case str() if VARIABLE.search(pattern) is None:
            return pattern
        case str() if pattern.startswith("/") and pattern.endswith("/"):
            return VARIABLE.sub(lambda found: re.escape(str(variables[found[1]])), pattern)
        case str() if pattern[0] in "<>!":
            return fill_text(pattern, variables)
        case str():
            return {"equals": fill(pattern, variables)}
        case dict():
            return {name: fill_pattern(inner, variables) for name, inner in cast("dict[str, object]", pattern).items()}
        case list():
            return [fill_pattern(inner, variables) for inner in cast("list[object]", pattern)]
        case _:
            return pattern


def value_at(path: str, root: Mapping[str, object]) -> object:
    """Return the value at a path such as `answer.transactionId` or `payload.meterValue.0.timestamp`.

    Raises: NothingThereError.
    """
    value: object = root
    for name in path.split("."):
        value = _inside(value, name)
        if value is None:
            raise NothingThereError(f"there is no {path}: nothing is at {name}")
    return value


def _inside(value: object, name: str) -> object:
    """Return a field of an object, or an item of a list by its number from 0; None if it is not there."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(name)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return items[int(name)] if name.isdecimal() and int(name) < len(items) else None
    return None
