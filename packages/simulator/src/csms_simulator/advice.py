"""What to do when a station cannot connect, by what went wrong."""

import re
from urllib.parse import urlsplit

PORTS = {"ws": 80, "wss": 443}


def explain(cause: str, url: str, version: str) -> str:
    """Return why a station cannot connect and what to check next, in a sentence or two.

    Args:
        cause: what the attempt failed with.
        url: of the central system.
        version: of OCPP that the station speaks.
    """
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme, 0)}"
    for pattern, advice in _ADVICE:
        if re.search(pattern, cause, re.IGNORECASE):
            return advice.format(where=where, url=url, host=parts.hostname, version=version, cause=cause)
    return f"Cannot connect to {url}: {cause}."


_ADVICE = (
    (
        r"refused|connect call failed|errno 111",
        "Nobody listens at {where}: start the central system, or check the host and port of --url.",
    ),
    (
        r"name or service not known|nodename nor servname|getaddrinfo|temporary failure in name|name resolution",
        "The name {host} is not known: check the host of --url.",
    ),
    (
        r"certificate.verify.failed|self.signed|unable to get local issuer|hostname mismatch",
        "The certificate of {where} is not trusted ({cause}): give the authority that signed it with --ca.",
    ),
    (
        r"certificate.required|bad certificate|unknown ca|handshake failure",
        "{where} does not accept the station's certificate ({cause}): check --cert and --key.",
    ),
    (
        r"wrong.version.number|record layer|unexpected.eof|connectionreset|reset by peer",
        "{where} ended the connection at once: does it speak TLS? Try the other of ws:// and wss://.",
    ),
    (
        r"timed? ?out|timeout",
        "{where} does not answer in time: check the address, and whether a firewall is in between.",
    ),
    (
        r"\b401\b",
        "The central system wants another password (401): give the one that it has for this identity with --password.",
    ),
    (r"\b403\b", "The central system does not let this identity in (403): add it there, or use another one."),
    (
        r"\b404\b",
        "There is no station of this identity at {url} (404): check the path of --url, and the identity.",
    ),
    (
        r"subprotocol|\b400\b|\b426\b",
        "The central system does not speak OCPP {version} ({cause}): try another --version.",
    ),
    (r"\b50\d\b", "The central system has a problem of its own ({cause}): see its log."),
    (
        r"did not receive a valid HTTP response",
        "{where} does not speak HTTP: check the port of --url, and ws:// or wss://.",
    ),
)
"""Patterns for the texts of causes, the more special ones first, and what to say."""
