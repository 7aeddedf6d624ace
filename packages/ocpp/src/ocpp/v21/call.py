"""The requests of OCPP 2.1: what either side may ask of the other."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta, field

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    AnyJson,
    CustomData,
    Number,
    OneOf,
    String20,
    String32,
    String36,
    String50,
    String60,
    String64,
    String200,
    String255,
    String500,
    String512,
    String2000,
    String5500,
    String10000,
    String11000,
)
from ocpp.model import ConstructorAids, Request, SchemaOrder, Send, Sender
from ocpp.v21 import call_result, datatypes, enums


class AFRRSignal(Request[call_result.AFRRSignal]):
    """Pass a grid balancing signal on to a station that supports the frequency by itself.

    The signal is an abstract integer; the station looks up the power in v2x_signal_watt_curve.
    Needs a running profile with such a curve, otherwise the station answers NoSignalWattCurve.

    CSMS to charging station. Block: bidirectional. OCPP 2.1 Part 2, Q08.
    """

    __block__ = "bidirectional"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "timestamp", "signal", "customData")

    signal: int
    timestamp: str
    custom_data: Absent[CustomData] = None


class AdjustPeriodicEventStream(Request[call_result.AdjustPeriodicEventStream]):
    """Change how often, or in which batches, a station sends values of an open event stream.

    Worth sending when the pending counter of the stream keeps growing.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N14.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    id: Annotated[int, Meta(ge=0)]
    params: datatypes.PeriodicEventStreamParamsType
    custom_data: Absent[CustomData] = None


class Authorize(Request[call_result.Authorize], metaclass=ConstructorAids):
    """Ask the CSMS whether an identifier may charge before power is offered.

    For Plug and Charge the certificate chain or its OCSP hash data comes along.
    A station may skip this by cache, local list or offline rules: check again in TransactionEvent.

    Charging station to CSMS. Block: authorization. OCPP 2.1 Part 2, C01, C07 and I08.
    """

    __block__ = "authorization"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "idToken",
        "certificate",
        "iso15118CertificateHashData",
        "customData",
    )

    __second_spellings__: ClassVar[Mapping[str, str]] = {
        "iso15118_certificate_hash_data": "iso_15118_certificate_hash_data",
    }

    id_token: datatypes.IdTokenType
    certificate: Absent[String10000] = None
    custom_data: Absent[CustomData] = None
    iso_15118_certificate_hash_data: Absent[
        Annotated[list[datatypes.OCSPRequestDataType], Meta(min_length=1, max_length=4)]
    ] = None

    @property
    def iso15118_certificate_hash_data(self) -> Absent[list[datatypes.OCSPRequestDataType]]:
        """The field `iso_15118_certificate_hash_data`, spelled as the wire divides its words."""
        return self.iso_15118_certificate_hash_data


class BatterySwap(Request[call_result.BatterySwap]):
    """Report that battery packs were put into, or taken out of, a swap station.

    One swap is several messages with the same request_id, usually packs in and then packs out.
    BatteryOutTimeout says that the driver left the offered packs in their slots.

    Charging station to CSMS. Block: battery_swap. OCPP 2.1 Part 2, S03.
    """

    __block__ = "battery_swap"
    __sender__ = Sender.station

    battery_data: Annotated[list[datatypes.BatteryDataType], Meta(min_length=1)]
    event_type: OneOf[enums.BatterySwapEventEnumType]
    id_token: datatypes.IdTokenType
    request_id: int
    custom_data: Absent[CustomData] = None


class BootNotification(Request[call_result.BootNotification]):
    """Register a station with the CSMS after it started or was reset.

    Until the answer is Accepted the station may not send other requests of its own accord.

    Charging station to CSMS. Block: provisioning. OCPP 2.1 Part 2, B01, B02 and B03.
    """

    __block__ = "provisioning"
    __sender__ = Sender.station

    charging_station: datatypes.ChargingStationType
    reason: OneOf[enums.BootReasonEnumType]
    custom_data: Absent[CustomData] = None


class CancelReservation(Request[call_result.CancelReservation]):
    """Withdraw a reservation before it is used or expires.

    CSMS to charging station. Block: reservation. OCPP 2.1 Part 2, H02.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms

    reservation_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class CertificateSigned(Request[call_result.CertificateSigned]):
    """Hand the station the certificate chain made from its signing request.

    PEM, leaf first; must fit the MaxCertificateChainSize of the station.
    Repeat the request_id and certificate_type of the SignCertificate that it answers.

    CSMS to charging station. Block: security. OCPP 2.1 Part 2, A02 and A03.
    """

    __block__ = "security"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "certificateChain", "certificateType", "requestId", "customData")

    certificate_chain: String10000
    certificate_type: Absent[OneOf[enums.CertificateSigningUseEnumType]] = None
    custom_data: Absent[CustomData] = None
    request_id: Absent[int] = None


class ChangeAvailability(Request[call_result.ChangeAvailability]):
    """Take a connector, an EVSE or the whole station in or out of service.

    Without evse the whole station is meant. A running transaction is finished first (Scheduled).
    The setting outlives a restart of the station.

    CSMS to charging station. Block: availability. OCPP 2.1 Part 2, G03 and G04.
    """

    __block__ = "availability"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "evse", "operationalStatus", "customData")

    operational_status: OneOf[enums.OperationalStatusEnumType]
    custom_data: Absent[CustomData] = None
    evse: Absent[datatypes.EVSEType] = None


class ChangeTransactionTariff(Request[call_result.ChangeTransactionTariff]):
    """Replace the tariff of a running transaction.

    The currency must stay the same; the new prices count from now on.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.1 Part 2, I11.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms

    tariff: datatypes.TariffType
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class ClearCache(Request[call_result.ClearCache]):
    """Empty the authorization cache of a station.

    CSMS to charging station. Block: authorization. OCPP 2.1 Part 2, C11.
    """

    __block__ = "authorization"
    __sender__ = Sender.csms

    custom_data: Absent[CustomData] = None


