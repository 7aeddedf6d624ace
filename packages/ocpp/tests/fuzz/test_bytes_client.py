"""Whatever bytes a central system sends, in whatever pieces: the charge point's side parses or refuses them."""
# pyright: basic

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.frames import Opcode
from websockets.protocol import CLIENT

from .http_bytes import ANSWER_FIELDS, BODIES, GOOD_ANSWER, answers
from .joining_rig import HAPPENINGS, join
from .known_streams import known_streams, ways_to_arrive
from .link_floods import BEGINNINGS, flood, floods
from .link_rig import CALLBACKS, judge_ping, judge_streams, live_through, lives, settings_of
from .memory_transport import END
from .websocket_frames import LIKE_FRAMES, Settings, chunks, frame, streams

patiently = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(
    head=answers(),
    follows=st.sampled_from(BODIES) | streams(masked=False, max_frames=3).map(b"".join),
    happenings=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(HAPPENINGS)), max_size=2),
    data=st.data(),
    compression=st.booleans(),
    is_tls=st.booleans(),
)
def test_whatever_is_answered_to_an_attempt(
    *,
    head: bytes,
    follows: bytes,
    happenings: list[tuple[int, tuple[Any, ...]]],
    data: st.DataObject,
    compression: bool,
    is_tls: bool,
) -> None:
    cut = data.draw(st.booleans())
    pieces = [*(data.draw(chunks(head)) if cut else [head]), *(data.draw(chunks(follows)) if cut else [follows])]
    if data.draw(st.booleans()):
        pieces = [b"".join(pieces)]
    join([piece for piece in pieces if piece], happenings, compression=compression, is_tls=is_tls)


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_an_end_of_an_attempt(happening: tuple[Any, ...]) -> None:
    head = b"\r\n".join([GOOD_ANSWER, *ANSWER_FIELDS, b"", b""])
    pieces = [head[:20], head[20:], frame(Opcode.TEXT, b"early", masked=False)]
    for place in range(4):
        for pause in ([], [(place + 1, ("breathe",))]):
            join(pieces, [(place, happening), *pause], compression=False, is_tls=False)


@pytest.mark.parametrize("left_out", ANSWER_FIELDS)
def test_an_answer_without_one_of_its_fields(left_out: bytes) -> None:
    fields = [field for field in ANSWER_FIELDS if field != left_out]
    join([b"\r\n".join([GOOD_ANSWER, *fields, b"", b""])], [], compression=False, is_tls=False)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("field", [b"X-None: x", b"Content-Length: 2", b"Transfer-Encoding: chunked"])
def test_a_refusal_says_why(field: bytes, body: bytes) -> None:
    head = b"\r\n".join([b"HTTP/1.1 401 Unauthorized", field, b"", b""])
    for pieces in ([head + body], [head, body], [head[:9], head[9:] + body]):
        join([piece for piece in pieces if piece], [], compression=False, is_tls=False)


@pytest.mark.parametrize("line", [b"HTTP/1.1 101 Switching Protocols", b"HTTP/1.1 0101 OK"])
def test_a_message_in_one_piece_with_the_answer_is_not_lost(line: bytes) -> None:
    head = b"\r\n".join([line, *ANSWER_FIELDS, b"", b""])
    join([head + frame(1, b"early", masked=False)], [], compression=False, is_tls=False)


@patiently
@given(settings_of(CLIENT), streams(masked=False))
def test_a_link_makes_of_a_stream_what_websockets_makes_of_it(setup: Settings, pieces: list[bytes]) -> None:
    judge_streams(CLIENT, setup, pieces)


@patiently
@given(settings_of(CLIENT), lives(CLIENT), st.booleans(), st.sampled_from([1, 3]))
def test_whatever_happens_to_a_link(
    setup: Settings, happenings: list[tuple[Any, ...]], is_tls: bool, turn_limit: int
) -> None:
    live_through(setup, happenings, is_tls=is_tls, turn_limit=turn_limit)


@pytest.mark.parametrize("name", floods(CLIENT))
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_flood_does_not_pile_up(beginning: str, name: str) -> None:
    flood(CLIENT, name, BEGINNINGS[beginning])


@pytest.mark.parametrize("bits", [7, 16, 64])
@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_a_length_may_be_written_in_any_way_and_cut_anywhere(length: int, bits: int) -> None:
    if length >= {7: 126, 16: 65536}.get(bits, 2**63):
        return
    whole = frame(
        Opcode.BINARY, (LIKE_FRAMES * (length // len(LIKE_FRAMES) + 1))[:length], length_bits=bits, masked=False
    )
    for cut in range(min(len(whole), 24)):
        pieces = [whole + whole[:cut], whole[cut:] + whole[:-1], whole[-1:] + whole]
        judge_streams(CLIENT, Settings(CLIENT), [piece for piece in pieces if piece])


@pytest.mark.parametrize("name", known_streams(CLIENT))
@pytest.mark.parametrize("deflate", [None, (False, False)], ids=["plain", "deflate"])
def test_a_known_stream(name: str, deflate: tuple[bool, bool] | None) -> None:
    setup = Settings(CLIENT, 1000, deflate)
    for pieces in ways_to_arrive(known_streams(CLIENT)[name]):
        judge_streams(CLIENT, setup, pieces)


@pytest.mark.parametrize("callback", CALLBACKS)
@pytest.mark.parametrize("name", known_streams(CLIENT))
def test_a_known_stream_and_a_callback(name: str, callback: str) -> None:
    pieces = known_streams(CLIENT)[name]
    listen, stream = ("listen", callback), b"".join(pieces) or END
    arriving = [("arrive", piece) for piece in pieces]
    for setup in (Settings(CLIENT, 1000), Settings(CLIENT, 1000, (False, False))):
        for turn_limit in (1, 3):
            live_through(setup, [listen, ("arrive", stream), ("breathe",)], is_tls=False, turn_limit=turn_limit)
            live_through(setup, [*arriving, listen], is_tls=False, turn_limit=turn_limit)


@pytest.mark.parametrize("data", [None, b"", b"data", "text"])
def test_a_ping_is_answered(data: str | bytes | None) -> None:
    judge_ping(Settings(CLIENT), data)
