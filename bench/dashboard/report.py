"""What a run found of the dashboard: as a table for people, as Markdown for the documentation, as JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.dashboard.cases import DashboardCase, Figure
from bench.report import machine
from bench.tables import aligned, verdict

HEAD = ("dashboard", "measured", "at most", "")
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Line:
    """One figure; None where it could not be measured."""

    figure: Figure
    samples: Sequence[float]
    value: float | None
    verdict: str | None


def line_of(figure: Figure, samples: Mapping[Figure, Sequence[float]]) -> Line:
    """Judge one figure by its limit; it may have been measured without a sample: no task was long."""
    found = samples.get(figure)
    if found is None:
        return Line(figure, (), None, None)
    value = figure.sum_up(found)
    judged = max(value, figure.least)
    return Line(figure, found, value, verdict(figure.limit / judged) if judged > 0 else "reached")


def lines_of(cases: Sequence[DashboardCase], samples: Mapping[Figure, Sequence[float]]) -> list[Line]:
    """Return the lines of some cases."""
    return [line_of(figure, samples) for case in cases for figure in case.figures]


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        figure, value = line.figure, line.value
        limit = f"{figure.limit:,g} {figure.unit}"
        if value is None:
            yield (figure.title, "", limit, NOT_MEASURED)
        elif value < figure.least:
            yield (figure.title, f"below {figure.least:,g} {figure.unit}", limit, line.verdict or "")
        else:
            yield (figure.title, f"{value:,.0f} {figure.unit}", limit, line.verdict or "")


def title(browser: str) -> str:
    """Say how it was measured."""
    return f"the dashboard in {browser}, the server on the other core; {machine()}"


def terminal_table(lines: Sequence[Line], browser: str, *, coloured: bool) -> str:
    """Return the table for a terminal."""
    return "\n".join([title(browser), "", *aligned([HEAD, *_rows(lines)], {0, 3}, coloured=coloured)])


def markdown_table(lines: Sequence[Line], browser: str) -> str:
    """Return the table for the documentation."""
    rows = [f"| {figure} | {value or NOT_MEASURED} | {limit} |" for figure, value, limit, _ in _rows(lines)]
    head = ["| dashboard | measured | at most |", "|---|---:|---:|"]
    told = title(browser)
    return "\n".join([*head, *rows, "", f"{told[0].upper()}{told[1:]}. Measured by `make bench ARGS=dashboard`.", ""])


def as_json(lines: Sequence[Line], browser: str) -> dict[str, Any]:
    """Return all that was measured, each sample included."""
    return {
        "browser": browser,
        "figures": [
            {
                "figure": line.figure.title,
                "unit": line.figure.unit,
                "limit": line.figure.limit,
                "value": line.value,
                "verdict": line.verdict,
                "samples": list(line.samples),
            }
            for line in lines
        ],
    }
