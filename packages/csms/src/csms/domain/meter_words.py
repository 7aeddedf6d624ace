"""The words of meter values, as stations spell them: measurands, units, phases, locations and contexts.

Sources: OCPP 1.6, 7 (ReadingContext, Measurand, Phase, Location, UnitOfMeasure) with its errata; OCPP 2.0.1 and 2.1
Part 2 (MeasurandEnumType, PhaseEnumType, LocationEnumType, ReadingContextEnumType) and the appendix of units.
"""

from typing import NamedTuple

DEFAULT_MEASURAND = "Energy.Active.Import.Register"
DEFAULT_LOCATION = "Outlet"
DEFAULT_CONTEXT = "Sample.Periodic"
PRESENT_SOC = "Display.PresentSOC"

TEMPERATURE = "temperature"


class Unit(NamedTuple):
    """A unit: what it measures, and its power of ten to the base unit."""

    name: str
    kind: str
    exponent: int = 0

    @property
    def prefix(self) -> str:
        """The prefix of the unit's name: "k" of kWh."""
        return _PREFIXES[self.exponent]

    def to_base(self, number: float) -> float:
        """Return a number of this unit in its base unit, where that is more than a power of ten."""
        if self.name == "K":
            return round(number - 273.15, 6)
        if self.name == "Fahrenheit":
            return round((number - 32) / 1.8, 6)
        return number


class Quantity(NamedTuple):
    """What a measurand becomes: a field of `Reading`, and the fields of its phases, if there are."""

    field: str
    kind: str
    phase_fields: dict[str, str]


def fold(word: str) -> str:
    """Return what of a word counts when words are compared."""
    return word.strip().lower() if len(word) <= 100 else word[:100].strip().lower()


BASE_UNITS = {
    unit.kind: unit
    for unit in (
        Unit("Wh", "energy"),
        Unit("W", "power"),
        Unit("A", "current"),
        Unit("V", "voltage"),
        Unit("Percent", "ratio"),
        Unit("Celsius", TEMPERATURE),
        Unit("Hz", "frequency"),
    )
}

_PREFIXES = {-3: "m", -1: "d", 0: "", 3: "k", 6: "M"}

# The case of these tells milli from mega.
_UNITS_BY_CASE = {
    "mWh": Unit("mWh", "energy", -3),
    "MWh": Unit("MWh", "energy", 6),
    "MWH": Unit("MWh", "energy", 6),
    "mW": Unit("mW", "power", -3),
    "MW": Unit("MW", "power", 6),
}

_WATT_HOUR, _KILOWATT_HOUR = Unit("Wh", "energy"), Unit("kWh", "energy", 3)
_CELSIUS, _FAHRENHEIT, _KELVIN = Unit("Celsius", TEMPERATURE), Unit("Fahrenheit", TEMPERATURE), Unit("K", TEMPERATURE)
_PERCENT, _HERTZ = Unit("Percent", "ratio"), Unit("Hz", "frequency")

_UNITS = {
    "wh": _WATT_HOUR,
    "w.h": _WATT_HOUR,
    "w h": _WATT_HOUR,
    "whr": _WATT_HOUR,
    "kwh": _KILOWATT_HOUR,
    "kw.h": _KILOWATT_HOUR,
    "kw h": _KILOWATT_HOUR,
    "kwhr": _KILOWATT_HOUR,
    "varh": Unit("varh", "reactive energy"),
    "kvarh": Unit("kvarh", "reactive energy", 3),
    "vah": Unit("VAh", "apparent energy"),
    "kvah": Unit("kVAh", "apparent energy", 3),
    "w": Unit("W", "power"),
    "watt": Unit("W", "power"),
    "watts": Unit("W", "power"),
    "kw": Unit("kW", "power", 3),
    "va": Unit("VA", "apparent power"),
    "kva": Unit("kVA", "apparent power", 3),
    "var": Unit("var", "reactive power"),
    "kvar": Unit("kvar", "reactive power", 3),
    "a": Unit("A", "current"),
    "amp": Unit("A", "current"),
    "amps": Unit("A", "current"),
    "ampere": Unit("A", "current"),
    "amperes": Unit("A", "current"),
    "da": Unit("dA", "current", -1),
    "ma": Unit("mA", "current", -3),
    "ka": Unit("kA", "current", 3),
    "v": Unit("V", "voltage"),
    "volt": Unit("V", "voltage"),
    "volts": Unit("V", "voltage"),
    "dv": Unit("dV", "voltage", -1),
    "mv": Unit("mV", "voltage", -3),
    "kv": Unit("kV", "voltage", 3),
    "%": _PERCENT,
    "percent": _PERCENT,
    "percentage": _PERCENT,
    "pct": _PERCENT,
    "c": _CELSIUS,
    "\u00b0c": _CELSIUS,
    "degc": _CELSIUS,
    "celcius": _CELSIUS,
    "celsius": _CELSIUS,
    "f": _FAHRENHEIT,
    "\u00b0f": _FAHRENHEIT,
    "degf": _FAHRENHEIT,
    "farenheit": _FAHRENHEIT,
    "fahrenheit": _FAHRENHEIT,
    "k": _KELVIN,
    "kelvin": _KELVIN,
    "hz": _HERTZ,
    "hertz": _HERTZ,
    "mhz": Unit("mHz", "frequency", -3),
}


