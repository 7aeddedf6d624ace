"""`csms transaction`: who has charged, when and how much."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from msgspec import Struct

from csms.console.arguments import read_start
from csms.console.client import path_of
from csms.console.output import (
    Column,
    duration,
    energy,
    place,
    power,
    print_facts,
    quantity,
    text,
    time,
    yes_no,
)
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

transaction_app = typer.Typer(help="Transactions: who has charged, when and how much.", no_args_is_help=True)

NumberArgument = Annotated[int, typer.Argument(help="Of the transaction.", metavar="NUMBER")]


class Transaction(Struct, frozen=True):
    """What is shown of a transaction in a list."""

    id: int
    station: str
    evse: int | None
    connector: int | None
    id_token: str | None
    is_open: bool
    started_at: datetime
    ended_at: datetime | None
    energy_wh: float | None
    power_w: float | None
    soc_percent: float | None
    stopped_reason: str | None
    flags: list[str]


class WholeTransaction(Transaction, frozen=True, kw_only=True):
    """What is shown of one transaction."""

    reference: str
    charging_state: str | None
    authorization: str | None
    stop_id_token: str | None
    is_end_assumed: bool
    is_offline: bool
    meter_start_wh: float | None
    meter_stop_wh: float | None


class Sample(Struct, frozen=True):
    """What is shown of the meter values of an instant."""

    sampled_at: datetime
    context: str
    energy_import_wh: float | None
    power_import_w: float | None
    current_import_a: float | None
    voltage_v: float | None
    soc_percent: float | None
    temperature_c: float | None


class HistoryLine(Struct, frozen=True):
    """What is shown of a line of a transaction's history."""

    happened_at: datetime
    received_at: datetime
    kind: str
    text: str


def _duration(row: Transaction) -> str:
    end = datetime.now(UTC) if row.is_open else row.ended_at
    return text(None) if end is None else duration(row.started_at, end)


COLUMNS = (
    Column[Transaction]("number", lambda row: str(row.id), is_number=True),
    Column[Transaction]("station", lambda row: row.station),
    Column[Transaction]("connector", lambda row: place(row.evse, row.connector)),
    Column[Transaction]("token", lambda row: text(row.id_token)),
    Column[Transaction]("started", lambda row: time(row.started_at)),
    Column[Transaction]("ended", lambda row: "runs" if row.is_open else time(row.ended_at)),
    Column[Transaction]("duration", _duration, is_number=True),
    Column[Transaction]("energy", lambda row: energy(row.energy_wh), is_number=True),
    Column[Transaction]("power", lambda row: power(row.power_w) if row.is_open else text(None), is_number=True),
    Column[Transaction]("reason", lambda row: text(row.stopped_reason)),
    Column[Transaction]("flags", lambda row: text(", ".join(row.flags))),
)
SAMPLE_COLUMNS = (
    Column[Sample]("time", lambda row: time(row.sampled_at)),
    Column[Sample]("context", lambda row: row.context),
    Column[Sample]("register", lambda row: energy(row.energy_import_wh), is_number=True),
    Column[Sample]("power", lambda row: power(row.power_import_w), is_number=True),
    Column[Sample]("current", lambda row: quantity(row.current_import_a, "A"), is_number=True),
    Column[Sample]("voltage", lambda row: quantity(row.voltage_v, "V"), is_number=True),
    Column[Sample]("state of charge", lambda row: quantity(row.soc_percent, "%"), is_number=True),
    Column[Sample]("temperature", lambda row: quantity(row.temperature_c, "C"), is_number=True),
)
HISTORY_COLUMNS = (
    Column[HistoryLine]("happened", lambda row: time(row.happened_at)),
    Column[HistoryLine]("arrived", lambda row: time(row.received_at)),
    Column[HistoryLine]("what", lambda row: row.kind),
    Column[HistoryLine]("in words", lambda row: row.text),
)


