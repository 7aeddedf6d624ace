"""Take the pictures of the dashboard that the documentation shows: `python -m tools.dashboard_tour [VIEW...]`.

They are of `csms demo`, with a seed that is always the same, in a Chromium. What a picture is to show is waited for. A
picture that is too large, or a page that logs an error, ends it with status 1.
"""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Literal, TypeVar

from msgspec import Struct
from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, expect

from csms.demo.running import Demo, Options, demo
from csms.domain.events import CommandFinished, Event, StationDisconnected, TransactionEnded
from csms.service.access import ADMIN
from packages.dashboard.building import BuildError, build
from packages.dashboard.tests.browser.chromium import chromium, find_chromium
from packages.dashboard.tests.browser.devices import DESK, PHONE, Device
from tools.environments import ROOT

FOLDER = ROOT / "docs" / "images" / "dashboard"
LARGEST_BYTES = 300 * 1024
SEED = 1
TIMEOUT_MS = 60_000
"""How long a page may take to show what a picture waits for."""
HAPPENS_S = 300
"""How long what a picture is of may take to happen."""

LOST = "AIRPORT-5"
"""A station that loses its link for a while."""

E = TypeVar("E", bound=Event)
Scheme = Literal["light", "dark"]


class TourError(Exception):
    """A picture cannot be taken; the message says why."""


class Visit:
    """A page of the demo, logged in.

    Args:
        page: the page.
        running: the demo.
        happened: what has happened there.
    """

    def __init__(self, page: Page, running: Demo, happened: "Happened") -> None:
        self.page = page
        self.happened = happened
        self._url = running.url

    async def go(self, path: str, heading: str) -> None:
        """Show a screen, and wait until it is live."""
        await self.page.goto(self._url + path)
        await expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        await expect(self.page.get_by_role("status").filter(has_text=re.compile("^Live$"))).to_be_visible()

    async def go_to_station(self, identity: str, query: str = "") -> None:
        """Show a station, the time since the start of the demo on its timeline."""
        span = [_as_text(moment) for moment in (self.happened.began_at, datetime.now(UTC))]
        await self.go(f"/stations/{identity}?from={span[0]}&to={span[1]}&{query}", identity)

    async def shows(self, *texts: str) -> None:
        """Wait until texts are to be seen."""
        for text in texts:
            await expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    async def center(self, part: Locator) -> None:
        """Wait until a part of the page is there, and have it in the middle of the picture."""
        await expect(part).to_be_visible()
        await part.evaluate("part => part.scrollIntoView({ block: 'center' })")

    def main(self) -> Locator:
        """Return what is not navigation."""
        return self.page.get_by_role("main")


class Happened:
    """What has happened in the demo since its start; some pictures are of it.

    Args:
        running: the demo.
    """

    def __init__(self, running: Demo) -> None:
        self.began_at = datetime.now(UTC)
        self._events: list[Event] = []
        self._more = asyncio.Condition()
        self._telling: set[asyncio.Task[None]] = set()
        running.app.bus.subscribe(self._note)

    async def first(self, kind: type[E], is_wanted: Callable[[E], bool] = lambda _: True) -> E:
        """Return the first event of a kind; wait for it if there was none yet. Raises: TourError."""

        def found() -> list[E]:
            return [each for each in self._events if isinstance(each, kind) and is_wanted(each)]

        try:
            async with asyncio.timeout(HAPPENS_S), self._more:
                return (await self._more.wait_for(found))[0]
        except TimeoutError:
            raise TourError("What a picture is to show did not happen") from None

    def _note(self, event: Event) -> None:
        self._events.append(event)
        task = asyncio.create_task(self._tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self) -> None:
        async with self._more:
            self._more.notify_all()


class View(Struct, frozen=True):
    """A picture.

    Args:
        name: of its file.
        show: brings a page to what is to be seen.
        device: what it is looked at with.
        scheme: of colours.
    """

    name: str
    show: Callable[[Visit], Awaitable[None]]
    device: Device = DESK
    scheme: Scheme = "light"


