"""`csms token`: who may charge, and what was said to those who wanted to."""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer
from msgspec import Struct

from csms.console.arguments import read_start, read_time
from csms.console.client import Answer, ApiError, UsageError, path_of
from csms.console.output import Column, note, print_facts, print_json, print_line, text, time, yes_no
from csms.console.progress import progress
from csms.console.session import (
    DEFAULT_LIMIT,
    AllOption,
    LimitOption,
    OfStationOption,
    OfTokenOption,
    Session,
    SinceOption,
    UntilOption,
    asks_server,
    wanted,
)
from csms.console.token_file import body_of, read_tokens

token_app = typer.Typer(help="Id tokens: who may charge, and what was said to drivers.", no_args_is_help=True)

TokenArgument = Annotated[str, typer.Argument(help="The id token.", metavar="TOKEN")]
TypeOption = Annotated[
    str | None,
    typer.Option("--type", help="What it is, in the words of OCPP 2.x: ISO14443, eMAID, Central, ...", metavar="TYPE"),
]
GroupOption = Annotated[
    str | None,
    typer.Option("--group", help="Tokens of one group may end each other's transactions; '': none.", metavar="NAME"),
]
ExpiresOption = Annotated[
    str | None,
    typer.Option("--expires", help="From when on it may not charge: a time; '' for never.", metavar="TIME"),
]
LimitOfToken = Annotated[
    int | None,
    typer.Option(
        "--concurrent-limit",
        min=0,
        help="How many transactions it may have at the same time; 0 for any number.",
        metavar="COUNT",
    ),
]
StationsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--station",
        help="Where it may charge, and nowhere else; may be repeated; '' for everywhere.",
        metavar="STATION",
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", help="What people should know of it.", metavar="TEXT")]


class Token(Struct, frozen=True):
    """What is shown of a token."""

    id_token: str
    type: str
    group: str | None
    is_blocked: bool
    expires_at: datetime | None
    concurrent_limit: int | None
    stations: list[str]
    note: str
    created_at: datetime
    updated_at: datetime


class Decision(Struct, frozen=True):
    """What is shown of an answer to a driver."""

    decided_at: datetime
    station: str
    id_token: str
    occasion: str
    status: str
    reason: str


COLUMNS = (
    Column[Token]("token", lambda row: row.id_token),
    Column[Token]("type", lambda row: row.type),
    Column[Token]("group", lambda row: text(row.group)),
    Column[Token]("blocked", lambda row: yes_no(row.is_blocked)),
    Column[Token]("expires", lambda row: time(row.expires_at)),
    Column[Token]("at once", lambda row: text(row.concurrent_limit), is_number=True),
    Column[Token]("only at", lambda row: text(", ".join(row.stations))),
    Column[Token]("note", lambda row: text(row.note)),
)
DECISION_COLUMNS = (
    Column[Decision]("decided", lambda row: time(row.decided_at)),
    Column[Decision]("station", lambda row: row.station),
    Column[Decision]("token", lambda row: row.id_token),
    Column[Decision]("occasion", lambda row: row.occasion),
    Column[Decision]("answer", lambda row: row.status),
    Column[Decision]("reason", lambda row: row.reason),
)


