"""The JSON lines that the driver and a worker exchange: one request, one answer."""

from typing import NotRequired, TypedDict


class Request(TypedDict):
    """What the driver asks: `describe`, `measure` or `profile`, the last two for one program."""

    do: str
    program: NotRequired[str]
    seconds: NotRequired[float]


class Description(TypedDict):
    """Which library a worker runs, on which interpreter."""

    distribution: str
    version: str
    path: str
    python: str
    typed_handlers: bool


class Measured(TypedDict):
    """One round: how many messages were handled, and the seconds that it took."""

    messages: int
    cpu_s: float
    wall_s: float


class Profiled(TypedDict):
    """The text that cProfile prints for a program."""

    text: str


class Failed(TypedDict):
    """The traceback of what went wrong in the worker."""

    error: str
