"""The requests of OCPP 2.0.1: what either side may ask of the other."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    AnyJson,
    CustomData,
    Number,
    OneOf,
    String32,
    String36,
    String50,
    String64,
    String255,
    String512,
    String5500,
    String5600,
    String10000,
)
from ocpp.model import Request, SchemaOrder, Sender
from ocpp.v201 import call_result, datatypes, enums


class Authorize(Request[call_result.Authorize]):
    """Ask whether the driver who presented this token may charge.

    Not needed when the station decides from its cache or local list.
    Plug and Charge adds iso15118_certificate_hash_data (up to 4) or certificate, a PEM chain.
    The answer carries the verdict on the token, and one on the contract certificate.

    Charging station to CSMS. Block: authorization. OCPP 2.0.1 Part 2, C01 and C07.
    """

    __block__ = "authorization"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "idToken",
        "certificate",
        "iso15118CertificateHashData",
    )

    id_token: datatypes.IdTokenType
    certificate: Absent[String5500] = None
    iso15118_certificate_hash_data: Absent[
        Annotated[list[datatypes.OCSPRequestDataType], Meta(min_length=1, max_length=4)]
    ] = None
    custom_data: Absent[CustomData] = None


class BootNotification(Request[call_result.BootNotification]):
    """Announce a station after start or reset, before anything else is said.

    Until the answer is Accepted, other CALLs from the station are refused with SecurityError.
    After Pending or Rejected the station boots again when the interval of the answer is over.

    Charging station to CSMS. Block: provisioning. OCPP 2.0.1 Part 2, B01, B02 and B03.
    """

    __block__ = "provisioning"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "chargingStation", "reason")

    charging_station: datatypes.ChargingStationType
    reason: OneOf[enums.BootReasonEnumType]
    custom_data: Absent[CustomData] = None


class CancelReservation(Request[call_result.CancelReservation]):
    """Give up a reservation, so that others may use the EVSE again.

    An id that the station does not know is answered with Rejected.

    CSMS to charging station. Block: reservation. OCPP 2.0.1 Part 2, H02.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "reservationId")

    reservation_id: int
    custom_data: Absent[CustomData] = None


class CertificateSigned(Request[call_result.CertificateSigned]):
    """Hand the station its new certificate, signed after a SignCertificate.

    certificate_chain is PEM, leaf first, at most SecurityCtrlr.MaxCertificateChainSize characters.
    certificate_type repeats the one of the request; the station reconnects with the new certificate.

    CSMS to charging station. Block: security. OCPP 2.0.1 Part 2, A02 and A03.
    """

    __block__ = "security"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "certificateChain", "certificateType")

    certificate_chain: String10000
    certificate_type: Absent[OneOf[enums.CertificateSigningUseEnumType]] = None
    custom_data: Absent[CustomData] = None


class ChangeAvailability(Request[call_result.ChangeAvailability]):
    """Take a station, an EVSE or a connector into or out of service.

    Without evse it means the whole station.
    A running transaction is not cut off: the answer is Scheduled and the change comes after it.

    CSMS to charging station. Block: availability. OCPP 2.0.1 Part 2, G03 and G04.
    """

    __block__ = "availability"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evse", "operationalStatus")

    operational_status: OneOf[enums.OperationalStatusEnumType]
    evse: Absent[datatypes.EVSEType] = None
    custom_data: Absent[CustomData] = None


class ClearCache(Request[call_result.ClearCache]):
    """Forget every token in the authorization cache of the station.

    The local authorization list stays as it is.

    CSMS to charging station. Block: authorization. OCPP 2.0.1 Part 2, C11.
    """

    __block__ = "authorization"
    __sender__ = Sender.csms

    custom_data: Absent[CustomData] = None


class ClearChargingProfile(Request[call_result.ClearChargingProfile]):
    """Remove charging profiles from a station, one by its id or all that match.

    Give charging_profile_id or charging_profile_criteria; one of them is required.
    The CSMS must not clear ChargingStationExternalConstraints.

    CSMS to charging station. Block: smart_charging. OCPP 2.0.1 Part 2, K10.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "chargingProfileId", "chargingProfileCriteria")

    charging_profile_id: Absent[int] = None
    charging_profile_criteria: Absent[datatypes.ClearChargingProfileType] = None
    custom_data: Absent[CustomData] = None


class ClearDisplayMessage(Request[call_result.ClearDisplayMessage]):
    """Remove one message from the displays of the station.

    CSMS to charging station. Block: display_message. OCPP 2.0.1 Part 2, O05.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "id")

    id: int
    custom_data: Absent[CustomData] = None


