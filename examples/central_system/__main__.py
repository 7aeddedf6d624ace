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
from collections.abc import Mapping

from console import YELLOW, Console, ProblemPrinter
from records import Records
from station_v16 import StationV16
from station_v21 import StationV21
from station_v201 import StationV201
from websockets.exceptions import ConnectionClosed

from ocpp.server import Link, RefusedConnection, run, serve

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

    async def on_connect(self, link: Link) -> None:
        """Serve a station until its connection ends."""
        station_id, subprotocol = link.identity, link.subprotocol or WITHOUT_SUBPROTOCOL
        self.console.note(station_id, f"connected, speaks {subprotocol}")
        if "Sec-WebSocket-Protocol" not in link.request.headers:
            warning = f"it offered no subprotocol, which OCPP demands; it is served as {subprotocol}"
            self.console.note(station_id, warning, YELLOW)
        for repair in link.repairs:
            self.console.note(station_id, f"tolerated in its handshake: {repair}", YELLOW)
        station = STATIONS[subprotocol](station_id, link, self.records, self.console, self.interval_s)
        try:
            await station.start()
        except ConnectionClosed as end:
            self.console.note(station_id, f"disconnected, {describe_end(end)}")

    def on_refused(self, refused: RefusedConnection) -> None:
        """Say who could not connect, and why."""
        status = f"refused with HTTP {refused.status}" if refused.status else "did not connect"
        whom = refused.identity or str((refused.remote_address or ("somebody",))[0])
        self.console.note(whom, f"{status}: {refused.reason}", YELLOW)

    async def serve(self, host: str, port: int) -> None:
        """Serve until SIGINT or SIGTERM; connections are then closed with 1001, "going away". Raises: OSError."""
        async with serve(
            self.on_connect,
            host,
            port,
            subprotocols=tuple(STATIONS),
            default_subprotocol=WITHOUT_SUBPROTOCOL,
            on_refused=self.on_refused,
            close_timeout=2,
        ) as server:

            def stop() -> None:
                self.console.print("Closing the connections.")
                server.close()

            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
                for stop_signal in (signal.SIGINT, signal.SIGTERM):
                    asyncio.get_running_loop().add_signal_handler(stop_signal, stop)
            self.console.print(welcome(host, server.sockets[0].getsockname()[1]))
            await server.serve_forever()


def describe_end(end: ConnectionClosed) -> str:
    """Return why a connection ended, for people."""
    if end.rcvd is not None and (end.sent is None or end.rcvd_then_sent):
        return f"code {end.rcvd.code} {end.rcvd.reason}".rstrip()
    if end.sent is not None:
        return f"closed from here, code {end.sent.code} {end.sent.reason}".rstrip()
    return "without saying goodbye"


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
    logging.getLogger("ocpp.server").setLevel(logging.ERROR)  # of what it warns, there are notes
    central_system = CentralSystem(Records(options.block), console, options.interval)
    try:
        run(central_system.serve(options.host, options.port))
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
