"""The requests of OCPP 1.6: what either side may ask of the other."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import Absent, OneOf, String20, String25, String50, String255, String500, String5500, String10000
from ocpp.model import ConstructorAids, Request, SchemaOrder, Sender
from ocpp.v16 import call_result, datatypes, enums, variants


class Authorize(Request[call_result.Authorize]):
    """Ask whether a driver's idTag may charge.

    Sent for a tag that is not known locally, or that stops a transaction which another tag started.
    The receiver always answers, also for unknown tags: the verdict is in `id_tag_info`.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.1 and 6.1.
    """

    __block__ = "authorization"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("idTag", "*")

    id_tag: String20


class BootNotification(Request[call_result.BootNotification]):
    """Announce a charge point after power-up or reboot and ask to be registered.

    Until the answer is Accepted the charge point sends nothing else (Pending: only what is triggered).
    Serial numbers, SIM data and firmware version are optional: do not identify a charge point by them.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.2 and 6.3.
    """

    __block__ = "provisioning"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "chargePointVendor",
        "chargePointModel",
        "chargePointSerialNumber",
        "chargeBoxSerialNumber",
        "firmwareVersion",
        "iccid",
        "imsi",
        "meterType",
        "meterSerialNumber",
        "*",
    )

    charge_point_model: String20
    charge_point_vendor: String20
    charge_box_serial_number: Absent[String25] = None
    charge_point_serial_number: Absent[String25] = None
    firmware_version: Absent[String50] = None
    iccid: Absent[String20] = None
    imsi: Absent[String20] = None
    meter_serial_number: Absent[String25] = None
    meter_type: Absent[String25] = None


class CancelReservation(Request[call_result.CancelReservation]):
    """Withdraw a reservation that was made with ReserveNow.

    `reservation_id` is the number chosen by the central system in ReserveNow.

    Central system to charge point. Profile: Reservation. OCPP 1.6, 5.1 and 6.5.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("reservationId", "*")

    reservation_id: int


class CertificateSigned(Request[call_result.CertificateSigned]):
    """Deliver the client certificate that was requested with SignCertificate.

    `certificate_chain` is PEM, leaf first, at most 10,000 characters or CertificateSignedMaxChainSize.
    A charge point that finds it invalid answers Rejected and raises a security event.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, A02, A03 and 5.1.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("certificateChain", "*")

    certificate_chain: String10000


class ChangeAvailability(Request[call_result.ChangeAvailability]):
    """Take a connector, or the whole charge point, in or out of service.

    `connector_id` 0 means the charge point and all its connectors; the setting survives a reboot.
    A running transaction is not cut off: the change then waits for its end (Scheduled).

    Central system to charge point. Profile: Core. OCPP 1.6, 5.2 and 6.7.
    """

    __block__ = "availability"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "type", "*")

    connector_id: int
    type: OneOf[enums.AvailabilityType]


class ChangeConfiguration(Request[call_result.ChangeConfiguration]):
    """Write one configuration key of a charge point.

    The value is always a string: "true"/"false", decimal digits, or a list separated by commas.
    `key` is at most 50 and `value` at most 500 characters.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.3 and 6.9.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("key", "value", "*")

    key: String50
    value: String500


class ClearCache(Request[call_result.ClearCache]):
    """Empty the authorization cache of a charge point.

    The local authorization list is not touched.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.4 and 6.11.
    """

    __block__ = "authorization"
    __sender__ = Sender.csms


class ClearChargingProfile(Request[call_result.ClearChargingProfile]):
    """Remove charging profiles: one by its id, or all that match the given filters.

    With `id` the other fields are ignored; otherwise the filters are combined with AND.
    Without any field every profile is removed.

    Central system to charge point. Profile: Smart Charging. OCPP 1.6, 5.5 and 6.13.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("id", "connectorId", "chargingProfilePurpose", "stackLevel", "*")

    id: Absent[int] = None
    connector_id: Absent[int] = None
    charging_profile_purpose: Absent[OneOf[enums.ChargingProfilePurposeType]] = None
    stack_level: Absent[int] = None


class DataTransfer(Request[call_result.DataTransfer]):
    """Carry vendor-specific data that OCPP has no message for; either side may send it.

    `vendor_id` is best a reversed domain name; `data` is text in a format both sides agreed on.
    A receiver without an implementation answers UnknownVendorId or UnknownMessageId.

    Either side to the other. Profile: Core. OCPP 1.6, 4.3, 5.6 and 6.15.
    """

    __block__ = "data_transfer"
    __sender__ = Sender.both
    __schema_order__: ClassVar[SchemaOrder] = ("vendorId", "messageId", "data", "*")

    vendor_id: String255
    message_id: Absent[String50] = None
    data: Absent[str] = None


class DeleteCertificate(Request[call_result.DeleteCertificate]):
    """Remove one installed root certificate, named by its hashes.

    Use the hash algorithm under which the charge point listed it.
    The charge point's own certificate and a root that is in use cannot be deleted this way.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, M04 and 5.3.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms

    certificate_hash_data: datatypes.CertificateHashData


