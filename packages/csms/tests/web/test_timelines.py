"""What went on at a station in a time, over the API."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from csms.domain.events import StationBooted
from csms.domain.stations import StationKey
from csms.service import provisioning
from csms.storage import stations
from csms.storage.engine import Tx
from csms.storage.events import keep
from csms.storage.schema import command, connector, station, status_report, transaction
from packages.csms.tests.web.serving import BEGIN, Served

ROW = {"received_at": BEGIN, "updated_at": BEGIN, "flags": '["gap"]'}


def at(hours: float) -> datetime:
    return BEGIN + timedelta(hours=hours)


@pytest.fixture
async def key(served: Served) -> StationKey:
    """A station that is known for long."""
    return StationKey(await served.web.store.write(_add), "A")


def _add(tx: Tx) -> int:
    stations.insert(tx.connection, "B", "accepted", at(-999))
    return stations.insert(tx.connection, "A", "accepted", at(-999)).id


async def insert(served: Served, table: sa.Table, *rows: dict[str, Any]) -> None:
    def add(tx: Tx) -> None:
        for row in rows:
            tx.connection.execute(sa.insert(table).values(row))

    await served.web.store.write(add)


async def timeline(served: Served, **query: str) -> dict[str, Any]:
    answer = await served.client.get("/stations/A/timeline", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def come(served: Served, key: StationKey, when: datetime) -> None:
    def do(tx: Tx) -> None:
        provisioning.connected(tx, key, "1.6", "192.0.2.1", when)
        keep(tx.connection, tx.events)

    await served.web.store.write(do)


async def leave(served: Served, key: StationKey, when: datetime) -> None:
    def do(tx: Tx) -> None:
        provisioning.disconnected(tx, key, "It went", when)
        keep(tx.connection, tx.events)

    await served.web.store.write(do)


def spans(found: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    return [(link["since"], link["until"]) for link in found["links"]]


async def test_it_is_the_last_day_unless_another_time_is_asked_for(served: Served, key: StationKey) -> None:
    found = await timeline(served)
    assert (found["since"], found["until"]) == ("2026-04-30T12:00:00Z", "2026-05-01T12:00:00Z")
    found = await timeline(served, to="2026-04-01T00:00:00Z")
    assert (found["since"], found["until"]) == ("2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z")
    assert (await timeline(served, to="2026-06-01T00:00:00Z"))["until"] == "2026-05-01T12:00:00Z"
    assert (await served.client.get("/stations/A/timeline?from=yesterday")).status_code == 400
    assert (await served.client.get("/stations/C/timeline")).status_code == 404
    assert (await served.stranger().get("/stations/A/timeline")).status_code == 401


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        ({"from": "2026-05-02T00:00:00Z"}, "2026-05-01T12:00:00Z"),
        ({"from": "2026-04-30T00:00:00Z", "to": "2026-04-29T00:00:00Z"}, "2026-04-29T00:00:00Z"),
        ({"to": "0001-01-01T00:00:00Z"}, "0001-01-01T00:00:00Z"),
    ],
)
async def test_in_a_time_that_is_none_nothing_went_on(
    served: Served, key: StationKey, query: dict[str, str], moment: str
) -> None:
    await come(served, key, at(-5))
    found = await timeline(served, **query)
    assert (found["since"], found["until"], found["boots"], found["commands"]) == (moment, moment, [], [])
    assert found["is_cut"] is False


async def test_links_are_known_around_the_time_that_is_asked_for(served: Served, key: StationKey) -> None:
    await come(served, StationKey(key.id - 1, "B"), at(-100))
    await come(served, key, at(-50))
    await leave(served, key, at(-30))
    await come(served, key, at(-20))
    found = await timeline(served)
    assert found["links_known_since"] == "2026-04-27T08:00:00Z"
    assert spans(found) == [("2026-04-30T16:00:00Z", None)]
    assert found["links"][0]["remote_address"] == "192.0.2.1"
    # Between the two events of its first link there is none.
    found = await timeline(served, **{"from": "2026-04-29T12:00:00Z", "to": "2026-04-30T00:00:00Z"})
    assert spans(found) == [("2026-04-29T10:00:00Z", "2026-04-30T06:00:00Z")]
    assert found["links"][0]["reason"] == "It went"
    found = await timeline(served, **{"from": "2026-04-30T08:00:00Z", "to": "2026-04-30T09:00:00Z"})
    assert spans(found) == []


async def test_connectors_have_the_status_that_they_had_at_the_begin(served: Served, key: StationKey) -> None:
    told = {"station_id": key.id, "connector": 1, "received_at": BEGIN}
    place = {"since": BEGIN, "reported_at": BEGIN, "status": "Charging"}
    await insert(served, connector, *({**told, **place, "evse": evse} for evse in (1, 2)))
    await insert(
        served,
        status_report,
        {**told, "evse": 1, "status": "Faulted", "reported_at": at(-90), "error_code": "GroundFailure"},
        {**told, "evse": 1, "status": "Available", "reported_at": at(-80)},
        {**told, "evse": 2, "status": "Available", "reported_at": at(-1)},
        {**told, "evse": 1, "status": "Charging", "reported_at": at(-1)},
    )
    found = (await timeline(served))["statuses"]
    assert [(each["evse"], each["status"], each["since"], each["until"]) for each in found] == [
        (1, "Available", "2026-04-28T04:00:00Z", "2026-05-01T11:00:00Z"),
        (1, "Charging", "2026-05-01T11:00:00Z", None),
        (2, "Available", "2026-05-01T11:00:00Z", None),
    ]


async def test_transactions_that_ran_and_commands_that_were_given_are_named(served: Served, key: StationKey) -> None:
    def charge(name: str, began: float, ended: float | None) -> dict[str, Any]:
        return ROW | {
            "station_id": key.id,
            "reference": name,
            "start_key": name,
            "is_open": ended is None,
            "started_at": at(began),
            "ended_at": None if ended is None else at(ended),
            "id_token": name,
        }

    def ask(name: str, asked: float, **columns: Any) -> dict[str, Any]:
        return {
            "station_id": key.id,
            "name": name,
            "request": '{"a": 1}',
            "requested_by": "admin",
            "requested_at": at(asked),
            "outcome": "accepted",
            **columns,
        }

    await insert(served, transaction, charge("past", -90, -80), charge("long", -30, -20), charge("now", -1, None))
    await insert(
        served, command, ask("reset", -30), ask("unlock", -2, answer='{"status":"Unlocked"}', finished_at=at(-1))
    )
    found = await timeline(served)
    assert [(each["id_token"], each["flags"]) for each in found["transactions"]] == [
        ("long", ["gap"]),
        ("now", ["gap"]),
    ]
    assert [(each["name"], each["request"], each["answer"]) for each in found["commands"]] == [
        ("unlock", {"a": 1}, {"status": "Unlocked"})
    ]
    assert not found["is_cut"]


async def test_what_a_clock_that_is_ahead_tells_is_where_it_was_told(served: Served, key: StationKey) -> None:
    told = {"station_id": key.id, "evse": 1, "connector": 1, "status": "Available"}
    ran = {"station_id": key.id, "is_open": False, "updated_at": BEGIN}
    await insert(
        served,
        status_report,
        told | {"reported_at": at(5), "received_at": at(-30)},
        told | {"status": "Charging", "reported_at": at(34), "received_at": at(-1)},
    )
    await insert(served, connector, told | {"since": BEGIN, "reported_at": BEGIN, "received_at": BEGIN})
    await insert(
        served,
        transaction,
        ran
        | {
            "reference": "1",
            "start_key": "1",
            "started_at": at(30),
            "received_at": at(-5),
            "ended_at": at(40),
            "stop_received_at": at(-1),
        },
    )
    found = await timeline(served)
    assert [(each["status"], each["since"]) for each in found["statuses"]] == [
        ("Available", "2026-04-30T06:00:00Z"),
        ("Charging", "2026-05-01T11:00:00Z"),
    ]
    assert [(each["since"], each["until"]) for each in found["transactions"]] == [
        ("2026-05-01T07:00:00Z", "2026-05-01T11:00:00Z")
    ]


async def test_the_newest_are_there_if_there_are_too_many(
    served: Served, key: StationKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csms.web.api.timelines.LONGEST_LIST", 2)
    for minute in range(5):
        await come(served, key, at(minute / 60 - 1))
    found = await timeline(served)
    assert found["is_cut"]
    assert [since for since, _ in spans(found)] == ["2026-05-01T11:03:00Z", "2026-05-01T11:04:00Z"]


async def test_boots_are_marks(served: Served, key: StationKey) -> None:
    def tell(tx: Tx) -> None:
        tx.emit(StationBooted(station="A", at=at(-1), status="Accepted", vendor="V", model="M"))
        keep(tx.connection, tx.events)
        tx.connection.execute(sa.update(station).values(is_connected=True, connected_at=at(-2)))

    await served.web.store.write(tell)
    found = await timeline(served)
    assert found["boots"] == ["2026-05-01T11:00:00Z"]
    assert spans(found) == [("2026-05-01T10:00:00Z", None)]
