"""A central system that falls silent, and the timer that finds out."""

import asyncio
import math
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError

from ocpp.client import connect
from ocpp.websocket.keepalive import Keepalive
from ocpp.websocket.link import Link
from ocpp.websocket.statistics import Statistics

from .central_systems import PING, PONG, TEXT, URL, CentralSystem, Visit, frame
from .virtual_network import network, on_a_virtual_network


def answering_pings(visit: Visit) -> bytes:
    def on_frame(opcode: int, payload: bytes) -> None:
        if opcode == PING:
            visit.transport.write(frame(PONG, payload))

    visit.on_frame = on_frame
    return visit.accepted("ocpp1.6")


def not_answering_pings(visit: Visit) -> bytes:
    return visit.accepted("ocpp1.6")


def pings(system: CentralSystem) -> int:
    return sum(opcode == PING for visit in system.visits for opcode, _ in visit.frames)


# Links are looked at once per interval: the silence before a ping lasts one or two of them.
INTERVAL_S, TIMEOUT_S = 60, 30
LEAST_S, MOST_S = INTERVAL_S + TIMEOUT_S - 1, 2 * INTERVAL_S + TIMEOUT_S + 1


async def silence_of(link: Link) -> float:
    """Wait for the link to end; return the seconds that it takes."""
    begin = network().time()
    with pytest.raises(ConnectionClosedError):
        await link.recv()
    assert link.close_code == 1006
    return network().time() - begin


@on_a_virtual_network
async def test_silence_is_noticed_after_interval_and_timeout() -> None:
    system = CentralSystem(answering_pings)
    async with system.listening(9000):
        link = await connect(URL, "CP-1", ("1.6",), ping_interval=INTERVAL_S, ping_timeout=TIMEOUT_S)
        await asyncio.sleep(600)
        assert 600 / (2 * INTERVAL_S) <= pings(system) <= 600 / INTERVAL_S
        assert link.is_open
        network().is_cut = True
        assert LEAST_S <= await silence_of(link) <= MOST_S
        network().is_cut = False
        system.visits[0].transport.abort()


@on_a_virtual_network
async def test_a_central_system_that_never_spoke_is_given_up_too() -> None:
    """It may have gone before it was pinged for the first time."""
    system = CentralSystem(not_answering_pings)
    async with system.listening(9000):
        link = await connect(URL, "CP-1", ("1.6",), ping_interval=INTERVAL_S, ping_timeout=TIMEOUT_S)
        assert LEAST_S <= await silence_of(link) <= MOST_S
        assert pings(system) == 1


@on_a_virtual_network
async def test_one_that_talks_is_not_given_up() -> None:
    system = CentralSystem(not_answering_pings)
    async with system.listening(9000):
        link = await connect(URL, "CP-1", ("1.6",), ping_interval=INTERVAL_S, ping_timeout=TIMEOUT_S)
        for _ in range(100):
            await asyncio.sleep(80)
            system.visits[0].transport.write(frame(TEXT, b"still here"))
            assert await link.recv() == "still here"
        link.fail(1000)


@on_a_virtual_network
@pytest.mark.parametrize(("interval_s", "timeout_s", "expected"), [(None, 30, 0), (60, None, 59), (None, None, 0)])
async def test_it_can_be_left_alone(interval_s: float | None, timeout_s: float | None, expected: int) -> None:
    system = CentralSystem(not_answering_pings)
    async with system.listening(9000):
        link = await connect(URL, "CP-1", ("1.6",), ping_interval=interval_s, ping_timeout=timeout_s)
        await asyncio.sleep(3630)
        assert link.is_open
        assert pings(system) == expected
        link.fail(1000)


@on_a_virtual_network
async def test_by_default_silence_is_noticed_and_the_next_link_made() -> None:
    system = CentralSystem(answering_pings)
    links = 0
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ("1.6",)):
            links += 1
            if links == 2:
                link.fail(1000)
                break
            network().is_cut = True
            assert LEAST_S <= await silence_of(link) <= MOST_S
            network().is_cut = False
            system.visits[0].transport.abort()


@on_a_virtual_network
async def test_one_timer_may_serve_many() -> None:
    statistics = Statistics()
    keepalive = Keepalive(INTERVAL_S, TIMEOUT_S, math.inf, statistics)
    system = CentralSystem(answering_pings)
    async with system.listening(9000):
        links = [
            await connect(URL, f"CP-{number}", ("1.6",), keepalive=keepalive, ping_interval=1, ping_timeout=1)
            for number in range(20)
        ]
        await asyncio.sleep(600)
        assert pings(system) == statistics.pings
        assert 20 * 600 / (2 * INTERVAL_S) <= statistics.pings <= 20 * 600 / INTERVAL_S
        assert all(link.is_open for link in links)
        for link in links[:5]:
            await link.close()
        sent = statistics.pings
        await asyncio.sleep(900)
        assert statistics.pings - sent == 15 * 900 / (INTERVAL_S + TIMEOUT_S)
        network().is_cut = True
        await asyncio.sleep(MOST_S)
        assert not any(link.is_open for link in links)
        assert statistics.ping_timeouts == 15
        network().is_cut = False
        for visit in system.visits:
            visit.transport.abort()


@on_a_virtual_network
async def test_the_timer_stops_with_the_last_link() -> None:
    keepalive = Keepalive(INTERVAL_S, TIMEOUT_S, math.inf, Statistics())
    system = CentralSystem(answering_pings)
    async with system.listening(9000):
        for _ in range(2):
            link = await connect(URL, "CP-1", ("1.6",), keepalive=keepalive)
            await asyncio.sleep(100)
            assert timers() == 1
            await link.close()
            assert timers() == 0


def timers() -> int:
    """Return how many timers will still tick."""
    scheduled: Any = vars(network())["_scheduled"]
    return sum(not timer.cancelled() for timer in scheduled)
