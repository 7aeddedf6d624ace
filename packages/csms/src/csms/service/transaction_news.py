"""What is told of transactions, and what is written into their histories.

A begin is told once, when there is something new of a transaction that runs: what stations tell days later is no news
(quirk 33). An end is told once of each transaction, however late, since others bill by it. What changes after the end
is told as a correction.
"""

from datetime import datetime

from csms.domain.energy import Flag
from csms.domain.events import TransactionCorrected, TransactionEnded, TransactionStarted, TransactionUpdated
from csms.domain.stations import StationKey
from csms.domain.transaction_facts import Doubt
from csms.domain.transactions import OLD, WORDS, Transaction
from csms.storage import transactions as rows
from csms.storage.engine import Tx


def note(tx: Tx, known: Transaction, kind: str, text: str, happened_at: datetime, now: datetime) -> None:
    """Write a line into a transaction's history."""
    rows.add_event(tx, known.id, kind, text, happened_at, now)


def note_doubt(tx: Tx, known: Transaction, doubt: Doubt | None, happened_at: datetime, now: datetime) -> None:
    """Write into a transaction's history that the station's clock was not believed."""
    if doubt is not None:
        note(tx, known, "clock", doubt.text, happened_at, now)


def note_flags(tx: Tx, known: Transaction, before: tuple[Flag, ...], happened_at: datetime, now: datetime) -> None:
    """Write into a transaction's history what has become out of the ordinary with its energy."""
    if known.tally.flags != before:
        for flag in known.tally.flags:
            if flag not in before:
                note(tx, known, "energy", WORDS[flag], happened_at, now)


def is_news(station: StationKey, happened_at: datetime, now: datetime) -> bool:
    """Tell whether something has happened lately, as far as the station's clock can tell."""
    return now - happened_at <= OLD + station.clock_lag


def tell_of_progress(tx: Tx, station: StationKey, known: Transaction, happened_at: datetime, now: datetime) -> None:
    """Tell how an open transaction stands, and before that of its begin, if that is news."""
    if not known.is_open or not is_news(station, happened_at, now):
        return
    tell_of_begin(tx, station, known, happened_at, now)
    tx.emit(
        TransactionUpdated(
            station=station.identity,
            at=now,
            transaction=known.id,
            evse=known.evse,
            connector=known.connector,
            id_token=known.id_token,
            started_at=known.started_at,
            energy_wh=known.energy_wh,
            power_w=known.power_w,
            soc_percent=known.soc_percent,
            charging_state=known.charging_state,
            charging_state_since=known.charging_state_since,
            metered_at=known.metered_at,
        )
    )


def tell_of_begin(tx: Tx, station: StationKey, begun: Transaction, happened_at: datetime, now: datetime) -> None:
    """Tell that a transaction has begun, if that is news and was not told before; note that in it."""
    if not begun.is_announced and is_news(station, happened_at, now):
        begun.is_announced = True
        tell_now_of_begin(tx, station, begun, now)


def tell_now_of_begin(tx: Tx, station: StationKey, begun: Transaction, now: datetime) -> None:
    """Tell that a transaction has begun."""
    tx.emit(
        TransactionStarted(
            station=station.identity,
            at=now,
            transaction=begun.id,
            evse=begun.evse,
            connector=begun.connector,
            id_token=begun.id_token,
            started_at=begun.started_at,
        )
    )


def tell_of_end(tx: Tx, station: StationKey, ended: Transaction, now: datetime) -> None:
    """Tell that a transaction has ended."""
    tx.emit(
        TransactionEnded(
            station=station.identity,
            at=now,
            transaction=ended.id,
            evse=ended.evse,
            connector=ended.connector,
            id_token=ended.id_token,
            energy_wh=ended.energy_wh,
            reason=ended.stopped_reason,
            ended_at=ended.ended_at,
            is_assumed=ended.is_end_assumed,
        )
    )


def tell_of_correction(tx: Tx, station: StationKey, known: Transaction, now: datetime) -> None:
    """Tell that what was told of the end of a transaction has changed."""
    tx.emit(
        TransactionCorrected(
            station=station.identity,
            at=now,
            transaction=known.id,
            evse=known.evse,
            connector=known.connector,
            id_token=known.id_token,
            energy_wh=known.energy_wh,
            reason=known.stopped_reason,
            ended_at=known.ended_at,
        )
    )
