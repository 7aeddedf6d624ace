"""`csms config`."""

from typing import Annotated, cast

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from csms.config import Settings, effective


def show_settings(
    settings: Settings,
    is_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Show the settings as `csms serve` would take them, where each comes from, and no secrets."""
    values = effective(settings)
    if is_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(values), indent=2).decode())
        return
    table = Table("setting", "value", "from", box=None, pad_edge=False)
    for name, value in values.items():
        table.add_row(name, _shown(value.value), value.source)
    Console(soft_wrap=True).print(table)


def _shown(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case bool(flag):
            return "true" if flag else "false"
        case list():
            return " ".join(map(str, cast("list[object]", value))) or "-"
        case other:
            return str(other)
