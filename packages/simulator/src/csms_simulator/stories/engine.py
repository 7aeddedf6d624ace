"""Runs a story: makes the station, lets happen what happens, and looks at the wire."""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from csms_simulator.clock import Clock, ScaledClock
from csms_simulator.frames import Direction, FrameLog
from csms_simulator.simulated_station import SimulatedStation
from csms_simulator.stories import happenings
from csms_simulator.stories import story as steps
from csms_simulator.stories.conversation import broken_rule, shown, unanswered
from csms_simulator.stories.knocking import knock
from csms_simulator.stories.operators import FunctionOperator, Operator, OperatorError, Order
from csms_simulator.stories.results import Outcome, Problem, StepResult, StoryResult
from csms_simulator.stories.stations import layout_for, settings_for
from csms_simulator.stories.story import Step, Story
from csms_simulator.stories.target import Target
from csms_simulator.stories.variables import fill, fill_pattern, hide_passwords, show
from csms_simulator.stories.waiting import in_time
from csms_simulator.stories.wire import Exchange, StepFailedError, StoryWire, captured, check_answer

LAST_STEP = "every message of the station was answered, and every message of the central system was valid"
"""What is looked at after the steps of every story."""


class MissingNeedError(ValueError):
    """A value that a story needs was given neither by the caller nor by the story."""


def variables_for(story: Story, given: Mapping[str, object]) -> dict[str, object]:
    """Return the values of what a story needs. Raises: MissingNeedError."""
    values: dict[str, object] = {}
    for name, need in story.needs.items():
        value = given.get(name, need.default)
        if value is None:
            raise MissingNeedError(f"{story.id} needs a value for {name}: {need.description}")
        values[name] = value
    return values


async def run_story(
    story: Story,
    target: Target,
    *,
    operator: Operator | None = None,
    values: Mapping[str, object] | None = None,
    clock: Clock | None = None,
) -> StoryResult:
    """Run a story and return how it went.

    Args:
        story: what is to happen.
        target: the central system, and who the station is there.
        operator: does what an operator of the central system has to do; a story without such steps needs none.
        values: of what the story needs, where its own defaults are not those of the central system.
        clock: the station's time; by default the real one.

    Raises: MissingNeedError.
    """
    given = {"password": target.password, **(values or {})}
    variables = {**given, **variables_for(story, given), "station": target.station, "run": secrets.token_hex(4)}
    clock = ScaledClock() if clock is None else clock
    async with AsyncExitStack() as stack:
        return await _Run(story, target, operator=operator, variables=variables, clock=clock, stack=stack).run()


