"""Whatever bytes a charge point sends, in whatever pieces: the server parses or refuses them."""
# pyright: basic

import asyncio
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.frames import Opcode
from websockets.protocol import SERVER

from ocpp.websocket.opening import MAX_HEAD
from packages.ocpp.tests.memory_link import run
from packages.ocpp.tests.stations import VERSIONS

from .doors import Served
from .frames import corpus
from .http_bytes import GOOD_FIELDS, GOOD_LINE, METHODS, ODD_FIELDS, PATHS, requests
from .http_bytes import VERSIONS as VERSIONS_OF_HTTP
from .known_streams import known_streams, ways_to_arrive
from .link_floods import BEGINNINGS, flood, floods
from .link_rig import CALLBACKS, judge_ping, judge_streams, live_through, lives, settings_of
from .memory_transport import END, Watch
from .opening_rig import (
    JUDGES,
    KNOCKS,
    OPEN_TIMEOUT_S,
    Knocking,
    compare_answers,
    knock,
    let_in,
    let_in_later,
    never_decide,
)
from .websocket_frames import LIKE_FRAMES, Settings, chunks, frame, streams

patiently = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(requests())
def test_a_request_is_let_in_when_websockets_lets_it_in(head: bytes) -> None:
    compare_answers(head)


def known_requests() -> Iterator[bytes]:
    """Yield requests with one thing that is odd."""
    for line in [b"GET " + path + b" HTTP/1.1" for path in PATHS] + [
        method + b" /CP-1 " + version for method in METHODS for version in VERSIONS_OF_HTTP
    ]:
        yield b"\r\n".join([line, *GOOD_FIELDS, b"", b""])
    for odd in ODD_FIELDS:
        name = odd.partition(b":")[0] + b":"
        others = [field for field in GOOD_FIELDS if not field.startswith(name)]
        for fields in ([odd, *others], [odd, *GOOD_FIELDS], [*GOOD_FIELDS, odd]):
            yield b"\r\n".join([GOOD_LINE, *fields, b"", b""])
    for left_out in GOOD_FIELDS:
        yield b"\r\n".join([GOOD_LINE, *(field for field in GOOD_FIELDS if field != left_out), b"", b""])
    for count in range(90, 100):
        yield b"\r\n".join([GOOD_LINE, *GOOD_FIELDS, *[b"X-More: x"] * count, b"", b""])


def test_a_request_with_one_thing_that_is_odd() -> None:
    for head in known_requests():
        compare_answers(head)


@pytest.mark.parametrize("end", [("wait", OPEN_TIMEOUT_S), ("arrive", END), ("lose", OSError("reset")), ("shut down",)])
@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("is_tls", [False, True])
def test_an_end_while_a_request_is_judged(judge: Any, end: tuple[Any, ...], is_tls: bool) -> None:
    head = b"\r\n".join([GOOD_LINE, *GOOD_FIELDS, b"", b""])
    for pause in ([], [("breathe",)], [("wait", OPEN_TIMEOUT_S / 2)]):
        happenings = [("arrive", head), *pause, end, ("breathe",)]
        knock(happenings, authenticate=judge, is_tls=is_tls, default_subprotocol=None)


@patiently
@given(
    head=requests(),
    early=streams(masked=True, max_frames=3),
    data=st.data(),
    judge=st.sampled_from(JUDGES),
    is_tls=st.booleans(),
    default=st.sampled_from([None, "ocpp1.6"]),
)
def test_whatever_happens_to_one_who_knocks(
    *, head: bytes, early: list[bytes], data: st.DataObject, judge: Any, is_tls: bool, default: str | None
) -> None:
    pieces = data.draw(chunks(head + b"".join(early))) if data.draw(st.booleans()) else [head, *early]
    happenings: list[tuple[Any, ...]] = [("arrive", piece) for piece in pieces]
    for happening in data.draw(st.lists(KNOCKS, max_size=4)):
        happenings.insert(data.draw(st.integers(0, len(happenings))), happening)
    knock(happenings, authenticate=judge, is_tls=is_tls, default_subprotocol=default)


@patiently
@given(settings_of(SERVER), streams(masked=True))
def test_a_link_makes_of_a_stream_what_websockets_makes_of_it(setup: Settings, pieces: list[bytes]) -> None:
    judge_streams(SERVER, setup, pieces)


@patiently
@given(settings_of(SERVER), lives(SERVER), st.booleans(), st.sampled_from([1, 3]))
def test_whatever_happens_to_a_link(
    setup: Settings, happenings: list[tuple[Any, ...]], is_tls: bool, turn_limit: int
) -> None:
    live_through(setup, happenings, is_tls=is_tls, turn_limit=turn_limit)


@pytest.mark.parametrize("name", floods(SERVER))
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_flood_does_not_pile_up(beginning: str, name: str) -> None:
    flood(SERVER, name, BEGINNINGS[beginning])


DOORS: list[tuple[str, bool]] = [(version, strict) for version in VERSIONS for strict in (False, True)]
TOO_DEEP = re.compile(r" (9..|1...) (lists|objects) deep|100000")
"""How deep is too deep depends on how deep the stack is already, and that differs. Even deeper ones take long."""


