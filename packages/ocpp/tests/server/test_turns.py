"""What arrives in one turn of the event loop: first all of it is handled, then all is written."""

import asyncio
import contextlib
import logging

import pytest
from websockets.exceptions import ConnectionClosed

from ocpp.websocket.link import Link
from ocpp.websocket.turn import Turn

from .memory_transport import MemoryTransport, memory_link
from .raw_client import PING, PONG, close_frame, frame, text


class Recorder:
    """A link that notes what is asked of it."""

    def __init__(self, name: str, notes: list[str], error: BaseException | None = None) -> None:
        self._name = name
        self._notes = notes
        self._error = error

    def take(self, data: bytes) -> None:
        self._notes.append(f"{self._name} takes {data[:9].decode()}")
        if self._error is not None:
            raise self._error

    def send_written(self) -> None:
        self._notes.append(f"{self._name} sends")

    def break_off(self, error: BaseException) -> None:
        self._notes.append(f"{self._name} breaks off: {error}")


async def test_all_is_handled_in_order_before_anything_is_sent() -> None:
    notes: list[str] = []
    turn, first, second = Turn(100), Recorder("first", notes), Recorder("second", notes)
    turn.add(first, b"1")
    turn.add(second, b"2")
    turn.add(first, b"3")
    assert notes == []

    await asyncio.sleep(0)

    assert notes[:3] == ["first takes 1", "second takes 2", "first takes 3"]
    assert notes[3:] == ["first sends", "second sends", "first sends"]
    notes.clear()
    await asyncio.sleep(0)
    assert notes == []

    turn.add(second, b"4")
    await asyncio.sleep(0)
    assert notes == ["second takes 4", "second sends"]


async def test_no_more_waits_than_may() -> None:
    notes: list[str] = []
    turn, link = Turn(3), Recorder("link", notes)
    turn.add(link, b"1")
    turn.add(link, b"2")
    assert notes == []
    turn.add(link, b"3")
    assert notes == ["link takes 1", "link takes 2", "link takes 3", *["link sends"] * 3]
    notes.clear()
    turn.add(link, b"4")
    turn.add(link, b"5" * 5000)
    assert notes[:2] == ["link takes 4", "link takes 555555555"]


async def test_what_one_link_breaks_the_others_do_not_feel() -> None:
    notes: list[str] = []
    turn = Turn(100)
    turn.add(Recorder("first", notes, ValueError("no")), b"1")
    turn.add(Recorder("second", notes, asyncio.CancelledError("no")), b"2")
    turn.add(Recorder("third", notes), b"3")

    await asyncio.sleep(0)

    assert notes[:5] == [
        "first takes 1",
        "first breaks off: no",
        "second takes 2",
        "second breaks off: no",
        "third takes 3",
    ]
    assert notes[5:] == ["first sends", "second sends", "third sends"]


@pytest.mark.parametrize("end", [SystemExit(), KeyboardInterrupt()], ids=repr)
async def test_a_program_may_end_itself(end: BaseException) -> None:
    notes: list[str] = []
    turn = Turn(100)
    turn.add(Recorder("first", notes), b"1")
    turn.add(Recorder("second", notes, end), b"2")

    with pytest.raises(type(end)):
        turn.run()

    assert notes == ["first takes 1", "second takes 2", "first sends", "second sends"]


def echoing(turn: Turn) -> tuple[Link, MemoryTransport, "asyncio.Task[None]"]:
    """Return a link that answers each message with itself."""
    link, transport = memory_link(turn=turn)

    async def listen() -> None:
        with contextlib.suppress(ConnectionClosed):
            await link.listen(link.write)

    return link, transport, asyncio.ensure_future(listen())


async def test_each_link_writes_once_in_a_turn() -> None:
    turn = Turn(100)
    links = [echoing(turn) for _ in range(3)]
    await asyncio.sleep(0)
    for number, (link, transport, _) in enumerate(links):
        link.data_received(text(f"{number}"))
        link.data_received(text("a"))
        assert transport.writes == []
    await asyncio.sleep(0)
    for number, (_, transport, listening) in enumerate(links):
        assert transport.writes == [frame(1, f"{number}".encode(), mask=None) + frame(1, b"a", mask=None)]
        listening.cancel()


async def test_what_one_link_sends_on_another_keeps_its_place() -> None:
    turn = Turn(100)
    link, transport, listening = echoing(turn)
    other, other_transport = memory_link(turn=turn)
    relaying = asyncio.ensure_future(other.listen(lambda message: link.write(b"relayed " + message)))
    await asyncio.sleep(0)
    link.data_received(text("own"))
    other.data_received(text("other"))
    await asyncio.sleep(0)
    assert transport.taken() == frame(1, b"own", mask=None) + frame(1, b"relayed other", mask=None)
    assert other_transport.writes == []
    listening.cancel()
    relaying.cancel()


async def test_control_frames_keep_their_place_among_answers() -> None:
    link, transport, listening = echoing(Turn(100))
    await asyncio.sleep(0)
    link.data_received(text("first"))
    link.data_received(frame(PING, b"p") + text("second"))
    await asyncio.sleep(0)
    assert transport.taken() == b"".join(
        frame(*each, mask=None) for each in ((1, b"first"), (PONG, b"p"), (1, b"second"))
    )
    listening.cancel()


@pytest.mark.parametrize("last", ["nothing more", "a close frame", "the connection is lost"])
async def test_what_came_before_the_end_is_handled(last: str) -> None:
    turn = Turn(100)
    link, transport = memory_link(turn=turn)
    messages: list[bytes] = []
    listening = asyncio.ensure_future(link.listen(messages.append))
    await asyncio.sleep(0)
    link.data_received(text("at last"))
    if last == "nothing more":
        link.eof_received()
    elif last == "a close frame":
        link.data_received(close_frame())
    else:
        transport.is_gone = True
        link.connection_lost(None)
    with pytest.raises(ConnectionClosed):
        await listening
    assert messages == [b"at last"]


async def test_a_link_that_breaks_off_is_gone_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    turn = Turn(100)
    link, transport = memory_link(turn=turn)
    neighbour, neighbour_transport, listening = echoing(turn)
    await asyncio.sleep(0)

    def cancelled(_: bytes) -> None:
        raise asyncio.CancelledError("who knows why")

    broken = asyncio.ensure_future(link.listen(cancelled))
    await asyncio.sleep(0)
    with caplog.at_level(logging.ERROR):
        link.data_received(text("1"))
        neighbour.data_received(text("2"))
        with pytest.raises(ConnectionClosed):
            await broken
    assert transport.is_gone
    assert neighbour_transport.taken() == frame(1, b"2", mask=None)
    assert "CP-1: error while data was handled" in caplog.text
    assert "who knows why" in caplog.text
    listening.cancel()
