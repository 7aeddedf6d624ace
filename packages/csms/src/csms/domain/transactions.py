"""Transactions (block E; OCPP 1.6, 4.8 and 4.10): what is made of what stations tell of them.

Whatever is told late, twice, in another order or not at all, the same facts leave the same transaction: what was told
of the begin, of the end and of the time between is kept apart, and each of it is taken from who knows best.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from csms.domain import energy
from csms.domain.authorization import IdToken
from csms.domain.energy import EnergyTally, Flag
from csms.domain.transaction_facts import Doubt, EventKind, MeterValue, Report, Start, Stop

LATE = timedelta(seconds=90)
"""How long after the end of a transaction, or before its begin, a value may have been sampled and still be its own."""
OLD = timedelta(minutes=10)
"""What happened longer ago is no news: it is recorded, and nobody is told live (quirk 33)."""
LOST_AFTER = timedelta(minutes=10)
"""How long a connector must have been free before the stop of its transaction is taken for lost (quirk 28)."""


class Irregularity(StrEnum):
    """What was out of the ordinary with a transaction, beside its energy (`csms.domain.energy.Flag`)."""

    START_UNKNOWN = "start_unknown"
    """The station has not told of its begin."""
    END_ASSUMED = "end_assumed"
    """The station has not told of its end."""
    GAPS = "gaps"
    """Events are missing between the first and the last."""
    CLOCK_DOUBTED = "clock_doubted"
    """The station's clock was not believed."""


WORDS = {
    Flag.REGISTER_RESET: "The register of the meter was reset; what it had counted before is carried over",
    Flag.REGISTER_DROPPED: "The register of the meter was too low for a while; that is left out",
    Flag.REGISTER_JUMPED: "The register of the meter was too high for a while; that is left out",
    Flag.SESSION_RELATIVE: "The register at the begin is of another kind than those after it; the later ones hold",
    Flag.START_MISSING: "The register at the begin is not known; the first reading stands for it",
    Flag.STOP_MISSING: "The register at the end is not known; the last reading stands for it",
    Flag.STOP_BELOW_START: "The register at the end is below that of the begin; the last reading stands for it",
    Flag.IMPLAUSIBLE: "The register rose by more than can have been delivered: the energy has to be looked at",
    Flag.FROM_INTERVALS: "No register rose; the energy is the sum of the intervals",
}
"""What the flags of the energy mean, for the history."""


class Transaction(Struct, kw_only=True):
    """What is known of a transaction; energies Wh, power W."""

    id: int = 0
    station_id: int
    reference: str
    start_key: str
    evse: int | None = None
    connector: int | None = None
    is_open: bool = True
    is_start_known: bool = False
    """The station has told of its begin."""
    is_end_assumed: bool = False
    """The station has not said that it ended; it must have."""
    is_announced: bool = False
    """Its begin was published."""
    charging_state: str | None = None
    charging_state_since: datetime | None = None
    """As the events tell it in the order in which they come."""
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
    stop_key: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    is_offline: bool = False
    meter_start_wh: float | None = None
    meter_stop_wh: float | None = None
    energy_wh: float | None = None
    tally: EnergyTally = EnergyTally()
    power_w: float | None = None
    soc_percent: float | None = None
    metered_at: datetime | None = None
    """Of the newest values."""
    flags: tuple[str, ...] = ()
    """What is out of the ordinary: words of `Irregularity` and of `csms.domain.energy.Flag`."""
    asked_at: datetime | None = None
    """When the station was asked how it stands."""
    token_seq_no: int | None = None
    """The number of the event that the token was taken from."""
    state_seq_no: int | None = None
    """The number of the event that the charging state was taken from."""
    first_seq_no: int | None = None
    last_seq_no: int | None = None
    event_count: int = 0
    """How many numbers of events have come."""

    @property
    def has_gaps(self) -> bool:
        """Whether events are missing between the first and the last that have come."""
        return self.missing_events > 0

    @property
    def missing_events(self) -> int:
        """How many events are missing between the first and the last that have come."""
        if self.first_seq_no is None or self.last_seq_no is None:
            return 0
        return max(self.last_seq_no - self.first_seq_no + 1 - self.event_count, 0)

    def owns(self, sampled_at: datetime) -> bool:
        """Tell whether a value of this time can be of this transaction: some stations use an id for ever (quirk 27)."""
        return self.ended_at is None or sampled_at <= self.ended_at + LATE

    def covers(self, moment: datetime) -> bool:
        """Tell whether a moment is between begin and end."""
        return self.started_at <= moment and (self.ended_at is None or moment <= self.ended_at)


