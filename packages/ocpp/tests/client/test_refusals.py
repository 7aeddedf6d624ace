"""What comes of an attempt that fails, whatever the central system answers, and that nothing of it is left."""

import asyncio
import gc
import logging
from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus, InvalidUpgrade

from ocpp.client import connect
from ocpp.server import HandshakeRequest, Refusal, serve
from ocpp.websocket.joining import reason_of

from .central_systems import URL, Answer, CentralSystem, Visit, answer, speaking
from .virtual_network import VirtualNetworkLoop, network, on_a_virtual_network


async def error_of(given: Answer) -> InvalidHandshake:
    """Return what an attempt raises; its connection must be gone then."""
    system = CentralSystem(given)
    async with system.listening():
        with pytest.raises(InvalidHandshake) as refusal:
            await connect(system.url, "CP-1")
    assert len(system.visits) == 1
    return refusal.value


# Answers that are HTTP


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "401 Unauthorized", "404 Not Found", "503 Busy", "200 OK", "500 "]
)
async def test_a_refusal_has_its_status_headers_and_body(status: str) -> None:
    error = await error_of(answer(status, "Retry-After: 7\r\n", "größer\n"))
    assert isinstance(error, InvalidStatus)
    assert error.response.status_code == int(status[:3])
    assert error.response.headers["Retry-After"] == "7"
    assert error.response.body.decode() == "größer\n"


async def test_a_redirection_is_not_followed() -> None:
    error = await error_of(answer("302 Found", "Location: ws://127.0.0.1:9/elsewhere\r\n"))
    assert isinstance(error, InvalidStatus)
    assert error.response.headers["Location"] == "ws://127.0.0.1:9/elsewhere"


def closing_after(data: bytes) -> Callable[[Visit], None]:
    def write(visit: Visit) -> None:
        visit.transport.write(data)
        visit.transport.close()

    return write


async def test_a_body_that_ends_with_the_connection() -> None:
    error = await error_of(closing_after(b"HTTP/1.1 403 Forbidden\r\n\r\nNot you"))
    assert isinstance(error, InvalidStatus)
    assert error.response.body == b"Not you"


