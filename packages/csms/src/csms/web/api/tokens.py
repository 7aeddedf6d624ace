"""Tokens: who may charge, and what was said to those who wanted to."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Response, delete, get, patch, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from csms.domain.authorization import IdToken, Token
from csms.service import tokens as service
from csms.storage import token_lists
from csms.storage.engine import Store
from csms.storage.token_lists import DecisionFilter, TokenFilter
from csms.web.fields import (
    NO_CONTROLS,
    Identity,
    IdTokenInPath,
    IdTokenInQuery,
    Note,
    Period,
    SearchInQuery,
    StationInQuery,
    Text,
    TimePosition,
    answer_from,
    given_in,
)
from csms.web.paging import Page, Paging, Time
from csms.web.problems import not_found

TokenType = Annotated[
    Text,
    Meta(min_length=1, description="What it is, in the words of 2.x: ISO14443, eMAID, Central, MacAddress, ..."),
]
Group = Annotated[Text, Meta(description="Tokens of one group may stop each other's transactions.")]
IsBlocked = Annotated[bool, Meta(description="It may not charge.")]
ExpiresAt = Annotated[Time, Meta(description="From when on it may not charge; null: never.")]
ConcurrentLimit = Annotated[
    int, Meta(ge=1, le=1_000_000, description="How many transactions it may have at the same time; null: any number.")
]
Stations = Annotated[list[Identity], Meta(max_length=10_000, description="Where it may charge; empty: everywhere.")]


class RegisteredToken(Struct, frozen=True):
    """A token that may charge, or may not."""

    id_token: Annotated[str, Meta(description="The token, as it was registered. Letter case says nothing.")]
    type: Annotated[str, Meta(description="What it is, in the words of 2.x.")]
    group: Annotated[str | None, Meta(description="Tokens of one group may stop each other's transactions.")]
    is_blocked: IsBlocked
    expires_at: Annotated[datetime | None, Meta(description="From when on it may not charge; null: never.")]
    concurrent_limit: Annotated[
        int | None, Meta(description="How many transactions it may have at the same time; null: any number.")
    ]
    stations: Annotated[list[str], Meta(description="Where it may charge; empty: everywhere.")]
    note: Annotated[str, Meta(description="What people want to remember.")]
    created_at: Annotated[datetime, Meta(description="When it was registered.")]
    updated_at: Annotated[datetime, Meta(description="When it was changed last.")]


class TokenRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of a token."""

    type: TokenType = "ISO14443"
    group: Group | None = None
    is_blocked: IsBlocked = False
    expires_at: ExpiresAt | None = None
    concurrent_limit: ConcurrentLimit | None = None
    stations: Stations = []
    note: Note = ""


class TokenChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a token; what is not named stays."""

    type: TokenType | UnsetType = UNSET
    group: Group | UnsetType | None = UNSET
    is_blocked: IsBlocked | UnsetType = UNSET
    expires_at: ExpiresAt | UnsetType | None = UNSET
    concurrent_limit: ConcurrentLimit | UnsetType | None = UNSET
    stations: Stations | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class LoggedDecision(Struct, frozen=True):
    """What was said to a station that asked whether a token may charge, and why."""

    id: Annotated[int, Meta(description="Its number.")]
    decided_at: Annotated[datetime, Meta(description="When.")]
    station: Annotated[str, Meta(description="Identity of the station.")]
    id_token: Annotated[str, Meta(description="The token, as it was shown.")]
    type: Annotated[str, Meta(description="What it is, in the words of 2.x.")]
    occasion: Annotated[str, Meta(description="Why it was shown: authorize, start, event, stop.")]
    status: Annotated[str, Meta(description="What was answered (AuthorizationStatusEnumType).")]
    reason: Annotated[str, Meta(description="Why, in words.")]
    time_zone: Annotated[
        str | None, Meta(description="In which people read times at the station's site; null: it stands at none.")
    ]


def provide_token_filter(
    search: SearchInQuery = None,
    group: Annotated[
        str | None, QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only those of this group.")
    ] = None,
    blocked: Annotated[bool | None, QueryParameter(description="Only those that are blocked, or are not.")] = None,
) -> TokenFilter:
    """Read the parameters that narrow a list of tokens down."""
    return TokenFilter(search=search, group=group, is_blocked=blocked)


WANTED = {"wanted": Provide(provide_token_filter, sync_to_thread=False)}
"""Of handlers that list tokens."""


class TokensController(Controller):
    """Who may charge."""

    path = "/tokens"
    tags = ("Tokens",)

    @get(dependencies=WANTED)
    async def list_tokens(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        wanted: NamedDependency[TokenFilter],
    ) -> Page[RegisteredToken]:
        """List tokens, in alphabetical order.

        `search` looks at token, group and note.
        """
        rows = await store.read(token_lists.tokens, wanted, paging.after(str), paging.limit + 1)
        return paging.page(rows, _answer, lambda row: row["key"])

    @get("/{id_token:str}")
    async def get_token(self, store: NamedDependency[Store], id_token: IdTokenInPath) -> RegisteredToken:
        """Return a token."""
        return await _read(store, id_token)

    @put(
        "/{id_token:str}",
        responses={
            201: ResponseSpec(RegisteredToken, description="It was not registered before.", generate_examples=False)
        },
    )
    async def put_token(
        self,
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        id_token: IdTokenInPath,
        data: JSONBody[TokenRequest],
    ) -> Response[RegisteredToken]:
        """Register a token, or change all of it."""
        token = Token(
            id_token,
            data.type,
            data.group,
            data.is_blocked,
            data.expires_at,
            data.concurrent_limit,
            tuple(data.stations),
            data.note,
        )
        is_new = await store.write(service.put, token, now)
        return Response(await _read(store, id_token), status_code=201 if is_new else 200)

    @patch("/{id_token:str}")
    async def change_token(
        self,
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        id_token: IdTokenInPath,
        data: JSONBody[TokenChange],
    ) -> RegisteredToken:
        """Change a token: block it, let it expire, ...

        It holds from the next time on that the token is shown.
        """
        values = given_in(data)
        if "stations" in values:
            values["stations"] = msgspec.json.encode(values["stations"]).decode()
        if not await store.write(service.change, id_token, values, now):
            raise not_found(f"token {id_token}")
        return await _read(store, id_token)

    @delete("/{id_token:str}")
    async def delete_token(self, store: NamedDependency[Store], id_token: IdTokenInPath) -> None:
        """Forget a token; what it has charged stays."""
        if not await store.write(service.delete, id_token):
            raise not_found(f"token {id_token}")


@get("/decisions", tags=["Tokens"])
async def list_decisions(
    store: NamedDependency[Store],
    paging: NamedDependency[Paging],
    period: NamedDependency[Period],
    status: Annotated[
        Literal[
            "refused",
            "Accepted",
            "Blocked",
            "ConcurrentTx",
            "Expired",
            "Invalid",
            "NotAtThisLocation",
            "Unknown",
        ]
        | None,
        QueryParameter(description="Only those with this answer; `refused`: all but Accepted."),
    ] = None,
    station: StationInQuery = None,
    token: IdTokenInQuery = None,
) -> Page[LoggedDecision]:
    """List what was said to stations that asked whether a token may charge, newest first."""
    wanted = DecisionFilter(status=status, station=station, id_token=token, since=period.since, until=period.until)
    rows = await store.read(token_lists.decisions, wanted, paging.after(TimePosition), paging.limit + 1)
    return paging.page(rows, lambda row: answer_from(row, LoggedDecision), lambda row: (row["decided_at"], row["id"]))


async def _read(store: Store, id_token: str) -> RegisteredToken:
    row = await store.read(token_lists.find_token, IdToken(id_token).key)
    if row is None:
        raise not_found(f"token {id_token}")
    return _answer(row)


def _answer(row: dict[str, Any]) -> RegisteredToken:
    return answer_from(row, RegisteredToken, "stations")
