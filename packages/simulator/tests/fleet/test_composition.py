import itertools
from typing import Any, cast

import pytest

from csms_simulator.fleet.composition import LAYOUTS, StationPlan, compose, start_hour
from csms_simulator.fleet.distributions import Use


def test_twelve_stations_show_every_version_in_every_use() -> None:
    plans = compose(12)
    assert {(plan.version, plan.use) for plan in plans} == set(itertools.product(("1.6", "2.0.1", "2.1"), Use))


def test_identities_are_numbered_so_that_they_sort() -> None:
    assert [plan.identity for plan in compose(3, prefix="CP")] == ["CP1", "CP2", "CP3"]
    identities = [plan.identity for plan in compose(120)]
    assert identities[0] == "SIM-001"
    assert identities == sorted(identities)


def test_the_same_arguments_give_the_same_fleet() -> None:
    def layouts(plans: list[StationPlan]) -> list[str]:
        return [plan.layout.model for plan in plans]

    assert compose(40, seed=3) == compose(40, seed=3)
    assert layouts(compose(40, seed=3)) != layouts(compose(40, seed=4))


def test_stations_do_not_depend_on_how_many_there_are() -> None:
    assert [plan.layout for plan in compose(9)] == [plan.layout for plan in compose(8)] + [compose(9)[-1].layout]


@pytest.mark.parametrize("use", Use)
def test_layouts_fit_the_use(use: Use) -> None:
    known = [layout for layout, _ in LAYOUTS[use]]
    plans = compose(60, use=use)
    assert {plan.layout.model for plan in plans} == {layout.model for layout in known}, "all of them occur"
    assert all(evse.is_dc is (use is Use.FAST) for plan in plans for evse in plan.layout.evses)
    assert sum(share for _, share in LAYOUTS[use]) == pytest.approx(1)


def test_everybody_has_a_card_of_their_own() -> None:
    cards = [token.id for plan in compose(30) for circle in plan.circles for token in circle]
    assert len(cards) == len(set(cards))
    assert cards[:2] == ["5ED00001", "5ED00002"]


def test_cards_can_be_given() -> None:
    cards = {token.id for plan in compose(5, tokens=["A", "B"]) for circle in plan.circles for token in circle}
    assert cards == {"A", "B"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"count": 0}, "1 to 10000 stations, not 0"),
        ({"count": 10_001}, "not 10001"),
        ({"count": 1, "version": "2.0"}, "'2.0' is unknown: 1.6, 2.0.1, 2.1 or mixed"),
        ({"count": 1, "use": "depot"}, "'depot' is unknown"),
    ],
)
def test_what_makes_no_fleet_is_refused(arguments: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        compose(**cast(Any, arguments))


def test_the_day_begins_when_such_stations_come_to_life() -> None:
    assert start_hour("workplace") < start_hour("home")
    assert start_hour("mixed") == start_hour("workplace")