class ClearVariableMonitoring(Request[call_result.ClearVariableMonitoring]):
    """Remove monitors by their ids; each gets a result of its own.

    Hard-wired monitors cannot be removed.
    Send no more ids at a time than MonitoringCtrlr.ItemsPerMessage allows.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N06.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "id")

    id: Annotated[list[int], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class ClearedChargingLimit(Request[call_result.ClearedChargingLimit]):
    """Report that a charging limit from outside the CSMS no longer holds.

    Without evse_id the limit was on the whole station.

    Charging station to CSMS. Block: smart_charging. OCPP 2.0.1 Part 2, K13.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "chargingLimitSource", "evseId")

    charging_limit_source: OneOf[enums.ChargingLimitSourceEnumType]
    evse_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class CostUpdated(Request[call_result.CostUpdated]):
    """Tell the station what a running transaction has cost so far, to show it.

    total_cost includes taxes, in the currency of TariffCostCtrlr.Currency.
    The same can be said with total_cost in a TransactionEvent answer.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.0.1 Part 2, I02.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "totalCost", "transactionId")

    total_cost: Number
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class CustomerInformation(Request[call_result.CustomerInformation]):
    """Have the station report or erase what it holds about one customer.

    Name the customer by exactly one of id_token, customer_identifier, customer_certificate.
    The report comes later in NotifyCustomerInformation; remove the token from the local list yourself.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N09 and N10.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "customerCertificate",
        "idToken",
        "requestId",
        "report",
        "clear",
        "customerIdentifier",
    )

    request_id: int
    report: bool
    clear: bool
    customer_certificate: Absent[datatypes.CertificateHashDataType] = None
    id_token: Absent[datatypes.IdTokenType] = None
    customer_identifier: Absent[String64] = None
    custom_data: Absent[CustomData] = None


class DataTransfer(Request[call_result.DataTransfer]):
    """Carry data that OCPP does not define, under an identifier of the vendor.

    data may be any JSON value; both sides must have agreed on its meaning.

    Either side to the other. Block: data_transfer. OCPP 2.0.1 Part 2, P01 and P02.
    """

    __block__ = "data_transfer"
    __sender__ = Sender.both
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "messageId", "data", "vendorId")

    vendor_id: String255
    message_id: Absent[String50] = None
    data: Absent[AnyJson] = None
    custom_data: Absent[CustomData] = None


class DeleteCertificate(Request[call_result.DeleteCertificate]):
    """Remove an installed certificate, named by its hashes, from the station.

    Send the hash data exactly as GetInstalledCertificateIds gave it.
    The station's own certificate cannot be deleted this way.

    CSMS to charging station. Block: certificates. OCPP 2.0.1 Part 2, M04.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "certificateHashData")

    certificate_hash_data: datatypes.CertificateHashDataType
    custom_data: Absent[CustomData] = None


class FirmwareStatusNotification(Request[call_result.FirmwareStatusNotification]):
    """Report how far a firmware update has come.

    request_id is that of the UpdateFirmware and is absent only with status Idle.
    Intermediate states may be left out; the station may reboot in between.

    Charging station to CSMS. Block: firmware. OCPP 2.0.1 Part 2, L01 and L02.
    """

    __block__ = "firmware"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "requestId")

    status: OneOf[enums.FirmwareStatusEnumType]
    request_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class Get15118EVCertificate(Request[call_result.Get15118EVCertificate]):
    """Forward a certificate request of an electric vehicle to the contract provider.

    exi_request is base64 EXI from the vehicle and passes through unchanged.
    The vehicle waits only a few seconds, so the answer must come at once.

    Charging station to CSMS. Block: certificates. OCPP 2.0.1 Part 2, M01 and M02.
    """

    __block__ = "certificates"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "iso15118SchemaVersion", "action", "exiRequest")

    iso15118_schema_version: String50
    action: OneOf[enums.CertificateActionEnumType]
    exi_request: String5600
    custom_data: Absent[CustomData] = None


class GetBaseReport(Request[call_result.GetBaseReport]):
    """Ask for one of the three standard reports of the device model.

    The content follows in NotifyReport messages with the same request_id.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B07.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "requestId", "reportBase")

    request_id: int
    report_base: OneOf[enums.ReportBaseEnumType]
    custom_data: Absent[CustomData] = None


