"""What meters show becomes record (block J)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from csms.domain import transactions as rules
from csms.domain.stations import StationKey
from csms.domain.transaction_facts import MeterValue
from csms.domain.transactions import LATE, Transaction
from csms.service.transaction_news import note_doubt, note_flags, tell_of_progress
from csms.storage import transactions as rows
from csms.storage.engine import Tx

REPEATED_WITHIN = timedelta(days=1)
"""How long a value whose time is that of its arrival may be repeated."""


def meter_values(
    tx: Tx, station: StationKey, evse: int, number: int | None, values: Sequence[MeterValue], received_at: datetime
) -> None:
    """Record what a meter showed.

    Args:
        tx: the transaction of the database.
        station: whose meter it is.
        evse: 0 is the station's main meter, which is no transaction's.
        number: our number of the transaction, as the station says; None or any other if it does not (quirk 26).
        values: what it showed.
        received_at: when it came.
    """
    if any(value.doubt is not None for value in values):
        values = _without_repeated(tx, station, evse, values, received_at)
    named = _find_named(tx, station, evse, number)
    if named is not None and all(named.owns(value.sampled_at) for value in values):
        _take(tx, station, evse, named, values, received_at)
        return
    for value in values:
        is_own = named is not None and named.owns(value.sampled_at)
        owner = named if is_own else _find_by_time(tx, station, evse, value.sampled_at)
        if owner is None:
            keep_values(tx, station, evse, None, (value,), received_at)
        else:
            _take(tx, station, evse, owner, (value,), received_at)


def _find_named(tx: Tx, station: StationKey, evse: int, number: int | None) -> Transaction | None:
    """Return the transaction that a station names by our number; that of another EVSE is a mistake."""
    if number is None:
        return None
    known = rows.recall(tx, station.id, number)
    return None if known is None or known.evse not in {None, evse} else known


def _find_by_time(tx: Tx, station: StationKey, evse: int, sampled_at: datetime) -> Transaction | None:
    """Return the transaction of an EVSE to which a value of this time belongs."""
    if evse == 0:
        return None
    there = rows.last_at(tx.connection, station.id, evse, sampled_at + LATE)
    during = [each for each in there if each.covers(sampled_at)]
    about = [each for each in there if each.owns(sampled_at)]
    return (during or about or [None])[0]


def _take(
    tx: Tx, station: StationKey, evse: int, known: Transaction, values: Sequence[MeterValue], received_at: datetime
) -> None:
    if not values:
        return
    before = known.flags
    flags, is_first_doubt = known.tally.flags, "clock_doubted" not in known.flags
    rules.take_values(known, values, received_at)
    last = values[-1]
    if known.tally.flags != flags:
        note_flags(tx, known, flags, last.sampled_at, received_at)
    if is_first_doubt:
        note_doubt(tx, known, last.doubt, last.sampled_at, received_at)
    was_announced = known.is_announced
    tell_of_progress(tx, station, known, last.sampled_at, received_at)
    if known.flags == before and known.is_announced == was_announced:
        rows.save_values(tx, known)
    else:
        rows.save(tx, known)
    keep_values(tx, station, evse, known, values, received_at)


def keep_values(
    tx: Tx,
    station: StationKey,
    evse: int,
    known: Transaction | None,
    values: Sequence[MeterValue],
    received_at: datetime,
) -> None:
    """Keep what a meter showed; what is there already is not kept twice."""
    if values:
        number = None if known is None else known.id
        rows.add_values(tx, station.id, evse, number, values, received_at)


def _without_repeated(
    tx: Tx, station: StationKey, evse: int, values: Sequence[MeterValue], received_at: datetime
) -> list[MeterValue]:
    """Return the values without those that a station, whose clock is not believed, has sent before."""
    since = received_at - REPEATED_WITHIN
    return [
        value
        for value in values
        if value.doubt is None
        or not value.doubt.key
        or not rows.has_value(tx.connection, station.id, evse, value, since)
    ]
