"""Tokens: who may charge, who was refused and why."""

import asyncio
import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from playwright.async_api import Locator, Route, expect

from csms.app import App
from csms.domain.authorization import Token
from csms.service import tokens
from csms_simulator.simulated_station import SimulatedStation
from packages.dashboard.tests.browser.accessibility import check_accessibility
from packages.dashboard.tests.browser.fixtures import Seat


@pytest.fixture
def server_settings() -> dict[str, object]:
    """Only registered tokens may charge."""
    return {"unknown_tokens": "reject"}


async def test_the_reason_of_a_refusal_is_found_and_the_token_registered(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    logged_in.expect("404 GET .*/api/v1/tokens/04A1B2C3")
    await logged_in.go("/tokens/decisions")
    await expect(page.get_by_text("Nobody was refused")).to_be_visible()
    await check_accessibility(page)
    async with station_at(server) as station:
        await station.online()
        assert await authorize(station, "04A1B2C3") == "Invalid"
        refusal = row_of(logged_in, "Decisions", "04A1B2C3")
        await expect(refusal).to_contain_text("The token is not registered")
        await expect(refusal.get_by_role("link", name="CP1")).to_be_visible()
        await logged_in.picture("refused")
        await logged_in.fits()
        await check_accessibility(page)
        await refusal.get_by_role("button", name="Register it").click()
        dialog = page.get_by_role("dialog", name="Add a token")
        await expect(dialog.get_by_role("textbox", name="Token")).to_have_value("04A1B2C3")
        await dialog.get_by_role("button", name="Add").click()
        await expect(dialog).to_be_hidden()
        assert await authorize(station, "04a1b2c3") == "Accepted"
    await refusal.get_by_role("link", name="04A1B2C3").click()
    await expect(page).to_have_url(re.compile(r"/tokens\?search=04A1B2C3$"))
    await expect(row_of(logged_in, "Tokens", "04A1B2C3")).to_contain_text("May charge")


async def test_a_token_that_is_blocked_is_refused_when_it_is_shown_next(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    logged_in.expect("404 GET .*/api/v1/tokens/ABC")
    await logged_in.go("/tokens")
    await expect(page.get_by_text("No tokens")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Add a token").click()
    dialog = page.get_by_role("dialog", name="Add a token")
    await dialog.get_by_role("textbox", name="Token").fill("ABC")
    await dialog.get_by_label("Group").fill("Family")
    await dialog.get_by_label("Expires").fill("2099-12-31T23:59")
    await dialog.get_by_label("Charges at once").fill("2")
    await dialog.get_by_label("Note").fill("Anna's card")
    await logged_in.picture("adding")
    await check_accessibility(page)
    await dialog.get_by_role("button", name="Add").click()
    row = row_of(logged_in, "Tokens", "ABC")
    await expect(row).to_contain_text("May charge")
    await expect(row).to_contain_text("2099-12-31 23:59:00")
    async with station_at(server) as station:
        await station.online()
        assert await authorize(station, "ABC") == "Accepted"
        await row.get_by_role("button", name="Actions for ABC").click()
        await page.get_by_role("menuitem", name="Block").click()
        asked = page.get_by_role("dialog", name="Block ABC?")
        await expect(asked).to_contain_text("A charge that goes on is not stopped")
        await logged_in.picture("blocking")
        await asked.get_by_role("button", name="Block it").click()
        await expect(row).to_contain_text("Blocked")
        assert await authorize(station, "ABC") == "Blocked"
        await row.get_by_role("button", name="Actions for ABC").click()
        await page.get_by_role("menuitem", name="Its decisions").click()
        decisions = row_of(logged_in, "Decisions", "ABC")
        await expect(decisions).to_have_count(2)
        await expect(decisions.first).to_contain_text("The token is blocked")
        await expect(decisions.last).to_contain_text("The token is registered")
        await page.go_back()
        await row.get_by_role("button", name="Actions for ABC").click()
        await page.get_by_role("menuitem", name="Unblock").click()
        await page.get_by_role("button", name="Unblock it").click()
        await expect(row).to_contain_text("May charge")
        assert await authorize(station, "ABC") == "Accepted"


async def test_a_token_is_changed_and_deleted(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await register(server, Token("ABC", "ISO14443", group="Family", concurrent_limit=1, note="Anna's card"))
    await logged_in.go("/tokens")
    row = row_of(logged_in, "Tokens", "ABC")
    await row.get_by_role("button", name="ABC", exact=True).click()
    dialog = page.get_by_role("dialog", name="Token ABC")
    await expect(dialog.get_by_label("Group")).to_have_value("Family")
    await dialog.get_by_label("Charges at once").fill("")
    await dialog.get_by_label("Only at these stations").fill("CP7")
    await dialog.get_by_label("Only at these stations").press("Enter")
    await dialog.get_by_label("Note").fill("Ben's card")
    await dialog.get_by_role("button", name="Save").click()
    await expect(row).to_contain_text("Ben's card")
    await expect(row).to_contain_text("Any number")
    await expect(row.get_by_role("link", name="CP7")).to_be_visible()
    await row.get_by_role("button", name="Actions for ABC").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Delete it").click()
    await expect(page.get_by_text("No tokens")).to_be_visible()


async def test_a_token_is_not_added_twice(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await register(server, Token("ABC", "ISO14443", note="Anna's card"))
    await logged_in.go("/tokens")
    await page.get_by_role("button", name="Add a token").click()
    dialog = page.get_by_role("dialog", name="Add a token")
    await dialog.get_by_role("textbox", name="Token").fill("abc")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_text("It is registered already")).to_be_visible()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(row_of(logged_in, "Tokens", "ABC")).to_contain_text("Anna's card")


async def test_tokens_are_searched_and_the_address_keeps_it(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await register(
        server,
        Token("AA1", "ISO14443", group="Family", note="Anna"),
        Token("BB2", "ISO14443", group="Family", is_blocked=True),
        Token("CC3", "eMAID", group="Fleet", stations=("CP1", "CP2", "CP3")),
    )
    await logged_in.go("/tokens")
    await expect(row_of(logged_in, "Tokens", "CC3")).to_contain_text("and 1 more")
    await logged_in.picture("list")
    await logged_in.fits()
    await check_accessibility(page)
    await page.get_by_label("Search tokens").fill("anna")
    await expect(page).to_have_url(re.compile(r"/tokens\?search=anna$"))
    await expect(row_of(logged_in, "Tokens", "BB2")).to_be_hidden()
    await row_of(logged_in, "Tokens", "AA1").get_by_role("link", name="Family").click()
    await expect(row_of(logged_in, "Tokens", "BB2")).to_be_visible()
    await expect(row_of(logged_in, "Tokens", "CC3")).to_be_hidden()
    await expect(page.get_by_label("Search tokens")).to_have_value("")
    await page.get_by_role("radiogroup", name="State").get_by_text("Blocked", exact=True).click()
    await expect(page).to_have_url(re.compile(r"group=Family&blocked=true$"))
    await expect(row_of(logged_in, "Tokens", "AA1")).to_be_hidden()
    await page.reload()
    await expect(row_of(logged_in, "Tokens", "BB2")).to_be_visible()
    await page.get_by_role("button", name="Show all groups").click()
    await expect(page).to_have_url(re.compile(r"/tokens\?blocked=true$"))


async def test_a_file_is_imported_when_all_of_its_lines_are_right(logged_in: Seat, server: App, tmp_path: Path) -> None:
    page = logged_in.page
    await register(server, Token("AA1", "ISO14443", note="old"))
    await logged_in.go("/tokens")
    await page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import tokens")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("id_token,concurrent_limit\nAA1,1\nBB2,none\nCC3,0\n", encoding="utf-8")
    await choose(dialog, wrong)
    logged_in.expect("422 POST .*/api/v1/tokens/import")
    await dialog.get_by_role("button", name="Import", exact=True).click()
    await expect(dialog.get_by_text("Nothing of wrong.csv was imported")).to_be_visible()
    await expect(dialog.get_by_text("Line 3: concurrent_limit is 'none'")).to_be_visible()
    await expect(dialog.get_by_text("Line 4: concurrent_limit is '0'")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    await logged_in.picture("wrong-lines")
    await check_accessibility(page)
    right = tmp_path / "right.csv"
    right.write_text('\ufeffid_token;group;note\nAA1;Family;"new; and better"\nBB2;;\n', encoding="utf-8")
    await choose(dialog, right)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if "/tokens/import" in request.url else None)
    await dialog.get_by_role("button", name="Import", exact=True).click()
    await expect(dialog.get_by_text("1 token new, 1 known before and replaced")).to_be_visible()
    assert asked == ["POST"], "all tokens go in one request"
    await dialog.get_by_role("button", name="Done").click()
    await expect(row_of(logged_in, "Tokens", "AA1")).to_contain_text("new; and better")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Export").click()
    file = tmp_path / "exported.csv"
    await (await download.value).save_as(file)
    rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [(row["id_token"], row["group"], row["note"]) for row in rows] == [
        ("AA1", "Family", "new; and better"),
        ("BB2", "", ""),
    ]


async def test_what_was_there_stays_while_something_else_is_fetched(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await register(server, Token("AA1", "ISO14443"))
    await logged_in.go("/tokens")
    await expect(row_of(logged_in, "Tokens", "AA1")).to_be_visible()
    is_answered = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await is_answered.wait()
        await route.continue_()

    await page.route(re.compile(r"/api/v1/tokens\?.*blocked=true"), answer_late)
    await page.get_by_role("radiogroup", name="State").get_by_text("Blocked", exact=True).click()
    await expect(page.locator("[aria-busy=true]").filter(has_text="AA1")).to_be_visible()
    is_answered.set()
    await expect(page.get_by_text("No token fits")).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def test_the_log_is_filtered_by_its_address(logged_in: Seat, server: App) -> None:
    page = logged_in.page
    await register(server, Token("AA1", "ISO14443"), Token("BB2", "ISO14443", is_blocked=True))
    async with station_at(server) as station:
        await station.online()
        for token in ("AA1", "BB2", "CC3"):
            await authorize(station, token)
    await logged_in.go("/tokens/decisions?status=Blocked&station=CP1")
    await expect(row_of(logged_in, "Decisions", "BB2")).to_be_visible()
    await expect(row_of(logged_in, "Decisions", "CC3")).to_be_hidden()
    await page.get_by_role("combobox", name="Answer").click()
    await page.get_by_role("option", name="All answers").click()
    await expect(row_of(logged_in, "Decisions", "AA1")).to_be_visible()
    await page.get_by_role("textbox", name="Token").fill("cc3")
    await expect(page).to_have_url(re.compile("status=all&station=CP1&token=cc3$"))
    await expect(row_of(logged_in, "Decisions", "AA1")).to_be_hidden()
    await page.get_by_label("Last day").fill("2020-01-01")
    await expect(page.get_by_text("Nothing fits")).to_be_visible()
    await page.get_by_role("button", name="Clear").click()
    await expect(row_of(logged_in, "Decisions", "CC3")).to_be_visible()
    await expect(row_of(logged_in, "Decisions", "AA1")).to_be_hidden()
    await expect(page).to_have_url(re.compile("/tokens/decisions$"))


def station_at(server: App) -> SimulatedStation:
    """Return a charger of OCPP 1.6."""
    return SimulatedStation(f"ws://127.0.0.1:{server.ocpp_port}", "CP1")


async def authorize(station: SimulatedStation, token: str) -> str:
    """Ask whether a token may charge; return the answer."""
    return (await station.send("Authorize", {"idTag": token})).payload["idTagInfo"]["status"]


async def register(server: App, *registered: Token) -> None:
    """Register tokens."""
    for token in registered:
        await server.store.write(tokens.put, token, server.central.now())


def row_of(seat: Seat, label: str, text: str) -> Locator:
    """Return the rows of a list that have a text: lines of a table on a desk, cards on a phone."""
    page = seat.page
    if seat.device.is_phone:
        return page.get_by_role("list", name=label).get_by_role("listitem").filter(has_text=text)
    return page.get_by_role("table", name=label).locator("tbody tr").filter(has_text=text)


async def choose(dialog: Locator, file: Path) -> None:
    """Choose a file in a form."""
    await dialog.locator('input[type="file"]').set_input_files(file)
