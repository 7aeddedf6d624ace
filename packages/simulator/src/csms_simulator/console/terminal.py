"""One station on the terminal: short coloured lines about what happens, and commands that are typed."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.text import Text

from csms_simulator.console.typed_commands import help_text, read_command
from csms_simulator.console.verbs import ShowStatus, Unplug, VerbError, perform
from csms_simulator.console.watching import Change, LinkChange, StatusChange
from csms_simulator.fleet.display import LINK_STYLES, STATUS_STYLES
from csms_simulator.frames import Direction, Frame, FrameKind
from csms_simulator.simulated_station import SimulatedStation

LONGEST = 160
"""Characters of a payload that are shown."""


class Terminal:
    """Shows what happens in short coloured lines, and reads commands.

    Args:
        console: the terminal, or a pipe.
    """

    def __init__(self, console: Console) -> None:
        self._console = console

    async def drive(self, simulated: SimulatedStation, lines: AsyncIterator[str]) -> None:
        """Do what is typed, until `quit` or the end of the input."""
        self._console.print(
            f"{simulated.identity} speaks OCPP {simulated.version} to {simulated.url}. "
            "Type help for the commands, quit to end.",
            markup=False,
        )
        async for line in lines:
            match line.strip().lower():
                case "":
                    pass
                case "quit" | "exit":
                    return
                case "help" | "?":
                    self._console.print(help_text(), markup=False)
                case _:
                    await self._do(simulated, line)

    async def _do(self, simulated: SimulatedStation, line: str) -> None:
        try:
            verb = read_command(line)
            result = await perform(simulated, verb)
        except VerbError as error:
            self._console.print(str(error), style="red", markup=False)
            return
        match verb:
            case ShowStatus():
                self._show_status(result)
            case Unplug() if not result["unplugged"]:
                self._console.print("The plug is locked: end charging first, with the card that began it.", style="red")
            case _:
                pass

    def show_frame(self, frame: Frame) -> None:
        """Show what goes over the wire."""
        is_sent = frame.direction is Direction.SENT
        line = Text(f"{_clock(frame.at)} ", style="bright_black")
        line.append("-> " if is_sent else "<- ", style="green" if is_sent else "cyan")
        match frame.kind:
            case FrameKind.CALL:
                line.append(f"{frame.action} ", style="bold").append(_fields(frame.payload), style="default")
            case FrameKind.RESULT:
                line.append(f"{frame.action} answered {_fields(frame.payload)}".rstrip(), style="default")
            case FrameKind.ERROR:
                line.append(f"{frame.action} refused ", style="red").append(_fields(frame.payload), style="red")
            case FrameKind.OTHER:
                line.append(f"no frame of OCPP: {frame.text[:LONGEST]}", style="red")
        self._console.print(line)

    def show_change(self, change: Change) -> None:
        """Show that a status or the link is different."""
        line = Text(f"{_clock(change.at)} ** ", style="bright_black")
        match change:
            case LinkChange(_, link, why):
                line.append(link, style=LINK_STYLES[link])
                if why is not None:
                    line.append(f": {why}", style="red")
            case StatusChange(_, evse_id, connector_id, status):
                line.append(f"EVSE {evse_id}" + (f", connector {connector_id}" if connector_id > 1 else "") + ": ")
                line.append(status, style=STATUS_STYLES[status])
        self._console.print(line)

    def show_log(self, text: str) -> None:
        """Show what a part of the program had to say, a warning or worse."""
        self._console.print(text, style="yellow", markup=False)

    def _show_status(self, status: dict[str, Any]) -> None:
        self._console.print(f"{status['identity']} is {status['link']}", markup=False)
        for evse in status["evses"]:
            parts = [f"EVSE {evse['id']}: {'/'.join(evse['statuses'])}"]
            if evse["error"] is not None:
                parts.append(f"error {evse['error']}")
            if evse["vehicle"] is not None:
                parts.append(f"{evse['vehicle']} at {evse['soc']:.0%}")
            if evse["transaction"] is not None:
                parts.append(f"transaction {evse['transaction']} of {evse['token'] or 'nobody yet'}")
            parts.append(f"{evse['power_w'] / 1000:.2f} kW, register {evse['energy_wh'] / 1000:.3f} kWh")
            self._console.print("  " + ", ".join(parts), markup=False)


def _fields(payload: Mapping[str, Any]) -> str:
    """Return a payload in one short line."""
    text = " ".join(f"{name}={_value(value)}" for name, value in payload.items())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _value(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S")