@token_app.command("list")
@asks_server
def list_tokens(
    session: Session,
    search: Annotated[
        str | None,
        typer.Option("--search", help="Only those with this text in token, group or note.", metavar="TEXT"),
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List the tokens that are registered."""
    session.show_list(
        session.client.list("/tokens", {"search": search}, wanted(limit, all_of_them)),
        Token,
        COLUMNS,
        empty="There is no such token. `csms token add TOKEN` registers one, `csms token import FILE.csv` many.",
    )


@token_app.command("show")
@asks_server
def show(session: Session, id_token: TokenArgument) -> None:
    """Show what is known of a token."""
    session.show_one(session.client.get(path_of("tokens", id_token)), Token, _show)


@token_app.command("add")
@asks_server
def add(
    session: Session,
    id_token: TokenArgument,
    type: TypeOption = None,
    group: GroupOption = None,
    expires: ExpiresOption = None,
    concurrent_limit: LimitOfToken = None,
    stations: StationsOption = None,
    note: NoteOption = None,
    is_blocked: Annotated[bool, typer.Option("--blocked", help="It may not charge.")] = False,
) -> None:
    """Register a token: its driver may charge."""
    body = _body(type, group, expires, concurrent_limit, stations, note)
    _expect_none(session, id_token)
    answer = session.client.send("PUT", path_of("tokens", id_token), {**body, "is_blocked": is_blocked})
    session.done(f"{id_token} is registered", answer)


@token_app.command("set")
@asks_server
def change(
    session: Session,
    id_token: TokenArgument,
    type: TypeOption = None,
    group: GroupOption = None,
    expires: ExpiresOption = None,
    concurrent_limit: LimitOfToken = None,
    stations: StationsOption = None,
    note: NoteOption = None,
) -> None:
    """Change a token; what is not named stays."""
    body = _body(type, group, expires, concurrent_limit, stations, note)
    if not body:
        raise UsageError("Name what is to be changed: `csms token set --help` lists it")
    session.done(f"{id_token} is changed", _patch(session, id_token, body))


@token_app.command("block")
@asks_server
def block(session: Session, id_token: TokenArgument) -> None:
    """Let a token charge no more; a transaction that runs goes on."""
    session.done(f"{id_token} is blocked", _patch(session, id_token, {"is_blocked": True}))


@token_app.command("unblock")
@asks_server
def unblock(session: Session, id_token: TokenArgument) -> None:
    """Let a token charge again."""
    session.done(f"{id_token} is not blocked", _patch(session, id_token, {"is_blocked": False}))


@token_app.command("remove")
@asks_server
def remove(session: Session, id_token: TokenArgument) -> None:
    """Forget a token; what it has charged stays."""
    session.done(f"{id_token} is removed", session.client.send("DELETE", path_of("tokens", id_token)))


@token_app.command("import")
@asks_server
def import_tokens(
    session: Session,
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8, with a line of titles.", metavar="FILE", exists=True)],
) -> None:
    """Register the tokens of a file; of those that are known all is replaced.

    The first line has the titles: id_token, and any of type, group, is_blocked, expires_at, concurrent_limit,
    stations (with blanks between them), note. Commas or semicolons separate. Nothing is sent if a line is wrong.
    """
    rows = read_tokens(file)
    new = 0
    refused: list[str] = []
    for row in progress(rows, "Tokens"):
        try:
            answer = session.client.send("PUT", path_of("tokens", row.id_token), body_of(row))
        except ApiError as error:
            if not HTTPStatus.BAD_REQUEST <= error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            refused.append(f"line {row.line}, {row.id_token}: {error}")
            continue
        new += answer.status == HTTPStatus.CREATED
    changed = len(rows) - new - len(refused)
    if session.is_json:
        print_json(msgspec.json.encode({"new": new, "changed": changed, "refused": refused}))
    else:
        print_line(f"{new} tokens are new, {changed} were known before")
    if refused:
        note("\n".join(["The server refuses:", *refused]))
        raise typer.Exit(1)


@token_app.command("decisions")
@asks_server
def list_decisions(
    session: Session,
    status: Annotated[
        Literal["refused", "Accepted", "Blocked", "ConcurrentTx", "Expired", "Invalid", "NotAtThisLocation", "Unknown"]
        | None,
        typer.Option(
            "--status",
            help="Only those with this answer: refused (all but Accepted), Accepted, Blocked, ConcurrentTx, Expired,"
            " Invalid, NotAtThisLocation or Unknown.",
            metavar="STATUS",
        ),
    ] = None,
    station: OfStationOption = None,
    id_token: OfTokenOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List what was said to stations that asked whether a token may charge, and why; newest first."""
    query = {
        "status": status,
        "station": station,
        "token": id_token,
        "from": read_start(since),
        "to": read_start(until),
    }
    session.show_list(
        session.client.list("/decisions", query, wanted(limit, all_of_them)),
        Decision,
        DECISION_COLUMNS,
        empty="Nobody has asked for such a token.",
    )


def _patch(session: Session, token: str, body: dict[str, object]) -> Answer:
    return session.client.send("PATCH", path_of("tokens", token), body)


def _expect_none(session: Session, token: str) -> None:
    """Raises: ApiError: the token is registered, and adding it would take away what is known of it."""
    try:
        session.client.get(path_of("tokens", token))
    except ApiError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return
        raise
    raise ApiError(f"{token} is registered already; `csms token set {token}` changes it", HTTPStatus.CONFLICT)


def _body(
    type_: str | None,
    group: str | None,
    expires: str | None,
    concurrent_limit: int | None,
    stations: list[str] | None,
    note_: str | None,
) -> dict[str, object]:
    """Return what is sent: an option that is not given is left out, '' and 0 take a value away."""
    body: dict[str, object] = {}
    if type_ is not None:
        body["type"] = type_
    if group is not None:
        body["group"] = group or None
    if expires is not None:
        body["expires_at"] = read_time(expires) if expires else None
    if concurrent_limit is not None:
        body["concurrent_limit"] = concurrent_limit or None
    if stations:
        body["stations"] = [station for station in stations if station]
    if note_ is not None:
        body["note"] = note_
    return body


def _show(row: Token) -> None:
    print_facts(
        [
            ("token", row.id_token),
            ("type", row.type),
            ("group", text(row.group)),
            ("blocked", yes_no(row.is_blocked)),
            ("expires", time(row.expires_at)),
            ("transactions at once", "any number" if row.concurrent_limit is None else str(row.concurrent_limit)),
            ("only at", text(", ".join(row.stations))),
            ("note", text(row.note)),
            ("registered", time(row.created_at)),
            ("changed", time(row.updated_at)),
        ]
    )
