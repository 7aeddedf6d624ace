"""The answers of OCPP 1.6: what comes back for each request."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import Absent, OneOf, String50, String255
from ocpp.model import Result, SchemaOrder
from ocpp.v16 import datatypes, enums


class Authorize(Result):
    """Whether the idTag may charge, with its expiry and group.

    Answer to Authorize. OCPP 1.6, 6.2.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("idTagInfo", "*")

    id_tag_info: datatypes.IdTagInfo


class BootNotification(Result):
    """Whether the charge point is registered, with the current time and an interval.

    `interval` in seconds: of heartbeats if Accepted, else the wait before the next BootNotification.
    0 leaves the wait to the charge point.

    Answer to BootNotification. OCPP 1.6, 6.4.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "currentTime", "interval", "*")

    current_time: str
    interval: int
    status: OneOf[enums.RegistrationStatus]


class CancelReservation(Result):
    """Whether a reservation with that id existed and is now withdrawn.

    Answer to CancelReservation. OCPP 1.6, 6.6.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.CancelReservationStatus]


class CertificateSigned(Result):
    """Whether the charge point found the new certificate valid and will use it.

    Answer to CertificateSigned. OCPP 1.6 security whitepaper, 5.2.
    """

    status: OneOf[enums.CertificateSignedStatus]


class ChangeAvailability(Result):
    """Whether the availability changes now, after the running transaction, or not at all.

    Answer to ChangeAvailability. OCPP 1.6, 6.8.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.AvailabilityStatus]


class ChangeConfiguration(Result):
    """Whether the key was written, and whether a reboot is needed for it to work.

    Answer to ChangeConfiguration. OCPP 1.6, 6.10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ConfigurationStatus]


class ClearCache(Result):
    """Whether the authorization cache was emptied.

    Answer to ClearCache. OCPP 1.6, 6.12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ClearCacheStatus]


class ClearChargingProfile(Result):
    """Whether any charging profile matched and was removed.

    Answer to ClearChargingProfile. OCPP 1.6, 6.14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ClearChargingProfileStatus]


class DataTransfer(Result):
    """Whether the receiver knew the vendor message and accepted it, with optional data.

    Sent by whichever side received the request.

    Answer to DataTransfer. OCPP 1.6, 6.16.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "data", "*")

    status: OneOf[enums.DataTransferStatus]
    data: Absent[str] = None


class DeleteCertificate(Result):
    """Whether the certificate was found and removed.

    Answer to DeleteCertificate. OCPP 1.6 security whitepaper, 5.4.
    """

    status: OneOf[enums.DeleteCertificateStatus]


class DiagnosticsStatusNotification(Result):
    """Whether the report arrived: the empty answer says that it did.

    Answer to DiagnosticsStatusNotification. OCPP 1.6, 6.18.
    """


class ExtendedTriggerMessage(Result):
    """Whether the charge point is going to send the requested message.

    This answer comes first, the message itself after it.

    Answer to ExtendedTriggerMessage. OCPP 1.6 security whitepaper, 5.6.
    """

    status: OneOf[enums.TriggerMessageStatus]


class FirmwareStatusNotification(Result):
    """Whether the report arrived: the empty answer says that it did.

    Answer to FirmwareStatusNotification. OCPP 1.6, 6.20.
    """


class GetCompositeSchedule(Result):
    """Whether a composite schedule could be calculated, and the schedule.

    Its periods count in seconds from `schedule_start`; both are absent if Rejected.

    Answer to GetCompositeSchedule. OCPP 1.6, 6.22.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "connectorId", "scheduleStart", "chargingSchedule", "*")

    status: OneOf[enums.GetCompositeScheduleStatus]
    connector_id: Absent[int] = None
    schedule_start: Absent[str] = None
    charging_schedule: Absent[datatypes.ChargingSchedule] = None


class GetConfiguration(Result):
    """Whether the keys are known: settings for those that are, names of those that are not.

    A key that is known but not set has no value.

    Answer to GetConfiguration. OCPP 1.6, 6.24.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("configurationKey", "unknownKey", "*")

    configuration_key: Absent[list[datatypes.KeyValue]] = None
    unknown_key: Absent[list[String50]] = None


class GetDiagnostics(Result):
    """Whether there is a diagnostics file: its name, or nothing if there is none.

    Answer to GetDiagnostics. OCPP 1.6, 6.26.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("fileName", "*")

    file_name: Absent[String255] = None


class GetInstalledCertificateIds(Result):
    """Whether certificates of the kind are installed, and their hashes.

    Answer to GetInstalledCertificateIds. OCPP 1.6 security whitepaper, 5.8.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "certificateHashData", "status")

    status: OneOf[enums.GetInstalledCertificateStatus]
    certificate_hash_data: Absent[Annotated[list[datatypes.CertificateHashData], Meta(min_length=1)]] = None


class GetLocalListVersion(Result):
    """Whether a local authorization list exists, and its version.

    0 means that the list is empty, -1 that local lists are not supported.

    Answer to GetLocalListVersion. OCPP 1.6, 6.28.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("listVersion", "*")

    list_version: int


