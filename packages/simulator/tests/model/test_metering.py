"""When meters are read (OCPP 1.6, 4.7; OCPP 2.0.1 Part 2, J)."""

import pytest

from csms_simulator.model.facts import Metered, SampleContext, TransactionEnded, TransactionUpdated
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.transaction_flow import next_tick
from packages.simulator.tests.model.stations import START, Bench, car

MIDNIGHT = START - START % 86_400


def read_at(bench: Bench, context: SampleContext) -> list[float]:
    facts = [fact for fact in bench.facts() if isinstance(fact, TransactionUpdated | Metered)]
    return [fact.at - START for fact in facts if fact.context is context]


def test_samples_are_taken_whole_intervals_after_the_start() -> None:
    bench = Bench(Settings(sample_interval_s=90))
    bench.wait(7)
    bench.charge()
    bench.wait(300)
    assert read_at(bench, SampleContext.PERIODIC) == [97, 187, 277]


def test_a_new_interval_counts_from_the_start_too_and_nothing_is_caught_up() -> None:
    bench = Bench(Settings(sample_interval_s=0))
    bench.charge()
    bench.wait(1000)
    bench.station.settings.sample_interval_s = 300
    bench.wait(300)
    assert read_at(bench, SampleContext.PERIODIC) == [1200]


def test_a_clock_that_is_set_back_a_little_reads_nothing_twice() -> None:
    bench = Bench(Settings(sample_interval_s=60))
    bench.charge()
    bench.wait(60.5)
    bench.wait(-1)
    bench.wait(61)
    assert read_at(bench, SampleContext.PERIODIC) == [60, 120]
    assert bench.station.evse(1).meter.energy_wh > 0


def test_a_clock_that_was_wrong_altogether_goes_on_from_where_it_is() -> None:
    bench = Bench(Settings(sample_interval_s=600))
    bench.charge()
    bench.wait(-100_000)
    bench.wait(100)
    energy_wh = bench.station.evse(1).meter.energy_wh
    bench.wait(5000)
    assert bench.station.evse(1).meter.energy_wh > energy_wh
    facts = bench.facts()
    updates = [fact for fact in facts if isinstance(fact, TransactionUpdated)]
    assert len([fact for fact in updates if fact.context is SampleContext.PERIODIC]) in {8, 9}


def test_a_clock_that_was_wrong_altogether_does_not_keep_a_vehicle_charging() -> None:
    bench = Bench(Settings(sample_interval_s=0))
    vehicle = car()
    bench.charge(vehicle=vehicle)
    bench.wait(-100_000)
    vehicle.target_soc = vehicle.soc + 0.01
    bench.wait(1000)
    assert "1 SuspendedEV" in bench.said()


def test_tc_j_02_clock_aligned_readings_with_and_without_a_transaction() -> None:
    bench = Bench(Settings(clock_aligned_interval_s=900, sample_interval_s=0), evses=2)
    bench.charge()
    bench.wait(900)
    assert bench.said() == [
        "Metered 0 Sample.Clock",
        "Updated MeterValueClock Charging",
        "Metered 2 Sample.Clock",
    ]


def test_clock_aligned_readings_are_at_multiples_since_midnight() -> None:
    bench = Bench(Settings(clock_aligned_interval_s=7000))
    bench.wait(MIDNIGHT + 86_400 + 20_000 - START)
    times = [fact.at - MIDNIGHT for fact in bench.facts() if isinstance(fact, Metered) and fact.evse_id == 0]
    assert times == [84_000, 86_400, 86_400 + 7000, 86_400 + 14_000]


def test_the_main_meter_is_the_sum_of_all() -> None:
    layout = Layout(evses=(EvseLayout(), EvseLayout(is_dc=True, voltage_v=400, max_current_a=100, max_power_w=40_000)))
    bench = Bench(layout=layout)
    bench.charge(1, car("luxury"))
    bench.charge(2, car("luxury"))
    bench.wait(60)
    readings = [bench.station.trigger_reading(bench.now, evse_id) for evse_id in (0, 1, 2)]
    main, ac, dc = readings
    assert main.energy_wh == pytest.approx(ac.energy_wh + dc.energy_wh)
    assert main.power_w == pytest.approx(ac.power_w + dc.power_w)
    assert main.currents_a == pytest.approx([current + dc.power_w / 690 for current in ac.currents_a])
    assert (ac.soc, len(ac.currents_a)) == (None, 3)
    assert (dc.soc is not None, len(dc.currents_a)) == (True, 1)


def test_readings_for_the_end_are_kept_and_thinned_out_when_there_are_too_many() -> None:
    bench = Bench(Settings(ended_sample_interval_s=60, sample_interval_s=0))
    bench.charge()
    bench.wait(180)
    bench.present()
    [ended, _] = bench.facts()
    assert isinstance(ended, TransactionEnded)
    assert [reading.at - START for reading in ended.samples] == [60, 120, 180]
    bench.unplug()
    bench.charge()
    bench.wait(600 * 60)
    bench.present()
    [ended] = [fact for fact in bench.facts() if isinstance(fact, TransactionEnded)]
    assert 250 <= len(ended.samples) <= 500


@pytest.mark.parametrize(
    ("origin", "interval_s", "after", "tick"),
    [(0, 10, 0, 10), (0, 10, 9.9, 10), (0, 10, 10, 20), (3, 10, 0, 3), (1006, 7.7, 1021.4, 1029.1)],
)
def test_the_next_tick_is_later(origin: float, interval_s: float, after: float, tick: float) -> None:
    assert next_tick(origin, interval_s, after) == pytest.approx(tick)
    assert next_tick(origin, interval_s, after) > after
