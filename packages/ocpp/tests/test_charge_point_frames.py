"""What a charge point does with frames of every kind (rules-ocppj.md, sections 3 to 5)."""
# pyright: basic

import json
import logging
from typing import Any

import pytest

from ocpp.exceptions import SecurityError
from ocpp.messages import DETAILS_LIMIT

from .memory_link import Frame, link, run, serving, settle
from .stations import BOOT, HEARTBEAT, HEARTBEAT_ANSWER, MODULES, VERSIONS, boot_answer, station, warnings_of

each_version = pytest.mark.parametrize("version", VERSIONS)
of_version_2 = pytest.mark.parametrize("version", ["2.0.1", "2.1"])
strict_or_not = pytest.mark.parametrize("strict", [False, True], ids=["customary", "strict"])


def answers_to(
    *frames: Frame | str | bytes | object, version: str, strict: bool = False, handlers: dict[str, Any] | None = None
) -> list[Frame]:
    """Return what a charge point sends when these frames come; afterwards it must still answer a Heartbeat."""

    async def scenario() -> list[Frame]:
        ours, theirs = link()
        async with serving(station(version, ours, handlers, strict=strict)):
            for frame in frames:
                await theirs.put(frame)
                await settle()
            answers = theirs.taken()
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER
            return answers

    return run(scenario())


