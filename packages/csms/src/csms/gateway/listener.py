"""Where stations connect to."""

from csms.config import Settings
from csms.gateway.gateway import Gateway
from csms.gateway.tls import CertificateFileError, tls_context
from ocpp.server import Server, run, serve


def listen(gateway: Gateway, settings: Settings) -> Server:
    """Return the server for stations; `async with` starts it. Raises: CertificateFileError."""
    return serve(
        gateway.serve,
        settings.ocpp_host,
        settings.ocpp_port,
        default_subprotocol=settings.default_subprotocol or None,
        authenticate=gateway.authenticate,
        on_refused=gateway.on_refused,
        ssl=tls_context(settings),
        max_links=settings.max_links,
        ping_interval=settings.ping_interval_s or None,
        ping_timeout=settings.ping_timeout_s,
        max_silence=settings.offline_after_s,
        close_timeout=settings.drain_timeout_s,
        max_size=settings.max_message_bytes,
    )


__all__ = ["CertificateFileError", "Server", "listen", "run"]
