"""What a run of the central systems found: as tables for people, as Markdown for the documentation, as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.central.cases import CentralCase, Mode, Row
from bench.central.driver import CentralEffort, CentralResults, CentralRounds
from bench.report import machine
from bench.tables import aligned, verdict

RATE_HEAD = (
    "load", "central system", "CPU us", "times ours", "per second", "goal", "", "p50 ms", "p99 ms", "goal", "",
    "busy", "load's CPU us",
)  # fmt: skip
STATION_HEAD = (
    "stations", "central system", "KiB each", "goal", "", "all booted after s", "CPU us each", "times ours",
)  # fmt: skip

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Line:
    """One central system under one load; None where it could not be measured, or where there is no goal.

    Args:
        case: the load.
        row: the central system and its goals.
        measured: its rounds.
        times_ours: its CPU time divided by that of ours; None for ours, and for what stores nothing.
        verdict: of the rate, or of the memory.
        p99_verdict: of the answer times.
    """

    case: CentralCase
    row: Row
    measured: CentralRounds | None
    times_ours: float | None
    verdict: str | None
    p99_verdict: str | None


def line_of(case: CentralCase, row: Row, results: CentralResults) -> Line:
    """Judge one central system, and compare it with ours: the first of the case."""
    measured = results.get((case.name, row.contender.title))
    if measured is None:
        return Line(case, row, None, None, None, None)
    is_ours = row.contender is case.rows[0].contender
    ours = results.get((case.name, case.rows[0].contender.title))
    times_ours = None if ours is None or is_ours or not row.stores else measured.server_us / ours.server_us
    share_of_goal = None
    if row.goal is not None:
        share_of_goal = measured.per_second / row.goal
    elif row.limit_kib is not None:
        share_of_goal = row.limit_kib / measured.memory_kib
    return Line(
        case,
        row,
        measured,
        times_ours,
        None if share_of_goal is None else verdict(share_of_goal),
        None if row.p99_goal_ms is None else verdict(row.p99_goal_ms / measured.p99_ms),
    )


def lines_of(cases: Sequence[CentralCase], results: CentralResults) -> list[Line]:
    """Return the lines of some cases."""
    return [line_of(case, row, results) for case in cases for row in case.rows]


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def _times(line: Line) -> str:
    return "" if line.times_ours is None else f"{line.times_ours:.1f}x"


def _rate_rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    shown = None
    for line in lines:
        row, measured = line.row, line.measured
        load = "" if line.case is shown else line.case.title
        shown = line.case
        goal, p99_goal = _number(row.goal, ",.0f"), "" if row.p99_goal_ms is None else f"below {row.p99_goal_ms:g}"
        if measured is None:
            yield (load, row.contender.title, "", "", "", goal, NOT_MEASURED, "", "", p99_goal, "", "", "")
            continue
        yield (
            load,
            row.contender.title,
            f"{measured.server_us:.0f}",
            _times(line),
            f"{measured.per_second:,.0f}",
            goal,
            line.verdict or "",
            f"{measured.p50_ms:.1f}",
            f"{measured.p99_ms:.1f}",
            p99_goal,
            line.p99_verdict or "",
            f"{measured.busy:.0%}",
            f"{measured.generator_us:.0f}",
        )


def _station_rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    shown = None
    for line in lines:
        row, measured = line.row, line.measured
        title = "" if line.case is shown else line.case.title
        shown = line.case
        limit = "" if row.limit_kib is None else f"at most {row.limit_kib:g}"
        if measured is None:
            yield (title, row.contender.title, "", limit, NOT_MEASURED, "", "", "")
            continue
        is_storm = line.case.mode is Mode.STORM
        yield (
            title,
            row.contender.title,
            "" if is_storm else f"{measured.memory_kib:.1f}",
            limit,
            line.verdict or "",
            f"{measured.settle_s:.1f}" if is_storm else "",
            f"{measured.server_us:.0f}" if is_storm else "",
            _times(line) if is_storm else "",
        )


def _split(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    rates = [line for line in lines if line.case.mode.is_rate]
    return rates, [line for line in lines if not line.case.mode.is_rate]


def title(effort: CentralEffort, disk_us: float) -> str:
    """Say how it was measured."""
    return (
        f"{effort.stations} stations that send as fast as answers come, {effort.held_stations} that are idle or "
        f"connect at once; the central system and the load on a core each; median of {effort.rounds} rounds in turns; "
        f"4 KiB reach the disk in {disk_us:.0f} us; {machine()}"
    )


def terminal_table(lines: Sequence[Line], effort: CentralEffort, disk_us: float, *, coloured: bool) -> str:
    """Return the tables for a terminal."""
    rates, stations = _split(lines)
    text = [title(effort, disk_us)]
    if rates:
        text += ["", *aligned([RATE_HEAD, *_rate_rows(rates)], {0, 1, 6, 10}, coloured=coloured)]
    if stations:
        text += ["", *aligned([STATION_HEAD, *_station_rows(stations)], {0, 1, 4}, coloured=coloured)]
    return "\n".join(text)


def markdown_table(lines: Sequence[Line], effort: CentralEffort, disk_us: float) -> str:
    """Return the tables for the documentation."""
    rates, stations = _split(lines)
    text: list[str] = []
    if rates:
        text += _markdown(RATE_HEAD, list(_rate_rows(rates)), leave_out={6, 10})
    if stations:
        text += _markdown(STATION_HEAD, list(_station_rows(stations)), leave_out={4})
    return "\n".join([*text, f"{title(effort, disk_us)}. Measured by `make bench ARGS=central`.", ""])


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], leave_out: set[int]) -> list[str]:
    kept = [column for column in range(len(head)) if column not in leave_out]
    lines = ["| " + " | ".join(head[column] for column in kept) + " |"]
    lines.append("|" + "|".join("---" if column < 2 else "---:" for column in kept) + "|")
    lines += ["| " + " | ".join(row[column] for column in kept) + " |" for row in rows]
    return [*lines, ""]


def as_json(lines: Sequence[Line], disk_us: float) -> dict[str, Any]:
    """Return all that was measured, each round included."""
    return {
        "disk_us": disk_us,
        "cases": [
            {
                "case": line.case.name,
                "central_system": line.row.contender.title,
                "goal": line.row.goal,
                "p99_goal_ms": line.row.p99_goal_ms,
                "limit_kib": line.row.limit_kib,
                "times_ours": line.times_ours,
                "verdict": line.verdict,
                "p99_verdict": line.p99_verdict,
                "rounds": [] if line.measured is None else [asdict(each) for each in line.measured.rounds],
            }
            for line in lines
        ],
    }
