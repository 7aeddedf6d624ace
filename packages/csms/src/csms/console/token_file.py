"""Files of tokens, as `csms token import` reads them."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from csms.console.arguments import read_time
from csms.console.client import UsageError

KEY = "id_token"
TITLES = (KEY, "type", "group", "is_blocked", "expires_at", "concurrent_limit", "stations", "note")

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_MOST_SHOWN = 20


class TokenRow(Struct, frozen=True):
    """A line of the file."""

    line: int
    id_token: str
    type: str | None
    group: str | None
    is_blocked: bool
    expires_at: datetime | None
    concurrent_limit: int | None
    stations: list[str]
    note: str

    def body(self) -> dict[str, object]:
        """Return what is sent of it."""
        body: dict[str, object] = {
            "group": self.group,
            "is_blocked": self.is_blocked,
            "expires_at": self.expires_at,
            "concurrent_limit": self.concurrent_limit,
            "stations": self.stations,
            "note": self.note,
        }
        return body if self.type is None else {"type": self.type, **body}


def read_tokens(file: Path) -> list[TokenRow]:
    """Return the tokens of a CSV file. Raises: UsageError: with all lines that are wrong."""
    rows: list[TokenRow] = []
    faults: list[str] = []
    lines: dict[str, int] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            first = opened.readline()
            opened.seek(0)
            table = csv.DictReader(opened, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
            titles = table.fieldnames or ()
            _check_titles(file, titles)
            for values in table:
                if not any(values.values()):
                    continue
                try:
                    row = _row(table.line_num, titles, values)
                except (UsageError, ValueError) as error:
                    faults.append(f"line {table.line_num}: {error}")
                    continue
                before = lines.setdefault(row.id_token.lower(), row.line)
                if before != row.line:
                    faults.append(f"line {row.line}: {row.id_token} stands in line {before} already")
                rows.append(row)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 at byte {error.start}: save it as UTF-8") from None
    except csv.Error as error:
        raise UsageError(f"{file} is not CSV: {error}") from None
    if faults:
        shown = [f"  {fault}" for fault in faults[:_MOST_SHOWN]]
        more = [f"  and {len(faults) - _MOST_SHOWN} more"] if len(faults) > _MOST_SHOWN else []
        raise UsageError("\n".join([f"{file} is not right; nothing was sent", *shown, *more]))
    return rows


def _check_titles(file: Path, titles: Sequence[str]) -> None:
    unknown = [title for title in titles if title not in TITLES]
    if KEY not in titles or unknown:
        wrong = f"{', '.join(map(repr, unknown))} is not known" if unknown else f"{KEY} is missing"
        raise UsageError(f"The titles of {file} are not right: {wrong}. They are {', '.join(TITLES)}")


def _row(line: int, titles: Sequence[str], values: dict[str, str | None]) -> TokenRow:
    """Return a line. Raises: UsageError, ValueError: it is wrong."""
    if len(values) > len(titles):  # what is too much stands under None
        raise ValueError("it has more fields than there are titles")
    given = {name: (value or "").strip() for name, value in values.items()}
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
    return TokenRow(
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
