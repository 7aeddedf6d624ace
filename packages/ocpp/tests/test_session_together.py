"""Two sessions joined by a wire that delays, repeats and cuts: what holds whatever happens."""
# pyright: basic

from collections import deque
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import Raw

from ocpp import rpc
from ocpp.exceptions import CallQueueFullError, LinkClosedError
from ocpp.session import (
    GIVEN_UP_LIMIT,
    CallDone,
    CallReceived,
    CallRepeated,
    CallState,
    Ignored,
    PendingCall,
    Session,
)

QUEUE_LIMIT = 3
MEMORY = 3


@dataclass
class Ticket:
    """What a caller keeps of its call: when it was made, when it was sent, how it ended."""

    number: int
    deadline: float
    sent: bool = False
    endings: list[str] = field(default_factory=list[str])


Call = PendingCall[Ticket]


class Side:
    """One of the two ends, with its session and what has gone on there."""

    def __init__(self, name: str, memory: int) -> None:
        self.name = name
        self.session: Session[Ticket] = Session(queue_limit=QUEUE_LIMIT, memory=memory)
        self.calls: list[Call] = []
        self.sent_order: list[int] = []
        self.to_answer: deque[CallReceived] = deque()
        self.inbound: list[str] = []
        self.other: Side

    def send(self, text: str) -> None:
        self.other.inbound.append(text)

    def start(self, call: Call | None) -> None:
        """Send a call whose turn it is."""
        if call is None:
            return
        assert call.state is CallState.outstanding
        assert call is self.session.outstanding
        assert not call.waiter.sent, "a call was sent twice"
        call.waiter.sent = True
        self.sent_order.append(call.waiter.number)
        self.send(rpc.encode_call(call.id, "Echo", b'{"n":%d}' % call.waiter.number))

    def end(self, call: Call, how: str) -> None:
        assert call.state is CallState.ended
        call.waiter.endings.append(how)


