"""What a central system keeps of its stations: here in memory, elsewhere in a database."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime


def timestamp() -> str:
    """Return the time now as every charger can read it: UTC with a Z, no fractions."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Transaction:
    """A driver charges: one of the numbers that we give (1.6), or a reference that the station has made (2.x)."""

    station_id: str
    reference: str
    connector: str = "?"
    id_token: str = ""
    started_at: str = ""
    first_register_wh: float | None = None
    last_register_wh: float | None = None
    stopped_at: str | None = None
    reason: str | None = None

    @property
    def energy_wh(self) -> float | None:
        """The energy that was charged so far; None if the station has not told two readings of its register."""
        if self.first_register_wh is None or self.last_register_wh is None:
            return None
        return self.last_register_wh - self.first_register_wh

    def record_register(self, register_wh: float | None) -> None:
        """Keep a reading of the energy register, if there is one."""
        if register_wh is not None:
            self.first_register_wh = register_wh if self.first_register_wh is None else self.first_register_wh
            self.last_register_wh = register_wh

    def __str__(self) -> str:
        energy = "unknown energy" if self.energy_wh is None else f"{self.energy_wh:g} Wh"
        return f"transaction {self.reference} of {self.id_token or 'nobody known'} on {self.connector}: {energy}"


@dataclass
class Station:
    """What a station has told about itself."""

    station_id: str
    description: str = ""
    status_of_connector: dict[str, str] = field(default_factory=dict[str, str])


class Records:
    """The stations and transactions of a central system.

    Everybody may charge except those whose token is in `blocked`.
    """

    def __init__(self, blocked: Collection[str] = ()) -> None:
        self.blocked = {token.lower() for token in blocked}
        self.stations: dict[str, Station] = {}
        self.transactions: dict[tuple[str, str], Transaction] = {}
        self._started: dict[tuple[object, ...], Transaction] = {}
        self._last_number = 0

    def station(self, station_id: str) -> Station:
        """Return what is known of a station."""
        return self.stations.setdefault(station_id, Station(station_id))

    def may_charge(self, id_token: str) -> bool:
        """Tell whether a token is accepted; tokens are the same in capitals and in small letters."""
        return id_token.lower() not in self.blocked

    def transaction(self, station_id: str, reference: str) -> Transaction:
        """Return a transaction by its reference.

        One that was never heard of is made: its start may have got lost, or this program was started after it.
        """
        return self.transactions.setdefault((station_id, reference), Transaction(station_id, reference))

    def start_numbered(self, station_id: str, connector: str, id_token: str, at: str, register_wh: int) -> Transaction:
        """Return a new transaction with the next number, or the same one again if the station repeats its request."""
        key = (station_id, connector, id_token, at, register_wh)
        if key not in self._started:
            self._last_number += 1
            transaction = self.transaction(station_id, str(self._last_number))
            transaction.connector, transaction.id_token, transaction.started_at = connector, id_token, at
            transaction.record_register(register_wh)
            self._started[key] = transaction
        return self._started[key]
