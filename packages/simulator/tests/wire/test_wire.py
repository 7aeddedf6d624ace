"""The wire itself: what passes, in which order, and what becomes of it when the link ends."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedError

from csms_simulator.wire import LINGER_S, Alteration
from csms_simulator.wire_frame import Frame, Kind

from .rig import Rig

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
IDS = st.text(min_size=1, max_size=36)
FRAMES = st.one_of(
    st.tuples(st.just(2), IDS, st.text(), st.dictionaries(st.text(), JSON, max_size=3)),
    st.tuples(st.just(3), IDS, st.dictionaries(st.text(), JSON, max_size=3)),
    st.tuples(st.just(4), IDS, st.text(), st.text(), st.dictionaries(st.text(), JSON, max_size=2)),
)


def written(frame: tuple[Any, ...]) -> str:
    return json.dumps(frame, indent=1 if len(frame[1]) % 2 else None)


TEXTS = st.text() | FRAMES.map(written)


def unchanging(count: int) -> list[Alteration]:
    return [Alteration(random.Random(number)) for number in range(count)]


class Noting(Alteration):
    """Notes what passes, in a list that several share."""

    def __init__(self, name: str, notes: list[tuple[str, str, str]]) -> None:
        super().__init__(random.Random(0))
        self._name, self._notes = name, notes

    def outgoing(self, frame: Frame) -> Frame:
        self._notes.append((self._name, "out", frame.action))
        return frame

    def incoming(self, frame: Frame) -> Frame:
        self._notes.append((self._name, "in", frame.action))
        return frame


@given(st.lists(TEXTS, max_size=8), st.integers(0, 3))
async def test_a_wire_without_changes_is_transparent(texts: list[str], count: int) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    async with Rig(unchanging(count)) as rig:
        for text in texts:
            await rig.station_says(text)
            await rig.central_says(text)
        assert rig.link.written == texts
        assert rig.received == texts
        assert rig.link.deeds == []


async def test_frames_pass_the_alterations_in_order_and_back() -> None:
    notes: list[tuple[str, str, str]] = []
    async with Rig([Noting("a", notes), Noting("b", notes)]) as rig:
        message_id = await rig.call("Heartbeat")
        await rig.answer({}, message_id)
        command_id = await rig.command("Reset", {"type": "Soft"})
        await rig.reply(command_id, {"status": "Accepted"})

    assert notes == [
        ("a", "out", "Heartbeat"),
        ("b", "out", "Heartbeat"),
        ("b", "in", "Heartbeat"),
        ("a", "in", "Heartbeat"),
        ("b", "in", "Reset"),
        ("a", "in", "Reset"),
        ("a", "out", "Reset"),
        ("b", "out", "Reset"),
    ]


async def test_an_alteration_calls_on_its_own_and_keeps_the_answer() -> None:
    answers: list[dict[str, Any]] = []

    class Asking(Alteration):
        def connected(self) -> None:
            self.call("Heartbeat", {}, lambda frame: answers.append(frame.payload))

    notes: list[tuple[str, str, str]] = []
    async with Rig([Noting("inside", notes), Asking(random.Random(0)), Noting("outside", notes)]) as rig:
        await rig.answer({"currentTime": "now"})
        assert answers == [{"currentTime": "now"}]
        assert rig.received == []
    assert notes == [("outside", "out", "Heartbeat"), ("outside", "in", "Heartbeat")]


async def test_an_alteration_commands_the_station_and_keeps_the_answer() -> None:
    answers: list[dict[str, Any]] = []

    class Commanding(Alteration):
        def connected(self) -> None:
            self.command("ClearCache", {}, lambda frame: answers.append(frame.payload))

    async with Rig([Commanding(random.Random(0))]) as rig:
        ((kind, message_id, action, _),) = rig.seen
        assert (kind, action) == (2, "ClearCache")
        await rig.reply(message_id, {"status": "Accepted"})
        assert answers == [{"status": "Accepted"}]
        assert rig.sent == []


class Late(Alteration):
    """Sends everything a minute later."""

    def outgoing(self, frame: Frame) -> None:
        self.later(60, lambda: self.send(frame))


async def test_what_is_delayed_comes_in_time() -> None:
    async with Rig([Late(random.Random(0))]) as rig:
        await rig.call("Heartbeat")
        await rig.clock.advance(59)
        assert rig.sent == []
        await rig.clock.advance(1)
        assert len(rig.sent) == 1


async def test_what_is_still_to_be_sent_is_dropped_with_the_link() -> None:
    async with Rig([Late(random.Random(0))]) as rig:
        await rig.call("Heartbeat")
        await rig.lose()
        await rig.clock.advance(120)
        assert rig.sent == []
        await rig.connect()
        await rig.clock.advance(120)
        assert rig.sent == []


async def test_a_station_that_knows_of_the_end_may_write_no_more() -> None:
    async with Rig(unchanging(1)) as rig:
        await rig.lose()
        assert not rig.station_sees_link
        with pytest.raises(ConnectionClosedError):
            rig.wire.write('[2,"1","Heartbeat",{}]')


async def test_a_link_that_was_abandoned_is_cut_in_the_end() -> None:
    async with Rig(unchanging(1)) as rig:
        link = rig.link
        link.abandon()
        await rig.settle()
        assert not rig.station_sees_link
        await rig.clock.advance(LINGER_S - 1)
        assert link.deeds == ["abandon"]
        await rig.clock.advance(1)
        assert link.deeds == ["abandon", "cut"]


async def test_closing_a_wiring_cuts_what_was_abandoned() -> None:
    async with Rig(unchanging(1)) as rig:
        rig.link.abandon()
        await rig.settle()
        rig.wiring.close()
        assert rig.link.deeds == ["abandon", "cut"]


def test_an_alteration_belongs_to_one_station() -> None:
    (alteration,) = unchanging(1)
    Rig([alteration])
    with pytest.raises(ValueError, match="belongs to one station"):
        Rig([alteration])


def test_a_frame_can_be_changed_in_all_its_parts() -> None:
    frame = Frame.read('[2, "1", "Authorize", {"idTag": "A"}]')
    twin = frame.copy()
    assert frame.text == '[2, "1", "Authorize", {"idTag": "A"}]'
    frame.payload["idTag"] = "B"
    frame.id = "2"
    assert frame.text == '[2,"2","Authorize",{"idTag":"B"}]'
    assert twin.text == '[2, "1", "Authorize", {"idTag": "A"}]'
    assert twin.copy(kind=Kind.SEND).text == '[6,"1","Authorize",{"idTag":"A"}]'
    assert frame.error("GenericError", "no").text == '[4,"2","GenericError","no",{}]'


def test_a_number_that_is_equal_but_written_differently_is_a_change() -> None:
    frame = Frame.read('[2,"1","X",{"seqNo":5}]')
    frame.payload["seqNo"] = 5.0
    assert frame.text == '[2,"1","X",{"seqNo":5.0}]'
