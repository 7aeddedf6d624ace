"""The enums of OCPP 1.6: the words that its messages may use."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final

from ocpp import deprecation
from ocpp.v16 import old_names


class RenamedMembers(deprecation.RenamedMembers):
    """Lets members of enums be found by the names that they once had."""

    old_names: ClassVar[Mapping[str, Mapping[str, str]]] = old_names.ENUM_MEMBERS


class Action(StrEnum, metaclass=RenamedMembers):
    """Names of all messages of OCPP 1.6, as they stand in the frame.

    OCPP 1.6, 4, 5 and 6; OCPP 1.6 security whitepaper, 5.
    """

    authorize = "Authorize"
    boot_notification = "BootNotification"
    cancel_reservation = "CancelReservation"
    certificate_signed = "CertificateSigned"
    change_availability = "ChangeAvailability"
    change_configuration = "ChangeConfiguration"
    clear_cache = "ClearCache"
    clear_charging_profile = "ClearChargingProfile"
    data_transfer = "DataTransfer"
    delete_certificate = "DeleteCertificate"
    diagnostics_status_notification = "DiagnosticsStatusNotification"
    extended_trigger_message = "ExtendedTriggerMessage"
    firmware_status_notification = "FirmwareStatusNotification"
    get_composite_schedule = "GetCompositeSchedule"
    get_configuration = "GetConfiguration"
    get_diagnostics = "GetDiagnostics"
    get_installed_certificate_ids = "GetInstalledCertificateIds"
    get_local_list_version = "GetLocalListVersion"
    get_log = "GetLog"
    heartbeat = "Heartbeat"
    install_certificate = "InstallCertificate"
    log_status_notification = "LogStatusNotification"
    meter_values = "MeterValues"
    remote_start_transaction = "RemoteStartTransaction"
    remote_stop_transaction = "RemoteStopTransaction"
    reserve_now = "ReserveNow"
    reset = "Reset"
    security_event_notification = "SecurityEventNotification"
    send_local_list = "SendLocalList"
    set_charging_profile = "SetChargingProfile"
    sign_certificate = "SignCertificate"
    signed_firmware_status_notification = "SignedFirmwareStatusNotification"
    signed_update_firmware = "SignedUpdateFirmware"
    start_transaction = "StartTransaction"
    status_notification = "StatusNotification"
    stop_transaction = "StopTransaction"
    trigger_message = "TriggerMessage"
    unlock_connector = "UnlockConnector"
    update_firmware = "UpdateFirmware"


class AuthorizationStatus(StrEnum):
    """Verdict on an idTag.

    Only Accepted allows charging. ConcurrentTx occurs in the answer to StartTransaction only.

    OCPP 1.6, 7.2.
    """

    accepted = "Accepted"
    blocked = "Blocked"
    expired = "Expired"
    invalid = "Invalid"
    concurrent_tx = "ConcurrentTx"


class AvailabilityStatus(StrEnum):
    """Outcome of ChangeAvailability.

    Scheduled: the change waits until running transactions have ended.

    OCPP 1.6, 7.3.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    scheduled = "Scheduled"


class AvailabilityType(StrEnum):
    """Whether a connector is to be in service (Operative) or out of service (Inoperative).

    OCPP 1.6, 7.4.
    """

    inoperative = "Inoperative"
    operative = "Operative"


