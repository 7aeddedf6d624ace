"""Q9 to Q15: messages that are missing, too early, too late, or come twice."""

import pytest

from .rig import Rig
from .samples import BOOT_2, BOOT_16, BOOTED, START_16, STARTED, STATUS_2, STATUS_16, STOP_16, event_2


async def test_only_the_first_link_begins_with_a_boot() -> None:
    async with Rig("Q9") as rig:
        await rig.call("BootNotification", BOOT_16)
        await rig.answer(BOOTED)
        assert len(rig.sent) == len(rig.received) == 1
        await rig.lose()
        await rig.clock.advance(60)
        await rig.connect()
        message_id = await rig.call("BootNotification", BOOT_16)
        assert rig.sent == []
        assert rig.seen[-1] == [3, message_id, {**BOOTED, "currentTime": "2026-01-01T00:01:00Z"}]


async def test_a_boot_that_was_not_accepted_is_tried_again() -> None:
    async with Rig("Q9") as rig:
        await rig.call("BootNotification", BOOT_16)
        await rig.answer({**BOOTED, "status": "Pending"})
        await rig.call("BootNotification", BOOT_16)
        assert len(rig.sent) == 2


async def test_a_command_before_the_answer_to_the_boot_ends_the_link() -> None:
    async with Rig("Q10") as rig:
        await rig.call("BootNotification", BOOT_16)
        await rig.command("GetConfiguration")
        assert rig.link.deeds == ["cut"]
        assert rig.received == []


async def test_a_command_after_the_answer_to_the_boot_is_taken() -> None:
    async with Rig("Q10") as rig:
        await rig.call("BootNotification", BOOT_16)
        await rig.answer(BOOTED)
        await rig.command("GetConfiguration")
        assert rig.link.deeds == []
        assert len(rig.received) == 2


@pytest.mark.parametrize(
    ("name", "version", "boot", "action", "payload"),
    [
        ("Q11.heartbeat", "1.6", BOOT_16, "Heartbeat", {}),
        ("Q11.heartbeat", "2.1", BOOT_2, "Heartbeat", {}),
        (
            "Q11.status",
            "1.6",
            BOOT_16,
            "StatusNotification",
            {"connectorId": 1, "errorCode": "NoError", "status": "Available"},
        ),
        ("Q11.status", "2.0.1", BOOT_2, "StatusNotification", STATUS_2),
    ],
)
async def test_something_comes_before_the_boot(
    name: str, version: str, boot: dict[str, object], action: str, payload: dict[str, object]
) -> None:
    async with Rig(name, version) as rig:
        boot_id = await rig.call("BootNotification", boot)
        (early, late) = rig.calls
        assert early[2:] == [action, payload]
        assert late == [2, boot_id, "BootNotification", boot]
        await rig.answer({}, early[1])
        await rig.answer(BOOTED, boot_id)
        assert rig.seen == [[3, boot_id, BOOTED]]


async def test_connectors_are_not_reported_until_something_happens() -> None:
    async with Rig("Q12.idle") as rig:
        quiet = await rig.call("StatusNotification", STATUS_16)
        assert rig.sent == []
        assert rig.seen == [[3, quiet, {}]]
        await rig.call("StatusNotification", {**STATUS_16, "status": "Preparing"})
        await rig.call("StatusNotification", STATUS_16)
        await rig.call("StatusNotification", {**STATUS_16, "connectorId": 2})
        assert [frame[3]["status"] for frame in rig.sent] == ["Preparing", "Available"]


async def test_a_trigger_for_all_statuses_brings_that_of_connector_0() -> None:
    async with Rig("Q12.trigger-zero") as rig:
        await rig.command("TriggerMessage", {"requestedMessage": "StatusNotification"})
        for connector in (0, 1, 2):
            await rig.call("StatusNotification", {**STATUS_16, "connectorId": connector})
        await rig.clock.advance(10)
        await rig.call("StatusNotification", STATUS_16)
        assert [frame[3]["connectorId"] for frame in rig.sent] == [0, 1]


async def test_a_trigger_for_one_status_works() -> None:
    async with Rig("Q12.trigger-zero") as rig:
        await rig.command("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 1})
        await rig.call("StatusNotification", STATUS_16)
        assert len(rig.sent) == 1


@pytest.mark.parametrize("has_waited", [False, True])
@pytest.mark.parametrize(
    ("version", "action", "payload", "answer"),
    [("1.6", "StartTransaction", START_16, STARTED), ("2.0.1", "TransactionEvent", event_2("Started"), {})],
)
async def test_an_answer_that_comes_too_soon_breaks_the_link(
    version: str, action: str, payload: dict[str, object], answer: dict[str, object], has_waited: bool
) -> None:
    async with Rig("Q14", version) as rig:
        await rig.call(action, payload)
        await rig.clock.advance(1.0 if has_waited else 0.5)
        await rig.answer(answer)
        assert len(rig.received) == 1
        await rig.clock.advance(0.7)
        assert rig.link.deeds == []
        await rig.clock.advance(0.2)
        assert rig.link.deeds == ([] if has_waited else ["cut"])


@pytest.mark.parametrize("name", ["Q15.same-id", "Q15.new-id"])
@pytest.mark.parametrize(
    ("version", "action", "payload"),
    [
        ("1.6", "StartTransaction", START_16),
        ("1.6", "StopTransaction", STOP_16),
        ("2.0.1", "TransactionEvent", event_2("Started")),
        ("2.1", "TransactionEvent", event_2("Ended")),
    ],
)
async def test_the_first_answer_is_lost(name: str, version: str, action: str, payload: dict[str, object]) -> None:
    async with Rig(name, version) as rig:
        message_id = await rig.call(action, payload)
        await rig.answer({"first": True})
        assert rig.received == []
        await rig.clock.advance(10)
        first, second = rig.calls
        assert second[2:] == first[2:]
        assert (second[1] == first[1]) == (name == "Q15.same-id")
        await rig.answer({"second": True})
        assert rig.seen == [[3, message_id, {"second": True}]]


async def test_other_answers_are_not_lost() -> None:
    async with Rig("Q15.new-id", "2.0.1") as rig:
        await rig.call("TransactionEvent", event_2("Updated"))
        await rig.answer({})
        assert len(rig.received) == 1
