"""Updates of the firmware (OCPP 2.0.1 Part 2, L)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.times import from_text
from csms_simulator.model.facts import FirmwareProgress
from ocpp.routing import on
from ocpp.v21 import call, call_result

CERTIFICATE_HEAD = "-----BEGIN CERTIFICATE-----"
_CAN_BE_CANCELLED = frozenset({"DownloadScheduled", "Downloading", "DownloadPaused"})


class Firmware(Conversation):
    """Taking updates, and telling how far they are."""

    firmware_request_id: int | None = None
    """Of the update that runs, or ran last."""

    @on("UpdateFirmware")
    def on_update_firmware(self, request: call.UpdateFirmware) -> call_result.UpdateFirmware:
        """Begin an update, in place of one that has not been installed yet (L01, L02)."""
        firmware = request.firmware
        retrieve_at = from_text(firmware.retrieve_date_time)
        if retrieve_at is None:
            return call_result.UpdateFirmware(status="Rejected", status_info=why("InvalidValue"))
        if firmware.signing_certificate is not None and CERTIFICATE_HEAD not in firmware.signing_certificate:
            self.post(
                call.SecurityEventNotification(type="InvalidFirmwareSigningCertificate", timestamp=self.timestamp())
            )
            return call_result.UpdateFirmware(status="InvalidCertificate", status_info=why("InvalidCertificate"))
        status, former_id = self.model.firmware_status, self.firmware_request_id
        if status != "Idle" and status not in _CAN_BE_CANCELLED:
            return call_result.UpdateFirmware(status="Rejected", status_info=why("FwUpdateInProgress"))
        self.firmware_request_id = request.request_id
        self.model.update_firmware(
            self.now(),
            location=firmware.location,
            retrieve_at=retrieve_at,
            install_at=from_text(firmware.install_date_time),
            request_id=request.request_id,
        )
        self.host.changed()
        is_other = status != "Idle" and former_id is not None
        return call_result.UpdateFirmware(status="AcceptedCanceled" if is_other else "Accepted")

    def on_firmware_progress(self, fact: FirmwareProgress) -> None:
        """Tell how far an update is (L01.FR.01)."""
        self.post(call.FirmwareStatusNotification(status=fact.status, request_id=fact.request_id))

    def tell_firmware_status(self) -> None:
        """Tell how far an update is, because the central system has asked; without one Idle (F06.FR.16)."""
        status = self.model.firmware_status
        request_id = None if status == "Idle" else self.firmware_request_id
        self.post(call.FirmwareStatusNotification(status=status, request_id=request_id), is_asked=True)

    @on("PublishFirmware")
    def on_publish_firmware(self, _: call.PublishFirmware) -> call_result.PublishFirmware:
        """Refuse to publish firmware, which is for local controllers (L03)."""
        return call_result.PublishFirmware(status="Rejected", status_info=why("UnsupportedRequest"))

    @on("UnpublishFirmware")
    def on_unpublish_firmware(self, _: call.UnpublishFirmware) -> call_result.UnpublishFirmware:
        """Say that no firmware is published here (L04)."""
        return call_result.UnpublishFirmware(status="NoFirmware")
