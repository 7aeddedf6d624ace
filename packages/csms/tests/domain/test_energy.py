"""The energy of a transaction, case by case (quirks 26 to 31 and 36)."""

import msgspec
import pytest

from csms.domain.energy import EnergyTally, Flag, advance, begin, finish

LIFETIME = 1_234_567.0


def count(
    start: float | None, *readings: float | None, stop: float | None = None, is_open: bool = False, step_s: float = 60
) -> EnergyTally:
    """Return the tally of a transaction whose readings come at equal steps of time."""
    tally = begin(EnergyTally(), start, 0)
    for number, reading in enumerate(readings, start=1):
        tally = advance(tally, reading, number * step_s)
    return tally if is_open else finish(tally, stop, (len(readings) + 1) * step_s)


def test_nothing_is_known_of_an_empty_tally():
    assert EnergyTally().energy_wh is None


def test_energy_is_the_register_at_the_end_minus_that_at_the_begin():
    tally = count(1000.5, 1100, 1200, stop=1300.75)
    assert (tally.energy_wh, tally.flags) == (300.25, ())


def test_the_last_register_stands_for_the_end_while_the_transaction_runs():
    assert count(1000, is_open=True).energy_wh == 0
    assert count(1000, 1100, 1250, is_open=True).energy_wh == 250


def test_a_begin_and_an_end_are_enough():
    assert count(1000, stop=9000).energy_wh == 8000
    assert count(0, stop=0) == finish(begin(EnergyTally(), 0, 0), 0, 60)
    assert (count(0, stop=0).energy_wh, count(0, stop=0).flags) == (0, ())


@pytest.mark.parametrize("junk", [None, -1, float("nan"), float("inf"), 1e16])
def test_a_register_that_cannot_be_one_counts_as_not_said(junk: float | None):
    tally = count(junk, 1000, junk, 1500, stop=junk)
    assert (tally.energy_wh, tally.flags) == (500, (Flag.START_MISSING, Flag.STOP_MISSING))


def test_a_register_that_falls_once_and_comes_back_is_a_drop_out():
    for low in (0, 3, 4999):
        tally = count(5000, 6000, low, 6100, stop=6200)
        assert (tally.energy_wh, tally.flags) == (1200, (Flag.REGISTER_DROPPED,))


def test_a_drop_out_may_last():
    tally = count(5000, 6000, 0, 0, 0, 6100, 0, stop=6200)
    assert (tally.energy_wh, tally.flags) == (1200, (Flag.REGISTER_DROPPED,))


def test_a_drop_out_just_before_an_end_without_register_is_left_out():
    tally = count(5000, 6000, 0, stop=None)
    assert (tally.energy_wh, tally.flags) == (1000, (Flag.REGISTER_DROPPED, Flag.STOP_MISSING))


def test_a_register_that_falls_and_rises_from_there_was_reset():
    tally = count(LIFETIME, LIFETIME + 1000, 0, 100, 300, stop=400)
    assert (tally.energy_wh, tally.flags) == (1400, (Flag.REGISTER_RESET,))


def test_a_reset_is_counted_from_0_if_its_first_reading_can_have_been_delivered():
    assert count(LIFETIME, LIFETIME + 1000, 150, 300, stop=400).energy_wh == 1400
    tally = count(LIFETIME, LIFETIME + 1000, 900_000, 900_100, stop=900_400)
    assert (tally.energy_wh, tally.flags) == (1400, (Flag.REGISTER_RESET,))


def test_the_end_may_confirm_a_reset():
    assert count(LIFETIME, LIFETIME + 1000, 150, stop=150).energy_wh == 1150
    assert count(LIFETIME, LIFETIME + 1000, 0, stop=150).energy_wh == 1150
    assert count(LIFETIME, LIFETIME + 1000, 0, stop=0).energy_wh == 1000


def test_two_resets_are_carried_both():
    tally = count(LIFETIME, LIFETIME + 1000, 0, 500, 1500, 0, 20, stop=70)
    assert tally.energy_wh == 2570


def test_the_energy_does_not_fall_while_it_is_not_known_what_a_low_register_means():
    assert count(5000, 6000, 10, is_open=True).energy_wh == 1000
    assert count(5000, 6000, 10, 20, is_open=True).energy_wh == 1020


def test_a_lower_register_of_one_watt_hour_is_rounding():
    tally = count(1000, 2000.9, 2000.2, stop=2000)
    assert (tally.energy_wh, tally.flags) == (1000.9000000000001, ())


def test_a_jump_that_goes_away_is_left_out():
    tally = count(1000, 1100, 99_999_999, 1200, stop=1300)
    assert (tally.energy_wh, tally.flags) == (300, (Flag.REGISTER_JUMPED,))


