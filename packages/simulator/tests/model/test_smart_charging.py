import math

import pytest
from msgspec.structs import replace

from csms_simulator.model.smart_charging import (
    ChargingProfiles,
    Kind,
    Limit,
    Period,
    Profile,
    ProfileRefusedError,
    Purpose,
    Running,
    Supply,
    Unit,
)
from packages.simulator.tests.model.charging_profiles import DC, NOW, ONE_PHASE, RUNNING, THREE_PHASES, Step, profile


def station(*installed: tuple[int, Profile], is_strict: bool = False) -> ChargingProfiles:
    profiles = ChargingProfiles(is_strict=is_strict)
    for evse_id, subject in installed:
        profiles.install(evse_id, subject, running=RUNNING if evse_id else None)
    return profiles


def current_a(
    profiles: ChargingProfiles, at: float = NOW, evse_id: int = 1, running: Running | None = RUNNING
) -> float:
    return profiles.limit(evse_id, at, THREE_PHASES, running).current_a


def ids(profiles: ChargingProfiles) -> list[tuple[int, int]]:
    return [(evse_id, subject.id) for evse_id, subject in profiles.installed()]


def composite(
    profiles: ChargingProfiles, duration_s: float, evse_id: int = 1, supply: Supply = THREE_PHASES, unit: Unit = Unit.A
) -> list[tuple[float, float]]:
    merged = profiles.composite(evse_id, NOW, duration_s, unit, supply, RUNNING)
    assert (merged.unit, merged.start, merged.duration_s) == (unit, NOW, duration_s)
    return [(period.start_s, period.limit) for period in merged.periods]


def test_without_profiles_nothing_limits() -> None:
    limit = ChargingProfiles().limit(1, NOW, THREE_PHASES, RUNNING)
    assert (limit.current_a, limit.power_w, limit.phases, limit.until) == (math.inf, math.inf, None, None)


def test_without_profiles_the_hardware_limits() -> None:
    limit = ChargingProfiles().limit(1, NOW, Supply(3, 230, is_dc=False, max_current_a=32, max_power_w=11_040), None)
    assert (limit.current_a, limit.power_w) == (16, 11_040)
    limit = ChargingProfiles().limit(1, NOW, Supply(1, 230, is_dc=False, max_current_a=16, max_power_w=11_040), None)
    assert (limit.current_a, limit.power_w) == (16, 3_680)


# How purposes combine


def test_the_lowest_purpose_is_the_limit() -> None:
    profiles = station((0, profile(1, (0, 20), purpose=Purpose.STATION_MAX)), (1, profile(2, (0, 25), (60, 10))))
    assert current_a(profiles) == 20
    assert current_a(profiles, NOW + 60) == 10


def test_a_tx_profile_overrules_the_default_even_upwards() -> None:
    profiles = station((1, profile(1, (0, 10))), (1, profile(2, (0, 25), purpose=Purpose.TX)))
    assert current_a(profiles) == 25
    assert current_a(profiles, running=None) == 10
    assert current_a(profiles, running=Running("tx-2", NOW)) == 10


def test_a_tx_profile_overrules_the_default_while_it_is_valid() -> None:
    tx = profile(2, (0, 25), purpose=Purpose.TX, duration_s=50, valid_from=NOW + 10, valid_to=NOW + 100)
    profiles = station((1, profile(1, (0, 10))), (1, tx))
    assert composite(profiles, 200) == [(0, 10), (10, 25), (50, math.inf), (100, 10)]


def test_a_tx_profile_is_forgotten_with_its_transaction() -> None:
    profiles = station((1, profile(1, (0, 10))), (1, profile(2, (0, 25), purpose=Purpose.TX)))
    profiles.transaction_ended("tx-2")
    assert current_a(profiles) == 25
    profiles.transaction_ended("tx-1")
    assert current_a(profiles) == 10
    assert ids(profiles) == [(1, 1)]


def test_a_default_for_the_station_holds_for_every_evse_but_not_for_the_connection() -> None:
    profiles = station((0, profile(1, (0, 10))))
    assert [current_a(profiles, evse_id=evse_id) for evse_id in (0, 1, 2)] == [math.inf, 10, 10]


