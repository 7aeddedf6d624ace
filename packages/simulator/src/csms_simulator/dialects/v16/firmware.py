"""Updates of the firmware, unsigned and signed (OCPP 1.6, 4.5 and 5.19; security whitepaper, L01)."""

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.file_transfer import is_reachable
from csms_simulator.dialects.v16.timestamps import required_point_in_time
from csms_simulator.dialects.x509 import read_certificate
from csms_simulator.model.facts import FirmwareProgress
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, CoreFirmwareStatus, FirmwareStatus, UpdateFirmwareStatus

IDLE = FirmwareStatus.idle.value

UNSIGNED: dict[str, CoreFirmwareStatus] = {status.value: status for status in CoreFirmwareStatus} | {
    FirmwareStatus.invalid_signature.value: CoreFirmwareStatus.installation_failed,
    FirmwareStatus.install_verification_failed.value: CoreFirmwareStatus.installation_failed,
}
"""How far an update is, in the words for unsigned firmware; for some steps there is none (OCPP 1.6, 7.25)."""

SIGNED = {status.value: status for status in FirmwareStatus}


class Firmware(Conversation):
    """Updates of the firmware."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._last_unsigned = CoreFirmwareStatus.idle
        self._last_signed: tuple[FirmwareStatus, int | None] = (FirmwareStatus.idle, None)

    def firmware_progressed(self, fact: FirmwareProgress) -> None:
        """Report how far an update is."""
        if fact.request_id is None:
            if fact.status in UNSIGNED:
                self._last_unsigned = UNSIGNED[fact.status]
                self.report(call.FirmwareStatusNotification(status=self._last_unsigned))
        elif fact.status in SIGNED:
            self._last_signed = SIGNED[fact.status], fact.request_id
            self.report(call.SignedFirmwareStatusNotification(status=SIGNED[fact.status], request_id=fact.request_id))

    def firmware_status(self) -> call.FirmwareStatusNotification:
        """Return the message about an update of unsigned firmware, as it is now."""
        is_idle = self.model.firmware_status == IDLE
        return call.FirmwareStatusNotification(status=CoreFirmwareStatus.idle if is_idle else self._last_unsigned)

    def signed_firmware_status(self) -> call.SignedFirmwareStatusNotification:
        """Return the message about an update of signed firmware, as it is now."""
        is_idle = self.model.firmware_status == IDLE
        status, request_id = (FirmwareStatus.idle, None) if is_idle else self._last_signed
        return call.SignedFirmwareStatusNotification(status=status, request_id=request_id)

    @on(Action.update_firmware)
    def update_firmware(self, request: call.UpdateFirmware) -> call_result.UpdateFirmware:
        """Fetch and install firmware; what is wrong with the URL shows when it is to be fetched."""
        retrieve_at = required_point_in_time(request.retrieve_date, "retrieveDate")
        if is_reachable(request.location):
            self.model.update_firmware(self.now(), location=request.location, retrieve_at=retrieve_at)
            self.host.changed()
        else:
            self.report(call.FirmwareStatusNotification(status=CoreFirmwareStatus.download_failed))
        return call_result.UpdateFirmware()

    @on(Action.signed_update_firmware)
    def signed_update_firmware(self, request: call.SignedUpdateFirmware) -> call_result.SignedUpdateFirmware:
        """Fetch and install firmware, if the certificate that signed it can be one."""
        firmware = request.firmware
        retrieve_at = required_point_in_time(firmware.retrieve_date_time, "retrieveDateTime")
        install_date = firmware.install_date_time
        install_at = None if install_date is None else required_point_in_time(install_date, "installDateTime")
        try:
            certificate = read_certificate(firmware.signing_certificate)
        except ValueError as error:
            return self._refuse_certificate(str(error))
        if not certificate.is_valid_at(self.now()):
            return self._refuse_certificate("not valid now")
        if not is_reachable(firmware.location):
            return call_result.SignedUpdateFirmware(status=UpdateFirmwareStatus.rejected)
        is_busy = self.model.firmware_status != IDLE
        self.model.update_firmware(
            self.now(),
            location=firmware.location,
            retrieve_at=retrieve_at,
            install_at=install_at,
            request_id=request.request_id,
        )
        self.host.changed()
        status = UpdateFirmwareStatus.accepted_canceled if is_busy else UpdateFirmwareStatus.accepted
        return call_result.SignedUpdateFirmware(status=status)

    def _refuse_certificate(self, reason: str) -> call_result.SignedUpdateFirmware:
        self.report(
            call.SecurityEventNotification(
                type="InvalidFirmwareSigningCertificate", timestamp=self.timestamp(), tech_info=reason[:255]
            )
        )
        return call_result.SignedUpdateFirmware(status=UpdateFirmwareStatus.invalid_certificate)
