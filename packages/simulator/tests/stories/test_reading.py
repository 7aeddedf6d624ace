"""What is wrong in a story is said with file, step and field."""

from pathlib import Path

import pytest

from csms_simulator.stories import StoryError, parse, read
from csms_simulator.stories.story import AnyOrder, Connect, PlugIn, Sent, Swipe, Wait

HEAD = """
id: A
title: A title
version: "1.6"
description: What happens.
"""


def story(steps: str, head: str = HEAD) -> str:
    return f"{head}\nsteps:\n" + "\n".join(f"  {line}" for line in steps.strip("\n").splitlines())


def complaint(text: str) -> str:
    with pytest.raises(StoryError) as caught:
        parse(text, "file.yaml")
    return str(caught.value)


def test_steps_are_words_or_objects_that_begin_with_one() -> None:
    steps = parse(story("- connect\n- plug_in: 2\n- plug_in:\n- swipe: TAG\n  evse: 2")).steps
    assert steps == (Connect(), PlugIn(plug_in=2), PlugIn(), Swipe(swipe="TAG", evse=2))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("5", 5), ("0.5", 0.5), ("30s", 30), ("2m", 120), ("2min", 120), ("1h", 3600), ("50ms", 0.05)],
)
def test_durations(written: str, seconds: float) -> None:
    (step,) = parse(story(f"- wait: {written}")).steps
    assert isinstance(step, Wait)
    assert step.wait == pytest.approx(seconds)


def test_messages_in_any_order() -> None:
    (step,) = parse(story("- any_order:\n    - sent: Heartbeat\n    - sent: Authorize\n  within: 5s")).steps
    assert isinstance(step, AnyOrder)
    assert [inner.action for inner in step.any_order] == ["Heartbeat", "Authorize"]


def test_needs_and_captures_are_variables() -> None:
    text = story(
        "- swipe: ${token}\n- sent: StartTransaction\n  capture: {tx: answer.transactionId}\n- sent: StopTransaction\n"
        '  where: {transactionId: "${tx}"}',
        HEAD + "needs: {token: {description: a token, default: TAG}}",
    )
    assert isinstance(parse(text).steps[1], Sent)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "file.yaml: this is no YAML: "),
        ("- 1", "file.yaml: Expected object, got array"),
        ("id: A", "file.yaml: Object missing required field title"),
        (HEAD + "steps: []", "file.yaml: steps: a story needs a step"),
        (HEAD.replace('"1.6"', '"1.5"') + "steps: [connect]", "file.yaml: version: Invalid enum value '1.5'"),
        (HEAD + "colour: red\nsteps: [connect]", "file.yaml: Object contains unknown field colour"),
        (HEAD + "station: {evses: many}\nsteps: [connect]", "file.yaml: station.evses: expected int, got str"),
        (HEAD + "station: {evses: 0}\nsteps: [connect]", "file.yaml: station.evses must be 1 to 100"),
        (
            HEAD + "station: {settings: {colour: 1}}\nsteps: [connect]",
            "file.yaml: station.settings: there is no",
        ),
        (
            HEAD + "station: {settings: {sample_interval_s: soon}}\nsteps: [connect]",
            "file.yaml: station.settings.sample_interval_s: expected float, got str",
        ),
        (
            HEAD + "station: {settings: {tx_start_points: [Soon]}}\nsteps: [connect]",
            "file.yaml: station.settings.tx_start_points[0]: Invalid enum value 'Soon'",
        ),
    ],
)
def test_what_is_wrong_outside_of_steps(text: str, told: str) -> None:
    assert complaint(text).startswith(told)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("- 5", "step 1 (5): a step is a word, or an object that begins with one"),
        ("- connect\n- dance: 1", "step 2: a step has one of the words connect, "),
        ("- sent: Heartbeat\n  wait: 5s", "step 1 (sent): a step has one of the words connect, "),
        ("- swipe", "step 1 (swipe): Object missing required field swipe"),
        ("- plug_in: one", "step 1 (plug_in): plug_in: expected int, got str"),
        ("- plug_in: 1\n  vehicle: spaceship", "step 1 (plug_in): vehicle: there is no spaceship; take one of "),
        ("- wait: soon", "step 1 (wait): wait: 'soon' is no duration; write 30s, 5m or 2h"),
        ("- wait: true", "step 1 (wait): wait: True is no duration"),
        ("- sent: Heartbeat\n  with_in: 5s", "step 1 (sent): Object contains unknown field with_in"),
        ("- sent: Hartbeat", "step 1 (sent): OCPP 1.6 has no message Hartbeat"),
        ("- sent: Reset", "step 1 (sent): Reset is not sent by the station"),
        ("- received: Heartbeat", "step 1 (received): Heartbeat is not sent by the central system"),
        ("- reply: Heartbeat", "step 1 (reply): Heartbeat is not sent by the central system"),
        ("- sent: Authorize\n  where: {idtag: A}", "step 1 (sent): where.idtag: Authorize has no such field"),
        (
            "- sent: Authorize\n  answered: {idTagInfo: {state: Accepted}}",
            "step 1 (sent): answered.idTagInfo.state: IdTagInfo has no such field",
        ),
        (
            "- sent: MeterValues\n  where: {meterValue: {contains: {sampledValue: {every: {phases: 3}}}}}",
            "step 1 (sent): where.meterValue.sampledValue.phases: SampledValue has no such field",
        ),
        ("- sent: Heartbeat\n  answered: {currentTime: /(/}", "step 1 (sent): answered.currentTime: /(/ is no regular"),
        (
            "- sent: BootNotification\n  answered: {interval: '> much'}",
            "step 1 (sent): answered.interval: '> much' compares with something that is no number",
        ),
        (
            "- sent: Authorize\n  where: {idTag: {one_of: A}}",
            "step 1 (sent): where.idTag.one_of needs a list of what may be there",
        ),
        (
            "- sent: Heartbeat\n  answered: {currentTime: any}\n  refused: any",
            "step 1 (sent): a message is either answered or refused",
        ),
        ("- swipe: ${tokn}", "step 1 (swipe): ${tokn} is neither needed nor captured before; known are now, password"),
        (
            "- sent: Heartbeat\n  capture: {time: currentTime}",
            "step 1 (sent): capture.time: currentTime must begin with payload. or answer.",
        ),
        ("- any_order: []", "step 1 (any_order): any_order needs a list of messages"),
        (
            "- none_of: [connect]\n  within: 5s",
            "step 1 (none_of): none_of holds what was sent and received, not",
        ),
        ("- none_of: [{sent: Heartbeat}]", "step 1 (none_of): Object missing required field within"),
        (
            "- any_order: [{sent: Heartbeat, within: 5s}]",
            "step 1 (any_order): within cannot stand inside of any_order",
        ),
        (
            "- none_of: [{sent: Heartbeat, answered: {}}]\n  within: 5s",
            "step 1 (none_of): answered cannot stand inside of none_of",
        ),
        ("- operator: dance", "step 1 (operator): operator: there is no dance; take one of "),
        ("- reply: Reset\n  payload: {state: A}", "step 1 (reply): payload.state: Reset has no such field"),
        ("- knock: maybe", "step 1 (knock): knock: Invalid enum value 'maybe'"),
    ],
)
def test_what_is_wrong_in_a_step(steps: str, told: str) -> None:
    assert complaint(story(steps)).startswith(f"file.yaml: {told}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"none\.yaml: No such file or directory"):
        read(tmp_path / "none.yaml")
