"""Whole stations with quirks and chaos, against a central system that tolerates what the library can."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from csms_simulator import SimulatedStation
from csms_simulator.chaos import Chaos, parse
from csms_simulator.clock import ScaledClock
from csms_simulator.quirks import alterations_for
from csms_simulator.wire import Alteration
from ocpp import tolerance, v16, v201
from ocpp.backoff import Backoff
from ocpp.server import Link, serve

from .central_systems import central_system

DEADLINE_S = 40
SPEED = 60

AT_ONCE = Backoff(wait_minimum_s=1, random_range_s=1, repeat_times=0)

REPAIRED = (
    "Q3.double-slash Q16.modem Q16.missing-comma Q16.raw-tab Q18.serial Q19.vendor-data Q20.string-numbers Q22.words "
    "Q24.no-zone"
)


class Office:
    """Serves the links of one station with one central system each, and keeps what all were told."""

    def __init__(self, version: str) -> None:
        self._version = version
        self.taken: list[Any] = []
        self.url = ""
        self._news = asyncio.Event()

    async def serve(self, link: Link) -> None:
        office = self
        system = central_system(self._version, tolerance.ALL)

        class Notebook(list[Any]):
            def append(self, message: Any) -> None:
                office.taken.append(message)
                office._news.set()

        system.taken = Notebook()
        with contextlib.suppress(ConnectionClosed):
            await system.start(link)

    def knows(self, wanted: type[Any]) -> bool:
        """Whether a message of a class has come."""
        return any(isinstance(message, wanted) for message in self.taken)

    async def told(self, wanted: type[Any]) -> None:
        """Wait until a message of a class has come."""
        while not self.knows(wanted):
            self._news.clear()
            await self._news.wait()


@asynccontextmanager
async def office_for(version: str) -> AsyncGenerator[Office]:
    office = Office(version)
    async with (
        asyncio.timeout(DEADLINE_S),
        serve(office.serve, "127.0.0.1", 0, close_timeout=0.1) as server,
    ):
        office.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/ocpp"
        yield office


def station(office: Office, version: str, alterations: Iterable[Alteration]) -> SimulatedStation:
    return SimulatedStation(
        office.url,
        "CP1",
        version,
        clock=ScaledClock(SPEED),
        alterations=tuple(alterations),
        backoff=AT_ONCE,
        seed=1,
    )


async def charge(cp: SimulatedStation) -> None:
    await cp.plug_in()
    await cp.swipe("0123ABCD")


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_a_tolerant_central_system_sees_a_whole_transaction(version: str) -> None:
    alterations = alterations_for(REPAIRED.split(), random.Random(1), version)
    async with office_for(version) as office, station(office, version, alterations) as cp:
        await cp.online()
        await charge(cp)
        if version == "1.6":
            await office.told(v16.call.StartTransaction)
        else:
            await office.told(v201.call.TransactionEvent)
        await cp.settled()


async def test_a_station_without_a_boot_after_reconnect_is_online_again() -> None:
    async with office_for("1.6") as office, station(office, "1.6", alterations_for(["Q9"], random.Random(1))) as cp:
        await cp.online()
        await cp.cut_power()
        await cp.restore_power()
        await cp.online()
        assert cp.connects == 2
        boots = [message for message in office.taken if isinstance(message, v16.call.BootNotification)]
        assert len(boots) == 1


@pytest.mark.parametrize("quirk", ["Q15.same-id", "Q15.new-id", "Q28", "Q29.unseen", "Q31.busy"])
async def test_the_station_goes_on_when_messages_are_lost_or_come_twice(quirk: str) -> None:
    async with office_for("1.6") as office, station(office, "1.6", alterations_for([quirk], random.Random(1))) as cp:
        await cp.online()
        await charge(cp)
        await cp.frames.sent("StatusNotification")
        await cp.clock.sleep(60)
        await cp.swipe("0123ABCD")
        await cp.clock.sleep(60)
        await cp.settled()
        assert cp.is_online
        assert cp.model.evse(1).transaction is None


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_transaction_comes_through_chaos(seed: int) -> None:
    chaos = Chaos(parse("drop=0.1,repeat=0.2,resend=0.1,reorder=0.2,delay=0.2,power=0.02"), random.Random(seed))
    async with office_for("1.6") as office, station(office, "1.6", [chaos]) as cp:
        await cp.plug_in()
        # A driver shows the card again when nothing has happened: the question about it may have been lost.
        while not office.knows(v16.call.StartTransaction):
            if cp.model.has_power and cp.model.evse(1).transaction is None:
                await cp.swipe("0123ABCD")
            await cp.clock.sleep(60)
        while not office.knows(v16.call.StopTransaction):
            if cp.model.evse(1).transaction is not None:
                await cp.swipe("0123ABCD")
            await cp.clock.sleep(60)
        assert chaos.counts.total() > 0
