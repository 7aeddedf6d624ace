"""Accepting TLS connections so that a handshake that fails has a cause.

asyncio's own TLS servers drop such connections without a word, and chargers that cannot connect are what operators ask
about most.
"""

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any

from ocpp.websocket.tls_failures import in_words

LOGGER = logging.getLogger("ocpp.server")

MAX_HANDSHAKES = 1024
"""How many handshakes may go on at the same time; the others wait in the backlog of the socket."""

PAUSE_S = 1.0
"""How long nothing is accepted when the system has no more files or memory."""


class TlsListener:
    """Accepts connections on sockets that listen already.

    Args:
        context: for the handshakes.
        make_protocol: of a connection whose handshake is done.
        handshake_timeout_s: seconds that a handshake may take.
        shutdown_timeout_s: seconds that the other side may take to end TLS.
        on_failed: is told the address and the cause when a handshake fails.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        make_protocol: Callable[[], asyncio.Protocol],
        *,
        handshake_timeout_s: float | None,
        shutdown_timeout_s: float | None,
        on_failed: Callable[[Any, str], None],
    ) -> None:
        self._context = context
        self._make_protocol = make_protocol
        self._handshake_timeout_s = handshake_timeout_s
        self._shutdown_timeout_s = shutdown_timeout_s
        self._on_failed = on_failed
        self._sockets: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._handshakes: set[asyncio.Task[None]] = set()

    def use(self, context: ssl.SSLContext) -> None:
        """Do the handshakes of whoever comes from now on with another context."""
        self._context = context

    def start(self, sockets: Sequence[socket.socket], backlog: int) -> None:
        """Accept from now on. The sockets are bound; what becomes of them does not matter here."""
        loop = asyncio.get_running_loop()
        for bound in sockets:
            own = socket.socket(fileno=os.dup(bound.fileno()))
            own.setblocking(False)
            own.listen(backlog)
            self._sockets.append(own)
            self._accepting.append(loop.create_task(self._accept(own)))

    def close(self) -> None:
        """Accept no more, and give up handshakes that go on."""
        for task in (*self._accepting, *self._handshakes):
            task.cancel()
        for own in self._sockets:
            own.close()
        self._sockets.clear()

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            while len(self._handshakes) >= MAX_HANDSHAKES:
                await asyncio.wait(self._handshakes, return_when=asyncio.FIRST_COMPLETED)
            try:
                connection, address = await loop.sock_accept(listening)
            except ConnectionError:
                continue  # it went away meanwhile
            except OSError as error:
                LOGGER.error("No connection can be accepted: %s", error)
                await asyncio.sleep(PAUSE_S)
                continue
            task = loop.create_task(self._shake_hands(connection, address))
            self._handshakes.add(task)
            task.add_done_callback(self._handshakes.discard)

    async def _shake_hands(self, connection: socket.socket, address: Any) -> None:
        loop = asyncio.get_running_loop()
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.connect_accepted_socket(
                self._make_protocol,
                connection,
                ssl=self._context,
                ssl_handshake_timeout=self._handshake_timeout_s,
                ssl_shutdown_timeout=self._shutdown_timeout_s,
            )
        except (OSError, TimeoutError) as error:  # SSLError is an OSError
            connection.close()
            self._on_failed(address, in_words(error))
