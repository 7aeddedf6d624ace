"""Starting, stopping, unlocking and asking from afar (OCPP 1.6, 5.11, 5.12, 5.17 and 5.18; whitepaper, 5.5)."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from csms_simulator.dialects.v16.availability import Availability
from csms_simulator.dialects.v16.connectors import STATION
from csms_simulator.dialects.v16.diagnostics import Diagnostics
from csms_simulator.dialects.v16.firmware import Firmware
from csms_simulator.dialects.v16.metering import Metering
from csms_simulator.dialects.v16.smart_charging import profile_of
from csms_simulator.model.facts import Token
from csms_simulator.model.outcomes import UnlockOutcome
from ocpp.exceptions import CallQueueFullError, OCPPError
from ocpp.model import Request
from ocpp.routing import after, on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import (
    Action,
    MessageTrigger,
    RemoteStartStopStatus,
    TriggerMessageStatus,
    UnlockStatus,
)


class RemoteControl(Availability, Metering, Firmware, Diagnostics):
    """What a central system may have done or sent at once."""

    @on(Action.remote_start_transaction)
    def remote_start(self, request: call.RemoteStartTransaction) -> call_result.RemoteStartTransaction:
        """Start a transaction as if the driver had shown the idTag."""
        is_accepted = self.is_accepted and self._starts(request)
        self.host.changed()
        return call_result.RemoteStartTransaction(status=_start_stop_status(is_accepted=is_accepted))

    @on(Action.remote_stop_transaction)
    def remote_stop(self, request: call.RemoteStopTransaction) -> call_result.RemoteStopTransaction:
        """Stop a transaction that runs."""
        reference = self.transaction_ids.reference_of(request.transaction_id)
        is_accepted = self.is_accepted and reference is not None and self.model.remote_stop(self.now(), reference)
        self.host.changed()
        return call_result.RemoteStopTransaction(status=_start_stop_status(is_accepted=is_accepted))

    @on(Action.unlock_connector)
    def unlock_connector(self, request: call.UnlockConnector) -> call_result.UnlockConnector:
        """Let go of a cable; a transaction is stopped before."""
        place = self.connectors.place(request.connector_id)
        if place is None:
            return call_result.UnlockConnector(status=UnlockStatus.not_supported)
        outcome = self.model.unlock(self.now(), place.evse_id, place.connector_id)
        self.host.changed()
        match outcome:
            case UnlockOutcome.UNLOCKED:
                status = UnlockStatus.unlocked
            case UnlockOutcome.NOT_SUPPORTED | UnlockOutcome.UNKNOWN_CONNECTOR:
                status = UnlockStatus.not_supported
            case _:
                status = UnlockStatus.unlock_failed
        return call_result.UnlockConnector(status=status)

    @on(Action.trigger_message)
    def trigger_message(self, request: call.TriggerMessage) -> call_result.TriggerMessage:
        """Say whether a message is going to be sent."""
        return call_result.TriggerMessage(status=self._trigger_status(request))

    @on(Action.extended_trigger_message)
    def extended_trigger_message(self, request: call.ExtendedTriggerMessage) -> call_result.ExtendedTriggerMessage:
        """Say whether a message is going to be sent."""
        return call_result.ExtendedTriggerMessage(status=self._trigger_status(request))

    @after(Action.trigger_message, inject_response=True)
    async def send_triggered(self, request: call.TriggerMessage, response: call_result.TriggerMessage) -> None:
        """Send the message."""
        if response.status == TriggerMessageStatus.accepted:
            await self._send_at_once(self._triggered(request))

    @after(Action.extended_trigger_message, inject_response=True)
    async def send_triggered_too(
        self, request: call.ExtendedTriggerMessage, response: call_result.ExtendedTriggerMessage
    ) -> None:
        """Send the message; that about firmware is the one about signed firmware."""
        if response.status != TriggerMessageStatus.accepted:
            return
        if request.requested_message == MessageTrigger.firmware_status_notification:
            await self._send_at_once([self.signed_firmware_status()])
        else:
            await self._send_at_once(self._triggered(request))

    def _starts(self, request: call.RemoteStartTransaction) -> bool:
        place = None if request.connector_id is None else self.connectors.place(request.connector_id)
        if place is None and request.connector_id is not None:
            return False
        profile = None
        if request.charging_profile is not None:
            if request.charging_profile.transaction_id is not None:
                return False  # errata 3.41
            profile = profile_of(request.charging_profile)
        return self.model.remote_start(
            self.now(),
            Token(request.id_tag),
            place.evse_id if place else None,
            connector_id=place.connector_id if place else None,
            profile=profile,
        ).accepted

    def _trigger_status(self, request: call.TriggerMessage | call.ExtendedTriggerMessage) -> TriggerMessageStatus:
        wanted, connector = request.requested_message, request.connector_id
        if wanted == MessageTrigger.sign_charge_point_certificate:
            return TriggerMessageStatus.not_implemented
        if wanted == MessageTrigger.boot_notification and self.is_accepted:
            return TriggerMessageStatus.rejected  # errata 3.35
        if wanted == MessageTrigger.meter_values and not self.configuration.items_of("MeterValuesSampledData"):
            return TriggerMessageStatus.rejected
        is_there = connector is None or connector in (STATION, *self.connectors.numbers)
        return TriggerMessageStatus.accepted if is_there else TriggerMessageStatus.rejected

    def _triggered(self, request: call.TriggerMessage | call.ExtendedTriggerMessage) -> Iterator[Request[Any]]:
        """Return the messages that are asked for; what goes its own way is on it already."""
        connector = request.connector_id
        connectors = (STATION, *self.connectors.numbers) if connector is None else (connector,)
        match request.requested_message:
            case MessageTrigger.boot_notification:
                self.host.boot_again()
            case MessageTrigger.heartbeat:
                yield call.Heartbeat()
            case MessageTrigger.status_notification:
                yield from map(self.current_status, connectors)
            case MessageTrigger.meter_values:
                yield from filter(None, map(self.triggered_meter_values, connectors))
            case MessageTrigger.firmware_status_notification:
                yield self.firmware_status()
            case MessageTrigger.diagnostics_status_notification:
                yield self.diagnostics_status()
            case _:
                yield self.log_status()

    async def _send_at_once(self, payloads: Iterable[Request[Any]]) -> None:
        """Send messages, also while the central system has not accepted the station (OCPP 1.6, 4.2.1)."""
        for payload in payloads:
            if self.is_accepted:
                self.host.outbox.post(payload)
            else:
                with contextlib.suppress(OCPPError, TimeoutError, CallQueueFullError):
                    await self.request(payload)


def _start_stop_status(*, is_accepted: bool) -> RemoteStartStopStatus:
    return RemoteStartStopStatus.accepted if is_accepted else RemoteStartStopStatus.rejected
