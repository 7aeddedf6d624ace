from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.model.meter import Meter
from csms_simulator.model.vehicle import CATALOGUE, NO_AC_DRAW, NO_DC_DRAW, Draw, Offer, Vehicle, VehicleModel

NOW = 1_700_000_000.0
AC_OFFER = Offer(32, 22_080, 3, 230, is_dc=False)
DC_OFFER = Offer(500, 150_000, 1, 400, is_dc=True)
STEADY = Draw(6_900, (10, 10, 10))


def test_a_draw_is_counted_from_the_moment_it_is_told() -> None:
    meter = Meter(NOW, 1_000)
    assert meter.advance(NOW + 3600, STEADY) == 0
    assert meter.energy_wh == 1_000
    assert meter.advance(NOW + 5400, NO_AC_DRAW) == pytest.approx(3_450)
    assert meter.advance(NOW + 9000, NO_AC_DRAW) == 0
    assert meter.energy_wh == pytest.approx(4_450)


def test_reading_counts_what_flowed_until_now_and_takes_nothing_from_the_battery() -> None:
    meter = Meter(NOW)
    meter.advance(NOW, STEADY)
    assert meter.read(NOW + 1800, AC_OFFER).energy_wh == pytest.approx(3_450)
    assert meter.advance(NOW + 3600, STEADY) == pytest.approx(6_900)
    assert meter.energy_wh == pytest.approx(6_900)


def test_a_reading_tells_what_flows_and_what_is_offered() -> None:
    meter = Meter(NOW)
    draw = Vehicle(CATALOGUE["plugin_hybrid"], 0.5).draw(AC_OFFER)
    meter.advance(NOW, draw)
    reading = meter.read(NOW + 60, AC_OFFER)
    assert (reading.at, reading.power_offered_w, reading.current_offered_a) == (NOW + 60, 22_080, 32)
    assert reading.power_w == draw.power_w
    assert reading.currents_a == (16, 0, 0)
    assert reading.voltages_v == pytest.approx((230 - 0.96, 230, 230))
    assert reading.soc is None


def test_a_reading_with_dc_has_one_line() -> None:
    meter = Meter(NOW)
    assert meter.read(NOW, DC_OFFER).currents_a == (0,)
    meter.advance(NOW, Vehicle(CATALOGUE["compact"], 0.5).draw(DC_OFFER))
    reading = meter.read(NOW, DC_OFFER, soc=0.5)
    assert reading.voltages_v == pytest.approx((380,))
    assert reading.currents_a[0] * reading.voltages_v[0] == pytest.approx(reading.power_w)
    assert reading.soc == 0.5


@pytest.mark.parametrize(("offer", "idle"), [(AC_OFFER, (0, 0, 0)), (DC_OFFER, (0,))])
@pytest.mark.parametrize("draw", [NO_AC_DRAW, NO_DC_DRAW])
def test_an_idle_meter_reads_nothing_but_voltage(offer: Offer, idle: tuple[float, ...], draw: Draw) -> None:
    meter = Meter(NOW)
    meter.advance(NOW, draw)
    reading = meter.read(NOW + 60, offer)
    assert (reading.power_w, reading.currents_a) == (0, idle)
    assert set(reading.voltages_v) == {offer.voltage_v}
    assert len(reading.voltages_v) == len(idle)


def test_what_cannot_be_metered_is_refused() -> None:
    with pytest.raises(ValueError, match="energy_wh must not be below 0"):
        Meter(NOW, -1)
    with pytest.raises(ValueError, match="must not be below 0 W"):
        Meter(NOW).advance(NOW, Draw(-1, (0, 0, 0)))


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 22_080)), max_size=30), st.integers(0, 10**8))
def test_energy_is_the_integral_of_power(steps: list[tuple[int, int]], start_wh: int) -> None:
    meter = Meter(NOW, start_wh)
    at, delivered_wh, watt_seconds, power_w = NOW, 0.0, 0, 0
    for duration_s, next_power_w in steps:
        at += duration_s
        watt_seconds += power_w * duration_s
        power_w = next_power_w
        delivered_wh += meter.advance(at, Draw(power_w, (power_w / 230, 0, 0)))
    assert meter.energy_wh == pytest.approx(start_wh + watt_seconds / 3600, rel=1e-12)
    assert delivered_wh == pytest.approx(watt_seconds / 3600, rel=1e-12)


@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(0, 1e5), st.booleans()), max_size=30))
def test_the_register_never_runs_backwards_whatever_the_clock_does(steps: list[tuple[float, float, bool]]) -> None:
    meter = Meter(NOW)
    at = NOW
    readings = [0.0]
    for elapsed_s, power_w, is_read in steps:
        at += elapsed_s
        if is_read:
            readings.append(meter.read(at, AC_OFFER).energy_wh)
        else:
            meter.advance(at, Draw(power_w, (power_w / 230, 0, 0)))
            readings.append(meter.energy_wh)
    assert all(later >= earlier for earlier, later in pairwise(readings))


def test_after_a_clock_was_set_back_time_counts_again() -> None:
    meter = Meter(NOW)
    meter.advance(NOW, STEADY)
    meter.advance(NOW - 3600, STEADY)
    assert meter.energy_wh == 0
    meter.advance(NOW - 1800, STEADY)
    assert meter.energy_wh == pytest.approx(3_450)


@given(
    model=st.sampled_from(list(CATALOGUE.values())),
    soc=st.floats(0, 1),
    current_a=st.floats(0, 63),
    phases=st.integers(1, 3),
)
def test_power_is_the_sum_of_currents_times_voltages(
    model: VehicleModel, soc: float, current_a: float, phases: int
) -> None:
    offer = Offer(current_a, current_a * phases * 230, phases, 230, is_dc=False)
    vehicle = Vehicle(model, soc)
    meter = Meter(NOW)
    meter.advance(NOW, vehicle.draw(offer))
    reading = meter.read(NOW + 1, offer)
    product_w = sum(a * v for a, v in zip(reading.currents_a, reading.voltages_v, strict=True))
    assert product_w == pytest.approx(reading.power_w)
    assert all(220 < voltage_v <= 230 for voltage_v in reading.voltages_v)
