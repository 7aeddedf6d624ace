"""The datatypes of OCPP 2.1: the objects inside of requests and answers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta, field

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    CustomData,
    NonPositiveNumber,
    Number,
    OneOf,
    PercentNumber,
    String3,
    String6,
    String8,
    String16,
    String20,
    String25,
    String32,
    String36,
    String40,
    String48,
    String50,
    String60,
    String64,
    String80,
    String88,
    String100,
    String128,
    String160,
    String255,
    String256,
    String500,
    String800,
    String1000,
    String1024,
    String2000,
    String2500,
    String5500,
    String32768,
)
from ocpp.model import ConstructorAids, Model, SchemaOrder
from ocpp.v21 import enums


class ACChargingParametersType(Model):
    """What the EV needs and can take for AC charging by ISO 15118-2.

    energy_amount in Wh, currents in A per phase, voltage in V.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "energyAmount",
        "evMinCurrent",
        "evMaxCurrent",
        "evMaxVoltage",
        "customData",
    )

    energy_amount: Number
    ev_max_current: Number
    ev_max_voltage: Number
    ev_min_current: Number
    custom_data: Absent[CustomData] = None


class APNType(Model, metaclass=ConstructorAids):
    """How the station dials into a cellular network.

    preferred_network is the mobile country and network code in one; sim_pin and password are secrets.

    OCPP 2.1 Part 2, used by B09.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "apn",
        "apnUserName",
        "apnPassword",
        "simPin",
        "preferredNetwork",
        "useOnlyPreferredNetwork",
        "apnAuthentication",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"use_only_preferred_network": False}

    apn: String2000
    apn_authentication: OneOf[enums.APNAuthenticationEnumType]
    apn_password: Absent[String64] = None
    apn_user_name: Absent[String50] = None
    custom_data: Absent[CustomData] = None
    preferred_network: Absent[String6] = None
    sim_pin: Absent[int] = None
    use_only_preferred_network: Absent[bool] = None


class RationalNumberType(Model):
    """A decimal number as ISO 15118-20 writes it: value times 10 to the power of exponent.

    OCPP 2.1 Part 2, used by K18.
    """

    exponent: int
    value: int
    custom_data: Absent[CustomData] = None


class PriceRuleType(Model):
    """Fees for energy and parking from one level of power on, in an ISO 15118-20 price schedule.

    Emission in g of CO2 per kWh, renewable share in percent, parking period in seconds.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "parkingFeePeriod",
        "carbonDioxideEmission",
        "renewableGenerationPercentage",
        "energyFee",
        "parkingFee",
        "powerRangeStart",
        "customData",
    )

    energy_fee: RationalNumberType
    power_range_start: RationalNumberType
    carbon_dioxide_emission: Absent[Annotated[int, Meta(ge=0)]] = None
    custom_data: Absent[CustomData] = None
    parking_fee: Absent[RationalNumberType] = None
    parking_fee_period: Absent[int] = None
    renewable_generation_percentage: Absent[Annotated[int, Meta(ge=0, le=100)]] = None


class PriceRuleStackType(Model):
    """The price rules that hold for some seconds, one for each range of power.

    OCPP 2.1 Part 2, used by K18.
    """

    duration: int
    price_rule: Annotated[list[PriceRuleType], Meta(min_length=1, max_length=8)]
    custom_data: Absent[CustomData] = None


class TaxRuleType(Model):
    """A tax and the fees it applies to, in an ISO 15118-20 price schedule.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "taxRuleID",
        "taxRuleName",
        "taxIncludedInPrice",
        "appliesToEnergyFee",
        "appliesToParkingFee",
        "appliesToOverstayFee",
        "appliesToMinimumMaximumCost",
        "taxRate",
        "customData",
    )

    applies_to_energy_fee: bool
    applies_to_minimum_maximum_cost: bool
    applies_to_overstay_fee: bool
    applies_to_parking_fee: bool
    tax_rate: RationalNumberType
    tax_rule_id: Annotated[int, Meta(ge=0)] = field(name="taxRuleID")
    custom_data: Absent[CustomData] = None
    tax_included_in_price: Absent[bool] = None
    tax_rule_name: Absent[String100] = None


class OverstayRuleType(Model):
    """A fee for overstaying that applies from some time on and repeats.

    Times in seconds.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "overstayFee",
        "overstayRuleDescription",
        "startTime",
        "overstayFeePeriod",
        "customData",
    )

    overstay_fee: RationalNumberType
    overstay_fee_period: int
    start_time: int
    custom_data: Absent[CustomData] = None
    overstay_rule_description: Absent[String32] = None


class OverstayRuleListType(Model):
    """Fees for staying after charging has ended, in an ISO 15118-20 price schedule.

    They begin when the power stays below the threshold for the given seconds.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "overstayPowerThreshold",
        "overstayRule",
        "overstayTimeThreshold",
        "customData",
    )

    overstay_rule: Annotated[list[OverstayRuleType], Meta(min_length=1, max_length=5)]
    custom_data: Absent[CustomData] = None
    overstay_power_threshold: Absent[RationalNumberType] = None
    overstay_time_threshold: Absent[int] = None


class AdditionalSelectedServicesType(Model):
    """An extra service with its fee in an ISO 15118-20 price schedule.

    OCPP 2.1 Part 2, used by K18.
    """

    service_fee: RationalNumberType
    service_name: String80
    custom_data: Absent[CustomData] = None


class AbsolutePriceScheduleType(Model):
    """Prices over time in a currency, shaped like the ISO 15118-20 element so that signatures survive.

    Keep signed schedules as they are: any change of a value breaks the digest.
    time_anchor is the start; the stacks follow one another by their durations.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "timeAnchor",
        "priceScheduleID",
        "priceScheduleDescription",
        "currency",
        "language",
        "priceAlgorithm",
        "minimumCost",
        "maximumCost",
        "priceRuleStacks",
        "taxRules",
        "overstayRuleList",
        "additionalSelectedServices",
        "customData",
    )

    currency: String3
    language: String8
    price_algorithm: String2000
    price_rule_stacks: Annotated[list[PriceRuleStackType], Meta(min_length=1, max_length=1024)]
    price_schedule_id: Annotated[int, Meta(ge=0)] = field(name="priceScheduleID")
    time_anchor: str
    additional_selected_services: Absent[
        Annotated[list[AdditionalSelectedServicesType], Meta(min_length=1, max_length=5)]
    ] = None
    custom_data: Absent[CustomData] = None
    maximum_cost: Absent[RationalNumberType] = None
    minimum_cost: Absent[RationalNumberType] = None
    overstay_rule_list: Absent[OverstayRuleListType] = None
    price_schedule_description: Absent[String160] = None
    tax_rules: Absent[Annotated[list[TaxRuleType], Meta(min_length=1, max_length=10)]] = None


class AdditionalInfoType(Model):
    """A further identifier or fact that comes with a token, named by its type.

    Standard types are listed in the appendices; others must be agreed on by both sides.

    OCPP 2.1 Part 2, used by C01.
    """

    additional_id_token: String255
    type: String50
    custom_data: Absent[CustomData] = None


class AddressType(Model):
    """A postal address of a person or company, for receipts.

    OCPP 2.1 Part 2, used by C18 and C21.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "name",
        "address1",
        "address2",
        "city",
        "postalCode",
        "country",
        "customData",
    )

    address1: String100
    city: String100
    country: String50
    name: String50
    address2: Absent[String100] = None
    custom_data: Absent[CustomData] = None
    postal_code: Absent[String20] = None


class IdTokenType(Model):
    """An identifier of a driver, vehicle or contract, and what kind it is.

    Compared without regard to case; the same text under another type is another token.

    OCPP 2.1 Part 2, used by C01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "additionalInfo", "idToken", "type", "customData")

    id_token: String255
    type: String20
    additional_info: Absent[Annotated[list[AdditionalInfoType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None


class MessageContentType(Model):
    """A text for a driver with its format and language (RFC 5646).

    OCPP 2.1 Part 2, used by I01 and O01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "format", "language", "content", "customData")

    content: String1024
    format: OneOf[enums.MessageFormatEnumType]
    custom_data: Absent[CustomData] = None
    language: Absent[String8] = None


class IdTokenInfoType(Model):
    """What is known about a token: status, group, languages, priority and a text for the driver.

    Without evse_id the token is good for every EVSE. Priority runs from -9 to 9.
    cache_expiry_date_time is for the cache only: do not stop a running transaction by it.

    OCPP 2.1 Part 2, used by C01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "status",
        "cacheExpiryDateTime",
        "chargingPriority",
        "groupIdToken",
        "language1",
        "language2",
        "evseId",
        "personalMessage",
        "customData",
    )

    status: OneOf[enums.AuthorizationStatusEnumType]
    cache_expiry_date_time: Absent[str] = None
    charging_priority: Absent[int] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[list[Annotated[int, Meta(ge=0)]], Meta(min_length=1)]] = None
    group_id_token: Absent[IdTokenType] = None
    language1: Absent[String8] = None
    language2: Absent[String8] = None
    personal_message: Absent[MessageContentType] = None


class AuthorizationData(Model):
    """One entry of the local authorization list.

    Without id_token_info in a differential update the entry is deleted.

    OCPP 2.1 Part 2, used by D01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "idToken", "idTokenInfo", "customData")

    id_token: IdTokenType
    custom_data: Absent[CustomData] = None
    id_token_info: Absent[IdTokenInfoType] = None


class BatteryDataType(Model):
    """Identity and condition of one exchangeable battery pack.

    evse_id is the slot; charge and health are percentages.

    OCPP 2.1 Part 2, used by S03.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evseId",
        "serialNumber",
        "soC",
        "soH",
        "productionDate",
        "vendorInfo",
        "customData",
    )

    evse_id: Annotated[int, Meta(ge=0)]
    serial_number: String50
    soc: PercentNumber = field(name="soC")
    soh: PercentNumber = field(name="soH")
    custom_data: Absent[CustomData] = None
    production_date: Absent[str] = None
    vendor_info: Absent[String500] = None


