"""Frames of transactions, tokens and meters in, frames out, and the rows that they leave."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from csms.domain.authorization import IdToken
from csms.gateway.lost_transactions import tend_lost_transactions
from csms.service import provisioning
from csms.service.authorization import House
from csms.storage import transactions as rows
from csms.storage.engine import Store, Tx
from csms.storage.migrations import migrate
from csms.storage.schema import decision, meter_value, token, transaction_event
from packages.csms.tests.gateway.talk import NOW, Payload, opened, talking

OPEN = House(accepts_unknown_tokens=True)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path / 'csms.db'}"
    migrate(url)
    async with opened(url) as store:
        yield store


def text(minutes: float = 0) -> str:
    return f"{NOW + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


async def transaction(store: Store, number: int = 1) -> Any:
    return await store.read(lambda connection: rows.find(connection, 1, number))


async def lines(store: Store, table: sa.Table = transaction_event) -> list[Any]:
    def read(connection: sa.Connection) -> list[Any]:
        return list(connection.execute(sa.select(table).order_by(table.c.id)).all())

    return await store.read(read)


async def register(store: Store, id_token: IdToken, **columns: Any) -> None:
    values = {"key": id_token.registered_key, "id_token": id_token.value, "type": id_token.type, **columns}

    def add(tx: Tx) -> None:
        tx.connection.execute(sa.insert(token).values(created_at=NOW, updated_at=NOW, **values))

    await store.write(add)


def start(**changes: Any) -> Payload:
    return {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": text(-20)} | changes


def event(kind: str, seq_no: int, minutes: float, **others: Any) -> Payload:
    payload = {
        "eventType": kind,
        "timestamp": text(minutes),
        "triggerReason": "MeterValuePeriodic",
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "T-1"},
        "evse": {"id": 1, "connectorId": 1},
    }
    return payload | others


async def test_1_6_start_meter_stop(store: Store):
    await register(store, IdToken("TAG"), group="FLEET", expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    info = {"expiryDate": "2026-01-01T00:00:00Z", "parentIdTag": "FLEET", "status": "Accepted"}
    async with talking(store, "1.6") as talk:
        assert await talk.end.tell("Authorize", {"idTag": "tag"}) == {"idTagInfo": info}
        assert await talk.end.tell("StartTransaction", start(), "2") == {"idTagInfo": info, "transactionId": 1}
        sample = [{"value": "1.5", "unit": "kWh"}, {"value": "7400", "measurand": "Power.Active.Import"}]
        values = [{"timestamp": text(-10), "sampledValue": sample}]
        payload = {"connectorId": 1, "transactionId": 1, "meterValue": values}
        assert await talk.end.tell("MeterValues", payload, "3") == {}
        running = await transaction(store)
        assert (running.energy_wh, running.power_w) == (500, 7400)
        stop = {"transactionId": 1, "idTag": "TAG", "meterStop": 2000, "timestamp": text(), "reason": "Local"}
        assert await talk.end.tell("StopTransaction", stop, "4") == {"idTagInfo": info}
        assert await talk.end.tell("StopTransaction", stop, "5") == {"idTagInfo": info}
        ended = await transaction(store)
        assert (ended.energy_wh, ended.stopped_reason, ended.id_token_group) == (1000, "Local", "FLEET")
    (kept,) = await lines(store, meter_value)
    assert json.loads(kept.raw) == sample
    made = [(line.occasion, line.status, line.reason) for line in await lines(store, decision)]
    assert made == [(each, "Accepted", "The token is registered") for each in ("authorize", "start", "stop", "stop")]


async def test_1_6_a_refused_driver_gets_a_number_and_a_word_that_1_6_has(store: Store):
    async with talking(store, "1.6") as talk:
        answer = await talk.end.tell("StartTransaction", start())
        assert answer == {"idTagInfo": {"status": "Invalid"}, "transactionId": 1}
        stop = {"transactionId": 1, "meterStop": 1000, "timestamp": text(), "reason": "DeAuthorized"}
        assert await talk.end.tell("StopTransaction", stop, "2") == {}
    assert (await transaction(store)).authorization == "Unknown"


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("1970-01-01T00:00:07Z", "The station's clock said 1970-01-01T00:00:07Z; the time of arrival stands for it"),
        ("2031-01-01T00:00:00Z", "The station's clock said 2031-01-01T00:00:00Z; the time of arrival stands for it"),
        ("soon", "The station's clock said 'soon', which is no time; the time of arrival stands for it"),
        ("0001-01-01T00:00:00+14:00", "which is no time"),
        ("2025-06-01T11:40:00", None),
        ("2025-06-01 13:40:00 +02", None),
    ],
)
async def test_1_6_a_clock_that_is_not_believed_is_noted(store: Store, said: str, doubt: str | None):
    async with talking(store, "1.6", house=OPEN) as talk:
        for message_id in ("1", "2"):
            answer = await talk.end.tell("StartTransaction", start(timestamp=said), message_id)
            assert answer["transactionId"] == 1
    begun = await transaction(store)
    assert begun.started_at == (NOW if doubt else NOW - timedelta(minutes=20))
    noted = [line.text for line in await lines(store) if line.kind == "clock"]
    assert ("clock_doubted" in begun.flags, len(noted)) == ((True, 1) if doubt else (False, 0))
    assert (doubt or "") in "".join(noted)


async def test_1_6_values_with_a_clock_that_is_not_believed_say_so(store: Store):
    async with talking(store, "1.6", house=OPEN) as talk:
        values = [{"timestamp": "1970-01-01T00:00:00Z", "sampledValue": [{"value": "1"}]}]
        for message_id in ("1", "2"):
            await talk.end.tell("MeterValues", {"connectorId": 1, "meterValue": values}, message_id)
    (kept,) = await lines(store, meter_value)
    assert "1970" in json.loads(kept.notes)[-1]


@pytest.mark.parametrize("number", [0, -1, 9223372036854775807])
async def test_1_6_odd_numbers_are_answered_and_attached(store: Store, number: int):
    async with talking(store, "1.6", house=OPEN) as talk:
        await talk.end.tell("StartTransaction", start())
        values = [{"timestamp": text(-10), "sampledValue": [{"value": "1500"}]}]
        payload = {"connectorId": 1, "transactionId": number, "meterValue": values}
        assert await talk.end.tell("MeterValues", payload, "2") == {}
        assert (await transaction(store)).energy_wh == 500
        stop = {"transactionId": number, "meterStop": 2000, "timestamp": text()}
        assert await talk.end.tell("StopTransaction", stop, "3") == {}
    ended = await transaction(store)
    assert (ended.energy_wh, ended.is_open, ended.stopped_reason) == (1000, False, "Local")


async def test_1_6_signed_values_are_kept_whole_and_are_no_registers(store: Store):
    signed = {"value": "OCMF|{...}|{...}", "format": "SignedData", "context": "Transaction.End"}
    async with talking(store, "1.6", house=OPEN) as talk:
        await talk.end.tell("StartTransaction", start())
        data = [{"timestamp": text(), "sampledValue": [signed, {"value": "2000", "context": "Transaction.End"}]}]
        stop = {"transactionId": 1, "meterStop": 2000, "timestamp": text(), "transactionData": data}
        await talk.end.tell("StopTransaction", stop, "2")
    assert (await transaction(store)).energy_wh == 1000
    assert signed in json.loads((await lines(store, meter_value))[0].raw)


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
async def test_2_x_events(store: Store, version: str):
    await register(store, IdToken("TAG"), group="FLEET", expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    info = {
        "cacheExpiryDateTime": "2026-01-01T00:00:00Z",
        "groupIdToken": {"idToken": "FLEET", "type": "Central"},
        "status": "Accepted",
    }
    id_token = {"idToken": "TAG", "type": "ISO14443"}
    async with talking(store, version) as talk:
        assert await talk.end.tell("Authorize", {"idToken": id_token}) == {"idTokenInfo": info}
        signed = {"signedMeterData": "b2NtZg==", "encodingMethod": "OCMF", "signingMethod": "", "publicKey": ""}
        sample = {
            "value": 1.0,
            "unitOfMeasure": {"unit": "kWh"},
            "context": "Transaction.Begin",
            "signedMeterValue": signed,
        }
        begin = [{"timestamp": text(-20), "sampledValue": [sample]}]
        started = event("Started", 0, -20, idToken=id_token, meterValue=begin, triggerReason="Authorized")
        assert await talk.end.tell("TransactionEvent", started, "2") == {"idTokenInfo": info}
        assert await talk.end.tell("TransactionEvent", started, "3") == {"idTokenInfo": info}
        values = [{"timestamp": text(-10), "sampledValue": [{"value": 1500}]}]
        updated = event("Updated", 1, -10, meterValue=values, offline=True, numberOfPhasesUsed=3)
        assert await talk.end.tell("TransactionEvent", updated, "4") == {}
        end = [{"timestamp": text(), "sampledValue": [{"value": 20, "unitOfMeasure": {"multiplier": 2}}]}]
        reason = {"transactionId": "T-1", "stoppedReason": "Remote"}
        ended = event("Ended", 2, 0, meterValue=end, transactionInfo=reason, triggerReason="RemoteStop")
        assert await talk.end.tell("TransactionEvent", ended, "5") == {}
    row = await transaction(store)
    assert (row.energy_wh, row.stopped_reason, row.is_offline, row.id_token_group) == (1000, "Remote", True, "FLEET")
    assert row.flags == ()
    assert json.loads((await lines(store, meter_value))[0].raw)[0]["signedMeterValue"]["signedMeterData"] == "b2NtZg=="
    assert [json.loads(line.payload) for line in await lines(store) if line.kind == "updated"] == [
        {"numberOfPhasesUsed": 3, "offline": True}
    ]


async def test_2_x_no_authorization_and_unknown_tokens(store: Store):
    async with talking(store, "2.0.1") as talk:
        nobody = {"idToken": "", "type": "NoAuthorization"}
        answer = await talk.end.tell("TransactionEvent", event("Started", 0, -20, idToken=nobody))
        assert answer == {"idTokenInfo": {"status": "Accepted"}}
        other = event("Ended", 1, 0, idToken={"idToken": "X", "type": "Central"})
        assert await talk.end.tell("TransactionEvent", other, "2") == {"idTokenInfo": {"status": "Unknown"}}


async def test_2_x_a_transaction_that_may_be_lost_is_asked_for(store: Store):
    async with talking(store, "2.0.1", house=OPEN) as talk:
        central, key = talk.conversation.central, talk.conversation.key
        await store.write(provisioning.connected, key, "2.0.1", "", NOW)
        await talk.end.tell("TransactionEvent", event("Started", 0, -20))
        status = {"timestamp": text(-10), "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
        await talk.end.tell("StatusNotification", status, "2")
        central.now = lambda: NOW + timedelta(minutes=11)
        central.bus.attach("CP1", talk.conversation)
        asked = tend_lost_transactions(central)
        answers = talk.end.expect(
            "GetTransactionStatus", {"transactionId": "T-1"}, {"ongoingIndicator": False, "messagesInQueue": False}
        )
        await asyncio.gather(asked, answers)
        assert (await transaction(store)).is_end_assumed
        assert "the transaction has ended" in next(line.text for line in await lines(store) if line.kind == "asked")
        await tend_lost_transactions(central)
        assert talk.end.is_silent()


@pytest.mark.parametrize(("behind", "is_announced"), [(0, False), (180, True), (3000, False)])
async def test_1_6_a_clock_that_is_hours_behind_makes_nothing_old(store: Store, behind: float, is_announced: bool):
    async with talking(store, "1.6", house=OPEN) as talk:
        status = {"connectorId": 1, "status": "Preparing", "errorCode": "NoError", "timestamp": text(-behind)}
        await talk.end.tell("StatusNotification", status)
        await talk.end.tell("StartTransaction", start(timestamp=text(-180)), "2")
    assert (await transaction(store)).is_announced is is_announced