class GetCertificateStatus(Request[call_result.GetCertificateStatus]):
    """Ask the CSMS for the OCSP status of a certificate in a V2G chain.

    The CSMS queries the responder, since the station may not be able to reach it.

    Charging station to CSMS. Block: certificates. OCPP 2.0.1 Part 2, M06.
    """

    __block__ = "certificates"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "ocspRequestData")

    ocsp_request_data: datatypes.OCSPRequestDataType
    custom_data: Absent[CustomData] = None


class GetChargingProfiles(Request[call_result.GetChargingProfiles]):
    """Ask which charging profiles are installed; they follow in ReportChargingProfiles.

    evse_id 0 means profiles of the station as a whole; absent means all of them.
    Filter by profile ids or by the other criteria, never by both.

    CSMS to charging station. Block: smart_charging. OCPP 2.0.1 Part 2, K09.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "requestId", "evseId", "chargingProfile")

    request_id: int
    charging_profile: datatypes.ChargingProfileCriterionType
    evse_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class GetCompositeSchedule(Request[call_result.GetCompositeSchedule]):
    """Ask which limit will hold over the coming duration, all profiles combined.

    duration in seconds; evse_id 0 asks for the whole station.

    CSMS to charging station. Block: smart_charging. OCPP 2.0.1 Part 2, K08.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "duration", "chargingRateUnit", "evseId")

    duration: int
    evse_id: int
    charging_rate_unit: Absent[OneOf[enums.ChargingRateUnitEnumType]] = None
    custom_data: Absent[CustomData] = None


class GetDisplayMessages(Request[call_result.GetDisplayMessages]):
    """Ask which display messages are installed; they follow in NotifyDisplayMessages.

    Without id, priority and state all messages are meant.

    CSMS to charging station. Block: display_message. OCPP 2.0.1 Part 2, O03 and O04.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "id", "requestId", "priority", "state")

    request_id: int
    id: Absent[Annotated[list[int], Meta(min_length=1)]] = None
    priority: Absent[OneOf[enums.MessagePriorityEnumType]] = None
    state: Absent[OneOf[enums.MessageStateEnumType]] = None
    custom_data: Absent[CustomData] = None


class GetInstalledCertificateIds(Request[call_result.GetInstalledCertificateIds]):
    """Ask which certificates are installed, all or only those of some types.

    The certificates come as hashes, not as PEM.

    CSMS to charging station. Block: certificates. OCPP 2.0.1 Part 2, M03.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "certificateType")

    certificate_type: Absent[Annotated[list[OneOf[enums.GetCertificateIdUseEnumType]], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class GetLocalListVersion(Request[call_result.GetLocalListVersion]):
    """Ask for the version of the local authorization list in the station.

    CSMS to charging station. Block: local_auth_list. OCPP 2.0.1 Part 2, D02.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms

    custom_data: Absent[CustomData] = None


class GetLog(Request[call_result.GetLog]):
    """Have the station upload its diagnostics or security log.

    Progress follows in LogStatusNotification with the same request_id; retry_interval in seconds.
    A second request cancels an upload in progress.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N01.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "log",
        "logType",
        "requestId",
        "retries",
        "retryInterval",
    )

    log: datatypes.LogParametersType
    log_type: OneOf[enums.LogEnumType]
    request_id: int
    retries: Absent[int] = None
    retry_interval: Absent[int] = None
    custom_data: Absent[CustomData] = None


class GetMonitoringReport(Request[call_result.GetMonitoringReport]):
    """Ask which monitors are set; they follow in NotifyMonitoringReport.

    Without monitoring_criteria and component_variable all monitors are meant.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N02.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "componentVariable",
        "requestId",
        "monitoringCriteria",
    )

    request_id: int
    component_variable: Absent[Annotated[list[datatypes.ComponentVariableType], Meta(min_length=1)]] = None
    monitoring_criteria: Absent[
        Annotated[list[OneOf[enums.MonitoringCriterionEnumType]], Meta(min_length=1, max_length=3)]
    ] = None
    custom_data: Absent[CustomData] = None


class GetReport(Request[call_result.GetReport]):
    """Ask for chosen components and variables of the device model.

    The content follows in NotifyReport messages with the same request_id.
    Send no more component_variable than DeviceDataCtrlr.ItemsPerMessage allows.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B08.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "componentVariable", "requestId", "componentCriteria")

    request_id: int
    component_variable: Absent[Annotated[list[datatypes.ComponentVariableType], Meta(min_length=1)]] = None
    component_criteria: Absent[
        Annotated[list[OneOf[enums.ComponentCriterionEnumType]], Meta(min_length=1, max_length=4)]
    ] = None
    custom_data: Absent[CustomData] = None


