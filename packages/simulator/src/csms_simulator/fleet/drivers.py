"""What drivers do at a station: plans of timed happenings, made without looking at a station.

A driver parks, holds a card against the reader before or after the cable is in, looks whether it charges, and is gone
until it is time to leave. Some take the wrong card first, some have none that is known, some hold a card against the
reader and change their mind, some leave the car standing when it has long been full.
"""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from csms_simulator.fleet.distributions import DAY_S, HOUR_S, Stay, Use, Visit, visits
from csms_simulator.model.facts import Token
from csms_simulator.model.vehicle import VehicleModel

UNKNOWN_TOKEN = Token("DEADBEEF")
"""The card of drivers whom no central system knows: a library card, a competitor's, an expired one."""

PLUGIN_HYBRID_BATTERY_WH = 20_000
"""Plug-in hybrids have less than this, other cars more."""

CHANGEOVER_S = 300.0
"""How long a place stays empty at least: a car must leave and the next one park."""

LOOKS_AFTER_S = 60.0
"""When a driver looks whether it charges, after cable and card; a central system has answered long before."""

SHORTEST_VISIT_S = 240.0
"""Nobody leaves sooner after the arrival."""

FORGETTING = Stay(2 * HOUR_S, 0.7, longest_s=DAY_S)
"""How much later they come back who forget."""


class Habits(Struct, frozen=True):
    """How often drivers do what; shares of all visits."""

    swipes_first: float = 0.4
    """The card before the cable. Most displays ask for either, in any order."""
    wrong_card_first: float = 0.03
    """An unknown card first, then the right one."""
    unknown_card_only: float = 0.015
    changes_mind: float = 0.01
    """Holds the card against the reader and drives away: the station waits for a cable until its time is over."""
    forgets: float = 0.05
    """Comes back much later than planned: the car stands idle."""
    pulls_cable: float = 0.35
    """Ends charging at the car by pulling the cable instead of by the card; where the cable is locked, by the card."""


class PlugsIn(Struct, frozen=True):
    """A car arrives and the cable goes in."""

    at_s: float
    model: VehicleModel
    soc: float
    target_soc: float


class Swipes(Struct, frozen=True):
    """A card is held against the reader."""

    at_s: float
    token: Token


class Looks(Struct, frozen=True):
    """The driver looks whether the car charges, and leaves with it if it does not."""

    at_s: float


class Unplugs(Struct, frozen=True):
    """The driver takes the cable out and drives away; where it is locked, after a swipe with `token`."""

    at_s: float
    token: Token


class Leaves(Struct, frozen=True):
    """Someone who did not plug in is gone."""

    at_s: float


Happening: TypeAlias = PlugsIn | Swipes | Looks | Unplugs | Leaves
"""Times are seconds after the midnight of the first day."""


class Plan(Struct, frozen=True):
    """What one driver does at one EVSE, in order."""

    happenings: tuple[Happening, ...]

    @property
    def begins_at_s(self) -> float:
        """When the driver comes."""
        return self.happenings[0].at_s

    @property
    def ends_at_s(self) -> float:
        """When the driver is gone."""
        return self.happenings[-1].at_s


def plans(
    rng: random.Random,
    use: Use,
    *,
    tokens: Sequence[Token],
    models: Iterable[VehicleModel],
    is_dc: bool,
    begins_at_s: float = 0.0,
    habits: Habits | None = None,
) -> Iterator[Plan]:
    """Plan what happens at one EVSE, without an end; no plan begins before the one before it has ended.

    Args:
        rng: what chance comes from; the same seed gives the same plans.
        use: what the station is there for.
        tokens: the cards of those who come here.
        models: the cars that come; with DC only those that can charge so.
        is_dc: whether the EVSE gives direct current.
        begins_at_s: the time of the simulation's begin; cars that should stand there already come soon after it.
        habits: how often drivers do what.

    Raises: ValueError if there are no tokens, or no cars that can charge here.
    """
    cars = [model for model in models if model.max_dc_power_w > 0 or not is_dc]
    if not tokens or not cars:
        raise ValueError("Drivers need tokens, and cars that can charge at the EVSE")
    habits = Habits() if habits is None else habits
    free_from_s = begins_at_s
    for visit in visits(rng, use, first_day=math.floor(begins_at_s / DAY_S) - 1):
        arrives_at_s = visit.arrives_at_s
        if arrives_at_s < begins_at_s < visit.leaves_at_s:
            arrives_at_s = begins_at_s + rng.uniform(10, 600)
        if arrives_at_s < free_from_s:
            continue
        token, model = rng.choice(tokens), _car(rng, cars, visit)
        plan = _plan(rng, visit, arrives_at_s=arrives_at_s, token=token, model=model, habits=habits)
        free_from_s = plan.ends_at_s + CHANGEOVER_S
        yield plan


def _plan(
    rng: random.Random, visit: Visit, *, arrives_at_s: float, token: Token, model: VehicleModel, habits: Habits
) -> Plan:
    if rng.random() < habits.changes_mind:
        return Plan((Swipes(arrives_at_s, token), Leaves(arrives_at_s + SHORTEST_VISIT_S)))
    knows_no_card = rng.random() < habits.unknown_card_only
    cards = [UNKNOWN_TOKEN] if knows_no_card else [token]
    if not knows_no_card and rng.random() < habits.wrong_card_first:
        cards.insert(0, UNKNOWN_TOKEN)
    soc = visit.habit.need.draw_soc(rng, model.battery_wh, visit.target_soc)
    done: list[Happening] = []
    at_s = arrives_at_s
    if rng.random() < habits.swipes_first:
        for card in cards:
            done.append(Swipes(at_s, card))
            at_s += rng.uniform(8, 35)
        done.append(PlugsIn(at_s, model, soc, visit.target_soc))
    else:
        done.append(PlugsIn(at_s, model, soc, visit.target_soc))
        for card in cards:
            at_s += rng.uniform(5, 25)
            done.append(Swipes(at_s, card))
    done.append(Looks(at_s + LOOKS_AFTER_S))
    leaves_at_s = max(visit.leaves_at_s, arrives_at_s + SHORTEST_VISIT_S)
    if rng.random() < habits.forgets:
        leaves_at_s += FORGETTING.draw(rng)
    if rng.random() >= habits.pulls_cable:
        done.append(Swipes(leaves_at_s, cards[-1]))
        leaves_at_s += rng.uniform(8, 40)
    done.append(Unplugs(leaves_at_s, cards[-1]))
    return Plan(tuple(done))


def _car(rng: random.Random, cars: Sequence[VehicleModel], visit: Visit) -> VehicleModel:
    """Choose a car; one of the wanted kind, if such cars come here."""
    wanted = [car for car in cars if (car.battery_wh < PLUGIN_HYBRID_BATTERY_WH) is visit.is_plugin_hybrid]
    return rng.choice(wanted or cars)
