"""Commands as frames of OCPP 2.0.1 and 2.1, and answers as outcomes."""

import asyncio
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
from csms.storage import transactions, variables
from csms.storage.engine import Store
from packages.csms.tests.gateway.talk import BOOTS, Talk, talking

ACCEPTED = {"status": "Accepted"}
HEARTBEAT = VariableName("OCPPCommCtrlr", "HeartbeatInterval")

each_version = pytest.mark.parametrize("version", ["2.0.1", "2.1"])


@pytest.fixture(params=["2.0.1", "2.1"])
async def talk(request: pytest.FixtureRequest, sqlite_store: Store) -> AsyncIterator[Talk]:
    async with talking(sqlite_store, request.param) as begun:
        yield begun


async def value_of(talk: Talk, name: VariableName) -> str | None:
    return await talk.conversation.central.store.read(variables.value, talk.station, name)


async def start_transaction(talk: Talk, reference: str = "tx-1", **info: Any) -> int:
    """Have the station start one, and return our number of it."""
    payload = {
        "eventType": "Started",
        "timestamp": "2025-06-01T11:00:00Z",
        "triggerReason": "CablePluggedIn",
        "seqNo": 0,
        "transactionInfo": {"transactionId": reference, **info},
        "evse": {"id": 1, "connectorId": 1},
    }
    await talk.end.tell("TransactionEvent", payload)
    known = await talk.conversation.central.store.read(transactions.find_by_reference, talk.station, reference)
    assert known is not None
    return known.id


@pytest.mark.parametrize(
    ("command", "action", "payload"),
    [
        (Reset(), "Reset", {"type": "OnIdle"}),
        (Reset(kind="hard", evse=2), "Reset", {"type": "Immediate", "evseId": 2}),
        (ChangeAvailability(operative=False), "ChangeAvailability", {"operationalStatus": "Inoperative"}),
        (
            ChangeAvailability(operative=True, evse=2),
            "ChangeAvailability",
            {"operationalStatus": "Operative", "evse": {"id": 2}},
        ),
        (
            ChangeAvailability(operative=True, evse=2, connector=1),
            "ChangeAvailability",
            {"operationalStatus": "Operative", "evse": {"id": 2, "connectorId": 1}},
        ),
        (Trigger(message="Heartbeat"), "TriggerMessage", {"requestedMessage": "Heartbeat"}),
        (Trigger(message="MeterValues", evse=0), "TriggerMessage", {"requestedMessage": "MeterValues"}),
        (
            Trigger(message="StatusNotification", evse=2),
            "TriggerMessage",
            {"requestedMessage": "StatusNotification", "evse": {"id": 2, "connectorId": 1}},
        ),
        (
            Trigger(message="SignChargePointCertificate"),
            "TriggerMessage",
            {"requestedMessage": "SignChargingStationCertificate"},
        ),
        (ClearCache(), "ClearCache", {}),
        (
            DataTransfer(vendor="V", message="M", data={"a": [1, None]}),
            "DataTransfer",
            {"vendorId": "V", "messageId": "M", "data": {"a": [1, None]}},
        ),
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
        ("OngoingAuthorizedTransaction", Outcome.REJECTED),
        ("UnknownConnector", Outcome.REJECTED),
    ],
)
async def test_the_status_of_an_unlock_is_an_outcome(talk: Talk, status: str, outcome: Outcome) -> None:
    task = talk.command(Unlock())
    answer = {"status": status, "statusInfo": {"reasonCode": "Why", "additionalInfo": "that is why"}}
    await talk.end.expect("UnlockConnector", {"evseId": 1, "connectorId": 1}, answer)
    result = await task
    assert (result.outcome, result.detail) == (outcome, f"{status}: Why: that is why")