class GetTransactionStatus(Request[call_result.GetTransactionStatus]):
    """Ask whether a transaction still runs and whether messages about it wait in the station.

    Without transaction_id the question is whether any transaction message waits.

    CSMS to charging station. Block: transactions. OCPP 2.0.1 Part 2, E14.
    """

    __block__ = "transactions"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "transactionId")

    transaction_id: Absent[String36] = None
    custom_data: Absent[CustomData] = None


class GetVariables(Request[call_result.GetVariables]):
    """Read attributes of device model variables.

    Send no more items than DeviceDataCtrlr.ItemsPerMessage allows.
    Each item gets a status of its own in the answer.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B06.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "getVariableData")

    get_variable_data: Annotated[list[datatypes.GetVariableDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class Heartbeat(Request[call_result.Heartbeat]):
    """Show that the station is alive and ask for the time.

    Any other message proves as much, so a station with traffic may leave it out.

    Charging station to CSMS. Block: availability. OCPP 2.0.1 Part 2, G02.
    """

    __block__ = "availability"
    __sender__ = Sender.station

    custom_data: Absent[CustomData] = None


class InstallCertificate(Request[call_result.InstallCertificate]):
    """Install a root certificate in the station.

    certificate is PEM, at most 5500 characters.

    CSMS to charging station. Block: certificates. OCPP 2.0.1 Part 2, M05.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "certificateType", "certificate")

    certificate_type: OneOf[enums.InstallCertificateUseEnumType]
    certificate: String5500
    custom_data: Absent[CustomData] = None


class LogStatusNotification(Request[call_result.LogStatusNotification]):
    """Report how far the upload of a log has come.

    request_id is that of the GetLog and is absent only with status Idle.

    Charging station to CSMS. Block: diagnostics. OCPP 2.0.1 Part 2, N01.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "requestId")

    status: OneOf[enums.UploadLogStatusEnumType]
    request_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class MeterValues(Request[call_result.MeterValues]):
    """Report readings that belong to no transaction, such as those at clock intervals.

    evse_id 0 means the main power meter of the station.
    Readings within a transaction travel in TransactionEvent instead.

    Charging station to CSMS. Block: metering. OCPP 2.0.1 Part 2, J01.
    """

    __block__ = "metering"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evseId", "meterValue")

    evse_id: int
    meter_value: Annotated[list[datatypes.MeterValueType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class NotifyChargingLimit(Request[call_result.NotifyChargingLimit]):
    """Report that somebody other than the CSMS has limited charging.

    evse_id is above 0; without it the limit is on the whole station.
    The CSMS plans below the limit and cannot remove it.

    Charging station to CSMS. Block: smart_charging. OCPP 2.0.1 Part 2, K11 and K12.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "chargingSchedule", "evseId", "chargingLimit")

    charging_limit: datatypes.ChargingLimitType
    charging_schedule: Absent[Annotated[list[datatypes.ChargingScheduleType], Meta(min_length=1)]] = None
    evse_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class NotifyCustomerInformation(Request[call_result.NotifyCustomerInformation]):
    """Send one part of the information about a customer that was asked for.

    data is text for people, cut into parts: join by request_id and seq_no while tbc is true.
    Part numbers start at 0; tbc absent means false.

    Charging station to CSMS. Block: diagnostics. OCPP 2.0.1 Part 2, N09 and N10.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "data", "tbc", "seqNo", "generatedAt", "requestId")

    data: String512
    seq_no: int
    generated_at: str
    request_id: int
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class NotifyDisplayMessages(Request[call_result.NotifyDisplayMessages]):
    """Send one part of the list of installed display messages.

    Join the parts by request_id while tbc is true; they have no sequence number.

    Charging station to CSMS. Block: display_message. OCPP 2.0.1 Part 2, O03 and O04.
    """

    __block__ = "display_message"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "messageInfo", "requestId", "tbc")

    request_id: int
    message_info: Absent[Annotated[list[datatypes.MessageInfoType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class NotifyEVChargingNeeds(Request[call_result.NotifyEVChargingNeeds]):
    """Pass on what the vehicle wants: energy, departure time and its limits (ISO 15118).

    evse_id is above 0. After Accepted or Processing the CSMS sends a TxProfile for this transaction.
    max_schedule_tuples limits the number of periods in each schedule.

    Charging station to CSMS. Block: smart_charging. OCPP 2.0.1 Part 2, K15 and K17.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "maxScheduleTuples", "chargingNeeds", "evseId")

    charging_needs: datatypes.ChargingNeedsType
    evse_id: int
    max_schedule_tuples: Absent[int] = None
    custom_data: Absent[CustomData] = None


