"""What `csms doctor` finds when it asks the running server, and connects as a charger would."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version as version_of
from urllib.parse import urlsplit

from msgspec import Struct

from csms.config import Settings
from csms.console.client import ApiError, Client, read
from csms.console.findings import Finding, fail, ok, warn
from csms.console.output import text, time
from csms.web.addresses import station_url

SECONDS_TO_CONNECT = 5.0
MOST_SHOWN = 20
"""How many stations of a kind are named."""

_PORTS = {"ws": 80, "wss": 443}


class _Info(Struct, frozen=True):
    version: str


class _Document(Struct, frozen=True):
    info: _Info


class _Knock(Struct, frozen=True):
    id: int
    identity: str | None
    remote_address: str | None
    cause: str
    text: str
    remedy: str
    count: int
    last_at: datetime


class _Station(Struct, frozen=True):
    identity: str
    last_seen_at: datetime | None
    connected_at: datetime | None


def check_server(client: Client) -> Iterator[Finding]:
    """Look at whether the server runs, and can do its work. The last finding is a failure if it cannot be asked."""
    try:
        client.request("GET", "/healthz")
        own = version_of("csms")
        other = client.request("GET", "/openapi.json").read(_Document).info.version
    except ApiError as error:
        yield fail("server", str(error), "Start it: csms serve. Or name it: --server URL, --http-port")
        return
    if own == other:
        yield ok("server", f"csms {other} answers at {client.server}")
    else:
        yield warn(
            "server",
            f"csms {other} answers at {client.server}, and this command is of csms {own}",
            "Restart the server if it was updated, or use the command of its release",
        )
    try:
        client.request("GET", "/readyz")
        yield ok("database", "It answers, and the server listens for stations")
    except ApiError as error:
        yield fail("database", str(error), "The log of the server says why; stations are not answered meanwhile")
    try:
        client.get("/me")
    except ApiError as error:
        yield fail("API key", str(error), "Give the right one; what stations do cannot be looked at without it")


def check_port(settings: Settings) -> Iterator[Finding]:
    """Look at whether the port for stations can be reached at the address that chargers use."""
    check = "port for stations"
    url = station_url(settings)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        _connect(host, port, is_tls=parts.scheme == "wss")
    except OSError as error:
        remedy = "Look whether `csms serve` runs with this port, and whether a firewall closes it"
        if settings.public_url:
            remedy = "Look at the name, at the proxy before the server, and at the firewall; or mend public-url"
        yield fail(check, f"{host}:{port} cannot be reached: {error.strerror or error}", remedy)
        return
    yield ok(check, f"It can be reached from here; type {url}/<id> into chargers")


def _connect(host: str, port: int, *, is_tls: bool) -> None:
    """Connect, and go before anything is asked, which the server does not take for a knock. Raises: OSError."""
    with socket.create_connection((host, port), SECONDS_TO_CONNECT) as connection:
        if not is_tls:
            return
        # Whom the certificate names is looked at elsewhere; chargers know authorities that this machine does not.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with context.wrap_socket(connection, server_hostname=host):
            return


def check_inbox(client: Client) -> Iterator[Finding]:
    """Look at who was not let in."""
    items = client.list("/inbox", {}, MOST_SHOWN)
    if not items.rows:
        yield ok("inbox", "Every station that came was let in")
    for row in items.rows:
        knock = read(row, _Knock)
        who = text(knock.identity) if knock.identity else f"somebody from {text(knock.remote_address)}"
        times = "once" if knock.count == 1 else f"{knock.count} times"
        yield warn("inbox", f"{who}, {times}, last {time(knock.last_at)}: {knock.text}", knock.remedy)
    if items.is_more:
        yield warn("inbox", f"There are more than these {MOST_SHOWN}", "See all: csms inbox --all")


def check_silence(client: Client, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at stations that are connected, but say nothing."""
    check = "silent stations"
    stations = [read(row, _Station) for row in client.list("/stations", {"connected": True}, None).rows]
    # When a station was seen is written every 30 s.
    patience = timedelta(seconds=2 * settings.heartbeat_interval_s + 60)
    silent: list[tuple[_Station, datetime]] = []
    for station in stations:
        heard_at = max((at for at in (station.last_seen_at, station.connected_at) if at is not None), default=None)
        if heard_at is not None and now - heard_at > patience:
            silent.append((station, heard_at))
    for station, heard_at in silent[:MOST_SHOWN]:
        yield warn(
            check,
            f"{station.identity} is connected, but was heard of last {time(heard_at)}",
            f"Ask it: csms command trigger {station.identity} Heartbeat. If there is no answer, restart it",
        )
    if len(silent) > MOST_SHOWN:
        yield warn(check, f"So are {len(silent) - MOST_SHOWN} more", "See them: csms station list --connected --all")
    if not silent:
        number = len(stations)
        words = "No station is connected" if not number else f"All {number} stations that are connected have been heard"
        yield ok(check, words)