class ClearChargingProfile(Request[call_result.ClearChargingProfile]):
    """Remove charging profiles by their id or by purpose, stack level and EVSE.

    Send an id or at least one criterion; with an id the criteria are not looked at.
    Limits of external systems (ChargingStationExternalConstraints) cannot be cleared this way.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K10.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "chargingProfileId", "chargingProfileCriteria", "customData")

    charging_profile_criteria: Absent[datatypes.ClearChargingProfileType] = None
    charging_profile_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ClearDERControl(Request[call_result.ClearDERControl]):
    """Remove grid support settings from a station.

    Names one control_id, or all of a control_type; is_default picks default or scheduled ones.

    CSMS to charging station. Block: der_control. OCPP 2.1 Part 2, R04.
    """

    __block__ = "der_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "isDefault", "controlType", "controlId", "customData")

    is_default: bool
    control_id: Absent[String36] = None
    control_type: Absent[OneOf[enums.DERControlEnumType]] = None
    custom_data: Absent[CustomData] = None


class ClearDisplayMessage(Request[call_result.ClearDisplayMessage]):
    """Remove one text from the display of a station.

    CSMS to charging station. Block: display_message. OCPP 2.1 Part 2, O05.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms

    id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class ClearTariffs(Request[call_result.ClearTariffs]):
    """Remove tariffs from a station, all of them or those with the given ids.

    Without evse_id the tariffs of every EVSE are meant.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.1 Part 2, I10.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "tariffIds", "evseId", "customData")

    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None
    tariff_ids: Absent[Annotated[list[String60], Meta(min_length=1)]] = None


class ClearVariableMonitoring(Request[call_result.ClearVariableMonitoring]):
    """Delete monitors on device model variables by their ids.

    Split long lists: the station limits the number of ids per message.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N06.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    id: Annotated[list[Annotated[int, Meta(ge=0)]], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class ClearedChargingLimit(Request[call_result.ClearedChargingLimit]):
    """Report that a limit from outside, e.g. of an energy management system, no longer applies.

    The receiver can plan up to the own limits again; without evse_id the whole station is meant.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K13.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "chargingLimitSource", "evseId", "customData")

    charging_limit_source: String20
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None


class ClosePeriodicEventStream(Request[call_result.ClosePeriodicEventStream]):
    """Tell the CSMS that no more values will come on an event stream.

    Stations send this when the monitor behind the stream is gone.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N13.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station

    id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class CostUpdated(Request[call_result.CostUpdated]):
    """Show the driver what a running transaction has cost so far.

    The amount includes taxes and is in the currency that the station is configured for.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.1 Part 2, I02.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms

    total_cost: Number
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class CustomerInformation(Request[call_result.CustomerInformation]):
    """Ask a station for everything it stores about one customer, or to erase that.

    Exactly one of id_token, customer_identifier and customer_certificate names the customer.
    When erasing, take the customer out of the local authorization list as well.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N09 and N10.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customerCertificate",
        "idToken",
        "requestId",
        "report",
        "clear",
        "customerIdentifier",
        "customData",
    )

    clear: bool
    report: bool
    request_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    customer_certificate: Absent[datatypes.CertificateHashDataType] = None
    customer_identifier: Absent[String64] = None
    id_token: Absent[datatypes.IdTokenType] = None


class DataTransfer(Request[call_result.DataTransfer]):
    """Exchange vendor specific data that the standard has no message for.

    Either side may send it; vendor_id is best a reversed domain name.

    Either side to the other. Block: data_transfer. OCPP 2.1 Part 2, P01 and P02.
    """

    __block__ = "data_transfer"
    __sender__ = Sender.both
    __schema_order__: ClassVar[SchemaOrder] = ("*", "messageId", "data", "vendorId", "customData")

    vendor_id: String255
    custom_data: Absent[CustomData] = None
    data: Absent[AnyJson] = None
    message_id: Absent[String50] = None


class DeleteCertificate(Request[call_result.DeleteCertificate]):
    """Remove one installed certificate from a station.

    Use the hash data exactly as GetInstalledCertificateIds returned it.

    CSMS to charging station. Block: certificates. OCPP 2.1 Part 2, M04.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms

    certificate_hash_data: datatypes.CertificateHashDataType
    custom_data: Absent[CustomData] = None


class FirmwareStatusNotification(Request[call_result.FirmwareStatusNotification]):
    """Report how far a firmware update has come.

    request_id names the update and is missing only with status Idle.

    Charging station to CSMS. Block: firmware. OCPP 2.1 Part 2, L01 and L02.
    """

    __block__ = "firmware"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "requestId", "statusInfo", "customData")

    status: OneOf[enums.FirmwareStatusEnumType]
    custom_data: Absent[CustomData] = None
    request_id: Absent[int] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class Get15118EVCertificate(Request[call_result.Get15118EVCertificate], metaclass=ConstructorAids):
    """Fetch or renew the contract certificate of an EV through the CSMS.

    exi_request is opaque: pass it on to the provisioning service and answer within a few seconds.
    The EV itself waits about 5 s in ISO 15118-2.

    Charging station to CSMS. Block: certificates. OCPP 2.1 Part 2, M01 and M02.
    """

    __block__ = "certificates"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "iso15118SchemaVersion",
        "action",
        "exiRequest",
        "maximumContractCertificateChains",
        "prioritizedEMAIDs",
        "customData",
    )

    __second_spellings__: ClassVar[Mapping[str, str]] = {
        "iso15118_schema_version": "iso_15118_schema_version",
        "prioritized_emai_ds": "prioritized_emaids",
    }

    action: OneOf[enums.CertificateActionEnumType]
    exi_request: String11000
    iso_15118_schema_version: String50
    custom_data: Absent[CustomData] = None
    maximum_contract_certificate_chains: Absent[Annotated[int, Meta(ge=0)]] = None
    prioritized_emaids: Absent[Annotated[list[String255], Meta(min_length=1, max_length=8)]] = field(
        name="prioritizedEMAIDs", default=None
    )

    @property
    def iso15118_schema_version(self) -> str:
        """The field `iso_15118_schema_version`, spelled as the wire divides its words."""
        return self.iso_15118_schema_version


class GetBaseReport(Request[call_result.GetBaseReport]):
    """Order one of the standard reports of the device model.

    The data arrives later in NotifyReport messages with the same request_id.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B07.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "requestId", "reportBase", "customData")

    report_base: OneOf[enums.ReportBaseEnumType]
    request_id: int
    custom_data: Absent[CustomData] = None


