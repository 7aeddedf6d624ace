"""Who asks: a person who has logged in, or a program with a key; both by secrets that cannot be guessed."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from csms.service import access as service
from csms.storage import access
from csms.storage.access import ApiKeyRecord
from csms.storage.engine import StorageError
from csms.web.problems import Problem
from csms.web.services import Web

SESSION_COOKIE = "csms_session"
CSRF_COOKIE = "csms_csrf"
CSRF_HEADER = "X-CSRF-Token"

PUBLIC = "is_public"
"""Option of handlers that everybody may ask."""

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


class Principal(Struct, frozen=True):
    """Who asks.

    Args:
        name: of the person or the key.
        session: the secret of the login; None for a key.
    """

    name: str
    session: str | None = None

    @property
    def is_person(self) -> bool:
        """A person has logged in; else it is a program."""
        return self.session is not None

    @property
    def label(self) -> str:
        """Who it is, for records: `admin`, `key cli`."""
        return self.name if self.is_person else f"key {self.name}"


def csrf_token_of(session: str) -> str:
    """Return what a page of ours has to send with a change, and a page of somebody else's cannot know.

    It follows from the login, so that a cookie set by somebody else is of no use.
    """
    return hmac.new(session.encode(), b"csrf", "sha256").hexdigest()


Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def make_guard(web: Web) -> Guard:
    """Return the guard that lets in who has logged in or has a key; the principal is `request.user` then."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if handler.opt.get(PUBLIC):
            return
        connection.scope["user"] = await _identify(web, connection)

    return guard


async def _identify(web: Web, connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Return who asks. Raises: Problem, StorageError."""
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        return await _of_key(web, authorization)
    session = connection.cookies.get(SESSION_COOKIE)
    if session is None:
        raise unauthorized("Log in, or send an API key as bearer token")
    person = await web.store.read(access.find_login, service.digest(session), web.now())
    if person is None:
        raise unauthorized("The login has expired; log in again")
    if not isinstance(connection, Request) or connection.method not in SAFE_METHODS:
        given = connection.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(given.encode(), csrf_token_of(session).encode()):
            raise Problem(HTTPStatus.FORBIDDEN, f"Changes need the header {CSRF_HEADER} with the token of the login")
    return Principal(person.name, session)


async def _of_key(web: Web, authorization: str) -> Principal:
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise unauthorized("Only bearer tokens are understood")
    known = await web.store.read(access.find_api_key, service.digest(key.strip()))
    if known is None:
        raise unauthorized("The API key is not known")
    await _note_use(web, known, web.now())
    return Principal(known.name)


async def _note_use(web: Web, known: ApiKeyRecord, now: datetime) -> None:
    if known.last_used_at is not None and now - known.last_used_at < _USE_IS_NOTED_EVERY:
        return
    try:
        await web.store.write(service.use_key, known.id, now)
    except StorageError:  # who only reads can go on
        return


def unauthorized(detail: str) -> Problem:
    """Return the error that somebody has to say who they are."""
    return Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": 'Bearer realm="csms"'})
