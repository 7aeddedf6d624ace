"""What happens in a station that somebody outside may want to know.

The model puts facts into `Station.facts`, in the order in which they happen; a dialect makes messages of them.
"""

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct


class Status(StrEnum):
    """What a connector is doing, in the finer words of OCPP 1.6 (4.9); OCPP 2.x has five of them."""

    AVAILABLE = "Available"
    PREPARING = "Preparing"
    CHARGING = "Charging"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    FINISHING = "Finishing"
    RESERVED = "Reserved"
    UNAVAILABLE = "Unavailable"
    FAULTED = "Faulted"


class ChargingState(StrEnum):
    """Of a transaction (OCPP 2.0.1 Part 2, ChargingStateEnumType)."""

    CHARGING = "Charging"
    EV_CONNECTED = "EVConnected"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    IDLE = "Idle"


class TxPoint(StrEnum):
    """What begins or ends a transaction (OCPP 2.0.1 Part 2, TxStartStopPointEnumType)."""

    EV_CONNECTED = "EVConnected"
    AUTHORIZED = "Authorized"
    POWER_PATH_CLOSED = "PowerPathClosed"
    ENERGY_TRANSFER = "EnergyTransfer"


class Trigger(StrEnum):
    """Why a transaction began, changed or ended (OCPP 2.0.1 Part 2, TriggerReasonEnumType)."""

    AUTHORIZED = "Authorized"
    CABLE_PLUGGED_IN = "CablePluggedIn"
    CHARGING_RATE_CHANGED = "ChargingRateChanged"
    CHARGING_STATE_CHANGED = "ChargingStateChanged"
    DEAUTHORIZED = "Deauthorized"
    ENERGY_LIMIT_REACHED = "EnergyLimitReached"
    EV_COMMUNICATION_LOST = "EVCommunicationLost"
    EV_CONNECT_TIMEOUT = "EVConnectTimeout"
    METER_VALUE_CLOCK = "MeterValueClock"
    METER_VALUE_PERIODIC = "MeterValuePeriodic"
    STOP_AUTHORIZED = "StopAuthorized"
    UNLOCK_COMMAND = "UnlockCommand"
    EV_DEPARTED = "EVDeparted"
    EV_DETECTED = "EVDetected"
    REMOTE_STOP = "RemoteStop"
    REMOTE_START = "RemoteStart"
    ABNORMAL_CONDITION = "AbnormalCondition"
    RESET_COMMAND = "ResetCommand"
    TRIGGER = "Trigger"


class StopReason(StrEnum):
    """Why a transaction ended, in the words of OCPP 2.0.1 (ReasonEnumType); OCPP 1.6 has most of them."""

    DE_AUTHORIZED = "DeAuthorized"
    EMERGENCY_STOP = "EmergencyStop"
    ENERGY_LIMIT_REACHED = "EnergyLimitReached"
    EV_DISCONNECTED = "EVDisconnected"
    GROUND_FAULT = "GroundFault"
    IMMEDIATE_RESET = "ImmediateReset"
    LOCAL = "Local"
    MASTER_PASS = "MasterPass"  # noqa: S105 - a word, not a secret
    OTHER = "Other"
    OVERCURRENT_FAULT = "OvercurrentFault"
    POWER_LOSS = "PowerLoss"
    REBOOT = "Reboot"
    REMOTE = "Remote"
    SCHEDULED_RESET = "ScheduledReset"
    STOPPED_BY_EV = "StoppedByEV"
    TIMEOUT = "Timeout"
    UNLOCK_COMMAND = "UnlockCommand"


class SampleContext(StrEnum):
    """When a meter was read (ReadingContext)."""

    BEGIN = "Transaction.Begin"
    END = "Transaction.End"
    PERIODIC = "Sample.Periodic"
    CLOCK = "Sample.Clock"
    TRIGGER = "Trigger"
    INTERRUPTION_BEGIN = "Interruption.Begin"
    INTERRUPTION_END = "Interruption.End"
    OTHER = "Other"


class AuthorizationPurpose(StrEnum):
    """What a token was presented for."""

    START = "start"
    STOP = "stop"


class BootCause(StrEnum):
    """Why a station starts anew (OCPP 2.0.1 Part 2, BootReasonEnumType)."""

    APPLICATION_RESET = "ApplicationReset"
    FIRMWARE_UPDATE = "FirmwareUpdate"
    LOCAL_RESET = "LocalReset"
    POWER_UP = "PowerUp"
    REMOTE_RESET = "RemoteReset"
    SCHEDULED_RESET = "ScheduledReset"
    TRIGGERED = "Triggered"
    UNKNOWN = "Unknown"
    WATCHDOG = "Watchdog"