class CertificateHashDataType(Model):
    """Identifies a certificate without carrying it: hashes of its issuer, and its serial number.

    serial_number is hex without 0x and without leading zeros.

    OCPP 2.1 Part 2, used by M03 and M04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "hashAlgorithm",
        "issuerNameHash",
        "issuerKeyHash",
        "serialNumber",
        "customData",
    )

    hash_algorithm: OneOf[enums.HashAlgorithmEnumType]
    issuer_key_hash: String128
    issuer_name_hash: String128
    serial_number: String40
    custom_data: Absent[CustomData] = None


class CertificateHashDataChainType(Model):
    """Hash data of an installed certificate and of the certificates below it.

    The children are listed for V2G certificate chains, without the leaf again.

    OCPP 2.1 Part 2, used by M03.
    """

    certificate_hash_data: CertificateHashDataType
    certificate_type: OneOf[enums.GetCertificateIdUseEnumType]
    child_certificate_hash_data: Absent[Annotated[list[CertificateHashDataType], Meta(min_length=1, max_length=4)]] = (
        None
    )
    custom_data: Absent[CustomData] = None


class CertificateStatusRequestInfoType(Model):
    """Which certificate to check for revocation, by what means and at which addresses.

    OCPP 2.1 Part 2, used by M07.
    """

    certificate_hash_data: CertificateHashDataType
    source: OneOf[enums.CertificateStatusSourceEnumType]
    urls: Annotated[list[String2000], Meta(min_length=1, max_length=5)]
    custom_data: Absent[CustomData] = None


class CertificateStatusType(Model):
    """The revocation status of one certificate and until when it may be cached.

    OCPP 2.1 Part 2, used by M07.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "certificateHashData",
        "source",
        "status",
        "nextUpdate",
        "customData",
    )

    certificate_hash_data: CertificateHashDataType
    next_update: str
    source: OneOf[enums.CertificateStatusSourceEnumType]
    status: OneOf[enums.CertificateStatusEnumType]
    custom_data: Absent[CustomData] = None


class ChargingLimitType(Model):
    """Where a charging limit comes from and whether the grid depends on it.

    With is_local_generation true it is extra capacity, not a restriction.

    OCPP 2.1 Part 2, used by K11 and K12.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "chargingLimitSource",
        "isLocalGeneration",
        "isGridCritical",
        "customData",
    )

    charging_limit_source: String20
    custom_data: Absent[CustomData] = None
    is_grid_critical: Absent[bool] = None
    is_local_generation: Absent[bool] = None


class DERChargingParametersType(Model):
    """What the inverter of an EV can do for the grid, as told over ISO 15118-20.

    Active, reactive and apparent power in W, var and VA; energy in Wh.
    Each figure is what both EV and EVSE can do; the plain fields are sums unless L2 and L3 are given.

    OCPP 2.1 Part 2, used by R02 and R03.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evSupportedDERControl",
        "evOverExcitedMaxDischargePower",
        "evOverExcitedPowerFactor",
        "evUnderExcitedMaxDischargePower",
        "evUnderExcitedPowerFactor",
        "maxApparentPower",
        "maxChargeApparentPower",
        "maxChargeApparentPower_L2",
        "maxChargeApparentPower_L3",
        "maxDischargeApparentPower",
        "maxDischargeApparentPower_L2",
        "maxDischargeApparentPower_L3",
        "maxChargeReactivePower",
        "maxChargeReactivePower_L2",
        "maxChargeReactivePower_L3",
        "minChargeReactivePower",
        "minChargeReactivePower_L2",
        "minChargeReactivePower_L3",
        "maxDischargeReactivePower",
        "maxDischargeReactivePower_L2",
        "maxDischargeReactivePower_L3",
        "minDischargeReactivePower",
        "minDischargeReactivePower_L2",
        "minDischargeReactivePower_L3",
        "nominalVoltage",
        "nominalVoltageOffset",
        "maxNominalVoltage",
        "minNominalVoltage",
        "evInverterManufacturer",
        "evInverterModel",
        "evInverterSerialNumber",
        "evInverterSwVersion",
        "evInverterHwVersion",
        "evIslandingDetectionMethod",
        "evIslandingTripTime",
        "evMaximumLevel1DCInjection",
        "evDurationLevel1DCInjection",
        "evMaximumLevel2DCInjection",
        "evDurationLevel2DCInjection",
        "evReactiveSusceptance",
        "evSessionTotalDischargeEnergyAvailable",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    ev_duration_level1_dc_injection: Absent[Number] = field(name="evDurationLevel1DCInjection", default=None)
    ev_duration_level2_dc_injection: Absent[Number] = field(name="evDurationLevel2DCInjection", default=None)
    ev_inverter_hw_version: Absent[String50] = None
    ev_inverter_manufacturer: Absent[String50] = None
    ev_inverter_model: Absent[String50] = None
    ev_inverter_serial_number: Absent[String50] = None
    ev_inverter_sw_version: Absent[String50] = None
    ev_islanding_detection_method: Absent[
        Annotated[list[OneOf[enums.IslandingDetectionEnumType]], Meta(min_length=1)]
    ] = None
    ev_islanding_trip_time: Absent[Number] = None
    ev_maximum_level1_dc_injection: Absent[Number] = field(name="evMaximumLevel1DCInjection", default=None)
    ev_maximum_level2_dc_injection: Absent[Number] = field(name="evMaximumLevel2DCInjection", default=None)
    ev_over_excited_max_discharge_power: Absent[Number] = None
    ev_over_excited_power_factor: Absent[Number] = None
    ev_reactive_susceptance: Absent[Number] = None
    ev_session_total_discharge_energy_available: Absent[Number] = None
    ev_supported_der_control: Absent[Annotated[list[OneOf[enums.DERControlEnumType]], Meta(min_length=1)]] = field(
        name="evSupportedDERControl", default=None
    )
    ev_under_excited_max_discharge_power: Absent[Number] = None
    ev_under_excited_power_factor: Absent[Number] = None
    max_apparent_power: Absent[Number] = None
    max_charge_apparent_power: Absent[Number] = None
    max_charge_apparent_power_l2: Absent[Number] = field(name="maxChargeApparentPower_L2", default=None)
    max_charge_apparent_power_l3: Absent[Number] = field(name="maxChargeApparentPower_L3", default=None)
    max_charge_reactive_power: Absent[Number] = None
    max_charge_reactive_power_l2: Absent[Number] = field(name="maxChargeReactivePower_L2", default=None)
    max_charge_reactive_power_l3: Absent[Number] = field(name="maxChargeReactivePower_L3", default=None)
    max_discharge_apparent_power: Absent[Number] = None
    max_discharge_apparent_power_l2: Absent[Number] = field(name="maxDischargeApparentPower_L2", default=None)
    max_discharge_apparent_power_l3: Absent[Number] = field(name="maxDischargeApparentPower_L3", default=None)
    max_discharge_reactive_power: Absent[Number] = None
    max_discharge_reactive_power_l2: Absent[Number] = field(name="maxDischargeReactivePower_L2", default=None)
    max_discharge_reactive_power_l3: Absent[Number] = field(name="maxDischargeReactivePower_L3", default=None)
    max_nominal_voltage: Absent[Number] = None
    min_charge_reactive_power: Absent[Number] = None
    min_charge_reactive_power_l2: Absent[Number] = field(name="minChargeReactivePower_L2", default=None)
    min_charge_reactive_power_l3: Absent[Number] = field(name="minChargeReactivePower_L3", default=None)
    min_discharge_reactive_power: Absent[Number] = None
    min_discharge_reactive_power_l2: Absent[Number] = field(name="minDischargeReactivePower_L2", default=None)
    min_discharge_reactive_power_l3: Absent[Number] = field(name="minDischargeReactivePower_L3", default=None)
    min_nominal_voltage: Absent[Number] = None
    nominal_voltage: Absent[Number] = None
    nominal_voltage_offset: Absent[Number] = None


class EVPriceRuleType(Model):
    """A price per kWh from one level of power on, in the offer of an EV.

    Negative power means discharging.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    energy_fee: Number
    power_range_start: Number
    custom_data: Absent[CustomData] = None


class EVAbsolutePriceScheduleEntryType(Model):
    """Prices at which the EV would discharge during some seconds.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    duration: int
    ev_price_rule: Annotated[list[EVPriceRuleType], Meta(min_length=1, max_length=8)]
    custom_data: Absent[CustomData] = None


