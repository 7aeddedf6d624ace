"""An open link: messages in both directions, and all the ways in which it ends."""

import asyncio
import logging
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, ConnectionClosedOK

from ocpp.server import Link, serve

from .handlers import Arrivals, echo
from .raw_client import (
    BINARY,
    CONT,
    PING,
    PONG,
    TEXT,
    Frame,
    RawClient,
    close_frame,
    frame,
    on_a_virtual_clock,
    opened,
    text,
    until,
    until_gone,
)

GRUSS = "Grüße 🔌"


async def test_messages_go_both_ways() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        for message in ("", "x", GRUSS, "a" * 125, "a" * 126, "a" * 65535, "a" * 65536, "a" * 2**20):
            assert await client.ask(message) == message


async def test_recv_send_and_close_by_the_server() -> None:
    done: asyncio.Queue[object] = asyncio.Queue()

    async def handler(link: Link) -> None:
        assert await link.recv() == "one"
        assert await link.recv() == b"\xff\x00"
        await link.send("text")
        await link.send(b"bytes")
        link.write("text")
        link.write(b"text")
        await link.close(4001, "enough")
        done.put_nowait((link.is_open, link.close_code, link.close_reason))
        await link.close()
        for attempt in (link.recv, lambda: link.send("x"), lambda: link.send(b"x"), link.ping):
            with pytest.raises(ConnectionClosedError) as caught:
                await attempt()
            assert caught.value.sent is not None
            assert (caught.value.sent.code, caught.value.sent.reason) == (4001, "enough")
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == 4001
            assert caught.value.rcvd_then_sent is False
        with pytest.raises(ConnectionClosedError):
            link.write("x")
        done.put_nowait("done")

    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(text("one") + frame(BINARY, b"\xff\x00"))
        received = [await client.frame() for _ in range(4)]
        assert [each and each[:2] for each in received] == [
            (TEXT, b"text"),
            (BINARY, b"bytes"),
            (TEXT, b"text"),
            (TEXT, b"text"),
        ]
        assert await client.closing() == (4001, "enough")
        await client.send(close_frame(4001, "enough"))
        assert await client.ended() == b""
        client.close()
        assert await done.get() == (False, 4001, "enough")
        assert await done.get() == "done"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1000, ConnectionClosedOK),
        (1001, ConnectionClosedOK),
        (None, ConnectionClosedOK),
        (1011, ConnectionClosedError),
        (4000, ConnectionClosedError),
    ],
)
async def test_a_charge_point_that_closes(code: int | None, kind: type[ConnectionClosed]) -> None:
    outcomes: asyncio.Queue[ConnectionClosed] = asyncio.Queue()

    async def handler(link: Link) -> None:
        try:
            while True:
                await link.recv()
        except ConnectionClosed as error:
            outcomes.put_nowait(error)

    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(text("x") + close_frame(code, "" if code is None else "why"))
        assert await client.closing() == (code, "" if code is None else "why")
        assert await client.ended() == b""
        client.close()
        error = await outcomes.get()
        assert type(error) is kind
        assert error.rcvd_then_sent is True
        await until_gone(server)
        assert server.statistics.closed == {code or 1005: 1}


async def test_iteration_ends_at_a_normal_close_and_raises_at_another_end() -> None:
    outcomes: asyncio.Queue[object] = asyncio.Queue()

    async def handler(link: Link) -> None:
        messages: list[object] = []
        try:
            async for message in link:
                messages.append(message)  # noqa: PERF401 - what came before the error counts
        except ConnectionClosedError as error:
            messages.append(error.rcvd and error.rcvd.code)
        outcomes.put_nowait(messages)

    async with serve(handler, "127.0.0.1", 0) as server:
        for end, expected in (
            (close_frame(1001), ["1", "2"]),
            (close_frame(1011), ["1", "2", 1011]),
            (b"", ["1", "2", None]),
        ):
            async with await opened(server) as client:
                await client.send(text("1") + text("2") + end)
                if not end:
                    client.close()
                assert await outcomes.get() == expected


