"""Boots and heartbeats (OCPP 2.0.1 Part 2, B01 to B03 and G02)."""

from csms.domain.provisioning import Boot
from csms.gateway.conversation import Conversation
from csms.service import provisioning
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Provisioning(Conversation):
    """What a station says of itself."""

    @on("BootNotification")
    async def on_boot_notification(self, request: call.BootNotification) -> call_result.BootNotification:
        """Take what the station is (B01 to B03)."""
        told = request.charging_station
        boot = Boot(
            received_at=self.now(),
            vendor=told.vendor_name,
            model=told.model,
            serial_number=told.serial_number,
            firmware=told.firmware_version,
            iccid=None if told.modem is None else told.modem.iccid,
            imsi=None if told.modem is None else told.modem.imsi,
            reason=str(request.reason),
        )
        registration = await self.boot(provisioning.boot, boot)
        return call_result.BootNotification(
            current_time=self.timestamp(),
            interval=self.boot_interval_s(registration),
            status=registration.value,
        )

    @on("Heartbeat")
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:  # noqa: ARG002 - it is empty
        """Tell the time (G02)."""
        return call_result.Heartbeat(current_time=self.timestamp())
