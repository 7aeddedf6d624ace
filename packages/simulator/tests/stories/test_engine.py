"""How a story is run: what is expected, what comes instead, and what is told of it."""

from typing import Any

import pytest

from csms_simulator.clock import ScaledClock
from csms_simulator.frames import Direction, Frame, FrameKind
from csms_simulator.stories import MissingNeedError, Outcome, StoryResult, Target, parse, run_story
from csms_simulator.stories.wire import StepFailedError, check_answer
from ocpp.server import Link, serve
from ocpp.v16.enums import RegistrationStatus

from .central_system import PORT, START, STATION, URL, answers, ignores, refuses, tell
from .central_system_v16 import CentralSystem16

NEEDS = "needs: {token: {description: T, default: TAG-ACCEPTED}, new_password: {description: P, default: secret}}\n"


def story(steps: str, more: str = "", version: str = "1.6") -> Any:
    head = f'id: A\ntitle: A title\nversion: "{version}"\ndescription: What happens.\n{NEEDS}{more}\nsteps:\n'
    return parse(head + "\n".join(f"  {line}" for line in steps.strip("\n").splitlines()))


async def told(steps: str, system: CentralSystem16 | None = None, more: str = "") -> StoryResult:
    return await tell(story(steps, more), system or CentralSystem16())


def cause(result: StoryResult) -> str:
    assert result.problem is not None, "the story should fail"
    return f"{result.problem.expected}; {result.problem.actual}"


# What is expected


async def test_each_step_has_an_outcome() -> None:
    result = await told("- connect\n- sent: BootNotification\n- sent: Authorize\n  within: 5s\n- wait: 1s")
    assert [step.outcome for step in result.steps] == [
        Outcome.PASSED,
        Outcome.PASSED,
        Outcome.FAILED,
        Outcome.NOT_RUN,
        Outcome.NOT_RUN,
    ]
    assert not result.has_passed


async def test_a_message_that_does_not_come_is_waited_for_in_simulated_time() -> None:
    result = await told("- connect\n- sent: Authorize\n  within: 1h")
    assert result.steps[1].duration_s == pytest.approx(3600)
    assert cause(result) == (
        "the station to send Authorize within 3600 s; it did not come; what came is BootNotification, "
        "StatusNotification, Heartbeat"
    )


async def test_a_message_with_other_values_is_told_of() -> None:
    result = await told("- connect\n- swipe: ${token}\n- sent: Authorize\n  where: {idTag: OTHER}\n  within: 5s")
    assert cause(result).endswith("it came, but with idTag: expected OTHER, was TAG-ACCEPTED")


async def test_an_answer_with_other_values_is_told_of_with_the_frames_and_the_note() -> None:
    result = await told(
        "- connect\n- swipe: TAG-BLOCKED\n- sent: Authorize\n  answered: {idTagInfo: {status: Accepted}}\n  note: Look."
    )
    assert cause(result) == "idTagInfo.status Accepted in the answer to Authorize; idTagInfo.status was Blocked"
    assert result.problem is not None
    assert result.problem.note == "Look."
    assert [frame[:6] for frame in result.problem.frames] == ["-> [2,", "<- [3,"]


async def test_messages_are_looked_for_in_order() -> None:
    result = await told("- connect\n- sent: StatusNotification\n- sent: BootNotification\n  within: 5s")
    assert cause(result).startswith("the station to send BootNotification")


async def test_messages_may_come_in_any_order_but_each_counts_once() -> None:
    steps = """
- connect
- any_order:
    - sent: StatusNotification
      where: {connectorId: 1}
    - sent: BootNotification
    - sent: StatusNotification
%s
"""
    assert (await told(steps % "")).has_passed
    result = await told(steps % "    - sent: StatusNotification\n  within: 5s")
    assert cause(result).endswith("there were fewer of it than expected")


async def test_something_that_happens_makes_forget_what_came_before() -> None:
    result = await told("- connect\n- plug_in\n- sent: BootNotification\n  within: 5s")
    assert cause(result).startswith("the station to send BootNotification")


async def test_what_must_not_come() -> None:
    steps = "- connect\n- swipe: ${token}\n- none_of: [{sent: %s}]\n  within: 10s"
    passed = await told(steps % "StartTransaction")
    assert passed.has_passed
    assert passed.steps[2].duration_s == pytest.approx(10)
    assert cause(await told(steps % "Authorize")).startswith("no Authorize for 10 s; -> [2,")


