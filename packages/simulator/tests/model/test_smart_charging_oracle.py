"""Limits and composite schedules against a slow definition of the same: schedules painted second by second."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from csms_simulator.model.charging_profile import DAY_S, WEEK_S
from csms_simulator.model.smart_charging import (
    ChargingProfiles,
    Kind,
    Profile,
    ProfileRefusedError,
    Purpose,
    Recurrency,
    Running,
    Supply,
    Unit,
)
from packages.simulator.tests.model.charging_profiles import NOW, profile

HORIZON_S = 60
SUPPLIES = [
    Supply(3, 230, is_dc=False),
    Supply(3, 230, is_dc=False, max_current_a=32, max_power_w=15_000),
    Supply(1, 230, is_dc=False, max_current_a=16),
]
Cap = tuple[float, float, int | None]  # A, W, phases
NO_CAP: Cap = (math.inf, math.inf, None)
Painted = list[Cap | None]  # for each second


@st.composite
def profiles_of_a_calendar(draw: st.DrawFn) -> tuple[int, Profile]:
    purpose = draw(st.sampled_from([Purpose.TX_DEFAULT, Purpose.TX, *Purpose]))
    evse_id = draw(st.integers(0, 1))
    if purpose is Purpose.TX:
        evse_id = 1
    if purpose in {Purpose.STATION_MAX, Purpose.LOCAL_GENERATION}:
        evse_id = 0
    kind = draw(st.sampled_from(Kind))
    seconds = st.integers(-20, HORIZON_S + 10)
    starts = [0, *sorted(draw(st.sets(st.integers(1, 50), max_size=4)))]
    start: int | None = draw(seconds)
    recurrency = None
    if kind is Kind.RECURRING:
        recurrency = draw(st.sampled_from(Recurrency))
        start -= int(recurrency.period_s) * draw(st.integers(0, 2))
        starts += draw(st.sampled_from([[], [int(DAY_S) - 50], [int(WEEK_S) - 5], [int(WEEK_S) + 5]]))
    elif draw(st.booleans()) and kind is Kind.ABSOLUTE:
        start = None
    unit = draw(st.sampled_from(Unit))
    scale = 1 if unit is Unit.A else 690
    periods = [(s, draw(st.integers(0, 40)) * scale, draw(st.none() | st.integers(1, 3))) for s in starts]
    return evse_id, profile(
        0,
        *periods,
        purpose=purpose,
        level=draw(st.integers(0, 3)),
        kind=kind,
        unit=unit,
        start=None if start is None else NOW + start,
        duration_s=draw(st.none() | st.integers(1, 80)),
        recurrency=recurrency,
        valid_from=draw(st.none() | seconds.map(lambda second: NOW + second)),
        valid_to=draw(st.none() | seconds.map(lambda second: NOW + second)),
    )


def calendars() -> st.SearchStrategy[list[tuple[int, Profile]]]:
    """Profiles with different ids, a few of them on levels that are taken."""

    def numbered(calendar: list[tuple[int, Profile]]) -> list[tuple[int, Profile]]:
        return [(evse_id, replace(subject, id=number)) for number, (evse_id, subject) in enumerate(calendar)]

    return st.lists(profiles_of_a_calendar(), max_size=8).map(numbered)


RUNNINGS = st.none() | st.builds(
    Running, st.just("tx"), st.integers(-50, 20).map(lambda second: NOW + second), st.booleans()
)


def installed(calendar: list[tuple[int, Profile]], running: Running | None) -> ChargingProfiles:
    profiles = ChargingProfiles()
    for evse_id, subject in calendar:
        try:
            profiles.install(evse_id, subject, running=running)
        except ProfileRefusedError as refusal:
            assert refusal.reason in {"TxNotFound", "InvalidProfile"}  # noqa: PT017 - others would be a mistake here
    return profiles


# The slow definition


def in_both_units(subject: Profile, limit: float, phases: int | None, supply: Supply) -> Cap:
    used = min(phases or 3, supply.phases)
    shown = None if phases is None else used
    if subject.schedule.unit is Unit.A:
        return limit, limit * 230 * used, shown
    return limit / 230 / used, limit, shown


def paint_profile(canvas: Painted, subject: Profile, transaction_s: float, supply: Supply) -> None:
    """Paint each period of each repetition over what is there."""
    schedule = subject.schedule
    every_s = math.inf if subject.recurrency is None else {"Daily": DAY_S, "Weekly": WEEK_S}[subject.recurrency]
    is_fixed = schedule.start is not None and subject.kind is not Kind.RELATIVE
    begin_s = schedule.start - NOW if is_fixed and schedule.start is not None else transaction_s
    for number in range(4 if every_s < math.inf else 1):
        first_s = begin_s + (number * every_s if number else 0)
        last_s = first_s + min(every_s, schedule.duration_s or math.inf)
        for period in schedule.periods:
            for second in range(HORIZON_S):
                is_valid = (subject.valid_from or 0) <= NOW + second < (subject.valid_to or math.inf)
                if is_valid and first_s + period.start_s <= second < last_s:
                    canvas[second] = in_both_units(subject, period.limit, period.phases, supply)


def paint(profiles: list[Profile], transaction_s: float, supply: Supply) -> Painted:
    """Paint profiles of one purpose, the highest level last."""
    canvas: Painted = [None] * HORIZON_S
    for subject in sorted(profiles, key=lambda subject: subject.stack_level):
        paint_profile(canvas, subject, transaction_s, supply)
    return canvas


def both(one: Cap, other: Cap, supply: Supply) -> Cap:
    """Keep two caps: of current, of power with the phases that are left, and of phases."""
    phases = min((cap[2] for cap in (one, other) if cap[2] is not None), default=None)
    current_a = min(one[0], other[0])
    return current_a, min(one[1], other[1], current_a * 230 * min(phases or 3, supply.phases)), phases


def expected_caps(
    profiles: ChargingProfiles, evse_id: int, supply: Supply, running: Running | None, transaction_s: float
) -> list[Cap]:
    everything = profiles.installed()

    def of(where: int, purpose: Purpose) -> list[Profile]:
        return [subject for place, subject in everything if place == where and subject.purpose is purpose]

    def for_evse(purpose: Purpose) -> list[Profile]:
        levels = [subject.stack_level for subject in of(1, purpose)]
        return of(1, purpose) + [subject for subject in of(0, purpose) if subject.stack_level not in levels]

    hardware = min(supply.max_current_a, supply.max_power_w / 230 / supply.phases)
    caps: list[Cap] = [both((hardware, math.inf, None), NO_CAP, supply)] * HORIZON_S
    for purpose in (Purpose.EXTERNAL, Purpose.STATION_MAX):
        painted = paint(of(0, purpose), transaction_s, supply)
        caps = [both(cap, color or NO_CAP, supply) for cap, color in zip(caps, painted, strict=True)]
    generation = paint(of(0, Purpose.LOCAL_GENERATION), transaction_s, supply)
    for second, color in enumerate(generation):
        if color is not None:
            current_a, power_w, phases = caps[second]
            total: Cap = (current_a + color[0], power_w + color[1], phases)
            caps[second] = both(total, (hardware, math.inf, None), supply)
    if evse_id == 0:
        return caps
    painted = paint(of(1, Purpose.EXTERNAL), transaction_s, supply)
    caps = [both(cap, color or NO_CAP, supply) for cap, color in zip(caps, painted, strict=True)]
    # Later ones take the place of earlier ones wherever they are valid.
    transaction: Painted = [None] * HORIZON_S
    purposes = [Purpose.TX_DEFAULT]
    if running is not None:
        purposes += [Purpose.TX, Purpose.PRIORITY] if running.has_priority else [Purpose.TX]
    for purpose in purposes:
        mine = for_evse(purpose)
        colors = paint(mine, transaction_s, supply)
        for second in range(HORIZON_S):
            if any((s.valid_from or 0) <= NOW + second < (s.valid_to or math.inf) for s in mine):
                transaction[second] = colors[second]
    return [both(cap, color or NO_CAP, supply) for cap, color in zip(caps, transaction, strict=True)]


# The comparison


@settings(max_examples=150, deadline=None)
@given(
    calendar=calendars(),
    supply=st.sampled_from(SUPPLIES),
    running=RUNNINGS,
    evse_id=st.integers(0, 1),
    unit=st.sampled_from(Unit),
)
def test_a_composite_schedule_is_what_one_paints(
    calendar: list[tuple[int, Profile]], supply: Supply, running: Running | None, evse_id: int, unit: Unit
) -> None:
    profiles = installed(calendar, running)
    caps = expected_caps(profiles, evse_id, supply, running, 0 if running is None else running.started_at - NOW)
    merged = profiles.composite(evse_id, NOW, HORIZON_S, unit, supply, running)
    assert (merged.start, merged.duration_s, merged.periods[0].start_s) == (NOW, HORIZON_S, 0)
    for period, following in pairwise(merged.periods):
        assert period.start_s < following.start_s < HORIZON_S
        assert (period.limit, period.phases) != (following.limit, following.phases)
    for second, (current_a, power_w, phases) in enumerate(caps):
        period = [period for period in merged.periods if period.start_s <= second][-1]
        assert period.limit == pytest.approx(current_a if unit is Unit.A else power_w)
        assert period.phases == phases


@settings(max_examples=150, deadline=None)
@given(
    calendar=calendars(),
    supply=st.sampled_from(SUPPLIES),
    running=RUNNINGS,
    evse_id=st.integers(0, 1),
    second=st.integers(0, HORIZON_S - 1),
)
def test_a_limit_is_what_one_paints(
    calendar: list[tuple[int, Profile]], supply: Supply, running: Running | None, evse_id: int, second: int
) -> None:
    profiles = installed(calendar, running)
    transaction_s = second if running is None else running.started_at - NOW
    expected = expected_caps(profiles, evse_id, supply, running, transaction_s)[second]
    limit = profiles.limit(evse_id, NOW + second, supply, running)
    assert (limit.current_a, limit.power_w) == pytest.approx(expected[:2])
    assert limit.phases == expected[2]


@settings(max_examples=150, deadline=None)
@given(calendar=calendars(), running=RUNNINGS, evse_id=st.integers(0, 1))
def test_a_limit_holds_until_it_says(
    calendar: list[tuple[int, Profile]], running: Running | None, evse_id: int
) -> None:
    profiles = installed(calendar, running)
    held = profiles.limit(evse_id, NOW, SUPPLIES[0], running)
    for second in range(HORIZON_S):
        at = NOW + second
        limit = profiles.limit(evse_id, at, SUPPLIES[0], running)
        assert limit.until is None or limit.until > at
        if held.until is None or at < held.until:
            assert replace(limit, until=None) == replace(held, until=None)
        held = limit
