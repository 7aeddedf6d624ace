"""What a story expects of the wire: looking for messages in what went over it, and waiting for them."""

from collections.abc import Sequence

from msgspec import Struct

from csms_simulator.clock import Clock
from csms_simulator.frames import Direction, Frame, FrameKind, FrameLog
from csms_simulator.stories.conversation import shown, unanswered
from csms_simulator.stories.matching import matches, mismatches
from csms_simulator.stories.results import Problem
from csms_simulator.stories.story import ANSWER_S, Expectation, JsonObject, Sent
from csms_simulator.stories.variables import NothingThereError, value_at
from csms_simulator.stories.waiting import in_time

SOON_S = 5.0
"""An answer that is not there for so long is what a station may be waiting for."""


class StepFailedError(Exception):
    """A step did not go as the story has it.

    Args:
        expected: what should have come.
        actual: what came instead.
    """

    def __init__(self, expected: str, actual: str) -> None:
        self.expected = expected
        self.actual = actual
        super().__init__(f"expected {expected}; {actual}")


class Exchange(Struct, frozen=True):
    """A message that was expected, and the answer to it."""

    call: Frame
    answer: Frame


class StoryWire:
    """The wire, as a story reads it: from one message that was expected on to the next.

    Args:
        log: the station's frames.
        clock: the station's clock.
    """

    def __init__(self, log: FrameLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self.position = 0
        """The number of the frame from which on the next message is looked for."""
        self.seen = 0
        """The number of the frame from which on a problem shows frames."""

    def forget(self) -> None:
        """Look only at what comes from now on: something new happens."""
        self.position = self.seen = self._log.count

    async def expect(self, wanted: Expectation, patience_s: float) -> Exchange:
        """Return the first message that is as expected, with its answer. Raises: StepFailedError."""
        (exchange,) = await self.expect_all((wanted,), wanted.within + patience_s)
        return exchange

    async def expect_all(self, wanted: Sequence[Expectation], seconds: float) -> list[Exchange]:
        """Return the first messages that are as expected, in any order. Raises: StepFailedError."""
        found: list[Frame] = []

        def is_complete(_: Frame) -> bool:
            found[:] = _assign(wanted, self._calls()) or ()
            return bool(found)

        start = self.position
        try:
            await in_time(self._clock, seconds, self._log.next(is_complete, start))
        except TimeoutError:
            raise self._missing(wanted, seconds) from None
        self.position = max(call.number for call in found) + 1
        exchanges: list[Exchange] = []
        for expectation, call in zip(wanted, found, strict=True):
            answer = await self._answer(call)
            check_answer(expectation.answered, expectation.refused, call.action, answer)
            exchanges.append(Exchange(call, answer))
        self.seen = self.position
        return exchanges

    async def expect_none(self, unwanted: Sequence[Expectation], seconds: float) -> None:
        """Wait for a while and see that none of the messages comes. Raises: StepFailedError."""

        def is_unwanted(frame: Frame) -> bool:
            return any(_is_it(expectation, frame) for expectation in unwanted)

        try:
            frame = await in_time(self._clock, seconds, self._log.next(is_unwanted, self.position))
        except TimeoutError:
            return
        raise StepFailedError(f"no {frame.action} for {seconds:g} s", f"{shown(frame)} came")

    async def _answer(self, call: Frame) -> Frame:
        try:
            return await in_time(self._clock, ANSWER_S, self._log.answer_to(call))
        except TimeoutError:
            raise StepFailedError(f"an answer to {call.action}", f"none came for {ANSWER_S:g} s") from None

    def problem(self, error: StepFailedError, note: str | None) -> Problem:
        """Return why a step failed, with the frames since the last one that went well."""
        frames = tuple(shown(frame) for frame in self._log.since(self.seen))
        return Problem(error.expected, error.actual, frames, note)

    def _calls(self) -> list[Frame]:
        return [frame for frame in self._log.since(self.position) if frame.kind is FrameKind.CALL]

    def _missing(self, wanted: Sequence[Expectation], seconds: float) -> StepFailedError:
        """Say which message did not come, and how the nearest one differs."""
        calls = self._calls()
        lacking = [expectation for expectation in wanted if not any(_is_it(expectation, call) for call in calls)]
        missing = lacking[0] if lacking else wanted[-1]
        waiting = [call for call in unanswered(self._log.since(self.seen)) if self._clock.now() - call.at > SOON_S]
        if waiting and isinstance(missing, Sent):
            action = waiting[0].action
            return StepFailedError(
                f"an answer to {action}", f"none came within {seconds:g} s, and the station waits for it"
            )
        action = missing.action
        who = "the station" if isinstance(missing, Sent) else "the central system"
        expected = f"{who} to send {action} within {seconds:g} s"
        nearest = [call for call in calls if call.action == action and call.direction is _direction(missing)]
        if not nearest:
            came = ", ".join(dict.fromkeys(call.action for call in calls))
            return StepFailedError(expected, f"it did not come; {f'what came is {came}' if came else 'nothing came'}")
        differences = min((mismatches(missing.where, call.payload) for call in nearest), key=len)
        if not differences:
            return StepFailedError(expected, "there were fewer of it than expected")
        return StepFailedError(expected, "it came, but with " + "; ".join(map(str, differences)))


def check_answer(answered: JsonObject, refused: str | None, action: str, answer: Frame) -> None:
    """Check an answer. Raises: StepFailedError."""
    if refused is not None:
        code = answer.payload.get("code") if answer.kind is FrameKind.ERROR else None
        if code is None or not matches(refused, code):
            raise StepFailedError(f"{action} to be refused with the error {refused}", f"the answer was {answer.text}")
        return
    if answer.kind is FrameKind.ERROR:
        raise StepFailedError(f"an answer to {action}", f"it was refused: {answer.text}")
    differences = mismatches(answered, answer.payload)
    if differences:
        raise StepFailedError(
            "; ".join(f"{difference.place} {difference.expected}" for difference in differences)
            + f" in the answer to {action}",
            "; ".join(f"{difference.place or 'it'} was {difference.actual}" for difference in differences),
        )


def captured(paths: dict[str, str], exchange: Exchange) -> dict[str, object]:
    """Return the values to be captured. Raises: StepFailedError if one is not there."""
    root = {"payload": exchange.call.payload, "answer": exchange.answer.payload}
    values: dict[str, object] = {}
    for name, path in paths.items():
        try:
            values[name] = value_at(path, root)
        except NothingThereError as error:
            raise StepFailedError(f"{path} in {exchange.call.action}", str(error)) from None
    return values


def _direction(expectation: Expectation) -> Direction:
    return Direction.SENT if isinstance(expectation, Sent) else Direction.RECEIVED


def _is_it(expectation: Expectation, frame: Frame) -> bool:
    return (
        frame.kind is FrameKind.CALL
        and frame.direction is _direction(expectation)
        and frame.action == expectation.action
        and matches(expectation.where, frame.payload)
    )


def _assign(wanted: Sequence[Expectation], calls: Sequence[Frame]) -> list[Frame] | None:
    """Return a different message for each expectation, as early as possible; None while there are not enough."""
    takers: dict[int, int] = {}

    def take(index: int, tried: set[int]) -> bool:
        for place, call in enumerate(calls):
            if place not in tried and _is_it(wanted[index], call):
                tried.add(place)
                if place not in takers or take(takers[place], tried):
                    takers[place] = index
                    return True
        return False

    if not all(take(index, set()) for index in range(len(wanted))):
        return None
    places = {index: place for place, index in takers.items()}
    return [calls[places[index]] for index in range(len(wanted))]
