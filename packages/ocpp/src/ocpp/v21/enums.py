"""The enums of OCPP 2.1: the words that its messages may use."""

# ruff: noqa: S105  # words with "token" and "pass" in them are no passwords

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from ocpp import deprecation
from ocpp.v21 import old_names

from .device_model import *  # noqa: F403  # re-exported, for type checkers too


class RenamedMembers(deprecation.RenamedMembers):
    """Lets members of enums be found by the names that they once had."""

    old_names: ClassVar[Mapping[str, Mapping[str, str]]] = old_names.ENUM_MEMBERS


class Action(StrEnum, metaclass=RenamedMembers):
    """Every message of OCPP 2.1, by the name that stands in the frame.

    All are requests with an answer, except NotifyPeriodicEventStream, which is sent and forgotten.

    OCPP 2.1 Part 2, messages.
    """

    afrr_signal = "AFRRSignal"
    adjust_periodic_event_stream = "AdjustPeriodicEventStream"
    authorize = "Authorize"
    battery_swap = "BatterySwap"
    boot_notification = "BootNotification"
    cancel_reservation = "CancelReservation"
    certificate_signed = "CertificateSigned"
    change_availability = "ChangeAvailability"
    change_transaction_tariff = "ChangeTransactionTariff"
    clear_cache = "ClearCache"
    clear_charging_profile = "ClearChargingProfile"
    clear_der_control = "ClearDERControl"
    clear_display_message = "ClearDisplayMessage"
    clear_tariffs = "ClearTariffs"
    clear_variable_monitoring = "ClearVariableMonitoring"
    cleared_charging_limit = "ClearedChargingLimit"
    close_periodic_event_stream = "ClosePeriodicEventStream"
    cost_updated = "CostUpdated"
    customer_information = "CustomerInformation"
    data_transfer = "DataTransfer"
    delete_certificate = "DeleteCertificate"
    firmware_status_notification = "FirmwareStatusNotification"
    get15118_ev_certificate = "Get15118EVCertificate"
    get_base_report = "GetBaseReport"
    get_certificate_chain_status = "GetCertificateChainStatus"
    get_certificate_status = "GetCertificateStatus"
    get_charging_profiles = "GetChargingProfiles"
    get_composite_schedule = "GetCompositeSchedule"
    get_der_control = "GetDERControl"
    get_display_messages = "GetDisplayMessages"
    get_installed_certificate_ids = "GetInstalledCertificateIds"
    get_local_list_version = "GetLocalListVersion"
    get_log = "GetLog"
    get_monitoring_report = "GetMonitoringReport"
    get_periodic_event_stream = "GetPeriodicEventStream"
    get_report = "GetReport"
    get_tariffs = "GetTariffs"
    get_transaction_status = "GetTransactionStatus"
    get_variables = "GetVariables"
    heartbeat = "Heartbeat"
    install_certificate = "InstallCertificate"
    log_status_notification = "LogStatusNotification"
    meter_values = "MeterValues"
    notify_allowed_energy_transfer = "NotifyAllowedEnergyTransfer"
    notify_charging_limit = "NotifyChargingLimit"
    notify_customer_information = "NotifyCustomerInformation"
    notify_der_alarm = "NotifyDERAlarm"
    notify_der_start_stop = "NotifyDERStartStop"
    notify_display_messages = "NotifyDisplayMessages"
    notify_ev_charging_needs = "NotifyEVChargingNeeds"
    notify_ev_charging_schedule = "NotifyEVChargingSchedule"
    notify_event = "NotifyEvent"
    notify_monitoring_report = "NotifyMonitoringReport"
    notify_priority_charging = "NotifyPriorityCharging"
    notify_report = "NotifyReport"
    notify_settlement = "NotifySettlement"
    notify_web_payment_started = "NotifyWebPaymentStarted"
    open_periodic_event_stream = "OpenPeriodicEventStream"
    publish_firmware = "PublishFirmware"
    publish_firmware_status_notification = "PublishFirmwareStatusNotification"
    pull_dynamic_schedule_update = "PullDynamicScheduleUpdate"
    report_charging_profiles = "ReportChargingProfiles"
    report_der_control = "ReportDERControl"
    request_battery_swap = "RequestBatterySwap"
    request_start_transaction = "RequestStartTransaction"
    request_stop_transaction = "RequestStopTransaction"
    reservation_status_update = "ReservationStatusUpdate"
    reserve_now = "ReserveNow"
    reset = "Reset"
    security_event_notification = "SecurityEventNotification"
    send_local_list = "SendLocalList"
    set_charging_profile = "SetChargingProfile"
    set_der_control = "SetDERControl"
    set_default_tariff = "SetDefaultTariff"
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
    update_dynamic_schedule = "UpdateDynamicSchedule"
    update_firmware = "UpdateFirmware"
    use_priority_charging = "UsePriorityCharging"
    vat_number_validation = "VatNumberValidation"
    notify_periodic_event_stream = "NotifyPeriodicEventStream"
    get_15118_ev_certificate = "Get15118EVCertificate"  # the same by another spelling


class APNAuthenticationEnumType(StrEnum):
    """How the station proves itself to the access point of a cellular network.

    OCPP 2.1 Part 2, used by B09.
    """

    pap = "PAP"
    chap = "CHAP"
    none = "NONE"
    auto = "AUTO"


class AttributeEnumType(StrEnum):
    """Which value of a variable is meant: what it is, what it should be, or its lower or upper bound.

    Absent means Actual.

    OCPP 2.1 Part 2, used by B05 and B06.
    """

    actual = "Actual"
    target = "Target"
    min_set = "MinSet"
    max_set = "MaxSet"


