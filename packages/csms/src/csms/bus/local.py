"""The bus inside one process: the links of stations, and those who listen to events."""

from collections.abc import Callable, Sequence
from typing import Protocol

from csms.domain.events import Event

Listener = Callable[[Event], None]


class StationLink(Protocol):
    """A station that is connected."""


class LocalBus:
    """Where links announce themselves and events are told."""

    def __init__(self) -> None:
        self._links: dict[str, StationLink] = {}
        self._listeners: list[Listener] = []

    def attach(self, identity: str, link: StationLink) -> None:
        """Have commands to a station go to this link, its newest."""
        self._links[identity] = link

    def detach(self, identity: str, link: StationLink) -> bool:
        """Forget a link; return whether it was the newest one."""
        if self._links.get(identity) is not link:
            return False
        del self._links[identity]
        return True

    def link(self, identity: str) -> StationLink | None:
        """Return the link of a station, None if it has none."""
        return self._links.get(identity)

    def links(self) -> list[StationLink]:
        """Return all links."""
        return list(self._links.values())

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a function called with each event; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, events: Sequence[Event]) -> None:
        """Tell all listeners."""
        for event in events:
            for listener in tuple(self._listeners):
                listener(event)
