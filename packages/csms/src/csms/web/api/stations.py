"""Stations: who they are, how they are taken, and what they have told."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from csms.domain.stations import Admission
from csms.service import stations as service
from csms.service.passwords import hash_station_password, random_station_password
from csms.storage import station_lists, stations, violations
from csms.storage.engine import Store
from csms.storage.station_lists import StationFilter
from csms.storage.stations import StationRecord
from csms.web.api.station_models import (
    GENERATE,
    ChangedStation,
    Connector,
    Notification,
    SecurityEvent,
    Station,
    StationChange,
    StationRequest,
    StationViolation,
    StatusReport,
    Variable,
    Version,
)
from csms.web.fields import (
    ConnectorInQuery,
    EvseInQuery,
    IdentityInPath,
    SearchInQuery,
    SiteInQuery,
    TimePosition,
    answer_from,
    check_zone,
    given_in,
    site_wanted,
)
from csms.web.paging import Page, Paging
from csms.web.problems import Fault, Problem, conflict, not_found, unprocessable
from csms.web.services import Web

VariablePosition = tuple[str, str, int, int, str, str, str]


class StationsController(Controller):
    """Charging stations."""

    path = "/stations"
    tags = ("Stations",)

    @get()
    async def list_stations(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        connected: Annotated[bool | None, QueryParameter(description="Only those with a link, or without.")] = None,
        admission: Annotated[Admission | None, QueryParameter(description="Only those of this admission.")] = None,
        version: Annotated[Version | None, QueryParameter(description="Only those that speak this version.")] = None,
        site: SiteInQuery = None,
        search: SearchInQuery = None,
    ) -> Page[Station]:
        """List stations, by identity.

        `search` looks at identity, vendor, model, serial number, firmware and note.
        """
        wanted = StationFilter(
            is_connected=connected, admission=admission, version=version, site=site_wanted(site), search=search
        )
        records = await store.read(station_lists.stations, wanted, paging.after(str), paging.limit + 1)
        connectors = await store.read(station_lists.connectors, [record.id for record in records])
        return paging.page(
            records, lambda record: _answer(record, connectors[record.id]), lambda record: record.identity
        )

    @post()
    async def create_station(
        self,
        store: NamedDependency[Store],
        web: NamedDependency[Web],
        now: NamedDependency[datetime],
        data: JSONBody[StationRequest],
    ) -> ChangedStation:
        """Make a station known before it comes.

        Without this, what is done with a station that comes is said by the setting `unknown_stations`.
        """
        values = given_in(data)
        del values["identity"], values["admission"]
        values["time_zone"] = data.time_zone or web.settings.station_time_zone
        columns, password = await _columns(web, values)
        try:
            record = await store.write(service.add, data.identity, data.admission, columns, now)
        except service.UnknownSiteError:
            raise _no_such_site() from None
        except service.StationError as error:
            raise conflict(str(error)) from None
        return ChangedStation(station=_answer(record, []), password=password)

    @get("/{identity:str}")
    async def get_station(self, store: NamedDependency[Store], identity: IdentityInPath) -> Station:
        """Return a station with its connectors."""
        return await _read(store, identity)

    @patch("/{identity:str}")
    async def change_station(
        self,
        store: NamedDependency[Store],
        web: NamedDependency[Web],
        now: NamedDependency[datetime],
        identity: IdentityInPath,
        data: JSONBody[StationChange],
    ) -> ChangedStation:
        """Change a station; it takes effect at once, also if it is connected.

        Who accepts a station that waits has it asked to boot again. A link that is less secure than it has to be, and
        that of a station that is rejected, is closed.
        """
        columns, password = await _columns(web, given_in(data))
        try:
            await store.write_for(identity, service.change, identity, columns, now)
        except service.UnknownSiteError:
            raise _no_such_site() from None
        except LookupError:
            raise not_found(f"station {identity}") from None
        except service.StationError as error:
            raise conflict(str(error)) from None
        return ChangedStation(station=await _read(store, identity), password=password)

    @delete("/{identity:str}")
    async def delete_station(
        self,
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        identity: IdentityInPath,
        with_transactions: Annotated[
            bool, QueryParameter(description="Delete its transactions and meter values too.")
        ] = False,
    ) -> None:
        """Forget a station and all that it has told; its link is closed.

        A station that has transactions is only deleted if `with_transactions` is true. One that comes back is a
        stranger.
        """
        try:
            await store.write_for(identity, service.delete, identity, now, with_transactions=with_transactions)
        except LookupError:
            raise not_found(f"station {identity}") from None
        except service.StationError as error:
            raise conflict(str(error)) from None

    @get("/{identity:str}/statuses")
    async def list_statuses(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        identity: IdentityInPath,
        evse: EvseInQuery = None,
        connector: ConnectorInQuery = None,
    ) -> Page[StatusReport]:
        """List what a station has said of its connectors, newest first."""
        record = await find_station(store, identity)
        rows = await store.read(
            station_lists.status_reports, record.id, evse, connector, paging.after(TimePosition), paging.limit + 1
        )
        return paging.page(
            rows, lambda row: answer_from(row, StatusReport), lambda row: (row["reported_at"], row["id"])
        )

    @get("/{identity:str}/variables")
    async def list_variables(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        identity: IdentityInPath,
        component: Annotated[
            str | None, QueryParameter(max_length=255, description="Only those of this component; empty in 1.6.")
        ] = None,
        search: SearchInQuery = None,
    ) -> Page[Variable]:
        """List the variables of a station: the configuration keys of 1.6, the device model of 2.x.

        They are as the station has reported them last. `search` looks at component, variable and value.
        """
        record = await find_station(store, identity)
        rows = await store.read(
            station_lists.variables,
            record.id,
            component,
            search,
            paging.after(VariablePosition),
            paging.limit + 1,
        )
        return paging.page(rows, lambda row: answer_from(row, Variable, "characteristics"), _variable_position)

    @get("/{identity:str}/violations")
    async def list_violations(self, store: NamedDependency[Store], identity: IdentityInPath) -> Page[StationViolation]:
        """List what a station does wrong and is tolerated, latest first; all on one page."""
        record = await find_station(store, identity)
        found = await store.read(violations.of_station, record.id)
        return Page(
            [
                StationViolation(each.rule, each.action, each.count, each.first_at, each.last_at, each.example)
                for each in found
            ],
            None,
        )

    @get("/{identity:str}/security-events")
    async def list_security_events(
        self, store: NamedDependency[Store], paging: NamedDependency[Paging], identity: IdentityInPath
    ) -> Page[SecurityEvent]:
        """List the security events of a station, newest first."""
        record = await find_station(store, identity)
        rows = await store.read(station_lists.security_events, record.id, paging.after(TimePosition), paging.limit + 1)
        return paging.page(
            rows, lambda row: answer_from(row, SecurityEvent), lambda row: (row["happened_at"], row["id"])
        )

    @get("/{identity:str}/notifications")
    async def list_notifications(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        identity: IdentityInPath,
        action: Annotated[
            str | None, QueryParameter(max_length=100, description="Only this message, such as NotifyEvent.")
        ] = None,
    ) -> Page[Notification]:
        """List messages of a station that are kept as they came, newest first.

        These are those that the server does not act on: the progress of firmware and logs, monitoring, reports.
        """
        record = await find_station(store, identity)
        rows = await store.read(
            station_lists.notifications, record.id, action, paging.after(TimePosition), paging.limit + 1
        )
        return paging.page(
            rows, lambda row: answer_from(row, Notification, "payload"), lambda row: (row["received_at"], row["id"])
        )


async def find_station(store: Store, identity: str) -> StationRecord:
    """Return a station. Raises: Problem: it is not known."""
    record = await store.read(stations.find, identity)
    if record is None:
        raise not_found(f"station {identity}")
    return record


async def _read(store: Store, identity: str) -> Station:
    record = await find_station(store, identity)
    connectors = await store.read(station_lists.connectors, [record.id])
    return _answer(record, connectors[record.id])


def _answer(record: StationRecord, connectors: list[station_lists.Row]) -> Station:
    values: dict[str, Any] = {field: getattr(record, field) for field in record.__struct_fields__}
    values["site"] = record.site_id
    values["has_password"] = record.password_hash is not None
    values["tolerances"] = None if record.tolerances is None else record.tolerances.split()
    values["connectors"] = [answer_from(row, Connector) for row in connectors]
    return answer_from(values, Station)


async def _columns(web: Web, values: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return what to write, and the password if one was to be made. Raises: Problem."""
    columns = dict(values)
    if "time_zone" in columns:
        check_zone("body.time_zone", columns["time_zone"])
    if "site" in columns:
        columns["site_id"] = columns.pop("site")
    if columns.get("tolerances") is not None:
        columns["tolerances"] = " ".join(columns["tolerances"])
    if "password" not in columns:
        return columns, None
    password: str | None = columns.pop("password")
    if password is None:
        columns["password_hash"] = None
        return columns, None
    is_random = password == GENERATE
    if is_random:
        password = random_station_password()
    async with web.hashing:
        columns["password_hash"] = await asyncio.to_thread(
            hash_station_password, password.encode(), is_random=is_random
        )
    return columns, password if is_random else None


def _no_such_site() -> Problem:
    return unprocessable("The request cannot be done", Fault("body.site", "There is no such site"))


def _variable_position(row: station_lists.Row) -> tuple[object, ...]:
    return (
        row["component"],
        row["component_instance"],
        row["evse"],
        row["connector"],
        row["variable"],
        row["variable_instance"],
        row["attribute"],
    )
