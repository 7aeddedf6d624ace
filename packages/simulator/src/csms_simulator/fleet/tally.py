"""What has happened in a fleet, counted from the frames on its wires."""

from collections import Counter, deque
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from csms_simulator.frames import Direction, Frame, FrameKind

MOST_PROBLEMS = 50
"""How many problems are remembered in words."""

MOST_UNANSWERED = 10_000
"""How many calls may wait for an answer before the oldest are forgotten: those of links that were lost."""


class Problem(Struct, frozen=True):
    """Something went wrong."""

    at: float
    """The simulated time."""
    identity: str
    kind: str
    text: str
    """What, in words."""


class Tally:
    """Counts messages, transactions and problems."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        """Calls from the stations, by action."""
        self.received: Counter[str] = Counter()
        """Commands to the stations, by action."""
        self.frames_sent = 0
        self.frames_received = 0
        self.refusals: Counter[str] = Counter()
        """Tokens that were not accepted, by the word that the central system had for it."""
        self.visits: Counter[str] = Counter()
        """How visits went: `arrived`, `turned away`, `gave up`, `left`."""
        self.problems: Counter[str] = Counter()
        """By kind."""
        self.recent: deque[Problem] = deque(maxlen=MOST_PROBLEMS)
        self._last_of: dict[str, Problem] = {}
        self._calls: dict[tuple[str, str], Frame] = {}
        # Messages about transactions may be sent twice, when an answer was lost.
        self._started: set[tuple[str, str]] = set()
        self._ended: set[tuple[str, str]] = set()

    @property
    def transactions_started(self) -> int:
        """How many were taken by the central system, also if it refused the token."""
        return len(self._started)

    @property
    def transactions_ended(self) -> int:
        """How many ends of transactions were taken by the central system."""
        return len(self._ended)

    def last_problem(self, identity: str) -> Problem | None:
        """Return what last went wrong at a station."""
        return self._last_of.get(identity)

    def problem(self, at: float, identity: str, kind: str, text: str) -> None:
        """Note that something went wrong."""
        self.problems[kind] += 1
        problem = Problem(at, identity, kind, text)
        self.recent.append(problem)
        self._last_of[identity] = problem

    def frame(self, identity: str, frame: Frame) -> None:
        """Count a frame of a station."""
        is_sent = frame.direction is Direction.SENT
        if is_sent:
            self.frames_sent += 1
        else:
            self.frames_received += 1
        match frame.kind:
            case FrameKind.CALL:
                (self.sent if is_sent else self.received)[frame.action] += 1
                if is_sent:
                    self._remember(identity, frame)
            case FrameKind.RESULT if not is_sent:
                call = self._calls.pop((identity, frame.id), None)
                if call is not None:
                    self._count_answer(identity, call.action, call.payload, frame.payload)
            case FrameKind.ERROR:
                if not is_sent:
                    self._calls.pop((identity, frame.id), None)
                self._count_error(identity, frame)
            case FrameKind.OTHER if not is_sent:
                self.problem(frame.at, identity, "unreadable frame", f"what came is no frame: {frame.text[:80]}")
            case _:
                pass

    def _remember(self, identity: str, call: Frame) -> None:
        if call.action in {"Authorize", "StartTransaction", "StopTransaction", "TransactionEvent"}:
            self._calls[identity, call.id] = call
            if len(self._calls) > MOST_UNANSWERED:
                del self._calls[next(iter(self._calls))]

    def _count_answer(self, identity: str, action: str, call: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        match action, call, answer:
            case "StartTransaction", _, {"transactionId": reference}:
                self._started.add((identity, str(reference)))
            case "StopTransaction", {"transactionId": reference}, _:
                self._ended.add((identity, str(reference)))
            case "TransactionEvent", {"eventType": "Started", "transactionInfo": {"transactionId": reference}}, _:
                self._started.add((identity, str(reference)))
            case "TransactionEvent", {"eventType": "Ended", "transactionInfo": {"transactionId": reference}}, _:
                self._ended.add((identity, str(reference)))
            case _:
                pass
        match answer:
            case {"idTagInfo": {"status": str(status)}} | {"idTokenInfo": {"status": str(status)}}:
                if status != "Accepted" and action != "StopTransaction":
                    self.refusals[status] += 1
            case _:
                pass

    def _count_error(self, identity: str, frame: Frame) -> None:
        code, description = frame.payload.get("code", ""), frame.payload.get("description", "")
        whose = "our answer to" if frame.direction is Direction.SENT else "answer to"
        action = frame.action or "an unknown call"
        text = f"{whose} {action}: {code}" + (f", {description}" if description else "")
        self.problem(frame.at, identity, f"{code} for {action}", text)
