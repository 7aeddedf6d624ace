"""Sites: the places where stations stand."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from csms.service import sites as service
from csms.storage import sites
from csms.storage.engine import Store
from csms.storage.sites import SiteRecord
from csms.web.fields import LARGEST_NUMBER, SearchInQuery, ZoneName, check_zone, given_in
from csms.web.paging import Page, Paging
from csms.web.problems import conflict, not_found

SiteInPath = Annotated[int, PathParameter(ge=1, le=LARGEST_NUMBER, description="The site's number (`id`).")]

Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$",
        description="What people call it; no other site has this name. Blanks around it are left out.",
    ),
]
Address = Annotated[
    str, Meta(max_length=500, pattern=r"^[^\x00]*$", description="Where it is, as one writes it on an envelope.")
]
TimeZone = Annotated[ZoneName, Meta(description="The time zone in which people there read times.")]


class Site(Struct, frozen=True, kw_only=True):
    """A place where stations stand."""

    id: Annotated[int, Meta(description="Its number.")]
    name: Annotated[str, Meta(description="What people call it.")]
    address: Annotated[str, Meta(description="Where it is.")]
    time_zone: TimeZone
    created_at: Annotated[datetime, Meta(description="When it was made.")]
    station_count: Annotated[int, Meta(description="How many stations stand there.")]


class SiteRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site to be made."""

    name: Name
    address: Address = ""
    time_zone: TimeZone = "UTC"


class SiteChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a site; what is not named stays."""

    name: Name | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET


class SitesController(Controller):
    """Places where stations stand."""

    path = "/sites"
    tags = ("Sites",)

    @get()
    async def list_sites(
        self, store: NamedDependency[Store], paging: NamedDependency[Paging], search: SearchInQuery = None
    ) -> Page[Site]:
        """List sites, by name.

        `search` looks at name and address.
        """
        rows = await store.read(sites.sites, search, paging.after(str), paging.limit + 1)
        return paging.page(rows, _answer, lambda row: row.name)

    @post()
    async def create_site(
        self, store: NamedDependency[Store], now: NamedDependency[datetime], data: JSONBody[SiteRequest]
    ) -> Site:
        """Make a site; stations are assigned to it one by one, by their field `site`."""
        check_zone("body.time_zone", data.time_zone)
        try:
            return _answer(await store.write(service.add, _trimmed(data.name), data.address, data.time_zone, now))
        except service.SiteError as error:
            raise conflict(str(error)) from None

    @get("/{number:int}")
    async def get_site(self, store: NamedDependency[Store], number: SiteInPath) -> Site:
        """Return a site."""
        record = await store.read(sites.find, number)
        if record is None:
            raise not_found(f"site {number}")
        return _answer(record)

    @patch("/{number:int}")
    async def change_site(
        self,
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        number: SiteInPath,
        data: JSONBody[SiteChange],
    ) -> Site:
        """Change a site."""
        values: dict[str, Any] = given_in(data)
        if "name" in values:
            values["name"] = _trimmed(values["name"])
        if "time_zone" in values:
            check_zone("body.time_zone", values["time_zone"])
        try:
            return _answer(await store.write(service.change, number, values, now))
        except LookupError:
            raise not_found(f"site {number}") from None
        except service.SiteError as error:
            raise conflict(str(error)) from None

    @delete("/{number:int}")
    async def delete_site(
        self,
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        number: SiteInPath,
        unassign: Annotated[bool, QueryParameter(description="Its stations may be left without a site.")] = False,
    ) -> None:
        """Delete a site.

        One where stations stand is only deleted if `unassign` is true; they go on without a site.
        """
        try:
            await store.write(service.delete, number, now, unassign=unassign)
        except LookupError:
            raise not_found(f"site {number}") from None
        except service.SiteError as error:
            raise conflict(str(error)) from None


def _trimmed(name: str) -> str:
    return name.strip(" \n")


def _answer(record: SiteRecord) -> Site:
    return Site(
        id=record.id,
        name=record.name,
        address=record.address,
        time_zone=record.time_zone,
        created_at=record.created_at,
        station_count=record.station_count,
    )