def test_a_default_of_an_evse_replaces_the_one_of_the_station_there_and_at_its_level() -> None:
    profiles = station((0, profile(1, (0, 10))), (1, profile(2, (0, 20), duration_s=60)))
    assert [current_a(profiles, evse_id=evse_id) for evse_id in (1, 2)] == [20, 10]
    assert current_a(profiles, NOW + 60) == math.inf
    profiles.install(0, profile(3, (0, 13), level=1, start=NOW + 90), running=None)
    assert composite(profiles, 200) == [(0, 20), (60, math.inf), (90, 13)]


@pytest.mark.parametrize("purpose", [Purpose.STATION_MAX, Purpose.EXTERNAL])
def test_a_limit_of_the_station_caps_the_connection_and_each_evse(purpose: Purpose) -> None:
    profiles = station((0, profile(1, (0, 10), purpose=purpose)))
    assert [current_a(profiles, evse_id=evse_id) for evse_id in (0, 1, 2)] == [10, 10, 10]


def test_an_external_constraint_of_an_evse_caps_that_one() -> None:
    profiles = station(
        (0, profile(1, (0, 20), purpose=Purpose.EXTERNAL)), (1, profile(2, (0, 10), purpose=Purpose.EXTERNAL))
    )
    assert [current_a(profiles, evse_id=evse_id) for evse_id in (0, 1, 2)] == [20, 10, 20]


def test_priority_charging_replaces_the_profiles_of_a_transaction_that_has_priority() -> None:
    profiles = station(
        (0, profile(1, (0, 30), purpose=Purpose.PRIORITY)),
        (0, profile(2, (0, 20), purpose=Purpose.STATION_MAX)),
        (1, profile(3, (0, 10), purpose=Purpose.TX)),
    )
    assert current_a(profiles) == 10
    assert current_a(profiles, running=replace(RUNNING, has_priority=True)) == 20


def test_local_generation_is_added_to_what_the_grid_gives() -> None:
    profiles = station(
        (0, profile(1, (0, 20), purpose=Purpose.STATION_MAX)),
        (0, profile(2, (0, 5), (60, 0), purpose=Purpose.LOCAL_GENERATION, duration_s=120)),
        (1, profile(3, (0, 32), purpose=Purpose.TX)),
    )
    assert composite(profiles, 200) == [(0, 25), (60, 20)]
    assert composite(profiles, 200, evse_id=0) == [(0, 25), (60, 20)]


# Units and phases


@pytest.mark.parametrize(
    ("supply", "unit", "step", "limit"),
    [
        (THREE_PHASES, Unit.A, (0, 10), Limit(10, 6_900, None)),
        (THREE_PHASES, Unit.A, (0, 10, 1), Limit(10, 2_300, 1)),
        (THREE_PHASES, Unit.W, (0, 6_900), Limit(10, 6_900, None)),
        (THREE_PHASES, Unit.W, (0, 6_900, 2), Limit(15, 6_900, 2)),
        (ONE_PHASE, Unit.A, (0, 10, 3), Limit(10, 2_300, 1)),
        (ONE_PHASE, Unit.W, (0, 2_300, 3), Limit(10, 2_300, 1)),
        (DC, Unit.A, (0, 100, 3), Limit(100, 40_000, None)),
        (DC, Unit.W, (0, 50_000), Limit(125, 50_000, None)),
    ],
)
def test_a_limit_is_known_in_both_units(supply: Supply, unit: Unit, step: Step, limit: Limit) -> None:
    assert station((1, profile(1, step, unit=unit))).limit(1, NOW, supply, RUNNING) == limit


def test_an_amount_of_power_stays_as_it_was_written() -> None:
    for power_w in range(1_000, 22_001, 100):
        profiles = station((1, profile(1, (0, power_w), unit=Unit.W)))
        assert profiles.limit(1, NOW, THREE_PHASES, RUNNING).power_w == power_w


def test_limits_of_different_units_and_phases_are_all_kept() -> None:
    profiles = station(
        (0, profile(1, (0, 6_900), unit=Unit.W, purpose=Purpose.STATION_MAX)), (1, profile(2, (0, 32, 1)))
    )
    limit = profiles.limit(1, NOW, THREE_PHASES, RUNNING)
    assert (limit.current_a, limit.power_w, limit.phases) == pytest.approx((10, 2_300, 1))


