"""`csms command`: what stations are asked to do, in words of no version of OCPP."""

from typing import Annotated, Literal

import typer
from msgspec import Raw

from csms.console.arguments import read_json, read_pairs, read_password
from csms.console.client import UsageError, path_of
from csms.console.output import note
from csms.console.sending import COLUMNS, DEFAULT_WAIT_S, Command, WaitOption, post, show_command
from csms.console.session import DEFAULT_LIMIT, AllOption, LimitOption, Session, asks_server, wanted
from csms.console.station_options import StationArgument
from csms.domain import remote_control

command_app = typer.Typer(
    help="Have a station do something, in words of no version of OCPP; see what has been asked.", no_args_is_help=True
)

_OUTCOMES = "|".join(remote_control.Outcome)

EvseOption = Annotated[int | None, typer.Option("--evse", min=1, help="Which EVSE.", metavar="NUMBER")]
ConnectorOption = Annotated[
    int | None, typer.Option("--connector", min=1, help="Which connector of the EVSE.", metavar="NUMBER")
]
AmpereOption = Annotated[
    float | None, typer.Option("--ampere", min=0, help="So many ampere on each phase at most.", metavar="A")
]
WattOption = Annotated[float | None, typer.Option("--watt", min=0, help="So many watt in all at most.", metavar="W")]