class EVAbsolutePriceScheduleType(Model):
    """The prices in a currency that belong to the energy offer of an EV.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "timeAnchor",
        "currency",
        "evAbsolutePriceScheduleEntries",
        "priceAlgorithm",
        "customData",
    )

    currency: String3
    ev_absolute_price_schedule_entries: Annotated[
        list[EVAbsolutePriceScheduleEntryType], Meta(min_length=1, max_length=1024)
    ]
    price_algorithm: String2000
    time_anchor: str
    custom_data: Absent[CustomData] = None


class EVPowerScheduleEntryType(Model):
    """How much power the EV offers for some seconds.

    Negative power (W) is offered for discharging.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    duration: int
    power: Number
    custom_data: Absent[CustomData] = None


class EVPowerScheduleType(Model):
    """The power that an EV offers over time, from time_anchor on.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    ev_power_schedule_entries: Annotated[list[EVPowerScheduleEntryType], Meta(min_length=1, max_length=1024)]
    time_anchor: str
    custom_data: Absent[CustomData] = None


class EVEnergyOfferType(Model):
    """When and at which power the EV would give energy back, optionally with prices.

    OCPP 2.1 Part 2, used by K18 and Q03.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "evAbsolutePriceSchedule", "evPowerSchedule", "customData")

    ev_power_schedule: EVPowerScheduleType
    custom_data: Absent[CustomData] = None
    ev_absolute_price_schedule: Absent[EVAbsolutePriceScheduleType] = None


class DCChargingParametersType(Model):
    """What the EV needs and can take for DC charging by ISO 15118-2.

    Current in A, voltage in V, power in W, energy in Wh, charge levels in percent.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evMaxCurrent",
        "evMaxVoltage",
        "evMaxPower",
        "evEnergyCapacity",
        "energyAmount",
        "stateOfCharge",
        "fullSoC",
        "bulkSoC",
        "customData",
    )

    ev_max_current: Number
    ev_max_voltage: Number
    bulk_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="bulkSoC", default=None)
    custom_data: Absent[CustomData] = None
    energy_amount: Absent[Number] = None
    ev_energy_capacity: Absent[Number] = None
    ev_max_power: Absent[Number] = None
    full_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="fullSoC", default=None)
    state_of_charge: Absent[Annotated[int, Meta(ge=0, le=100)]] = None


class V2XChargingParametersType(Model):
    """What the EV needs and can take or give by ISO 15118-20, bidirectional or not.

    Power in W, current in A, voltage in V, energy in Wh, charge in percent; energy may be negative.

    OCPP 2.1 Part 2, used by K18, K19 and Q01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "minChargePower",
        "minChargePower_L2",
        "minChargePower_L3",
        "maxChargePower",
        "maxChargePower_L2",
        "maxChargePower_L3",
        "minDischargePower",
        "minDischargePower_L2",
        "minDischargePower_L3",
        "maxDischargePower",
        "maxDischargePower_L2",
        "maxDischargePower_L3",
        "minChargeCurrent",
        "maxChargeCurrent",
        "minDischargeCurrent",
        "maxDischargeCurrent",
        "minVoltage",
        "maxVoltage",
        "evTargetEnergyRequest",
        "evMinEnergyRequest",
        "evMaxEnergyRequest",
        "evMinV2XEnergyRequest",
        "evMaxV2XEnergyRequest",
        "targetSoC",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    ev_max_energy_request: Absent[Number] = None
    ev_max_v2x_energy_request: Absent[Number] = None
    ev_min_energy_request: Absent[Number] = None
    ev_min_v2x_energy_request: Absent[Number] = None
    ev_target_energy_request: Absent[Number] = None
    max_charge_current: Absent[Number] = None
    max_charge_power: Absent[Number] = None
    max_charge_power_l2: Absent[Number] = field(name="maxChargePower_L2", default=None)
    max_charge_power_l3: Absent[Number] = field(name="maxChargePower_L3", default=None)
    max_discharge_current: Absent[Number] = None
    max_discharge_power: Absent[Number] = None
    max_discharge_power_l2: Absent[Number] = field(name="maxDischargePower_L2", default=None)
    max_discharge_power_l3: Absent[Number] = field(name="maxDischargePower_L3", default=None)
    max_voltage: Absent[Number] = None
    min_charge_current: Absent[Number] = None
    min_charge_power: Absent[Number] = None
    min_charge_power_l2: Absent[Number] = field(name="minChargePower_L2", default=None)
    min_charge_power_l3: Absent[Number] = field(name="minChargePower_L3", default=None)
    min_discharge_current: Absent[Number] = None
    min_discharge_power: Absent[Number] = None
    min_discharge_power_l2: Absent[Number] = field(name="minDischargePower_L2", default=None)
    min_discharge_power_l3: Absent[Number] = field(name="minDischargePower_L3", default=None)
    min_voltage: Absent[Number] = None
    target_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="targetSoC", default=None)


class ChargingNeedsType(Model):
    """All that the EV asks for or offers in one charging session.

    Which parameter group is filled depends on requested_energy_transfer.

    OCPP 2.1 Part 2, used by K15 to K20 and Q01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "acChargingParameters",
        "derChargingParameters",
        "evEnergyOffer",
        "requestedEnergyTransfer",
        "dcChargingParameters",
        "v2xChargingParameters",
        "availableEnergyTransfer",
        "controlMode",
        "mobilityNeedsMode",
        "departureTime",
        "customData",
    )

    requested_energy_transfer: OneOf[enums.EnergyTransferModeEnumType]
    ac_charging_parameters: Absent[ACChargingParametersType] = None
    available_energy_transfer: Absent[Annotated[list[OneOf[enums.EnergyTransferModeEnumType]], Meta(min_length=1)]] = (
        None
    )
    control_mode: Absent[OneOf[enums.ControlModeEnumType]] = None
    custom_data: Absent[CustomData] = None
    dc_charging_parameters: Absent[DCChargingParametersType] = None
    departure_time: Absent[str] = None
    der_charging_parameters: Absent[DERChargingParametersType] = None
    ev_energy_offer: Absent[EVEnergyOfferType] = None
    mobility_needs_mode: Absent[OneOf[enums.MobilityNeedsModeEnumType]] = None
    v2x_charging_parameters: Absent[V2XChargingParametersType] = None


class CostDimensionType(Model):
    """How much of one chargeable quantity a period used.

    OCPP 2.1 Part 2, used by I12.
    """

    type: OneOf[enums.CostDimensionEnumType]
    volume: Number
    custom_data: Absent[CustomData] = None


class ChargingPeriodType(Model):
    """A part of a transaction during which one set of prices applied.

    It lasts until the next period starts, the last one until the end of the transaction.

    OCPP 2.1 Part 2, used by I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "dimensions", "tariffId", "startPeriod", "customData")

    start_period: str
    custom_data: Absent[CustomData] = None
    dimensions: Absent[Annotated[list[CostDimensionType], Meta(min_length=1)]] = None
    tariff_id: Absent[String60] = None


class ChargingProfileCriterionType(Model):
    """A filter for the charging profiles to report.

    Give either ids or other criteria, not both.

    OCPP 2.1 Part 2, used by K09.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "chargingProfilePurpose",
        "stackLevel",
        "chargingProfileId",
        "chargingLimitSource",
        "customData",
    )

    charging_limit_source: Absent[Annotated[list[String20], Meta(min_length=1, max_length=4)]] = None
    charging_profile_id: Absent[Annotated[list[int], Meta(min_length=1)]] = None
    charging_profile_purpose: Absent[OneOf[enums.ChargingProfilePurposeEnumType]] = None
    custom_data: Absent[CustomData] = None
    stack_level: Absent[Annotated[int, Meta(ge=0)]] = None


class LimitAtSoCType(Model):
    """A lower limit once the battery of the EV is charged beyond a level.

    soc in percent, limit in the unit of the schedule.

    OCPP 2.1 Part 2, used by K01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "soc", "limit", "customData")

    limit: Number
    soc: Annotated[int, Meta(ge=0, le=100)]
    custom_data: Absent[CustomData] = None


class V2XFreqWattPointType(Model):
    """How much power to take or give at one frequency of the grid.

    frequency in Hz; power in W, negative for discharging.

    OCPP 2.1 Part 2, used by Q08.
    """

    frequency: Number
    power: Number
    custom_data: Absent[CustomData] = None


