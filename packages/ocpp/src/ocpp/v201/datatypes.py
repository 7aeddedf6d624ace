"""The datatypes of OCPP 2.0.1: the objects inside of requests and answers."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta, field

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    CustomData,
    Number,
    OneOf,
    String6,
    String8,
    String16,
    String20,
    String25,
    String32,
    String36,
    String40,
    String50,
    String128,
    String255,
    String500,
    String512,
    String800,
    String1000,
    String2500,
    String5500,
)
from ocpp.model import Model, SchemaOrder
from ocpp.v201 import enums


class ACChargingParametersType(Model):
    """What a vehicle needs and can take when charging with alternating current.

    energy_amount in Wh, preconditioning included; currents in A per phase; voltage in V.
    Whole numbers only; ev_max_current takes the cable into account.

    OCPP 2.0.1 Part 2, used by K15 and K17.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "energyAmount",
        "evMinCurrent",
        "evMaxCurrent",
        "evMaxVoltage",
    )

    energy_amount: int
    ev_min_current: int
    ev_max_current: int
    ev_max_voltage: int
    custom_data: Absent[CustomData] = None


class APNType(Model):
    """How a station dials in to a mobile network.

    preferred_network is MCC and MNC written together; use_only_preferred_network is false by default.
    Holds a password and the SIM PIN: keep it out of logs.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "apn",
        "apnUserName",
        "apnPassword",
        "simPin",
        "preferredNetwork",
        "useOnlyPreferredNetwork",
        "apnAuthentication",
    )

    apn: String512
    apn_authentication: OneOf[enums.APNAuthenticationEnumType]
    apn_user_name: Absent[String20] = None
    apn_password: Absent[String20] = None
    sim_pin: Absent[int] = None
    preferred_network: Absent[String6] = None
    use_only_preferred_network: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class AdditionalInfoType(Model):
    """A further identifier that comes with a token, with a kind agreed between both sides.

    type is free text, and what it means is not part of OCPP.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "additionalIdToken", "type")

    additional_id_token: String36
    type: String50
    custom_data: Absent[CustomData] = None


class IdTokenType(Model):
    """An identifier of a driver or of a group, with its kind.

    id_token ignores case, has at most 36 characters, and is empty for NoAuthorization.
    The kind counts: the same text with another kind is another token.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "additionalInfo", "idToken", "type")

    id_token: String36
    type: OneOf[enums.IdTokenEnumType]
    additional_info: Absent[Annotated[list[AdditionalInfoType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class MessageContentType(Model):
    """A text to show, with its format and language.

    At most 512 characters; language is an RFC 5646 tag such as en or de-CH.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "format", "language", "content")

    format: OneOf[enums.MessageFormatEnumType]
    content: String512
    language: Absent[String8] = None
    custom_data: Absent[CustomData] = None


class IdTokenInfoType(Model):
    """The verdict on a token, and what the station should know about its owner.

    charging_priority runs from -9 to 9, 0 if absent; evse_id is given if not all EVSEs are allowed.
    The station keeps the verdict until cache_expiry_date_time; language_2 needs language_1.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "status",
        "cacheExpiryDateTime",
        "chargingPriority",
        "language1",
        "evseId",
        "groupIdToken",
        "language2",
        "personalMessage",
    )

    status: OneOf[enums.AuthorizationStatusEnumType]
    cache_expiry_date_time: Absent[str] = None
    charging_priority: Absent[int] = None
    language_1: Absent[String8] = None
    evse_id: Absent[Annotated[list[int], Meta(min_length=1)]] = None
    language_2: Absent[String8] = None
    group_id_token: Absent[IdTokenType] = None
    personal_message: Absent[MessageContentType] = None
    custom_data: Absent[CustomData] = None


class AuthorizationData(Model):
    """One entry of the local authorization list.

    Without id_token_info a Differential update deletes the entry; a Full one requires it.

    OCPP 2.0.1 Part 2, used by D01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "idToken", "idTokenInfo")

    id_token: IdTokenType
    id_token_info: Absent[IdTokenInfoType] = None
    custom_data: Absent[CustomData] = None


