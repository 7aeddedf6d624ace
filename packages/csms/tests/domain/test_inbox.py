from datetime import UTC, datetime
from string import Formatter

import pytest

from csms.domain.inbox import EXPLANATIONS, LONGEST_TEXT, Cause, bare_reason, cause_of, knock, printable

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
FACTS = {"name": "CP 2", "wanted": "CP 1", "limit": 1000, "wait_s": 8, "reason": "because"}
KNOWN = {*FACTS, "identity", "station"}


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_has_a_text_and_a_remedy_without_gaps(cause: Cause):
    told = knock(cause, "CP 1", "192.0.2.1", NOW, FACTS)

    assert told.text
    assert told.remedy
    assert "{" not in told.text + told.remedy


@pytest.mark.parametrize("cause", Cause)
def test_places_for_facts_are_known_ones(cause: Cause):
    explanation = EXPLANATIONS[cause]
    places = {name for text in (explanation.text, explanation.remedy) for _, name, _, _ in Formatter().parse(text)}

    assert places - {None} <= KNOWN


def test_the_remedy_is_a_command_that_can_be_pasted_into_a_shell():
    told = knock(Cause.PASSWORD_MISSING, "CP 1; rm -rf /", "192.0.2.1", NOW, {"wanted": 1})

    assert told.text == "The station sent no password, but security profile 1 wants one."
    assert told.remedy.endswith("csms station set 'CP 1; rm -rf /' --security-profile 0")


def test_a_name_that_a_stranger_has_chosen_is_quoted_in_the_remedy():
    told = knock(Cause.CERTIFICATE_OTHER_NAME, "CP1", "192.0.2.1", NOW, {"name": "$(reboot)", "wanted": "CP1"})

    assert told.remedy.endswith("--certificate-name '$(reboot)'")


def test_braces_of_strangers_are_text():
    told = knock(Cause.UNKNOWN, "{limit}{0}", "192.0.2.1", NOW)

    assert "{limit}{0}" in told.text


@pytest.mark.parametrize("text", ["a\nb", "a\x1bb", "a\x00b", "a\u202eb", "a\u200bb", "a\x85b", "a\ud800b"])
def test_what_cannot_be_shown_is_replaced(text: str):
    assert printable(text) == "a\N{REPLACEMENT CHARACTER}b"


def test_what_can_be_shown_stays():
    text = "S\u00e4ule 1 \u2713 \u5145\u7535\u6869 \U0001f600"
    assert printable(text) == text


def test_long_texts_are_cut():
    assert printable("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert printable("x" * (LONGEST_TEXT + 1)) == "x" * (LONGEST_TEXT - 3) + "..."


def test_the_status_is_that_of_the_cause_or_the_one_that_was_answered():
    assert knock(Cause.UNKNOWN, "CP1", "192.0.2.1", NOW).status == 404
    assert knock(Cause.NO_WEBSOCKET, "CP1", "192.0.2.1", NOW, {"reason": "POST"}, status=405).status == 405


def test_a_server_that_stops_is_no_matter_of_the_station():
    assert cause_of(503, "The server is going away") is None


@pytest.mark.parametrize(
    ("status", "reason", "cause"),
    [
        (426, "This is a WebSocket server for charge points, not a web page", Cause.NO_WEBSOCKET),
        (500, "The server failed, see its log", Cause.SERVER_FAILED),
        (503, "The server took too long to decide", Cause.DATABASE_AWAY),
        (0, "TLS failed: something that nobody has thought of", Cause.TLS_FAILED),
        (0, "went away: [Errno 104] Connection reset by peer", Cause.WENT_AWAY),
    ],
)
def test_a_refusal_of_the_websocket_server_has_a_cause(status: int, reason: str, cause: Cause):
    assert cause_of(status, reason) is cause


def test_the_reason_does_not_say_twice_what_the_cause_says():
    assert bare_reason("TLS failed: the charge point's certificate was not accepted: expired") == "expired"
    assert bare_reason("No common subprotocol: offered ocpp1.5") == "offered ocpp1.5"
