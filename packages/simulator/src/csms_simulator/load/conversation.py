"""What both sides of a link say to each other: one outstanding CALL per station, and its answer."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any, TypeAlias

from csms_simulator.load.link import Link
from csms_simulator.load.messages import Message, Payload
from csms_simulator.load.pulse import Pulse
from csms_simulator.load.statistics import Statistics
from csms_simulator.load.wheel import Timer, TimerWheel
from ocpp import catalogue, codec, rpc
from ocpp.exceptions import NotImplementedError, NotSupportedError, OCPPError
from ocpp.model import Request

OnAnswer: TypeAlias = Callable[[Any], object]
OnFailure: TypeAlias = Callable[[], object]

Command: TypeAlias = Callable[[Any], Payload]
"""Answers a request of the central system with a payload that has the names of the wire, or raises OCPPError."""


class Call:
    """A CALL on its way."""

    __slots__ = ("is_about_transaction", "message", "on_answer", "on_failure", "sent_ns", "text", "unique_id")

    def __init__(
        self,
        message: Message,
        unique_id: str,
        text: bytes,
        on_answer: OnAnswer | None,
        on_failure: OnFailure | None,
        *,
        is_about_transaction: bool,
    ) -> None:
        self.message = message
        self.unique_id = unique_id
        self.text = text
        self.on_answer = on_answer
        self.on_failure = on_failure
        self.is_about_transaction = is_about_transaction
        self.sent_ns = 0


class Conversation:
    """One end of the conversation.

    Args:
        version: of OCPP.
        wheel: for the time that answers may take.
        now_s: the clock of the wheel: `time.perf_counter`, which also tells how long answers take.
        pulse: beats if it is late: an event loop with much to read may not come to its timers for seconds.
        statistics: where everything is counted.
        first_id: what message ids begin with: no two runs may have the same.
        answer_timeout_s: after which nobody waits for an answer any more.
    """

    __slots__ = (
        "_answer_timeout_s",
        "_count",
        "_first_id",
        "_is_accepted",
        "_link",
        "_now_s",
        "_outstanding",
        "_pulse",
        "_statistics",
        "_version",
        "_waiting",
        "_watch",
        "_wheel",
    )

    def __init__(
        self,
        version: str,
        *,
        wheel: TimerWheel,
        now_s: Callable[[], float],
        pulse: Pulse,
        statistics: Statistics,
        first_id: str,
        answer_timeout_s: float,
    ) -> None:
        self._version = version
        self._wheel = wheel
        self._now_s = now_s
        self._pulse = pulse
        self._statistics = statistics
        self._first_id = first_id
        self._answer_timeout_s = answer_timeout_s
        self._count = 0
        self._link: Link | None = None
        self._is_accepted = False
        self._outstanding: Call | None = None
        self._waiting: deque[Call] = deque()
        self._watch: Timer | None = None

    # Calls of the station

    def call(
        self,
        message: Message,
        values: tuple[Any, ...] = (),
        on_answer: OnAnswer | None = None,
        on_failure: OnFailure | None = None,
        *,
        is_about_transaction: bool = False,
        is_boot: bool = False,
    ) -> None:
        """Send a message when those before it were answered and the station is accepted; a boot needs neither.

        `on_answer` gets the result, `on_failure` is called after an error, an answer that is not valid, or none at all.
        If the link is lost before, messages about a transaction are sent again on the next one, others fail.
        """
        self._count += 1
        unique_id = f"{self._first_id}{self._count}"
        text = message.text(unique_id.encode(), values)
        call = Call(message, unique_id, text, on_answer, on_failure, is_about_transaction=is_about_transaction)
        is_next = is_boot or (self._is_accepted and not self._waiting)
        if is_next and self._outstanding is None and self._link is not None:
            self._send(call, self._link)
        else:
            self._waiting.append(call)

    def _send(self, call: Call, link: Link) -> None:
        self._outstanding = call
        call.message.exchange.sent += 1
        if self._watch is None:
            self._watch = self._wheel.add(self._now_s() + self._answer_timeout_s, self._look)
        call.sent_ns = perf_counter_ns()
        link.send(call.text)

    def _send_next(self) -> None:
        if self._waiting and self._outstanding is None and self._link is not None and self._is_accepted:
            self._send(self._waiting.popleft(), self._link)

    def _look(self) -> None:
        """See whether the outstanding call is answered in time. One timer per station does, set anew when it fires."""
        self._watch = None
        call = self._outstanding
        if call is None:
            return
        due_s = call.sent_ns / 1e9 + self._answer_timeout_s
        if self._now_s() >= due_s:
            self._fail(call, f"no answer in {self._answer_timeout_s:g} s")
        else:
            self._watch = self._wheel.add(due_s, self._look)

    def _fail(self, call: Call, cause: str) -> None:
        call.message.exchange.failed += 1
        self._statistics.errors.add(f"{call.message.action}: {cause}")
        self._outstanding = None
        if call.on_failure is not None:
            call.on_failure()
        self._send_next()

    # What a link says

    def _begin_conversation(self, link: Link) -> None:
        """Say on a new link what waits."""
        self._link = link
        self._send_next()

    def _end_conversation(self) -> None:
        """Keep what is about transactions for the next link, and give up the rest."""
        self._link = None
        calls = list(self._waiting)
        if self._outstanding is not None:
            self._outstanding.message.exchange.failed += 1
            calls.insert(0, self._outstanding)
        self._outstanding = None
        self._waiting = deque(call for call in calls if call.is_about_transaction)
        for call in calls:
            if not call.is_about_transaction and call.on_failure is not None:
                call.on_failure()

    def message_received(self, payload: bytes) -> None:
        """Take a message."""
        arrived_ns = perf_counter_ns()
        if arrived_ns > self._pulse.due_ns:
            self._pulse.beat()
        frame = rpc.decode(payload)
        if type(frame) is rpc.CallResultFrame:
            call = self._outstanding
            if call is None or call.unique_id != frame.id:
                self._statistics.errors.add("an answer came that nobody waited for, too late or with a wrong id")
                return
            message = call.message
            try:
                result = message.decode_result(frame.payload)
            except (ValueError, RecursionError):
                try:
                    result = codec.decode(message.result_class, frame.payload)
                except OCPPError as error:
                    self._fail(call, f"the answer is not valid: {error.details.get('cause', error.description)}")
                    return
            self._outstanding = None
            exchange = message.exchange
            exchange.answered += 1
            self._statistics.answered += 1
            exchange.recent.record((arrived_ns - call.sent_ns) // 1000)
            if call.on_answer is not None:
                call.on_answer(result)
            if self._waiting:
                self._send_next()
        else:
            self._take_other(frame)

    def _take_other(self, frame: rpc.Frame | rpc.Malformed) -> None:
        match frame:
            case rpc.CallErrorFrame():
                call = self._outstanding
                if call is None or call.unique_id != frame.id:
                    self._statistics.errors.add(f"a CALLERROR came that nobody waited for: {frame.code}")
                else:
                    self._fail(call, f"{frame.code} {frame.description or ''}".strip())
            case rpc.CallFrame():
                self._answer(frame)
            case rpc.CallResultErrorFrame() if self._version == "2.1":
                self._statistics.errors.add(
                    f"an answer of ours was refused: {frame.code} {frame.description or ''}".strip()
                )
            case rpc.SendFrame() if self._version == "2.1":
                self._statistics.commands[frame.action] += 1
            case rpc.Malformed(fault):
                self._statistics.errors.add(f"a message came that is none of OCPP: {fault.value}")
            case _:
                self._statistics.errors.add(f"a message came that is none of OCPP {self._version}")

    # Commands of the central system

    @abstractmethod
    def commands(self) -> dict[str, Command]:
        """Return what is done for each action; what is not there is answered with NotSupported."""

    def _answer(self, frame: rpc.CallFrame) -> None:
        link = self._link
        if link is None:
            return
        message_type = catalogue.find(self._version, frame.action)
        name = frame.action if message_type is not None else "unknown actions"
        self._statistics.commands[name] += 1
        try:
            command = self.commands().get(frame.action)
            if message_type is None:
                raise NotImplementedError(f"OCPP {self._version} has no {name}")
            if command is None or message_type.result is None or not issubclass(message_type.request, Request):
                raise NotSupportedError(f"A station that puts load on the system does not do {name}")
            answer = codec.encode(command(codec.decode(message_type.request, frame.payload)), message_type.result)
            text = rpc.call_result(frame.id, answer)
        except OCPPError as error:
            details = codec.encode_json(error.details)
            text = rpc.encode_call_error(frame.id, error.code, error.description, details).encode()
        link.send(text)
