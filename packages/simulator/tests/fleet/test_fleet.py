import asyncio
import contextlib
import io
import json
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from rich.console import Console

from csms_simulator.clock import ManualClock
from csms_simulator.fleet.composition import StationPlan, compose
from csms_simulator.fleet.fleet import Fleet
from csms_simulator.fleet.report import Report, make_report, render, to_json
from csms_simulator.fleet.snapshot import Snapshot, take_snapshot
from csms_simulator.wire import Alteration
from packages.simulator.tests.fleet.central_system import CentralSystem, central_system

STEP_S = 30.0


def fleet_of(system: CentralSystem, count: int = 6, *, use: str = "mixed", **options: Any) -> Fleet:
    plans = compose(count, use=use, seed=1)
    return Fleet(plans, url=system.url, clock=ManualClock(), seed=1, **options)


@asynccontextmanager
async def running(fleet: Fleet) -> AsyncGenerator[asyncio.Event]:
    """Run a fleet; at the end, stop it in order unless the test has done so."""
    stop = asyncio.Event()
    life = asyncio.create_task(fleet.run(stop))
    try:
        await asyncio.sleep(0)  # so that the first station is there
        await asyncio.sleep(0)
        yield stop
    finally:
        stop.set()
        while not life.done():
            await pass_time(fleet, STEP_S)
        await life


async def pass_time(fleet: Fleet, seconds: float) -> None:
    """Let simulated time pass; real time passes only as long as messages are on their way."""
    assert isinstance(fleet.clock, ManualClock)
    for _ in range(round(seconds / STEP_S)):
        await fleet.clock.advance(STEP_S)
        for member in fleet.members:
            if member.is_alive:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        await member.station.settled()


async def all_online(fleet: Fleet) -> None:
    for member in fleet.members:
        async with asyncio.timeout(60):
            await member.station.online()


async def test_a_mixed_fleet_has_a_day() -> None:
    async with central_system() as system:
        fleet = fleet_of(system)
        async with running(fleet) as stop:
            await all_online(fleet)
            await pass_time(fleet, 7 * 3600)
            in_the_afternoon = take_snapshot(fleet)
            stop.set()
        report = make_report(fleet)

    assert set(system.versions.values()) == {"ocpp1.6", "ocpp2.0.1", "ocpp2.1"}
    assert in_the_afternoon.links == {"online": 6}
    assert (in_the_afternoon.day, round(in_the_afternoon.time_of_day_s / 3600, 1)) == (1, 14.5)
    assert in_the_afternoon.transactions_started > 6
    assert not report.problems
    assert report.uptime > 0.99
    assert report.transactions.started == report.transactions.ended > 6
    assert report.transactions.running == 0
    assert not system.running, "all transactions were ended at the end"
    assert report.visits["arrived"] >= report.transactions.started
    assert report.energy_wh == pytest.approx(sum(station.energy_wh for station in report.stations))
    assert all(0 <= station.energy_wh < 500_000 for station in report.stations)
    assert report.energy_wh > 50_000
    assert report.messages.sent["BootNotification"] == system.calls["BootNotification"] == 6
    assert report.messages.sent["Heartbeat"] == system.calls["Heartbeat"]
    started = system.calls["StartTransaction"] + system.calls["TransactionEvent Started"]
    assert report.transactions.started == started
    check_report(report)


def check_report(report: Report) -> None:
    """A report can be written as JSON, read again, and shown."""
    assert msgspec.json.decode(to_json(report), type=Report) == report
    assert set(json.loads(to_json(report))) == {
        "url",
        "started_at",
        "ended_at",
        "stations",
        "uptime",
        "energy_wh",
        "messages",
        "transactions",
        "visits",
        "problems",
        "recent_problems",
    }
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as capture:
        console.print(render(report))
    text = capture.get()
    assert f"{report.transactions.started} started" in text
    assert all(action in text for action in report.messages.sent)
    assert all(kind in text for kind in report.problems)


async def test_the_same_seed_gives_the_same_day() -> None:
    async def day() -> tuple[dict[str, int], float]:
        async with central_system() as system:
            fleet = fleet_of(system, 3, use="fast")
            async with running(fleet):
                await all_online(fleet)
                await pass_time(fleet, 3 * 3600)
                snapshot = take_snapshot(fleet)
            return dict(fleet.tally.visits), snapshot.energy_wh

    (visits, energy_wh), (again, energy_again_wh) = await day(), await day()
    assert visits == again
    assert energy_wh == pytest.approx(energy_again_wh, rel=0.02)


async def test_drivers_whose_tokens_are_refused_give_up_and_leave() -> None:
    everybody = {token.id for plan in compose(3, use="fast", seed=1) for circle in plan.circles for token in circle}
    async with central_system(refused=everybody | {"DEADBEEF"}) as system:
        fleet = fleet_of(system, 3, use="fast")
        async with running(fleet):
            await all_online(fleet)
            await pass_time(fleet, 4 * 3600)
            snapshot = take_snapshot(fleet)
    assert set(snapshot.refusals) == {"Invalid"}
    assert fleet.tally.visits["gave up"] > 5
    assert snapshot.energy_wh == 0
    report = make_report(fleet)
    assert sum(report.transactions.refused.values()) >= fleet.tally.visits["gave up"]