class CancelReservationStatus(StrEnum):
    """Outcome of CancelReservation.

    Rejected: no reservation with that id.

    OCPP 1.6, 7.5.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateSignedStatus(StrEnum):
    """Whether a charge point found its newly signed certificate valid.

    OCPP 1.6 security whitepaper, 6.2.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateStatus(StrEnum):
    """Outcome of InstallCertificate.

    Rejected: the certificate is bad or the store is full. Failed: it is good but was not installed.

    OCPP 1.6 security whitepaper, 6.3.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    failed = "Failed"


class CertificateUse(StrEnum):
    """Kind of root certificate.

    The central system root is for TLS connections, the manufacturer root for signed firmware.

    OCPP 1.6 security whitepaper, 6.4.
    """

    central_system_root_certificate = "CentralSystemRootCertificate"
    manufacturer_root_certificate = "ManufacturerRootCertificate"


class ChargePointErrorCode(StrEnum, metaclass=RenamedMembers):
    """Error that comes with a status, or NoError.

    With a status other than Faulted it is a warning.
    EVCommunicationError never leads to Faulted; for OtherError read the vendor error code.

    OCPP 1.6, 7.6.
    """

    connector_lock_failure = "ConnectorLockFailure"
    ev_communication_error = "EVCommunicationError"
    ground_failure = "GroundFailure"
    high_temperature = "HighTemperature"
    internal_error = "InternalError"
    local_list_conflict = "LocalListConflict"
    no_error = "NoError"
    other_error = "OtherError"
    over_current_failure = "OverCurrentFailure"
    over_voltage = "OverVoltage"
    power_meter_failure = "PowerMeterFailure"
    power_switch_failure = "PowerSwitchFailure"
    reader_failure = "ReaderFailure"
    reset_failure = "ResetFailure"
    under_voltage = "UnderVoltage"
    weak_signal = "WeakSignal"


class ChargePointStatus(StrEnum, metaclass=RenamedMembers):
    """State of a connector, or of the charge point itself (connector 0).

    Connector 0 is only Available, Unavailable or Faulted.
    Unavailable and Faulted are inoperative, all others operative.
    If both sides suspend, SuspendedEVSE takes precedence over SuspendedEV.

    OCPP 1.6, 7.7.
    """

    available = "Available"
    preparing = "Preparing"
    charging = "Charging"
    suspended_evse = "SuspendedEVSE"
    suspended_ev = "SuspendedEV"
    finishing = "Finishing"
    reserved = "Reserved"
    unavailable = "Unavailable"
    faulted = "Faulted"


class ChargingProfileKindType(StrEnum):
    """What the times of a charging profile are counted from.

    Absolute: from the start of the schedule; Recurring: the same again every day or week;
    Relative: from an event that the charge point chooses, such as the start of the transaction.

    OCPP 1.6, 7.9.
    """

    absolute = "Absolute"
    recurring = "Recurring"
    relative = "Relative"


class ChargingProfilePurposeType(StrEnum, metaclass=RenamedMembers):
    """What a charging profile is for.

    ChargePointMaxProfile limits the whole charge point and is set on connector 0 only.
    TxDefaultProfile is for new transactions; one on a connector overrides one on connector 0.
    TxProfile overrides the default for one running transaction and ends with it.

    OCPP 1.6, 7.10.
    """

    charge_point_max_profile = "ChargePointMaxProfile"
    tx_default_profile = "TxDefaultProfile"
    tx_profile = "TxProfile"


class ChargingProfileStatus(StrEnum, metaclass=RenamedMembers):
    """Outcome of SetChargingProfile.

    OCPP 1.6, 7.11.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_supported = "NotSupported"


class ChargingRateUnitType(StrEnum):
    """Unit of the limits of a charging schedule.

    W is the total power over all phases, A the current per phase.

    OCPP 1.6, 7.12.
    """

    watts = "W"
    amps = "A"


class CiStringType(int):
    """Greatest lengths of the case-insensitive strings of OCPP 1.6, in characters.

    Not an enumeration: plain integers to compare a length with.

    OCPP 1.6, 7.15 to 7.19.
    """

    ci_string_20: Final = 20
    ci_string_25: Final = 25
    ci_string_50: Final = 50
    ci_string_255: Final = 255
    ci_string_500: Final = 500


