"""What stations tell of transactions, in words of no version (block E; OCPP 1.6, 4.8 and 4.10)."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from csms.domain.authorization import IdToken
from csms.domain.meter_readings import Reading

STOP_AUTHORIZED = "StopAuthorized"
"""The trigger of an event that shows the token of who ends the transaction (TriggerReasonEnumType)."""


class Doubt(Struct, frozen=True):
    """Why a station's clock is not believed; the time of arrival stands for what it said.

    Args:
        key: what it said, so that a repetition is known.
        text: the same in words, for the history.
    """

    key: str
    text: str


class MeterValue(Struct, frozen=True):
    """What a meter showed at an instant, of one context.

    Args:
        sampled_at: by the station's clock, or when it arrived.
        reading: normalised.
        raw: JSON of the sampled values as they were sent.
        doubt: why the time is that of the arrival.
    """

    sampled_at: datetime
    reading: Reading
    raw: str
    doubt: Doubt | None = None


class Start(Struct, frozen=True):
    """A station without ids of its own says that a transaction has begun (OCPP 1.6, StartTransaction)."""

    evse: int
    id_token: IdToken
    meter_start_wh: float
    started_at: datetime
    received_at: datetime
    reservation_id: int | None = None
    doubt: Doubt | None = None

    @property
    def key(self) -> str:
        """What a repetition has in common with the first."""
        return f"{self.evse}|{self.id_token.key}|{float(self.meter_start_wh)!r}|{_said(self.started_at, self.doubt)}"


class Stop(Struct, frozen=True):
    """A station says that a transaction has ended (OCPP 1.6, StopTransaction)."""

    number: int
    """Our number of it; 0, less, or anything else if the station never got it."""
    meter_stop_wh: float
    stopped_at: datetime
    received_at: datetime
    reason: str = "Local"
    id_token: IdToken | None = None
    values: tuple[MeterValue, ...] = ()
    doubt: Doubt | None = None

    @property
    def key(self) -> str:
        """What a repetition has in common with the first."""
        token = "" if self.id_token is None else self.id_token.key
        return f"{self.number}|{token}|{float(self.meter_stop_wh)!r}|{_said(self.stopped_at, self.doubt)}"

    @property
    def names_no_number(self) -> bool:
        """Whether the number is one that stations without one send: 0, -1, 2**63 - 1 (quirk 26)."""
        return not 0 < self.number < 2**31


class EventKind(StrEnum):
    """What a TransactionEvent is about (TransactionEventEnumType)."""

    STARTED = "started"
    UPDATED = "updated"
    ENDED = "ended"


class Report(Struct, frozen=True):
    """A station with ids of its own tells of a transaction (OCPP 2.x, TransactionEvent)."""

    kind: EventKind
    reference: str
    seq_no: int
    happened_at: datetime
    received_at: datetime
    trigger: str
    evse: int | None = None
    connector: int | None = None
    charging_state: str | None = None
    id_token: IdToken | None = None
    stopped_reason: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    is_offline: bool = False
    values: tuple[MeterValue, ...] = ()
    details: str = "{}"
    """JSON: the other fields of the message."""
    doubt: Doubt | None = None

    @property
    def shows_stop_token(self) -> bool:
        """Whether its token is that of who ends the transaction."""
        return self.kind is EventKind.ENDED or self.trigger == STOP_AUTHORIZED


def _said(moment: datetime, doubt: Doubt | None) -> str:
    """Return what the station's clock said, believed or not."""
    return moment.isoformat() if doubt is None else doubt.key
