"""Addresses of a server, as others see them."""

import contextlib
import socket

from csms.config import Settings

_WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 - they are not listened on


def station_url(settings: Settings, port: int | None = None) -> str:
    """Return what is to be typed into a charger, without its identity.

    Args:
        settings: of the server.
        port: that it listens on, if the settings leave the choice.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    scheme = "wss" if settings.tls_cert else "ws"
    return f"{scheme}://{shown_host(settings.ocpp_host)}:{settings.ocpp_port if port is None else port}"


def shown_host(host: str) -> str:
    """Return an address by which this machine can be reached for one to listen on."""
    if host in _WILDCARDS:
        host = _own_address()
    return f"[{host}]" if ":" in host else host


def _own_address() -> str:
    """Return the address of this machine that others see; nothing is sent to find it."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"
