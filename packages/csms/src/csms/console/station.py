"""`csms station`: who the stations are, and how they are let in and taken."""

import re
from http import HTTPStatus
from typing import Annotated, Literal

import typer
from msgspec import Struct

from csms.console.client import Answer, ApiError, UsageError, path_of
from csms.console.output import (
    print_facts,
    print_line,
    print_table,
    print_title,
    quantity,
    text,
    time,
    yes_no,
)
from csms.console.session import DEFAULT_LIMIT, AllOption, LimitOption, Session, asks_server, wanted
from csms.console.site import Site, find_site
from csms.console.station_options import (
    CertificateNameOption,
    DelayOption,
    FreeOption,
    IssuerOption,
    NoteOption,
    PasswordOption,
    ProfileOption,
    SiteOption,
    StationArgument,
    StrictOption,
    SubprotocolOption,
    TolerancesOption,
    ZoneOption,
    password_of,
)
from csms.console.station_tables import (
    COLUMNS,
    CONNECTOR_COLUMNS,
    STATUS_COLUMNS,
    VARIABLE_COLUMNS,
    Station,
    StatusReport,
    Variable,
    WholeStation,
)
from csms.domain.stations import Admission

_Value = str | int | float | bool | list[str]

_ADMISSIONS = "|".join(Admission)

station_app = typer.Typer(help="Stations: who they are, how they are let in, what they report.", no_args_is_help=True)


