"""Tokens: asked for, listed, cached, and in groups (OCPP 2.0.1 Part 2, C and D)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from packages.simulator.tests.dialects.v2.bench import Bench, online


def entry(token: str, status: str | None = "Accepted", group: str | None = None) -> dict[str, Any]:
    """Return an entry of a local list; without a status one that removes a token."""
    listed: dict[str, Any] = {"id_token": {"id_token": token, "type": "ISO14443"}}
    if status is not None:
        info: dict[str, Any] = {"status": status}
        if group is not None:
            info["group_id_token"] = {"id_token": group, "type": "Central"}
        listed["id_token_info"] = info
    return listed


async def send_list(bench: Bench, version_number: int, update_type: str, *entries: dict[str, Any]) -> str:
    payload: dict[str, Any] = {"version_number": version_number, "update_type": update_type}
    if entries:
        payload["local_authorization_list"] = list(entries)
    answer = await bench.command("SendLocalList", **payload)
    status: str = answer.status
    return status


async def list_version(bench: Bench) -> int:
    answer = await bench.command("GetLocalListVersion")
    number: int = answer.version_number
    return number


@pytest.mark.parametrize("status", ["Invalid", "Blocked", "Expired", "Unknown", "ConcurrentTx", "NoCredit"])
async def test_TC_C_02_a_token_that_is_refused_does_not_charge(version: str, status: str) -> None:
    async with online(version) as bench:
        bench.records.id_token_infos["CARD"] = {"status": status}
        await bench.plug_in()
        await bench.swipe("CARD")
        assert bench.said() == ["StatusNotification 1 1 Occupied", "Authorize CARD"]
        assert bench.model.evse(1).transaction is None


async def test_TC_C_39_another_of_the_group_ends_it(version: str) -> None:
    async with online(version) as bench:
        group = {"status": "Accepted", "group_id_token": {"id_token": "FAMILY", "type": "Central"}}
        bench.records.id_token_infos = {"ONE": group, "TWO": group}
        await bench.charge("ONE")
        bench.said()
        await bench.swipe("TWO")
        said = bench.said()
        assert said[0] == "Authorize TWO"
        assert said[-1].startswith("TransactionEvent Ended ")
        assert said[-1].endswith("Local token=TWO")


async def test_a_stranger_does_not_end_it(version: str) -> None:
    async with online(version) as bench:
        await bench.charge("ONE")
        bench.said()
        await bench.swipe("TWO")
        assert not [event for event in bench.sent("TransactionEvent") if event["event_type"] == "Ended"]


async def test_TC_D_01_a_full_list_is_taken_over(version: str) -> None:
    async with online(version) as bench:
        assert await list_version(bench) == 0
        assert await send_list(bench, 3, "Full", entry("ONE"), entry("TWO", "Blocked")) == "Accepted"
        assert await list_version(bench) == 3
        bench.model.settings.local_pre_authorize = True
        await bench.charge("ONE")
        assert not bench.sent("Authorize")


async def test_TC_D_02_changes_of_a_list(version: str) -> None:
    async with online(version) as bench:
        await send_list(bench, 3, "Full", entry("ONE"))
        assert await send_list(bench, 4, "Differential", entry("TWO"), entry("ONE", None)) == "Accepted"
        assert bench.model.authorizer.list_size == 1
        assert await send_list(bench, 4, "Differential", entry("ONE")) == "VersionMismatch"
        assert await list_version(bench) == 4


async def test_TC_D_04_an_empty_list(version: str) -> None:
    async with online(version) as bench:
        await send_list(bench, 3, "Full", entry("ONE"))
        assert await send_list(bench, 4, "Full") == "Accepted"
        assert bench.model.authorizer.list_size == 0


async def test_a_list_that_cannot_be_taken_over(version: str) -> None:
    async with online(version) as bench:
        assert await send_list(bench, 1, "Full", entry("ONE", None)) == "Failed"
        assert await send_list(bench, 1, "Full", *(entry(f"T{number}") for number in range(51))) == "Failed"
        bench.model.settings.is_local_list_enabled = False
        assert await send_list(bench, 1, "Full", entry("ONE")) == "Failed"
        assert await list_version(bench) == 0


async def test_TC_C_08_a_token_of_the_cache_charges_at_once(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.local_pre_authorize = True
        await bench.charge("ONE")
        await bench.swipe("ONE")
        await bench.unplug()
        bench.said()
        await bench.charge("ONE")
        assert not bench.sent("Authorize")
        await bench.swipe("ONE")
        await bench.unplug()
        answer = await bench.command("ClearCache")
        assert answer.status == "Accepted"
        bench.said()
        await bench.charge("ONE")
        assert bench.sent("Authorize")


async def test_TC_C_38_no_cache_no_clearing(version: str) -> None:
    async with online(version) as bench:
        bench.model.settings.is_auth_cache_enabled = False
        answer = await bench.command("ClearCache")
        assert (answer.status, answer.status_info) == ("Rejected", {"reason_code": "NotEnabled"})


async def test_a_known_token_charges_while_there_is_no_link(version: str) -> None:
    async with online(version) as bench:
        await send_list(bench, 1, "Full", entry("ONE"))
        await bench.lose_link()
        await bench.plug_in()
        await bench.swipe("NOBODY")
        assert bench.model.evse(1).transaction is None
        await bench.swipe("ONE")
        assert bench.model.evse(1).transaction is not None
        bench.said()
        await bench.connect(cause=None)
        started = bench.sent("TransactionEvent")[0]
        assert (started["event_type"], started["offline"], started["id_token"]["id_token"]) == ("Started", True, "ONE")


async def test_a_central_system_that_fails_is_as_good_as_none(version: str) -> None:
    async with online(version) as bench:

        def fail(said: object) -> None:
            if str(said).startswith("Authorize"):
                raise RuntimeError("the database is down")

        bench.records.on_message = fail
        bench.model.settings.allow_unknown_offline = True
        await bench.plug_in()
        await bench.swipe("ONE")
        assert bench.model.evse(1).transaction is not None
