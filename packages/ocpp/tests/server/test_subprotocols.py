"""Which version of OCPP is spoken."""

import logging
from typing import Any

import pytest

from ocpp.server import RefusedConnection, serve

from .handlers import Arrivals, echo
from .raw_client import RawClient, close_frame, opened, until


@pytest.mark.parametrize(
    ("offered", "supported", "chosen"),
    [
        ("ocpp1.6", None, "ocpp1.6"),
        ("ocpp2.0.1", None, "ocpp2.0.1"),
        ("ocpp2.1", None, "ocpp2.1"),
        ("ocpp1.6, ocpp2.0.1", None, "ocpp1.6"),
        ("ocpp2.0.1, ocpp1.6", None, "ocpp2.0.1"),
        ("ocpp1.6,ocpp2.1,ocpp2.0.1", ["ocpp2.0.1", "ocpp2.1"], "ocpp2.1"),
        ("ocpp1.5, mqtt, ocpp1.6", None, "ocpp1.6"),
        ("OCPP1.6, ocpp2.0.1", None, "ocpp2.0.1"),
    ],
)
async def test_quirk_2_the_preference_of_the_charge_point_decides(
    offered: str, supported: list[str] | None, chosen: str
) -> None:
    arrivals = Arrivals()
    options: dict[str, Any] = {} if supported is None else {"subprotocols": supported}
    async with serve(arrivals, "127.0.0.1", 0, **options) as server:
        for _ in range(2):
            async with await RawClient.connect(server) as client:
                response = await client.open(subprotocols=offered)
                assert response.headers["sec-websocket-protocol"] == chosen
                link = await arrivals.next()
                assert (link.subprotocol, link.version) == (chosen, chosen.removeprefix("ocpp"))


async def test_quirk_1_one_that_offers_none_is_refused_with_the_cause() -> None:
    told: list[RefusedConnection] = []
    async with serve(echo, "127.0.0.1", 0, on_refused=told.append) as server:
        for offered in (None, "", " "):
            async with await RawClient.connect(server) as client:
                response = await client.open(subprotocols=offered)
                assert response.status == 400
                assert response.body == ("No common subprotocol: offered none, supported ocpp2.1, ocpp2.0.1, ocpp1.6\n")
    assert [(each.status, each.identity) for each in told] == [(400, "CP-1")] * 3


@pytest.mark.parametrize("offered", [None, ""])
async def test_quirk_1_one_that_offers_none_is_taken_for_the_default_with_a_warning(
    offered: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    arrivals = Arrivals()
    async with serve(arrivals, "127.0.0.1", 0, default_subprotocol="ocpp1.6") as server:
        async with await RawClient.connect(server) as client:
            response = await client.open(subprotocols=offered)
            assert response.status == 101
            # RFC 6455, 4.2.2: what was not offered must not be announced
            assert "sec-websocket-protocol" not in response.headers
            link = await arrivals.next()
            assert (link.subprotocol, link.version) == ("ocpp1.6", "1.6")
        warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert len(warnings) == 1
        assert "CP-1" in warnings[0]
        assert "ocpp1.6" in warnings[0]
        async with await opened(server, subprotocols="ocpp2.0.1"):
            assert (await arrivals.next()).subprotocol == "ocpp2.0.1"
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) <= 2  # it was replaced


async def test_the_default_is_not_for_those_that_offer_something_else() -> None:
    async with (
        serve(echo, "127.0.0.1", 0, default_subprotocol="ocpp1.6") as server,
        await RawClient.connect(server) as client,
    ):
        response = await client.open(subprotocols="ocpp1.5, mqtt")
        assert response.status == 400
        assert "offered ocpp1.5, mqtt" in response.body


@pytest.mark.parametrize("offered", ["ocpp1.5", None])
async def test_without_a_common_one_a_link_may_be_opened_and_closed(offered: str | None) -> None:
    """OCPP-J 1.6, 3.2; 2.0.1 Part 4, 3.3."""
    served: list[object] = []

    async def handler(link: object) -> None:
        served.append(link)

    async with serve(handler, "127.0.0.1", 0, unsupported_subprotocol="close") as server:
        async with await RawClient.connect(server) as client:
            response = await client.open(subprotocols=offered)
            assert response.status == 101
            assert "sec-websocket-protocol" not in response.headers
            code, reason = await client.closing()
            assert code == 1002
            assert "subprotocol" in reason
            await client.send(close_frame(1002))
            assert await client.ended() == b""
        await until(lambda: not server.connections)
        assert not served
        assert server.statistics.closed == {1002: 1}


@pytest.mark.parametrize("offered", ["ocpp1.6", "whatever", None])
async def test_with_none_nothing_is_negotiated(offered: str | None) -> None:
    arrivals = Arrivals()
    async with (
        serve(arrivals, "127.0.0.1", 0, subprotocols=None) as server,
        await RawClient.connect(server) as client,
    ):
        response = await client.open(subprotocols=offered)
        assert response.status == 101
        assert "sec-websocket-protocol" not in response.headers
        link = await arrivals.next()
        assert (link.subprotocol, link.version) == (None, None)