class DiagnosticsStatusNotification(Request[call_result.DiagnosticsStatusNotification]):
    """Report the progress of an upload that GetDiagnostics started.

    There is no request id: it concerns the latest GetDiagnostics. Idle only answers a trigger.

    Charge point to central system. Profile: Firmware Management. OCPP 1.6, 4.4 and 6.17.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.DiagnosticsStatus]


class ExtendedTriggerMessage(Request[call_result.ExtendedTriggerMessage]):
    """Ask a charge point to send one of its messages now, the security ones included.

    FirmwareStatusNotification here triggers SignedFirmwareStatusNotification.
    Without `connector_id` it applies to all connectors.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, A02 and 5.5.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms

    requested_message: OneOf[enums.ExtendedMessageTrigger]
    connector_id: Absent[int] = None


class FirmwareStatusNotification(Request[call_result.FirmwareStatusNotification]):
    """Report the progress of an update that UpdateFirmware started.

    There is no request id: it concerns the latest UpdateFirmware. Idle only answers a trigger.

    Charge point to central system. Profile: Firmware Management. OCPP 1.6, 4.5 and 6.19.
    """

    __block__ = "firmware"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("status", "*")

    status: OneOf[enums.CoreFirmwareStatus]


class GetCompositeSchedule(Request[call_result.GetCompositeSchedule]):
    """Ask which limit will result from all charging profiles over the next seconds.

    `duration` in seconds from receipt; `connector_id` 0 asks for the grid connection as a whole.
    `charging_rate_unit` forces W or A; the forecast may change as soon as it was given.

    Central system to charge point. Profile: Smart Charging. OCPP 1.6, 5.7 and 6.21.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "duration", "chargingRateUnit", "*")

    connector_id: int
    duration: int
    charging_rate_unit: Absent[OneOf[enums.ChargingRateUnitType]] = None


class GetConfiguration(Request[call_result.GetConfiguration]):
    """Read configuration keys of a charge point, or all of them if none is named.

    The number of keys per request is limited by GetConfigurationMaxKeys.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.8 and 6.23.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("key", "*")

    key: Absent[list[String50]] = None


class GetDiagnostics(Request[call_result.GetDiagnostics]):
    """Ask a charge point to upload its diagnostics file to a URL.

    `retry_interval` in seconds; `start_time` and `stop_time` bound the log lines of interest.
    Progress comes as DiagnosticsStatusNotification. GetLog is the newer form.

    Central system to charge point. Profile: Firmware Management. OCPP 1.6, 5.9 and 6.25.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("location", "retries", "retryInterval", "startTime", "stopTime", "*")

    location: str
    retries: Absent[int] = None
    retry_interval: Absent[int] = None
    start_time: Absent[str] = None
    stop_time: Absent[str] = None


class GetInstalledCertificateIds(Request[call_result.GetInstalledCertificateIds]):
    """List the root certificates of one kind that a charge point has installed.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, M03 and 5.7.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms

    certificate_type: OneOf[enums.CertificateUse]


class GetLocalListVersion(Request[call_result.GetLocalListVersion]):
    """Ask for the version of the local authorization list, before sending an update.

    Central system to charge point. Profile: Local Auth List Management. OCPP 1.6, 5.10 and 6.27.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms


class GetLog(Request[call_result.GetLog]):
    """Ask a charge point to upload its diagnostics log or its security log.

    `request_id` comes back in every LogStatusNotification; `retry_interval` in seconds.
    A new request may cancel an upload that is under way (AcceptedCanceled).

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, N01 and 5.9.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    log: datatypes.LogParameters
    log_type: OneOf[enums.Log]
    request_id: int
    retries: Absent[int] = None
    retry_interval: Absent[int] = None


class Heartbeat(Request[call_result.Heartbeat]):
    """Show that the charge point is alive and fetch the time of the central system.

    Any other message counts as a sign of life too, so a busy charge point may skip heartbeats.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.6 and 6.29.
    """

    __block__ = "availability"
    __sender__ = Sender.station


class InstallCertificate(Request[call_result.InstallCertificate]):
    """Install a root certificate, of the central system or of the manufacturer.

    `certificate` is one PEM certificate of at most 5,500 characters.
    With AdditionalRootCertificateCheck a new central system root must be signed by the old one.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, M05 and 5.11.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms

    certificate_type: OneOf[enums.CertificateUse]
    certificate: String5500


class LogStatusNotification(Request[call_result.LogStatusNotification]):
    """Report the progress of an upload that GetLog started.

    `request_id` is that of GetLog; it may be absent only for a triggered Idle.

    Charge point to central system. Profile: Security extension. OCPP 1.6 security whitepaper, N01 and 5.13.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station

    status: OneOf[enums.UploadLogStatus]
    request_id: Absent[int] = None