class ClearCacheStatus(StrEnum):
    """Outcome of ClearCache.

    OCPP 1.6, 7.20.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ClearChargingProfileStatus(StrEnum):
    """Outcome of ClearChargingProfile.

    Unknown: nothing matched.

    OCPP 1.6, 7.21.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class ConfigurationKey(StrEnum):
    """Names of the standard configuration keys, including those for security and ISO 15118.

    A charge point may have further keys of its own.

    OCPP 1.6, 9; OCPP 1.6 security whitepaper, 7; OCA application note on ISO 15118.
    """

    allow_offline_tx_for_unknown_id = "AllowOfflineTxForUnknownId"
    authorization_cache_enabled = "AuthorizationCacheEnabled"
    authorize_remote_tx_requests = "AuthorizeRemoteTxRequests"
    blink_repeat = "BlinkRepeat"
    clock_aligned_data_interval = "ClockAlignedDataInterval"
    connection_time_out = "ConnectionTimeOut"
    connector_phase_rotation = "ConnectorPhaseRotation"
    connector_phase_rotation_max_length = "ConnectorPhaseRotationMaxLength"
    get_configuration_max_keys = "GetConfigurationMaxKeys"
    heartbeat_interval = "HeartbeatInterval"
    light_intensity = "LightIntensity"
    local_authorize_offline = "LocalAuthorizeOffline"
    local_pre_authorize = "LocalPreAuthorize"
    max_energy_on_invalid_id = "MaxEnergyOnInvalidId"
    meter_values_aligned_data = "MeterValuesAlignedData"
    meter_values_aligned_data_max_length = "MeterValuesAlignedDataMaxLength"
    meter_values_sampled_data = "MeterValuesSampledData"
    meter_values_sampled_data_max_length = "MeterValuesSampledDataMaxLength"
    meter_value_sample_interval = "MeterValueSampleInterval"
    minimum_status_duration = "MinimumStatusDuration"
    number_of_connectors = "NumberOfConnectors"
    reset_retries = "ResetRetries"
    stop_transaction_on_ev_side_disconnect = "StopTransactionOnEVSideDisconnect"
    stop_transaction_on_invalid_id = "StopTransactionOnInvalidId"
    stop_txn_aligned_data = "StopTxnAlignedData"
    stop_txn_aligned_data_max_length = "StopTxnAlignedDataMaxLength"
    stop_txn_sampled_data = "StopTxnSampledData"
    stop_txn_sampled_data_max_length = "StopTxnSampledDataMaxLength"
    supported_feature_profiles = "SupportedFeatureProfiles"
    supported_feature_profiles_max_length = "SupportedFeatureProfilesMaxLength"
    transaction_message_attempts = "TransactionMessageAttempts"
    transaction_message_retry_interval = "TransactionMessageRetryInterval"
    unlock_connector_on_ev_side_disconnect = "UnlockConnectorOnEVSideDisconnect"
    web_socket_ping_interval = "WebSocketPingInterval"
    local_auth_list_enabled = "LocalAuthListEnabled"
    local_auth_list_max_length = "LocalAuthListMaxLength"
    send_local_list_max_length = "SendLocalListMaxLength"
    reserve_connector_zero_supported = "ReserveConnectorZeroSupported"
    charge_profile_max_stack_level = "ChargeProfileMaxStackLevel"
    charging_schedule_allowed_charging_rate_unit = "ChargingScheduleAllowedChargingRateUnit"
    charging_schedule_max_periods = "ChargingScheduleMaxPeriods"
    connector_switch_3to1_phase_supported = "ConnectorSwitch3to1PhaseSupported"
    max_charging_profiles_installed = "MaxChargingProfilesInstalled"
    central_contract_validation_allowed = "CentralContractValidationAllowed"
    certificate_signed_max_chain_size = "CertificateSignedMaxChainSize"
    cert_signing_wait_minimum = "CertSigningWaitMinimum"
    cert_signing_repeat_times = "CertSigningRepeatTimes"
    certificate_store_max_length = "CertificateStoreMaxLength"
    contract_validation_offline = "ContractValidationOffline"
    iso_15118_pnc_enabled = "ISO15118PnCEnabled"
    additional_root_certificate_check = "AdditionalRootCertificateCheck"
    authorization_key = "AuthorizationKey"
    cpo_name = "CpoName"
    security_profile = "SecurityProfile"
    supported_file_transfer_protocols = "SupportedFileTransferProtocols"


class ConfigurationStatus(StrEnum, metaclass=RenamedMembers):
    """Outcome of ChangeConfiguration.

    RebootRequired: stored, but in force only after a reboot, which the central system must ask for.
    NotSupported: no such key. Rejected: the key exists but the value was not taken.

    OCPP 1.6, 7.22.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    reboot_required = "RebootRequired"
    not_supported = "NotSupported"


class CoreFirmwareStatus(StrEnum):
    """How far an update of unsigned firmware is.

    FirmwareStatus has these words and those for signed firmware.

    OCPP 1.6, 7.25.
    """

    downloaded = "Downloaded"
    download_failed = "DownloadFailed"
    downloading = "Downloading"
    idle = "Idle"
    installation_failed = "InstallationFailed"
    installing = "Installing"
    installed = "Installed"


class CoreMessageTrigger(StrEnum):
    """What the core specification lets TriggerMessage ask for.

    MessageTrigger has these words and those of ExtendedTriggerMessage.

    OCPP 1.6, 7.31.
    """

    boot_notification = "BootNotification"
    firmware_status_notification = "FirmwareStatusNotification"
    heartbeat = "Heartbeat"
    meter_values = "MeterValues"
    status_notification = "StatusNotification"
    diagnostics_status_notification = "DiagnosticsStatusNotification"


class DataTransferStatus(StrEnum, metaclass=RenamedMembers):
    """Outcome of DataTransfer.

    UnknownVendorId and UnknownMessageId: the receiver has no implementation for it.

    OCPP 1.6, 7.23.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_message_id = "UnknownMessageId"
    unknown_vendor_id = "UnknownVendorId"