class NotifyEVChargingSchedule(Request[call_result.NotifyEVChargingSchedule]):
    """Pass on the charging schedule that the vehicle has chosen (ISO 15118).

    evse_id is above 0; periods count from time_base.
    The CSMS checks it against the limits that it sent.

    Charging station to CSMS. Block: smart_charging. OCPP 2.0.1 Part 2, K15, K16 and K17.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "timeBase", "chargingSchedule", "evseId")

    time_base: str
    charging_schedule: datatypes.ChargingScheduleType
    evse_id: int
    custom_data: Absent[CustomData] = None


class NotifyEvent(Request[call_result.NotifyEvent]):
    """Report events of the device model: monitors that fired, alerts and periodic values.

    A long list is cut into parts: seq_no starts at 0, tbc true announces another part.
    The answer is empty, also for components that the CSMS does not know.

    Charging station to CSMS. Block: diagnostics. OCPP 2.0.1 Part 2, N07, N08 and G05.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "generatedAt", "tbc", "seqNo", "eventData")

    generated_at: str
    seq_no: int
    event_data: Annotated[list[datatypes.EventDataType], Meta(min_length=1)]
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class NotifyMonitoringReport(Request[call_result.NotifyMonitoringReport]):
    """Send one part of the monitors that a GetMonitoringReport asked for.

    Join the parts by request_id and seq_no, from 0, while tbc is true.

    Charging station to CSMS. Block: diagnostics. OCPP 2.0.1 Part 2, N02.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "monitor", "requestId", "tbc", "seqNo", "generatedAt")

    request_id: int
    seq_no: int
    generated_at: str
    monitor: Absent[Annotated[list[datatypes.MonitoringDataType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class NotifyReport(Request[call_result.NotifyReport]):
    """Send one part of a device model report.

    Join the parts by request_id and seq_no, from 0, while tbc is true.

    Charging station to CSMS. Block: provisioning. OCPP 2.0.1 Part 2, B07 and B08.
    """

    __block__ = "provisioning"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "requestId",
        "generatedAt",
        "reportData",
        "tbc",
        "seqNo",
    )

    request_id: int
    generated_at: str
    seq_no: int
    report_data: Absent[Annotated[list[datatypes.ReportDataType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class PublishFirmware(Request[call_result.PublishFirmware]):
    """Have a local controller fetch firmware once and offer it to its stations.

    checksum is the MD5 of the file as 32 hexadecimal characters; retry_interval in seconds.
    Progress follows in PublishFirmwareStatusNotification with the same request_id.

    CSMS to charging station. Block: firmware. OCPP 2.0.1 Part 2, L03.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "location",
        "retries",
        "checksum",
        "requestId",
        "retryInterval",
    )

    location: String512
    checksum: String32
    request_id: int
    retries: Absent[int] = None
    retry_interval: Absent[int] = None
    custom_data: Absent[CustomData] = None