async def test_what_came_before_the_end_can_still_be_read() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        client = await opened(server)
        link = await arrivals.next()
        await client.send(text("1") + text("2") + close_frame())
        client.close()
        await link.wait_closed()
        assert [await link.recv(), await link.recv()] == ["1", "2"]
        with pytest.raises(ConnectionClosed):
            await link.recv()


async def test_a_cancelled_recv_loses_nothing_and_two_at_once_are_refused() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server, await opened(server) as client:
        link = await arrivals.next()
        first = asyncio.ensure_future(link.recv())
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError):
            await link.recv()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await client.send(text("x"))
        assert await link.recv() == "x"
        second = asyncio.ensure_future(link.recv())
        await client.send(text("y"))
        await until(lambda: link.messages_received == 2)
        second.cancel()
        try:
            assert await second == "y"
        except asyncio.CancelledError:
            assert await link.recv() == "y"


# What is wrong

WRONG: dict[str, tuple[bytes, int]] = {
    "not masked": (frame(TEXT, b"x", mask=None), 1002),
    "reserved bit": (frame(TEXT, b"x", rsv=4), 1002),
    "reserved opcode": (frame(3, b"x"), 1002),
    "reserved control opcode": (frame(11, b"x"), 1002),
    "fragmented ping": (frame(PING, b"x", fin=False), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "continuation of nothing": (frame(CONT, b"x"), 1002),
    "text in a fragmented message": (frame(TEXT, b"x", fin=False) + text("y"), 1002),
    "close of one byte": (frame(8, b"x"), 1002),
    "close with 1005": (close_frame(1005), 1002),
    "close with 1006": (close_frame(1006), 1002),
    "close with 999": (close_frame(999), 1002),
    "close that is not UTF-8": (frame(8, b"\x03\xe8\xff"), 1007),
    "text that is not UTF-8": (frame(TEXT, b"a\xff"), 1007),
    "text that is half of a character": (frame(TEXT, "é".encode()[:1]), 1007),
    "text with a surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "fragments that are not UTF-8": (frame(TEXT, b"\xc3", fin=False) + frame(CONT, b"x"), 1007),
    "too long": (text("x" * 1001), 1009),
    "much too long": (bytes([0x81, 0xFF]) + (1 << 40).to_bytes(8, "big"), 1009),
    "the longest": (bytes([0x81, 0xFF]) + b"\xff" * 8, 1009),
    "fragments that are too long": (frame(TEXT, b"x" * 600, fin=False) + frame(CONT, b"x" * 401), 1009),
}


async def take_all(link: Link) -> None:
    """Take messages by the callback door."""
    await link.listen(link.write)


@pytest.mark.parametrize("handler", [echo, take_all])
@pytest.mark.parametrize("before", [b"", text("before")], ids=["first", "second"])
@pytest.mark.parametrize("wrong", WRONG)
async def test_what_is_wrong_closes_the_link_with_its_code(wrong: str, before: bytes, handler: Any) -> None:
    data, expected = WRONG[wrong]
    async with serve(handler, "127.0.0.1", 0, max_size=1000) as server, await opened(server) as client:
        await client.send(before + data + text("after"))
        if before and handler is take_all:  # the other one has no turn before the end
            assert await client.message() == "before"
        code, _ = await client.closing()
        assert code == expected
        assert await client.ended() == b""
        client.close()
        await until_gone(server)
        assert sum(server.statistics.closed.values()) == 1


@pytest.mark.parametrize("handler", [echo, take_all])
async def test_a_message_of_the_greatest_size_is_taken(handler: Any) -> None:
    async with serve(handler, "127.0.0.1", 0, max_size=1000) as server, await opened(server) as client:
        assert await client.ask("x" * 1000) == "x" * 1000
        await client.send(frame(TEXT, b"x" * 600, fin=False) + frame(CONT, b"x" * 400))
        assert await client.message() == "x" * 1000


async def test_without_a_greatest_size_there_is_none() -> None:
    async with serve(echo, "127.0.0.1", 0, max_size=None) as server, await opened(server) as client:
        assert len(await client.ask("x" * (2**20 + 1))) == 2**20 + 1


async def test_a_binary_message_closes_a_link_that_listens_with_1003() -> None:
    taken: list[bytes] = []

    async def handler(link: Link) -> None:
        await link.listen(taken.append)

    async with serve(handler, "127.0.0.1", 0) as server:
        for data in (frame(BINARY, b"x") + text("after"), frame(BINARY, b"x", fin=False) + frame(CONT) + text("after")):
            async with await opened(server) as client:
                await client.send(text("before") + data)
                assert (await client.closing())[0] == 1003
                assert await client.ended() == b""
        assert taken == [b"before"] * 2


async def test_messages_that_waited_are_handed_over_until_one_is_wrong() -> None:
    taken: list[bytes] = []
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server, await opened(server) as client:
        link = await arrivals.next()
        await client.send(text("1") + frame(BINARY, b"2") + text("3"))
        await until(lambda: link.messages_received == 3)
        with pytest.raises(ConnectionClosedError):
            await link.listen(taken.append)
        assert taken == [b"1"]
        assert (await client.closing())[0] == 1003


async def test_fragments_with_control_frames_in_between() -> None:
    async with serve(take_all, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(
            frame(TEXT, b"Gr", fin=False)
            + frame(PING, b"1")
            + frame(CONT, "ü".encode()[:1], fin=False)
            + frame(CONT, b"", fin=False)
            + frame(PONG, b"unasked")
            + frame(CONT, "ü".encode()[1:] + b"n")
            + text("after")
        )
        received = [await client.frame() for _ in range(3)]
        assert (PONG, b"1", True, 0) in received
        assert [each for each in received if each and each.opcode == TEXT] == [
            Frame(TEXT, "Grün".encode()),
            Frame(TEXT, b"after"),
        ]


async def test_a_close_frame_may_come_in_the_middle_of_a_message() -> None:
    """RFC 6455, 5.5.1; OCPP charge points that reboot."""
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(frame(TEXT, b"x", fin=False) + close_frame(1001))
        assert await client.closing() == (1001, "")


async def test_both_sides_may_close_at_the_same_time() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        async with await opened(server) as client:
            link = await arrivals.next()
            await client.send(close_frame(4002))
            link.start_close(4001)
            assert await client.closing() == (4001, "")
            assert await client.ended() == b""
        await link.wait_closed()
        assert link.close_code == 4002
        assert isinstance(link.closed_error(), ConnectionClosedError)


@on_a_virtual_clock
async def test_a_charge_point_that_does_not_answer_a_close_is_left_after_the_timeout() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, close_timeout=7) as server, await opened(server) as client:
        link = await arrivals.next()
        begin = asyncio.get_running_loop().time()
        await link.close()
        assert asyncio.get_running_loop().time() - begin == pytest.approx(7)
        assert (link.close_code, link.close_reason) == (1006, "")
        assert await client.closing() == (1000, "")
        assert await client.ended() == b""
        assert server.link("CP-1") is None


@on_a_virtual_clock
async def test_a_charge_point_that_keeps_the_connection_open_after_closing_is_left_after_the_timeout() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, close_timeout=7) as server, await opened(server) as client:
        link = await arrivals.next()
        begin = asyncio.get_running_loop().time()
        await client.send(close_frame())
        await link.wait_closed()
        assert asyncio.get_running_loop().time() - begin == pytest.approx(7)
        assert link.close_code == 1000


