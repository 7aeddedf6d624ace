"""Errors as the API tells them: problem+json (RFC 9457), from one table."""

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, Response
from litestar.enums import ParamType
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Meta, Struct

from csms.storage.engine import StorageError
from csms.web.parameters import parameters_of

LOGGER = logging.getLogger("csms.web")

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_STORAGE_S = 5

_TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}
"""Those that have other names in Python before 3.13."""


def title_of(status: HTTPStatus) -> str:
    """Return the name of a status (RFC 9110, 15)."""
    return _TITLES.get(status, status.phrase)


class Fault(Struct, frozen=True):
    """What is wrong at one place of a request."""

    place: Annotated[
        str,
        Meta(description="Where: `query.limit`, `path.identity`, `body.stations[0]`; `body` is the body as a whole."),
    ]
    message: Annotated[str, Meta(description="What is wrong there.")]


class ProblemDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error (RFC 9457)."""

    title: Annotated[str, Meta(description="What kind of error it is, in words that are always the same.")]
    status: Annotated[int, Meta(description="The status of HTTP.", ge=400, le=599)]
    detail: Annotated[str, Meta(description="What is wrong, and what to do.")] = ""
    errors: Annotated[Sequence[Fault], Meta(description="What is wrong with the request, place by place.")] = ()


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """A request that cannot be fulfilled.

    Args:
        status: of HTTP.
        detail: what is wrong, for the one who asks: nothing secret, nothing of the inside.
        errors: places of the request that are wrong.
        headers: of the response.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str = "",
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or title_of(status))
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def details(self) -> ProblemDetails:
        """Return what is told."""
        return ProblemDetails(
            title=title_of(self.status), status=self.status.value, detail=self.detail, errors=self.errors
        )


def not_found(what: str) -> Problem:
    """Return the error that something is not there: `not_found("station CP1")`."""
    return Problem(HTTPStatus.NOT_FOUND, f"There is no {what}")


def conflict(detail: str) -> Problem:
    """Return the error that something cannot be done as things are."""
    return Problem(HTTPStatus.CONFLICT, detail)


def bad_request(detail: str, *errors: Fault) -> Problem:
    """Return the error that a request cannot be understood."""
    return Problem(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def unprocessable(detail: str, *errors: Fault) -> Problem:
    """Return the error that a request can be understood, but not be done."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def too_many_requests(detail: str, retry_after_s: float) -> Problem:
    """Return the error that somebody has to wait."""
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(max(1, math.ceil(retry_after_s)))})


def _of_validation(error: ValidationException) -> Problem:
    """What Litestar finds wrong with parameters."""
    faults: list[Fault] = []
    for extra in cast("list[dict[str, str]]", error.extra if isinstance(error.extra, list) else []):
        given, key = extra.get("source", ""), extra.get("key", "")
        source = given.value if isinstance(given, ParamType) else given  # of the body it is a word
        place = source if not key or key == "data" else f"{source}.{key}"
        faults.append(Fault(place or "request", extra.get("message", "It is not valid")))
    return Problem(HTTPStatus.BAD_REQUEST, "The request is not valid", errors=faults)


def _of_http(error: HTTPException) -> Problem:
    """What Litestar refuses by itself: its words for 4xx speak of the request only."""
    try:
        status = HTTPStatus(error.status_code)
    except ValueError:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() in {"allow", "retry-after"}}
    detail = _DETAILS.get(status, status.description) if status < HTTPStatus.INTERNAL_SERVER_ERROR else ""
    return Problem(status, detail, headers=headers)


_DETAILS = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON",
    HTTPStatus.NOT_FOUND: "There is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not know the method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too long",
}


def _of_storage(_: StorageError) -> Problem:
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database is not available; try again later",
        headers={"Retry-After": str(RETRY_AFTER_STORAGE_S)},
    )


def problem_of(error: Exception) -> Problem:
    """Return what is told of an error. This is the table."""
    match error:
        case Problem():
            return error
        case ValidationException():
            return _of_validation(error)
        case HTTPException() if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return _of_http(error)
        case StorageError():
            return _of_storage(error)
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server has made a mistake; its log says more")


def _as_asked(fault: Fault, request: Request[Any, Any, Any]) -> Fault:
    """Return a fault with its parameter called as in the request: Litestar says how we call it inside."""
    source, _, name = fault.place.partition(".")
    if source != ParamType.QUERY.value:
        return fault
    for inside, asked, _ in parameters_of(request.route_handler):
        if inside == name:
            return Fault(f"{source}.{asked}", fault.message)
    return fault


def tell(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a request that has failed."""
    problem = problem_of(error)
    if isinstance(error, ValidationException):
        problem.errors = tuple(_as_asked(fault, request) for fault in problem.errors)
    if problem.status is HTTPStatus.INTERNAL_SERVER_ERROR:
        LOGGER.error("%s %s has failed", request.method, request.url.path, exc_info=error)
    elif isinstance(error, StorageError):
        LOGGER.warning("%s %s: %s", request.method, request.url.path, error)
    return Response(
        msgspec.json.encode(problem.details()),
        status_code=problem.status.value,
        media_type=PROBLEM_JSON,
        headers=problem.headers,
    )


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {Exception: tell}
