"""Transactions (block E; OCPP 1.6, 4.8 and 4.10): what stations tell of them, and what is made of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from csms.domain import energy
from csms.domain.authorization import IdToken
from csms.domain.energy import EnergyTally
from csms.domain.metering import Reading

LATE = timedelta(seconds=90)
"""How long after the end of a transaction a value may have been sampled and still be its own."""


class MeterValue(Struct, frozen=True):
    """What a meter showed at an instant, of one context.

    Args:
        sampled_at: by the station's clock, or when it arrived.
        reading: normalised.
        raw: JSON of the sampled values as they were sent.
    """

    sampled_at: datetime
    reading: Reading
    raw: str


class Start(Struct, frozen=True):
    """A station without ids of its own says that a transaction has begun (OCPP 1.6, StartTransaction)."""

    evse: int
    id_token: IdToken
    meter_start_wh: float
    started_at: datetime
    received_at: datetime
    reservation_id: int | None = None

    @property
    def key(self) -> str:
        """What a repetition has in common with the first."""
        return f"{self.evse}|{self.id_token.key}|{self.meter_start_wh:g}|{self.started_at.isoformat()}"


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

    @property
    def key(self) -> str:
        """What a repetition has in common with the first."""
        return f"stop|{self.number}|{self.meter_stop_wh:g}|{self.stopped_at.isoformat()}"


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


class Transaction(Struct, kw_only=True):
    """What is known of a transaction; energies Wh, power W."""

    id: int = 0
    station_id: int
    reference: str
    start_key: str
    evse: int | None = None
    connector: int | None = None
    is_open: bool = True
    is_end_assumed: bool = False
    """The station has not said that it ended; it must have."""
    charging_state: str | None = None
    id_token: str | None = None
    id_token_key: str | None = None
    id_token_type: str | None = None
    id_token_group: str | None = None
    authorization: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    received_at: datetime
    updated_at: datetime
    stop_received_at: datetime | None = None
    stopped_reason: str | None = None
    stop_id_token: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    is_offline: bool = False
    meter_start_wh: float | None = None
    meter_stop_wh: float | None = None
    energy_wh: float | None = None
    tally: EnergyTally = EnergyTally()
    power_w: float | None = None
    soc_percent: float | None = None
    first_seq_no: int | None = None
    last_seq_no: int | None = None
    event_count: int = 0

    @property
    def has_gaps(self) -> bool:
        """Whether events are missing between the first and the last that have come."""
        if self.first_seq_no is None or self.last_seq_no is None:
            return False
        return self.event_count < self.last_seq_no - self.first_seq_no + 1

    def owns(self, sampled_at: datetime) -> bool:
        """Tell whether a value of this time can be of this transaction: some stations use an id for ever (quirk 27)."""
        return self.ended_at is None or sampled_at <= self.ended_at + LATE


def begin(station_id: int, start: Start) -> Transaction:
    """Return the transaction that a StartTransaction begins; its reference is to be its number."""
    return Transaction(
        station_id=station_id,
        reference="",
        start_key=start.key,
        evse=start.evse or None,
        connector=1 if start.evse else None,
        id_token=start.id_token.value,
        id_token_key=start.id_token.key,
        id_token_type=start.id_token.type,
        started_at=start.started_at,
        received_at=start.received_at,
        updated_at=start.received_at,
        reservation_id=start.reservation_id,
        meter_start_wh=start.meter_start_wh,
        energy_wh=0.0,
        tally=energy.begin(EnergyTally(), start.meter_start_wh, start.started_at.timestamp()),
    )


def orphan(station_id: int, stop: Stop) -> Transaction:
    """Return the transaction that must have been there before a StopTransaction of which no start is known."""
    started_at = min((value.sampled_at for value in stop.values), default=stop.stopped_at)
    return Transaction(
        station_id=station_id,
        reference=f"stopped {stop.number} {stop.stopped_at.isoformat()}",
        start_key=stop.key,
        started_at=min(started_at, stop.stopped_at),
        received_at=stop.received_at,
        updated_at=stop.received_at,
    )


def take_values(transaction: Transaction, values: Sequence[MeterValue], now: datetime) -> None:
    """Take what the meter showed."""
    tally = transaction.tally
    for value in values:
        reading, at_s = value.reading, value.sampled_at.timestamp()
        register = reading.energy_import_wh
        if reading.context == "Transaction.Begin":
            tally = energy.begin(tally, register, at_s)
            if register is not None and transaction.meter_start_wh is None:
                transaction.meter_start_wh = register
        elif reading.context == "Transaction.End":
            tally = energy.finish(tally, register, at_s)
            if register is not None and transaction.meter_stop_wh is None:
                transaction.meter_stop_wh = register
        else:
            tally = energy.advance(tally, register, at_s, reading.energy_interval_import_wh)
        if transaction.is_open:
            if reading.power_import_w is not None:
                transaction.power_w = reading.power_import_w
            if reading.soc_percent is not None:
                transaction.soc_percent = reading.soc_percent
    transaction.tally = tally
    transaction.energy_wh = tally.energy_wh
    transaction.updated_at = now


def end(transaction: Transaction, stop: Stop) -> list[str]:
    """End a transaction as its StopTransaction says; return what is to be remembered of it, in words."""
    notes: list[str] = []
    if transaction.is_end_assumed:
        notes.append("The stop has come after all; it replaces the end that was assumed")
    take_values(transaction, stop.values, stop.received_at)
    transaction.tally = energy.finish(transaction.tally, stop.meter_stop_wh, stop.stopped_at.timestamp())
    transaction.energy_wh = transaction.tally.energy_wh
    transaction.meter_stop_wh = stop.meter_stop_wh
    transaction.stopped_reason = stop.reason
    transaction.stop_id_token = stop.id_token.value if stop.id_token else None
    transaction.stop_received_at = stop.received_at
    _close(transaction, stop.stopped_at)
    transaction.is_end_assumed = False
    return notes


def assume_end(transaction: Transaction, ended_at: datetime, now: datetime) -> None:
    """End a transaction whose station does not say it: by the last register that is known (quirks 28 and 31)."""
    transaction.tally = energy.finish(transaction.tally, None, ended_at.timestamp())
    transaction.energy_wh = transaction.tally.energy_wh
    transaction.is_end_assumed = True
    transaction.updated_at = now
    _close(transaction, ended_at)


def _close(transaction: Transaction, ended_at: datetime) -> None:
    transaction.is_open = False
    transaction.power_w = None
    transaction.ended_at = max(ended_at, transaction.started_at)


def open_by(station_id: int, report: Report) -> Transaction:
    """Return the transaction that is first heard of by this event, whatever its kind."""
    return Transaction(
        station_id=station_id,
        reference=report.reference,
        start_key=report.reference,
        started_at=report.happened_at,
        received_at=report.received_at,
        updated_at=report.received_at,
    )


def apply(transaction: Transaction, report: Report) -> list[str]:
    """Apply an event that is new; return what is to be remembered of it, in words.

    Events come in any order (E01 to E15): what only the latest may say is taken from the one with the highest number.
    """
    notes: list[str] = []
    is_first = transaction.last_seq_no is None
    is_latest = transaction.last_seq_no is None or report.seq_no >= transaction.last_seq_no
    if is_first and report.kind is not EventKind.STARTED:
        notes.append(f"The first event that came is {report.kind}, not started")
    if report.kind is EventKind.STARTED:
        transaction.started_at = report.happened_at
    else:
        transaction.started_at = min(transaction.started_at, report.happened_at)
    transaction.first_seq_no = min(report.seq_no, report.seq_no if is_first else transaction.first_seq_no or 0)
    transaction.last_seq_no = max(report.seq_no, transaction.last_seq_no or 0)
    transaction.event_count += 1
    transaction.updated_at = report.received_at
    transaction.is_offline = transaction.is_offline or report.is_offline
    transaction.evse = report.evse if report.evse is not None else transaction.evse
    transaction.connector = report.connector if report.connector is not None else transaction.connector
    if report.reservation_id is not None:
        transaction.reservation_id = report.reservation_id
    if report.remote_start_id is not None:
        transaction.remote_start_id = report.remote_start_id
    if is_latest and report.charging_state is not None:
        transaction.charging_state = report.charging_state
    notes += _take_id_token(transaction, report)
    take_values(transaction, report.values, report.received_at)
    if report.kind is EventKind.ENDED:
        transaction.tally = energy.finish(transaction.tally, None, report.happened_at.timestamp())
        transaction.energy_wh = transaction.tally.energy_wh
        transaction.stopped_reason = report.stopped_reason or "Local"  # E06.FR.09
        transaction.stop_received_at = report.received_at
        transaction.is_end_assumed = False
        _close(transaction, report.happened_at)
    return notes


def _take_id_token(transaction: Transaction, report: Report) -> list[str]:
    token = report.id_token
    if token is None or token.key == transaction.id_token_key:
        return []
    if report.kind is EventKind.ENDED and transaction.id_token is not None:
        transaction.stop_id_token = token.value
        return []
    notes = [] if transaction.id_token is None else [f"The token changed from {transaction.id_token} to {token.value}"]
    transaction.id_token, transaction.id_token_key, transaction.id_token_type = token.value, token.key, token.type
    return notes
