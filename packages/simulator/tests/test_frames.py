"""The log of a station's frames, and canned answers."""

import asyncio
from collections.abc import Callable
from typing import Never

import pytest

from csms_simulator import frames
from csms_simulator.frames import CannedAnswers, Direction, FrameKind, FrameLog, LoggedConnection
from ocpp.connection import PushConnection

HEARTBEAT = '[2,"1","Heartbeat",{}]'
ANSWER = '[3,"1",{"currentTime":"now"}]'


def log() -> FrameLog:
    return FrameLog(lambda: 7.0)


def test_an_answer_has_the_action_of_its_call() -> None:
    frames_of = log()
    frames_of.add(Direction.SENT, HEARTBEAT)
    answer = frames_of.add(Direction.RECEIVED, ANSWER)
    assert (answer.kind, answer.action, answer.id, answer.payload) == (
        FrameKind.RESULT,
        "Heartbeat",
        "1",
        {"currentTime": "now"},
    )
    assert answer.at == 7.0
    assert frames_of.add(Direction.RECEIVED, ANSWER).action == "", "a call is answered once"


def test_both_sides_may_use_the_same_id() -> None:
    frames_of = log()
    frames_of.add(Direction.SENT, HEARTBEAT)
    frames_of.add(Direction.RECEIVED, '[2,"1","Reset",{"type":"Hard"}]')
    assert frames_of.add(Direction.SENT, '[3,"1",{"status":"Accepted"}]').action == "Reset"
    assert frames_of.add(Direction.RECEIVED, ANSWER).action == "Heartbeat"


def test_an_error_has_its_parts() -> None:
    error = log().add(Direction.RECEIVED, '[4,"1","GenericError","no",{"a":1}]')
    assert (error.kind, error.payload) == (
        FrameKind.ERROR,
        {"code": "GenericError", "description": "no", "details": {"a": 1}},
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "[2]", '[2,"1",5,{}]', '[9,"1","Reset",{}]', "null", '{"a":1}'])
def test_what_is_no_frame_is_noted_as_such(text: str) -> None:
    frame = log().add(Direction.RECEIVED, text)
    assert (frame.kind, frame.text) == (FrameKind.OTHER, text)


async def test_frames_are_waited_for_and_found_when_they_were_there_before() -> None:
    frames_of = log()
    waiting = asyncio.ensure_future(frames_of.sent("Heartbeat"))
    await asyncio.sleep(0)
    frames_of.add(Direction.RECEIVED, '[2,"1","Heartbeat",{}]')
    frames_of.add(Direction.SENT, '[2,"2","StatusNotification",{}]')
    await asyncio.sleep(0)
    assert not waiting.done()
    frames_of.add(Direction.SENT, '[2,"3","Heartbeat",{}]')
    call = await waiting
    assert call.id == "3"
    frames_of.add(Direction.RECEIVED, '[3,"3",{}]')
    assert (await frames_of.answer_to(call)).number == 3
    assert await frames_of.sent("Heartbeat") == call
    again = asyncio.ensure_future(frames_of.sent("Heartbeat", start=call.number + 1))
    await asyncio.sleep(0)
    assert not again.done()
    again.cancel()
    assert (await frames_of.received("Heartbeat")).number == 0


def test_a_log_keeps_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "CALLS_LIMIT", 2)
    frames_of = FrameLog(lambda: 7.0, limit=3)
    for number in range(5):
        frames_of.add(Direction.SENT, f'[2,"{number}","Heartbeat",{{}}]')
    assert [frame.number for frame in frames_of.since()] == [2, 3, 4]
    assert [frame.number for frame in frames_of.since(4)] == [4]
    assert frames_of.since(5) == []
    assert frames_of.count == 5
    assert frames_of.add(Direction.RECEIVED, '[3,"0",{}]').action == ""
    assert frames_of.add(Direction.RECEIVED, '[3,"4",{}]').action == "Heartbeat"


class Line(PushConnection):
    """A connection that the test speaks on."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.say: Callable[[bytes], None]

    async def listen(self, on_message: Callable[[bytes], None]) -> Never:
        self.say = on_message
        await asyncio.Event().wait()
        raise AssertionError

    def write(self, message: str | bytes) -> None:
        self.written.append(message if isinstance(message, str) else message.decode())


async def test_a_canned_answer_is_given_once_and_the_command_is_not_handed_on() -> None:
    line, answers, frames_of = Line(), CannedAnswers(), log()
    answers.add("Reset", {"status": "Rejected"})
    logged = LoggedConnection(line, frames_of, answers)
    heard: list[bytes] = []
    listening = asyncio.ensure_future(logged.listen(heard.append))
    await asyncio.sleep(0)
    reset = b'[2,"1","Reset",{"type":"Hard"}]'
    line.say(reset)
    assert (heard, line.written) == ([], ['[3,"1",{"status":"Rejected"}]'])
    line.say(reset)
    assert heard == [reset]
    logged.write(HEARTBEAT)
    await logged.send(ANSWER)
    assert [frame.text for frame in frames_of.since()] == [
        reset.decode(),
        '[3,"1",{"status":"Rejected"}]',
        reset.decode(),
        HEARTBEAT,
        ANSWER,
    ]
    listening.cancel()


async def test_the_answer_to_a_call_past_the_conversation_is_not_handed_on() -> None:
    line, frames_of = Line(), log()
    logged = LoggedConnection(line, frames_of, CannedAnswers())
    heard: list[bytes] = []
    listening = asyncio.ensure_future(logged.listen(heard.append))
    asking = asyncio.ensure_future(logged.ask("x", "Nonsense", {"a": 1}))
    await asyncio.sleep(0)
    assert line.written == ['[2,"x","Nonsense",{"a":1}]']
    line.say(b'[3,"y",{}]')
    line.say(b'[4,"x","NotImplemented","",{}]')
    line.say(b'[3,"x",{}]')
    assert (await asking).payload["code"] == "NotImplemented"
    assert heard == [b'[3,"y",{}]', b'[3,"x",{}]']
    listening.cancel()