def test_a_limit_in_amperes_for_a_station_with_dc_is_one_of_its_connection_to_the_grid() -> None:
    profiles = station((0, profile(1, (0, 32), purpose=Purpose.STATION_MAX)))
    limit = profiles.limit(1, NOW, DC, RUNNING)
    assert (limit.current_a, limit.power_w) == pytest.approx((22_080 / 400, 22_080))


# Composite schedules


def test_stacking() -> None:  # TC_K_40_CS
    profiles = station(
        (1, profile(1, (0, 6), (100, 8), (200, 10), duration_s=400)),
        (1, profile(2, (0, 7), (100, 9), duration_s=150, level=1)),
    )
    assert composite(profiles, 350) == [(0, 7), (100, 9), (150, 8), (200, 10)]


def test_combining_purposes() -> None:  # TC_K_41_CS
    profiles = station(
        (0, profile(1, (0, 10), purpose=Purpose.STATION_MAX, duration_s=86_400)),
        (1, profile(2, (0, 6), (60, 10), (120, 8), (180, 15), (260, 8), duration_s=300, valid_to=NOW + 401)),
        (
            1,
            profile(
                3,
                *((0, 8), (50, 11), (140, 16), (200, 6), (240, 12)),
                purpose=Purpose.TX,
                duration_s=260,
                valid_to=NOW + 401,
            ),
        ),
    )
    assert composite(profiles, 400) == [(0, 8), (50, 10), (200, 6), (240, 10)]


def test_a_default_that_becomes_valid_later() -> None:  # TC_K_21_CS
    later = profile(1, (0, 6), kind=Kind.RELATIVE, valid_from=NOW + 300)
    supply = replace(THREE_PHASES, max_current_a=32)
    merged = station((1, later)).composite(1, NOW, 400, Unit.A, supply, None)
    assert merged.periods == (Period(0, 32), Period(300, 6))
    merged = station((1, later)).composite(1, NOW, 400, Unit.W, supply, None)
    assert merged.periods == (Period(0, 22_080), Period(300, 4_140))


def test_the_connection_carries_the_sum_of_the_evses() -> None:  # TC_K_22_CS
    profiles = station((0, profile(1, (0, 6), valid_to=NOW + 300)))
    supply = replace(THREE_PHASES, max_current_a=32)
    evses = {1: (supply, None), 2: (replace(ONE_PHASE, max_current_a=16), None)}
    connection = replace(THREE_PHASES, max_current_a=63)
    assert profiles.composite(0, NOW, 400, Unit.A, connection, None, evses=evses).periods == (
        Period(0, 12),
        Period(300, 48),
    )
    assert profiles.composite(0, NOW, 400, Unit.A, connection, None).periods == (Period(0, 63),)
    profiles.install(0, profile(2, (0, 25), purpose=Purpose.STATION_MAX), running=None)
    assert profiles.composite(0, NOW, 400, Unit.A, connection, None, evses=evses).periods == (
        Period(0, 12),
        Period(300, 25),
    )


def test_current_and_power_of_the_connection_are_both_limits() -> None:
    profiles = station((0, profile(1, (0, 6))), (0, profile(2, (0, 10), purpose=Purpose.STATION_MAX)))
    evses = {1: (THREE_PHASES, None), 2: (ONE_PHASE, None)}
    in_a = profiles.composite(0, NOW, 60, Unit.A, THREE_PHASES, None, evses=evses)
    in_w = profiles.composite(0, NOW, 60, Unit.W, THREE_PHASES, None, evses=evses)
    assert (in_a.periods, in_w.periods) == ((Period(0, 10),), (Period(0, 6 * 690 + 6 * 230),))


def test_local_generation_on_one_phase_adds_its_power_once() -> None:
    profiles = station(
        (0, profile(1, (0, 10), purpose=Purpose.STATION_MAX)),
        (0, profile(2, (0, 6, 1), purpose=Purpose.LOCAL_GENERATION)),
    )
    assert profiles.limit(0, NOW, THREE_PHASES, None) == Limit(16, 6_900 + 1_380, None)


def test_the_connection_carries_the_power_of_evses_with_dc() -> None:
    profiles = station((0, profile(1, (0, 6_900), unit=Unit.W)))
    merged = profiles.composite(0, NOW, 400, Unit.A, THREE_PHASES, None, evses={1: (DC, None), 2: (DC, None)})
    assert merged.periods == (Period(0, 20),)


