"""The enums of OCPP 2.0.1: the words that its messages may use."""

# ruff: noqa: S105  # words with "token" and "pass" in them are no passwords

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from ocpp import deprecation
from ocpp.v201 import old_names

from .device_model import *  # noqa: F403  # re-exported, for type checkers too


class RenamedMembers(deprecation.RenamedMembers):
    """Lets members of enums be found by the names that they once had."""

    old_names: ClassVar[Mapping[str, Mapping[str, str]]] = old_names.ENUM_MEMBERS


class Action(StrEnum, metaclass=RenamedMembers):
    """Names of all messages of OCPP 2.0.1, as they stand in the frame.

    OCPP 2.0.1 Part 2, messages.
    """

    authorize = "Authorize"
    boot_notification = "BootNotification"
    cancel_reservation = "CancelReservation"
    certificate_signed = "CertificateSigned"
    change_availability = "ChangeAvailability"
    clear_cache = "ClearCache"
    clear_charging_profile = "ClearChargingProfile"
    clear_display_message = "ClearDisplayMessage"
    cleared_charging_limit = "ClearedChargingLimit"
    clear_variable_monitoring = "ClearVariableMonitoring"
    cost_updated = "CostUpdated"
    customer_information = "CustomerInformation"
    data_transfer = "DataTransfer"
    delete_certificate = "DeleteCertificate"
    firmware_status_notification = "FirmwareStatusNotification"
    get_15118_ev_certificate = "Get15118EVCertificate"
    get_base_report = "GetBaseReport"
    get_certificate_status = "GetCertificateStatus"
    get_charging_profiles = "GetChargingProfiles"
    get_composite_schedule = "GetCompositeSchedule"
    get_display_messages = "GetDisplayMessages"
    get_installed_certificate_ids = "GetInstalledCertificateIds"
    get_local_list_version = "GetLocalListVersion"
    get_log = "GetLog"
    get_monitoring_report = "GetMonitoringReport"
    get_report = "GetReport"
    get_transaction_status = "GetTransactionStatus"
    get_variables = "GetVariables"
    heartbeat = "Heartbeat"
    install_certificate = "InstallCertificate"
    log_status_notification = "LogStatusNotification"
    meter_values = "MeterValues"
    notify_charging_limit = "NotifyChargingLimit"
    notify_customer_information = "NotifyCustomerInformation"
    notify_display_messages = "NotifyDisplayMessages"
    notify_ev_charging_needs = "NotifyEVChargingNeeds"
    notify_ev_charging_schedule = "NotifyEVChargingSchedule"
    notify_event = "NotifyEvent"
    notify_monitoring_report = "NotifyMonitoringReport"
    notify_report = "NotifyReport"
    publish_firmware = "PublishFirmware"
    publish_firmware_status_notification = "PublishFirmwareStatusNotification"
    report_charging_profiles = "ReportChargingProfiles"
    request_start_transaction = "RequestStartTransaction"
    request_stop_transaction = "RequestStopTransaction"
    reservation_status_update = "ReservationStatusUpdate"
    reserve_now = "ReserveNow"
    reset = "Reset"
    security_event_notification = "SecurityEventNotification"
    send_local_list = "SendLocalList"
    set_charging_profile = "SetChargingProfile"
    set_display_message = "SetDisplayMessage"
    set_monitoring_base = "SetMonitoringBase"
    set_monitoring_level = "SetMonitoringLevel"
    set_network_profile = "SetNetworkProfile"
    set_variable_monitoring = "SetVariableMonitoring"
    set_variables = "SetVariables"
    sign_certificate = "SignCertificate"
    status_notification = "StatusNotification"
    transaction_event = "TransactionEvent"
    trigger_message = "TriggerMessage"
    unlock_connector = "UnlockConnector"
    unpublish_firmware = "UnpublishFirmware"
    update_firmware = "UpdateFirmware"
    get15118_ev_certificate = "Get15118EVCertificate"  # the same by another spelling


