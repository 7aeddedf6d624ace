"""What commands print: tables for people, JSON for programs."""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import msgspec
import typer
from msgspec import Raw, Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

NOTHING = "-"

_WIDE = 1_000
"""Columns of an output that is no terminal: nothing is to be broken there."""
_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069]")

T = TypeVar("T")


class Column(Struct, Generic[T], frozen=True):
    """A column of a table.

    Args:
        title: what stands above it.
        text: returns what stands in it for a row.
        is_number: it stands at the right.
    """

    title: str
    text: Callable[[T], str]
    is_number: bool = False


def print_table(columns: Sequence[Column[T]], rows: Sequence[T]) -> None:
    """Print rows for people."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.title, justify="right" if column.is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(column.text(row))) for column in columns))
    _print(table)


def print_facts(facts: Sequence[tuple[str, str]]) -> None:
    """Print what is known of one thing, a line each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(Text(name), Text(printable(value)))
    _print(table)


def print_title(text: str) -> None:
    """Print what the table below is about."""
    typer.echo(f"\n{printable(text)}")


def print_line(text: str) -> None:
    """Print a line for people."""
    typer.echo(printable(text))


def print_json(document: bytes | Raw) -> None:
    """Print one JSON document, indented."""
    typer.echo(msgspec.json.format(bytes(document), indent=2).decode())


def print_json_list(items: Sequence[Raw]) -> None:
    """Print items as one JSON document."""
    print_json(msgspec.json.encode(list(items)))


def print_json_line(document: bytes | Raw) -> None:
    """Print a JSON document in one line, at once."""
    typer.echo(msgspec.json.format(bytes(document), indent=-1).decode())
    sys.stdout.flush()


def note(text: str) -> None:
    """Tell people something beside the output."""
    typer.echo("\n".join(printable(line) for line in text.split("\n")), err=True)


def printable(text: str) -> str:
    """Return what may come from a stranger without what could do something to the terminal."""
    return _NOT_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def time(at: datetime | None) -> str:
    """Return a time in the zone of this machine, with its offset."""
    return NOTHING if at is None else at.astimezone().isoformat(sep=" ", timespec="seconds")


def time_ms(at: datetime) -> str:
    """Return a time with milliseconds in the zone of this machine, with its offset."""
    return at.astimezone().isoformat(sep=" ", timespec="milliseconds")


def duration(start: datetime, end: datetime) -> str:
    """Return how long something took: `1:02:03`."""
    minutes, seconds = divmod(max(0, int((end - start).total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def duration_ms(duration_s: float | None) -> str:
    """Return how long something short took."""
    return NOTHING if duration_s is None else f"{duration_s * 1000:.0f} ms"


def energy(energy_wh: float | None) -> str:
    """Return an energy in kWh."""
    return NOTHING if energy_wh is None else f"{energy_wh / 1000:.3f} kWh"


def power(power_w: float | None) -> str:
    """Return a power in kW."""
    return NOTHING if power_w is None else f"{power_w / 1000:.2f} kW"


def quantity(value: float | None, unit: str) -> str:
    """Return a number with its unit."""
    return NOTHING if value is None else f"{value:.10g} {unit}"


def yes_no(flag: bool) -> str:
    """Return whether something is so."""
    return "yes" if flag else "no"


def text(value: object) -> str:
    """Return a value, `-` for none."""
    return NOTHING if value is None or value == "" else str(value)


def place(evse: int | None, connector: int | None) -> str:
    """Return where something is: EVSE, and connector if it is known."""
    if evse is None:
        return NOTHING
    return f"{evse}" if connector is None else f"{evse}.{connector}"


def console() -> Console:
    """Return the standard output as it is now: a terminal that lines have to fit into, or something else."""
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)


def _print(table: Table) -> None:
    """Print a table, without the blanks that fill its last column."""
    out = console()
    with out.capture() as captured:
        out.print(table)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())
