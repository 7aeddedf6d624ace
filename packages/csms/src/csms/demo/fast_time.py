"""Stations that live faster than the world around them, and write the world's time all the same."""

import random
import time
from datetime import UTC, datetime

from csms_simulator.clock import ScaledClock
from csms_simulator.quirks.payloads import timestamps
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame


class FastTime:
    """The time in which the stations live: it begins with the present and goes `speed` times as fast.

    Args:
        speed: 30 for half a minute per second.
    """

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._begin = time.time()
        self.clock = ScaledClock(speed, self._begin)

    def to_real(self, moment: datetime) -> datetime:
        """Return the real time at a moment of the stations."""
        return datetime.fromtimestamp(self._begin + (moment.timestamp() - self._begin) / self._speed, UTC)

    def from_real(self, moment: datetime) -> datetime:
        """Return the moment of the stations at a real time."""
        return datetime.fromtimestamp(self._begin + (moment.timestamp() - self._begin) * self._speed, UTC)


class RealTimestamps(Alteration):
    """Has a station write real times and read them, so that nothing that it tells lies in the future.

    Args:
        rng: not used.
        fast: the time in which the station lives.
    """

    def __init__(self, rng: random.Random, fast: FastTime) -> None:
        super().__init__(rng)
        self._fast = fast

    def outgoing(self, frame: Frame) -> Frame:
        """Write real times."""
        for fields, name, moment in timestamps(frame.payload):
            fields[name] = _text(self._fast.to_real(moment))
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Let the station read its own."""
        for fields, name, moment in timestamps(frame.payload):
            fields[name] = _text(self._fast.from_real(moment))
        return frame


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
