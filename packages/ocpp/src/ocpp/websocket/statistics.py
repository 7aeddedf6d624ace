"""What a server counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol


class Traffic(Protocol):
    """Something that counts its own messages and bytes, as a link does."""

    messages_received: int
    messages_sent: int
    bytes_received: int
    bytes_sent: int


@dataclass(slots=True)
class Statistics:
    """Counts since the server was made.

    Connections are refused before they are open, links are open; each refused one is counted once, by its HTTP status,
    or by `0` when it got no answer: it went away, or sent no HTTP. Closed ones are counted by close code, 1006 when
    none came. The counts of messages and bytes are those of links that have ended; `Server.statistics` adds the open
    ones.
    """

    opened: int = 0
    refused: Counter[int] = field(default_factory=Counter[int])
    closed: Counter[int] = field(default_factory=Counter[int])
    replaced: int = 0
    pings: int = 0
    ping_timeouts: int = 0
    messages_received: int = 0
    messages_sent: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0

    def add(self, traffic: Traffic) -> None:
        """Add what a link has counted."""
        self.messages_received += traffic.messages_received
        self.messages_sent += traffic.messages_sent
        self.bytes_received += traffic.bytes_received
        self.bytes_sent += traffic.bytes_sent