class APNAuthenticationEnumType(StrEnum):
    """How a station proves itself to the mobile network.

    AUTO lets the station try the others.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    chap = "CHAP"
    none = "NONE"
    pap = "PAP"
    auto = "AUTO"


class AttributeEnumType(StrEnum):
    """Which side of a variable is read or written.

    Actual is the value itself and the default; Target is the wanted one.
    MinSet and MaxSet bound what may be set as Target.

    OCPP 2.0.1 Part 2, used by B05, B06, B07 and B08.
    """

    actual = "Actual"
    target = "Target"
    min_set = "MinSet"
    max_set = "MaxSet"


class AuthorizationStatusEnumType(StrEnum):
    """The verdict on a token.

    Only Accepted allows charging; the others tell the driver why not.
    ConcurrentTx: the token is in use in another transaction and may be only once.

    OCPP 2.0.1 Part 2, enumerations.
    """

    accepted = "Accepted"
    blocked = "Blocked"
    concurrent_tx = "ConcurrentTx"
    expired = "Expired"
    invalid = "Invalid"
    no_credit = "NoCredit"
    not_allowed_type_evse = "NotAllowedTypeEVSE"
    not_at_this_location = "NotAtThisLocation"
    not_at_this_time = "NotAtThisTime"
    unknown = "Unknown"


class AuthorizeCertificateStatusEnumType(StrEnum):
    """The verdict on a contract certificate used for Plug and Charge.

    Only Accepted is good. ContractCancelled: the chain is valid, but the contract is not.

    OCPP 2.0.1 Part 2, used by C01 and C07.
    """

    accepted = "Accepted"
    signature_error = "SignatureError"
    certificate_expired = "CertificateExpired"
    certificate_revoked = "CertificateRevoked"
    no_certificate_available = "NoCertificateAvailable"
    cert_chain_error = "CertChainError"
    contract_cancelled = "ContractCancelled"


class BootReasonEnumType(StrEnum):
    """Why a station (re)started.

    Triggered: nothing restarted, the CSMS asked for the message.

    OCPP 2.0.1 Part 2, used by B01, B02 and B03.
    """

    application_reset = "ApplicationReset"
    firmware_update = "FirmwareUpdate"
    local_reset = "LocalReset"
    power_up = "PowerUp"
    remote_reset = "RemoteReset"
    scheduled_reset = "ScheduledReset"
    triggered = "Triggered"
    unknown = "Unknown"
    watchdog = "Watchdog"


class CancelReservationStatusEnumType(StrEnum):
    """Whether a reservation was cancelled.

    Rejected: the station has no reservation of that id.

    OCPP 2.0.1 Part 2, used by H02.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateActionEnumType(StrEnum):
    """Whether a vehicle wants a first contract certificate or a renewed one.

    OCPP 2.0.1 Part 2, used by M01 and M02.
    """

    install = "Install"
    update = "Update"


class CertificateSignedStatusEnumType(StrEnum):
    """Whether a station takes its new certificate into use.

    OCPP 2.0.1 Part 2, used by A02 and A03.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateSigningUseEnumType(StrEnum):
    """What a certificate of the station is for.

    ChargingStationCertificate: towards the CSMS. V2GCertificate: towards vehicles (ISO 15118).
    Left out, the certificate serves both.

    OCPP 2.0.1 Part 2, used by A02 and A03.
    """

    charging_station_certificate = "ChargingStationCertificate"
    v2g_certificate = "V2GCertificate"


class ChangeAvailabilityStatusEnumType(StrEnum):
    """Whether a change of availability is made, refused or postponed.

    Scheduled: it follows when the running transaction ends.

    OCPP 2.0.1 Part 2, used by G03 and G04.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    scheduled = "Scheduled"


class CharacteristicsDataEnumType(StrEnum):
    """Data types that VariableCharacteristicsType may name.

    DataEnumType has these words and passwordString, which comes from later versions.

    OCPP 2.0.1 Part 2, datatypes.
    """

    string = "string"
    decimal = "decimal"
    integer = "integer"
    date_time = "dateTime"
    boolean = "boolean"
    option_list = "OptionList"
    sequence_list = "SequenceList"
    member_list = "MemberList"


class ChargingLimitSourceEnumType(StrEnum):
    """Who set a limit on charging.

    CSO is the operator through the CSMS, EMS an energy manager on site, SO the grid operator.

    OCPP 2.0.1 Part 2, used by K09, K11, K12 and K13.
    """

    ems = "EMS"
    other = "Other"
    so = "SO"
    cso = "CSO"


class ChargingProfileKindEnumType(StrEnum):
    """From which moment a schedule counts.

    Absolute: a point in time. Recurring: every day or week. Relative: the start of charging.
    The first two need start_schedule, Relative must not have one.

    OCPP 2.0.1 Part 2, enumerations.
    """

    absolute = "Absolute"
    recurring = "Recurring"
    relative = "Relative"


class ChargingProfilePurposeEnumType(StrEnum):
    """What a charging profile is for.

    TxProfile replaces TxDefaultProfile in its transaction; the station maximum caps both.
    ChargingStationExternalConstraints comes from outside: the CSMS neither sets nor clears it.

    OCPP 2.0.1 Part 2, enumerations.
    """

    charging_station_external_constraints = "ChargingStationExternalConstraints"
    charging_station_max_profile = "ChargingStationMaxProfile"
    tx_default_profile = "TxDefaultProfile"
    tx_profile = "TxProfile"