class GetCertificateChainStatus(Request[call_result.GetCertificateChainStatus]):
    """Ask the CSMS for the revocation status of each certificate in an EV certificate chain.

    Each entry names where to look: an OCSP responder or a revocation list, with its addresses.

    Charging station to CSMS. Block: certificates. OCPP 2.1 Part 2, M07.
    """

    __block__ = "certificates"
    __sender__ = Sender.station

    certificate_status_requests: Annotated[
        list[datatypes.CertificateStatusRequestInfoType], Meta(min_length=1, max_length=4)
    ]
    custom_data: Absent[CustomData] = None


class GetCertificateStatus(Request[call_result.GetCertificateStatus]):
    """Ask the CSMS for the OCSP status of one certificate in the chain of the station.

    Charging station to CSMS. Block: certificates. OCPP 2.1 Part 2, M06.
    """

    __block__ = "certificates"
    __sender__ = Sender.station

    ocsp_request_data: datatypes.OCSPRequestDataType
    custom_data: Absent[CustomData] = None


class GetChargingProfiles(Request[call_result.GetChargingProfiles]):
    """Order a report of installed charging profiles.

    The profiles arrive in ReportChargingProfiles messages with the same request_id.
    evse_id 0 asks for those of the station itself, no evse_id for all.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K09.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "requestId", "evseId", "chargingProfile", "customData")

    charging_profile: datatypes.ChargingProfileCriterionType
    request_id: int
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None


class GetCompositeSchedule(Request[call_result.GetCompositeSchedule]):
    """Ask what all installed profiles and limits together allow in the next seconds.

    duration is in seconds; evse_id 0 asks for the grid connection of the whole station.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K08.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "duration", "chargingRateUnit", "evseId", "customData")

    duration: int
    evse_id: Annotated[int, Meta(ge=0)]
    charging_rate_unit: Absent[OneOf[enums.ChargingRateUnitEnumType]] = None
    custom_data: Absent[CustomData] = None


class GetDERControl(Request[call_result.GetDERControl]):
    """Order a report of the grid support settings of a station.

    The settings arrive in ReportDERControl messages with the same request_id.

    CSMS to charging station. Block: der_control. OCPP 2.1 Part 2, R04.
    """

    __block__ = "der_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "requestId", "isDefault", "controlType", "controlId", "customData")

    request_id: int
    control_id: Absent[String36] = None
    control_type: Absent[OneOf[enums.DERControlEnumType]] = None
    custom_data: Absent[CustomData] = None
    is_default: Absent[bool] = None


class GetDisplayMessages(Request[call_result.GetDisplayMessages]):
    """Order a report of the texts configured for the display of a station.

    The texts arrive in NotifyDisplayMessages; without criteria all of them are sent.

    CSMS to charging station. Block: display_message. OCPP 2.1 Part 2, O03 and O04.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "id", "requestId", "priority", "state", "customData")

    request_id: int
    custom_data: Absent[CustomData] = None
    id: Absent[Annotated[list[Annotated[int, Meta(ge=0)]], Meta(min_length=1)]] = None
    priority: Absent[OneOf[enums.MessagePriorityEnumType]] = None
    state: Absent[OneOf[enums.MessageStateEnumType]] = None


class GetInstalledCertificateIds(Request[call_result.GetInstalledCertificateIds]):
    """Ask which certificates are installed in a station, of some types or of all.

    CSMS to charging station. Block: certificates. OCPP 2.1 Part 2, M03.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms

    certificate_type: Absent[Annotated[list[OneOf[enums.GetCertificateIdUseEnumType]], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class GetLocalListVersion(Request[call_result.GetLocalListVersion]):
    """Ask which version of the local authorization list a station holds.

    CSMS to charging station. Block: local_auth_list. OCPP 2.1 Part 2, D02.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms

    custom_data: Absent[CustomData] = None


class GetLog(Request[call_result.GetLog]):
    """Ask a station to upload a log file.

    Progress comes in LogStatusNotification with the same request_id.
    A new request replaces a running upload. retry_interval is in seconds.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N01.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "log",
        "logType",
        "requestId",
        "retries",
        "retryInterval",
        "customData",
    )

    log: datatypes.LogParametersType
    log_type: OneOf[enums.LogEnumType]
    request_id: int
    custom_data: Absent[CustomData] = None
    retries: Absent[Annotated[int, Meta(ge=0)]] = None
    retry_interval: Absent[int] = None


class GetMonitoringReport(Request[call_result.GetMonitoringReport]):
    """Order a report of the monitors set on device model variables.

    The monitors arrive in NotifyMonitoringReport messages with the same request_id.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N02.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "componentVariable",
        "requestId",
        "monitoringCriteria",
        "customData",
    )

    request_id: int
    component_variable: Absent[Annotated[list[datatypes.ComponentVariableType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None
    monitoring_criteria: Absent[
        Annotated[list[OneOf[enums.MonitoringCriterionEnumType]], Meta(min_length=1, max_length=3)]
    ] = None


class GetPeriodicEventStream(Request[call_result.GetPeriodicEventStream]):
    """Ask which event streams a station has open.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N12.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    custom_data: Absent[CustomData] = None


class GetReport(Request[call_result.GetReport]):
    """Order a report of chosen components and variables of the device model.

    The data arrives in NotifyReport; without criteria the station picks everything it has.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B08.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "componentVariable", "requestId", "componentCriteria", "customData")

    request_id: int
    component_criteria: Absent[
        Annotated[list[OneOf[enums.ComponentCriterionEnumType]], Meta(min_length=1, max_length=4)]
    ] = None
    component_variable: Absent[Annotated[list[datatypes.ComponentVariableType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class GetTariffs(Request[call_result.GetTariffs]):
    """Ask which tariffs are installed in a station, on one EVSE or (evse_id 0) on all.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.1 Part 2, I09.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms

    evse_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class GetTransactionStatus(Request[call_result.GetTransactionStatus]):
    """Ask whether a transaction still runs and whether messages about it are still queued.

    Without transaction_id only the message queue as a whole is reported.

    CSMS to charging station. Block: transactions. OCPP 2.1 Part 2, E14.
    """

    __block__ = "transactions"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "transactionId", "customData")

    custom_data: Absent[CustomData] = None
    transaction_id: Absent[String36] = None


