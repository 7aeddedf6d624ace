"""A central system to try chargers with: it answers them, keeps what they report in memory, and prints every message.

    python examples/central_system --host 0.0.0.0 --port 9000

The stations of the three versions are in `station_v16.py`, `station_v201.py` and `station_v21.py`: typed handlers,
which is what to look at first. What is kept is in `records.py`, the lines on the terminal come from `console.py`.
"""

import argparse
import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import unquote

from console import YELLOW, Console, ProblemPrinter
from records import Records
from station_v16 import StationV16
from station_v21 import StationV21
from station_v201 import StationV201
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

STATIONS: Mapping[str, type[StationV16] | type[StationV201] | type[StationV21]] = {
    "ocpp1.6": StationV16,
    "ocpp2.0.1": StationV201,
    "ocpp2.1": StationV21,
}
"""Who serves which subprotocol."""

WITHOUT_SUBPROTOCOL = "ocpp1.6"
"""What a client is taken to speak that offers no subprotocol, as programs typed by hand do."""


class CentralSystem:
    """Takes connections and serves each as the version that it speaks."""

    def __init__(self, records: Records, console: Console, interval_s: int) -> None:
        self.records = records
        self.console = console
        self.interval_s = interval_s

    async def on_connect(self, websocket: ServerConnection) -> None:
        """Serve a station until its connection ends."""
        request = websocket.request
        if request is None:  # before the handshake, says the type; there is none here
            return
        station_id = identity_in(request.path)
        offered = request.headers.get("Sec-WebSocket-Protocol")
        if websocket.subprotocol is None and offered is not None:
            # OCPP-J 1.6, 3.2: complete the handshake, then close.
            self.console.note(station_id, f"refused: it speaks {offered} only", YELLOW)
            await websocket.close(CloseCode.PROTOCOL_ERROR, f"none of {', '.join(STATIONS)} was offered")
            return
        subprotocol = websocket.subprotocol or WITHOUT_SUBPROTOCOL
        self.console.note(station_id, f"connected, speaks {subprotocol}")
        if offered is None:
            warning = f"it offered no subprotocol, which OCPP demands; it is served as {subprotocol}"
            self.console.note(station_id, warning, YELLOW)
        station = STATIONS[subprotocol](station_id, websocket, self.records, self.console, self.interval_s)
        try:
            await station.start()
        except ConnectionClosed:
            self.console.note(station_id, f"disconnected, {describe_close(websocket)}")


def describe_close(websocket: ServerConnection) -> str:
    """Return why a connection ended, for people."""
    if websocket.close_code in (None, CloseCode.ABNORMAL_CLOSURE):
        return "without saying goodbye"
    return f"code {websocket.close_code} {websocket.close_reason or ''}".rstrip()


def identity_in(path: str) -> str:
    """Return the identity of a station: the last part of the URL, decoded once (OCPP-J 1.6, 3.1.1)."""
    parts = [part for part in path.partition("?")[0].split("/") if part]
    return unquote(parts[-1]) if parts else ""


def demand_identity(connection: ServerConnection, request: Request) -> Response | None:
    """Refuse a handshake without an identity in its URL."""
    if identity_in(request.path):
        return None
    return connection.respond(HTTPStatus.NOT_FOUND, "The URL has to end with the identity of the charger.\n")


def select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Return the first subprotocol that we have, in the station's order of preference."""
    return next((subprotocol for subprotocol in offered if subprotocol in STATIONS), None)


async def run(host: str, port: int, central_system: CentralSystem) -> None:
    """Serve until SIGINT or SIGTERM; connections are then closed with 1001, "going away". Raises: OSError."""
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
        for stop_signal in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    async with serve(
        central_system.on_connect,
        host,
        port,
        process_request=demand_identity,
        select_subprotocol=select_subprotocol,
        close_timeout=2,
    ) as server:
        port = server.sockets[0].getsockname()[1]
        central_system.console.print(welcome(host, port))
        await stopped.wait()
        central_system.console.print("Closing the connections.")


def welcome(host: str, port: int) -> str:
    """Return the first line: what to do now."""
    url = f"ws://{reachable_name(host)}:{port}/<id>"
    line = f"Type {url} into a charger, with a name of its own for <id>. It may speak OCPP 1.6, 2.0.1 or 2.1."
    if host in ("127.0.0.1", "::1", "localhost"):
        line += " Chargers in your network need --host 0.0.0.0."
    return f"{line} Ctrl-C stops."


def reachable_name(host: str) -> str:
    """Return what a charger calls this machine; where all addresses are listened on, the one it has in the network."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing, only chooses the interface
            return str(probe.getsockname()[0])
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description="A central system for chargers with OCPP 1.6, 2.0.1 and 2.1.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=9000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--interval", type=int, default=300, help="seconds between heartbeats (default: %(default)s)")
    parser.add_argument("--block", action="append", default=[], metavar="TOKEN", help="a token that may not charge")
    options = parser.parse_args()

    console = Console(sys.stdout)
    logging.getLogger().addHandler(ProblemPrinter(console))
    central_system = CentralSystem(Records(options.block), console, options.interval)
    try:
        asyncio.run(run(options.host, options.port, central_system))
    except KeyboardInterrupt:
        pass
    except OSError as error:
        sys.exit(explain(error, options.host, options.port))


def explain(error: OSError, host: str, port: int) -> str:
    """Return a sentence for people on why listening failed."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program: stop that one, or choose another port with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


if __name__ == "__main__":
    main()