class TwoSessions(RuleBasedStateMachine):
    """Every rule is something that may happen at any time."""

    @initialize(memory=st.sampled_from([0, MEMORY]))
    def connect(self, memory: int) -> None:
        self.now = 0.0
        self.numbers = 0
        self.left, self.right = Side("left", memory), Side("right", memory)
        self.left.other, self.right.other = self.right, self.left

    def side(self, left: bool) -> Side:
        return self.left if left else self.right

    @rule(left=st.booleans(), patience=st.lists(st.floats(0.1, 10), min_size=1, max_size=4))
    def call(self, left: bool, patience: list[float]) -> None:
        for seconds in patience:
            self.submit(self.side(left), seconds)

    def submit(self, side: Side, patience: float) -> None:
        self.numbers += 1
        ticket = Ticket(self.numbers, self.now + patience)
        waiting = len(list(side.session.pending()))
        try:
            call = side.session.submit(f"id-{self.numbers}", ticket.deadline, ticket)
        except CallQueueFullError:
            assert waiting == QUEUE_LIMIT + 1
            return
        except LinkClosedError:
            assert side.session.closed
            return
        assert not side.session.closed
        assert waiting <= QUEUE_LIMIT
        side.calls.append(call)
        if call.state is CallState.outstanding:
            side.start(call)
        else:
            assert call.state is CallState.queued

    @rule(left=st.booleans(), index=st.integers(0, 30))
    def withdraw(self, left: bool, index: int) -> None:
        side = self.side(left)
        pending = list(side.session.pending())
        if pending:
            call = pending[index % len(pending)]
            turn = side.session.withdraw(call)
            side.end(call, "withdrawn")
            side.start(turn)

    @rule(seconds=st.floats(0.01, 5))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        for side in (self.left, self.right):
            expired, turn = side.session.expire(self.now)
            for call in expired:
                assert call.deadline <= self.now
                side.end(call, "timeout")
            side.start(turn)

    @precondition(lambda self: self.left.inbound or self.right.inbound)
    @rule()
    def everything_arrives_and_is_answered(self) -> None:
        """For a while the wire is good and both sides are quick."""
        for _ in range(8):
            for side in (self.left, self.right):
                for text in side.inbound[:]:
                    side.inbound.remove(text)
                    self.receive(side, text)
                while side.to_answer:
                    self.answer_next(side)

    @precondition(lambda self: self.left.inbound or self.right.inbound)
    @rule(left=st.booleans(), repeat=st.booleans(), index=st.integers(0, 5))
    def deliver(self, left: bool, repeat: bool, index: int) -> None:
        """Deliver a message, perhaps out of order, perhaps not for the last time."""
        side = self.side(left)
        if not side.inbound:
            return
        index %= len(side.inbound)
        text = side.inbound[index] if repeat else side.inbound.pop(index)
        self.receive(side, text)

    def receive(self, side: Side, text: str) -> None:
        frame = rpc.decode(text)
        assert not isinstance(frame, rpc.Malformed)
        outstanding = side.session.outstanding
        event, turn = side.session.receive(frame)
        match event:
            case CallDone(call, answer):
                assert call is outstanding
                assert call.id == answer.id
                assert call.waiter.sent
                assert isinstance(answer, rpc.CallResultFrame)
                assert bytes(answer.payload) == b'{"n":%d}' % call.waiter.number, "the answer of another call"
                side.end(call, "answer")
            case CallReceived():
                assert turn is None
                side.to_answer.append(event)
            case CallRepeated(request, None):
                assert request in [waiting.frame for waiting in side.to_answer]
            case CallRepeated(request, str(answer)):
                assert answer == rpc.encode_call_result(request.id, bytes(request.payload))
                side.send(answer)
            case Ignored(answer, late):
                known = [call for call in side.calls if call.id == answer.id]
                assert all(call.state is not CallState.outstanding for call in known)
                assert not late or known[0].waiter.endings in (["timeout"], ["withdrawn"])
            case _:
                raise AssertionError(event)
        side.start(turn)

    @precondition(lambda self: self.left.to_answer or self.right.to_answer)
    @rule(left=st.booleans())
    def answer(self, left: bool) -> None:
        if self.side(left).to_answer:
            self.answer_next(self.side(left))

    def answer_next(self, side: Side) -> None:
        side.send(self.note_answer(side))

    def note_answer(self, side: Side) -> str:
        request = side.to_answer.popleft()
        text = rpc.encode_call_result(request.frame.id, bytes(request.frame.payload))
        side.session.answered(request.key, text)
        return text

    @rule(left=st.booleans())
    def lose(self, left: bool) -> None:
        if self.side(left).inbound:
            self.side(left).inbound.pop(0)

    @rule(left=st.booleans(), known=st.booleans())
    def invent_an_answer(self, left: bool, known: bool) -> None:
        """The other side answers what was not asked, or not asked yet."""
        side = self.side(left)
        queued = [call for call in side.session.pending() if call.state is CallState.queued]
        message_id = queued[-1].id if known and queued else "never asked"
        event, turn = side.session.receive(rpc.CallResultFrame(message_id, Raw(b'{"n":-1}')))
        assert isinstance(event, Ignored)
        assert turn is None

    @precondition(lambda self: not self.left.session.closed)
    @rule()
    def cut(self) -> None:
        for side in (self.left, self.right):
            for call in side.session.close():
                side.end(call, "closed")
            assert not list(side.session.pending())
            side.inbound.clear()
            # Handlers go on and answer into the void.
            while side.to_answer:
                self.note_answer(side)

    @precondition(lambda self: self.left.session.closed)
    @rule()
    def connect_again(self) -> None:
        for side in (self.left, self.right):
            side.session.reopen()

    @invariant()
    def what_always_holds(self) -> None:
        if not hasattr(self, "left"):
            return
        for side in (self.left, self.right):
            session = side.session
            pending = list(session.pending())
            outstanding = [call for call in side.calls if call.state is CallState.outstanding]
            assert len(outstanding) <= 1, "two calls are outstanding"
            assert (outstanding or [None])[0] is session.outstanding
            assert session.outstanding is not None or not pending, "calls wait for nothing"
            assert len(pending) <= QUEUE_LIMIT + 1
            assert all(call.deadline > self.now for call in pending), "a deadline was missed"
            assert session.next_deadline() == min((call.deadline for call in pending), default=None)
            for call in side.calls:
                ended = call.state is CallState.ended
                assert len(call.waiter.endings) == ended, f"call {call.id} has ended {call.waiter.endings}"
                assert ended == (call not in pending)
                assert call.waiter.sent or call.waiter.endings != ["answer"]
            assert side.sent_order == sorted(side.sent_order), "calls overtook each other"
            assert len(session._given_up) <= GIVEN_UP_LIMIT
            assert len(session._remembered) <= MEMORY
            if session.outstanding is not None:
                assert session.outstanding.waiter.sent


TwoSessions.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


class TestTwoSessions(TwoSessions.TestCase):
    """Run by pytest."""