class AuthorizationStatusEnumType(StrEnum):
    """Whether a token may charge here and now, and if not, why.

    ConcurrentTx: the token is in use elsewhere; NoCredit: prepaid balance is used up.

    OCPP 2.1 Part 2, used by C01.
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
    """What the check of a contract certificate found.

    CertChainError stands for every chain that could not be verified.

    OCPP 2.1 Part 2, used by C07.
    """

    accepted = "Accepted"
    signature_error = "SignatureError"
    certificate_expired = "CertificateExpired"
    certificate_revoked = "CertificateRevoked"
    no_certificate_available = "NoCertificateAvailable"
    cert_chain_error = "CertChainError"
    contract_cancelled = "ContractCancelled"


class BatterySwapEventEnumType(StrEnum):
    """Which step of a battery swap happened.

    BatteryOutTimeout: the driver did not take the offered packs.

    OCPP 2.1 Part 2, used by S03.
    """

    battery_in = "BatteryIn"
    battery_out = "BatteryOut"
    battery_out_timeout = "BatteryOutTimeout"


class BootReasonEnumType(StrEnum):
    """Why a station has started.

    Triggered means that it did not start: it was asked to introduce itself.

    OCPP 2.1 Part 2, used by B01.
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
    """Whether a reservation could be withdrawn; Rejected if there is none with this id.

    OCPP 2.1 Part 2, used by H02.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateActionEnumType(StrEnum):
    """Whether the EV wants its first contract certificate or a renewed one.

    OCPP 2.1 Part 2, used by M01 and M02.
    """

    install = "Install"
    update = "Update"


class CertificateSignedStatusEnumType(StrEnum):
    """Whether a station takes a signed certificate into use.

    OCPP 2.1 Part 2, used by A02 and A03.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class CertificateSigningUseEnumType(StrEnum):
    """What a certificate of the station is for: the link to the CSMS, or ISO 15118-2 or -20 with EVs.

    Absent means one certificate for both uses.

    OCPP 2.1 Part 2, used by A02 and A03.
    """

    charging_station_certificate = "ChargingStationCertificate"
    v2g_certificate = "V2GCertificate"
    v2g20_certificate = "V2G20Certificate"


class CertificateStatusEnumType(StrEnum):
    """Whether a certificate is good or revoked, or why that is not known.

    Unknown comes from the source; Failed means that the source could not be asked.

    OCPP 2.1 Part 2, used by M07.
    """

    good = "Good"
    revoked = "Revoked"
    unknown = "Unknown"
    failed = "Failed"


class CertificateStatusSourceEnumType(StrEnum):
    """By which means revocation is checked: a list (CRL) or a responder (OCSP).

    OCPP 2.1 Part 2, used by M07.
    """

    crl = "CRL"
    ocsp = "OCSP"


class ChangeAvailabilityStatusEnumType(StrEnum):
    """Whether the availability changes now, after the running transaction, or not at all.

    OCPP 2.1 Part 2, used by G03 and G04.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    scheduled = "Scheduled"


class ChargingProfileKindEnumType(StrEnum):
    """How the time of a schedule is counted.

    Absolute: from a date; Recurring: daily or weekly; Relative: from the start of the transaction.
    Dynamic: one period whose values are updated by messages.

    OCPP 2.1 Part 2, used by K01 and K28.
    """

    absolute = "Absolute"
    recurring = "Recurring"
    relative = "Relative"
    dynamic = "Dynamic"


class ChargingProfilePurposeEnumType(StrEnum):
    """What a charging profile is for; this decides how it combines with others.

    TxProfile replaces TxDefaultProfile for its transaction; the lowest of all limits counts.
    ChargingStationExternalConstraints is set by other systems, never by the CSMS.
    LocalGeneration adds capacity instead of limiting it.

    OCPP 2.1 Part 2, used by K01.
    """

    charging_station_external_constraints = "ChargingStationExternalConstraints"
    charging_station_max_profile = "ChargingStationMaxProfile"
    tx_default_profile = "TxDefaultProfile"
    tx_profile = "TxProfile"
    priority_charging = "PriorityCharging"
    local_generation = "LocalGeneration"


class ChargingProfileStatusEnumType(StrEnum):
    """Whether a profile, or an update of it, was taken over.

    OCPP 2.1 Part 2, used by K01 and K28.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ChargingRateUnitEnumType(StrEnum):
    """Whether limits are power (W, over all phases) or current (A, per phase).

    Only units in the RateUnit variable of the station are understood.

    OCPP 2.1 Part 2, used by K01.
    """

    w = "W"
    a = "A"


class ChargingStateEnumType(StrEnum):
    """What goes on between EVSE and EV during a transaction.

    SuspendedEV: the EV takes nothing though it could; SuspendedEVSE: nothing is offered.
    Idle: no EV is connected.

    OCPP 2.1 Part 2, used by E01 to E17.
    """

    ev_connected = "EVConnected"
    charging = "Charging"
    suspended_ev = "SuspendedEV"
    suspended_evse = "SuspendedEVSE"
    idle = "Idle"


class ClearCacheStatusEnumType(StrEnum):
    """Whether the authorization cache was emptied.

    OCPP 2.1 Part 2, used by C11.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ClearChargingProfileStatusEnumType(StrEnum):
    """Whether profiles were removed; Unknown if none matched.

    OCPP 2.1 Part 2, used by K10.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class ClearMessageStatusEnumType(StrEnum):
    """Whether a text was removed from the display.

    OCPP 2.1 Part 2, used by O05.
    """

    accepted = "Accepted"
    unknown = "Unknown"
    rejected = "Rejected"


