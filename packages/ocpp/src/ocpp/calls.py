"""Our own calls on one connection: a `Session` with futures for those who wait and one timer for the deadlines."""

import asyncio
import uuid
from collections.abc import Awaitable
from typing import Any, TypeAlias

from ocpp.exceptions import LinkClosedError
from ocpp.messages import CallError, CallResult, answer_message
from ocpp.rpc import Frame, MessageId
from ocpp.session import CallDone, CallState, Event, PendingCall, Session

Response: TypeAlias = CallResult | CallError


class Waiter:
    """What somebody who called waits for: first the turn to send, then the response or the error."""

    __slots__ = ("_wakeup", "outcome", "sender")

    def __init__(self) -> None:
        self.outcome: Response | Exception | None = None
        self.sender: asyncio.Task[Any] | None = None
        """The task that is sending the call at the moment."""
        self._wakeup: asyncio.Future[None] | None = None

    def end(self, outcome: Response | Exception) -> None:
        """Set what the call came to. A failure ends an attempt to send it that still goes on."""
        self.outcome = outcome
        if self.sender is not None and isinstance(outcome, Exception) and self.sender is not asyncio.current_task():
            self.sender.cancel()
        self.wake()

    def wake(self) -> None:
        """Make whoever sleeps look again."""
        if self._wakeup is not None and not self._wakeup.done():
            self._wakeup.set_result(None)

    async def sleep(self) -> None:
        """Wait until woken."""
        if self._wakeup is None or self._wakeup.done():
            self._wakeup = asyncio.get_running_loop().create_future()
        await self._wakeup


Pending: TypeAlias = PendingCall[Waiter]


