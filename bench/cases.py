"""What is measured, and the goals it is measured against."""

from dataclasses import dataclass

PEER_REQUIREMENT = "ocpp==2.1.0"
IMPORT_GOAL_MS = 60.0


@dataclass(frozen=True)
class Case:
    """One line of the table: a program of ours beside a program of the peer.

    The goals say how many times less CPU per message we use than the peer: with its default setting (it validates
    in threads), and with `ASYNC_VALIDATION = False`.
    """

    name: str
    title: str
    program: str
    peer_program: str
    goal_default: float
    goal_without_threads: float

    @property
    def is_typed(self) -> bool:
        """Whether the case needs handlers annotated with a message class, which only ours has."""
        return self.program != self.peer_program


CASES = (
    Case("heartbeat", "Heartbeat 1.6, keywords", "heartbeat", "heartbeat", 8, 2),
    Case("boot-notification", "BootNotification 1.6, keywords", "boot-notification", "boot-notification", 15, 6),
    Case("meter-values", "MeterValues 1.6, keywords", "meter-values", "meter-values", 30, 20),
    Case("meter-values-typed", "MeterValues 1.6, typed", "meter-values-typed", "meter-values", 60, 40),
    Case("transaction-event", "TransactionEvent 2.0.1, keywords", "transaction-event", "transaction-event", 40, 30),
    Case(
        "transaction-event-typed",
        "TransactionEvent 2.0.1, typed",
        "transaction-event-typed",
        "transaction-event",
        80,
        65,
    ),
    Case(
        "set-charging-profile",
        "call() of SetChargingProfile 1.6",
        "set-charging-profile",
        "set-charging-profile",
        20,
        12,
    ),
)
