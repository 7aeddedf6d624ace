"""Whom a station lets charge by itself (OCPP 1.6, 3.5; OCPP 2.0.1 Part 2, C10 to C14 and D01)."""

import pytest

from csms_simulator.model.authorization import Authorizer, ListOutcome, Verdict
from csms_simulator.model.facts import StatusChanged, Token, TransactionStarted
from csms_simulator.model.settings import Settings
from packages.simulator.tests.model.stations import NO, YES, A, B, Bench

BLOCKED = Verdict(accepted=False, status="Blocked")


# The list


def test_a_full_list_replaces_all() -> None:
    known = Authorizer(Settings())
    assert known.replace_list(3, [(A, YES), (B, BLOCKED)]) is ListOutcome.ACCEPTED
    assert (known.list_version, known.list_size, known.look_up(0, B)) == (3, 2, BLOCKED)
    assert known.replace_list(2, [(B, YES)]) is ListOutcome.ACCEPTED
    assert (known.list_version, known.look_up(0, A), known.look_up(0, B)) == (2, None, YES)


def test_changes_add_update_and_remove() -> None:
    known = Authorizer(Settings())
    known.replace_list(1, [(A, YES), (B, YES)])
    assert known.update_list(2, [(A, None), (B, BLOCKED), (Token("C"), YES)]) is ListOutcome.ACCEPTED
    assert [known.look_up(0, token) for token in (A, B, Token("C"))] == [None, BLOCKED, YES]
    assert known.update_list(2, [(A, YES)]) is ListOutcome.VERSION_MISMATCH
    assert (known.list_version, known.look_up(0, A)) == (2, None)


def test_a_list_that_cannot_be_taken_over_changes_nothing() -> None:
    known = Authorizer(Settings(max_local_list=2))
    known.replace_list(1, [(A, YES)])
    tokens = [(Token(name), YES) for name in "CDE"]
    assert known.replace_list(2, tokens) is ListOutcome.FAILED
    assert known.update_list(2, tokens[:2]) is ListOutcome.FAILED
    assert known.replace_list(2, [(B, None)]) is ListOutcome.FAILED
    assert known.replace_list(2, [(B, YES), (Token("b"), YES)]) is ListOutcome.FAILED
    assert known.replace_list(0, [(B, YES)]) is ListOutcome.FAILED
    assert (known.list_version, known.look_up(0, A), known.look_up(0, B)) == (1, YES, None)


def test_an_empty_list_is_none() -> None:
    known = Authorizer(Settings())
    known.replace_list(5, [(A, YES)])
    assert known.replace_list(6, []) is ListOutcome.ACCEPTED
    assert (known.list_version, known.list_size) == (0, 0)


# The cache


def test_letter_case_does_not_matter_but_the_kind_of_token_does() -> None:
    known = Authorizer(Settings())
    known.learn(0, Token("Ab"), YES)
    assert known.look_up(0, Token("aB")) == YES
    assert known.look_up(0, Token("aB", "Central")) is None


def test_the_list_has_priority_and_is_never_cached() -> None:
    known = Authorizer(Settings())
    known.learn(0, A, YES)
    known.replace_list(1, [(A, BLOCKED)])
    assert known.look_up(0, A) == BLOCKED
    assert not known.learn(0, A, YES)
    assert known.learn(0, A, NO)
    assert known.cache_size == 0


def test_a_list_that_is_switched_on_again_has_priority_too() -> None:
    settings = Settings(is_local_list_enabled=False)
    known = Authorizer(settings)
    known.replace_list(1, [(A, BLOCKED)])
    known.learn(0, A, YES)
    assert known.look_up(0, A) == YES
    settings.is_local_list_enabled = True
    assert known.look_up(0, A) == BLOCKED


def test_what_is_known_expires() -> None:
    known = Authorizer(Settings(auth_cache_lifetime_s=100))
    known.learn(0, A, Verdict(accepted=True, expires_at=50))
    assert known.look_up(49, A) == Verdict(accepted=True, expires_at=50)
    assert known.look_up(50, A) == Verdict(accepted=False, expires_at=50, status="Expired")
    assert known.look_up(100, A) is None


