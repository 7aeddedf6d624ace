"""Boots (block B; OCPP 1.6, 4.2)."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from csms.domain.stations import Admission


class Registration(StrEnum):
    """The answer to a BootNotification (RegistrationStatusEnumType)."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


REGISTRATIONS = {
    Admission.ACCEPTED: Registration.ACCEPTED,
    Admission.HELD: Registration.PENDING,
    Admission.REJECTED: Registration.REJECTED,
}


class Boot(Struct, frozen=True):
    """What a station says when it has started."""

    received_at: datetime
    vendor: str
    model: str
    serial_number: str | None = None
    firmware: str | None = None
    iccid: str | None = None
    imsi: str | None = None
    meter_type: str | None = None
    meter_serial_number: str | None = None
    reason: str | None = None