class V2XSignalWattPointType(Model):
    """How much power to take or give at one value of the balancing signal.

    power in W, negative for discharging.

    OCPP 2.1 Part 2, used by Q08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "signal", "power", "customData")

    power: Number
    signal: int
    custom_data: Absent[CustomData] = None


class ChargingSchedulePeriodType(Model):
    """Limits and setpoints from one moment of a schedule until the next period.

    start_period in seconds from the schedule start; values in A or W as the schedule says.
    Discharging is negative: discharge_limit is never above 0, a setpoint has either sign.
    With fields for L2 and L3 the plain field is that of L1.

    OCPP 2.1 Part 2, used by K01 and Q03 to Q10.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "startPeriod",
        "limit",
        "limit_L2",
        "limit_L3",
        "numberPhases",
        "phaseToUse",
        "dischargeLimit",
        "dischargeLimit_L2",
        "dischargeLimit_L3",
        "setpoint",
        "setpoint_L2",
        "setpoint_L3",
        "setpointReactive",
        "setpointReactive_L2",
        "setpointReactive_L3",
        "preconditioningRequest",
        "evseSleep",
        "v2xBaseline",
        "operationMode",
        "v2xFreqWattCurve",
        "v2xSignalWattCurve",
        "customData",
    )

    start_period: int
    custom_data: Absent[CustomData] = None
    discharge_limit: Absent[NonPositiveNumber] = None
    discharge_limit_l2: Absent[NonPositiveNumber] = field(name="dischargeLimit_L2", default=None)
    discharge_limit_l3: Absent[NonPositiveNumber] = field(name="dischargeLimit_L3", default=None)
    evse_sleep: Absent[bool] = None
    limit: Absent[Number] = None
    limit_l2: Absent[Number] = field(name="limit_L2", default=None)
    limit_l3: Absent[Number] = field(name="limit_L3", default=None)
    number_phases: Absent[Annotated[int, Meta(ge=0, le=3)]] = None
    operation_mode: Absent[OneOf[enums.OperationModeEnumType]] = None
    phase_to_use: Absent[Annotated[int, Meta(ge=0, le=3)]] = None
    preconditioning_request: Absent[bool] = None
    setpoint: Absent[Number] = None
    setpoint_l2: Absent[Number] = field(name="setpoint_L2", default=None)
    setpoint_l3: Absent[Number] = field(name="setpoint_L3", default=None)
    setpoint_reactive: Absent[Number] = None
    setpoint_reactive_l2: Absent[Number] = field(name="setpointReactive_L2", default=None)
    setpoint_reactive_l3: Absent[Number] = field(name="setpointReactive_L3", default=None)
    v2x_baseline: Absent[Number] = None
    v2x_freq_watt_curve: Absent[Annotated[list[V2XFreqWattPointType], Meta(min_length=1, max_length=20)]] = None
    v2x_signal_watt_curve: Absent[Annotated[list[V2XSignalWattPointType], Meta(min_length=1, max_length=20)]] = None


class RelativeTimeIntervalType(Model):
    """A span of time in a sales tariff, in seconds from now.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "start", "duration", "customData")

    start: int
    custom_data: Absent[CustomData] = None
    duration: Absent[int] = None


class CostType(Model):
    """One figure of cost, emission or renewable share in an ISO 15118-2 tariff.

    The value is amount times 10 to the power of amount_multiplier.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "costKind", "amount", "amountMultiplier", "customData")

    amount: int
    cost_kind: OneOf[enums.CostKindEnumType]
    amount_multiplier: Absent[int] = None
    custom_data: Absent[CustomData] = None


class ConsumptionCostType(Model):
    """Cost of energy from one level of consumption upwards, in an ISO 15118-2 tariff.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "startValue", "cost", "customData")

    cost: Annotated[list[CostType], Meta(min_length=1, max_length=3)]
    start_value: Number
    custom_data: Absent[CustomData] = None


class SalesTariffEntryType(Model):
    """The price level or cost of energy during one interval of a sales tariff.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "relativeTimeInterval",
        "ePriceLevel",
        "consumptionCost",
        "customData",
    )

    relative_time_interval: RelativeTimeIntervalType
    consumption_cost: Absent[Annotated[list[ConsumptionCostType], Meta(min_length=1, max_length=3)]] = None
    custom_data: Absent[CustomData] = None
    e_price_level: Absent[Annotated[int, Meta(ge=0)]] = None


class SalesTariffType(Model):
    """A tariff of the mobility provider that an ISO 15118-2 EV can plan by.

    OCPP 2.1 Part 2, used by K15.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "salesTariffDescription",
        "numEPriceLevels",
        "salesTariffEntry",
        "customData",
    )

    id: Annotated[int, Meta(ge=0)]
    sales_tariff_entry: Annotated[list[SalesTariffEntryType], Meta(min_length=1, max_length=1024)]
    custom_data: Absent[CustomData] = None
    num_e_price_levels: Absent[Annotated[int, Meta(ge=0)]] = None
    sales_tariff_description: Absent[String32] = None


class PriceLevelScheduleEntryType(Model):
    """A price level that holds for some seconds; lower levels are cheaper.

    OCPP 2.1 Part 2, used by K18.
    """

    duration: int
    price_level: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class PriceLevelScheduleType(Model):
    """Price levels over time without amounts, shaped like the ISO 15118-20 element.

    Keep signed schedules as they are: any change of a value breaks the digest.

    OCPP 2.1 Part 2, used by K18.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priceLevelScheduleEntries",
        "timeAnchor",
        "priceScheduleId",
        "priceScheduleDescription",
        "numberOfPriceLevels",
        "customData",
    )

    number_of_price_levels: Annotated[int, Meta(ge=0)]
    price_level_schedule_entries: Annotated[list[PriceLevelScheduleEntryType], Meta(min_length=1, max_length=100)]
    price_schedule_id: Annotated[int, Meta(ge=0)]
    time_anchor: str
    custom_data: Absent[CustomData] = None
    price_schedule_description: Absent[String32] = None


class ChargingScheduleType(Model):
    """A sequence of charging periods with its unit, start and optional prices.

    duration in seconds; without it the last period goes on. randomized_delay in seconds.
    use_local_time ignores the offsets of the timestamps, for schedules that follow summer time.

    OCPP 2.1 Part 2, used by K01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "limitAtSoC",
        "startSchedule",
        "duration",
        "chargingRateUnit",
        "minChargingRate",
        "powerTolerance",
        "signatureId",
        "digestValue",
        "useLocalTime",
        "chargingSchedulePeriod",
        "randomizedDelay",
        "salesTariff",
        "absolutePriceSchedule",
        "priceLevelSchedule",
        "customData",
    )

    charging_rate_unit: OneOf[enums.ChargingRateUnitEnumType]
    charging_schedule_period: Annotated[list[ChargingSchedulePeriodType], Meta(min_length=1, max_length=1024)]
    id: int
    absolute_price_schedule: Absent[AbsolutePriceScheduleType] = None
    custom_data: Absent[CustomData] = None
    digest_value: Absent[String88] = None
    duration: Absent[int] = None
    limit_at_soc: Absent[LimitAtSoCType] = field(name="limitAtSoC", default=None)
    min_charging_rate: Absent[Number] = None
    power_tolerance: Absent[Number] = None
    price_level_schedule: Absent[PriceLevelScheduleType] = None
    randomized_delay: Absent[Annotated[int, Meta(ge=0)]] = None
    sales_tariff: Absent[SalesTariffType] = None
    signature_id: Absent[Annotated[int, Meta(ge=0)]] = None
    start_schedule: Absent[str] = None
    use_local_time: Absent[bool] = None


class ChargingProfileType(Model):
    """A plan for the power of an EVSE or station: purpose, priority, validity and 1 to 3 schedules.

    A higher stack_level wins among profiles of the same purpose.
    Recurring needs recurrency_kind; transaction_id belongs to TxProfile alone.

    OCPP 2.1 Part 2, used by K01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "stackLevel",
        "chargingProfilePurpose",
        "chargingProfileKind",
        "recurrencyKind",
        "validFrom",
        "validTo",
        "transactionId",
        "maxOfflineDuration",
        "chargingSchedule",
        "invalidAfterOfflineDuration",
        "dynUpdateInterval",
        "dynUpdateTime",
        "priceScheduleSignature",
        "customData",
    )

    charging_profile_kind: OneOf[enums.ChargingProfileKindEnumType]
    charging_profile_purpose: OneOf[enums.ChargingProfilePurposeEnumType]
    charging_schedule: Annotated[list[ChargingScheduleType], Meta(min_length=1, max_length=3)]
    id: int
    stack_level: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    dyn_update_interval: Absent[int] = None
    dyn_update_time: Absent[str] = None
    invalid_after_offline_duration: Absent[bool] = None
    max_offline_duration: Absent[int] = None
    price_schedule_signature: Absent[String256] = None
    recurrency_kind: Absent[OneOf[enums.RecurrencyKindEnumType]] = None
    transaction_id: Absent[String36] = None
    valid_from: Absent[str] = None
    valid_to: Absent[str] = None


class ChargingScheduleUpdateType(Model):
    """New limits and setpoints for a dynamic charging profile.

    Signs and units as in the schedule period that they change.

    OCPP 2.1 Part 2, used by K28.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "limit",
        "limit_L2",
        "limit_L3",
        "dischargeLimit",
        "dischargeLimit_L2",
        "dischargeLimit_L3",
        "setpoint",
        "setpoint_L2",
        "setpoint_L3",
        "setpointReactive",
        "setpointReactive_L2",
        "setpointReactive_L3",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    discharge_limit: Absent[NonPositiveNumber] = None
    discharge_limit_l2: Absent[NonPositiveNumber] = field(name="dischargeLimit_L2", default=None)
    discharge_limit_l3: Absent[NonPositiveNumber] = field(name="dischargeLimit_L3", default=None)
    limit: Absent[Number] = None
    limit_l2: Absent[Number] = field(name="limit_L2", default=None)
    limit_l3: Absent[Number] = field(name="limit_L3", default=None)
    setpoint: Absent[Number] = None
    setpoint_l2: Absent[Number] = field(name="setpoint_L2", default=None)
    setpoint_l3: Absent[Number] = field(name="setpoint_L3", default=None)
    setpoint_reactive: Absent[Number] = None
    setpoint_reactive_l2: Absent[Number] = field(name="setpointReactive_L2", default=None)
    setpoint_reactive_l3: Absent[Number] = field(name="setpointReactive_L3", default=None)


class ModemType(Model):
    """The SIM card in the modem of a station.

    OCPP 2.1 Part 2, used by B01.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "iccid", "imsi", "customData")

    custom_data: Absent[CustomData] = None
    iccid: Absent[String20] = None
    imsi: Absent[String20] = None


