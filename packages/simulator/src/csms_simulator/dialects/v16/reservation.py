"""Keeping a connector free for somebody (OCPP 1.6, 5.1 and 5.13)."""

from csms_simulator.dialects.v16.connectors import STATION
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import required_point_in_time
from csms_simulator.model.facts import Token
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, CancelReservationStatus, ReservationStatus


class Reservation(Conversation):
    """Reservations of one connector, or with 0 of any."""

    @on(Action.reserve_now)
    def reserve_now(self, request: call.ReserveNow) -> call_result.ReserveNow:
        """Reserve a connector; a reservation with the same id gives way."""
        expires_at = required_point_in_time(request.expiry_date, "expiryDate")
        place = self.connectors.place(request.connector_id)
        if place is None and request.connector_id != STATION:
            return call_result.ReserveNow(status=ReservationStatus.rejected)
        outcome = self.model.reserve(
            self.now(),
            request.reservation_id,
            place.evse_id if place else STATION,
            Token(request.id_tag),
            expires_at,
            group=request.parent_id_tag,
        )
        self.host.changed()
        return call_result.ReserveNow(status=ReservationStatus(outcome.value))

    @on(Action.cancel_reservation)
    def cancel_reservation(self, request: call.CancelReservation) -> call_result.CancelReservation:
        """Give a reservation up."""
        is_known = self.model.cancel_reservation(self.now(), request.reservation_id)
        self.host.changed()
        status = CancelReservationStatus.accepted if is_known else CancelReservationStatus.rejected
        return call_result.CancelReservation(status=status)
