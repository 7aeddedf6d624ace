"""Messages whose payload was checked and encoded once, and in which only a few values change."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import msgspec

from csms_simulator.load.statistics import Exchange
from ocpp import catalogue, codec
from ocpp.model import Result

TIMESTAMP = "2000-01-01T00:00:00Z"
"""Stands in a payload for the time."""

NUMBER = 918_273_645
"""Stands in a payload for a whole number, NUMBER + 1 for the next one, and so on."""

TEXT = "@0"
"""Stands in a payload for any other text, "@1" for the next one, and so on."""

Payload: TypeAlias = Mapping[str, object]


class Message:
    """One CALL of the stations.

    Args:
        version: of OCPP.
        action: of the CALL.
        exchange: where it is counted.
        payload: with the names of the wire.
        changing: the values in `payload` that `text` replaces, in the order in which they stand in it.

    Raises: OCPPError if the payload is not valid in this version; ValueError if a changing value does not occur once,
    or not in this order.
    """

    __slots__ = ("_template", "action", "decode_result", "exchange", "result_class")

    def __init__(
        self, version: str, action: str, exchange: Exchange, payload: Payload, changing: Sequence[str | int] = ()
    ) -> None:
        message_type = catalogue.messages(version)[action]
        if message_type.result is None:
            raise ValueError(f"{action} has no answer")
        self.action = action
        self.exchange = exchange
        result_class: type[Result] = message_type.result
        self.result_class = result_class
        decoder = cast("msgspec.json.Decoder[Result]", codec.decoder_of(result_class))
        self.decode_result: Callable[[msgspec.Raw], Result] = decoder.decode
        head = b'[2,"%%b","%b",' % action.encode()
        self._template = head + _template(codec.encode(payload, message_type.request), changing) + b"]"

    def text(self, message_id: bytes, values: tuple[Any, ...]) -> bytes:
        """Return the frame; `values` are bytes for texts, integers for numbers, in the order of `changing`."""
        return self._template % (message_id, *values)


def in_json(text: str) -> bytes:
    """Return a text as it stands between quotation marks."""
    return msgspec.json.encode(text)[1:-1]


def _template(payload: bytes, changing: Sequence[str | int]) -> bytes:
    pieces: list[bytes] = []
    for value in changing:
        sentinel = msgspec.json.encode(value)
        before, found, payload = payload.partition(sentinel)
        if not found or sentinel in payload:
            raise ValueError(f"{value!r} must occur once in the payload, after those before it")
        pieces += before.replace(b"%", b"%%"), b'"%b"' if isinstance(value, str) else b"%d"
    return b"".join((*pieces, payload.replace(b"%", b"%%")))