class GetVariables(Request[call_result.GetVariables]):
    """Read values of device model variables.

    Never name the same component, variable and attribute twice in one request.
    Split long lists: the station limits items and bytes per message.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B06.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms

    get_variable_data: Annotated[list[datatypes.GetVariableDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class Heartbeat(Request[call_result.Heartbeat]):
    """Show that the station is alive and fetch the current time.

    Any other message proves as much, so silence alone does not mean that the station is gone.

    Charging station to CSMS. Block: availability. OCPP 2.1 Part 2, G02.
    """

    __block__ = "availability"
    __sender__ = Sender.station

    custom_data: Absent[CustomData] = None


class InstallCertificate(Request[call_result.InstallCertificate]):
    """Install a root certificate (PEM) in a station.

    CSMS to charging station. Block: certificates. OCPP 2.1 Part 2, M05.
    """

    __block__ = "certificates"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "certificateType", "certificate", "customData")

    certificate: String10000
    certificate_type: OneOf[enums.InstallCertificateUseEnumType]
    custom_data: Absent[CustomData] = None


class LogStatusNotification(Request[call_result.LogStatusNotification]):
    """Report how far the upload of a log file has come.

    request_id names the upload and is missing only when nothing was asked for.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N01.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "requestId", "statusInfo", "customData")

    status: OneOf[enums.UploadLogStatusEnumType]
    custom_data: Absent[CustomData] = None
    request_id: Absent[int] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class MeterValues(Request[call_result.MeterValues]):
    """Deliver meter readings that belong to no transaction.

    evse_id 0 is the main meter. Readings of a transaction come in TransactionEvent instead.

    Charging station to CSMS. Block: metering. OCPP 2.1 Part 2, J01.
    """

    __block__ = "metering"
    __sender__ = Sender.station

    evse_id: Annotated[int, Meta(ge=0)]
    meter_value: Annotated[list[datatypes.MeterValueType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class NotifyAllowedEnergyTransfer(Request[call_result.NotifyAllowedEnergyTransfer]):
    """Tell the station which ways of energy transfer a driver may use in a transaction.

    Makes up for an Authorize answer that had to leave them out; opens the way to discharging.

    CSMS to charging station. Block: bidirectional. OCPP 2.1 Part 2, Q02.
    """

    __block__ = "bidirectional"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "transactionId", "allowedEnergyTransfer", "customData")

    allowed_energy_transfer: Annotated[list[OneOf[enums.EnergyTransferModeEnumType]], Meta(min_length=1)]
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class NotifyChargingLimit(Request[call_result.NotifyChargingLimit]):
    """Report a limit that a system outside the CSMS has put on a station or EVSE.

    The CSMS should plan below it; without evse_id the whole station is meant.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K11 and K12.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "chargingSchedule", "evseId", "chargingLimit", "customData")

    charging_limit: datatypes.ChargingLimitType
    charging_schedule: Absent[Annotated[list[datatypes.ChargingScheduleType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None


class NotifyCustomerInformation(Request[call_result.NotifyCustomerInformation], metaclass=ConstructorAids):
    """Deliver one part of the stored data about a customer.

    Join data in the order of seq_no until tbc is false.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N09.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "data", "tbc", "seqNo", "generatedAt", "requestId", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    data: String512
    generated_at: str
    request_id: Annotated[int, Meta(ge=0)]
    seq_no: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    tbc: Absent[bool] = None


class NotifyDERAlarm(Request[call_result.NotifyDERAlarm]):
    """Report that a grid fault made a grid support setting act, or that the fault is over.

    Charging station to CSMS. Block: der_control. OCPP 2.1 Part 2, R05.
    """

    __block__ = "der_control"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "controlType",
        "gridEventFault",
        "alarmEnded",
        "timestamp",
        "extraInfo",
        "customData",
    )

    control_type: OneOf[enums.DERControlEnumType]
    timestamp: str
    alarm_ended: Absent[bool] = None
    custom_data: Absent[CustomData] = None
    extra_info: Absent[String200] = None
    grid_event_fault: Absent[OneOf[enums.GridEventFaultEnumType]] = None


class NotifyDERStartStop(Request[call_result.NotifyDERStartStop]):
    """Report that a scheduled grid support setting has become active or has ended.

    superseded_ids lists settings that it pushed aside at its start.

    Charging station to CSMS. Block: der_control. OCPP 2.1 Part 2, R04.
    """

    __block__ = "der_control"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "controlId", "started", "timestamp", "supersededIds", "customData")

    control_id: String36
    started: bool
    timestamp: str
    custom_data: Absent[CustomData] = None
    superseded_ids: Absent[Annotated[list[String36], Meta(min_length=1, max_length=24)]] = None


