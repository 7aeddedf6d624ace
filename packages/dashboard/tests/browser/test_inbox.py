"""The inbox: chargers knock, and are let in or kept out."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from csms.app import App
from csms_simulator.simulated_station import SimulatedStation
from ocpp.backoff import Backoff
from packages.csms.tests.gateway.knocking import charge_point, inbox_of, station_of
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat

SOON = Backoff(wait_minimum_s=0.5, random_range_s=0, repeat_times=0)


@pytest.fixture
def server_settings() -> dict[str, object]:
    """Strangers wait until they are accepted."""
    return {"unknown_stations": "hold"}


async def test_an_empty_inbox_says_how_a_charger_is_connected(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    await expect(page.get_by_text("Nobody waits")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Connect a charger").click()
    await expect(page).to_have_url(re.compile(r"/inbox\?connect=true$"))
    dialog = page.get_by_role("dialog", name="Connect a charger")
    url = f"ws://127.0.0.1:{server.ocpp_port}/CP%20001"
    await dialog.get_by_label("The charger's identity").fill("CP/001")
    await expect(dialog.get_by_text("it has no /, ? or #")).to_be_visible()
    await dialog.get_by_label("The charger's identity").fill("CP 001")
    await expect(dialog.get_by_text(url, exact=True)).to_be_visible()
    await expect(dialog.get_by_role("img", name=f"QR code of {url}")).to_be_visible()
    await expect(dialog.get_by_text("It has not come yet")).to_be_visible()
    await logged_in.picture("connect")
    await check_accessibility(page)
    async with charge_point(server, "CP 001", url=f"ws://127.0.0.1:{server.ocpp_port}") as point:
        await point.boot()
        await expect(dialog.get_by_text("It has come: decide about it in the inbox")).to_be_visible()
    await logged_in.fits()


async def test_the_url_of_a_charger_is_copied(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await logged_in.go("/inbox?connect=true")
    dialog = page.get_by_role("dialog", name="Connect a charger")
    await dialog.get_by_label("The charger's identity").fill("CP1")
    await dialog.get_by_role("button", name="Copy").first.click()
    await expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == f"ws://127.0.0.1:{server.ocpp_port}/CP1"


async def test_a_charger_that_knocks_is_accepted_and_comes_online(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    await expect(page.get_by_text("Nobody waits")).to_be_visible()
    async with SimulatedStation(f"ws://127.0.0.1:{server.ocpp_port}", "CP1", "2.0.1", backoff=SOON) as station:
        entry = entry_of(page, "CP1")
        await expect(entry.get_by_text("Waits", exact=True)).to_be_visible()
        await expect(entry).to_contain_text("it goes to work at once")
        await expect(page.get_by_text("1 waiting").first).to_be_attached()
        await logged_in.picture("knocking")
        await logged_in.fits()
        await check_accessibility(page)
        await entry.get_by_role("button", name="Accept CP1").click()
        dialog = page.get_by_role("dialog", name="Accept CP1")
        await expect(dialog.get_by_role("combobox", name="Security profile")).to_have_value("0: without a password")
        await dialog.get_by_role("button", name="Accept").click()
        accepted = page.get_by_role("dialog", name="CP1 is accepted")
        await expect(accepted.get_by_text("Online", exact=True)).to_be_visible()
        await station.online()
        await accepted.get_by_role("button", name="Done").click()
        await expect(page.get_by_text("Nobody waits")).to_be_visible()


async def test_a_charger_is_accepted_with_a_site_and_a_new_password_at_once(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    async with SimulatedStation(f"ws://127.0.0.1:{server.ocpp_port}", "CP1", backoff=SOON) as station:
        await entry_of(page, "CP1").get_by_role("button", name="Accept CP1").click()
        dialog = page.get_by_role("dialog", name="Accept CP1")
        await dialog.get_by_role("button", name="New site").click()
        new_site = page.get_by_role("dialog", name="New site")
        await new_site.get_by_label("Name").fill("Depot North")
        await new_site.get_by_role("button", name="Make it").click()
        await expect(dialog.get_by_role("combobox", name="Site")).to_have_value("Depot North")
        await dialog.get_by_role("combobox", name="Security profile").click()
        await page.get_by_role("option", name="1: password").click()
        await expect(dialog.get_by_text("its link is closed")).to_be_visible()
        await logged_in.picture("accepting")
        await check_accessibility(page)
        await dialog.get_by_role("button", name="Accept").click()
        accepted = page.get_by_role("dialog", name="CP1 is accepted")
        await expect(accepted.get_by_text("shown this once")).to_be_visible()
        await expect(accepted.get_by_text("Waiting for the charger")).to_be_visible()
        # Who comes without the password again and again has to wait longer each time.
        await station.go_offline()
        await logged_in.picture("password")
        await check_accessibility(page)
        password = await accepted.get_by_label("The password", exact=True).input_value()
        assert len(password) == 32
        station.change_password(password.encode())
        await station.go_online()
        await expect(accepted.get_by_text("Online", exact=True)).to_be_visible()
        await station.online()
        await accepted.get_by_role("button", name="Done").click()
        await expect(page.get_by_text(password)).to_be_hidden()
    record = await station_of(server, "CP1")
    assert (record.security_profile, record.site_id) == (1, 1)


@pytest.mark.parametrize("server_settings", [{"unknown_stations": "reject"}], ids=["reject"])
async def test_a_refused_stranger_is_accepted_with_the_password_that_it_has(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    address = f"ws://127.0.0.1:{server.ocpp_port}"
    async with SimulatedStation(address, "CP1", password="the charger's own", backoff=SOON) as station:
        entry = entry_of(page, "CP1")
        await expect(entry.get_by_text("Unknown", exact=True)).to_be_visible()
        await expect(entry).to_contain_text("HTTP 404")
        # Who is refused again and again has to wait longer each time.
        await station.go_offline()
        await entry.get_by_role("button", name="Accept CP1").click()
        dialog = page.get_by_role("dialog", name="Accept CP1")
        await dialog.get_by_role("combobox", name="Security profile").click()
        await page.get_by_role("option", name="1: password").click()
        await dialog.get_by_text("Type it").click()
        await dialog.get_by_role("button", name="Accept").click()
        await expect(dialog.get_by_text("Type the password that the charger has")).to_be_visible()
        await dialog.get_by_placeholder("The password that the charger has").fill("the charger's own")
        await dialog.get_by_role("button", name="Accept").click()
        accepted = page.get_by_role("dialog", name="CP1 is accepted")
        await expect(accepted.get_by_text("Waiting for the charger")).to_be_visible()
        await station.go_online()
        await expect(accepted.get_by_text("Online", exact=True)).to_be_visible()
        await station.online()
    assert (await station_of(server, "CP1")).password_hash is not None


async def test_a_charger_is_rejected_and_let_in_after_all(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    async with SimulatedStation(f"ws://127.0.0.1:{server.ocpp_port}", "CP1", backoff=SOON) as station:
        await entry_of(page, "CP1").get_by_role("button", name="Reject CP1").click()
        asked = page.get_by_role("dialog", name="Reject CP1?")
        await expect(asked).to_contain_text("its link is closed at once")
        await asked.get_by_role("button", name="Reject").click()
        entry = entry_of(page, "CP1").filter(has_text="The operator has rejected the station")
        await expect(entry).to_be_visible()
        await expect(entry.get_by_role("button", name="Reject CP1")).to_be_hidden()
        assert (await station_of(server, "CP1")).admission == "rejected"
        await entry.get_by_role("button", name="Accept CP1").click()
        await page.get_by_role("dialog", name="Accept CP1").get_by_role("button", name="Accept").click()
        await expect(
            page.get_by_role("dialog", name="CP1 is accepted").get_by_text("Online", exact=True)
        ).to_be_visible()
        await station.online()


async def test_entries_are_filtered_by_their_cause_and_dismissed(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await logged_in.go("/inbox")
    async with charge_point(server, "CP1", url=f"ws://127.0.0.1:{server.ocpp_port}") as point:
        await point.boot()
        await expect(entry_of(page, "CP1")).to_be_visible()
        await page.get_by_role("combobox", name="Cause").click()
        await page.get_by_role("option", name="Rejected").click()
        await expect(page).to_have_url(re.compile(r"/inbox\?cause=rejected$"))
        await expect(page.get_by_text("Nobody waits for this cause")).to_be_visible()
        await logged_in.go("/inbox?cause=waits")
        await entry_of(page, "CP1").get_by_role("button", name="Dismiss CP1").click()
        await expect(page.get_by_text("Nobody waits for this cause")).to_be_visible()
    assert await inbox_of(server) == []


def entry_of(page: Page, identity: str) -> Locator:
    """Return the entry of a charger."""
    return page.get_by_role("listitem", name=identity, exact=True)
