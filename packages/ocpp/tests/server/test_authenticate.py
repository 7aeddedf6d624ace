"""Who is let in: `authenticate` sees the request before it is answered."""

import asyncio
import logging
from typing import Any, cast

import pytest

from ocpp.server import Accept, HandshakeRequest, Refusal, RefusedConnection, password_matches, serve

from .handlers import Arrivals, echo
from .raw_client import RawClient, basic, on_a_virtual_clock, opened, request, text, until, until_gone


async def test_it_sees_all_that_is_known() -> None:
    requests: list[HandshakeRequest] = []

    async def authenticate(request: HandshakeRequest) -> None:
        requests.append(request)

    async with serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server:
        headers = {"Authorization": basic("CP 1", b"\xff\x00\xfe:x"), "X-Vendor": "Vendor"}
        async with await RawClient.connect(server) as client:
            await client.open("/a/CP%201?x", subprotocols="ocpp2.0.1, ocpp1.6", headers=headers, without=["Connection"])
            (seen,) = requests
            assert seen.path == "/a/CP%201?x"
            assert seen.identity == "CP 1"
            assert seen.headers["x-vendor"] == "Vendor"
            assert (seen.username, seen.password) == ("CP 1", b"\xff\x00\xfe:x")
            assert seen.subprotocols == ("ocpp2.0.1", "ocpp1.6")
            assert seen.remote_address == client.sock.getsockname()
            assert seen.peer_certificate is None
            assert seen.repairs == ("no `Connection: Upgrade`",)
            link = server.link("CP 1")
            assert link is not None
            assert link.username == "CP 1"
            assert link.repairs == seen.repairs


async def test_without_credentials_there_are_none() -> None:
    requests: list[HandshakeRequest] = []

    async def authenticate(request: HandshakeRequest) -> Accept:
        requests.append(request)
        return Accept()

    async with serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server, await opened(server):
        assert (requests[0].username, requests[0].password) == (None, None)


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(400, "No such version"),
        Refusal(401, "Wrong password"),
        Refusal(403),
        Refusal(404, "Unknown: ask the operator of Żółw"),
        Refusal(429, "Slow down", 17),
        Refusal(503, "Later", 5),
        Refusal(503),
    ],
    ids=lambda refusal: str(refusal.status),
)
async def test_each_refusal_is_answered_as_it_is(refusal: Refusal) -> None:
    told: list[RefusedConnection] = []

    async def authenticate(_request: HandshakeRequest) -> Refusal:
        await asyncio.sleep(0)
        return refusal

    async with (
        serve(echo, "127.0.0.1", 0, authenticate=authenticate, on_refused=told.append) as server,
        await RawClient.connect(server) as client,
    ):
        response = await client.open()
        assert response.status == refusal.status
        assert response.headers.get("retry-after") == (
            None if refusal.retry_after_s is None else str(refusal.retry_after_s)
        )
        assert ("www-authenticate" in response.headers) == (refusal.status == 401)
        if refusal.status == 401:
            assert response.headers["www-authenticate"].startswith("Basic realm=")
        assert refusal.reason in response.body
        assert response.body.strip()
        assert [(each.status, each.reason, each.identity) for each in told] == [
            (refusal.status, refusal.reason, "CP-1")
        ]
        assert server.statistics.refused == {refusal.status: 1}
        assert server.link("CP-1") is None


async def test_quirk_5_passwords_of_every_reading() -> None:
    async def authenticate(request: HandshakeRequest) -> Refusal | None:
        return None if password_matches(request.password, b"\x01\xffsecret") else Refusal(401)

    digits = b"\x01\xffsecret".hex()
    async with serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server:
        for password, status in (
            (b"\x01\xffsecret", 101),
            (digits, 101),
            (digits.upper(), 101),
            (digits[:-1], 401),
            (b"\x01\xfesecret", 401),
            ("", 401),
        ):
            async with await RawClient.connect(server) as client:
                headers = {"Authorization": basic("whoever", password)}
                assert (await client.open(headers=headers)).status == status
        async with await RawClient.connect(server) as client:
            assert (await client.open()).status == 401