class DeleteCertificateStatus(StrEnum):
    """Outcome of DeleteCertificate.

    Failed is also the answer for a root certificate that is in use.

    OCPP 1.6 security whitepaper, 6.7.
    """

    accepted = "Accepted"
    failed = "Failed"
    not_found = "NotFound"


class DiagnosticsStatus(StrEnum, metaclass=RenamedMembers):
    """Progress of a diagnostics upload.

    Idle is sent only when a trigger asked and nothing is being uploaded.

    OCPP 1.6, 7.24.
    """

    idle = "Idle"
    uploaded = "Uploaded"
    upload_failed = "UploadFailed"
    uploading = "Uploading"


class ExtendedMessageTrigger(StrEnum):
    """What ExtendedTriggerMessage may ask for.

    MessageTrigger has these words and those of TriggerMessage.

    OCPP 1.6 security whitepaper, 5.
    """

    boot_notification = "BootNotification"
    firmware_status_notification = "FirmwareStatusNotification"
    heartbeat = "Heartbeat"
    meter_values = "MeterValues"
    status_notification = "StatusNotification"
    log_status_notification = "LogStatusNotification"
    sign_charge_point_certificate = "SignChargePointCertificate"


class FirmwareStatus(StrEnum, metaclass=RenamedMembers):
    """Progress of a firmware update.

    The scheduled, paused, rebooting, verification and signature states exist only in the signed form.
    Idle is sent only when a trigger asked and no update is running.

    OCPP 1.6, 7.25; OCPP 1.6 security whitepaper, 6.8.
    """

    downloaded = "Downloaded"
    download_failed = "DownloadFailed"
    downloading = "Downloading"
    idle = "Idle"
    installation_failed = "InstallationFailed"
    installing = "Installing"
    installed = "Installed"
    download_scheduled = "DownloadScheduled"
    download_paused = "DownloadPaused"
    install_rebooting = "InstallRebooting"
    install_scheduled = "InstallScheduled"
    install_verification_failed = "InstallVerificationFailed"
    invalid_signature = "InvalidSignature"
    signature_verified = "SignatureVerified"


class GenericStatus(StrEnum):
    """Whether a request is accepted or rejected.

    Used for the answer to SignCertificate.

    OCPP 1.6 security whitepaper, 6.10.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class GetCompositeScheduleStatus(StrEnum):
    """Whether a composite schedule could be calculated.

    OCPP 1.6, 7.26.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class GetInstalledCertificateStatus(StrEnum):
    """Whether certificates of the requested kind are installed.

    OCPP 1.6 security whitepaper, 6.11.
    """

    accepted = "Accepted"
    not_found = "NotFound"


class HashAlgorithm(StrEnum):
    """Hash algorithm by which certificates are named.

    OCPP 1.6 security whitepaper, 6.12.
    """

    sha256 = "SHA256"
    sha384 = "SHA384"
    sha512 = "SHA512"


class Location(StrEnum):
    """Place where a value was measured.

    Outlet (at the connector) is meant when the field is absent.

    OCPP 1.6, 7.30.
    """

    inlet = "Inlet"
    outlet = "Outlet"
    body = "Body"
    cable = "Cable"
    ev = "EV"


class Log(StrEnum):
    """Kind of log to upload.

    OCPP 1.6 security whitepaper, 6.13.
    """

    diagnostics_log = "DiagnosticsLog"
    security_log = "SecurityLog"


