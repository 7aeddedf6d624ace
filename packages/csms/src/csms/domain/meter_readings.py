"""One instant of a meter, normalised: `Reading`, and where each of its numbers stands."""

from msgspec import Struct


class Reading(Struct, frozen=True, gc=False):
    """One instant of a meter, normalised; None is what the station did not say.

    Registers count from some time in the past; an interval counts from the interval's begin. `power_l1_w` and the
    like are import. `notes` says in plain words what was repaired, or could not be read, each thing once; a mere
    difference of spelling is not noted.
    """

    context: str
    energy_import_wh: float | None = None
    energy_export_wh: float | None = None
    energy_interval_import_wh: float | None = None
    power_import_w: float | None = None
    power_export_w: float | None = None
    power_offered_w: float | None = None
    current_import_a: float | None = None
    current_export_a: float | None = None
    current_offered_a: float | None = None
    voltage_v: float | None = None
    soc_percent: float | None = None
    temperature_c: float | None = None
    frequency_hz: float | None = None
    power_l1_w: float | None = None
    power_l2_w: float | None = None
    power_l3_w: float | None = None
    current_l1_a: float | None = None
    current_l2_a: float | None = None
    current_l3_a: float | None = None
    current_n_a: float | None = None
    voltage_l1_v: float | None = None
    voltage_l2_v: float | None = None
    voltage_l3_v: float | None = None
    notes: tuple[str, ...] = ()


FIELDS = Reading.__struct_fields__[1:-1]
INDEXES = {field: index for index, field in enumerate(FIELDS)}

POWER, POWER_L1, POWER_L2, POWER_L3 = (
    INDEXES[field] for field in ("power_import_w", "power_l1_w", "power_l2_w", "power_l3_w")
)
CURRENT, CURRENT_L1, CURRENT_L2, CURRENT_L3, CURRENT_N = (
    INDEXES[field] for field in ("current_import_a", "current_l1_a", "current_l2_a", "current_l3_a", "current_n_a")
)
VOLTAGE, VOLTAGE_L1, VOLTAGE_L2, VOLTAGE_L3 = (
    INDEXES[field] for field in ("voltage_v", "voltage_l1_v", "voltage_l2_v", "voltage_l3_v")
)
SOC = INDEXES["soc_percent"]
