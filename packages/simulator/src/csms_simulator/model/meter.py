"""The meter of an EVSE."""

from csms_simulator.model.facts import Reading
from csms_simulator.model.vehicle import NO_AC_DRAW, NO_DC_DRAW, Draw, Offer

HOUR_S = 3600.0


class Meter:
    """Counts what flows through an EVSE: exactly the integral of the power over time.

    A draw is constant until the next one is told.

    Args:
        now: POSIX seconds.
        energy_wh: What the register starts at.

    Raises:
        ValueError: `energy_wh` is below 0.
    """

    __slots__ = ("_at", "_draw", "_energy_wh", "_new_wh")

    def __init__(self, now: float, energy_wh: float = 0.0) -> None:
        if energy_wh < 0:
            raise ValueError(f"energy_wh must not be below 0, not {energy_wh}")
        self._at = now
        self._draw = NO_AC_DRAW
        self._energy_wh = energy_wh
        self._new_wh = 0.0

    @property
    def energy_wh(self) -> float:
        """The register: all that was ever delivered, as of the last `advance` or `read`."""
        return self._energy_wh

    @property
    def draw(self) -> Draw:
        """What flows."""
        return self._draw

    def advance(self, now: float, draw: Draw) -> float:
        """Count what has flowed until `now`; from then on `draw` flows.

        A clock that is set back takes nothing from the register.

        Returns:
            Energy in Wh that was delivered since the last `advance`: it is what the battery has to absorb.

        Raises:
            ValueError: The power is below 0.
        """
        if draw.power_w < 0:
            raise ValueError(f"a draw must not be below 0 W, not {draw.power_w}")
        self._count(now)
        delivered_wh, self._new_wh, self._draw = self._new_wh, 0.0, draw
        return delivered_wh

    def read(self, now: float, offer: Offer, *, soc: float | None = None) -> Reading:
        """Read it at `now`. Power is the sum of the products of currents and voltages.

        Args:
            now: POSIX seconds.
            offer: What the EVSE offers; idle lines have its voltage.
            soc: What the vehicle tells of its battery, 0 to 1.
        """
        self._count(now)
        power_w, currents_a = self._draw.power_w, self._draw.currents_a
        flowing_a = sum(currents_a)
        if flowing_a == 0:
            currents_a = NO_DC_DRAW.currents_a if offer.is_dc else NO_AC_DRAW.currents_a
        loaded_v = power_w / flowing_a if flowing_a else offer.voltage_v
        return Reading(
            at=now,
            energy_wh=self._energy_wh,
            power_w=power_w,
            currents_a=currents_a,
            voltages_v=tuple(loaded_v if current_a > 0 else offer.voltage_v for current_a in currents_a),
            power_offered_w=offer.power_w,
            current_offered_a=offer.current_a,
            soc=soc,
        )

    def _count(self, now: float) -> None:
        delivered_wh = self._draw.power_w * max(0.0, now - self._at) / HOUR_S
        self._energy_wh += delivered_wh
        self._new_wh += delivered_wh
        self._at = now
