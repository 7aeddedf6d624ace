"""A client of a running server: one request after another, and errors in words for the operator."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from ipaddress import ip_address
from typing import NoReturn, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec
from msgspec import Raw, Struct

API = "/api/v1"

LARGEST_PAGE = 1000
"""How many items the server gives at once at most."""

TIMEOUT_S = 30.0

T = TypeVar("T")

_Value = str | int | float | bool | datetime
Query = Mapping[str, _Value | Sequence[_Value] | None]
"""Parameters of a request; those that are None are left out, those that are lists are repeated."""


class ApiError(Exception):
    """The server cannot be asked, or has said no. The message says what to do.

    Args:
        message: for the operator.
        status: of HTTP; 0 if there was no answer.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class UsageError(Exception):
    """What was typed cannot be understood."""


class _Fault(Struct, frozen=True):
    place: str
    message: str


class _ProblemDetails(Struct, frozen=True):
    title: str
    detail: str = ""
    errors: tuple[_Fault, ...] = ()


class _Page(Struct, frozen=True):
    items: list[Raw]
    next: str | None = None


class Answer(Struct, frozen=True):
    """What the server has answered: the status of HTTP, and the JSON."""

    status: int
    body: bytes

    def read(self, kind: type[T]) -> T:
        """Return the answer as a type. Raises: ApiError: it is something else."""
        return read(self.body, kind)


class Items(Struct, frozen=True):
    """A part of a list, each item as JSON, and whether there is more."""

    rows: list[Raw]
    is_more: bool
    is_more_before: bool = False
    """What is missing comes before these, not after them."""


class ServerSentEvent(Struct, frozen=True):
    """An event of the stream; `id` is empty if it is not kept."""

    id: str
    name: str
    data: str


