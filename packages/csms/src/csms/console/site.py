"""`csms site`: the places where stations stand."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import typer
from msgspec import Struct

from csms.console.client import ApiError, UsageError, path_of, read
from csms.console.output import Column, print_facts, text, time
from csms.console.session import DEFAULT_LIMIT, AllOption, LimitOption, Session, asks_server, wanted

site_app = typer.Typer(help="Sites: the places where stations stand.", no_args_is_help=True)

SiteArgument = Annotated[str, typer.Argument(help="Name or number of the site.", metavar="SITE")]
NameOption = Annotated[str | None, typer.Option("--name", help="What people call it.", metavar="TEXT")]
AddressOption = Annotated[
    str | None, typer.Option("--address", help="Where it is, as one writes it on an envelope.", metavar="TEXT")
]
ZoneOption = Annotated[
    str | None,
    typer.Option("--time-zone", help="In which people there read times, as Europe/Berlin.", metavar="ZONE"),
]


class Site(Struct, frozen=True):
    """What is shown of a site."""

    id: int
    name: str
    address: str
    time_zone: str
    created_at: datetime
    station_count: int


COLUMNS = (
    Column[Site]("number", lambda row: str(row.id), is_number=True),
    Column[Site]("site", lambda row: row.name),
    Column[Site]("address", lambda row: text(_in_one_line(row.address))),
    Column[Site]("time zone", lambda row: row.time_zone),
    Column[Site]("stations", lambda row: str(row.station_count), is_number=True),
)


@site_app.command("list")
@asks_server
def list_sites(
    session: Session,
    search: Annotated[
        str | None, typer.Option("--search", help="Only those with this text in name or address.", metavar="TEXT")
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List sites, with the number of their stations."""
    session.show_list(
        session.client.list("/sites", {"search": search}, wanted(limit, all_of_them)),
        Site,
        COLUMNS,
        empty="There is no such site. `csms site add NAME` makes one, `csms station set STATION --site NAME` puts a"
        " station there.",
    )


@site_app.command("show")
@asks_server
def show(session: Session, site: SiteArgument) -> None:
    """Show what is known of a site; `csms station list --site SITE` lists its stations."""
    session.show_one(session.client.get(path_of("sites", find_site(session, site))), Site, _show)


@site_app.command("add")
@asks_server
def add(
    session: Session,
    name: Annotated[str, typer.Argument(help="What people call it.", metavar="NAME")],
    address: AddressOption = None,
    time_zone: ZoneOption = None,
) -> None:
    """Make a site."""
    answer = session.client.send("POST", "/sites", {"name": name, **_body(None, address, time_zone)})
    session.done(f"{answer.read(Site).name} is site {answer.read(Site).id} now", answer)


@site_app.command("set")
@asks_server
def change(
    session: Session,
    site: SiteArgument,
    name: NameOption = None,
    address: AddressOption = None,
    time_zone: ZoneOption = None,
) -> None:
    """Change a site; what is not named stays."""
    body = _body(name, address, time_zone)
    if not body:
        raise UsageError("Name what is to be changed: `csms site set --help` lists it")
    answer = session.client.send("PATCH", path_of("sites", find_site(session, site)), body)
    session.done(f"{answer.read(Site).name} is changed", answer)


@site_app.command("remove")
@asks_server
def remove(
    session: Session,
    site: SiteArgument,
    is_unassigning: Annotated[
        bool, typer.Option("--unassign", help="Its stations may be left without a site.")
    ] = False,
) -> None:
    """Delete a site; one where stations stand only if they may be left without."""
    answer = session.client.send(
        "DELETE", path_of("sites", find_site(session, site)), query={"unassign": is_unassigning or None}
    )
    session.done(f"{site} is deleted", answer)


def find_site(session: Session, site: str) -> int:
    """Return the number of a site that was named, or given by its number; a name goes before a number.

    Raises: ApiError: there is none.
    """
    found = [read(row, Site) for row in session.client.list("/sites", {"search": site.strip()}, None).rows]
    for each in found:
        if each.name == site.strip():
            return each.id
    if site.isascii() and site.isdecimal() and len(site) < 19:
        return int(site)
    raise ApiError(f"There is no site {site}: `csms site list` lists them", HTTPStatus.NOT_FOUND)


def _body(name: str | None, address: str | None, time_zone: str | None) -> dict[str, str]:
    given = {"name": name, "address": address, "time_zone": time_zone}
    return {field: value for field, value in given.items() if value is not None}


def _show(site: Site) -> None:
    print_facts(
        [
            ("site", site.name),
            ("number", str(site.id)),
            ("address", text(_in_one_line(site.address))),
            ("time zone", site.time_zone),
            ("stations", str(site.station_count)),
            ("made", time(site.created_at)),
        ]
    )


def _in_one_line(address: str) -> str:
    return ", ".join(line.strip() for line in address.splitlines() if line.strip())