@pytest.mark.parametrize(
    ("command", "action", "payload"),
    [
        (Reset(kind="immediate_and_resume"), "Reset", {"type": "ImmediateAndResume"}),
        (
            Trigger(message="CustomTrigger", custom="Dance"),
            "TriggerMessage",
            {"requestedMessage": "CustomTrigger", "customTrigger": "Dance"},
        ),
    ],
)
async def test_what_only_the_newer_version_has_goes_to_no_older_station(
    sqlite_store: Store, command: Command, action: str, payload: dict[str, Any]
) -> None:
    async with talking(sqlite_store, "2.0.1") as talk:
        assert talk.conversation.check(command) is None
        assert (await talk.command(command)).outcome is Outcome.NOT_SUPPORTED
        assert talk.end.is_silent()
    async with talking(sqlite_store, "2.1") as talk:
        task = talk.command(command)
        await talk.end.expect(action, payload, ACCEPTED)
        assert (await task).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (RemoteStart(id_token="T" * 37), "is too long at idToken.idToken"),
        (RemoteStart(id_token="T", id_token_type="Card"), "'Card' is not one of"),
        (Trigger(message="Boot"), "at requestedMessage"),
        (GetConfiguration(names=("HeartbeatInterval",)), "'HeartbeatInterval' is no name of a variable"),
        (SetConfiguration(values={"A@x.B": "1"}), "is no name of a variable"),
    ],
)
async def test_a_command_that_breaks_a_rule_of_the_version_is_found_before(
    sqlite_store: Store, command: Command, reason: str
) -> None:
    async with talking(sqlite_store, "2.0.1") as talk:
        fault = talk.conversation.check(command)
        assert fault is not None
        assert reason in fault.reason


# Remote starts and stops


async def test_remote_starts_have_numbers_of_their_own_that_outlive_the_link(sqlite_store: Store) -> None:
    for number in (1, 2):
        async with talking(sqlite_store, "2.0.1") as talk:
            task = talk.command(RemoteStart(id_token="TAG", evse=2))
            payload = {"idToken": {"idToken": "TAG", "type": "Central"}, "remoteStartId": number, "evseId": 2}
            await talk.end.expect("RequestStartTransaction", payload, ACCEPTED)
            assert (await task).outcome is Outcome.ACCEPTED


async def test_the_answer_to_a_remote_start_may_name_the_transaction(talk: Talk) -> None:
    task = talk.command(RemoteStart(id_token="TAG", id_token_type="eMAID"))
    payload = {"idToken": {"idToken": "TAG", "type": "eMAID"}, "remoteStartId": 1}
    await talk.end.expect("RequestStartTransaction", payload, {**ACCEPTED, "transactionId": "tx-1"})
    assert (await task).transaction == "tx-1"


