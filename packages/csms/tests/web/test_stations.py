"""Stations, as the API tells of them and changes them."""

from datetime import timedelta
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from csms.domain.events import Event, StationChanged
from csms.domain.stations import Tolerance
from csms.service.passwords import verify_station_password
from csms.storage import schema, stations
from csms.storage.engine import Tx
from ocpp import tolerance
from packages.csms.tests.web.serving import BEGIN, Served


async def make(served: Served, identity: str = "CP1", **fields: Any) -> dict[str, Any]:
    answer = await served.client.post("/stations", json={"identity": identity, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def fill(served: Served, table: sa.Table, *rows: dict[str, Any]) -> None:
    def insert(tx: Tx) -> None:
        known = stations.find(tx.connection, "CP1")
        assert known is not None
        for row in rows:
            tx.connection.execute(sa.insert(table).values(station_id=known.id, **row))

    await served.web.store.write(insert)


def test_the_tolerances_are_those_of_the_library() -> None:
    assert set(get_args(Tolerance)) == set(tolerance.ALL)


async def test_a_station_is_made_known_before_it_comes(served: Served, published: list[Event]) -> None:
    made = (await make(served, security_profile=3, tolerances=["noise"], note="at the gate"))["station"]
    assert made == (await served.client.get("/stations/CP1")).json()
    assert (made["admission"], made["security_profile"], made["tolerances"]) == ("accepted", 3, ["noise"])
    assert (made["is_connected"], made["connectors"], made["has_password"]) == (False, [], False)
    assert published == [StationChanged(station="CP1", at=BEGIN, admission="accepted", site=None)]
    assert (await served.client.post("/stations", json={"identity": "CP1"})).status_code == 409


async def test_a_password_that_the_server_makes_is_shown_once(served: Served) -> None:
    password = (await make(served, security_profile=1, password="generate"))["password"]
    record = await served.web.store.read(stations.find, "CP1")
    assert record is not None
    assert record.password_hash is not None
    assert verify_station_password(password.encode(), record.password_hash)
    shown = await served.client.get("/stations/CP1")
    assert shown.json()["has_password"]
    assert password not in shown.text
    assert record.password_hash not in shown.text


async def test_a_password_that_a_person_chose_is_not_repeated(served: Served) -> None:
    made = await make(served, security_profile=1, password="a person's choice")
    assert (made["password"], made["station"]["has_password"]) == (None, True)


async def test_a_profile_with_a_password_needs_one(served: Served) -> None:
    refused = await served.client.post("/stations", json={"identity": "CP1", "security_profile": 2})
    assert refused.status_code == 409
    assert (await served.client.get("/stations/CP1")).status_code == 404
    await make(served, security_profile=1, password="generate")
    assert (await served.client.patch("/stations/CP1", json={"password": None})).status_code == 409
    both = {"password": None, "security_profile": 0}
    assert not (await served.client.patch("/stations/CP1", json=both)).json()["station"]["has_password"]


async def test_only_what_is_named_changes(served: Served, published: list[Event]) -> None:
    await make(served, note="a", tolerances=["noise"], is_free=True)
    published.clear()
    answer = await served.client.patch("/stations/CP1", json={"admission": "rejected", "tolerances": None})
    changed = answer.json()["station"]
    assert (changed["admission"], changed["tolerances"]) == ("rejected", None)
    assert (changed["note"], changed["is_free"]) == ("a", True)
    assert published == [StationChanged(station="CP1", at=BEGIN, admission="rejected", site=None)]


async def test_a_time_zone_has_to_exist(served: Served) -> None:
    answer = await served.client.post("/stations", json={"identity": "CP1", "time_zone": "Mars/Olympus"})
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (422, "body.time_zone")


async def test_a_station_with_transactions_is_only_deleted_if_that_is_said(
    served: Served, published: list[Event]
) -> None:
    await make(served)
    await fill(served, schema.transaction, transaction_row())
    published.clear()
    assert (await served.client.delete("/stations/CP1")).status_code == 409
    assert published == []
    assert (await served.client.delete("/stations/CP1?with_transactions=true")).status_code == 204
    assert published == [StationChanged(station="CP1", at=BEGIN, admission="accepted", site=None, is_deleted=True)]
    assert (await served.client.get("/transactions")).json()["items"] == []
    assert (await served.client.delete("/stations/CP1")).status_code == 404


def transaction_row() -> dict[str, Any]:
    return {
        "reference": "1",
        "start_key": "1",
        "is_open": True,
        "started_at": BEGIN,
        "received_at": BEGIN,
        "updated_at": BEGIN,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A1", "B1", "b_2"]),
        ("search=b", ["B1", "b_2"]),
        ("search=_", ["b_2"]),
        ("search=%25", []),
        ("admission=held", ["B1"]),
        ("connected=true", []),
        ("connected=false&limit=2", ["A1", "B1"]),
        ("version=1.6", []),
    ],
)
async def test_stations_are_found(served: Served, query: str, found: list[str]) -> None:
    for identity, admission in (("b_2", "accepted"), ("A1", "accepted"), ("B1", "held")):
        await make(served, identity, admission=admission)
    items = (await served.client.get(f"/stations?{query}")).json()["items"]
    assert sorted(item["identity"] for item in items) == sorted(found)


async def test_what_a_station_has_told_is_listed(served: Served) -> None:
    await make(served)
    times = [BEGIN + timedelta(minutes=minute) for minute in range(3)]
    report = {"evse": 1, "connector": 1, "received_at": BEGIN}
    await fill(served, schema.connector, {**report, "status": "Charging", "since": BEGIN, "reported_at": BEGIN})
    await fill(served, schema.status_report, *({**report, "status": f"S{at:%M}", "reported_at": at} for at in times))
    await fill(served, schema.security_event, {"type": "Tampering", "happened_at": BEGIN, "received_at": BEGIN})
    await fill(served, schema.notification, {"action": "LogStatus", "payload": '{"a":1}', "received_at": BEGIN})
    key = {"component": "", "component_instance": "", "evse": 0, "connector": 0, "variable_instance": ""}
    names = ("HeartbeatInterval", "MeterValueSampleInterval")
    rows = [{**key, "variable": name, "attribute": "Actual", "value": "60", "reported_at": BEGIN} for name in names]
    await fill(served, schema.variable, *rows)

    async def get(path: str) -> dict[str, Any]:
        return (await served.client.get(f"/stations/CP1{path}")).json()

    assert (await get(""))["connectors"][0]["status"] == "Charging"
    first = await get("/statuses?limit=2")
    assert [item["status"] for item in first["items"]] == ["S02", "S01"]
    rest = await get(f"/statuses?limit=2&cursor={first['next']}")
    assert ([item["status"] for item in rest["items"]], rest["next"]) == (["S00"], None)
    assert (await get("/statuses?evse=2"))["items"] == []
    assert (await get("/security-events"))["items"][0]["type"] == "Tampering"
    assert (await get("/notifications?action=LogStatus"))["items"][0]["payload"] == {"a": 1}
    page = await get("/variables?limit=1")
    assert page["items"][0]["variable"] == names[0]
    assert (await get(f"/variables?limit=1&cursor={page['next']}"))["items"][0]["variable"] == names[1]
    assert [item["variable"] for item in (await get("/variables?search=METER"))["items"]] == [names[1]]
    assert (await get("/violations"))["items"] == []
    assert (await served.client.get("/stations/CP2/violations")).status_code == 404
