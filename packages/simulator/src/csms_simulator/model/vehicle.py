"""Vehicles: how much they draw of what an EVSE offers, and how their batteries fill."""

from bisect import bisect_right
from itertools import pairwise

from msgspec import Struct

LINE_RESISTANCE_OHM = 0.06
"""Of the line to an AC connector: at 32 A the voltage is 2 V lower than without a load."""
MIN_DC_POWER_W = 1.0
"""Less than this is no offer to a DC vehicle."""
EMPTY_VOLTAGE_SHARE = 0.9
"""Voltage of an empty battery, as a share of that of a full one."""
FULL = 1e-9
"""States of charge that are closer than this are the same: sums of floats are not exact."""


class Offer(Struct, frozen=True):
    """What an EVSE offers a vehicle."""

    current_a: float
    """AC: of each phase."""
    power_w: float
    """Of all phases together."""
    phases: int
    voltage_v: float
    """AC: of each phase against neutral, without a load; DC: of a full battery."""
    is_dc: bool


class Draw(Struct, frozen=True):
    """What a vehicle takes: `power_w` is the product of the currents and of the voltage at the connector."""

    power_w: float
    currents_a: tuple[float, ...]
    """AC: three, 0 where nothing flows; DC: one."""


NO_AC_DRAW = Draw(0.0, (0.0, 0.0, 0.0))
NO_DC_DRAW = Draw(0.0, (0.0,))


class VehicleModel(Struct, frozen=True):
    """A type of vehicle.

    Raises:
        ValueError: No such vehicle can be built.
    """

    name: str
    battery_wh: float
    phases: int
    """That its AC charger uses: 1, 2 or 3."""
    max_current_a: float
    """AC, of each phase."""
    max_ac_power_w: float
    max_dc_power_w: float
    """0: it has no DC inlet."""
    min_current_a: float = 6.0
    """AC: with less it does not charge (IEC 61851-1: 6 A)."""
    dc_curve: tuple[tuple[float, float], ...] = ((0.0, 1.0), (0.5, 1.0), (0.8, 0.5), (1.0, 0.1))
    """Points (state of charge, share of `max_dc_power_w`), joined by straight lines."""
    ac_taper_from_soc: float = 0.97
    """AC: from here on the current falls, to `min_current_a` when full."""
    efficiency: float = 0.92
    """How much of what the meter counts reaches the battery."""

    def __post_init__(self) -> None:
        """Refuse what is impossible."""
        socs = [soc for soc, _ in self.dc_curve]
        if self.battery_wh <= 0:
            raise ValueError(f"{self.name}: battery_wh must be more than 0, not {self.battery_wh}")
        if self.phases not in {1, 2, 3}:
            raise ValueError(f"{self.name}: phases must be 1, 2 or 3, not {self.phases}")
        if min(self.max_current_a, self.max_ac_power_w, self.max_dc_power_w, self.min_current_a) < 0:
            raise ValueError(f"{self.name}: currents and powers must not be below 0")
        if not socs or socs[0] != 0 or socs[-1] != 1 or any(later <= soc for soc, later in pairwise(socs)):
            raise ValueError(f"{self.name}: dc_curve must rise from a state of charge of 0 to 1")
        if not all(0 < share <= 1 for _, share in self.dc_curve):
            raise ValueError(f"{self.name}: the shares of dc_curve must be more than 0 and at most 1")
        if not 0 < self.ac_taper_from_soc <= 1:
            raise ValueError(f"{self.name}: ac_taper_from_soc must be more than 0 and at most 1")
        if not 0 < self.efficiency <= 1:
            raise ValueError(f"{self.name}: efficiency must be more than 0 and at most 1")

    def dc_power_w(self, soc: float) -> float:
        """Power that the battery takes at most at a state of charge, from DC."""
        right = min(bisect_right(self.dc_curve, (soc, 1.0)), len(self.dc_curve) - 1)
        (from_soc, from_share), (to_soc, to_share) = self.dc_curve[right - 1], self.dc_curve[right]
        share = from_share + (to_share - from_share) * (soc - from_soc) / (to_soc - from_soc)
        return self.max_dc_power_w * share

    def ac_current_a(self, available_a: float, soc: float) -> float:
        """Current of each phase that the charger takes of what is available, at a state of charge."""
        if available_a < self.min_current_a:
            return 0.0
        if soc <= self.ac_taper_from_soc:
            return available_a
        left = (1 - soc) / (1 - self.ac_taper_from_soc)
        return self.min_current_a + (available_a - self.min_current_a) * left