class ClearMonitoringStatusEnumType(StrEnum):
    """Whether a monitor was deleted; Rejected for monitors that are hard-wired.

    OCPP 2.1 Part 2, used by N06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_found = "NotFound"


class ComponentCriterionEnumType(StrEnum):
    """A state by which components are chosen for a report.

    OCPP 2.1 Part 2, used by B08.
    """

    active = "Active"
    available = "Available"
    enabled = "Enabled"
    problem = "Problem"


class ConnectorStatusEnumType(StrEnum):
    """The state of a connector; what goes on inside a transaction is told by ChargingStateEnumType.

    OCPP 2.1 Part 2, used by G01.
    """

    available = "Available"
    occupied = "Occupied"
    reserved = "Reserved"
    unavailable = "Unavailable"
    faulted = "Faulted"


class ControlModeEnumType(StrEnum):
    """Who plans in an ISO 15118-20 session: the EV by a schedule, or the CSMS by setpoints.

    Absent means ScheduledControl.

    OCPP 2.1 Part 2, used by K18 and K19.
    """

    scheduled_control = "ScheduledControl"
    dynamic_control = "DynamicControl"


class CostDimensionEnumType(StrEnum):
    """What a period of a transaction used: energy, power or current bounds, or time.

    The wire value IdleTIme has a capital I in its middle: a slip of the standard that stays.
    Published texts name both Wh and kWh for Energy: settle the unit with the maker.

    OCPP 2.1 Part 2, used by I12.
    """

    energy = "Energy"
    max_current = "MaxCurrent"
    min_current = "MinCurrent"
    max_power = "MaxPower"
    min_power = "MinPower"
    idle_t_ime = "IdleTIme"
    charging_time = "ChargingTime"


class CostKindEnumType(StrEnum):
    """What a cost figure of a sales tariff means: relative price, emission or renewable share.

    OCPP 2.1 Part 2, used by K15.
    """

    carbon_dioxide_emission = "CarbonDioxideEmission"
    relative_price_percentage = "RelativePricePercentage"
    renewable_generation_percentage = "RenewableGenerationPercentage"


class CustomerInformationStatusEnumType(StrEnum):
    """Whether a station will report or erase customer data.

    Invalid: the request names no customer.

    OCPP 2.1 Part 2, used by N09 and N10.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    invalid = "Invalid"


class DERControlEnumType(StrEnum):
    """The kind of grid support setting, which decides the field that carries it.

    Trip, cessation, Volt, Watt and FreqWatt kinds are curves; the others have fields of their own.
    HF, LF, HV and LV stand for high and low frequency and voltage.

    OCPP 2.1 Part 2, used by R04.
    """

    enter_service = "EnterService"
    freq_droop = "FreqDroop"
    freq_watt = "FreqWatt"
    fixed_pf_absorb = "FixedPFAbsorb"
    fixed_pf_inject = "FixedPFInject"
    fixed_var = "FixedVar"
    gradients = "Gradients"
    hf_must_trip = "HFMustTrip"
    hf_may_trip = "HFMayTrip"
    hv_must_trip = "HVMustTrip"
    hv_mom_cess = "HVMomCess"
    hv_may_trip = "HVMayTrip"
    limit_max_discharge = "LimitMaxDischarge"
    lf_must_trip = "LFMustTrip"
    lv_must_trip = "LVMustTrip"
    lv_mom_cess = "LVMomCess"
    lv_may_trip = "LVMayTrip"
    power_monitoring_must_trip = "PowerMonitoringMustTrip"
    volt_var = "VoltVar"
    volt_watt = "VoltWatt"
    watt_pf = "WattPF"
    watt_var = "WattVar"


class DERControlStatusEnumType(StrEnum):
    """Whether a grid support setting could be set, reported or removed.

    OCPP 2.1 Part 2, used by R04.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_supported = "NotSupported"
    not_found = "NotFound"


class DERUnitEnumType(StrEnum):
    """What 100 percent means on the y axis of a curve or for a setpoint.

    Max is what the inverter is set up for, Avail the reserve that it has now.

    OCPP 2.1 Part 2, used by R04.
    """

    not__applicable = "Not_Applicable"
    pct_maxw = "PctMaxW"
    pct_max_var = "PctMaxVar"
    pct_w_avail = "PctWAvail"
    pct_var_avail = "PctVarAvail"
    pct_effectivev = "PctEffectiveV"


class DataEnumType(StrEnum):
    """What the text of a variable value stands for.

    OptionList takes one of the listed values, the other lists several, SequenceList in order.

    OCPP 2.1 Part 2, used by B07 and B08.
    """

    string = "string"
    decimal = "decimal"
    integer = "integer"
    date_time = "dateTime"
    boolean = "boolean"
    option_list = "OptionList"
    sequence_list = "SequenceList"
    member_list = "MemberList"


class DataTransferStatusEnumType(StrEnum):
    """Whether vendor data was understood.

    Answer UnknownVendorId or UnknownMessageId instead of an error frame.

    OCPP 2.1 Part 2, used by P01 and P02.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_message_id = "UnknownMessageId"
    unknown_vendor_id = "UnknownVendorId"


class DayOfWeekEnumType(StrEnum):
    """A weekday in the local time of the station, for tariff conditions.

    OCPP 2.1 Part 2, used by I07.
    """

    monday = "Monday"
    tuesday = "Tuesday"
    wednesday = "Wednesday"
    thursday = "Thursday"
    friday = "Friday"
    saturday = "Saturday"
    sunday = "Sunday"


class DeleteCertificateStatusEnumType(StrEnum):
    """Whether a certificate was removed.

    OCPP 2.1 Part 2, used by M04.
    """

    accepted = "Accepted"
    failed = "Failed"
    not_found = "NotFound"


class DisplayMessageStatusEnumType(StrEnum):
    """Whether a text will be shown, or what the station cannot do about it.

    OCPP 2.1 Part 2, used by O01.
    """

    accepted = "Accepted"
    not_supported_message_format = "NotSupportedMessageFormat"
    rejected = "Rejected"
    not_supported_priority = "NotSupportedPriority"
    not_supported_state = "NotSupportedState"
    unknown_transaction = "UnknownTransaction"
    language_not_supported = "LanguageNotSupported"


