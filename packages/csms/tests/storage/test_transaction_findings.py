"""What is recorded of a transaction, its station and its commands is put together, so that it can be explained."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from csms.domain.events import Event, StationConnected, StationDisconnected
from csms.domain.transaction_findings import Facts
from csms.storage import transaction_lists
from csms.storage.engine import Store
from csms.storage.events import keep
from csms.storage.schema import command, meter_value, status_report, transaction_event
from csms.storage.transaction_findings import facts_of
from packages.csms.tests.storage.test_connector_lists import add_station, insert, run, tell
from packages.csms.tests.told import NOW, emit

MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return NOW + minutes * MINUTE


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store that keeps events, as that of a server."""
    opened = Store(database_url, keep=keep)
    try:
        yield opened
    finally:
        await opened.close()


async def begin(store: Store, **columns: Any) -> tuple[int, int]:
    """Have a station, and a transaction of an hour; return their keys."""
    station_id = await add_station(store, "A", connected_at=at(-99), last_seen_at=at(99))
    usual: dict[str, Any] = {"is_open": False, "started_at": at(0), "ended_at": at(60), "authorization": "Accepted"}
    return station_id, await run(store, station_id, 1, 1, "1", **(usual | columns))


async def facts(store: Store, number: int) -> Facts:
    row = await store.read(transaction_lists.find_transaction, number)
    assert row is not None
    return await store.read(facts_of, row, at(100))


async def report(store: Store, station_id: int, minutes: float, status: str, evse: int = 1, **columns: Any) -> None:
    place = {"evse": evse, "connector": min(evse, 1)}
    times = {"reported_at": at(minutes), "received_at": at(minutes)}
    await insert(store, status_report, station_id=station_id, status=status, **place, **times, **columns)


async def note(store: Store, number: int, minutes: float, kind: str, text: str, **columns: Any) -> None:
    times = {"happened_at": at(minutes), "received_at": at(minutes)}
    await insert(store, transaction_event, transaction_id=number, kind=kind, text=text, **times, **columns)


async def ask(
    store: Store, station_id: int, minutes: float, name: str, request: dict[str, Any], outcome: str = "accepted"
) -> None:
    await insert(
        store,
        command,
        station_id=station_id,
        name=name,
        request=json.dumps(request),
        requested_by="admin",
        requested_at=at(minutes),
        outcome=outcome,
    )


async def test_what_stands_in_the_transaction(store: Store) -> None:
    _, number = await begin(
        store,
        authorization="Blocked",
        stopped_reason="DeAuthorized",
        energy_wh=7.0,
        flags=msgspec.json.encode(["gaps"]).decode(),
        is_offline=True,
    )
    await note(store, number, 0, "not_authorized", "The token is blocked")
    await note(store, number, 1, "note", "something else")
    found = await facts(store, number)
    assert found == Facts(
        started_at=at(0),
        ended_at=at(60),
        authorization="Blocked",
        refusal="The token is blocked",
        stopped_reason="DeAuthorized",
        energy_wh=7.0,
        flags=["gaps"],
        is_offline=True,
        faults=[],
        gaps=[],
        lines=[("not_authorized", "The token is blocked")],
    )


async def test_one_that_goes_on_is_looked_at_until_now(store: Store) -> None:
    _, number = await begin(store, is_open=True, ended_at=None)
    found = await facts(store, number)
    assert (found.is_open, found.ended_at) == (True, at(100))


async def test_how_long_vehicle_and_station_held_back_is_in_the_status_of_the_connector(store: Store) -> None:
    station_id, number = await begin(store)
    await tell(store, station_id, (1, 1), "Available")
    for minutes, status in ((-20, "SuspendedEV"), (5, "Charging"), (20, "SuspendedEVSE"), (30, "SuspendedEV")):
        await report(store, station_id, minutes, status)
    await report(store, station_id, 10, "SuspendedEVSE", evse=2)
    await report(store, station_id, 70, "Available")
    found = await facts(store, number)
    assert (found.suspended_ev, found.suspended_evse) == (35 * MINUTE, 10 * MINUTE)


async def test_how_long_they_held_back_is_in_the_events_if_the_station_tells_of_the_charging_state(
    store: Store,
) -> None:
    station_id, number = await begin(store, charging_state="Charging")
    await report(store, station_id, 0, "SuspendedEV")
    states = (("Charging", 0), ("SuspendedEV", 10), (None, 15), ("SuspendedEV", 20), ("Charging", 25))
    for seq_no, (state, minutes) in enumerate(states):
        payload = json.dumps({} if state is None else {"chargingState": state, "offline": False})
        await note(store, number, minutes, "updated", "", seq_no=seq_no, payload=payload)
    found = await facts(store, number)
    assert (found.charging_state, found.suspended_ev) == ("Charging", 15 * MINUTE)


