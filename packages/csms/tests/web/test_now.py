"""What goes on now, as the API tells it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from csms.storage import schema, stations
from csms.storage.engine import Tx
from csms.web.api.now import midnight_before
from packages.csms.tests.web.serving import BEGIN, Served
from packages.csms.tests.web.test_stations import make, transaction_row

MINUTE = timedelta(minutes=1)


async def fill(served: Served, identity: str, table: sa.Table, **row: Any) -> None:
    def insert(tx: Tx) -> None:
        known = stations.find(tx.connection, identity)
        assert known is not None
        tx.connection.execute(sa.insert(table).values(station_id=known.id, **row))

    await served.web.store.write(insert)


async def connect(served: Served, identity: str, **columns: Any) -> None:
    def update(tx: Tx) -> None:
        known = stations.find(tx.connection, identity)
        assert known is not None
        stations.update(tx.connection, known.id, is_connected=True, connected_at=BEGIN, **columns)

    await served.web.store.write(update)


async def tell(served: Served, identity: str, evse: int, status: str, **columns: Any) -> None:
    times = {"since": BEGIN + MINUTE, "reported_at": BEGIN, "received_at": BEGIN}
    await fill(
        served,
        identity,
        schema.connector,
        evse=evse,
        connector=1 if evse else 0,
        status=status,
        **(times | columns),
    )


async def get(served: Served, query: str = "") -> dict[str, Any]:
    answer = await served.client.get(f"/connectors{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_connector_with_all_that_is_known_of_it(served: Served) -> None:
    site = (await served.client.post("/sites", json={"name": "Depot"})).json()["id"]
    await make(served, "A", site=site)
    await connect(served, "A", version="1.6")
    await tell(served, "A", 1, "SuspendedEV", error_code="OtherError", error_info="hot", vendor_error_code="E7")
    running = {
        "evse": 1,
        "connector": 1,
        "id_token": "TAG",
        "energy_wh": 1200.0,
        "power_w": 0.0,
        "soc_percent": 80.0,
        "metered_at": BEGIN + 2 * MINUTE,
    }
    await fill(served, "A", schema.transaction, **(transaction_row() | running))
    (item,) = (await get(served))["items"]
    number = item["transaction"]["id"]
    assert item == {
        "station": "A",
        "site": site,
        "version": "1.6",
        "evse": 1,
        "connector": 1,
        "state": "suspended_ev",
        "state_since": "2026-05-01T12:01:00Z",
        "is_connected": True,
        "link_since": "2026-05-01T12:00:00Z",
        "status": "SuspendedEV",
        "status_since": "2026-05-01T12:01:00Z",
        "error_code": "OtherError",
        "error_info": "hot",
        "vendor_error_code": "E7",
        "transaction": {
            "id": number,
            "id_token": "TAG",
            "started_at": "2026-05-01T12:00:00Z",
            "charging_state": None,
            "energy_wh": 1200.0,
            "power_w": 0.0,
            "soc_percent": 80.0,
            "metered_at": "2026-05-01T12:02:00Z",
            "suspended_since": "2026-05-01T12:01:00Z",
        },
    }


async def test_a_station_that_has_told_nothing_is_one_row(served: Served) -> None:
    await make(served, "A")
    (item,) = (await get(served))["items"]
    assert (item["evse"], item["connector"], item["state"], item["link_since"]) == (None, None, "offline", None)
    assert (item["status"], item["transaction"], item["site"]) == (None, None, None)


async def test_the_error_of_the_station_is_shown_at_its_connectors(served: Served) -> None:
    await make(served, "A")
    await connect(served, "A")
    await tell(served, "A", 0, "Faulted", error_code="GroundFailure", error_info="earth")
    await tell(served, "A", 1, "Available")
    (item,) = (await get(served))["items"]
    assert (item["state"], item["status"], item["error_code"], item["error_info"]) == (
        "faulted",
        "Available",
        "GroundFailure",
        "earth",
    )


async def test_the_worst_comes_first_page_by_page(served: Served) -> None:
    for identity, status in (("A", "Available"), ("B", "Faulted"), ("C", "Charging"), ("D", "Faulted")):
        await make(served, identity)
        await connect(served, identity)
        await tell(served, identity, 1, status)
    await make(served, "E")
    first = await get(served, "?limit=3")
    assert [item["station"] for item in first["items"]] == ["B", "D", "E"]
    rest = await get(served, f"?limit=3&cursor={first['next']}")
    assert ([item["station"] for item in rest["items"]], rest["next"]) == (["C", "A"], None)
    some = await get(served, "?state=charging&state=faulted")
    assert [item["station"] for item in some["items"]] == ["B", "D", "C"]
    assert [item["station"] for item in (await get(served, "?station=A&station=C"))["items"]] == ["C", "A"]
    assert [item["station"] for item in (await get(served, "?search=e&site=none"))["items"]] == ["E"]


@pytest.mark.parametrize("query", ["state=broken", "site=x", "cursor=abc", "limit=1001"])
async def test_what_cannot_be_meant_is_refused(served: Served, query: str) -> None:
    assert (await served.client.get(f"/connectors?{query}")).status_code == 400


async def test_the_overview_counts(served: Served) -> None:
    for identity in ("A", "B"):
        await make(served, identity)
    await connect(served, "A")
    await tell(served, "A", 1, "Charging")
    energy = {"evse": 1, "connector": 1, "power_w": 7400.0, "energy_wh": 1200.0}
    await fill(served, "A", schema.transaction, **(transaction_row() | energy))
    counted = (await served.client.get("/overview?time_zone=Europe/Berlin")).json()
    nothing = dict.fromkeys(counted["connectors"], 0)
    assert counted == {
        "at": "2026-05-01T12:00:00Z",
        "stations": 2,
        "online": 1,
        "offline": 1,
        "connectors": nothing | {"charging": 1, "offline": 1},
        "inbox": 0,
        "power_w": 7400.0,
        "energy_today_wh": 1200.0,
        "today_since": "2026-04-30T22:00:00Z",
        "time_zone": "Europe/Berlin",
    }
    assert (await served.client.get("/overview?site=none")).json()["stations"] == 2
    assert (await served.client.get("/overview?site=1")).json()["stations"] == 0


async def test_for_a_second_all_who_ask_get_the_same(served: Served) -> None:
    async def count() -> int:
        return (await served.client.get("/overview")).json()["stations"]

    assert await count() == 0
    await make(served, "A")
    assert await count() == 0
    served.clock.advance(1)
    assert await count() == 1


async def test_a_time_zone_has_to_exist(served: Served) -> None:
    refused = await served.client.get("/overview?time_zone=Mars/Olympus")
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (400, "query.time_zone")


@pytest.mark.parametrize(
    ("now", "time_zone", "midnight"),
    [
        ("2026-05-01T12:00", "UTC", "2026-05-01T00:00"),
        ("2026-05-01T00:00", "UTC", "2026-05-01T00:00"),
        ("2026-05-01T23:00", "Europe/Berlin", "2026-05-01T22:00"),
        ("2026-05-01T21:00", "Europe/Berlin", "2026-04-30T22:00"),
        ("2026-03-29T12:00", "Europe/Berlin", "2026-03-28T23:00"),  # summer time has begun since
        ("2018-11-04T12:00", "America/Sao_Paulo", "2018-11-04T03:00"),  # the day began at one o'clock
        ("2026-05-01T12:00", "Pacific/Kiritimati", "2026-05-01T10:00"),
    ],
)
def test_when_the_day_has_begun(now: str, time_zone: str, midnight: str) -> None:
    at, expected = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, midnight))
    assert midnight_before(at, time_zone) == expected
