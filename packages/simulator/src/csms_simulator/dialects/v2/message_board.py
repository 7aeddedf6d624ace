"""What a station's display shows for the central system (OCPP 2.0.1 Part 2, O)."""

from collections.abc import Iterator

from csms_simulator.dialects.v2.times import from_text
from ocpp.v21.datatypes import MessageInfoType

LIMIT = 20
"""How many messages there is room for."""


class MessageBoard:
    """Messages by their id."""

    limit = LIMIT

    def __init__(self) -> None:
        self._messages: dict[int, MessageInfoType] = {}

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[MessageInfoType]:
        return iter(tuple(self._messages.values()))

    def put(self, message: MessageInfoType) -> bool:
        """Take a message, in place of one with the same id; return False if there is no room."""
        if message.id not in self._messages and len(self._messages) >= self.limit:
            return False
        self._messages[message.id] = message
        return True

    def remove(self, message_id: int) -> bool:
        """Take a message away; return whether it was there."""
        return self._messages.pop(message_id, None) is not None

    def expire(self, now: float) -> None:
        """Take those away whose time is over (O02.FR.05)."""
        for message in self:
            end = from_text(message.end_date_time)
            if end is not None and end <= now:
                self.remove(message.id)

    def transaction_ended(self, reference: str) -> None:
        """Take those away that belong to a transaction (O02.FR.04)."""
        for message in self:
            if message.transaction_id == reference:
                self.remove(message.id)
