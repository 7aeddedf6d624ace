"""The central systems that are compared."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.transport.contenders import Start
from bench.transport.toolbox import Toolbox


@dataclass(frozen=True)
class Contender:
    """A central system in one setting.

    Args:
        title: what the table calls it.
        start: says how it is started on this machine with a folder for its data, or raises MissingError.
        database: the SQLite file that it makes in the folder; empty if it stores nothing.
        speaks_tls: whether stations have to speak TLS.
    """

    title: str
    start: Callable[[Toolbox, Path], Start]
    database: str = ""
    speaks_tls: bool = False

    def count_rows(self, folder: Path) -> "Rows":
        """Return what its database holds."""
        if not self.database:
            return Rows(0, 0, 0)
        with closing(sqlite3.connect(f"file:{folder / self.database}?mode=ro", uri=True)) as database:
            counts = [database.execute(query).fetchone()[0] for query in _QUERIES]
        return Rows(*counts)


@dataclass(frozen=True)
class Rows:
    """How much a central system has stored: messages with meter values, transactions, and those that have ended."""

    meter_values: int
    starts: int
    stops: int


# Both have these tables: one row per message with meter values in ours, for each instant and context; the peer has a
# row per message beside those of its sampled values.
_QUERIES = (
    "SELECT count(*) FROM meter_value",
    'SELECT count(*) FROM "transaction"',
    'SELECT count(*) FROM "transaction" WHERE NOT is_open',
)


def _ours(*options: str) -> Callable[[Toolbox, Path], Start]:
    def start(tools: Toolbox, folder: Path) -> Start:
        command = [str(tools.ours), "-m", "csms", "serve", "--data-dir", str(folder), "--log-level", "error"]
        command += ["--ocpp-host", "127.0.0.1", "--ocpp-port", "0", "--http-port", "0"]
        command += ["--unknown-stations", "accept", "--unknown-tokens", "accept", *options]
        environ = {name: value for name, value in tools.environ_of_ours.items() if not name.startswith("CSMS_")}
        return Start(command, environ)

    return start


def _ours_with_tls(tools: Toolbox, folder: Path) -> Start:
    certificate = str(tools.certificate)
    return _ours("--tls-cert", certificate, "--tls-key", certificate)(tools, folder)


def _peer(tools: Toolbox, folder: Path) -> Start:
    return Start([str(tools.peer), "-m", "bench.central.peer", str(folder / "peer.db")], tools.environ_of_peer)


def _answering(tools: Toolbox, folder: Path) -> Start:  # noqa: ARG001 - it stores nothing
    return Start([str(tools.ours), "-m", "bench.central.answering"], tools.environ_of_ours)


OURS = Contender("ours", _ours(), "csms.db")
OURS_TLS = Contender("ours, TLS 1.3", _ours_with_tls, "csms.db", speaks_tls=True)
PEER = Contender("PyPI ocpp, websockets, sqlite3", _peer, "peer.db")
ANSWERING = Contender("stores nothing: the load's own limit", _answering)