class MeterValues(Request[call_result.MeterValues], metaclass=ConstructorAids):
    """Send meter readings, clock-aligned or sampled during a transaction.

    `connector_id` 0 is the main meter. `transaction_id` is absent outside transactions.
    Which measurands come, and how often, is set by configuration keys.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.7 and 6.31.
    """

    __block__ = "metering"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "transactionId", "meterValue", "*")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"meter_value": list}

    connector_id: int
    meter_value: Annotated[list[datatypes.MeterValue], Meta(min_length=1)]
    transaction_id: Absent[int] = None


class RemoteStartTransaction(Request[call_result.RemoteStartTransaction]):
    """Ask a charge point to start a transaction for an idTag.

    Accepted means it will try: the transaction exists only once StartTransaction arrives.
    A charging profile must have purpose TxProfile and no transaction id.
    A charge point may refuse a request without `connector_id`.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.11 and 6.33.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "idTag", "chargingProfile", "*")

    id_tag: String20
    connector_id: Absent[int] = None
    charging_profile: Absent[datatypes.ChargingProfile] = None


class RemoteStopTransaction(Request[call_result.RemoteStopTransaction]):
    """Ask a charge point to stop a running transaction.

    Works like a local stop: StopTransaction follows and the cable is released.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.12 and 6.35.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("transactionId", "*")

    transaction_id: int


class ReserveNow(Request[call_result.ReserveNow]):
    """Hold a connector for an idTag until an expiry date.

    `connector_id` 0 reserves any one connector, if ReserveConnectorZeroSupported is true.
    A known `reservation_id` replaces that reservation; `parent_id_tag` admits the whole group.

    Central system to charge point. Profile: Reservation. OCPP 1.6, 5.13 and 6.37.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "connectorId",
        "expiryDate",
        "idTag",
        "parentIdTag",
        "reservationId",
        "*",
    )

    connector_id: int
    expiry_date: str
    id_tag: String20
    reservation_id: int
    parent_id_tag: Absent[String20] = None


class Reset(Request[call_result.Reset]):
    """Restart a charge point, softly or by hard reset.

    Soft ends transactions in order first; Hard is a last resort and may lose queued messages.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.14 and 6.39.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("type", "*")

    type: OneOf[enums.ResetType]


class SecurityEventNotification(Request[call_result.SecurityEventNotification]):
    """Report a security event such as a failed login or an invalid certificate.

    Only critical events are sent; all of them go to the security log.
    `type` is at most 50 characters and may be vendor-specific; `tech_info` at most 255.

    Charge point to central system. Profile: Security extension. OCPP 1.6 security whitepaper, A04 and 5.15.
    """

    __block__ = "security"
    __sender__ = Sender.station

    type: String50
    timestamp: str
    tech_info: Absent[String255] = None


class SendLocalList(Request[call_result.SendLocalList], metaclass=ConstructorAids):
    """Replace the local authorization list of a charge point, or change parts of it.

    `list_version` is the version after the update; 0 and -1 are not allowed.
    Full with no entries empties the list; at most SendLocalListMaxLength entries per message.
    After a failed differential update send the full list.

    Central system to charge point. Profile: Local Auth List Management. OCPP 1.6, 5.15 and 6.41.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("listVersion", "localAuthorizationList", "updateType", "*")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"local_authorization_list": list}

    list_version: int
    update_type: OneOf[enums.UpdateType]
    local_authorization_list: Absent[list[datatypes.AuthorizationData]] = None


class SetChargingProfile(Request[call_result.SetChargingProfile]):
    """Install a charging profile that limits power or current over time.

    Replaces a profile with the same id, or with the same purpose and stack level.
    `connector_id` 0 is allowed for ChargePointMaxProfile and TxDefaultProfile.
    TxProfile needs a running transaction; give its transaction id.

    Central system to charge point. Profile: Smart Charging. OCPP 1.6, 5.16 and 6.43.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "csChargingProfiles", "*")

    connector_id: int
    cs_charging_profiles: datatypes.ChargingProfile


class SignCertificate(Request[call_result.SignCertificate]):
    """Ask the central system to have a certificate signing request signed.

    `csr` is a PEM certificate signing request of at most 5,500 characters.
    The signed certificate comes later, in CertificateSigned.

    Charge point to central system. Profile: Security extension. OCPP 1.6 security whitepaper, A02, A03 and 5.17.
    """

    __block__ = "security"
    __sender__ = Sender.station

    csr: String5500


