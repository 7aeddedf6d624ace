"""Numbers and texts that no database likes are answered and recorded, so that stations stop repeating them."""

from typing import Any

import pytest
import sqlalchemy as sa

from csms.service.authorization import House
from csms.storage.engine import Store
from csms.storage.schema import transaction
from packages.csms.tests.gateway.talk import Payload, talking

OPEN = House(accepts_unknown_tokens=True)
START: Payload = {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": "2025-06-01T11:40:00Z"}
EVENT: Payload = {
    "eventType": "Started",
    "timestamp": "2025-06-01T11:40:00Z",
    "triggerReason": "Authorized",
    "seqNo": 0,
    "transactionInfo": {"transactionId": "T-1"},
}


async def count(store: Store) -> int:
    return await store.read(
        lambda connection: connection.execute(sa.select(sa.func.count(transaction.c.id))).scalar_one()
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"connectorId": 2**40},
        {"connectorId": 2**70},
        {"connectorId": -1},
        {"meterStart": 10**30},
        {"meterStart": -5},
        {"reservationId": 2**70},
        {"idTag": "A\0B"},
    ],
    ids=str,
)
async def test_1_6_an_odd_start_is_answered_and_recorded(store: Store, odd: dict[str, Any]):
    async with talking(store, "1.6", house=OPEN) as talk:
        assert (await talk.end.tell("StartTransaction", START | odd))["transactionId"] > 0
    assert await count(store) == 1


@pytest.mark.parametrize("number", [2**63, 10**30, -(10**30)])
async def test_1_6_an_odd_stop_is_answered_and_recorded(store: Store, number: int):
    stop = {"transactionId": number, "meterStop": 10**30, "timestamp": "2025-06-01T11:40:00Z"}
    values = {
        "connectorId": 1,
        "transactionId": number,
        "meterValue": [{"timestamp": "", "sampledValue": [{"value": "1"}]}],
    }
    async with talking(store, "1.6", house=OPEN) as talk:
        assert await talk.end.tell("StopTransaction", stop) == {}
        assert await talk.end.tell("MeterValues", values, "2") == {}
    assert await count(store) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"seqNo": 2**40},
        {"seqNo": 2**70},
        {"transactionInfo": {"transactionId": "T\0", "remoteStartId": 2**70}},
        {"evse": {"id": 2**70, "connectorId": 2**70}},
        {"reservationId": 2**70},
        {"idToken": {"idToken": "A\0B", "type": "Local"}},
    ],
    ids=str,
)
async def test_2_x_an_odd_event_is_answered_and_recorded(store: Store, odd: dict[str, Any]):
    async with talking(store, "2.0.1", house=OPEN) as talk:
        assert "idTokenInfo" in await talk.end.tell("TransactionEvent", EVENT | odd) or "idToken" not in odd
    assert await count(store) == 1
