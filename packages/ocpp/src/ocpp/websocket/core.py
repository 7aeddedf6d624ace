"""websockets' sans-I/O core, with the one difference that we need."""

import logging
from collections.abc import Sequence
from typing import Any

from websockets.client import ClientProtocol
from websockets.extensions import ClientExtensionFactory
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, Protocol
from websockets.server import ServerProtocol
from websockets.streams import StreamReader
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

_LOGGER = logging.getLogger("ocpp.websocket.core")
"""The core says of every connection that it is open: that would be twice."""


def is_between_frames(core: Protocol) -> bool:
    """Tell whether a core waits for the begin of a frame. In the middle of one its buffer may be empty, too."""
    generator: Any = core.parser
    while (inner := generator.gi_yieldfrom) is not None:
        generator = inner
    return bool(generator.gi_code is StreamReader.at_eof.__code__)


class Core(Protocol):
    """What both sides share."""

    def recv_frame(self, frame: Frame) -> None:
        """Take a close frame also in the middle of a fragmented message (RFC 6455, 5.5.1), which websockets refuses."""
        if frame.opcode is Opcode.CLOSE:
            self.current_size: int | None = None
        super().recv_frame(frame)


class ServerCore(Core, ServerProtocol):
    """The core of an open link on the server's side."""

    def __init__(self, max_size: int | None) -> None:
        super().__init__(state=OPEN, max_size=max_size, logger=_LOGGER)


class ClientCore(Core, ClientProtocol):
    """The core of a link on the charge point's side, from the request on."""

    def __init__(
        self,
        uri: WebSocketURI,
        subprotocols: Sequence[str],
        extensions: Sequence[ClientExtensionFactory] | None,
        max_size: int | None,
    ) -> None:
        super().__init__(
            uri,
            extensions=extensions,
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            max_size=max_size,
            logger=_LOGGER,
        )
