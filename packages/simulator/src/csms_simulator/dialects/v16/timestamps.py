"""Points in time as OCPP 1.6 writes them: `2026-01-01T00:00:00Z` (OCPP 1.6, 3.13 and errata 3.10)."""

from datetime import UTC, datetime

from ocpp.exceptions import PropertyConstraintViolationError
from ocpp.timestamps import normalise_timestamp


def timestamp(at: float) -> str:
    """Return POSIX seconds as text, whole seconds in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def point_in_time(text: str | None) -> float | None:
    """Return a timestamp as POSIX seconds, None if there is none or it cannot be read; without a zone it is UTC."""
    normal = None if text is None else normalise_timestamp(text)
    return None if normal is None else datetime.fromisoformat(normal).timestamp()


def required_point_in_time(text: str, field: str) -> float:
    """Return a timestamp of a command as POSIX seconds.

    Raises: PropertyConstraintViolationError if it cannot be read, naming the field.
    """
    at = point_in_time(text)
    if at is None:
        raise PropertyConstraintViolationError(f"{field} is no timestamp: {text[:40]!r}")
    return at
