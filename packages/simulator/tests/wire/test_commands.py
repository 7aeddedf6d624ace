"""Quirks of how commands are taken: those that are answered, or not, in the station's place."""

from typing import Any

import pytest

from .rig import Rig
from .samples import profile_2, profile_16

REJECTED = {"status": "Rejected"}
START_16 = {"idTag": "0123ABCD", "connectorId": 1}
START_2 = {"idToken": {"idToken": "0123ABCD", "type": "ISO14443"}, "remoteStartId": 1, "evseId": 1}
FULL_LIST = {"key": "MeterValuesSampledData", "value": "Voltage,Current.Import"}
TRIGGER_METER = {"requestedMessage": "MeterValues"}

ANSWERED: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("Q13.unsupported", "1.6", "TriggerMessage", TRIGGER_METER, {"status": "NotImplemented"}),
    ("Q13.unsupported", "1.6", "ExtendedTriggerMessage", TRIGGER_METER, {"status": "NotImplemented"}),
    ("Q13.unsupported", "2.0.1", "TriggerMessage", TRIGGER_METER, {"status": "NotImplemented"}),
    ("Q13.meter-values", "2.1", "TriggerMessage", TRIGGER_METER, REJECTED),
    ("Q32.no-profiles", "1.6", "SetChargingProfile", profile_16(connector=1), REJECTED),
    ("Q32.no-profiles", "2.0.1", "SetChargingProfile", profile_2(evse=1), REJECTED),
    ("Q35.no-start", "1.6", "RemoteStartTransaction", START_16, {"status": "Accepted"}),
    ("Q35.no-start", "2.0.1", "RequestStartTransaction", START_2, {"status": "Accepted"}),
    ("Q35.needs-connector", "1.6", "RemoteStartTransaction", {"idTag": "0123ABCD"}, REJECTED),
    ("Q35.needs-hex", "1.6", "RemoteStartTransaction", {"idTag": "MY-CARD", "connectorId": 1}, REJECTED),
    (
        "Q35.needs-hex",
        "2.0.1",
        "RequestStartTransaction",
        {**START_2, "idToken": {"idToken": "MY-CARD", "type": "Central"}},
        REJECTED,
    ),
    ("Q39.zero-level", "1.6", "SetChargingProfile", profile_16(level=1), REJECTED),
    ("Q39.zero-level", "2.1", "SetChargingProfile", profile_2(level=1), REJECTED),
    ("Q39.maximum-level", "1.6", "SetChargingProfile", profile_16(level=8), REJECTED),
    ("Q39.no-maximum", "1.6", "SetChargingProfile", profile_16(purpose="ChargePointMaxProfile"), REJECTED),
    ("Q39.no-maximum", "2.0.1", "SetChargingProfile", profile_2(purpose="ChargingStationMaxProfile"), REJECTED),
    ("Q39.watt-only", "1.6", "SetChargingProfile", profile_16(unit="A"), REJECTED),
    ("Q39.watt-only", "2.0.1", "SetChargingProfile", profile_2(unit="A"), REJECTED),
    ("Q39.no-decimals", "1.6", "SetChargingProfile", profile_16(limit=15.5), REJECTED),
    ("Q39.ignored", "1.6", "SetChargingProfile", profile_16(), {"status": "Accepted"}),
    ("Q39.ignored", "2.0.1", "SetChargingProfile", profile_2(), {"status": "Accepted"}),
    ("Q40.one-measurand", "1.6", "ChangeConfiguration", FULL_LIST, REJECTED),
]

TAKEN: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Q13.meter-values", "1.6", "TriggerMessage", {"requestedMessage": "Heartbeat"}),
    ("Q32.no-profiles", "1.6", "SetChargingProfile", profile_16(connector=0)),
    ("Q35.no-start", "1.6", "RemoteStopTransaction", {"transactionId": 1}),
    ("Q35.needs-connector", "1.6", "RemoteStartTransaction", START_16),
    ("Q35.needs-connector", "2.0.1", "RequestStartTransaction", START_2),
    ("Q35.needs-hex", "2.0.1", "RequestStartTransaction", START_2),
    ("Q35.dead-availability", "1.6", "Reset", {"type": "Soft"}),
    ("Q39.zero-level", "1.6", "SetChargingProfile", profile_16(level=0)),
    ("Q39.maximum-level", "1.6", "SetChargingProfile", profile_16(level=7)),
    ("Q39.no-maximum", "1.6", "SetChargingProfile", profile_16()),
    ("Q39.watt-only", "1.6", "SetChargingProfile", profile_16(unit="W")),
    ("Q39.no-decimals", "1.6", "SetChargingProfile", profile_16(limit=16.0)),
    ("Q39.ignored", "1.6", "ClearChargingProfile", {}),
    ("Q40.one-measurand", "1.6", "ChangeConfiguration", {"key": "MeterValuesSampledData", "value": "Voltage"}),
    ("Q40.all-keys", "1.6", "GetConfiguration", {"key": ["HeartbeatInterval"]}),
    ("Q41", "1.6", "GetConfiguration", {"key": ["HeartbeatInterval"]}),
    ("Q25", "1.6", "ReserveNow", {"expiryDate": "2026-01-01T00:00:00Z"}),
    ("Q25", "1.6", "ReserveNow", {"expiryDate": "2026-01-01T00:00:00.123Z"}),
    ("Q34", "1.6", "SetChargingProfile", profile_16(limit=6)),
    ("Q34", "1.6", "SetChargingProfile", profile_16(limit=1380, unit="W")),
]

