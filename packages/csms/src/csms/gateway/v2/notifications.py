"""What stations tell of long jobs, limits and their security, and what is answered with nothing but an answer."""

from csms.gateway.conversation import Conversation
from csms.service import notifications
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Notifications(Conversation):
    """Messages that are kept as they came, for those who ask for them."""

    @on("SecurityEventNotification")
    async def on_security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        """Record a security event of any type (A04.FR.03)."""
        now = self.now()
        happened_at = self.read_time(request.timestamp, now)
        await self.record(notifications.security_event, request.type, request.tech_info, happened_at, now)
        return call_result.SecurityEventNotification()

    @on("FirmwareStatusNotification")
    async def on_firmware_status(
        self, request: call.FirmwareStatusNotification
    ) -> call_result.FirmwareStatusNotification:
        """Keep how far an update is (L01)."""
        await self.keep(request)
        return call_result.FirmwareStatusNotification()

    @on("LogStatusNotification")
    async def on_log_status(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        """Keep how far an upload is (N01)."""
        await self.keep(request)
        return call_result.LogStatusNotification()

    @on("NotifyMonitoringReport")
    async def on_monitoring_report(self, request: call.NotifyMonitoringReport) -> call_result.NotifyMonitoringReport:
        """Keep a part of a report of monitors (N02)."""
        await self.keep(request)
        return call_result.NotifyMonitoringReport()

    @on("NotifyCustomerInformation")
    async def on_customer_information(
        self, request: call.NotifyCustomerInformation
    ) -> call_result.NotifyCustomerInformation:
        """Keep a part of a report of a customer's data (N09)."""
        await self.keep(request)
        return call_result.NotifyCustomerInformation()

    @on("NotifyDisplayMessages")
    async def on_display_messages(self, request: call.NotifyDisplayMessages) -> call_result.NotifyDisplayMessages:
        """Keep a part of a list of display messages (O03)."""
        await self.keep(request)
        return call_result.NotifyDisplayMessages()

    @on("NotifyChargingLimit")
    async def on_charging_limit(self, request: call.NotifyChargingLimit) -> call_result.NotifyChargingLimit:
        """Keep an external limit (K12)."""
        await self.keep(request)
        return call_result.NotifyChargingLimit()

    @on("ClearedChargingLimit")
    async def on_cleared_charging_limit(self, request: call.ClearedChargingLimit) -> call_result.ClearedChargingLimit:
        """Keep that an external limit is gone (K13)."""
        await self.keep(request)
        return call_result.ClearedChargingLimit()

    @on("ReportChargingProfiles")
    async def on_charging_profiles(self, request: call.ReportChargingProfiles) -> call_result.ReportChargingProfiles:
        """Keep a part of a list of charging profiles (K09)."""
        await self.keep(request)
        return call_result.ReportChargingProfiles()

    @on("ReservationStatusUpdate")
    async def on_reservation_status(self, request: call.ReservationStatusUpdate) -> call_result.ReservationStatusUpdate:
        """Keep how a reservation ended (H03)."""
        await self.keep(request)
        return call_result.ReservationStatusUpdate()

    @on("PublishFirmwareStatusNotification")
    async def on_publish_firmware_status(
        self, request: call.PublishFirmwareStatusNotification
    ) -> call_result.PublishFirmwareStatusNotification:
        """Keep how far a local controller is with an update (L03)."""
        await self.keep(request)
        return call_result.PublishFirmwareStatusNotification()
