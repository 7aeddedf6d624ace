"""The local authorization list."""

import pytest

from csms_simulator.dialects.v16.configuration_keys import MAX_LOCAL_LIST_UPDATE
from ocpp.v16 import call
from ocpp.v16.datatypes import AuthorizationData, IdTagInfo
from packages.simulator.tests.dialects.v16.bench import Bench, online


def entries(*tags: str) -> list[AuthorizationData]:
    return [AuthorizationData(tag, IdTagInfo("Accepted")) for tag in tags]


async def version(bench: Bench) -> int:
    return (await bench.command(call.GetLocalListVersion())).list_version


async def send(bench: Bench, number: int, kind: str, tags: list[AuthorizationData]) -> str:
    return str((await bench.command(call.SendLocalList(number, kind, tags))).status)


async def test_tc_042_1_a_list_that_is_switched_off_has_the_version_minus_one() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("LocalAuthListEnabled", "false"))
        assert await version(bench) == -1
        assert await send(bench, 1, "Full", entries("A")) == "NotSupported"  # TC_043_1


async def test_tc_042_2_an_empty_list_has_the_version_0() -> None:
    async with online() as bench:
        assert await version(bench) == 0


async def test_tc_043_4_and_5_a_full_list_and_changes_of_it() -> None:
    async with online() as bench:
        assert await send(bench, 5, "Full", entries("A", "B")) == "Accepted"
        assert await version(bench) == 5
        assert await send(bench, 6, "Differential", [AuthorizationData("A"), *entries("C")]) == "Accepted"
        assert (await version(bench), bench.model.authorizer.list_size) == (6, 2)


async def test_tc_043_2_changes_of_an_older_list_do_not_fit() -> None:
    async with online() as bench:
        await send(bench, 5, "Full", entries("A"))
        assert await send(bench, 5, "Differential", entries("B")) == "VersionMismatch"
        assert await version(bench) == 5


@pytest.mark.parametrize(
    "tags", [[AuthorizationData("A")], entries(*(f"T{number}" for number in range(MAX_LOCAL_LIST_UPDATE + 1)))]
)
async def test_tc_043_3_a_list_that_cannot_be_taken_over_fails(tags: list[AuthorizationData]) -> None:
    async with online() as bench:
        assert await send(bench, 1, "Full", tags) == "Failed"
        assert await version(bench) == 0
