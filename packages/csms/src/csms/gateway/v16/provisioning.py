"""Boots and heartbeats (OCPP 1.6, 4.2 and 4.6)."""

from typing import ClassVar

from csms.domain.provisioning import Boot
from csms.gateway.conversation import Conversation
from csms.service import provisioning
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import RegistrationStatus


class Provisioning(Conversation):
    """What a station says of itself."""

    # Nothing forbids to tell the time, and some stations ask for it before they boot (quirk 11).
    always_open: ClassVar[frozenset[str]] = frozenset({"BootNotification", "Heartbeat"})

    @on("BootNotification")
    async def on_boot_notification(self, request: call.BootNotification) -> call_result.BootNotification:
        """Take what the station is."""
        boot = Boot(
            received_at=self.now(),
            vendor=request.charge_point_vendor,
            model=request.charge_point_model,
            serial_number=request.charge_point_serial_number or request.charge_box_serial_number,
            firmware=request.firmware_version,
            iccid=request.iccid,
            imsi=request.imsi,
            meter_type=request.meter_type,
            meter_serial_number=request.meter_serial_number,
        )
        registration = await self.boot(provisioning.boot, boot)
        return call_result.BootNotification(
            current_time=self.timestamp(),
            interval=self.boot_interval_s(registration),
            status=RegistrationStatus(registration.value),
        )

    @on("Heartbeat")
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:  # noqa: ARG002 - it is empty
        """Tell the time."""
        return call_result.Heartbeat(current_time=self.timestamp())
