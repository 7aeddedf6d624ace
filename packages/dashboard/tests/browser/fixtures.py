"""A real server, a real browser, and pages of it: on a desk and on a phone.

A page that logs an error, throws one, breaks the Content-Security-Policy or has an answer that nobody expected fails
its test when it ends.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, Response, expect

from csms.app import App
from packages.csms.tests.running import running
from packages.dashboard.building import HERE, BuildError, build
from packages.dashboard.tests.browser.chromium import chromium, find_chromium
from packages.dashboard.tests.browser.devices import DEVICES, Device

PASSWORD = "correct horse battery staple"
SCREENSHOTS = HERE / "screenshots"
TIMEOUT_MS = 30_000
"""How long a page may take to show what a test waits for, also on a machine that is busy with other tests."""
expect.set_options(timeout=TIMEOUT_MS)


class Seat:
    """One who sits before a page, and notes what goes wrong in it.

    Args:
        page: the page.
        url: of the server, without a slash at the end.
        device: what it is looked at with.
        name: of the test.
    """

    def __init__(self, page: Page, url: str, device: Device, name: str) -> None:
        self.page = page
        self.url = url
        self.device = device
        self._name = name
        self._wrong: list[str] = []
        self._expected: list[str] = []
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self._wrong.append(f"thrown: {error}"))
        page.on("response", self._note_response)
        page.on("requestfailed", self._note_failed_request)

    def expect(self, pattern: str) -> None:
        """Say that something is to go wrong: `401 .*/login`, `failed .*/events`. It stays so until the test ends."""
        self._expected.append(pattern)

    async def go(self, path: str) -> None:
        """Load the page at a path."""
        await self.page.goto(self.url + path)

    async def log_in(self, password: str = PASSWORD) -> None:
        """Log in on the page that asks for it, and wait for what comes after."""
        await self.page.get_by_label("Password").fill(password)
        await self.page.get_by_role("button", name="Log in").click()
        await self.page.get_by_role("main").get_by_role("heading", level=1).wait_for()
        await self.is_live()

    async def is_live(self) -> None:
        """Wait until the page says that it is live."""
        await self.page.get_by_role("status").filter(has_text=re.compile("^Live$")).wait_for()

    async def picture(self, name: str) -> None:
        """Keep a picture of the page; whoever builds can look at it afterwards."""
        SCREENSHOTS.mkdir(exist_ok=True)
        file = f"{_file_name(self._name)}-{name}.png"
        await self.page.screenshot(path=SCREENSHOTS / file, animations="disabled")

    async def fits(self) -> None:
        """Check that the page is not wider than the device."""
        width = await self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.device.width, f"the page is {width} px wide on a device of {self.device.width} px"

    def check(self) -> None:
        """Fail if something was wrong that was not expected."""
        unexpected = [each for each in self._wrong if not any(re.search(known, each) for known in self._expected)]
        assert not unexpected, "\n".join(unexpected)

    def _note_console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is noted with its address below.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._wrong.append(f"console: {message.text}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self._wrong.append(f"{response.status} {response.request.method} {response.url}")

    def _note_failed_request(self, request: Request) -> None:
        # The page itself calls off what it does not need any more, such as the search for half a word.
        if request.failure != "net::ERR_ABORTED":
            self._wrong.append(f"failed {request.method} {request.url}: {request.failure}")


@pytest.fixture(scope="session")
def built() -> None:
    """Build the dashboard, if it is out of date."""
    try:
        build()
    except BuildError as error:
        pytest.fail(str(error))


@pytest.fixture
def server_settings() -> dict[str, object]:
    """Settings of the server; a module that wants others has a fixture of this name."""
    return {}


@pytest.fixture
async def server(built: None, server_settings: dict[str, object]) -> AsyncIterator[App]:
    """A server; its admin has PASSWORD."""
    async with running(None, admin_password=PASSWORD, **server_settings) as app:
        yield app


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium without windows."""
    program = find_chromium()
    if program is None:
        pytest.skip("chromium is not installed")
    async with chromium(program) as started:
        yield started


@pytest.fixture(params=DEVICES, ids=lambda device: device.name)
def device(request: pytest.FixtureRequest) -> Device:
    """A desk, and a phone."""
    return request.param


@pytest.fixture
async def anonymous(
    server: App, browser: Browser, device: Device, request: pytest.FixtureRequest
) -> AsyncIterator[Seat]:
    """Somebody who has not logged in, before an empty page."""
    async with seat(browser, f"http://127.0.0.1:{server.http_port}", device, request.node.name) as made:
        yield made


@pytest.fixture
async def logged_in(anonymous: Seat) -> Seat:
    """The admin, before the first screen."""
    await anonymous.go("/")
    await anonymous.log_in()
    return anonymous


@asynccontextmanager
async def seat(browser: Browser, url: str, device: Device, name: str) -> AsyncGenerator[Seat]:
    """Open a page; check at the end that nothing was wrong in it."""
    context = await browser.new_context(
        viewport={"width": device.width, "height": device.height},
        has_touch=device.is_phone,
        is_mobile=device.is_phone,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        color_scheme="light",
        reduced_motion="reduce",
    )
    try:
        made = Seat(await context.new_page(), url, device, name)
        yield made
        await made.picture("end")
        made.check()
    finally:
        await context.close()


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name.removeprefix("test_")).strip("-")
