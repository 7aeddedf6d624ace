"""`csms user`: people who log in. The commands open the database, so that they help who cannot log in."""

from typing import Annotated

import typer

from csms.config import Settings
from csms.console.session import with_errors_told
from csms.options import serve_options

user_app = typer.Typer(help="People who log in.", no_args_is_help=True)


def set_password(
    settings: Settings, name: Annotated[str, typer.Argument(help="Who it is, as admin.", metavar="NAME")]
) -> None:
    """Change a person's password; all of their logins end.

    It is asked for twice; without a terminal it is the first line of the standard input. The server may run meanwhile.
    """
    from csms.console.passwords import set_password as set_now  # noqa: PLC0415 - other commands go without the database

    with_errors_told(lambda: set_now(settings, name))


user_app.command("password")(serve_options(set_password))
