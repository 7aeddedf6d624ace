"""What vehicles are offered where there is not enough for all, and where profiles say so."""

from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.smart_charging import Kind, Period, Profile, Purpose, Schedule, Unit
from packages.simulator.tests.model.stations import Bench, car


def offered_w(bench: Bench) -> list[float]:
    return [round(evse.offer.power_w) for evse in bench.station.evses]


def test_all_get_the_same_and_what_one_leaves_goes_to_the_others() -> None:
    bench = Bench(layout=Layout(evses=(EvseLayout(), EvseLayout(max_power_w=5000)), max_power_w=18_000))
    bench.charge(1, car("luxury"))
    assert offered_w(bench) == [18_000, 0]
    bench.charge(2, car("luxury"))
    assert offered_w(bench) == [13_000, 5000]
    bench.unplug(2)
    assert offered_w(bench) == [18_000, 0]


def test_who_came_last_waits_when_shares_are_too_small() -> None:
    bench = Bench(layout=Layout(evses=(EvseLayout(), EvseLayout()), max_power_w=6000))
    bench.charge(2, car("luxury"))
    bench.wait(5)
    bench.plug_in(car("luxury"), 1)
    bench.accept(evse_id=1)
    assert offered_w(bench) == [0, 6000]
    assert bench.said()[-2:] == ["Updated ChargingStateChanged SuspendedEVSE", "1 SuspendedEVSE"]
    bench.present(evse_id=2)
    assert "1 Charging" in bench.said()


def test_a_vehicle_that_is_full_leaves_its_share() -> None:
    bench = Bench(layout=Layout(evses=(EvseLayout(), EvseLayout()), max_power_w=22_080))
    vehicle = car("luxury")
    bench.charge(1, vehicle)
    bench.charge(2, car("luxury"))
    assert offered_w(bench) == [11_040, 11_040]
    vehicle.target_soc = vehicle.soc
    bench.station.vehicle_changed(bench.now, 1)
    assert offered_w(bench)[1] == 22_080
    assert bench.said() == ["Updated ChargingStateChanged SuspendedEV", "1 SuspendedEV"]


def test_a_profile_suspends_and_lets_go_on_by_time() -> None:
    bench = Bench()
    bench.charge(vehicle=car("luxury"))
    schedule = Schedule(Unit.A, (Period(0, 16), Period(60, 5), Period(120, 32)), start=bench.now)
    bench.station.profiles.install(0, Profile(1, 0, Purpose.TX_DEFAULT, Kind.ABSOLUTE, schedule), running=None)
    bench.station.profiles_changed(bench.now)
    assert bench.station.evse(1).offer.current_a == 16
    bench.station.settings.sample_interval_s = 0
    bench.wait(60)
    assert bench.said() == ["Updated ChargingStateChanged SuspendedEVSE", "1 SuspendedEVSE"]
    bench.wait(59.9)
    assert bench.said() == []
    bench.wait(0.1)
    assert bench.said() == ["Updated ChargingStateChanged Charging", "1 Charging"]
    assert bench.station.evse(1).offer.current_a == 32


def test_a_profile_of_the_station_is_shared() -> None:
    bench = Bench(evses=2)
    bench.charge(1, car("luxury"))
    bench.charge(2, car("luxury"))
    schedule = Schedule(Unit.W, (Period(0, 12_000),), start=bench.now)
    bench.station.profiles.install(0, Profile(1, 0, Purpose.STATION_MAX, Kind.ABSOLUTE, schedule), running=None)
    bench.station.profiles_changed(bench.now)
    assert offered_w(bench) == [6000, 6000]


def test_priority_charging_replaces_the_default_profile() -> None:
    bench = Bench()
    bench.charge(vehicle=car("luxury"))
    for number, purpose, limit_a in ((1, Purpose.TX_DEFAULT, 10), (2, Purpose.PRIORITY, 20)):
        schedule = Schedule(Unit.A, (Period(0, limit_a),), start=bench.now)
        bench.station.profiles.install(1, Profile(number, 0, purpose, Kind.ABSOLUTE, schedule), running=None)
    bench.station.profiles_changed(bench.now)
    assert bench.station.evse(1).offer.current_a == 10
    assert bench.station.set_priority(bench.now, "T1", has_priority=True)
    assert bench.station.evse(1).offer.current_a == 20
    assert not bench.station.set_priority(bench.now, "T2", has_priority=True)