class PublishFirmwareStatusNotification(Request[call_result.PublishFirmwareStatusNotification]):
    """Report how far publishing firmware on a local controller has come.

    location lists the addresses for the stations and is required with status Published.

    Charging station to CSMS. Block: firmware. OCPP 2.0.1 Part 2, L03.
    """

    __block__ = "firmware"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "location", "requestId")

    status: OneOf[enums.PublishFirmwareStatusEnumType]
    location: Absent[Annotated[list[String512], Meta(min_length=1)]] = None
    request_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ReportChargingProfiles(Request[call_result.ReportChargingProfiles]):
    """Send one part of the installed charging profiles that were asked for.

    Each message speaks of one evse_id and one charging_limit_source.
    Join by request_id while tbc is true; there is no sequence number.

    Charging station to CSMS. Block: smart_charging. OCPP 2.0.1 Part 2, K09.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "requestId",
        "chargingLimitSource",
        "chargingProfile",
        "tbc",
        "evseId",
    )

    request_id: int
    charging_limit_source: OneOf[enums.ChargingLimitSourceEnumType]
    charging_profile: Annotated[list[datatypes.ChargingProfileType], Meta(min_length=1)]
    evse_id: int
    tbc: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class RequestStartTransaction(Request[call_result.RequestStartTransaction]):
    """Ask the station to start charging for the given token.

    Choose a new remote_start_id per station: transaction events carry it back.
    A charging_profile must be a TxProfile without transaction_id; evse_id is above 0.

    CSMS to charging station. Block: remote_control. OCPP 2.0.1 Part 2, F01, F02 and K05.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "evseId",
        "groupIdToken",
        "idToken",
        "remoteStartId",
        "chargingProfile",
    )

    id_token: datatypes.IdTokenType
    remote_start_id: int
    evse_id: Absent[int] = None
    group_id_token: Absent[datatypes.IdTokenType] = None
    charging_profile: Absent[datatypes.ChargingProfileType] = None
    custom_data: Absent[CustomData] = None


class RequestStopTransaction(Request[call_result.RequestStopTransaction]):
    """Ask the station to end a transaction.

    The end itself is reported by a TransactionEvent with trigger reason RemoteStop.

    CSMS to charging station. Block: remote_control. OCPP 2.0.1 Part 2, F03.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "transactionId")

    transaction_id: String36
    custom_data: Absent[CustomData] = None


class ReservationStatusUpdate(Request[call_result.ReservationStatusUpdate]):
    """Report that a reservation ended without being used.

    Charging station to CSMS. Block: reservation. OCPP 2.0.1 Part 2, H04.
    """

    __block__ = "reservation"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "reservationId", "reservationUpdateStatus")

    reservation_id: int
    reservation_update_status: OneOf[enums.ReservationUpdateStatusEnumType]
    custom_data: Absent[CustomData] = None


class ReserveNow(Request[call_result.ReserveNow]):
    """Hold an EVSE for one token or group until a given time.

    An id already in use replaces that reservation.
    Without evse_id any EVSE may be held, if the station has ReservationCtrlr.NonEvseSpecific.

    CSMS to charging station. Block: reservation. OCPP 2.0.1 Part 2, H01.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "expiryDateTime",
        "connectorType",
        "idToken",
        "evseId",
        "groupIdToken",
    )

    id: int
    expiry_date_time: str
    id_token: datatypes.IdTokenType
    connector_type: Absent[OneOf[enums.ReservableConnectorEnumType]] = None
    evse_id: Absent[int] = None
    group_id_token: Absent[datatypes.IdTokenType] = None
    custom_data: Absent[CustomData] = None


