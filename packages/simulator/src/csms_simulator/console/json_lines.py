"""One station driven by lines of JSON: a verb per line in, an answer per line and events out.

```
> {"do": "plug_in", "evse": 1, "vehicle": "compact", "soc": 0.2, "id": 7}
< {"ok": true, "do": "plug_in", "id": 7, "result": {"vehicle": "compact", "soc": 0.2}}
< {"event": "status", "at": 1767225605.0, "evse": 1, "connector": 1, "status": "Preparing"}
> plug it in!
< {"ok": false, "error": "The line is no JSON: ..."}
```

Lines are done in order, each after the one before is done. Every line gets one answer; a bad one changes nothing.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from csms_simulator.console.verbs import DECODER, VerbError, perform
from csms_simulator.console.watching import Change, LinkChange, StatusChange
from csms_simulator.frames import Frame, FrameKind
from csms_simulator.simulated_station import SimulatedStation


class JsonLines:
    """Answers lines, and writes lines about what happens.

    Args:
        write: writes a line.
    """

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    async def drive(self, station: SimulatedStation, lines: AsyncIterator[str]) -> None:
        """Do what lines say and answer each, until there are no more lines."""
        async for line in lines:
            if line.strip():
                self._write(_text(await answer(station, line)))

    def show_frame(self, frame: Frame) -> None:
        """Write what goes over the wire."""
        event: dict[str, Any] = {
            "event": "frame",
            "at": frame.at,
            "direction": frame.direction,
            "kind": frame.kind,
            "id": frame.id,
            "action": frame.action,
            "payload": frame.payload,
        }
        if frame.kind is FrameKind.OTHER:
            event["text"] = frame.text
        self._write(_text(event))

    def show_change(self, change: Change) -> None:
        """Write that a status or the link is different."""
        match change:
            case StatusChange(at, evse_id, connector_id, status):
                event = {"event": "status", "at": at, "evse": evse_id, "connector": connector_id, "status": status}
            case LinkChange(at, link, why):
                event = {"event": "link", "at": at, "link": link} | ({} if why is None else {"why": why})
        self._write(_text(event))

    def show_log(self, text: str) -> None:
        """Write what a part of the program had to say, a warning or worse."""
        self._write(_text({"event": "log", "text": text}))


async def answer(station: SimulatedStation, line: str) -> dict[str, Any]:
    """Do what a line says; return the answer to it."""
    try:
        verb = DECODER.decode(line)
    except msgspec.ValidationError as error:
        return {"ok": False, **_echo(line), "error": f"The line says nothing that can be done: {error}"}
    except msgspec.DecodeError as error:
        return {"ok": False, "error": f"The line is no JSON: {error}"}
    echo = {"do": verb.__struct_config__.tag} | ({} if verb.id is None else {"id": verb.id})
    try:
        result = await perform(station, verb)
    except VerbError as error:
        return {"ok": False, **echo, "error": str(error)}
    return {"ok": True, **echo, "result": result}


def _echo(line: str) -> dict[str, Any]:
    """Return what of a line that is JSON, but no verb, may go back in the answer."""
    decoded: object = msgspec.json.decode(line)
    match decoded:
        case {"id": str() | int() as line_id}:
            return {"id": line_id}
        case _:
            return {}


def _text(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
