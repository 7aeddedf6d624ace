"""Sites: the places where stations stand."""

import re

from playwright.async_api import Locator, Page, expect

from csms.app import App
from csms.domain.stations import Admission
from csms.service import sites, stations
from csms.storage.engine import Tx
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat

LONG_IDENTITY = "DE*ABC*E0123456789*" + "X" * 29


def row(page: Page, text: str) -> Locator:
    """A site in the list: a row of a table, or a card."""
    return (
        page.get_by_role("table", name="Sites")
        .get_by_role("row")
        .or_(page.get_by_role("list", name="Sites").get_by_role("listitem"))
        .filter(has_text=text)
    )


async def choose_zone(dialog: Locator, searched: str, zone: str) -> None:
    """Search a time zone, and choose it."""
    await dialog.get_by_role("combobox", name="Time zone").fill(searched)
    await dialog.page.get_by_role("option", name=zone, exact=True).click()


async def test_a_site_is_made_changed_and_deleted(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/stations")
    await page.get_by_role("navigation", name="Stations").get_by_role("link", name="Sites").click()
    await expect(page.get_by_text("No sites", exact=True)).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="New site").click()
    dialog = page.get_by_role("dialog", name="New site")
    await dialog.get_by_label("Name").fill("Depot North")
    await dialog.get_by_label("Address").fill("1 Harbour Road, New York")
    await choose_zone(dialog, "new york", "America/New_York")
    await logged_in.picture("new")
    await check_accessibility(page)
    await dialog.get_by_role("button", name="Make it").click()
    await expect(row(page, "Depot North")).to_contain_text("America/New_York")

    logged_in.expect("409 POST .*/api/v1/sites")
    await page.get_by_role("button", name="New site").click()
    await dialog.get_by_label("Name").fill("Depot North")
    await dialog.get_by_role("button", name="Make it").click()
    await expect(dialog.get_by_text("There is a site Depot North")).to_be_visible()
    await dialog.get_by_role("button", name="Cancel").click()

    def add_station(tx: Tx) -> None:
        stations.add(tx, LONG_IDENTITY, Admission.ACCEPTED, {"site_id": 1}, server.central.now())

    await server.store.write(add_station)
    await page.get_by_role("button", name="Change Depot North").click()
    await expect(page).to_have_url(re.compile(r"/sites\?edit=1$"))
    await page.reload()
    dialog = page.get_by_role("dialog", name="Site Depot North")
    await dialog.get_by_label("Name").fill("Depot South")
    await choose_zone(dialog, "berlin", "Europe/Berlin")
    await dialog.get_by_role("button", name="Save").click()
    await expect(row(page, "Depot South")).to_contain_text("Europe/Berlin")
    await expect(page).to_have_url(re.compile(r"/sites$"))
    await logged_in.fits()
    await logged_in.picture("list")
    await check_accessibility(page)

    await page.get_by_role("button", name="Delete Depot South").click()
    question = page.get_by_role("dialog")
    await expect(question.get_by_text("1 station stands there. It goes on and charges as before")).to_be_visible()
    await question.get_by_role("button", name="Delete the site").click()
    await expect(page.get_by_text("No sites", exact=True)).to_be_visible()


async def test_the_stations_of_a_site_are_a_click_away_and_long_names_do_not_break_the_page(
    logged_in: Seat, server: App
) -> None:
    page = logged_in.page

    def add(tx: Tx) -> None:
        now = server.central.now()
        site = sites.add(tx, "Depot", "", "Europe/Berlin", now).id
        stations.add(tx, LONG_IDENTITY, Admission.ACCEPTED, {"site_id": site}, now)
        stations.add(tx, "ELSEWHERE-0000-0001", Admission.ACCEPTED, {}, now)

    await server.store.write(add)
    await logged_in.go("/sites")
    await page.get_by_role("link", name="Depot", exact=True).click()
    link = page.get_by_role("link", name=LONG_IDENTITY)
    await expect(link).to_have_attribute("title", LONG_IDENTITY)
    await expect(page.get_by_role("link", name="ELSEWHERE-0000-0001")).to_have_count(0)
    box = await link.bounding_box()
    assert box is not None
    assert box["height"] < 30, "an identity stands on one line"
    await logged_in.fits()
    await logged_in.go("/stations")
    other = await page.get_by_role("link", name="ELSEWHERE-0000-0001").bounding_box()
    assert other is not None
    assert other["height"] < 30, "an identity stands on one line"
    await logged_in.fits()
    await logged_in.picture("long-name")
    await link.click()
    await expect(page.get_by_role("heading", level=1, name=LONG_IDENTITY)).to_be_visible()
    await logged_in.fits()
