"""Timestamps of stations, and ours."""

from datetime import UTC, datetime, timedelta, tzinfo

from csms.domain.transaction_facts import Doubt
from ocpp.timestamps import normalise_timestamp

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
"""What is said to have been before has been said before the clock was set (quirk 24)."""
AHEAD = timedelta(days=1)
"""How far a clock may be ahead."""

_STANDS = "the time of arrival stands for it"
_MOST_CHARACTERS = 64


def is_plausible(moment: datetime, now: datetime) -> bool:
    """Tell whether a station's clock can be right."""
    return EARLIEST <= moment <= now + AHEAD


def read_clock(text: str | None, now: datetime, zone: tzinfo = UTC) -> tuple[datetime, Doubt | None]:
    """Return when something has happened, and why that is the time of arrival and not what the station says, if it is.

    Args:
        text: as the station sent it.
        now: when it came.
        zone: of a timestamp that names none.
    """
    if not text or not text.strip():
        return now, Doubt("", f"The station sent no time; {_STANDS}")
    moment = _parse(text, zone)
    if moment is None:
        return now, Doubt(text, f"The station's clock said {_shorten(text)!r}, which is no time; {_STANDS}")
    if not is_plausible(moment, now):
        return now, Doubt(moment.isoformat(), f"The station's clock said {_shorten(text)}; {_STANDS}")
    return moment, None


def _parse(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        normal = normalise_timestamp(text)
        if normal is None:
            return None
        # Z is put where no zone was; such a text has none of its own.
        has_zone = text.rstrip().upper().endswith(("Z", "UTC", "GMT"))
        moment = datetime.fromisoformat(normal if has_zone else normal.removesuffix("Z"))
    try:
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:  # the first and the last days that there are
        return None


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."


def to_text(moment: datetime) -> str:
    """Return a time as all stations can read it: UTC, marked Z, whole seconds (quirk 25)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
