"""Transactions: the list and its filters, and one of them: live, in charts, in words, and how it is stopped."""

import csv
import io
import re
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.async_api import Download, Locator, Page, expect

from csms.app import App
from csms.domain.authorization import Token
from csms.domain.energy import Flag
from csms.domain.remote_control import Outcome, SetConfiguration
from csms.domain.stations import Admission
from csms.domain.transactions import Irregularity
from csms.service import tokens
from csms.storage import schema, sites, stations
from csms.storage.engine import Tx
from csms_simulator import SimulatedStation
from csms_simulator.clock import ManualClock
from csms_simulator.model.facts import TxPoint
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from packages.dashboard.building import HERE
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat

TAG = "5ED00001"
FROM_PLUG_TO_PLUG = frozenset({TxPoint.EV_CONNECTED})
FAST = Layout(evses=(EvseLayout(is_dc=True, max_current_a=200.0, max_power_w=150_000.0, voltage_v=400.0),))
SAMPLED = {
    "SampledDataCtrlr.TxUpdatedMeasurands": "Energy.Active.Import.Register,Power.Active.Import,Current.Import,"
    "Current.Offered,Power.Offered,SoC"
}


@asynccontextmanager
async def charger(server: App, identity: str, version: str, **how: Any) -> AsyncGenerator[SimulatedStation]:
    """Have a charger that is online; its clock begins three hours ago, and goes on when it is told to."""
    clock = ManualClock(time.time() - 3 * 3600)
    url = f"ws://127.0.0.1:{server.ocpp_port}"
    async with SimulatedStation(url, identity, version, clock=clock, seed="x", **how) as station:
        await station.online()
        await station.settled()
        yield station


async def pass_time(station: SimulatedStation, seconds: float) -> None:
    """Let time pass for a charger, and all be said that it has to say of that."""
    assert isinstance(station.clock, ManualClock)
    await station.clock.advance(seconds)
    await station.settled()


async def have_all_sampled(server: App, station: SimulatedStation) -> None:
    """Have a charger of version 2.x sample what the charts show."""
    number = await server.commands.submit(station.identity, SetConfiguration(values=SAMPLED), "test")
    done = await server.commands.wait(number, 10)
    assert done is not None
    assert done.outcome == Outcome.ACCEPTED, done


async def begin(station: SimulatedStation) -> None:
    """Begin a charge, with a card."""
    await station.swipe(TAG)
    await station.settled()
    await station.plug_in(vehicle=Vehicle(CATALOGUE["compact"], soc=0.4))
    await station.settled()


def state(page: Page) -> Locator:
    """Return what the page says of how a transaction stands."""
    return page.get_by_role("status", name="State of the transaction")


def row(page: Page, text: str) -> Locator:
    """Return a row of the list, or its card on a phone."""
    return page.get_by_role("row").or_(page.get_by_role("listitem")).filter(has_text=text)


def fact(page: Page, title: str) -> Locator:
    """Return the value of a fact."""
    return page.locator("dl > div").filter(has=page.get_by_text(title, exact=True)).locator("dd")


def add_transactions(tx: Tx, now: datetime) -> list[int]:
    """Add a site with a station, and four transactions of other kinds; return their numbers."""
    depot = sites.insert(tx.connection, "Depot", "", "America/New_York", now)
    numbers: list[int] = []
    for identity, site in (("DEPOT-1", depot), ("=STREET", None)):
        known = stations.insert(tx.connection, identity, Admission.ACCEPTED, now, site_id=site)
        for hours, is_open, flags in ((2, True, "[]"), (50, False, '["register_reset","end_assumed"]')):
            at = now - timedelta(hours=hours)
            token = f"TAG-{hours}"
            values: dict[str, Any] = {"station_id": known.id, "reference": f"{identity}-{hours}", "evse": 1}
            values |= {"start_key": f"{hours}", "is_open": is_open, "id_token": token, "id_token_key": token.lower()}
            values |= {"started_at": at, "received_at": at, "updated_at": at, "energy_wh": 12_345.6, "flags": flags}
            values |= {"authorization": "Accepted", "is_end_assumed": not is_open}
            values |= {"ended_at": None if is_open else at + timedelta(minutes=90)}
            statement = sa.insert(schema.transaction).values(values).returning(schema.transaction.c.id)
            numbers.append(tx.connection.execute(statement).scalar_one())
    return numbers


