"""The command `csms`."""

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from csms.console.command import command_app
from csms.console.demo import demo
from csms.console.doctor import doctor
from csms.console.events import events
from csms.console.frames import frames
from csms.console.inbox import inbox_app
from csms.console.maintenance import backup, migrate, restore
from csms.console.sending import send
from csms.console.serve import serve
from csms.console.settings import show_settings
from csms.console.site import site_app
from csms.console.station import station_app
from csms.console.token import token_app
from csms.console.transaction import transaction_app
from csms.console.user import user_app
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
app.command("demo")(demo)
app.command("config")(serve_options(show_settings))
app.command("doctor")(serve_options(doctor))
app.add_typer(station_app, name="station")
app.add_typer(site_app, name="site")
app.add_typer(inbox_app, name="inbox")
app.add_typer(token_app, name="token")
app.add_typer(transaction_app, name="transaction")
app.add_typer(command_app, name="command")
app.command("send")(send)
app.command("frames")(frames)
app.command("events")(events)
app.command("migrate")(serve_options(migrate))
app.command("backup")(serve_options(backup))
app.command("restore")(serve_options(restore))
app.add_typer(user_app, name="user")


def main() -> None:
    """Run the command."""
    app()