class NotifyDisplayMessages(Request[call_result.NotifyDisplayMessages], metaclass=ConstructorAids):
    """Deliver one part of the list of texts configured for the display.

    The parts share the request_id of GetDisplayMessages; tbc true means that more follow.

    Charging station to CSMS. Block: display_message. OCPP 2.1 Part 2, O03 and O04.
    """

    __block__ = "display_message"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "messageInfo", "requestId", "tbc", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    request_id: int
    custom_data: Absent[CustomData] = None
    message_info: Absent[Annotated[list[datatypes.MessageInfoType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None


class NotifyEVChargingNeeds(Request[call_result.NotifyEVChargingNeeds]):
    """Report what the EV asks for: energy, limits, departure time and way of energy transfer.

    After Accepted the CSMS should send a TxProfile within 60 seconds.
    max_schedule_tuples limits how many periods its schedule may have.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K15, K17 to K20 and Q01.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evseId",
        "maxScheduleTuples",
        "chargingNeeds",
        "timestamp",
        "customData",
    )

    charging_needs: datatypes.ChargingNeedsType
    evse_id: Annotated[int, Meta(ge=1)]
    custom_data: Absent[CustomData] = None
    max_schedule_tuples: Absent[Annotated[int, Meta(ge=0)]] = None
    timestamp: Absent[str] = None


class NotifyEVChargingSchedule(Request[call_result.NotifyEVChargingSchedule]):
    """Report the schedule that the EV has planned for itself.

    Periods count from time_base. If the schedule exceeds the limits: reject, send a new profile.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K15 to K18.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "timeBase",
        "chargingSchedule",
        "evseId",
        "selectedChargingScheduleId",
        "powerToleranceAcceptance",
        "customData",
    )

    charging_schedule: datatypes.ChargingScheduleType
    evse_id: Annotated[int, Meta(ge=1)]
    time_base: str
    custom_data: Absent[CustomData] = None
    power_tolerance_acceptance: Absent[bool] = None
    selected_charging_schedule_id: Absent[Annotated[int, Meta(ge=0)]] = None


class NotifyEvent(Request[call_result.NotifyEvent], metaclass=ConstructorAids):
    """Report events on device model variables: monitors that triggered and hard-wired notices.

    May be split: seq_no counts from 0, tbc true means that more follow.
    Also replaces StatusNotification when it reports AvailabilityState.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, G05, N07 and N08.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "generatedAt", "tbc", "seqNo", "eventData", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    event_data: Annotated[list[datatypes.EventDataType], Meta(min_length=1)]
    generated_at: str
    seq_no: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    tbc: Absent[bool] = None


class NotifyMonitoringReport(Request[call_result.NotifyMonitoringReport], metaclass=ConstructorAids):
    """Deliver one part of a report of monitors.

    The parts share the request_id of GetMonitoringReport; tbc true means that more follow.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N02.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "monitor", "requestId", "tbc", "seqNo", "generatedAt", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    generated_at: str
    request_id: int
    seq_no: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    monitor: Absent[Annotated[list[datatypes.MonitoringDataType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None


class NotifyPeriodicEventStream(Send):
    """Deliver a batch of values of one event stream without waiting for an answer.

    Sent as a SEND frame (message type 6): it is never answered, neither by a result nor by an error.
    pending counts values not sent yet; each time in data is an offset from basetime.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N15.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "data", "id", "pending", "basetime", "customData")

    basetime: str
    data: Annotated[list[datatypes.StreamDataElementType], Meta(min_length=1)]
    id: Annotated[int, Meta(ge=0)]
    pending: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class NotifyPriorityCharging(Request[call_result.NotifyPriorityCharging]):
    """Report that priority charging of a transaction was switched on or off at the station.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K21 and K22.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "transactionId", "activated", "customData")

    activated: bool
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class NotifyReport(Request[call_result.NotifyReport], metaclass=ConstructorAids):
    """Deliver one part of a device model report.

    The parts share the request_id of the order; merge them by seq_no until tbc is false.

    Charging station to CSMS. Block: provisioning. OCPP 2.1 Part 2, B07 and B08.
    """

    __block__ = "provisioning"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "requestId",
        "generatedAt",
        "reportData",
        "tbc",
        "seqNo",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    generated_at: str
    request_id: int
    seq_no: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    report_data: Absent[Annotated[list[datatypes.ReportDataType], Meta(min_length=1)]] = None
    tbc: Absent[bool] = None


class NotifySettlement(Request[call_result.NotifySettlement]):
    """Report how the settlement of a card payment at the terminal of the station ended.

    transaction_id is missing when the payment was cancelled before charging began.
    The receiver may answer with a receipt if it makes the receipts.

    Charging station to CSMS. Block: authorization. OCPP 2.1 Part 2, C21 and C22.
    """

    __block__ = "authorization"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "transactionId",
        "pspRef",
        "status",
        "statusInfo",
        "settlementAmount",
        "settlementTime",
        "receiptId",
        "receiptUrl",
        "vatCompany",
        "vatNumber",
        "customData",
    )

    psp_ref: String255
    settlement_amount: Number
    settlement_time: str
    status: OneOf[enums.PaymentStatusEnumType]
    custom_data: Absent[CustomData] = None
    receipt_id: Absent[String50] = None
    receipt_url: Absent[String2000] = None
    status_info: Absent[String500] = None
    transaction_id: Absent[String36] = None
    vat_company: Absent[datatypes.AddressType] = None
    vat_number: Absent[String20] = None


class NotifyWebPaymentStarted(Request[call_result.NotifyWebPaymentStarted]):
    """Tell a station that a driver has begun to pay for an EVSE on a web page.

    For timeout seconds the station should keep the EVSE free for the result.

    CSMS to charging station. Block: authorization. OCPP 2.1 Part 2, C25.
    """

    __block__ = "authorization"
    __sender__ = Sender.csms

    evse_id: Annotated[int, Meta(ge=0)]
    timeout: int
    custom_data: Absent[CustomData] = None


class OpenPeriodicEventStream(Request[call_result.OpenPeriodicEventStream]):
    """Ask the CSMS to accept a stream of values from one monitor.

    Keep constant_stream_data: the values that follow carry the stream id alone.

    Charging station to CSMS. Block: diagnostics. OCPP 2.1 Part 2, N11.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.station

    constant_stream_data: datatypes.ConstantStreamDataType
    custom_data: Absent[CustomData] = None


class PublishFirmware(Request[call_result.PublishFirmware]):
    """Ask a local controller to download firmware and offer it to the stations behind it.

    checksum is MD5 in hex; retry_interval is in seconds.

    CSMS to charging station. Block: firmware. OCPP 2.1 Part 2, L03.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "location",
        "retries",
        "checksum",
        "requestId",
        "retryInterval",
        "customData",
    )

    checksum: String32
    location: String2000
    request_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    retries: Absent[Annotated[int, Meta(ge=0)]] = None
    retry_interval: Absent[Annotated[int, Meta(ge=0)]] = None


class PublishFirmwareStatusNotification(Request[call_result.PublishFirmwareStatusNotification]):
    """Report how far the publishing of firmware by a local controller has come.

    location is given with status Published: the addresses from which stations may download.

    Charging station to CSMS. Block: firmware. OCPP 2.1 Part 2, L03.
    """

    __block__ = "firmware"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "location", "requestId", "statusInfo", "customData")

    status: OneOf[enums.PublishFirmwareStatusEnumType]
    custom_data: Absent[CustomData] = None
    location: Absent[Annotated[list[String2000], Meta(min_length=1)]] = None
    request_id: Absent[Annotated[int, Meta(ge=0)]] = None
    status_info: Absent[datatypes.StatusInfoType] = None


class PullDynamicScheduleUpdate(Request[call_result.PullDynamicScheduleUpdate]):
    """Ask the CSMS for the current limits and setpoints of a dynamic charging profile.

    Sent each dyn_update_interval seconds after the last update.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K28.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station

    charging_profile_id: int
    custom_data: Absent[CustomData] = None


class ReportChargingProfiles(Request[call_result.ReportChargingProfiles], metaclass=ConstructorAids):
    """Deliver one part of a report of installed charging profiles.

    One message covers one EVSE and one source; tbc true means that more follow.

    Charging station to CSMS. Block: smart_charging. OCPP 2.1 Part 2, K09.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "requestId",
        "chargingLimitSource",
        "chargingProfile",
        "tbc",
        "evseId",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"tbc": False}

    charging_limit_source: String20
    charging_profile: Annotated[list[datatypes.ChargingProfileType], Meta(min_length=1)]
    evse_id: Annotated[int, Meta(ge=0)]
    request_id: int
    custom_data: Absent[CustomData] = None
    tbc: Absent[bool] = None


