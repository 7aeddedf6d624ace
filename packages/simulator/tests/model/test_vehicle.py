import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csms_simulator.model.vehicle import CATALOGUE, NO_AC_DRAW, NO_DC_DRAW, Draw, Offer, Vehicle, VehicleModel

FLAT = VehicleModel(
    name="flat",
    battery_wh=50_000,
    phases=3,
    max_current_a=16,
    max_ac_power_w=11_040,
    max_dc_power_w=100_000,
    dc_curve=((0, 1), (0.5, 1), (1, 0.2)),
    efficiency=0.9,
)
ONE_PHASE = VehicleModel(
    name="one", battery_wh=30_000, phases=1, max_current_a=32, max_ac_power_w=7_360, max_dc_power_w=0
)
TWO_PHASES = VehicleModel(
    name="two", battery_wh=30_000, phases=2, max_current_a=16, max_ac_power_w=7_360, max_dc_power_w=0
)


def ac(current_a: float = 32, phases: int = 3, power_w: float = math.inf) -> Offer:
    return Offer(current_a, min(power_w, current_a * 230 * phases), phases, 230, is_dc=False)


def dc(power_w: float, current_a: float = 500, voltage_v: float = 400) -> Offer:
    return Offer(current_a, power_w, 1, voltage_v, is_dc=True)


def offers() -> st.SearchStrategy[Offer]:
    return st.builds(
        Offer,
        current_a=st.floats(0, 500),
        power_w=st.floats(0, 400_000),
        phases=st.integers(1, 3),
        voltage_v=st.sampled_from([110.0, 230.0, 400.0, 800.0]),
        is_dc=st.booleans(),
    )


def vehicles() -> st.SearchStrategy[Vehicle]:
    return st.builds(Vehicle, st.sampled_from([*CATALOGUE.values(), FLAT, ONE_PHASE, TWO_PHASES]), st.floats(0, 1))


@pytest.mark.parametrize(
    ("model", "offer", "currents_a"),
    [
        (FLAT, ac(32), (16, 16, 16)),
        (FLAT, ac(10), (10, 10, 10)),
        (FLAT, ac(32, phases=1), (16, 0, 0)),
        (FLAT, ac(32, phases=2), (16, 16, 0)),
        (TWO_PHASES, ac(32), (16, 16, 0)),
        (ONE_PHASE, ac(32), (32, 0, 0)),
        (ONE_PHASE, ac(20), (20, 0, 0)),
        (FLAT, ac(32, power_w=6_900), (10, 10, 10)),
        (ONE_PHASE, ac(32, power_w=6_900), (30, 0, 0)),
        (FLAT, ac(6), (6, 6, 6)),
        (FLAT, ac(5.9), (0, 0, 0)),
        (FLAT, ac(0), (0, 0, 0)),
    ],
)
def test_ac_current_is_the_lowest_of_offer_and_vehicle(
    model: VehicleModel, offer: Offer, currents_a: tuple[float, ...]
) -> None:
    assert Vehicle(model, 0.5).draw(offer).currents_a == pytest.approx(currents_a)


def test_ac_power_is_what_arrives_at_the_end_of_the_line() -> None:
    draw = Vehicle(FLAT, 0.5).draw(ac(16))
    assert draw.power_w == pytest.approx(3 * 16 * (230 - 16 * 0.06))


def test_ac_current_tapers_to_the_minimum_when_nearly_full() -> None:
    currents = [Vehicle(FLAT, soc).draw(ac(32)).currents_a[0] for soc in (0.9, 0.97, 0.985, 0.999_999)]
    assert currents == pytest.approx([16, 16, 11, 6], abs=0.01)


@pytest.mark.parametrize(
    ("soc", "power_w"), [(0.0, 100_000), (0.5, 100_000), (0.75, 60_000), (0.875, 40_000), (0.999_999, 20_000)]
)
def test_dc_power_follows_the_curve(soc: float, power_w: float) -> None:
    assert Vehicle(FLAT, soc).draw(dc(300_000)).power_w == pytest.approx(power_w, rel=1e-4)


def test_dc_is_limited_by_the_power_and_by_the_current_of_the_evse() -> None:
    vehicle = Vehicle(FLAT, 0.0)
    assert vehicle.draw(dc(50_000)).power_w == 50_000
    limited = vehicle.draw(dc(50_000, current_a=100))
    assert limited.currents_a == pytest.approx((100,))
    assert limited.power_w == pytest.approx(100 * 400 * 0.9)  # an empty battery has a lower voltage


def test_a_vehicle_without_a_dc_inlet_takes_nothing() -> None:
    assert Vehicle(ONE_PHASE, 0.1).draw(dc(50_000)) == NO_DC_DRAW


def test_a_vehicle_that_is_not_ready_takes_nothing_and_wants_nothing() -> None:
    vehicle = Vehicle(FLAT, 0.1, is_ready=False)
    assert not vehicle.wants_energy
    assert vehicle.draw(ac()) == NO_AC_DRAW
    assert vehicle.draw(dc(1000)) == NO_DC_DRAW
    vehicle.is_ready = True
    assert vehicle.wants_energy
    assert vehicle.draw(ac()).power_w > 0


