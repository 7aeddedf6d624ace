"""Logging in and out, finding one's way, and a server that goes away and comes back."""

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from csms.app import App
from csms.domain.stations import Admission
from csms.service import stations
from packages.csms.tests.running import running
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.devices import Device
from packages.dashboard.tests.browser.fixtures import PASSWORD, Seat, seat

SCREENS = ("Now", "Inbox", "Transactions", "Stations", "Commands", "Tokens", "Health and access")


async def test_a_page_says_that_it_opens_until_its_scripts_are_there(anonymous: Seat) -> None:
    page = anonymous.page
    are_there = asyncio.Event()

    async def hold(route: Route) -> None:
        await are_there.wait()
        await route.continue_()

    await page.route("**/*.js", hold)
    await page.goto(anonymous.url, wait_until="commit")
    opening = page.get_by_text("Opening the dashboard …")
    await expect(opening).to_be_visible()
    are_there.set()
    await expect(page.get_by_label("Password")).to_be_visible()
    await expect(opening).to_be_hidden()


async def test_who_has_no_scripts_is_told_what_there_is_beside_the_dashboard(server: App, browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await page.goto(f"http://127.0.0.1:{server.http_port}/")
    await expect(page.locator("noscript")).to_be_visible()  # whose text is no text to `get_by_text`
    await expect(page.get_by_text("Opening the dashboard …")).to_be_hidden()


async def test_who_has_the_password_comes_in_and_goes_out_again(anonymous: Seat) -> None:
    page = anonymous.page
    anonymous.expect("401 POST .*/login")
    await anonymous.go("/")
    await expect(page).to_have_title("Log in · csms")
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_text("The name or the password is wrong")).to_be_visible()
    await anonymous.picture("wrong-password")
    await anonymous.log_in()
    await expect(page).to_have_title("Now · csms")
    await anonymous.fits()
    await page.get_by_role("button", name="You and this page").click()
    await page.get_by_role("menuitem", name="Log out").click()
    await expect(page.get_by_label("Password")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Password")).to_be_visible()


async def test_the_address_that_was_asked_for_is_shown_after_the_log_in(anonymous: Seat) -> None:
    page = anonymous.page
    await anonymous.go("/transactions?open=true")
    await anonymous.log_in()
    await expect(page.get_by_role("heading", level=1, name="Transactions")).to_be_visible()
    await expect(page).to_have_url(f"{anonymous.url}/transactions?open=true")


async def test_every_screen_can_be_reached(logged_in: Seat) -> None:
    page = logged_in.page
    for name in SCREENS:
        if logged_in.device.is_phone:
            bar = page.get_by_role("navigation", name="Main screens")
            if await bar.get_by_role("link", name=name).count():
                await bar.get_by_role("link", name=name).click()
            else:
                await bar.get_by_role("button", name="More").click()
                await page.get_by_role("menuitem", name=name).click()
        else:
            await page.get_by_role("navigation", name="Screens").get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        await logged_in.fits()
        await logged_in.picture(name.lower().replace(" ", "-"))


async def test_the_search_finds_screens_and_what_there_is(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    search = page.get_by_placeholder(re.compile("^Station, token"))
    now = server.central.now()
    await server.store.write(stations.add, "CP 1", Admission.ACCEPTED, {"note": "the drivers' yard"}, now)
    await page.keyboard.press("Control+k")
    await search.fill("drivers")
    await expect(page.get_by_role("dialog").get_by_text("Tokens", exact=True)).to_be_visible()
    await logged_in.picture("search")
    await page.get_by_role("dialog").get_by_text("CP 1").click()
    await expect(page.get_by_role("heading", level=1, name="CP 1")).to_be_visible()
    await expect(page).to_have_url(f"{logged_in.url}/stations/CP%201")
    await page.keyboard.press("Control+k")
    await expect(search).to_be_focused()
    await page.keyboard.type("drivers")
    await expect(page.get_by_role("dialog").get_by_text("Tokens", exact=True)).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Tokens")).to_be_visible()


async def test_an_address_that_there_is_not_says_so(logged_in: Seat) -> None:
    await logged_in.go("/no/such/page")
    await expect(logged_in.page.get_by_text("There is no page at this address")).to_be_visible()
    await logged_in.fits()


async def test_a_login_that_has_ended_is_asked_for_again(logged_in: Seat) -> None:
    page = logged_in.page
    logged_in.expect("401 ")
    cookies = await page.context.cookies()
    await page.context.clear_cookies(name="csms_session")
    assert any(cookie.get("name") == "csms_session" for cookie in cookies)
    await logged_in.go("/tokens")
    await expect(page.get_by_label("Password")).to_be_visible()
    await logged_in.log_in()
    await expect(page.get_by_role("heading", level=1, name="Tokens")).to_be_visible()


async def test_the_colours_are_as_one_chooses_with_the_keyboard(logged_in: Seat) -> None:
    page = logged_in.page
    await page.get_by_role("button", name="You and this page").press("Enter")
    await expect(page.get_by_role("menuitem", name="Log out")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("menuitemradio", name="Dark")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await page.reload()
    await logged_in.is_live()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


async def test_a_server_that_comes_back_is_found_again(
    built: None, browser: Browser, device: Device, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with AsyncExitStack() as servers:
        port = (await servers.enter_async_context(running(tmp_path, admin_password=PASSWORD))).http_port
        async with seat(browser, f"http://127.0.0.1:{port}", device, request.node.name) as here:
            here.expect("failed .*/api/")
            await here.go("/stations")
            await here.log_in()
            await expect(here.page.get_by_text("No stations")).to_be_visible()
            await servers.aclose()
            await expect(here.page.get_by_role("status").filter(has_text="Reconnecting")).to_be_visible()
            await here.picture("lost")
            async with running(tmp_path, admin_password=PASSWORD, http_port=port) as app:
                await app.store.write(stations.add, "CP-NEW", Admission.ACCEPTED, {}, app.central.now())
                await here.is_live()
                # What has happened in between is there too.
                await expect(here.page.get_by_role("link", name="CP-NEW")).to_be_visible()


async def test_everybody_can_log_in(anonymous: Seat) -> None:
    await anonymous.go("/")
    await anonymous.page.get_by_label("Password").wait_for()
    await check_accessibility(anonymous.page)


async def test_everybody_can_use_what_is_around_the_screens(logged_in: Seat) -> None:
    await expect(logged_in.page.get_by_text("No chargers yet")).to_be_visible()
    await check_accessibility(logged_in.page)
    await logged_in.picture("dark")
    await logged_in.page.get_by_role("button", name="You and this page").click()
    await logged_in.page.get_by_role("menuitem", name="Log out").wait_for()
    await check_accessibility(logged_in.page)
    await logged_in.page.keyboard.press("Escape")
    await logged_in.page.keyboard.press("Control+k")
    await logged_in.page.get_by_role("dialog", name="Search").wait_for()
    await check_accessibility(logged_in.page)