def begin(station_id: int, start: Start) -> Transaction:
    """Return the transaction that a StartTransaction begins; its reference is to be its number."""
    begun = Transaction(
        station_id=station_id,
        reference="",
        start_key=f"start|{start.key}",
        started_at=start.started_at,
        received_at=start.received_at,
        updated_at=start.received_at,
    )
    _take_start(begun, start)
    return begun


def orphan(station_id: int, stop: Stop) -> Transaction:
    """Return the transaction that must have been there before a StopTransaction of which no start is known."""
    started_at = min((value.sampled_at for value in stop.values), default=stop.stopped_at)
    lost = Transaction(
        station_id=station_id,
        reference="",
        start_key=f"stop|{stop.key}",
        started_at=min(started_at, stop.stopped_at),
        received_at=stop.received_at,
        updated_at=stop.received_at,
    )
    if stop.id_token is not None:
        _take_token(lost, stop.id_token)
    return lost


def fits(lost: Transaction, start: Start) -> bool:
    """Tell whether a start that comes after its stop is that of a transaction known by the stop alone."""
    ended_at, meter_stop_wh = lost.ended_at, lost.meter_stop_wh
    return (
        not lost.is_start_known
        and ended_at is not None
        and start.started_at <= ended_at
        and lost.id_token_key in {None, start.id_token.key}
        and (not meter_stop_wh or meter_stop_wh >= start.meter_start_wh)
    )


def adopt(lost: Transaction, start: Start) -> None:
    """Have a transaction that was known by its stop alone begin as its start says, which has come after it."""
    lost.start_key = f"start|{start.key}"
    lost.started_at = start.started_at
    lost.updated_at = start.received_at
    _take_start(lost, start)
    _refresh(lost)


def _take_start(begun: Transaction, start: Start) -> None:
    begun.evse = start.evse or None
    begun.connector = 1 if start.evse else None
    begun.is_start_known = True
    begun.reservation_id = start.reservation_id
    begun.meter_start_wh = start.meter_start_wh
    begun.tally = energy.begin(begun.tally, start.meter_start_wh, start.started_at.timestamp())
    begun.energy_wh = begun.tally.energy_wh
    _take_token(begun, start.id_token)
    _doubt(begun, start.doubt)


def _take_token(transaction: Transaction, token: IdToken) -> None:
    is_none = token.is_empty
    transaction.id_token = None if is_none else token.shown
    transaction.id_token_key = None if is_none else token.key
    transaction.id_token_type = None if is_none else token.type


def take_values(transaction: Transaction, values: Sequence[MeterValue], now: datetime) -> None:
    """Take what the meter showed between begin and end.

    A station that has said how the register was at the end is believed; otherwise values that come after the end, but
    were sampled before it, are still taken.
    """
    tally = transaction.tally
    is_resumed = tally.is_finished and tally.end_wh is None
    if is_resumed:
        tally = replace(tally, is_finished=False)
    for value in values if len(values) < 2 else sorted(values, key=_sampled_at):
        reading, at_s = value.reading, value.sampled_at.timestamp()
        register_wh = reading.energy_import_wh
        if reading.context == "Transaction.Begin" and transaction.meter_start_wh is None and register_wh is not None:
            transaction.meter_start_wh = register_wh
            tally = energy.begin(tally, register_wh, at_s)
        else:
            tally = energy.advance(tally, register_wh, at_s, reading.energy_interval_import_wh)
        _take_present(transaction, value)
    if is_resumed and transaction.ended_at is not None:
        tally = energy.finish(tally, transaction.meter_stop_wh, transaction.ended_at.timestamp())
    flags_before = transaction.tally.flags
    transaction.tally = tally
    transaction.energy_wh = tally.energy_wh
    transaction.updated_at = max(transaction.updated_at, now)
    if tally.flags != flags_before:
        _refresh(transaction)


def _take_present(transaction: Transaction, value: MeterValue) -> None:
    """Take what only the newest values say."""
    _doubt(transaction, value.doubt)
    if transaction.metered_at is not None and value.sampled_at < transaction.metered_at:
        return
    transaction.metered_at = value.sampled_at
    if transaction.is_open and value.reading.power_import_w is not None:
        transaction.power_w = value.reading.power_import_w
    if value.reading.soc_percent is not None:
        transaction.soc_percent = value.reading.soc_percent


def _sampled_at(value: MeterValue) -> datetime:
    return value.sampled_at


