"""The same story, lived by simulated stations of every version over real sockets, leaves the same rows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from csms.app import App
from csms.storage.schema import transaction
from csms_simulator import SimulatedStation
from csms_simulator.clock import ManualClock
from packages.csms.tests.running import running

VERSIONS = ("1.6", "2.0.1", "2.1")
TAG = "5ED00001"

Story = Callable[[SimulatedStation, ManualClock], Awaitable[None]]

OF_A_VERSION = {
    *("id", "station_id", "reference", "start_key", "stop_key", "received_at", "updated_at", "stop_received_at"),
    *(
        "tally",
        "charging_state",
        "charging_state_since",
        "state_seq_no",
        "token_seq_no",
        "first_seq_no",
        "last_seq_no",
        "event_count",
    ),
    *("is_announced", "is_offline", "metered_at", "remote_start_id"),
}
"""Who it is, when it was heard, and what only stations with ids of their own say."""


@pytest.fixture
async def app() -> AsyncIterator[App]:
    async with running() as app:
        yield app


async def row(app: App, station: SimulatedStation) -> dict[str, Any]:
    """Return the only transaction of a station, without what differs between versions."""

    def read(connection: sa.Connection) -> list[dict[str, Any]]:
        query = sa.text("select id from station where identity = :identity")
        number = connection.execute(query, {"identity": station.identity}).scalar_one()
        found = connection.execute(sa.select(transaction).where(transaction.c.station_id == number)).mappings()
        return [
            {str(name): _whole(value) for name, value in each.items() if name not in OF_A_VERSION} for each in found
        ]

    (only,) = await app.store.read(read)
    return only


def _whole(value: object) -> object:
    """Return energies in whole Wh: 1.6 knows no others at begin and end."""
    return round(value) if isinstance(value, float) else value


async def live(app: App, version: str, story: Story) -> dict[str, Any]:
    """Have a station live a story; return the row that is left."""
    clock = ManualClock(datetime.now(UTC).replace(minute=0, second=0, microsecond=0).timestamp() - 3600)
    url = f"ws://127.0.0.1:{app.ocpp_port}"
    async with asyncio.timeout(30), SimulatedStation(url, f"CP-{version}", version, clock=clock, seed="x") as station:
        await station.online()
        await station.settled()
        await story(station, clock)
        await station.settled()
        return await row(app, station)


async def charge(station: SimulatedStation, clock: ManualClock) -> None:
    await station.swipe(TAG)
    await station.settled()
    await station.plug_in()
    await station.settled()
    await clock.advance(600)
    await station.settled()


async def stop_by_card(station: SimulatedStation, clock: ManualClock) -> None:
    await charge(station, clock)
    await station.swipe(TAG)
    await station.settled()
    await clock.advance(5)
    await station.unplug()


async def stop_offline(station: SimulatedStation, clock: ManualClock) -> None:
    await charge(station, clock)
    await station.go_offline()
    await clock.advance(600)
    await station.swipe(TAG)
    await clock.advance(5)
    await station.unplug()
    await station.go_online()
    await station.online()


@pytest.mark.parametrize("story", [stop_by_card, stop_offline], ids=["by card", "offline"])
async def test_a_story_leaves_the_same_row_in_all_versions(app: App, story: Story):
    left = {version: await live(app, version, story) for version in VERSIONS}
    assert left["1.6"]["is_open"] is False
    assert left["1.6"]["energy_wh"] > 0
    assert left["1.6"]["id_token"] == TAG
    assert left["2.0.1"] == left["2.1"]
    assert left["1.6"] == left["2.0.1"]
