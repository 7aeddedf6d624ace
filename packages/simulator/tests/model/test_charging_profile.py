import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from csms_simulator.model.charging_profile import DAY_S, WEEK_S, refuse_unsound
from csms_simulator.model.smart_charging import Kind, Profile, ProfileRefusedError, Purpose, Recurrency
from packages.simulator.tests.model.charging_profiles import NOW, profile, schedule

LONG_AGO = NOW - 5_000


def limits(subject: Profile, *offsets_s: float, transaction_start: float = LONG_AGO) -> list[float | None]:
    periods = [subject.period_at(NOW + offset_s, transaction_start) for offset_s in offsets_s]
    return [None if period is None else period.limit for period in periods]


def test_a_period_lasts_until_the_next_one_begins() -> None:
    assert limits(profile(1, (0, 6), (60, 8), (120, 10)), -1, 0, 59.9, 60, 119, 120, 1e6) == [None, 6, 6, 8, 8, 10, 10]


def test_a_schedule_is_over_after_its_duration_and_later_periods_never_come() -> None:
    assert limits(profile(1, (0, 6), (60, 8), (120, 10), duration_s=100), 0, 60, 99, 100, 120) == [6, 8, 8, None, None]


def test_a_profile_counts_from_valid_from_until_before_valid_to() -> None:
    subject = profile(1, (0, 6), (60, 8), valid_from=NOW + 30, valid_to=NOW + 90)
    assert limits(subject, 0, 29, 30, 60, 89, 90) == [None, None, 6, 8, 8, None]


def test_a_relative_schedule_counts_from_the_start_of_the_transaction() -> None:
    subject = profile(1, (0, 6), (60, 8), kind=Kind.RELATIVE, duration_s=90)
    assert limits(subject, 19, 20, 80, 109, 110, transaction_start=NOW + 20) == [None, 6, 8, 8, None]


def test_an_absolute_schedule_without_a_start_counts_from_the_start_of_the_transaction() -> None:
    assert limits(profile(1, (0, 6), (60, 8), start=None), 19, 20, 80, transaction_start=NOW + 20) == [None, 6, 8]


@pytest.mark.parametrize(("recurrency", "period_s"), [(Recurrency.DAILY, DAY_S), (Recurrency.WEEKLY, WEEK_S)])
def test_a_recurring_schedule_starts_anew_at_the_same_time(recurrency: Recurrency, period_s: float) -> None:
    subject = profile(1, (0, 6), (60, 8), kind=Kind.RECURRING, recurrency=recurrency, duration_s=100)
    instants = (-1, 0, 60, 100, period_s - 1, period_s, period_s + 60, period_s + 100, 1000 * period_s)
    assert limits(subject, *instants) == [None, 6, 8, None, None, 6, 8, None, 6]


def test_of_a_recurring_schedule_what_is_longer_than_the_recurrence_is_cut_off() -> None:
    subject = profile(
        1, (0, 6), (DAY_S + 60, 8), kind=Kind.RECURRING, recurrency=Recurrency.DAILY, duration_s=2 * DAY_S
    )
    assert limits(subject, 0, DAY_S - 1, DAY_S, DAY_S + 61) == [6, 6, 6, 6]


def walk(subject: Profile, start: float, end: float, transaction_start: float) -> list[tuple[float, float | None]]:
    """Follow what the profile foretells from change to change."""
    at, steps = start, list[tuple[float, float | None]]()
    while at < end:
        period = subject.period_at(at, transaction_start)
        steps.append((at, None if period is None else period.limit))
        at = subject.next_change(at, transaction_start)
    return steps


@given(
    start=st.floats(1.6e9, 1.8e9),
    pauses_ms=st.lists(st.integers(1, 10**7), min_size=1, max_size=8),
    duration_ms=st.none() | st.integers(1, 10**8),
)
def test_every_change_is_foretold_at_the_instant_at_which_it_happens(
    start: float, pauses_ms: list[int], duration_ms: int | None
) -> None:
    starts_s = [sum(pauses_ms[:count]) / 1000 for count in range(len(pauses_ms))]
    duration_s = None if duration_ms is None else duration_ms / 1000
    subject = profile(1, *((s, number) for number, s in enumerate(starts_s)), start=start, duration_s=duration_s)
    steps = dict(walk(subject, start - 1, math.inf, LONG_AGO))
    expected = {start - 1: None} | {start + s: number for number, s in enumerate(starts_s)}
    if duration_s is not None:
        expected = {at: number for at, number in expected.items() if at < start + duration_s}
        expected |= {start + duration_s: None}
    assert {at: steps[at] for at in expected} == expected
    assert [number for number in steps.values() if number is not None] == [
        number for number in expected.values() if number is not None
    ]


