"""What stations tell of transactions becomes record (block E).

Everything that is told is answered, so that stations stop repeating it; everything is recorded once. What was repaired
stands in the transaction's history.
"""

from datetime import datetime

from msgspec import Struct

from csms.domain import transactions as rules
from csms.domain.authorization import Decision
from csms.domain.stations import StationKey
from csms.domain.transaction_facts import EventKind, Report, Start, Stop
from csms.domain.transactions import Transaction
from csms.service.authorization import House, Occasion, Own, authorize
from csms.service.metering import keep_values
from csms.service.transaction_news import (
    is_news,
    note,
    note_doubt,
    note_flags,
    tell_now_of_begin,
    tell_of_begin,
    tell_of_correction,
    tell_of_end,
    tell_of_progress,
)
from csms.storage import transactions as rows
from csms.storage.engine import Tx


class Started(Struct, frozen=True):
    """The answer to a start: the number of the transaction, and whether the driver may charge."""

    number: int
    decision: Decision


def start(tx: Tx, station: StationKey, house: House, told: Start) -> Started:
    """Record the start of a transaction; a repeated start gets the same number (quirks 15 and 31).

    The number is given to a refused driver too: the station has begun, and ends it with this number.
    """
    begun = rules.begin(station.id, told)
    known = rows.find_by_start(tx.connection, station.id, begun.start_key)
    if known is not None and (told.doubt is None or known.is_open):
        note(tx, known, "start_repeated", "The station repeated the start", told.started_at, told.received_at)
        return Started(known.id, _judge_start(tx, station, house, told, known.id, is_repeated=True))
    if known is not None:
        # The same was said by a clock that is not believed, before that transaction ended: this is another one.
        begun.start_key = f"{begun.start_key}|{told.received_at.isoformat()}"
    decision = _judge_start(tx, station, house, told, 0)
    lost = _find_stopped_before(tx, station, told)
    if lost is not None:
        begun, before = lost, lost.tally.flags
        rules.adopt(begun, told)
        _authorize(begun, decision)
        text = "The start has come after its stop; they are taken together"
        note(tx, begun, "start_matched", text, told.started_at, told.received_at)
        note_flags(tx, begun, before, told.started_at, told.received_at)
        tell_of_correction(tx, station, begun, told.received_at)
        rows.save(tx, begun)
    else:
        _authorize(begun, decision)
        begun.is_announced = is_news(station, told.started_at, told.received_at)
        rows.insert(tx.connection, begun)
        supersede(tx, station, begun, told.received_at)
        if begun.is_announced:
            tell_now_of_begin(tx, station, begun, told.received_at)
    note_doubt(tx, begun, told.doubt, told.started_at, told.received_at)
    note(tx, begun, "started", f"Started at {_wh(told.meter_start_wh)}", told.started_at, told.received_at)
    if not decision.is_accepted:
        note(tx, begun, "not_authorized", decision.reason, told.started_at, told.received_at)
    return Started(begun.id, decision)


def _judge_start(
    tx: Tx, station: StationKey, house: House, told: Start, number: int, *, is_repeated: bool = False
) -> Decision:
    return authorize(
        tx,
        station,
        house,
        told.id_token,
        told.received_at,
        Occasion.START,
        Own(number, told.evse or None),
        is_old=not is_news(station, told.started_at, told.received_at),
        is_repeated=is_repeated,
    )


def _authorize(transaction: Transaction, decision: Decision) -> None:
    transaction.authorization, transaction.id_token_group = decision.status.value, decision.group


def _find_stopped_before(tx: Tx, station: StationKey, told: Start) -> Transaction | None:
    """Return the transaction that is known by its stop alone, if this is its start: the two have changed places."""
    since = told.started_at - rules.LATE
    fitting = [each for each in rows.known_by_stop(tx.connection, station.id, since) if rules.fits(each, told)]
    return fitting[0] if fitting else None


def supersede(tx: Tx, station: StationKey, begun: Transaction, now: datetime) -> None:
    """End what is still open on the EVSE of a transaction that has begun later: its stop was lost (quirk 31)."""
    if begun.evse is None:
        return
    for other in rows.open_at(tx.connection, station.id, begun.evse):
        if other.id != begun.id and other.started_at <= begun.started_at:
            before = other.tally.flags
            rules.assume_end(other, begun.started_at, now)
            rows.save(tx, other)
            text = f"Transaction {begun.id} has begun at the same place: the end is assumed, the last register holds"
            note(tx, other, "superseded", text, begun.started_at, now)
            note_flags(tx, other, before, begun.started_at, now)
            tell_of_end(tx, station, other, now)


def stop(tx: Tx, station: StationKey, house: House, told: Stop) -> Decision | None:
    """Record the end of a transaction, whatever is known of its start; return what is said of the token, if any."""
    ended, matched = _find_stopped(tx, station, told)
    now, stopped_at = told.received_at, told.stopped_at
    if matched:
        note(tx, ended, "stop_matched", matched, stopped_at, now)
    if ended.is_open or ended.is_end_assumed:
        was_open, before = ended.is_open, ended.tally.flags
        for text in rules.end(ended, told):
            note(tx, ended, "end_corrected", text, stopped_at, now)
        note_doubt(tx, ended, told.doubt, stopped_at, now)
        note(tx, ended, "ended", f"Stopped at {_wh(told.meter_stop_wh)}: {told.reason}", stopped_at, now)
        note_flags(tx, ended, before, stopped_at, now)
        if was_open:
            tell_of_begin(tx, station, ended, stopped_at, now)
            tell_of_end(tx, station, ended, now)
        else:
            tell_of_correction(tx, station, ended, now)
        rows.save(tx, ended)
        keep_values(tx, station, ended.evse or 0, ended, told.values, now)
    else:
        _repeat_stop(tx, station, ended, told)
    if told.id_token is None:
        return None
    decision = authorize(tx, station, house, told.id_token, now, Occasion.STOP, Own(ended.id))
    if _is_of_others(ended, told, decision):
        text = f"Stopped with {told.id_token.shown}, which is not of the group of {ended.id_token}"
        note(tx, ended, "stopped_by_another", text, stopped_at, now)
    return decision


def _is_of_others(ended: Transaction, told: Stop, decision: Decision) -> bool:
    """Tell whether a stop shows a token that has nothing to do with the one that the transaction began with."""
    if told.id_token is None or ended.id_token_key in {None, told.id_token.key} or ended.stop_key != told.key:
        return False
    return decision.group is None or decision.group != ended.id_token_group


def _repeat_stop(tx: Tx, station: StationKey, ended: Transaction, told: Stop) -> None:
    if ended.stop_key == told.key:
        note(tx, ended, "stop_repeated", "The station repeated the stop", told.stopped_at, told.received_at)
        return
    keep_values(tx, station, ended.evse or 0, ended, told.values, told.received_at)
    text = f"A second stop says {_wh(told.meter_stop_wh)} at {told.stopped_at.isoformat()}; the first one holds"
    note(tx, ended, "stop_differs", text, told.stopped_at, told.received_at)


def _find_stopped(tx: Tx, station: StationKey, told: Stop) -> tuple[Transaction, str]:
    """Return the transaction that a stop is about, and how it was found if not by its number."""
    known = None if told.names_no_number else rows.find(tx.connection, station.id, told.number)
    known = known or rows.find_by_stop(tx.connection, station.id, told.key)
    if known is not None:
        return known, ""
    if told.names_no_number:
        # The station never got a number (quirks 26 and 30).
        fitting = _fitting(rows.open_at(tx.connection, station.id), told)
        if len(fitting) == 1:
            return fitting[0], f"The stop named transaction {told.number}; this is the only open one that fits"
    lost = rules.orphan(station.id, told)
    rows.insert(tx.connection, lost)
    return lost, f"The stop named transaction {told.number}, of which no start is known"


def _fitting(there: list[Transaction], told: Stop) -> list[Transaction]:
    """Return those of a station's open transactions that a stop without a number can be about."""
    fitting = [
        each
        for each in there
        if each.started_at <= told.stopped_at
        and (not told.meter_stop_wh or told.meter_stop_wh >= (each.meter_start_wh or 0))
    ]
    if told.id_token is not None:
        same_token = [each for each in fitting if each.id_token_key == told.id_token.key]
        fitting = same_token or fitting
    return fitting


def report_event(tx: Tx, station: StationKey, house: House, told: Report) -> Decision | None:
    """Record a TransactionEvent; return what is said of the token, if one was shown (E01.FR.12).

    Order, gaps and repetitions do no harm: events are known by number, kind and time.
    """
    known = rows.find_by_reference(tx.connection, station.id, told.reference)
    is_first = known is None
    if known is None:
        known = rules.open_by(station.id, told)
        rows.insert(tx.connection, known)
    there = [] if is_first else rows.events_numbered(tx, known.id, told.seq_no)
    is_repeated = any(
        kind == told.kind.value and (told.doubt is not None or happened_at == told.happened_at)
        for kind, happened_at in there
    )
    decision = _judge_event(tx, station, house, told, known, is_repeated=is_repeated)
    if is_repeated:
        text = f"The station repeated event {told.seq_no}"
        note(tx, known, "event_repeated", text, told.happened_at, told.received_at)
    else:
        _take_event(tx, station, known, told, decision, is_new_number=not there)
    return decision


def _judge_event(
    tx: Tx, station: StationKey, house: House, told: Report, known: Transaction, *, is_repeated: bool
) -> Decision | None:
    if told.id_token is None:
        return None
    if told.shows_stop_token:
        occasion = Occasion.STOP
    elif known.token_seq_no in {None, told.seq_no}:
        occasion = Occasion.START
    else:
        occasion = Occasion.EVENT
    return authorize(
        tx,
        station,
        house,
        told.id_token,
        told.received_at,
        occasion,
        Own(known.id, told.evse if told.evse is not None else known.evse),
        is_old=not is_news(station, told.happened_at, told.received_at),
        is_repeated=is_repeated,
    )


def _take_event(
    tx: Tx,
    station: StationKey,
    known: Transaction,
    told: Report,
    decision: Decision | None,
    *,
    is_new_number: bool,
) -> None:
    now, happened_at = told.received_at, told.happened_at
    _add_event(tx, known, told)
    note_doubt(tx, known, told.doubt, happened_at, now)
    was_open, was_at = known.is_open, known.evse
    before, end_before = known.tally.flags, (known.energy_wh, known.ended_at, known.stopped_reason)
    notes = rules.apply(known, told, is_new_number=is_new_number)
    keep_values(tx, station, known.evse or 0, known, told.values, now)
    for text in notes:
        note(tx, known, "note", text, happened_at, now)
    note_flags(tx, known, before, happened_at, now)
    if decision is not None and not told.shows_stop_token and known.token_seq_no == told.seq_no:
        _authorize(known, decision)
    if decision is not None and not decision.is_accepted:
        note(tx, known, "not_authorized", decision.reason, happened_at, now)
    if known.is_open and known.evse is not None and was_at is None:
        supersede(tx, station, known, now)
    if known.is_open and was_open:
        tell_of_progress(tx, station, known, happened_at, now)
    elif was_open:
        tell_of_begin(tx, station, known, happened_at, now)
        tell_of_end(tx, station, known, now)
    elif (known.energy_wh, known.ended_at, known.stopped_reason) != end_before:
        tell_of_correction(tx, station, known, now)
    rows.save(tx, known)


def _add_event(tx: Tx, known: Transaction, told: Report) -> None:
    words = [told.trigger]
    if told.charging_state:
        words.append(told.charging_state)
    if told.kind is EventKind.ENDED:
        words.append(f"stopped: {told.stopped_reason or 'Local'}")
    if told.is_offline:
        words.append("while the station was offline")
    rows.add_event(
        tx,
        known.id,
        told.kind.value,
        ", ".join(words),
        told.happened_at,
        told.received_at,
        seq_no=told.seq_no,
        payload=told.details,
    )


def _wh(energy_wh: float) -> str:
    return f"{energy_wh:.12g} Wh"
