"""The bus inside one process: the links of stations, and those who listen to events."""

from collections.abc import Callable, Sequence
from typing import Protocol

from csms.domain.events import Event
from csms.domain.remote_control import Answer, Command, Fault, Outcome

Listener = Callable[[Event], None]


class StationLink(Protocol):
    """A station that is connected."""

    def check(self, command: Command) -> Fault | None:
        """Return what is wrong with a command for this station, None if it can be sent."""
        ...

    async def execute(self, command: Command, timeout_s: float, number: int | None = None) -> Answer:
        """Have the station do something, and return what became of it; see `LocalBus.request`."""
        ...


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

    async def check(self, identity: str, command: Command) -> Fault | None:
        """Return why a command cannot be sent to a station; None if it can, or if the station is not connected."""
        link = self._links.get(identity)
        return None if link is None else link.check(command)

    async def request(self, identity: str, command: Command, timeout_s: float, number: int | None = None) -> Answer:
        """Have a station do something, and return what became of it; it does not raise.

        Args:
            identity: of the station.
            command: what it is to do.
            timeout_s: how long it may take for each of its answers, waiting for its turn included.
            number: of the command, if it is recorded.
        """
        link = self._links.get(identity)
        if link is None:
            return Answer(Outcome.OFFLINE, detail="The station is not connected")
        return await link.execute(command, timeout_s, number)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a function called with each event; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, events: Sequence[Event]) -> None:
        """Tell all listeners."""
        for event in events:
            for listener in tuple(self._listeners):
                listener(event)
