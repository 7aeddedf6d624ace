"""What a run found: as a table for people, as Markdown for the documentation, as JSON for programs."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.cases import IMPORT_GOAL_MS, Case
from bench.driver import OURS, PEER_DEFAULT, PEER_WITHOUT_THREADS, Results, Rounds
from bench.protocol import Description
from bench.tables import aligned, verdict


@dataclass(frozen=True)
class Against:
    """Ours against one setting of the peer."""

    peer_us: float
    ratio: float
    goal: float
    verdict: str


@dataclass(frozen=True)
class Line:
    """One case, in CPU microseconds per message; None where ours could not be measured."""

    case: Case
    ours_us: float | None
    default: Against | None
    without_threads: Against | None


@dataclass(frozen=True)
class ImportLine:
    """The time of `import ocpp.v16` in a fresh process, without the start of the interpreter."""

    ours_ms: float
    ours_wall_ms: float
    peer_ms: float
    peer_wall_ms: float
    goal_ms: float
    verdict: str


@dataclass(frozen=True)
class Report:
    """Everything that one run found."""

    lines: Sequence[Line]
    imports: ImportLine | None
    libraries: Mapping[str, Description]
    results: Results
    rounds: int


def _against(ours: Rounds | None, peer: Rounds | None, goal: float) -> Against | None:
    if ours is None or peer is None:
        return None
    ratio = peer.cpu_us / ours.cpu_us
    return Against(peer_us=peer.cpu_us, ratio=ratio, goal=goal, verdict=verdict(ratio / goal))


def line_of(case: Case, results: Results) -> Line:
    """Compare the medians of one case."""
    ours = results.get((OURS, case.program))
    return Line(
        case=case,
        ours_us=ours.cpu_us if ours else None,
        default=_against(ours, results.get((PEER_DEFAULT, case.peer_program)), case.goal_default),
        without_threads=_against(
            ours, results.get((PEER_WITHOUT_THREADS, case.peer_program)), case.goal_without_threads
        ),
    )


def import_line(imports: Mapping[str, Rounds]) -> ImportLine:
    """Judge the import by its CPU time, which other programs on the machine disturb less."""
    ours, peer = imports[OURS], imports[PEER_DEFAULT]
    return ImportLine(
        ours_ms=ours.cpu_us / 1000,
        ours_wall_ms=ours.wall_us / 1000,
        peer_ms=peer.cpu_us / 1000,
        peer_wall_ms=peer.wall_us / 1000,
        goal_ms=IMPORT_GOAL_MS,
        verdict=verdict(IMPORT_GOAL_MS * 1000 / ours.cpu_us),
    )


def machine() -> str:
    """Name the interpreter's platform and its cores."""
    model = ""
    cpu_info = Path("/proc/cpuinfo")
    if cpu_info.exists():
        lines = cpu_info.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{model or platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def _titles(report: Report) -> list[str]:
    ours, peer = report.libraries[OURS], report.libraries[PEER_DEFAULT]
    libraries = (
        f"ours: {ours['distribution']} {ours['version']} on Python {ours['python']}; "
        f"peer: {peer['distribution']} {peer['version']} on Python {peer['python']}"
    )
    return [
        libraries,
        f"CPU microseconds per message, median of {report.rounds} interleaved rounds; {machine()}",
    ]


def _cells(against: Against | None) -> tuple[str, str, str, str]:
    if against is None:
        return ("-", "-", "-", "not measured")
    return (f"{against.peer_us:.0f}", f"{against.ratio:.1f}x", f"{against.goal:g}x", against.verdict)


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    for line in report.lines:
        ours = "-" if line.ours_us is None else f"{line.ours_us:.1f}"
        yield (line.case.title, ours, *_cells(line.default), *_cells(line.without_threads))


def terminal_table(report: Report, *, coloured: bool) -> str:
    """Return the table for a terminal."""
    head = ("case", "ours", "default", "ratio", "goal", "", "no threads", "ratio", "goal", "")
    rows = [head, *_rows(report)]
    lines = [*_titles(report), "", *aligned(rows, {0, 5, 9}, coloured=coloured)]
    if report.imports is not None:
        it = report.imports
        lines.append(
            f"\nimport ocpp.v16: {it.ours_ms:.0f} ms CPU ({it.ours_wall_ms:.0f} ms on the clock), "
            f"peer {it.peer_ms:.0f} ms ({it.peer_wall_ms:.0f}); goal {it.goal_ms:.0f} ms: {it.verdict}"
        )
    return "\n".join(lines)


def markdown_table(report: Report) -> str:
    """Return the table for the README and the documentation."""
    lines = [
        "| CPU us per message | ours | peer, default | times less (goal) | peer, no threads | times less (goal) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for title, ours, default_us, default, goal, _, plain_us, plain, plain_goal, _ in _rows(report):
        lines.append(
            f"| {title} | {ours} | {default_us} | **{default}** ({goal}) | {plain_us} | **{plain}** ({plain_goal}) |"
        )
    if report.imports is not None:
        it = report.imports
        lines.append(
            f"| `import ocpp.v16`, milliseconds (goal {it.goal_ms:.0f}) | {it.ours_ms:.0f} | {it.peer_ms:.0f} "
            f"| **{it.peer_ms / it.ours_ms:.1f}x** | | |"
        )
    first, second = _titles(report)
    return "\n".join([*lines, "", f"{first[0].upper()}{first[1:]}. {second}. Measured by `make bench`.", ""])


def as_json(report: Report) -> dict[str, Any]:
    """Return all that was measured, each round included."""
    return {
        "libraries": report.libraries,
        "cases": [
            {
                "name": line.case.name,
                "title": line.case.title,
                "ours_us": line.ours_us,
                "against_default": asdict(line.default) if line.default else None,
                "against_without_threads": asdict(line.without_threads) if line.without_threads else None,
            }
            for line in report.lines
        ],
        "import": asdict(report.imports) if report.imports else None,
        "rounds": [
            {"worker": worker, "program": program, "rounds": rounds.rounds}
            for (worker, program), rounds in report.results.items()
        ],
    }
