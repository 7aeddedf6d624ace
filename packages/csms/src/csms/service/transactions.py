"""What stations tell of transactions and meters becomes record (blocks E and J).

Everything that is told is answered, so that stations stop repeating it; everything is recorded once. What was repaired
stands in the transaction's history.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from csms.domain import transactions as rules
from csms.domain.authorization import Decision
from csms.domain.events import TransactionEnded, TransactionStarted, TransactionUpdated
from csms.domain.stations import StationKey
from csms.domain.transactions import EventKind, MeterValue, Report, Start, Stop, Transaction
from csms.service.authorization import House, authorize
from csms.storage import transactions as rows
from csms.storage.engine import Tx


class Started(Struct, frozen=True):
    """The answer to a start: the number of the transaction, and whether the driver may charge."""

    number: int
    decision: Decision


def start(tx: Tx, station: StationKey, house: House, told: Start) -> Started:
    """Record the start of a transaction; a repeated start gets the same number (quirks 15 and 31)."""
    known = rows.find_by_start(tx.connection, station.id, told.key)
    if known is not None:
        _note(tx, known, "start_repeated", "The station repeated the start", told.started_at, told.received_at)
        return Started(known.id, authorize(tx, station, house, told.id_token, told.received_at, "start", known.id))
    decision = authorize(tx, station, house, told.id_token, told.received_at, "start")
    begun = rules.begin(station.id, told)
    begun.authorization = decision.status.value
    begun.id_token_group = decision.group
    rows.insert(tx.connection, begun)
    _note(tx, begun, "started", f"Started at {told.meter_start_wh:g} Wh", told.started_at, told.received_at)
    if not decision.is_accepted:
        _note(tx, begun, "not_authorized", decision.reason, told.started_at, told.received_at)
    _supersede(tx, station, begun, told.received_at)
    _emit_started(tx, station, begun, told.received_at)
    return Started(begun.id, decision)


def _supersede(tx: Tx, station: StationKey, begun: Transaction, now: datetime) -> None:
    """End what is still open on the EVSE of a transaction that has begun later: its stop was lost (quirk 31)."""
    if begun.evse is None:
        return
    for other in rows.open_at(tx.connection, station.id, begun.evse):
        if other.id != begun.id and other.started_at <= begun.started_at:
            rules.assume_end(other, begun.started_at, now)
            rows.save(tx.connection, other)
            text = (
                f"Transaction {begun.id} has begun on the same connector; the end is assumed, the last register holds"
            )
            _note(tx, other, "superseded", text, begun.started_at, now)
            _emit_ended(tx, station, other, now)


def stop(tx: Tx, station: StationKey, house: House, told: Stop) -> Decision | None:
    """Record the end of a transaction, whatever is known of its start; return what is said of the token shown, if any."""
    ended, note = _find_stopped(tx, station, told)
    if note:
        _note(tx, ended, "stop_matched", note, told.stopped_at, told.received_at)
    if ended.is_open or ended.is_end_assumed:
        notes = rules.end(ended, told)
        rows.save(tx.connection, ended)
        evse = ended.evse or 0
        rows.add_values(tx.connection, station.id, evse, ended.id, told.values, told.received_at)
        for text in notes:
            _note(tx, ended, "end_corrected", text, told.stopped_at, told.received_at)
        text = f"Stopped at {told.meter_stop_wh:g} Wh: {told.reason}"
        _note(tx, ended, "ended", text, told.stopped_at, told.received_at)
        _note_flags(tx, ended, told.stopped_at, told.received_at)
        _emit_ended(tx, station, ended, told.received_at)
    else:
        _repeat_stop(tx, station, ended, told)
    if told.id_token is None:
        return None
    return authorize(tx, station, house, told.id_token, told.received_at, "stop", ended.id)


def _repeat_stop(tx: Tx, station: StationKey, ended: Transaction, told: Stop) -> None:
    rows.add_values(tx.connection, station.id, ended.evse or 0, ended.id, told.values, told.received_at)
    same = ended.meter_stop_wh == told.meter_stop_wh and ended.ended_at == max(told.stopped_at, ended.started_at)
    kind = "stop_repeated" if same else "stop_differs"
    text = (
        "The station repeated the stop"
        if same
        else f"A second stop says {told.meter_stop_wh:g} Wh at {told.stopped_at.isoformat()}; the first one holds"
    )
    _note(tx, ended, kind, text, told.stopped_at, told.received_at)


def _find_stopped(tx: Tx, station: StationKey, told: Stop) -> tuple[Transaction, str]:
    """Return the transaction that a stop is about, and how it was found if not by its number."""
    if told.number > 0:
        known = rows.find(tx.connection, station.id, told.number)
        if known is not None:
            return known, ""
    repeated = rows.find_by_start(tx.connection, station.id, told.key)
    if repeated is not None:
        return repeated, ""
    if told.number <= 0:
        # The station never got a number (quirks 26 and 30).
        fitting = [each for each in rows.open_at(tx.connection, station.id) if each.started_at <= told.stopped_at]
        if told.id_token is not None:
            same_token = [each for each in fitting if each.id_token_key == told.id_token.key]
            fitting = same_token or fitting
        if len(fitting) == 1:
            return fitting[0], f"The stop named transaction {told.number}; this is the only open one that fits"
    lost = rules.orphan(station.id, told)
    if told.id_token is not None:
        lost.id_token, lost.id_token_key = told.id_token.value, told.id_token.key
        lost.id_token_type = told.id_token.type
    rows.insert(tx.connection, lost)
    return lost, f"The stop named transaction {told.number}, of which no start is known"


def report_event(tx: Tx, station: StationKey, house: House, told: Report) -> Decision | None:
    """Record a TransactionEvent; return what is said of the token, if one was shown.

    Order, gaps and repetitions do no harm: events are known by number, kind and time.
    """
    known = rows.find_by_reference(tx.connection, station.id, told.reference)
    is_new = known is None
    if known is None:
        known = rules.open_by(station.id, told)
        rows.insert(tx.connection, known)
    text = f"{told.trigger}" + (f", {told.charging_state}" if told.charging_state else "")
    added = rows.add_event(
        tx.connection,
        known.id,
        told.kind.value,
        text,
        told.happened_at,
        told.received_at,
        seq_no=told.seq_no,
        payload=told.details,
    )
    decision: Decision | None = None
    if told.id_token is not None:
        decision = authorize(tx, station, house, told.id_token, told.received_at, "event", known.id)
    if not added:
        return decision
    was_open = known.is_open
    for note in rules.apply(known, told):
        _note(tx, known, "note", note, told.happened_at, told.received_at)
    if decision is not None and told.kind is not EventKind.ENDED:
        known.authorization, known.id_token_group = decision.status.value, decision.group
        if not decision.is_accepted:
            _note(tx, known, "not_authorized", decision.reason, told.happened_at, told.received_at)
    if is_new and known.is_open:
        _supersede(tx, station, known, told.received_at)
    rows.save(tx.connection, known)
    rows.add_values(tx.connection, station.id, known.evse or 0, known.id, told.values, told.received_at)
    if is_new:
        _emit_started(tx, station, known, told.received_at)
    if was_open and not known.is_open:
        _note_flags(tx, known, told.happened_at, told.received_at)
        _emit_ended(tx, station, known, told.received_at)
    elif known.is_open:
        _emit_updated(tx, station, known, told.received_at)
    return decision


def meter_values(
    tx: Tx, station: StationKey, evse: int, number: int | None, values: Sequence[MeterValue], received_at: datetime
) -> None:
    """Record what a meter showed.

    Args:
        tx: the transaction of the database.
        station: whose meter it is.
        evse: 0 is the station's main meter.
        number: our number of the transaction, as the station says; None or not positive if it does not (quirk 26).
        values: what it showed.
        received_at: when it came.
    """
    known = _find_metered(tx, station, evse, number)
    if known is None:
        rows.add_values(tx.connection, station.id, evse, None, values, received_at)
        return
    own = [value for value in values if known.owns(value.sampled_at)]
    if own:
        rules.take_values(known, own, received_at)
        rows.save_values(tx.connection, known)
        rows.add_values(tx.connection, station.id, evse, known.id, own, received_at)
        if known.is_open:
            _emit_updated(tx, station, known, received_at)
    if len(own) < len(values):
        others = [value for value in values if not known.owns(value.sampled_at)]
        rows.add_values(tx.connection, station.id, evse, None, others, received_at)


def _find_metered(tx: Tx, station: StationKey, evse: int, number: int | None) -> Transaction | None:
    if number is not None and number > 0:
        known = rows.find(tx.connection, station.id, number)
        if known is not None:
            return known
    if evse == 0:
        return None
    there = rows.open_at(tx.connection, station.id, evse)
    return there[-1] if there else None


def _note(tx: Tx, known: Transaction, kind: str, text: str, happened_at: datetime, received_at: datetime) -> None:
    rows.add_event(tx.connection, known.id, kind, text, happened_at, received_at)


def _note_flags(tx: Tx, ended: Transaction, happened_at: datetime, received_at: datetime) -> None:
    for flag in ended.tally.flags:
        _note(tx, ended, "energy", str(flag.value), happened_at, received_at)


def _emit_started(tx: Tx, station: StationKey, begun: Transaction, now: datetime) -> None:
    tx.emit(
        TransactionStarted(
            station=station.identity, at=now, transaction=begun.id, evse=begun.evse, id_token=begun.id_token
        )
    )


def _emit_updated(tx: Tx, station: StationKey, known: Transaction, now: datetime) -> None:
    tx.emit(
        TransactionUpdated(
            station=station.identity,
            at=now,
            transaction=known.id,
            evse=known.evse,
            energy_wh=known.energy_wh,
            power_w=known.power_w,
            soc_percent=known.soc_percent,
            charging_state=known.charging_state,
        )
    )


def _emit_ended(tx: Tx, station: StationKey, ended: Transaction, now: datetime) -> None:
    tx.emit(
        TransactionEnded(
            station=station.identity,
            at=now,
            transaction=ended.id,
            evse=ended.evse,
            energy_wh=ended.energy_wh,
            reason=ended.stopped_reason,
        )
    )
