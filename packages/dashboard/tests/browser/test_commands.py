"""Sending commands to stations: one, several, in the words of no version and in those of their own."""

import re
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Locator, Page, expect

from csms.app import App
from csms.domain.remote_control import Reset
from csms.domain.stations import Admission
from csms.service import sites, stations
from csms.storage.engine import Tx
from csms_simulator.simulated_station import SimulatedStation
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat

ASKED_FIRST = {"1.6": "GetConfiguration", "2.0.1": "GetBaseReport"}


@asynccontextmanager
async def station(app: App, identity: str, version: str) -> AsyncGenerator[SimulatedStation]:
    """Have a station that has booted, and that nothing is asked of by itself any more."""
    async with SimulatedStation(f"ws://127.0.0.1:{app.ocpp_port}", identity, version) as simulated:
        await simulated.frames.received(ASKED_FIRST[version])
        yield simulated


def outcomes(page: Page) -> Locator:
    """What became of what was sent: a row of a table, or a card of a list, for each station."""
    desk = page.get_by_role("table", name="What became of it").get_by_role("row").filter(has=page.get_by_role("cell"))
    return desk.or_(page.get_by_role("list", name="What became of it").get_by_role("listitem"))


async def choose(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def test_a_charge_is_started_and_stopped_from_afar(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP1", "1.6") as simulated:
        await logged_in.go("/commands?station=CP1")
        await expect(page.get_by_text("1 station, 1 online")).to_be_visible()
        await choose(page, "Start a charge")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("combobox", name="Token", exact=True)).to_be_focused()
        await expect(page.get_by_text("This is needed")).to_be_visible()
        await page.get_by_role("combobox", name="Token", exact=True).fill("TAG")
        await page.get_by_role("combobox", name="EVSE").fill("1")
        await logged_in.picture("start")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(outcomes(page).filter(has_text="CP1").get_by_text("Accepted", exact=True)).to_be_visible()
        await simulated.frames.received("RemoteStartTransaction")
        await simulated.plug_in()
        await simulated.frames.sent("StartTransaction")

        await choose(page, "Stop a charge")
        await page.get_by_role("checkbox", name=re.compile("^Transaction 1 at CP1")).check()
        await logged_in.picture("stop")
        await page.get_by_role("button", name="Send", exact=True).click()
        question = page.get_by_role("dialog")
        await expect(question.get_by_text("1 running transaction ends at once: 1 at CP1.")).to_be_visible()
        await logged_in.picture("question")
        await question.get_by_role("button", name="Cancel").click()
        await expect(question).to_be_hidden()
        assert not [frame for frame in simulated.frames.since() if frame.action == "RemoteStopTransaction"]
        await page.get_by_role("button", name="Send", exact=True).click()
        await page.get_by_role("dialog").get_by_role("button", name="Stop the charge").click()
        await expect(
            outcomes(page).filter(has_text="transaction 1").get_by_text("Accepted", exact=True)
        ).to_be_visible()
        await simulated.frames.sent("StopTransaction")
        await expect(page.get_by_text("Nobody charges there")).to_be_visible()
        await logged_in.fits()


async def test_each_of_three_stations_has_its_outcome(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await server.store.write(stations.add, "CP3", Admission.ACCEPTED, {}, server.central.now())
    async with AsyncExitStack() as running:
        await running.enter_async_context(station(server, "CP1", "1.6"))
        await running.enter_async_context(station(server, "CP2", "2.0.1"))
        await logged_in.go("/commands")
        await page.get_by_role("combobox", name="Stations").click()
        for identity in ("CP1", "CP2", "CP3"):
            await page.get_by_role("option", name=identity).click()
        await page.keyboard.press("Escape")
        await expect(page.get_by_text("3 stations, 2 online")).to_be_visible()
        await choose(page, "Clear cache")
        await page.get_by_role("button", name="Send to 3 stations").click()
        await expect(page.get_by_role("status").get_by_text("2 accepted, 1 offline")).to_be_visible()
        lines = outcomes(page)
        await expect(lines).to_have_count(3)
        for identity, outcome in (("CP1", "Accepted"), ("CP2", "Accepted"), ("CP3", "Offline")):
            await expect(lines.filter(has_text=identity).get_by_text(outcome, exact=True)).to_be_visible()
        await logged_in.fits()
        await page.get_by_role("heading", name="Clear cache: 3 of 3").scroll_into_view_if_needed()
        await logged_in.picture("three")
        await page.get_by_role("link", name="Choose the 1 without success").click()
        await expect(page.get_by_text("1 station, 0 online")).to_be_visible()


async def test_a_form_made_from_a_schema_is_filled_in_and_answered(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP1", "1.6") as simulated:
        await logged_in.go("/commands?station=CP1")
        message = page.get_by_role("combobox", name="Any other message")
        await message.fill("SetCharging")
        await page.get_by_role("option", name=re.compile("^SetChargingProfile")).click()
        await page.get_by_role("button", name="Send", exact=True).click()
        # What is missing is said, and nothing is sent.
        await expect(page.get_by_role("textbox", name="connectorId")).to_be_focused()
        await expect(page.get_by_text("fields are not right yet")).to_be_visible()
        await page.get_by_role("textbox", name="connectorId").fill("1.5")
        await expect(page.get_by_text("It has to be a whole number", exact=True)).to_be_visible()
        for name, value in {
            "connectorId": "1",
            "chargingProfileId": "7",
            "stackLevel": "0",
            "startPeriod": "0",
            "limit": "9.5",
        }.items():
            await page.get_by_role("textbox", name=name).fill(value)
        for name, choice in {
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingRateUnit": "A",
        }.items():
            await page.get_by_label(name).select_option(choice)
        await page.get_by_label("validFrom").fill("2026-05-01T14:00:00")  # in Berlin, where the browser is
        # The JSON beside it is the same, whichever of the two is changed.
        beside = page.get_by_label("JSON", exact=True)
        await expect(beside).to_have_value(re.compile('"validFrom": "2026-05-01T12:00:00Z"'))
        await beside.fill((await beside.input_value()).replace("9.5", "16.1"))
        await expect(page.get_by_role("textbox", name="limit")).to_have_value("16.1")
        text = await beside.input_value()
        await beside.fill(text[:-1])
        await expect(page.get_by_text("This is no JSON yet")).to_be_visible()
        await beside.fill(text)
        await logged_in.fits()
        await logged_in.picture("form")
        await check_accessibility(page)
        await page.get_by_role("button", name="Send", exact=True).click()
        sent = await simulated.frames.received("SetChargingProfile")
        assert sent.payload == {
            "connectorId": 1,
            "csChargingProfiles": {
                "chargingProfileId": 7,
                "stackLevel": 0,
                "chargingProfilePurpose": "TxDefaultProfile",
                "chargingProfileKind": "Absolute",
                "chargingSchedule": {
                    "chargingRateUnit": "A",
                    "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.1}],
                },
                "validFrom": "2026-05-01T12:00:00Z",
            },
        }
        await expect(outcomes(page).get_by_text('{"status":"Accepted"}')).to_be_visible()


async def test_each_version_has_its_own_form(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP1", "1.6"), station(server, "CP2", "2.0.1") as newer:
        await logged_in.go("/commands?station=CP1&station=CP2&command=GetLocalListVersion")
        await expect(page.get_by_text("1 of 2 stations do not speak OCPP 1.6 and are left out")).to_be_visible()
        await page.get_by_label("In the words of OCPP").select_option("2.0.1")
        await page.get_by_role("button", name="Send", exact=True).click()
        await newer.frames.received("GetLocalListVersion")
        await expect(outcomes(page).get_by_text('{"versionNumber":0}')).to_be_visible()
        await logged_in.go("/commands?station=CP1&command=GetVariables")
        await expect(page.get_by_text("There is no GetVariables in OCPP 1.6")).to_be_visible()


async def test_all_that_match_are_sent_to(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    for identity in ("CP1", "CP2", "OTHER"):
        await server.store.write(stations.add, identity, Admission.ACCEPTED, {}, server.central.now())
    await logged_in.go("/commands")
    await page.get_by_text("All that match").click()
    await expect(page.get_by_text("3 stations, 0 online: CP1, CP2, OTHER")).to_be_visible()
    await page.get_by_label("Search", exact=True).last.fill("CP")
    await expect(page.get_by_text("2 stations, 0 online: CP1, CP2")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"all=true&search=CP|search=CP&all=true"))
    await choose(page, "Availability")
    await page.get_by_label("In service").select_option("No: out of service")
    await page.get_by_role("button", name="Send to 2 stations").click()
    question = page.get_by_role("dialog")
    await expect(question.get_by_text("No transaction is running there.")).to_be_visible()
    await question.get_by_role("button", name="Take out of service").click()
    await expect(page.get_by_role("status").get_by_text("2 offline")).to_be_visible()


async def test_a_command_is_found_in_the_history_and_repeated(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP2", "2.0.1") as simulated:
        await logged_in.go("/commands?station=CP2&command=set-configuration")
        await page.get_by_role("combobox", name="Name for values").fill("OCPPCommCtrlr.HeartbeatInterval")
        await page.get_by_role("button", name="Add", exact=True).click()
        await page.get_by_role("textbox", name="OCPPCommCtrlr.HeartbeatInterval", exact=True).fill("77")
        await page.get_by_role("button", name="Show the JSON").click()
        await expect(page.get_by_label("JSON", exact=True)).to_have_value(
            re.compile('"OCPPCommCtrlr.HeartbeatInterval": "77"')
        )
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(outcomes(page).get_by_text("Accepted", exact=True)).to_be_visible()

        await page.get_by_role("link", name="History").click()
        await page.get_by_label("Station", exact=True).fill("CP2")
        await page.get_by_label("Outcome").select_option("accepted")
        await expect(page).to_have_url(re.compile(r"/commands/history\?.*station=CP2"))
        await expect(page.get_by_role("link", name="Change configuration")).to_be_visible()
        await logged_in.fits()
        await logged_in.picture("history")
        await check_accessibility(page)
        await page.reload()
        await page.get_by_role("link", name="Change configuration").click()
        await expect(page.get_by_role("region", name="What was asked")).to_contain_text('"77"')
        await logged_in.picture("command")
        await check_accessibility(page)
        await page.get_by_role("link", name="Repeat").click()
        await page.get_by_role("textbox", name="OCPPCommCtrlr.HeartbeatInterval", exact=True).fill("78")
        before = simulated.frames.count
        await page.get_by_role("button", name="Send", exact=True).click()
        await simulated.frames.received("SetVariables", before)
        await expect(outcomes(page).get_by_text("Accepted", exact=True)).to_be_visible()
        await page.get_by_role("link", name="History").click()
        await page.get_by_label("Outcome").select_option("rejected")
        await expect(page.get_by_text("No such command")).to_be_visible()
        await page.get_by_role("button", name="Show all").click()
        await expect(page.get_by_role("link", name="Change configuration")).to_have_count(2)


async def test_everybody_can_send_commands(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP1", "1.6"):
        for command in ("remote-start", "set-limit", "get-configuration", "remote-stop"):
            await logged_in.go(f"/commands?station=CP1&command={command}")
            await expect(page.get_by_text("1 station, 1 online")).to_be_visible()
            await check_accessibility(page)
            await logged_in.fits()
        await logged_in.picture("dark")


async def test_who_logs_in_next_does_not_see_what_was_sent_before(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with station(server, "CP1", "1.6"):
        await logged_in.go("/commands?station=CP1&command=clear-cache")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(outcomes(page).filter(has_text="CP1").get_by_text("Accepted", exact=True)).to_be_visible()
        await page.get_by_role("button", name="You and this page").click()
        await page.get_by_role("menuitem", name="Log out").click()
        await logged_in.log_in()
        await expect(page.get_by_text("1 station, 1 online")).to_be_visible()
        await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
        await expect(outcomes(page)).to_have_count(0)


async def test_the_history_has_the_times_of_the_site(logged_in: Seat, server: App) -> None:
    page = logged_in.page

    def add(tx: Tx) -> None:
        now = server.central.now()
        site = sites.add(tx, "Depot", "", "America/New_York", now).id
        stations.add(tx, "CP1", Admission.ACCEPTED, {"site_id": site}, now)
        stations.add(tx, "CP2", Admission.ACCEPTED, {}, now)

    await server.store.write(add)
    for identity in ("CP1", "CP2"):
        number = await server.commands.submit(identity, Reset(), "test")
        await server.commands.wait(number, 10)
    await logged_in.go("/commands/history")
    for identity, zone in (("CP1", "America/New_York"), ("CP2", "Europe/Berlin")):
        one = page.get_by_role("row").or_(page.get_by_role("listitem")).filter(has_text=identity)
        await expect(one.locator("time")).to_have_attribute("title", re.compile(rf" UTC \(shown: {zone}\)$"))