class Token(Struct, frozen=True):
    """What a driver shows, or a central system sends in a driver's name."""

    id: str
    kind: str = "ISO14443"
    """IdTokenEnumType of OCPP 2.x."""


class Reading(Struct, frozen=True):
    """A meter at one moment. Tuples have an entry for each phase: three with AC, even if nothing flows, one with DC."""

    at: float
    energy_wh: float
    """The register: all that was ever delivered; it never runs backwards."""
    power_w: float
    currents_a: tuple[float, ...]
    voltages_v: tuple[float, ...]
    power_offered_w: float
    current_offered_a: float
    soc: float | None = None
    """What the vehicle tells of its battery, 0 to 1; None where it tells nothing (AC)."""
    temperature_c: float = 25.0
    frequency_hz: float = 50.0


class Transaction(Struct, frozen=True):
    """A transaction as it was at one moment."""

    reference: str
    """The station's own name for it, unique."""
    evse_id: int
    connector_id: int
    started_at: float
    meter_start_wh: float
    charging_state: ChargingState
    token: Token | None = None
    """Who pays; None before that is known."""
    group: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    time_charging_s: float = 0.0
    """For how long energy has flowed."""


class StatusChanged(Struct, frozen=True):
    """A connector, or with `evse_id` 0 the station as a whole, is in another state."""

    at: float
    evse_id: int
    connector_id: int
    status: Status
    error: str | None = None
    """What is wrong, in the words of OCPP 1.6 (ChargePointErrorCode)."""
    info: str | None = None


class AuthorizationWanted(Struct, frozen=True):
    """Whether a token may charge has to be asked; the answer goes to `Station.authorization_answered`."""

    at: float
    evse_id: int
    token: Token
    purpose: AuthorizationPurpose


class TransactionStarted(Struct, frozen=True):
    """A transaction began."""

    at: float
    transaction: Transaction
    trigger: Trigger
    reading: Reading
    is_offline: bool = False


class TransactionUpdated(Struct, frozen=True):
    """Something changed in a transaction; `reading` is there if the meter was read."""

    at: float
    transaction: Transaction
    trigger: Trigger
    reading: Reading | None = None
    context: SampleContext = SampleContext.OTHER
    is_offline: bool = False


class TransactionEnded(Struct, frozen=True):
    """A transaction is over. `token` is the one that ended it, if one did."""

    at: float
    transaction: Transaction
    trigger: Trigger
    reason: StopReason
    reading: Reading
    token: Token | None = None
    is_offline: bool = False
    samples: tuple[Reading, ...] = ()
    """Read during the transaction and kept for its end (`Settings.ended_sample_interval_s`)."""


class Metered(Struct, frozen=True):
    """The meter of an EVSE, or with `evse_id` 0 the main meter, was read outside of a transaction."""

    at: float
    evse_id: int
    reading: Reading
    context: SampleContext


class ReservationEnded(Struct, frozen=True):
    """A reservation is over; `was_used` by a transaction, else expired or removed because of a fault."""

    at: float
    reservation_id: int
    evse_id: int
    was_used: bool
    has_expired: bool


class RestartWanted(Struct, frozen=True):
    """The station is about to start anew: its link ends, and it boots again with this cause."""

    at: float
    cause: BootCause


class FirmwareProgress(Struct, frozen=True):
    """An update of the firmware went on (FirmwareStatusEnumType of OCPP 2.0.1; OCPP 1.6 has some of its words)."""

    at: float
    status: str
    request_id: int | None = None


class LogProgress(Struct, frozen=True):
    """A log was or was not uploaded (UploadLogStatusEnumType of OCPP 2.0.1)."""

    at: float
    status: str
    request_id: int | None = None


class SecurityIncident(Struct, frozen=True):
    """Something that matters for security (the names of the list of security events)."""

    at: float
    type: str
    info: str | None = None


Fact: TypeAlias = (
    StatusChanged
    | AuthorizationWanted
    | TransactionStarted
    | TransactionUpdated
    | TransactionEnded
    | Metered
    | ReservationEnded
    | RestartWanted
    | FirmwareProgress
    | LogProgress
    | SecurityIncident
)
