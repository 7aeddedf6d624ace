"""Which state the connectors are in, and whether they are in service (OCPP 1.6, 4.9 and 5.2)."""

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.connectors import STATION
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import timestamp
from csms_simulator.model.facts import Status, StatusChanged
from csms_simulator.model.outcomes import Availability as Outcome
from ocpp.exceptions import LinkClosedError
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, AvailabilityStatus, AvailabilityType, ChargePointErrorCode, ChargePointStatus

LONGEST_INFO = 50
"""Characters of `info` and `vendorErrorCode`."""

ERROR_CODES = frozenset(ChargePointErrorCode)


def status_notification(connector: int, state: StatusChanged, vendor: str) -> call.StatusNotification:
    """Return the message about a state; a fault that OCPP 1.6 has no word for is an OtherError of the vendor's."""
    is_known = state.error is None or state.error in ERROR_CODES
    error = (state.error or ChargePointErrorCode.no_error) if is_known else ChargePointErrorCode.other_error
    return call.StatusNotification(
        connector_id=connector,
        error_code=error,
        status=ChargePointStatus(state.status.value),
        timestamp=timestamp(state.at),
        info=state.info and state.info[:LONGEST_INFO],
        vendor_id=None if is_known else vendor,
        vendor_error_code=None if is_known else state.error and state.error[:LONGEST_INFO],
    )


class Availability(Conversation):
    """The states of the connectors and of the station as a whole, which is connector 0."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._states: dict[int, StatusChanged] = {}
        """By connector, what happened last."""
        self._told: dict[int, StatusChanged] = {}
        """By connector, what the central system was told last."""

    def status_changed(self, fact: StatusChanged) -> None:
        """Report the new state of a connector, if need be on the next link, unless the central system knows it."""
        connector = self.connectors.number(fact.evse_id, fact.connector_id)
        if connector == STATION and fact.error is not None and fact.status is not Status.FAULTED:
            # A warning about the station as a whole passes: it is told once, and its state is what it was.
            self.host.outbox.post(status_notification(connector, fact, self.model.layout.vendor))
            return
        self._states[connector] = fact
        if self.model.is_online and not self._is_told(connector):
            self._tell_state(connector)

    def report_states(self, *, all_of_them: bool) -> None:
        """Report all states, as after a boot (errata 3.22), or those that have changed while there was no link."""
        for connector in (STATION, *self.connectors.numbers):
            if all_of_them or not self._is_told(connector):
                self._tell_state(connector)

    def current_status(self, connector: int) -> call.StatusNotification:
        """Return the message about the state in which a connector, or the station, is now."""
        return status_notification(connector, self._state(connector), self.model.layout.vendor)

    @on(Action.change_availability)
    def change_availability(self, request: call.ChangeAvailability) -> call_result.ChangeAvailability:
        """Take a connector, or with 0 the whole station, in or out of service."""
        is_operative = request.type == AvailabilityType.operative
        place = self.connectors.place(request.connector_id)
        if place is not None:
            outcome = self.model.set_availability(self.now(), place.evse_id, is_operative, place.connector_id)
        elif request.connector_id == STATION:
            outcome = self.model.set_availability(self.now(), STATION, is_operative)
        else:
            outcome = Outcome.REJECTED
        self.host.changed()
        return call_result.ChangeAvailability(status=AvailabilityStatus(outcome.value))

    def _is_told(self, connector: int) -> bool:
        told, state = self._told.get(connector), self._state(connector)
        return told is not None and (told.status, told.error, told.info) == (state.status, state.error, state.info)

    def _tell_state(self, connector: int) -> None:
        state = self._told[connector] = self._state(connector)

        def failed(error: Exception) -> None:
            if isinstance(error, LinkClosedError) and self._told.get(connector) is state:
                del self._told[connector]

        self.host.outbox.post(self.current_status(connector), on_failure=failed)

    def _state(self, connector: int) -> StatusChanged:
        if connector not in self._states:
            place = self.connectors.place(connector)
            if place is None:
                state = StatusChanged(self.now(), STATION, STATION, self.model.status)
            else:
                evse = self.model.evse(place.evse_id)
                status = evse.status(place.connector_id)
                state = StatusChanged(self.now(), place.evse_id, place.connector_id, status, evse.error)
            self._states[connector] = state
        return self._states[connector]
