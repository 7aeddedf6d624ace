"""The stream of events over a real socket, of a whole server."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from csms.app import App
from csms.config import TOKEN_FILE
from ocpp.client import connect
from ocpp.v16 import ChargePoint, call
from ocpp.v16.enums import ChargePointErrorCode, ChargePointStatus
from packages.csms.tests.running import running


@asynccontextmanager
async def api(app: App) -> AsyncGenerator[httpx.AsyncClient]:
    key = (app.settings.data_dir / TOKEN_FILE).read_text().strip()
    url = f"http://127.0.0.1:{app.http_port}/api/v1"
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        yield client


WATCHING = "stream.watching"


async def read_until(lines: AsyncIterator[str], name: str) -> list[tuple[str, str]]:
    """Return the numbers and names of the events up to one of this name."""
    found: list[tuple[str, str]] = []
    number = ""
    async for line in lines:
        field, _, value = line.partition(": ")
        if field == "id":
            number = value
        elif field == "event":
            if value != WATCHING or name == WATCHING:
                found.append((number, value))
            number = ""
            if value == name:
                return found
    raise AssertionError(f"The stream has ended after {found}")


async def visit(app: App, identity: str = "A") -> None:
    """Be a station that boots, says that it is available, and leaves."""
    async with connect(f"ws://127.0.0.1:{app.ocpp_port}", identity, versions="1.6") as link:
        charge_point = ChargePoint(identity, link)
        listening = asyncio.create_task(charge_point.start())
        await charge_point.call(call.BootNotification(charge_point_model="m", charge_point_vendor="v"))
        await charge_point.call(call.StatusNotification(1, ChargePointErrorCode.no_error, ChargePointStatus.available))
        listening.cancel()
        await asyncio.wait([listening])


VISIT = ["station.connected", "station.booted", "connector.status", "station.disconnected"]


async def test_a_program_watches_a_station_and_comes_back_for_what_it_has_missed() -> None:
    async with running() as app, api(app) as client:
        async with client.stream("GET", "/events") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["cache-control"] == "no-store"
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry: ")
            await read_until(lines, WATCHING)
            visiting = asyncio.create_task(visit(app))
            first = await read_until(lines, "station.disconnected")
            await visiting
        assert [name for _, name in first] == VISIT
        await visit(app, "B")
        async with client.stream("GET", "/events", headers={"Last-Event-ID": first[1][0]}) as stream:
            lines = stream.aiter_lines()
            again = await read_until(lines, "station.disconnected") + await read_until(lines, "station.disconnected")
        assert again[:2] == first[2:]
        assert [name for _, name in again[2:]] == VISIT
        async with client.stream("GET", f"/events?last_event_id={first[1][0]}&name=station.booted") as stream:
            assert [name for _, name in await read_until(stream.aiter_lines(), "station.booted")] == ["station.booted"]


async def test_a_server_that_stops_ends_the_streams() -> None:
    async with running(drain_timeout_s=60) as app, api(app) as client:
        async with client.stream("GET", "/events") as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            stopping = asyncio.create_task(app.http_server.close())
            async with asyncio.timeout(60):
                rest = [line async for line in lines]
                await stopping
        assert ": The server closes" in rest


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?name=no.such", {}),
        ("?last_event_id=-1", {}),
        ("?last_event_id=x", {}),
        ("", {"Last-Event-ID": "x"}),
        ("", {"Last-Event-ID": "1" * 30}),
    ],
)
async def test_a_request_that_is_wrong_is_a_problem(query: str, headers: dict[str, str]) -> None:
    async with running() as app, api(app) as client:
        answer = await client.get(f"/events{query}", headers=headers)
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"


async def test_frames_violations_and_the_last_sign_of_life_of_a_real_station_are_recorded() -> None:
    async with running() as app, api(app) as client:
        async with connect(f"ws://127.0.0.1:{app.ocpp_port}", "A", versions="1.6") as link:
            await link.send('[2,"1","BootNotification",{"chargePointModel":"m","chargePointVendor":"v","odd":1}]')
            await link.recv()
            items = (await client.get("/stations/A/frames?action=BootNotification")).json()["items"]
            assert [item["kind"] for item in items] == [3, 2]
            assert items[0]["outcome"] == "Accepted"
            assert items[0]["latency_s"] > 0
        await app.recorder.write_violations(app.store)
        await app.recorder.write_heard(app.store)
        (violation,) = (await client.get("/stations/A/violations")).json()["items"]
        assert (violation["rule"], violation["action"], violation["count"]) == ("extra_fields", "BootNotification", 1)
        seen = (await client.get("/stations/A")).json()["last_seen_at"]
        assert seen >= items[1]["at"]
