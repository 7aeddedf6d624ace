"""Boots and heartbeats (OCPP 2.0.1 Part 2, B01 to B03 and G02)."""

import asyncio

from csms.domain.inbox import Cause, knock
from csms.domain.provisioning import Boot
from csms.gateway.conversation import CloseCode, Conversation
from csms.gateway.handshake import CERTIFICATE
from csms.service import provisioning
from ocpp.exceptions import SecurityError
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Provisioning(Conversation):
    """What a station says of itself."""

    @on("BootNotification")
    async def on_boot_notification(self, request: call.BootNotification) -> call_result.BootNotification:
        """Take what the station is (B01 to B03)."""
        told = request.charging_station
        self.check_serial_number(told.serial_number)
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

    def check_serial_number(self, serial_number: str | None) -> None:
        """Send a station away that boots with another serial number than its certificate names (B01.FR.11, FR.12).

        Raises: SecurityError.
        """
        name = self.entrance.certificate_name
        if self.entrance.security_profile != CERTIFICATE or name is None or serial_number in {None, name}:
            return
        told = knock(
            Cause.SERIAL_NUMBER_OTHER,
            self.key.identity,
            self.entrance.host,
            self.now(),
            {"name": serial_number, "wanted": name},
        )
        self.central.note_knock(told)
        # Only now, so that the answer goes out before.
        asyncio.get_running_loop().call_soon(self.close, CloseCode.POLICY_VIOLATION, "The serial number is another one")
        raise SecurityError(told.text)

    @on("Heartbeat")
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:  # noqa: ARG002 - it is empty
        """Tell the time (G02)."""
        return call_result.Heartbeat(current_time=self.timestamp())
