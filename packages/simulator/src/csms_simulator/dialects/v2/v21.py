"""What only OCPP 2.1 asks for: this station has no tariffs of its own, no payment terminal, and feeds nothing back."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.model.facts import Transaction
from csms_simulator.model.smart_charging import Purpose
from ocpp.exceptions import NotSupportedError
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import ClearTariffsResultType

NOT_SUPPORTED = why("UnsupportedRequest")


class Only21(Conversation):
    """The commands that came with 2.1."""

    # Smart charging

    @on("UsePriorityCharging")
    def on_use_priority_charging(self, request: call.UsePriorityCharging) -> call_result.UsePriorityCharging:
        """Let a transaction charge by its profiles for priority, or no longer (K21)."""
        evse = next((evse for evse in self.model.evses if _runs(evse.transaction, request.transaction_id)), None)
        if evse is None or evse.open is None:
            return call_result.UsePriorityCharging(status="Rejected", status_info=why("TxNotFound"))
        installed = self.model.profiles.installed()
        if not any(profile.purpose is Purpose.PRIORITY and where in {0, evse.id} for where, profile in installed):
            return call_result.UsePriorityCharging(status="NoProfile")
        evse.open.has_priority = request.activate
        self.model.profiles_changed(self.now())
        self.host.changed()
        return call_result.UsePriorityCharging(status="Accepted")

    @on("UpdateDynamicSchedule")
    def on_update_dynamic_schedule(self, _: call.UpdateDynamicSchedule) -> call_result.UpdateDynamicSchedule:
        """Refuse: there are no dynamic profiles (K28)."""
        return call_result.UpdateDynamicSchedule(status="Rejected", status_info=why("NotFound"))

    # Tariff and cost

    @on("SetDefaultTariff")
    def on_set_default_tariff(self, _: call.SetDefaultTariff) -> call_result.SetDefaultTariff:
        """Refuse: cost is not calculated here (I07)."""
        return call_result.SetDefaultTariff(status="Rejected", status_info=NOT_SUPPORTED)

    @on("GetTariffs")
    def on_get_tariffs(self, _: call.GetTariffs) -> call_result.GetTariffs:
        """Say that there are no tariffs (I09)."""
        return call_result.GetTariffs(status="NoTariff")

    @on("ClearTariffs")
    def on_clear_tariffs(self, request: call.ClearTariffs) -> call_result.ClearTariffs:
        """Say that there are no tariffs (I10)."""
        tariff_ids = request.tariff_ids or [None]
        return call_result.ClearTariffs(
            clear_tariffs_result=[
                ClearTariffsResultType(status="NoTariff", tariff_id=tariff_id) for tariff_id in tariff_ids
            ]
        )

    @on("ChangeTransactionTariff")
    def on_change_transaction_tariff(
        self, request: call.ChangeTransactionTariff
    ) -> call_result.ChangeTransactionTariff:
        """Refuse: cost is not calculated here (I11)."""
        if self.model.transaction(request.transaction_id) is None:
            return call_result.ChangeTransactionTariff(status="TxNotFound")
        return call_result.ChangeTransactionTariff(status="Rejected", status_info=NOT_SUPPORTED)

    @on("NotifyWebPaymentStarted")
    def on_notify_web_payment_started(self, _: call.NotifyWebPaymentStarted) -> call_result.NotifyWebPaymentStarted:
        """Refuse: there is no display that shows a QR code (C25)."""
        raise NotSupportedError(details={"cause": "This station takes no payments"})

    # Event streams

    @on("AdjustPeriodicEventStream")
    def on_adjust_periodic_event_stream(
        self, _: call.AdjustPeriodicEventStream
    ) -> call_result.AdjustPeriodicEventStream:
        """Refuse: there is no stream (N13)."""
        return call_result.AdjustPeriodicEventStream(status="Rejected", status_info=why("NotFound"))

    @on("GetPeriodicEventStream")
    def on_get_periodic_event_stream(self, _: call.GetPeriodicEventStream) -> call_result.GetPeriodicEventStream:
        """List no streams (N12)."""
        return call_result.GetPeriodicEventStream()

    # Energy that flows back

    @on("NotifyAllowedEnergyTransfer")
    def on_notify_allowed_energy_transfer(
        self, _: call.NotifyAllowedEnergyTransfer
    ) -> call_result.NotifyAllowedEnergyTransfer:
        """Refuse: energy flows one way (Q02)."""
        return call_result.NotifyAllowedEnergyTransfer(status="Rejected", status_info=NOT_SUPPORTED)

    @on("AFRRSignal")
    def on_afrr_signal(self, _: call.AFRRSignal) -> call_result.AFRRSignal:
        """Refuse: energy flows one way (Q06)."""
        return call_result.AFRRSignal(status="Rejected", status_info=NOT_SUPPORTED)

    @on("SetDERControl")
    def on_set_der_control(self, _: call.SetDERControl) -> call_result.SetDERControl:
        """Refuse: energy flows one way (R04)."""
        return call_result.SetDERControl(status="NotSupported")

    @on("GetDERControl")
    def on_get_der_control(self, _: call.GetDERControl) -> call_result.GetDERControl:
        """Refuse: energy flows one way (R04)."""
        return call_result.GetDERControl(status="NotSupported")

    @on("ClearDERControl")
    def on_clear_der_control(self, _: call.ClearDERControl) -> call_result.ClearDERControl:
        """Refuse: energy flows one way (R04)."""
        return call_result.ClearDERControl(status="NotSupported")

    # Battery swap

    @on("RequestBatterySwap")
    def on_request_battery_swap(self, _: call.RequestBatterySwap) -> call_result.RequestBatterySwap:
        """Refuse: there are no batteries to swap (S03)."""
        return call_result.RequestBatterySwap(status="Rejected", status_info=NOT_SUPPORTED)


def _runs(transaction: Transaction | None, reference: str) -> bool:
    return transaction is not None and transaction.reference == reference