class ReportDERControl(Request[call_result.ReportDERControl]):
    """Deliver one part of a report of grid support settings.

    Settings are grouped by their shape: curves, fixed values, droop, gradient and limits.

    Charging station to CSMS. Block: der_control. OCPP 2.1 Part 2, R04.
    """

    __block__ = "der_control"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "curve",
        "enterService",
        "fixedPFAbsorb",
        "fixedPFInject",
        "fixedVar",
        "freqDroop",
        "gradient",
        "limitMaxDischarge",
        "requestId",
        "tbc",
        "customData",
    )

    request_id: int
    curve: Absent[Annotated[list[datatypes.DERCurveGetType], Meta(min_length=1, max_length=24)]] = None
    custom_data: Absent[CustomData] = None
    enter_service: Absent[Annotated[list[datatypes.EnterServiceGetType], Meta(min_length=1, max_length=24)]] = None
    fixed_pf_absorb: Absent[Annotated[list[datatypes.FixedPFGetType], Meta(min_length=1, max_length=24)]] = field(
        name="fixedPFAbsorb", default=None
    )
    fixed_pf_inject: Absent[Annotated[list[datatypes.FixedPFGetType], Meta(min_length=1, max_length=24)]] = field(
        name="fixedPFInject", default=None
    )
    fixed_var: Absent[Annotated[list[datatypes.FixedVarGetType], Meta(min_length=1, max_length=24)]] = None
    freq_droop: Absent[Annotated[list[datatypes.FreqDroopGetType], Meta(min_length=1, max_length=24)]] = None
    gradient: Absent[Annotated[list[datatypes.GradientGetType], Meta(min_length=1, max_length=24)]] = None
    limit_max_discharge: Absent[
        Annotated[list[datatypes.LimitMaxDischargeGetType], Meta(min_length=1, max_length=24)]
    ] = None
    tbc: Absent[bool] = None


class RequestBatterySwap(Request[call_result.RequestBatterySwap]):
    """Ask a swap station to offer a battery swap to a driver whose token was authorized elsewhere.

    The BatterySwap events that follow carry the same request_id.

    CSMS to charging station. Block: battery_swap. OCPP 2.1 Part 2, S02.
    """

    __block__ = "battery_swap"
    __sender__ = Sender.csms

    id_token: datatypes.IdTokenType
    request_id: int
    custom_data: Absent[CustomData] = None


class RequestStartTransaction(Request[call_result.RequestStartTransaction]):
    """Ask a station to start charging for a driver, e.g. from an app.

    Accepted is only a promise: match the later TransactionEvent by remote_start_id.
    A profile sent along must be a TxProfile and carry no transaction_id.

    CSMS to charging station. Block: remote_control. OCPP 2.1 Part 2, F01, F02 and F07.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evseId",
        "groupIdToken",
        "idToken",
        "remoteStartId",
        "chargingProfile",
        "customData",
    )

    id_token: datatypes.IdTokenType
    remote_start_id: int
    charging_profile: Absent[datatypes.ChargingProfileType] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=1)]] = None
    group_id_token: Absent[datatypes.IdTokenType] = None


class RequestStopTransaction(Request[call_result.RequestStopTransaction]):
    """Ask a station to end a transaction.

    The end itself comes as a TransactionEvent with the reason Remote.

    CSMS to charging station. Block: remote_control. OCPP 2.1 Part 2, F03 and F04.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms

    transaction_id: String36
    custom_data: Absent[CustomData] = None


class ReservationStatusUpdate(Request[call_result.ReservationStatusUpdate]):
    """Report that a reservation ended without being used.

    Charging station to CSMS. Block: reservation. OCPP 2.1 Part 2, H04.
    """

    __block__ = "reservation"
    __sender__ = Sender.station

    reservation_id: Annotated[int, Meta(ge=0)]
    reservation_update_status: OneOf[enums.ReservationUpdateStatusEnumType]
    custom_data: Absent[CustomData] = None


class ReserveNow(Request[call_result.ReserveNow]):
    """Keep an EVSE, or any EVSE with a kind of connector, free for one driver.

    The id is chosen by the CSMS; the same id again replaces the reservation.
    Without evse_id the station must support reservations of no certain EVSE.

    CSMS to charging station. Block: reservation. OCPP 2.1 Part 2, H01.
    """

    __block__ = "reservation"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "expiryDateTime",
        "connectorType",
        "idToken",
        "evseId",
        "groupIdToken",
        "customData",
    )

    expiry_date_time: str
    id: Annotated[int, Meta(ge=0)]
    id_token: datatypes.IdTokenType
    connector_type: Absent[String20] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None
    group_id_token: Absent[datatypes.IdTokenType] = None


