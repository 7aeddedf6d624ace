"""What a run on sockets found: as a table for people, as Markdown for the documentation, as JSON for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.report import machine
from bench.tables import aligned, verdict
from bench.transport.cases import Mode, Row, TransportCase
from bench.transport.driver import LoadEffort, LoadResults, LoadRounds

HEAD = ("load", "server", "cost", "times ours", "goal", "", "per second", "busy", "load's cost")


@dataclass(frozen=True)
class Line:
    """One server under one load; None where it could not be measured, or where there is nothing to compare with."""

    case: TransportCase
    row: Row
    measured: LoadRounds | None
    cost: float | None
    times_ours: float | None
    verdict: str | None


def line_of(case: TransportCase, row: Row, results: LoadResults) -> Line:
    """Compare the medians of a server with those of ours."""
    measured = results.get((case.name, row.contender.title))
    ours = None if row.against is None else results.get((case.name, row.against.title))
    cost = None if measured is None else measured.cost(case.mode)
    times_ours = None if cost is None or ours is None else cost / ours.cost(case.mode)
    share_of_goal = None
    if row.limit is not None and cost is not None:
        share_of_goal = row.limit / cost
    elif row.goal is not None and times_ours is not None:
        share_of_goal = times_ours / row.goal
    return Line(case, row, measured, cost, times_ours, None if share_of_goal is None else verdict(share_of_goal))


def lines_of(cases: Sequence[TransportCase], results: LoadResults) -> list[Line]:
    """Return the lines of some cases."""
    return [line_of(case, row, results) for case in cases for row in case.rows]


def _goal(row: Row) -> str:
    if row.limit is not None:
        return f"at most {row.limit:g}"
    return "" if row.goal is None else f"{row.goal:g}x"


def _times_ours(line: Line) -> str:
    if line.times_ours is None:
        return ""
    return f"{line.times_ours:.2f}x" if line.times_ours < 10 else f"{line.times_ours:.0f}x"


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    shown = None
    for line in lines:
        load = "" if line.case is shown else f"{line.case.title}, {line.case.unit}"
        shown = line.case
        if line.measured is None or line.cost is None:
            yield (load, line.row.contender.title, "-", "", _goal(line.row), "not measured", "", "", "")
            continue
        measured, is_memory = line.measured, line.case.mode is Mode.HOLD
        yield (
            load,
            line.row.contender.title,
            f"{line.cost:.1f}",
            _times_ours(line),
            _goal(line.row),
            line.verdict or "",
            "" if is_memory else f"{measured.per_second:.0f}",
            "" if is_memory else f"{measured.server_us * measured.per_second / 1e6:.0%}",
            "" if is_memory else f"{measured.generator_us:.1f}",
        )


def _title(effort: LoadEffort) -> str:
    return (
        f"{effort.links} links and one outstanding call on each where nothing else is said, "
        f"{effort.connects} connects, {effort.held_links} idle links; "
        f"CPU of the server's process, median of {effort.rounds} interleaved rounds; {machine()}"
    )


def terminal_table(lines: Sequence[Line], effort: LoadEffort, *, coloured: bool) -> str:
    """Return the table for a terminal."""
    return "\n".join([_title(effort), "", *aligned([HEAD, *_rows(lines)], {0, 1, 5}, coloured=coloured)])


def markdown_table(lines: Sequence[Line], effort: LoadEffort) -> str:
    """Return the table for the documentation."""
    table = ["| load | server | cost | times ours | goal |", "|---|---|---:|---:|---:|"]
    for line, (load, server, cost, times_ours, goal, *_) in zip(lines, _rows(lines), strict=True):
        compared = f"**{times_ours}**" if line.row.goal and times_ours else times_ours
        shown_cost = f"**{cost}**" if line.row.limit else cost
        table.append(f"| {load} | {server} | {shown_cost} | {compared} | {goal} |")
    return "\n".join([*table, "", f"{_title(effort)}. Measured by `make bench`.", ""])


def as_json(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return all that was measured, each round included."""
    return [
        {
            "case": line.case.name,
            "server": line.row.contender.title,
            "unit": line.case.unit,
            "cost": line.cost,
            "times_ours": line.times_ours,
            "goal": line.row.goal,
            "limit": line.row.limit,
            "verdict": line.verdict,
            "rounds": [] if line.measured is None else line.measured.rounds,
        }
        for line in lines
    ]
