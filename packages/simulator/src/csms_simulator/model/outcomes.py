"""How a station answers commands, in words that belong to no version."""

from enum import StrEnum

from msgspec import Struct


class Availability(StrEnum):
    """Whether a change of availability was made (OCPP 1.6, 5.2; OCPP 2.0.1 Part 2, G03)."""

    ACCEPTED = "Accepted"
    SCHEDULED = "Scheduled"
    REJECTED = "Rejected"


class ReserveOutcome(StrEnum):
    """Whether a reservation was made (OCPP 1.6, 5.13; OCPP 2.0.1 Part 2, H01)."""

    ACCEPTED = "Accepted"
    FAULTED = "Faulted"
    OCCUPIED = "Occupied"
    REJECTED = "Rejected"
    UNAVAILABLE = "Unavailable"


class UnlockOutcome(StrEnum):
    """Whether a connector was unlocked (OCPP 1.6, 5.18; OCPP 2.0.1 Part 2, F05)."""

    UNLOCKED = "Unlocked"
    UNLOCK_FAILED = "UnlockFailed"
    NOT_SUPPORTED = "NotSupported"
    """The cable is fixed: there is no lock."""
    ONGOING_AUTHORIZED_TRANSACTION = "OngoingAuthorizedTransaction"
    UNKNOWN_CONNECTOR = "UnknownConnector"


class ResetOutcome(StrEnum):
    """Whether a reset will be done (OCPP 1.6, 5.14; OCPP 2.0.1 Part 2, B11 and B12)."""

    ACCEPTED = "Accepted"
    SCHEDULED = "Scheduled"
    REJECTED = "Rejected"


class RemoteStart(Struct, frozen=True):
    """Whether the station tries to start what the central system asked for."""

    accepted: bool
    reference: str | None = None
    """The transaction that the token belongs to now, if one runs already."""
    evse_id: int | None = None
    reason: str | None = None
    """Why not, in the words of OCPP 2.x (statusInfo.reasonCode)."""