class Reset(Request[call_result.Reset]):
    """Restart a station or one EVSE.

    Immediate ends transactions, OnIdle waits for their end, ImmediateAndResume goes on with them.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B11 to B13.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "type", "evseId", "customData")

    type: OneOf[enums.ResetEnumType]
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None


class SecurityEventNotification(Request[call_result.SecurityEventNotification]):
    """Report something that matters for the security of a station.

    type is an open text: accept values beyond the standard list. Events are queued while offline.

    Charging station to CSMS. Block: security. OCPP 2.1 Part 2, A04.
    """

    __block__ = "security"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "type", "timestamp", "techInfo", "customData")

    timestamp: str
    type: String50
    custom_data: Absent[CustomData] = None
    tech_info: Absent[String255] = None


class SendLocalList(Request[call_result.SendLocalList]):
    """Replace or update the list by which a station authorizes drivers on its own.

    version_number must rise. In a differential update an entry without id_token_info is deleted.
    After Failed or VersionMismatch send the full list again.

    CSMS to charging station. Block: local_auth_list. OCPP 2.1 Part 2, D01.
    """

    __block__ = "local_auth_list"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "localAuthorizationList",
        "versionNumber",
        "updateType",
        "customData",
    )

    update_type: OneOf[enums.UpdateEnumType]
    version_number: int
    custom_data: Absent[CustomData] = None
    local_authorization_list: Absent[Annotated[list[datatypes.AuthorizationData], Meta(min_length=1)]] = None


class SetChargingProfile(Request[call_result.SetChargingProfile]):
    """Install a charging profile that limits or steers the power of an EVSE or station.

    evse_id 0: the whole station, or for a TxDefaultProfile every EVSE. The same id replaces a profile.
    Must not overlap a profile of another id with equal purpose, stack level and EVSE.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K01 and K02.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "evseId", "chargingProfile", "customData")

    charging_profile: datatypes.ChargingProfileType
    evse_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class SetDERControl(Request[call_result.SetDERControl]):
    """Set how a station supports the grid: a default, or a setting for some period.

    Exactly the field that belongs to control_type is filled. A lower priority number wins.

    CSMS to charging station. Block: der_control. OCPP 2.1 Part 2, R04.
    """

    __block__ = "der_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "isDefault",
        "controlId",
        "controlType",
        "curve",
        "enterService",
        "fixedPFAbsorb",
        "fixedPFInject",
        "fixedVar",
        "freqDroop",
        "gradient",
        "limitMaxDischarge",
        "customData",
    )

    control_id: String36
    control_type: OneOf[enums.DERControlEnumType]
    is_default: bool
    curve: Absent[datatypes.DERCurveType] = None
    custom_data: Absent[CustomData] = None
    enter_service: Absent[datatypes.EnterServiceType] = None
    fixed_pf_absorb: Absent[datatypes.FixedPFType] = field(name="fixedPFAbsorb", default=None)
    fixed_pf_inject: Absent[datatypes.FixedPFType] = field(name="fixedPFInject", default=None)
    fixed_var: Absent[datatypes.FixedVarType] = None
    freq_droop: Absent[datatypes.FreqDroopType] = None
    gradient: Absent[datatypes.GradientType] = None
    limit_max_discharge: Absent[datatypes.LimitMaxDischargeType] = None


class SetDefaultTariff(Request[call_result.SetDefaultTariff]):
    """Install the tariff for drivers who bring none of their own, on one EVSE or (0) on all.

    Different content needs a different tariff id.

    CSMS to charging station. Block: tariff_and_cost. OCPP 2.1 Part 2, I07.
    """

    __block__ = "tariff_and_cost"
    __sender__ = Sender.csms

    evse_id: Annotated[int, Meta(ge=0)]
    tariff: datatypes.TariffType
    custom_data: Absent[CustomData] = None


class SetDisplayMessage(Request[call_result.SetDisplayMessage]):
    """Put a text on the display of a station, or replace the one with the same id.

    With a transaction_id it is shown during that transaction only.

    CSMS to charging station. Block: display_message. OCPP 2.1 Part 2, O01, O02 and O06.
    """

    __block__ = "display_message"
    __sender__ = Sender.csms

    message: datatypes.MessageInfoType
    custom_data: Absent[CustomData] = None


