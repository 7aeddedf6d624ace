"""A fleet on the terminal: a live view, or a line now and then where there is no terminal."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from csms_simulator.fleet.snapshot import EvseView, Snapshot, StationView
from csms_simulator.fleet.tally import Problem

RATE_WINDOW_S = 10.0
"""Real seconds over which message rates are taken."""

STATUS_STYLES = {
    "Available": "green",
    "Preparing": "cyan",
    "Charging": "bold blue",
    "SuspendedEV": "yellow",
    "SuspendedEVSE": "yellow",
    "Finishing": "cyan",
    "Reserved": "magenta",
    "Unavailable": "bright_black",
    "Faulted": "bold red",
    "Off": "bright_black",
}
LINK_STYLES = {"online": "green", "booting": "cyan", "offline": "red", "no power": "bold red", "off": "bright_black"}

PROBLEM_LINES = 3
HEADER_LINES = 5
TABLE_FRAME_LINES = 5
"""Borders and column names, and the line for stations that do not fit."""


class Rates:
    """How many frames go over the wires in a second."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int, int]] = deque()

    def note(self, real_time_s: float, snapshot: Snapshot) -> None:
        """Take what has been counted up to a moment of real time."""
        self._samples.append((real_time_s, snapshot.frames_sent, snapshot.frames_received))
        while len(self._samples) > 2 and self._samples[1][0] <= real_time_s - RATE_WINDOW_S:
            self._samples.popleft()

    @property
    def per_second(self) -> tuple[float, float]:
        """From the stations and to them."""
        if len(self._samples) < 2:
            return 0.0, 0.0
        (begin_s, sent_before, received_before), (end_s, sent, received) = self._samples[0], self._samples[-1]
        passed_s = max(end_s - begin_s, 1e-3)
        return (sent - sent_before) / passed_s, (received - received_before) / passed_s


def progress_line(snapshot: Snapshot, speed: float, rates: tuple[float, float]) -> str:
    """Return how a fleet is doing, in one line."""
    parts = [
        f"{_time_of_day(snapshot)} (x{speed:g})",
        _counts(snapshot.links, "stations"),
        _counts(snapshot.statuses, "EVSEs"),
        f"{snapshot.power_w / 1000:.1f} kW",
        f"{snapshot.energy_wh / 1000:.2f} kWh",
        f"{snapshot.transactions_started} transactions started, {snapshot.transactions_ended} ended",
        f"{rates[0]:.1f} frames/s out, {rates[1]:.1f} in",
    ]
    if snapshot.problem_count:
        last = snapshot.recent_problems[-1]
        parts.append(f"{snapshot.problem_count} problems, the last at {last.identity}: {last.text}")
    return " | ".join(parts)


def live_view(snapshot: Snapshot, speed: float, rates: tuple[float, float], height: int) -> RenderableType:
    """Return how a fleet is doing, for a terminal with `height` lines."""
    problems = snapshot.recent_problems[-PROBLEM_LINES:]
    problem_lines = len(problems) + 2 if problems else 0
    parts: list[RenderableType] = [_header(snapshot, speed, rates)]
    room = height - HEADER_LINES - TABLE_FRAME_LINES - problem_lines - 1
    if room > 0:
        parts.append(_stations(snapshot.stations, room))
    if problems:
        parts.append(_problems(problems, snapshot.problem_count))
    return Group(*parts)


def _header(snapshot: Snapshot, speed: float, rates: tuple[float, float]) -> RenderableType:
    sent, received = rates
    refused = sum(snapshot.refusals.values())
    lines = [
        Text.assemble(
            ("simulated ", "bright_black"),
            datetime.fromtimestamp(snapshot.at, UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
            ("   the drivers' clock ", "bright_black"),
            _time_of_day(snapshot),
            ("   speed ", "bright_black"),
            f"{speed:g}",
        ),
        Text.assemble(*_styled(snapshot.links, LINK_STYLES), "   ", *_styled(snapshot.statuses, STATUS_STYLES)),
        Text.assemble(
            (f"{snapshot.power_w / 1000:.1f} kW", "bold"),
            f"   {snapshot.energy_wh / 1000:.2f} kWh   {snapshot.transactions_started} transactions started, "
            f"{snapshot.transactions_ended} ended, {refused} tokens refused   "
            f"{sent:.1f} frames/s out, {received:.1f} in",
        ),
    ]
    for line in lines:
        line.no_wrap, line.overflow = True, "ellipsis"
    return Panel(Group(*lines), title=f"csms-simulator at {snapshot.url}", title_align="left")


def _stations(stations: tuple[StationView, ...], room: int) -> Table:
    """Show as many stations as there is room for: those with problems or at work before the idle ones."""
    table = Table(expand=True, show_lines=False)
    for name in ("station", "version", "use", "link"):
        table.add_column(name, no_wrap=True)
    table.add_column("EVSEs", no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column("kW", justify="right", no_wrap=True)
    table.add_column("kWh", justify="right", no_wrap=True)
    table.add_column("last problem", no_wrap=True, overflow="ellipsis", ratio=2)
    shown = stations
    if len(stations) > room:
        busiest = sorted(range(len(stations)), key=lambda place: (_dullness(stations[place]), place))[:room]
        shown = tuple(stations[place] for place in sorted(busiest))
    for station in shown:
        problem = station.last_problem
        table.add_row(
            station.identity,
            station.version,
            station.use,
            Text(station.link, LINK_STYLES[station.link]),
            Text("  ").join(_evse(evse) for evse in station.evses),
            f"{sum(evse.power_w for evse in station.evses) / 1000:.1f}",
            f"{station.energy_wh / 1000:.2f}",
            "" if problem is None else problem.text,
        )
    if len(shown) < len(stations):
        table.caption = f"and {len(stations) - len(shown)} more, which do less"
        table.caption_justify = "left"
    return table


def _problems(problems: Sequence[Problem], count: int) -> RenderableType:
    lines = [
        Text(
            f"{datetime.fromtimestamp(problem.at, UTC):%H:%M:%S} {problem.identity}: {problem.text}",
            no_wrap=True,
            overflow="ellipsis",
        )
        for problem in problems
    ]
    return Panel(Group(*lines), title=f"{count} problems, the latest:", title_align="left", style="red")


def _evse(evse: EvseView) -> Text:
    soc = "" if evse.soc is None else f" {evse.soc:.0%}"
    return Text.assemble(f"{evse.id} ", (evse.status, STATUS_STYLES.get(evse.status, "")), soc)


def _dullness(station: StationView) -> int:
    """Return 0 for a station that is not online, 1 for one that charges, 2 for another with a car, 3 else."""
    if station.link in {"offline", "no power"}:
        return 0
    if any(evse.power_w > 0 or evse.status == "Faulted" for evse in station.evses):
        return 1
    return 2 if any(evse.soc is not None for evse in station.evses) else 3


def _styled(counts: dict[str, int], styles: dict[str, str]) -> list[tuple[str, str] | str]:
    parts: list[tuple[str, str] | str] = []
    for word in (word for word in styles if counts.get(word)):
        parts += ["  " if parts else "", (f"{counts[word]} {word}", styles[word])]
    return parts


def _counts(counts: dict[str, int], of: str) -> str:
    return f"{sum(counts.values())} {of}: " + ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))


def _time_of_day(snapshot: Snapshot) -> str:
    hours, seconds = divmod(int(snapshot.time_of_day_s), 3600)
    return f"day {snapshot.day}, {hours:02}:{seconds // 60:02}"
