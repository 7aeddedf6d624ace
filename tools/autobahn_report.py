"""What the Autobahn suite found: its report read, counted by section, and put on the page of the documentation."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SECTIONS = {
    "1": "Framing",
    "2": "Pings and pongs",
    "3": "Reserved bits",
    "4": "Opcodes",
    "5": "Fragmentation",
    "6": "UTF-8",
    "7": "Close handling",
    "9": "Limits and speed",
    "10": "Auto-fragmentation",
    "12": "Compression, payloads",
    "13": "Compression, parameters",
}

OK, NON_STRICT, INFORMATIONAL, FAILED, UNIMPLEMENTED = "OK", "NON-STRICT", "INFORMATIONAL", "FAILED", "UNIMPLEMENTED"
OUTCOMES = {
    OK: "OK",
    NON_STRICT: "non-strict",
    INFORMATIONAL: "informational",
    UNIMPLEMENTED: "not implemented",
    FAILED: "failed",
}

BEGIN = "<!-- begin: written by make autobahn -->"
END = "<!-- end: written by make autobahn -->"

_LONGEST_TEXT = 160


class Result(NamedTuple):
    """What came of one case."""

    case: str
    outcome: str
    description: str = ""
    wanted: str = ""
    came: str = ""
    close: str = ""


class Run(NamedTuple):
    """The results of one side, in one of its ways of use."""

    name: str
    title: str
    results: Sequence[Result]
    seconds: float

    def count(self, outcome: str) -> int:
        """Return how many cases had this outcome."""
        return sum(result.outcome == outcome for result in self.results)


class BrokenReportError(Exception):
    """The suite's report is not there, or cases are missing in it."""


def outcome_of(behavior: str, behavior_close: str) -> str:
    """Return the outcome of a case: failed too if the connection was not closed as it had to be."""
    if behavior_close not in {OK, INFORMATIONAL}:
        return FAILED
    return behavior if behavior in OUTCOMES else FAILED


def read_results(folder: Path, agent: str, cases: int) -> list[Result]:
    """Read the report that wstest has written.

    Args:
        folder: where the report is.
        agent: the name under which the side was tested.
        cases: how many there have to be.

    Raises:
        BrokenReportError: there is none, or it lacks cases.
    """
    try:
        index: dict[str, dict[str, Any]] = json.loads((folder / "index.json").read_bytes())[agent]
    except (OSError, ValueError, KeyError) as error:
        raise BrokenReportError(f"wstest has written no report about {agent}: {error!r}") from error
    if len(index) != cases:
        raise BrokenReportError(f"wstest was to run {cases} cases and has reported {len(index)}")
    results: list[Result] = []
    for case in sorted(index, key=_numbers):
        outcome = outcome_of(index[case]["behavior"], index[case]["behaviorClose"])
        detail: dict[str, Any] = {}
        if outcome != OK:
            # The details of cases that send random octets are not all of them UTF-8.
            detail = json.loads((folder / index[case]["reportfile"]).read_text("utf-8", errors="replace"))
        results.append(_result(case, outcome, detail))
    return results


def as_json(runs: Iterable[Run], versions: dict[str, str]) -> str:
    """Return all that was found as JSON."""
    content = {
        "versions": versions,
        "runs": [
            {
                "name": run.name,
                "seconds": round(run.seconds, 1),
                "counts": {outcome: run.count(outcome) for outcome in OUTCOMES},
                "cases": [result._asdict() for result in run.results],
            }
            for run in runs
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def summary_line(run: Run) -> str:
    """Return one line that sums a run up."""
    counts = ", ".join(f"{run.count(outcome)} {word}" for outcome, word in OUTCOMES.items() if run.count(outcome))
    return f"{run.name}: {len(run.results)} cases in {_duration(run.seconds)}: {counts}"


def section_table(run: Run) -> str:
    """Return the table of a run: a row for each section, a column for each outcome."""
    counts: dict[str, Counter[str]] = {}
    for result in run.results:
        counts.setdefault(result.case.partition(".")[0], Counter())[result.outcome] += 1
    total = sum(counts.values(), Counter[str]())
    lines = ["| section | cases | " + " | ".join(OUTCOMES.values()) + " |", "|---|" + "---:|" * (1 + len(OUTCOMES))]
    lines += [_row(f"{number} {SECTIONS.get(number, '')}".strip(), count) for number, count in counts.items()]
    return "\n".join([*lines, _row("**all**", total)])


def deviation_table(run: Run, outcomes: Sequence[str]) -> str:
    """Return a table of the cases with these outcomes: what was done, what the suite wants best, and what came."""
    rows = [
        f"| {result.case} | {_cell(result.description)} | {_cell(result.wanted)} | {_cell(result.came)} "
        f"| {_cell(result.close)} |"
        for result in run.results
        if result.outcome in outcomes
    ]
    head = ["| case | the suite's words | wanted | came | end |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) if rows else ""


def generated_part(runs: Sequence[Run], versions: dict[str, str]) -> str:
    """Return what stands between the marks on the page."""
    parts = ["Tested: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + "."]
    for run in runs:
        parts += [f"## {run.title}", f"In {_duration(run.seconds)}:", section_table(run)]
        for outcome in (FAILED, UNIMPLEMENTED, NON_STRICT):
            if table := deviation_table(run, [outcome]):
                parts += [f"Cases that are {OUTCOMES[outcome]}:" if outcome != FAILED else "Cases that failed:", table]
    return "\n\n".join(parts)


def put_between_marks(page: str, generated: str) -> str:
    """Return the page with its generated part exchanged.

    Raises:
        ValueError: the page lacks the marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"The page lacks the lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}"


def _result(case: str, outcome: str, detail: dict[str, Any]) -> Result:
    if not detail:
        return Result(case, outcome)
    code, reason = detail.get("remoteCloseCode"), detail.get("remoteCloseReason")
    close = " ".join(str(part) for part in (code, reason) if part) or "no close frame"
    if outcome == FAILED and detail.get("resultClose"):
        close = f"{close} ({detail['resultClose']})"
    expected: dict[str, Any] = detail.get("expected") or {}
    wanted = _events(expected[OK]) if OK in expected else _plain(detail.get("expectation", ""))
    came = _events(detail["received"]) if detail.get("received") is not None else _plain(detail.get("result", ""))
    return Result(case, outcome, _plain(detail.get("description", "")), wanted, came, close)


def _events(events: Iterable[Sequence[Any]]) -> str:
    """Return what happened at the suite's end of the connection, in words."""
    words = [
        f"{kind} {content}" if kind == "timeout" else f"{kind} of {len(content)}"
        for kind, content in ((str(event[0]), str(event[1])) for event in events)
    ]
    if len(words) > 3:
        words[2:] = [f"{len(words) - 2} more"]
    return ", ".join(words) or "nothing"


def _plain(text: str) -> str:
    """Return the suite's text without its HTML and without the octets that it lists."""
    text = re.split(r"<br>|MESSAGE", text.replace("\n", " "))[0]
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"


def _row(title: str, counts: Counter[str]) -> str:
    cells = [str(counts[outcome]) if counts[outcome] else "-" for outcome in OUTCOMES]
    return f"| {title} | {counts.total()} | " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    """Return text that neither ends a cell of a table nor is read as a mark-up of its own."""
    return re.sub(r"([\\|*_`<\[])", r"\\\1", text)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _numbers(case: str) -> tuple[int, ...]:
    return tuple(map(int, case.split(".")))
