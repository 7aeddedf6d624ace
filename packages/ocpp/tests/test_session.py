"""The state of one connection: turns, deadlines, answers, repetitions, the end."""
# pyright: basic

import pytest
from msgspec import Raw

from ocpp.exceptions import CallQueueFullError, LinkClosedError
from ocpp.rpc import CallErrorFrame, CallFrame, CallResultErrorFrame, CallResultFrame, SendFrame
from ocpp.session import (
    GIVEN_UP_LIMIT,
    CallDone,
    CallReceived,
    CallRepeated,
    CallState,
    Ignored,
    PendingCall,
    RequestKey,
    ResultRefused,
    SendReceived,
    Session,
)

FOREVER = 1e9


def session_with(*ids: str, deadline: float = FOREVER) -> tuple[Session[str], list[PendingCall[str]]]:
    session: Session[str] = Session()
    return session, [session.submit(message_id, deadline, message_id) for message_id in ids]


def result(message_id: str | int) -> CallResultFrame:
    return CallResultFrame(message_id, Raw(b"{}"))


def request(message_id: str | int, action: str = "Heartbeat", payload: bytes = b"{}") -> CallFrame:
    return CallFrame(message_id, action, Raw(payload))


def receive(session: Session[str], frame: CallFrame) -> RequestKey | None:
    """Let a request come that came never before; return the key for its answer."""
    event, turn = session.receive(frame)
    assert isinstance(event, CallReceived)
    assert event.frame == frame
    assert turn is None
    return event.key


def states(calls: list[PendingCall[str]]) -> list[str]:
    return [call.state.value for call in calls]


def test_rule_4_1_one_call_is_outstanding_and_the_others_wait_in_order() -> None:
    session, calls = session_with("a", "b", "c")
    assert states(calls) == ["outstanding", "queued", "queued"]
    for index, call in enumerate(calls):
        assert session.outstanding is call
        event, turn = session.receive(result(call.id))
        assert isinstance(event, CallDone)
        assert event.call is call
        assert turn is (calls[index + 1] if index < 2 else None)
    assert states(calls) == ["ended", "ended", "ended"]
    assert session.outstanding is None


@pytest.mark.parametrize("answer", [result("a"), CallErrorFrame("a", "GenericError")])
def test_rule_4_1_the_turn_passes_on_after_a_result_and_after_an_error(
    answer: CallResultFrame | CallErrorFrame,
) -> None:
    session, (first, second) = session_with("a", "b")
    event, turn = session.receive(answer)
    assert event == CallDone(first, answer)
    assert turn is second is session.outstanding


def test_rule_4_1_the_turn_passes_on_after_a_timeout() -> None:
    session, (first,) = session_with("a", deadline=10)
    second = session.submit("b", 20, "")
    assert session.expire(9.9) == ([], None)
    expired, turn = session.expire(10)
    assert expired == [first]
    assert turn is second is session.outstanding


def test_rule_4_1_the_turn_passes_on_when_a_call_is_withdrawn() -> None:
    session, (first, second) = session_with("a", "b")
    assert session.withdraw(first) is second
    assert session.withdraw(first) is None
    assert session.outstanding is second


def test_a_waiting_call_that_is_withdrawn_is_never_sent() -> None:
    session, (first, second, third) = session_with("a", "b", "c")
    assert session.withdraw(second) is None
    assert states([first, second, third]) == ["outstanding", "ended", "queued"]
    _, turn = session.receive(result("a"))
    assert turn is third


def test_the_queue_is_bounded() -> None:
    session: Session[str] = Session(queue_limit=2)
    for message_id in ("a", "b", "c"):
        session.submit(message_id, FOREVER, "")
    with pytest.raises(CallQueueFullError):
        session.submit("d", FOREVER, "")
    session.receive(result("a"))
    session.submit("e", FOREVER, "")
    assert [call.id for call in session.pending()] == ["b", "c", "e"]


def test_an_id_that_is_pending_cannot_be_taken_again() -> None:
    session, _ = session_with("a", "b")
    for message_id in ("a", "b"):
        with pytest.raises(ValueError, match="pending"):
            session.submit(message_id, FOREVER, "")
    session.receive(result("a"))
    session.submit("a", FOREVER, "")


def test_rule_4_4_the_deadline_counts_while_waiting_for_the_turn() -> None:
    session: Session[str] = Session()
    first = session.submit("a", 30, "")
    second = session.submit("b", 10, "")
    third = session.submit("c", 40, "")
    assert session.next_deadline() == 10
    assert session.expire(10) == ([second], None)
    assert session.outstanding is first
    assert session.next_deadline() == 30
    assert session.expire(35) == ([first], third)


def test_rule_4_4_several_deadlines_at_once_start_one_call() -> None:
    session: Session[str] = Session()
    calls = [session.submit(str(n), 10 if n < 3 else 20, "") for n in range(5)]
    expired, turn = session.expire(10)
    assert expired == calls[:3]
    assert turn is calls[3] is session.outstanding
    assert states(calls) == ["ended", "ended", "ended", "outstanding", "queued"]
    assert session.expire(20) == (calls[3:], None)
    assert session.next_deadline() is None


def test_rule_4_4_a_late_answer_is_told_from_an_unknown_one() -> None:
    session, (first, second) = session_with("a", "b")
    session.withdraw(first)
    assert session.receive(result("a")) == (Ignored(result("a"), late=True), None)
    assert session.receive(result("a")) == (Ignored(result("a"), late=False), None)
    assert session.receive(result("x")) == (Ignored(result("x"), late=False), None)
    assert session.outstanding is second


