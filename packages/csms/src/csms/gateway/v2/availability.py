"""The status of connectors (OCPP 2.0.1 Part 2, G)."""

from csms.domain.availability import ConnectorStatus
from csms.gateway.conversation import Conversation
from csms.service import availability
from ocpp.routing import on
from ocpp.v21 import call, call_result, datatypes

_PLACES = {"ChargingStation", "EVSE", "Connector"}


class Availability(Conversation):
    """What connectors are doing."""

    @on("StatusNotification")
    async def on_status_notification(self, request: call.StatusNotification) -> call_result.StatusNotification:
        """Record the status of a connector (G01)."""
        now = self.now()
        report = ConnectorStatus(
            evse=request.evse_id,
            connector=request.connector_id,
            status=str(request.connector_status),
            reported_at=self.read_time(request.timestamp, now),
            received_at=now,
        )
        await self.record(availability.report_status, report)
        return call_result.StatusNotification()

    @on("NotifyEvent")
    async def on_notify_event(self, request: call.NotifyEvent) -> call_result.NotifyEvent:
        """Keep events of monitors, of components known and unknown; AvailabilityState is a status (G01, N07)."""
        for event in request.event_data:
            status = self._status_in(event)
            if status is not None:
                await self.record(availability.report_status, status)
        await self.keep(request)
        return call_result.NotifyEvent()

    def _status_in(self, event: datatypes.EventDataType) -> ConnectorStatus | None:
        component = event.component
        if event.variable.name != "AvailabilityState" or component.name not in _PLACES or not event.actual_value:
            return None
        now, evse = self.now(), component.evse
        return ConnectorStatus(
            evse=0 if evse is None else evse.id,
            connector=0 if evse is None else evse.connector_id or 0,
            status=event.actual_value,
            reported_at=self.read_time(event.timestamp, now),
            received_at=now,
        )
