"""How transactions begin and end (OCPP 1.6, 4.8 and 4.10)."""

from typing import Any

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.authorization import verdict_of
from csms_simulator.dialects.v16.configuration import Binding
from csms_simulator.dialects.v16.configuration_values import Value, whole_number
from csms_simulator.dialects.v16.metering import Metering
from csms_simulator.dialects.v16.timestamps import timestamp
from csms_simulator.model.facts import StopReason, Token, TransactionEnded, TransactionStarted
from ocpp.model import Request, Result
from ocpp.offline import QueuedMessage
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Reason

REASONS: dict[StopReason, Reason] = {
    StopReason.DE_AUTHORIZED: Reason.de_authorized,
    StopReason.EMERGENCY_STOP: Reason.emergency_stop,
    StopReason.EV_DISCONNECTED: Reason.ev_disconnected,
    StopReason.IMMEDIATE_RESET: Reason.hard_reset,
    StopReason.LOCAL: Reason.local,
    StopReason.POWER_LOSS: Reason.power_loss,
    StopReason.REBOOT: Reason.reboot,
    StopReason.REMOTE: Reason.remote,
    StopReason.SCHEDULED_RESET: Reason.soft_reset,
    StopReason.UNLOCK_COMMAND: Reason.unlock_command,
}
"""Why a transaction ended, in the words of OCPP 1.6 (7.36); for what is not here it has no other word than Other."""


class Transactions(Metering):
    """The messages that begin and end transactions; they wait while there is no link."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)

        def set_attempts(attempts: Value) -> bool:
            host.outbox.queue.attempts = whole_number(attempts)
            return True

        def set_interval(seconds: Value) -> bool:
            host.outbox.queue.interval_s = whole_number(seconds)
            return True

        attempts = Binding(lambda: host.outbox.queue.attempts, set_attempts)
        interval = Binding(lambda: round(host.outbox.queue.interval_s), set_interval)
        self.configuration.bind("TransactionMessageAttempts", attempts)
        self.configuration.bind("TransactionMessageRetryInterval", interval)

    def transaction_started(self, fact: TransactionStarted) -> None:
        """Report the start of a transaction."""
        transaction = fact.transaction
        self.host.outbox.keep(
            call.StartTransaction(
                connector_id=self.connectors.number(transaction.evse_id, transaction.connector_id),
                id_tag=transaction.token.id if transaction.token else "",
                meter_start=round(transaction.meter_start_wh),
                timestamp=timestamp(transaction.started_at),
                reservation_id=transaction.reservation_id,
            ),
            transaction.reference,
        )
        self.collect_begin(fact)

    def transaction_ended(self, fact: TransactionEnded) -> None:
        """Report the end of a transaction."""
        self.host.outbox.keep(
            call.StopTransaction(
                transaction_id=self.transaction_ids.id_of(fact.transaction.reference),
                id_tag=fact.token.id if fact.token else None,
                meter_stop=round(fact.reading.energy_wh),
                timestamp=timestamp(fact.at),
                reason=REASONS.get(fact.reason, Reason.other),
                transaction_data=self.collected(fact) or None,
            ),
            fact.transaction.reference,
        )

    def prepare(self, message: QueuedMessage) -> Request[Any] | None:
        """Fill in the id that the central system has given to the transaction, -1 if it has given none."""
        payload = message.payload()
        if isinstance(payload, call.MeterValues | call.StopTransaction) and message.reference is not None:
            payload.transaction_id = self.transaction_ids.id_of(message.reference)
        return payload

    def delivered(self, message: QueuedMessage, result: Result) -> None:
        """Take the id of a transaction, and what is said about the tokens that began and ended it."""
        reference = message.reference
        if reference is None:
            return
        if isinstance(result, call_result.StartTransaction):
            self.transaction_ids.learn(reference, result.transaction_id)
            self.model.transaction_answered(self.now(), reference, verdict_of(result.id_tag_info))
            self.host.changed()
        elif isinstance(result, call_result.StopTransaction):
            self.transaction_ids.forget(reference)
            payload = message.payload()
            if isinstance(payload, call.StopTransaction) and payload.id_tag and result.id_tag_info:
                self.model.authorizer.learn(self.now(), Token(payload.id_tag), verdict_of(result.id_tag_info))

    def dropped(self, message: QueuedMessage, error: Exception) -> None:  # noqa: ARG002 - whatever it is
        """Forget a transaction whose end the central system never took."""
        if message.reference is not None and message.action == "StopTransaction":
            self.transaction_ids.forget(message.reference)