def find_unit(word: str) -> Unit | None:
    """Return the unit that a word stands for, or None."""
    return _UNITS_BY_CASE.get(word) or _UNITS.get(fold(word))


_CURRENT_FIELDS = {"L1": "current_l1_a", "L2": "current_l2_a", "L3": "current_l3_a"}
_POWER_FIELDS = {"L1": "power_l1_w", "L2": "power_l2_w", "L3": "power_l3_w"}
_VOLTAGE_FIELDS = {"L1": "voltage_l1_v", "L2": "voltage_l2_v", "L3": "voltage_l3_v"}

_POWER_OFFERED = Quantity("power_offered_w", "power", {})
_CURRENT_OFFERED = Quantity("current_offered_a", "current", {})
_SOC = Quantity("soc_percent", "ratio", {})

QUANTITIES = {
    fold(measurand): quantity
    for measurand, quantity in {
        DEFAULT_MEASURAND: Quantity("energy_import_wh", "energy", {}),
        "Energy.Active.Export.Register": Quantity("energy_export_wh", "energy", {}),
        "Energy.Active.Import.Interval": Quantity("energy_interval_import_wh", "energy", {}),
        "Power.Active.Import": Quantity("power_import_w", "power", _POWER_FIELDS),
        "Power.Active.Export": Quantity("power_export_w", "power", {}),
        "Power.Offered": _POWER_OFFERED,
        "Power.Import.Offered": _POWER_OFFERED,
        "Current.Import": Quantity("current_import_a", "current", _CURRENT_FIELDS),
        "Current.Export": Quantity("current_export_a", "current", {}),
        "Current.Offered": _CURRENT_OFFERED,
        "Current.Import.Offered": _CURRENT_OFFERED,
        "Voltage": Quantity("voltage_v", "voltage", _VOLTAGE_FIELDS),
        "SoC": _SOC,
        PRESENT_SOC: _SOC,
        "Temperature": Quantity("temperature_c", TEMPERATURE, {}),
        "Frequency": Quantity("frequency_hz", "frequency", {}),
    }.items()
}
"""The measurands that are normalised, folded."""

KNOWN_MEASURANDS = frozenset(QUANTITIES) | {
    fold(measurand)
    for measurand in (
        "Current.Export.Minimum",
        "Current.Export.Offered",
        "Current.Import.Minimum",
        "Display.BatteryEnergyCapacity",
        "Display.ChargingComplete",
        "Display.InletHot",
        "Display.MaximumSOC",
        "Display.MinimumSOC",
        "Display.RemainingTimeToMaximumSOC",
        "Display.RemainingTimeToMinimumSOC",
        "Display.RemainingTimeToTargetSOC",
        "Display.TargetSOC",
        "Energy.Active.Export.Interval",
        "Energy.Active.Import.CableLoss",
        "Energy.Active.Import.LocalGeneration.Register",
        "Energy.Active.Net",
        "Energy.Active.Setpoint.Interval",
        "Energy.Apparent.Export",
        "Energy.Apparent.Import",
        "Energy.Apparent.Net",
        "Energy.Reactive.Export.Interval",
        "Energy.Reactive.Export.Register",
        "Energy.Reactive.Import.Interval",
        "Energy.Reactive.Import.Register",
        "Energy.Reactive.Net",
        "EnergyRequest.Bulk",
        "EnergyRequest.Maximum",
        "EnergyRequest.Maximum.V2X",
        "EnergyRequest.Minimum",
        "EnergyRequest.Minimum.V2X",
        "EnergyRequest.Target",
        "Power.Active.Residual",
        "Power.Active.Setpoint",
        "Power.Export.Minimum",
        "Power.Export.Offered",
        "Power.Factor",
        "Power.Import.Minimum",
        "Power.Reactive.Export",
        "Power.Reactive.Import",
        "RPM",
        "Voltage.Maximum",
        "Voltage.Minimum",
    )
}
"""The measurands of the specification, folded; those that are not normalised are left out without a word."""

PHASES = {
    "l1": "L1",
    "l2": "L2",
    "l3": "L3",
    "l1-n": "L1",
    "l2-n": "L2",
    "l3-n": "L3",
    "n": "N",
    "l1-l2": "L1-L2",
    "l2-l3": "L2-L3",
    "l3-l1": "L3-L1",
    "l1-l3": "L3-L1",
}
"""Folded word to the phase it counts as."""

LOCATION_RANKS = {"Outlet": 0, "Cable": 0, "Inlet": 1, "Body": 2, "EV": 3, "Upstream": 4}
"""Where is measured, and how far that stands behind the outlet."""

LOCATIONS = {fold(location): location for location in LOCATION_RANKS}

CONTEXTS = {
    fold(context): context
    for context in (
        "Interruption.Begin",
        "Interruption.End",
        "Other",
        "Sample.Clock",
        DEFAULT_CONTEXT,
        "Transaction.Begin",
        "Transaction.End",
        "Trigger",
    )
} | {"": DEFAULT_CONTEXT}
