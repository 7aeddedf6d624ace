"""A frame on its way between station and central system, as alterations see and change it."""

import copy
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import msgspec

from ocpp import rpc


class Kind(IntEnum):
    """The five frames of the RPC framework (OCPP-J 4.2; the last two are of OCPP 2.1)."""

    CALL = 2
    RESULT = 3
    ERROR = 4
    RESULT_ERROR = 5
    SEND = 6


class Frame:
    """A message, whether it is a frame of OCPP or not; all of it may be changed.

    What nobody has changed goes on character by character as it came.
    """

    __slots__ = ("_original", "_unchanged", "action", "code", "description", "id", "kind", "payload", "raw")

    def __init__(
        self,
        kind: Kind | None,
        id: rpc.MessageId = "",
        action: str = "",
        payload: Mapping[str, Any] | None = None,
        *,
        code: str = "",
        description: str = "",
        raw: str | None = None,
    ) -> None:
        self.kind: Kind | None = kind
        """None for what is no frame of OCPP, or has a payload that is no object."""
        self.id: rpc.MessageId = id
        self.action: str = action
        """Of answers: the action of the call that they answer, "" if nobody knows it."""
        self.payload: dict[str, Any] = dict(payload or {})
        """Of errors: the details."""
        self.code: str = code
        """Of errors."""
        self.description: str = description
        """Of errors."""
        self.raw: str | None = raw
        """Text that goes out in place of all this, if it is not None."""
        self._original: str | None = None
        self._unchanged: str | None = None

    @classmethod
    def read(cls, text: str) -> "Frame":
        """Return the frame in a text; any text will do."""
        decoded = rpc.decode(text)
        if isinstance(decoded, rpc.Malformed):
            return cls(None, raw=text)
        is_error = isinstance(decoded, rpc.CallErrorFrame | rpc.CallResultErrorFrame)
        raw_payload = decoded.details if is_error else decoded.payload
        try:
            payload = msgspec.json.decode(raw_payload, type=dict[str, Any])
        except (ValueError, RecursionError):
            return cls(None, raw=text)
        frame = cls(Kind(rpc.kind_of(decoded)), decoded.id, payload=payload)
        if isinstance(decoded, rpc.CallFrame | rpc.SendFrame):
            frame.action = decoded.action
        elif is_error:
            frame.code = decoded.code
            frame.description = decoded.description if isinstance(decoded.description, str) else ""
        frame._original, frame._unchanged = text, frame._encoded()
        return frame

    @property
    def is_call(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.kind is Kind.CALL

    @property
    def is_answer(self) -> bool:
        """Whether it is a result or an error."""
        return self.kind is Kind.RESULT or self.kind is Kind.ERROR

    @property
    def text(self) -> str:
        """What goes over the wire."""
        if self.raw is not None:
            return self.raw
        encoded = self._encoded()
        return self._original if self._original is not None and encoded == self._unchanged else encoded

    def copy(self, **changes: Any) -> "Frame":
        """Return another frame with the same contents, but for `changes` of its attributes."""
        twin = copy.deepcopy(self)
        for name, value in changes.items():
            setattr(twin, name, value)
        return twin

    def result(self, payload: Mapping[str, Any]) -> "Frame":
        """Return the answer to this call."""
        return Frame(Kind.RESULT, self.id, self.action, payload)

    def error(self, code: str, description: str = "") -> "Frame":
        """Return an error as the answer to this call."""
        return Frame(Kind.ERROR, self.id, self.action, code=code, description=description)

    def _encoded(self) -> str:
        match self.kind:
            case None:
                parts: list[Any] = []
            case Kind.CALL | Kind.SEND:
                parts = [int(self.kind), self.id, self.action, self.payload]
            case Kind.RESULT:
                parts = [int(self.kind), self.id, self.payload]
            case Kind.ERROR | Kind.RESULT_ERROR:
                parts = [int(self.kind), self.id, self.code, self.description, self.payload]
        return msgspec.json.encode(parts).decode()
