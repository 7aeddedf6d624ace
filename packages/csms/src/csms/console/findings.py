"""What `csms doctor` finds."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from rich.text import Text

from csms.console.output import console, printable


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of a check.

    Args:
        check: what was looked at.
        level: how bad it is.
        text: what was found.
        remedy: what to do; empty if nothing is to be done.
    """

    check: str
    level: Level
    text: str
    remedy: str = ""


def ok(check: str, text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(check=check, level=Level.OK, text=text)


def warn(check: str, text: str, remedy: str) -> Finding:
    """Return that something may hinder chargers, now or later."""
    return Finding(check=check, level=Level.WARN, text=text, remedy=remedy)


def fail(check: str, text: str, remedy: str) -> Finding:
    """Return that something hinders chargers or operators."""
    return Finding(check=check, level=Level.FAIL, text=text, remedy=remedy)


_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "bold red"}


def print_findings(findings: Sequence[Finding]) -> None:
    """Print a line for each check, below it what to do."""
    out = console()
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        line = Text(f"{finding.level.value:<5}", style=_STYLES[finding.level])
        out.print(line.append(f"{finding.check:<{width}}  {printable(finding.text)}", style="default"), soft_wrap=True)
        if finding.remedy:
            out.print(Text(f"{'':<{width + 5}}  {printable(finding.remedy)}"), soft_wrap=True)