class GetLog(Result):
    """Whether the log is going to be uploaded, and the name of the file.

    Accepted says nothing about the upload itself: see LogStatusNotification.

    Answer to GetLog. OCPP 1.6 security whitepaper, 5.10.
    """

    status: OneOf[enums.LogStatus]
    filename: Absent[String255] = None


class Heartbeat(Result):
    """Whether the central system is there: it answers with its current time.

    Charge points set their clocks by it.

    Answer to Heartbeat. OCPP 1.6, 6.30.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("currentTime", "*")

    current_time: str


class InstallCertificate(Result):
    """Whether the root certificate was installed.

    Answer to InstallCertificate. OCPP 1.6 security whitepaper, 5.12.
    """

    status: OneOf[enums.CertificateStatus]


class LogStatusNotification(Result):
    """Whether the report arrived: the empty answer says that it did.

    Answer to LogStatusNotification. OCPP 1.6 security whitepaper, 5.14.
    """


class MeterValues(Result):
    """Whether the readings arrived: the empty answer says that they did.

    Answer to MeterValues. OCPP 1.6, 6.32.
    """


class RemoteStartTransaction(Result):
    """Whether the charge point is going to try to start the transaction.

    Accepted is no proof of a start: wait for StartTransaction.

    Answer to RemoteStartTransaction. OCPP 1.6, 6.34.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.RemoteStartStopStatus]


class RemoteStopTransaction(Result):
    """Whether the transaction is running and is going to be stopped.

    Answer to RemoteStopTransaction. OCPP 1.6, 6.36.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.RemoteStartStopStatus]


class ReserveNow(Result):
    """Whether the connector is reserved, or why it is not.

    Answer to ReserveNow. OCPP 1.6, 6.38.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ReservationStatus]


class Reset(Result):
    """Whether the charge point is going to restart.

    Answer to Reset. OCPP 1.6, 6.40.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ResetStatus]


class SecurityEventNotification(Result):
    """Whether the event arrived: the empty answer says that it did.

    Answer to SecurityEventNotification. OCPP 1.6 security whitepaper, 5.16.
    """


class SendLocalList(Result):
    """Whether the update of the local authorization list was applied.

    After Failed or VersionMismatch of a differential update, send the full list.

    Answer to SendLocalList. OCPP 1.6, 6.42.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.UpdateStatus]


class SetChargingProfile(Result):
    """Whether the charging profile was accepted.

    It does not promise the exact limit: local constraints may reduce it further.

    Answer to SetChargingProfile. OCPP 1.6, 6.44.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.ChargingProfileStatus]


class SignCertificate(Result):
    """Whether the central system is going to have the request signed.

    The certificate itself follows later in CertificateSigned.

    Answer to SignCertificate. OCPP 1.6 security whitepaper, 5.18.
    """

    status: OneOf[enums.GenericStatus]


class SignedFirmwareStatusNotification(Result):
    """Whether the report arrived: the empty answer says that it did.

    Answer to SignedFirmwareStatusNotification. OCPP 1.6 security whitepaper, 5.20.
    """


class SignedUpdateFirmware(Result):
    """Whether the charge point takes on the update, and whether the certificate is good.

    Answer to SignedUpdateFirmware. OCPP 1.6 security whitepaper, 5.22.
    """

    status: OneOf[enums.UpdateFirmwareStatus]


class StartTransaction(Result):
    """Whether the tag is accepted, with the id that the central system gives the transaction.

    Use unique positive ids; zero and negative ones do not mean a refusal.
    If not Accepted, StopTransactionOnInvalidId decides whether the charge point stops or only pauses.

    Answer to StartTransaction. OCPP 1.6, 6.46.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("idTagInfo", "transactionId", "*")

    transaction_id: int
    id_tag_info: datatypes.IdTagInfo


class StatusNotification(Result):
    """Whether the report arrived: the empty answer says that it did.

    Answer to StatusNotification. OCPP 1.6, 6.48.
    """


class StopTransaction(Result):
    """Whether the tag that stopped the transaction is valid; may be empty.

    It only updates the authorization cache: the transaction has ended in any case.

    Answer to StopTransaction. OCPP 1.6, 6.50.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("idTagInfo", "*")

    id_tag_info: Absent[datatypes.IdTagInfo] = None


class TriggerMessage(Result):
    """Whether the charge point is going to send the requested message.

    This answer comes first, the message itself after it.

    Answer to TriggerMessage. OCPP 1.6, 6.52.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.TriggerMessageStatus]


class UnlockConnector(Result):
    """Whether the cable lock was released.

    Answer to UnlockConnector. OCPP 1.6, 6.54.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.UnlockStatus]


class UpdateFirmware(Result):
    """Whether the request arrived: the empty answer says that it did, and promises nothing.

    The outcome comes as FirmwareStatusNotification.

    Answer to UpdateFirmware. OCPP 1.6, 6.56.
    """


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)
