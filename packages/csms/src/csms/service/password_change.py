"""Changing the password of a station, which is done when the station says so (A01; OCPP 1.6 security whitepaper, 4.2).

From the moment at which the new one is sent until the station has answered, both are good: an answer can be lost, and
a station that nobody lets in any more needs somebody who drives there.
"""

from datetime import datetime

from csms.domain.stations import StationKey
from csms.service.stations import tell_of_change
from csms.storage import stations
from csms.storage.engine import Tx


def offer(tx: Tx, station: StationKey, password_hash: str) -> None:
    """Let a station in with a password that it is about to be sent, too."""
    stations.update(tx.connection, station.id, offered_password_hash=password_hash)


def complete(tx: Tx, station: StationKey, password_hash: str, now: datetime) -> None:
    """Let a station in with the password alone that it has taken, or has shown; not if it was withdrawn meanwhile."""
    known = stations.get(tx.connection, station.id)
    if known.offered_password_hash == password_hash:
        stations.update(tx.connection, station.id, password_hash=password_hash, offered_password_hash=None)
        tell_of_change(tx, known, now)


def withdraw(tx: Tx, station: StationKey, password_hash: str) -> None:
    """Let a station no longer in with a password that it has refused; the one before stays good."""
    if stations.get(tx.connection, station.id).offered_password_hash == password_hash:
        stations.update(tx.connection, station.id, offered_password_hash=None)
