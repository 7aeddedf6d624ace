"""Looks at the dashboard in a browser, while its server does what the case says."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from bench.central.contenders import OURS
from bench.central.server import CentralSystem
from bench.dashboard import pages
from bench.dashboard.cases import (
    COMPLETE,
    FIRST_PAINT,
    FIRST_VIEW,
    FIRST_VIEW_CPU,
    LIVE,
    LONGEST_TASK,
    LONGEST_TASK_CPU,
    SCRIPT,
    SEEN,
    DashboardCase,
    Figure,
)
from bench.dashboard.load import CONNECTORS_EACH, STATIONS, many_connectors
from bench.dashboard.tasks import TRACED, tasks_cpu_ms
from bench.driver import say
from bench.transport.missing import MissingError
from bench.transport.server import MeasuringError
from bench.transport.toolbox import Toolbox
from csms_simulator.simulated_station import SimulatedStation
from packages.dashboard.building import BuildError, build

Samples = Mapping[Figure, Sequence[float]]

CHANGES_PER_S = 50
ENOUGH_CHANGES = 0.9
"""Less than this share of the changes that there are to be makes a round worthless."""
WARM_UP_S = 10.0
PAUSE_S = 0.5
SCROLL_PX = 600
PROBE = "A-PROBE"
"""Its faults are watched; it is faulted all the time, and therefore at the top."""
ERRORS = ("GroundFailure", "OverVoltage")
RAMP_S = 120.0
KEPT_TASKS = 100
"""So many of the longest are told."""


@dataclass(frozen=True)
class DashboardEffort:
    """How much is looked at.

    Args:
        rounds: how often the first view is loaded.
        seconds: how long changes are watched.
    """

    rounds: int
    seconds: float


FULL = DashboardEffort(rounds=7, seconds=40)
QUICK = DashboardEffort(rounds=2, seconds=10)


def measure_dashboard(
    cases: Sequence[DashboardCase], tools: Toolbox, effort: DashboardEffort
) -> tuple[Samples, str, list[str]]:
    """Measure; return the samples, the name of the browser, and what could not be measured."""
    return asyncio.run(_measure(cases, tools, effort))


async def _measure(
    cases: Sequence[DashboardCase], tools: Toolbox, effort: DashboardEffort
) -> tuple[Samples, str, list[str]]:
    samples: dict[Figure, Sequence[float]] = {}
    failures: list[str] = []
    name = "no browser"
    try:
        build()
        async with pages.chromium() as browser:
            name = f"Chromium {browser.version}"
            for case in cases:
                say(f"{case.name} ...")
                try:
                    samples |= await _MEASURES[case.name](browser, tools, effort)
                except MeasuringError as error:
                    failures.append(f"{case.name}: {error}")
    except (BuildError, MissingError) as error:
        failures.append(f"dashboard: {error}")
    return samples, name, failures


async def _first_views(browser: Browser, tools: Toolbox, effort: DashboardEffort) -> Samples:
    kib: list[float] = []
    paints_ms: list[float] = []
    complete_ms: list[float] = []
    cpu_ms: list[float] = []
    with CentralSystem(OURS, tools) as server:
        seat = await pages.Seat.log_in(browser, server)
        for _ in range(effort.rounds):
            async with seat.window() as page:
                await seat.look(page)
                complete_ms.append(await pages.time_ms(page))
                kib.append(await pages.script_kib(page))
                paints_ms.append(await pages.first_paint_ms(page))
            # Once more: a page that is traced is slower.
            async with seat.window() as page:
                await browser.start_tracing(page=page, categories=list(TRACED))
                await seat.look(page)
                cpu_ms.append(sum(tasks_cpu_ms(await browser.stop_tracing())))
    return {SCRIPT: kib, FIRST_PAINT: paints_ms, COMPLETE: complete_ms, FIRST_VIEW_CPU: cpu_ms}


async def _changes(browser: Browser, tools: Toolbox, effort: DashboardEffort) -> Samples:
    with CentralSystem(OURS, tools) as server, many_connectors(server, tools):
        seat = await pages.Seat.log_in(browser, server)
        async with SimulatedStation(server.url, PROBE) as probe, seat.window() as page:
            await seat.look(page)
            await probe.online()
            await _until_all_are_there(page, server.http_url)
            await asyncio.sleep(WARM_UP_S)
            changes = await _count_events(page)
            since_ms, before, begin_s = await pages.time_ms(page), changes(), time.perf_counter()
            await browser.start_tracing(page=page, categories=list(TRACED))
            seen_ms = await _watch(page, probe, begin_s + effort.seconds / 2)
            await _scroll(page, begin_s + effort.seconds)
            cpu_ms = tasks_cpu_ms(await browser.stop_tracing())
            per_s = (changes() - before) / (time.perf_counter() - begin_s)
            if per_s < ENOUGH_CHANGES * CHANGES_PER_S:
                raise MeasuringError(f"only {per_s:.0f} changes came in a second")
            say(f"{LIVE.name}: {per_s:.0f} changes came in a second")
            return {
                LONGEST_TASK: await pages.long_tasks_ms(page, since_ms),
                LONGEST_TASK_CPU: cpu_ms[:KEPT_TASKS],
                SEEN: seen_ms,
            }


_MEASURES: Mapping[str, Callable[[Browser, Toolbox, DashboardEffort], Awaitable[Samples]]] = {
    FIRST_VIEW.name: _first_views,
    LIVE.name: _changes,
}


async def _until_all_are_there(page: Page, url: str) -> None:
    wanted = STATIONS * CONNECTORS_EACH
    deadline = time.perf_counter() + RAMP_S
    while True:
        counted = await (await page.request.get(f"{url}/api/v1/overview")).json()
        known = sum(counted["connectors"].values())
        if counted["online"] > STATIONS and known > wanted:  # the probe is one more
            return
        if time.perf_counter() > deadline:
            raise MeasuringError(f"there are {known} of {wanted} connectors, and {counted['online']} stations online")
        await asyncio.sleep(PAUSE_S)


async def _count_events(page: Page) -> Callable[[], int]:
    """Return what tells how many events the page has had since."""
    session: Any = await page.context.new_cdp_session(page)
    events: list[object] = []

    def note(event: object) -> None:
        events.append(event)

    session.on("Network.eventSourceMessageReceived", note)
    await session.send("Network.enable")
    return lambda: len(events)


async def _watch(page: Page, probe: SimulatedStation, end_s: float) -> list[float]:
    """Let a station be faulted in turns in two ways; return after how many milliseconds each is on the page."""
    seen_ms: list[float] = []
    for number, error in enumerate(itertools.cycle(ERRORS)):
        if time.perf_counter() > end_s:
            return seen_ms
        await asyncio.sleep(PAUSE_S)
        text = f"probe {number}"
        begin_s = time.perf_counter()
        await probe.fault(error, info=text)
        await pages.is_shown(page, text)
        seen_ms.append(1000 * (time.perf_counter() - begin_s))
    raise AssertionError("there is always another error")


async def _scroll(page: Page, end_s: float) -> None:
    """Scroll down and up, as somebody does who looks for something."""
    await page.mouse.move(pages.WINDOW[0] / 2, pages.WINDOW[1] / 2)
    for direction in itertools.cycle([1] * 20 + [-1] * 20):
        if time.perf_counter() > end_s:
            return
        await page.mouse.wheel(0, direction * SCROLL_PX)
        await asyncio.sleep(PAUSE_S / 2)