@given(start=st.floats(1.0e9, 1.7e9), days=st.integers(0, 5000), offset_ms=st.integers(1, int(DAY_S * 1000) - 1))
def test_a_recurring_schedule_never_misses_a_day(start: float, days: int, offset_ms: int) -> None:
    offset_s = offset_ms / 1000
    subject = profile(1, (0, 6), (offset_s, 8), start=start, kind=Kind.RECURRING, recurrency=Recurrency.DAILY)
    begin = start + days * DAY_S
    steps = walk(subject, begin, begin + 3.5 * DAY_S, LONG_AGO)
    assert [limit for _, limit in steps[:7]] == [6, 8, 6, 8, 6, 8, 6]
    assert [at - begin for at, _ in steps[:7]] == pytest.approx(
        [0, offset_s, DAY_S, DAY_S + offset_s, 2 * DAY_S, 2 * DAY_S + offset_s, 3 * DAY_S], abs=1e-5
    )


SOUND = profile(1, (0, 6), (60, 0, 3))


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        (replace(SOUND, stack_level=-1), "InvalidStackLevel"),
        (replace(SOUND, valid_from=NOW, valid_to=NOW), "InvalidProfile"),
        (replace(SOUND, kind=Kind.RECURRING), "InvalidProfile"),
        (profile(1, (0, 6), kind=Kind.RECURRING, recurrency=Recurrency.DAILY, start=None), "InvalidSchedule"),
        (profile(1), "InvalidSchedule"),
        (profile(1, (1, 6)), "InvalidSchedule"),
        (profile(1, (0, 6), (60, 8), (60, 10)), "InvalidSchedule"),
        (profile(1, (0, 6), (60, 8), (30, 10)), "InvalidSchedule"),
        (profile(1, (0, 6), duration_s=0), "InvalidSchedule"),
        (profile(1, (0, 6), duration_s=-1), "InvalidSchedule"),
        (profile(1, (0, -0.1)), "InvalidSchedule"),
        (profile(1, (0, 6), (60, math.nan)), "InvalidSchedule"),
        (profile(1, (0, math.inf)), "InvalidSchedule"),
        (profile(1, (0, 6, 0)), "InvalidSchedule"),
        (profile(1, (0, 6, 4)), "InvalidSchedule"),
        (replace(SOUND, schedule=schedule((0, 6), min_rate=-1)), "InvalidSchedule"),
    ],
)
@pytest.mark.parametrize("is_strict", [False, True])
def test_an_unsound_profile_is_refused(subject: Profile, reason: str, is_strict: bool) -> None:
    refuse_unsound(SOUND, is_strict=is_strict)
    with pytest.raises(ProfileRefusedError) as refusal:
        refuse_unsound(subject, is_strict=is_strict)
    assert refusal.value.reason == reason
    assert refusal.value.info in str(refusal.value)


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        (profile(1, (0, 6), start=None), "InvalidSchedule"),
        (replace(SOUND, kind=Kind.RELATIVE), "InvalidSchedule"),
        (profile(1, (0, 6), purpose=Purpose.STATION_MAX, kind=Kind.RELATIVE), "InvalidProfile"),
    ],
)
def test_what_only_ocpp_2_forbids_is_refused_only_if_strict(subject: Profile, reason: str) -> None:
    refuse_unsound(subject, is_strict=False)
    with pytest.raises(ProfileRefusedError) as refusal:
        refuse_unsound(subject, is_strict=True)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((None, None), (None, None), True),
        ((None, 10), (10, None), False),
        ((None, 11), (10, None), True),
        ((0, 10), (5, 15), True),
        ((5, 15), (0, 10), True),
        ((0, 20), (5, 10), True),
        ((20, 30), (5, 10), False),
        ((20, None), (None, 20), False),
        ((20, None), (0, None), True),
    ],
)
def test_overlap_of_validity(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None], overlap: bool
) -> None:
    first, second = (replace(SOUND, valid_from=start, valid_to=end) for start, end in (one, other))
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap
