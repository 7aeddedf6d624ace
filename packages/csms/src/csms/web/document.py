"""The OpenAPI document: what Litestar knows of the handlers, made exact and complete."""

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, cast

import msgspec
from litestar import Litestar, Response
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.params import ParameterKwarg
from litestar.routes import HTTPRoute
from litestar.types import Method
from litestar.typing import FieldDefinition

from csms.domain.remote_control import Limit, SetLimit
from csms.web.access import CSRF_HEADER, PUBLIC, SAFE_METHODS, SESSION_COOKIE
from csms.web.bodies import JSON
from csms.web.fields import LARGEST_NUMBER
from csms.web.parameters import parameters_of
from csms.web.problems import PROBLEM_JSON, ProblemDetails, title_of

DESCRIPTION = f"""The API of a central system for OCPP charging stations.

Times are RFC 3339 in UTC, energies Wh, power W, currents A, voltages V; the names end with the unit. Stations, EVSEs,
connectors, id tokens and transactions are called as OCPP 2.x calls them, whatever version a station speaks.

Errors are `application/problem+json` (RFC 9457). Lists come in pages: give `next` of one page as `cursor` for the next.

Programs send an API key as bearer token. Pages log in: the session cookie then speaks for them, and changes need the
header `{CSRF_HEADER}` with the `csrf_token` of the login.
"""

TAGS = {
    "Access": "Who may use the API.",
    "Now": "What goes on: each connector, and counters.",
    "Sites": "Places where stations stand.",
    "Stations": "Charging stations, and what they have told.",
    "Inbox": "Stations that want to come in and may not.",
    "Commands": "What stations are asked to do.",
    "Tokens": "Who may charge.",
    "Transactions": "Who has charged, when and how much.",
    "Frames": "Messages of stations as they went over the wire.",
    "Events": "What happens, while it happens.",
    "Operation": "How the server is.",
}

PUBLIC_SECURITY: list[dict[str, list[str]]] = [{}]
"""Of handlers that everybody may ask."""

_Json = dict[str, Any]

_RULES: dict[str, _Json] = {
    Limit.__name__: {
        "oneOf": [
            {"type": "object", "required": [name], "properties": {name: {"type": "number"}}}
            for name in ("ampere", "watt")
        ],
    },
    SetLimit.__name__: {"examples": [{"limit": {"ampere": 16.0}}, {"limit": {"watt": 11000.0}, "evse": 1}]},
}
"""What else there is to say of a type, beside its fields."""

_SCHEMA = "#/components/schemas/{name}"

_PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be understood; `errors` names the places.",
    HTTPStatus.UNAUTHORIZED: "Nobody has logged in, and no API key was sent.",
    HTTPStatus.FORBIDDEN: "This is not allowed, or the token against forged requests is missing.",
    HTTPStatus.NOT_FOUND: "It is not there.",
    HTTPStatus.CONFLICT: "It cannot be done as things are.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too long.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request is understood, but cannot be done.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many attempts; the header Retry-After says how many seconds to wait.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The server has made a mistake.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database is not available; the header Retry-After says when to try again.",
}


def config(pages: Sequence[OpenAPIRenderPlugin]) -> OpenAPIConfig:
    """Return what Litestar needs to know for the document and its pages below `/docs`."""
    return OpenAPIConfig(
        title="csms",
        version=version("csms"),
        description=DESCRIPTION,
        use_handler_docstrings=True,
        operation_id_creator=_operation_id,
        tags=[Tag(name=name, description=description) for name, description in TAGS.items()],
        components=Components(
            security_schemes={
                "key": SecurityScheme(type="http", scheme="bearer", description="An API key."),
                "session": SecurityScheme(
                    type="apiKey",
                    security_scheme_in="cookie",
                    name=SESSION_COOKIE,
                    description=f"The cookie of a login. Changes need the header {CSRF_HEADER} too.",
                ),
            }
        ),
        path="/docs",
        render_plugins=pages,
    )


def make_document(app: Litestar) -> bytes:
    """Return the document as JSON.

    The schemas are those of msgspec, which reads and writes the bodies, so that they say what holds.
    """
    document: _Json = app.openapi_schema.to_schema()
    handlers = dict(_handlers(app))
    kinds = [kind for handler in handlers.values() for kind in (_body_of(handler), _answer_of(handler)) if kind]
    schemas, components = msgspec.json.schema_components([*kinds, ProblemDetails], ref_template=_SCHEMA)
    exact = {str(kind): schema for kind, schema in zip(kinds, schemas, strict=False)}
    for path, operations in cast("_Json", document["paths"]).items():
        for method, operation in cast("_Json", operations).items():
            handler = handlers[path, method]
            _describe(operation, handler, exact)
            _add_problems(operation, _problems_of(handler, path))
    parts: _Json = document["components"]
    for name, rule in _RULES.items():
        components[name] |= rule
    # Python 3.13 takes the indentation out of docstrings; the document is to be the same with each Python.
    for schema in components.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    parts["schemas"] = parts.get("schemas", {}) | components
    parts["responses"] = {_name_of(status): _problem_response(text) for status, text in _PROBLEMS.items()}
    _drop_unused_schemas(document)
    return re.sub(rb"\bPage_(\w+?)_(?=\")", rb"\1Page", msgspec.json.encode(document))


