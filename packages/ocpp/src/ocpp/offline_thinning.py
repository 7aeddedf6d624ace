"""Which messages an `ocpp.offline.OfflineQueue` gives up when too many wait.

The specification allows a station that runs out of memory to drop readings and updates from the middle of a
transaction, every second of them, and neither the first nor the newest (OCPP 2.0.1 Part 2, E11.FR.04 and 05; OCPP 1.6
errata, 3.16.6 and StopTransactionMaxMeterValues). How a transaction begins and ends is never dropped.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias

import msgspec
from msgspec import Struct

from ocpp.offline_storage import QueuedMessage


class Worth(Enum):
    """How badly a message is needed."""

    reading = "reading"
    """Meter values that are neither the first nor the last of a transaction: dropped first."""

    change = "change"
    """An update of a transaction that says nothing about who charges: dropped when there are no more readings."""

    needed = "needed"
    """Never dropped; refused when the queue is full."""

    ending = "ending"
    """The end of a transaction: never dropped, never refused."""


_READINGS = frozenset({"MeterValuePeriodic", "MeterValueClock"})
_CHANGES = frozenset({"ChargingRateChanged", "ChargingStateChanged", "RunningCost", "Trigger"})
"""Trigger reasons."""

_FIRST_AND_LAST = frozenset({"Transaction.Begin", "Transaction.End"})
"""Reading contexts."""


class _Sample(Struct):
    context: str = ""


class _MeterValue(Struct, rename="camel"):
    sampled_value: list[_Sample]


class _TransactionInfo(Struct, rename="camel"):
    transaction_id: str


class _Sketch(Struct, rename="camel"):
    """What the payloads of all versions have that is of interest here."""

    connector_id: int | None = None
    transaction_id: int | str | None = None
    transaction_info: _TransactionInfo | None = None
    event_type: str = ""
    trigger_reason: str = ""
    id_token: object = None
    meter_value: list[_MeterValue] = []

    @property
    def is_first_or_last_reading(self) -> bool:
        return any(sample.context in _FIRST_AND_LAST for value in self.meter_value for sample in value.sampled_value)


_decoder = msgspec.json.Decoder(_Sketch)

_Transaction: TypeAlias = tuple[str | None, int | str | None, int | None]


def worth_of(message: QueuedMessage) -> Worth:
    """Return how badly a message is needed."""
    return _judge(message)[0]


def to_be_dropped(messages: Iterable[QueuedMessage]) -> list[int]:
    """Return the numbers of the messages to drop so that there is room again; none if all of them are needed.

    They are the second, fourth, sixth … of each transaction's readings. Where no transaction has a second one: of its
    changes, then the oldest single reading, then the oldest single change.
    """
    by_transaction: dict[Worth, dict[_Transaction, list[int]]] = {
        Worth.reading: defaultdict(list),
        Worth.change: defaultdict(list),
    }
    for message in messages:
        worth, transaction = _judge(message)
        if worth in by_transaction:
            by_transaction[worth][transaction].append(message.number)
    for transactions in by_transaction.values():
        if every_second := [number for numbers in transactions.values() for number in numbers[1::2]]:
            return sorted(every_second)
    for transactions in by_transaction.values():
        if transactions:
            return [min(numbers[0] for numbers in transactions.values())]
    return []


def _judge(message: QueuedMessage) -> tuple[Worth, _Transaction]:
    try:
        sketch = _decoder.decode(message.raw_payload)
    except ValueError:  # an action of the program's own that uses the names for something else
        return Worth.needed, (None, None, None)
    info = sketch.transaction_info
    transaction_id = sketch.transaction_id if info is None else info.transaction_id
    return _worth(message.action, sketch), (message.reference, transaction_id, sketch.connector_id)


def _worth(action: str, sketch: _Sketch) -> Worth:
    match action, sketch.event_type:
        case ("StopTransaction", _) | ("TransactionEvent", "Ended"):
            return Worth.ending
        case ("MeterValues", _) if not sketch.is_first_or_last_reading:
            return Worth.reading
        case ("TransactionEvent", "Updated") if sketch.id_token is None and not sketch.is_first_or_last_reading:
            if sketch.trigger_reason in _READINGS:
                return Worth.reading
            return Worth.change if sketch.trigger_reason in _CHANGES else Worth.needed
        case _:
            return Worth.needed
