"""Request bodies are JSON, and are read strictly: a number in quotes is no number."""

from functools import cache
from http import HTTPStatus
from typing import Any, cast

import msgspec
from litestar import Request

from csms.web.problems import Fault, Problem, bad_request

LONGEST_BODY_BYTES = 2**20

JSON = "application/json"


async def check_body(request: Request[Any, Any, Any]) -> None:
    """Refuse a body that the handler could not do with, and name the place.

    Litestar converts what comes leniently, and does not look at its type.

    Raises: Problem.
    """
    field = request.route_handler.parsed_data_field
    if field is None:
        return
    body = await request.body()
    if not body:
        if field.is_required:
            raise bad_request("The request is not valid", Fault("body", "There is no body; it has to be JSON"))
        return
    if request.content_type[0] != JSON:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body has to be {JSON}")
    try:
        _validate(field.raw, body)
    except msgspec.ValidationError as error:
        raise bad_request("The request is not valid", _fault_of(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise bad_request("The body is not JSON", Fault("body", str(error))) from None
    except RecursionError:
        raise bad_request("The body is not JSON", Fault("body", "It is nested too deeply")) from None


def _validate(kind: Any, body: bytes) -> None:
    try:
        _decoder(kind).decode(body)
    except msgspec.ValidationError as error:
        if "got `float`" not in str(error):
            raise
        # To JSON Schema, 3.0 is a whole number.
        msgspec.convert(_with_whole_numbers(msgspec.json.decode(body)), kind)


def _with_whole_numbers(value: object) -> object:
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_with_whole_numbers(item) for item in cast("list[object]", value)]
        case dict():
            return {name: _with_whole_numbers(item) for name, item in cast("dict[str, object]", value).items()}
        case _:
            return value


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _fault_of(error: msgspec.ValidationError) -> Fault:
    """Read the place out of the words of msgspec: "Expected `int`, got `str` - at `$.items[0]`"."""
    text, _, place = str(error).partition(" - at `")
    return Fault("body" + place.removesuffix("`").removeprefix("$"), text)
