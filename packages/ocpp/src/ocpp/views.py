"""Messages as keyword handlers see them: plain snake_case dicts, lists and strings, made by compiled functions.

For each class one Python function is written and compiled on first use, which is several times faster than walking
its fields; it is the keyword handlers' share of the hot path.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, cast

from ocpp.casing import camel_to_snake_case
from ocpp.model import Model
from ocpp.shapes import Choice, FreeForm, Items, Object, Scalar, Shape, shape_of

View: TypeAlias = Callable[[Any], dict[str, Any]]
Loosen: TypeAlias = Callable[[Any], Any]


@cache
def view_of(message_class: type[Model], verbatim: bool = False) -> View:
    """Return the function that turns a decoded message of this class into keyword arguments.

    Keys are snake_case, absent fields are missing, enum members become their words. Unless `verbatim`, the keys
    inside customData and other free-form JSON become snake_case too, as they always were for keyword handlers.
    """
    shape = shape_of(message_class)
    scope: dict[str, Any] = {}
    required = [field for field in shape.fields if field.required]
    optional = [field for field in shape.fields if not field.required]
    pairs = ", ".join(
        f"{field.keyword!r}: {_expression(field.shape, f'm.{field.name}', scope, verbatim)}" for field in required
    )
    lines = ["def view(m):", f"    view = {{{pairs}}}"]
    for field in optional:
        lines += [
            f"    value = m.{field.name}",
            "    if value is not None:",
            f"        view[{field.keyword!r}] = {_expression(field.shape, 'value', scope, verbatim)}",
        ]
    lines += ["    return view"]
    return _compile(lines, "view", scope)


@cache
def loosener_of(message_class: type[Model], verbatim: bool = False) -> Loosen:
    """Return the function that turns the fields of a decoded message, in place, into what keyword users expect.

    The message stays an object with attributes; what is nested in it becomes plain snake_case dicts and words.
    """
    shape = shape_of(message_class)
    scope: dict[str, Any] = {}
    lines = ["def loosen(m):"]
    for field in shape.fields:
        if _is_plain(field.shape):
            continue
        expression = _expression(field.shape, "value", scope, verbatim)
        lines += [f"    value = m.{field.name}", "    if value is not None:", f"        m.{field.name} = {expression}"]
    lines += ["    return m"]
    return _compile(lines, "loosen", scope)


def _is_plain(shape: Shape) -> bool:
    """Tell whether decoding gave the value as keyword users see it already."""
    return isinstance(shape, Scalar) or (isinstance(shape, Items) and _is_plain(shape.item))


def _expression(shape: Shape, value: str, scope: dict[str, Any], verbatim: bool) -> str:
    """Return the Python expression that converts `value`; what it calls is put into `scope`."""
    match shape:
        case Scalar():
            return value
        case Choice():
            return f"{value}._value_"
        case Items():
            if _is_plain(shape):
                return value
            return f"[{_expression(shape.item, 'item', scope, verbatim)} for item in {value}]"
        case FreeForm():
            if verbatim:
                return value
            scope["free_form"] = camel_to_snake_case
            return f"free_form({value})"
        case Object():
            name = f"view_{shape.message_class.__name__}"
            scope[name] = view_of(shape.message_class, verbatim)
            return f"{name}({value})"


def _compile(lines: list[str], name: str, scope: dict[str, Any]) -> Callable[[Any], Any]:
    exec("\n".join(lines), scope)  # noqa: S102 - the source is made of field names of message classes
    return cast(Callable[[Any], Any], scope[name])