class ChargingStationType(Model):
    """Make, model and versions of a station, as it introduces itself at boot.

    OCPP 2.1 Part 2, used by B01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "serialNumber",
        "model",
        "modem",
        "vendorName",
        "firmwareVersion",
        "customData",
    )

    model: String20
    vendor_name: String50
    custom_data: Absent[CustomData] = None
    firmware_version: Absent[String50] = None
    modem: Absent[ModemType] = None
    serial_number: Absent[String25] = None


class ClearChargingProfileType(Model):
    """Criteria for the charging profiles to remove; all given ones must match.

    OCPP 2.1 Part 2, used by K10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "evseId", "chargingProfilePurpose", "stackLevel", "customData")

    charging_profile_purpose: Absent[OneOf[enums.ChargingProfilePurposeEnumType]] = None
    custom_data: Absent[CustomData] = None
    evse_id: Absent[Annotated[int, Meta(ge=0)]] = None
    stack_level: Absent[Annotated[int, Meta(ge=0)]] = None


class StatusInfoType(Model):
    """Why an answer has its status, for people and logs.

    reason_code is an open list: see ReasonCode for the standard values.

    OCPP 2.1 Part 2, datatypes.
    """

    reason_code: String20
    additional_info: Absent[String1024] = None
    custom_data: Absent[CustomData] = None


class ClearMonitoringResultType(Model):
    """What became of one monitor that was to be deleted.

    OCPP 2.1 Part 2, used by N06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "status", "id", "statusInfo", "customData")

    id: Annotated[int, Meta(ge=0)]
    status: OneOf[enums.ClearMonitoringStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[StatusInfoType] = None


class ClearTariffsResultType(Model):
    """What became of one tariff that was to be removed.

    OCPP 2.1 Part 2, used by I10.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "statusInfo", "tariffId", "status", "customData")

    status: OneOf[enums.TariffClearStatusEnumType]
    custom_data: Absent[CustomData] = None
    status_info: Absent[StatusInfoType] = None
    tariff_id: Absent[String60] = None


class EVSEType(Model):
    """Names an EVSE of a station and optionally one of its connectors.

    Both count from 1; 0 is the station as a whole where that is allowed.

    OCPP 2.1 Part 2, datatypes.
    """

    id: Annotated[int, Meta(ge=0)]
    connector_id: Absent[Annotated[int, Meta(ge=0)]] = None
    custom_data: Absent[CustomData] = None


class ComponentType(Model):
    """Names a part of the station in the device model, optionally on one EVSE or connector.

    Names and instances are compared without regard to case.

    OCPP 2.1 Part 2, used by B05 to B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "evse", "name", "instance", "customData")

    name: String50
    custom_data: Absent[CustomData] = None
    evse: Absent[EVSEType] = None
    instance: Absent[String50] = None


class VariableType(Model):
    """Names a variable of a component, and one of its instances if it has several.

    Names and instances are compared without regard to case.

    OCPP 2.1 Part 2, used by B05 to B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "name", "instance", "customData")

    name: String50
    custom_data: Absent[CustomData] = None
    instance: Absent[String50] = None


class ComponentVariableType(Model):
    """Names a variable of a component, or with no variable all of that component.

    OCPP 2.1 Part 2, used by B08 and N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "component", "variable", "customData")

    component: ComponentType
    custom_data: Absent[CustomData] = None
    variable: Absent[VariableType] = None


class CompositeScheduleType(Model):
    """The schedule that results from all profiles and limits together.

    duration in seconds from schedule_start.

    OCPP 2.1 Part 2, used by K08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "evseId",
        "duration",
        "scheduleStart",
        "chargingRateUnit",
        "chargingSchedulePeriod",
        "customData",
    )

    charging_rate_unit: OneOf[enums.ChargingRateUnitEnumType]
    charging_schedule_period: Annotated[list[ChargingSchedulePeriodType], Meta(min_length=1)]
    duration: int
    evse_id: Annotated[int, Meta(ge=0)]
    schedule_start: str
    custom_data: Absent[CustomData] = None


class PeriodicEventStreamParamsType(Model):
    """The pace of an event stream: after how many seconds or values a batch is sent.

    OCPP 2.1 Part 2, used by N11 and N14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "interval", "values", "customData")

    custom_data: Absent[CustomData] = None
    interval: Absent[Annotated[int, Meta(ge=0)]] = None
    values: Absent[Annotated[int, Meta(ge=0)]] = None


class ConstantStreamDataType(Model):
    """What stays the same in an event stream: its id, its monitor and its pace.

    OCPP 2.1 Part 2, used by N11 and N12.
    """

    id: Annotated[int, Meta(ge=0)]
    params: PeriodicEventStreamParamsType
    variable_monitoring_id: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None


class TaxRateType(Model):
    """A tax in percent.

    stack 0 is on the net price, 1 on top of that, and so on.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "type", "tax", "stack", "customData")

    tax: Number
    type: String20
    custom_data: Absent[CustomData] = None
    stack: Absent[Annotated[int, Meta(ge=0)]] = None


class PriceType(Model):
    """An amount of money with or without tax, or both; at least one must be there.

    OCPP 2.1 Part 2, used by I07 and I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "exclTax", "inclTax", "taxRates", "customData")

    custom_data: Absent[CustomData] = None
    excl_tax: Absent[Number] = None
    incl_tax: Absent[Number] = None
    tax_rates: Absent[Annotated[list[TaxRateType], Meta(min_length=1, max_length=5)]] = None


class TotalPriceType(Model):
    """The total with or without tax, or both.

    OCPP 2.1 Part 2, used by I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "exclTax", "inclTax", "customData")

    custom_data: Absent[CustomData] = None
    excl_tax: Absent[Number] = None
    incl_tax: Absent[Number] = None


class TotalCostType(Model):
    """The cost of a transaction, in total and by kind.

    type_of_cost tells whether a minimum or maximum of the tariff decided.

    OCPP 2.1 Part 2, used by I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "currency",
        "typeOfCost",
        "fixed",
        "energy",
        "chargingTime",
        "idleTime",
        "reservationTime",
        "reservationFixed",
        "total",
        "customData",
    )

    currency: String3
    total: TotalPriceType
    type_of_cost: OneOf[enums.TariffCostEnumType]
    charging_time: Absent[PriceType] = None
    custom_data: Absent[CustomData] = None
    energy: Absent[PriceType] = None
    fixed: Absent[PriceType] = None
    idle_time: Absent[PriceType] = None
    reservation_fixed: Absent[PriceType] = None
    reservation_time: Absent[PriceType] = None


class TotalUsageType(Model):
    """What a transaction used in all: energy and times.

    Times in seconds; charging_time spans the whole session, its idle time included.

    OCPP 2.1 Part 2, used by I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "energy",
        "chargingTime",
        "idleTime",
        "reservationTime",
        "customData",
    )

    charging_time: int
    energy: Number
    idle_time: int
    custom_data: Absent[CustomData] = None
    reservation_time: Absent[int] = None


class CostDetailsType(Model):
    """The cost that a station has computed for a transaction, with usage and periods.

    When failure_to_calculate is true the CSMS has to compute the cost.

    OCPP 2.1 Part 2, used by I12.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "chargingPeriods",
        "totalCost",
        "totalUsage",
        "failureToCalculate",
        "failureReason",
        "customData",
    )

    total_cost: TotalCostType
    total_usage: TotalUsageType
    charging_periods: Absent[Annotated[list[ChargingPeriodType], Meta(min_length=1)]] = None
    custom_data: Absent[CustomData] = None
    failure_reason: Absent[String500] = None
    failure_to_calculate: Absent[bool] = None


class CustomDataType(Model):
    """Room for vendor extensions on any message or type.

    vendor_id is required; all further fields are free and must be tolerated.

    OCPP 2.1 Part 2, datatypes.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("vendorId",)

    vendor_id: String255


class DERCurvePointsType(Model):
    """A point of a grid support curve.

    What x measures (voltage, frequency, power) follows from the control type, y from y_unit.

    OCPP 2.1 Part 2, used by R04.
    """

    x: Number
    y: Number
    custom_data: Absent[CustomData] = None


class HysteresisType(Model):
    """How the inverter returns to normal after a grid event.

    Levels in the y unit of the curve, delay in seconds, gradient in percent per second.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "hysteresisHigh",
        "hysteresisLow",
        "hysteresisDelay",
        "hysteresisGradient",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    hysteresis_delay: Absent[Number] = None
    hysteresis_gradient: Absent[Number] = None
    hysteresis_high: Absent[Number] = None
    hysteresis_low: Absent[Number] = None


class ReactivePowerParamsType(Model):
    """How a volt-var curve is adjusted to the reference voltage.

    v_ref in percent; only for control type VoltVar.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "vRef",
        "autonomousVRefEnable",
        "autonomousVRefTimeConstant",
        "customData",
    )

    autonomous_v_ref_enable: Absent[bool] = None
    autonomous_v_ref_time_constant: Absent[Number] = None
    custom_data: Absent[CustomData] = None
    v_ref: Absent[Number] = None


