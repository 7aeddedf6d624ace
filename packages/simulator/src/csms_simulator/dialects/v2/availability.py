"""Whether connectors can be used (OCPP 2.0.1 Part 2, G)."""

import itertools
from collections.abc import Iterator
from functools import cached_property

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.times import from_text, to_text
from csms_simulator.dialects.v2.words import connector_status
from csms_simulator.model.facts import Status, StatusChanged
from csms_simulator.model.outcomes import Availability as Outcome
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import ComponentType, EventDataType, EVSEType, VariableType

LOCK_FAILURE = "ConnectorLockFailure"


class Availability(Conversation):
    """Telling the states of connectors, and changing them."""

    @cached_property
    def _told_statuses(self) -> dict[tuple[int, int], str]:
        """What the central system knows, by EVSE and connector."""
        return {}

    @cached_property
    def _told_problems(self) -> dict[tuple[int, int], str]:
        """The errors that were told and are not over yet, by EVSE and connector."""
        return {}

    @cached_property
    def event_numbers(self) -> Iterator[int]:
        """The numbers of events, which are not used twice."""
        return itertools.count(1)

    async def heartbeat(self) -> float | None:
        """Send a Heartbeat; return the central system's time, if it can be read (G02)."""
        answer = await self.request(call.Heartbeat())
        return from_text(answer.current_time)

    def on_status_changed(self, fact: StatusChanged) -> None:
        """Tell the state of a connector, and what is wrong with it (G01, G05)."""
        if fact.evse_id:
            self._tell_problem(fact)
            self.tell_status(fact.evse_id, fact.connector_id, fact.status, fact.at)

    def tell_status(self, evse_id: int, connector_id: int, status: Status, at: float, *, again: bool = False) -> None:
        """Send the state of a connector if it is news, or with `again` in any case."""
        place, word = (evse_id, connector_id), connector_status(status)
        if self._told_statuses.get(place) == word and not again:
            return
        self._told_statuses[place] = word

        def failed(_: Exception) -> None:
            self._told_statuses.pop(place, None)

        message = call.StatusNotification(
            timestamp=to_text(at), connector_status=word, evse_id=evse_id, connector_id=connector_id
        )
        self.post(message, on_failure=failed, is_asked=again)

    def tell_statuses(self, *, again: bool) -> None:
        """Send the states of all connectors, or only those that are news (B01.FR.05, B04.FR.01)."""
        now = self.now()
        for evse in self.model.evses:
            for connector_id in range(1, len(evse.layout.connectors) + 1):
                self.tell_status(evse.id, connector_id, evse.status(connector_id), now, again=again)

    def _tell_problem(self, fact: StatusChanged) -> None:
        """Tell that something has broken or was repaired, as an event that is built in (N07)."""
        place = fact.evse_id, fact.connector_id
        told = self._told_problems.get(place)
        is_problem = fact.status is Status.FAULTED or fact.error == LOCK_FAILURE
        error = fact.error if is_problem else None
        if error == told:
            return
        if error is None:
            del self._told_problems[place]
        else:
            self._told_problems[place] = error
        self.notify_event(
            EventDataType(
                event_id=next(self.event_numbers),
                timestamp=to_text(fact.at),
                trigger="Delta",
                actual_value="false" if error is None else "true",
                event_notification_type="HardWiredNotification",
                component=ComponentType(
                    name="ConnectorPlugRetentionLock" if LOCK_FAILURE in {error, told} else "Connector",
                    evse=EVSEType(id=fact.evse_id, connector_id=fact.connector_id or None),
                ),
                variable=VariableType(name="Problem"),
                tech_code=error or told,
                tech_info=fact.info,
            )
        )

    def notify_event(self, event: EventDataType) -> None:
        """Send an event."""
        self.post(call.NotifyEvent(generated_at=self.timestamp(), seq_no=0, tbc=False, event_data=[event]))

    @on("ChangeAvailability")
    def on_change_availability(self, request: call.ChangeAvailability) -> call_result.ChangeAvailability:
        """Take the station, an EVSE or a connector into service or out of it (G03, G04)."""
        evse_id, connector_id = 0, None
        if request.evse is not None:
            evse_id, connector_id = request.evse.id, request.evse.connector_id
            evse = self.find_evse(evse_id)
            if evse is None:
                return call_result.ChangeAvailability(status="Rejected", status_info=why("UnknownEvse"))
            if connector_id is not None and not 1 <= connector_id <= len(evse.layout.connectors):
                return call_result.ChangeAvailability(status="Rejected", status_info=why("UnknownConnectorId"))
        is_operative = request.operational_status == "Operative"
        outcome = self.model.set_availability(self.now(), evse_id, is_operative, connector_id)
        self.host.changed()
        return call_result.ChangeAvailability(
            status=outcome.value, status_info=why("TxInProgress") if outcome is Outcome.SCHEDULED else None
        )
