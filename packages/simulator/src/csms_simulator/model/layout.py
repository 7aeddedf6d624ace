"""What a station is built of: its EVSEs, their connectors, and the wires behind them."""

from msgspec import Struct


class ConnectorLayout(Struct, frozen=True):
    """A socket, or a cable that hangs on the station."""

    type: str = "sType2"
    """ConnectorEnumType of OCPP 2.x."""
    has_fixed_cable: bool = False
    """A fixed cable is never locked at the station's side, so it cannot be unlocked either."""


class EvseLayout(Struct, frozen=True):
    """A part of the station that charges one vehicle at a time, through one of its connectors."""

    connectors: tuple[ConnectorLayout, ...] = (ConnectorLayout(),)
    is_dc: bool = False
    phases: int = 3
    max_current_a: float = 32.0
    """Of each phase."""
    max_power_w: float = 22_080.0
    voltage_v: float = 230.0
    """Between a phase and neutral; with DC, of the battery side."""

    def __post_init__(self) -> None:
        """Refuse what cannot be built.

        Raises:
            ValueError: there is no connector, a number of phases other than 1 to 3, or a rating that is not positive.
        """
        if not self.connectors:
            raise ValueError("an EVSE needs a connector")
        if self.phases not in {1, 2, 3}:
            raise ValueError(f"an EVSE has 1, 2 or 3 phases, not {self.phases}")
        for name in ("max_current_a", "max_power_w", "voltage_v"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} of an EVSE must be positive, not {getattr(self, name)}")


class Layout(Struct, frozen=True):
    """A station as it leaves the factory."""

    evses: tuple[EvseLayout, ...] = (EvseLayout(),)
    max_power_w: float | None = None
    """Of all EVSEs together; None where the connection to the grid carries all of them."""
    vendor: str = "CSMS"
    model: str = "Simulator"
    serial_number: str | None = None
    firmware_version: str = "1.0.0"
    meter_type: str = "Simulated"

    def __post_init__(self) -> None:
        """Refuse what cannot be built.

        Raises:
            ValueError: there is no EVSE, or `max_power_w` is not positive.
        """
        if not self.evses:
            raise ValueError("a station needs an EVSE")
        if self.max_power_w is not None and not self.max_power_w > 0:
            raise ValueError(f"max_power_w of a station must be positive, not {self.max_power_w}")
