import json

import pytest

from csms_simulator.load.messages import NUMBER, TEXT, TIMESTAMP, Message, in_json
from csms_simulator.load.statistics import Exchange
from ocpp.exceptions import OCPPError

START = {"connectorId": 1, "idTag": TEXT, "meterStart": NUMBER, "timestamp": TIMESTAMP}


def test_only_what_changes_changes() -> None:
    message = Message("1.6", "StartTransaction", Exchange(), START, (TEXT, NUMBER, TIMESTAMP))
    text = message.text(b"id-1", (in_json('100 % "x"'), 42, b"2026-01-01T00:00:00Z"))
    payload = {"connectorId": 1, "idTag": '100 % "x"', "meterStart": 42, "timestamp": "2026-01-01T00:00:00Z"}
    assert json.loads(text) == [2, "id-1", "StartTransaction", payload]


def test_a_percent_sign_in_the_payload_stays() -> None:
    boot = {"chargePointVendor": "100 %b", "chargePointModel": "%(x)s"}
    assert json.loads(Message("1.6", "BootNotification", Exchange(), boot).text(b"1", ()))[3] == boot


def test_a_percent_sign_before_a_changing_value_stays() -> None:
    start = START | {"idTag": "5 %d"}
    message = Message("1.6", "StartTransaction", Exchange(), start, (NUMBER, TIMESTAMP))
    assert json.loads(message.text(b"1", (7, b"x")))[3] == start | {"meterStart": 7, "timestamp": "x"}


def test_a_payload_that_is_not_valid_is_refused() -> None:
    with pytest.raises(OCPPError):
        Message("1.6", "StartTransaction", Exchange(), {"connectorId": "one"})


@pytest.mark.parametrize("changing", [(NUMBER + 1,), (NUMBER, TEXT), (TIMESTAMP, TEXT)])
def test_a_changing_value_must_stand_where_it_is_said_to(changing: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueError, match="must occur once"):
        Message("1.6", "StartTransaction", Exchange(), START, changing)


def test_an_answer_is_checked() -> None:
    heartbeat = Message("1.6", "Heartbeat", Exchange(), {})
    assert type(heartbeat.decode_result(b'{"currentTime":"x"}')) is heartbeat.result_class  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="currentTime"):
        heartbeat.decode_result(b"{}")  # pyright: ignore[reportArgumentType]
