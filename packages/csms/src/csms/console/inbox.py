"""`csms inbox`: who knocked and was not let in, why, and what helps."""

from datetime import datetime
from typing import Annotated

import typer
from msgspec import Struct

from csms.console.client import Answer, UsageError, path_of
from csms.console.output import Column, text, time
from csms.console.session import DEFAULT_LIMIT, AllOption, LimitOption, Session, asks_server, wanted
from csms.console.site import find_site
from csms.console.station import tell_password
from csms.console.station_options import NoteOption, PasswordOption, ProfileOption, SiteOption, password_of

inbox_app = typer.Typer()

NumberArgument = Annotated[int, typer.Argument(help="Of the row of the inbox.", metavar="NUMBER")]


class Knock(Struct, frozen=True):
    """What is shown of a row of the inbox."""

    id: int
    identity: str | None
    remote_address: str | None
    text: str
    remedy: str
    count: int
    last_at: datetime


COLUMNS = (
    Column[Knock]("number", lambda row: str(row.id), is_number=True),
    Column[Knock]("last time", lambda row: time(row.last_at)),
    Column[Knock]("times", lambda row: str(row.count), is_number=True),
    Column[Knock]("station", lambda row: text(row.identity)),
    Column[Knock]("from", lambda row: text(row.remote_address)),
    Column[Knock]("cause", lambda row: row.text),
    Column[Knock]("remedy", lambda row: row.remedy),
)


@inbox_app.callback(invoke_without_command=True)
@asks_server
def show_inbox(
    session: Session, ctx: typer.Context, limit: LimitOption = DEFAULT_LIMIT, all_of_them: AllOption = False
) -> None:
    """Stations that were not let in or wait: why, and what helps. Without a command they are listed."""
    if ctx.invoked_subcommand is None:
        _list(session, limit, all_of_them=all_of_them)
    elif any(_is_typed(ctx, name) for name in ctx.params):
        raise UsageError(f"Options stand behind the command: csms inbox {ctx.invoked_subcommand} --json")


@inbox_app.command("list")
@asks_server
def list_inbox(session: Session, limit: LimitOption = DEFAULT_LIMIT, all_of_them: AllOption = False) -> None:
    """List the stations that were not let in or wait, those that came last first."""
    _list(session, limit, all_of_them=all_of_them)


@inbox_app.command("accept")
@asks_server
def accept(
    session: Session,
    number: NumberArgument,
    security_profile: ProfileOption = None,
    password: PasswordOption = None,
    note: NoteOption = None,
    site: SiteOption = None,
) -> None:
    """Let the station in that knocked: it is made known if it was not."""
    given = {"security_profile": security_profile, "password": password_of(password), "note": note}
    body: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if site:
        body["site"] = find_site(session, site)
    answer = session.client.send("POST", f"{path_of('inbox', number)}/accept", body)
    tell_password(session, answer, f"{_station_of(answer)} is accepted")


@inbox_app.command("reject")
@asks_server
def reject(session: Session, number: NumberArgument) -> None:
    """Keep the station out that knocked, until it is accepted."""
    answer = session.client.send("POST", f"{path_of('inbox', number)}/reject")
    session.done(f"{_station_of(answer)} is rejected", answer)


@inbox_app.command("dismiss")
@asks_server
def dismiss(session: Session, number: NumberArgument) -> None:
    """Delete a row; the next attempt makes another."""
    session.done(f"Number {number} is deleted", session.client.send("DELETE", path_of("inbox", number)))


class _Decided(Struct, frozen=True):
    identity: str


def _station_of(answer: Answer) -> str:
    return answer.read(_Decided).identity


def _is_typed(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _list(session: Session, limit: int, *, all_of_them: bool) -> None:
    session.show_list(
        session.client.list("/inbox", {}, wanted(limit, all_of_them)),
        Knock,
        COLUMNS,
        empty="The inbox is empty: every station that came was let in. If a charger does not appear in"
        " `csms station list` either, it does not reach this server: `csms doctor` tells the URL to type into it.",
    )