def end(transaction: Transaction, stop: Stop) -> list[str]:
    """End a transaction as its StopTransaction says; return what is to be remembered of it, in words."""
    notes: list[str] = []
    if transaction.is_end_assumed:
        notes.append("The stop has come after all; it replaces the end that was assumed")
    middle = [value for value in stop.values if value.reading.context != "Transaction.End"]
    take_values(transaction, middle, stop.received_at)
    transaction.meter_stop_wh = stop.meter_stop_wh
    transaction.stopped_reason = stop.reason
    transaction.stop_id_token = None if stop.id_token is None else stop.id_token.shown
    transaction.stop_received_at = stop.received_at
    transaction.stop_key = stop.key
    _doubt(transaction, stop.doubt)
    _finish(transaction, stop.meter_stop_wh, stop.stopped_at)
    for value in stop.values:
        if value.reading.context == "Transaction.End":
            _take_present(transaction, value)
            if transaction.tally.end_wh is None:  # meterStop is of no use
                _finish(transaction, value.reading.energy_import_wh, stop.stopped_at)
    _close(transaction, stop.stopped_at, is_assumed=False)
    return notes


def assume_end(transaction: Transaction, ended_at: datetime, now: datetime) -> None:
    """End a transaction whose station does not say it: by the last register that is known (quirks 28 and 31)."""
    _finish(transaction, None, ended_at)
    transaction.updated_at = max(transaction.updated_at, now)
    _close(transaction, ended_at, is_assumed=True)


def _finish(transaction: Transaction, register_wh: float | None, at: datetime) -> None:
    transaction.tally = energy.finish(transaction.tally, register_wh, at.timestamp())
    transaction.energy_wh = transaction.tally.energy_wh


def _close(transaction: Transaction, ended_at: datetime, *, is_assumed: bool) -> None:
    transaction.is_open = False
    transaction.is_end_assumed = is_assumed
    transaction.power_w = None
    transaction.ended_at = max(ended_at, transaction.started_at)
    _refresh(transaction)


def _doubt(transaction: Transaction, doubt: Doubt | None) -> None:
    if doubt is not None and Irregularity.CLOCK_DOUBTED not in transaction.flags:
        transaction.flags = (*transaction.flags, Irregularity.CLOCK_DOUBTED.value)


def _refresh(transaction: Transaction) -> None:
    """Write down again what is out of the ordinary."""
    irregularities = {
        Irregularity.START_UNKNOWN: not transaction.is_start_known,
        Irregularity.END_ASSUMED: transaction.is_end_assumed,
        Irregularity.GAPS: not transaction.is_open and transaction.has_gaps,
        Irregularity.CLOCK_DOUBTED: Irregularity.CLOCK_DOUBTED in transaction.flags,
    }
    found = [each.value for each, is_so in irregularities.items() if is_so]
    transaction.flags = (*found, *(flag.value for flag in transaction.tally.flags))


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


def apply(transaction: Transaction, report: Report, *, is_new_number: bool = True) -> list[str]:
    """Apply an event that is new; return what is to be remembered of it, in words.

    Events come in any order (E01 to E15): the begin is what the event "started" says, the end what "ended" says, and
    what only the latest may say is taken from the one with the highest number.

    Args:
        transaction: what is known.
        report: the event.
        is_new_number: no event with its number has come before.
    """
    notes: list[str] = []
    is_first = transaction.last_seq_no is None
    is_latest = transaction.last_seq_no is None or report.seq_no >= transaction.last_seq_no
    if is_first and report.kind is not EventKind.STARTED:
        notes.append(f"The first event that has come is {report.kind}, not started")
    had_gaps = transaction.has_gaps
    _count(transaction, report.seq_no, is_new=is_new_number)
    if report.kind is EventKind.STARTED:
        transaction.started_at = report.happened_at
        transaction.is_start_known = True
    elif not transaction.is_start_known:
        transaction.started_at = min(transaction.started_at, report.happened_at)
    if transaction.ended_at is not None:
        transaction.ended_at = max(transaction.ended_at, transaction.started_at)
    transaction.updated_at = max(transaction.updated_at, report.received_at)
    transaction.is_offline = transaction.is_offline or report.is_offline
    transaction.evse = report.evse if report.evse is not None else transaction.evse
    transaction.connector = report.connector if report.connector is not None else transaction.connector
    if report.reservation_id is not None:
        transaction.reservation_id = report.reservation_id
    if report.remote_start_id is not None:
        transaction.remote_start_id = report.remote_start_id
    state_seq_no = transaction.state_seq_no
    if report.charging_state is not None and (state_seq_no is None or report.seq_no >= state_seq_no):
        if transaction.charging_state != report.charging_state:
            transaction.charging_state, transaction.charging_state_since = report.charging_state, report.happened_at
        transaction.state_seq_no = report.seq_no
    _doubt(transaction, report.doubt)
    notes += _take_shown_token(transaction, report)
    if report.kind is EventKind.ENDED:
        notes += _end_by(transaction, report, is_latest=is_latest)
    else:
        notes += _go_on(transaction, report, is_latest=is_latest)
        take_values(transaction, _as_begin(report, transaction), report.received_at)
    if had_gaps and not transaction.has_gaps and transaction.stop_received_at is not None:
        notes.append("All events that were missing have come")
    _refresh(transaction)
    return notes


