"""Which part of a transaction's energy was delivered since a moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain import energy
from csms.domain.energy import EnergyTally
from csms.domain.energy_shares import delivered_since

steps = st.lists(st.floats(0, 3000), min_size=1, max_size=8)


def counted(begin_wh: float, steps_wh: list[float]) -> tuple[EnergyTally, list[float]]:
    """Return the tally of a transaction with a reading each minute, and the readings."""
    tally, register_wh, registers = energy.begin(EnergyTally(), begin_wh, 0.0), begin_wh, [begin_wh]
    for minute, step_wh in enumerate(steps_wh, 1):
        register_wh += step_wh
        registers.append(register_wh)
        tally = energy.advance(tally, register_wh, 60.0 * minute)
    return tally, registers


@given(st.floats(0, 10**7), steps, st.data())
def test_it_is_what_the_register_has_counted_since(begin_wh: float, steps_wh: list[float], data: st.DataObject) -> None:
    tally, registers = counted(begin_wh, steps_wh)
    place = data.draw(st.integers(0, len(registers) - 1))
    assert delivered_since(tally, registers[place]) == pytest.approx(registers[-1] - registers[place], abs=0.01)


@given(st.floats(0, 10**7), steps, st.floats(0, 10**9))
def test_it_is_a_part_of_the_energy(begin_wh: float, steps_wh: list[float], register_wh: float) -> None:
    tally, _ = counted(begin_wh, steps_wh)
    assert 0 <= delivered_since(tally, register_wh) <= (tally.energy_wh or 0)


def test_if_nothing_was_shown_before_all_of_it_counts() -> None:
    tally, _ = counted(500, [1000.0])
    assert delivered_since(tally, None) == 1000
    assert delivered_since(EnergyTally(), 700.0) == 0


def test_what_was_counted_before_a_reset_of_the_meter_is_known() -> None:
    tally = EnergyTally(start_wh=0.0, last_wh=300.0, carried_wh=1000.0)
    assert delivered_since(tally, 100.0) == 200