class ChargingProfileStatusEnumType(StrEnum):
    """Whether a charging profile was installed.

    OCPP 2.0.1 Part 2, used by K01, K02 and K16.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ChargingRateUnitEnumType(StrEnum):
    """The unit of the limits in a schedule: watts or amperes.

    W is the sum over all phases, A holds for each phase.

    OCPP 2.0.1 Part 2, enumerations.
    """

    watts = "W"
    amps = "A"


class ChargingStateEnumType(StrEnum):
    """What a transaction is doing at the moment.

    SuspendedEV: the vehicle takes no energy. SuspendedEVSE: the station offers none.
    Idle: no vehicle is connected. EVConnected: one is, but energy is not released.

    OCPP 2.0.1 Part 2, used by E01, E02, E03, E04 and E06.
    """

    charging = "Charging"
    ev_connected = "EVConnected"
    suspended_ev = "SuspendedEV"
    suspended_evse = "SuspendedEVSE"
    idle = "Idle"


class ClearCacheStatusEnumType(StrEnum):
    """Whether the authorization cache was emptied.

    OCPP 2.0.1 Part 2, used by C11.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ClearChargingProfileStatusEnumType(StrEnum):
    """Whether any charging profile was removed.

    Unknown: no profile matched, which is often what was wanted.

    OCPP 2.0.1 Part 2, used by K10.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class ClearMessageStatusEnumType(StrEnum):
    """Whether a display message was removed.

    Unknown: the station has no message of that id.

    OCPP 2.0.1 Part 2, used by O05.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class ClearMonitoringStatusEnumType(StrEnum):
    """Whether a monitor was removed.

    Rejected: it may not be removed, as one that is hard-wired. NotFound: no such id.

    OCPP 2.0.1 Part 2, used by N06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_found = "NotFound"


class ComponentCriterionEnumType(StrEnum):
    """Which components a report is to cover, by their present state.

    Each value is the name of a variable that has to be true on the component.

    OCPP 2.0.1 Part 2, used by B08.
    """

    active = "Active"
    available = "Available"
    enabled = "Enabled"
    problem = "Problem"


class ConnectorEnumType(StrEnum):
    """The kind of plug or socket of a connector.

    c means a fixed cable, s a socket, w wireless.

    OCPP 2.0.1 Part 2, used by H01.
    """

    c_ccs1 = "cCCS1"
    c_ccs2 = "cCCS2"
    c_chao_ji = "cChaoJi"
    c_g105 = "cG105"
    c_gbt = "cGBT"
    c_tesla = "cTesla"
    c_type1 = "cType1"
    c_type2 = "cType2"
    s309_1p_16a = "s309-1P-16A"
    s309_1p_32a = "s309-1P-32A"
    s309_3p_16a = "s309-3P-16A"
    s309_3p_32a = "s309-3P-32A"
    s_bs1361 = "sBS1361"
    s_cee_7_7 = "sCEE-7-7"
    s_type2 = "sType2"
    s_type3 = "sType3"
    opp_charge = "OppCharge"
    other_1ph_max_16a = "Other1PhMax16A"
    other_1ph_over_16a = "Other1PhOver16A"
    other_3ph = "Other3Ph"
    pan = "Pan"
    w_inductive = "wInductive"
    w_resonant = "wResonant"
    undetermined = "Undetermined"
    unknown = "Unknown"


class ConnectorStatusEnumType(StrEnum):
    """Whether a connector can be used.

    Occupied covers everything from plugging in to unplugging: the transaction tells the rest.

    OCPP 2.0.1 Part 2, used by G01.
    """

    available = "Available"
    occupied = "Occupied"
    reserved = "Reserved"
    unavailable = "Unavailable"
    faulted = "Faulted"


class CostKindEnumType(StrEnum):
    """What a cost figure for the vehicle measures.

    CarbonDioxideEmission in grams per kWh; the other two in percent.

    OCPP 2.0.1 Part 2, enumerations.
    """

    carbon_dioxide_emission = "CarbonDioxideEmission"
    relative_price_percentage = "RelativePricePercentage"
    renewable_generation_percentage = "RenewableGenerationPercentage"


class CustomerInformationStatusEnumType(StrEnum):
    """Whether a station will report or erase customer data.

    Invalid: the request named no customer.

    OCPP 2.0.1 Part 2, used by N09 and N10.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    invalid = "Invalid"


class DataEnumType(StrEnum):
    """The data type of a variable, whose values always travel as text.

    OptionList: one of the listed values. MemberList: several. SequenceList: several, in order.

    OCPP 2.0.1 Part 2, used by B07 and B08.
    """

    string = "string"
    decimal = "decimal"
    integer = "integer"
    date_time = "dateTime"
    boolean = "boolean"
    option_list = "OptionList"
    sequence_list = "SequenceList"
    member_list = "MemberList"
    password_string = "passwordString"


