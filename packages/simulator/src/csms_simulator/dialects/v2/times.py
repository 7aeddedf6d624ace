"""Timestamps as OCPP 2.x writes them, and as the model counts: POSIX seconds."""

from datetime import UTC, datetime

from ocpp.timestamps import normalise_timestamp


def to_text(at: float) -> str:
    """Return a time as a timestamp in UTC with milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str | None) -> float | None:
    """Return the time that a timestamp stands for; None if there is none or it cannot be read."""
    complete = None if text is None else normalise_timestamp(text)
    return None if complete is None else datetime.fromisoformat(complete).timestamp()
