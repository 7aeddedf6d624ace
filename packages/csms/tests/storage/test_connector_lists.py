"""The list of what all connectors are doing: which rows it has, in which order, and that it is what the domain says."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from csms.domain.connector_states import BY_STATUS, ConnectorFacts, ConnectorState, Running, state_of
from csms.storage import connector_lists, stations
from csms.storage.connector_lists import ConnectorFilter, ConnectorRow
from csms.storage.engine import Store, Tx
from csms.storage.schema import connector, site, station, transaction
from csms.storage.station_lists import NO_SITE
from packages.csms.tests.told import NOW

Place = tuple[int, int]
STATUSES = (*BY_STATUS, "Sleeping")
CHARGING_STATES = (None, None, "Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected", "Idle")


async def add_station(store: Store, identity: str, **columns: Any) -> int:
    columns = {"is_connected": True, "admission": "accepted"} | columns

    def add(tx: Tx) -> int:
        admission = columns.pop("admission")
        return stations.insert(tx.connection, identity, admission, NOW, **columns).id

    return await store.write(add)


async def tell(store: Store, station_id: int, place: Place, status: str, **columns: Any) -> None:
    values = {"since": NOW, "reported_at": NOW, "received_at": NOW} | columns
    await insert(store, connector, station_id=station_id, evse=place[0], connector=place[1], status=status, **values)


async def run(
    store: Store, station_id: int, evse: int | None, number: int | None, key: str = "1", **columns: Any
) -> int:
    values = {"is_open": True, "started_at": NOW, "received_at": NOW, "updated_at": NOW, "reference": key} | columns
    return await insert(store, transaction, station_id=station_id, evse=evse, connector=number, start_key=key, **values)


async def insert(store: Store, table: sa.Table, **values: Any) -> int:
    def add(tx: Tx) -> int:
        added = tx.connection.execute(sa.insert(table).values(values))
        return added.inserted_primary_key[0] if added.inserted_primary_key else 0

    return await store.write(add)


async def rows(store: Store, **wanted: Any) -> list[ConnectorRow]:
    return await store.read(connector_lists.connectors, ConnectorFilter(**wanted), None, 10_000)


async def places(store: Store, **wanted: Any) -> list[tuple[str, int, int]]:
    return [(row.identity, row.evse, row.connector) for row in await rows(store, **wanted)]


async def test_each_connector_is_a_row_and_the_station_itself_is_none(store: Store) -> None:
    number = await add_station(store, "A")
    for place in ((0, 0), (1, 1), (2, 1), (2, 2)):
        await tell(store, number, place, "Available")
    assert await places(store) == [("A", 1, 1), ("A", 2, 1), ("A", 2, 2)]


async def test_a_station_without_connectors_is_one_row(store: Store) -> None:
    silent = await add_station(store, "A")
    whole = await add_station(store, "B")
    await tell(store, whole, (0, 0), "Unavailable", error_code="Fan")
    assert [(row.identity, row.evse, row.connector, row.state.value) for row in await rows(store)] == [
        ("B", 0, 0, "unavailable"),
        ("A", 0, 0, "unknown"),
    ]
    assert (await rows(store))[0].error_code == "Fan"
    assert silent != whole


async def test_an_evse_that_is_told_of_as_a_whole_alone_is_a_row(store: Store) -> None:
    number = await add_station(store, "A")
    for place in ((1, 0), (2, 0), (2, 1)):
        await tell(store, number, place, "Available")
    running = await run(store, number, 1, None)
    assert await places(store) == [("A", 1, 0), ("A", 2, 1)]
    assert [row.transaction for row in await rows(store)] == [running, None]


async def test_stations_that_are_not_accepted_are_left_out(store: Store) -> None:
    for admission in ("held", "rejected"):
        await add_station(store, admission, admission=admission)
    assert await rows(store) == []


async def test_a_transaction_is_at_its_connector(store: Store) -> None:
    number = await add_station(store, "A")
    for place in ((1, 1), (1, 2), (2, 1)):
        await tell(store, number, place, "Available")
    there = await run(
        store, number, 1, 2, "1", id_token="TAG", energy_wh=5.0, power_w=7.0, soc_percent=80.0, metered_at=NOW
    )
    await run(store, number, 2, 1, "2", is_open=False)
    found = {(row.evse, row.connector): row for row in await rows(store)}
    assert {place: row.transaction for place, row in found.items()} == {(1, 1): None, (1, 2): there, (2, 1): None}
    row = found[1, 2]
    assert (row.id_token, row.started_at, row.energy_wh, row.power_w, row.soc_percent) == ("TAG", NOW, 5.0, 7.0, 80.0)
    assert (row.metered_at, row.state) == (NOW, ConnectorState.CHARGING)


async def test_of_two_that_are_open_the_later_one_is_shown(store: Store) -> None:
    number = await add_station(store, "A")
    await tell(store, number, (1, 1), "Available")
    await run(store, number, 1, 1, "1")
    later = await run(store, number, 1, 1, "2")
    assert [row.transaction for row in await rows(store)] == [later]


async def test_a_transaction_whose_connector_is_not_known_is_at_one_that_is_in_use(store: Store) -> None:
    number = await add_station(store, "A")
    for place, status in (((1, 1), "Available"), ((1, 2), "Occupied"), ((2, 1), "Available"), ((2, 2), "Available")):
        await tell(store, number, place, status)
    first, second = await run(store, number, 1, None, "1"), await run(store, number, 2, None, "2")
    found = {(row.evse, row.connector): row.transaction for row in await rows(store)}
    assert found == {(1, 1): None, (1, 2): first, (2, 1): second, (2, 2): None}


async def test_a_transaction_where_no_connector_was_told_of_is_a_row(store: Store) -> None:
    silent, other = await add_station(store, "A"), await add_station(store, "B")
    await tell(store, other, (1, 1), "Available")
    numbers = [
        await run(store, silent, 1, 1, "1"),
        await run(store, other, 2, None, "2"),
        await run(store, other, None, None, "3"),
    ]
    found = {(row.identity, row.evse, row.connector): row.transaction for row in await rows(store)}
    assert found == {("A", 1, 1): numbers[0], ("B", 0, 0): numbers[2], ("B", 1, 1): None, ("B", 2, 0): numbers[1]}


async def test_what_is_said_of_a_station_or_an_evse_counts_for_their_connectors(store: Store) -> None:
    number = await add_station(store, "A")
    await tell(store, number, (1, 0), "Faulted", error_code="Hot", error_info="90 C")
    for place in ((1, 1), (2, 1)):
        await tell(store, number, place, "Available")
    worst, fine = await rows(store)
    assert (worst.evse, worst.state, worst.evse_error_code, worst.evse_error_info) == (
        1,
        ConnectorState.FAULTED,
        "Hot",
        "90 C",
    )
    assert (fine.evse, fine.state) == (2, ConnectorState.AVAILABLE)
    await tell(store, number, (0, 0), "Unavailable")
    assert [row.state.value for row in await rows(store)] == ["faulted", "unavailable"]


async def test_the_list_is_narrowed_down(store: Store) -> None:
    number = await insert(store, site, name="Depot", created_at=NOW)
    for identity, where, status in (("A", number, "Charging"), ("B", None, "Available"), ("C_1", None, "Faulted")):
        made = await add_station(store, identity, site_id=where, model="Wall%box")
        await tell(store, made, (1, 1), status)
        if identity == "A":
            await run(store, made, 1, 1, "1", id_token="Card-7")

    async def found(**wanted: Any) -> list[str]:
        return [row.identity for row in await rows(store, **wanted)]

    assert await found() == ["C_1", "A", "B"]
    assert await found(site=number) == ["A"]
    assert await found(site=NO_SITE) == ["C_1", "B"]
    assert await found(states=(ConnectorState.AVAILABLE, ConnectorState.CHARGING)) == ["A", "B"]
    assert await found(stations=("A", "B", "nobody")) == ["A", "B"]
    assert await found(search="card-7") == ["A"]
    assert await found(search="_") == ["C_1"]
    assert await found(search="l%B") == ["C_1", "A", "B"]
    assert await found(search="l_B") == []
    assert await found(site=NO_SITE, states=(ConnectorState.FAULTED,), stations=("C_1",), search="c") == ["C_1"]


class World:
    """Stations that have told anything, and what the domain makes of it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.expected: dict[tuple[str, int, int], tuple[ConnectorState, int | None]] = {}

    async def fill(self, store: Store, count: int) -> None:
        for number in range(count):
            await self._add(store, f"S{number:03}")

    async def _add(self, store: Store, identity: str) -> None:
        random = self.random
        is_connected = random.random() < 0.8
        number = await add_station(store, identity, is_connected=is_connected)
        statuses: dict[Place, str] = {}
        for place in ((0, 0), (1, 0), (1, 1), (1, 2), (2, 1)):
            if random.random() < 0.5:
                statuses[place] = random.choice(STATUSES)
                await tell(store, number, place, statuses[place])
        running: dict[Place, tuple[int, Running]] = {}
        for key in range(random.randrange(3)):
            place = random.choice(((1, 1), (1, 2), (2, 1), (3, 1)))
            now = Running(
                started_at=NOW, charging_state=random.choice(CHARGING_STATES), power_w=random.choice((None, 0.0, 9.0))
            )
            columns = {"charging_state": now.charging_state, "power_w": now.power_w}
            running[place] = await run(store, number, *place, str(key), **columns), now
        self._expect(identity, is_connected, statuses, running)

    def _expect(
        self,
        identity: str,
        is_connected: bool,
        statuses: Mapping[Place, str],
        running: Mapping[Place, tuple[int, Running]],
    ) -> None:
        told = {
            place for place in statuses if place[0] and (place[1] or not {(place[0], 1), (place[0], 2)} & set(statuses))
        }
        for place in (told | set(running)) or {(0, 0)}:
            known = ConnectorFacts(
                is_connected=is_connected,
                status=statuses.get(place),
                evse_status=statuses.get((place[0], 0)),
                station_status=statuses.get((0, 0)),
                running=running[place][1] if place in running else None,
            )
            transaction_number = running[place][0] if place in running else None
            self.expected[identity, *place] = state_of(known), transaction_number