class DataTransferStatusEnumType(StrEnum):
    """Whether a vendor-specific message was known and handled.

    OCPP 2.0.1 Part 2, used by P01 and P02.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_message_id = "UnknownMessageId"
    unknown_vendor_id = "UnknownVendorId"


class DeleteCertificateStatusEnumType(StrEnum):
    """Whether a certificate was removed.

    Failed: it is there, but cannot be removed.

    OCPP 2.0.1 Part 2, used by M04.
    """

    accepted = "Accepted"
    failed = "Failed"
    not_found = "NotFound"


class DisplayMessageStatusEnumType(StrEnum):
    """Whether a message was stored for display, or what the station cannot do.

    OCPP 2.0.1 Part 2, used by O01, O02 and O06.
    """

    accepted = "Accepted"
    not_supported_message_format = "NotSupportedMessageFormat"
    rejected = "Rejected"
    not_supported_priority = "NotSupportedPriority"
    not_supported_state = "NotSupportedState"
    unknown_transaction = "UnknownTransaction"


class EnergyTransferModeEnumType(StrEnum):
    """How a vehicle wants to be charged: direct current or a number of AC phases.

    OCPP 2.0.1 Part 2, used by K15 and K17.
    """

    dc = "DC"
    ac_single_phase = "AC_single_phase"
    ac_two_phase = "AC_two_phase"
    ac_three_phase = "AC_three_phase"


class EventNotificationEnumType(StrEnum):
    """What kind of monitor made an event.

    HardWiredNotification is made by the station without any monitor.
    CustomMonitor was set by the CSMS, the other two come with the station.

    OCPP 2.0.1 Part 2, used by G05, N07 and N08.
    """

    hard_wired_notification = "HardWiredNotification"
    hard_wired_monitor = "HardWiredMonitor"
    preconfigured_monitor = "PreconfiguredMonitor"
    custom_monitor = "CustomMonitor"


class EventTriggerEnumType(StrEnum):
    """Why an event is reported.

    Alerting: a threshold was crossed. Delta: the value changed. Periodic: it was time.

    OCPP 2.0.1 Part 2, used by G05, N07 and N08.
    """

    alerting = "Alerting"
    delta = "Delta"
    periodic = "Periodic"


class FirmwareStatusEnumType(StrEnum):
    """How far a firmware update has come.

    Ends with Installed, DownloadFailed, InvalidSignature, InstallationFailed
    or InstallVerificationFailed.
    Idle only when triggered while no update runs.

    OCPP 2.0.1 Part 2, used by L01 and L02.
    """

    downloaded = "Downloaded"
    download_failed = "DownloadFailed"
    downloading = "Downloading"
    download_scheduled = "DownloadScheduled"
    download_paused = "DownloadPaused"
    idle = "Idle"
    installation_failed = "InstallationFailed"
    installing = "Installing"
    installed = "Installed"
    install_rebooting = "InstallRebooting"
    install_scheduled = "InstallScheduled"
    install_verification_failed = "InstallVerificationFailed"
    invalid_signature = "InvalidSignature"
    signature_verified = "SignatureVerified"


class GenericDeviceModelStatusEnumType(StrEnum):
    """Whether a request about the device model is accepted.

    EmptyResultSet: accepted, but nothing matched, so that no report follows.

    OCPP 2.0.1 Part 2, used by B07, B08, N02 and N03.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_supported = "NotSupported"
    empty_result_set = "EmptyResultSet"


class GenericStatusEnumType(StrEnum):
    """Whether a request is accepted, for messages that need no finer status.

    OCPP 2.0.1 Part 2, enumerations.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class GetCertificateIdUseEnumType(StrEnum):
    """The kinds of certificates that can be listed.

    The station's own certificate towards the CSMS is not among them.

    OCPP 2.0.1 Part 2, used by M03.
    """

    v2g_root_certificate = "V2GRootCertificate"
    mo_root_certificate = "MORootCertificate"
    csms_root_certificate = "CSMSRootCertificate"
    v2g_certificate_chain = "V2GCertificateChain"
    manufacturer_root_certificate = "ManufacturerRootCertificate"


class GetCertificateStatusEnumType(StrEnum):
    """Whether the status of a certificate could be obtained.

    Says nothing about the certificate itself.

    OCPP 2.0.1 Part 2, used by M06.
    """

    accepted = "Accepted"
    failed = "Failed"


class GetChargingProfileStatusEnumType(StrEnum):
    """Whether any charging profile matches and will be reported.

    OCPP 2.0.1 Part 2, used by K09.
    """

    accepted = "Accepted"
    no_profiles = "NoProfiles"


class GetDisplayMessagesStatusEnumType(StrEnum):
    """Whether any display message matches and will be reported.

    OCPP 2.0.1 Part 2, used by O03 and O04.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class GetInstalledCertificateStatusEnumType(StrEnum):
    """Whether certificates of the wanted kinds are installed.

    NotFound is normal on a station without certificates of that kind.

    OCPP 2.0.1 Part 2, used by M03.
    """

    accepted = "Accepted"
    notFound = "NotFound"  # noqa: N815