class EnergyTransferModeEnumType(StrEnum):
    """A way for energy to flow between EVSE and EV.

    BPT is in both directions, DER adds grid support, ACDP is a pantograph, WPT is wireless.

    OCPP 2.1 Part 2, used by Q01 and K15.
    """

    ac_single_phase = "AC_single_phase"
    ac_two_phase = "AC_two_phase"
    ac_three_phase = "AC_three_phase"
    dc = "DC"
    ac_bpt = "AC_BPT"
    ac_bpt_der = "AC_BPT_DER"
    ac_der = "AC_DER"
    dc_bpt = "DC_BPT"
    dc_acdp = "DC_ACDP"
    dc_acdp_bpt = "DC_ACDP_BPT"
    wpt = "WPT"


class EventNotificationEnumType(StrEnum):
    """What made a station report an event: hard-wired, preset by the maker, or set by the CSMS.

    OCPP 2.1 Part 2, used by N07.
    """

    hard_wired_notification = "HardWiredNotification"
    hard_wired_monitor = "HardWiredMonitor"
    preconfigured_monitor = "PreconfiguredMonitor"
    custom_monitor = "CustomMonitor"


class EventTriggerEnumType(StrEnum):
    """How an event arose: a threshold was crossed, a value changed, or time went by.

    OCPP 2.1 Part 2, used by N07 and N08.
    """

    alerting = "Alerting"
    delta = "Delta"
    periodic = "Periodic"


class EvseKindEnumType(StrEnum):
    """The kind of current that a tariff price is for.

    OCPP 2.1 Part 2, used by I07.
    """

    ac = "AC"
    dc = "DC"


class FirmwareStatusEnumType(StrEnum):
    """How far a firmware update has come.

    Installed and every failure end it; after SignatureVerified or InstallRebooting more follows.
    Idle is sent only when the status was asked for and no update runs.

    OCPP 2.1 Part 2, used by L01 and L02.
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
    """Whether a report or preset of the device model can be delivered.

    EmptyResultSet is a normal outcome: nothing matched.

    OCPP 2.1 Part 2, used by B07, B08 and N02.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_supported = "NotSupported"
    empty_result_set = "EmptyResultSet"


class GenericStatusEnumType(StrEnum):
    """Whether a request was taken on, where no finer status is needed.

    OCPP 2.1 Part 2, enumerations.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class GetCertificateIdUseEnumType(StrEnum):
    """The kind of an installed certificate.

    V2GCertificateChain is the own certificate of the station for ISO 15118, with its chain.

    OCPP 2.1 Part 2, used by M03.
    """

    v2g_root_certificate = "V2GRootCertificate"
    mo_root_certificate = "MORootCertificate"
    csms_root_certificate = "CSMSRootCertificate"
    v2g_certificate_chain = "V2GCertificateChain"
    manufacturer_root_certificate = "ManufacturerRootCertificate"
    oem_root_certificate = "OEMRootCertificate"


class GetCertificateStatusEnumType(StrEnum):
    """Whether an OCSP status could be fetched.

    OCPP 2.1 Part 2, used by M06.
    """

    accepted = "Accepted"
    failed = "Failed"


class GetChargingProfileStatusEnumType(StrEnum):
    """Whether profiles matched and will be reported.

    OCPP 2.1 Part 2, used by K09.
    """

    accepted = "Accepted"
    no_profiles = "NoProfiles"


class GetDisplayMessagesStatusEnumType(StrEnum):
    """Whether texts matched and will be reported.

    OCPP 2.1 Part 2, used by O03 and O04.
    """

    accepted = "Accepted"
    unknown = "Unknown"


class GetInstalledCertificateStatusEnumType(StrEnum):
    """Whether certificates of the asked types are installed.

    OCPP 2.1 Part 2, used by M03.
    """

    accepted = "Accepted"
    not_found = "NotFound"


class GetVariableStatusEnumType(StrEnum):
    """Whether a variable attribute could be read, and if not, what was wrong.

    OCPP 2.1 Part 2, used by B06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    not_supported_attribute_type = "NotSupportedAttributeType"


class GridEventFaultEnumType(StrEnum):
    """What went wrong in the grid when a grid support setting acted.

    OCPP 2.1 Part 2, used by R05.
    """

    current_imbalance = "CurrentImbalance"
    local_emergency = "LocalEmergency"
    low_input_power = "LowInputPower"
    over_current = "OverCurrent"
    over_frequency = "OverFrequency"
    over_voltage = "OverVoltage"
    phase_rotation = "PhaseRotation"
    remote_emergency = "RemoteEmergency"
    under_frequency = "UnderFrequency"
    under_voltage = "UnderVoltage"
    voltage_imbalance = "VoltageImbalance"


class HashAlgorithmEnumType(StrEnum):
    """Which hash function was used to identify a certificate.

    OCPP 2.1 Part 2, used by M03.
    """

    sha256 = "SHA256"
    sha384 = "SHA384"
    sha512 = "SHA512"