class LogStatus(StrEnum):
    """Outcome of GetLog.

    AcceptedCanceled: accepted, and an upload that was under way has been given up.

    OCPP 1.6 security whitepaper, 6.15.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"


class Measurand(StrEnum, metaclass=RenamedMembers):
    """Physical quantity that was measured.

    Import is from the grid to the vehicle. Registers only ever grow; intervals are per period.
    Frequency is in hertz, although OCPP 1.6 has no such unit.
    Energy.Active.Import.Register is meant when the field is absent.

    OCPP 1.6, 7.31.
    """

    current_export = "Current.Export"
    current_import = "Current.Import"
    current_offered = "Current.Offered"
    energy_active_export_register = "Energy.Active.Export.Register"
    energy_active_import_register = "Energy.Active.Import.Register"
    energy_reactive_export_register = "Energy.Reactive.Export.Register"
    energy_reactive_import_register = "Energy.Reactive.Import.Register"
    energy_active_export_interval = "Energy.Active.Export.Interval"
    energy_active_import_interval = "Energy.Active.Import.Interval"
    energy_reactive_export_interval = "Energy.Reactive.Export.Interval"
    energy_reactive_import_interval = "Energy.Reactive.Import.Interval"
    frequency = "Frequency"
    power_active_export = "Power.Active.Export"
    power_active_import = "Power.Active.Import"
    power_factor = "Power.Factor"
    power_offered = "Power.Offered"
    power_reactive_export = "Power.Reactive.Export"
    power_reactive_import = "Power.Reactive.Import"
    rpm = "RPM"
    soc = "SoC"
    temperature = "Temperature"
    voltage = "Voltage"


class MessageTrigger(StrEnum, metaclass=RenamedMembers):
    """Message that a charge point can be asked to send.

    DiagnosticsStatusNotification is for TriggerMessage only.
    LogStatusNotification and SignChargePointCertificate are for ExtendedTriggerMessage only.

    OCPP 1.6, 7.32; OCPP 1.6 security whitepaper, 6.16.
    """

    boot_notification = "BootNotification"
    firmware_status_notification = "FirmwareStatusNotification"
    heartbeat = "Heartbeat"
    meter_values = "MeterValues"
    status_notification = "StatusNotification"
    diagnostics_status_notification = "DiagnosticsStatusNotification"
    log_status_notification = "LogStatusNotification"
    sign_charge_point_certificate = "SignChargePointCertificate"


class Phase(StrEnum, metaclass=RenamedMembers):
    """Phase, or pair of conductors, that a value was measured on.

    Absent means the value as a whole. Not every phase makes sense for every measurand.

    OCPP 1.6, 7.34.
    """

    l1 = "L1"
    l2 = "L2"
    l3 = "L3"
    n = "N"
    l1_n = "L1-N"
    l2_n = "L2-N"
    l3_n = "L3-N"
    l1_l2 = "L1-L2"
    l2_l3 = "L2-L3"
    l3_l1 = "L3-L1"


class ReadingContext(StrEnum, metaclass=RenamedMembers):
    """Occasion on which a value was measured.

    Sample.Periodic is meant when the field is absent.

    OCPP 1.6, 7.35.
    """

    interruption_begin = "Interruption.Begin"
    interruption_end = "Interruption.End"
    other = "Other"
    sample_clock = "Sample.Clock"
    sample_periodic = "Sample.Periodic"
    transaction_begin = "Transaction.Begin"
    transaction_end = "Transaction.End"
    trigger = "Trigger"


class Reason(StrEnum, metaclass=RenamedMembers):
    """Why a transaction ended.

    Local is meant when the field is absent; Local and Remote are the regular ends.

    OCPP 1.6, 7.36.
    """

    emergency_stop = "EmergencyStop"
    ev_disconnected = "EVDisconnected"
    hard_reset = "HardReset"
    local = "Local"
    other = "Other"
    power_loss = "PowerLoss"
    reboot = "Reboot"
    remote = "Remote"
    soft_reset = "SoftReset"
    unlock_command = "UnlockCommand"
    de_authorized = "DeAuthorized"


class RecurrencyKind(StrEnum):
    """Period after which a recurring schedule starts again.

    Daily is every 24 hours and Weekly every 7 days, counted from the start of the schedule.

    OCPP 1.6, 7.37.
    """

    daily = "Daily"
    weekly = "Weekly"


class RegistrationStatus(StrEnum):
    """Outcome of BootNotification.

    Pending: the central system may read and configure first; remote start and stop are not allowed.
    Rejected: silence until the given interval is over.

    OCPP 1.6, 7.38.
    """

    accepted = "Accepted"
    pending = "Pending"
    rejected = "Rejected"


class RemoteStartStopStatus(StrEnum):
    """Whether a remote start or stop is going to be attempted.

    OCPP 1.6, 7.39.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ReservationStatus(StrEnum):
    """Outcome of ReserveNow.

    Occupied also covers a connector that is already reserved.
    Rejected: the charge point takes no reservations, or none on connector 0.

    OCPP 1.6, 7.40.
    """

    accepted = "Accepted"
    faulted = "Faulted"
    occupied = "Occupied"
    rejected = "Rejected"
    unavailable = "Unavailable"