def _as_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


async def _now(visit: Visit) -> None:
    await _ended(visit)
    await visit.go("/now", "Now")
    await visit.shows("Residual current device has tripped", "Office Court", "kW")


async def _inbox(visit: Visit) -> None:
    await visit.go("/inbox", "Inbox")
    await visit.shows("NEWCOMER-1", "NEWCOMER-2", "HARBOUR-GATE", "VETERAN-1")


async def _inbox_connect(visit: Visit) -> None:
    await _inbox(visit)
    await visit.page.get_by_role("button", name="Connect a charger").first.click()
    await visit.page.get_by_role("dialog").get_by_label("The charger's identity").fill("HARBOUR-9")
    await visit.shows("HARBOUR-9")


async def _transactions(visit: Visit) -> None:
    await _ended(visit)
    await visit.go("/transactions", "Transactions")
    await visit.shows("AIRPORT-8")


async def _transaction(visit: Visit) -> None:
    number = await _ended(visit)
    await visit.go(f"/transactions/{number}", f"Transaction {number}")
    await expect(visit.main().locator("canvas").first).to_be_visible()


async def _stations(visit: Visit) -> None:
    await visit.go("/stations", "Stations")
    await visit.shows("AIRPORT-1", "OFFICE-1")


async def _station(visit: Visit) -> None:
    lost = await visit.happened.first(StationDisconnected, lambda event: event.station == LOST)
    await visit.happened.first(TransactionEnded, lambda event: event.station == LOST and event.at > lost.at)
    await visit.go_to_station(LOST)
    await visit.shows("TransactionEvent")


async def _station_frame(visit: Visit) -> None:
    await visit.go_to_station("HARBOUR-1", "action=StatusNotification")
    frames = visit.main().get_by_text("StatusNotification").locator("visible=true")
    await frames.last.click()
    await visit.center(visit.page.get_by_role("region", name="Opened frame"))


async def _station_configuration(visit: Visit) -> None:
    await visit.go_to_station("OFFICE-7", "tab=variables")
    await visit.shows("HeartbeatInterval")


async def _station_rules(visit: Visit) -> None:
    await visit.go_to_station("AIRPORT-1", "tab=rules")
    await expect(visit.page.get_by_role("list", name="Rules that are broken")).to_be_visible()


async def _commands(visit: Visit) -> None:
    await visit.go("/commands?station=OFFICE-2&station=OFFICE-6&command=set-limit", "Commands")
    await visit.shows("2 stations, ")
    await visit.center(visit.page.get_by_role("heading", name="Set a limit"))


async def _commands_message(visit: Visit) -> None:
    await visit.go("/commands?station=HARBOUR-1&command=SetChargingProfile", "Commands")
    await visit.center(visit.page.get_by_text("chargingProfilePurpose").first)


async def _commands_history(visit: Visit) -> None:
    await visit.happened.first(CommandFinished, lambda event: event.outcome == "offline")
    await visit.happened.first(CommandFinished, lambda event: event.action == "remote-stop")
    await visit.go("/commands/history", "Commands")
    await visit.shows("HARBOUR-8")


async def _tokens(visit: Visit) -> None:
    await visit.go("/tokens", "Tokens")
    await visit.shows("office-staff")


async def _refusals(visit: Visit) -> None:
    await visit.go("/tokens/decisions", "Tokens")
    await visit.shows("The token is blocked", "The token is not registered")


async def _health(visit: Visit) -> None:
    await visit.go("/access", "Health and access")
    await visit.shows("cli")


async def _search(visit: Visit) -> None:
    await visit.go("/now", "Now")
    await visit.page.keyboard.press("Control+k")
    await visit.page.get_by_placeholder(re.compile("^Station, token")).fill("AIRPORT")
    await visit.shows("AIRPORT-3")


