"""What goes on now: each connector, the worst first, and counters."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from csms.domain.connector_states import (
    ConnectorFacts,
    ConnectorState,
    Running,
    link_since,
    state_since,
    suspended_since,
)
from csms.storage import connector_lists
from csms.storage.connector_lists import ConnectorFilter, ConnectorRow
from csms.storage.engine import Store
from csms.storage.overview import Overview, overview
from csms.web.fields import NO_CONTROLS, SearchInQuery, SiteInQuery, check_zone, site_wanted
from csms.web.paging import Number, Page, Paging
from csms.web.problems import bad_request
from csms.web.services import Web

LONGEST_LIST = 100

Position = tuple[Number, str, Number, Number]


class RunningTransaction(Struct, frozen=True, kw_only=True):
    """The transaction that runs at a connector."""

    id: Annotated[int, Meta(description="Its number.")]
    id_token: Annotated[str | None, Meta(description="The token that began it.")]
    started_at: Annotated[datetime, Meta(description="When it began, by the station's clock.")]
    charging_state: Annotated[str | None, Meta(description="What is going on (2.x): Charging, SuspendedEV, ...")]
    energy_wh: Annotated[float | None, Meta(description="What was delivered so far; null if nothing is known.")]
    power_w: Annotated[float | None, Meta(description="The power, as it was metered last.")]
    soc_percent: Annotated[float | None, Meta(description="The charge of the vehicle's battery, last known.")]
    metered_at: Annotated[datetime | None, Meta(description="When it was metered last, by the station's clock.")]
    suspended_since: Annotated[
        datetime | None, Meta(description="Since when no energy flows; null: it flows, or that is not told.")
    ]


class ConnectorNow(Struct, frozen=True, kw_only=True):
    """What a connector is doing."""

    station: Annotated[str, Meta(description="Identity of the station.")]
    site: Annotated[int | None, Meta(description="Number of the site where it stands.")]
    version: Annotated[str | None, Meta(description="The version of OCPP that the station speaks.")]
    evse: Annotated[int | None, Meta(description="Number of the EVSE; null: the station has told of none.")]
    connector: Annotated[int | None, Meta(description="Number of the connector at its EVSE; null: it is not told.")]
    state: Annotated[ConnectorState, Meta(description="What it is doing, in one word; the same for all versions.")]
    state_since: Annotated[datetime | None, Meta(description="Since when, as far as that is known.")]
    is_connected: Annotated[bool, Meta(description="The station has a link.")]
    link_since: Annotated[datetime | None, Meta(description="Since when it has one, or has none; null: never yet.")]
    status: Annotated[str | None, Meta(description="In the words of its version; null: it has not told.")]
    status_since: Annotated[datetime | None, Meta(description="Since when, by the station's clock.")]
    error_code: Annotated[str | None, Meta(description="The error of connector, EVSE or station; null without one.")]
    error_info: Annotated[str | None, Meta(description="More about the error.")]
    vendor_error_code: Annotated[str | None, Meta(description="The vendor's own code of the error.")]
    transaction: Annotated[RunningTransaction | None, Meta(description="What runs there; null: nothing.")]


class ConnectorCounts(Struct, frozen=True, kw_only=True):
    """How many connectors are in which state."""

    faulted: Annotated[int, Meta(description="With an error: nobody can charge.")] = 0
    offline: Annotated[int, Meta(description="Their station has no link.")] = 0
    unavailable: Annotated[int, Meta(description="Taken out of service.")] = 0
    suspended_evse: Annotated[int, Meta(description="The station gives the vehicle nothing.")] = 0
    suspended_ev: Annotated[int, Meta(description="The vehicle takes nothing.")] = 0
    charging: Annotated[int, Meta(description="Energy flows.")] = 0
    occupied: Annotated[int, Meta(description="A driver or a vehicle is there, and no energy flows.")] = 0
    reserved: Annotated[int, Meta(description="Kept for a driver.")] = 0
    available: Annotated[int, Meta(description="Free.")] = 0
    unknown: Annotated[int, Meta(description="The station is connected, and has told nothing.")] = 0


class Counters(Struct, frozen=True, kw_only=True):
    """Counters of this moment; stations that are not accepted do not count."""

    at: Annotated[datetime, Meta(description="When it was counted, to a second.")]
    stations: Annotated[int, Meta(description="Stations that are accepted.")]
    online: Annotated[int, Meta(description="Those with a link.")]
    offline: Annotated[int, Meta(description="Those without.")]
    connectors: Annotated[ConnectorCounts, Meta(description="Connectors by their state.")]
    inbox: Annotated[int, Meta(description="Entries of the inbox, of all sites.")]
    power_w: Annotated[float, Meta(description="What all transactions of connected stations draw, as metered last.")]
    energy_today_wh: Annotated[float, Meta(description="What was delivered since `today_since`.")]
    today_since: Annotated[datetime, Meta(description="The last midnight of the time zone.")]
    time_zone: Annotated[str, Meta(description="The time zone.")]


class NowController(Controller):
    """What goes on now."""

    tags = ("Now",)

    @get("/connectors")
    async def list_connectors(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        site: SiteInQuery = None,
        states: Annotated[
            list[ConnectorState] | None,
            QueryParameter(
                name="state",
                max_items=len(ConnectorState),
                description="Only those in this state; may be repeated.",
            ),
        ] = None,
        station: Annotated[
            list[Annotated[str, Meta(max_length=255, pattern=NO_CONTROLS)]] | None,
            QueryParameter(max_items=LONGEST_LIST, description="Only those of this station; may be repeated."),
        ] = None,
        search: SearchInQuery = None,
    ) -> Page[ConnectorNow]:
        """List what all connectors are doing, the worst first, then by station.

        `state` is the worst that is known of a connector, in this order: `faulted`, `offline` (its station has no
        link), `unavailable`, `suspended_evse` (the station gives nothing), `suspended_ev` (the vehicle takes nothing),
        `charging`, `occupied` (a driver or a vehicle is there, no energy flows), `reserved`, `available`, `unknown`.
        A station that has told of no connector is one row without EVSE; stations that are not accepted are left out.
        `search` looks at what stations are searched by, and at the token that charges. What changes state while one
        reads page by page may come twice or not at all: the events tell of it.
        """
        wanted = ConnectorFilter(
            site=site_wanted(site), states=tuple(states or ()), stations=tuple(station or ()), search=search
        )
        rows = await store.read(connector_lists.connectors, wanted, paging.after(Position), paging.limit + 1)
        return paging.page(rows, _answer, lambda row: row.position)

    @get("/overview")
    async def get_overview(
        self,
        web: NamedDependency[Web],
        now: NamedDependency[datetime],
        time_zone: Annotated[
            str,
            QueryParameter(
                min_length=1,
                max_length=64,
                schema_extra={"format": "time-zone"},
                description="Where the day begins at midnight, such as `Europe/Berlin`.",
            ),
        ] = "UTC",
        site: SiteInQuery = None,
    ) -> Counters:
        """Count what goes on; who asks often gets the same for a second.

        `energy_today_wh` is what was delivered since midnight, by the clocks of the stations: the energy of all
        transactions that have begun since, and of those that began before and still ran then what their meter has
        counted since the last register that it showed before midnight. If it showed none, all of their energy counts.
        """
        check_zone("query.time_zone", time_zone, bad_request)
        since = midnight_before(now, time_zone)
        wanted = site_wanted(site)
        counted = await web.overviews.get((since, wanted), lambda: web.store.read(overview, since, wanted))
        return _counters(counted, now, since, time_zone)


def midnight_before(now: datetime, time_zone: str) -> datetime:
    """Return when the day has begun in a time zone; where clocks leave midnight out, the first moment after it."""
    zone = ZoneInfo(time_zone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight.astimezone(now.tzinfo)


def _counters(counted: Overview, now: datetime, since: datetime, time_zone: str) -> Counters:
    return Counters(
        at=now,
        stations=counted.stations,
        online=counted.online,
        offline=counted.stations - counted.online,
        connectors=ConnectorCounts(**{each.state.value: each.count for each in counted.states}),
        inbox=counted.inbox,
        power_w=sum(each.power_w for each in counted.states),
        energy_today_wh=counted.energy_wh,
        today_since=since,
        time_zone=time_zone,
    )


def _answer(row: ConnectorRow) -> ConnectorNow:
    facts = _facts(row)
    return ConnectorNow(
        station=row.identity,
        site=row.site_id,
        version=row.version,
        evse=row.evse or None,
        connector=row.connector or None,
        state=row.state,
        state_since=state_since(facts, row.state),
        is_connected=row.is_connected,
        link_since=facts.link_since,
        status=row.status,
        status_since=row.since,
        error_code=row.error_code or row.evse_error_code or row.station_error_code,
        error_info=row.error_info or row.evse_error_info or row.station_error_info,
        vendor_error_code=row.vendor_error_code,
        transaction=_running(row, facts),
    )


def _facts(row: ConnectorRow) -> ConnectorFacts:
    running = None
    if row.started_at is not None:
        running = Running(
            started_at=row.started_at,
            charging_state=row.charging_state,
            charging_state_since=row.charging_state_since,
            power_w=row.power_w,
        )
    return ConnectorFacts(
        is_connected=row.is_connected,
        link_since=link_since(
            is_connected=row.is_connected,
            connected_at=row.connected_at,
            disconnected_at=row.disconnected_at,
            last_seen_at=row.last_seen_at,
        ),
        status=row.status,
        status_since=row.since,
        evse_status=row.evse_status,
        station_status=row.station_status,
        running=running,
    )


def _running(row: ConnectorRow, facts: ConnectorFacts) -> RunningTransaction | None:
    if row.transaction is None or row.started_at is None:
        return None
    return RunningTransaction(
        id=row.transaction,
        id_token=row.id_token,
        started_at=row.started_at,
        charging_state=row.charging_state,
        energy_wh=row.energy_wh,
        power_w=row.power_w,
        soc_percent=row.soc_percent,
        metered_at=row.metered_at,
        suspended_since=suspended_since(facts),
    )