@pytest.mark.parametrize("go", [RawClient.close, RawClient.reset])
async def test_a_charge_point_that_vanishes(go: Any) -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        client = await opened(server)
        link = await arrivals.next()
        waiting = asyncio.ensure_future(link.recv())
        await client.send(text("half")[:5])
        go(client)
        with pytest.raises(ConnectionClosedError) as caught:
            await waiting
        assert (caught.value.rcvd, caught.value.sent) == (None, None)
        await link.wait_closed()
        assert (link.close_code, link.close_reason) == (1006, "")
        await until_gone(server)
        assert server.statistics.closed == {1006: 1}
        with pytest.raises(ConnectionClosedError):
            await link.send("x")
        await link.close()


async def test_an_error_in_a_handler_closes_with_1011_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def handler(_link: Link) -> None:
        raise LookupError("the secret of the handler")

    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        assert await client.closing() == (1011, "")
    assert "the secret of the handler" in caplog.text


async def test_an_error_in_a_callback_closes_with_1011_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def take(message: bytes) -> None:
        taken.append(message)
        if message == b"2":
            raise LookupError("the secret of the callback")

    async def handler(link: Link) -> None:
        await link.listen(take)

    taken: list[bytes] = []
    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(text("1") + text("2") + text("3"))
        assert await client.closing() == (1011, "")
        assert await client.ended() == b""
    assert "the secret of the callback" in caplog.text
    assert taken == [b"1", b"2"]


