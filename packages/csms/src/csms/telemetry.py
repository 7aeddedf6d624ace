"""Logs, and how late the event loop is."""

import asyncio
import logging
import sys
from collections import deque
from datetime import UTC, datetime
from typing import Any

import msgspec

QUIET = ("uvicorn", "litestar", "sqlalchemy", "alembic", "httpx")
"""Loggers of libraries that speak of every step; their warnings are shown."""


class TextFormatter(logging.Formatter):
    """Lines for people: time in UTC, level, logger, message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - as logging names it
        """Return when it was logged."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class JsonFormatter(logging.Formatter):
    """One JSON object per line for programs: time, level, logger, message, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def set_up_logs(log_format: str, level: str) -> None:
    """Have logs written to the standard error.

    Args:
        log_format: text or json.
        level: debug, info, warning or error.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if log_format == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # The library logs every frame at INFO; frames have a log of their own.
    logging.getLogger("ocpp").setLevel(max(logging.WARNING, root.level) if level != "debug" else logging.DEBUG)


class LoopDelay:
    """How late the event loop is: every second it is asked for a call, and says when it came.

    A loop that is late keeps stations waiting: something computes on it that belongs into a thread.
    """

    INTERVAL_S = 1.0
    REMEMBERED = 60
    """How many delays are remembered: those of a minute."""

    def __init__(self) -> None:
        self.last_s = 0.0
        self._lately = deque[float](maxlen=self.REMEMBERED)
        self._due_at_s = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to measure, on the loop that runs."""
        loop = asyncio.get_running_loop()
        self._due_at_s = loop.time() + self.INTERVAL_S
        self._timer = loop.call_at(self._due_at_s, self._measure)

    def stop(self) -> None:
        """Measure no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def most_s(self) -> float:
        """The longest delay of the last minute, in seconds."""
        return max(self._lately, default=0.0)

    def note(self, delay_s: float) -> None:
        """Take a delay that was measured."""
        self.last_s = max(0.0, delay_s)
        self._lately.append(self.last_s)

    def _measure(self) -> None:
        self.note(asyncio.get_running_loop().time() - self._due_at_s)
        self.start()