async def test_a_body_in_chunks() -> None:
    chunks = b"3\r\nNot\r\n4\r\n you\r\n0\r\n\r\n"
    error = await error_of(b"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    assert isinstance(error, InvalidStatus)
    assert error.response.body == b"Not you"


# Answers that are not, or not what they should be


@pytest.mark.parametrize(
    "given",
    [
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n\r\n",
        b"\x15\x03\x03\x00\x02\x02\x46\r\n\r\n",
        b"\r\n\r\n",
        b"HTTP/1.0 101 Switching Protocols\r\n\r\n",
        b"HTTP/2 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 101\r\n\r\n",
        b"HTTP/1.1 abc Switching Protocols\r\n\r\n",
        b"HTTP/1.1 999 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nno header\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nX: \x00\r\n\r\n",
        b"HTTP/1.1 400 Bad\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nX: " + b"x" * 10_000 + b"\r\n\r\n",
        b"HTTP/1.1 101 " + b"x" * 10_000 + b"\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n" + b"X: x\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 400 Bad\r\nContent-Length: 100000000\r\n\r\n",
        closing_after(b""),
        closing_after(b"HTTP/1.1 101 Switching"),
        closing_after(b"HTTP/1.1 400 Bad\r\nContent-Length: 10\r\n\r\nshort"),
    ],
)
async def test_what_is_no_answer_at_all(given: Answer) -> None:
    error = await error_of(given)
    assert "HTTP response" in str(error) or "too long" in str(error) or "bytes" in str(error), error
    if isinstance(error, InvalidMessage):
        assert reason_of(error) == f"{error}: {error.__cause__}"  # which says what was wrong


@pytest.mark.parametrize("data", [b"x" * 70_000, b"HTTP/1.1 101 Switching Protocols\r\n" + b"X: " + b"x" * 70_000])
async def test_a_head_without_end(data: bytes) -> None:
    error = await error_of(data)
    assert isinstance(error, InvalidMessage)
    assert str(error) == "The headers of the answer are longer than 65536 bytes"


async def test_a_body_without_end() -> None:
    def pour(visit: Visit) -> None:
        visit.transport.write(b"HTTP/1.1 500 Broken\r\n\r\n")
        write_on(visit)

    def write_on(visit: Visit) -> None:
        if not visit.lost.done() and not visit.transport.is_closing():
            visit.transport.write(b"x" * 65536)
            asyncio.get_running_loop().call_soon(write_on, visit)

    error = await error_of(pour)
    assert isinstance(error, InvalidMessage)


@pytest.mark.parametrize(
    ("change", "error_class"),
    [
        (("Upgrade: websocket", "Upgrade: h2c"), InvalidUpgrade),
        (("Connection: Upgrade", "Connection: close"), InvalidUpgrade),
        (("Accept: ", "Accept: x"), InvalidHandshake),
        (("Sec-WebSocket-Accept", "X"), InvalidHandshake),
        (("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions: permessage-deflate\r\nX"), InvalidHandshake),
    ],
)
async def test_a_link_that_is_none(change: tuple[str, str], error_class: type[Exception]) -> None:
    error = await error_of(lambda visit: visit.accepted("ocpp1.6").decode().replace(*change).encode())
    assert isinstance(error, error_class)


# No answer


async def test_nobody_listens() -> None:
    system = CentralSystem(b"")
    async with system.listening():
        pass
    with pytest.raises(OSError):  # noqa: PT011 - every system has words of its own
        await connect(system.url, "CP-1")


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 101 Swit", b"HTTP/1.1 400 Bad\r\n\r\nbody"])
async def test_a_central_system_that_takes_its_time(data: bytes) -> None:
    system = CentralSystem(data)
    async with system.listening():
        with pytest.raises(TimeoutError):
            await connect(system.url, "CP-1", open_timeout=0.05)


async def test_a_connection_that_is_reset() -> None:
    def reset(visit: Visit) -> None:
        visit.transport.abort()

    system = CentralSystem(reset)
    async with system.listening():
        with pytest.raises((OSError, InvalidMessage)):
            await connect(system.url, "CP-1")


@on_a_virtual_network
async def test_an_attempt_takes_ten_seconds_and_no_more() -> None:
    network().is_cut = True
    begin = network().time()
    with pytest.raises(TimeoutError):
        await connect(URL, "CP-1")
    assert network().time() - begin == pytest.approx(10)
    assert not network().transports


# What our own server says


@on_a_virtual_network
async def test_the_words_of_the_central_system_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Refusal | None] = [Refusal(403, "Disabled by the operator"), None]

    async def authenticate(request: HandshakeRequest) -> Refusal | None:
        return answers.pop(0)

    caplog.set_level(logging.WARNING, "ocpp.client")
    async with serve(lambda link: link.wait_closed(), "127.0.0.1", 9000, authenticate=authenticate):
        async for link in connect(URL, "CP-1"):
            await link.close()
            break
    messages = [record.getMessage() for record in caplog.records if record.name == "ocpp.client"]
    assert messages == ["CP-1: not connected to central.example: 403 Disabled by the operator"]


# Attempts that are given up


def slowly_accepting(visit: Visit) -> None:
    """Answer in small steps, so that there are many moments in which an attempt may be given up."""
    loop = asyncio.get_running_loop()
    rest = [visit.accepted("ocpp1.6")[start : start + 40] for start in range(0, 200, 40)]

    def write() -> None:
        if not visit.transport.is_closing():
            visit.transport.write(rest.pop(0))
            if rest:
                loop.call_soon(write)

    write()


async def give_up_after(steps: int, system: CentralSystem) -> str:
    """Cancel an attempt after so many steps of the loop; return what came of it."""
    task = asyncio.ensure_future(connect(system.url, "CP-1").__aenter__())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    if task.cancelled():
        return "cancelled"
    if task.exception() is not None:
        return "refused"
    task.result().fail(1000)
    return "connected"


@pytest.mark.parametrize("given", [slowly_accepting, speaking("ocpp1.6"), answer("400 Bad Request"), b""])
async def test_an_attempt_may_be_given_up_at_any_moment(given: Answer) -> None:
    await give_up_at_every_step(given)


@on_a_virtual_network
@pytest.mark.parametrize("given", [slowly_accepting, speaking("ocpp1.6"), answer("400 Bad Request")])
async def test_in_memory_every_moment_is_met(given: Answer) -> None:
    outcomes = await give_up_at_every_step(given)
    assert {outcomes[0], outcomes[-1]} == {"cancelled", "refused" if isinstance(given, bytes) else "connected"}
    assert not network().transports


async def give_up_at_every_step(given: Answer) -> list[str]:
    loop = asyncio.get_running_loop()
    complaints: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _loop, context: complaints.append(context))
    system = CentralSystem(given)
    before = asyncio.all_tasks()
    async with system.listening(9000 if isinstance(loop, VirtualNetworkLoop) else 0):  # ends when all have left
        outcomes = [await give_up_after(steps, system) for steps in range(40)]
        gc.collect()
    assert asyncio.all_tasks() == before
    assert complaints == []
    return outcomes
