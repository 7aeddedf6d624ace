"""A station: what went on there on a timeline, its frames as they come, its configuration and the rules it breaks."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from csms.app import App
from csms_simulator.simulated_station import SimulatedStation
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat


@asynccontextmanager
async def charger(
    server: App, identity: str = "CP1", version: str = "1.6", **how: Any
) -> AsyncGenerator[SimulatedStation]:
    """A station that has booted and said all it has to say."""
    url = f"ws://127.0.0.1:{server.ocpp_port}"
    async with SimulatedStation(url, identity, version, **how) as station:
        await station.online()
        await station.settled()
        yield station


def frames(page: Page) -> Locator:
    return page.get_by_role("list", name="Frames").get_by_role("button")


def frame(page: Page, words: str) -> Locator:
    """Frames of the list by what they are called: where they go, what they are, and what became of them."""
    return frames(page).filter(has_text=re.compile(words))


async def show(seat: Seat, tab: str) -> None:
    """Choose a tab; on a desk the timeline stands beside them."""
    if tab != "Timeline" or seat.device.is_phone:
        await seat.page.get_by_role("tab", name=re.compile(f"^{tab}")).click()


async def filter_by_action(seat: Seat, action: str) -> None:
    """Choose an action; on a phone that is behind a button."""
    opener = seat.page.get_by_role("button", name=re.compile("^Filters"))
    if seat.device.is_phone and await opener.get_attribute("aria-expanded") == "false":
        await opener.click()
    await seat.page.get_by_role("combobox", name="Action").fill(action)
    await seat.page.keyboard.press("Escape")


async def test_frames_come_as_they_happen_and_a_pause_holds_them(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await logged_in.go("/stations/CP1")
        await expect(frame(page, "From the stationBootNotificationCallAccepted")).to_be_visible()
        await station.send("DataTransfer", {"vendorId": "first"})
        await expect(frame(page, "From the stationDataTransferCall")).to_have_count(1)
        await expect(frame(page, "To the stationDataTransferResult")).to_have_count(1)
        await page.get_by_role("button", name="Pause").click()
        await station.send("DataTransfer", {"vendorId": "second"})
        await expect(page.get_by_role("button", name="Go on (2 new)")).to_be_visible()
        await expect(frame(page, "From the stationDataTransferCall")).to_have_count(1)
        await page.get_by_role("button", name="Go on (2 new)").click()
        await expect(frame(page, "From the stationDataTransferCall")).to_have_count(2)
        await logged_in.fits()
        await logged_in.picture("frames")


async def test_frames_are_filtered_and_a_call_stands_beside_its_answer(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await station.send("DataTransfer", {"vendorId": "csms.example", "data": 'a "quoted" word'})
        await logged_in.go("/stations/CP1")
        await expect(frame(page, "BootNotificationCall")).to_be_visible()
        await filter_by_action(logged_in, "DataTransfer")
        await expect(frames(page)).to_have_count(2)
        await expect(page).to_have_url(re.compile(r"\?action=DataTransfer"))
        await page.reload()
        await expect(frames(page)).to_have_count(2)
        await frame(page, "From the stationDataTransferCall").click()
        opened = page.get_by_role("region", name="Opened frame")
        await expect(opened.get_by_text(re.compile(r"answered in \d+ m?s"))).to_be_visible()
        await expect(opened.get_by_text('"vendorId": "csms.example"')).to_be_visible()
        await expect(opened.get_by_text('"status": "')).to_be_visible()
        await expect(page).to_have_url(re.compile(r"frame=\d+"))
        await logged_in.fits()
        await logged_in.picture("pair")
        await check_accessibility(page)


async def test_a_call_of_ours_is_copied_as_the_command_that_sends_it(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    async with charger(server, "CP 1"):
        answer = await page.request.get(f"{logged_in.url}/api/v1/stations/CP%201")
        assert answer.ok
        await logged_in.go("/stations/CP%201?action=GetConfiguration&direction=out")
        await frame(page, "To the stationGetConfigurationCall").first.click()
        await page.get_by_role("button", name="Copy as csms send").click()
        await expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == "csms send 'CP 1' GetConfiguration '{}'"


async def test_a_configuration_key_is_changed_and_the_answer_is_shown(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await logged_in.go("/stations/CP1?tab=variables")
        await page.get_by_label("Search the configuration").fill("HeartbeatInt")
        await expect(page.get_by_role("list", name="Configuration").get_by_role("listitem")).to_have_count(1)
        await page.get_by_role("button", name="Change HeartbeatInterval").click()
        await page.get_by_label("New value of HeartbeatInterval").fill("77")
        await page.get_by_role("button", name="Set").click()
        await expect(page.get_by_text("The station's answer: Accepted")).to_be_visible()
        await expect(page.get_by_role("list", name="Configuration").get_by_text("77", exact=True)).to_be_visible()
        assert station.heartbeat_interval_s == 77
        station.answers.add("ChangeConfiguration", {"status": "RebootRequired"})
        await page.get_by_role("button", name="Change HeartbeatInterval").click()
        await page.get_by_label("New value of HeartbeatInterval").fill("78")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("The station's answer: RebootRequired")).to_be_visible()
        await expect(page.get_by_role("listitem").get_by_text("Reboot required")).to_be_visible()
        await logged_in.fits()
        await logged_in.picture("configuration")
        await check_accessibility(page)
        station.boot_again()
        await expect(page.get_by_role("listitem").get_by_text("Reboot required")).to_have_count(0)


async def test_the_timeline_shows_what_held_at_an_instant(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await station.plug_in()
        await station.swipe("TAG")
        await station.frames.sent("StartTransaction")
        await station.settled()
        await logged_in.go("/stations/CP1?hours=1")
        timeline = page.get_by_role("slider", name="Timeline")
        await expect(timeline.locator("[data-lane=Transactions] > div")).to_have_count(1)
        await timeline.focus()
        await page.keyboard.press("End")
        await expect(timeline).to_have_attribute("aria-valuetext", re.compile("Link: Online.*EVSE 1: Charging"))
        await expect(timeline).to_have_attribute("aria-valuetext", re.compile("Transactions: .*TAG"))
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"[?&]at=20"))
        await expect(page.get_by_role("button", name="Back to now")).to_be_visible()
        await expect(page.get_by_role("definition").filter(has_text="TAG")).to_be_visible()
        await logged_in.fits()
        await logged_in.picture("timeline")
        await check_accessibility(page)
        await page.get_by_role("button", name="Back to now").click()
        await expect(page.get_by_role("button", name="Pause")).to_be_visible()


async def test_who_clicks_on_the_timeline_sees_the_frames_of_that_time(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await station.go_offline()
        await station.go_online()
        await station.online()
        await logged_in.go("/stations/CP1?hours=1")
        timeline = page.get_by_role("slider", name="Timeline")
        await expect(timeline.locator("[data-lane=Link] [data-tone=good]").first).to_be_visible()
        before = await timeline.get_attribute("aria-valuemin")
        await page.get_by_role("button", name="Show more time").click()
        await expect(timeline).not_to_have_attribute("aria-valuemin", before or "")
        await expect(page).to_have_url(re.compile(r"from=20.*to=20"))
        box = await timeline.bounding_box()
        assert box is not None
        # An hour and more ago there was nothing; the frames that came then are the first ones.
        await page.mouse.click(box["x"] + 5, box["y"] + 10)
        await expect(page.get_by_text(re.compile("^around"))).to_be_visible()
        await expect(frame(page, "BootNotificationCall").first).to_be_visible()
        await logged_in.picture("zoomed")


async def test_a_station_is_changed(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server):
        await logged_in.go("/stations/CP1?tab=facts")
        await page.get_by_role("button", name="Edit").click()
        await page.get_by_label("Note").fill("Behind the barn")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Behind the barn")).to_be_visible()
        await expect(page.get_by_role("button", name="Edit")).to_be_visible()
        await page.get_by_role("button", name="Edit").click()
        await page.get_by_role("combobox", name="Admission").click()
        await page.get_by_role("option", name=re.compile("^Rejected")).click()
        await page.get_by_role("button", name="Save").click()
        await page.get_by_role("dialog").get_by_role("button", name="Reject it").click()
        await expect(page.get_by_text("Offline", exact=True)).to_be_visible()
        await expect(page.get_by_text("Rejected", exact=True).first).to_be_visible()
        await check_accessibility(page)
        await logged_in.picture("facts")


async def test_the_rules_that_a_charger_breaks_come_with_a_frame(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await station.send("DataTransfer", {"vendorId": "odd", "surplus": 1})
        await server.recorder.write_violations(server.store)
        await logged_in.go("/stations/CP1?tab=rules")
        await expect(page.get_by_text("extra fields in DataTransfer")).to_be_visible()
        await expect(page.get_by_text("once")).to_be_visible()
        await logged_in.fits()
        await check_accessibility(page)
        await logged_in.picture("rules")
        await page.get_by_role("button", name="Show the frame").click()
        await expect(frame(page, "From the stationDataTransferCall")).to_be_visible()
        await expect(frames(page)).to_have_count(1)
        opened = page.get_by_role("region", name="Opened frame")
        await expect(opened.get_by_text('"surplus": 1')).to_be_in_viewport()
        await logged_in.picture("frame-of-rule")


async def test_a_call_has_its_answer_whichever_direction_is_shown(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server) as station:
        await logged_in.go("/stations/CP1?direction=in")
        boot = frame(page, "From the stationBootNotificationCall")
        await expect(boot).to_have_text(re.compile(r"CallAccepted(\d+ m?s)?\["))
        # One that comes while one looks has it too.
        await station.send("DataTransfer", {"vendorId": "late"})
        await expect(frame(page, "From the stationDataTransferCall")).to_have_text(re.compile(r"Call[A-Z]\w+?(\d|\[)"))
        await expect(frames(page).filter(has_text="To the station")).to_have_count(0)


@pytest.mark.parametrize("version", ["2.0.1"])
async def test_the_list_is_filtered_in_the_address(logged_in: Seat, server: App, version: str) -> None:
    page = logged_in.page
    async with charger(server), charger(server, "CP2", version):
        await logged_in.go("/stations")
        await expect(page.get_by_role("link", name="CP1")).to_be_visible()
        await page.get_by_role("combobox", name="Version").click()
        await page.get_by_role("option", name=f"OCPP {version}").click()
        await expect(page.get_by_role("link", name="CP1")).to_have_count(0)
        await expect(page).to_have_url(re.compile(rf"\?version={re.escape(version)}"))
        await logged_in.fits()
        await check_accessibility(page)
        await logged_in.picture("list")
        await page.get_by_role("link", name="CP2").click()
        await expect(page.get_by_role("heading", level=1, name="CP2")).to_be_visible()
        await show(logged_in, "Configuration")
        await page.get_by_label("Search the configuration").fill("OCPPCommCtrlr.Heart")
        await expect(page.get_by_text("No such variable")).to_be_visible()
        await page.get_by_label("Search the configuration").fill("HeartbeatInterval")
        await expect(page.get_by_text("OCPPCommCtrlr.HeartbeatInterval", exact=True)).to_be_visible()