class ResetStatus(StrEnum):
    """Whether the charge point is going to restart.

    OCPP 1.6, 7.41.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ResetType(StrEnum):
    """How a charge point restarts.

    Soft ends transactions in order first; Hard restarts the hardware at once and may lose data.

    OCPP 1.6, 7.42.
    """

    hard = "Hard"
    soft = "Soft"


class TransactionUnitOfMeasure(StrEnum):
    """Units of the samples that StopTransaction may carry: those of UnitOfMeasure without Hertz.

    Celcius is a misspelling that is in use; both spellings are accepted.

    OCPP 1.6, 7.45.
    """

    wh = "Wh"
    kwh = "kWh"
    varh = "varh"
    kvarh = "kvarh"
    w = "W"
    kw = "kW"
    va = "VA"
    kva = "kVA"
    var = "var"
    kvar = "kvar"
    a = "A"
    v = "V"
    celsius = "Celsius"
    fahrenheit = "Fahrenheit"
    k = "K"
    percent = "Percent"
    celcius = "Celcius"


class TriggerMessageStatus(StrEnum, metaclass=RenamedMembers):
    """Whether a triggered message is going to be sent.

    NotImplemented: the charge point does not know the message.

    OCPP 1.6, 7.44; OCPP 1.6 security whitepaper, 6.17.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_implemented = "NotImplemented"


class UnitOfMeasure(StrEnum):
    """Unit of a sampled value.

    Wh is meant when the field is absent and the measurand is an energy.
    There is no hertz: the unit stays away for Frequency.

    OCPP 1.6, 7.45.
    """

    wh = "Wh"
    kwh = "kWh"
    varh = "varh"
    kvarh = "kvarh"
    w = "W"
    kw = "kW"
    va = "VA"
    kva = "kVA"
    var = "var"
    kvar = "kvar"
    a = "A"
    v = "V"
    celsius = "Celsius"
    fahrenheit = "Fahrenheit"
    k = "K"
    percent = "Percent"
    celcius = "Celcius"
    hertz = "Hertz"


class UnlockStatus(StrEnum, metaclass=RenamedMembers):
    """Outcome of UnlockConnector.

    NotSupported: no lock, or no such connector.

    OCPP 1.6, 7.46.
    """

    unlocked = "Unlocked"
    unlock_failed = "UnlockFailed"
    not_supported = "NotSupported"


class UpdateFirmwareStatus(StrEnum):
    """Outcome of SignedUpdateFirmware.

    AcceptedCanceled: accepted, and an update that was under way has been given up.
    InvalidCertificate and RevokedCertificate are about the firmware signing certificate.

    OCPP 1.6 security whitepaper, 6.18.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"
    invalid_certificate = "InvalidCertificate"
    revoked_certificate = "RevokedCertificate"


class UpdateStatus(StrEnum, metaclass=RenamedMembers):
    """Outcome of SendLocalList.

    VersionMismatch: a differential update is not newer than the list; send the full one.

    OCPP 1.6, 7.47.
    """

    accepted = "Accepted"
    failed = "Failed"
    not_supported = "NotSupported"
    version_mismatch = "VersionMismatch"


class UpdateType(StrEnum):
    """Whether a local authorization list is replaced (Full) or changed (Differential).

    OCPP 1.6, 7.48.
    """

    differential = "Differential"
    full = "Full"


class UploadLogStatus(StrEnum):
    """Progress of a log upload.

    Idle is sent only when a trigger asked and nothing is being uploaded.
    BadMessage, NotSupportedOperation, PermissionDenied and UploadFailure are failures.

    OCPP 1.6 security whitepaper, 6.19.
    """

    bad_message = "BadMessage"
    idle = "Idle"
    not_supported_operation = "NotSupportedOperation"
    permission_denied = "PermissionDenied"
    uploaded = "Uploaded"
    upload_failure = "UploadFailure"
    uploading = "Uploading"


class ValueFormat(StrEnum, metaclass=RenamedMembers):
    """How the text of a sampled value is to be read.

    Raw is a decimal number and is meant when the field is absent; SignedData is hexadecimal.

    OCPP 1.6, 7.49.
    """

    raw = "Raw"
    signed_data = "SignedData"