class GetVariableStatusEnumType(StrEnum):
    """Whether an attribute could be read.

    Rejected also for a variable that can only be written, such as a password.

    OCPP 2.0.1 Part 2, used by B06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    not_supported_attribute_type = "NotSupportedAttributeType"


class HashAlgorithmEnumType(StrEnum):
    """The hash function that was used to name a certificate.

    OCPP 2.0.1 Part 2, enumerations.
    """

    sha256 = "SHA256"
    sha384 = "SHA384"
    sha512 = "SHA512"


class IdTokenEnumType(StrEnum):
    """The kind of an identifier.

    Central is issued by the CSMS, Local by the station; eMAID stands in a contract certificate.
    NoAuthorization: charging started without one, as by a button; the text is empty.

    OCPP 2.0.1 Part 2, enumerations.
    """

    central = "Central"
    e_maid = "eMAID"
    iso14443 = "ISO14443"
    iso15693 = "ISO15693"
    key_code = "KeyCode"
    local = "Local"
    mac_address = "MacAddress"
    no_authorization = "NoAuthorization"


class InstallCertificateStatusEnumType(StrEnum):
    """Whether a certificate was installed.

    Rejected: invalid or not wanted. Failed: valid, but it could not be stored.

    OCPP 2.0.1 Part 2, used by M05.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    failed = "Failed"


class InstallCertificateUseEnumType(StrEnum):
    """What a root certificate is for.

    CSMS: to check the CSMS. Manufacturer: firmware. V2G and MO: vehicles and their contracts.

    OCPP 2.0.1 Part 2, used by M05.
    """

    v2g_root_certificate = "V2GRootCertificate"
    mo_root_certificate = "MORootCertificate"
    csms_root_certificate = "CSMSRootCertificate"
    manufacturer_root_certificate = "ManufacturerRootCertificate"


class Iso15118EVCertificateStatusEnumType(StrEnum):
    """Whether the contract provider could answer the vehicle.

    OCPP 2.0.1 Part 2, used by M01 and M02.
    """

    accepted = "Accepted"
    failed = "Failed"


class LocationEnumType(StrEnum):
    """Where a reading was taken; Outlet if nothing is said.

    Inlet is the grid side of the station, Outlet the connector, EV the vehicle itself.

    OCPP 2.0.1 Part 2, enumerations.
    """

    body = "Body"
    cable = "Cable"
    ev = "EV"
    inlet = "Inlet"
    outlet = "Outlet"


class LogEnumType(StrEnum):
    """Which log is wanted.

    OCPP 2.0.1 Part 2, used by N01.
    """

    diagnostics_log = "DiagnosticsLog"
    security_log = "SecurityLog"


class LogStatusEnumType(StrEnum):
    """Whether the upload of a log starts.

    AcceptedCanceled: accepted, and an upload in progress was given up.

    OCPP 2.0.1 Part 2, used by N01.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"


class MeasurandEnumType(StrEnum):
    """What a reading measures; Energy.Active.Import.Register if nothing is said.

    Import flows from the grid to the vehicle, Export the other way.
    Register counts up for ever, Interval covers the time since the last reading.

    OCPP 2.0.1 Part 2, enumerations.
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
    energy_active_net = "Energy.Active.Net"
    energy_reactive_export_interval = "Energy.Reactive.Export.Interval"
    energy_reactive_import_interval = "Energy.Reactive.Import.Interval"
    energy_reactive_net = "Energy.Reactive.Net"
    energy_apparent_net = "Energy.Apparent.Net"
    energy_apparent_import = "Energy.Apparent.Import"
    energy_apparent_export = "Energy.Apparent.Export"
    frequency = "Frequency"
    power_active_export = "Power.Active.Export"
    power_active_import = "Power.Active.Import"
    power_factor = "Power.Factor"
    power_offered = "Power.Offered"
    power_reactive_export = "Power.Reactive.Export"
    power_reactive_import = "Power.Reactive.Import"
    soc = "SoC"
    voltage = "Voltage"


class MessageFormatEnumType(StrEnum):
    """How the content of a message is to be read.

    URI: the station shows what it finds at that address.

    OCPP 2.0.1 Part 2, enumerations.
    """

    ascii = "ASCII"
    html = "HTML"
    uri = "URI"
    utf8 = "UTF8"


class MessagePriorityEnumType(StrEnum):
    """How urgently a message is to be shown.

    AlwaysFront hides all others, InFront comes before the rest, NormalCycle takes its turn.

    OCPP 2.0.1 Part 2, used by O01, O02, O03, O04 and O06.
    """

    always_front = "AlwaysFront"
    in_front = "InFront"
    normal_cycle = "NormalCycle"


class MessageStateEnumType(StrEnum):
    """In which state of the station a message is shown.

    OCPP 2.0.1 Part 2, used by O01, O02, O03, O04 and O06.
    """

    charging = "Charging"
    faulted = "Faulted"
    idle = "Idle"
    unavailable = "Unavailable"


class MessageTriggerEnumType(StrEnum):
    """Which message a station is asked to send.

    SignCombinedCertificate asks for one certificate that serves both the CSMS and vehicles.

    OCPP 2.0.1 Part 2, used by F06.
    """

    boot_notification = "BootNotification"
    log_status_notification = "LogStatusNotification"
    firmware_status_notification = "FirmwareStatusNotification"
    heartbeat = "Heartbeat"
    meter_values = "MeterValues"
    sign_charging_station_certificate = "SignChargingStationCertificate"
    sign_v2g_certificate = "SignV2GCertificate"
    status_notification = "StatusNotification"
    transaction_event = "TransactionEvent"
    sign_combined_certificate = "SignCombinedCertificate"
    publish_firmware_status_notification = "PublishFirmwareStatusNotification"