VANISHED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Q35.dead-availability", "1.6", "ChangeAvailability", {"connectorId": 0, "type": "Operative"}),
    ("Q35.dead-availability", "2.0.1", "ChangeAvailability", {"operationalStatus": "Operative"}),
    ("Q40.all-keys", "1.6", "GetConfiguration", {}),
    ("Q40.no-report", "2.0.1", "GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}),
]


@pytest.mark.parametrize(("name", "version", "action", "payload", "answer"), ANSWERED)
async def test_a_command_is_answered_without_the_station(
    name: str, version: str, action: str, payload: dict[str, Any], answer: dict[str, Any]
) -> None:
    async with Rig(name, version) as rig:
        command_id = await rig.command(action, payload)
        assert rig.sent == [[3, command_id, answer]]
        assert rig.received == []


@pytest.mark.parametrize(("name", "version", "action", "payload"), TAKEN)
async def test_a_command_reaches_the_station(name: str, version: str, action: str, payload: dict[str, Any]) -> None:
    async with Rig(name, version) as rig:
        command_id = await rig.command(action, payload)
        assert rig.seen == [[2, command_id, action, payload]]
        assert rig.sent == []


@pytest.mark.parametrize(("name", "version", "action", "payload"), VANISHED)
async def test_a_command_is_never_answered(name: str, version: str, action: str, payload: dict[str, Any]) -> None:
    async with Rig(name, version) as rig:
        await rig.command(action, payload)
        await rig.clock.advance(600)
        assert (rig.sent, rig.received) == ([], [])


@pytest.mark.parametrize("level", [2, 3])
async def test_the_highest_level_is_the_one_that_was_reported(level: int) -> None:
    async with Rig("Q39.maximum-level") as rig:
        maximum = {"key": "ChargeProfileMaxStackLevel", "readonly": True, "value": "3"}
        await rig.reply(await rig.command("GetConfiguration"), {"configurationKey": [maximum]})
        await rig.command("SetChargingProfile", profile_16(level=level))
        assert (rig.sent[1:] == []) == (level == 2)


@pytest.mark.parametrize("moment", ["2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00+00:00"])
async def test_other_timestamps_than_the_plainest_are_not_read(moment: str) -> None:
    async with Rig("Q25") as rig:
        command_id = await rig.command("ReserveNow", {"expiryDate": moment})
        assert rig.sent == [[4, command_id, "FormationViolation", "The time cannot be read", {}]]
        await rig.call("Heartbeat")
        await rig.answer({"currentTime": moment})
        assert rig.received == []
        await rig.answer({"currentTime": "2026-01-01T00:00:00Z"})
        assert len(rig.received) == 1


async def test_a_long_command_ends_the_link() -> None:
    async with Rig("Q41") as rig:
        await rig.command("SendLocalList", {"listVersion": 1, "padding": 2048 * "x"})
        assert rig.link.deeds == ["cut"]
        assert rig.received == []


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
@pytest.mark.parametrize(("limit", "unit"), [(5.9, "A"), (0, "W")])
async def test_a_low_limit_ends_transactions(version: str, limit: float, unit: str) -> None:
    async with Rig("Q34", version) as rig:
        if version == "1.6":
            await rig.call("StartTransaction", {"connectorId": 1})
            await rig.answer({"transactionId": 42})
            profile, stop, reference = profile_16(limit, unit=unit), "RemoteStopTransaction", 42
        else:
            await rig.call("TransactionEvent", {"eventType": "Started", "transactionInfo": {"transactionId": "tx-1"}})
            profile, stop, reference = profile_2(limit, unit=unit), "RequestStopTransaction", "tx-1"
        command_id = await rig.command("SetChargingProfile", profile)
        assert rig.sent[-1] == [3, command_id, {"status": "Accepted"}]
        _, stop_id, action, payload = rig.seen[-1]
        assert (action, payload) == (stop, {"transactionId": reference})
        await rig.reply(stop_id, {"status": "Accepted"})
        assert rig.sent[-1] == [3, command_id, {"status": "Accepted"}]
