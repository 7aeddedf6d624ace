"""What a quirk is, and the two most common kinds of alteration that show one."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from msgspec import Struct

from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

V16 = ("1.6",)
V2 = ("2.0.1", "2.1")
ALL_VERSIONS = (*V16, *V2)

Make: TypeAlias = Callable[[random.Random], Alteration]
Change: TypeAlias = Callable[[Frame, random.Random], None]
Answer: TypeAlias = Callable[[Frame], Mapping[str, Any] | None]


class Variant(Struct, frozen=True):
    """One way in which stations show a quirk."""

    name: str
    """Within its quirk, as "double-slash"."""
    shows: str
    """What the central system sees, in one line."""
    make: Make
    versions: tuple[str, ...] = ALL_VERSIONS
    """Of OCPP, in which a station can show it."""


class Quirk(Struct, frozen=True):
    """A deviation from the specification that is known from the field; it has one variant or several."""

    name: str
    """Its number in the collection of quirks, as "Q16"."""
    title: str
    variants: tuple[Variant, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of OCPP in which a station can show at least one variant."""
        return tuple(version for version in ALL_VERSIONS if any(version in one.versions for one in self.variants))


class Rewriting(Alteration):
    """Changes what the station sends, with a function that is called for each frame of OCPP."""

    def __init__(self, change: Change, rng: random.Random) -> None:
        super().__init__(rng)
        self._change = change

    def outgoing(self, frame: Frame) -> Frame:
        """Change it."""
        if frame.kind is not None:
            self._change(frame, self.rng)
        return frame


class Answering(Alteration):
    """Answers commands in the station's place, with a function that returns the answer, or None to let one pass."""

    def __init__(self, answer: Answer, rng: random.Random) -> None:
        super().__init__(rng)
        self._answer = answer

    def incoming(self, frame: Frame) -> Frame | None:
        """Answer it, or let it pass."""
        payload = self._answer(frame) if frame.is_call else None
        if payload is None:
            return frame
        self.send(frame.result(payload))
        return None


def rewriting(change: Change) -> Make:
    """Return what makes an alteration of what the station sends."""
    return partial(Rewriting, change)


def answering(answer: Answer) -> Make:
    """Return what makes an alteration that answers commands."""
    return partial(Answering, answer)
