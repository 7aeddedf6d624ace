"""`csms send`, and how commands are sent, waited for and shown."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
import typer
from msgspec import Raw, Struct

from csms.console.arguments import read_json
from csms.console.client import path_of
from csms.console.output import Column, note, print_facts, print_json, printable, text, time
from csms.console.session import Session, asks_server
from csms.console.station_options import StationArgument

DEFAULT_WAIT_S = 30.0
LONGEST_WAIT_S = 300.0

_NULL = b"null"

WaitOption = Annotated[
    float,
    typer.Option(
        "--wait",
        min=0,
        max=LONGEST_WAIT_S,
        help="How long to wait for the station's answer, in seconds; 0 is not at all.",
        metavar="SECONDS",
    ),
]


class Command(Struct, frozen=True):
    """What is shown of a command."""

    id: int
    station: str
    name: str
    requested_at: datetime
    outcome: str
    request: Raw
    requested_by: str
    answer: Raw
    detail: str | None
    finished_at: datetime | None
    transaction: int | None


def line_of(document: Raw) -> str:
    """Return JSON in one line; `-` for null."""
    return text(None) if bytes(document) == _NULL else msgspec.json.format(bytes(document), indent=-1).decode()


COLUMNS = (
    Column[Command]("number", lambda row: str(row.id), is_number=True),
    Column[Command]("requested", lambda row: time(row.requested_at)),
    Column[Command]("by", lambda row: row.requested_by),
    Column[Command]("station", lambda row: row.station),
    Column[Command]("command", lambda row: row.name),
    Column[Command]("outcome", lambda row: row.outcome),
    Column[Command]("answer", lambda row: text(row.detail or line_of(row.answer))),
)

_MEANINGS = {
    "accepted": "the station does it",
    "rejected": "the station does not do it",
    "not_supported": "the station cannot do that",
    "failed": "there was an error",
    "timed_out": "the station did not answer in time; it may have done it",
    "offline": "the station is not connected; nothing was sent",
    "pending": "the station has not answered yet",
}


@asks_server
def send(
    session: Session,
    station: StationArgument,
    action: Annotated[str, typer.Argument(help="Action of the station's version of OCPP.", metavar="ACTION")],
    payload: Annotated[
        str, typer.Argument(help="The payload: JSON, @FILE, or - for the standard input.", metavar="JSON")
    ] = "{}",
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Send a request to a station exactly as it is given, and show the answer.

    The payload is checked against the schema of the action. The status is 1 if the station does not accept it.
    """
    post(session, station, "calls", action, read_json(payload), wait)


def post(session: Session, station: str, kind: str, name: str, body: object, wait_s: float) -> None:
    """Send a command, wait for its outcome and show it; end the program with status 1 if it is a bad one.

    Args:
        session: of the command line.
        station: which one.
        kind: `commands` or `calls`.
        name: of the command, or the action.
        body: of the request.
        wait_s: for how long.
    """
    path = f"{path_of('stations', station)}/{kind}{path_of(name)}"
    answer = session.client.send("POST", path, body, {"wait": wait_s}, wait_s)
    sent = answer.read(Command)
    if session.is_json:
        print_json(answer.body)
    else:
        if bytes(sent.answer) != _NULL:
            print_json(sent.answer)
        words = f"{sent.outcome}: {_MEANINGS.get(sent.outcome, '')}"
        note(printable(f"{words} ({sent.detail})" if sent.detail else words))
    if answer.status == HTTPStatus.ACCEPTED or sent.outcome == "pending":
        note(f"`csms command show {sent.id}` tells its outcome later")
    if sent.outcome != "accepted" and not (sent.outcome == "pending" and wait_s == 0):
        raise typer.Exit(1)


def show_command(command: Command) -> None:
    """Print what is known of a command."""
    facts = [
        ("number", str(command.id)),
        ("station", command.station),
        ("command", command.name),
        ("request", line_of(command.request)),
        ("requested", f"{time(command.requested_at)} by {command.requested_by}"),
        ("outcome", f"{command.outcome}: {_MEANINGS.get(command.outcome, '')}"),
        ("detail", text(command.detail)),
        ("finished", time(command.finished_at)),
        ("transaction", text(command.transaction)),
    ]
    print_facts(facts)
    if bytes(command.answer) != _NULL:
        print_json(command.answer)