async def test_a_handler_that_leaves_at_a_closed_link_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def handler(link: Link) -> None:
        while True:
            await link.recv()

    async with serve(handler, "127.0.0.1", 0) as server, await opened(server) as client:
        await client.send(close_frame(1011))
        assert await client.closing() == (1011, "")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


# Newest wins


async def test_quirk_6_a_new_link_ends_the_old_one_and_is_not_ended_with_it() -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0) as server:
        async with await opened(server) as old_client:
            old = await arrivals.next()
            async with await opened(server) as new_client:
                new = await arrivals.next()
                assert server.link("CP-1") is new
                assert not old.is_open
                code, reason = await old_client.closing()
                assert (code, reason) == (1008, "replaced by a newer connection")
                assert await old_client.ended() == b""
                assert server.link("CP-1") is new
                old_client.close()
                await old.wait_closed()
                await until(lambda: len(server.connections) == 1)
                assert server.link("CP-1") is new
                assert new.is_open
                waiting = asyncio.ensure_future(new.recv())
                await new_client.send(text("x"))
                assert await waiting == "x"
            await new.wait_closed()
        assert server.link("CP-1") is None
        assert (server.statistics.opened, server.statistics.replaced) == (2, 1)


@on_a_virtual_clock
async def test_quirk_6_an_old_link_that_is_half_open_does_not_delay_the_new_one() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, await opened(server):  # which never reads and never goes
        begin = asyncio.get_running_loop().time()
        async with await opened(server) as client:
            assert await client.ask("x") == "x"
            assert asyncio.get_running_loop().time() == begin


async def test_others_are_left_alone() -> None:
    async with (
        serve(echo, "127.0.0.1", 0) as server,
        await opened(server, "/1") as one,
        await opened(server, "/2") as two,
    ):
        assert (await one.ask("x"), await two.ask("y")) == ("x", "y")
        assert server.statistics.replaced == 0


async def test_quirk_6_a_function_decides_which_link_stays() -> None:
    asked: list[tuple[Link, Link]] = []

    def newest_wins(old: Link, new: Link) -> bool:
        asked.append((old, new))
        return new.path.endswith("?force")

    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, newest_wins=newest_wins) as server:
        async with await opened(server) as first, await opened(server) as second:
            one, two = await arrivals.next(), await arrivals.next()
            assert asked == [(one, two)]
            assert one.is_open
            assert two.is_open
            assert server.link("CP-1") is two
            second.close()
            await two.wait_closed()
            assert server.link("CP-1") is one, "the older one is the only one again"
            async with await opened(server, "/CP-1?force"):
                three = await arrivals.next()
                assert asked[1:] == [(one, three)]
                assert (await first.closing())[0] == 1008
                assert server.link("CP-1") is three
        assert server.statistics.replaced == 1


async def test_all_links_stay_if_the_newest_does_not_win() -> None:
    async with serve(echo, "127.0.0.1", 0, newest_wins=False) as server:
        async with await opened(server) as one, await opened(server) as two:
            assert (await one.ask("x"), await two.ask("y")) == ("x", "y")
        await until_gone(server)
        assert server.link("CP-1") is None
        assert server.statistics.replaced == 0


async def test_an_error_in_newest_wins_is_logged_and_the_newest_wins(caplog: pytest.LogCaptureFixture) -> None:
    def newest_wins(_old: Link, _new: Link) -> bool:
        raise LookupError("no such station")

    async with serve(echo, "127.0.0.1", 0, newest_wins=newest_wins) as server:
        async with await opened(server) as old, await opened(server) as client:
            assert await client.ask("x") == "x"
            assert (await old.closing())[0] == 1008
        await until_gone(server)
        assert server.link("CP-1") is None
    assert "no such station" in caplog.text