class InstallCertificateStatusEnumType(StrEnum):
    """Whether a root certificate was installed.

    Rejected: not valid or not allowed; Failed: valid, but could not be stored.

    OCPP 2.1 Part 2, used by M05.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    failed = "Failed"


class InstallCertificateUseEnumType(StrEnum):
    """What a root certificate is to vouch for.

    MO is the mobility operator (contracts), V2G the charging infrastructure, OEM the vehicle maker.

    OCPP 2.1 Part 2, used by M05.
    """

    v2g_root_certificate = "V2GRootCertificate"
    mo_root_certificate = "MORootCertificate"
    manufacturer_root_certificate = "ManufacturerRootCertificate"
    csms_root_certificate = "CSMSRootCertificate"
    oem_root_certificate = "OEMRootCertificate"


class IslandingDetectionEnumType(StrEnum):
    """How the inverter of an EV notices that the grid around it is cut off.

    OCPP 2.1 Part 2, used by R02 and R03.
    """

    no_anti_islanding_support = "NoAntiIslandingSupport"
    ro_cof = "RoCoF"
    uvp_ovp = "UVP_OVP"
    ufp_ofp = "UFP_OFP"
    voltage_vector_shift = "VoltageVectorShift"
    zero_crossing_detection = "ZeroCrossingDetection"
    other_passive = "OtherPassive"
    impedance_measurement = "ImpedanceMeasurement"
    impedance_at_frequency = "ImpedanceAtFrequency"
    slip_mode_frequency_shift = "SlipModeFrequencyShift"
    sandia_frequency_shift = "SandiaFrequencyShift"
    sandia_voltage_shift = "SandiaVoltageShift"
    frequency_jump = "FrequencyJump"
    rclq_factor = "RCLQFactor"
    other_active = "OtherActive"


class Iso15118EVCertificateStatusEnumType(StrEnum):
    """Whether a contract certificate could be fetched; not what the raw answer to the EV says.

    OCPP 2.1 Part 2, used by M01 and M02.
    """

    accepted = "Accepted"
    failed = "Failed"


class LocationEnumType(StrEnum):
    """Where a reading was taken, from the grid side to the vehicle; absent means Outlet.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    body = "Body"
    cable = "Cable"
    ev = "EV"
    inlet = "Inlet"
    outlet = "Outlet"
    upstream = "Upstream"


class LogEnumType(StrEnum):
    """Which log to upload.

    DataCollectorLog holds the readings that the component DataCollector has sampled.

    OCPP 2.1 Part 2, used by N01.
    """

    diagnostics_log = "DiagnosticsLog"
    security_log = "SecurityLog"
    data_collector_log = "DataCollectorLog"


class LogStatusEnumType(StrEnum):
    """Whether a log will be uploaded.

    AcceptedCanceled: yes, and a former upload was dropped.

    OCPP 2.1 Part 2, used by N01.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"


class MeasurandEnumType(StrEnum):
    """What a reading measures; absent means Energy.Active.Import.Register.

    Import is from the grid to the EV, Export the other way. Register counts up, Interval is a part.
    Display values are what the EV shows to its driver.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    current_export = "Current.Export"
    current_export_offered = "Current.Export.Offered"
    current_export_minimum = "Current.Export.Minimum"
    current_import = "Current.Import"
    current_import_offered = "Current.Import.Offered"
    current_import_minimum = "Current.Import.Minimum"
    current_offered = "Current.Offered"
    display_present_soc = "Display.PresentSOC"
    display_minimum_soc = "Display.MinimumSOC"
    display_target_soc = "Display.TargetSOC"
    display_maximum_soc = "Display.MaximumSOC"
    display_remaining_time_to_minimum_soc = "Display.RemainingTimeToMinimumSOC"
    display_remaining_time_to_target_soc = "Display.RemainingTimeToTargetSOC"
    display_remaining_time_to_maximum_soc = "Display.RemainingTimeToMaximumSOC"
    display_charging_complete = "Display.ChargingComplete"
    display_battery_energy_capacity = "Display.BatteryEnergyCapacity"
    display_inlet_hot = "Display.InletHot"
    energy_active_export_interval = "Energy.Active.Export.Interval"
    energy_active_export_register = "Energy.Active.Export.Register"
    energy_active_import_interval = "Energy.Active.Import.Interval"
    energy_active_import_register = "Energy.Active.Import.Register"
    energy_active_import_cable_loss = "Energy.Active.Import.CableLoss"
    energy_active_import_local_generation_register = "Energy.Active.Import.LocalGeneration.Register"
    energy_active_net = "Energy.Active.Net"
    energy_active_setpoint_interval = "Energy.Active.Setpoint.Interval"
    energy_apparent_export = "Energy.Apparent.Export"
    energy_apparent_import = "Energy.Apparent.Import"
    energy_apparent_net = "Energy.Apparent.Net"
    energy_reactive_export_interval = "Energy.Reactive.Export.Interval"
    energy_reactive_export_register = "Energy.Reactive.Export.Register"
    energy_reactive_import_interval = "Energy.Reactive.Import.Interval"
    energy_reactive_import_register = "Energy.Reactive.Import.Register"
    energy_reactive_net = "Energy.Reactive.Net"
    energy_request_target = "EnergyRequest.Target"
    energy_request_minimum = "EnergyRequest.Minimum"
    energy_request_maximum = "EnergyRequest.Maximum"
    energy_request_minimum_v2x = "EnergyRequest.Minimum.V2X"
    energy_request_maximum_v2x = "EnergyRequest.Maximum.V2X"
    energy_request_bulk = "EnergyRequest.Bulk"
    frequency = "Frequency"
    power_active_export = "Power.Active.Export"
    power_active_import = "Power.Active.Import"
    power_active_setpoint = "Power.Active.Setpoint"
    power_active_residual = "Power.Active.Residual"
    power_export_minimum = "Power.Export.Minimum"
    power_export_offered = "Power.Export.Offered"
    power_factor = "Power.Factor"
    power_import_offered = "Power.Import.Offered"
    power_import_minimum = "Power.Import.Minimum"
    power_offered = "Power.Offered"
    power_reactive_export = "Power.Reactive.Export"
    power_reactive_import = "Power.Reactive.Import"
    soc = "SoC"
    voltage = "Voltage"
    voltage_minimum = "Voltage.Minimum"
    voltage_maximum = "Voltage.Maximum"