async def test_captured_values_are_used_later() -> None:
    steps = """
- connect
- swipe: ${token}
- plug_in
- sent: StartTransaction
  capture: {id: answer.transactionId, begin: payload.meterStart}
- swipe: ${token}
- sent: StopTransaction
  where: {transactionId: "${id}", meterStop: ">= ${begin}"}
"""
    assert (await told(steps)).has_passed


async def test_what_is_captured_must_be_there() -> None:
    result = await told("- connect\n- sent: BootNotification\n  capture: {id: answer.transactionId}")
    assert cause(result).startswith("answer.transactionId in BootNotification; there is no answer.transactionId")


# What the station does otherwise


async def test_the_station_answers_as_the_story_has_it() -> None:
    system = CentralSystem16()
    result = await told(
        "- connect\n- reply: ClearCache\n  payload: {status: Rejected}\n- operator: clear_cache\n"
        "- received: ClearCache\n  answered: {status: Rejected}\n- operator: clear_cache\n"
        "- received: ClearCache\n  answered: {status: Accepted}",
        system,
    )
    assert result.has_passed
    assert [answer.status for _, answer in system.outcomes] == ["Rejected", "Accepted"]


async def test_the_station_sends_what_the_story_has() -> None:
    result = await told(
        "- connect\n- send: Heartbeat\n  capture: {time: answer.currentTime}\n"
        '- send: DataTransfer\n  payload: {vendorId: "${time}"}'
    )
    assert result.has_passed
    assert '"vendorId":"2026-01-01T00:00:' in result.transcript[-2]


async def test_an_error_may_be_what_is_wanted() -> None:
    steps = "- connect\n- send: DataTransfer\n  payload: {nobody: 1}\n  refused: %s"
    assert (await told(steps % "any")).has_passed
    assert (await told(steps % "/Violation$/")).has_passed
    assert cause(await told(steps % "NotSupported")).startswith(
        "DataTransfer to be refused with the error NotSupported"
    )
    result = await told("- connect\n- send: Heartbeat\n  refused: any")
    assert cause(result).startswith("Heartbeat to be refused with the error any; the answer was [3,")


async def test_nothing_happens_to_a_station_that_is_not_there() -> None:
    assert cause(await told("- plug_in")).endswith("it was not switched on: the step `connect` comes first")
    assert cause(await told("- connect\n- connect")) == "connect; it is on already"
    assert "no vehicle at EVSE 1" in cause(await told("- connect\n- unplug"))
    assert "this cannot be" in cause(await told("- connect\n- plug_in: 7"))
    assert "The station is offline" in cause(await told("- connect\n- go_offline\n- send: Heartbeat"))


async def test_nobody_listens() -> None:
    result = await run_story(story("- connect"), Target(url=URL, station=STATION), clock=ScaledClock(start=START))
    assert cause(result).startswith(
        "the station to be accepted within 60 s; Cannot connect to ws://central.example:9000"
    )


async def test_a_transaction_that_the_story_leaves_is_ended() -> None:
    system = CentralSystem16()
    stopped: list[Any] = []
    system.answers["StopTransaction"] = lambda result: (stopped.append(result), result)[1]
    assert (await told("- connect\n- plug_in\n- swipe: ${token}\n- sent: StartTransaction", system)).has_passed
    assert len(stopped) == 1


async def test_a_story_may_go_on_without_being_accepted() -> None:
    system = CentralSystem16()
    answers("BootNotification", status=RegistrationStatus.rejected)(system)
    result = await told("- connect:\n  waits: false\n- sent: BootNotification\n  answered: {status: Rejected}", system)
    assert result.has_passed


def test_a_command_that_the_station_refuses_is_not_answered() -> None:
    text = '[4,"1","NotSupported","",{}]'
    refusal = Frame(1, START, Direction.SENT, FrameKind.ERROR, "1", "Reset", {"code": "NotSupported"}, text)
    with pytest.raises(StepFailedError, match="expected an answer to Reset; it was refused"):
        check_answer({}, None, "Reset", refusal)
    check_answer({}, "NotSupported", "Reset", refusal)


# The rules that hold always


async def test_every_message_must_be_answered() -> None:
    system = CentralSystem16()
    ignores("MeterValues")(system)
    result = await told("- connect\n- plug_in\n- swipe: ${token}\n- sent: MeterValues\n  within: 2m", system)
    assert cause(result) == "an answer to MeterValues; none came for 30 s"


