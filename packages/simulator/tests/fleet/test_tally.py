from collections.abc import Mapping
from typing import Any

from csms_simulator.fleet.tally import MOST_PROBLEMS, Tally
from csms_simulator.frames import Direction, Frame, FrameKind

SENT, RECEIVED = Direction.SENT, Direction.RECEIVED


def frame(
    direction: Direction, kind: FrameKind, id: str, action: str, payload: Mapping[str, Any] | None = None
) -> Frame:
    return Frame(0, 12.0, direction, kind, id, action, dict(payload or {}), "the text")


def exchange(tally: Tally, action: str, payload: Mapping[str, Any], answer: Mapping[str, Any], id: str = "1") -> None:
    tally.frame("CP1", frame(SENT, FrameKind.CALL, id, action, payload))
    tally.frame("CP1", frame(RECEIVED, FrameKind.RESULT, id, action, answer))


def test_calls_are_counted_by_action_and_frames_by_direction() -> None:
    tally = Tally()
    exchange(tally, "Heartbeat", {}, {"currentTime": "now"})
    exchange(tally, "Heartbeat", {}, {"currentTime": "now"}, id="2")
    tally.frame("CP1", frame(RECEIVED, FrameKind.CALL, "3", "Reset"))
    tally.frame("CP1", frame(SENT, FrameKind.RESULT, "3", "Reset"))
    assert tally.sent == {"Heartbeat": 2}
    assert tally.received == {"Reset": 1}
    assert (tally.frames_sent, tally.frames_received) == (3, 3)
    assert not tally.problems


def test_transactions_count_when_the_central_system_has_answered() -> None:
    tally = Tally()
    start = {"connectorId": 1, "idTag": "A"}
    tally.frame("CP1", frame(SENT, FrameKind.CALL, "1", "StartTransaction", start))
    assert tally.transactions_started == 0
    exchange(tally, "StartTransaction", start, {"transactionId": 1, "idTagInfo": {"status": "Accepted"}}, id="2")
    info = {"transactionInfo": {"transactionId": "a"}}
    exchange(tally, "TransactionEvent", {"eventType": "Started", **info}, {}, id="3")
    exchange(tally, "TransactionEvent", {"eventType": "Updated", **info}, {}, id="4")
    assert (tally.transactions_started, tally.transactions_ended) == (2, 0)
    exchange(tally, "StopTransaction", {"transactionId": 1}, {}, id="5")
    exchange(tally, "TransactionEvent", {"eventType": "Ended", **info}, {}, id="6")
    assert (tally.transactions_started, tally.transactions_ended) == (2, 2)


def test_a_message_that_is_sent_twice_counts_once() -> None:
    tally = Tally()
    started = {"eventType": "Started", "transactionInfo": {"transactionId": "a"}}
    for number in "12":
        exchange(tally, "TransactionEvent", started, {}, id=number)
        exchange(tally, "StartTransaction", {}, {"transactionId": 7}, id="s" + number)
        exchange(tally, "StopTransaction", {"transactionId": 7}, {}, id="e" + number)
    assert (tally.transactions_started, tally.transactions_ended) == (2, 1)


def test_refused_tokens_are_counted_by_the_reason() -> None:
    tally = Tally()
    exchange(tally, "Authorize", {"idTag": "A"}, {"idTagInfo": {"status": "Blocked"}})
    exchange(tally, "Authorize", {"idToken": {}}, {"idTokenInfo": {"status": "Unknown"}}, id="2")
    exchange(tally, "StartTransaction", {}, {"transactionId": 2, "idTagInfo": {"status": "Blocked"}}, id="3")
    exchange(tally, "Authorize", {"idTag": "B"}, {"idTagInfo": {"status": "Accepted"}}, id="4")
    assert tally.refusals == {"Blocked": 2, "Unknown": 1}


def test_the_same_id_at_two_stations_is_not_mixed_up() -> None:
    tally = Tally()
    tally.frame("CP1", frame(SENT, FrameKind.CALL, "1", "StartTransaction"))
    tally.frame("CP2", frame(RECEIVED, FrameKind.RESULT, "1", "Heartbeat"))
    assert tally.transactions_started == 0


def test_errors_are_told_in_words() -> None:
    tally = Tally()
    error = {"code": "FormationViolation", "description": "idTag is missing"}
    tally.frame("CP1", frame(SENT, FrameKind.CALL, "1", "Authorize"))
    tally.frame("CP1", frame(RECEIVED, FrameKind.ERROR, "1", "Authorize", error))
    tally.frame("CP2", frame(SENT, FrameKind.ERROR, "9", "Reset", {"code": "NotSupported", "description": ""}))
    tally.frame("CP3", frame(RECEIVED, FrameKind.OTHER, "", ""))
    assert tally.problems == {
        "FormationViolation for Authorize": 1,
        "NotSupported for Reset": 1,
        "unreadable frame": 1,
    }
    assert [problem.text for problem in tally.recent] == [
        "answer to Authorize: FormationViolation, idTag is missing",
        "our answer to Reset: NotSupported",
        "what came is no frame: the text",
    ]
    last = tally.last_problem("CP1")
    assert last is not None
    assert (last.identity, last.at) == ("CP1", 12.0)
    assert tally.last_problem("CP4") is None


def test_only_the_latest_problems_are_kept_in_words() -> None:
    tally = Tally()
    for number in range(MOST_PROBLEMS + 5):
        tally.problem(0.0, "CP1", "link lost", str(number))
    assert tally.problems.total() == MOST_PROBLEMS + 5
    assert next(problem.text for problem in tally.recent) == "5"