class Reset(Request[call_result.Reset]):
    """Restart a station, or one EVSE of it.

    Immediate ends running transactions first, OnIdle waits for their end.
    Without evse_id the whole station restarts.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B11 and B12.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "type", "evseId")

    type: OneOf[enums.ResetEnumType]
    evse_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class SecurityEventNotification(Request[call_result.SecurityEventNotification]):
    """Report an event that bears on security, such as a failed login or opened housing.

    type is a name of the security event list or one of the vendor; tech_info adds detail.

    Charging station to CSMS. Block: security. OCPP 2.0.1 Part 2, A04.
    """

    __block__ = "security"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "type", "timestamp", "techInfo")

    type: String50
    timestamp: str
    tech_info: Absent[String255] = None
    custom_data: Absent[CustomData] = None


class SendLocalList(Request[call_result.SendLocalList]):
    """Write the list of tokens that the station may accept without asking.

    Full replaces the list, empty if no entries come; Differential changes single entries.
    version_number is above 0 and rises with each change.

    CSMS to charging station. Block: local_auth_list. OCPP 2.0.1 Part 2, D01.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "localAuthorizationList",
        "versionNumber",
        "updateType",
    )

    version_number: int
    update_type: OneOf[enums.UpdateEnumType]
    local_authorization_list: Absent[Annotated[list[datatypes.AuthorizationData], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class SetChargingProfile(Request[call_result.SetChargingProfile]):
    """Install a charging profile, a limit on power or current over time.

    evse_id 0: the station, or each EVSE (TxDefaultProfile). TxProfile: evse_id and transaction_id.
    The same id replaces; another id with equal stack level, purpose and time is refused.

    CSMS to charging station. Block: smart_charging. OCPP 2.0.1 Part 2, K01, K02 and K16.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evseId", "chargingProfile")

    evse_id: int
    charging_profile: datatypes.ChargingProfileType
    custom_data: Absent[CustomData] = None


class SetDisplayMessage(Request[call_result.SetDisplayMessage]):
    """Put a message on a display of the station.

    The same id replaces a message; with transaction_id it disappears after the transaction.

    CSMS to charging station. Block: display_message. OCPP 2.0.1 Part 2, O01, O02 and O06.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "message")

    message: datatypes.MessageInfoType
    custom_data: Absent[CustomData] = None


class SetMonitoringBase(Request[call_result.SetMonitoringBase]):
    """Choose which set of monitors that come with the station is active.

    HardWiredOnly also removes the monitors that the CSMS has made.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N03.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "monitoringBase")

    monitoring_base: OneOf[enums.MonitorBaseEnumType]
    custom_data: Absent[CustomData] = None


class SetMonitoringLevel(Request[call_result.SetMonitoringLevel]):
    """Choose from which severity on the station reports events.

    severity 0 (danger) to 9 (debug); only events with this number or a lower one are sent.

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N05.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "severity")

    severity: int
    custom_data: Absent[CustomData] = None


