"""Parameters of a query are read strictly: each once unless it is a list, and as the document has it."""

import re
from datetime import datetime
from functools import cache
from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.typing import FieldDefinition

from csms.web.parameters import parameters_of
from csms.web.problems import Fault, bad_request

NULL = "null"
BOOLEANS = {"true", "false"}
NUMBER = re.compile(r"[-+]?[\d.]+(e[-+]?\d+)?", re.IGNORECASE | re.ASCII)


def check_query(request: Request[Any, Any, Any]) -> None:
    """Refuse what Litestar would overlook.

    It takes the last of several values, `null` for none, numbers for times, and 1 and 0 for true and false.

    Raises: Problem.
    """
    given = request.query_params.dict()
    declared = _declared(request.route_handler) if given else {}
    faults: list[Fault] = []
    for name, values in given.items():
        field = declared.get(name)
        if field is None:
            continue
        fault = _fault_of(field, values)
        if fault is not None:
            faults.append(Fault(f"query.{name}", fault))
    if faults:
        raise bad_request("The request is not valid", *faults)


def _fault_of(field: FieldDefinition, values: list[str]) -> str | None:
    if len(values) > 1 and not _takes(field, list):
        return "It may be given once"
    if NULL in values and not _takes(field, str):
        return f"`{NULL}` is no value of it: leave it out"
    if _takes(field, bool) and not {*values} <= BOOLEANS:
        return "Expected `true` or `false`"
    if _takes(field, datetime) and any(NUMBER.fullmatch(value) for value in values):
        return "Expected a time as RFC 3339 has it, such as 2026-05-04T12:00:00Z"
    return None


@cache
def _declared(handler: HTTPRouteHandler) -> dict[str, FieldDefinition]:
    return {name: field for _, name, field in parameters_of(handler)}


def _takes(field: FieldDefinition, kind: type) -> bool:
    return field.is_subclass_of(kind) or any(_takes(each, kind) for each in field.inner_types)
