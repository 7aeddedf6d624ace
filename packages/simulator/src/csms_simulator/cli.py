"""The command `csms-simulator`."""

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from csms_simulator.console.command import station
from csms_simulator.fleet.command import run
from csms_simulator.load.command import load
from csms_simulator.stories.command import app as story

app = typer.Typer(
    name="csms-simulator",
    help="Charging stations that behave as real ones do, for OCPP 1.6, 2.0.1 and 2.1, against any central system.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(version_of("csms-simulator"))
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version of the simulator.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    pass


app.command("run")(run)
app.command("station")(station)
app.command("load")(load)
app.add_typer(story, name="story")


def main() -> None:
    """Run the command."""
    app()