class CertificateHashDataType(Model):
    """Names a certificate by hashes of its issuer and its serial number.

    Hashes and serial number are hexadecimal text; the serial number has no leading zeros.

    OCPP 2.0.1 Part 2, used by M03, M04, N09 and N10.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "hashAlgorithm",
        "issuerNameHash",
        "issuerKeyHash",
        "serialNumber",
    )

    hash_algorithm: OneOf[enums.HashAlgorithmEnumType]
    issuer_name_hash: String128
    issuer_key_hash: String128
    serial_number: String40
    custom_data: Absent[CustomData] = None


class CertificateHashDataChainType(Model):
    """An installed certificate and its kind, with the certificates below it in the chain.

    child_certificate_hash_data, up to 4, comes with a V2GCertificateChain only.

    OCPP 2.0.1 Part 2, used by M03.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "certificateHashData",
        "certificateType",
        "childCertificateHashData",
    )

    certificate_type: OneOf[enums.GetCertificateIdUseEnumType]
    certificate_hash_data: CertificateHashDataType
    child_certificate_hash_data: Absent[Annotated[list[CertificateHashDataType], Meta(min_length=1, max_length=4)]] = (
        None
    )
    custom_data: Absent[CustomData] = None


class ChargingLimitType(Model):
    """Who limits charging from outside the CSMS, and whether the grid depends on it.

    OCPP 2.0.1 Part 2, used by K11 and K12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "chargingLimitSource", "isGridCritical")

    charging_limit_source: OneOf[enums.ChargingLimitSourceEnumType]
    is_grid_critical: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class DCChargingParametersType(Model):
    """What a vehicle needs and can take when charging with direct current.

    Current in A, voltage in V, power in W, energy_amount and ev_energy_capacity in Wh.
    state_of_charge, full_soc and bulk_soc in percent; whole numbers only.

    OCPP 2.0.1 Part 2, used by K15 and K17.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "evMaxCurrent",
        "evMaxVoltage",
        "energyAmount",
        "evMaxPower",
        "stateOfCharge",
        "evEnergyCapacity",
        "fullSoC",
        "bulkSoC",
    )

    ev_max_current: int
    ev_max_voltage: int
    energy_amount: Absent[int] = None
    ev_max_power: Absent[int] = None
    state_of_charge: Absent[Annotated[int, Meta(ge=0, le=100)]] = None
    ev_energy_capacity: Absent[int] = None
    full_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="fullSoC", default=None)
    bulk_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="bulkSoC", default=None)
    custom_data: Absent[CustomData] = None


class ChargingNeedsType(Model):
    """What a vehicle asks for: kind of energy transfer, its limits and when it leaves.

    ac_charging_parameters or dc_charging_parameters is given, as requested_energy_transfer says.

    OCPP 2.0.1 Part 2, used by K15 and K17.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "acChargingParameters",
        "dcChargingParameters",
        "requestedEnergyTransfer",
        "departureTime",
    )

    requested_energy_transfer: OneOf[enums.EnergyTransferModeEnumType]
    departure_time: Absent[str] = None
    ac_charging_parameters: Absent[ACChargingParametersType] = None
    dc_charging_parameters: Absent[DCChargingParametersType] = None
    custom_data: Absent[CustomData] = None


class ChargingProfileCriterionType(Model):
    """Selects installed charging profiles to be reported.

    Use charging_profile_id alone or any of the other fields; a field left out does not filter.

    OCPP 2.0.1 Part 2, used by K09.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "chargingProfilePurpose",
        "stackLevel",
        "chargingProfileId",
        "chargingLimitSource",
    )

    charging_profile_purpose: Absent[OneOf[enums.ChargingProfilePurposeEnumType]] = None
    stack_level: Absent[int] = None
    charging_profile_id: Absent[Annotated[list[int], Meta(min_length=1)]] = None
    charging_limit_source: Absent[
        Annotated[list[OneOf[enums.ChargingLimitSourceEnumType]], Meta(min_length=1, max_length=4)]
    ] = None
    custom_data: Absent[CustomData] = None