def code_of(frame: Frame | str, version: str, strict: bool, handlers: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Return kind, id and code of the one answer."""
    (answer,) = answers_to(frame, version=version, strict=strict, handlers=handlers)
    assert [type(element) for element in answer[2:]] == [str, str, dict]
    return tuple(answer[:3])


@each_version
@strict_or_not
def test_rule_3_1_text_and_bytes_are_read(version: str, strict: bool) -> None:
    text = json.dumps([2, "1", "BootNotification", BOOT[version]])
    served = {"BootNotification": lambda **_: boot_answer(version)}
    for message in (text, text.encode(), f"\r\n {text} \t"):
        (answer,) = answers_to(message, version=version, strict=strict, handlers=served)
        assert answer == [3, "1", {"currentTime": "now", "interval": 300, "status": "Accepted"}]


@each_version
@strict_or_not
@pytest.mark.parametrize("length", [1, 36])
def test_rule_3_3_ids_come_back_as_they_are(version: str, strict: bool, length: int) -> None:
    message_id = "\u00e4" * length
    answer = answers_to([2, message_id, "Heartbeat", {}], version=version, strict=strict)
    assert answer == [[3, message_id, {"currentTime": "now"}]]


@each_version
@pytest.mark.parametrize("message_id", ["x" * 37, "x" * 255, 17, 0])
def test_rule_3_3_other_ids_are_answered_by_default(version: str, message_id: str | int) -> None:
    assert answers_to([2, message_id, "Heartbeat", {}], version=version) == [[3, message_id, {"currentTime": "now"}]]


@pytest.mark.parametrize("message_id", ["", "x" * 37, 17, None, True, 1.5, [], {}, "x" * 1_000_000])
def test_rule_5_3_strict_2_x_answers_ids_that_are_none_with_minus_1(message_id: object) -> None:
    for version in ("2.0.1", "2.1"):
        assert code_of([2, message_id, "Heartbeat", {}], version, strict=True) == (4, "-1", "RpcFrameworkError")


@pytest.mark.parametrize("message_id", ["", None, True, 1.5, [], {}, "x" * 1_000_000])
def test_rule_5_3_otherwise_they_are_dropped_with_a_log_line(message_id: object, caplog: Any) -> None:
    for version, strict in (("1.6", False), ("1.6", True), ("2.0.1", False), ("2.1", False)):
        caplog.clear()
        assert answers_to([2, message_id, "Heartbeat", {}], version=version, strict=strict) == []
        (line,) = warnings_of(caplog.records)
        assert "unable to read message" in line
        assert len(line) < 1000


UNREADABLE = ["", "AT+CSQ", "{", "null", "5", '"text"', '{"a":1}', "[]", b"\xff\xfe", "\ufeff[]", "[" * 5000, None, 7]


@of_version_2
@pytest.mark.parametrize("message", UNREADABLE, ids=lambda message: repr(message)[:12])
def test_rule_5_3_strict_2_x_answers_what_is_no_frame(version: str, message: Any) -> None:
    assert code_of(message, version, strict=True) == (4, "-1", "RpcFrameworkError")


@each_version
@pytest.mark.parametrize("message", UNREADABLE, ids=lambda message: repr(message)[:12])
def test_rule_5_3_by_default_and_in_1_6_it_is_dropped_with_a_log_line(version: str, message: Any, caplog: Any) -> None:
    assert answers_to(message, version=version) == []
    assert len(warnings_of(caplog.records)) == 1
    assert answers_to(message, version="1.6", strict=True) == []


@pytest.mark.parametrize(
    ("message", "customary"),
    [
        ('[2,"1","Heartbeat",{}', "FormatViolation"),
        ('[2,"1","Heartbeat",{"a":}]', "FormatViolation"),
        ('[2,"1","Heartbeat",{"a":NaN}]', "FormatViolation"),
        ('[2,"1","Heartbeat",' + '{"a":' * 5000, "FormatViolation"),
        ('[2,"1"]', "ProtocolError"),
        ('[2,"1","Heartbeat"]', "ProtocolError"),
        ('[2,"1","Heartbeat",{},{}]', "ProtocolError"),
        ('[2,"1",5,{}]', "ProtocolError"),
        ('[2,"1",null,{}]', "ProtocolError"),
        ('[2,"1",["Heartbeat"],{}]', "ProtocolError"),
    ],
    ids=lambda message: message[:25],
)
def test_rule_5_3_an_id_that_can_be_read_is_answered(message: str, customary: str) -> None:
    for version in VERSIONS:
        assert code_of(message, version, strict=False) == (4, "1", customary)
        specified = "FormationViolation" if version == "1.6" else "RpcFrameworkError"
        assert code_of(message, version, strict=True) == (4, "1", specified)


@of_version_2
@strict_or_not
@pytest.mark.parametrize("kind", [0, 1, 7, 9, -3, 4711])
def test_rule_5_4_unknown_message_types_in_2_x(version: str, strict: bool, kind: int) -> None:
    assert code_of([kind, "1", "Heartbeat", {}], version, strict) == (4, "1", "MessageTypeNotSupported")


@strict_or_not
@pytest.mark.parametrize("kind", [0, 1, 5, 6, 7, 9, -3, "2", 2.5, None, [2]])
def test_rule_5_4_unknown_message_types_are_ignored_in_1_6(strict: bool, kind: object, caplog: Any) -> None:
    assert answers_to([kind, "1", "Heartbeat", {}], version="1.6", strict=strict) == []
    assert len(warnings_of(caplog.records)) == 1


@strict_or_not
@pytest.mark.parametrize("kind", [5, 6])
def test_rule_3_2_kinds_5_and_6_are_unknown_in_2_0_1(strict: bool, kind: int) -> None:
    frame = {5: [5, "1", "GenericError", "", {}], 6: [6, "1", "NotifyPeriodicEventStream", {}]}[kind]
    assert code_of(frame, "2.0.1", strict) == (4, "1", "MessageTypeNotSupported")


@each_version
@strict_or_not
def test_rule_3_6_actions_are_case_sensitive_and_whole(version: str, strict: bool) -> None:
    unknown = "NotImplemented" if strict else "NotSupported"
    for action in ("heartbeat", "HEARTBEAT", "HeartbeatRequest", "Heartbeat.req", "Heartbeat ", "", "*"):
        assert code_of([2, "1", action, {}], version, strict) == (4, "1", unknown)


@each_version
@strict_or_not
def test_rule_3_7_a_null_payload_is_an_empty_one(version: str, strict: bool) -> None:
    answer = answers_to('[2,"1","Heartbeat",null]', '[2,"2","Heartbeat", null ]', version=version, strict=strict)
    assert [frame[:2] for frame in answer] == [[3, "1"], [3, "2"]]


@each_version
@strict_or_not
@pytest.mark.parametrize("payload", [[], "", "text", 5, True, [{}]])
def test_rule_3_7_every_other_payload_is_an_object(version: str, strict: bool, payload: object) -> None:
    assert code_of([2, "1", "Heartbeat", payload], version, strict) == (4, "1", "TypeConstraintViolation")


@each_version
@strict_or_not
def test_rule_3_7_an_empty_answer_is_an_object(version: str, strict: bool) -> None:
    served = {"StatusNotification": lambda **_: MODULES[version].call_result.StatusNotification()}
    payload = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    if version != "1.6":
        payload = {"timestamp": "t", "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
    answer = answers_to([2, "1", "StatusNotification", payload], version=version, strict=strict, handlers=served)
    assert answer == [[3, "1", {}]]


@each_version
@strict_or_not
def test_rule_3_9_extra_fields_are_a_violation(version: str, strict: bool) -> None:
    code = "FormationViolation" if strict and version == "1.6" else "FormatViolation"
    assert code_of([2, "1", "Heartbeat", {"more": 1}], version, strict) == (4, "1", code)


@of_version_2
@strict_or_not
def test_rule_3_9_custom_data_is_tolerated_everywhere(version: str, strict: bool) -> None:
    data = {"vendorId": "v", "anyThing": [{"else": None}, 1.5]}
    payload = BOOT[version] | {"customData": data}
    payload["chargingStation"] = payload["chargingStation"] | {"customData": data}
    served = {"BootNotification": lambda **_: boot_answer(version)}
    (answer,) = answers_to([2, "1", "BootNotification", payload], version=version, strict=strict, handlers=served)
    assert answer[0] == 3


@each_version
@strict_or_not
def test_rule_3_8_null_for_an_absent_field_is_a_violation(version: str, strict: bool) -> None:
    payload = BOOT[version] | ({"iccid": None} if version == "1.6" else {"customData": None})
    served = {"BootNotification": lambda **_: boot_answer(version)}
    answer = code_of([2, "1", "BootNotification", payload], version, strict, served)
    assert answer == (4, "1", "TypeConstraintViolation")


@each_version
@strict_or_not
def test_rule_3_10_errors_have_bounded_text_and_details(version: str, strict: bool) -> None:
    def fail(**_: Any) -> Any:
        raise SecurityError("\u00e4" * 100_000, {"why": "\u00e4" * 100_000, "more": list(range(100_000))})

    huge = "x" * 1_000_000
    frames: list[Frame] = [
        [2, "1", huge, {}],
        [2, "2", "Heartbeat", {huge: 1}],
        [2, "3", "Heartbeat", huge],
        [2, "4", "BootNotification", BOOT[version]],
        [2, "5", "Heartbeat", {str(n): n for n in range(10_000)}],
    ]
    answers = answers_to(*frames, version=version, strict=strict, handlers={"BootNotification": fail})
    assert [answer[:2] for answer in answers] == [[4, str(n)] for n in range(1, 6)]
    for _, _, _, description, details in answers:
        assert len(description) <= 255
        assert details, "the details are lost"
        assert len(json.dumps(details, separators=(",", ":"), ensure_ascii=False).encode()) <= DETAILS_LIMIT


PAYLOADS: dict[str, dict[str, dict[str, Any]]] = {
    "type": {"1.6": {"chargePointModel": 5}, "2.x": {"reason": 5}},
    "maxLength": {
        "1.6": {"chargePointModel": "x" * 21},
        "2.x": {"chargingStation": {"vendorName": "v", "model": "x" * 21}},
    },
    "required": {"1.6": {"chargePointModel": ...}, "2.x": {"reason": ...}},
    "additionalProperties": {"1.6": {"more": 1}, "2.x": {"more": 1}},
    "enum": {"2.x": {"reason": "Boredom"}},
}
CODES = {
    "type": ("TypeConstraintViolation", "TypeConstraintViolation", "TypeConstraintViolation"),
    "maxLength": ("TypeConstraintViolation", "PropertyConstraintViolation", "PropertyConstraintViolation"),
    "required": ("ProtocolError", "OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
    "additionalProperties": ("FormatViolation", "FormationViolation", "FormatViolation"),
    "enum": ("FormatViolation", "PropertyConstraintViolation", "PropertyConstraintViolation"),
}
"""Customary, strict in 1.6, strict in 2.x."""


@each_version
@pytest.mark.parametrize("keyword", CODES)
def test_rule_5_1_codes_and_spelling_of_violations(version: str, keyword: str) -> None:
    broken = PAYLOADS[keyword].get("1.6" if version == "1.6" else "2.x")
    if broken is None:
        return
    payload = {name: value for name, value in (BOOT[version] | broken).items() if value is not ...}
    frame = [2, "1", "BootNotification", payload]
    customary, strict_16, strict_2 = CODES[keyword]
    served = {"BootNotification": lambda **_: boot_answer(version)}
    assert code_of(frame, version, strict=False, handlers=served) == (4, "1", customary)
    strict = strict_16 if version == "1.6" else strict_2
    assert code_of(frame, version, strict=True, handlers=served) == (4, "1", strict)


@each_version
def test_rule_5_1_not_implemented_and_not_supported(version: str) -> None:
    unknown, unserved = [2, "1", "Levitate", {}], [2, "1", "BootNotification", BOOT[version]]
    assert code_of(unknown, version, strict=True) == (4, "1", "NotImplemented")
    assert code_of(unserved, version, strict=True) == (4, "1", "NotSupported")
    assert code_of(unknown, version, strict=False) == (4, "1", "NotSupported")
    assert code_of(unserved, version, strict=False) == (4, "1", "NotImplemented")


@each_version
@strict_or_not
def test_rule_5_1_failures_inside_are_internal_errors(version: str, strict: bool) -> None:
    def fail(**_: Any) -> Any:
        raise KeyError("secret")

    returned: tuple[Any, ...] = (None, 5, "text", {}, {"status": "Accepted"}, boot_answer, object())
    for handler in (fail, *(lambda value=value, **_: value for value in returned)):
        frame = [2, "1", "BootNotification", BOOT[version]]
        (answer,) = answers_to(frame, version=version, strict=strict, handlers={"BootNotification": handler})
        assert answer[:3] == [4, "1", "InternalError"]
        assert "secret" not in json.dumps(answer)


@each_version
@strict_or_not
def test_rule_5_1_an_answer_that_is_not_valid_is_an_internal_error(version: str, strict: bool) -> None:
    result = MODULES[version].call_result.BootNotification
    for answer in (
        result(current_time="now", interval="often", status="Accepted"),
        result(current_time="now", interval=1, status="Perhaps"),
        result(current_time=None, interval=1, status="Accepted"),
        result(current_time="now", interval=float("nan"), status="Accepted"),
        result(current_time=object(), interval=1, status="Accepted"),
    ):
        served = {"BootNotification": lambda answer=answer, **_: answer}
        code = code_of([2, "1", "BootNotification", BOOT[version]], version, strict, served)
        assert code == (4, "1", "InternalError")


@each_version
@strict_or_not
def test_rule_5_7_a_negative_result_is_a_result(version: str, strict: bool) -> None:
    rejected = MODULES[version].call_result.BootNotification(current_time="now", interval=1, status="Rejected")
    served = {"BootNotification": lambda **_: rejected}
    frame = [2, "1", "BootNotification", BOOT[version]]
    (answer,) = answers_to(frame, version=version, strict=strict, handlers=served)
    assert answer == [3, "1", {"currentTime": "now", "interval": 1, "status": "Rejected"}]


@each_version
@strict_or_not
def test_rule_5_2_every_request_that_violates_the_schema_is_answered(version: str, strict: bool) -> None:
    frames: list[Frame] = [[2, str(n), "Heartbeat", {"more": n}] for n in range(20)]
    answers = answers_to(*frames, version=version, strict=strict)
    assert [answer[1] for answer in answers] == [str(n) for n in range(20)]
    assert {answer[0] for answer in answers} == {4}


@each_version
@strict_or_not
@pytest.mark.parametrize(
    "frame",
    [
        [3, "unknown", {}],
        [3, "unknown"],
        [3, "unknown", {}, {}],
        [3, "unknown", 5],
        [3, None, {}],
        [4, "unknown", "GenericError", "", {}],
        [4, "unknown"],
        [4, "unknown", 5, None, []],
        [4, "-1", "RpcFrameworkError", "", {}],
        [4, None, "GenericError", "", {}],
        '[3,"unknown",{',
        '[4,"unknown","GenericError","",{"a":}]',
    ],
    ids=str,
)
def test_rule_5_5_answers_are_never_answered(version: str, strict: bool, frame: Any, caplog: Any) -> None:
    assert answers_to(frame, version=version, strict=strict) == []
    assert len(warnings_of(caplog.records)) == 1


@strict_or_not
@pytest.mark.parametrize("frame", [[5, "1", "GenericError", "", {}], [5, "1"], [5, None, 1], '[5,"1","X",{'], ids=str)
def test_rule_5_5_a_result_error_is_never_answered(strict: bool, frame: Any, caplog: Any) -> None:
    assert answers_to(frame, version="2.1", strict=strict) == []
    assert len(warnings_of(caplog.records)) == 1


STREAM = {"id": 1, "pending": 0, "basetime": "2026-01-01T00:00:00Z", "data": [{"t": 0, "v": "1"}]}


@strict_or_not
def test_rule_4_3_unconfirmed_messages_are_handled_and_never_answered(strict: bool) -> None:
    seen: list[Any] = []
    frame = [6, "1", "NotifyPeriodicEventStream", STREAM]
    served = {"NotifyPeriodicEventStream": lambda **fields: seen.append(fields)}
    assert answers_to(frame, version="2.1", strict=strict, handlers=served) == []
    assert [fields["data"] for fields in seen] == [[{"t": 0, "v": "1"}]]


@strict_or_not
@pytest.mark.parametrize(
    "frame",
    [
        [6, "1", "NotifyPeriodicEventStream", {}],
        [6, "1", "NotifyPeriodicEventStream", None],
        [6, "1", "Levitate", {}],
        [6, "1", "NotifyPeriodicEventStream"],
        [6, "1", 5, {}],
        [6, None, "NotifyPeriodicEventStream", STREAM],
        '[6,"1","NotifyPeriodicEventStream",{',
    ],
    ids=str,
)
def test_rule_4_3_invalid_ones_are_logged_and_not_answered(strict: bool, frame: Any, caplog: Any) -> None:
    served = {"NotifyPeriodicEventStream": lambda **_: None}
    assert answers_to(frame, version="2.1", strict=strict, handlers=served) == []
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


@strict_or_not
def test_rule_4_3_a_handler_that_fails_is_logged_and_not_answered(strict: bool, caplog: Any) -> None:
    def fail(**_: Any) -> None:
        raise ValueError("failed")

    frame = [6, "1", "NotifyPeriodicEventStream", STREAM]
    served = {"NotifyPeriodicEventStream": fail}
    assert answers_to(frame, version="2.1", strict=strict, handlers=served) == []
    assert "failed" in caplog.text


@each_version
def test_rule_3_4_by_default_a_repeated_id_is_handled_again(version: str) -> None:
    handled: list[Any] = []

    def on_boot(**_: Any) -> Any:
        handled.append(1)
        return boot_answer(version)

    frame = [2, "1", "BootNotification", BOOT[version]]
    answers = answers_to(frame, frame, version=version, handlers={"BootNotification": on_boot})
    assert answers[0] == answers[1]
    assert len(handled) == 2


@each_version
def test_rule_3_4_strict_answers_a_repeated_id_from_memory(version: str, caplog: Any) -> None:
    handled: list[Any] = []

    def on_boot(**_: Any) -> Any:
        handled.append(1)
        return boot_answer(version)

    frame = [2, "1", "BootNotification", BOOT[version]]
    answers = answers_to(frame, frame, frame, version=version, strict=True, handlers={"BootNotification": on_boot})
    assert answers == [answers[0]] * 3
    assert len(handled) == 1
    assert len(warnings_of(caplog.records)) == 2


@each_version
def test_rule_3_4_strict_repeats_errors_too_and_handles_other_payloads(version: str) -> None:
    frames: list[Frame] = [[2, "1", "Heartbeat", {"more": 1}], [2, "1", "Heartbeat", {"more": 1}]]
    answers = answers_to(*frames, [2, "1", "Heartbeat", {}], version=version, strict=True)
    assert [answer[0] for answer in answers] == [4, 4, 3]
    assert answers[0] == answers[1]


PAYLOADS_THAT_LOOK_GOOD_FROM_OUTSIDE: list[Any] = [
    b'[2,"1","BootNotification",{"a":"\xff"}]',
    b'[2,"1","BootNotification",{"\xff":1}]',
    '[2,"1","BootNotification",{"a":1e999}]',
    '[2,"1","BootNotification",{"a":-1e999}]',
    f'[2,"1","BootNotification",{{"a":{"9" * 5000}}}]',
    f'[2,"1","BootNotification",{{"a":{"9" * 400}}}]',
    f'[2,"1","BootNotification",{{"password":{"[" * 600}{"]" * 600}}}]',
    f'[2,"1","BootNotification",{{"a":"\\u0041","b":{"[" * 600}{"]" * 600}}}]',
    f'[2,"1","BootNotification",{{"customData":{{"vendorId":"v","b":{"[" * 600}{"]" * 600}}}}}]',
    *(f'[2,"1","BootNotification",{{"a":{"[" * depth}{"]" * depth}}}]' for depth in range(900, 1001, 5)),
]


@each_version
@strict_or_not
@pytest.mark.parametrize("frame", PAYLOADS_THAT_LOOK_GOOD_FROM_OUTSIDE, ids=lambda frame: repr(frame)[27:50])
def test_payloads_that_cannot_be_read_are_answered(version: str, strict: bool, frame: Any, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "ocpp")
    served = {"BootNotification": lambda **_: boot_answer(version)}
    (answer,) = answers_to(frame, version=version, strict=strict, handlers=served)
    assert answer[:2] == [4, "1"]