def _count(transaction: Transaction, seq_no: int, *, is_new: bool) -> None:
    first, last = transaction.first_seq_no, transaction.last_seq_no
    transaction.first_seq_no = seq_no if first is None else min(first, seq_no)
    transaction.last_seq_no = seq_no if last is None else max(last, seq_no)
    transaction.event_count += is_new


def _as_begin(report: Report, transaction: Transaction) -> Sequence[MeterValue]:
    """Return the values of an event; the first register of "started" is that of the begin, whatever its context."""
    values = report.values
    if report.kind is not EventKind.STARTED or transaction.meter_start_wh is not None:
        return values
    if any(value.reading.context == "Transaction.Begin" for value in values):
        return values
    for index, value in enumerate(values):
        if value.reading.energy_import_wh is not None:
            first = replace(value, reading=replace(value.reading, context="Transaction.Begin"))
            return (*values[:index], first, *values[index + 1 :])
    return values


def _end_by(transaction: Transaction, report: Report, *, is_latest: bool) -> list[str]:
    """End a transaction as an event says; if there are two such events, that with the higher number holds."""
    notes: list[str] = []
    if transaction.is_end_assumed:
        notes.append("The end has come after all; it replaces the one that was assumed")
    registers = [value for value in report.values if value.reading.energy_import_wh is not None]
    last = [value for value in registers if value.reading.context == "Transaction.End"] or registers
    final = max(last, key=_sampled_at, default=None)
    take_values(transaction, [value for value in report.values if value is not final], report.received_at)
    if transaction.stop_received_at is not None and not is_latest:
        return [*notes, "An earlier event says, too, that the transaction has ended; the later one holds"]
    register_wh = None if final is None else final.reading.energy_import_wh
    if transaction.stop_received_at is not None:
        notes.append("A later event says, too, that the transaction has ended; it holds")
        transaction.tally = replace(transaction.tally, is_finished=False, end_wh=None)
    if register_wh is not None:
        transaction.meter_stop_wh = register_wh
    _finish(transaction, register_wh, report.happened_at)
    if final is not None:
        _take_present(transaction, final)
    transaction.stopped_reason = report.stopped_reason or "Local"  # E06.FR.09
    transaction.stop_received_at = report.received_at
    _close(transaction, report.happened_at, is_assumed=False)
    if transaction.has_gaps:
        notes.append(f"{transaction.missing_events} events before the end have not come yet")
    return notes


def _go_on(transaction: Transaction, report: Report, *, is_latest: bool) -> list[str]:
    """Take back the assumption that a transaction has ended if its station says later that it goes on."""
    if transaction.is_open or not is_latest or transaction.ended_at is None:
        return []
    if not transaction.is_end_assumed:
        return ["This event has a higher number than that of the end"]
    if report.happened_at <= transaction.ended_at:
        return []
    transaction.is_open = True
    transaction.is_end_assumed = False
    transaction.ended_at = None
    if transaction.tally.end_wh is None:
        flags = tuple(flag for flag in transaction.tally.flags if flag is not Flag.STOP_MISSING)
        transaction.tally = replace(transaction.tally, is_finished=False, flags=flags)
    return ["The transaction goes on; the end that was assumed is taken back"]


def _take_shown_token(transaction: Transaction, report: Report) -> list[str]:
    """Take the token that an event shows: that of the first event is the transaction's, that at the end another's."""
    token = report.id_token
    if token is None:
        return []
    if report.shows_stop_token:
        if not token.is_empty and (transaction.stop_id_token is None or report.kind is EventKind.ENDED):
            transaction.stop_id_token = token.shown
        if transaction.id_token is None:
            _take_token(transaction, token)
        return []
    if transaction.token_seq_no is not None and transaction.token_seq_no <= report.seq_no:
        if token.key == transaction.id_token_key:
            return []
        return [f"Another token was shown: {token.shown}"]
    transaction.token_seq_no = report.seq_no
    _take_token(transaction, token)
    return []