def test_without_a_transaction_a_composite_schedule_shows_one_that_starts_now() -> None:
    profiles = station((1, profile(1, (0, 6), (60, 8), kind=Kind.RELATIVE)))
    merged = profiles.composite(1, NOW, 100, Unit.A, THREE_PHASES, None)
    assert merged.periods == (Period(0, 6), Period(60, 8))
    assert profiles.limit(1, NOW + 60, THREE_PHASES, None).current_a == 6


def test_periods_that_are_alike_are_one() -> None:
    profiles = station((1, profile(1, (0, 10), (60, 6_900 / 690), (120, 10, 3), (180, 10, 3))))
    merged = profiles.composite(1, NOW, 400, Unit.A, THREE_PHASES, RUNNING)
    assert merged.periods == (Period(0, 10), Period(120, 10, 3))


def test_a_composite_schedule_has_whole_seconds() -> None:
    steps = [(0, 6), (1, 8), (2, 10), (2.5, 12), (2.9, 10), (10, 12), (99.6, 6)]
    profiles = station((1, profile(1, *steps, start=NOW)))
    merged = profiles.composite(1, NOW + 0.3, 99.7, Unit.A, THREE_PHASES, RUNNING)
    assert merged.periods == (Period(0, 8), Period(1, 10), Period(9, 12), Period(99, 6))
    assert (merged.start, merged.duration_s) == (NOW + 0.3, 99.7)


def test_whole_seconds_are_not_missed_by_an_error_of_rounding() -> None:
    for ms in range(1, 100):
        profiles = station((1, profile(1, (0, 6), (60 + ms / 1000, 8), start=NOW + 0.001)))
        merged = profiles.composite(1, NOW + (ms + 1) / 1000, 100, Unit.A, THREE_PHASES, RUNNING)
        assert merged.periods == (Period(0, 6), Period(60, 8))


def test_a_composite_schedule_that_never_ends_is_cut_short() -> None:
    every_second = profile(1, *((start, start % 2) for start in range(20_000)))
    profiles = ChargingProfiles(max_periods=20_000)
    profiles.install(1, every_second, running=None)
    merged = profiles.composite(1, NOW, 30_000, Unit.A, THREE_PHASES, None)
    assert merged.duration_s == len(merged.periods) == 10_000


# What is installed


def test_the_same_id_replaces_wherever_it_is() -> None:
    profiles = station((1, profile(1, (0, 10))), (2, profile(2, (0, 10))), (0, profile(1, (0, 6))))
    assert ids(profiles) == [(2, 2), (0, 1)]
    assert current_a(profiles) == 6


def test_the_same_purpose_and_stack_level_replace_on_the_same_evse() -> None:
    profiles = station(
        (1, profile(1, (0, 10))),
        (1, profile(2, (0, 9), level=1)),
        (1, profile(3, (0, 8), purpose=Purpose.TX)),
        (2, profile(4, (0, 7))),
        (0, profile(5, (0, 7))),
        (1, profile(6, (0, 6), valid_from=NOW + 10)),
    )
    assert ids(profiles) == [(1, 2), (1, 3), (2, 4), (0, 5), (1, 6)]


def test_if_strict_another_profile_of_the_same_purpose_and_stack_level_may_be_valid_at_other_times_only() -> None:
    profiles = station((1, profile(1, (0, 10), valid_to=NOW + 60)), is_strict=True)
    with pytest.raises(ProfileRefusedError, match="DuplicateProfile"):
        profiles.install(1, profile(2, (0, 6), valid_from=NOW + 59), running=None)
    profiles.install(1, profile(2, (0, 6), valid_from=NOW + 60), running=None)
    profiles.install(2, profile(3, (0, 6)), running=None)
    profiles.install(1, profile(1, (0, 8), valid_to=NOW + 60), running=None)
    assert composite(profiles, 100) == [(0, 8), (60, 6)]


def test_an_external_constraint_and_a_profile_of_the_central_system_never_share_an_id() -> None:
    profiles = station((0, profile(1, (0, 10), purpose=Purpose.EXTERNAL)), (0, profile(2, (0, 10))))
    for subject in (profile(1, (0, 6)), profile(2, (0, 6), purpose=Purpose.EXTERNAL)):
        with pytest.raises(ProfileRefusedError, match="DuplicateProfile"):
            profiles.install(0, subject, running=None)
    assert ids(profiles) == [(0, 1), (0, 2)]
    profiles.install(0, profile(1, (0, 6), purpose=Purpose.EXTERNAL), running=None)
    assert current_a(profiles) == 6