def test_a_jump_that_stays_is_not_counted_itself():
    tally = count(1000, 1100, 5_000_000, 5_000_100, stop=5_000_300)
    assert (tally.energy_wh, tally.flags) == (400, (Flag.IMPLAUSIBLE,))


def test_the_greatest_power_says_what_is_too_much():
    tally = begin(EnergyTally(), 0, 0)
    assert advance(tally, 20_000, 600, max_power_w=400_000).energy_wh == 20_000
    assert advance(tally, 20_000, 600, max_power_w=11_000).energy_wh == 0


def test_a_register_in_whole_kwh_is_no_jump_at_a_slow_station():
    tally = begin(EnergyTally(), 4000, 0)
    tally = advance(tally, 5000, 10, max_power_w=3700)
    assert (tally.energy_wh, tally.suspect_wh) == (1000, None)


def test_a_begin_of_0_before_lifetime_registers_is_replaced_by_the_first_reading():
    tally = count(0, LIFETIME, LIFETIME + 100, is_open=True)
    assert (tally.energy_wh, tally.flags) == (100, (Flag.SESSION_RELATIVE,))
    assert count(0, LIFETIME, LIFETIME + 100, stop=LIFETIME + 250).energy_wh == 250
    assert count(0, LIFETIME, stop=LIFETIME + 250).energy_wh == 250


def test_an_end_that_fits_its_begin_counts_where_the_readings_are_of_another_register():
    tally = count(0, LIFETIME, LIFETIME + 100, LIFETIME + 200, stop=350)
    assert (tally.energy_wh, tally.flags) == (350, (Flag.SESSION_RELATIVE,))
    tally = count(LIFETIME, 0, 100, 200, stop=LIFETIME + 350)
    assert (tally.energy_wh, tally.flags) == (350, (Flag.SESSION_RELATIVE,))


def test_that_holds_also_when_a_jump_to_the_end_could_have_been_delivered():
    tally = count(LIFETIME, 0, 100, 200, is_open=True)
    week_s = 7 * 86_400
    assert finish(tally, LIFETIME + 350, week_s).energy_wh == 350


def test_readings_relative_to_the_session_count_from_0():
    tally = count(LIFETIME, 0, 0, 50, 150, is_open=True)
    assert (tally.energy_wh, tally.flags) == (150, (Flag.SESSION_RELATIVE,))
    assert count(LIFETIME, 20, 50, 150, stop=200).energy_wh == 200


def test_an_end_relative_to_the_session_counts_if_it_fits_the_readings():
    tally = count(LIFETIME, LIFETIME + 100, LIFETIME + 200, stop=250)
    assert (tally.energy_wh, tally.flags) == (250, (Flag.SESSION_RELATIVE, Flag.STOP_BELOW_START))
    assert count(LIFETIME, stop=250).energy_wh == 250


def test_an_end_below_the_begin_is_replaced_by_the_last_reading():
    tally = count(5000, 6000, 8000, stop=400)
    assert (tally.energy_wh, tally.flags) == (3000, (Flag.STOP_BELOW_START,))


def test_an_end_between_begin_and_last_reading_is_replaced_by_the_last_reading():
    tally = count(5000, 6400, stop=6000)
    assert (tally.energy_wh, tally.flags) == (1400, (Flag.REGISTER_DROPPED,))


def test_an_end_of_0_is_not_known():
    tally = count(5000, 6000, stop=0)
    assert (tally.energy_wh, tally.flags) == (1000, (Flag.STOP_MISSING,))
    assert (count(5000, stop=0).energy_wh, count(5000, stop=0).flags) == (0, (Flag.STOP_MISSING,))


def test_an_end_that_is_too_high_is_replaced_by_the_last_reading():
    tally = count(5000, 6000, stop=LIFETIME)
    assert (tally.energy_wh, tally.flags) == (1000, (Flag.IMPLAUSIBLE,))


def test_an_end_that_is_too_high_without_any_reading_counts_as_sent_with_a_flag():
    tally = count(0, stop=LIFETIME)
    assert (tally.energy_wh, tally.flags) == (LIFETIME, (Flag.IMPLAUSIBLE,))
    assert finish(tally, LIFETIME, 120) == tally


def test_without_a_begin_the_first_reading_stands_for_it():
    tally = count(None, 5000, 6000, stop=6500)
    assert (tally.energy_wh, tally.flags) == (1500, (Flag.START_MISSING,))
    assert advance(EnergyTally(), 5000, 0).flags == (Flag.START_MISSING,)


def test_of_an_end_alone_no_energy_is_known():
    tally = finish(EnergyTally(), 6500, 60)
    assert (tally.energy_wh, tally.flags) == (None, (Flag.START_MISSING,))
    assert finish(EnergyTally(), None, 60).energy_wh is None