def test_a_full_cache_forgets_refused_tokens_first_then_the_oldest() -> None:
    known = Authorizer(Settings())
    for number in range(1000):
        known.learn(0, Token(str(number)), NO if number == 500 else YES)
    known.learn(0, A, YES)
    assert (known.look_up(0, Token("500")), known.look_up(0, Token("0"))) == (None, YES)
    known.learn(0, A, YES)
    assert known.look_up(0, Token("0")) == YES
    known.learn(0, Token("0"), YES)
    known.learn(0, B, YES)
    assert [known.look_up(0, token) for token in (Token("0"), Token("1"), A)] == [YES, None, YES]
    assert known.cache_size == 1000


@pytest.mark.parametrize("is_enabled", [True, False])
def test_a_cache_that_is_switched_off_remembers_nothing(is_enabled: bool) -> None:
    known = Authorizer(Settings(is_auth_cache_enabled=is_enabled))
    known.learn(0, A, YES)
    assert (known.look_up(0, A) is not None) == is_enabled
    assert known.clear_cache() == is_enabled
    assert known.look_up(0, A) is None


# Decisions


@pytest.mark.parametrize(
    ("known", "pre_authorizes", "decided"),
    [(None, True, None), (YES, True, YES), (YES, False, None), (BLOCKED, True, None)],
)
def test_online_only_a_good_token_is_believed_without_asking(
    known: Verdict | None, pre_authorizes: bool, decided: Verdict | None
) -> None:
    memory = Authorizer(Settings(local_pre_authorize=pre_authorizes))
    if known is not None:
        memory.learn(0, A, known)
    assert memory.decide(0, A, is_online=True) == decided


@pytest.mark.parametrize(
    ("known", "believes", "allows_unknown", "accepted"),
    [
        (YES, True, False, True),
        (YES, False, False, False),
        (BLOCKED, True, True, False),
        (BLOCKED, False, True, False),
        (None, True, False, False),
        (None, True, True, True),
    ],
)
def test_offline_decisions(known: Verdict | None, believes: bool, allows_unknown: bool, accepted: bool) -> None:
    memory = Authorizer(Settings(local_authorize_offline=believes, allow_unknown_offline=allows_unknown))
    if known is not None:
        memory.learn(0, A, known)
    decided = memory.decide(0, A, is_online=False)
    assert decided is not None
    assert decided.accepted == accepted


# In a station


def test_offline_a_token_of_the_list_starts_at_once_and_says_so() -> None:
    bench = Bench(is_online=False)
    bench.station.authorizer.replace_list(1, [(A, Verdict(accepted=True, group="G"))])
    bench.plug_in()
    bench.present()
    [started] = [fact for fact in bench.facts() if isinstance(fact, TransactionStarted)]
    assert (started.is_offline, started.transaction.group) == (True, "G")
    bench.present(A)
    assert bench.said() == ["Ended StopAuthorized EVConnected Local offline", "1 Finishing"]


def test_offline_an_unknown_token_is_refused() -> None:
    bench = Bench(is_online=False)
    bench.plug_in()
    bench.present()
    assert bench.said() == ["1 Preparing"]


def test_offline_another_token_of_the_group_stops() -> None:
    bench = Bench(is_online=False)
    known = Verdict(accepted=True, group="G")
    bench.station.authorizer.replace_list(1, [(A, known), (B, known)])
    bench.plug_in()
    bench.present(A)
    bench.facts()
    bench.present(B)
    assert bench.said() == ["Ended StopAuthorized EVConnected Local offline", "1 Finishing"]


def test_an_answer_that_does_not_come_is_as_if_offline() -> None:
    bench = Bench(Settings(allow_unknown_offline=True))
    bench.plug_in()
    bench.present()
    bench.station.authorization_failed(bench.now, 1, A)
    assert bench.station.evse(1).transaction is not None


def test_an_answer_is_remembered() -> None:
    bench = Bench(Settings(local_pre_authorize=True))
    bench.charge()
    bench.present()
    bench.unplug()
    bench.plug_in()
    bench.facts()
    bench.present()
    assert bench.said()[0] == "Started Authorized EVConnected"


def test_an_answer_that_nobody_waits_for_starts_nothing() -> None:
    bench = Bench()
    bench.plug_in()
    bench.answer()
    assert bench.said() == ["1 Preparing"]


def test_an_answer_that_contradicts_the_list_is_told() -> None:
    bench = Bench()
    bench.station.authorizer.replace_list(1, [(A, BLOCKED)])
    bench.present()
    bench.answer(YES)
    conflicts = [fact for fact in bench.facts() if isinstance(fact, StatusChanged) and fact.evse_id == 0]
    assert [(fact.status, fact.error) for fact in conflicts] == [("Available", "LocalListConflict")]
