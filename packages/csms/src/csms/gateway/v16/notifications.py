"""What stations tell of long jobs and of their security (OCPP 1.6, 4.4 and 4.5; security whitepaper)."""

from csms.gateway.conversation import Conversation
from csms.service import notifications
from ocpp.routing import on
from ocpp.v16 import call, call_result


class Notifications(Conversation):
    """Progress of updates and uploads, and security events."""

    @on("FirmwareStatusNotification")
    async def on_firmware_status(
        self, request: call.FirmwareStatusNotification
    ) -> call_result.FirmwareStatusNotification:
        """Keep how far an update is."""
        await self.keep(request)
        return call_result.FirmwareStatusNotification()

    @on("SignedFirmwareStatusNotification")
    async def on_signed_firmware_status(
        self, request: call.SignedFirmwareStatusNotification
    ) -> call_result.SignedFirmwareStatusNotification:
        """Keep how far a signed update is."""
        await self.keep(request)
        return call_result.SignedFirmwareStatusNotification()

    @on("DiagnosticsStatusNotification")
    async def on_diagnostics_status(
        self, request: call.DiagnosticsStatusNotification
    ) -> call_result.DiagnosticsStatusNotification:
        """Keep how far an upload of diagnostics is."""
        await self.keep(request)
        return call_result.DiagnosticsStatusNotification()

    @on("LogStatusNotification")
    async def on_log_status(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        """Keep how far an upload of a log is."""
        await self.keep(request)
        return call_result.LogStatusNotification()

    @on("SecurityEventNotification")
    async def on_security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        """Record a security event of any type (A04.FR.03)."""
        now = self.now()
        happened_at = self.read_time(request.timestamp, now)
        await self.record(notifications.security_event, request.type, request.tech_info, happened_at, now)
        return call_result.SecurityEventNotification()
