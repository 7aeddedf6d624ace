"""Timestamps of stations, and ours."""

from datetime import UTC, datetime, timedelta, tzinfo

from ocpp.timestamps import normalise_timestamp

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
"""What is said to have been before has been said before the clock was set (quirk 24)."""
AHEAD = timedelta(days=1)
"""How far a clock may be ahead."""


def is_plausible(moment: datetime, now: datetime) -> bool:
    """Tell whether a station's clock can be right."""
    return EARLIEST <= moment <= now + AHEAD


def read_time(text: str | None, now: datetime, zone: tzinfo = UTC) -> datetime:
    """Return when something has happened; `now` if that is not said, cannot be read, or cannot be.

    Args:
        text: as the station sent it.
        now: when it came.
        zone: of a timestamp that names none.
    """
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        normal = normalise_timestamp(text)
        if normal is None:
            return now
        # A zone is put where none was; such a text has none of its own.
        moment = datetime.fromisoformat(normal.removesuffix("Z"))
    moment = (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    return moment if is_plausible(moment, now) else now


def to_text(moment: datetime) -> str:
    """Return a time as all stations can read it: UTC, marked Z, whole seconds (quirk 25)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
