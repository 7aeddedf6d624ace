"""Transactions (OCPP 2.0.1 Part 2, E)."""

from functools import cached_property

from msgspec import Struct, field

from csms_simulator.dialects.v2.conversation import Conversation
from csms_simulator.dialects.v2.metering import meter_value
from csms_simulator.dialects.v2.times import to_text
from csms_simulator.dialects.v2.words import id_token, verdict_of
from csms_simulator.model.facts import (
    Reading,
    SampleContext,
    StopReason,
    Token,
    Transaction,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
    Trigger,
)
from ocpp import v21, v201
from ocpp.model import Result
from ocpp.offline import QueuedMessage
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import EVSEType, MeterValueType, TransactionType


class _Told(Struct):
    """What the central system knows of a transaction already."""

    seq_no: int = 0
    token: Token | None = None
    connector: tuple[int, int] | None = None
    """EVSE and connector."""
    knows_reservation: bool = False
    knows_remote_start: bool = False
    sampled: list[MeterValueType] = field(default_factory=list[MeterValueType])
    """What is kept for the end."""


class Transactions(Conversation):
    """Telling of transactions, each by events that are numbered from 0."""

    @cached_property
    def _told(self) -> dict[str, _Told]:
        return {}

    def on_transaction_started(self, fact: TransactionStarted) -> None:
        """Tell that a transaction has begun (E01 to E04)."""
        told = self._told[fact.transaction.reference] = _Told()
        self._keep_for_the_end(told, fact.reading, SampleContext.BEGIN)
        values = self._sampled(fact.reading, "TxStartedMeasurands", SampleContext.BEGIN)
        self._tell_of("Started", fact, values, fact.transaction.token)

    def on_transaction_updated(self, fact: TransactionUpdated) -> None:
        """Tell that something has changed in a transaction."""
        told = self._told.setdefault(fact.transaction.reference, _Told())
        values: list[MeterValueType] = []
        if fact.reading is not None:
            self._keep_for_the_end(told, fact.reading, fact.context)
            values = self._updated(fact.reading, fact.context)
        if fact.trigger in {Trigger.METER_VALUE_PERIODIC, Trigger.METER_VALUE_CLOCK} and not values:
            return
        self._tell_of("Updated", fact, values, fact.transaction.token)

    def on_transaction_ended(self, fact: TransactionEnded) -> None:
        """Tell that a transaction is over (E06, E07)."""
        reference = fact.transaction.reference
        told = self._told.setdefault(reference, _Told())
        for reading in fact.samples:
            told.sampled += self._sampled(reading, "TxEndedMeasurands", SampleContext.PERIODIC)
        told.sampled.sort(key=lambda value: value.timestamp)
        values = [*told.sampled, *self._sampled(fact.reading, "TxEndedMeasurands", SampleContext.END)]
        if fact.token is not None:
            told.token = None  # whoever has ended it is named, even who has begun it
        self._tell_of("Ended", fact, values, fact.token or fact.transaction.token, fact.reason)
        del self._told[reference]
        self.display_messages.transaction_ended(reference)

    def delivered(self, message: QueuedMessage, result: Result) -> None:
        """Let the station know what the central system thinks of the token of a transaction (E05)."""
        if (
            isinstance(result, v21.call_result.TransactionEvent | v201.call_result.TransactionEvent)
            and result.id_token_info is not None
            and message.reference is not None
        ):
            self.model.transaction_answered(self.now(), message.reference, verdict_of(result.id_token_info))
            self.host.changed()

    @on("GetTransactionStatus")
    def on_get_transaction_status(self, request: call.GetTransactionStatus) -> call_result.GetTransactionStatus:
        """Tell whether a transaction runs, and whether there is more to be told (E14)."""
        waiting = {message.reference for message in self.host.outbox.queue}
        wanted = request.transaction_id
        if wanted is None:
            return call_result.GetTransactionStatus(messages_in_queue=bool(waiting))
        return call_result.GetTransactionStatus(
            ongoing_indicator=self.model.transaction(wanted) is not None, messages_in_queue=wanted in waiting
        )

    @on("CostUpdated")
    def on_cost_updated(self, _: call.CostUpdated) -> call_result.CostUpdated:
        """Take note of what a transaction costs so far (I02)."""
        return call_result.CostUpdated()

    def _tell_of(
        self,
        event: str,
        fact: TransactionStarted | TransactionUpdated | TransactionEnded,
        values: list[MeterValueType],
        token: Token | None,
        reason: StopReason | None = None,
    ) -> None:
        transaction = fact.transaction
        told = self._told[transaction.reference]
        payload = call.TransactionEvent(
            event_type=event,
            timestamp=to_text(fact.at),
            trigger_reason=fact.trigger.value,
            seq_no=told.seq_no,
            offline=fact.is_offline,
            transaction_info=_info(transaction, told, event, reason),
            meter_value=values or None,
        )
        self._add_news(payload, told, transaction, token)
        told.seq_no += 1
        self.keep(payload, transaction.reference)

    def _add_news(
        self, payload: call.TransactionEvent, told: _Told, transaction: Transaction, token: Token | None
    ) -> None:
        """Add what is told only once: evse, reservation and token (E01.FR.16, E03.FR.01, H01.FR.15)."""
        connector = transaction.evse_id, transaction.connector_id
        if connector != told.connector:
            payload.evse = EVSEType(id=transaction.evse_id, connector_id=transaction.connector_id or None)
            told.connector = connector
        if token is not None and token != told.token:
            payload.id_token = id_token(token)
            told.token = token
        if transaction.reservation_id is not None and not told.knows_reservation:
            payload.reservation_id = transaction.reservation_id
            told.knows_reservation = True

    def _updated(self, reading: Reading, context: SampleContext) -> list[MeterValueType]:
        if context is not SampleContext.CLOCK:
            return self._sampled(reading, "TxUpdatedMeasurands", context)
        if not self.variables.is_true("AlignedDataCtrlr", "Enabled"):
            return []
        if self.variables.is_true("AlignedDataCtrlr", "SendDuringIdle"):
            return []
        return self._measured(reading, "AlignedDataCtrlr", "Measurands", context)

    def _sampled(self, reading: Reading, variable: str, context: SampleContext) -> list[MeterValueType]:
        if not self.variables.is_true("SampledDataCtrlr", "Enabled"):
            return []
        return self._measured(reading, "SampledDataCtrlr", variable, context)

    def _measured(
        self, reading: Reading, component: str, variable: str, context: SampleContext
    ) -> list[MeterValueType]:
        value = meter_value(reading, self.variables.members(component, variable), context)
        return [] if value is None else [value]

    def _keep_for_the_end(self, told: _Told, reading: Reading, context: SampleContext) -> None:
        """Keep the values that the last event is to repeat (J02.FR.02, J01.FR.02)."""
        match context:
            case SampleContext.BEGIN:
                told.sampled += self._sampled(reading, "TxEndedMeasurands", context)
            case SampleContext.CLOCK:
                interval_s = int(self.variables.value("AlignedDataCtrlr", "TxEndedInterval"))
                if interval_s and round(reading.at) % interval_s == 0:
                    told.sampled += self._measured(reading, "AlignedDataCtrlr", "TxEndedMeasurands", context)
            case _:
                pass


def _info(transaction: Transaction, told: _Told, event: str, reason: StopReason | None) -> TransactionType:
    info = TransactionType(
        transaction_id=transaction.reference,
        charging_state=transaction.charging_state.value,
        stopped_reason=None if reason is None else reason.value,
    )
    if event == "Ended" or transaction.time_charging_s:
        info.time_spent_charging = round(transaction.time_charging_s)
    if transaction.remote_start_id is not None and not told.knows_remote_start:
        info.remote_start_id = transaction.remote_start_id
        told.knows_remote_start = True
    return info