def test_rule_4_4_a_late_error_is_late_too() -> None:
    session, (first,) = session_with("a", deadline=1)
    session.expire(1)
    assert first.state is CallState.ended
    event, _ = session.receive(CallErrorFrame("a", "GenericError"))
    assert event == Ignored(CallErrorFrame("a", "GenericError"), late=True)


def test_ids_of_calls_given_up_are_forgotten_in_the_end() -> None:
    session: Session[str] = Session()
    for n in range(GIVEN_UP_LIMIT + 1):
        session.withdraw(session.submit(str(n), FOREVER, ""))
    late = [session.receive(result(str(n)))[0] for n in (0, 1, GIVEN_UP_LIMIT)]
    assert [event.late for event in late if isinstance(event, Ignored)] == [False, True, True]


def test_rule_3_5_an_answer_belongs_to_the_call_with_its_id_only() -> None:
    session, (first, second) = session_with("a", "b")
    for stranger in ("b", "A", "", 0, "a "):
        event, turn = session.receive(result(stranger))
        assert event == Ignored(result(stranger), late=False)
        assert turn is None
    assert states([first, second]) == ["outstanding", "queued"]


def test_rule_4_2_calls_of_both_sides_cross() -> None:
    session, (first,) = session_with("same")
    assert session.receive(request("same")) == (CallReceived(request("same")), None)
    assert session.outstanding is first
    session.answered(None, "answer")
    assert session.outstanding is first


def test_rule_4_3_unconfirmed_messages_leave_everything_as_it_is() -> None:
    session, (first,) = session_with("a")
    send = SendFrame("a", "NotifyPeriodicEventStream", Raw(b"{}"))
    assert session.receive(send) == (SendReceived(send), None)
    assert session.outstanding is first


def test_rule_5_5_a_refused_result_ends_no_call() -> None:
    session, (first,) = session_with("a")
    refusal = CallResultErrorFrame("a", "FormatViolation")
    assert session.receive(refusal) == (ResultRefused(refusal), None)
    assert session.outstanding is first


def test_rule_3_4_without_memory_a_repeated_request_is_a_request() -> None:
    session: Session[str] = Session()
    for _ in range(2):
        session.answered(receive(session, request("1")), "answer")


def test_rule_3_4_with_memory_it_gets_the_same_answer() -> None:
    session: Session[str] = Session(memory=4)
    key = receive(session, request("1"))
    assert session.receive(request("1"))[0] == CallRepeated(request("1"), None)
    session.answered(key, "the answer")
    for _ in range(2):
        assert session.receive(request("1"))[0] == CallRepeated(request("1"), "the answer")


def test_rule_3_4_the_id_alone_makes_no_repetition() -> None:
    session: Session[str] = Session(memory=4)
    session.answered(receive(session, request("1")), "the answer")
    for other in (request("1", action="BootNotification"), request("1", payload=b'{"a":1}'), request(1)):
        session.answered(receive(session, other), "another")


def test_rule_3_4_answers_of_requests_that_share_an_id_are_kept_apart() -> None:
    session: Session[str] = Session(memory=4)
    keys = {action: receive(session, request("1", action)) for action in ("Heartbeat", "StatusNotification")}
    for action in reversed(keys):
        session.answered(keys[action], f"answer to {action}")
    for action in keys:
        assert session.receive(request("1", action))[0] == CallRepeated(request("1", action), f"answer to {action}")


def test_the_memory_is_bounded_and_forgets_the_oldest() -> None:
    session: Session[str] = Session(memory=2)
    for message_id in ("1", "2", "3"):
        session.answered(receive(session, request(message_id)), message_id)
    assert session.receive(request("2"))[0] == CallRepeated(request("2"), "2")
    assert session.receive(request("3"))[0] == CallRepeated(request("3"), "3")
    receive(session, request("1"))


def test_requests_that_are_never_answered_do_not_fill_the_memory() -> None:
    session: Session[str] = Session(memory=2)
    for n in range(100):
        receive(session, request(str(n)))
    assert len(session._remembered) == 2


def test_an_answer_to_what_was_forgotten_is_nothing() -> None:
    session: Session[str] = Session(memory=1)
    keys = [receive(session, request(message_id)) for message_id in ("1", "2")]
    session.answered(keys[0], "too late")
    session.answered(None, "never asked")
    session.answered(keys[1], "two")
    assert session.receive(request("2"))[0] == CallRepeated(request("2"), "two")
    assert len(session._remembered) == 1


def test_rule_4_7_all_calls_end_when_the_link_closes() -> None:
    session, calls = session_with("a", "b", "c")
    assert session.close() == calls
    assert states(calls) == ["ended", "ended", "ended"]
    assert session.next_deadline() is None
    assert session.close() == []
    with pytest.raises(LinkClosedError):
        session.submit("d", FOREVER, "")


def test_a_link_may_be_opened_again_and_remembers_answers() -> None:
    session: Session[str] = Session(memory=2)
    session.answered(receive(session, request("1")), "one")
    session.close()
    session.reopen()
    assert session.submit("a", FOREVER, "").state is CallState.outstanding
    assert session.receive(request("1"))[0] == CallRepeated(request("1"), "one")


def test_rule_3_4_what_was_not_answered_over_the_old_link_is_a_request_over_the_new_one() -> None:
    session: Session[str] = Session(memory=2)
    receive(session, request("1"))
    session.close()
    session.reopen()
    session.answered(receive(session, request("1")), "one")


def test_a_closed_link_is_a_connection_error_and_a_timeout() -> None:
    assert issubclass(LinkClosedError, ConnectionError)
    assert issubclass(LinkClosedError, TimeoutError)