@command_app.command("list")
@asks_server
def list_commands(
    session: Session,
    station: Annotated[
        str | None, typer.Argument(help="Identity of the station.", metavar="STATION", show_default="all")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Only those of this name, or of this action.", metavar="NAME")
    ] = None,
    outcome: Annotated[
        remote_control.Outcome | None,
        typer.Option("--outcome", help="Only those with this outcome.", metavar=_OUTCOMES),
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List what was asked of stations, newest first: when, by whom, and what became of it."""
    path = "/commands" if station is None else f"{path_of('stations', station)}/commands"
    query = {"name": name, "outcome": None if outcome is None else outcome.value}
    session.show_list(
        session.client.list(path, query, wanted(limit, all_of_them)),
        Command,
        COLUMNS,
        empty="Nothing like that has been asked of a station yet. `csms command --help` tells what can be asked.",
    )


@command_app.command("show")
@asks_server
def show(session: Session, number: Annotated[int, typer.Argument(help="Of the command.", metavar="NUMBER")]) -> None:
    """Show a command: what was asked, and what became of it."""
    session.show_one(session.client.get(path_of("commands", number)), Command, show_command)


@command_app.command("remote-start")
@asks_server
def remote_start(
    session: Session,
    station: StationArgument,
    id_token: Annotated[str, typer.Argument(help="Id token of the driver.", metavar="TOKEN")],
    evse: EvseOption = None,
    connector: ConnectorOption = None,
    ampere: AmpereOption = None,
    watt: WattOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Start a transaction for a driver."""
    limit = None if ampere is None and watt is None else _limit(ampere, watt, None, None)
    body = remote_control.RemoteStart(id_token=id_token, evse=evse, connector=connector, limit=limit)
    _post(session, station, body, wait)


@command_app.command("remote-stop")
@asks_server
def remote_stop(
    session: Session,
    station: StationArgument,
    transaction: Annotated[
        int, typer.Argument(help="Number of the transaction: see `csms transaction list --open`.", metavar="NUMBER")
    ],
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """End a transaction."""
    _post(session, station, remote_control.RemoteStop(transaction=transaction), wait)


@command_app.command("reset")
@asks_server
def reset(
    session: Session,
    station: StationArgument,
    kind: Annotated[
        Literal["soft", "hard", "on_idle", "immediate", "immediate_and_resume"],
        typer.Option(
            "--kind",
            metavar="KIND",
            help="soft, on_idle: transactions end in order, or are waited for (OCPP 2.x). hard, immediate: at once."
            " immediate_and_resume: OCPP 2.1.",
        ),
    ] = "soft",
    evse: EvseOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Restart a station, or an EVSE of it (OCPP 2.x)."""
    _post(session, station, remote_control.Reset(kind=kind, evse=evse), wait)


@command_app.command("unlock")
@asks_server
def unlock(
    session: Session,
    station: StationArgument,
    evse: EvseOption = None,
    connector: ConnectorOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Unlock the plug of a connector, by default of EVSE 1, connector 1."""
    _post(session, station, remote_control.Unlock(evse=evse or 1, connector=connector or 1), wait)


@command_app.command("change-availability")
@asks_server
def change_availability(
    session: Session,
    station: StationArgument,
    state: Annotated[
        Literal["operative", "inoperative"],
        typer.Argument(help="Whether it is to be in service.", metavar="operative|inoperative"),
    ],
    evse: EvseOption = None,
    connector: ConnectorOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Take a station, an EVSE or a connector in or out of service."""
    is_operative = state == "operative"
    _post(
        session,
        station,
        remote_control.ChangeAvailability(operative=is_operative, evse=evse, connector=connector),
        wait,
    )


@command_app.command("trigger")
@asks_server
def trigger(
    session: Session,
    station: StationArgument,
    message: Annotated[str, typer.Argument(help="StatusNotification, MeterValues, Heartbeat, ...", metavar="MESSAGE")],
    evse: Annotated[
        int | None, typer.Option("--evse", min=0, help="Which EVSE; 0 is the station itself.", metavar="NUMBER")
    ] = None,
    connector: ConnectorOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Have a station send a message now."""
    _post(session, station, remote_control.Trigger(message=message, evse=evse, connector=connector), wait)


@command_app.command("get-configuration")
@asks_server
def get_configuration(
    session: Session,
    station: StationArgument,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Keys of OCPP 1.6 (HeartbeatInterval), variables of 2.x (OCPPCommCtrlr.HeartbeatInterval).",
            metavar="[NAME]...",
            show_default="all",
        ),
    ] = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Read how a station is configured; `csms station variables` shows what it has told before."""
    _post(session, station, remote_control.GetConfiguration(names=tuple(names or ())), wait)


@command_app.command("set-configuration")
@asks_server
def set_configuration(
    session: Session,
    station: StationArgument,
    values: Annotated[list[str], typer.Argument(help="As HeartbeatInterval=300.", metavar="NAME=VALUE...")],
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Change how a station is configured."""
    _post(session, station, remote_control.SetConfiguration(values=read_pairs(values)), wait)


@command_app.command("set-password")
@asks_server
def set_password(
    session: Session,
    station: StationArgument,
    is_asked_for: Annotated[
        bool, typer.Option("--ask", help="Ask for the password, or read it from the standard input.")
    ] = False,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Give a station another password: a random one, that nobody needs to know.

    When the station has taken it, it is let in with that one alone.
    """
    password = read_password(f"New password of {station}") if is_asked_for else None
    _post(session, station, remote_control.SetPassword(password=password), wait)


@command_app.command("clear-cache")
@asks_server
def clear_cache(session: Session, station: StationArgument, wait: WaitOption = DEFAULT_WAIT_S) -> None:
    """Have a station forget which id tokens it has seen."""
    _post(session, station, remote_control.ClearCache(), wait)


@command_app.command("data-transfer")
@asks_server
def data_transfer(
    session: Session,
    station: StationArgument,
    vendor: Annotated[str, typer.Argument(help="Whose message it is.", metavar="VENDOR")],
    message: Annotated[str | None, typer.Option("--message", help="Which message.", metavar="ID")] = None,
    data: Annotated[
        str | None,
        typer.Option("--data", help="The data: JSON, @FILE, or - for the standard input.", metavar="JSON"),
    ] = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Send what only a vendor understands."""
    document: Raw | None = None if data is None else read_json(data)
    _post(session, station, remote_control.DataTransfer(vendor=vendor, message=message, data=document), wait)


@command_app.command("set-limit")
@asks_server
def set_limit(
    session: Session,
    station: StationArgument,
    ampere: AmpereOption = None,
    watt: WattOption = None,
    phases: Annotated[
        int | None, typer.Option("--phases", min=1, max=3, help="On how many phases.", metavar="COUNT")
    ] = None,
    duration: Annotated[
        int | None,
        typer.Option("--duration", min=1, help="For how long, in seconds.", metavar="SECONDS", show_default="for ever"),
    ] = None,
    evse: EvseOption = None,
    wait: WaitOption = DEFAULT_WAIT_S,
) -> None:
    """Limit what a station or an EVSE draws, to so many ampere or watt."""
    _post(session, station, remote_control.SetLimit(limit=_limit(ampere, watt, phases, duration), evse=evse), wait)


@command_app.command("clear-limit")
@asks_server
def clear_limit(
    session: Session, station: StationArgument, evse: EvseOption = None, wait: WaitOption = DEFAULT_WAIT_S
) -> None:
    """Undo set-limit."""
    _post(session, station, remote_control.ClearLimit(evse=evse), wait)


def _post(session: Session, station: str, command: remote_control.Command, wait_s: float) -> None:
    if wait_s and not session.is_json:
        note(f"Asking {station}")
    post(session, station, "commands", command.name, command, wait_s)


def _limit(
    ampere: float | None, watt: float | None, phases: int | None, duration_s: int | None
) -> remote_control.Limit:
    try:
        return remote_control.Limit(ampere=ampere, watt=watt, phases=phases, duration_s=duration_s)
    except ValueError:
        raise UsageError("Give either --ampere or --watt") from None
