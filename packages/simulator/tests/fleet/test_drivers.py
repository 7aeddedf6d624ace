import itertools
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csms_simulator.fleet.distributions import DAY_S, HOUR_S, Use
from csms_simulator.fleet.drivers import (
    CHANGEOVER_S,
    SHORTEST_VISIT_S,
    UNKNOWN_TOKEN,
    Habits,
    Leaves,
    Looks,
    Plan,
    PlugsIn,
    Swipes,
    Unplugs,
    plans,
)
from csms_simulator.model.facts import Token
from csms_simulator.model.vehicle import CATALOGUE, VehicleModel

TOKENS = (Token("A"), Token("B"), Token("C"))
AC_ONLY = VehicleModel("ac_only", 12_000, 1, 16, 3_680, 0)
STANDARD = Habits()


def planned(
    seed: int, use: Use = Use.PUBLIC, *, days: float = 20, begins_at_s: float = 0.0, habits: Habits = STANDARD
) -> list[Plan]:
    endless = plans(
        random.Random(seed),
        use,
        tokens=TOKENS,
        models=CATALOGUE.values(),
        is_dc=use is Use.FAST,
        begins_at_s=begins_at_s,
        habits=habits,
    )
    return list(itertools.takewhile(lambda plan: plan.begins_at_s < begins_at_s + days * DAY_S, endless))


def times(plan: Plan) -> list[float]:
    return [happening.at_s for happening in plan.happenings]


@settings(max_examples=40)
@given(seed=st.integers(), use=st.sampled_from(Use), begins_at_s=st.floats(0, 2 * DAY_S))
def test_plans_are_possible_one_after_the_other(seed: int, use: Use, begins_at_s: float) -> None:
    drawn = planned(seed, use, begins_at_s=begins_at_s)
    for plan in drawn:
        assert times(plan) == sorted(times(plan))
        assert plan.begins_at_s >= begins_at_s
        kinds = [type(happening) for happening in plan.happenings]
        if PlugsIn in kinds:
            assert kinds.count(PlugsIn) == kinds.count(Looks) == kinds.count(Unplugs) == 1
            assert kinds.index(PlugsIn) < kinds.index(Looks) < kinds.index(Unplugs) == len(kinds) - 1
            assert Swipes in kinds[: kinds.index(Looks)], "nobody looks before a card was shown"
            assert plan.ends_at_s - plan.begins_at_s >= SHORTEST_VISIT_S
        else:
            assert kinds == [Swipes, Leaves]
    for plan, next_plan in itertools.pairwise(drawn):
        assert next_plan.begins_at_s >= plan.ends_at_s + CHANGEOVER_S


@pytest.mark.parametrize("use", Use)
def test_the_same_seed_gives_the_same_plans(use: Use) -> None:
    assert planned(5, use) == planned(5, use)
    assert planned(5, use) != planned(6, use)


def test_who_ends_with_the_card_uses_the_one_that_began_it() -> None:
    for plan in planned(1, days=400):
        swipes = [happening.token for happening in plan.happenings if isinstance(happening, Swipes)]
        looked = next((i for i, each in enumerate(plan.happenings) if isinstance(each, Looks)), None)
        if looked is not None and isinstance(plan.happenings[-2], Swipes):
            assert swipes[-1] == swipes[-2]
            assert plan.happenings[-1] == Unplugs(plan.ends_at_s, swipes[-1])


def test_habits_happen_as_often_as_they_say() -> None:
    drawn = [plan for seed in range(4) for plan in planned(seed, Use.FAST, days=150)]
    stays = [plan for plan in drawn if not isinstance(plan.happenings[-1], Leaves)]
    cards = [[each.token for each in plan.happenings if isinstance(each, Swipes)] for plan in stays]

    def share(count: int, of: int) -> float:
        return count / of

    assert share(len(drawn) - len(stays), len(drawn)) == pytest.approx(STANDARD.changes_mind, abs=0.006)
    first = [isinstance(plan.happenings[0], Swipes) for plan in stays]
    assert share(sum(first), len(stays)) == pytest.approx(STANDARD.swipes_first, abs=0.03)
    only = [set(each) == {UNKNOWN_TOKEN} for each in cards]
    assert share(sum(only), len(stays)) == pytest.approx(STANDARD.unknown_card_only, abs=0.008)
    wrong = [each[0] == UNKNOWN_TOKEN and each[1] in TOKENS for each in cards if len(each) > 1]
    assert share(sum(wrong), len(stays)) == pytest.approx(STANDARD.wrong_card_first, abs=0.01)
    pulls = [not isinstance(plan.happenings[-2], Swipes) for plan in stays]
    assert share(sum(pulls), len(stays)) == pytest.approx(STANDARD.pulls_cable, abs=0.03)


def test_who_forgets_the_car_stays_longer() -> None:
    def mean_stay(habits: Habits) -> float:
        return statistics.mean(plan.ends_at_s - plan.begins_at_s for plan in planned(2, Use.FAST, habits=habits))

    assert mean_stay(Habits(forgets=1.0)) > mean_stay(Habits(forgets=0.0)) + HOUR_S


def test_cars_that_should_be_there_at_the_begin_come_soon_after_it() -> None:
    at_night = [planned(seed, Use.HOME, begins_at_s=2 * HOUR_S) for seed in range(50)]
    early = [drawn for drawn in at_night if drawn and drawn[0].begins_at_s < 2 * HOUR_S + 600]
    assert len(early) > 15, "at two in the morning, many cars stand at home"


def test_to_a_fast_charger_come_only_cars_that_can_charge_there() -> None:
    drawn = plans(random.Random(1), Use.FAST, tokens=TOKENS, models=[AC_ONLY, CATALOGUE["compact"]], is_dc=True)
    arrivals = (each for plan in itertools.islice(drawn, 100) for each in plan.happenings if isinstance(each, PlugsIn))
    assert {arrival.model.name for arrival in arrivals} == {"compact"}


def test_plugin_hybrids_come_where_they_are_wanted() -> None:
    hybrid = VehicleModel("hybrid", 12_000, 1, 16, 3_680, 0)
    drawn = plans(random.Random(1), Use.WORKPLACE, tokens=TOKENS, models=[hybrid, CATALOGUE["compact"]], is_dc=False)
    arrivals = [each for plan in itertools.islice(drawn, 600) for each in plan.happenings if isinstance(each, PlugsIn)]
    assert sum(each.model is hybrid for each in arrivals) / len(arrivals) == pytest.approx(0.35, abs=0.06)


@pytest.mark.parametrize(("tokens", "models"), [((), (CATALOGUE["compact"],)), (TOKENS, (AC_ONLY,)), (TOKENS, ())])
def test_without_tokens_or_cars_there_are_no_drivers(
    tokens: tuple[Token, ...], models: tuple[VehicleModel, ...]
) -> None:
    with pytest.raises(ValueError, match="tokens, and cars"):
        next(plans(random.Random(1), Use.FAST, tokens=tokens, models=models, is_dc=True))
