"""What a fleet has done, at the end: for people and for programs."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from rich.console import Group, RenderableType
from rich.table import Table

from csms_simulator.fleet.fleet import Fleet
from csms_simulator.fleet.snapshot import take_snapshot
from csms_simulator.fleet.tally import Problem


class Messages(Struct, frozen=True):
    """Messages, by action."""

    sent: dict[str, int]
    """Calls from the stations."""
    received: dict[str, int]
    """Commands to the stations."""
    frames_sent: int
    """Calls and answers."""
    frames_received: int


class Transactions(Struct, frozen=True):
    """Transactions that the central system has answered."""

    started: int
    ended: int
    running: int
    """On the stations when the report was made."""
    refused: dict[str, int]
    """Tokens that were not accepted, by the word that the central system had for it."""


class StationReport(Struct, frozen=True):
    """One station."""

    identity: str
    version: str
    use: str
    links: int
    """How many times it connected."""
    uptime: float
    """The share of its life in which it was online and accepted, 0 to 1."""
    energy_wh: float
    last_problem: str | None


class Report(Struct, frozen=True):
    """A whole simulation. Times are POSIX seconds of simulated time."""

    url: str
    started_at: float
    ended_at: float
    stations: tuple[StationReport, ...]
    uptime: float
    """Of all stations together, 0 to 1."""
    energy_wh: float
    messages: Messages
    transactions: Transactions
    visits: dict[str, int]
    """How visits went: `arrived`, `turned away`, `gave up`, `left`."""
    problems: dict[str, int]
    """By kind."""
    recent_problems: tuple[Problem, ...]


def make_report(fleet: Fleet) -> Report:
    """Sum up what a fleet has done up to now."""
    snapshot, tally = take_snapshot(fleet), fleet.tally
    stations = tuple(
        StationReport(
            identity=view.identity,
            version=view.version,
            use=view.use,
            links=member.station.connects,
            uptime=_share(view.online_s, view.lifetime_s),
            energy_wh=view.energy_wh,
            last_problem=None if view.last_problem is None else view.last_problem.text,
        )
        for member, view in zip(fleet.members, snapshot.stations, strict=True)
    )
    running = [
        evse
        for member in fleet.members
        if member.is_alive
        for evse in member.station.model.evses
        if evse.transaction is not None
    ]
    return Report(
        url=fleet.url,
        started_at=fleet.started_at,
        ended_at=snapshot.at,
        stations=stations,
        uptime=_share(sum(s.online_s for s in snapshot.stations), sum(s.lifetime_s for s in snapshot.stations)),
        energy_wh=snapshot.energy_wh,
        messages=Messages(
            sent=dict(tally.sent.most_common()),
            received=dict(tally.received.most_common()),
            frames_sent=tally.frames_sent,
            frames_received=tally.frames_received,
        ),
        transactions=Transactions(
            started=tally.transactions_started,
            ended=tally.transactions_ended,
            running=len(running),
            refused=dict(tally.refusals.most_common()),
        ),
        visits=dict(tally.visits.most_common()),
        problems=dict(tally.problems.most_common()),
        recent_problems=tuple(tally.recent),
    )


def to_json(report: Report) -> bytes:
    """Return a report as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def render(report: Report) -> RenderableType:
    """Return a report as tables."""
    hours = (report.ended_at - report.started_at) / 3600
    transactions = report.transactions
    summary = Table(title="Report", title_justify="left", show_header=False, box=None, pad_edge=False)
    summary.add_column(style="bold")
    summary.add_column()
    summary.add_row("central system", report.url)
    summary.add_row("simulated time", f"{hours:.2f} h")
    summary.add_row("stations", f"{len(report.stations)}, online {report.uptime:.1%} of their time")
    summary.add_row("energy", f"{report.energy_wh / 1000:.2f} kWh")
    summary.add_row(
        "transactions",
        f"{transactions.started} started, {transactions.ended} ended, {transactions.running} still running",
    )
    summary.add_row("tokens refused", _counts(transactions.refused))
    summary.add_row("visits", _counts(report.visits))
    frames = report.messages
    summary.add_row("frames", f"{frames.frames_sent} from the stations, {frames.frames_received} to them")
    tables: list[RenderableType] = [summary]
    calls = [(action, str(count), "") for action, count in report.messages.sent.items()]
    calls += [(action, "", str(count)) for action, count in report.messages.received.items()]
    if calls:
        tables += ["", _table("Messages", ("action", "from stations", "to stations"), calls)]
    if report.problems:
        tables += ["", _table("Problems", ("kind", "times"), [(kind, str(n)) for kind, n in report.problems.items()])]
        latest = [f"{each.identity}: {each.text}" for each in report.recent_problems[-5:]]
        tables += ["", "The latest:", *latest]
    return Group(*tables)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(columns[0])
    for column in columns[1:]:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items()) or "none"


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0