async def _ended(visit: Visit) -> int:
    """Return the number of a transaction with much to show: fast charging, with a meter that is wrong now and then."""
    event = await visit.happened.first(
        TransactionEnded, lambda ended: ended.station == "AIRPORT-8" and (ended.energy_wh or 0) > 5000
    )
    return event.transaction


VIEWS: Sequence[View] = (
    View("now", _now),
    View("now-dark", _now, scheme="dark"),
    View("now-phone", _now, PHONE),
    View("inbox", _inbox),
    View("inbox-connect", _inbox_connect),
    View("transactions", _transactions),
    View("transaction", _transaction),
    View("stations", _stations),
    View("station", _station),
    View("station-frame", _station_frame),
    View("station-configuration", _station_configuration),
    View("station-rules", _station_rules),
    View("commands", _commands),
    View("commands-message", _commands_message),
    View("commands-history", _commands_history),
    View("tokens", _tokens),
    View("tokens-refusals", _refusals),
    View("health", _health),
    View("search", _search),
)


async def tour(views: Sequence[View]) -> None:
    """Take pictures. Raises: TourError."""
    program = find_chromium()
    if program is None:
        raise TourError("There is no Chromium (Debian: apt-get install chromium)")
    async with demo(Options(seed=SEED, http_port=0, ocpp_port=0)) as running, chromium(program) as browser:
        happened = Happened(running)
        for view in views:
            async with _visit(browser, running, happened, view) as visit:
                try:
                    await view.show(visit)
                    await _settled(visit.page)
                except (AssertionError, Error) as error:
                    summary = str(error).partition("Aria snapshot")[0].strip()
                    raise TourError(f"{view.name}: {summary}") from None
                await _take(visit.page, view)


@asynccontextmanager
async def _visit(browser: Browser, running: Demo, happened: Happened, view: View) -> AsyncGenerator[Visit]:
    """Open a page and log in; fail at the end if it has logged an error."""
    device = view.device
    context = await browser.new_context(
        viewport={"width": device.width, "height": device.height},
        device_scale_factor=2 if device.is_phone else 1,
        has_touch=device.is_phone,
        is_mobile=device.is_phone,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        color_scheme=view.scheme,
        reduced_motion="reduce",
    )
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    try:
        page = await context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        await page.goto(running.url)
        await page.get_by_label("Name").fill(ADMIN)
        await page.get_by_label("Password").fill(running.password)
        await page.get_by_role("button", name="Log in").click()
        await expect(page.get_by_label("Password")).to_have_count(0)
        page.on("console", note)
        yield Visit(page, running, happened)
        if wrong:
            raise TourError(f"{view.name}: the page has logged an error: {'; '.join(wrong)}")
    finally:
        await context.close()


async def _settled(page: Page) -> None:
    """Wait until nothing of a page stands for something that is still being fetched, and its letters are there."""
    await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).to_have_count(0)
    await page.evaluate("document.fonts.ready")


async def _take(page: Page, view: View) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{view.name}.png"
    picture = await page.screenshot(path=file, animations="disabled", caret="hide")
    print(f"{file.relative_to(ROOT)}  {len(picture) / 1024:.0f} KiB")
    if len(picture) > LARGEST_BYTES:
        raise TourError(f"{file} has {len(picture)} bytes, which is more than {LARGEST_BYTES}")


def main(names: Sequence[str]) -> int:
    """Take the pictures of these names, all without one; return 0, or 1 after having said what is wrong."""
    unknown = set(names) - {view.name for view in VIEWS}
    if unknown:
        print(f"There is no picture {', '.join(sorted(unknown))}; there are {', '.join(view.name for view in VIEWS)}")
        return 1
    expect.set_options(timeout=TIMEOUT_MS)
    status = 0
    try:
        build()
        asyncio.run(tour([view for view in VIEWS if not names or view.name in names]))
    except* (BuildError, TourError) as problems:
        status = 1
        for problem in problems.exceptions:
            print(problem, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
