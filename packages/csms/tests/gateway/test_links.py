"""Links that come, go and are replaced, and how a station is taken that is connected."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from csms.app import App
from csms.domain.events import Event, StationConnected, StationDisconnected
from csms.gateway import gateway as gateway_module
from csms.gateway.conversation import Conversation
from csms.storage.engine import StorageError, Store
from csms.storage.schema import status_report
from ocpp.v16 import call
from packages.csms.tests.gateway.knocking import (
    add_station,
    change_station,
    charge_point,
    station_of,
    until,
    url_of,
)
from packages.csms.tests.running import running


def conversation_of(app: App) -> Conversation:
    link = app.bus.link("CP1")
    assert isinstance(link, Conversation)
    return link


STATUS = call.StatusNotification(
    connector_id=1, error_code="NoError", status="Available", timestamp="2026-01-31T12:00:00"
)


async def test_the_newest_link_of_a_station_wins():
    async with running() as app:
        events: list[Event] = []
        app.bus.subscribe(events.append)
        async with charge_point(app) as old:
            await old.boot()
            async with charge_point(app) as new:
                await new.boot()

                assert await old.until_closed() == 1008
                assert (await station_of(app)).is_connected
                assert await new.boot() == "Accepted"
                links = [event for event in events if isinstance(event, StationConnected | StationDisconnected)]
                assert [event.name for event in links] == [
                    "station.connected",
                    "station.disconnected",
                    "station.connected",
                ]
                assert isinstance(links[1], StationDisconnected)
                assert "replaced by a newer connection" in links[1].reason


async def test_a_station_that_has_left_is_not_connected_any_more():
    async with running() as app:
        gone = asyncio.Event()
        app.bus.subscribe(lambda event: gone.set() if isinstance(event, StationDisconnected) else None)
        async with charge_point(app) as point:
            await point.boot()
            record = await station_of(app)
            assert (record.is_connected, record.version, record.remote_address) == (True, "1.6", "127.0.0.1")
        await asyncio.wait_for(gone.wait(), 10)

        assert not (await station_of(app)).is_connected


async def test_a_link_whose_other_side_is_silent_is_found_by_pings():
    async with running(ping_interval_s=1, ping_timeout_s=1) as app:
        gone = asyncio.Event()
        app.bus.subscribe(lambda event: gone.set() if isinstance(event, StationDisconnected) else None)
        reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port)
        writer.write(
            b"GET /CP1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            b"Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.write(bytes.fromhex("8a8000000000"))  # one pong, then nothing more
        await asyncio.wait_for(gone.wait(), 20)

        assert not (await station_of(app)).is_connected
        writer.close()


async def test_nobody_is_connected_when_the_server_starts_again(tmp_path: Path):
    async with running(data_dir=tmp_path) as app:
        await add_station(app, is_connected=True)

    async with running(data_dir=tmp_path) as app:
        assert not (await station_of(app)).is_connected


async def test_that_a_station_has_left_is_recorded_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gateway_module, "RETRY_S", 0.01)
    async with running() as app:
        events: list[Event] = []
        app.bus.subscribe(events.append)
        refused = asyncio.Event()
        point_is_served = charge_point(app)
        point = await point_is_served.__aenter__()
        await point.boot()
        write_for = Store.write_for

        async def away(*_args: object, **_kwargs: object) -> None:
            refused.set()
            raise StorageError("It is away")

        with monkeypatch.context() as gone:
            gone.setattr(Store, "write_for", away)
            await point_is_served.__aexit__(None, None, None)
            await asyncio.wait_for(refused.wait(), 10)
        assert Store.write_for is write_for
        await until(lambda: any(isinstance(event, StationDisconnected) for event in events))

        assert not (await station_of(app)).is_connected


async def test_a_station_that_comes_while_the_database_is_away_is_sent_away_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
):
    async with running() as app:
        await add_station(app)
        write_for = Store.write_for

        async def away(*_args: object, **_kwargs: object) -> None:
            raise StorageError("It is away")

        with monkeypatch.context() as gone:
            gone.setattr(Store, "write_for", away)
            async with charge_point(app) as point:
                assert await point.until_closed() == 1013
        assert Store.write_for is write_for
        async with charge_point(app) as point:
            assert await point.boot() == "Accepted"


async def test_a_naive_timestamp_is_of_the_time_zone_of_the_station():
    async with running() as app:
        await add_station(app, time_zone="Europe/Berlin")
        async with charge_point(app) as point:
            await point.boot()
            await point.request(STATUS)
            await change_station(app, time_zone="America/New_York")
            await until(lambda: str(conversation_of(app).zone) == "America/New_York")
            await point.request(
                call.StatusNotification(
                    connector_id=1, error_code="NoError", status="Preparing", timestamp="2026-01-31T12:00:00"
                )
            )

        reported = await app.store.read(lambda each: each.scalars(sa.select(status_report.c.reported_at)).all())
        assert list(reported) == [datetime(2026, 1, 31, 11, tzinfo=UTC), datetime(2026, 1, 31, 17, tzinfo=UTC)]


async def test_a_delay_of_answers_holds_neither_the_writer_nor_other_stations():
    async with running() as app:
        await add_station(app, "CP1", response_delay_s=0.5)
        async with charge_point(app, "CP1") as slow, charge_point(app, "CP2") as quick:
            await slow.boot()
            await quick.boot()
            loop = asyncio.get_running_loop()
            began = loop.time()
            delayed = asyncio.create_task(slow.request(STATUS))
            await asyncio.gather(*(quick.request(STATUS) for _ in range(20)))
            assert not delayed.done()
            await delayed

            assert loop.time() - began >= 0.5


async def test_a_change_of_the_delay_holds_at_once():
    async with running() as app:
        await add_station(app, response_delay_s=0)
        async with charge_point(app) as point:
            await point.boot()
            await change_station(app, response_delay_s=0.2)
            await until(lambda: conversation_of(app).response_delay_s == 0.2)
            began = asyncio.get_running_loop().time()
            await point.request(STATUS)

            assert asyncio.get_running_loop().time() - began >= 0.2


async def test_stations_are_told_to_come_back_when_the_server_stops():
    async with running() as app:
        url = url_of(app)
        point_is_served = charge_point(app, url=url)
        point = await point_is_served.__aenter__()
        await point.boot()
    assert await point.until_closed() == 1001
    await point_is_served.__aexit__(None, None, None)