@transaction_app.command("list")
@asks_server
def list_transactions(
    session: Session,
    station: OfStationOption = None,
    evse: Annotated[int | None, typer.Option("--evse", min=1, help="Only of this EVSE.", metavar="NUMBER")] = None,
    id_token: OfTokenOption = None,
    is_open: Annotated[
        bool | None, typer.Option("--open/--ended", help="Only those that run, or that have ended.", show_default=False)
    ] = None,
    flag: Annotated[
        str | None, typer.Option("--flag", help="Only those with this flag, as register_reset.", metavar="NAME")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List transactions, newest first."""
    query = {
        "station": station,
        "evse": evse,
        "token": id_token,
        "open": is_open,
        "flag": flag,
        "from": read_start(since),
        "to": read_start(until),
    }
    session.show_list(
        session.client.list("/transactions", query, wanted(limit, all_of_them)),
        Transaction,
        COLUMNS,
        empty="There is no such transaction. `csms station list` shows what chargers do,"
        " `csms token decisions` whether a driver was refused.",
    )


@transaction_app.command("show")
@asks_server
def show(session: Session, number: NumberArgument) -> None:
    """Show what is known of a transaction."""
    session.show_one(session.client.get(path_of("transactions", number)), WholeTransaction, _show)


@transaction_app.command("end")
@asks_server
def end(
    session: Session,
    number: NumberArgument,
    reason: Annotated[
        str, typer.Option("--reason", help="Why; it stands in the history.", metavar="TEXT", show_default=False)
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="End it though it seems to run.")] = False,
) -> None:
    """End a transaction that is over, though its station has not said so: it is stuck, or its stop was lost.

    The station is told nothing: `csms command remote-stop` has it stop one that runs. If it tells of the end later,
    that holds.
    """
    asked = {"reason": reason, "force": force}
    answer = session.client.send("POST", path_of("transactions", number, "end"), asked)
    ended = answer.read(WholeTransaction)
    session.done(f"Transaction {number} has ended, with {energy(ended.energy_wh)}", answer)


@transaction_app.command("samples")
@asks_server
def samples(
    session: Session, number: NumberArgument, limit: LimitOption = DEFAULT_LIMIT, all_of_them: AllOption = False
) -> None:
    """List the meter values of a transaction in the order of time, the last ones; --json has the phases as well."""
    session.show_list(
        session.client.last(f"{path_of('transactions', number)}/samples", wanted(limit, all_of_them)),
        Sample,
        SAMPLE_COLUMNS,
        empty="The station has sent no meter values of it. In OCPP 1.6, MeterValueSampleInterval and"
        " MeterValuesSampledData say what it sends: `csms station variables` shows them.",
    )


@transaction_app.command("history")
@asks_server
def history(
    session: Session, number: NumberArgument, limit: LimitOption = DEFAULT_LIMIT, all_of_them: AllOption = False
) -> None:
    """List what has happened to a transaction, and what was made of it, in the order of time; the last lines."""
    session.show_list(
        session.client.last(f"{path_of('transactions', number)}/history", wanted(limit, all_of_them)),
        HistoryLine,
        HISTORY_COLUMNS,
        empty="Nothing is recorded of it.",
    )


def _show(row: WholeTransaction) -> None:
    ended = "it runs" if row.is_open else f"{time(row.ended_at)}{' (assumed)' if row.is_end_assumed else ''}"
    print_facts(
        [
            ("number", str(row.id)),
            ("station", row.station),
            ("connector", place(row.evse, row.connector)),
            ("its id there", row.reference),
            ("token", text(row.id_token)),
            ("authorization", text(row.authorization)),
            ("started", time(row.started_at)),
            ("ended", ended),
            ("duration", _duration(row)),
            ("ended by", text(row.stop_id_token)),
            ("reason", text(row.stopped_reason)),
            ("charging state", text(row.charging_state)),
            ("energy", energy(row.energy_wh)),
            ("register at start", energy(row.meter_start_wh)),
            ("register at end", energy(row.meter_stop_wh)),
            ("power", power(row.power_w)),
            ("state of charge", quantity(row.soc_percent, "%")),
            ("offline", yes_no(row.is_offline)),
            ("flags", text(", ".join(row.flags))),
        ]
    )