class _Run:
    """One run of a story."""

    def __init__(
        self,
        story: Story,
        target: Target,
        *,
        operator: Operator | None,
        variables: dict[str, object],
        clock: Clock,
        stack: AsyncExitStack,
    ) -> None:
        self._story = story
        self._target = target
        self._operator: Operator = FunctionOperator(_nobody) if operator is None else operator
        self._variables = variables
        self._clock = clock
        self._stack = stack
        self._patience_s = 0.0
        """How much longer the next message is waited for: somebody has to do something for it."""
        self._remark: str | None = None
        """What the operator said that could not do it."""
        self._checked = 0
        """The number of the first frame that was not checked by the rules of conversation."""
        self._linked_since = 0
        """The number of the first frame whose answer cannot have been lost with a link."""
        self._may_fail = {action for step in story.steps for action in _refused_in(step)}
        self._station = SimulatedStation(
            target.url,
            target.station,
            story.version,
            layout=layout_for(story.station),
            settings=settings_for(story.station),
            clock=clock,
            password=cast("str | None", variables.get("password")),
            ssl=target.ssl,
        )
        self._is_on = False
        self._log: FrameLog = self._station.frames
        self._wire = StoryWire(self._log, clock)

    async def run(self) -> StoryResult:
        """Run the steps; the first that fails is the last."""
        started_at = self._clock.now()
        results: list[StepResult] = []
        for number, step in enumerate(self._story.steps, 1):
            if results and results[-1].outcome is not Outcome.PASSED:
                results.append(StepResult(number, self._words(step), Outcome.NOT_RUN))
            else:
                results.append(await self._result(number, step))
        results.append(await self._last_result(len(results) + 1, results[-1].outcome))
        result = StoryResult(
            story=self._story,
            station=self._target.station,
            started_at=started_at,
            duration_s=self._clock.now() - started_at,
            steps=tuple(results),
            transcript=tuple(shown(frame) for frame in self._log.since()),
        )
        await self._leave()
        return result

    async def _result(self, number: int, step: Step) -> StepResult:
        began = self._clock.now()
        self._remark = None
        problem: Problem | None = None
        try:
            await self._perform(step)
            self._check_conversation()
        except StepFailedError as error:
            problem = self._problem(self._cause(error), step.note)
        outcome = Outcome.PASSED if problem is None else Outcome.FAILED
        return StepResult(number, self._words(step), outcome, self._clock.now() - began, problem, self._remark)

    async def _last_result(self, number: int, last: Outcome) -> StepResult:
        if last is not Outcome.PASSED:
            return StepResult(number, LAST_STEP, Outcome.NOT_RUN)
        began = self._clock.now()
        problem: Problem | None = None
        try:
            await self._all_answered()
            self._check_conversation()
        except StepFailedError as error:
            problem = self._problem(error, None)
        outcome = Outcome.PASSED if problem is None else Outcome.FAILED
        return StepResult(number, LAST_STEP, outcome, self._clock.now() - began, problem)

    def _problem(self, error: StepFailedError, note: str | None) -> Problem:
        problem = self._wire.problem(error, note)
        return msgspec.structs.replace(
            problem,
            expected=hide_passwords(problem.expected, self._variables),
            actual=hide_passwords(problem.actual, self._variables),
        )

    async def _leave(self) -> None:
        """End what still runs, so that the next story of this station begins at one that is free, and switch it off."""
        if not self._station.is_online:
            return
        model, now = self._station.model, self._station.now()
        running = [evse.transaction for evse in model.evses if evse.transaction is not None]
        for transaction in running:
            model.remote_stop(now, transaction.reference)
        if running:
            self._station.changed()
            with suppress(TimeoutError):
                await in_time(self._clock, steps.ANSWER_S, happenings.quiet(self._station, self._clock))
        await self._station.go_offline()

    # The steps

    async def _perform(self, step: Step) -> None:
        self._variables["now"] = datetime.fromtimestamp(self._clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        match step:
            case steps.Expectation():
                patience_s, self._patience_s = self._patience_s, 0.0
                wanted = self._filled(step)
                self._capture(step.capture, await self._wire.expect(wanted, patience_s))
            case steps.AnyOrder():
                patience_s, self._patience_s = self._patience_s, 0.0
                wanted = [self._filled(inner) for inner in step.any_order]
                found = await self._wire.expect_all(wanted, step.within + patience_s)
                for expectation, exchange in zip(wanted, found, strict=True):
                    self._capture(expectation.capture, exchange)
            case steps.NoneOf():
                await self._wire.expect_none([self._filled(inner) for inner in step.none_of], step.within)
            case steps.Send():
                await self._send(step)
            case steps.Reply():
                self._station.answers.add(step.reply, self._object(step.payload))
            case steps.Operate():
                await self._operate(step)
            case steps.Knock():
                self._linked_since = self._log.count  # a central system may let the newest link win
                await knock(cast(steps.Knock, self._texts(step)), self._target, self._story.version, self._clock)
            case steps.Wait():
                await self._clock.sleep(step.wait)
            case _:
                await self._happen(self._texts(step))

    async def _happen(self, step: Step) -> None:
        self._wire.forget()
        if isinstance(step, steps.Connect) is self._is_on:
            why = "it is on already" if self._is_on else "it was not switched on: the step `connect` comes first"
            raise StepFailedError(step.words, why)
        if isinstance(step, steps.Connect):
            await self._stack.enter_async_context(self._station)
            self._is_on = True
        if isinstance(step, steps.GoOffline | steps.CutPower | steps.Reboot):
            self._linked_since = self._log.count
        await happenings.happen(step, self._station, self._story.station, self._clock)

    async def _send(self, step: steps.Send) -> None:
        self._wire.forget()
        try:
            answer = await in_time(
                self._clock, steps.ANSWER_S, self._station.send(step.send, self._object(step.payload))
            )
        except ConnectionError as error:
            raise StepFailedError(f"an answer to {step.send}", str(error)) from None
        except TimeoutError:
            raise StepFailedError(f"an answer to {step.send}", f"none came for {steps.ANSWER_S:g} s") from None
        pattern = cast("dict[str, object]", fill_pattern(step.answered, self._variables))
        check_answer(pattern, step.refused, step.send, answer)
        call = next(
            frame
            for frame in self._log.since(self._wire.position)
            if frame.id == answer.id and frame.direction is Direction.SENT
        )
        self._wire.position = call.number + 1
        self._capture(step.capture, Exchange(call, answer))

    async def _operate(self, step: steps.Operate) -> None:
        self._wire.forget()
        speed = self._clock.speed if isinstance(self._clock, ScaledClock) else 1.0
        self._patience_s = self._operator.patience_s * speed  # people do not get faster
        order = Order(self._target.station, step.operator, self._object(step.arguments))
        try:
            await self._operator.perform(order)
        except OperatorError as error:
            # What counts is the wire: a central system may call it a failure that a station has refused.
            self._remark = hide_passwords(str(error), self._variables)

    # Variables

    def _words(self, step: Step) -> str:
        return show(step.words, self._variables)

    def _object(self, value: dict[str, object]) -> dict[str, Any]:
        return cast("dict[str, Any]", fill(value, self._variables))

    def _filled(self, step: steps.Expectation) -> steps.Expectation:
        return msgspec.structs.replace(
            step,
            where=fill_pattern(step.where, self._variables),
            answered=fill_pattern(step.answered, self._variables),
        )

    def _texts(self, step: Step) -> Step:
        """Return a step with the variables in its texts filled in."""
        texts = {
            field.name: fill(value, self._variables)
            for field in msgspec.structs.fields(step)
            if isinstance(value := cast(object, getattr(step, field.name)), str) and field.name != "note"
        }
        return msgspec.structs.replace(step, **texts)

    def _capture(self, paths: dict[str, str], exchange: Exchange) -> None:
        self._variables.update(captured(paths, exchange))

    # The rules of conversation

    def _cause(self, error: StepFailedError) -> StepFailedError:
        """Return what is wrong with a message that came, if something is: it is why another one did not come."""
        try:
            self._check_conversation()
        except StepFailedError as broken:
            return broken
        return error

    def _check_conversation(self) -> None:
        """Check what has come since the last time. Raises: StepFailedError."""
        frames = self._log.since(self._checked)
        self._checked = self._log.count
        for frame in frames:
            broken = broken_rule(frame, self._story.version, self._may_fail)
            if broken is not None:
                raise StepFailedError("only valid messages and answers", broken)

    async def _all_answered(self) -> None:
        """Wait until every call of the station has its answer. Raises: StepFailedError."""
        boots = [frame.number for frame in self._log.since(self._linked_since) if frame.action == "BootNotification"]
        since = boots[-1] if boots else self._linked_since  # a station that has started anew has made a new link

        def waiting() -> list[str]:
            return [frame.action for frame in unanswered(self._log.since(since))]

        if not waiting():
            return
        try:
            await in_time(self._clock, steps.ANSWER_S, self._log.next(lambda _: not waiting(), self._log.count))
        except TimeoutError:
            actions = ", ".join(waiting())
            raise StepFailedError("an answer to every message", f"there is none to {actions}") from None


def _refused_in(step: Step) -> list[str]:
    """Return the actions that a step expects to be answered with an error."""
    match step:
        case steps.Sent(sent=action, refused=str()) | steps.Send(send=action, refused=str()):
            return [action]
        case steps.AnyOrder(any_order=inner):
            return [action for expectation in inner for action in _refused_in(expectation)]
        case _:
            return []


async def _nobody(order: Order) -> None:
    await asyncio.sleep(0)
    raise OperatorError(f"there is no operator to {order.words}")
