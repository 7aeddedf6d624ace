"""What every server program of this folder does alike; imported in environments that hold no library of ours."""

import argparse
import asyncio
import contextlib
import cProfile
import logging
import pstats
import resource
import ssl
import sys
from collections.abc import Callable, Coroutine
from typing import Any

HOST = "127.0.0.1"
SUBPROTOCOL = "ocpp1.6"
LINES_OF_PROFILE = 45

CANNED_ANSWER = b'[3,"000000000000000000000000000000000000",{"currentTime":"2024-05-17T09:30:00.000000+00:00"}]'
"""What the servers say that understand no OCPP: as long as the answer to a Heartbeat."""


def argument_parser(name: str) -> argparse.ArgumentParser:
    """Return a parser with the options that every server has."""
    parser = argparse.ArgumentParser(prog=f"bench.transport.servers.{name}")
    parser.add_argument("--loop", choices=("uvloop", "asyncio"), default="uvloop")
    parser.add_argument("--profile", action="store_true", help="print where the time went, at the end")
    parser.add_argument("--certificate", metavar="FILE", help="speak TLS with this certificate and key")
    return parser


def tls_context(certificate: str | None) -> ssl.SSLContext | None:
    """Return the standard library's context for servers, the same for all that are measured."""
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def announce(port: int) -> None:
    """Tell the driver that the server listens."""
    print(port, flush=True)


async def until_told_to_stop() -> None:
    """Wait until the driver closes standard input, or dies."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), stopped.set)
    await stopped.wait()
    loop.remove_reader(sys.stdin.fileno())


def run(main: Callable[[], Coroutine[Any, Any, None]], arguments: argparse.Namespace) -> None:
    """Run a server as the arguments say, with as many sockets as the system allows."""
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("ocpp").setLevel(logging.WARNING)
    # Links that are cut off at the end of a measurement are not worth a line each.
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    profiler = cProfile.Profile() if arguments.profile else contextlib.nullcontext()
    with contextlib.suppress(KeyboardInterrupt), profiler:
        if arguments.loop == "uvloop":
            import uvloop  # noqa: PLC0415 - not every environment has it

            uvloop.run(main())
        else:
            asyncio.run(main())
    if isinstance(profiler, cProfile.Profile):
        pstats.Stats(profiler, stream=sys.stderr).strip_dirs().sort_stats("tottime").print_stats(LINES_OF_PROFILE)