def _operation_id(handler: HTTPRouteHandler, _method: Method, _path: list[Any]) -> str:
    """Return the name of the function, as programs that are made from the document will call it."""
    first, *others = handler.handler_name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _handlers(app: Litestar) -> Iterator[tuple[tuple[str, str], HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield (route.path_format, method.lower()), handler


def _body_of(handler: HTTPRouteHandler) -> Any:
    field = handler.parsed_data_field
    return None if field is None else field.raw


def _answer_of(handler: HTTPRouteHandler) -> Any:
    """Return the type of the answer, if it is JSON."""
    field = handler.parsed_fn_signature.return_type
    if field.is_subclass_of(Response):
        if not field.inner_types:
            return None
        field = field.inner_types[0]
    if handler.media_type not in {None, MediaType.JSON} or field.raw in {None, type(None), Any}:
        return None
    return field.raw


def _describe(operation: _Json, handler: HTTPRouteHandler, exact: _Json) -> None:
    summary, _, description = str(operation.get("description", "")).partition("\n")
    operation["summary"] = summary.strip().removesuffix(".")
    operation["description"] = (description.strip() or summary).replace("\n    ", "\n")
    body, answer = _body_of(handler), _answer_of(handler)
    declared = {name: field for _, name, field in parameters_of(handler)}
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _exact(parameter["schema"], declared.get(parameter["name"]))
    if body:
        operation["requestBody"]["content"] = {JSON: {"schema": exact[str(body)]}}
        operation["requestBody"]["required"] = cast("FieldDefinition", handler.parsed_data_field).is_required
    success: _Json = operation["responses"][str(handler.status_code)]
    if answer:
        success["content"] = {JSON: {"schema": exact[str(answer)]}}
    elif handler.status_code == HTTPStatus.NO_CONTENT:
        success.pop("content", None)


def _exact(schema: _Json, field: FieldDefinition | None) -> _Json:
    """Return the schema of a parameter as it holds.

    Litestar leaves a limit of 0 out, and those of the items of a list, writes whole numbers as floats, and says null
    where a parameter may be left out.
    """
    choices = [choice for choice in schema.get("oneOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        schema = {name: value for name, value in schema.items() if name != "oneOf"} | choices[0]
    if isinstance(schema.get("type"), list):
        schema["type"] = next(name for name in schema["type"] if name != "null")
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    declared = None if field is None else field.kwarg_definition
    if isinstance(declared, ParameterKwarg) and declared.ge == 0:
        schema["minimum"] = 0
    if field is not None and schema.get("type") == "array" and "$ref" not in schema["items"]:
        schema["items"] = _schema_of_items(field)
    for limit in ("minimum", "maximum"):
        if schema.get("type") == "integer" and limit in schema:
            schema[limit] = min(int(schema[limit]), LARGEST_NUMBER)
    return schema


def _schema_of_items(field: FieldDefinition) -> _Json:
    """Return the schema of the items of a list that may be left out."""
    schema = msgspec.json.schema(field.annotation)
    (items,) = (choice["items"] for choice in schema["anyOf"] if choice["type"] == "array")
    return items


def _add_problems(operation: _Json, problems: Iterable[HTTPStatus]) -> None:
    """Say which errors there may be, in place of Litestar's own words for them."""
    responses: _Json = operation["responses"]
    if JSON in responses.get("400", {}).get("content", {}):
        del responses["400"]
    for status in problems:
        responses.setdefault(str(status.value), {"$ref": f"#/components/responses/{_name_of(status)}"})


def _problems_of(handler: HTTPRouteHandler, path: str) -> Iterator[HTTPStatus]:
    is_safe = set(handler.http_methods) <= SAFE_METHODS
    yield HTTPStatus.BAD_REQUEST
    if not (is_safe and handler.opt.get(PUBLIC)):
        yield HTTPStatus.UNAUTHORIZED
        yield HTTPStatus.FORBIDDEN
    if "{" in path:
        yield HTTPStatus.NOT_FOUND
    if handler.parsed_data_field is not None:
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if not is_safe:
        yield HTTPStatus.CONFLICT
        yield HTTPStatus.UNPROCESSABLE_ENTITY
        yield HTTPStatus.TOO_MANY_REQUESTS
    yield HTTPStatus.INTERNAL_SERVER_ERROR
    yield HTTPStatus.SERVICE_UNAVAILABLE


def _name_of(status: HTTPStatus) -> str:
    return title_of(status).replace(" ", "").replace("-", "")


def _problem_response(description: str) -> _Json:
    return {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": _SCHEMA.format(name=ProblemDetails.__name__)}}},
    }


def _drop_unused_schemas(document: _Json) -> None:
    """Drop what nothing refers to: Litestar's readings of the same types."""
    schemas: _Json = document["components"]["schemas"]
    while True:
        text = msgspec.json.encode(document).decode()
        unused = [name for name in schemas if f'"{_SCHEMA.format(name=name)}"' not in text]
        if not unused:
            return
        for name in unused:
            del schemas[name]
