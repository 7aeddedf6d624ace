"""Charging profiles."""

from typing import Any

import pytest

from csms_simulator.dialects.v16.smart_charging import charging_schedule
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.smart_charging import Period, Schedule, Unit
from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

FIRST = "2026-01-01T00:00:00Z"


def profile(limit: float = 10.0, **fields: Any) -> ChargingProfile:
    schedule = ChargingSchedule("A", [ChargingSchedulePeriod(0, limit), ChargingSchedulePeriod(60, 6.0)], 3600, FIRST)
    made = ChargingProfile(1, 0, "TxDefaultProfile", "Absolute", schedule)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


async def install(bench: Bench, made: ChargingProfile, connector: int = 1) -> str:
    return str((await bench.command(call.SetChargingProfile(connector, made))).status)


def current_a(bench: Bench, evse_id: int = 1) -> float:
    return max(bench.model.evse(evse_id).reading(bench.now()).currents_a)


async def test_tc_056_a_default_profile_limits() -> None:
    async with online() as bench:
        assert await install(bench, profile()) == "Accepted"
        await bench.charge()
        assert current_a(bench) == 10.0
        await bench.pass_time(61)
        assert current_a(bench) == 6.0


async def test_tc_057_a_profile_of_a_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        made = profile(8.0, charging_profile_purpose="TxProfile", transaction_id=1)
        assert await install(bench, made) == "Accepted"
        assert current_a(bench) == 8.0


async def test_a_profile_of_an_unknown_transaction_is_rejected() -> None:
    async with online() as bench:
        await bench.charge()
        made = profile(8.0, charging_profile_purpose="TxProfile", transaction_id=99)
        assert await install(bench, made) == "Rejected"


@pytest.mark.parametrize(
    ("connector", "fields"),
    [
        (1, {"charging_profile_purpose": "ChargePointMaxProfile"}),
        (1, {"charging_profile_purpose": "TxProfile"}),
        (1, {"stack_level": -1}),
        (1, {"stack_level": 10_000}),
        (1, {"charging_profile_kind": "Recurring"}),
    ],
)
async def test_profiles_that_cannot_be_followed_are_rejected(connector: int, fields: dict[str, Any]) -> None:
    async with online() as bench:
        assert await install(bench, profile(**fields), connector) == "Rejected"


async def test_a_profile_of_the_station_limits_all_of_it() -> None:
    async with online(TWO_CONNECTORS) as bench:
        assert await install(bench, profile(charging_profile_purpose="ChargePointMaxProfile"), 0) == "Accepted"
        await bench.charge()
        assert current_a(bench) == 10.0


async def test_tc_066_the_composite_schedule() -> None:
    async with online() as bench:
        await install(bench, profile(12.3))
        await bench.pass_time(30)
        answer = await bench.command(call.GetCompositeSchedule(1, 60, "A"))
        assert (answer.status, answer.connector_id) == ("Accepted", 1)
        assert answer.schedule_start == "2026-01-01T00:00:30Z"
        schedule = answer.charging_schedule
        assert schedule is not None
        assert (schedule.charging_rate_unit, schedule.duration) == ("A", 60)
        periods = [(period.start_period, period.limit) for period in schedule.charging_schedule_period]
        assert periods == [(0, 12.3), (30, 6.0)]


async def test_the_composite_schedule_in_the_other_unit() -> None:
    async with online() as bench:
        await install(bench, profile(10.0))
        answer = await bench.command(call.GetCompositeSchedule(1, 30, "W"))
        assert answer.charging_schedule is not None
        assert answer.charging_schedule.charging_schedule_period[0].limit == 6900.0


async def test_tc_067_profiles_are_cleared_by_id_by_criteria_and_altogether() -> None:
    async with online() as bench:
        for number in (1, 2, 3, 4):
            await install(bench, profile(charging_profile_id=number, stack_level=number))
        clear = call.ClearChargingProfile
        assert (await bench.command(clear(id=1))).status == "Accepted"
        assert (await bench.command(clear(id=1))).status == "Unknown"
        assert (await bench.command(clear(None, 1, "TxDefaultProfile", 2))).status == "Accepted"
        assert (await bench.command(clear(None, 1, "TxProfile"))).status == "Unknown"
        assert [made.id for _, made in bench.model.profiles.installed()] == [3, 4]
        assert (await bench.command(clear())).status == "Accepted"
        assert bench.model.profiles.installed() == []


async def test_a_profile_that_is_cleared_limits_no_longer() -> None:
    async with online() as bench:
        await install(bench, profile())
        await bench.charge()
        before = current_a(bench)
        await bench.command(call.ClearChargingProfile())
        assert current_a(bench) > before == 10.0


async def test_limits_are_written_with_one_decimal_rounded_down() -> None:
    schedule = Schedule(Unit.A, (Period(0.0, 9.99), Period(0.2, 8.0), Period(59.6, 7.3)), 90.2, 0.0)
    written = charging_schedule(schedule)
    periods = [(period.start_period, period.limit) for period in written.charging_schedule_period]
    assert (periods, written.duration) == ([(0, 8.0), (60, 7.3)], 90)
    assert charging_schedule(Schedule(Unit.W, (Period(0.0, 9.99),))).charging_schedule_period[0].limit == 9.9


async def test_without_a_unit_dc_is_limited_in_watts_and_ac_in_amperes() -> None:
    async with online(Layout((EvseLayout(), EvseLayout(is_dc=True)))) as bench:
        for connector, unit in ((0, "A"), (1, "A"), (2, "W")):
            answer = await bench.command(call.GetCompositeSchedule(connector, 60))
            assert answer.charging_schedule is not None
            assert answer.charging_schedule.charging_rate_unit == unit


async def test_a_schedule_that_is_over_limits_no_longer() -> None:
    async with online() as bench:
        await install(bench, profile())
        await bench.charge()
        await bench.pass_time(3599)
        assert current_a(bench) == 6.0
        await bench.pass_time(2)
        assert current_a(bench) > 6.0