class MonitorBaseEnumType(StrEnum):
    """Which preset monitors are in force: all, those of the factory, or hard-wired ones only.

    The schemas call it MonitoringBaseEnumType.

    OCPP 2.0.1 Part 2, used by N03.
    """

    all = "All"
    factory_default = "FactoryDefault"
    hard_wired_only = "HardWiredOnly"


class MonitorEnumType(StrEnum):
    """What makes a monitor report.

    A crossed threshold, a change by a difference, or a time interval in seconds.
    PeriodicClockAligned counts its intervals from midnight.

    OCPP 2.0.1 Part 2, used by N02 and N04.
    """

    upper_threshold = "UpperThreshold"
    lower_threshold = "LowerThreshold"
    delta = "Delta"
    periodic = "Periodic"
    periodic_clock_aligned = "PeriodicClockAligned"


class MonitoringCriterionEnumType(StrEnum):
    """Which kinds of monitors a report is to cover.

    OCPP 2.0.1 Part 2, used by N02.
    """

    threshold_monitoring = "ThresholdMonitoring"
    delta_monitoring = "DeltaMonitoring"
    periodic_monitoring = "PeriodicMonitoring"


class MutabilityEnumType(StrEnum):
    """Whether an attribute can be read, written or both; ReadWrite if nothing is said.

    OCPP 2.0.1 Part 2, used by B07 and B08.
    """

    read_only = "ReadOnly"
    write_only = "WriteOnly"
    read_write = "ReadWrite"


class NotifyEVChargingNeedsStatusEnumType(StrEnum):
    """Whether the CSMS can plan for the needs of a vehicle.

    Processing: the charging profile takes a while, charging may start before.

    OCPP 2.0.1 Part 2, used by K15 and K17.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    processing = "Processing"


class OCPPInterfaceEnumType(StrEnum):
    """Which network interface of a station is used.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    wired0 = "Wired0"
    wired1 = "Wired1"
    wired2 = "Wired2"
    wired3 = "Wired3"
    wireless0 = "Wireless0"
    wireless1 = "Wireless1"
    wireless2 = "Wireless2"
    wireless3 = "Wireless3"


class OCPPTransportEnumType(StrEnum):
    """How OCPP messages travel to the CSMS.

    Only JSON can be used with OCPP 2.0.1.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    json = "JSON"
    soap = "SOAP"


class OCPPVersionEnumType(StrEnum):
    """Which OCPP version a connection speaks.

    There is no value for 2.0.1 of its own: OCPP20 stands for it.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    ocpp12 = "OCPP12"
    ocpp15 = "OCPP15"
    ocpp16 = "OCPP16"
    ocpp20 = "OCPP20"


class OperationalStatusEnumType(StrEnum):
    """Whether a station, EVSE or connector shall be in service.

    OCPP 2.0.1 Part 2, used by G03 and G04.
    """

    inoperative = "Inoperative"
    operative = "Operative"


