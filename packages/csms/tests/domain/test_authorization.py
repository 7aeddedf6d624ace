"""Who may charge, and why not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.authorization import AuthorizationStatus, IdToken, Policy, Token, decide

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HERE = Policy("CP1")
FREE = Policy("CP1", is_free=True)
OPEN = Policy("CP1", accepts_unknown_tokens=True)
TAG = IdToken("5ED00001")


def registered(**columns: Any) -> Token:
    return Token("5ED00001", "ISO14443", group="FLEET", **columns)


@pytest.mark.parametrize(
    ("token", "policy", "elsewhere", "status"),
    [
        (registered(), HERE, 0, AuthorizationStatus.ACCEPTED),
        (None, HERE, 0, AuthorizationStatus.UNKNOWN),
        (None, OPEN, 0, AuthorizationStatus.ACCEPTED),
        (None, FREE, 0, AuthorizationStatus.ACCEPTED),
        (registered(is_blocked=True), HERE, 0, AuthorizationStatus.BLOCKED),
        (registered(is_blocked=True), FREE, 0, AuthorizationStatus.BLOCKED),
        (registered(is_blocked=True), OPEN, 0, AuthorizationStatus.BLOCKED),
        (registered(expires_at=NOW), HERE, 0, AuthorizationStatus.EXPIRED),
        (registered(expires_at=NOW), FREE, 0, AuthorizationStatus.ACCEPTED),
        (registered(expires_at=NOW + timedelta(seconds=1)), HERE, 0, AuthorizationStatus.ACCEPTED),
        (registered(stations=("CP2",)), HERE, 0, AuthorizationStatus.NOT_AT_THIS_LOCATION),
        (registered(stations=("CP2", "CP1")), HERE, 0, AuthorizationStatus.ACCEPTED),
        (registered(concurrent_limit=2), HERE, 1, AuthorizationStatus.ACCEPTED),
        (registered(concurrent_limit=2), HERE, 2, AuthorizationStatus.CONCURRENT_TX),
        (registered(concurrent_limit=0), HERE, 0, AuthorizationStatus.CONCURRENT_TX),
        (registered(), HERE, 99, AuthorizationStatus.ACCEPTED),
    ],
)
def test_each_refusal_has_its_word(token: Token | None, policy: Policy, elsewhere: int, status: AuthorizationStatus):
    decision = decide(TAG, token, policy, NOW, elsewhere)
    assert decision.status is status
    assert decision.reason
    assert decision.group == (None if token is None else "FLEET")


def test_a_token_without_a_text_is_invalid_even_where_unknown_ones_are_accepted():
    assert decide(IdToken(" "), None, OPEN, NOW).status is AuthorizationStatus.INVALID
    assert decide(IdToken(""), None, FREE, NOW).is_accepted
    assert decide(IdToken("", "NoAuthorization"), None, HERE, NOW).is_accepted


@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=20), st.integers(0, 3), st.booleans())
def test_letter_case_and_blanks_around_a_token_say_nothing(text: str, blanks: int, upper: bool):
    other = IdToken(" " * blanks + (text.upper() if upper else text.lower()) + " " * blanks)
    assert other.key == IdToken(text).key


def test_a_secret_is_known_by_its_hash_and_shown_as_stars():
    secret = IdToken("1234", "KeyCode")
    assert secret.key == IdToken(" 1234", "KeyCode").key
    assert "1234" not in secret.key
    assert secret.shown == "********"
    assert secret.key != IdToken("1235", "KeyCode").key
    assert secret.key != IdToken("1234").key
