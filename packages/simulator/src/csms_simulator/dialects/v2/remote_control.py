"""Starting, stopping and unlocking from afar, and messages on request (OCPP 2.0.1 Part 2, F)."""

from collections.abc import Callable

from csms_simulator.dialects.v2.availability import Availability
from csms_simulator.dialects.v2.charging_profiles import to_profile
from csms_simulator.dialects.v2.conversation import why
from csms_simulator.dialects.v2.diagnostics import Diagnostics
from csms_simulator.dialects.v2.firmware import Firmware
from csms_simulator.dialects.v2.metering import Metering
from csms_simulator.dialects.v2.provisioning import Provisioning
from csms_simulator.dialects.v2.transactions import Transactions
from csms_simulator.dialects.v2.words import token_of
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import SampleContext, TransactionUpdated, Trigger
from csms_simulator.model.outcomes import UnlockOutcome
from csms_simulator.model.smart_charging import ProfileRefusedError
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import EVSEType

_UNLOCK_REASONS = {
    UnlockOutcome.NOT_SUPPORTED: "FixedCable",
    UnlockOutcome.ONGOING_AUTHORIZED_TRANSACTION: "TxInProgress",
    UnlockOutcome.UNKNOWN_CONNECTOR: "UnknownConnectorId",
}


class RemoteControl(Provisioning, Availability, Metering, Transactions, Firmware, Diagnostics):
    """What the central system has a station do."""

    @on("RequestStartTransaction")
    def on_request_start_transaction(
        self, request: call.RequestStartTransaction
    ) -> call_result.RequestStartTransaction:
        """Let a token charge, as if its driver had shown it (F01, F02)."""

        def refused(reason: str, info: str | None = None) -> call_result.RequestStartTransaction:
            return call_result.RequestStartTransaction(status="Rejected", status_info=why(reason, info))

        if self.registration != "Accepted":
            return refused("CSNotAccepted")
        if request.evse_id is not None and self.find_evse(request.evse_id) is None:
            return refused("UnknownEvse")
        profile = None
        if request.charging_profile is not None:
            try:
                profile = to_profile(request.charging_profile)
            except ProfileRefusedError as refusal:
                return refused(refusal.reason, refusal.info)
        outcome = self.model.remote_start(
            self.now(),
            token_of(request.id_token),
            request.evse_id,
            profile=profile,
            remote_start_id=request.remote_start_id,
            group=None if request.group_id_token is None else request.group_id_token.id_token,
        )
        self.host.changed()
        if not outcome.accepted:
            return refused(outcome.reason or "Unspecified")
        return call_result.RequestStartTransaction(status="Accepted", transaction_id=outcome.reference)

    @on("RequestStopTransaction")
    def on_request_stop_transaction(self, request: call.RequestStopTransaction) -> call_result.RequestStopTransaction:
        """End a transaction (F03)."""
        is_stopped = self.model.remote_stop(self.now(), request.transaction_id)
        self.host.changed()
        if is_stopped:
            return call_result.RequestStopTransaction(status="Accepted")
        return call_result.RequestStopTransaction(status="Rejected", status_info=why("UnknownTxId"))

    @on("UnlockConnector")
    def on_unlock_connector(self, request: call.UnlockConnector) -> call_result.UnlockConnector:
        """Let go of a plug that is stuck (F05)."""
        if self.find_evse(request.evse_id) is None:
            return call_result.UnlockConnector(status="UnknownConnector", status_info=why("UnknownEvse"))
        outcome = self.model.unlock(self.now(), request.evse_id, request.connector_id)
        self.host.changed()
        reason = _UNLOCK_REASONS.get(outcome)
        return call_result.UnlockConnector(
            status="UnlockFailed" if outcome is UnlockOutcome.NOT_SUPPORTED else outcome.value,
            status_info=None if reason is None else why(reason),
        )

    @on("TriggerMessage")
    def on_trigger_message(self, request: call.TriggerMessage) -> call_result.TriggerMessage:
        """Send a message, after the answer (F06)."""
        trigger = self._triggers.get(str(request.requested_message))
        if trigger is None:
            return call_result.TriggerMessage(status="NotImplemented", status_info=why("UnsupportedRequest"))
        if request.evse is not None and self.find_evse(request.evse.id) is None:
            return call_result.TriggerMessage(status="Rejected", status_info=why("UnknownEvse"))
        reason = trigger(request.evse)
        if reason is not None:
            return call_result.TriggerMessage(status="Rejected", status_info=why(reason))
        return call_result.TriggerMessage(status="Accepted")

    @property
    def _triggers(self) -> dict[str, Callable[[EVSEType | None], str | None]]:
        """What sends each message, and returns the reason if it does not."""
        return {
            "BootNotification": self._boot_again,
            "LogStatusNotification": lambda _: self.tell_log_status(),
            "FirmwareStatusNotification": lambda _: self.tell_firmware_status(),
            "Heartbeat": lambda _: self.post(call.Heartbeat(), is_asked=True),
            "MeterValues": self._tell_meter_values,
            "StatusNotification": self._tell_status_again,
            "TransactionEvent": self._tell_transactions,
        }

    def _boot_again(self, _: EVSEType | None) -> str | None:
        if self.registration == "Accepted":
            return "InvalidMessageSeq"  # F06.FR.17
        self.host.boot_again()
        return None

    def _tell_meter_values(self, evse: EVSEType | None) -> str | None:
        for chosen in self._chosen(evse):
            self.post_meter_values(chosen.id, self.model.trigger_reading(self.now(), chosen.id), SampleContext.TRIGGER)
        self.host.changed()
        return None

    def _tell_status_again(self, evse: EVSEType | None) -> str | None:
        if evse is None or evse.connector_id is None:
            return "MissingParam"  # F06.FR.13
        chosen = self.model.evse(evse.id)
        if not 1 <= evse.connector_id <= len(chosen.layout.connectors):
            return "UnknownConnectorId"
        self.tell_status(evse.id, evse.connector_id, chosen.status(evse.connector_id), self.now(), again=True)
        return None

    def _tell_transactions(self, evse: EVSEType | None) -> str | None:
        running = [(chosen.id, chosen.transaction) for chosen in self._chosen(evse)]
        for evse_id, transaction in running:
            if transaction is not None:
                reading = self.model.trigger_reading(self.now(), evse_id)
                self.on_transaction_updated(
                    TransactionUpdated(self.now(), transaction, Trigger.TRIGGER, reading, SampleContext.TRIGGER)
                )
        self.host.changed()
        return "TxNotFound" if all(transaction is None for _, transaction in running) else None

    def _chosen(self, evse: EVSEType | None) -> list[Evse]:
        return [self.model.evse(evse.id)] if evse is not None else list(self.model.evses)
