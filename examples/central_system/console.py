"""A readable line on the terminal for each message, by way of `ocpp.hooks`."""

import contextlib
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TextIO, cast

import msgspec
from websockets.exceptions import InvalidHandshake

from ocpp import rpc
from ocpp.exceptions import OCPPError
from ocpp.hooks import Hooks
from ocpp.masking import mask
from ocpp.tolerance import Applied

RED, GREEN, YELLOW, CYAN, BOLD, DIM = "31", "32", "33", "36", "1", "2"

FROM_STATION, TO_STATION, NOTE = "→", "←", "·"

LONGEST_VALUE = 60
LONGEST_SUMMARY = 200


class Console:
    """Prints lines: time, station, direction, text; in colour on a terminal unless NO_COLOR is set."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._coloured = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._station_width = 0

    def paint(self, text: str, *colours: str) -> str:
        """Return the text in colours, if there are any here."""
        return f"\x1b[{';'.join(colours)}m{text}\x1b[0m" if self._coloured else text

    def print(self, text: str = "") -> None:
        """Print a line at once, also into a pipe or a file."""
        with contextlib.suppress(BrokenPipeError):  # nobody reads any more, but stations are still served
            print(text, file=self._stream, flush=True)

    def message(self, station_id: str, arrow: str, text: str) -> None:
        """Print a line about a station."""
        time = self.paint(datetime.now().astimezone().strftime("%H:%M:%S"), DIM)
        name = printable(station_id)
        self._station_width = min(max(self._station_width, len(name)), 24)
        arrow = self.paint(arrow, GREEN if arrow == FROM_STATION else CYAN)
        self.print(f"{time} {self.paint(name.ljust(self._station_width), CYAN)} {arrow} {text}")

    def note(self, station_id: str, text: str, colour: str = BOLD) -> None:
        """Print a line about what happened to a station that is no message."""
        self.message(station_id, NOTE, self.paint(printable(text), colour))


class Journal(Hooks):
    """Prints the messages of one connection. Answers do not name their action on the wire; here they do."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._asked_by_station: dict[rpc.MessageId, str] = {}
        self._asked_by_us: dict[rpc.MessageId, str] = {}

    def frame_received(self, charge_point_id: str, frame: str | bytes) -> None:
        """Print a message of the station."""
        text = self._describe(frame, self._asked_by_station, self._asked_by_us)
        self._console.message(charge_point_id, FROM_STATION, text)

    def frame_sent(self, charge_point_id: str, frame: str) -> None:
        """Print a message of ours."""
        text = self._describe(frame, self._asked_by_us, self._asked_by_station)
        self._console.message(charge_point_id, TO_STATION, text)

    def tolerated(self, charge_point_id: str, action: str, applied: Sequence[Applied]) -> None:
        """Print what had to be mended to understand a message."""
        repairs = ", ".join(f"{repair.tolerance} at {repair.place or 'its top'}" for repair in applied)
        self._console.note(charge_point_id, f"tolerated in {action or 'this message'}: {repairs}", YELLOW)

    def _describe(self, text: str | bytes, asked: dict[rpc.MessageId, str], answered: dict[rpc.MessageId, str]) -> str:
        """Return a message as a line: `asked` are requests of its sender, `answered` those that its sender answers."""
        masked = mask(text)
        match rpc.decode(masked):
            case rpc.CallFrame(message_id, action, payload):
                asked[message_id] = action
                return f"{self._console.paint(printable(action), BOLD)}  {self._summary(payload)}"
            case rpc.SendFrame(_, action, payload):
                return f"{self._console.paint(printable(action), BOLD)}  {self._summary(payload)}"
            case rpc.CallResultFrame(message_id, payload):
                return f"{printable(answered.pop(message_id, 'answer'))}  {self._summary(payload)}"
            case rpc.CallErrorFrame(message_id, code, description, details):
                action = answered.pop(message_id, "error")
            case rpc.CallResultErrorFrame(_, code, description, details):
                action = "answer refused"
            case rpc.Malformed(fault):
                return self._console.paint(f"{fault.value}: {printable(masked)[:LONGEST_SUMMARY]}", RED)
        causes = (value for name, value in fields_of(details) if name == "cause")
        reason = f"{action}  {code}: {description}  {self._shorten(causes)}"
        return self._console.paint(printable(reason).rstrip(), RED)

    def _summary(self, payload: msgspec.Raw) -> str:
        return self._shorten(self.paint_field(name, value) for name, value in fields_of(payload))

    def paint_field(self, name: str, value: str) -> str:
        """Return a field with its name in the background."""
        return f"{self._console.paint(f'{name}=', DIM)}{value}" if name else value

    def _shorten(self, fields: Iterator[str]) -> str:
        summary = ""
        for text in fields:
            if len(summary) > LONGEST_SUMMARY:
                return f"{summary} …"
            summary += f" {text}" if summary else text
        return summary


class ProblemPrinter(logging.Handler):
    """Prints what the library and websockets warn of, and faults of our program with where they happened.

    Refused requests are not repeated: the journal has shown the answer.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, InvalidHandshake | OCPPError | OSError):
            self._console.print(self._console.paint(printable(f"{record.getMessage()}: {error}"), YELLOW))
        elif error is not None:
            self._console.print(self._console.paint(self.format(record), RED))
        elif record.levelno == logging.WARNING:
            self._console.print(self._console.paint(printable(record.getMessage()), YELLOW))


def printable(text: str) -> str:
    """Return text that cannot move the cursor or change colours, whatever a station has sent."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def fields_of(payload: msgspec.Raw) -> Iterator[tuple[str, str]]:
    """Yield names and values of the fields that people look at; measurements come without a name."""
    try:
        yield from _fields("", msgspec.json.decode(payload))
    except (ValueError, RecursionError):
        yield "", "?"


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        if "sampledValue" in fields:
            samples = fields["sampledValue"]
            yield from (
                ("", _reading(sample)) for sample in cast(list[Any], samples if isinstance(samples, list) else ())
            )
        else:
            for field, content in fields.items():
                if field != "customData":
                    yield from _fields(printable(field), content)
    elif isinstance(value, list):
        for item in cast(list[Any], value):
            yield from _fields(name, item)
    else:
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        yield name, _cut(f'"{text}"' if " " in text else text)


def _reading(sample: Any) -> str:
    """Return a sampled value of any version as people write it: `7.4 kW`, `Current.Import L1 16 A`."""
    if not isinstance(sample, dict) or "value" not in sample:
        return "?"
    fields = cast(dict[str, Any], sample)
    unit_of_measure = fields.get("unitOfMeasure")
    if isinstance(unit_of_measure, dict):  # OCPP 2.x; the value is to be taken times 10 to the power of the multiplier
        scale = cast(dict[str, Any], unit_of_measure)
        power = scale.get("multiplier") or 0
        unit = f"{scale.get('unit', 'Wh')}{f' x10^{power}' if power else ''}"
    else:
        unit = fields.get("unit", "" if "measurand" in fields else "Wh")
    words = (fields.get("measurand", ""), fields.get("phase", ""), fields["value"], unit)
    return _cut(" ".join(str(word) for word in words if word != ""))


def _cut(text: str) -> str:
    text = printable(text)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
