"""Reservations (OCPP 2.0.1 Part 2, H)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.times import from_text
from csms_simulator.dialects.v2.words import token_of
from csms_simulator.model.facts import ReservationEnded
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Reservation(Conversation):
    """Keeping EVSEs free, and telling when that is over."""

    @on("ReserveNow")
    def on_reserve_now(self, request: call.ReserveNow) -> call_result.ReserveNow:
        """Keep an EVSE, or any, free for a token (H01)."""
        if not self.variables.is_true("ReservationCtrlr", "Enabled"):
            return call_result.ReserveNow(status="Rejected", status_info=why("NotEnabled"))
        if request.evse_id and self.find_evse(request.evse_id) is None:
            return call_result.ReserveNow(status="Rejected", status_info=why("UnknownEvse"))
        expires_at = from_text(request.expiry_date_time)
        if expires_at is None:
            return call_result.ReserveNow(status="Rejected", status_info=why("InvalidValue"))
        if request.connector_type is not None and not self._has_connector(request.evse_id, request.connector_type):
            return call_result.ReserveNow(status="Rejected", status_info=why("UnknownConnectorType"))
        outcome = self.model.reserve(
            self.now(),
            request.id,
            request.evse_id or 0,
            token_of(request.id_token),
            expires_at,
            group=None if request.group_id_token is None else request.group_id_token.id_token,
            connector_type=request.connector_type,
        )
        self.host.changed()
        return call_result.ReserveNow(status=outcome.value)

    def _has_connector(self, evse_id: int | None, connector_type: str) -> bool:
        return any(
            connector.type == connector_type
            for evse in self.model.evses
            if evse_id in {None, 0, evse.id}
            for connector in evse.layout.connectors
        )

    @on("CancelReservation")
    def on_cancel_reservation(self, request: call.CancelReservation) -> call_result.CancelReservation:
        """Give up a reservation (H02)."""
        is_cancelled = self.model.cancel_reservation(self.now(), request.reservation_id)
        self.host.changed()
        if is_cancelled:
            return call_result.CancelReservation(status="Accepted")
        return call_result.CancelReservation(status="Rejected", status_info=why("NotFound"))

    def on_reservation_ended(self, fact: ReservationEnded) -> None:
        """Tell of a reservation that was not used (H04; H01.FR.24)."""
        if not fact.was_used:
            status = "Expired" if fact.has_expired else "Removed"
            self.post(
                call.ReservationStatusUpdate(reservation_id=fact.reservation_id, reservation_update_status=status)
            )