class Client:
    """Asks a server.

    Args:
        server: its URL.
        token: the API key.
        token_source: where the key comes from, in words.

    Raises:
        UsageError: it is not a URL.
    """

    def __init__(self, server: str, token: str, token_source: str = "--token") -> None:  # noqa: S107 - a flag
        self.server = server.rstrip("/")
        self._token_source = token_source
        if not token.isascii() or not token.isprintable():
            raise UsageError(f"What is in {token_source} is no API key: it has to be ASCII letters")
        _check_url(server)
        self._http = httpx.Client(
            base_url=self.server,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=TIMEOUT_S,
            # A proxy for the world outside knows nothing of a server on this machine.
            trust_env=not is_loopback(server),
        )

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def get(self, path: str, query: Query | None = None) -> Answer:
        """Ask for something below `/api/v1`. Raises: ApiError."""
        return self.request("GET", API + path, query=query)

    def send(
        self, method: str, path: str, body: object = None, query: Query | None = None, wait_s: float = 0.0
    ) -> Answer:
        """Change something below `/api/v1`.

        Args:
            method: of HTTP.
            path: below `/api/v1`.
            body: is sent as JSON; None: there is none. `Raw` is sent as it stands.
            query: parameters.
            wait_s: how much longer than usual the answer may take.

        Raises:
            ApiError: see there.
        """
        return self.request(method, API + path, body=body, query=query, wait_s=wait_s)

    def request(
        self, method: str, path: str, *, body: object = None, query: Query | None = None, wait_s: float = 0.0
    ) -> Answer:
        """Ask for something below the root of the server; see `send`."""
        content = None if body is None else msgspec.json.encode(body)
        headers = {} if content is None else {"Content-Type": "application/json"}
        with self._told():
            response = self._http.request(
                method,
                path,
                content=content,
                headers=headers,
                params=_parameters(query or {}),
                timeout=TIMEOUT_S + wait_s,
            )
        if not response.is_success:
            self._refuse(response)
        return Answer(response.status_code, response.content)

    def list(self, path: str, query: Query, limit: int | None) -> Items:
        """Ask for the items of a list, page by page.

        Args:
            path: below `/api/v1`.
            query: filters.
            limit: how many; None: all.

        Raises:
            ApiError: see there.
        """
        rows: list[Raw] = []
        cursor: str | None = None
        while True:
            wanted = LARGEST_PAGE if limit is None else min(LARGEST_PAGE, limit - len(rows))
            page = self.get(path, {**query, "limit": wanted, "cursor": cursor}).read(_Page)
            rows += page.items
            cursor = page.next
            if cursor is None or (limit is not None and len(rows) >= limit):
                return Items(rows, cursor is not None)

    def last(self, path: str, limit: int | None) -> Items:
        """Ask for the last items of a list that has an order; the newest is the last.

        Args:
            path: below `/api/v1`.
            limit: how many; None: all.

        Raises:
            ApiError: see there.
        """
        items = self.list(path, {"order": "newest"}, limit)
        return Items(items.rows[::-1], items.is_more, is_more_before=True)

    def events(self, query: Query, last_id: str) -> Iterator[ServerSentEvent]:
        """Follow the stream of events until it ends.

        Args:
            query: filters.
            last_id: of the last one that has been seen; empty: only what comes from now on.

        Raises:
            ApiError: see there.
        """
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_id} if last_id else {})
        timeout = httpx.Timeout(TIMEOUT_S, read=2 * TIMEOUT_S)  # the server sends a comment at least every 15 s
        with (
            self._told(),
            self._http.stream(
                "GET", f"{API}/events", params=_parameters(query), headers=headers, timeout=timeout
            ) as got,
        ):
            if not got.is_success:
                got.read()
                self._refuse(got)
            yield from read_events(got.iter_lines())

    @contextmanager
    def _told(self) -> Generator[None]:
        """Say in words why there is no answer."""
        try:
            yield
        except httpx.ConnectError as error:
            raise ApiError(
                f"There is no server at {self.server}: {error}. Is `csms serve` running? --server names another one"
            ) from None
        except httpx.TimeoutException:
            raise ApiError(f"The server at {self.server} does not answer in time; its log may say why") from None
        except httpx.HTTPError as error:
            raise ApiError(f"The connection to {self.server} has broken: {error or type(error).__name__}") from None

    def _refuse(self, response: httpx.Response) -> NoReturn:
        status = response.status_code
        if status == HTTPStatus.UNAUTHORIZED:
            raise ApiError(
                f"The server at {self.server} does not accept the API key from {self._token_source}. Give one by"
                " --token or CSMS_TOKEN; on the server's machine it is in the file api-token of the data folder,"
                " which --data-dir names",
                status,
            )
        try:
            problem = msgspec.json.decode(response.content, type=_ProblemDetails)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise ApiError(
                f"{self.server} answers {status} {response.reason_phrase}, but not as csms does: is it something else?",
                status,
            ) from None
        lines = [problem.detail or problem.title]
        lines += [f"  {fault.place}: {fault.message}" for fault in problem.errors]
        if "retry-after" in response.headers:
            lines.append(f"  Try again in {response.headers['retry-after']} s")
        raise ApiError("\n".join(lines), status)


def read(body: bytes | Raw, kind: type[T]) -> T:
    """Return JSON of the server as a type. Raises: ApiError: it is something else."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ApiError(
            f"The server's answer is not understood ({error}): is it of another release than csms?"
        ) from None


def path_of(*parts: str | int) -> str:
    """Return a path of names, whatever letters they have: `path_of("stations", "CP/1")`."""
    return "".join(f"/{quote(str(part), safe='')}" for part in parts)


def _check_url(server: str) -> None:
    """Raises: UsageError: it is no URL of a server."""
    try:
        parts = urlsplit(server)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url:
        raise UsageError(f"{server!r} is no URL of a server; it looks like http://127.0.0.1:8080")


def is_loopback(server: str) -> bool:
    """Tell whether a URL names this machine."""
    try:
        host = urlsplit(server).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def read_events(lines: Iterator[str]) -> Iterator[ServerSentEvent]:
    """Return the events of a stream (WHATWG HTML, 9.2.6); what is not finished is left out."""
    last_id, name = "", ""
    data: list[str] = []
    for line in lines:
        if not line:
            if data:
                yield ServerSentEvent(last_id, name or "message", "\n".join(data))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match field:
            case "id":
                last_id = value
            case "event":
                name = value
            case "data":
                data.append(value)
            case _:  # a comment, or something newer
                continue


def _parameters(query: Query) -> httpx.QueryParams:
    parameters: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in query.items():
        values = [value] if isinstance(value, (str, int, float, datetime)) else value or ()
        parameters += [(name, _text(each)) for each in values]
    return httpx.QueryParams(parameters)


def _text(value: _Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return str(value)
