"""When cars arrive, how long they stay and how much they need, by the use that a station has.

Each use is a mixture of habits: a habit has a share of the visits, an hour of arrival, a time of stay and a need. That
arrivals and stays come in a few clusters, and that mixtures of bell curves describe them, is what Lee, Li and Low found
in ACN-Data ("Analysis and Applications of an Open EV Charging Dataset", e-Energy 2019). The figures are round ones that
were chosen to agree with what is published:

- Home: plugging in peaks at 17 h; the median charge is 7.5 kWh (UK Department for Transport, "Electric Chargepoint
  Analysis 2017"). Cars stay overnight.
- Workplace: arrivals within an hour or two of the morning and stays of a working day, with a smaller group of
  part-timers and visitors around noon (ACN-Data). A high share of charges at German stations takes 8 to 10 hours, for
  that reason (Hecht et al., eTransportation 6, 2020).
- Public AC: day parking, whose arrivals peak at 8 h (Department for Transport), the residents' cars that stay
  overnight, and short errands. Connectors are in use 15 to 20 % of the time (Hecht et al.); busy ones somewhat more.
- Fast DC: arrivals around noon and in the afternoon (Department for Transport); 20 minutes on average in Norway
  (Figenbaum, Institute of Transport Economics, 2018), 42 minutes and 22 kWh at paid American chargers (US Department of
  Energy, 2024). Drivers come when the battery is low and leave at about 80 %, because more takes long.

All days are working days.

All draws come from the `random.Random` that is handed in: the same seed gives the same day.
"""

import itertools
import math
import random
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S


class Use(StrEnum):
    """What a station is there for."""

    HOME = "home"
    WORKPLACE = "workplace"
    PUBLIC = "public"
    FAST = "fast"


class Stay(Struct, frozen=True):
    """How long a car is parked: log-normal, as times that cannot be negative and are sometimes long tend to be."""

    median_s: float
    spread: float
    """The standard deviation of the logarithm: 0.2 is narrow, 0.7 is wide."""
    shortest_s: float = 5 * 60.0
    longest_s: float = 3 * DAY_S

    def draw(self, rng: random.Random) -> float:
        """Draw a time in seconds, within the bounds."""
        return min(max(self.median_s * math.exp(rng.gauss(0, self.spread)), self.shortest_s), self.longest_s)


class EnergyNeed(Struct, frozen=True):
    """A car that comes with what it used since the last charge missing: log-normal, as distances driven are."""

    median_wh: float
    spread: float

    def draw_soc(self, rng: random.Random, battery_wh: float, target_soc: float) -> float:
        """Draw the state of charge at arrival, from `LOWEST_SOC` to just below the target."""
        missing = self.median_wh * math.exp(rng.gauss(0, self.spread)) / battery_wh
        return min(max(target_soc - missing, LOWEST_SOC), target_soc - 0.02)


class LowBattery(Struct, frozen=True):
    """A car that comes because its battery is low: a beta distribution of the state of charge at arrival."""

    mean_soc: float
    concentration: float
    """The sum of the two parameters of the distribution: the higher, the narrower."""

    def draw_soc(self, rng: random.Random, battery_wh: float, target_soc: float) -> float:  # noqa: ARG002 - as EnergyNeed
        """Draw the state of charge at arrival, from `LOWEST_SOC` to just below the target."""
        soc = rng.betavariate(self.mean_soc * self.concentration, (1 - self.mean_soc) * self.concentration)
        return min(max(soc, LOWEST_SOC), target_soc - 0.02)


LOWEST_SOC = 0.03
"""Nobody arrives with less: such cars are towed."""


class Habit(Struct, frozen=True):
    """One cluster of visits. `arrival_hour` and `arrival_spread_h` are a bell curve around the clock."""

    share: float
    arrival_hour: float
    arrival_spread_h: float
    stay: Stay
    need: EnergyNeed | LowBattery


class Pattern(Struct, frozen=True):
    """How a station is used, per EVSE."""

    visits_per_day: float
    """Who wants to charge at an EVSE; fewer do, because some find it taken and drive on."""
    habits: tuple[Habit, ...]
    target_socs: tuple[tuple[float, float], ...]
    """Up to where cars are set to charge, each with its share."""
    plugin_hybrid_share: float
    start_hour: float
    """When such a station comes to life: a good hour to begin a simulation at."""


