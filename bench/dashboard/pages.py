"""The dashboard in a Chromium, looked at by somebody who has logged in."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Self

from playwright.async_api import Browser, Page, StorageState
from playwright.async_api import Error as BrowserError

from bench.central.server import CentralSystem
from bench.transport.missing import MissingError
from bench.transport.server import MeasuringError, cores, pinned_to
from packages.dashboard.tests.browser.chromium import chromium as run_chromium
from packages.dashboard.tests.browser.chromium import find_chromium

WINDOW = (1280, 800)
PATIENCE_MS = 60_000

_WATCH_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
        window.longTasks.push({ startTime, duration });
    }
}).observe({ type: "longtask", buffered: true });
"""
_SCRIPT_BYTES = """() => performance.getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""
_FIRST_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null"""
_IS_SHOWN = (
    """text => [...document.querySelectorAll("article")].some(({ textContent }) => textContent.includes(text))"""
)


class Seat:
    """Somebody who has logged in.

    Args:
        browser: the browser.
        url: of the server.
        login: what the browser keeps of the login.
    """

    def __init__(self, browser: Browser, url: str, login: StorageState) -> None:
        self._browser = browser
        self._url = url
        self._login = login

    @classmethod
    async def log_in(cls, browser: Browser, server: CentralSystem) -> Self:
        """Log in as the first user."""
        url = server.http_url
        async with _page(browser, None) as page:
            await page.goto(url)
            await page.get_by_label("Password").fill(server.password)
            await page.get_by_role("button", name="Log in").click()
            await _is_complete(page)
            return cls(browser, url, await page.context.storage_state())

    @asynccontextmanager
    async def window(self) -> AsyncGenerator[Page]:
        """Open a window that has nothing in its cache."""
        async with _page(self._browser, self._login) as page:
            yield page

    async def look(self, page: Page) -> None:
        """Load the first view into a window, and wait until it is complete."""
        await page.goto(self._url)
        await _is_complete(page)


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """Run a Chromium on the core that the server leaves free.

    Raises:
        MissingError: there is none on this machine.
    """
    program = find_chromium()
    if program is None:
        raise MissingError("Chromium is not installed")
    _, on_other_core = cores()
    async with AsyncExitStack() as stack:
        with pinned_to(on_other_core):
            browser = await stack.enter_async_context(run_chromium(program))
        yield browser


async def script_kib(page: Page) -> float:
    """Return how much script the page has loaded, compressed as it came. Raises: MeasuringError: none."""
    size: float = await page.evaluate(_SCRIPT_BYTES)
    if size <= 0:
        raise MeasuringError("the page has loaded no script")
    return size / 1024


async def first_paint_ms(page: Page) -> float:
    """Return when content was painted first, since the page was asked for. Raises: MeasuringError: it never was."""
    at_ms: float | None = await page.evaluate(_FIRST_PAINT)
    if at_ms is None:
        raise MeasuringError("nothing was painted")
    return at_ms


async def is_shown(page: Page, text: str) -> None:
    """Wait until a tile has a text. Raises: MeasuringError: none has."""
    try:
        await page.wait_for_function(_IS_SHOWN, arg=text, polling="raf", timeout=PATIENCE_MS)
    except BrowserError as error:
        raise MeasuringError(f"no tile shows {json.dumps(text)}: {error}") from error


async def time_ms(page: Page) -> float:
    """Return the time by the clock of the page."""
    return await page.evaluate("() => performance.now()")


async def long_tasks_ms(page: Page, since_ms: float) -> Sequence[float]:
    """Return how long the tasks were that began since a time by the clock of the page, those that are long alone."""
    tasks: list[dict[str, Any]] = await page.evaluate("() => window.longTasks")
    return [task["duration"] for task in tasks if task["startTime"] >= since_ms]


@asynccontextmanager
async def _page(browser: Browser, login: StorageState | None) -> AsyncGenerator[Page]:
    width, height = WINDOW
    context = await browser.new_context(viewport={"width": width, "height": height}, storage_state=login)
    try:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        await page.add_init_script(_WATCH_TASKS)
        yield page
    except BrowserError as error:
        raise MeasuringError(f"the browser: {error}") from error
    finally:
        await context.close()


async def _is_complete(page: Page) -> None:
    await page.get_by_role("main").get_by_role("heading", level=1).wait_for()
    await page.get_by_role("region", name="Counters").wait_for()
    await page.locator("article").or_(page.get_by_text("No chargers yet")).first.wait_for()