class ChargingSchedulePeriodType(Model):
    """One step of a charging schedule: from this second on, this limit.

    start_period in seconds from the start of the schedule, first 0; limit in W or A, one decimal.
    number_phases is 3 if absent; phase_to_use (1 to 3) only if it is 1 and the EVSE can switch.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "startPeriod", "limit", "numberPhases", "phaseToUse")

    start_period: int
    limit: Number
    number_phases: Absent[int] = None
    phase_to_use: Absent[int] = None
    custom_data: Absent[CustomData] = None


class RelativeTimeIntervalType(Model):
    """A time span that starts some seconds from now.

    start and duration in seconds; without duration it lasts until the next entry starts.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "start", "duration")

    start: int
    duration: Absent[int] = None
    custom_data: Absent[CustomData] = None


class CostType(Model):
    """One cost figure per kWh: a price share, a share of renewable energy or an emission.

    The figure is amount times 10 to the power of amount_multiplier, which runs from -3 to 3.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "costKind", "amount", "amountMultiplier")

    cost_kind: OneOf[enums.CostKindEnumType]
    amount: int
    amount_multiplier: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ConsumptionCostType(Model):
    """Costs that apply from a certain consumption upwards.

    The block ends where the start_value of the next one begins.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "startValue", "cost")

    start_value: Number
    cost: Annotated[list[CostType], Meta(min_length=1, max_length=3)]
    custom_data: Absent[CustomData] = None


class SalesTariffEntryType(Model):
    """The price level during one interval of a tariff shown to the vehicle.

    e_price_level counts from cheap to dear, up to num_e_price_levels of the tariff.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "relativeTimeInterval",
        "ePriceLevel",
        "consumptionCost",
    )

    relative_time_interval: RelativeTimeIntervalType
    consumption_cost: Absent[Annotated[list[ConsumptionCostType], Meta(min_length=1, max_length=3)]] = None
    e_price_level: Absent[Annotated[int, Meta(ge=0)]] = None
    custom_data: Absent[CustomData] = None


class SalesTariffType(Model):
    """Prices over time that a vehicle may plan by (ISO 15118); the driver is not billed by them.

    Up to 1024 entries; the station may know a smaller limit.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "salesTariffDescription",
        "numEPriceLevels",
        "salesTariffEntry",
    )

    id: int
    sales_tariff_entry: Annotated[list[SalesTariffEntryType], Meta(min_length=1, max_length=1024)]
    sales_tariff_description: Absent[String32] = None
    num_e_price_levels: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ChargingScheduleType(Model):
    """Limits on power or current over time, as a list of periods.

    duration in seconds; without it the last period goes on. min_charging_rate is only a wish.
    Without start_schedule it starts with charging; all limits are in charging_rate_unit.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "startSchedule",
        "duration",
        "chargingRateUnit",
        "chargingSchedulePeriod",
        "minChargingRate",
        "salesTariff",
    )

    id: int
    charging_rate_unit: OneOf[enums.ChargingRateUnitEnumType]
    charging_schedule_period: Annotated[list[ChargingSchedulePeriodType], Meta(min_length=1, max_length=1024)]
    start_schedule: Absent[str] = None
    duration: Absent[int] = None
    min_charging_rate: Absent[Number] = None
    sales_tariff: Absent[SalesTariffType] = None
    custom_data: Absent[CustomData] = None


class ChargingProfileType(Model):
    """Limits on charging together with their purpose, rank and time of validity.

    A higher stack_level wins, 0 is the lowest; more than one schedule only for ISO 15118 vehicles.
    transaction_id goes with purpose TxProfile only, recurrency_kind with kind Recurring only.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "stackLevel",
        "chargingProfilePurpose",
        "chargingProfileKind",
        "recurrencyKind",
        "validFrom",
        "validTo",
        "chargingSchedule",
        "transactionId",
    )

    id: int
    stack_level: int
    charging_profile_purpose: OneOf[enums.ChargingProfilePurposeEnumType]
    charging_profile_kind: OneOf[enums.ChargingProfileKindEnumType]
    charging_schedule: Annotated[list[ChargingScheduleType], Meta(min_length=1, max_length=3)]
    valid_from: Absent[str] = None
    valid_to: Absent[str] = None
    transaction_id: Absent[String36] = None
    recurrency_kind: Absent[OneOf[enums.RecurrencyKindEnumType]] = None
    custom_data: Absent[CustomData] = None