async def test_drivers_come_only_to_stations_that_work() -> None:
    async with central_system() as system:
        fleet = fleet_of(system, 3, use="fast")
        async with running(fleet):
            for member in fleet.members:
                await member.station.go_offline()
            await pass_time(fleet, 3 * 3600)
            assert not fleet.tally.visits
            for member in fleet.members:
                await member.station.go_online()
            await all_online(fleet)
            await pass_time(fleet, 3600)
    assert fleet.tally.visits["turned away"] > 0, "who came long before is gone"
    assert fleet.tally.visits["arrived"] > 0
    assert not fleet.tally.visits["gave up"]


async def test_stations_that_may_not_connect_say_what_to_check() -> None:
    async with central_system(password=b"correct horse battery") as system:
        fleet = fleet_of(system, 2, password="wrong")
        async with running(fleet):
            while fleet.tally.problems["not connected"] < 2:
                await pass_time(fleet, STEP_S)
                await asyncio.sleep(0.01)
            snapshot = take_snapshot(fleet)
    assert snapshot.links == {"offline": 2}
    assert "--password" in snapshot.recent_problems[0].text
    assert make_report(fleet).uptime == 0


async def test_a_password_may_be_made_of_the_identity() -> None:
    async with central_system(password=b"secret of SIM-1") as system:
        fleet = fleet_of(system, 1, password="secret of {id}")
        async with running(fleet):
            await all_online(fleet)
            assert list(system.versions) == ["SIM-1"]


async def test_a_lost_link_is_a_problem_and_costs_uptime() -> None:
    async with central_system() as system:
        fleet = fleet_of(system, 2)
        async with running(fleet):
            await all_online(fleet)
            await pass_time(fleet, 600)
            await fleet.members[0].station.go_offline()
            await pass_time(fleet, 600)
            assert links(take_snapshot(fleet)) == ["offline", "online"]
            await fleet.members[0].station.go_online()
            async with asyncio.timeout(60):
                while not fleet.members[0].station.is_online:
                    await pass_time(fleet, STEP_S)
            await all_online(fleet)
            await pass_time(fleet, 600)
    report = make_report(fleet)
    assert report.problems == {"link lost": 1}
    assert report.stations[0].links == 2
    assert 0.5 < report.stations[0].uptime < 0.75
    assert report.stations[1].uptime > 0.95


def links(snapshot: Snapshot) -> list[str]:
    return [station.link for station in snapshot.stations]


async def test_stations_that_are_not_accepted_yet_are_booting() -> None:
    async with central_system() as system:
        system.boot_status = "Pending"
        fleet = fleet_of(system, 3)
        async with running(fleet):
            async with asyncio.timeout(60):
                while system.calls["BootNotification"] < 3:
                    await pass_time(fleet, STEP_S)
            assert links(take_snapshot(fleet)) == ["booting"] * 3
    assert make_report(fleet).uptime == 0


async def test_at_the_end_transactions_are_ended_with_the_card_that_began_them() -> None:
    async with central_system() as system:
        fleet = fleet_of(system, 3, use="public")
        async with running(fleet):
            await all_online(fleet)
            while len(system.running) < 2:
                await pass_time(fleet, 300)
            frames = [member.station.frames for member in fleet.members]
            numbers = [log.count for log in frames]
        ends = [frame for log, number in zip(frames, numbers, strict=True) for frame in log.since(number)]
    reasons = [
        frame.payload["reason"] for frame in ends if frame.action == "StopTransaction" and "reason" in frame.payload
    ]
    reasons += [
        frame.payload["transactionInfo"].get("stoppedReason", "Local")
        for frame in ends
        if frame.payload.get("eventType") == "Ended"
    ]
    assert reasons
    assert set(reasons) == {"Local"}
    assert not system.running


async def test_stations_are_switched_on_one_after_the_other() -> None:
    async with central_system() as system:
        fleet = fleet_of(system, 3, start_interval_s=60.0)
        async with running(fleet):
            await pass_time(fleet, STEP_S)
            assert links(take_snapshot(fleet))[1:] == ["off", "off"]
            await pass_time(fleet, 60)
            assert links(take_snapshot(fleet))[2:] == ["off"]
            await pass_time(fleet, 60)
            await all_online(fleet)
            assert links(take_snapshot(fleet)) == ["online"] * 3
    assert [round(member.lifetime_s) for member in fleet.members] == sorted(
        (round(member.lifetime_s) for member in fleet.members), reverse=True
    )


async def test_each_station_gets_alterations_of_its_own() -> None:
    asked: list[tuple[str, str]] = []

    def alterations(plan: StationPlan, rng: random.Random) -> Sequence[Alteration]:
        asked.append((plan.identity, plan.version))
        return [Alteration(rng)]

    async with central_system() as system:
        fleet = fleet_of(system, 3, alterations=alterations)
        async with running(fleet):
            await all_online(fleet)
    assert asked == [("SIM-1", "1.6"), ("SIM-2", "2.0.1"), ("SIM-3", "2.1")]
