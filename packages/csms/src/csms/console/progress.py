"""Progress of long work, on the standard error of a terminal."""

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import Progress, TaskID

T = TypeVar("T")


class Report(Protocol):
    """Is called with what is being worked on, how much of it is done, and how much there is; None: nobody knows."""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Show it."""
        ...


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Return items, and show how many have been taken."""
    with reporting() as report:
        for number, item in enumerate(items):
            report(what, number, len(items))
            yield item
        report(what, len(items), len(items))


@contextmanager
def reporting() -> Generator[Report]:
    """Show what is reported: as bars on a terminal, and not at all elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None  # noqa: ARG005
        return
    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report
