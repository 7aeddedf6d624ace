"""Sites, and the stations that stand there."""

import pytest

from csms.domain.events import Event, SiteChanged
from csms.domain.stations import Admission
from csms.service import sites as service
from csms.service import stations as station_service
from csms.service.sites import SiteError
from csms.service.stations import UnknownSiteError
from csms.storage import sites, station_lists, stations
from csms.storage.engine import Store
from csms.storage.sites import SiteRecord
from csms.storage.station_lists import NO_SITE, StationFilter
from packages.csms.tests.told import NOW


async def make(store: Store, name: str = "Depot", **values: str) -> SiteRecord:
    return await store.write(service.add, name, values.get("address", ""), values.get("time_zone", "UTC"), NOW)


async def place(store: Store, identity: str, site: int | None) -> None:
    await store.write(station_service.add, identity, Admission.ACCEPTED, {"site_id": site}, NOW)


async def at_site(store: Store, site: int | None) -> list[str]:
    found = await store.read(station_lists.stations, StationFilter(site=site), None, 99)
    return [each.identity for each in found]


def told(site: SiteRecord, *, is_deleted: bool = False) -> SiteChanged:
    return SiteChanged(
        station="",
        at=NOW,
        site=site.id,
        site_name=site.name,
        address=site.address,
        time_zone=site.time_zone,
        is_deleted=is_deleted,
    )


async def test_a_site_is_made_changed_and_deleted(store: Store, published: list[Event]) -> None:
    made = await make(store, address="Gate 1", time_zone="Europe/Berlin")
    assert (made.name, made.address, made.time_zone, made.station_count) == ("Depot", "Gate 1", "Europe/Berlin", 0)
    changed = await store.write(service.change, made.id, {"name": "Yard"}, NOW)
    assert (changed.id, changed.name, changed.address) == (made.id, "Yard", "Gate 1")
    assert await store.read(sites.find_by_name, "Yard") == changed
    await store.write(service.delete, made.id, NOW, unassign=False)
    assert await store.read(sites.find, made.id) is None
    assert published == [told(made), told(changed), told(changed, is_deleted=True)]


async def test_a_name_is_of_one_site(store: Store) -> None:
    depot, yard = await make(store), await make(store, "Yard")
    with pytest.raises(SiteError, match="There is a site Depot"):
        await make(store)
    with pytest.raises(SiteError, match="There is a site Depot"):
        await store.write(service.change, yard.id, {"name": "Depot"}, NOW)
    assert (await store.write(service.change, depot.id, {"name": "Depot"}, NOW)).name == "Depot"


async def test_a_change_of_nothing_is_no_news(store: Store, published: list[Event]) -> None:
    made = await make(store)
    published.clear()
    assert await store.write(service.change, made.id, {}, NOW) == made
    assert published == []


async def test_stations_are_found_by_their_site(store: Store) -> None:
    depot, yard = await make(store), await make(store, "Yard")
    for identity, site in (("A", depot.id), ("B", depot.id), ("C", yard.id), ("D", None)):
        await place(store, identity, site)
    assert await at_site(store, depot.id) == ["A", "B"]
    assert await at_site(store, NO_SITE) == ["D"]
    assert await at_site(store, None) == ["A", "B", "C", "D"]
    counts = {each.name: each.station_count for each in await store.read(sites.sites, None, None, 9)}
    assert counts == {"Depot": 2, "Yard": 1}


async def test_a_site_where_stations_stand_is_only_deleted_if_they_may_be_without(store: Store) -> None:
    depot = await make(store)
    await place(store, "A", depot.id)
    with pytest.raises(SiteError, match=r"1 station stands at Depot: .* unassign=true"):
        await store.write(service.delete, depot.id, NOW, unassign=False)
    await place(store, "B", depot.id)
    with pytest.raises(SiteError, match="2 stations stand at Depot"):
        await store.write(service.delete, depot.id, NOW, unassign=False)
    assert await at_site(store, depot.id) == ["A", "B"]
    await store.write(service.delete, depot.id, NOW, unassign=True)
    assert await at_site(store, NO_SITE) == ["A", "B"]


async def test_a_station_can_only_stand_where_a_site_is(store: Store) -> None:
    with pytest.raises(UnknownSiteError):
        await place(store, "A", 7)
    assert await store.read(stations.find, "A") is None
    await place(store, "A", None)
    with pytest.raises(UnknownSiteError):
        await store.write(station_service.change, "A", {"site_id": 7}, NOW)


async def test_a_site_that_is_not_there_cannot_be_changed_or_deleted(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.write(service.change, 7, {"name": "Yard"}, NOW)
    with pytest.raises(LookupError):
        await store.write(service.delete, 7, NOW, unassign=True)


async def test_sites_come_by_name_page_by_page_and_are_searched(store: Store) -> None:
    for name, address in (("Yard", "Harbour 1"), ("Depot", "Gate 50%"), ("Attic", "Gate 5")):
        await make(store, name, address=address)
    first = await store.read(sites.sites, None, None, 2)
    rest = await store.read(sites.sites, None, first[-1].name, 2)
    assert [[each.name for each in page] for page in (first, rest)] == [["Attic", "Depot"], ["Yard"]]
    assert [each.name for each in await store.read(sites.sites, "gate", None, 9)] == ["Attic", "Depot"]
    assert [each.name for each in await store.read(sites.sites, "0%", None, 9)] == ["Depot"]
