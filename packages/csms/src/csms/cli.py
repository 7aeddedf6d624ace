"""The command `csms`."""

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from csms.console.serve import serve
from csms.console.settings import show_settings
from csms.options import serve_options

app = typer.Typer(
    name="csms",
    help="A central system for charging stations that speak OCPP 1.6, 2.0.1 or 2.1.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(version_of("csms"))
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    pass


app.command("serve")(serve_options(serve))
app.command("config")(serve_options(show_settings))


def main() -> None:
    """Run the command."""
    app()
