"""Tokens as CSV: the same columns are read and written."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from csms.domain.csv_text import BYTE_ORDER_MARK, unescaped

KEY = "id_token"
TITLES = (KEY, "type", "group", "is_blocked", "expires_at", "concurrent_limit", "stations", "note")

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}


class TokenLine(Struct, frozen=True):
    """A token of a file.

    Args:
        line: where it ends in the file; the first line is 1.
        id_token: the token.
        type: what it is, None if the file does not say.
        group: its group.
        is_blocked: it may not charge.
        expires_at: from when on it may not charge.
        concurrent_limit: how many transactions it may have at the same time.
        stations: where it may charge; empty: everywhere.
        note: what people want to remember.
    """

    line: int
    id_token: str
    type: str | None
    group: str | None
    is_blocked: bool
    expires_at: datetime | None
    concurrent_limit: int | None
    stations: list[str]
    note: str


class LineFault(Struct, frozen=True):
    """What is wrong in a line of a file; line 0 is the file as a whole."""

    line: int
    text: str


def read_lines(text: str, read_time: Callable[[str], datetime]) -> tuple[list[TokenLine], list[LineFault]]:
    """Return the tokens of a CSV text, and all that is wrong in it.

    The first line has the titles. Commas or semicolons separate; empty lines are left out.

    Args:
        text: of the file.
        read_time: reads a time. Raises: ValueError: it is none.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[TokenLine] = []
    faults: list[LineFault] = []
    try:
        titles = table.fieldnames or ()
        wrong = _fault_of_titles(titles)
        if wrong:
            return [], [LineFault(1, wrong)]
        for values in table:
            if any(values.values()):
                try:
                    found.append(_line(table.line_num, titles, values, read_time))
                except ValueError as error:
                    faults.append(LineFault(table.line_num, str(error)))
    except csv.Error as error:
        return [], [*faults, LineFault(table.line_num, f"it is not CSV: {error}")]
    faults += _repeated(found)
    return found, sorted(faults, key=lambda fault: fault.line)


def _fault_of_titles(titles: Sequence[str]) -> str:
    unknown = [title for title in titles if title not in TITLES]
    if KEY in titles and not unknown:
        return ""
    wrong = f"{', '.join(map(repr, unknown))} is not known" if unknown else f"{KEY} is missing"
    return f"the titles are not right: {wrong}. They are {', '.join(TITLES)}"


def _repeated(found: Sequence[TokenLine]) -> list[LineFault]:
    lines: dict[str, int] = {}
    faults: list[LineFault] = []
    for each in found:
        before = lines.setdefault(each.id_token.lower(), each.line)
        if before != each.line:
            faults.append(LineFault(each.line, f"{each.id_token} stands in line {before} already"))
    return faults


def _line(
    line: int, titles: Sequence[str], values: dict[str, str | None], read_time: Callable[[str], datetime]
) -> TokenLine:
    """Return the token of a line. Raises: ValueError: it is wrong."""
    if len(values) > len(titles):  # what is too much stands under None
        raise ValueError("it has more fields than there are titles")
    given = {name: unescaped((value or "").strip()) for name, value in values.items()}
    id_token = given[KEY]
    if not id_token:
        raise ValueError(f"{KEY} is empty")
    blocked = given.get("is_blocked", "").lower()
    if blocked not in _WORDS:
        raise ValueError(f"is_blocked is {blocked!r}; it has to be true or false")
    limit = given.get("concurrent_limit", "")
    if limit and not (limit.isascii() and limit.isdecimal() and int(limit) > 0):
        raise ValueError(f"concurrent_limit is {limit!r}; it has to be a number from 1 on")
    expires_at = given.get("expires_at", "")
    return TokenLine(
        line=line,
        id_token=id_token,
        type=given.get("type") or None,
        group=given.get("group") or None,
        is_blocked=_WORDS[blocked],
        expires_at=read_time(expires_at) if expires_at else None,
        concurrent_limit=int(limit) if limit else None,
        stations=given.get("stations", "").split(),
        note=given.get("note", ""),
    )
