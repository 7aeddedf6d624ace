"""Which links are pinged, which are ended, and when."""

import asyncio
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedError

from ocpp.server import Link, serve
from ocpp.websocket.keepalive import Health, Keepalive, Verdict, Watched, judge
from ocpp.websocket.statistics import Statistics

from .handlers import Arrivals, echo
from .raw_client import PING, PONG, TEXT, close_frame, frame, on_a_virtual_clock, opened, text


class Patient(Watched):
    """A link of which only the health matters."""

    def __init__(self) -> None:
        self.health = Health()
        self.pinged = 0
        self.ended: str | None = None

    def ping_now(self) -> None:
        self.pinged += 1

    def give_up(self, reason: str) -> None:
        self.ended = reason


seconds = st.integers(1, 600).map(float)


@given(seconds, seconds, st.floats(0, 1000), st.booleans(), st.integers(1, 100))
def test_quirk_8_a_link_that_talks_is_never_ended(
    interval_s: float, timeout_s: float, max_silence_s: float, answers_pings: bool, looks: int
) -> None:
    health = Health()
    health.answers_pings = answers_pings
    for _ in range(looks):
        health.heard = True
        verdict, _ = judge(health, interval_s, timeout_s, max_silence_s)
        assert verdict is Verdict.alive


@given(seconds, seconds, st.floats(0, 10000), st.booleans(), st.lists(st.booleans(), max_size=20))
def test_a_dead_link_is_ended_in_bounded_time(
    interval_s: float, timeout_s: float, max_silence_s: float, answers_pings: bool, past: list[bool]
) -> None:
    health = Health()
    health.answers_pings = answers_pings
    for heard in past:
        health.heard = heard
        if judge(health, interval_s, timeout_s, max_silence_s)[0] is Verdict.dead:
            return
    silence_s = 0.0
    bound_s = 2 * interval_s + timeout_s + (0 if answers_pings else max_silence_s + interval_s + timeout_s)
    while True:
        verdict, next_s = judge(health, interval_s, timeout_s, max_silence_s)
        if verdict is Verdict.dead:
            break
        assert next_s > 0
        silence_s += next_s
        assert silence_s <= bound_s
    assert health.is_waiting, "it was not pinged before it was ended"


@given(seconds, seconds)
def test_a_link_that_answered_pings_has_an_interval_and_a_timeout(interval_s: float, timeout_s: float) -> None:
    health = Health()
    health.answers_pings = True
    assert judge(health, interval_s, timeout_s, 1e9) == (Verdict.alive, interval_s)
    assert judge(health, interval_s, timeout_s, 1e9) == (Verdict.ping, timeout_s)
    assert judge(health, interval_s, timeout_s, 1e9)[0] is Verdict.dead


def test_quirk_8_a_link_that_never_answers_a_ping_may_be_silent_for_long() -> None:
    health, silence_s, verdict = Health(), 0.0, Verdict.alive
    while verdict is not Verdict.dead:
        verdict, next_s = judge(health, 30, 30, 3600)
        silence_s += next_s
    assert 3600 <= silence_s <= 3660


@given(seconds, st.integers(1, 50))
def test_without_a_timeout_links_are_pinged_and_never_ended(interval_s: float, looks: int) -> None:
    health = Health()
    health.answers_pings = True
    health.heard = False
    for _ in range(looks):
        assert judge(health, interval_s, None, 0) == (Verdict.ping, interval_s)


async def test_the_wheel_looks_at_each_link_when_it_is_due() -> None:
    statistics = Statistics()
    wheel = Keepalive(3, 2, 3600, statistics)
    silent, talking, mute = Patient(), Patient(), Patient()
    silent.health.answers_pings = talking.health.answers_pings = True
    for link in (silent, talking, mute):
        wheel.watch(link)
    for tick in range(1, 9):
        talking.health.heard = True
        wheel.tick()
        assert silent.pinged == (tick >= 6), tick
        assert (silent.ended is not None) == (tick >= 8), tick
    for _ in range(100):
        talking.health.heard = True
        wheel.tick()
    assert (talking.pinged, talking.ended) == (0, None)
    assert mute.ended is None
    assert mute.pinged == 1 + (108 - 6) // 5
    assert silent.ended == "nothing heard for 5 s"
    assert statistics.ping_timeouts == 1
    assert statistics.pings == silent.pinged + mute.pinged
    wheel.forget(silent)
    wheel.forget(talking)
    pinged = mute.pinged
    wheel.forget(mute)
    for _ in range(20):
        wheel.tick()
    assert mute.pinged == pinged


async def test_links_are_spread_over_the_ticks_in_which_they_came() -> None:
    wheel = Keepalive(5, 5, 3600, Statistics())
    links = [Patient() for _ in range(5)]
    for link in links:
        wheel.watch(link)
        wheel.tick()
    pinged: list[int] = []
    for _ in range(10):
        wheel.tick()
        pinged.append(sum(link.pinged for link in links) - sum(pinged))
    assert max(pinged) == 1
    for link in links:
        wheel.forget(link)


@pytest.mark.parametrize("interval", [0.1, 1, 30])
async def test_without_links_there_is_no_timer(interval: float) -> None:
    wheel = Keepalive(interval, 1, 1, Statistics())
    link = Patient()
    assert wheel._timer is None  # pyright: ignore[reportPrivateUsage]
    wheel.watch(link)
    assert wheel._timer is not None  # pyright: ignore[reportPrivateUsage]
    wheel.forget(link)
    assert wheel._timer is None  # pyright: ignore[reportPrivateUsage]