class VoltageParamsType(Model):
    """When the inverter must trip on a 10 minute mean of the voltage (EN 50549-1).

    power_during_cessation tells what to feed in while riding through a fault.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "hv10MinMeanValue",
        "hv10MinMeanTripDelay",
        "powerDuringCessation",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    hv10_min_mean_trip_delay: Absent[Number] = None
    hv10_min_mean_value: Absent[Number] = None
    power_during_cessation: Absent[OneOf[enums.PowerDuringCessationEnumType]] = None


class DERCurveType(Model):
    """A curve by which an inverter reacts to the grid, with 1 to 10 points.

    Times in seconds. 0 is the highest priority. start_time and duration only if it is not a default.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "curveData",
        "hysteresis",
        "priority",
        "reactivePowerParams",
        "voltageParams",
        "yUnit",
        "responseTime",
        "startTime",
        "duration",
        "customData",
    )

    curve_data: Annotated[list[DERCurvePointsType], Meta(min_length=1, max_length=10)]
    priority: Annotated[int, Meta(ge=0)]
    y_unit: OneOf[enums.DERUnitEnumType]
    custom_data: Absent[CustomData] = None
    duration: Absent[Number] = None
    hysteresis: Absent[HysteresisType] = None
    reactive_power_params: Absent[ReactivePowerParamsType] = None
    response_time: Absent[Number] = None
    start_time: Absent[str] = None
    voltage_params: Absent[VoltageParamsType] = None


class DERCurveGetType(Model):
    """A stored grid support curve in a report, with its id and whether it is in force.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "curve",
        "id",
        "curveType",
        "isDefault",
        "isSuperseded",
        "customData",
    )

    curve: DERCurveType
    curve_type: OneOf[enums.DERControlEnumType]
    id: String36
    is_default: bool
    is_superseded: bool
    custom_data: Absent[CustomData] = None


class EnterServiceType(Model):
    """The voltage and frequency window in which an inverter may connect to the grid again.

    Delays and ramp in seconds; a random delay keeps inverters from returning all at once.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priority",
        "highVoltage",
        "lowVoltage",
        "highFreq",
        "lowFreq",
        "delay",
        "randomDelay",
        "rampRate",
        "customData",
    )

    high_freq: Number
    high_voltage: Number
    low_freq: Number
    low_voltage: Number
    priority: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    delay: Absent[Number] = None
    ramp_rate: Absent[Number] = None
    random_delay: Absent[Number] = None


class EnterServiceGetType(Model):
    """Stored conditions for reconnecting to the grid, in a report.

    OCPP 2.1 Part 2, used by R04.
    """

    enter_service: EnterServiceType
    id: String36
    custom_data: Absent[CustomData] = None


class EventDataType(Model):
    """One event on a variable: what was seen, when, and which monitor or notice reports it.

    cleared true says that the situation is over. cause names the event_id behind it.

    OCPP 2.1 Part 2, used by N07.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
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
        "severity",
        "customData",
    )

    actual_value: String2500
    component: ComponentType
    event_id: Annotated[int, Meta(ge=0)]
    event_notification_type: OneOf[enums.EventNotificationEnumType]
    timestamp: str
    trigger: OneOf[enums.EventTriggerEnumType]
    variable: VariableType
    cause: Absent[Annotated[int, Meta(ge=0)]] = None
    cleared: Absent[bool] = None
    custom_data: Absent[CustomData] = None
    severity: Absent[Annotated[int, Meta(ge=0)]] = None
    tech_code: Absent[String50] = None
    tech_info: Absent[String500] = None
    transaction_id: Absent[String36] = None
    variable_monitoring_id: Absent[Annotated[int, Meta(ge=0)]] = None


class FirmwareType(Model):
    """Where to get firmware, when to load and install it, and how to verify it.

    signing_certificate is PEM, signature is base64.

    OCPP 2.1 Part 2, used by L01 and L02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "location",
        "retrieveDateTime",
        "installDateTime",
        "signingCertificate",
        "signature",
        "customData",
    )

    location: String2000
    retrieve_date_time: str
    custom_data: Absent[CustomData] = None
    install_date_time: Absent[str] = None
    signature: Absent[String800] = None
    signing_certificate: Absent[String5500] = None


class FixedPFType(Model):
    """A power factor that the inverter keeps, for some period or by default.

    displacement is cos phi, 0 to 1; excitation true absorbs reactive power, false injects it.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priority",
        "displacement",
        "excitation",
        "startTime",
        "duration",
        "customData",
    )

    displacement: Number
    excitation: bool
    priority: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    duration: Absent[Number] = None
    start_time: Absent[str] = None


class FixedPFGetType(Model):
    """A stored fixed power factor in a report, with its id and whether it is in force.

    OCPP 2.1 Part 2, used by R04.
    """

    fixed_pf: FixedPFType = field(name="fixedPF")
    id: String36
    is_default: bool
    is_superseded: bool
    custom_data: Absent[CustomData] = None


class FixedVarType(Model):
    """A reactive power that the inverter keeps, as a percentage from -100 to 100.

    What 100 percent means is told by unit. Negative refers to charging, positive to discharging.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priority",
        "setpoint",
        "unit",
        "startTime",
        "duration",
        "customData",
    )

    priority: Annotated[int, Meta(ge=0)]
    setpoint: Number
    unit: OneOf[enums.DERUnitEnumType]
    custom_data: Absent[CustomData] = None
    duration: Absent[Number] = None
    start_time: Absent[str] = None


class FixedVarGetType(Model):
    """A stored fixed reactive power in a report, with its id and whether it is in force.

    OCPP 2.1 Part 2, used by R04.
    """

    fixed_var: FixedVarType
    id: String36
    is_default: bool
    is_superseded: bool
    custom_data: Absent[CustomData] = None


class FreqDroopType(Model):
    """How power follows the frequency of the grid outside a dead band.

    Frequencies in Hz, droops per unit, response_time in seconds.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priority",
        "overFreq",
        "underFreq",
        "overDroop",
        "underDroop",
        "responseTime",
        "startTime",
        "duration",
        "customData",
    )

    over_droop: Number
    over_freq: Number
    priority: Annotated[int, Meta(ge=0)]
    response_time: Number
    under_droop: Number
    under_freq: Number
    custom_data: Absent[CustomData] = None
    duration: Absent[Number] = None
    start_time: Absent[str] = None


class FreqDroopGetType(Model):
    """A stored frequency droop in a report, with its id and whether it is in force.

    OCPP 2.1 Part 2, used by R04.
    """

    freq_droop: FreqDroopType
    id: String36
    is_default: bool
    is_superseded: bool
    custom_data: Absent[CustomData] = None


class GetVariableDataType(Model, metaclass=ConstructorAids):
    """One variable attribute to read; Actual if no attribute is named.

    OCPP 2.1 Part 2, used by B06.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "attributeType", "component", "variable", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"attribute_type": enums.AttributeEnumType.actual}

    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    custom_data: Absent[CustomData] = None


class GetVariableResultType(Model, metaclass=ConstructorAids):
    """The value of one variable attribute, or why it could not be read.

    attribute_value is filled only with status Accepted.

    OCPP 2.1 Part 2, used by B06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "attributeStatus",
        "attributeStatusInfo",
        "attributeType",
        "attributeValue",
        "component",
        "variable",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"attribute_type": enums.AttributeEnumType.actual}

    attribute_status: OneOf[enums.GetVariableStatusEnumType]
    component: ComponentType
    variable: VariableType
    attribute_status_info: Absent[StatusInfoType] = None
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    attribute_value: Absent[String2500] = None
    custom_data: Absent[CustomData] = None


class GradientType(Model):
    """How fast the inverter changes its power, normally and at a soft start.

    Both in seconds; 0 if it does not apply.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "priority", "gradient", "softGradient", "customData")

    gradient: Number
    priority: Annotated[int, Meta(ge=0)]
    soft_gradient: Number
    custom_data: Absent[CustomData] = None


class GradientGetType(Model):
    """Stored ramp rates in a report.

    OCPP 2.1 Part 2, used by R04.
    """

    gradient: GradientType
    id: String36
    custom_data: Absent[CustomData] = None


class LimitMaxDischargeType(Model):
    """The most that may be discharged, in percent of what the EV is rated for.

    The trip curve, if given, acts when the power goes beyond that.

    OCPP 2.1 Part 2, used by R04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "priority",
        "pctMaxDischargePower",
        "powerMonitoringMustTrip",
        "startTime",
        "duration",
        "customData",
    )

    priority: Annotated[int, Meta(ge=0)]
    custom_data: Absent[CustomData] = None
    duration: Absent[Number] = None
    pct_max_discharge_power: Absent[Number] = None
    power_monitoring_must_trip: Absent[DERCurveType] = None
    start_time: Absent[str] = None


class LimitMaxDischargeGetType(Model):
    """A stored limit of discharge power in a report, with its id and whether it is in force.

    OCPP 2.1 Part 2, used by R04.
    """

    id: String36
    is_default: bool
    is_superseded: bool
    limit_max_discharge: LimitMaxDischargeType
    custom_data: Absent[CustomData] = None


class LogParametersType(Model):
    """Where to upload a log and which span of time to include.

    Credentials in the address must differ from the OCPP password of the station.

    OCPP 2.1 Part 2, used by N01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "remoteLocation",
        "oldestTimestamp",
        "latestTimestamp",
        "customData",
    )

    remote_location: String2000
    custom_data: Absent[CustomData] = None
    latest_timestamp: Absent[str] = None
    oldest_timestamp: Absent[str] = None