@pytest.mark.parametrize("seed", range(3))
async def test_the_states_are_those_of_the_domain_and_the_pages_fit_together(store: Store, seed: int) -> None:
    world = World(seed)
    await world.fill(store, 40)
    found = await rows(store)
    assert {(row.identity, row.evse, row.connector): (row.state, row.transaction) for row in found} == world.expected
    assert [row.position for row in found] == sorted(row.position for row in found)
    pages: list[ConnectorRow] = []
    after = None
    while page := await store.read(connector_lists.connectors, ConnectorFilter(), after, 7):
        pages += page
        after = page[-1].position
    assert pages == found
    counts = {each.state: each.count for each in await store.read(connector_lists.count_states, None)}
    assert counts == {state: [row.state for row in found].count(state) for state in {row.state for row in found}}


async def test_power_is_that_of_stations_with_a_link(store: Store) -> None:
    for identity, is_connected, power_w in (("A", True, 7000.0), ("B", True, 500.0), ("C", False, 90_000.0)):
        number = await add_station(store, identity, is_connected=is_connected)
        await run(store, number, 1, 1, "1", power_w=power_w)
    await add_station(store, "D")
    assert sum(each.power_w for each in await store.read(connector_lists.count_states, None)) == 7500


async def test_a_deleted_site_leaves_its_stations_in_the_list(store: Store) -> None:
    number = await insert(store, site, name="Depot", created_at=NOW - timedelta(days=1))
    await add_station(store, "A", site_id=number)

    def delete(tx: Tx) -> None:
        tx.connection.execute(sa.delete(site).where(site.c.id == number))

    await store.write(delete)
    assert [(row.identity, row.site_id) for row in await rows(store)] == [("A", None)]

    def remaining(connection: sa.Connection) -> int:
        return connection.execute(sa.select(sa.func.count()).select_from(station)).scalar_one()

    assert await store.read(remaining) == 1
