"""Where files are fetched from and sent to (OCPP 1.6, 8; errata, SupportedFileTransferProtocols)."""

from urllib.parse import urlsplit

from csms_simulator.dialects.v16.configuration_keys import FILE_PROTOCOLS


def is_reachable(location: str) -> bool:
    """Tell whether a URL has a protocol that the station speaks, and names a host."""
    try:
        url = urlsplit(location)
    except ValueError:
        return False
    return url.scheme.upper() in FILE_PROTOCOLS and bool(url.hostname)