class MessageFormatEnumType(StrEnum):
    """How the text of a message is to be read; the station lists what it can show.

    OCPP 2.1 Part 2, used by O01.
    """

    ascii = "ASCII"
    html = "HTML"
    uri = "URI"
    utf8 = "UTF8"
    qrcode = "QRCODE"


class MessagePriorityEnumType(StrEnum):
    """How urgently a text is to be shown: always, before others, or in turn.

    OCPP 2.1 Part 2, used by O01.
    """

    always_front = "AlwaysFront"
    in_front = "InFront"
    normal_cycle = "NormalCycle"


class MessageStateEnumType(StrEnum):
    """In which state of the station a text is shown.

    OCPP 2.1 Part 2, used by O01.
    """

    charging = "Charging"
    faulted = "Faulted"
    idle = "Idle"
    unavailable = "Unavailable"
    suspended = "Suspended"
    discharging = "Discharging"


class MessageTriggerEnumType(StrEnum):
    """Which message a station is asked to send.

    CustomTrigger needs custom_trigger to name a vendor message.

    OCPP 2.1 Part 2, used by F06.
    """

    boot_notification = "BootNotification"
    log_status_notification = "LogStatusNotification"
    firmware_status_notification = "FirmwareStatusNotification"
    heartbeat = "Heartbeat"
    meter_values = "MeterValues"
    sign_charging_station_certificate = "SignChargingStationCertificate"
    sign_v2g_certificate = "SignV2GCertificate"
    sign_v2g20_certificate = "SignV2G20Certificate"
    status_notification = "StatusNotification"
    transaction_event = "TransactionEvent"
    sign_combined_certificate = "SignCombinedCertificate"
    publish_firmware_status_notification = "PublishFirmwareStatusNotification"
    custom_trigger = "CustomTrigger"


class MobilityNeedsModeEnumType(StrEnum):
    """Who decides on battery target and departure time: the EV alone, or station and CSMS as well.

    EVCC is the EV, SECC the station.

    OCPP 2.1 Part 2, used by K19.
    """

    evcc = "EVCC"
    evcc_secc = "EVCC_SECC"


class MonitorEnumType(StrEnum):
    """What a monitor watches for: a bound, a change, or the passing of time.

    Target kinds compare the actual value with the target, in absolute or relative terms.

    OCPP 2.1 Part 2, used by N04.
    """

    upper_threshold = "UpperThreshold"
    lower_threshold = "LowerThreshold"
    delta = "Delta"
    periodic = "Periodic"
    periodic_clock_aligned = "PeriodicClockAligned"
    target_delta = "TargetDelta"
    target_delta_relative = "TargetDeltaRelative"


class MonitoringBaseEnumType(StrEnum):
    """A preset of monitors.

    HardWiredOnly is the least: it switches presets off and deletes custom monitors.

    OCPP 2.1 Part 2, used by N03.
    """

    all = "All"
    factory_default = "FactoryDefault"
    hard_wired_only = "HardWiredOnly"


class MonitoringCriterionEnumType(StrEnum):
    """The kind of monitors to report.

    OCPP 2.1 Part 2, used by N02.
    """

    threshold_monitoring = "ThresholdMonitoring"
    delta_monitoring = "DeltaMonitoring"
    periodic_monitoring = "PeriodicMonitoring"


class MutabilityEnumType(StrEnum):
    """Whether a variable attribute can be read, written or both; absent means both.

    OCPP 2.1 Part 2, used by B07 and B08.
    """

    read_only = "ReadOnly"
    write_only = "WriteOnly"
    read_write = "ReadWrite"


class NotifyAllowedEnergyTransferStatusEnumType(StrEnum):
    """Whether a station will offer the allowed ways of energy transfer.

    OCPP 2.1 Part 2, used by Q02.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class NotifyEVChargingNeedsStatusEnumType(StrEnum):
    """Whether the CSMS can plan for the needs of an EV.

    Processing: a profile will come later; NoChargingProfile: do not wait for one.
    Rejected in an ISO 15118-20 session: the requested way of energy transfer is not possible.

    OCPP 2.1 Part 2, used by K15 to K20.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    processing = "Processing"
    no_charging_profile = "NoChargingProfile"


class OCPPInterfaceEnumType(StrEnum):
    """Over which network interface the station connects; Any leaves the choice to the station.

    OCPP 2.1 Part 2, used by B09.
    """

    wired0 = "Wired0"
    wired1 = "Wired1"
    wired2 = "Wired2"
    wired3 = "Wired3"
    wireless0 = "Wireless0"
    wireless1 = "Wireless1"
    wireless2 = "Wireless2"
    wireless3 = "Wireless3"
    any = "Any"


class OCPPTransportEnumType(StrEnum):
    """How messages travel; SOAP existed up to OCPP 1.6 only.

    OCPP 2.1 Part 2, used by B09.
    """

    soap = "SOAP"
    json = "JSON"


class OCPPVersionEnumType(StrEnum):
    """Which OCPP version a network profile names.

    Ignored in OCPP 2.1: the WebSocket handshake decides.

    OCPP 2.1 Part 2, used by B09.
    """

    ocpp12 = "OCPP12"
    ocpp15 = "OCPP15"
    ocpp16 = "OCPP16"
    ocpp20 = "OCPP20"
    ocpp201 = "OCPP201"
    ocpp21 = "OCPP21"


class OperationModeEnumType(StrEnum):
    """Who steers charging and discharging in a schedule period, and by what.

    Absent means ChargingOnly. The mode decides which of limit, setpoint and curve may be there.

    OCPP 2.1 Part 2, used by Q02 to Q10.
    """

    idle = "Idle"
    charging_only = "ChargingOnly"
    central_setpoint = "CentralSetpoint"
    external_setpoint = "ExternalSetpoint"
    external_limits = "ExternalLimits"
    central_frequency = "CentralFrequency"
    local_frequency = "LocalFrequency"
    local_load_balancing = "LocalLoadBalancing"


