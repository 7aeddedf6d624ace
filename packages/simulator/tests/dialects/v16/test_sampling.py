"""What is sent of a reading."""

import pytest

from csms_simulator.dialects.v16.sampling import PHASES, UNITS, Quantity, Supply, quantity, sampled_values
from csms_simulator.model.facts import Reading, SampleContext
from ocpp.v16.datatypes import SampledValue

AC = Reading(
    at=0.0,
    energy_wh=1234.6,
    power_w=4604.62,
    currents_a=(10.0, 10.0, 0.0),
    voltages_v=(230.21, 230.25, 231.0),
    power_offered_w=22_080.0,
    current_offered_a=32.0,
)
DC = Reading(
    at=0.0,
    energy_wh=0.4,
    power_w=50_000.0,
    currents_a=(125.0,),
    voltages_v=(400.0,),
    power_offered_w=60_000.0,
    current_offered_a=150.0,
    soc=0.505,
)
THREE_PHASES = Supply(phases=3, is_dc=False)


def said(reading: Reading, items: str, supply: Supply = THREE_PHASES) -> list[str]:
    """Return samples as `measurand[phase] value unit`."""
    quantities = [quantity(item) for item in items.split(",")]
    return [
        f"{sample.measurand}{'' if sample.phase is None else f'[{sample.phase}]'} {sample.value} {sample.unit}"
        for sample in sampled_values(reading, quantities, SampleContext.PERIODIC, supply)
    ]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("Energy.Active.Import.Register", ["Energy.Active.Import.Register 1235 Wh"]),
        ("Power.Active.Import", ["Power.Active.Import 4604.6 W"]),
        (
            "Current.Import",
            ["Current.Import[L1] 10 A", "Current.Import[L2] 10 A", "Current.Import[L3] 0 A"],
        ),
        ("Voltage", ["Voltage[L1-N] 230.2 V", "Voltage[L2-N] 230.2 V", "Voltage[L3-N] 231 V"]),
        ("Voltage.L2", ["Voltage[L2] 230.2 V"]),
        ("Voltage.L3-N", ["Voltage[L3-N] 231 V"]),
        ("Power.Active.Import.L1", ["Power.Active.Import[L1] 2302.1 W"]),
        (
            "Current.Import.L1,Current.Import",
            ["Current.Import[L1] 10 A", "Current.Import[L2] 10 A", "Current.Import[L3] 0 A"],
        ),
        ("Power.Offered,Current.Offered", ["Power.Offered 22080 W", "Current.Offered 32 A"]),
        ("Frequency,Temperature", ["Frequency 50 None", "Temperature 25 Celsius"]),
        ("SoC", []),
    ],
)
def test_quantities_of_ac(items: str, expected: list[str]) -> None:
    assert said(AC, items) == expected


def test_phases_that_the_evse_does_not_have_are_left_out() -> None:
    single = Supply(phases=1, is_dc=False)
    assert said(AC, "Voltage,Current.Import.L2", single) == ["Voltage[L1-N] 230.2 V"]


def test_dc_has_one_current_and_tells_the_state_of_charge() -> None:
    supply = Supply(phases=3, is_dc=True)
    assert said(DC, "Current.Import,Voltage,SoC,Energy.Active.Import.Register,Voltage.L1", supply) == [
        "Current.Import 125 A",
        "Voltage 400 V",
        "SoC 50.5 Percent",
        "Energy.Active.Import.Register 0 Wh",
    ]


def test_a_sample_says_when_and_where_it_was_taken() -> None:
    [sample] = sampled_values(DC, [quantity("SoC")], SampleContext.CLOCK, Supply(phases=3, is_dc=True))
    assert sample == SampledValue("50.5", context="Sample.Clock", measurand="SoC", location="EV", unit="Percent")
    main_meter = Supply(phases=3, is_dc=False, is_main_meter=True)
    [sample] = sampled_values(AC, [quantity("Power.Active.Import")], SampleContext.TRIGGER, main_meter)
    assert (sample.context, sample.location) == ("Trigger", "Inlet")


@pytest.mark.parametrize("measurand", UNITS)
def test_every_quantity_is_found_by_its_name(measurand: str) -> None:
    assert quantity(measurand) == Quantity(next(known for known in UNITS if known == measurand))
    assert said(DC, measurand, Supply(phases=1, is_dc=True))


@pytest.mark.parametrize("item", [f"{measurand}.{phase}" for measurand, phases in PHASES.items() for phase in phases])
def test_every_phase_is_found_by_its_name(item: str) -> None:
    assert said(AC, item)


@pytest.mark.parametrize(
    "item", ["", "Energy", "Energy.Active.Export.Register", "SoC.L1", "Voltage.L4", "Current.Import.L1-N", "voltage"]
)
def test_what_nobody_measures_is_refused(item: str) -> None:
    with pytest.raises(ValueError, match="not measured here"):
        quantity(item)
