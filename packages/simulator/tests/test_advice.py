import pytest

from csms_simulator.advice import explain


@pytest.mark.parametrize(
    ("cause", "advice"),
    [
        ("[Errno 111] Connect call failed ('127.0.0.1', 9000)", "Nobody listens at csms.example:9000"),
        ("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed", "Nobody listens"),
        ("[Errno -2] Name or service not known", "The name csms.example is not known"),
        ("server rejected WebSocket connection: HTTP 401", "--password"),
        ("401 wrong password", "--password"),
        ("403 Forbidden", "does not let this identity in"),
        ("404 unknown", "There is no station of this identity at ws://csms.example:9000"),
        ("no subprotocols supported", "does not speak OCPP 2.1"),
        ("400 No common subprotocol", "does not speak OCPP 2.1"),
        ("server rejected WebSocket connection: HTTP 503", "a problem of its own"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate", "--ca"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "ws:// and wss://"),
        ("TimeoutError", "firewall"),
        ("something new", "Cannot connect to ws://csms.example:9000: something new."),
    ],
)
def test_each_failure_comes_with_what_to_check(cause: str, advice: str) -> None:
    assert advice in explain(cause, "ws://csms.example:9000", "2.1")


def test_the_port_is_that_of_the_scheme_if_none_is_given() -> None:
    assert "csms.example:443 " in explain("Timed out", "wss://csms.example/ocpp", "1.6")
