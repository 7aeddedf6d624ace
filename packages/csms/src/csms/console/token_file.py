"""Files of tokens, as `csms token import` reads them."""

from datetime import datetime
from pathlib import Path

from csms.console.arguments import read_time
from csms.console.client import UsageError
from csms.domain.token_csv import TokenLine, read_lines

_MOST_SHOWN = 20


def read_tokens(file: Path) -> list[TokenLine]:
    """Return the tokens of a CSV file. Raises: UsageError: with all lines that are wrong."""
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 at byte {error.start}: save it as UTF-8") from None
    rows, faults = read_lines(text, _read_time)
    if faults:
        shown = [f"  line {fault.line}: {fault.text}" for fault in faults[:_MOST_SHOWN]]
        more = [f"  and {len(faults) - _MOST_SHOWN} more"] if len(faults) > _MOST_SHOWN else []
        raise UsageError("\n".join([f"{file} is not right; nothing was sent", *shown, *more]))
    return rows


def body_of(row: TokenLine) -> dict[str, object]:
    """Return what is sent of a token."""
    body: dict[str, object] = {
        "group": row.group,
        "is_blocked": row.is_blocked,
        "expires_at": row.expires_at,
        "concurrent_limit": row.concurrent_limit,
        "stations": row.stations,
        "note": row.note,
    }
    return body if row.type is None else {"type": row.type, **body}


def _read_time(text: str) -> datetime:
    try:
        return read_time(text)
    except UsageError as error:
        raise ValueError(str(error)) from None
