"""`csms doctor`: what hinders chargers, and what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from csms.config import Settings
from csms.console.client import ApiError, Client
from csms.console.findings import Finding, Level, fail, print_findings
from csms.console.machine_checks import check_machine
from csms.console.output import print_json, print_line
from csms.console.server_checks import check_inbox, check_port, check_server, check_silence
from csms.console.session import open_client, with_errors_told


def doctor(
    settings: Settings,
    server: Annotated[
        str | None,
        typer.Option(
            "--server", envvar="CSMS_SERVER", metavar="URL", help="The server.", show_default="the one of the settings"
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="CSMS_TOKEN",
            metavar="KEY",
            help="The API key.",
            show_default="the file api-token in the data folder",
        ),
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Look for what hinders chargers, and tell what to do. The status is 1 if something fails.

    Start it on the machine of the server, with the same settings: it looks at files, certificate and port as well.
    """
    with_errors_told(lambda: _examine(settings, server, token, is_json=is_json))


def _examine(settings: Settings, server: str | None, token: str | None, *, is_json: bool) -> None:
    client = open_client(server, token, settings)
    try:
        findings = list(examine(client, settings, datetime.now(UTC)))
    finally:
        client.close()
    worst = [finding for finding in findings if finding.level is Level.FAIL]
    if is_json:
        print_json(msgspec.json.encode(findings))
    else:
        print_findings(findings)
        warnings = sum(finding.level is Level.WARN for finding in findings)
        typer.echo()
        print_line(f"{len(worst)} failed, {warnings} to look at, {len(findings) - len(worst) - warnings} are fine")
    if worst:
        raise typer.Exit(1)


def examine(client: Client, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything.

    Args:
        client: asks the server.
        settings: of the server.
        now: the time.
    """
    of_server = list(check_server(client))
    yield from of_server
    yield from check_port(settings)
    yield from check_machine(settings, now)
    if any(finding.check in {"server", "API key"} and finding.level is Level.FAIL for finding in of_server):
        return
    try:
        yield from check_inbox(client)
        yield from check_silence(client, settings, now)
    except ApiError as error:
        yield fail("stations", str(error), "The log of the server says why")
