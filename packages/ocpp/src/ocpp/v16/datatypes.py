"""The datatypes of OCPP 1.6: the objects inside of requests and answers."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from ocpp import deprecation
from ocpp.fields import (
    Absent,
    OneDecimal,
    OneOf,
    String20,
    String40,
    String50,
    String128,
    String500,
    String512,
    String800,
    String5500,
)
from ocpp.model import Model, SchemaOrder
from ocpp.v16 import enums


class IdTagInfo(Model):
    """Verdict on an idTag: may it charge, until when, and in which group.

    Without `expiry_date` the verdict does not expire.

    OCPP 1.6, 7.27.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("expiryDate", "parentIdTag", "status", "*")

    status: OneOf[enums.AuthorizationStatus]
    parent_id_tag: Absent[String20] = None
    expiry_date: Absent[str] = None


class AuthorizationData(Model):
    """One entry of a local authorization list.

    `id_tag_info` is required in a Full update.
    In a Differential update its absence deletes the entry.

    OCPP 1.6, 7.1.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("idTag", "idTagInfo", "*")

    id_tag: String20
    id_tag_info: Absent[IdTagInfo] = None


class CertificateHashData(Model):
    """Hashes that identify a certificate, built as in OCSP (RFC 6960).

    All are hexadecimal; the serial number has no leading zeros and no 0x.

    OCPP 1.6 security whitepaper, 6.1.
    """

    hash_algorithm: OneOf[enums.HashAlgorithm]
    issuer_name_hash: String128
    issuer_key_hash: String128
    serial_number: String40


class ChargingSchedulePeriod(Model):
    """Limit that holds from a given second of a charging schedule to the next period.

    `start_period` in seconds from the start of the schedule; the first one is 0.
    `limit` in W or A as the schedule says, with at most one decimal; A is per phase.
    Three phases are assumed if `number_phases` is absent.

    OCPP 1.6, 7.14.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("startPeriod", "limit", "numberPhases", "*")

    start_period: int
    limit: OneDecimal
    number_phases: Absent[int] = None


class ChargingSchedule(Model):
    """Limits of power or current over time, as a list of periods.

    `duration` in seconds; without it the last period goes on.
    Without `start_schedule` it counts from the start of charging; absent in a composite schedule.
    `min_charging_rate` is in the same unit, with at most one decimal.

    OCPP 1.6, 7.13.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "duration",
        "startSchedule",
        "chargingRateUnit",
        "chargingSchedulePeriod",
        "minChargingRate",
        "*",
    )

    charging_rate_unit: OneOf[enums.ChargingRateUnitType]
    charging_schedule_period: list[ChargingSchedulePeriod]
    duration: Absent[int] = None
    start_schedule: Absent[str] = None
    min_charging_rate: Absent[OneDecimal] = None


class ChargingProfile(Model):
    """Charging schedule with its purpose, priority and validity.

    Within one purpose the highest `stack_level` wins; the lowest is 0.
    `transaction_id` only with purpose TxProfile, `recurrency_kind` only with kind Recurring.

    OCPP 1.6, 7.8.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "chargingProfileId",
        "transactionId",
        "stackLevel",
        "chargingProfilePurpose",
        "chargingProfileKind",
        "recurrencyKind",
        "validFrom",
        "validTo",
        "chargingSchedule",
        "*",
    )

    charging_profile_id: int
    stack_level: int
    charging_profile_purpose: OneOf[enums.ChargingProfilePurposeType]
    charging_profile_kind: OneOf[enums.ChargingProfileKindType]
    charging_schedule: ChargingSchedule
    transaction_id: Absent[int] = None
    recurrency_kind: Absent[OneOf[enums.RecurrencyKind]] = None
    valid_from: Absent[str] = None
    valid_to: Absent[str] = None


class Firmware(Model):
    """Where signed firmware is found, when to fetch and install it, and its signature.

    `signing_certificate` is PEM of at most 5,500 characters, `signature` Base64 of at most 800.

    OCPP 1.6 security whitepaper, 6.9.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "*",
        "location",
        "retrieveDateTime",
        "installDateTime",
        "signingCertificate",
        "signature",
    )

    location: String512
    retrieve_date_time: str
    signing_certificate: String5500
    install_date_time: Absent[str] = None
    signature: Absent[String800] = None


class KeyValue(Model):
    """One configuration key as a charge point reports it.

    `key` is at most 50 characters, `value` at most 500: a longer one raises ValueError.
    `value` is absent if the key is known but not set.

    OCPP 1.6, 7.29.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("key", "readonly", "value", "*")

    key: String50
    readonly: bool
    value: Absent[String500] = None

    def __post_init__(self) -> None:
        """Refuse what no charge point could send. Raises: ValueError."""
        if len(self.key) > enums.CiStringType.ci_string_50:
            raise ValueError("A key has at most 50 characters")
        if self.value and len(self.value) > enums.CiStringType.ci_string_500:
            raise ValueError("A value has at most 500 characters")


class LogParameters(Model):
    """Where to upload a log, and from which time span.

    OCPP 1.6 security whitepaper, 6.14.
    """

    remote_location: String512
    oldest_timestamp: Absent[str] = None
    latest_timestamp: Absent[str] = None


class SampledValue(Model):
    """One measured value with what, where and how it was measured.

    `value` is text: a decimal number, or hexadecimal signed data if `format` says so.
    Absent fields mean: Energy.Active.Import.Register in Wh, Outlet, Sample.Periodic, Raw, all phases.

    OCPP 1.6, 7.43.
    """

    __schema_order__: ClassVar[SchemaOrder] = (
        "value",
        "context",
        "format",
        "measurand",
        "phase",
        "location",
        "unit",
        "*",
    )

    value: str
    context: Absent[OneOf[enums.ReadingContext]] = None
    format: Absent[OneOf[enums.ValueFormat]] = None
    measurand: Absent[OneOf[enums.Measurand]] = None
    phase: Absent[OneOf[enums.Phase]] = None
    location: Absent[OneOf[enums.Location]] = None
    unit: Absent[OneOf[enums.UnitOfMeasure]] = None


class MeterValue(Model):
    """Values that were measured at the same moment.

    OCPP 1.6, 7.33.
    """

    __schema_order__: ClassVar[SchemaOrder] = ("timestamp", "sampledValue", "*")

    timestamp: str
    sampled_value: Annotated[list[SampledValue], Meta(min_length=1)]


if not TYPE_CHECKING:
    __getattr__ = deprecation.former_names(__name__, deprecation.never, enums)
