"""The screen Now: what every connector is doing, while it happens."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.async_api import Locator, Page, expect

from csms.app import App
from csms.domain.stations import Admission
from csms.service import sites, stations
from csms.storage import schema
from csms.storage.engine import Tx
from csms_simulator.clock import ScaledClock
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.simulated_station import SimulatedStation
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat

A_MINUTE_PER_SECOND = 60.0
MANY_STATIONS = 500
CONNECTORS_EACH = 2
MANY_SITES = 20


def tile_of(page: Page, station: str) -> Locator:
    """Return the tile of a station's first connector."""
    return page.get_by_role("article", name=re.compile(f"^{station}, "))


def counter(page: Page, name: str) -> Locator:
    """Return one of the counters above the tiles."""
    counters = page.get_by_role("region", name="Counters")
    return counters.get_by_role("button", name=name).or_(counters.get_by_role("link", name=name))


async def add_site(server: App, name: str, address: str, time_zone: str, *identities: str) -> int:
    """Make a site with some stations."""

    def add(tx: Tx) -> int:
        now = server.central.now()
        site = sites.add(tx, name, address, time_zone, now).id
        for identity in identities:
            stations.add(tx, identity, Admission.ACCEPTED, {"site_id": site}, now)
        return site

    return await server.store.write(add)


FAST = EvseLayout(is_dc=True, max_power_w=50_000, max_current_a=125, voltage_v=400)
"""Unlike AC, it knows the charge of the vehicle's battery."""


def simulated(server: App, identity: str, version: str = "1.6", evse: EvseLayout | None = None) -> SimulatedStation:
    """Return a station for which a minute lasts a second."""
    return SimulatedStation(
        f"ws://127.0.0.1:{server.ocpp_port}",
        identity,
        version,
        layout=Layout(evses=(evse or EvseLayout(),)),
        clock=ScaledClock(A_MINUTE_PER_SECOND),
    )


@pytest.fixture
async def fleet(server: App) -> AsyncIterator[dict[str, SimulatedStation]]:
    """Five stations at two sites and at none: one charges, one is faulted, one is offline, two are free."""
    await add_site(server, "Depot North", "1 Harbour Road, Hamburg", "Europe/Berlin", "D1", "D2", "D3")
    await add_site(server, "Town Hall", "Market Square 2, Leeds", "Europe/London", "T1")
    versions = {"D1": "1.6", "D2": "2.0.1", "D3": "1.6", "T1": "2.1", "X1": "1.6"}
    async with AsyncExitStack() as stack:
        fleet = {
            identity: await stack.enter_async_context(simulated(server, identity, version))
            for identity, version in versions.items()
        }
        for station in fleet.values():
            await station.online()
            await station.settled()
        await fleet["D1"].fault("GroundFailure", info="earth leakage of 40 mA")
        await fleet["D1"].settled()
        await fleet["T1"].plug_in()
        await fleet["T1"].swipe("TAG-T1")
        await fleet["T1"].frames.sent("TransactionEvent")
        await fleet["T1"].settled()
        await fleet["D3"].go_offline()
        yield fleet