class Vehicle:
    """One vehicle.

    Args:
        model: What type of vehicle it is.
        soc: State of charge of its battery, 0 to 1.
        target_soc: Where its driver wants it to stop.
        is_ready: Whether it wants to charge at all; False is a timer in the vehicle, or a driver who locked it out.

    Raises:
        ValueError: A state of charge is not between 0 and 1.
    """

    __slots__ = ("_soc", "_target_soc", "is_ready", "model")

    def __init__(self, model: VehicleModel, soc: float, *, target_soc: float = 1.0, is_ready: bool = True) -> None:
        self.model = model
        self.is_ready = is_ready
        self._soc = _checked(soc, "soc")
        self._target_soc = _checked(target_soc, "target_soc")

    @property
    def soc(self) -> float:
        """State of charge, 0 to 1."""
        return self._soc

    @property
    def target_soc(self) -> float:
        """State of charge at which it stops, 0 to 1."""
        return self._target_soc

    @target_soc.setter
    def target_soc(self, soc: float) -> None:
        self._target_soc = _checked(soc, "target_soc")

    @property
    def energy_wanted_wh(self) -> float:
        """Energy, as a meter counts it, until the target is reached."""
        return max(0.0, self._target_soc - self._soc) * self.model.battery_wh / self.model.efficiency

    @property
    def wants_energy(self) -> bool:
        """Whether it would charge if it could: it is ready, and its target is not reached."""
        return self.is_ready and self._target_soc - self._soc > FULL

    def draw(self, offer: Offer) -> Draw:
        """Say what it takes of an offer now: never more than is offered, 0 if it does not charge."""
        if not self.wants_energy:
            return NO_DC_DRAW if offer.is_dc else NO_AC_DRAW
        return self._draw_dc(offer) if offer.is_dc else self._draw_ac(offer)

    def absorb(self, energy_wh: float) -> None:
        """Fill the battery with what a meter counted.

        Raises:
            ValueError: The energy is below 0.
        """
        if energy_wh < 0:
            raise ValueError(f"energy_wh must not be below 0, not {energy_wh}")
        self._soc = min(1.0, self._soc + energy_wh * self.model.efficiency / self.model.battery_wh)

    def _draw_ac(self, offer: Offer) -> Draw:
        model = self.model
        phases = min(offer.phases, model.phases)
        power_w = min(offer.power_w, model.max_ac_power_w)
        available_a = min(offer.current_a, model.max_current_a, power_w / (phases * offer.voltage_v))
        current_a = model.ac_current_a(available_a, self._soc)
        if current_a == 0:
            return NO_AC_DRAW
        voltage_v = offer.voltage_v - LINE_RESISTANCE_OHM * current_a
        currents_a = tuple(current_a if phase < phases else 0.0 for phase in range(3))
        return Draw(voltage_v * current_a * phases, currents_a)

    def _draw_dc(self, offer: Offer) -> Draw:
        share = EMPTY_VOLTAGE_SHARE + (1 - EMPTY_VOLTAGE_SHARE) * self._soc
        voltage_v = offer.voltage_v * share
        power_w = min(offer.power_w, offer.current_a * voltage_v, self.model.dc_power_w(self._soc))
        return Draw(power_w, (power_w / voltage_v,)) if power_w >= MIN_DC_POWER_W else NO_DC_DRAW


def _checked(soc: float, name: str) -> float:
    if not 0 <= soc <= 1:
        raise ValueError(f"{name} must be between 0 and 1, not {soc}")
    return soc


CATALOGUE: dict[str, VehicleModel] = {
    model.name: model
    for model in (
        VehicleModel(
            name="small_ev",
            battery_wh=27_000,
            phases=1,
            max_current_a=32.0,
            max_ac_power_w=6_600,
            max_dc_power_w=30_000,
            dc_curve=((0.0, 1.0), (0.7, 1.0), (0.85, 0.5), (1.0, 0.1)),
        ),
        VehicleModel(
            name="compact",
            battery_wh=58_000,
            phases=3,
            max_current_a=16.0,
            max_ac_power_w=11_040,
            max_dc_power_w=120_000,
            dc_curve=((0.0, 0.85), (0.1, 1.0), (0.3, 1.0), (0.5, 0.65), (0.8, 0.4), (1.0, 0.05)),
        ),
        VehicleModel(
            name="sedan",
            battery_wh=77_000,
            phases=3,
            max_current_a=16.0,
            max_ac_power_w=11_040,
            max_dc_power_w=170_000,
            dc_curve=((0.0, 0.9), (0.05, 1.0), (0.25, 1.0), (0.5, 0.55), (0.8, 0.3), (1.0, 0.04)),
        ),
        VehicleModel(
            name="suv_dc",
            battery_wh=94_000,
            phases=3,
            max_current_a=16.0,
            max_ac_power_w=11_040,
            max_dc_power_w=240_000,
            dc_curve=((0.0, 0.8), (0.1, 1.0), (0.5, 0.95), (0.65, 0.6), (0.8, 0.5), (0.85, 0.2), (1.0, 0.03)),
        ),
        VehicleModel(
            name="luxury",
            battery_wh=100_000,
            phases=3,
            max_current_a=32.0,
            max_ac_power_w=22_080,
            max_dc_power_w=200_000,
            dc_curve=((0.0, 0.9), (0.1, 1.0), (0.4, 0.9), (0.8, 0.45), (1.0, 0.05)),
        ),
        VehicleModel(
            name="plugin_hybrid",
            battery_wh=13_000,
            phases=1,
            max_current_a=16.0,
            max_ac_power_w=3_680,
            max_dc_power_w=0,
            efficiency=0.88,
        ),
        VehicleModel(
            name="large_plugin_hybrid",
            battery_wh=25_000,
            phases=2,
            max_current_a=16.0,
            max_ac_power_w=7_360,
            max_dc_power_w=40_000,
            dc_curve=((0.0, 1.0), (0.75, 1.0), (1.0, 0.15)),
            efficiency=0.9,
        ),
        VehicleModel(
            name="van",
            battery_wh=68_000,
            phases=3,
            max_current_a=16.0,
            max_ac_power_w=11_040,
            max_dc_power_w=100_000,
            dc_curve=((0.0, 1.0), (0.5, 0.95), (0.8, 0.5), (1.0, 0.08)),
        ),
        VehicleModel(
            name="truck",
            battery_wh=400_000,
            phases=3,
            max_current_a=32.0,
            max_ac_power_w=22_080,
            max_dc_power_w=350_000,
            dc_curve=((0.0, 0.95), (0.1, 1.0), (0.7, 0.9), (0.9, 0.4), (1.0, 0.05)),
        ),
    )
}
"""Vehicles as they are on the roads, of no particular make; the keys are their names."""
