"""Charging profiles (OCPP 2.0.1 Part 2, K)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from packages.simulator.tests.dialects.v2.bench import TWO_EVSES, Bench, online, reason_of


def profile(id: int = 1, limit: float = 10.0, unit: str = "A", **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "stack_level": 0,
        "charging_profile_purpose": "TxDefaultProfile",
        "charging_profile_kind": "Relative",
        "charging_schedule": [
            {"id": 1, "charging_rate_unit": unit, "charging_schedule_period": [{"start_period": 0, "limit": limit}]}
        ],
        **changes,
    }


async def install(bench: Bench, evse_id: int = 1, **message: Any) -> str:
    answer = await bench.command("SetChargingProfile", evse_id=evse_id, charging_profile=profile(**message))
    reason = reason_of(answer)
    return f"{answer.status} {reason}" if reason else answer.status


async def criteria(bench: Bench, evse_id: int | None = None, **wanted: Any) -> list[tuple[int, list[int]]]:
    """Return the profiles that are listed, by EVSE."""
    payload: dict[str, Any] = {"request_id": 3, "charging_profile": wanted}
    if evse_id is not None:
        payload["evse_id"] = evse_id
    bench.said()
    answer = await bench.command("GetChargingProfiles", **payload)
    reports = bench.sent("ReportChargingProfiles")
    assert answer.status == ("Accepted" if reports else "NoProfiles")
    assert [report["tbc"] for report in reports] == [True] * (len(reports) - 1) + [False] * bool(reports)
    assert {report["request_id"] for report in reports} <= {3}
    return [(report["evse_id"], [listed["id"] for listed in report["charging_profile"]]) for report in reports]


async def test_TC_K_01_a_limit_is_obeyed(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.said()
        assert await install(bench) == "Accepted"
        assert bench.model.evse(1).offer.current_a == pytest.approx(10.0)
        assert await install(bench, limit=0.0) == "Accepted"
        assert "SuspendedEVSE" in bench.said()[-1]


async def test_TC_K_04_the_same_id_replaces(version: str) -> None:
    async with online(version) as bench:
        await install(bench, limit=8.0)
        await install(bench, limit=6.0)
        ((evse_id, installed),) = bench.model.profiles.installed()
        assert (evse_id, installed.schedule.periods[0].limit) == (1, 6.0)


@pytest.mark.parametrize(
    ("evse_id", "changes", "outcome"),
    [
        (7, {}, "Rejected UnknownEvse"),
        (1, {"charging_profile_purpose": "TxProfile"}, "Rejected MissingParam"),
        (1, {"charging_profile_purpose": "TxProfile", "transaction_id": "none"}, "Rejected TxNotFound"),
        (0, {"charging_profile_purpose": "ChargingStationMaxProfile", "charging_profile_kind": "Relative"}, "Rejected"),
        (0, {"charging_profile_purpose": "ChargingStationExternalConstraints"}, "Rejected InvalidProfile"),
        (1, {"charging_profile_kind": "Recurring"}, "Rejected InvalidProfile"),
    ],
)
async def test_TC_K_02_profiles_that_are_refused(
    version: str, evse_id: int, changes: dict[str, Any], outcome: str
) -> None:
    async with online(version) as bench:
        assert (await install(bench, evse_id, **changes)).startswith(outcome)
        assert bench.model.profiles.installed() == []


async def test_K01_another_one_of_the_same_level_is_refused(version: str) -> None:
    async with online(version) as bench:
        await install(bench, id=1)
        assert await install(bench, id=2) == "Rejected DuplicateProfile"
        assert await install(bench, id=2, stack_level=1) == "Accepted"


async def test_TC_K_60_a_profile_for_the_transaction_that_runs(version: str) -> None:
    async with online(version) as bench:
        reference = await bench.charge()
        assert await install(bench, charging_profile_purpose="TxProfile") == "Rejected MissingParam"
        outcome = await install(bench, charging_profile_purpose="TxProfile", transaction_id=reference)
        assert outcome == "Accepted"
        await bench.swipe()
        assert bench.model.profiles.installed() == []


async def test_TC_K_29_profiles_are_listed_by_evse(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await install(bench, 0, id=1)
        await install(bench, 1, id=2)
        await install(bench, 1, id=3, stack_level=2)
        await install(bench, 2, id=4)
        assert await criteria(bench, charging_profile_purpose="TxDefaultProfile") == [(0, [1]), (1, [2, 3]), (2, [4])]
        assert await criteria(bench, 0, stack_level=0) == [(0, [1])]
        assert await criteria(bench, 1, stack_level=2) == [(1, [3])]
        assert await criteria(bench, charging_profile_id=[4, 9]) == [(2, [4])]
        assert await criteria(bench, 1, charging_limit_source=["CSO"]) == [(1, [2, 3])]
        assert await criteria(bench, 1, charging_limit_source=["EMS"]) == []
        assert await criteria(bench, 1, charging_profile_purpose="TxProfile") == []


async def test_a_profile_is_listed_as_it_was_installed(version: str) -> None:
    async with online(version) as bench:
        wanted = profile(
            7,
            charging_profile_kind="Recurring",
            recurrency_kind="Daily",
            valid_from="2026-01-01T00:00:00.000Z",
            valid_to="2026-02-01T00:00:00.000Z",
            charging_schedule=[
                {
                    "id": 4,
                    "charging_rate_unit": "W",
                    "start_schedule": "2026-01-01T06:00:00.000Z",
                    "duration": 3600,
                    "min_charging_rate": 1400.0,
                    "charging_schedule_period": [
                        {"start_period": 0, "limit": 11000.0, "number_phases": 3},
                        {"start_period": 60, "limit": 3600.5, "number_phases": 1},
                    ],
                }
            ],
        )
        await bench.command("SetChargingProfile", evse_id=1, charging_profile=wanted)
        await criteria(bench, charging_profile_id=[7])
        ((listed,),) = [report["charging_profile"] for report in bench.sent("ReportChargingProfiles")]
        assert listed == wanted


async def test_TC_K_05_profiles_are_cleared(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        await install(bench, 1, id=2)
        await install(bench, 2, id=4)
        await install(bench, 2, id=5, stack_level=1)

        async def clear(**payload: Any) -> str:
            answer = await bench.command("ClearChargingProfile", **payload)
            status: str = answer.status
            return status

        assert await clear(charging_profile_id=2) == "Accepted"
        assert await clear(charging_profile_id=2) == "Unknown"
        assert await clear() == "Unknown"
        assert len(bench.model.profiles.installed()) == 2
        by_level = {"evse_id": 2, "charging_profile_purpose": "TxDefaultProfile", "stack_level": 1}
        assert await clear(charging_profile_criteria=by_level) == "Accepted"
        assert [profile.id for _, profile in bench.model.profiles.installed()] == [4]


async def test_TC_K_43_what_profiles_come_to(version: str) -> None:
    async with online(version) as bench:
        periods = [{"start_period": 0, "limit": 10.0}, {"start_period": 300, "limit": 50.0}]
        schedule = {"id": 1, "charging_rate_unit": "A", "charging_schedule_period": periods}
        await install(bench, charging_schedule=[schedule])
        answer = await bench.command("GetCompositeSchedule", duration=600, evse_id=1, charging_rate_unit="A")
        composite = answer.schedule
        assert (answer.status, composite["evse_id"], composite["duration"]) == ("Accepted", 1, 600)
        assert composite["schedule_start"] == "2026-01-01T00:00:00.000Z"
        limits = [(period["start_period"], period["limit"]) for period in composite["charging_schedule_period"]]
        assert limits == [(0, 10.0), (300, 32.0)]


async def test_TC_K_44_what_the_station_may_draw(version: str) -> None:
    async with online(version, TWO_EVSES) as bench:
        answer = await bench.command("GetCompositeSchedule", duration=600, evse_id=0, charging_rate_unit="W")
        (period,) = answer.schedule["charging_schedule_period"]
        assert period["limit"] == pytest.approx(2 * 22_080.0)
        await install(
            bench,
            0,
            limit=15_000.0,
            unit="W",
            charging_profile_purpose="ChargingStationMaxProfile",
            charging_profile_kind="Absolute",
            charging_schedule=[
                {
                    "id": 1,
                    "charging_rate_unit": "W",
                    "start_schedule": "2026-01-01T00:00:00Z",
                    "charging_schedule_period": [{"start_period": 0, "limit": 15_000.0}],
                }
            ],
        )
        answer = await bench.command("GetCompositeSchedule", duration=600, evse_id=0, charging_rate_unit="W")
        assert answer.schedule["charging_schedule_period"][0]["limit"] == pytest.approx(15_000.0)
        answer = await bench.command("GetCompositeSchedule", duration=600, evse_id=7)
        assert (answer.status, answer.status_info["reason_code"]) == ("Rejected", "UnknownEvse")


async def test_what_only_2_1_has_in_profiles_is_refused() -> None:
    async with online("2.1") as bench:
        assert await install(bench, charging_profile_kind="Dynamic") == "Rejected UnsupportedParam"
        discharging = {"start_period": 0, "setpoint": -5000.0, "operation_mode": "CentralSetpoint"}
        schedule = {"id": 1, "charging_rate_unit": "W", "charging_schedule_period": [discharging]}
        assert await install(bench, charging_schedule=[schedule]) == "Rejected UnsupportedParam"


async def test_K21_a_transaction_is_given_priority() -> None:
    async with online("2.1") as bench:
        reference = await bench.charge()

        async def give(*, activate: bool) -> str:
            answer = await bench.command("UsePriorityCharging", transaction_id=reference, activate=activate)
            status: str = answer.status
            return status

        assert await give(activate=True) == "NoProfile"
        await install(bench, id=1, limit=8.0)
        await install(bench, id=2, limit=20.0, charging_profile_purpose="PriorityCharging")
        assert bench.model.evse(1).offer.current_a == pytest.approx(8.0)
        assert await give(activate=True) == "Accepted"
        assert bench.model.evse(1).offer.current_a == pytest.approx(20.0)
        assert await give(activate=False) == "Accepted"
        assert bench.model.evse(1).offer.current_a == pytest.approx(8.0)
