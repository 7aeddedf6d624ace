"""What operators type that is more than a word: times, JSON, names with values."""

import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import typer
from msgspec import Raw

from csms.console.client import UsageError

_AGO = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

STANDARD_INPUT = "-"


def read_start(text: str | None, now: datetime | None = None) -> datetime | None:
    """Return since when: a time as `read_time` takes it, or how long ago, as `90s`, `15m`, `2h`, `7d`.

    Args:
        text: what was typed; None: nothing.
        now: the time, if it is not that of the clock.

    Raises:
        UsageError: it is neither.
    """
    if text is None:
        return None
    if match := _AGO.fullmatch(text):
        return (now or datetime.now().astimezone()) - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        return _time(text)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no time; it looks like 2026-05-04T12:00:00Z, or like 15m, 2h or 7d for so long ago"
        ) from None


def read_time(text: str) -> datetime:
    """Return a point in time: `2026-05-04T12:00:00Z`, or `2026-05-04`.

    A time without a zone is of the zone of this machine.

    Raises:
        UsageError: it is none.
    """
    try:
        return _time(text)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is no time; it looks like 2026-05-04T12:00:00Z or 2026-05-04") from None


def read_json(text: str) -> Raw:
    """Return a JSON document exactly as it stands: in the argument, in a file (`@FILE`), on the standard input (`-`).

    Raises:
        UsageError: there is none.
    """
    name, document = _document(text)
    try:
        msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is not JSON: {error}") from None
    return Raw(document.strip())


def read_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Return names and values of `NAME=VALUE`. Raises: UsageError: one is something else."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise UsageError(f"{pair!r} has to be NAME=VALUE, as in HeartbeatInterval=300")
        values[name] = value
    return values


def read_password(prompt: str) -> str:
    """Return a password: asked for twice at a terminal, else the first line of the standard input.

    Raises:
        UsageError: there is none.
    """
    if sys.stdin.isatty():
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise UsageError("There is no password on the standard input")
    return line


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


def _document(text: str) -> tuple[str, bytes]:
    if text == STANDARD_INPUT:
        return "What is on the standard input", sys.stdin.read().encode()
    if not text.startswith("@"):
        return repr(text), text.encode()
    file = Path(text[1:])
    try:
        return f"What is in {file}", file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