def test_a_begin_that_comes_late_counts_if_the_readings_continue_it():
    readings = advance(advance(EnergyTally(), 5000, 600), 6000, 1200)
    late = begin(readings, 4500, 0)
    assert (late.energy_wh, late.flags) == (1500, ())
    assert begin(readings, 0, 1190).energy_wh == 1000 + 5000  # 6000 Wh within ten seconds and the tolerance
    assert begin(readings, 9000, 0).energy_wh == 1000
    stopped = begin(finish(EnergyTally(), 6500, 3600), 6000, 0)
    assert (stopped.energy_wh, stopped.flags) == (500, ())


def test_a_repeated_begin_changes_nothing():
    tally = count(1000, 1100, is_open=True)
    assert begin(tally, 1000, 0) == begin(tally, 1099, 60) == tally


def test_a_late_reading_changes_nothing():
    tally = count(1000, 1100, 1200, is_open=True)
    for late in (0, 1050, 1150, 99_999_999):
        assert advance(tally, late, 90) == tally


def test_a_repeated_reading_changes_nothing_not_even_a_suspect_one():
    for readings in ((1100,), (1100, 0), (1100, 99_999_999), (1100, 10, 20)):
        tally = count(1000, *readings, is_open=True)
        assert advance(tally, readings[-1], len(readings) * 60) == tally


def test_readings_after_the_end_change_nothing():
    for tally in (count(1000, 1100, stop=1200), count(1000, 1100, stop=None)):
        assert advance(tally, 1300, 600, interval_wh=5) == tally


def test_an_end_that_comes_after_the_transaction_was_closed_without_one_counts():
    closed = count(1000, 1100, stop=None)
    assert (closed.energy_wh, closed.flags) == (100, (Flag.STOP_MISSING,))
    assert finish(closed, None, 999) == closed
    stopped = finish(closed, 1200, 110)
    assert (stopped.energy_wh, stopped.flags) == (200, ())
    for end in (1200, 0, 500, None, 1300):
        assert finish(stopped, end, 200) == stopped


def test_a_usable_end_counts_after_an_absurd_one():
    tally = finish(count(1000, 1100, stop=99_999_999), 1200, 120)
    assert (tally.energy_wh, tally.flags) == (200, (Flag.IMPLAUSIBLE,))


def test_intervals_are_added_once_where_there_is_no_register():
    tally = begin(EnergyTally(), None, 0)
    for at_s in (60, 120, 120, 60, 180):
        tally = advance(tally, None, at_s, interval_wh=50)
    assert tally.energy_wh == 150
    tally = finish(tally, None, 240)
    assert (tally.energy_wh, tally.flags) == (150, (Flag.START_MISSING, Flag.STOP_MISSING, Flag.FROM_INTERVALS))


def test_intervals_count_where_the_register_never_rises():
    tally = advance(begin(EnergyTally(), 0, 0), 0, 60, interval_wh=50)
    tally = finish(tally, 0, 120)
    assert (tally.energy_wh, tally.flags) == (50, (Flag.FROM_INTERVALS,))


def test_intervals_are_not_counted_beside_a_register():
    tally = begin(EnergyTally(), 1000, 0)
    tally = advance(tally, None, 60, interval_wh=50)
    assert (tally.energy_wh, tally.flags) == (50, (Flag.FROM_INTERVALS,))
    tally = advance(tally, 1080, 120, interval_wh=50)
    assert (tally.energy_wh, tally.flags) == (80, ())
    assert finish(tally, 1090, 180).energy_wh == 90


def test_the_tally_survives_being_stored():
    tally = count(None, 5000, 0, 10, 20, 99_999_999, is_open=True)
    assert msgspec.json.decode(msgspec.json.encode(tally), type=EnergyTally) == tally
    assert msgspec.json.encode(EnergyTally()) == b"{}"


def test_a_drop_out_may_last_at_a_value_that_is_not_0():
    tally = count(5000, 6000, 300, 300, 6100, stop=6200)
    assert (tally.energy_wh, tally.flags) == (1200, (Flag.REGISTER_DROPPED,))


def test_an_end_of_0_after_readings_of_0_does_not_confirm_a_reset():
    tally = count(LIFETIME, LIFETIME + 1000, 0, stop=0)
    assert (tally.energy_wh, tally.flags) == (1000, (Flag.REGISTER_DROPPED, Flag.STOP_MISSING))


def test_a_begin_that_comes_after_a_reset_does_not_move_the_new_register():
    tally = count(None, LIFETIME, LIFETIME + 100, 900_000, 900_050, is_open=True)
    assert begin(tally, 899_000, 0).energy_wh == tally.energy_wh == 150
