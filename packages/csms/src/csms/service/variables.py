"""What stations say of their variables (blocks B and N)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csms.domain.stations import StationKey
from csms.domain.variables import Inventory, Variable, add_part
from csms.storage import counters, variables
from csms.storage.engine import Tx


def store_variables(tx: Tx, station: StationKey, told: Sequence[Variable], now: datetime) -> None:
    """Record what a station says of some of its variables."""
    variables.put(tx.connection, station.id, told, now)


def store_all(tx: Tx, station: StationKey, told: Sequence[Variable], firmware: str | None, now: datetime) -> None:
    """Record what a station says of all its variables: others that are known are there no more."""
    variables.put(tx.connection, station.id, told, now)
    variables.forget_older(tx.connection, station.id, now)
    variables.save_inventory(tx.connection, station.id, Inventory(firmware, now, finished_at=now))


def begin_report(tx: Tx, station: StationKey, firmware: str | None, now: datetime) -> int:
    """Record that a station is going to be asked for a report of all its variables; return the id of the request."""
    request_id = counters.next_number(tx.connection, station.id)
    variables.save_inventory(tx.connection, station.id, Inventory(firmware, now, request_id))
    return request_id


def finish_report(tx: Tx, station: StationKey, request_id: int, now: datetime) -> None:
    """Record that a station has no such report, so that it is not asked again."""
    known = variables.find_inventory(tx.connection, station.id)
    if known is not None and known.request_id == request_id:
        variables.save_inventory(tx.connection, station.id, msgspec.structs.replace(known, finished_at=now))


def take_report(
    tx: Tx,
    station: StationKey,
    request_id: int,
    seq_no: int,
    told: Sequence[Variable],
    now: datetime,
    *,
    is_last: bool,
) -> None:
    """Record a part of a report; parts come in any order, and more than once.

    When the report of all variables is whole, those that are not in it are there no more (B07).
    """
    variables.put(tx.connection, station.id, told, now)
    known = variables.find_inventory(tx.connection, station.id)
    if known is None or known.request_id != request_id or known.finished_at is not None:
        return
    known = add_part(known, seq_no, is_last=is_last)
    if known.is_whole:
        variables.forget_older(tx.connection, station.id, known.asked_at)
        known = msgspec.structs.replace(known, finished_at=now)
    variables.save_inventory(tx.connection, station.id, known)