class ModemType(Model):
    """The SIM card of a station: its card number and its subscriber number.

    OCPP 2.0.1 Part 2, used by B01, B02 and B03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "iccid", "imsi")

    iccid: Absent[String20] = None
    imsi: Absent[String20] = None
    custom_data: Absent[CustomData] = None


class ChargingStationType(Model):
    """Who made a station, its model, serial number and firmware.

    OCPP 2.0.1 Part 2, used by B01, B02 and B03.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "serialNumber",
        "model",
        "modem",
        "vendorName",
        "firmwareVersion",
    )

    vendor_name: String50
    model: String20
    modem: Absent[ModemType] = None
    serial_number: Absent[String25] = None
    firmware_version: Absent[String50] = None
    custom_data: Absent[CustomData] = None


class ClearChargingProfileType(Model):
    """Selects charging profiles to be removed.

    evse_id 0 means the whole station; a field left out does not filter.

    OCPP 2.0.1 Part 2, used by K10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evseId", "chargingProfilePurpose", "stackLevel")

    evse_id: Absent[int] = None
    charging_profile_purpose: Absent[OneOf[enums.ChargingProfilePurposeEnumType]] = None
    stack_level: Absent[int] = None
    custom_data: Absent[CustomData] = None


class StatusInfoType(Model):
    """Why an answer has its status: a short reason code and optional text.

    reason_code should be a standard one of the appendices; its capitals do not matter.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "reasonCode", "additionalInfo")

    reason_code: String20
    additional_info: Absent[String512] = None
    custom_data: Absent[CustomData] = None


class ClearMonitoringResultType(Model):
    """Whether one monitor was removed.

    OCPP 2.0.1 Part 2, used by N06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "status", "id", "statusInfo")

    status: OneOf[enums.ClearMonitoringStatusEnumType]
    id: int
    status_info: Absent[StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class EVSEType(Model):
    """An EVSE of a station, or one connector of it.

    Both numbers start at 1; without connector_id the whole EVSE is meant.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "id", "connectorId")

    id: int
    connector_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ComponentType(Model):
    """A part of the device model, such as a controller, an EVSE or a connector.

    Names ignore case; use those of the appendices where one fits.
    Two components are the same only if name, instance and evse agree.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "evse", "name", "instance")

    name: String50
    instance: Absent[String50] = None
    evse: Absent[EVSEType] = None
    custom_data: Absent[CustomData] = None


class VariableType(Model):
    """A variable of a component in the device model, by its name.

    Names ignore case; instance tells apart several variables of one name.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "name", "instance")

    name: String50
    instance: Absent[String50] = None
    custom_data: Absent[CustomData] = None