class OperationalStatusEnumType(StrEnum):
    """Whether something shall be in service.

    OCPP 2.1 Part 2, used by G03 and G04.
    """

    inoperative = "Inoperative"
    operative = "Operative"


class PaymentStatusEnumType(StrEnum):
    """How the settlement of a payment ended.

    Canceled: nothing to bill; Rejected: refused by the provider; Failed: provider not reached.

    OCPP 2.1 Part 2, used by C21 and C22.
    """

    settled = "Settled"
    canceled = "Canceled"
    rejected = "Rejected"
    failed = "Failed"


class PhaseEnumType(StrEnum):
    """Between which conductors a reading was taken; absent means over all phases.

    OCPP 2.1 Part 2, used by J02.
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


class PowerDuringCessationEnumType(StrEnum):
    """What an EV feeds in while it rides through a grid fault.

    OCPP 2.1 Part 2, used by R04.
    """

    active = "Active"
    reactive = "Reactive"


class PreconditioningStatusEnumType(StrEnum):
    """Whether the battery of the EV could follow a setpoint at once.

    OCPP 2.1 Part 2, used by K20 and Q10.
    """

    unknown = "Unknown"
    ready = "Ready"
    not_ready = "NotReady"
    preconditioning = "Preconditioning"


class PriorityChargingStatusEnumType(StrEnum):
    """Whether priority charging could be switched; NoProfile if there is no profile for it.

    OCPP 2.1 Part 2, used by K21.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    no_profile = "NoProfile"


class PublishFirmwareStatusEnumType(StrEnum):
    """How far the publishing of firmware on a local controller has come.

    Published comes with the download addresses.

    OCPP 2.1 Part 2, used by L03.
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
    """Why a reading was taken: by the clock, periodically, or by an event; absent means periodically.

    OCPP 2.1 Part 2, used by J01 and J02.
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
    """Why a transaction ended; absent means Local.

    ReqEnergyTransferRejected: the EV wanted a way of energy transfer that it is not allowed.
    EnergyLimitReached and the like are deprecated: a limit stops the energy, not the transaction.

    OCPP 2.1 Part 2, used by E06.
    """

    de_authorized = "DeAuthorized"
    emergency_stop = "EmergencyStop"
    energy_limit_reached = "EnergyLimitReached"
    ev_disconnected = "EVDisconnected"
    ground_fault = "GroundFault"
    immediate_reset = "ImmediateReset"
    master_pass = "MasterPass"
    local = "Local"
    local_out_of_credit = "LocalOutOfCredit"
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
    req_energy_transfer_rejected = "ReqEnergyTransferRejected"


class RecurrencyKindEnumType(StrEnum):
    """How often a recurring schedule starts anew.

    OCPP 2.1 Part 2, used by K01.
    """

    daily = "Daily"
    weekly = "Weekly"


class RegistrationStatusEnumType(StrEnum):
    """Whether the CSMS has let a station in.

    Pending: the CSMS may configure it; Rejected: it has to wait and ask again.

    OCPP 2.1 Part 2, used by B01, B02 and B03.
    """

    accepted = "Accepted"
    pending = "Pending"
    rejected = "Rejected"


class ReportBaseEnumType(StrEnum):
    """Which standard report is wanted: what can be set, everything, or a summary of problems.

    OCPP 2.1 Part 2, used by B07.
    """

    configuration_inventory = "ConfigurationInventory"
    full_inventory = "FullInventory"
    summary_inventory = "SummaryInventory"


class RequestStartStopStatusEnumType(StrEnum):
    """Whether a station will start or stop a transaction.

    OCPP 2.1 Part 2, used by F01 to F03.
    """

    accepted = "Accepted"
    rejected = "Rejected"


class ReservationUpdateStatusEnumType(StrEnum):
    """Why a reservation ended without use.

    NoTransaction: the driver was accepted, but no transaction came of it.

    OCPP 2.1 Part 2, used by H04.
    """

    expired = "Expired"
    removed = "Removed"
    no_transaction = "NoTransaction"


class ReserveNowStatusEnumType(StrEnum):
    """Whether a reservation was made, or what the matching EVSEs are busy with.

    OCPP 2.1 Part 2, used by H01.
    """

    accepted = "Accepted"
    faulted = "Faulted"
    occupied = "Occupied"
    rejected = "Rejected"
    unavailable = "Unavailable"


class ResetEnumType(StrEnum):
    """When to restart, and whether transactions go on afterwards.

    OCPP 2.1 Part 2, used by B11 to B13.
    """

    immediate = "Immediate"
    on_idle = "OnIdle"
    immediate_and_resume = "ImmediateAndResume"


class ResetStatusEnumType(StrEnum):
    """Whether a station restarts; Scheduled: once its transactions have ended.

    OCPP 2.1 Part 2, used by B11 to B13.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    scheduled = "Scheduled"


class SendLocalListStatusEnumType(StrEnum):
    """Whether the local authorization list was updated.

    VersionMismatch: the version of a differential update does not rise; send the full list.

    OCPP 2.1 Part 2, used by D01.
    """

    accepted = "Accepted"
    failed = "Failed"
    version_mismatch = "VersionMismatch"


class SetMonitoringStatusEnumType(StrEnum):
    """Whether a monitor was set.

    Duplicate: the variable already has a monitor of this kind and severity.

    OCPP 2.1 Part 2, used by N04.
    """

    accepted = "Accepted"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    unsupported_monitor_type = "UnsupportedMonitorType"
    rejected = "Rejected"
    duplicate = "Duplicate"


class SetNetworkProfileStatusEnumType(StrEnum):
    """Whether connection details were stored; nothing is said about whether they work.

    OCPP 2.1 Part 2, used by B09.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    failed = "Failed"