async def test_a_remote_stop_names_the_transaction_as_the_station_does(talk: Talk) -> None:
    number = await start_transaction(talk, "tx-abc")
    task = talk.command(RemoteStop(transaction=number))
    await talk.end.expect("RequestStopTransaction", {"transactionId": "tx-abc"}, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_transaction_that_is_not_the_stations_cannot_be_stopped(talk: Talk) -> None:
    answer = await talk.command(RemoteStop(transaction=99))
    assert answer == Answer(Outcome.REJECTED, detail="There is no transaction 99 at this station")
    assert talk.end.is_silent()


# Raw calls


async def test_a_raw_call_is_sent_as_it_stands(talk: Talk) -> None:
    payload = b'{ "evse": {"id": 1},\n "requestedMessage":"Heartbeat" }'
    task = talk.command(RawCall("TriggerMessage", Raw(payload)))
    frame = await talk.end.take()
    assert talk.end.sent[-1].endswith('"TriggerMessage",{"evse":{"id":1},"requestedMessage":"Heartbeat"}]')
    talk.end.put([3, frame[1], {"status": "Accepted"}])
    assert (await task).outcome is Outcome.ACCEPTED


@each_version
async def test_a_raw_call_is_of_the_stations_own_version(sqlite_store: Store, version: str) -> None:
    async with talking(sqlite_store, version) as talk:
        fault = talk.conversation.check(RawCall("GetTariffs", Raw(b'{"evseId":0}')))
        assert (fault is None) == (version == "2.1")
        fault = talk.conversation.check(RawCall("NotifyPeriodicEventStream", Raw(b"{}")))
        assert fault is not None
        assert fault.place == "action"


async def test_the_password_in_an_answer_is_masked(talk: Talk) -> None:
    payload = b'{"getVariableData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}'
    task = talk.command(RawCall("GetVariables", Raw(payload)))
    result = {
        "attributeStatus": "Accepted",
        "attributeValue": "secret",
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
    }
    frame = await talk.end.take()
    talk.end.put([3, frame[1], {"getVariableResult": [result]}])
    answer = await task
    assert answer.answer is not None
    assert "secret" not in answer.answer
    assert await value_of(talk, VariableName("SecurityCtrlr", "BasicAuthPassword")) == "***"


# Variables


def get(component: dict[str, Any], variable: dict[str, Any], attribute: str = "Actual") -> dict[str, Any]:
    return {"component": component, "variable": variable, "attributeType": attribute}


async def test_variables_are_read_and_kept(talk: Talk) -> None:
    names = ("OCPPCommCtrlr.HeartbeatInterval", "EVSE@1.Power#MaxSet", "Ctrlr[a].List[b]")
    task = talk.command(GetConfiguration(names=names))
    asked = [
        get({"name": "OCPPCommCtrlr"}, {"name": "HeartbeatInterval"}),
        get({"name": "EVSE", "evse": {"id": 1}}, {"name": "Power"}, "MaxSet"),
        get({"name": "Ctrlr", "instance": "a"}, {"name": "List", "instance": "b"}),
    ]
    results = [
        {**asked[0], "attributeStatus": "Accepted", "attributeValue": "300"},
        {**asked[1], "attributeStatus": "Accepted", "attributeValue": "11000"},
        {**asked[2], "attributeStatus": "UnknownVariable"},
    ]
    await talk.end.expect("GetVariables", {"getVariableData": asked}, {"getVariableResult": results})
    assert await task == Answer(
        Outcome.ACCEPTED,
        '{"values":{"OCPPCommCtrlr.HeartbeatInterval":"300","EVSE@1.Power#MaxSet":"11000"},'
        '"unknown":["Ctrlr[a].List[b]"]}',
        "Ctrlr[a].List[b]: UnknownVariable",
    )
    assert await value_of(talk, HEARTBEAT) == "300"
    assert await value_of(talk, VariableName("EVSE", "Power", evse=1, attribute="MaxSet")) == "11000"


async def tell_report(talk: Talk, request_id: int, seq_no: int, *told: tuple[VariableName, str], tbc: bool) -> None:
    """Have the station send a part of a report."""
    payload: dict[str, Any] = {
        "requestId": request_id,
        "generatedAt": "2025-06-01T12:00:00Z",
        "seqNo": seq_no,
        "tbc": tbc,
        "reportData": [
            {
                "component": {"name": name.component},
                "variable": {"name": name.variable}
                | ({"instance": name.variable_instance} if name.variable_instance else {}),
                "variableAttribute": [{"value": value, "mutability": "ReadOnly"}],
                "variableCharacteristics": {"dataType": "integer", "supportsMonitoring": False, "unit": "s"},
            }
            for name, value in told
        ],
    }
    assert await talk.end.tell("NotifyReport", payload, f"report {request_id} {seq_no}") == {}


@each_version
async def test_no_more_variables_are_asked_for_at_a_time_than_the_station_takes(
    sqlite_store: Store, version: str
) -> None:
    async with talking(sqlite_store, version) as talk:
        for action in ("GetVariables", "SetVariables"):
            name = VariableName("DeviceDataCtrlr", "ItemsPerMessage", variable_instance=action)
            await tell_report(talk, 7, 0, (name, "2"), tbc=False)
        task = talk.command(GetConfiguration(names=("A.a", "B.b", "A.a", "C.c")))
        for expected in (["A", "B"], ["C"]):
            frame = await talk.end.take()
            asked = frame[3]["getVariableData"]
            assert [each["component"]["name"] for each in asked] == expected
            results = [{**each, "attributeStatus": "Accepted", "attributeValue": "1"} for each in asked]
            talk.end.put([3, frame[1], {"getVariableResult": results}])
        assert (await task).answer == '{"values":{"A.a":"1","B.b":"1","C.c":"1"},"unknown":[]}'


async def test_variables_are_changed_together(talk: Talk) -> None:
    values = {"OCPPCommCtrlr.HeartbeatInterval": "60", "SecurityCtrlr.BasicAuthPassword": "secret", "A.B": "1"}
    task = talk.command(SetConfiguration(values=values))
    frame = await talk.end.take()
    asked = frame[3]["setVariableData"]
    assert asked[0] == {
        "attributeValue": "60",
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "HeartbeatInterval"},
        "attributeType": "Actual",
    }
    statuses = ("Accepted", "RebootRequired", "UnknownComponent")
    results = [
        {"attributeStatus": status, "component": each["component"], "variable": each["variable"]}
        for each, status in zip(asked, statuses, strict=True)
    ]
    talk.end.put([3, frame[1], {"setVariableResult": results}])
    answer = await task
    assert answer.outcome is Outcome.REJECTED
    assert answer.detail is not None
    assert "secret" not in answer.detail
    assert "SecurityCtrlr.BasicAuthPassword: RebootRequired" in answer.detail
    assert await value_of(talk, HEARTBEAT) == "60"
    assert await value_of(talk, VariableName("SecurityCtrlr", "BasicAuthPassword")) == "***"
    assert await value_of(talk, VariableName("A", "B")) is None