class PhaseEnumType(StrEnum):
    """Between which conductors a reading was taken.

    L1 to L3 alone are values of that phase; L1-N is against neutral, L1-L2 between two phases.

    OCPP 2.0.1 Part 2, enumerations.
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


class PublishFirmwareStatusEnumType(StrEnum):
    """How far publishing firmware on a local controller has come.

    Ends with Published or a failure; Idle only when triggered while nothing runs.

    OCPP 2.0.1 Part 2, used by L03.
    """

    idle = "Idle"
    download_scheduled = "DownloadScheduled"
    downloading = "Downloading"
    downloaded = "Downloaded"
    published = "Published"
    download_failed = "DownloadFailed"
    download_paused = "DownloadPaused"
    invalid_checksum = "InvalidChecksum"
    checksum_verified = "ChecksumVerified"
    publish_failed = "PublishFailed"


class ReadingContextEnumType(StrEnum):
    """In which situation a reading was taken; Sample.Periodic if nothing is said.

    Transaction.Begin and Transaction.End bound the energy of a transaction.

    OCPP 2.0.1 Part 2, enumerations.
    """

    interruption_begin = "Interruption.Begin"
    interruption_end = "Interruption.End"
    other = "Other"
    sample_clock = "Sample.Clock"
    sample_periodic = "Sample.Periodic"
    transaction_begin = "Transaction.Begin"
    transaction_end = "Transaction.End"
    trigger = "Trigger"


class ReasonEnumType(StrEnum):
    """Why a transaction stopped; Local if nothing is said.

    Written DeAuthorized here, but Deauthorized as a trigger reason.

    OCPP 2.0.1 Part 2, used by E01, E02, E03, E04 and E06.
    """

    de_authorized = "DeAuthorized"
    emergency_stop = "EmergencyStop"
    energy_limit_reached = "EnergyLimitReached"
    ev_disconnected = "EVDisconnected"
    ground_fault = "GroundFault"
    immediate_reset = "ImmediateReset"
    local = "Local"
    local_out_of_credit = "LocalOutOfCredit"
    master_pass = "MasterPass"
    other = "Other"
    overcurrent_fault = "OvercurrentFault"
    power_loss = "PowerLoss"
    power_quality = "PowerQuality"
    reboot = "Reboot"
    remote = "Remote"
    soc_limit_reached = "SOCLimitReached"
    stopped_by_ev = "StoppedByEV"
    time_limit_reached = "TimeLimitReached"
    timeout = "Timeout"


class RecurrencyKindEnumType(StrEnum):
    """Whether a recurring schedule starts anew every day or every week.

    OCPP 2.0.1 Part 2, enumerations.
    """

    daily = "Daily"
    weekly = "Weekly"


class RegistrationStatusEnumType(StrEnum):
    """Whether a station is admitted.

    Pending: not yet, but the CSMS may already configure it. Rejected: try again later.

    OCPP 2.0.1 Part 2, used by B01, B02 and B03.
    """

    accepted = "Accepted"
    pending = "Pending"
    rejected = "Rejected"


class ReportBaseEnumType(StrEnum):
    """Which standard report of the device model is wanted.

    ConfigurationInventory: what can be set. FullInventory: everything.
    SummaryInventory: what is available and what has problems.

    OCPP 2.0.1 Part 2, used by B07.
    """

    configuration_inventory = "ConfigurationInventory"
    full_inventory = "FullInventory"
    summary_inventory = "SummaryInventory"


class RequestStartStopStatusEnumType(StrEnum):
    """Whether a station will start or end a transaction as asked.

    Accepted promises an attempt, not success.

    OCPP 2.0.1 Part 2, used by F01, F02, F03 and K05.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ReservableConnectorEnumType(StrEnum):
    """Connector types that ReserveNow may name.

    ConnectorEnumType has these words and some that were added to the appendix of later versions.

    OCPP 2.0.1 Part 2, used by H01.
    """

    c_ccs1 = "cCCS1"
    c_ccs2 = "cCCS2"
    c_g105 = "cG105"
    c_tesla = "cTesla"
    c_type1 = "cType1"
    c_type2 = "cType2"
    s309_1p_16a = "s309-1P-16A"
    s309_1p_32a = "s309-1P-32A"
    s309_3p_16a = "s309-3P-16A"
    s309_3p_32a = "s309-3P-32A"
    s_bs1361 = "sBS1361"
    s_cee_7_7 = "sCEE-7-7"
    s_type2 = "sType2"
    s_type3 = "sType3"
    other_1ph_max_16a = "Other1PhMax16A"
    other_1ph_over_16a = "Other1PhOver16A"
    other_3ph = "Other3Ph"
    pan = "Pan"
    w_inductive = "wInductive"
    w_resonant = "wResonant"
    undetermined = "Undetermined"
    unknown = "Unknown"


class ReservationUpdateStatusEnumType(StrEnum):
    """Why a reservation ended without use: its time was up or it was taken away.

    Removed: for instance because the EVSE broke down.

    OCPP 2.0.1 Part 2, used by H04.
    """

    expired = "Expired"
    removed = "Removed"


class ReserveNowStatusEnumType(StrEnum):
    """Whether a reservation was made, or why not.

    OCPP 2.0.1 Part 2, used by H01.
    """

    accepted = "Accepted"
    faulted = "Faulted"
    occupied = "Occupied"
    rejected = "Rejected"
    unavailable = "Unavailable"


class ResetEnumType(StrEnum):
    """Whether to restart now or when no transaction runs any more.

    Immediate ends running transactions with reason ImmediateReset.

    OCPP 2.0.1 Part 2, used by B11 and B12.
    """

    immediate = "Immediate"
    on_idle = "OnIdle"


class ResetStatusEnumType(StrEnum):
    """Whether a station restarts now, not at all, or later.

    OCPP 2.0.1 Part 2, used by B11 and B12.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    scheduled = "Scheduled"


class SendLocalListStatusEnumType(StrEnum):
    """Whether a local authorization list was taken over.

    VersionMismatch: a Differential update whose version is not above that of the station.

    OCPP 2.0.1 Part 2, used by D01.
    """

    accepted = "Accepted"
    failed = "Failed"
    version_mismatch = "VersionMismatch"


class SetMonitoringStatusEnumType(StrEnum):
    """Whether a monitor was set, or why not.

    Duplicate: the variable has a monitor of that type and severity already.

    OCPP 2.0.1 Part 2, used by N04.
    """

    accepted = "Accepted"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    unsupported_monitor_type = "UnsupportedMonitorType"
    rejected = "Rejected"
    duplicate = "Duplicate"


class SetNetworkProfileStatusEnumType(StrEnum):
    """Whether a connection was stored.

    Rejected: not allowed, as with a lower security profile. Failed: storing went wrong.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    failed = "Failed"


