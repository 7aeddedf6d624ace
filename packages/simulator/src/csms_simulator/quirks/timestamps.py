"""Q24 and Q25: timestamps as stations write them, and as they want them."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from csms_simulator.quirks.payloads import everything, timestamps
from csms_simulator.quirks.quirk import Make, Quirk, Variant, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame
from ocpp.timestamps import EVENT_TIME_NAMES, TIMESTAMP_NAMES

Write: TypeAlias = Callable[[datetime], str]

NO_CLOCK_S = 60.0
"""For how long after it has connected a station does not know the time."""

PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")


def written(write: Write) -> Make:
    """Return what makes a station write its timestamps with a function."""

    def change(frame: Frame, _rng: random.Random) -> None:
        for fields, name, moment in timestamps(frame.payload):
            fields[name] = write(moment)

    return rewriting(change)


def _without_zone(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _with_short_zone(moment: datetime) -> str:
    return (moment.astimezone(UTC) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02")


def _local_as_utc(moment: datetime) -> str:
    return (moment.astimezone(UTC) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _in_the_future(moment: datetime) -> str:
    return (moment.astimezone(UTC) + timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")


class NoClock(Alteration):
    """Q24: for a minute after it has connected, time begins in 1970."""

    def connected(self) -> None:
        """Lose the time."""
        self._begin = self.now()

    def outgoing(self, frame: Frame) -> Frame:
        """Write the time since then."""
        since = self.now() - self._begin
        if since < NO_CLOCK_S:
            for fields, name, _ in timestamps(frame.payload):
                fields[name] = datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return frame


def missing_timestamp(frame: Frame, _rng: random.Random) -> None:
    """Q24."""
    if frame.is_call:
        for fields in everything(frame.payload):
            for name in EVENT_TIME_NAMES & fields.keys():
                del fields[name]


class Picky(Alteration):
    """Q25: cannot read timestamps of another form than the plainest: commands fail, answers seem never to come."""

    def incoming(self, frame: Frame) -> Frame | None:
        """Look at the timestamps."""
        moments = (
            value
            for fields in everything(frame.payload)
            for name, value in fields.items()
            if name in TIMESTAMP_NAMES and isinstance(value, str)
        )
        if all(PLAIN.fullmatch(moment) for moment in moments):
            return frame
        if frame.is_call:
            code = "FormationViolation" if self.version == "1.6" else "FormatViolation"
            self.send(frame.error(code, "The time cannot be read"))
        return None


TIMESTAMPS = (
    Quirk(
        "Q24",
        "Odd timestamps",
        (
            Variant("no-zone", "Timestamps have no zone: `2026-01-01T12:00:00`.", written(_without_zone)),
            Variant("short-zone", "The zone is `+02`.", written(_with_short_zone)),
            Variant("local", "Local time, two hours ahead, is marked `Z`.", written(_local_as_utc)),
            Variant("1970", "For a minute after connecting, time begins in 1970.", NoClock),
            Variant("missing", "Messages do not say when something happened.", rewriting(missing_timestamp)),
            Variant("future", "Timestamps are a year ahead.", written(_in_the_future)),
        ),
    ),
    Quirk(
        "Q25",
        "Only one form of timestamp is read",
        (
            Variant(
                "picky",
                "Commands and answers with microseconds or `+00:00` are refused or not seen; `...Z` is read.",
                Picky,
            ),
        ),
    ),
)
"""The quirks of time."""
