"""Limits of current and power: how they follow from profiles, and how they combine."""

import math
from collections.abc import Callable, Iterable

from msgspec import Struct

from csms_simulator.model.charging_profile import Period, Profile, Schedule, Unit

MAX_STEPS = 10_000
"""A composite schedule that would take more is cut short."""


class Limit(Struct, frozen=True):
    """What may be drawn at one moment."""

    current_a: float = math.inf
    """Of each phase; infinite: no limit."""
    power_w: float = math.inf
    """Of all phases together; infinite: no limit."""
    phases: int | None = None
    """How many phases may be used; None: as many as there are."""
    until: float | None = None
    """When it may change next, POSIX seconds; None: never by itself."""

    def plus(self, other: "Limit") -> "Limit":
        """Add what another limit allows on top of this one."""
        return Limit(
            self.current_a + other.current_a, self.power_w + other.power_w, self.phases, soonest([self, other])
        )


def soonest(limits: Iterable[Limit]) -> float | None:
    """Return when the first of some limits may change."""
    return min((limit.until for limit in limits if limit.until is not None), default=None)


class Supply(Struct, frozen=True):
    """What an EVSE, or the whole station, is fed with: converts between A and W (OCPP 1.6, 7.12)."""

    phases: int
    voltage_v: float
    """AC: of each phase against neutral, as it is meant to be."""
    is_dc: bool
    max_current_a: float = math.inf
    """What wires and electronics bear; AC: of each phase."""
    max_power_w: float = math.inf

    def power_w(self, current_a: float, phases: int | None = None) -> float:
        """Convert the current of each phase to power."""
        return current_a * self.voltage_v * self._lines(phases)

    def current_a(self, power_w: float, phases: int | None = None) -> float:
        """Convert power to the current of each phase."""
        return power_w / (self.voltage_v * self._lines(phases))

    def limit(self, unit: Unit, amount: float, phases: int | None = None, until: float | None = None) -> Limit:
        """Express an amount in both units.

        An amount for more phases than there are holds for those that there are; it is not calculated anew
        (OCPP 1.6 errata sheet 4.0, 3.34).
        """
        if phases is not None:
            phases = None if self.is_dc else min(phases, self.phases)
        if unit is Unit.A:
            return Limit(amount, self.power_w(amount, phases), phases, until)
        return Limit(self.current_a(amount, phases), amount, phases, until)

    def lowest(self, limits: Iterable[Limit]) -> Limit:
        """Combine limits, and what the hardware bears, so that each is kept: the lowest current, power, and phases."""
        hardware = self.limit(Unit.A, self.max_current_a), self.limit(Unit.W, self.max_power_w)
        candidates = [*hardware, *limits]
        phases = min((limit.phases for limit in candidates if limit.phases is not None), default=None)
        current_a = min(limit.current_a for limit in candidates)
        power_w = min(limit.power_w for limit in candidates)
        carried_w = self.power_w(current_a, phases)
        if carried_w < power_w and not math.isclose(carried_w, power_w):  # an amount in W stays as it was written
            power_w = carried_w
        return Limit(current_a, power_w, phases, soonest(candidates))

    def converted(self, limit: Limit, source: "Supply") -> Limit:
        """Express a limit of another supply: AC and DC have the power in common."""
        if self.is_dc == source.is_dc:
            return limit
        return Limit(self.current_a(limit.power_w), limit.power_w, None, limit.until)

    def _lines(self, phases: int | None) -> int:
        return 1 if self.is_dc else min(self.phases, phases or self.phases)


class Running(Struct, frozen=True):
    """The transaction on an EVSE."""

    reference: str
    started_at: float
    """POSIX seconds: what relative schedules count from."""
    has_priority: bool = False
    """Whether profiles for priority charging replace those of the transaction (OCPP 2.1 Part 2, K21)."""


class Stack:
    """Profiles of one purpose: at each moment the one with the highest level counts that is valid and has a period.

    Args:
        profiles: In any order.
        transaction_start: POSIX seconds; what schedules without a start of their own count from.
    """

    __slots__ = ("_profiles", "_transaction_start")

    def __init__(self, profiles: Iterable[Profile], transaction_start: float) -> None:
        self._profiles = sorted(profiles, key=lambda profile: profile.stack_level, reverse=True)
        self._transaction_start = transaction_start

    def is_valid(self, at: float) -> bool:
        """Say whether one of the profiles is valid, be its schedule running or not."""
        return any(profile.is_valid(at) for profile in self._profiles)

    def limit(self, at: float, supply: Supply, *, otherwise_a: float = math.inf) -> Limit:
        """Return the limit at `at`, and `otherwise_a` where there is no period."""
        changes = (profile.next_change(at, self._transaction_start) for profile in self._profiles)
        until = min(changes, default=math.inf)
        until = None if until == math.inf else until
        for profile in self._profiles:
            period = profile.period_at(at, self._transaction_start)
            if period is not None:
                return supply.limit(profile.schedule.unit, period.limit, period.phases, until)
        return supply.limit(Unit.A, otherwise_a, until=until)


def merged(limit_at: Callable[[float], Limit], start: float, duration_s: float, unit: Unit) -> Schedule:
    """Write down a limit over time as a schedule, with a period for each change.

    Periods start at whole seconds, as in messages; of those that start in the same second the last one counts. The
    schedule is shorter than was asked for if the limit changes more than `MAX_STEPS` times.
    """
    periods: list[Period] = []
    at, end = start, start + duration_s
    for _ in range(MAX_STEPS):
        limit = limit_at(at)
        amount = limit.current_a if unit is Unit.A else limit.power_w
        period = Period(math.floor(round(at - start, 3)), amount, limit.phases)
        if periods and periods[-1].start_s == period.start_s:
            periods.pop()
        if not periods or not _is_alike(periods[-1], period):
            periods.append(period)
        at = end if limit.until is None else min(end, limit.until)
        if at == end:
            return Schedule(unit, tuple(periods), duration_s, start)
    return Schedule(unit, tuple(periods), at - start, start)


def _is_alike(one: Period, other: Period) -> bool:
    return one.phases == other.phases and math.isclose(one.limit, other.limit)