@pytest.mark.parametrize("answer", [False, True, "", 401, Refusal])
async def test_an_answer_that_is_none_lets_nobody_in(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """`return False` means that the charge point is not let in; it must not hang either."""

    async def authenticate(_request: HandshakeRequest) -> None:
        return cast(None, answer)

    async with (
        serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server,
        await RawClient.connect(server) as client,
    ):
        assert (await client.open()).status == 500
        assert server.statistics.opened == 0
        assert server.statistics.refused == {500: 1}
    assert any(record.levelno == logging.ERROR for record in caplog.records)


async def test_an_error_refuses_with_500_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def authenticate(_request: HandshakeRequest) -> None:
        raise LookupError("the secret of the database")

    async with (
        serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server,
        await RawClient.connect(server) as client,
    ):
        response = await client.open()
        assert response.status == 500
        assert "secret" not in response.body
        assert server.statistics.refused == {500: 1}
    assert "the secret of the database" in caplog.text


@pytest.mark.parametrize("answer", [None, Refusal(401)])
async def test_whoever_waits_for_the_answer_is_counted_as_a_handshake(answer: Refusal | None) -> None:
    asked, decided = asyncio.Event(), asyncio.Event()

    async def authenticate(_request: HandshakeRequest) -> Refusal | None:
        asked.set()
        await decided.wait()
        return answer

    async with serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server:
        async with await RawClient.connect(server) as client:
            opening = asyncio.create_task(client.open())
            await asked.wait()
            counts = server.handshakes, len(server.connections)
            decided.set()
            await opening
        assert counts == (1, 0)
        await until(lambda: not server.handshakes)


@on_a_virtual_clock
async def test_one_that_takes_too_long_is_cancelled_and_refused_with_503() -> None:
    told: list[RefusedConnection] = []
    cancelled: list[bool] = []

    async def authenticate(_request: HandshakeRequest) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async with (
        serve(echo, "127.0.0.1", 0, authenticate=authenticate, on_refused=told.append, open_timeout=4) as server,
        await RawClient.connect(server) as client,
    ):
        begin = asyncio.get_running_loop().time()
        response = await client.open()
        assert response.status == 503
        assert "retry-after" in response.headers
        assert asyncio.get_running_loop().time() - begin == pytest.approx(4)
        assert cancelled == [True]
        assert [(each.status, each.identity) for each in told] == [(503, "CP-1")]


class Gate:
    """An `authenticate` that waits for the test."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[asyncio.Future[Refusal | Accept | None]] = asyncio.Queue()

    async def __call__(self, _request: HandshakeRequest) -> Refusal | Accept | None:
        answer: asyncio.Future[Refusal | Accept | None] = asyncio.get_running_loop().create_future()
        self.asked.put_nowait(answer)
        return await answer


@pytest.mark.parametrize("go", [RawClient.close, RawClient.reset])
async def test_a_client_that_goes_away_meanwhile_does_not_become_a_link(go: Any) -> None:
    gate, arrivals = Gate(), Arrivals()
    told: list[RefusedConnection] = []
    async with serve(arrivals, "127.0.0.1", 0, authenticate=gate, on_refused=told.append) as server:
        client = await RawClient.connect(server)
        await client.send(request())
        answer = await gate.asked.get()
        go(client)
        await until(lambda: told)
        assert answer.cancelled()
        assert (told[0].status, told[0].identity) == (0, "CP-1")
        assert "went away" in told[0].reason
        assert server.statistics.opened == 0
        assert server.statistics.refused == {0: 1}


async def test_quirk_6_a_request_that_was_given_up_does_not_end_the_link_of_the_next_one() -> None:
    gate, arrivals = Gate(), Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, authenticate=gate) as server:
        slow = await RawClient.connect(server)
        await slow.send(request())
        first = await gate.asked.get()
        slow.close()
        async with await RawClient.connect(server) as client:
            await client.send(request())
            (await gate.asked.get()).set_result(None)
            assert (await client.response()).status == 101
            link = await arrivals.next()
            if not first.done():
                first.set_result(None)
            for _ in range(20):
                await asyncio.sleep(0)
            assert server.link("CP-1") is link
            assert link.is_open


async def test_what_is_sent_before_the_answer_reaches_the_link() -> None:
    gate = Gate()
    async with serve(echo, "127.0.0.1", 0, authenticate=gate) as server, await RawClient.connect(server) as client:
        await client.send(request() + text("one"))
        answer = await gate.asked.get()
        await client.send(text("two") + text("three")[:4])
        for _ in range(20):
            await asyncio.sleep(0)
        answer.set_result(None)
        assert (await client.response()).status == 101
        assert await client.message() == "one"
        assert await client.message() == "two"
        await client.send(text("three")[4:])
        assert await client.message() == "three"


async def test_what_is_sent_before_the_answer_is_bounded() -> None:
    gate = Gate()
    async with serve(echo, "127.0.0.1", 0, authenticate=gate) as server, await RawClient.connect(server) as client:
        await client.send(request())
        await gate.asked.get()
        try:
            sent = await client.send_what_is_taken(text("x" * 1000), 64 << 20)
        except OSError:
            sent = 0
        assert sent < 32 << 20  # what the system takes, and not more
        assert server.statistics.opened == 0


async def test_an_accept_chooses_the_subprotocol() -> None:
    async def authenticate(request: HandshakeRequest) -> Accept:
        return Accept(subprotocol="ocpp1.6")

    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, authenticate=authenticate) as server:
        for offered, announced in (("ocpp2.0.1, ocpp1.6", "ocpp1.6"), ("ocpp2.0.1", None), (None, None)):
            async with await RawClient.connect(server) as client:
                response = await client.open(subprotocols=offered)
                assert response.status == 101
                assert response.headers.get("sec-websocket-protocol") == announced
                assert (await arrivals.next()).subprotocol == "ocpp1.6"
            await until_gone(server)


async def test_the_limit_of_links_holds_for_those_that_are_judged_at_the_same_time() -> None:
    gate = Gate()
    async with serve(echo, "127.0.0.1", 0, authenticate=gate, max_links=2) as server:
        clients = [await RawClient.connect(server) for _ in range(5)]
        for number, client in enumerate(clients):
            await client.send(request(f"/{number}"))
        answers = [await gate.asked.get() for _ in clients]
        for answer in answers:
            answer.set_result(None)
        statuses = [(await client.response()).status for client in clients]
        for client in clients:
            client.close()
        assert statuses == [101, 101, 503, 503, 503]


async def test_who_is_refused_is_not_told_apart_by_the_handshake() -> None:
    """A wrong subprotocol is named only to those who are let in."""

    async def authenticate(_request: HandshakeRequest) -> Refusal:
        return Refusal(401)

    async with (
        serve(echo, "127.0.0.1", 0, authenticate=authenticate) as server,
        await RawClient.connect(server) as client,
    ):
        assert (await client.open(subprotocols="mqtt")).status == 401