class SignedFirmwareStatusNotification(Request[call_result.SignedFirmwareStatusNotification]):
    """Report the progress of an update that SignedUpdateFirmware started.

    `request_id` is that of SignedUpdateFirmware; it may be absent only for a triggered Idle.

    Charge point to central system. Profile: Security extension. OCPP 1.6 security whitepaper, L01 and 5.19.
    """

    __block__ = "firmware"
    __sender__ = Sender.station

    status: OneOf[enums.FirmwareStatus]
    request_id: Absent[int] = None


class SignedUpdateFirmware(Request[call_result.SignedUpdateFirmware]):
    """Tell a charge point to fetch and install firmware whose signature it must check.

    `request_id` comes back in every SignedFirmwareStatusNotification; `retry_interval` in seconds.
    The signing certificate is checked before the download, the signature before the installation.

    Central system to charge point. Profile: Security extension. OCPP 1.6 security whitepaper, L01 and 5.21.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "retries", "retryInterval", "requestId", "firmware")

    request_id: int
    firmware: variants.SignedFirmware
    retries: Absent[int] = None
    retry_interval: Absent[int] = None


class StartTransaction(Request[call_result.StartTransaction]):
    """Report that a transaction has started on a connector.

    `meter_start` is the meter register in Wh. It may arrive late, after an offline period.
    Always answer, whatever is wrong with it: otherwise the charge point repeats it.
    `reservation_id` is present if the transaction uses up a reservation.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.8 and 6.45.
    """

    __block__ = "transactions"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "idTag", "meterStart", "reservationId", "timestamp", "*")

    connector_id: int
    id_tag: String20
    meter_start: int
    timestamp: str
    reservation_id: Absent[int] = None


class StatusNotification(Request[call_result.StatusNotification]):
    """Report a new status or an error of a connector or of the charge point.

    `connector_id` 0 is the charge point itself: only Available, Unavailable or Faulted.
    An error code with a status other than Faulted is a warning. No timestamp means time of receipt.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.9 and 6.47.
    """

    __block__ = "availability"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "connectorId",
        "errorCode",
        "info",
        "status",
        "timestamp",
        "vendorId",
        "vendorErrorCode",
        "*",
    )

    connector_id: int
    error_code: OneOf[enums.ChargePointErrorCode]
    status: OneOf[enums.ChargePointStatus]
    timestamp: Absent[str] = None
    info: Absent[String50] = None
    vendor_id: Absent[String255] = None
    vendor_error_code: Absent[String50] = None


class StopTransaction(Request[call_result.StopTransaction]):
    """Report that a transaction has ended, with its final meter reading.

    `meter_stop` is the meter register in Wh. `transaction_id` -1: its start was never acknowledged.
    A missing `reason` means Local; `id_tag` is absent if nobody presented one.
    Always answer: a transaction cannot be kept from stopping.

    Charge point to central system. Profile: Core. OCPP 1.6, 4.10 and 6.49.
    """

    __block__ = "transactions"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "idTag",
        "meterStop",
        "timestamp",
        "transactionId",
        "reason",
        "transactionData",
        "*",
    )

    meter_stop: int
    timestamp: str
    transaction_id: int
    reason: Absent[OneOf[enums.Reason]] = None
    id_tag: Absent[String20] = None
    transaction_data: Absent[list[variants.TransactionMeterValue]] = None


class TriggerMessage(Request[call_result.TriggerMessage]):
    """Ask a charge point to send one of its messages now, with current data.

    Without `connector_id` it applies to all connectors, the charge point itself included.
    Do not trigger BootNotification once the charge point has been accepted.

    Central system to charge point. Profile: Remote Trigger. OCPP 1.6, 5.17 and 6.51.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("requestedMessage", "connectorId", "*")

    requested_message: OneOf[enums.CoreMessageTrigger]
    connector_id: Absent[int] = None


class UnlockConnector(Request[call_result.UnlockConnector]):
    """Release the cable lock of a connector, to help a driver whose plug is stuck.

    Not meant for stopping a transaction: use RemoteStopTransaction for that.

    Central system to charge point. Profile: Core. OCPP 1.6, 5.18 and 6.53.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("connectorId", "*")

    connector_id: int


class UpdateFirmware(Request[call_result.UpdateFirmware]):
    """Tell a charge point to fetch firmware from a URL and install it.

    It starts at `retrieve_date` at the earliest; `retry_interval` in seconds.
    Nothing is signed here: SignedUpdateFirmware is the secure form.

    Central system to charge point. Profile: Firmware Management. OCPP 1.6, 5.19 and 6.55.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("location", "retries", "retrieveDate", "retryInterval", "*")

    location: str
    retrieve_date: str
    retries: Absent[int] = None
    retry_interval: Absent[int] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)
