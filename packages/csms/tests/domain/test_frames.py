"""What a frame says of itself, and whose answer it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.frames import RECEIVED, SENT, FrameHead, Pairing, read_head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ('[2,"a","Heartbeat",{}]', FrameHead(2, "a", "Heartbeat")),
        ('[2,17,"Heartbeat",{}]', FrameHead(2, "17", "Heartbeat")),
        ('[3,"a",{}]', FrameHead(3, "a")),
        ('[3,"a",{"status":"Rejected","x":[1]}]', FrameHead(3, "a", None, "Rejected")),
        ('[3,"a",{"transactionId":1,"idTagInfo":{"status":"Blocked"}}]', FrameHead(3, "a", None, "Blocked")),
        ('[3,"a",{"idTokenInfo":{"status":"Expired"}}]', FrameHead(3, "a", None, "Expired")),
        ('[3,"a",{"status":7}]', FrameHead(3, "a")),
        ('[4,"a","NotImplemented","",{}]', FrameHead(4, "a", None, "NotImplemented")),
        ('[5,"a","FormatViolation","",{}]', FrameHead(5, "a", None, "FormatViolation")),
        ('[6,"a","NotifyPeriodicEventStream",{}]', FrameHead(6, "a", "NotifyPeriodicEventStream")),
        (' [2, "a", "MeterValues", {"connectorId":1,}]', FrameHead(2, "a", "MeterValues")),
        ('[4,"a","InternalError","cut of', FrameHead(4, "a", None, "InternalError")),
        ('[3,-5,{"status":', FrameHead(3, "-5")),
        ('[2,"a"', FrameHead(2, "a")),
        ("AT+CSQ", FrameHead(0)),
        ("", FrameHead(0)),
        ('[9,"a",{}]', FrameHead(0)),
        ("[" * 100_000, FrameHead(0)),
    ],
)
def test_a_head_is_read_also_where_the_rest_is_broken(text: str, head: FrameHead) -> None:
    assert read_head(text) == head


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_nothing_makes_reading_fail(text: str) -> None:
    read_head(text)


def test_an_answer_has_the_action_and_the_time_of_its_call() -> None:
    pairing = Pairing()
    assert pairing.add("A", RECEIVED, FrameHead(2, "1", "Heartbeat"), 10.0) == ("Heartbeat", None)
    assert pairing.add("A", SENT, FrameHead(3, "1"), 10.25) == ("Heartbeat", 0.25)


def test_calls_of_both_sides_and_of_other_stations_with_the_same_id_are_kept_apart() -> None:
    pairing = Pairing()
    pairing.add("A", RECEIVED, FrameHead(2, "1", "Heartbeat"), 10.0)
    pairing.add("A", SENT, FrameHead(2, "1", "Reset"), 11.0)
    pairing.add("B", RECEIVED, FrameHead(2, "1", "Authorize"), 12.0)
    assert pairing.add("A", RECEIVED, FrameHead(4, "1", None, "InternalError"), 13.0) == ("Reset", 2.0)
    assert pairing.add("B", SENT, FrameHead(3, "1"), 13.0) == ("Authorize", 1.0)
    assert pairing.add("A", SENT, FrameHead(3, "1"), 13.0) == ("Heartbeat", 3.0)


def test_an_answer_without_a_call_and_a_second_answer_have_neither() -> None:
    pairing = Pairing()
    pairing.add("A", RECEIVED, FrameHead(2, "1", "Heartbeat"), 10.0)
    assert pairing.add("A", SENT, FrameHead(3, "2"), 10.0) == (None, None)
    pairing.add("A", SENT, FrameHead(3, "1"), 10.0)
    assert pairing.add("A", SENT, FrameHead(3, "1"), 10.0) == (None, None)


def test_a_latency_is_never_negative_when_the_clock_is_set_back() -> None:
    pairing = Pairing()
    pairing.add("A", RECEIVED, FrameHead(2, "1", "Heartbeat"), 10.0)
    assert pairing.add("A", SENT, FrameHead(3, "1"), 9.0) == ("Heartbeat", 0.0)


def test_calls_that_are_never_answered_are_forgotten_oldest_first() -> None:
    pairing = Pairing(limit=2)
    for number in range(3):
        pairing.add("A", RECEIVED, FrameHead(2, str(number), "Heartbeat"), 10.0)
    assert pairing.add("A", SENT, FrameHead(3, "0"), 10.0) == (None, None)
    assert pairing.add("A", SENT, FrameHead(3, "1"), 10.0) == ("Heartbeat", 0.0)
    assert pairing.add("A", SENT, FrameHead(3, "2"), 10.0) == ("Heartbeat", 0.0)