class ComponentVariableType(Model):
    """Selects a component, or one variable of it, for a report.

    Without variable all variables of the component are meant.

    OCPP 2.0.1 Part 2, used by B08 and N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "component", "variable")

    component: ComponentType
    variable: Absent[VariableType] = None
    custom_data: Absent[CustomData] = None


class CompositeScheduleType(Model):
    """The limits that result from all profiles together on one EVSE.

    duration in seconds from schedule_start; evse_id 0 is the whole station.

    OCPP 2.0.1 Part 2, used by K08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "chargingSchedulePeriod",
        "evseId",
        "duration",
        "scheduleStart",
        "chargingRateUnit",
    )

    evse_id: int
    duration: int
    schedule_start: str
    charging_rate_unit: OneOf[enums.ChargingRateUnitEnumType]
    charging_schedule_period: Annotated[list[ChargingSchedulePeriodType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class CustomDataType(Model):
    """Data of a vendor beyond the specification, named by the vendor.

    A plain dict with the key vendorId serves as well, and may hold more keys.

    OCPP 2.0.1 Part 4, 4.1.5.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("vendorId",)

    vendor_id: String255


class EventDataType(Model):
    """One event of the device model: which variable, what value, and why it is reported.

    cause names the event_id of an earlier event; cleared true means back to normal.
    actual_value is always text, and empty for a variable that can only be written.

    OCPP 2.0.1 Part 2, used by G05, N07 and N08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "eventId",
        "timestamp",
        "trigger",
        "cause",
        "actualValue",
        "techCode",
        "techInfo",
        "cleared",
        "transactionId",
        "component",
        "variableMonitoringId",
        "eventNotificationType",
        "variable",
    )

    event_id: int
    timestamp: str
    trigger: OneOf[enums.EventTriggerEnumType]
    actual_value: String2500
    event_notification_type: OneOf[enums.EventNotificationEnumType]
    component: ComponentType
    variable: VariableType
    cause: Absent[int] = None
    tech_code: Absent[String50] = None
    tech_info: Absent[String500] = None
    cleared: Absent[bool] = None
    transaction_id: Absent[String36] = None
    variable_monitoring_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


class FirmwareType(Model):
    """Where a firmware file is, when to fetch and install it, and how it is signed.

    signing_certificate is PEM and signature base64; both are required for a secure update.
    Without install_date_time the station installs as soon as it can.

    OCPP 2.0.1 Part 2, used by L01 and L02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "location",
        "retrieveDateTime",
        "installDateTime",
        "signingCertificate",
        "signature",
    )

    location: String512
    retrieve_date_time: str
    install_date_time: Absent[str] = None
    signing_certificate: Absent[String5500] = None
    signature: Absent[String800] = None
    custom_data: Absent[CustomData] = None


class GetVariableDataType(Model):
    """One attribute of a variable to be read.

    attribute_type is Actual if left out.

    OCPP 2.0.1 Part 2, used by B06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "attributeType", "component", "variable")

    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    custom_data: Absent[CustomData] = None


class GetVariableResultType(Model):
    """The value of one attribute, or why it could not be read.

    attribute_value is text of at most 2500 characters, given with status Accepted only.

    OCPP 2.0.1 Part 2, used by B06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "attributeStatusInfo",
        "attributeStatus",
        "attributeType",
        "attributeValue",
        "component",
        "variable",
    )

    attribute_status: OneOf[enums.GetVariableStatusEnumType]
    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    attribute_value: Absent[String2500] = None
    attribute_status_info: Absent[StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class LogParametersType(Model):
    """Where to upload a log and which time span it covers.

    The address may hold credentials: these must not be the OCPP password.

    OCPP 2.0.1 Part 2, used by N01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "remoteLocation",
        "oldestTimestamp",
        "latestTimestamp",
    )

    remote_location: String512
    oldest_timestamp: Absent[str] = None
    latest_timestamp: Absent[str] = None
    custom_data: Absent[CustomData] = None


class MessageInfoType(Model):
    """A message for a display: what, where, when and how urgent.

    Without state it is shown in any state, without start_date_time at once.
    The station removes it after end_date_time, or when the transaction ends.

    OCPP 2.0.1 Part 2, used by O01, O02, O03, O04 and O06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "display",
        "id",
        "priority",
        "state",
        "startDateTime",
        "endDateTime",
        "transactionId",
        "message",
    )

    id: int
    priority: OneOf[enums.MessagePriorityEnumType]
    message: MessageContentType
    state: Absent[OneOf[enums.MessageStateEnumType]] = None
    start_date_time: Absent[str] = None
    end_date_time: Absent[str] = None
    transaction_id: Absent[String36] = None
    display: Absent[ComponentType] = None
    custom_data: Absent[CustomData] = None


class SignedMeterValueType(Model):
    """A reading with the signature of the meter, to be checked later.

    signed_meter_data and public_key are base64: store them unchanged.
    The station may send the public key only once in a transaction; then it is empty elsewhere.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "signedMeterData",
        "signingMethod",
        "encodingMethod",
        "publicKey",
    )

    signed_meter_data: String2500
    signing_method: String50
    encoding_method: String50
    public_key: String2500
    custom_data: Absent[CustomData] = None


