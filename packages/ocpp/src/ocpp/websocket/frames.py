"""The frames that OCPP consists of: text, complete, unfragmented, without extensions (RFC 6455, 5.2).

Everything else, and whatever is not as it should be, is left to the sans-I/O core of websockets.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

try:
    from websockets.speedups import apply_mask
except ImportError:  # where websockets was installed without its extension in C
    from websockets.utils import apply_mask

FrameReader: TypeAlias = Callable[[bytes, int], tuple[list[bytes], int]]
FrameWriter: TypeAlias = Callable[[bytes], bytes]

_FINAL_TEXT = 0x81
_MASKED = 0x80
_SHORT_HEADERS = [bytes((_FINAL_TEXT, length)) for length in range(126)]


def read_masked(data: bytes, max_size: int) -> tuple[list[bytes], int]:
    """Return the payloads of the text frames of a client that stand at the begin of `data`, and where they end.

    It stops at the first frame that is something else, longer than `max_size`, or not complete.
    """
    payloads: list[bytes] = []
    position, end_of_data = 0, len(data)
    while end_of_data - position >= 6 and data[position] == _FINAL_TEXT:
        length = data[position + 1] - _MASKED
        mask = position + 2
        if length == 126:
            if end_of_data - mask < 6:
                break
            length = data[mask] << 8 | data[mask + 1]
            mask += 2
        elif length < 0 or length == 127:  # not masked, or 64 KiB and more
            break
        start = mask + 4
        end = start + length
        if end > end_of_data or length > max_size:
            break
        payloads.append(apply_mask(data[start:end], data[mask:start]))
        position = end
    return payloads, position


def read_unmasked(data: bytes, max_size: int) -> tuple[list[bytes], int]:
    """Return the payloads of the text frames of a server, as `read_masked` does."""
    payloads: list[bytes] = []
    position, end_of_data = 0, len(data)
    while end_of_data - position >= 2 and data[position] == _FINAL_TEXT:
        length = data[position + 1]
        start = position + 2
        if length == 126:
            if end_of_data - start < 2:
                break
            length = data[start] << 8 | data[start + 1]
            start += 2
        elif length > 126:  # masked, or 64 KiB and more
            break
        end = start + length
        if end > end_of_data or length > max_size:
            break
        payloads.append(data[start:end])
        position = end
    return payloads, position


def unmasked_frame(payload: bytes) -> bytes:
    """Return the text frame that a server sends."""
    length = len(payload)
    if length < 126:
        return _SHORT_HEADERS[length] + payload
    if length < 65536:
        return bytes((_FINAL_TEXT, 126, length >> 8, length & 255)) + payload
    return b"".join((bytes((_FINAL_TEXT, 127)), length.to_bytes(8, "big"), payload))


def masked_frame(payload: bytes) -> bytes:
    """Return the text frame that a client sends, masked with a key that cannot be foreseen (RFC 6455, 10.3)."""
    length = len(payload)
    if length < 126:
        header = bytes((_FINAL_TEXT, _MASKED | length))
    elif length < 65536:
        header = bytes((_FINAL_TEXT, _MASKED | 126, length >> 8, length & 255))
    else:
        header = bytes((_FINAL_TEXT, _MASKED | 127)) + length.to_bytes(8, "big")
    key = _keys.next()
    return b"".join((header, key, apply_mask(payload, key)))


class _MaskingKeys:
    """Random keys, fetched from the system many at a time: one system call per frame would cost more than the rest."""

    _POOL = 4096

    def __init__(self) -> None:
        self._pool = b""
        self._position = 0

    def next(self) -> bytes:
        position = self._position
        if position >= len(self._pool):
            self._pool, position = os.urandom(self._POOL), 0
        self._position = position + 4
        return self._pool[position : position + 4]

    def forget(self) -> None:
        self._pool = b""


_keys = _MaskingKeys()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_keys.forget)  # the child must not send with its parent's keys
