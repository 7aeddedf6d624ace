"""Reservations of a station (OCPP 1.6, 3.11 and 5.13; OCPP 2.0.1 Part 2, H)."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from csms_simulator.model.facts import Token


class Reservation(Struct, frozen=True):
    """An EVSE, or with `evse_id` 0 any one, is kept free for a token."""

    id: int
    evse_id: int
    token: Token
    expires_at: float
    group: str | None = None
    connector_type: str | None = None

    def admits(self, token: Token, group: str | None) -> bool:
        """Whether it was made for a token, or for the group that it belongs to."""
        is_same = token.id.casefold() == self.token.id.casefold()
        return is_same or (group is not None and group == self.group)


class Reservations:
    """All reservations of a station."""

    def __init__(self) -> None:
        self._by_id: dict[int, Reservation] = {}

    def __iter__(self) -> Iterator[Reservation]:
        return iter(tuple(self._by_id.values()))

    def get(self, id: int) -> Reservation | None:
        """Return the reservation with an id, if there is one."""
        return self._by_id.get(id)

    def add(self, reservation: Reservation) -> None:
        """Keep a reservation; one with the same id gives way."""
        self._by_id[reservation.id] = reservation

    def remove(self, id: int) -> Reservation | None:
        """Forget a reservation and return it."""
        return self._by_id.pop(id, None)

    def of_evse(self, evse_id: int) -> Reservation | None:
        """Return the reservation that is made for one EVSE."""
        return next((reservation for reservation in self._by_id.values() if reservation.evse_id == evse_id), None)

    def unspecified(self) -> list[Reservation]:
        """List the reservations that leave open which EVSE they are for."""
        return [reservation for reservation in self._by_id.values() if reservation.evse_id == 0]

    def next_expiry(self) -> float | None:
        """When the next one expires."""
        return min((reservation.expires_at for reservation in self._by_id.values()), default=None)


def is_satisfiable(reservations: Sequence[Reservation], free: Mapping[int, frozenset[str]]) -> bool:
    """Whether each reservation can have an EVSE of its own.

    Args:
        reservations: that leave open which EVSE they are for.
        free: EVSEs that are free and not reserved otherwise, with the types of their connectors.
    """
    taken: dict[int, Reservation] = {}

    def place(reservation: Reservation, tried: set[int]) -> bool:
        for evse_id, types in free.items():
            if evse_id in tried or reservation.connector_type not in {None, *types}:
                continue
            tried.add(evse_id)
            if evse_id not in taken or place(taken[evse_id], tried):
                taken[evse_id] = reservation
                return True
        return False

    return all(place(reservation, set()) for reservation in reservations)