async def test_without_an_interval_nothing_is_pinged() -> None:
    wheel = Keepalive(None, 1, 1, Statistics())
    link = Patient()
    wheel.watch(link)
    for _ in range(100):
        wheel.tick()
    wheel.forget(link)
    assert (link.pinged, link.ended) == (0, None)


# The same on real links


@on_a_virtual_clock
async def test_a_silent_link_is_pinged_and_its_answer_measured() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, ping_interval=30, ping_timeout=10) as server:
        async with await opened(server) as client:
            link = await arrivals.next()
            begin = asyncio.get_running_loop().time()
            for count in range(1, 5):
                ping = await client.frame()
                assert ping is not None
                assert ping.opcode == PING
                await client.send(frame(PONG, ping.payload))
                assert server.statistics.pings == count
            assert asyncio.get_running_loop().time() - begin >= 4 * 30
            assert link.health.answers_pings
            assert link.is_open
            assert link.latency >= 0
        await link.wait_closed()
    assert server.statistics.ping_timeouts == 0


@on_a_virtual_clock
async def test_a_link_that_answered_pings_and_is_silent_now_is_ended() -> None:
    async def handler(link: Link) -> None:
        with pytest.raises(ConnectionClosedError) as caught:
            await link.recv()
        outcomes.put_nowait(caught.value)

    outcomes: asyncio.Queue[ConnectionClosedError] = asyncio.Queue()
    async with (
        serve(handler, "127.0.0.1", 0, ping_interval=30, ping_timeout=10) as server,
        await opened(server) as client,
    ):
        await client.send(frame(PONG, b""))
        begin = asyncio.get_running_loop().time()
        error = await outcomes.get()
        waited_s = asyncio.get_running_loop().time() - begin
        assert 60 <= waited_s <= 75
        assert error.rcvd is None
        assert server.statistics.ping_timeouts == 1
        for _ in range(3):
            await asyncio.sleep(0)
        assert server.link("CP-1") is None
        assert server.statistics.closed == {1006: 1}


@on_a_virtual_clock
async def test_quirk_8_a_charge_point_that_answers_no_ping_but_talks_stays() -> None:
    async with serve(echo, "127.0.0.1", 0, ping_interval=30, ping_timeout=10, max_silence=100) as server:
        async with await opened(server) as client:
            for number in range(30):
                ping = await client.frame()  # comes after 30 s of silence, and is not answered
                assert ping is not None
                assert ping.opcode == PING
                assert await client.ask(str(number)) == str(number)
        assert server.statistics.ping_timeouts == 0


@on_a_virtual_clock
async def test_quirk_8_a_charge_point_that_answers_no_ping_is_ended_after_a_long_silence() -> None:
    async with (
        serve(echo, "127.0.0.1", 0, ping_interval=30, ping_timeout=10, max_silence=3600) as server,
        await opened(server) as client,
    ):
        begin = asyncio.get_running_loop().time()
        pings = 0
        while (received := await client.frame()) is not None and received.opcode == PING:
            pings += 1
        assert 3600 <= asyncio.get_running_loop().time() - begin <= 3700
        assert 85 <= pings <= 92


@on_a_virtual_clock
async def test_a_server_that_does_not_listen_does_not_blame_the_charge_point() -> None:
    """Reading is paused because the handler is slow: that nothing is heard says nothing."""
    release = asyncio.Event()

    async def slow(link: Link) -> None:
        await release.wait()
        async for message in link:
            await link.send(message)

    async with serve(slow, "127.0.0.1", 0, ping_interval=5, ping_timeout=5, max_queue=2) as server:
        async with await opened(server) as client:
            await client.send(frame(PONG, b"") + text("x") * 10)
            pings = 0
            while pings < 20:
                received = await client.frame()
                assert received is not None
                assert received.opcode == PING
                pings += 1
                await client.send(frame(PONG, b"") + text("y"))
            release.set()
            for _ in range(10):
                while (received := await client.frame()) is not None and received.opcode == PING:
                    pass
                assert received is not None
                assert received.payload == b"x"
            await client.send(close_frame())
        assert server.statistics.ping_timeouts == 0


async def test_pings_of_a_program_are_answered_with_the_time_they_took() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        async with await opened(server) as client:
            link = await arrivals.next()
            first, second = await link.ping(), await link.ping("text")
            sent = [await client.frame(), await client.frame()]
            assert [each.opcode for each in sent if each] == [PING, PING]
            assert sent[1] is not None
            assert sent[1].payload == b"text"
            with pytest.raises(RuntimeError):
                await link.ping("text")
            for each in sent:
                assert each is not None
                await client.send(frame(PONG, each.payload))
            assert await first >= 0
            assert await second >= 0
            third: Any = await link.ping()
        with pytest.raises(ConnectionClosedError):
            await third


async def test_pings_of_charge_points_are_answered() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(frame(PING, b"are you there") + text("x") + frame(PING))
        answers = [await client.frame() for _ in range(3)]
        assert sorted(each[:2] for each in answers if each) == [(TEXT, b"x"), (PONG, b""), (PONG, b"are you there")]


async def test_the_system_ends_links_whose_other_side_confirms_nothing() -> None:
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is None:
        pytest.skip("not on this system")
    arrivals = Arrivals()
    cases: tuple[tuple[dict[str, Any], int], ...] = (
        ({}, 60_000),
        ({"ping_interval": None}, 0),
        ({"ping_timeout": None}, 0),
    )
    for options, expected in cases:
        async with serve(arrivals, "127.0.0.1", 0, **options) as server, await opened(server):
            link = await arrivals.next()
            assert link.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, option) == expected