@station_app.command("list")
@asks_server
def list_stations(
    session: Session,
    connected: Annotated[
        bool | None,
        typer.Option("--connected/--disconnected", help="Only those that are, or are not.", show_default=False),
    ] = None,
    admission: Annotated[
        Admission | None, typer.Option("--admission", help="Only those let in this way.", metavar=_ADMISSIONS)
    ] = None,
    version: Annotated[
        Literal["1.6", "2.0.1", "2.1"] | None,
        typer.Option("--version", help="Only those that speak this OCPP.", metavar="1.6|2.0.1|2.1"),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option("--site", help="Only those at this site, by name or number; '' for none.", metavar="SITE"),
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", help="Only those with this text in what they are called.", metavar="TEXT")
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List stations, with the status of their connectors."""
    query = {
        "connected": connected,
        "admission": None if admission is None else admission.value,
        "version": version,
        "site": "none" if site == "" else None if site is None else find_site(session, site),
        "search": search,
    }
    session.show_list(
        session.client.list("/stations", query, wanted(limit, all_of_them)),
        Station,
        COLUMNS,
        empty="There is no such station. A charger appears here when it connects to the URL that `csms serve` prints;"
        " `csms inbox` shows those that were not let in, `csms doctor` what may hinder them.",
    )


@station_app.command("show")
@asks_server
def show(session: Session, station: StationArgument) -> None:
    """Show what is known of a station."""
    session.show_one(
        session.client.get(path_of("stations", station)),
        WholeStation,
        lambda shown: _show(shown, _site_of(session, shown)),
    )


@station_app.command("add")
@asks_server
def add(
    session: Session,
    station: StationArgument,
    admission: Annotated[
        Admission, typer.Option("--admission", help="Whether it is let in.", metavar=_ADMISSIONS)
    ] = Admission.ACCEPTED,
    site: SiteOption = None,
    security_profile: ProfileOption = None,
    password: PasswordOption = None,
    note: NoteOption = None,
    is_free: FreeOption = None,
    is_strict: StrictOption = None,
    response_delay: DelayOption = None,
    time_zone: ZoneOption = None,
    subprotocol: SubprotocolOption = None,
    certificate_name: CertificateNameOption = None,
    certificate_issuer: IssuerOption = None,
    tolerances: TolerancesOption = None,
) -> None:
    """Make a station known before it comes, and let it in."""
    body = _body(
        admission=admission.value,
        site=_site(session, site),
        security_profile=security_profile,
        password=password_of(password),
        note=note,
        is_free=is_free,
        is_strict=is_strict,
        response_delay_s=response_delay,
        time_zone=time_zone,
        subprotocol=subprotocol,
        certificate_name=certificate_name,
        certificate_issuer=certificate_issuer,
        tolerances=_names(tolerances),
    )
    answer = session.client.send("POST", "/stations", {"identity": station, **body})
    tell_password(session, answer, f"{station} is known now: {admission.value}")


@station_app.command("set")
@asks_server
def change(
    session: Session,
    station: StationArgument,
    site: SiteOption = None,
    security_profile: ProfileOption = None,
    password: PasswordOption = None,
    note: NoteOption = None,
    is_free: FreeOption = None,
    is_strict: StrictOption = None,
    response_delay: DelayOption = None,
    time_zone: ZoneOption = None,
    subprotocol: SubprotocolOption = None,
    certificate_name: CertificateNameOption = None,
    certificate_issuer: IssuerOption = None,
    tolerances: TolerancesOption = None,
) -> None:
    """Change where a station stands, how it has to come in and how it is taken; what is not named stays."""
    body = _body(
        site=_site(session, site),
        security_profile=security_profile,
        password=password_of(password),
        note=note,
        is_free=is_free,
        is_strict=is_strict,
        response_delay_s=response_delay,
        time_zone=time_zone,
        subprotocol=subprotocol,
        certificate_name=certificate_name,
        certificate_issuer=certificate_issuer,
        tolerances=_names(tolerances),
    )
    if not body:
        raise UsageError("Name what is to be changed: `csms station set --help` lists it")
    answer = session.client.send("PATCH", path_of("stations", station), body)
    tell_password(session, answer, f"{station} is changed")


@station_app.command("accept")
@asks_server
def accept(session: Session, station: StationArgument) -> None:
    """Let a station in that waits, was rejected, or is not known yet."""
    _admit(session, station, Admission.ACCEPTED)


@station_app.command("reject")
@asks_server
def reject(session: Session, station: StationArgument) -> None:
    """Keep a station out until it is accepted."""
    _admit(session, station, Admission.REJECTED)


@station_app.command("remove")
@asks_server
def remove(
    session: Session,
    station: StationArgument,
    with_transactions: Annotated[
        bool, typer.Option("--with-transactions", help="Its transactions and meter values too.")
    ] = False,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a station. One that has transactions is only deleted with them."""
    if with_transactions and not is_sure:
        typer.confirm(f"Delete {station} with all of its transactions and meter values?", abort=True, err=True)
    answer = session.client.send(
        "DELETE", path_of("stations", station), query={"with_transactions": with_transactions or None}
    )
    session.done(f"{station} is deleted", answer)


@station_app.command("status")
@asks_server
def status(
    session: Session,
    station: StationArgument,
    evse: Annotated[int | None, typer.Option("--evse", min=0, help="Only of this EVSE.", metavar="NUMBER")] = None,
    connector: Annotated[
        int | None, typer.Option("--connector", min=0, help="Only of this connector.", metavar="NUMBER")
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List what a station has reported of its connectors, newest first."""
    path = f"{path_of('stations', station)}/statuses"
    session.show_list(
        session.client.list(path, {"evse": evse, "connector": connector}, wanted(limit, all_of_them)),
        StatusReport,
        STATUS_COLUMNS,
        empty=f"{station} has reported nothing. `csms command trigger {station} StatusNotification` asks it to.",
    )


@station_app.command("variables")
@asks_server
def variables(
    session: Session,
    station: StationArgument,
    search: Annotated[
        str | None, typer.Option("--search", help="Only those with this text in their name.", metavar="TEXT")
    ] = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """List how a station is configured: keys of OCPP 1.6, variables of 2.x, as it has reported them last."""
    items = session.client.list(
        f"{path_of('stations', station)}/variables", {"search": search}, wanted(limit, all_of_them)
    )
    session.show_list(
        items,
        Variable,
        VARIABLE_COLUMNS,
        empty=f"{station} has reported nothing. `csms command get-configuration {station}` asks it to.",
    )


def _admit(session: Session, station: str, admission: Admission) -> None:
    try:
        answer = session.client.send("PATCH", path_of("stations", station), {"admission": admission.value})
    except ApiError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        answer = session.client.send("POST", "/stations", {"identity": station, "admission": admission.value})
    session.done(f"{station} is {admission.value}", answer)


def _body(**given: _Value | None) -> dict[str, _Value | None]:
    """Return what is sent: an option that is not given is left out, '' takes a value away."""
    named = {name: value for name, value in given.items() if value is not None}
    return {name: None if value == "" and name != "note" else value for name, value in named.items()}


def _site(session: Session, site: str | None) -> int | str | None:
    """Return what is sent for `--site`."""
    return find_site(session, site) if site else site


def _names(tolerances: str | None) -> list[str] | str | None:
    """Return what is sent for `--tolerances`."""
    match tolerances:
        case None:
            return None
        case "all":
            return ""
        case "none":
            return []
        case _:
            return re.split(r"[,\s]+", tolerances.strip(", "))


class _Made(Struct, frozen=True):
    password: str | None


def tell_password(session: Session, answer: Answer, words: str) -> None:
    """Tell what has been done, and the password that was made, if there is one."""
    session.done(words, answer)
    if not session.is_json and (made := answer.read(_Made).password):
        print_line(f"Its password, which is shown this once: {made}")


def _site_of(session: Session, station: WholeStation) -> Site | None:
    return None if station.site is None else session.client.get(path_of("sites", station.site)).read(Site)


def _show(station: WholeStation, site: Site | None) -> None:
    if station.is_connected:
        connected = f"since {time(station.connected_at)}, from {text(station.remote_address)}"
    elif station.disconnected_at is None:
        connected = "never yet"
    else:
        connected = f"no, since {time(station.disconnected_at)}"
    print_facts(
        [
            ("station", station.identity),
            ("site", text(None if site is None else site.name)),
            ("admission", station.admission),
            ("connected", connected),
            ("last seen", time(station.last_seen_at)),
            ("booted", f"{time(station.booted_at)} {station.boot_reason or ''}".strip()),
            ("OCPP", text(station.version)),
            ("vendor", text(station.vendor)),
            ("model", text(station.model)),
            ("serial number", text(station.serial_number)),
            ("firmware", text(station.firmware)),
            ("security profile", str(station.security_profile)),
            ("password", "set" if station.has_password else "not set"),
            ("certificate name", text(station.certificate_name)),
            ("certificate issuer", text(station.certificate_issuer)),
            ("free for all", yes_no(station.is_free)),
            ("strict", yes_no(station.is_strict)),
            ("tolerances", "all" if station.tolerances is None else ", ".join(station.tolerances) or "none"),
            ("response delay", quantity(station.response_delay_s, "s")),
            ("time zone", station.time_zone),
            ("subprotocol", text(station.subprotocol)),
            ("known since", time(station.created_at)),
            ("note", text(station.note)),
        ]
    )
    if station.connectors:
        print_title("Connectors")
        print_table(CONNECTOR_COLUMNS, station.connectors)
