"""Counters of what goes on, and the energy of a day."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from csms.domain.energy import EnergyTally
from csms.storage.engine import Store
from csms.storage.overview import energy_since, overview
from csms.storage.schema import knock, meter_value, site
from csms.storage.station_lists import NO_SITE
from packages.csms.tests.storage.test_connector_lists import add_station, insert, run, tell
from packages.csms.tests.told import NOW

MIDNIGHT = NOW.replace(hour=0)


def at(hours: float) -> datetime:
    """Return a time, in hours after midnight."""
    return MIDNIGHT + timedelta(hours=hours)


async def charge(
    store: Store, station_id: int, key: str, begin: float, end: float | None, energy_wh: float, **columns: Any
) -> int:
    """Add a transaction that has begun at 1,000 Wh."""
    tally = EnergyTally(start_wh=1000.0, last_wh=1000.0 + energy_wh)
    values = {
        "is_open": end is None,
        "started_at": at(begin),
        "ended_at": None if end is None else at(end),
        "energy_wh": energy_wh,
        "tally": msgspec.json.encode(tally).decode(),
    }
    return await run(store, station_id, 1, 1, key, **(values | columns))


async def show(store: Store, station_id: int, number: int, hours: float, register_wh: float | None) -> None:
    await insert(
        store,
        meter_value,
        station_id=station_id,
        evse=1,
        transaction_id=number,
        sampled_at=at(hours),
        received_at=NOW,
        context="Sample.Periodic",
        digest=1000 * number + int(hours * 100),
        raw="[]",
        energy_import_wh=register_wh,
    )


async def test_the_energy_of_a_day(store: Store) -> None:
    one = await add_station(store, "A")
    await charge(store, one, "yesterday", -5, -2, 100_000)
    await charge(store, one, "this morning", 1, 2, 1)
    await charge(store, one, "at midnight", 0, 2, 10)
    await charge(store, one, "goes on", 3, None, 100)
    over = await charge(store, one, "over midnight, ended", -1, 1, 5000)
    for hours, register_wh in ((-1, 1000), (-0.5, 3000), (-0.1, None), (0.5, 4000)):
        await show(store, one, over, hours, register_wh)
    still = await charge(store, one, "over midnight, goes on", -2, None, 60_000)
    for hours, register_wh in ((-1, 11_000), (0, 21_000)):  # at midnight is today
        await show(store, one, still, hours, register_wh)
    silent = await charge(store, one, "over midnight, without a register before", -1, 3, 700_000)
    await show(store, one, silent, 1, 300_000)
    # 1 + 10 + 100, 6000 - 3000, 61,000 - 11,000, all of the last
    assert await store.read(energy_since, MIDNIGHT, None) == 111 + 3000 + 50_000 + 700_000


async def test_the_energy_of_a_site(store: Store) -> None:
    depot = await insert(store, site, name="Depot", created_at=NOW)
    for identity, where, energy_wh in (("A", depot, 1.0), ("B", None, 10.0)):
        number = await add_station(store, identity, site_id=where)
        await charge(store, number, "1", 1, 2, energy_wh)
        await charge(store, number, "2", 1, None, 100 * energy_wh)
    assert await store.read(energy_since, MIDNIGHT, depot) == 101
    assert await store.read(energy_since, MIDNIGHT, NO_SITE) == 1010
    assert await store.read(energy_since, MIDNIGHT, None) == 1111


async def test_a_transaction_of_which_no_energy_is_known_counts_nothing(store: Store) -> None:
    number = await add_station(store, "A")
    await run(store, number, 1, 1, "1", started_at=at(1))
    await run(store, number, 2, 1, "2", started_at=at(-1))
    assert await store.read(energy_since, MIDNIGHT, None) == 0


async def test_stations_connectors_and_the_inbox_are_counted(store: Store) -> None:
    depot = await insert(store, site, name="Depot", created_at=NOW)
    first = await add_station(store, "A", site_id=depot)
    await add_station(store, "B", is_connected=False)
    await add_station(store, "C", admission="held")
    await tell(store, first, (1, 1), "Faulted")
    await tell(store, first, (2, 1), "Available")
    await insert(
        store, knock, identity="X", origin="", cause="unknown", text="", remedy="", status=404, count=1,
        first_at=NOW, last_at=NOW, offered="",
    )  # fmt: skip
    counted = await store.read(overview, MIDNIGHT, None)
    assert (counted.stations, counted.online, counted.inbox, counted.energy_wh) == (2, 1, 1, 0)
    assert {each.state.value: each.count for each in counted.states} == {"faulted": 1, "offline": 1, "available": 1}
    there = await store.read(overview, MIDNIGHT, depot)
    assert (there.stations, there.online, there.inbox) == (1, 1, 1)
    assert {each.state.value for each in there.states} == {"faulted", "available"}
