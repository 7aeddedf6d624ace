"""A station on a bench: its facts as short words, so that a test reads like the flow of a specification."""

from itertools import count
from typing import TypeAlias

from csms_simulator.model.authorization import Verdict
from csms_simulator.model.facts import (
    AuthorizationWanted,
    Fact,
    FirmwareProgress,
    LogProgress,
    Metered,
    ReservationEnded,
    RestartWanted,
    StatusChanged,
    Token,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
)
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle

START = 1_700_000_000.0
A, B = Token("A"), Token("B")
YES, NO = Verdict(accepted=True, status="Accepted"), Verdict(accepted=False, status="Invalid")
TransactionFact: TypeAlias = TransactionStarted | TransactionUpdated | TransactionEnded


def car(name: str = "compact", soc: float = 0.3, *, is_ready: bool = True) -> Vehicle:
    return Vehicle(CATALOGUE[name], soc, is_ready=is_ready)


class Bench:
    """A station with a clock of its own; `said` are the words of what has happened since the last time."""

    def __init__(
        self, settings: Settings | None = None, *, evses: int = 1, layout: Layout | None = None, is_online: bool = True
    ) -> None:
        numbers = count(1)
        layout = Layout(evses=(EvseLayout(),) * evses) if layout is None else layout
        self.now = START
        self.station = Station(layout, START, settings=settings, new_reference=lambda: f"T{next(numbers)}")
        if is_online:
            self.station.went_online(START)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.station.advance(self.now)

    def plug_in(self, vehicle: Vehicle | None = None, evse_id: int = 1) -> Vehicle:
        vehicle = car() if vehicle is None else vehicle
        self.station.plug_in(self.now, evse_id, vehicle)
        return vehicle

    def unplug(self, evse_id: int = 1) -> bool:
        return self.station.unplug(self.now, evse_id)

    def present(self, token: Token = A, evse_id: int = 1) -> None:
        self.station.present(self.now, evse_id, token)

    def answer(self, verdict: Verdict = YES, token: Token = A, evse_id: int = 1) -> None:
        self.station.authorization_answered(self.now, evse_id, token, verdict)

    def accept(self, token: Token = A, evse_id: int = 1, *, group: str | None = None) -> None:
        self.present(token, evse_id)
        self.answer(Verdict(accepted=True, group=group, status="Accepted"), token, evse_id)

    def charge(self, evse_id: int = 1, vehicle: Vehicle | None = None, *, group: str | None = None) -> None:
        """Begin to charge, and forget the facts about it."""
        self.plug_in(vehicle, evse_id)
        self.accept(A, evse_id, group=group)
        self.facts()

    def facts(self) -> list[Fact]:
        facts = list(self.station.facts)
        self.station.facts.clear()
        return facts

    def said(self) -> list[str]:
        return [words(fact) for fact in self.facts()]


def words(fact: Fact) -> str:
    match fact:
        case StatusChanged(evse_id=evse_id, connector_id=connector_id, status=status, error=error):
            where = f"{evse_id}" if connector_id == 1 else f"{evse_id}.{connector_id}"
            return f"{where} {status}" + (f" ({error})" if error else "")
        case AuthorizationWanted(token=token, purpose=purpose):
            return f"May {token.id} {purpose}?"
        case TransactionStarted() | TransactionUpdated() | TransactionEnded():
            return _transaction_words(fact)
        case Metered(evse_id=evse_id, context=context):
            return f"Metered {evse_id} {context}"
        case ReservationEnded(reservation_id=id, was_used=was_used, has_expired=has_expired):
            return f"Reservation {id} {'used' if was_used else 'expired' if has_expired else 'removed'}"
        case RestartWanted(cause=cause):
            return f"Restart {cause}"
        case FirmwareProgress(status=status):
            return f"Firmware {status}"
        case LogProgress(status=status):
            return f"Log {status}"
        case _:
            return type(fact).__name__


def _transaction_words(fact: TransactionFact) -> str:
    transaction = fact.transaction
    parts = [type(fact).__name__.removeprefix("Transaction"), fact.trigger, transaction.charging_state]
    if isinstance(fact, TransactionEnded):
        parts.append(fact.reason)
    return " ".join(parts) + (" offline" if fact.is_offline else "")