async def test_a_message_that_no_step_is_about_must_be_answered_too() -> None:
    system = CentralSystem16()
    ignores("Authorize")(system)
    result = await told("- connect\n- swipe: ${token}\n- wait: 5s", system)
    assert result.steps[-1].outcome is Outcome.FAILED
    assert cause(result) == "an answer to every message; there is none to Authorize"


async def test_no_message_may_be_answered_with_an_error() -> None:
    system = CentralSystem16()
    refuses("StatusNotification")(system)
    result = await told("- connect\n- wait: 5s", system)
    assert "the central system answered StatusNotification with the error InternalError" in cause(result)


async def test_a_station_that_is_rejected_says_so() -> None:
    system = CentralSystem16()
    answers("BootNotification", status=RegistrationStatus.pending)(system)
    assert cause(await told("- connect", system)).endswith("the central system answered BootNotification with Pending")


@pytest.mark.parametrize(
    ("frame", "told_as"),
    [
        ('[3,"%s",{"currentTime":"2026-01-01T00:00:00Z","interval":300,"status":"Maybe"}]', "the answer to BootNotif"),
        ('[3,"nobody",{}]', "the central system answered a message that the station has not sent"),
        ('[2,"1","Reset",{"type":"Warm"}]', "the command Reset is not valid"),
        ('[2,"1","Dance",{}]', "the central system sent Dance, which OCPP 1.6 does not have"),
        ("hello", "the central system sent what is no message of OCPP"),
    ],
)
async def test_what_the_central_system_says_must_be_valid(frame: str, told_as: str) -> None:
    async def serve_badly(link: Link) -> None:
        request = await link.recv()
        message_id = str(request).split('"')[1]
        await link.send(frame % message_id if "%s" in frame else frame)
        await link.wait_closed()

    async with serve(serve_badly, "central.example", PORT, subprotocols=["ocpp1.6"]):
        target = Target(url=URL, station=STATION)
        steps = story("- connect:\n  waits: false\n- wait: 1s")
        result = await run_story(steps, target, clock=ScaledClock(start=START))
    assert told_as in cause(result)


# Operators and needs


async def test_an_operator_that_fails_is_told_of_and_the_wire_decides() -> None:
    result = await told("- connect\n- operator: reserve\n- received: ReserveNow\n  within: 5s")
    assert result.steps[1].outcome is Outcome.PASSED
    assert result.steps[1].remark == "LookupError: there is no way to reserve"
    assert cause(result).startswith("the central system to send ReserveNow within 5 s; it did not come; nothing came")


async def test_a_story_with_an_operator_needs_one() -> None:
    async with CentralSystem16().listening():
        steps = story("- connect\n- operator: clear_cache\n- received: ClearCache\n  within: 5s")
        target = Target(url=URL, station=STATION, password="the-password-of-CP-1")
        result = await run_story(steps, target, clock=ScaledClock(start=START))
    assert result.steps[1].remark == "OperatorError: there is no operator to clear cache at station CP-1"


async def test_values_from_outside_take_the_place_of_defaults() -> None:
    steps = "- connect\n- swipe: ${token}\n- sent: Authorize\n  answered: {idTagInfo: {status: Blocked}}"
    result = await tell(story(steps), CentralSystem16(), token="TAG-BLOCKED")
    assert result.has_passed
    assert result.steps[1].words == "swipe TAG-BLOCKED"


async def test_a_need_without_a_value_is_told_of() -> None:
    text = 'id: A\ntitle: T\nversion: "1.6"\ndescription: D\nneeds: {x: {description: an x}}\nsteps: [connect]'
    with pytest.raises(MissingNeedError, match="A needs a value for x: an x"):
        await tell(parse(text), CentralSystem16())


async def test_passwords_are_not_in_the_report() -> None:
    system = CentralSystem16()
    result = await told(
        "- connect\n- operator: change_configuration\n"
        '  arguments: {key: AuthorizationKey, value: "7365637265742d6f662d746865"}\n'
        "- received: ChangeConfiguration",
        system,
    )
    text = "".join(result.transcript)
    assert '"ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}' in text
    assert "7365637265" not in text


async def test_passwords_are_not_in_a_problem_either() -> None:
    steps = story('- connect\n- sent: BootNotification\n  where: {chargePointModel: "${new_password}"}\n  within: 5s')
    result = await tell(steps, CentralSystem16(), new_password="hush-hush")
    assert cause(result).endswith("chargePointModel: expected ***, was Simulator")