class SetNetworkProfile(Request[call_result.SetNetworkProfile]):
    """Store a connection to a CSMS in one slot of the station.

    It is used only after OCPPCommCtrlr.NetworkConfigurationPriority names the slot, and a reset.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B09 and B10.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "configurationSlot", "connectionData")

    configuration_slot: int
    connection_data: datatypes.NetworkConnectionProfileType
    custom_data: Absent[CustomData] = None


class SetVariableMonitoring(Request[call_result.SetVariableMonitoring]):
    """Make or replace monitors on device model variables.

    Leave id out for a new monitor: the station picks it. An id that is given replaces a monitor.
    severity runs from 0 (danger) to 9 (debug).

    CSMS to charging station. Block: diagnostics. OCPP 2.0.1 Part 2, N04.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "setMonitoringData")

    set_monitoring_data: Annotated[list[datatypes.SetMonitoringDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SetVariables(Request[call_result.SetVariables]):
    """Write attributes of device model variables.

    Name no component, variable and attribute twice, and keep to DeviceDataCtrlr.ItemsPerMessage.
    Each item gets a status of its own; one failure does not undo the rest.

    CSMS to charging station. Block: provisioning. OCPP 2.0.1 Part 2, B05.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "setVariableData")

    set_variable_data: Annotated[list[datatypes.SetVariableDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SignCertificate(Request[call_result.SignCertificate]):
    """Ask for a signature on a new certificate of the station.

    csr is PEM (PKCS 10). The certificate itself follows later in CertificateSigned.
    Without it the station repeats the request after a wait that doubles.

    Charging station to CSMS. Block: security. OCPP 2.0.1 Part 2, A02 and A03.
    """

    __block__ = "security"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "csr", "certificateType")

    csr: String5500
    certificate_type: Absent[OneOf[enums.CertificateSigningUseEnumType]] = None
    custom_data: Absent[CustomData] = None


class StatusNotification(Request[call_result.StatusNotification]):
    """Report whether a connector is free, in use or out of order.

    connector_id and evse_id start at 1. A station may send NotifyEvent (AvailabilityState) instead.
    timestamp is the time of the change, which may lie well back after a time offline.

    Charging station to CSMS. Block: availability. OCPP 2.0.1 Part 2, G01.
    """

    __block__ = "availability"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "timestamp",
        "connectorStatus",
        "evseId",
        "connectorId",
    )

    timestamp: str
    connector_status: OneOf[enums.ConnectorStatusEnumType]
    evse_id: int
    connector_id: int
    custom_data: Absent[CustomData] = None


class TransactionEvent(Request[call_result.TransactionEvent]):
    """Report the start, a change or the end of a transaction.

    Order by seq_no, not by arrival; answer repeated and late events as if they were new.
    evse, id_token and others come when first known or changed, not in every event.

    Charging station to CSMS. Block: transactions. OCPP 2.0.1 Part 2, E01, E02, E03, E04 and E06.
    """

    __block__ = "transactions"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "eventType",
        "meterValue",
        "timestamp",
        "triggerReason",
        "seqNo",
        "offline",
        "numberOfPhasesUsed",
        "cableMaxCurrent",
        "reservationId",
        "transactionInfo",
        "evse",
        "idToken",
    )

    event_type: OneOf[enums.TransactionEventEnumType]
    timestamp: str
    trigger_reason: OneOf[enums.TriggerReasonEnumType]
    seq_no: int
    transaction_info: datatypes.TransactionType
    meter_value: Absent[Annotated[list[datatypes.MeterValueType], Meta(min_length=1)]] = None
    offline: Absent[bool] = None
    number_of_phases_used: Absent[int] = None
    cable_max_current: Absent[int] = None
    reservation_id: Absent[int] = None
    evse: Absent[datatypes.EVSEType] = None
    id_token: Absent[datatypes.IdTokenType] = None
    custom_data: Absent[CustomData] = None


class TriggerMessage(Request[call_result.TriggerMessage]):
    """Ask the station to send a certain message now.

    evse selects what it is about; StatusNotification needs a connector_id too.

    CSMS to charging station. Block: remote_control. OCPP 2.0.1 Part 2, F06.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evse", "requestedMessage")

    requested_message: OneOf[enums.MessageTriggerEnumType]
    evse: Absent[datatypes.EVSEType] = None
    custom_data: Absent[CustomData] = None


class UnlockConnector(Request[call_result.UnlockConnector]):
    """Release a connector whose plug is stuck.

    Not a way to stop: with an authorized transaction running the station refuses.

    CSMS to charging station. Block: remote_control. OCPP 2.0.1 Part 2, F05.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evseId", "connectorId")

    evse_id: int
    connector_id: int
    custom_data: Absent[CustomData] = None


class UnpublishFirmware(Request[call_result.UnpublishFirmware]):
    """Have a local controller stop offering a firmware file.

    checksum is the MD5 that PublishFirmware gave, as 32 hexadecimal characters.

    CSMS to charging station. Block: firmware. OCPP 2.0.1 Part 2, L04.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "checksum")

    checksum: String32
    custom_data: Absent[CustomData] = None


class UpdateFirmware(Request[call_result.UpdateFirmware]):
    """Have the station fetch and install firmware.

    Progress follows in FirmwareStatusNotification with the same request_id; retry_interval in seconds.
    A secure update needs both signing_certificate and signature in firmware.

    CSMS to charging station. Block: firmware. OCPP 2.0.1 Part 2, L01 and L02.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "retries", "retryInterval", "requestId", "firmware")

    request_id: int
    firmware: datatypes.FirmwareType
    retries: Absent[int] = None
    retry_interval: Absent[int] = None
    custom_data: Absent[CustomData] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)
