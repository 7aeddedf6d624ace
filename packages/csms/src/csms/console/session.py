"""What all commands that ask a running server have in common: which one, by which key, and how the answer is shown."""

import inspect
import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, TypeVar, cast

import typer
from msgspec import Raw

from csms.config import TOKEN_FILE, ConfigError, Settings, load_settings
from csms.console.client import Answer, ApiError, Client, Items, UsageError, is_loopback, read
from csms.console.output import Column, note, print_json, print_json_list, print_line, print_table

_PANEL = "Which server"

T = TypeVar("T")

LIMIT = typer.Option("--limit", min=1, help="How many at most.", metavar="COUNT")
ALL = typer.Option("--all", help="All of them, however many there are.")

LimitOption = Annotated[int, LIMIT]
AllOption = Annotated[bool, ALL]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Only from then on: 15m, 2h, 7d, or a time.", metavar="TIME")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Only before then: 15m, 2h, 7d, or a time.", metavar="TIME")
]
OfTokenOption = Annotated[str | None, typer.Option("--id-token", help="Only those of this id token.", metavar="TOKEN")]
OfStationOption = Annotated[
    str | None, typer.Option("--station", help="Only those of this station.", metavar="STATION")
]

DEFAULT_LIMIT = 50


class Session:
    """A command's way to the server and to the operator.

    Args:
        client: asks the server.
        is_json: JSON is wanted.
    """

    def __init__(self, client: Client, *, is_json: bool) -> None:
        self.client = client
        self.is_json = is_json

    def show_list(
        self,
        items: Items,
        kind: type[T],
        columns: Sequence[Column[T]],
        *,
        empty: str,
    ) -> None:
        """Show a list.

        Args:
            items: what the server has given.
            kind: of the items.
            columns: of the table.
            empty: what is said if there is nothing: and what to do next.
        """
        if self.is_json:
            print_json_list(items.rows)
        elif not items.rows:
            print_line(empty)
        else:
            print_table(columns, [read(row, kind) for row in items.rows])
        if items.is_more:
            than = "before" if items.is_more_before else "than"
            note(f"There is more {than} these {len(items.rows)}; --limit gives more of them, --all all")

    def show_one(self, answer: Answer | Raw, kind: type[T], show: Callable[[T], None]) -> None:
        """Show one thing: its JSON, or what a function prints of it."""
        body = answer.body if isinstance(answer, Answer) else answer
        if self.is_json:
            print_json(body)
        else:
            show(read(body, kind))

    def done(self, text: str, answer: Answer | None = None) -> None:
        """Tell that something has been done; as JSON it is what the server has answered."""
        if not self.is_json:
            print_line(text)
        elif answer is not None and answer.body:
            print_json(answer.body)


def wanted(limit: int, all_of_them: bool) -> int | None:
    """Return how many items are wanted, None for all."""
    return None if all_of_them else limit


def asks_server(command: Callable[..., None]) -> Callable[..., None]:
    """Give a Typer command the flags that name the server, and `--json`, in place of its parameter `session`.

    What goes wrong is told on the standard error: status 1 if the server says no or cannot be reached, 2 if what was
    typed cannot be understood.
    """

    @wraps(command)
    def with_session(**given: object) -> None:
        server = cast("str | None", given.pop("server"))
        token = cast("str | None", given.pop("token"))
        data_dir = cast("Path | None", given.pop("data_dir"))
        is_json = bool(given.pop("is_json"))
        with_errors_told(lambda: _run(command, given, server, token, data_dir, is_json=is_json))

    own = inspect.signature(command, eval_str=True).parameters.values()
    parameters = [each for each in own if each.name != "session"] + [
        _keyword(
            "server",
            Annotated[
                str | None,
                typer.Option(
                    "--server",
                    envvar="CSMS_SERVER",
                    metavar="URL",
                    help="The server.",
                    show_default="the one of the settings: http://127.0.0.1:8080",
                    rich_help_panel=_PANEL,
                ),
            ],
        ),
        _keyword(
            "token",
            Annotated[
                str | None,
                typer.Option(
                    "--token",
                    envvar="CSMS_TOKEN",
                    metavar="KEY",
                    help="The API key. Better give it by the variable: a flag can be read by all users of the machine.",
                    show_default=f"the file {TOKEN_FILE} in the data folder",
                    rich_help_panel=_PANEL,
                ),
            ],
        ),
        _keyword(
            "data_dir",
            Annotated[
                Path | None,
                typer.Option(
                    "--data-dir",
                    metavar="FOLDER",
                    help="The data folder of the server, if it runs on this machine.",
                    show_default="the one of the settings: csms-data",
                    rich_help_panel=_PANEL,
                ),
            ],
        ),
        _keyword("is_json", Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")], default=False),
    ]
    signature = inspect.Signature([each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters])
    with_session.__signature__ = signature  # pyright: ignore[reportAttributeAccessIssue] - Typer reads it
    with_session.__annotations__ = {each.name: cast("object", each.annotation) for each in parameters}
    return with_session


def with_errors_told(work: Callable[[], None]) -> None:
    """Do something; tell in words what goes wrong, and end the program with the status for it."""
    try:
        work()
    except (UsageError, ConfigError) as error:
        note(f"Error: {error}")
        raise typer.Exit(2) from None
    except ApiError as error:
        note(f"Error: {error}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def find_server(settings: Settings) -> str:
    """Return the URL of the server of these settings, as seen from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http_host, settings.http_host)  # noqa: S104
    return f"http://[{host}]:{settings.http_port}" if ":" in host else f"http://{host}:{settings.http_port}"


def find_token(data_dir: Path, server: str, own_server: str) -> tuple[str, str]:
    """Return the key in the data folder, empty if there is none, and where it comes from.

    It is for the server of this machine: no other one gets it.
    """
    file = data_dir / TOKEN_FILE
    if server != own_server and not is_loopback(server):
        return "", "nowhere (the one in the data folder is only for the server of this machine)"
    try:
        return file.read_text(encoding="utf-8").strip(), str(file)
    except FileNotFoundError:
        return "", f"{file}, which does not exist"
    except (OSError, UnicodeDecodeError) as error:
        return "", f"{file}, which cannot be read ({getattr(error, 'strerror', None) or 'it is no text'})"


def open_client(server: str | None, token: str | None, settings: Settings) -> Client:
    """Return a client of a server.

    Args:
        server: its URL; None: the one of the settings.
        token: the API key; None: the one in the data folder.
        settings: of the server.

    Raises:
        UsageError: the URL is none.
    """
    own_server = find_server(settings)
    server = server or own_server
    if token:
        return Client(server, token, "--token or CSMS_TOKEN")
    return Client(server, *find_token(settings.data_dir, server, own_server))


def _run(
    command: Callable[..., None],
    given: dict[str, object],
    server: str | None,
    token: str | None,
    data_dir: Path | None,
    *,
    is_json: bool,
) -> None:
    if server and token:
        client = Client(server, token, "--token or CSMS_TOKEN")
    else:
        flags = {} if data_dir is None else {"data_dir": str(data_dir)}
        client = open_client(server, token, load_settings(flags, os.environ, None))
    try:
        command(**given, session=Session(client, is_json=is_json))
    finally:
        client.close()


def _keyword(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