class SetVariableStatusEnumType(StrEnum):
    """Whether an attribute was written.

    RebootRequired: stored, in force only after a reset.

    OCPP 2.0.1 Part 2, used by B05.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    not_supported_attribute_type = "NotSupportedAttributeType"
    reboot_required = "RebootRequired"


class TransactionEventEnumType(StrEnum):
    """Whether an event starts, changes or ends a transaction.

    OCPP 2.0.1 Part 2, used by E01, E02, E03, E04 and E06.
    """

    ended = "Ended"
    started = "Started"
    updated = "Updated"


class TriggerMessageStatusEnumType(StrEnum):
    """Whether a station will send the message asked for.

    NotImplemented: it cannot send this one on demand.

    OCPP 2.0.1 Part 2, used by F06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_implemented = "NotImplemented"


class TriggerReasonEnumType(StrEnum):
    """What caused a transaction event.

    Written Deauthorized here, but DeAuthorized as a reason for stopping.

    OCPP 2.0.1 Part 2, used by E01, E02, E03, E04 and E06.
    """

    authorized = "Authorized"
    cable_plugged_in = "CablePluggedIn"
    charging_rate_changed = "ChargingRateChanged"
    charging_state_changed = "ChargingStateChanged"
    deauthorized = "Deauthorized"
    energy_limit_reached = "EnergyLimitReached"
    ev_communication_lost = "EVCommunicationLost"
    ev_connect_timeout = "EVConnectTimeout"
    meter_value_clock = "MeterValueClock"
    meter_value_periodic = "MeterValuePeriodic"
    time_limit_reached = "TimeLimitReached"
    trigger = "Trigger"
    unlock_command = "UnlockCommand"
    stop_authorized = "StopAuthorized"
    ev_departed = "EVDeparted"
    ev_detected = "EVDetected"
    remote_stop = "RemoteStop"
    remote_start = "RemoteStart"
    abnormal_condition = "AbnormalCondition"
    signed_data_received = "SignedDataReceived"
    reset_command = "ResetCommand"


class TxStartStopPointEnumType(StrEnum):
    """Event at which a transaction starts (TxStartPoint) or ends (TxStopPoint).

    Several may be configured: the first that occurs starts the transaction,
    the first that no longer holds ends it.

    OCPP 2.0.1 Part 2, used by E01 and E06.
    """

    authorized = "Authorized"
    data_signed = "DataSigned"
    energy_transfer = "EnergyTransfer"
    ev_connected = "EVConnected"
    parking_bay_occupancy = "ParkingBayOccupancy"
    power_path_closed = "PowerPathClosed"


class UnlockStatusEnumType(StrEnum):
    """Whether a plug was released.

    OngoingAuthorizedTransaction: refused; stop the transaction first.

    OCPP 2.0.1 Part 2, used by F05.
    """

    unlocked = "Unlocked"
    unlock_failed = "UnlockFailed"
    ongoing_authorized_transaction = "OngoingAuthorizedTransaction"
    unknown_connector = "UnknownConnector"


class UnpublishFirmwareStatusEnumType(StrEnum):
    """Whether firmware is no longer offered.

    DownloadOngoing: a station is fetching it, so that it stays. NoFirmware: no such file.

    OCPP 2.0.1 Part 2, used by L04.
    """

    download_ongoing = "DownloadOngoing"
    no_firmware = "NoFirmware"
    unpublished = "Unpublished"


class UpdateEnumType(StrEnum):
    """Whether a list replaces the one in the station or changes entries of it.

    OCPP 2.0.1 Part 2, used by D01.
    """

    differential = "Differential"
    full = "Full"


class UpdateFirmwareStatusEnumType(StrEnum):
    """Whether a station takes on a firmware update.

    AcceptedCanceled: accepted, and an update in progress was given up.

    OCPP 2.0.1 Part 2, used by L01 and L02.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"
    invalid_certificate = "InvalidCertificate"
    revoked_certificate = "RevokedCertificate"


class UploadLogStatusEnumType(StrEnum):
    """How far the upload of a log has come.

    Idle only when triggered while no upload runs.
    AcceptedCanceled: given up because another log was asked for.

    OCPP 2.0.1 Part 2, used by N01.
    """

    bad_message = "BadMessage"
    idle = "Idle"
    not_supported_operation = "NotSupportedOperation"
    permission_denied = "PermissionDenied"
    uploaded = "Uploaded"
    upload_failure = "UploadFailure"
    uploading = "Uploading"
    accepted_canceled = "AcceptedCanceled"


class VPNEnumType(StrEnum):
    """Which protocol a virtual private network uses.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    ikev2 = "IKEv2"
    ipsec = "IPSec"
    l2tp = "L2TP"
    pptp = "PPTP"


MonitoringBaseEnumType = MonitorBaseEnumType
"""The name that the schema of SetMonitoringBase has for it."""


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, old_names.ENUM_CLASSES.get)
