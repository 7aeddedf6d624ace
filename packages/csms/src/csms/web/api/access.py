"""Logins of people, and keys of programs."""

import asyncio
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from csms.service import access as service
from csms.service.first_run import forget_first_password
from csms.service.passwords import hash_password, verify_password
from csms.storage import access
from csms.storage.access import ApiKeyRecord
from csms.storage.engine import Store
from csms.web.access import CSRF_COOKIE, PUBLIC, SESSION_COOKIE, Principal, csrf_token_of
from csms.web.paging import Number, Page, Paging
from csms.web.problems import Problem, conflict, not_found, too_many_requests
from csms.web.services import Web

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Password = Annotated[str, Meta(min_length=1, max_length=1000)]
NewPassword = Annotated[str, Meta(min_length=8, max_length=1000, description="At least 8 letters.")]


class LoginRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants to log in."""

    name: Annotated[Name, Meta(description="Name of the person; the first one is `admin`.")]
    password: Annotated[Password, Meta(description="Their password.")]


class Login(Struct, frozen=True):
    """A login."""

    name: Annotated[str, Meta(description="Who has logged in.")]
    csrf_token: Annotated[str, Meta(description="What changes have to send in the header X-CSRF-Token.")]
    expires_at: Annotated[datetime, Meta(description="When to log in again.")]


class Me(Struct, frozen=True):
    """Who asks."""

    name: Annotated[str, Meta(description="Name of the person, or of the key.")]
    kind: Annotated[Literal["person", "key"], Meta(description="A person who has logged in, or a program's key.")]
    csrf_token: Annotated[
        str | None, Meta(description="What changes have to send in the header X-CSRF-Token; null for a key.")
    ]


class PasswordChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A new password."""

    old: Annotated[Password, Meta(description="The password that holds now.")]
    new: NewPassword


class ApiKeyRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A key to be made."""

    name: Annotated[Name, Meta(description="What it is for; no two keys have the same name.")]


class ApiKey(Struct, frozen=True):
    """A key of a program."""

    id: Annotated[int, Meta(description="Its number.")]
    name: Annotated[str, Meta(description="What it is for.")]
    prefix: Annotated[str, Meta(description="How it begins, to tell it from others.")]
    created_at: Annotated[datetime, Meta(description="When it was made.")]
    last_used_at: Annotated[datetime | None, Meta(description="When it was used last, to the minute.")]


class NewApiKey(Struct, frozen=True):
    """A key that was just made."""

    id: Annotated[int, Meta(description="Its number.")]
    name: Annotated[str, Meta(description="What it is for.")]
    key: Annotated[str, Meta(description="The key itself. It is shown this once; only a hash of it is kept.")]


class AccessController(Controller):
    """Who may use the API."""

    tags = ("Access",)

    @post("/login", status_code=HTTPStatus.OK, opt={PUBLIC: True}, security=[{}])
    async def log_in(
        self,
        request: Request[Any, Any, Any],
        web: NamedDependency[Web],
        now: NamedDependency[datetime],
        data: JSONBody[LoginRequest],
    ) -> Response[Login]:
        """Log a person in.

        The session cookie that comes with the answer speaks for them from now on. Who fails too often has to wait.
        """
        address = request.client.host if request.client else ""
        keys = (f"name {data.name}", f"address {address}")
        known = await web.store.read(access.find_user, data.name)
        await _try_password(web, keys, data.password, known.password_hash if known else None)
        if known is None:
            raise _wrong_password()
        session = service.random_secret()
        expires_at = await web.store.write(service.log_in, known.id, session, now)
        csrf_token = csrf_token_of(session)
        return Response(Login(known.name, csrf_token, expires_at), cookies=_cookies(request, web, session, csrf_token))

    @post("/logout", status_code=HTTPStatus.NO_CONTENT)
    async def log_out(self, request: Request[Principal, Any, Any], web: NamedDependency[Web]) -> Response[None]:
        """End the login that asks."""
        session = request.user.session
        if session is not None:
            await web.store.write(service.log_out, session)
        return Response(None, cookies=_cookies(request, web, "", "", max_age_s=0))

    @get("/me")
    async def get_me(self, request: Request[Principal, Any, Any]) -> Me:
        """Tell who asks."""
        session = request.user.session
        if session is None:
            return Me(request.user.name, "key", None)
        return Me(request.user.name, "person", csrf_token_of(session))

    @post("/me/logout-others", status_code=HTTPStatus.NO_CONTENT)
    async def log_out_others(self, request: Request[Principal, Any, Any], web: NamedDependency[Web]) -> None:
        """End all other logins of the person who asks: on devices that were lost, or are somebody else's now.

        A key has no logins, and cannot do this.
        """
        principal = request.user
        if principal.session is None:
            raise Problem(HTTPStatus.FORBIDDEN, "A key has no logins; delete it instead")
        await web.store.write(service.log_out_others, principal.name, principal.session)

    @put("/me/password", status_code=HTTPStatus.NO_CONTENT)
    async def change_password(
        self, request: Request[Principal, Any, Any], web: NamedDependency[Web], data: JSONBody[PasswordChange]
    ) -> None:
        """Change the password of the person who asks.

        All their other logins end. A key has no password, and cannot do this.
        """
        principal = request.user
        if not principal.is_person:
            raise Problem(HTTPStatus.FORBIDDEN, "A key has no password; log in")
        known = await web.store.read(access.find_user, principal.name)
        await _try_password(web, (f"name {principal.name}",), data.old, known.password_hash if known else None)
        hashed = await asyncio.to_thread(hash_password, data.new.encode())
        await web.store.write(service.change_password, principal.name, hashed, principal.session)
        if principal.name == service.ADMIN:
            await forget_first_password(web.settings.data_dir)

    @get("/api-keys")
    async def list_api_keys(self, store: NamedDependency[Store], paging: NamedDependency[Paging]) -> Page[ApiKey]:
        """List the keys of programs, newest first."""
        before = paging.after(tuple[Number])
        rows = await store.read(access.api_keys, before[0] if before else None, paging.limit + 1)
        return paging.page(rows, _answer, lambda row: [row.id])

    @post("/api-keys")
    async def create_api_key(
        self, store: NamedDependency[Store], now: NamedDependency[datetime], data: JSONBody[ApiKeyRequest]
    ) -> NewApiKey:
        """Make a key for a program.

        The key is in this answer and nowhere else. Send it as `Authorization: Bearer KEY`.
        """
        key = service.random_key()
        record = await store.write(service.add_key, data.name, key, now)
        if record is None:
            raise conflict(f"There is a key with the name {data.name}")
        return NewApiKey(record.id, record.name, key)

    @delete("/api-keys/{number:int}")
    async def delete_api_key(
        self,
        store: NamedDependency[Store],
        number: Annotated[int, PathParameter(ge=1, le=2**63 - 1, description="The key's number.")],
    ) -> None:
        """Delete a key: it does not open anything from now on."""
        if not await store.write(service.delete_key, number):
            raise not_found(f"key {number}")


async def _try_password(web: Web, keys: tuple[str, ...], password: str, hashed: str | None) -> None:
    """Return if it is the right password. Raises: Problem: it is not, or too many were wrong."""
    wait_s = web.throttle.wait_s(keys, web.now().timestamp())
    if wait_s > 0:
        raise too_many_requests("Too many wrong passwords; wait before the next attempt", wait_s)
    web.throttle.failed(keys, web.now().timestamp())  # attempts at the same time shall count
    async with web.hashing:
        # Also for a name that nobody has, so that the time does not tell which names there are.
        is_right = await asyncio.to_thread(_fits, password, hashed)
    if not is_right:
        raise _wrong_password()
    web.throttle.succeeded(keys)


def _fits(password: str, hashed: str | None) -> bool:
    return verify_password(password.encode(), hashed or _nobody()) and hashed is not None


@cache
def _nobody() -> str:
    return hash_password(service.random_secret().encode())


def _wrong_password() -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, "The name or the password is wrong")


def _cookies(
    request: Request[Any, Any, Any], web: Web, session: str, csrf_token: str, max_age_s: int | None = None
) -> list[Cookie]:
    setting = web.settings.http_cookie_secure
    secure = request.url.scheme == "https" if setting == "auto" else setting == "always"
    age_s = int(service.LOGIN_LIFETIME.total_seconds()) if max_age_s is None else max_age_s
    return [
        Cookie(SESSION_COOKIE, value=session, max_age=age_s, path="/", httponly=True, secure=secure, samesite="lax"),
        Cookie(CSRF_COOKIE, value=csrf_token, max_age=age_s, path="/", httponly=False, secure=secure, samesite="lax"),
    ]


def _answer(record: ApiKeyRecord) -> ApiKey:
    return ApiKey(record.id, record.name, record.prefix, record.created_at, record.last_used_at)
