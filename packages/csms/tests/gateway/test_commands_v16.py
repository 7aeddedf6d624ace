"""Commands as frames of OCPP 1.6, and answers as outcomes."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec import Raw

from csms.domain.remote_control import (
    Answer,
    ChangeAvailability,
    ClearCache,
    ClearLimit,
    Command,
    DataTransfer,
    GetConfiguration,
    Limit,
    Outcome,
    RawCall,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetLimit,
    Trigger,
    Unlock,
)
from csms.domain.variables import VariableName
from csms.gateway.v16.configuration_keys import STANDARD_KEYS
from csms.storage import commands, variables
from csms.storage.engine import Store
from packages.csms.tests.gateway.talk import BOOTS, Talk, talking

ACCEPTED = {"status": "Accepted"}


@pytest.fixture
async def talk(sqlite_store: Store) -> AsyncIterator[Talk]:
    async with talking(sqlite_store, "1.6") as begun:
        yield begun


async def value_of(talk: Talk, key: str) -> str | None:
    store = talk.conversation.central.store
    return await store.read(variables.value, talk.station, VariableName("", key))


async def start_transaction(talk: Talk, evse: int = 1) -> int:
    """Have the station start one, and return its number."""
    payload = {"connectorId": evse, "idTag": "TAG", "meterStart": 0, "timestamp": "2025-06-01T11:00:00Z"}
    return (await talk.end.tell("StartTransaction", payload))["transactionId"]


@pytest.mark.parametrize(
    ("command", "action", "payload"),
    [
        (RemoteStart(id_token="TAG"), "RemoteStartTransaction", {"idTag": "TAG"}),
        (RemoteStart(id_token="TAG", evse=2), "RemoteStartTransaction", {"idTag": "TAG", "connectorId": 2}),
        (RemoteStop(transaction=7), "RemoteStopTransaction", {"transactionId": 7}),
        (RemoteStop(transaction=-1), "RemoteStopTransaction", {"transactionId": -1}),
        (Reset(), "Reset", {"type": "Soft"}),
        (Reset(kind="on_idle"), "Reset", {"type": "Soft"}),
        (Reset(kind="hard"), "Reset", {"type": "Hard"}),
        (Reset(kind="immediate"), "Reset", {"type": "Hard"}),
        (ChangeAvailability(operative=False), "ChangeAvailability", {"connectorId": 0, "type": "Inoperative"}),
        (ChangeAvailability(operative=True, evse=2), "ChangeAvailability", {"connectorId": 2, "type": "Operative"}),
        (Trigger(message="Heartbeat"), "TriggerMessage", {"requestedMessage": "Heartbeat"}),
        (
            Trigger(message="MeterValues", evse=1),
            "TriggerMessage",
            {"requestedMessage": "MeterValues", "connectorId": 1},
        ),
        (
            Trigger(message="StatusNotification", evse=0),
            "TriggerMessage",
            {"requestedMessage": "StatusNotification", "connectorId": 0},
        ),
        (
            Trigger(message="SignChargingStationCertificate"),
            "ExtendedTriggerMessage",
            {"requestedMessage": "SignChargePointCertificate"},
        ),
        (
            Trigger(message="LogStatusNotification"),
            "ExtendedTriggerMessage",
            {"requestedMessage": "LogStatusNotification"},
        ),
        (ClearCache(), "ClearCache", {}),
        (DataTransfer(vendor="V"), "DataTransfer", {"vendorId": "V"}),
        (
            DataTransfer(vendor="V", message="M", data="text"),
            "DataTransfer",
            {"vendorId": "V", "messageId": "M", "data": "text"},
        ),
        (DataTransfer(vendor="V", data={"a": [1]}), "DataTransfer", {"vendorId": "V", "data": '{"a":[1]}'}),
    ],
)
async def test_a_command_is_this_frame(talk: Talk, command: Command, action: str, payload: dict[str, Any]) -> None:
    assert talk.conversation.check(command) is None
    task = talk.command(command)
    await talk.end.expect(action, payload, ACCEPTED)
    assert await task == Answer(Outcome.ACCEPTED, '{"status":"Accepted"}')


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("Unlocked", Outcome.ACCEPTED),
        ("UnlockFailed", Outcome.FAILED),
        ("NotSupported", Outcome.NOT_SUPPORTED),
    ],
)
async def test_the_status_of_an_unlock_is_an_outcome(talk: Talk, status: str, outcome: Outcome) -> None:
    task = talk.command(Unlock(evse=2))
    await talk.end.expect("UnlockConnector", {"connectorId": 2}, {"status": status})
    assert await task == Answer(outcome, json.dumps({"status": status}, separators=(",", ":")), status)


@pytest.mark.parametrize(
    "command",
    [
        Reset(evse=1),
        Reset(kind="immediate_and_resume"),
        Unlock(evse=1, connector=2),
        ChangeAvailability(operative=True, evse=1, connector=2),
        RemoteStart(id_token="TAG", evse=1, connector=2),
        RemoteStop(transaction=2**40),
        Trigger(message="CustomTrigger", custom="X"),
    ],
)
async def test_what_the_version_has_no_words_for_is_not_supported_and_not_sent(talk: Talk, command: Command) -> None:
    assert talk.conversation.check(command) is None
    answer = await talk.command(command)
    assert answer.outcome is Outcome.NOT_SUPPORTED
    assert answer.detail
    assert talk.end.is_silent()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (RemoteStart(id_token="T" * 21), "is too long at idTag"),
        (Trigger(message="Boot"), "at requestedMessage"),
        (GetConfiguration(names=("K" * 51,)), "is too long at key[0]"),
        (SetConfiguration(values={"Key": "v" * 501}), "is too long at value"),
    ],
)
async def test_a_command_that_breaks_a_rule_of_the_version_is_found_before(
    talk: Talk, command: Command, reason: str
) -> None:
    fault = talk.conversation.check(command)
    assert fault is not None
    assert reason in fault.reason


async def test_a_call_error_is_an_outcome(talk: Talk) -> None:
    for code, outcome in {
        "NotImplemented": Outcome.NOT_SUPPORTED,
        "NotSupported": Outcome.NOT_SUPPORTED,
        "InternalError": Outcome.FAILED,
        "SomethingElse": Outcome.FAILED,
    }.items():
        task = talk.command(ClearCache())
        frame = await talk.end.take()
        talk.end.put([4, frame[1], code, "no cache", {}])
        answer = await task
        assert answer.outcome is outcome
        assert answer.detail is not None
        assert answer.detail.startswith(code)
        assert answer.detail.endswith(": no cache")


async def test_an_answer_that_cannot_be_read_is_a_failure(talk: Talk) -> None:
    task = talk.command(ClearCache())
    await talk.end.expect("ClearCache", {}, {"status": "Perhaps"})
    answer = await task
    assert answer.outcome is Outcome.FAILED
    assert answer.detail is not None
    assert "Perhaps" in answer.detail


async def test_a_dead_command_does_not_stop_the_next(talk: Talk) -> None:
    dead = talk.command(Unlock(), timeout_s=0.05)
    await talk.end.expect("UnlockConnector", {"connectorId": 1})
    following = talk.command(ClearCache())
    assert (await dead).outcome is Outcome.TIMED_OUT
    await talk.end.expect("ClearCache", {}, ACCEPTED)
    assert (await following).outcome is Outcome.ACCEPTED


async def test_a_command_fails_when_the_link_ends(talk: Talk) -> None:
    task = talk.command(ClearCache())
    await talk.end.expect("ClearCache", {})
    await talk.leave()
    assert await task == Answer(Outcome.FAILED, detail="The connection ended before there was an answer")


async def test_nothing_is_sent_to_a_station_without_a_link(talk: Talk) -> None:
    answer = await talk.bus.request("CP2", ClearCache(), 1)
    assert answer.outcome is Outcome.OFFLINE


# Raw calls


async def test_a_raw_call_is_sent_as_it_stands(talk: Talk) -> None:
    payload = b'{ "requestedMessage" : "Heartbeat",\n  "connectorId": 1 }'
    task = talk.command(RawCall("TriggerMessage", Raw(payload)))
    frame = await talk.end.take()
    assert talk.end.sent[-1] == f'[2,"{frame[1]}","TriggerMessage",{{"requestedMessage":"Heartbeat","connectorId":1}}]'
    talk.end.put(f'[3,"{frame[1]}",{{"status":"NotImplemented", "more": 1.50}}]')
    assert await task == Answer(Outcome.NOT_SUPPORTED, '{"status":"NotImplemented", "more": 1.50}', "NotImplemented")


@pytest.mark.parametrize(
    ("action", "payload", "place", "reason"),
    [
        ("Nonsense", "{}", "action", "OCPP 1.6 has no request Nonsense"),
        ("BootNotification", "{}", "action", "BootNotification is sent by stations, not to them"),
        ("Reset", "{}", "", "'type' is a required property"),
        ("Reset", '{"type":"Warm"}', "type", "'Warm' is not one of ['Hard', 'Soft']"),
        ("Reset", "[]", "", "[] is not of type 'object'"),
        (
            "ReserveNow",
            '{"connectorId":"1","expiryDate":"2025-06-01T12:00:00Z","idTag":"T","reservationId":1}',
            "connectorId",
            "'1' is not of type 'integer'",
        ),
    ],
)
async def test_a_raw_call_that_is_not_valid_names_the_place(
    talk: Talk, action: str, payload: str, place: str, reason: str
) -> None:
    fault = talk.conversation.check(RawCall(action, Raw(payload.encode())))
    assert fault is not None
    assert (fault.place, fault.reason) == (place, reason)


async def test_both_sides_may_send_a_data_transfer(talk: Talk) -> None:
    assert talk.conversation.check(RawCall("DataTransfer", Raw(b'{"vendorId":"V"}'))) is None


async def test_an_answer_without_a_status_is_a_good_one(talk: Talk) -> None:
    task = talk.command(RawCall("GetLocalListVersion", Raw(b"{}")))
    await talk.end.expect("GetLocalListVersion", {}, {"listVersion": 3})
    assert (await task).outcome is Outcome.ACCEPTED


# Configuration


async def test_configuration_keys_are_read_and_kept_without_passwords(talk: Talk) -> None:
    task = talk.command(GetConfiguration(names=("HeartbeatInterval", "AuthorizationKey", "Nonsense")))
    answer = {
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
            {"key": "AuthorizationKey", "readonly": False, "value": "secret"},
        ],
        "unknownKey": ["Nonsense"],
    }
    names = ["HeartbeatInterval", "AuthorizationKey", "Nonsense"]
    await talk.end.expect("GetConfiguration", {"key": names}, answer)
    assert await task == Answer(
        Outcome.ACCEPTED,
        '{"values":{"HeartbeatInterval":"300","AuthorizationKey":"***"},"unknown":["Nonsense"]}',
        "Unknown: Nonsense",
    )
    assert await value_of(talk, "HeartbeatInterval") == "300"
    assert await value_of(talk, "AuthorizationKey") == "***"


async def test_no_more_keys_are_asked_for_at_a_time_than_the_station_takes(talk: Talk) -> None:
    task = talk.command(GetConfiguration(names=("GetConfigurationMaxKeys",)))
    told = [{"key": "GetConfigurationMaxKeys", "readonly": True, "value": "2"}]
    await talk.end.expect("GetConfiguration", {"key": ["GetConfigurationMaxKeys"]}, {"configurationKey": told})
    await task
    task = talk.command(GetConfiguration(names=("A", "B", "A", "C")))
    await talk.end.expect("GetConfiguration", {"key": ["A", "B"]}, {"unknownKey": ["A", "B"]})
    await talk.end.expect("GetConfiguration", {"key": ["C"]}, {"unknownKey": ["C"]})
    assert (await task).answer == '{"values":{},"unknown":["A","B","C"]}'


async def test_configuration_keys_are_changed_one_after_the_other(talk: Talk) -> None:
    task = talk.command(SetConfiguration(values={"A": "1", "B": "2", "C": "3", "D": "4"}))
    for key, value, status in (("A", "1", "Accepted"), ("B", "2", "RebootRequired"), ("C", "3", "NotSupported")):
        await talk.end.expect("ChangeConfiguration", {"key": key, "value": value}, {"status": status})
    frame = await talk.end.expect("ChangeConfiguration", {"key": "D", "value": "4"})
    talk.end.put([4, frame[1], "InternalError", "", {}])
    answer = await task
    assert answer.outcome is Outcome.FAILED
    assert answer.detail == "A: Accepted; B: RebootRequired; C: NotSupported; D: InternalError"
    assert [await value_of(talk, key) for key in "ABCD"] == ["1", "2", None, None]


async def test_keys_after_one_that_is_not_answered_are_not_sent(talk: Talk) -> None:
    task = talk.command(SetConfiguration(values={"A": "1", "B": "2"}), timeout_s=0.05)
    await talk.end.expect("ChangeConfiguration", {"key": "A", "value": "1"})
    assert (await task).outcome is Outcome.TIMED_OUT
    assert talk.end.is_silent()


async def test_the_answer_to_a_raw_get_configuration_is_kept_too(talk: Talk) -> None:
    task = talk.command(RawCall("GetConfiguration", Raw(b"{}")))
    told = [{"key": "AuthorizationKey", "readonly": False, "value": "secret"}]
    await talk.end.expect("GetConfiguration", {}, {"configurationKey": told})
    answer = await task
    assert answer.answer is not None
    assert "secret" not in answer.answer
    assert await value_of(talk, "AuthorizationKey") == "***"


# Limits


def profile(purpose: str, number: int, schedule: dict[str, Any], **more: Any) -> dict[str, Any]:
    relative = "startSchedule" not in schedule
    return {
        "chargingProfileId": number,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Relative" if relative else "Absolute",
        "chargingSchedule": schedule,
        **more,
    }


def ampere(limit: float, **more: Any) -> dict[str, Any]:
    return {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}], **more}


async def test_a_limit_of_the_station_is_its_maximum(talk: Talk) -> None:
    task = talk.command(SetLimit(limit=Limit(ampere=16.19)))
    schedule = ampere(16.1, startSchedule="2025-05-31T12:00:00Z")
    payload = {"connectorId": 0, "csChargingProfiles": profile("ChargePointMaxProfile", 1, schedule)}
    await talk.end.expect("SetChargingProfile", payload, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED
    assert talk.end.is_silent()


async def test_a_station_that_refuses_a_maximum_gets_a_default_and_from_then_on_at_once(talk: Talk) -> None:
    task = talk.command(SetLimit(limit=Limit(ampere=16)))
    frame = await talk.end.take()
    talk.end.put([3, frame[1], {"status": "NotSupported"}])
    payload = {"connectorId": 0, "csChargingProfiles": profile("TxDefaultProfile", 2, ampere(16))}
    await talk.end.expect("SetChargingProfile", payload, ACCEPTED)
    answer = await task
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.detail == "station_max: NotSupported; default: Accepted"
    task = talk.command(SetLimit(limit=Limit(ampere=10)))
    payload = {"connectorId": 0, "csChargingProfiles": profile("TxDefaultProfile", 2, ampere(10))}
    await talk.end.expect("SetChargingProfile", payload, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_station_that_takes_neither_gets_profiles_of_its_transactions(talk: Talk) -> None:
    number = await start_transaction(talk, evse=2)
    task = talk.command(SetLimit(limit=Limit(ampere=16)))
    for _ in range(2):
        frame = await talk.end.take()
        talk.end.put([4, frame[1], "NotSupported", "", {}])
    frame = await talk.end.take()
    assert frame[3]["connectorId"] == 2
    assert frame[3]["csChargingProfiles"] == profile("TxProfile", 3, ampere(16), transactionId=number)
    talk.end.put([3, frame[1], ACCEPTED])
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_limit_that_is_refused_altogether_is_refused(talk: Talk) -> None:
    task = talk.command(SetLimit(limit=Limit(watt=11000)))
    for _ in range(2):
        frame = await talk.end.take()
        talk.end.put([3, frame[1], {"status": "Rejected"}])
    assert (await task).outcome is Outcome.REJECTED


async def test_a_limit_of_an_evse_is_a_default_and_one_of_the_running_transaction(talk: Talk) -> None:
    number = await start_transaction(talk)
    task = talk.command(SetLimit(evse=1, limit=Limit(watt=3700, phases=1, duration_s=600)))
    schedule = {
        "chargingRateUnit": "W",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 3700.0, "numberPhases": 1}],
        "duration": 600,
        "startSchedule": "2025-06-01T12:00:00Z",
    }
    default = {"connectorId": 1, "csChargingProfiles": profile("TxDefaultProfile", 1, schedule)}
    await talk.end.expect("SetChargingProfile", default, ACCEPTED)
    own = {"connectorId": 1, "csChargingProfiles": profile("TxProfile", 2, schedule, transactionId=number)}
    await talk.end.expect("SetChargingProfile", own, {"status": "Rejected"})
    answer = await task
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.detail == f"default: Accepted; transaction {number}: Rejected"


async def test_a_limit_is_taken_back_by_what_was_set(talk: Talk) -> None:
    task = talk.command(SetLimit(evse=1, limit=Limit(ampere=6)))
    frame = await talk.end.take()
    talk.end.put([3, frame[1], ACCEPTED])
    await task
    task = talk.command(ClearLimit(evse=1))
    await talk.end.expect("ClearChargingProfile", {"id": 1}, {"status": "Unknown"})
    assert (await task).outcome is Outcome.ACCEPTED, "what is not there is gone"
    store = talk.conversation.central.store
    assert await store.read(commands.limits, talk.station, 1) == []


async def test_a_limit_that_somebody_else_has_set_is_taken_back_by_what_it_is_for(talk: Talk) -> None:
    task = talk.command(ClearLimit())
    for purpose in ("ChargePointMaxProfile", "TxDefaultProfile"):
        payload = {"connectorId": 0, "chargingProfilePurpose": purpose, "stackLevel": 0}
        await talk.end.expect("ClearChargingProfile", payload, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_remote_start_may_bring_a_limit(talk: Talk) -> None:
    task = talk.command(RemoteStart(id_token="TAG", evse=1, limit=Limit(ampere=8)))
    payload = {"idTag": "TAG", "connectorId": 1, "chargingProfile": profile("TxProfile", 1, ampere(8))}
    await talk.end.expect("RemoteStartTransaction", payload, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


# The beginning of a link


async def test_nothing_is_sent_before_the_boot_is_answered(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", has_booted=False) as talk:
        task = talk.command(ClearCache())
        assert (await talk.end.tell("BootNotification", BOOTS["1.6"]))["status"] == "Accepted"
        actions = {(await answer(talk))[2] for _ in range(2)}
        assert actions == {"ClearCache", "GetConfiguration"}
        assert (await task).outcome is Outcome.ACCEPTED
        assert json.loads(talk.end.sent[0])[0] == 3, "the answer to the boot comes first"


async def answer(talk: Talk) -> list[Any]:
    """Answer a request as a station would."""
    answers: dict[str, Any] = {
        "GetConfiguration": {"configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": "2"}]}
    }
    frame = await talk.end.take()
    talk.end.put([3, frame[1], answers.get(frame[2], ACCEPTED)])
    return frame


async def test_a_station_that_does_not_boot_is_asked_to_after_commands_that_wait(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", has_booted=False, boot_wait_s=0.05) as talk:
        task = talk.command(ClearCache())
        frames = [await answer(talk) for _ in range(5)]
        assert [(frame[2], frame[3]) for frame in frames] == [
            ("ClearCache", {}),
            ("TriggerMessage", {"requestedMessage": "BootNotification"}),
            ("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 0}),
            ("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 1}),
            ("GetConfiguration", {}),
        ]
        assert (await task).outcome is Outcome.ACCEPTED


async def test_a_station_that_knows_no_triggers_is_left_in_peace(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", has_booted=False, boot_wait_s=0.01) as talk:
        frame = await talk.end.take()
        talk.end.put([4, frame[1], "NotImplemented", "", {}])
        task = talk.command(ClearCache())
        await talk.end.expect("ClearCache", {}, ACCEPTED)
        await task


async def test_a_rejected_station_is_sent_nothing_but_a_trigger_of_its_boot(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", admission="rejected") as talk:
        assert (await talk.command(ClearCache())).outcome is Outcome.FAILED
        task = talk.command(Trigger(message="BootNotification"))
        await talk.end.expect("TriggerMessage", {"requestedMessage": "BootNotification"}, ACCEPTED)
        assert (await task).outcome is Outcome.ACCEPTED


async def test_a_held_station_may_answer_what_a_raw_call_asks_of_it(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", admission="held") as talk:
        payload = {"connectorId": 0, "errorCode": "NoError", "status": "Available"}
        talk.end.put([2, "1", "StatusNotification", payload])
        assert (await talk.end.take())[0] == 4
        task = talk.command(RawCall("TriggerMessage", Raw(b'{"requestedMessage":"StatusNotification"}')))
        await talk.end.expect("TriggerMessage", {"requestedMessage": "StatusNotification"}, ACCEPTED)
        await task
        assert await talk.end.tell("StatusNotification", payload, "2") == {}


# The configuration at first contact


async def boot(talk: Talk, firmware: str = "1.0") -> None:
    await talk.end.tell("BootNotification", {**BOOTS["1.6"], "firmwareVersion": firmware})


async def inventory(talk: Talk, firmware: str) -> None:
    """Wait until the configuration of a firmware has been recorded."""
    store = talk.conversation.central.store
    async with asyncio.timeout(60):
        while True:
            known = await store.read(variables.find_inventory, talk.station)
            if known is not None and known.firmware == firmware and known.finished_at is not None:
                return


async def test_the_configuration_is_read_at_first_contact_and_after_an_update(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", has_booted=False) as talk:
        for firmware, told in (("1.0", {"A": "1", "B": "2"}), ("2.0", {"B": "3"})):
            await boot(talk, firmware)
            keys = [{"key": key, "readonly": True, "value": value} for key, value in told.items()]
            await talk.end.expect("GetConfiguration", {}, {"configurationKey": keys})
            await inventory(talk, firmware)
            talk.now += timedelta(hours=1)
        assert [await value_of(talk, key) for key in "AB"] == [None, "3"]
        await boot(talk, "2.0")
        task = talk.command(ClearCache())
        await talk.end.expect("ClearCache", {}, ACCEPTED)
        assert (await task).outcome is Outcome.ACCEPTED, "it is not read again"


async def test_a_station_that_does_not_tell_all_at_once_is_asked_in_pieces(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6", has_booted=False) as talk:
        await boot(talk)
        frame = await talk.end.expect("GetConfiguration", {})
        talk.end.put([4, frame[1], "InternalError", "too much", {}])
        most = [{"key": "GetConfigurationMaxKeys", "readonly": True, "value": "15"}]
        await talk.end.expect("GetConfiguration", {"key": ["GetConfigurationMaxKeys"]}, {"configurationKey": most})
        asked: list[str] = []
        while len(asked) < len(STANDARD_KEYS):
            frame = await talk.end.take()
            names: list[str] = frame[3]["key"]
            assert len(names) <= 15
            asked += names
            if "BlinkRepeat" in names:
                talk.end.put([4, frame[1], "InternalError", "not these", {}])
            else:
                told = [{"key": name, "readonly": False, "value": "1"} for name in names]
                talk.end.put([3, frame[1], {"configurationKey": told}])
        await inventory(talk, "1.0")
        assert asked == list(STANDARD_KEYS)
        assert await value_of(talk, "BlinkRepeat") is None
        assert await value_of(talk, "SecurityProfile") == "1"


async def test_a_status_of_each_known_connector_is_asked_for(talk: Talk) -> None:
    for connector in (1, 2):
        status = {"connectorId": connector, "errorCode": "NoError", "status": "Available"}
        await talk.end.tell("StatusNotification", status)
    task = talk.command(Trigger(message="StatusNotification"))
    for connector in (0, 1, 2):
        payload = {"requestedMessage": "StatusNotification", "connectorId": connector}
        status = "Rejected" if connector == 0 else "Accepted"
        await talk.end.expect("TriggerMessage", payload, {"status": status})
    answer = await task
    assert answer.outcome is Outcome.REJECTED
    assert answer.detail == "connector 0: Rejected; connector 1: Accepted; connector 2: Accepted"