async def test_a_charge_is_followed_from_the_plug_to_the_end(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    settings = Settings(tx_start_points=FROM_PLUG_TO_PLUG, tx_stop_points=FROM_PLUG_TO_PLUG)
    await logged_in.go("/transactions")
    await expect(page.get_by_text("No transactions yet")).to_be_visible()
    async with charger(server, "CP-LIVE", "2.0.1", settings=settings) as station:
        await have_all_sampled(server, station)
        await station.plug_in(vehicle=Vehicle(CATALOGUE["compact"], soc=0.4))
        await station.settled()
        await expect(row(page, "CP-LIVE")).to_contain_text("Plugged in")
        await row(page, "CP-LIVE").get_by_role("link").first.click()
        await expect(state(page)).to_have_text("Plugged in")
        await station.swipe(TAG)
        await station.settled()
        await expect(state(page)).to_have_text("Charging")
        await expect(fact(page, "Token")).to_have_text(TAG)
        await pass_time(station, 1800)
        await expect(fact(page, "Energy")).to_have_text(re.compile(r"^5\.\d+ kWh$"))
        await expect(fact(page, "Power")).to_have_text(re.compile(r"^1[01]\.\d+ kW$"))
        for chart in ("Power", "Energy", "Current"):
            await expect(page.get_by_role("figure", name=chart).locator("canvas")).to_be_visible()
        await expect(page.get_by_role("img", name="Energy over time")).to_have_accessible_name(
            re.compile(r"Delivered: from 0\.00 kWh to 5\.\d+ kWh")
        )
        await expect(page.get_by_role("figure", name="Current").get_by_role("listitem")).to_have_text(
            [re.compile(r"L1 1[56]"), re.compile(r"L2 1[56]"), re.compile(r"L3 1[56]"), re.compile(r"Limit 32\.0 A")]
        )
        await logged_in.fits()
        await logged_in.picture("charging")
        await station.swipe(TAG)
        await pass_time(station, 60)
        await station.unplug()
        await station.settled()
    await expect(state(page)).to_have_text("Ended")
    await expect(fact(page, "Average power")).to_have_text(re.compile("kW$"))
    history = page.get_by_role("list", name="What happened")
    await expect(history.get_by_role("listitem").first).to_contain_text("The cable was plugged in")
    await expect(history.get_by_role("listitem").last).to_contain_text("End")
    await expect(page.get_by_role("button", name="Stop the charge …")).to_be_hidden()
    await check_accessibility(page)
    await logged_in.picture("dark")


async def test_a_charge_is_stopped_when_that_is_confirmed(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server, "CP-STOP", "1.6") as station:
        await logged_in.go("/transactions?open=true")
        await logged_in.is_live()
        await begin(station)
        await pass_time(station, 300)
        await expect(row(page, "CP-STOP")).to_contain_text("916 Wh")
        await expect(row(page, "CP-STOP")).to_contain_text("11.0 kW")
        await logged_in.picture("live-list")
        await row(page, "CP-STOP").get_by_role("link").first.click()
        await page.get_by_role("button", name="Stop the charge …").click()
        question = page.get_by_role("dialog")
        await expect(question).to_contain_text("The vehicle at CP-STOP, EVSE 1 stops charging at once")
        await logged_in.picture("question")
        await question.get_by_role("button", name="Cancel").click()
        await expect(question).to_be_hidden()
        assert not [frame for frame in station.frames.since() if frame.action == "RemoteStopTransaction"]
        await page.get_by_role("button", name="Stop the charge …").click()
        await question.get_by_role("button", name="Stop the charge").click()
        await expect(page.get_by_text("CP-STOP ends the transaction")).to_be_visible()
        await station.settled()
        await expect(state(page)).to_have_text("Ended")
        await expect(fact(page, "Ended because")).to_have_text("It was stopped remotely")


async def test_a_station_without_a_link_cannot_be_asked_to_stop(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    numbers = await server.store.write(add_transactions, server.central.now())
    await logged_in.go(f"/transactions/{numbers[0]}")
    await page.get_by_role("button", name="Stop the charge …").click()
    await page.get_by_role("dialog").get_by_role("button", name="Stop the charge").click()
    await expect(page.get_by_role("alert")).to_contain_text("the charge goes on")


async def test_a_transaction_that_is_stuck_is_ended_in_the_records(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    numbers = await server.store.write(add_transactions, server.central.now())
    await logged_in.go(f"/transactions/{numbers[0]}")
    await logged_in.is_live()
    await page.get_by_role("button", name="End in the records …").click()
    question = page.get_by_role("dialog")
    await expect(question).to_contain_text("DEPOT-1 is told nothing; the last reading of the meter holds")
    await logged_in.fits()
    await logged_in.picture("question")
    await question.get_by_role("button", name="End in the records").click()
    await expect(page.get_by_role("button", name="End in the records …")).to_be_hidden()
    await expect(page.get_by_text("admin has ended it by hand").first).to_be_visible()


async def test_a_transaction_that_seems_to_run_is_ended_only_when_one_insists(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    logged_in.expect("409 .*/end")
    async with charger(server, "CP-RUNS", "1.6") as station:
        await begin(station)
        await pass_time(station, 300)
        await logged_in.go("/transactions?open=true")
        await row(page, "CP-RUNS").get_by_role("link").first.click()
        question = page.get_by_role("dialog")
        for answer in ("Cancel", "End it all the same"):
            await page.get_by_role("button", name="End in the records …").click()
            await question.get_by_role("button", name="End in the records").click()
            await expect(question).to_contain_text("CP-RUNS has told of it lately")
            await question.get_by_role("button", name=answer).click()
            await expect(question).to_be_hidden()
        await expect(page.get_by_role("button", name="End in the records …")).to_be_hidden()
        await expect(page.get_by_text("admin has ended it by hand").first).to_be_visible()
        assert not [frame for frame in station.frames.since() if frame.action == "RemoteStopTransaction"]


async def test_the_filters_are_in_the_address_and_survive_a_reload(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await server.store.write(add_transactions, server.central.now())
    await logged_in.go("/transactions")
    await expect(page.get_by_text("4 transactions in all")).to_be_visible()
    await expect(row(page, "DEPOT-1")).to_have_count(2)
    await logged_in.fits()
    await logged_in.picture("list")
    if logged_in.device.is_phone:
        await page.get_by_role("button", name="Filters").click()
    await choose(page, "Site", "Depot")
    await expect(page.get_by_text("2 transactions in all")).to_be_visible()
    await choose(page, "Began", "Last 7 days")
    await choose(page, "State", "Ended")
    await expect(page.get_by_text("1 transaction in all")).to_be_visible()
    await choose(page, "Remark", "Meter was reset")
    await page.get_by_role("textbox", name="Token").fill("tag-50")
    await page.get_by_role("textbox", name="Token").press("Enter")
    await page.get_by_label("Station").first.fill("DEPOT-1")
    await page.get_by_label("Station").first.press("Enter")
    address = re.compile("/transactions[?].*station=DEPOT-1")
    await expect(page).to_have_url(address)
    for part in ("period=week", "open=false", "site=", "flag=register_reset", "token=tag-50"):
        assert part in page.url, page.url
    await page.reload()
    await expect(page.get_by_text("1 transaction in all")).to_be_visible()
    await expect(page).to_have_url(address)
    if logged_in.device.is_phone:
        await page.get_by_role("button", name="Filters (6)").click()
    await expect(page.get_by_role("textbox", name="Token")).to_have_value("tag-50")
    await logged_in.fits()
    await logged_in.picture("filtered")
    await check_accessibility(page)
    await page.get_by_role("textbox", name="Token").fill("nobody")
    await page.get_by_role("textbox", name="Token").press("Enter")
    await expect(page.get_by_text("No transactions with these filters")).to_be_visible()
    await page.get_by_role("button", name="Show all").first.click()
    await expect(page.get_by_text("4 transactions in all")).to_be_visible()
    await expect(page).to_have_url(f"{logged_in.url}/transactions")


async def choose(page: Page, field: str, choice: str) -> None:
    """Choose from the list of a field."""
    await page.get_by_role("combobox", name=field).or_(page.get_by_role("textbox", name=field)).first.click()
    await page.get_by_role("option", name=choice, exact=True).click()


async def test_days_are_those_of_the_site(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    now = datetime(2026, 5, 2, 3, 30, tzinfo=UTC) + timedelta(hours=50)  # half past eleven in New York, the day before
    await server.store.write(add_transactions, now)
    (depot,) = await server.store.read(sites.sites, None, None, 10)
    await logged_in.go(f"/transactions?site={depot.id}&from=2026-05-01&to=2026-05-01")
    await expect(page.get_by_text("1 transaction in all")).to_be_visible()
    began = row(page, "DEPOT-1").locator("time").first
    await expect(began).to_have_text("2026-05-01 23:30:00")
    await expect(began).to_have_attribute("title", re.compile("^2026-05-02 03:30:00 UTC"))
    await logged_in.go(f"/transactions?site={depot.id}&from=2026-05-02&to=2026-05-02")
    await expect(page.get_by_text("No transactions with these filters")).to_be_visible()


async def test_what_the_filters_find_is_saved_as_csv(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    numbers = await server.store.write(add_transactions, server.central.now())
    await logged_in.go("/transactions?open=false")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Download CSV").click()
    saved = await saving.value
    assert saved.suggested_filename == "transactions.csv"
    rows = await read_csv(saved)
    assert {row["Number"] for row in rows} == {str(numbers[1]), str(numbers[3])}
    depot = next(row for row in rows if row["Number"] == str(numbers[1]))
    assert (depot["Station"], depot["Site"], depot["Token"]) == ("DEPOT-1", "Depot", "TAG-50")
    assert (depot["Energy (Wh)"], depot["Duration (s)"], depot["Open"]) == ("12345.6", "5400", "no")
    assert depot["Remarks"] == "register_reset end_assumed"
    street = next(row for row in rows if row["Number"] == str(numbers[3]))
    # A spreadsheet does not take it for a formula.
    assert street["Station"] == "'=STREET"


async def read_csv(saved: Download) -> list[dict[str, str]]:
    """Return the rows of a file that was saved, by their headings."""
    text = (await saved.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


async def test_what_the_meter_showed_is_there_as_table_file_and_as_it_was_sent(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    async with charger(server, "CP-METER", "2.1", layout=FAST) as station:
        await have_all_sampled(server, station)
        await begin(station)
        await pass_time(station, 600)
        await station.swipe(TAG)
        await pass_time(station, 5)
        await logged_in.go("/transactions")
        await row(page, "CP-METER").get_by_role("link").first.click()
    await expect(state(page)).to_have_text("Ended")
    await expect(fact(page, "Battery")).to_have_text(re.compile(r"^[5-9]\d %$"))
    for chart in ("Power", "Energy", "Current", "State of charge"):
        await expect(page.get_by_role("figure", name=chart).locator("canvas")).to_be_visible()
    await expect(page.get_by_role("figure", name="Power").get_by_role("listitem")).to_contain_text(["Power", "Limit"])
    slider = page.get_by_role("slider", name="Moment of the charge")
    await expect(page.get_by_text(re.compile("^Last: "))).to_be_visible()
    await slider.focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text(re.compile(r"^At .* after the begin$"))).to_be_visible()
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Power \d.* kW"))
    await page.keyboard.press("End")
    await expect(page.get_by_text(re.compile("^Last: "))).to_be_visible()
    if not logged_in.device.is_phone:
        await look_closer(page)
    await look_closer_with_buttons(page)
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Samples as CSV").click()
    samples = await read_csv(await saving.value)
    assert len(samples) >= 10
    assert float(samples[5]["Power (W)"]) > 40_000
    await page.get_by_role("button", name="Show the samples").click()
    table = page.get_by_role("table", name="Meter samples").or_(page.get_by_role("list", name="Meter samples"))
    await expect(table).to_contain_text("kWh")
    await expect(page.get_by_text(f"{len(samples)} samples in all")).to_be_visible()
    await logged_in.fits()
    await check_accessibility(page)
    await page.get_by_role("switch", name="As the station sent them").check()
    await expect(table).to_contain_text('"measurand"')
    await logged_in.fits()


async def look_closer(page: Page) -> None:
    """Point at a chart, drag over it, and go back."""
    box = await page.get_by_role("img", name="Power over time").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + box["width"] / 2, middle)
    await expect(page.get_by_text(re.compile("^At "))).to_be_visible()
    # All charts have the cursor, at the same place.
    places = await page.locator(".u-cursor-x").evaluate_all("all => all.map(each => each.style.transform)")
    assert len(places) == 4
    assert len(set(places)) == 1, places
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=5)
    await page.mouse.up()
    await page.get_by_role("button", name="All of it").click()
    await expect(page.get_by_role("button", name="All of it")).to_be_hidden()


async def look_closer_with_buttons(page: Page) -> None:
    """Zoom and move without dragging, as one has to on a phone and with the keyboard."""
    shown = page.get_by_role("status").filter(has_text="shown: ")
    await page.get_by_role("button", name="Show less time").press("Enter")
    await page.get_by_role("button", name="Show less time").click()
    first = await shown.text_content()
    await page.get_by_role("button", name="Later").click()
    await expect(shown).not_to_have_text(first or "")
    await page.get_by_role("button", name="Earlier").click()
    await expect(shown).to_have_text(first or "")
    await page.get_by_role("button", name="Show more time").click()
    await expect(shown).not_to_have_text(first or "")
    await page.get_by_role("button", name="All of it").click()
    await expect(shown).to_have_count(0)


async def test_days_are_those_of_the_site_and_it_is_said_which(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await server.store.write(add_transactions, server.central.now())
    for query, zone in (
        ("site=1", "America/New_York"),
        ("station=DEPOT-1", "America/New_York"),
        ("station=%3DSTREET", "Europe/Berlin"),  # it stands at no site: the browser's
        ("", "Europe/Berlin"),
    ):
        await logged_in.go(f"/transactions?period=week&{query}")
        if logged_in.device.is_phone:
            await page.get_by_role("button", name=re.compile("^Filters")).click()
        await expect(page.get_by_text(f"Days of {zone}")).to_be_visible()
    await logged_in.fits()


async def test_no_column_is_cut_where_there_is_less_room(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    if logged_in.device.is_phone:
        pytest.skip("it has cards")
    await server.store.write(add_transactions, server.central.now())
    await logged_in.go("/transactions")
    energy = page.get_by_role("columnheader", name="Energy")
    for width in (1280, 1024):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(energy).to_be_in_viewport(ratio=1)
        await expect(page.get_by_role("link", name="Stations")).to_be_visible()
    await logged_in.picture("less-room")


async def test_what_was_repaired_is_said_in_words(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    numbers = await server.store.write(add_transactions, server.central.now())
    await logged_in.go(f"/transactions/{numbers[1]}")
    repaired = page.get_by_role("list", name="What was repaired")
    await expect(repaired).to_contain_text("The register of the meter was reset")
    await expect(repaired).to_contain_text("The station never told of its end")
    await expect(page.get_by_text("The station has sent none for this transaction")).to_be_visible()
    await logged_in.fits()
    await check_accessibility(page)


async def test_why_a_charge_failed_is_said_in_words(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    blocked = Token(TAG, "ISO14443", is_blocked=True)
    await server.store.write(tokens.put, blocked, server.central.now())
    async with charger(server, "CP-FAIL", "1.6", settings=Settings(allow_unknown_offline=True)) as station:
        await station.go_offline()
        await begin(station)
        await pass_time(station, 60)
        await station.go_online()
        await station.online()
        await station.settled()
        await logged_in.go("/transactions")
        await row(page, "CP-FAIL").get_by_role("link").first.click()
        why = page.get_by_role("list", name="Why this failed")
        await expect(why).to_contain_text("The driver was refused (Blocked)")
        await expect(why).to_contain_text("unblock the token")
        await logged_in.fits()
        await logged_in.picture("failed")


async def test_a_transaction_that_is_not_there_says_so(logged_in: Seat) -> None:
    logged_in.expect("404 GET .*/transactions/999")
    await logged_in.go("/transactions/999")
    await expect(logged_in.page.get_by_role("alert")).to_contain_text("It may have been deleted")
    await logged_in.go("/transactions/none")
    await expect(logged_in.page.get_by_text("There is no page at this address")).to_be_visible()


@pytest.mark.parametrize("flag", [*Flag, *Irregularity])
def test_every_flag_has_words(flag: str) -> None:
    text = (HERE / "src" / "screens" / "transactions" / "words.ts").read_text(encoding="utf-8")
    assert f"\n    {flag}: {{" in text