class UnitOfMeasureType(Model):
    """The unit and the power of ten of a reading.

    Multiply the value by 10 to the power of multiplier (0 if absent).
    The unit is Wh if absent and the measurand is an energy.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "unit", "multiplier")

    unit: Absent[String20] = None
    multiplier: Absent[int] = None
    custom_data: Absent[CustomData] = None


class SampledValueType(Model):
    """One measured figure, with what, where and in which situation it was measured.

    Defaults: Energy.Active.Import.Register, Outlet, Sample.Periodic, unit Wh.
    Without phase it is the value over all phases; apply unit_of_measure to value.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "value",
        "context",
        "measurand",
        "phase",
        "location",
        "signedMeterValue",
        "unitOfMeasure",
    )

    value: Number
    context: Absent[OneOf[enums.ReadingContextEnumType]] = None
    measurand: Absent[OneOf[enums.MeasurandEnumType]] = None
    phase: Absent[OneOf[enums.PhaseEnumType]] = None
    location: Absent[OneOf[enums.LocationEnumType]] = None
    signed_meter_value: Absent[SignedMeterValueType] = None
    unit_of_measure: Absent[UnitOfMeasureType] = None
    custom_data: Absent[CustomData] = None


class MeterValueType(Model):
    """All readings that a meter took at one moment.

    OCPP 2.0.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "sampledValue", "timestamp")

    timestamp: str
    sampled_value: Annotated[list[SampledValueType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class VariableMonitoringType(Model):
    """A monitor that is set on a variable.

    value is a threshold, a difference or an interval in seconds, as type says.
    severity runs from 0 (danger) to 9 (debug); with transaction true it acts in transactions only.

    OCPP 2.0.1 Part 2, used by N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "id", "transaction", "value", "type", "severity")

    id: int
    transaction: bool
    value: Number
    type: OneOf[enums.MonitorEnumType]
    severity: int
    custom_data: Absent[CustomData] = None


class MonitoringDataType(Model):
    """A variable and the monitors that are set on it.

    OCPP 2.0.1 Part 2, used by N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "component", "variable", "variableMonitoring")

    component: ComponentType
    variable: VariableType
    variable_monitoring: Annotated[list[VariableMonitoringType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class VPNType(Model):
    """How a station enters a virtual private network.

    Holds a password and a shared key: keep it out of logs.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "customData", "server", "user", "group", "password", "key", "type")

    server: String512
    user: String20
    password: String20
    key: String255
    type: OneOf[enums.VPNEnumType]
    group: Absent[String20] = None
    custom_data: Absent[CustomData] = None


class NetworkConnectionProfileType(Model):
    """How a station reaches a CSMS: address, interface, security and time limits.

    message_timeout in seconds; security_profile 1 to 3 (0 is without security).
    The path of ocpp_csms_url has no station identity: the station appends it.

    OCPP 2.0.1 Part 2, used by B09 and B10.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "apn",
        "ocppVersion",
        "ocppTransport",
        "ocppCsmsUrl",
        "messageTimeout",
        "securityProfile",
        "ocppInterface",
        "vpn",
    )

    ocpp_version: OneOf[enums.OCPPVersionEnumType]
    ocpp_transport: OneOf[enums.OCPPTransportEnumType]
    ocpp_csms_url: String512
    message_timeout: int
    security_profile: int
    ocpp_interface: OneOf[enums.OCPPInterfaceEnumType]
    vpn: Absent[VPNType] = None
    apn: Absent[APNType] = None
    custom_data: Absent[CustomData] = None


class OCSPRequestDataType(Model):
    """Names a certificate whose status is to be asked, and the responder to ask.

    Hashes and serial number are hexadecimal text, as in an OCSP request.

    OCPP 2.0.1 Part 2, used by C01, C07 and M06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "hashAlgorithm",
        "issuerNameHash",
        "issuerKeyHash",
        "serialNumber",
        "responderURL",
    )

    hash_algorithm: OneOf[enums.HashAlgorithmEnumType]
    issuer_name_hash: String128
    issuer_key_hash: String128
    serial_number: String40
    responder_url: String512 = field(name="responderURL")
    custom_data: Absent[CustomData] = None