PATTERNS: dict[Use, Pattern] = {
    Use.HOME: Pattern(
        visits_per_day=1.1,
        habits=(
            Habit(0.7, 17.5, 1.6, Stay(13.5 * HOUR_S, 0.18), EnergyNeed(8_500, 0.7)),  # back from work
            Habit(0.2, 13.0, 2.5, Stay(2.5 * HOUR_S, 0.5), EnergyNeed(4_500, 0.6)),  # between two errands
            Habit(0.1, 22.5, 1.0, Stay(9.5 * HOUR_S, 0.2), EnergyNeed(11_000, 0.7)),  # late home
        ),
        target_socs=((0.8, 0.5), (0.9, 0.2), (1.0, 0.3)),
        plugin_hybrid_share=0.3,
        start_hour=16.5,
    ),
    Use.WORKPLACE: Pattern(
        visits_per_day=1.2,
        habits=(
            Habit(0.7, 8.2, 0.8, Stay(8.5 * HOUR_S, 0.15), EnergyNeed(11_000, 0.6)),  # the working day
            Habit(0.2, 12.8, 1.2, Stay(4.2 * HOUR_S, 0.25), EnergyNeed(9_000, 0.6)),  # the afternoon
            Habit(0.1, 10.5, 2.0, Stay(1.5 * HOUR_S, 0.5), EnergyNeed(9_000, 0.7)),  # visitors
        ),
        target_socs=((0.8, 0.45), (0.9, 0.15), (1.0, 0.4)),
        plugin_hybrid_share=0.35,
        start_hour=7.5,
    ),
    Use.PUBLIC: Pattern(
        visits_per_day=1.8,
        habits=(
            Habit(0.35, 8.5, 1.5, Stay(6.0 * HOUR_S, 0.45), EnergyNeed(10_000, 0.6)),  # parked for the day
            Habit(0.35, 18.0, 1.7, Stay(12.5 * HOUR_S, 0.25), EnergyNeed(12_000, 0.6)),  # residents, overnight
            Habit(0.3, 14.0, 3.0, Stay(1.2 * HOUR_S, 0.6), EnergyNeed(7_000, 0.6)),  # shops, restaurants
        ),
        target_socs=((0.8, 0.35), (0.9, 0.15), (1.0, 0.5)),
        plugin_hybrid_share=0.25,
        start_hour=7.5,
    ),
    Use.FAST: Pattern(
        visits_per_day=12.0,
        habits=(
            Habit(0.45, 12.5, 2.0, Stay(0.5 * HOUR_S, 0.4, longest_s=3 * HOUR_S), LowBattery(0.25, 9)),
            Habit(0.4, 17.0, 2.2, Stay(0.45 * HOUR_S, 0.4, longest_s=3 * HOUR_S), LowBattery(0.28, 9)),
            Habit(0.15, 7.5, 1.5, Stay(0.35 * HOUR_S, 0.4, longest_s=3 * HOUR_S), LowBattery(0.35, 7)),
        ),
        target_socs=((0.8, 0.7), (0.9, 0.2), (1.0, 0.1)),
        plugin_hybrid_share=0.0,
        start_hour=10.0,
    ),
}


class Visit(Struct, frozen=True):
    """A car at an EVSE. Times are seconds after the midnight at which day 0 begins."""

    arrives_at_s: float
    leaves_at_s: float
    habit: Habit
    target_soc: float
    is_plugin_hybrid: bool


def visits(rng: random.Random, use: Use, first_day: int = 0) -> Iterator[Visit]:
    """Draw the visits to one EVSE, day after day without an end, in the order of arrival.

    The number of cars that want to charge on a day is drawn from a Poisson distribution, as they do not know of each
    other. So visits may overlap: who finds the EVSE taken drives on.
    """
    pattern = PATTERNS[use]
    for day in itertools.count(first_day):
        wanted = [_draw_visit(rng, pattern, day) for _ in range(_poisson(rng, pattern.visits_per_day))]
        yield from sorted(wanted, key=lambda visit: visit.arrives_at_s)


def _draw_visit(rng: random.Random, pattern: Pattern, day: int) -> Visit:
    habit = rng.choices(pattern.habits, [habit.share for habit in pattern.habits])[0]
    hour = rng.gauss(habit.arrival_hour, habit.arrival_spread_h) % 24
    arrives_at_s = day * DAY_S + hour * HOUR_S
    targets, shares = zip(*pattern.target_socs, strict=True)
    return Visit(
        arrives_at_s=arrives_at_s,
        leaves_at_s=arrives_at_s + habit.stay.draw(rng),
        habit=habit,
        target_soc=rng.choices(targets, shares)[0],
        is_plugin_hybrid=rng.random() < pattern.plugin_hybrid_share,
    )


def _poisson(rng: random.Random, mean: float) -> int:
    """Draw a number of events: as many as have waiting times that fit into one unit of time."""
    count, waited = 0, rng.expovariate(mean)
    while waited < 1:
        count += 1
        waited += rng.expovariate(mean)
    return count