class MessageInfoType(Model):
    """A text for the display of a station: when, in which state and how urgently to show it.

    message_extra holds the same text in up to four more languages.

    OCPP 2.1 Part 2, used by O01.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "display",
        "id",
        "priority",
        "state",
        "startDateTime",
        "endDateTime",
        "transactionId",
        "message",
        "messageExtra",
        "customData",
    )

    id: Annotated[int, Meta(ge=0)]
    message: MessageContentType
    priority: OneOf[enums.MessagePriorityEnumType]
    custom_data: Absent[CustomData] = None
    display: Absent[ComponentType] = None
    end_date_time: Absent[str] = None
    message_extra: Absent[Annotated[list[MessageContentType], Meta(min_length=1, max_length=4)]] = None
    start_date_time: Absent[str] = None
    state: Absent[OneOf[enums.MessageStateEnumType]] = None
    transaction_id: Absent[String36] = None


class SignedMeterValueType(Model):
    """A reading signed by the meter, for drivers to verify later.

    Keep the texts unchanged. The public key may be sent once only, or never.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "signedMeterData",
        "signingMethod",
        "encodingMethod",
        "publicKey",
        "customData",
    )

    encoding_method: String50
    signed_meter_data: String32768
    custom_data: Absent[CustomData] = None
    public_key: Absent[String2500] = None
    signing_method: Absent[String50] = None


class UnitOfMeasureType(Model, metaclass=ConstructorAids):
    """The unit of a reading and the power of ten to multiply it by.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "unit", "multiplier", "customData")
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"multiplier": 0, "unit": "Wh"}

    custom_data: Absent[CustomData] = None
    multiplier: Absent[int] = None
    unit: Absent[String20] = None


class SampledValueType(Model, metaclass=ConstructorAids):
    """One reading of a meter: a number with what, where and when in the transaction it was measured.

    Defaults: imported active energy, Wh, at the outlet, taken periodically.
    Multiply by 10 to the power of unit_of_measure.multiplier before use.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "value",
        "measurand",
        "context",
        "phase",
        "location",
        "signedMeterValue",
        "unitOfMeasure",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {
        "context": enums.ReadingContextEnumType.sample_periodic,
        "location": enums.LocationEnumType.outlet,
        "measurand": enums.MeasurandEnumType.energy_active_import_register,
    }

    value: Number
    context: Absent[OneOf[enums.ReadingContextEnumType]] = None
    custom_data: Absent[CustomData] = None
    location: Absent[OneOf[enums.LocationEnumType]] = None
    measurand: Absent[OneOf[enums.MeasurandEnumType]] = None
    phase: Absent[OneOf[enums.PhaseEnumType]] = None
    signed_meter_value: Absent[SignedMeterValueType] = None
    unit_of_measure: Absent[UnitOfMeasureType] = None


class MeterValueType(Model):
    """Readings that were all taken at the same moment.

    OCPP 2.1 Part 2, used by J01 and J02.
    """

    sampled_value: Annotated[list[SampledValueType], Meta(min_length=1)]
    timestamp: str
    custom_data: Absent[CustomData] = None


class VariableMonitoringType(Model):
    """A monitor as it is set in a station.

    value is a threshold or change, for periodic kinds seconds; severity from 0 to 9.

    OCPP 2.1 Part 2, used by N02.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "transaction",
        "value",
        "type",
        "severity",
        "eventNotificationType",
        "customData",
    )

    event_notification_type: OneOf[enums.EventNotificationEnumType]
    id: Annotated[int, Meta(ge=0)]
    severity: Annotated[int, Meta(ge=0)]
    transaction: bool
    type: OneOf[enums.MonitorEnumType]
    value: Number
    custom_data: Absent[CustomData] = None


class MonitoringDataType(Model):
    """The monitors set on one variable.

    OCPP 2.1 Part 2, used by N02.
    """

    component: ComponentType
    variable: VariableType
    variable_monitoring: Annotated[list[VariableMonitoringType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None


class VPNType(Model):
    """How a station dials into a VPN; key and password are secrets.

    OCPP 2.1 Part 2, used by B09.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "server", "user", "group", "password", "key", "type", "customData")

    key: String255
    password: String64
    server: String2000
    type: OneOf[enums.VPNEnumType]
    user: String50
    custom_data: Absent[CustomData] = None
    group: Absent[String50] = None


class NetworkConnectionProfileType(Model):
    """How a station reaches a CSMS: address, interface, security profile and network details.

    The station appends its identity to the address. message_timeout in seconds.
    ocpp_version is ignored: the version is agreed on in the WebSocket handshake.

    OCPP 2.1 Part 2, used by B09.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "apn",
        "ocppVersion",
        "ocppInterface",
        "ocppTransport",
        "messageTimeout",
        "ocppCsmsUrl",
        "securityProfile",
        "identity",
        "basicAuthPassword",
        "vpn",
        "customData",
    )

    message_timeout: int
    ocpp_csms_url: String2000
    ocpp_interface: OneOf[enums.OCPPInterfaceEnumType]
    ocpp_transport: OneOf[enums.OCPPTransportEnumType]
    security_profile: Annotated[int, Meta(ge=0)]
    apn: Absent[APNType] = None
    basic_auth_password: Absent[String64] = None
    custom_data: Absent[CustomData] = None
    identity: Absent[String48] = None
    ocpp_version: Absent[OneOf[enums.OCPPVersionEnumType]] = None
    vpn: Absent[VPNType] = None


class OCSPRequestDataType(Model):
    """What is needed to ask an OCSP responder about one certificate.

    serial_number is hex without 0x and without leading zeros.

    OCPP 2.1 Part 2, used by C07 and M06.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "hashAlgorithm",
        "issuerNameHash",
        "issuerKeyHash",
        "serialNumber",
        "responderURL",
        "customData",
    )

    hash_algorithm: OneOf[enums.HashAlgorithmEnumType]
    issuer_key_hash: String128
    issuer_name_hash: String128
    responder_url: String2000 = field(name="responderURL")
    serial_number: String40
    custom_data: Absent[CustomData] = None


class VariableAttributeType(Model, metaclass=ConstructorAids):
    """A value of a variable (actual, target or bound) and who may change it.

    value is missing for attributes that can only be written.

    OCPP 2.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "type",
        "value",
        "mutability",
        "persistent",
        "constant",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {
        "constant": False,
        "mutability": enums.MutabilityEnumType.read_write,
        "persistent": False,
        "type": enums.AttributeEnumType.actual,
    }

    constant: Absent[bool] = None
    custom_data: Absent[CustomData] = None
    mutability: Absent[OneOf[enums.MutabilityEnumType]] = None
    persistent: Absent[bool] = None
    type: Absent[OneOf[enums.AttributeEnumType]] = None
    value: Absent[String2500] = None


class VariableCharacteristicsType(Model):
    """What values a variable can take: data type, unit, bounds or list of choices.

    For texts and lists max_limit is a length.

    OCPP 2.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "unit",
        "dataType",
        "minLimit",
        "maxLimit",
        "maxElements",
        "valuesList",
        "supportsMonitoring",
        "customData",
    )

    data_type: OneOf[enums.DataEnumType]
    supports_monitoring: bool
    custom_data: Absent[CustomData] = None
    max_elements: Absent[Annotated[int, Meta(ge=1)]] = None
    max_limit: Absent[Number] = None
    min_limit: Absent[Number] = None
    unit: Absent[String16] = None
    values_list: Absent[String1000] = None


class ReportDataType(Model):
    """One variable of the device model with its values and limits.

    OCPP 2.1 Part 2, used by B07 and B08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "component",
        "variable",
        "variableAttribute",
        "variableCharacteristics",
        "customData",
    )

    component: ComponentType
    variable: VariableType
    variable_attribute: Annotated[list[VariableAttributeType], Meta(min_length=1, max_length=4)]
    custom_data: Absent[CustomData] = None
    variable_characteristics: Absent[VariableCharacteristicsType] = None


class SetMonitoringDataType(Model, metaclass=ConstructorAids):
    """One monitor to create or replace.

    value is a threshold or change; for periodic kinds it is the interval in seconds.
    severity from 0 (danger) to 9 (debug).

    OCPP 2.1 Part 2, used by N04 and N11.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "periodicEventStream",
        "transaction",
        "value",
        "type",
        "severity",
        "component",
        "variable",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"transaction": False}

    component: ComponentType
    severity: Annotated[int, Meta(ge=0)]
    type: OneOf[enums.MonitorEnumType]
    value: Number
    variable: VariableType
    custom_data: Absent[CustomData] = None
    id: Absent[Annotated[int, Meta(ge=0)]] = None
    periodic_event_stream: Absent[PeriodicEventStreamParamsType] = None
    transaction: Absent[bool] = None


