"""Timestamps as charge points write them, as RFC 3339 wants them.

The schemas give the fields here `format: date-time`; the classes of messages have plain strings, because naive
timestamps are common and must not be refused. Which strings are timestamps is known by the name of the field.
"""

import re
from datetime import UTC, datetime, tzinfo

TIMESTAMP_NAMES = frozenset({
    "basetime",
    "cacheExpiryDateTime",
    "currentTime",
    "departureTime",
    "dynUpdateTime",
    "endDateTime",
    "expiryDate",
    "expiryDateTime",
    "generatedAt",
    "installDateTime",
    "latestTimestamp",
    "nextUpdate",
    "oldestTimestamp",
    "productionDate",
    "retrieveDate",
    "retrieveDateTime",
    "scheduleStart",
    "settlementTime",
    "startDateTime",
    "startPeriod",
    "startSchedule",
    "startTime",
    "stopTime",
    "timeAnchor",
    "timeBase",
    "timestamp",
    "validFrom",
    "validTo",
})  # fmt: skip
"""Wire names of the fields that hold a timestamp where they are strings (startPeriod and startTime may be numbers)."""

EVENT_TIME_NAMES = frozenset({"currentTime", "generatedAt", "timestamp"})
"""Those that tell when something happened, for which the time of arrival can stand; no expiry or plan is invented."""

_TIMESTAMP = re.compile(
    r"""\s* (\d{4}-\d\d-\d\d) (?: [Tt] | [ ]+ ) (\d\d:\d\d:\d\d (?:\.\d{1,18})?) \s*
        (?: ([Zz]) | UTC | GMT | ([+-]) (\d\d) (?: :? (\d\d) )? )? \s*""",
    re.VERBOSE | re.ASCII,
)
_COMPLETE = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)

_LONGEST = 100
"""Characters beyond which a text is not looked at."""


def normalise_timestamp(text: str, naive_zone: tzinfo = UTC) -> str | None:
    """Return `text` as a timestamp of RFC 3339, itself if it is one, or None if it cannot be read as a timestamp.

    A timestamp without a zone is taken as one of `naive_zone`, "+02" and "+0200" as "+02:00", blanks instead of "T" as
    "T".
    """
    if len(text) > _LONGEST:
        return None
    if _COMPLETE.fullmatch(text):
        return text
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    date, time_of_day, is_utc, sign, hours, minutes = match.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z"
    try:
        # Is there such a day, hour and zone? The fraction has no part in it.
        datetime.fromisoformat(f"{date}T{time_of_day[:8]}{zone}")
        if naive_zone is not UTC and not (is_utc or sign or text.rstrip().endswith(("UTC", "GMT"))):
            moment = datetime.fromisoformat(f"{date}T{time_of_day[:8]}").replace(tzinfo=naive_zone).astimezone(UTC)
            return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}{time_of_day[8:]}Z"
    except (ValueError, OverflowError):
        return None
    return f"{date}T{time_of_day}{zone}"
