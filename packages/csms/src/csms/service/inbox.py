"""The inbox: strangers are taken in or wait, and the operator decides (block B)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.events import InboxChanged, Settled
from csms.domain.inbox import Knock
from csms.domain.stations import Admission
from csms.service.stations import expect_site, tell_of_change
from csms.storage import knocks, stations
from csms.storage.engine import Tx
from csms.storage.stations import StationRecord

MOST_KNOCKS = 1000
"""How many rows the inbox has; beyond that, those go that have knocked longest ago."""

MOST_HELD = 1000
"""How many unknown stations may wait to be accepted: strangers must not fill the database."""

WANTS_PASSWORD = (1, 2)
"""The security profiles in which a station proves by a password who it is."""


class InboxError(Exception):
    """What is asked for cannot be done; the message says why."""


class Attempts(Struct, frozen=True):
    """Attempts of one station that failed for one cause.

    Args:
        latest: the last one.
        count: how many there were.
        first_at: when the first one was.
    """

    latest: Knock
    count: int
    first_at: datetime


def record(tx: Tx, all_attempts: Sequence[Attempts]) -> None:
    """Write what has been refused."""
    for attempts in all_attempts:
        knocks.add(tx.connection, attempts.latest, attempts.count, attempts.first_at)
    knocks.keep_newest(tx.connection, MOST_KNOCKS)
    entries = knocks.count(tx.connection)
    for attempts in all_attempts:
        latest = attempts.latest
        tx.emit(InboxChanged(station=latest.identity, at=latest.at, cause=latest.cause.value, entries=entries))


def is_full(connection: sa.Connection) -> bool:
    """Tell whether as many unknown stations wait as may."""
    return stations.count_held(connection, MOST_HELD) >= MOST_HELD


def take_in(tx: Tx, identity: str, admission: Admission, now: datetime, time_zone: str = "UTC") -> StationRecord | None:
    """Make a stranger known that has come for the first time; None if too many wait already.

    Args:
        tx: of the unit.
        identity: of the station.
        admission: accepted, or held.
        now: the time.
        time_zone: of timestamps that name none.
    """
    known = stations.find(tx.connection, identity)
    if known is not None:
        return known
    if admission is Admission.HELD and is_full(tx.connection):
        return None
    return stations.insert(tx.connection, identity, admission.value, now, time_zone=time_zone)


def accept(
    tx: Tx,
    knock_id: int,
    now: datetime,
    *,
    security_profile: int | None = None,
    password_hash: str | None = None,
    note: str | None = None,
    site: int | None = None,
    time_zone: str = "UTC",
) -> StationRecord:
    """Let a station in that has knocked: it is made known, or accepted if it waits or was rejected.

    Args:
        tx: of the unit.
        knock_id: the row of the inbox.
        now: the time.
        security_profile: the lowest it may come in with; None leaves it.
        password_hash: of its password; None leaves it.
        note: for people; None leaves it.
        site: number of the site where it stands; None leaves it.
        time_zone: of timestamps that name none, if the station is made known.

    Raises:
        LookupError: there is no such row.
        InboxError: the attempt named no station, or a password is missing.
        UnknownSiteError: there is no such site.
    """
    identity = _identity(tx, knock_id)
    expect_site(tx, site)
    known = stations.find(tx.connection, identity)
    if known is None:
        known = stations.insert(tx.connection, identity, Admission.ACCEPTED.value, now, time_zone=time_zone)
    given = {"security_profile": security_profile, "password_hash": password_hash, "note": note, "site_id": site}
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    profile = values.get("security_profile", known.security_profile)
    if profile in WANTS_PASSWORD and values.get("password_hash", known.password_hash) is None:
        raise InboxError(f"Security profile {profile} wants a password, but none is set for the station: give one")
    if password_hash is not None:
        values["offered_password_hash"] = None
    stations.update(tx.connection, known.id, admission=Admission.ACCEPTED.value, **values)
    return _decided(tx, known.id, "accepted", now)


def reject(tx: Tx, knock_id: int, now: datetime) -> StationRecord:
    """Keep a station out that has knocked, until it is accepted. Raises: LookupError, InboxError: as `accept`."""
    identity = _identity(tx, knock_id)
    known = stations.find(tx.connection, identity)
    if known is None:
        known = stations.insert(tx.connection, identity, Admission.REJECTED.value, now)
    stations.update(tx.connection, known.id, admission=Admission.REJECTED.value)
    return _decided(tx, known.id, "rejected", now)


def dismiss(tx: Tx, knock_id: int, now: datetime) -> None:
    """Delete a row; the next attempt makes another. Raises: LookupError."""
    known = knocks.get(tx.connection, knock_id)
    knocks.delete(tx.connection, knock_id)
    tell_of_settlement(tx, known.identity, "dismissed", now)


def tell_of_settlement(tx: Tx, identity: str, settled: Settled, now: datetime) -> None:
    """Tell that entries of the inbox were settled, and how."""
    tx.emit(InboxChanged(station=identity, at=now, settled=settled, entries=knocks.count(tx.connection)))


def _identity(tx: Tx, knock_id: int) -> str:
    known = knocks.get(tx.connection, knock_id)
    if not known.identity:
        raise InboxError("The attempt named no station, so there is none to decide about")
    return known.identity


def _decided(tx: Tx, station_id: int, settled: Settled, now: datetime) -> StationRecord:
    decided = stations.get(tx.connection, station_id)
    knocks.forget(tx.connection, decided.identity)
    tell_of_change(tx, decided, now)
    tell_of_settlement(tx, decided.identity, settled, now)
    return decided
