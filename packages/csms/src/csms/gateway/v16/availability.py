"""Status notifications (OCPP 1.6, 4.9)."""

from csms.domain.availability import ConnectorStatus
from csms.gateway.conversation import Conversation
from csms.service import availability
from ocpp.routing import on
from ocpp.v16 import call, call_result

NO_ERROR = "NoError"


class Availability(Conversation):
    """What connectors are doing."""

    @on("StatusNotification")
    async def on_status_notification(self, request: call.StatusNotification) -> call_result.StatusNotification:
        """Record the status of a connector; connector 0 is the station."""
        now = self.now()
        report = ConnectorStatus(
            evse=request.connector_id,
            connector=1 if request.connector_id else 0,
            status=str(request.status),
            reported_at=self.read_time(request.timestamp, now),
            received_at=now,
            error_code=None if request.error_code == NO_ERROR else str(request.error_code),
            error_info=request.info or None,
            vendor_error_code=request.vendor_error_code or None,
        )
        await self.record(availability.report_status, report)
        return call_result.StatusNotification()