async def test_without_a_charger_it_says_how_to_connect_one(logged_in: Seat) -> None:
    page = logged_in.page
    await expect(page.get_by_text("No chargers yet")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("main").get_by_role("link", name="Connect a charger").click()
    await expect(page).to_have_url(re.compile(r"/inbox\?connect=true$"))


async def test_a_charge_is_followed_from_plug_in_to_end(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await page.evaluate("window.isTheSame = true")
    async with simulated(server, "GARAGE", evse=FAST) as station:
        tile = tile_of(page, "GARAGE")
        await expect(tile).to_contain_text("Available")
        await expect(tile).to_contain_text("Connector 1")
        kept = await tile.element_handle()
        await station.plug_in()
        await expect(tile).to_contain_text("Preparing")
        await expect(counter(page, "Charging")).to_contain_text("0")
        await station.swipe("TAG-7")
        await expect(tile).to_contain_text("Charging")
        await expect(tile).to_contain_text("TAG-7")
        await expect(tile).to_contain_text(re.compile(r"\d\.\d+ kW"))
        await expect(tile).to_contain_text(re.compile(r"[1-9][\d.]* k?Wh"))
        await expect(tile).to_contain_text(re.compile(r"\d+ %"))
        await expect(counter(page, "Charging")).to_contain_text("1")
        await expect(counter(page, "Power now")).to_contain_text("kW")
        await expect(counter(page, "Energy today")).to_contain_text(re.compile(r"[1-9][\d.]* k?Wh"))
        await logged_in.picture("charging")
        await station.swipe("TAG-7")
        await expect(tile).to_contain_text("Finishing")
        await expect(tile).not_to_contain_text("TAG-7")
        await station.unplug()
        await expect(tile).to_contain_text("Available")
    await expect(tile).to_contain_text("Offline")
    # Neither the page nor the tile was made anew: nothing flickers.
    assert await page.evaluate("window.isTheSame")
    assert kept is not None
    assert await kept.evaluate("element => element.isConnected")


async def test_tiles_stand_by_site_the_worst_first(fleet: dict[str, SimulatedStation], logged_in: Seat) -> None:
    page = logged_in.page
    depot = page.get_by_role("region", name="Depot North")
    await expect(depot.get_by_role("article")).to_have_count(3)
    await expect(depot.get_by_role("article").nth(0)).to_contain_text("D1")
    await expect(depot.get_by_role("article").nth(0)).to_contain_text("Ground Failure · earth leakage of 40 mA")
    await expect(depot.get_by_role("article").nth(1)).to_contain_text("D3")
    await expect(depot.get_by_role("article").nth(1)).to_contain_text("Offline")
    await expect(depot.get_by_role("article").nth(2)).to_contain_text("EVSE 1.1")
    await expect(depot).to_contain_text("1 faulted, 1 offline, 1 available")
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Depot North", "Town Hall", "Without a site"])
    await logged_in.fits()
    await logged_in.picture("sites")
    await check_accessibility(page)
    await logged_in.picture("dark")
    # What is repaired goes back into its place.
    await fleet["D1"].clear_fault()
    await expect(depot.get_by_role("article").nth(0)).to_contain_text("D3")
    await expect(depot).to_contain_text("1 offline, 2 available")


async def test_counters_and_filters_stand_in_the_address(fleet: dict[str, SimulatedStation], logged_in: Seat) -> None:
    page = logged_in.page
    tiles = page.get_by_role("article")
    await expect(tiles).to_have_count(5)
    for name, number, station in (("Faulted", "1", "D1"), ("Offline", "1", "D3"), ("Charging", "1", "T1")):
        await expect(counter(page, name)).to_contain_text(number)
        await counter(page, name).click()
        await expect(page).to_have_url(f"{logged_in.url}/now?show={name.lower()}")
        await expect(tiles).to_have_count(1)
        await expect(tiles).to_contain_text(station)
    await page.reload()
    await expect(tiles).to_have_count(1)
    await expect(counter(page, "Charging")).to_have_attribute("aria-pressed", "true")
    await counter(page, "Power now").click()
    await expect(page).to_have_url(f"{logged_in.url}/now?show=power")
    await expect(tiles).to_contain_text("T1")
    await page.get_by_role("button", name="Show all").click()
    await expect(page).to_have_url(f"{logged_in.url}/now")
    await expect(tiles).to_have_count(5)
    await page.get_by_label("Search the connectors").fill("tag-t")
    await expect(page).to_have_url(f"{logged_in.url}/now?search=tag-t")
    await expect(tiles).to_have_count(1)
    await page.get_by_label("Search the connectors").fill("")
    await page.get_by_role("combobox", name="Site").click()
    await page.get_by_role("option", name="Depot North").click()
    await expect(page).to_have_url(re.compile(r"/now\?site=\d+$"))
    await expect(tiles).to_have_count(3)
    await expect(counter(page, "Online")).to_contain_text("2")
    await counter(page, "Charging").click()
    await expect(page.get_by_text("Nothing is like that now")).to_be_visible()
    await logged_in.fits()
    await counter(page, "Energy today").click()
    await expect(page).to_have_url(re.compile(r"/transactions\?period=today&site=\d+$"))
    # An address that somebody has kept may name a site that is gone.
    await logged_in.go("/now?site=999999")
    await expect(page.get_by_text("Nothing is like that now")).to_be_visible()


async def test_a_tile_leads_to_its_station_and_to_its_transaction(
    fleet: dict[str, SimulatedStation], logged_in: Seat
) -> None:
    page = logged_in.page
    tile = tile_of(page, "T1")
    await tile.get_by_role("link", name=re.compile("^Transaction")).click()
    await expect(page).to_have_url(re.compile(r"/transactions/\d+$"))
    await page.go_back()
    # Anywhere on the tile but on that link.
    await tile.click(position={"x": 12, "y": 8})
    await expect(page).to_have_url(f"{logged_in.url}/stations/T1")


async def test_a_thousand_connectors_are_there_and_only_those_one_sees_are_made(logged_in: Seat, server: App) -> None:
    page = logged_in.page

    def fill(tx: Tx) -> None:
        now = server.central.now()
        numbers = [sites.add(tx, f"Site {n + 1}", f"{n + 1} Long Street", "UTC", now).id for n in range(MANY_SITES)]
        for n in range(MANY_STATIONS):
            values = {"site_id": numbers[n % MANY_SITES]}
            known = stations.add(tx, f"CP-{n:03}", Admission.ACCEPTED, values, now)
            for evse in range(1, CONNECTORS_EACH + 1):
                row = {"evse": evse, "connector": 1, "status": "Available"}
                times = {"since": now - timedelta(hours=1), "reported_at": now, "received_at": now}
                tx.connection.execute(sa.insert(schema.connector).values(station_id=known.id, **row, **times))

    await server.store.write(fill)
    await page.reload()
    await expect(counter(page, "Offline")).to_contain_text(re.compile("1.000"))
    tiles = page.get_by_role("article")
    await expect(tile_of(page, "CP-000")).to_have_count(CONNECTORS_EACH)
    assert await tiles.count() < 200
    await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    await expect(page.get_by_role("heading", level=2, name="Site 20")).to_be_visible()
    await expect(tile_of(page, "CP-499").first).to_be_visible()
    assert await tiles.count() < 200
    await logged_in.fits()