@pytest.mark.parametrize(("version", "strict"), DOORS)
def test_a_charge_point_answers_the_same_at_either_door(
    version: str, strict: bool, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [
        (name, message)
        for name, message in corpus().items()
        if isinstance(message, str) and not TOO_DEEP.search(name) and "surrogate" not in name and len(message) < 10_000
    ]

    async def scenario() -> None:
        pushed = Served(version, is_pushed=True, strict=strict)
        asked = Served(version, is_pushed=False, strict=strict)
        # Each message is tried once: the six take long otherwise.
        for name, message in texts[DOORS.index((version, strict)) :: len(DOORS)]:
            assert await pushed.outcome(message) == await asked.outcome(message), name
        await pushed.end()
        await asked.end()

    assert len(texts) > 2500
    caplog.set_level(logging.CRITICAL, logger="ocpp")
    with Watch():
        run(scenario())


@pytest.mark.parametrize("piece", [b"X-Name: value\r\n", b"x", b" \r\n", b"\n\n", b"\x00" * 100])
def test_a_request_without_an_end_is_refused(piece: bytes) -> None:
    async def scenario() -> None:
        knocking = Knocking()
        knocking.transport.arrive(b"GET /CP-1 HTTP/1.1\r\n")
        for _ in range((MAX_HEAD - 100) // len(piece)):
            assert not knocking.refused
            knocking.transport.arrive(piece)
        knocking.transport.arrive(b"y" * 200, b"more\r\n\r\n")
        assert [refused.status for refused in knocking.refused] == [431]
        await knocking.end()

    with Watch():
        run(scenario())


def test_a_request_that_comes_too_slowly_is_dropped() -> None:
    async def scenario() -> None:
        knocking = Knocking()
        for byte in b"GET /CP-1 HTTP/1.1\r\nX-Name: " + b"x" * 20:
            knocking.transport.arrive(bytes((byte,)))
            await asyncio.sleep(OPEN_TIMEOUT_S / 20)
        assert [refused.status for refused in knocking.refused] == [0]
        assert knocking.transport.is_lost
        await knocking.end()

    with Watch():
        run(scenario())


def test_data_before_the_answer_does_not_pile_up() -> None:
    async def scenario() -> None:
        knocking = Knocking(authenticate=never_decide)
        knocking.transport.arrive(b"\r\n".join([GOOD_LINE, *GOOD_FIELDS, b"", b""]))
        for _ in range(MAX_HEAD // 1000 + 2):
            knocking.transport.arrive(frame(Opcode.TEXT, b"x" * 1000))
        assert [refused.status for refused in knocking.refused] == [0]
        await knocking.end()

    with Watch():
        run(scenario())


@pytest.mark.parametrize("judge", [None, let_in, let_in_later])
def test_a_flood_in_one_piece_with_the_request_does_not_pile_up(judge: Any) -> None:
    async def scenario() -> None:
        knocking = Knocking(authenticate=judge)
        messages = frame(Opcode.TEXT, b"early") * 100
        knocking.transport.arrive(b"\r\n".join([GOOD_LINE, *GOOD_FIELDS, b"", b""]) + messages)
        await asyncio.sleep(OPEN_TIMEOUT_S)
        assert knocking.link is not None
        for _ in range(100):
            knocking.transport.arrive(messages)
        assert knocking.link.messages_received <= 200
        for _ in range(100 * 101):
            assert await knocking.link.recv() == "early"

    with Watch():
        run(scenario())


@pytest.mark.parametrize("bits", [7, 16, 64])
@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_a_length_may_be_written_in_any_way_and_cut_anywhere(length: int, bits: int) -> None:
    if length >= {7: 126, 16: 65536}.get(bits, 2**63):
        return
    whole = frame(Opcode.BINARY, (LIKE_FRAMES * (length // len(LIKE_FRAMES) + 1))[:length], length_bits=bits)
    for cut in range(min(len(whole), 24)):
        pieces = [whole + whole[:cut], whole[cut:] + whole[:-1], whole[-1:] + whole]
        judge_streams(SERVER, Settings(SERVER), [piece for piece in pieces if piece])


@pytest.mark.parametrize("name", known_streams(SERVER))
@pytest.mark.parametrize("deflate", [None, (False, False)], ids=["plain", "deflate"])
def test_a_known_stream(name: str, deflate: tuple[bool, bool] | None) -> None:
    setup = Settings(SERVER, 1000, deflate)
    for pieces in ways_to_arrive(known_streams(SERVER)[name]):
        judge_streams(SERVER, setup, pieces)


@pytest.mark.parametrize("callback", CALLBACKS)
@pytest.mark.parametrize("name", known_streams(SERVER))
def test_a_known_stream_and_a_callback(name: str, callback: str) -> None:
    pieces = known_streams(SERVER)[name]
    listen, stream = ("listen", callback), b"".join(pieces) or END
    arriving = [("arrive", piece) for piece in pieces]
    for setup in (Settings(SERVER, 1000), Settings(SERVER, 1000, (False, False))):
        for turn_limit in (1, 3):
            live_through(setup, [listen, ("arrive", stream), ("breathe",)], is_tls=False, turn_limit=turn_limit)
            live_through(setup, [*arriving, listen], is_tls=False, turn_limit=turn_limit)


@pytest.mark.parametrize("data", [None, b"", b"data", "text"])
def test_a_ping_is_answered(data: str | bytes | None) -> None:
    judge_ping(Settings(SERVER), data)
