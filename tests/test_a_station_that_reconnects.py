"""The page on stations that reconnect: its station, and a central system that comes and goes."""

import asyncio
import importlib
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from ocpp.backoff import Backoff
from ocpp.exceptions import InternalError
from ocpp.routing import on
from ocpp.server import Server, serve
from ocpp.v16 import ChargePoint, call, call_result, datatypes
from ocpp.websocket.link import Link
from tests.test_docs_snippets import DEADLINE_S, RECONNECTS, write_programs

AT_ONCE = Backoff(wait_minimum_s=0, random_range_s=0.01, repeat_times=0)


class CentralSystem:
    """What it was told: in words, over all links."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.refusals = 0

    async def serve(self, link: Link) -> None:
        with suppress(ConnectionClosed):
            await self.charge_point(link).start()

    def charge_point(self, link: Link) -> ChargePoint:
        told = self.told
        system = self

        class Connected(ChargePoint):
            @on("BootNotification")
            def boot(self, request: call.BootNotification) -> call_result.BootNotification:
                told.append("boot")
                return call_result.BootNotification(current_time="2026-01-31T12:00:00Z", interval=0, status="Accepted")

            @on("StartTransaction")
            def start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:
                told.append(f"start at {request.meter_start}")
                if system.refusals:
                    system.refusals -= 1
                    raise InternalError
                info = datatypes.IdTagInfo(status="Accepted")
                return call_result.StartTransaction(transaction_id=request.meter_start + 7, id_tag_info=info)

            @on("MeterValues")
            def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
                told.append(f"{request.meter_value[0].sampled_value[0].value} in {request.transaction_id}")
                return call_result.MeterValues()

            @on("StopTransaction")
            def stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:
                told.append(f"stop of {request.transaction_id} at {request.meter_stop}")
                return call_result.StopTransaction()

        return Connected(link.identity, link)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[tuple[Any, int]]:
    """Give the page's module, and the port of its central system."""
    port = write_programs(tmp_path, RECONNECTS)
    monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType]
    yield importlib.import_module("station"), port
    sys.modules.pop("station")


@asynccontextmanager
async def running(program: Any, station: Any, port: int) -> AsyncGenerator[None]:
    """Keep a station connected until the block ends."""
    url = f"ws://127.0.0.1:{port}"
    task = asyncio.ensure_future(program.keep_connected(station, url, AT_ONCE))
    try:
        async with asyncio.timeout(DEADLINE_S):
            yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def hang_up(server: Server) -> None:
    """End the link of the station."""
    link = server.link("CP_1")
    assert link is not None
    await link.close()


async def test_a_station_that_reconnects(program: tuple[Any, int], tmp_path: Path) -> None:
    module, port = program
    central_system = CentralSystem()
    station = module.Station("CP_1", tmp_path)
    station.transaction_started("first", "CARD-1", 100)
    station.meter_read("first", 200)
    assert len(station.queue) == 2
    async with running(module, station, port), serve(central_system.serve, "127.0.0.1", port) as server:
        await station.queue.drained()
        assert central_system.told == ["boot", "start at 100", "200 in 107"]
        for meter_wh in (300, 400):
            await hang_up(server)
            station.meter_read("first", meter_wh)
            await station.queue.drained()
    assert central_system.told[3:] == ["300 in 107", "400 in 107"]

    # Nobody is there, and the station itself is switched off and on.
    station.meter_read("first", 500)
    station.queue.close()
    station = module.Station("CP_1", tmp_path)
    station.transaction_stopped("first", 600)
    station.transaction_started("second", "CARD-1", 600)
    station.queue.close()
    station = module.Station("CP_1", tmp_path)
    async with running(module, station, port), serve(central_system.serve, "127.0.0.1", port):
        await station.queue.drained()
    assert central_system.told[5:] == ["boot", "500 in 107", "stop of 107 at 600", "start at 600"]
    station.queue.close()


async def test_a_start_that_is_never_accepted(
    program: tuple[Any, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module, port = program
    central_system = CentralSystem()
    central_system.refusals = 2
    station = module.Station("CP_1", tmp_path)
    station.queue.attempts, station.queue.interval_s = 2, 0
    station.transaction_started("first", "CARD-1", 100)
    station.transaction_stopped("first", 200)
    async with serve(central_system.serve, "127.0.0.1", port), running(module, station, port):
        await station.queue.drained()
    assert central_system.told == ["boot", "start at 100", "start at 100", "stop of -1 at 200"]
    assert "gave up StartTransaction: InternalError" in capsys.readouterr().out
    station.queue.close()