class SetMonitoringResultType(Model):
    """What became of one monitor that was to be set, and its id.

    OCPP 2.1 Part 2, used by N04.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "id",
        "statusInfo",
        "status",
        "type",
        "component",
        "variable",
        "severity",
        "customData",
    )

    component: ComponentType
    severity: Annotated[int, Meta(ge=0)]
    status: OneOf[enums.SetMonitoringStatusEnumType]
    type: OneOf[enums.MonitorEnumType]
    variable: VariableType
    custom_data: Absent[CustomData] = None
    id: Absent[Annotated[int, Meta(ge=0)]] = None
    status_info: Absent[StatusInfoType] = None


class SetVariableDataType(Model, metaclass=ConstructorAids):
    """One variable attribute to write, its value as text; Actual if no attribute is named.

    OCPP 2.1 Part 2, used by B05.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "attributeType",
        "attributeValue",
        "component",
        "variable",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"attribute_type": enums.AttributeEnumType.actual}

    attribute_value: String2500
    component: ComponentType
    variable: VariableType
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    custom_data: Absent[CustomData] = None


class SetVariableResultType(Model, metaclass=ConstructorAids):
    """What became of one variable attribute that was to be written.

    OCPP 2.1 Part 2, used by B05.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "attributeType",
        "attributeStatus",
        "attributeStatusInfo",
        "component",
        "variable",
        "customData",
    )
    __constructor_defaults__: ClassVar[Mapping[str, object]] = {"attribute_type": enums.AttributeEnumType.actual}

    attribute_status: OneOf[enums.SetVariableStatusEnumType]
    component: ComponentType
    variable: VariableType
    attribute_status_info: Absent[StatusInfoType] = None
    attribute_type: Absent[OneOf[enums.AttributeEnumType]] = None
    custom_data: Absent[CustomData] = None


class StreamDataElementType(Model):
    """One value of an event stream.

    t is in seconds from the basetime of the message, v is the value as text.

    OCPP 2.1 Part 2, used by N15.
    """

    t: Number
    v: String2500
    custom_data: Absent[CustomData] = None


class TariffAssignmentType(Model):
    """Where a tariff is in use: on which EVSEs or for which tokens.

    OCPP 2.1 Part 2, used by I09.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "tariffId",
        "tariffKind",
        "validFrom",
        "evseIds",
        "idTokens",
        "customData",
    )

    tariff_id: String60
    tariff_kind: OneOf[enums.TariffKindEnumType]
    custom_data: Absent[CustomData] = None
    evse_ids: Absent[Annotated[list[Annotated[int, Meta(ge=0)]], Meta(min_length=1)]] = None
    id_tokens: Absent[Annotated[list[String255], Meta(min_length=1)]] = None
    valid_from: Absent[str] = None


class TariffConditionsFixedType(Model):
    """When a fixed price applies, judged once at the start.

    All given conditions must hold. Times and dates are local to the station.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "startTimeOfDay",
        "endTimeOfDay",
        "dayOfWeek",
        "validFromDate",
        "validToDate",
        "evseKind",
        "paymentBrand",
        "paymentRecognition",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    day_of_week: Absent[Annotated[list[OneOf[enums.DayOfWeekEnumType]], Meta(min_length=1, max_length=7)]] = None
    end_time_of_day: Absent[str] = None
    evse_kind: Absent[OneOf[enums.EvseKindEnumType]] = None
    payment_brand: Absent[String20] = None
    payment_recognition: Absent[String20] = None
    start_time_of_day: Absent[str] = None
    valid_from_date: Absent[str] = None
    valid_to_date: Absent[str] = None


class TariffConditionsType(Model):
    """When a price per kWh or minute applies, judged again and again during a transaction.

    All given conditions must hold; lower bounds are inclusive, upper ones exclusive.
    Energy in Wh, current in A over all phases, power in W, times in seconds; clock times are local.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "startTimeOfDay",
        "endTimeOfDay",
        "dayOfWeek",
        "validFromDate",
        "validToDate",
        "evseKind",
        "minEnergy",
        "maxEnergy",
        "minCurrent",
        "maxCurrent",
        "minPower",
        "maxPower",
        "minTime",
        "maxTime",
        "minChargingTime",
        "maxChargingTime",
        "minIdleTime",
        "maxIdleTime",
        "customData",
    )

    custom_data: Absent[CustomData] = None
    day_of_week: Absent[Annotated[list[OneOf[enums.DayOfWeekEnumType]], Meta(min_length=1, max_length=7)]] = None
    end_time_of_day: Absent[str] = None
    evse_kind: Absent[OneOf[enums.EvseKindEnumType]] = None
    max_charging_time: Absent[int] = None
    max_current: Absent[Number] = None
    max_energy: Absent[Number] = None
    max_idle_time: Absent[int] = None
    max_power: Absent[Number] = None
    max_time: Absent[int] = None
    min_charging_time: Absent[int] = None
    min_current: Absent[Number] = None
    min_energy: Absent[Number] = None
    min_idle_time: Absent[int] = None
    min_power: Absent[Number] = None
    min_time: Absent[int] = None
    start_time_of_day: Absent[str] = None
    valid_from_date: Absent[str] = None
    valid_to_date: Absent[str] = None


class TariffEnergyPriceType(Model):
    """A price per kWh without tax, with its conditions.

    OCPP 2.1 Part 2, used by I07.
    """

    price_kwh: Number
    conditions: Absent[TariffConditionsType] = None
    custom_data: Absent[CustomData] = None


class TariffEnergyType(Model):
    """Prices and taxes for energy; conditions decide which price counts at a moment.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "prices", "taxRates", "customData")

    prices: Annotated[list[TariffEnergyPriceType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None
    tax_rates: Absent[Annotated[list[TaxRateType], Meta(min_length=1, max_length=5)]] = None


class TariffFixedPriceType(Model):
    """A price that is charged once, without tax, with its conditions.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "conditions", "priceFixed", "customData")

    price_fixed: Number
    conditions: Absent[TariffConditionsFixedType] = None
    custom_data: Absent[CustomData] = None


class TariffFixedType(Model):
    """Prices and taxes charged once, such as a start fee; conditions decide which price counts.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "prices", "taxRates", "customData")

    prices: Annotated[list[TariffFixedPriceType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None
    tax_rates: Absent[Annotated[list[TaxRateType], Meta(min_length=1, max_length=5)]] = None


class TariffTimePriceType(Model):
    """A price per minute without tax, with its conditions.

    OCPP 2.1 Part 2, used by I07.
    """

    price_minute: Number
    conditions: Absent[TariffConditionsType] = None
    custom_data: Absent[CustomData] = None


class TariffTimeType(Model):
    """Prices and taxes for time; conditions decide which price counts at a moment.

    OCPP 2.1 Part 2, used by I07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "prices", "taxRates", "customData")

    prices: Annotated[list[TariffTimePriceType], Meta(min_length=1)]
    custom_data: Absent[CustomData] = None
    tax_rates: Absent[Annotated[list[TaxRateType], Meta(min_length=1, max_length=5)]] = None


class TariffType(Model):
    """What charging costs: energy, time, idling, fixed fees and reservation, each with conditions.

    Currency by ISO 4217. Any change of content needs a new tariff_id.

    OCPP 2.1 Part 2, used by I07 and I08.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "tariffId",
        "description",
        "currency",
        "energy",
        "validFrom",
        "chargingTime",
        "idleTime",
        "fixedFee",
        "reservationTime",
        "reservationFixed",
        "minCost",
        "maxCost",
        "customData",
    )

    currency: String3
    tariff_id: String60
    charging_time: Absent[TariffTimeType] = None
    custom_data: Absent[CustomData] = None
    description: Absent[Annotated[list[MessageContentType], Meta(min_length=1, max_length=10)]] = None
    energy: Absent[TariffEnergyType] = None
    fixed_fee: Absent[TariffFixedType] = None
    idle_time: Absent[TariffTimeType] = None
    max_cost: Absent[PriceType] = None
    min_cost: Absent[PriceType] = None
    reservation_fixed: Absent[TariffFixedType] = None
    reservation_time: Absent[TariffTimeType] = None
    valid_from: Absent[str] = None


class TransactionLimitType(Model):
    """How much a transaction may cost, take or last, or up to which battery level it may charge.

    Cost in the currency of the tariff, energy in Wh, time in seconds, charge in percent.
    The station honours only the kinds in TxCtrlr.SupportedLimits.

    OCPP 2.1 Part 2, used by E16 and F07.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("*", "maxCost", "maxEnergy", "maxTime", "maxSoC", "customData")

    custom_data: Absent[CustomData] = None
    max_cost: Absent[Number] = None
    max_energy: Absent[Number] = None
    max_soc: Absent[Annotated[int, Meta(ge=0, le=100)]] = field(name="maxSoC", default=None)
    max_time: Absent[int] = None


class TransactionType(Model):
    """The transaction that an event is about and what has changed in it.

    The station picks the id; stopped_reason absent at the end means Local.

    OCPP 2.1 Part 2, used by E01 to E17.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "transactionId",
        "chargingState",
        "timeSpentCharging",
        "stoppedReason",
        "remoteStartId",
        "operationMode",
        "tariffId",
        "transactionLimit",
        "customData",
    )

    transaction_id: String36
    charging_state: Absent[OneOf[enums.ChargingStateEnumType]] = None
    custom_data: Absent[CustomData] = None
    operation_mode: Absent[OneOf[enums.OperationModeEnumType]] = None
    remote_start_id: Absent[int] = None
    stopped_reason: Absent[OneOf[enums.ReasonEnumType]] = None
    tariff_id: Absent[String60] = None
    time_spent_charging: Absent[int] = None
    transaction_limit: Absent[TransactionLimitType] = None


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.never, enums)