TX = profile(1, (0, 6), purpose=Purpose.TX)


@pytest.mark.parametrize(
    ("evse_id", "subject", "running", "reason"),
    [
        (0, TX, None, "InvalidProfile"),  # TC_K_11_CS
        (1, TX, None, "TxNotFound"),  # TC_K_02_CS, TC_058_1_CS
        (1, replace(TX, transaction="tx-2"), RUNNING, "TxNotFound"),  # TC_K_16_CS, TC_058_2_CS
        (1, profile(1, (0, 6), purpose=Purpose.STATION_MAX), None, "InvalidProfile"),
        (1, profile(1, (0, 6), purpose=Purpose.LOCAL_GENERATION), None, "InvalidProfile"),
        (1, profile(1, (0, 6), level=101), None, "InvalidStackLevel"),
        (1, profile(1, *((start, 6) for start in range(1025))), None, "TooManyElements"),
        (1, profile(1, (1, 6)), None, "InvalidSchedule"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_changes_nothing(
    evse_id: int, subject: Profile, running: Running | None, reason: str
) -> None:
    profiles = station((1, profile(1, (0, 10))))
    with pytest.raises(ProfileRefusedError) as refusal:
        profiles.install(evse_id, subject, running=running)
    assert refusal.value.reason == reason
    assert profiles.installed() == [(1, profile(1, (0, 10)))]


def test_there_is_room_for_so_many_profiles() -> None:
    profiles = ChargingProfiles(max_installed=2)
    for number in (1, 2):
        profiles.install(1, profile(number, (0, 6), level=number), running=None)
    with pytest.raises(ProfileRefusedError, match="TooManyElements"):
        profiles.install(1, profile(3, (0, 6), level=3), running=None)
    profiles.install(1, profile(2, (0, 6), level=3), running=None)
    assert ids(profiles) == [(1, 1), (1, 2)]


def test_a_tx_profile_names_the_transaction_it_came_to_serve() -> None:
    profiles = station((1, TX), (1, profile(2, (0, 6), level=1, purpose=Purpose.TX, transaction="tx-1")))
    assert [subject.transaction for _, subject in profiles.installed(1)] == ["tx-1", "tx-1"]


# Clearing


@pytest.fixture
def calendar() -> ChargingProfiles:
    return station(
        (0, profile(1, (0, 32), purpose=Purpose.STATION_MAX)),
        (0, profile(2, (0, 16))),
        (1, profile(3, (0, 16))),
        (1, profile(4, (0, 13), level=1)),
        (2, profile(5, (0, 13), level=1)),
        (0, profile(-1, (0, 25), purpose=Purpose.EXTERNAL)),
    )


@pytest.mark.parametrize(
    ("criteria", "cleared"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"id": 4}, [4]),
        ({"id": 4, "evse_id": 0, "purpose": Purpose.TX, "stack_level": 9}, [4]),
        ({"id": 9}, []),
        ({"id": -1}, []),
        ({"evse_id": 1}, [3, 4]),
        ({"evse_id": 0}, [1, 2]),
        ({"stack_level": 1}, [4, 5]),
        ({"purpose": Purpose.TX_DEFAULT}, [2, 3, 4, 5]),
        ({"purpose": Purpose.TX_DEFAULT, "stack_level": 0, "evse_id": 1}, [3]),
        ({"purpose": Purpose.STATION_MAX, "stack_level": 1}, []),
        ({"purpose": Purpose.EXTERNAL}, [-1]),
    ],
)
def test_what_matches_all_criteria_is_cleared(
    calendar: ChargingProfiles, criteria: dict[str, int], cleared: list[int]
) -> None:
    before = [number for _, number in ids(calendar)]
    assert [subject.id for subject in calendar.clear(**criteria)] == cleared  # pyright: ignore[reportArgumentType]
    assert [number for _, number in ids(calendar)] == [number for number in before if number not in cleared]


def test_profiles_are_listed_by_evse(calendar: ChargingProfiles) -> None:
    assert [subject.id for _, subject in calendar.installed(0)] == [1, 2, -1]
    assert [subject.id for _, subject in calendar.installed(2)] == [5]
    assert calendar.installed(3) == []
