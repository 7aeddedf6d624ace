"""The configuration keys of a station (OCPP 1.6, 9 and errata; security whitepaper, 7)."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from csms_simulator.dialects.v16.configuration_values import Boolean, Integer, Items, Text, ValueType
from csms_simulator.dialects.v16.sampling import quantity
from csms_simulator.model.layout import Layout

MAX_LOCAL_LIST_UPDATE = 100
MAX_KEYS_PER_REQUEST = 100
MAX_CERTIFICATES = 10
MAX_CHAIN_CHARACTERS = 10_000
PROFILES = ("Core", "FirmwareManagement", "LocalAuthListManagement", "Reservation", "SmartCharging", "RemoteTrigger")
FILE_PROTOCOLS = ("FTP", "FTPS", "HTTP", "HTTPS", "SFTP")
PHASE_ROTATIONS = ("NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR")
MEASURED = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC"


class Access(StrEnum):
    """What the central system may do with a key."""

    READ = "R"
    READ_WRITE = "RW"
    WRITE = "W"
    """Its value is never shown."""


class Key(Struct, frozen=True):
    """One configuration key."""

    name: str
    type: ValueType
    default: str | Callable[[Layout], str] | None = None
    """What it is at first; None where the value is not kept in the configuration itself."""
    access: Access = Access.READ_WRITE
    setting: str | None = None
    """The attribute of `csms_simulator.model.settings.Settings` that it is."""
    needs_reboot: bool = False
    """Whether a new value counts only after a restart."""


def number_of_connectors(layout: Layout) -> int:
    """Return how many connectors the whole station has."""
    return sum(len(evse.connectors) for evse in layout.evses)


def phase_rotation(layout: Layout) -> str:
    """Return how the phases of each connector are connected as the station is delivered."""
    rotations = [
        "NotApplicable" if evse.is_dc or evse.phases == 1 else "RST" for evse in layout.evses for _ in evse.connectors
    ]
    return ",".join(f"{number}.{rotation}" for number, rotation in enumerate(rotations, start=1))


def check_phase_rotation(text: str) -> None:
    """Refuse what is no `<connector>.<rotation>`. Raises: ValueError."""
    connector, _, rotation = text.partition(".")
    if not connector.isdecimal() or rotation not in PHASE_ROTATIONS:
        raise ValueError(f"no phase rotation: {text!r}")


def check_nothing(_: str) -> None:
    """Take any item: for lists that only the station writes."""


MEASURANDS = Items(quantity, most=20)
ROTATIONS = Items(check_phase_rotation, most=99)
WORDS = Items(check_nothing, most=20)
FLAG = Boolean()
NUMBER = Integer()

KEYS: tuple[Key, ...] = (
    # Core
    Key("AllowOfflineTxForUnknownId", FLAG, setting="allow_unknown_offline"),
    Key("AuthorizationCacheEnabled", FLAG, setting="is_auth_cache_enabled"),
    Key("AuthorizeRemoteTxRequests", FLAG, setting="authorize_remote_start"),
    Key("BlinkRepeat", Integer(maximum=100), "3"),
    Key("ClockAlignedDataInterval", Integer(maximum=86_400), setting="clock_aligned_interval_s"),
    Key("ConnectionTimeOut", Integer(minimum=1), setting="connection_timeout_s"),
    Key("ConnectorPhaseRotation", ROTATIONS, phase_rotation),
    Key("ConnectorPhaseRotationMaxLength", NUMBER, str(ROTATIONS.most), Access.READ),
    Key("GetConfigurationMaxKeys", NUMBER, str(MAX_KEYS_PER_REQUEST), Access.READ),
    Key("HeartbeatInterval", Integer(minimum=1)),
    Key("LightIntensity", Integer(maximum=100), "100"),
    Key("LocalAuthorizeOffline", FLAG, setting="local_authorize_offline"),
    Key("LocalPreAuthorize", FLAG, setting="local_pre_authorize"),
    Key("MaxEnergyOnInvalidId", NUMBER, setting="max_energy_on_invalid_id_wh"),
    Key("MeterValuesAlignedData", MEASURANDS, "Energy.Active.Import.Register"),
    Key("MeterValuesAlignedDataMaxLength", NUMBER, str(MEASURANDS.most), Access.READ),
    Key("MeterValuesSampledData", MEASURANDS, MEASURED),
    Key("MeterValuesSampledDataMaxLength", NUMBER, str(MEASURANDS.most), Access.READ),
    Key("MeterValueSampleInterval", NUMBER, setting="sample_interval_s"),
    Key("MinimumStatusDuration", NUMBER, setting="minimum_status_duration_s"),
    Key("NumberOfConnectors", NUMBER, lambda layout: str(number_of_connectors(layout)), Access.READ),
    Key("ResetRetries", Integer(maximum=100), "3"),
    Key("StopTransactionOnEVSideDisconnect", FLAG, setting="stop_on_ev_disconnect"),
    Key("StopTransactionOnInvalidId", FLAG, setting="stop_on_invalid_id"),
    Key("StopTxnAlignedData", MEASURANDS, ""),
    Key("StopTxnAlignedDataMaxLength", NUMBER, str(MEASURANDS.most), Access.READ),
    Key("StopTxnSampledData", MEASURANDS, ""),
    Key("StopTxnSampledDataMaxLength", NUMBER, str(MEASURANDS.most), Access.READ),
    Key("SupportedFeatureProfiles", WORDS, ",".join(PROFILES), Access.READ),
    Key("SupportedFeatureProfilesMaxLength", NUMBER, str(len(PROFILES)), Access.READ),
    Key("SupportedFileTransferProtocols", WORDS, ",".join(FILE_PROTOCOLS), Access.READ),
    Key("TransactionMessageAttempts", Integer(minimum=1)),
    Key("TransactionMessageRetryInterval", NUMBER),
    Key("UnlockConnectorOnEVSideDisconnect", FLAG, setting="unlock_on_ev_disconnect"),
    Key("WebSocketPingInterval", NUMBER, "60", needs_reboot=True),
    # Local Auth List Management
    Key("LocalAuthListEnabled", FLAG, setting="is_local_list_enabled"),
    Key("LocalAuthListMaxLength", NUMBER, access=Access.READ, setting="max_local_list"),
    Key("SendLocalListMaxLength", NUMBER, str(MAX_LOCAL_LIST_UPDATE), Access.READ),
    # Reservation
    Key("ReserveConnectorZeroSupported", FLAG, access=Access.READ, setting="is_unspecified_reservation_enabled"),
    # Smart Charging
    Key("ChargeProfileMaxStackLevel", NUMBER, access=Access.READ),
    Key("ChargingScheduleAllowedChargingRateUnit", WORDS, "Current,Power", Access.READ),
    Key("ChargingScheduleMaxPeriods", NUMBER, access=Access.READ),
    Key("ConnectorSwitch3to1PhaseSupported", FLAG, "true", Access.READ),
    Key("MaxChargingProfilesInstalled", NUMBER, access=Access.READ),
    # Security
    Key("AdditionalRootCertificateCheck", FLAG, "false", Access.READ),
    Key("AuthorizationKey", Text(longest=40), access=Access.WRITE),
    Key("CertificateSignedMaxChainSize", NUMBER, str(MAX_CHAIN_CHARACTERS), Access.READ),
    Key("CertificateStoreMaxLength", NUMBER, str(MAX_CERTIFICATES), Access.READ),
    Key("CpoName", Text(), ""),
    Key("SecurityProfile", Integer(maximum=3)),
)
"""All keys, in the order in which GetConfiguration lists them."""