async def test_faults_are_those_of_the_connector_its_evse_and_the_station(store: Store) -> None:
    station_id, number = await begin(store)
    for place in ((0, 0), (1, 1), (2, 1)):
        await tell(store, station_id, place, "Available")
    await report(store, station_id, -20, "Faulted", error_code="Before")
    await report(store, station_id, -10, "Charging", error_code="NoError")
    await report(store, station_id, 10, "Charging", error_code="OverVoltage", error_info="251 V")
    await report(store, station_id, 11, "Charging")
    await report(store, station_id, 20, "Faulted", evse=0)
    await report(store, station_id, 30, "Faulted", evse=2)
    await report(store, station_id, 70, "Faulted")
    found = await facts(store, number)
    assert [(fault.at, fault.status, fault.code, fault.info) for fault in found.faults] == [
        (at(10), "Charging", "OverVoltage", "251 V"),
        (at(20), "Faulted", None, None),
    ]


async def test_a_fault_that_was_there_before_is_there_from_the_begin_on(store: Store) -> None:
    station_id, number = await begin(store)
    await tell(store, station_id, (1, 1), "Faulted")
    await report(store, station_id, -20, "Faulted", error_code="Fan")
    assert [(fault.at, fault.code) for fault in (await facts(store, number)).faults] == [(at(0), "Fan")]


def came(minutes: float) -> Event:
    return StationConnected(
        station="A", at=at(minutes), version="1.6", remote_address="", admission="accepted", site=None
    )


def left(minutes: float) -> Event:
    return StationDisconnected(station="A", at=at(minutes), reason="")


async def test_times_without_a_link_are_those_that_are_known(store: Store) -> None:
    station_id, number = await begin(store)
    assert (await facts(store, number)).gaps == []  # nothing is known of its links
    await store.write(emit, came(-90), left(10), came(25), left(59))
    assert station_id
    found = await facts(store, number)
    assert found.gaps == [15 * MINUTE]  # it is connected again


async def test_who_has_ended_it(store: Store) -> None:
    station_id, number = await begin(store)
    await ask(store, station_id, 50, "remote-stop", {"transaction": number}, "rejected")
    assert (await facts(store, number)).stopped_by == ""
    await ask(store, station_id, 51, "remote-stop", {"transaction": number + 1})
    assert (await facts(store, number)).stopped_by == ""
    await ask(store, station_id, 52, "remote-stop", {"transaction": number})
    assert (await facts(store, number)).stopped_by == "admin"


NOTHING: dict[str, Any] = {"limit": {"ampere": 0.0}}
EVERYWHERE: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("commands", "is_limited"),
    [
        ([(-10, "set-limit", NOTHING)], True),
        ([(10, "set-limit", {"limit": {"watt": 0}, "evse": 1})], True),
        ([(-10, "set-limit", NOTHING | {"evse": 2})], False),
        ([(-10, "set-limit", {"limit": {"ampere": 6}})], False),
        ([(70, "set-limit", NOTHING)], False),
        ([(-10, "set-limit", NOTHING), (-5, "clear-limit", EVERYWHERE)], False),
        ([(-10, "set-limit", NOTHING), (-5, "clear-limit", {"evse": 1})], True),
        ([(-10, "set-limit", NOTHING), (-5, "set-limit", {"limit": {"watt": 4000}})], False),
        ([(-10, "set-limit", NOTHING), (10, "clear-limit", EVERYWHERE)], True),
        ([(-10, "set-limit", {"limit": {"ampere": 0, "duration_s": 300}})], False),
        ([(-10, "set-limit", {"limit": {"ampere": 0, "duration_s": 900}})], True),
    ],
)
async def test_a_limit_of_nothing(
    store: Store, commands: list[tuple[int, str, dict[str, Any]]], is_limited: bool
) -> None:
    station_id, number = await begin(store)
    for minutes, name, request in commands:
        await ask(store, station_id, minutes, name, request)
    assert (await facts(store, number)).zero_limit == ("admin" if is_limited else "")


async def test_a_limit_that_the_station_has_refused_is_none(store: Store) -> None:
    station_id, number = await begin(store)
    await ask(store, station_id, -10, "set-limit", NOTHING, "rejected")
    assert (await facts(store, number)).zero_limit == ""


@pytest.mark.parametrize(
    ("values", "is_nothing"),
    [
        ([], False),
        ([(None, None)], False),
        ([(0.0, None), (None, 0.0)], True),
        ([(0.0, None), (11_000.0, None)], False),
        ([(None, 0.0), (None, 6.0)], False),
    ],
)
async def test_what_the_vehicle_was_offered(
    store: Store, values: list[tuple[float | None, float | None]], is_nothing: bool
) -> None:
    station_id, number = await begin(store)
    for minute, (power_w, current_a) in enumerate(values):
        await insert(
            store,
            meter_value,
            station_id=station_id,
            evse=1,
            transaction_id=number,
            sampled_at=at(minute),
            received_at=at(minute),
            context="Sample.Periodic",
            digest=minute,
            raw="[]",
            power_offered_w=power_w,
            current_offered_a=current_a,
        )
    assert (await facts(store, number)).is_nothing_offered == is_nothing
