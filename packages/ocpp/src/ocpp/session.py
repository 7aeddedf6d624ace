"""The state of one RPC connection, sans-I/O: what may be sent now, which call an answer belongs to, what is too late.

One CALL is outstanding at a time in each direction (OCPP-J 1.6, 4.1.1; OCPP 2.0.1 Part 4, 4.1.1); further ones wait in
a bounded queue. There is no clock and no event loop in here: whoever drives a session hands in the time, in seconds
of any monotonic clock, and sends what the session says may be sent.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from ocpp.exceptions import CallQueueFullError, LinkClosedError
from ocpp.rpc import (
    Answer,
    CallErrorFrame,
    CallFrame,
    CallResultErrorFrame,
    CallResultFrame,
    Frame,
    MessageId,
    SendFrame,
)

W = TypeVar("W")

QUEUE_LIMIT = 100
"""How many calls may wait for their turn."""

MEMORY_AGE_S = 120
"""How long an answer is good for repetitions of its request: a station that gives all its messages one id must not get
old news."""

GIVEN_UP_LIMIT = 32
"""How many ids of calls that nobody waits for any more are remembered, to tell late answers from unknown ones."""


RequestKey: TypeAlias = tuple[MessageId, int]
"""Id and fingerprint of a request, which tell a repetition from another request with the same id."""


class _Remembered(Struct):
    """The answer to a request, once there is one, and when the request came."""

    since: float
    answer: str | None = None


class CallState(Enum):
    """Where one of our calls is."""

    queued = "queued"
    outstanding = "outstanding"
    ended = "ended"


class PendingCall(Generic[W]):
    """One of our calls: its id, until when an answer is of use, and what the owner of the session keeps with it."""

    __slots__ = ("deadline", "id", "state", "waiter")

    def __init__(self, message_id: MessageId, deadline: float, waiter: W) -> None:
        self.id: MessageId = message_id
        self.deadline: float = deadline
        self.waiter: W = waiter
        self.state: CallState = CallState.queued


class CallReceived(Struct):
    """A request of the other side, to be handled and answered."""

    frame: CallFrame
    key: RequestKey | None = None
    """By which its answer is remembered; None if answers are not."""


class CallRepeated(Struct):
    """A request that came before, with its answer; None: it is being handled, and will be answered once."""

    frame: CallFrame
    answer: str | None


class CallDone(Struct, Generic[W]):
    """The answer to our outstanding call."""

    call: PendingCall[W]
    answer: Answer


class SendReceived(Struct):
    """An unconfirmed message of the other side."""

    frame: SendFrame


class ResultRefused(Struct):
    """The other side could not read an answer of ours (CALLRESULTERROR)."""

    frame: CallResultErrorFrame


class Ignored(Struct):
    """An answer that nobody waits for."""

    answer: Answer
    late: bool
    """True when the call was ours and was given up; False when no such call is known."""


Event: TypeAlias = CallReceived | CallRepeated | CallDone[W] | SendReceived | ResultRefused | Ignored


class Session(Generic[W]):
    """The RPC state of one connection.

    `memory` is how many answers are kept to answer repeated CALLs (same id, action and payload) without handling them
    again; 0 turns that off (OCPP-J 1.6 errata 2025-04, 3.1: a retry may reuse its id).
    """

    __slots__ = ("_given_up", "_queue", "_remembered", "closed", "memory", "outstanding", "queue_limit")

    def __init__(self, *, queue_limit: int = QUEUE_LIMIT, memory: int = 0) -> None:
        self.queue_limit: int = queue_limit
        self.memory: int = memory
        self.outstanding: PendingCall[W] | None = None
        self.closed: bool = False
        # Lists and dicts: empty ones cost a tenth of empty deques, and nearly always they are empty.
        self._queue: list[PendingCall[W]] = []
        self._given_up: list[MessageId] = []
        self._remembered: dict[RequestKey, _Remembered] = {}

    # Our calls

    def submit(self, message_id: MessageId, deadline: float, waiter: W) -> PendingCall[W]:
        """Register a call of ours. If its state is then `outstanding`, send it now; if `queued`, when its turn comes.

        Raises: LinkClosedError after `close`; CallQueueFullError; ValueError if a call with this id is pending.
        """
        if self.closed:
            raise LinkClosedError("The connection is closed")
        if any(call.id == message_id for call in self.pending()):
            raise ValueError(f"A call with the id {message_id!r} is pending already")
        call = PendingCall(message_id, deadline, waiter)
        if self.outstanding is None:
            self._start(call)
        elif len(self._queue) >= self.queue_limit:
            raise CallQueueFullError(f"{self.queue_limit} calls wait for their turn already")
        else:
            self._queue.append(call)
        return call

    def withdraw(self, call: PendingCall[W]) -> PendingCall[W] | None:
        """Give a call up; its answer will be late. Returns the call whose turn it is now, if that changed."""
        if call.state is CallState.queued:
            self._queue.remove(call)
        elif call.state is CallState.outstanding:
            self._given_up.append(call.id)
            del self._given_up[:-GIVEN_UP_LIMIT]
            self.outstanding = None
        call.state = CallState.ended
        return self._start_next()

    def expire(self, now: float) -> tuple[list[PendingCall[W]], PendingCall[W] | None]:
        """Give up the calls whose deadline has come; return them, and the call whose turn it is now if that changed."""
        expired = [call for call in self.pending() if call.deadline <= now]
        turn: PendingCall[W] | None = None
        # The outstanding call last, so that none of those that wait is started only to be given up.
        for call in reversed(expired):
            turn = self.withdraw(call)
        return expired, turn

    def next_deadline(self) -> float | None:
        """Return when `expire` has something to do, None if nothing is pending."""
        return min((call.deadline for call in self.pending()), default=None)

    def pending(self) -> Iterable[PendingCall[W]]:
        """Yield the outstanding call and those that wait, in order."""
        if self.outstanding is not None:
            yield self.outstanding
        yield from tuple(self._queue)

    # What comes in

    def receive(self, frame: Frame, now: float = 0.0) -> tuple[Event[W], PendingCall[W] | None]:
        """Take a frame of the other side; return what it means, and the call whose turn it is now, if that changed.

        The time matters only to sessions with a memory.
        """
        if isinstance(frame, CallFrame):
            return self._receive_call(frame, now), None
        if isinstance(frame, CallResultFrame | CallErrorFrame):
            call = self.outstanding
            if call is not None and call.id == frame.id:
                call.state = CallState.ended
                self.outstanding = None
                return CallDone(call, frame), self._start_next()
            late = frame.id in self._given_up
            if late:
                self._given_up.remove(frame.id)
            return Ignored(frame, late), None
        if isinstance(frame, SendFrame):
            return SendReceived(frame), None
        return ResultRefused(frame), None

    def answered(self, key: RequestKey | None, answer: str) -> None:
        """Note the text that answers a CALL, so that its repetition gets the same."""
        if key in self._remembered:
            self._remembered[key].answer = answer

    def failed(self, key: RequestKey | None) -> None:
        """Note that a CALL was answered by an error: its repetition is handled again and may succeed."""
        if key is not None:
            self._remembered.pop(key, None)

    # The link

    def close(self) -> list[PendingCall[W]]:
        """The link is gone: give up all pending calls and return them. Remembered answers survive."""
        self.closed = True
        calls = list(self.pending())
        for call in calls:
            call.state = CallState.ended
        self.outstanding = None
        self._queue.clear()
        return calls

    def reopen(self) -> None:
        """Take up a new link; what was not answered over the old one is handled when it comes again."""
        self.closed = False
        for key in [key for key, remembered in self._remembered.items() if remembered.answer is None]:
            del self._remembered[key]

    def _receive_call(self, frame: CallFrame, now: float) -> Event[W]:
        if not self.memory:
            return CallReceived(frame)
        key = (frame.id, _fingerprint(frame))
        remembered = self._remembered.pop(key, None)
        if remembered is not None and (remembered.answer is None or now - remembered.since < MEMORY_AGE_S):
            self._remembered[key] = remembered
            return CallRepeated(frame, remembered.answer)
        self._remembered[key] = _Remembered(now)
        if len(self._remembered) > self.memory:
            del self._remembered[next(iter(self._remembered))]
        return CallReceived(frame, key)

    def _start(self, call: PendingCall[W]) -> None:
        call.state = CallState.outstanding
        self.outstanding = call

    def _start_next(self) -> PendingCall[W] | None:
        if self.outstanding is not None or not self._queue:
            return None
        call = self._queue.pop(0)
        self._start(call)
        return call


def _fingerprint(frame: CallFrame) -> int:
    """Tell requests that share an id apart: stations count from 1 again after a reboot."""
    return hash((frame.action, bytes(frame.payload)))