class Calls:
    """The calls of one connection. `memory` is that of `Session`."""

    __slots__ = ("_submitted", "_timer", "session")

    def __init__(self, memory: int = 0) -> None:
        self.session: Session[Waiter] = Session(memory=memory)
        self._timer: asyncio.TimerHandle | None = None
        self._submitted: dict[MessageId, Pending] = {}
        """Calls whose outcome somebody still has to fetch."""

    def submit(self, message_id: MessageId, timeout_s: float) -> Pending:
        """Register a call; the time counts from now, waiting for its turn included. Raises as `Session.submit`."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        call = self.session.submit(message_id, deadline, Waiter())
        self._submitted[message_id] = call
        self._watch(deadline)
        return call

    async def turn(self, call: Pending) -> None:
        """Wait until the call may be sent. Raises: TimeoutError, LinkClosedError."""
        while call.state is CallState.queued:
            await call.waiter.sleep()
        if isinstance(call.waiter.outcome, Exception):
            raise call.waiter.outcome

    async def sent(self, call: Pending, sending: Awaitable[None]) -> None:
        """Wait until a call is sent, no longer than it lives.

        Raises: TimeoutError, LinkClosedError, and what `sending` raises.
        """
        call.waiter.sender = task = asyncio.current_task()
        try:
            await sending
        except asyncio.CancelledError:
            failure = call.waiter.outcome
            if task is None or not isinstance(failure, Exception) or task.uncancel() > 0:
                raise
            raise failure from None
        finally:
            call.waiter.sender = None

    async def response(self, call: Pending) -> Response:
        """Wait for the answer. Raises: TimeoutError, LinkClosedError."""
        while call.waiter.outcome is None:
            await call.waiter.sleep()
        if isinstance(call.waiter.outcome, Exception):
            raise call.waiter.outcome
        return call.waiter.outcome

    def claim(self, message_id: MessageId, timeout_s: float) -> Pending:
        """Return the call with this id, to wait for its answer until `timeout_s` from now.

        A turn that was taken without an id (`CallLock`) gets it now; without a turn, one is taken.
        """
        submitted = self._submitted.get(message_id)
        if submitted is not None:
            return submitted
        call = self.session.outstanding
        if call is None or not isinstance(call.id, _Turn):
            return self.submit(message_id, timeout_s)
        del self._submitted[call.id]
        call.id = message_id
        call.deadline = asyncio.get_running_loop().time() + timeout_s
        self._submitted[message_id] = call
        self._watch(call.deadline)
        return call

    def deliver(self, response: Response) -> bool:
        """End the outstanding call with a response that did not come as a frame; return whether it was for it."""
        call = self.session.outstanding
        if call is None or call.id != response.unique_id:
            return False
        self._end(call, response)
        return True

    def fail(self, message_id: MessageId, error: Exception) -> bool:
        """Fail the outstanding call if it has this id; return whether it had."""
        call = self.session.outstanding
        if call is None or call.id != message_id:
            return False
        self._end(call, error)
        return True

    def _end(self, call: Pending, outcome: Response | Exception) -> None:
        _let_send(self.session.withdraw(call))
        call.waiter.end(outcome)

    def withdraw(self, call: Pending) -> None:
        """Give up a call, or say that its outcome was fetched."""
        if self._submitted.get(call.id) is call:
            del self._submitted[call.id]
        _let_send(self.session.withdraw(call))

    def receive(self, frame: Frame) -> Event[Waiter]:
        """Take a frame and wake those whom it concerns."""
        now = asyncio.get_running_loop().time() if self.session.memory else 0.0
        event, turn = self.session.receive(frame, now)
        if isinstance(event, CallDone):
            event.call.waiter.end(answer_message(event.answer))
        _let_send(turn)
        return event

    def close(self, cause: BaseException) -> None:
        """The link is gone: fail all calls at once."""
        for call in self.session.close():
            error = LinkClosedError("The connection closed before an answer came")
            error.__cause__ = cause
            call.waiter.end(error)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _watch(self, deadline: float) -> None:
        """See to it that the timer runs no later than the deadline; a timer that runs too early does no harm."""
        if self._timer is not None:
            if self._timer.when() <= deadline:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(deadline, self._expire)

    def _expire(self) -> None:
        self._timer = None
        expired, turn = self.session.expire(asyncio.get_running_loop().time())
        for call in expired:
            call.waiter.end(TimeoutError())
        _let_send(turn)
        deadline = self.session.next_deadline()
        if deadline is not None:
            self._watch(deadline)


def _let_send(call: Pending | None) -> None:
    if call is not None:
        call.waiter.wake()


class EarlyAnswers(asyncio.Queue[Response]):
    """Answers that nobody waits for yet, the newest `limit` of them.

    Programs put answers here themselves; one to the outstanding call goes to it at once.
    """

    def __init__(self, calls: Calls, limit: int) -> None:
        super().__init__()
        self._calls = calls
        self._limit = limit

    def _put(self, item: Response) -> None:
        if self._calls.deliver(item):
            return
        if self.qsize() >= self._limit:
            self.get_nowait()
        super()._put(item)


class _Turn(str):
    """Stands for the id of a call that is not known yet."""

    __slots__ = ()


class CallLock(asyncio.Lock):
    """The turn to send a call, as a lock: for programs that write `async with self._call_lock` themselves.

    They wait in the same queue as `call()` does.
    """

    def __init__(self, calls: Calls, timeout_s: float) -> None:
        super().__init__()
        self._calls = calls
        self._timeout_s = timeout_s
        self._holder: Pending | None = None

    def locked(self) -> bool:
        """Tell whether a call is outstanding."""
        return self._calls.session.outstanding is not None

    async def acquire(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Wait for the turn. Raises: TimeoutError, LinkClosedError, CallQueueFullError."""
        call = self._calls.submit(_Turn(uuid.uuid4().hex), self._timeout_s)
        try:
            await self._calls.turn(call)
        except BaseException:
            self._calls.withdraw(call)
            raise
        self._holder = call
        return True

    def release(self) -> None:
        """Give the turn back. Raises: RuntimeError if it was not taken."""
        if self._holder is None:
            raise RuntimeError("Lock is not acquired.")
        holder, self._holder = self._holder, None
        self._calls.withdraw(holder)
