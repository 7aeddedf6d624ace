"""What the operating system has to give for many links: open files and local ports."""

import errno
import ipaddress
import math
import socket
import sys

FILES_BESIDE_LINKS = 64

LINKS_PER_SOURCE = 10_000
"""How many links are made from one address: fewer than it has ports, since closed links keep theirs for a minute."""

# Linux; the constant is in the module `socket` from Python 3.13 on.
_IP_BIND_ADDRESS_NO_PORT = 24


class OpenFilesError(RuntimeError):
    """The operating system lets this process have too few open files; the message says how to change that."""


def allow_open_files(links: int) -> None:
    """Raise the soft limit of open files as far as the links need it. Raises: OpenFilesError."""
    try:
        import resource  # noqa: PLC0415 - it does not exist on Windows, which has no such limit
    except ImportError:
        return
    needed = links + FILES_BESIDE_LINKS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise OpenFilesError(
            f"{links:,} stations need {needed:,} open files, but this process may have {hard:,}: raise the limit "
            "(`ulimit -Hn` as root, LimitNOFILE= of a systemd service, --ulimit nofile= of a container), or start "
            "several generators with fewer stations each"
        )
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (ValueError, OSError) as error:  # macOS has a second limit, below the hard one
        raise OpenFilesError(
            f"{links:,} stations need {needed:,} open files; the limit of {soft:,} cannot be raised: {error}"
        ) from None


def source_addresses(target: str, links: int) -> list[str]:
    """Return the addresses to connect from: one per 10,000 links for a target on this machine, else none in particular.

    A connection is known by both its addresses and ports, so one source address has some 28,000 connections to one
    target. Linux has all of 127.0.0.0/8; where there is only 127.0.0.1, that is used.
    """
    try:
        is_loopback = target == "localhost" or ipaddress.IPv4Address(target).is_loopback
    except ValueError:
        return []
    if not is_loopback:
        return []
    wanted = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(math.ceil(links / LINKS_PER_SOURCE))]
    return [address for address in wanted if _exists(address)]


def _exists(address: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def open_socket(family: int, source: str | None) -> socket.socket:
    """Return a socket to connect with, from this address if there is one. Raises: OSError."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if source is not None:
            if sys.platform == "linux":  # the port is chosen when connecting: it must be free for one target only
                sock.setsockopt(socket.IPPROTO_IP, _IP_BIND_ADDRESS_NO_PORT, 1)
            sock.bind((source, 0))
    except OSError:
        sock.close()
        raise
    return sock


def connecting_failed(error: OSError, target: str) -> str:
    """Return why there is no connection, in words that say what helps where the cause is this machine."""
    match error.errno:
        case errno.EADDRNOTAVAIL | errno.EADDRINUSE:
            return (
                f"no free local port towards {target}: closed connections keep theirs for a minute; wait, widen "
                "net.ipv4.ip_local_port_range, or start another generator on another machine or address"
            )
        case errno.EMFILE | errno.ENFILE:
            return "no more open files are allowed (ulimit -n)"
        case errno.ECONNREFUSED:
            return f"nobody listens at {target}"
        case errno.ETIMEDOUT:
            return f"{target} does not answer"
        case _:
            return f"no connection to {target}: {error.strerror or error}"