class SetVariableStatusEnumType(StrEnum):
    """Whether a variable attribute was written; RebootRequired: it takes effect after a restart.

    OCPP 2.1 Part 2, used by B05.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    unknown_component = "UnknownComponent"
    unknown_variable = "UnknownVariable"
    not_supported_attribute_type = "NotSupportedAttributeType"
    reboot_required = "RebootRequired"


class TariffChangeStatusEnumType(StrEnum):
    """Whether a running transaction has got a new tariff.

    NoCurrencyChange: the new tariff is in another currency, which is not allowed.

    OCPP 2.1 Part 2, used by I11.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    too_many_elements = "TooManyElements"
    condition_not_supported = "ConditionNotSupported"
    tx_not_found = "TxNotFound"
    no_currency_change = "NoCurrencyChange"


class TariffClearStatusEnumType(StrEnum):
    """Whether a tariff was removed.

    OCPP 2.1 Part 2, used by I10.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    no_tariff = "NoTariff"


class TariffCostEnumType(StrEnum):
    """Whether a cost is the sum of its parts, or the minimum or maximum of the tariff.

    OCPP 2.1 Part 2, used by I12.
    """

    normal_cost = "NormalCost"
    min_cost = "MinCost"
    max_cost = "MaxCost"


class TariffGetStatusEnumType(StrEnum):
    """Whether there are tariffs to report.

    OCPP 2.1 Part 2, used by I09.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    no_tariff = "NoTariff"


class TariffKindEnumType(StrEnum):
    """Whether a tariff is the default of an EVSE or came with a driver; the latter takes precedence.

    OCPP 2.1 Part 2, used by I09.
    """

    default_tariff = "DefaultTariff"
    driver_tariff = "DriverTariff"


class TariffSetStatusEnumType(StrEnum):
    """Whether a default tariff was installed.

    TooManyElements and ConditionNotSupported: it is beyond what the station can compute.

    OCPP 2.1 Part 2, used by I07.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    too_many_elements = "TooManyElements"
    condition_not_supported = "ConditionNotSupported"
    duplicate_tariff_id = "DuplicateTariffId"


class TransactionEventEnumType(StrEnum):
    """Whether an event is the first, the last or one between in a transaction.

    OCPP 2.1 Part 2, used by E01 to E17.
    """

    ended = "Ended"
    started = "Started"
    updated = "Updated"


class TriggerMessageStatusEnumType(StrEnum):
    """Whether a station sends the message it was asked for.

    OCPP 2.1 Part 2, used by F06.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    not_implemented = "NotImplemented"


class TriggerReasonEnumType(StrEnum):
    """What made a station send a transaction event.

    OCPP 2.1 Part 2, used by E01 to E17.
    """

    abnormal_condition = "AbnormalCondition"
    authorized = "Authorized"
    cable_plugged_in = "CablePluggedIn"
    charging_rate_changed = "ChargingRateChanged"
    charging_state_changed = "ChargingStateChanged"
    cost_limit_reached = "CostLimitReached"
    deauthorized = "Deauthorized"
    energy_limit_reached = "EnergyLimitReached"
    ev_communication_lost = "EVCommunicationLost"
    ev_connect_timeout = "EVConnectTimeout"
    ev_departed = "EVDeparted"
    ev_detected = "EVDetected"
    limit_set = "LimitSet"
    meter_value_clock = "MeterValueClock"
    meter_value_periodic = "MeterValuePeriodic"
    operation_mode_changed = "OperationModeChanged"
    remote_start = "RemoteStart"
    remote_stop = "RemoteStop"
    reset_command = "ResetCommand"
    running_cost = "RunningCost"
    signed_data_received = "SignedDataReceived"
    so_c_limit_reached = "SoCLimitReached"
    stop_authorized = "StopAuthorized"
    tariff_changed = "TariffChanged"
    tariff_not_accepted = "TariffNotAccepted"
    time_limit_reached = "TimeLimitReached"
    trigger = "Trigger"
    tx_resumed = "TxResumed"
    unlock_command = "UnlockCommand"


class UnlockStatusEnumType(StrEnum):
    """Whether a plug was released.

    OngoingAuthorizedTransaction: stop the transaction first.

    OCPP 2.1 Part 2, used by F05.
    """

    unlocked = "Unlocked"
    unlock_failed = "UnlockFailed"
    ongoing_authorized_transaction = "OngoingAuthorizedTransaction"
    unknown_connector = "UnknownConnector"


class UnpublishFirmwareStatusEnumType(StrEnum):
    """Whether firmware is no longer offered.

    DownloadOngoing: a station is still downloading it.

    OCPP 2.1 Part 2, used by L04.
    """

    download_ongoing = "DownloadOngoing"
    no_firmware = "NoFirmware"
    unpublished = "Unpublished"


class UpdateEnumType(StrEnum):
    """Whether a list replaces the stored one or changes some entries of it.

    OCPP 2.1 Part 2, used by D01.
    """

    differential = "Differential"
    full = "Full"


class UpdateFirmwareStatusEnumType(StrEnum):
    """Whether a station will update its firmware.

    AcceptedCanceled: yes, and a former update was dropped.

    OCPP 2.1 Part 2, used by L01 and L02.
    """

    accepted = "Accepted"
    rejected = "Rejected"
    accepted_canceled = "AcceptedCanceled"
    invalid_certificate = "InvalidCertificate"
    revoked_certificate = "RevokedCertificate"


class UploadLogStatusEnumType(StrEnum):
    """How far the upload of a log has come.

    OCPP 2.1 Part 2, used by N01.
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
    """The protocol of a VPN.

    OCPP 2.1 Part 2, used by B09.
    """

    ik_ev2 = "IKEv2"
    ip_sec = "IPSec"
    l2_tp = "L2TP"
    pptp = "PPTP"