class VariableAttributeType(Model):
    """One attribute of a variable: its value and how it may change.

    value is text and absent only if WriteOnly; type is Actual and mutability ReadWrite if absent.
    persistent and constant are false if absent.

    OCPP 2.0.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "type",
        "value",
        "mutability",
        "persistent",
        "constant",
    )

    type: Absent[OneOf[enums.AttributeEnumType]] = None
    value: Absent[String2500] = None
    mutability: Absent[OneOf[enums.MutabilityEnumType]] = None
    persistent: Absent[bool] = None
    constant: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class VariableCharacteristicsType(Model):
    """What values a variable can take, in which unit, and whether it can be monitored.

    max_limit is the greatest length where the data type is text or a list.
    values_list is text with commas between the allowed values.

    OCPP 2.0.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "unit",
        "dataType",
        "minLimit",
        "maxLimit",
        "valuesList",
        "supportsMonitoring",
    )

    data_type: OneOf[enums.CharacteristicsDataEnumType]
    supports_monitoring: bool
    unit: Absent[String16] = None
    min_limit: Absent[Number] = None
    max_limit: Absent[Number] = None
    values_list: Absent[String1000] = None
    custom_data: Absent[CustomData] = None


class ReportDataType(Model):
    """A component, one variable of it, the attributes and what values are possible.

    OCPP 2.0.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "component",
        "variable",
        "variableAttribute",
        "variableCharacteristics",
    )

    component: ComponentType
    variable: VariableType
    variable_attribute: Annotated[list[VariableAttributeType], Meta(min_length=1, max_length=4)]
    variable_characteristics: Absent[VariableCharacteristicsType] = None
    custom_data: Absent[CustomData] = None


class SetMonitoringDataType(Model):
    """A monitor to be made, or to be replaced if id is given.

    value is a threshold, a difference or an interval in seconds, as type says.
    severity runs from 0 (danger) to 9 (debug); transaction is false by default.

    OCPP 2.0.1 Part 2, used by N04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "transaction",
        "value",
        "type",
        "severity",
        "component",
        "variable",
    )

    value: Number
    type: OneOf[enums.MonitorEnumType]
    severity: int
    component: ComponentType
    variable: VariableType
    id: Absent[int] = None
    transaction: Absent[bool] = None
    custom_data: Absent[CustomData] = None


class SetMonitoringResultType(Model):
    """Whether one monitor was set, and its id.

    id is given with status Accepted; the station chose it for a new monitor.

    OCPP 2.0.1 Part 2, used by N04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "id",
        "statusInfo",
        "status",
        "type",
        "component",
        "variable",
        "severity",
    )

    status: OneOf[enums.SetMonitoringStatusEnumType]
    type: OneOf[enums.MonitorEnumType]
    severity: int
    component: ComponentType
    variable: VariableType
    id: Absent[int] = None
    status_info: Absent[StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class SetVariableDataType(Model):
    """One attribute of a variable to be written.

    attribute_value is text of at most 1000 characters; attribute_type is Actual if left out.

    OCPP 2.0.1 Part 2, used by B05.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "attributeType",
        "attributeValue",
        "component",
        "variable",
    )

    attribute_value: String1000
    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    custom_data: Absent[CustomData] = None


class SetVariableResultType(Model):
    """Whether one attribute was written.

    OCPP 2.0.1 Part 2, used by B05.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "attributeType",
        "attributeStatus",
        "attributeStatusInfo",
        "component",
        "variable",
    )

    attribute_status: OneOf[enums.SetVariableStatusEnumType]
    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    attribute_status_info: Absent[StatusInfoType] = None
    custom_data: Absent[CustomData] = None


class TransactionType(Model):
    """A transaction: its id, its state and why it stopped.

    transaction_id is made by the station and unique for that station.
    time_spent_charging in seconds; stopped_reason absent at the end means Local.

    OCPP 2.0.1 Part 2, used by E01, E02, E03, E04 and E06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "customData",
        "transactionId",
        "chargingState",
        "timeSpentCharging",
        "stoppedReason",
        "remoteStartId",
    )

    transaction_id: String36
    charging_state: Absent[OneOf[enums.ChargingStateEnumType]] = None
    time_spent_charging: Absent[int] = None
    stopped_reason: Absent[OneOf[enums.ReasonEnumType]] = None
    remote_start_id: Absent[int] = None
    custom_data: Absent[CustomData] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.never, enums)
