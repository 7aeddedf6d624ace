"""The central system that a story is run against."""

import ssl as tls

from msgspec import Struct


class Target(Struct, frozen=True, kw_only=True):
    """The central system, and who the station is there."""

    url: str
    """Without the station's identity."""
    station: str
    """The identity of the station."""
    password: str | None = None
    """For basic authentication."""
    ssl: tls.SSLContext | None = None
    """For `wss`; by default the authorities of the system are trusted."""