async def test_all_variables_are_read_by_a_report(talk: Talk) -> None:
    task = talk.command(GetConfiguration())
    await talk.end.expect("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}, ACCEPTED)
    answer = await task
    assert answer.outcome is Outcome.ACCEPTED
    await tell_report(talk, 1, 0, (HEARTBEAT, "300"), tbc=False)
    assert await value_of(talk, HEARTBEAT) == "300"


# The report at first contact


@each_version
async def test_the_device_model_is_read_at_first_contact_and_after_an_update(sqlite_store: Store, version: str) -> None:
    gone = VariableName("Old", "Gone")
    async with talking(sqlite_store, version, has_booted=False) as talk:
        await talk.end.tell("BootNotification", BOOTS[version])
        await talk.end.expect("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}, ACCEPTED)
        # Parts out of order and repeated; the last one says that it is the last.
        await tell_report(talk, 1, 1, (gone, "1"), tbc=False)
        assert not await is_whole(talk)
        await tell_report(talk, 1, 1, (gone, "1"), tbc=False)
        await tell_report(talk, 1, 0, (HEARTBEAT, "300"), tbc=True)
        assert await is_whole(talk)
        talk.now += timedelta(hours=1)
        await talk.end.tell("BootNotification", updated(BOOTS[version]))
        await talk.end.expect("GetBaseReport", {"requestId": 2, "reportBase": "FullInventory"}, ACCEPTED)
        await tell_report(talk, 2, 0, (HEARTBEAT, "60"), tbc=False)
        assert await value_of(talk, HEARTBEAT) == "60"
        assert await value_of(talk, gone) is None, "it is not in the new report"
        await talk.end.tell("BootNotification", updated(BOOTS[version]))
        task = talk.command(ClearCache())
        await talk.end.expect("ClearCache", {}, ACCEPTED)
        assert (await task).outcome is Outcome.ACCEPTED, "it is not asked again"


async def is_whole(talk: Talk) -> bool:
    known = await talk.conversation.central.store.read(variables.find_inventory, talk.station)
    assert known is not None
    return known.finished_at is not None


def updated(boot: dict[str, Any]) -> dict[str, Any]:
    return {**boot, "chargingStation": {**boot["chargingStation"], "firmwareVersion": "2.0"}}


@pytest.mark.parametrize("answer", ["EmptyResultSet", "NotSupported", "NotImplemented", "Rejected"])
async def test_a_station_that_has_no_report_is_not_asked_again_but_one_that_refuses_is(
    sqlite_store: Store, answer: str
) -> None:
    async with talking(sqlite_store, "2.0.1", has_booted=False) as talk:
        await talk.end.tell("BootNotification", BOOTS["2.0.1"])
        frame = await talk.end.expect("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"})
        if answer == "NotImplemented":
            talk.end.put([4, frame[1], answer, "", {}])
        else:
            talk.end.put([3, frame[1], {"status": answer}])
        # What is sent next is sent when this has been dealt with.
        await talk.end.tell("BootNotification", BOOTS["2.0.1"])
        if answer == "Rejected":
            await talk.end.expect("GetBaseReport", {"requestId": 2, "reportBase": "FullInventory"}, ACCEPTED)
            return
        async with asyncio.timeout(60):
            while not await is_whole(talk):
                pass
        task = talk.command(ClearCache())
        await talk.end.expect("ClearCache", {}, ACCEPTED)
        await task


async def test_a_held_station_may_send_the_report_that_it_was_asked_for(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "2.0.1", admission="held") as talk:
        task = talk.command(GetConfiguration())
        await talk.end.expect("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}, ACCEPTED)
        await task
        await tell_report(talk, 1, 0, (HEARTBEAT, "300"), tbc=False)
        assert await value_of(talk, HEARTBEAT) == "300"


# Limits


def profile(purpose: str, number: int, limit: float, **more: Any) -> dict[str, Any]:
    schedule: dict[str, Any] = {
        "id": number,
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
    }
    is_max = purpose == "ChargingStationMaxProfile"
    if is_max:
        schedule["startSchedule"] = "2025-05-31T12:00:00Z"
    return {
        "id": number,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute" if is_max else "Relative",
        "chargingSchedule": [schedule],
        **more,
    }


async def test_a_limit_of_the_station_is_its_maximum_and_keeps_its_number(talk: Talk) -> None:
    for limit in (16, 10):
        task = talk.command(SetLimit(limit=Limit(ampere=limit)))
        payload = {"evseId": 0, "chargingProfile": profile("ChargingStationMaxProfile", 1, limit)}
        await talk.end.expect("SetChargingProfile", payload, ACCEPTED)
        assert (await task).outcome is Outcome.ACCEPTED
    task = talk.command(ClearLimit())
    await talk.end.expect("ClearChargingProfile", {"chargingProfileId": 1}, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_limit_of_an_evse_replaces_the_one_that_a_remote_start_has_brought(talk: Talk) -> None:
    task = talk.command(RemoteStart(id_token="TAG", limit=Limit(ampere=8)))
    payload = {
        "idToken": {"idToken": "TAG", "type": "Central"},
        "remoteStartId": 1,
        "chargingProfile": profile("TxProfile", 1, 8),
    }
    await talk.end.expect("RequestStartTransaction", payload, ACCEPTED)
    await task
    await start_transaction(talk, "tx-1", remoteStartId=1)
    task = talk.command(SetLimit(evse=1, limit=Limit(ampere=6)))
    default = {"evseId": 1, "chargingProfile": profile("TxDefaultProfile", 2, 6)}
    await talk.end.expect("SetChargingProfile", default, ACCEPTED)
    own = {"evseId": 1, "chargingProfile": profile("TxProfile", 1, 6, transactionId="tx-1")}
    await talk.end.expect("SetChargingProfile", own, ACCEPTED)
    assert (await task).outcome is Outcome.ACCEPTED


async def test_a_limit_that_somebody_else_has_set_is_taken_back_by_what_it_is_for(talk: Talk) -> None:
    task = talk.command(ClearLimit(evse=1))
    criteria = {"evseId": 1, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 0}
    await talk.end.expect("ClearChargingProfile", {"chargingProfileCriteria": criteria}, {"status": "Unknown"})
    assert (await task).outcome is Outcome.ACCEPTED


# The beginning of a link


async def test_a_station_that_does_not_boot_is_asked_to(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "2.0.1", has_booted=False, boot_wait_s=0.01) as talk:
        await talk.end.expect("TriggerMessage", {"requestedMessage": "BootNotification"}, {"status": "Rejected"})
        status = {"requestedMessage": "StatusNotification", "evse": {"id": 1, "connectorId": 1}}
        await talk.end.expect("TriggerMessage", status, ACCEPTED)
        await talk.end.expect("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}, ACCEPTED)
