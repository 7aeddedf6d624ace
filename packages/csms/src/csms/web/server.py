"""The HTTP server: uvicorn, in the event loop that runs already."""

import asyncio
import logging
import socket
from typing import Self

import uvicorn
from litestar import Litestar

from csms.web.services import Web

LOGGER = logging.getLogger("csms.web")

MOST_CONNECTIONS = 1000
"""More are answered with 503."""
KEEP_ALIVE_S = 75
_BACKLOG = 1024


class HttpServer:
    """Serves the web; `async with` runs it. It takes no signals and writes no log of requests.

    Args:
        application: what is served.
        services: what it needs; is told when the server closes.
        host: the address to listen on.
        port: the port to listen on; 0 is one that is free.
        drain_timeout_s: how long requests may go on when the server closes.
    """

    def __init__(
        self, application: Litestar, services: Web, host: str, port: int, *, drain_timeout_s: float = 10
    ) -> None:
        self._services = services
        self._address = (host, port)
        self._server = uvicorn.Server(
            uvicorn.Config(
                application,
                access_log=False,
                backlog=_BACKLOG,
                forwarded_allow_ips=[str(network) for network in services.settings.proxy_addresses],
                http="h11",
                limit_concurrency=MOST_CONNECTIONS,
                log_config=None,
                proxy_headers=bool(services.settings.proxy_addresses),
                server_header=False,
                timeout_graceful_shutdown=max(1, round(drain_timeout_s)),
                timeout_keep_alive=KEEP_ALIVE_S,
                ws="none",
            )
        )
        self._socket: socket.socket | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen. Raises: OSError: the address cannot be had."""
        host, port = self._address
        self._socket = await _listen(host, port)
        config = self._server.config
        config.load()
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup([self._socket])
        self._task = asyncio.create_task(self._server.main_loop(), name="csms-http")

    async def close(self) -> None:
        """Take no more requests, end all streams, and let the other requests go on for a while."""
        if self._task is None or self._socket is None:
            return
        self._services.closing.set()
        self._server.should_exit = True
        await self._task
        await self._server.shutdown([self._socket])
        self._task = None

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return 0 if self._socket is None else self._socket.getsockname()[1]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound. Raises: OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setblocking(False)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