class SetMonitoringBase(Request[call_result.SetMonitoringBase]):
    """Activate a preset of monitors.

    FactoryDefault and HardWiredOnly delete custom monitors; All activates every preset beside them.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N03.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    monitoring_base: OneOf[enums.MonitoringBaseEnumType]
    custom_data: Absent[CustomData] = None


class SetMonitoringLevel(Request[call_result.SetMonitoringLevel]):
    """Set up to which severity events are reported.

    0 is the gravest, 9 the least: events with a higher number are not sent.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N05.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    severity: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class SetNetworkProfile(Request[call_result.SetNetworkProfile]):
    """Store the details of a connection to a CSMS in a slot of the station.

    It takes effect when the slot is in NetworkConfigurationPriority and the station reconnects.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B09.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms

    configuration_slot: int
    connection_data: datatypes.NetworkConnectionProfileType
    custom_data: Absent[CustomData] = None


class SetVariableMonitoring(Request[call_result.SetVariableMonitoring]):
    """Create or replace monitors on device model variables.

    The station assigns the ids of new monitors; give an id only to replace that monitor.
    Split long lists: the station limits items and bytes per message.

    CSMS to charging station. Block: diagnostics. OCPP 2.1 Part 2, N04 and N11.
    """

    __block__ = "diagnostics"
    __sender__ = Sender.csms

    set_monitoring_data: Annotated[list[datatypes.SetMonitoringDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SetVariables(Request[call_result.SetVariables]):
    """Write values of device model variables.

    Never name the same component, variable and attribute twice in one request.
    Split long lists: the station limits items and bytes per message.

    CSMS to charging station. Block: provisioning. OCPP 2.1 Part 2, B05.
    """

    __block__ = "provisioning"
    __sender__ = Sender.csms

    set_variable_data: Annotated[list[datatypes.SetVariableDataType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class SignCertificate(Request[call_result.SignCertificate]):
    """Send a certificate signing request (PEM) to have it signed.

    The certificate comes later in CertificateSigned; the station repeats ever more slowly until then.

    Charging station to CSMS. Block: security. OCPP 2.1 Part 2, A02 and A03.
    """

    __block__ = "security"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "csr",
        "certificateType",
        "hashRootCertificate",
        "requestId",
        "customData",
    )

    csr: String5500
    certificate_type: Absent[OneOf[enums.CertificateSigningUseEnumType]] = None
    custom_data: Absent[CustomData] = None
    hash_root_certificate: Absent[datatypes.CertificateHashDataType] = None
    request_id: Absent[int] = None


class StatusNotification(Request[call_result.StatusNotification]):
    """Report the state of a connector.

    Newer stations may send NotifyEvent with AvailabilityState instead: handle both.

    Charging station to CSMS. Block: availability. OCPP 2.1 Part 2, G01.
    """

    __block__ = "availability"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "timestamp",
        "connectorStatus",
        "evseId",
        "connectorId",
        "customData",
    )

    connector_id: Annotated[int, Meta(ge=0)]
    connector_status: OneOf[enums.ConnectorStatusEnumType]
    evse_id: Annotated[int, Meta(ge=0)]
    timestamp: str
    custom_data: Absent[CustomData] = None


class TransactionEvent(Request[call_result.TransactionEvent], metaclass=ConstructorAids):
    """Report the start, a change or the end of a transaction.

    The station picks the transaction id. Order by seq_no, never by arrival or timestamp.
    Always answer and store: offline events come late, may repeat and cannot be refused.

    Charging station to CSMS. Block: transactions. OCPP 2.1 Part 2, E01 to E17 and J02.
    """

    __block__ = "transactions"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "costDetails",
        "eventType",
        "meterValue",
        "timestamp",
        "triggerReason",
        "seqNo",
        "offline",
        "numberOfPhasesUsed",
        "cableMaxCurrent",
        "reservationId",
        "preconditioningStatus",
        "evseSleep",
        "transactionInfo",
        "evse",
        "idToken",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"offline": False}

    event_type: OneOf[enums.TransactionEventEnumType]
    seq_no: Annotated[int, Meta(ge=0)]
    timestamp: str
    transaction_info: datatypes.TransactionType
    trigger_reason: OneOf[enums.TriggerReasonEnumType]
    cable_max_current: Absent[int] = None
    cost_details: Absent[datatypes.CostDetailsType] = None
    custom_data: Absent[CustomData] = None
    evse: Absent[datatypes.EVSEType] = None
    evse_sleep: Absent[bool] = None
    id_token: Absent[datatypes.IdTokenType] = None
    meter_value: Absent[Annotated[list[datatypes.MeterValueType], Meta(min_length=1)]] = None
    number_of_phases_used: Absent[Annotated[int, Meta(ge=0, le=3)]] = None
    offline: Absent[bool] = None
    preconditioning_status: Absent[OneOf[enums.PreconditioningStatusEnumType]] = None
    reservation_id: Absent[Annotated[int, Meta(ge=0)]] = None


class TriggerMessage(Request[call_result.TriggerMessage]):
    """Ask a station to send a certain message now.

    StatusNotification needs a connector_id in evse; CustomTrigger names a vendor message.

    CSMS to charging station. Block: remote_control. OCPP 2.1 Part 2, F06.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "evse", "requestedMessage", "customTrigger", "customData")

    requested_message: OneOf[enums.MessageTriggerEnumType]
    custom_data: Absent[CustomData] = None
    custom_trigger: Absent[String50] = None
    evse: Absent[datatypes.EVSEType] = None


class UnlockConnector(Request[call_result.UnlockConnector]):
    """Ask a station to release a stuck plug.

    Not meant to end a transaction: stop that first.

    CSMS to charging station. Block: remote_control. OCPP 2.1 Part 2, F05.
    """

    __block__ = "remote_control"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "evseId", "connectorId", "customData")

    connector_id: Annotated[int, Meta(ge=0)]
    evse_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class UnpublishFirmware(Request[call_result.UnpublishFirmware]):
    """Ask a local controller to stop offering a firmware file, named by its MD5 checksum.

    CSMS to charging station. Block: firmware. OCPP 2.1 Part 2, L04.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms

    checksum: String32
    custom_data: Absent[CustomData] = None


class UpdateDynamicSchedule(Request[call_result.UpdateDynamicSchedule]):
    """Push new limits or setpoints into a dynamic charging profile.

    The fields replace those of the single period of the profile at once.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K28.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms

    charging_profile_id: int
    schedule_update: datatypes.ChargingScheduleUpdateType
    custom_data: Absent[CustomData] = None


class UpdateFirmware(Request[call_result.UpdateFirmware]):
    """Ask a station to download and install firmware.

    A secure update needs both signature and signing_certificate. retry_interval is in seconds.
    Progress comes in FirmwareStatusNotification with the same request_id.

    CSMS to charging station. Block: firmware. OCPP 2.1 Part 2, L01 and L02.
    """

    __block__ = "firmware"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "retries", "retryInterval", "requestId", "firmware", "customData")

    firmware: datatypes.FirmwareType
    request_id: int
    custom_data: Absent[CustomData] = None
    retries: Absent[Annotated[int, Meta(ge=0)]] = None
    retry_interval: Absent[int] = None


class UsePriorityCharging(Request[call_result.UsePriorityCharging]):
    """Switch priority charging of a transaction on or off.

    While on, the PriorityCharging profile of the station overrides the transaction profiles.

    CSMS to charging station. Block: smart_charging. OCPP 2.1 Part 2, K21.
    """

    __block__ = "smart_charging"
    __sender__ = Sender.csms
    __schema_order__: ClassVar[SchemaOrder] = ("*", "transactionId", "activate", "customData")

    activate: bool
    transaction_id: String36
    custom_data: Absent[CustomData] = None


class VatNumberValidation(Request[call_result.VatNumberValidation]):
    """Ask the CSMS to check a VAT number typed in by a driver who wants a company receipt.

    Charging station to CSMS. Block: authorization. OCPP 2.1 Part 2, C18.
    """

    __block__ = "authorization"
    __sender__ = Sender.station
    __schema_order__: ClassVar[SchemaOrder] = ("*", "vatNumber", "evseId", "customData")

    vat_number: String20
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.without_payload, datatypes, enums)