def test_charging_ends_at_the_target() -> None:
    vehicle = Vehicle(FLAT, 0.5, target_soc=0.8)
    assert vehicle.energy_wanted_wh == pytest.approx(0.3 * 50_000 / 0.9)
    vehicle.absorb(vehicle.energy_wanted_wh)
    assert vehicle.soc == pytest.approx(0.8)
    assert not vehicle.wants_energy
    assert vehicle.draw(ac()) == NO_AC_DRAW
    vehicle.target_soc = 1.0
    assert vehicle.wants_energy


def test_the_battery_gets_what_the_charger_does_not_lose() -> None:
    vehicle = Vehicle(FLAT, 0.2)
    vehicle.absorb(10_000)
    assert vehicle.soc == pytest.approx(0.2 + 0.18)


def test_a_battery_is_never_more_than_full() -> None:
    vehicle = Vehicle(FLAT, 0.99)
    vehicle.absorb(1e9)
    assert vehicle.soc == 1
    assert vehicle.energy_wanted_wh == 0


@pytest.mark.parametrize(
    ("model", "offer"),
    [
        (model, offer)
        for model in CATALOGUE.values()
        for offer in (ac(32), ac(6, phases=1), dc(50_000))
        if model.max_dc_power_w or not offer.is_dc
    ],
)
def test_every_vehicle_of_the_catalogue_charges_until_it_is_full(model: VehicleModel, offer: Offer) -> None:
    vehicle = Vehicle(model, 0.0)
    hours = 0.0
    while vehicle.wants_energy:
        energy_wh = vehicle.draw(offer).power_w / 6
        assert energy_wh > 0
        vehicle.absorb(energy_wh)
        hours += 1 / 6
    assert vehicle.soc == pytest.approx(1)
    best_h = model.battery_wh / model.efficiency / min(offer.power_w, model.max_dc_power_w or 1e9)
    assert best_h * 0.9 < hours < 500


@given(vehicle=vehicles(), offer=offers())
def test_no_more_is_drawn_than_offered_and_than_the_vehicle_bears(vehicle: Vehicle, offer: Offer) -> None:
    assume(offer.current_a < 200 or offer.is_dc)
    draw = vehicle.draw(offer)
    model = vehicle.model
    assert 0 <= draw.power_w <= offer.power_w * (1 + 1e-9)
    assert all(0 <= current_a <= offer.current_a * (1 + 1e-9) for current_a in draw.currents_a)
    if offer.is_dc:
        assert len(draw.currents_a) == 1
        assert draw.power_w <= model.max_dc_power_w * (1 + 1e-9)
    else:
        assert len(draw.currents_a) == 3
        assert draw.power_w <= model.max_ac_power_w * (1 + 1e-9)
        assert all(a == 0 or model.min_current_a <= a <= model.max_current_a for a in draw.currents_a)
        assert sum(a > 0 for a in draw.currents_a) in {0, min(offer.phases, model.phases)}
    assert (draw.power_w == 0) == (sum(draw.currents_a) == 0)


@given(soc=st.floats(0, 1), delivered=st.lists(st.floats(0, 5_000), max_size=20))
def test_the_battery_holds_what_was_delivered_less_the_losses(soc: float, delivered: list[float]) -> None:
    vehicle = Vehicle(FLAT, soc)
    for energy_wh in delivered:
        before = vehicle.soc
        vehicle.absorb(energy_wh)
        assert vehicle.soc >= before
    assert vehicle.soc == pytest.approx(min(1, soc + 0.9 * sum(delivered) / 50_000))


@pytest.mark.parametrize("soc", [-0.01, 1.01, math.nan])
def test_an_impossible_state_of_charge_is_refused(soc: float) -> None:
    with pytest.raises(ValueError, match="soc must be between 0 and 1"):
        Vehicle(FLAT, soc)
    with pytest.raises(ValueError, match="target_soc must be between 0 and 1"):
        Vehicle(FLAT, 0.5, target_soc=soc)
    with pytest.raises(ValueError, match="target_soc must be between 0 and 1"):
        Vehicle(FLAT, 0.5).target_soc = soc


def test_a_battery_cannot_be_emptied_through_the_charger() -> None:
    with pytest.raises(ValueError, match="must not be below 0"):
        Vehicle(FLAT, 0.5).absorb(-1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("battery_wh", 0, "battery_wh"),
        ("phases", 4, "phases"),
        ("max_current_a", -1, "below 0"),
        ("max_dc_power_w", -1, "below 0"),
        ("dc_curve", (), "dc_curve must rise"),
        ("dc_curve", ((0, 1), (0.9, 0.1)), "dc_curve must rise"),
        ("dc_curve", ((0, 1), (0.5, 1), (0.5, 0.9), (1, 0.1)), "dc_curve must rise"),
        ("dc_curve", ((0, 1), (1, 0)), "shares"),
        ("ac_taper_from_soc", 0, "ac_taper_from_soc"),
        ("efficiency", 1.1, "efficiency"),
    ],
)
def test_an_impossible_model_is_refused(field: str, value: object, message: str) -> None:
    fields = {"name": "x", "battery_wh": 1, "phases": 1, "max_current_a": 1, "max_ac_power_w": 1, "max_dc_power_w": 1}
    with pytest.raises(ValueError, match=message):
        VehicleModel(**{**fields, field: value})  # pyright: ignore[reportArgumentType]


def test_draws_of_nothing() -> None:
    assert Draw(0.0, (0.0, 0.0, 0.0)) == NO_AC_DRAW
    assert Draw(0.0, (0.0,)) == NO_DC_DRAW
