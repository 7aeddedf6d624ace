"""What stations say of their meters, and what is made of it (quirks 20, 21, 36, 37, 38)."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.meter_meanings import Meanings, Words, find_meaning
from csms.domain.meter_readings import Reading
from csms.domain.meter_words import DEFAULT_LOCATION, DEFAULT_MEASURAND, KNOWN_MEASURANDS
from csms.domain.metering import Sample, read_samples


def sample(
    value: str,
    measurand: str = DEFAULT_MEASURAND,
    phase: str | None = None,
    location: str = DEFAULT_LOCATION,
    **others: Any,
) -> Sample:
    return find_meaning(Words(measurand=measurand, phase=phase, location=location, **others)), value


def read_one(*samples: Sample) -> Reading:
    """Return the only reading of some samples."""
    (reading,) = read_samples(samples)
    return reading


def on_phases(measurand: str, *values: str, unit: str | None = None, suffix: str = "") -> list[Sample]:
    return [sample(value, measurand, f"L{phase}{suffix}", unit=unit) for phase, value in enumerate(values, start=1)]


def test_no_samples_make_no_reading():
    assert read_samples([]) == ()


def test_a_bare_value_is_the_import_register_in_wh():
    assert read_one(sample("1234.5")) == Reading("Sample.Periodic", energy_import_wh=1234.5)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Wh", 11.001),
        ("wh", 11.001),
        ("kWh", 11001.0),
        ("kwh", 11001.0),
        ("KWH", 11001.0),
        (" kWh ", 11001.0),
        ("MWh", 11001000.0),
        ("mWh", 0.011001),
        ("", 11.001),
        (None, 11.001),
    ],
)
def test_units_of_energy_are_read_in_any_case_without_a_note(unit: str | None, expected: float):
    assert read_one(sample("11.001", unit=unit)) == Reading("Sample.Periodic", energy_import_wh=expected)


@pytest.mark.parametrize(
    ("measurand", "unit", "value", "field", "expected"),
    [
        ("Power.Active.Import", "kW", "11.04", "power_import_w", 11040.0),
        ("Power.Active.Export", "W", "11", "power_export_w", 11.0),
        ("Power.Offered", "kw", "22", "power_offered_w", 22000.0),
        ("Power.Import.Offered", "KW", "22", "power_offered_w", 22000.0),
        ("Current.Import", "mA", "16000", "current_import_a", 16.0),
        ("Current.Import", "dA", "160", "current_import_a", 16.0),
        ("Current.Export", "Amp", "16", "current_export_a", 16.0),
        ("Current.Offered", "A", "32", "current_offered_a", 32.0),
        ("Voltage", "kV", "0.23", "voltage_v", 230.0),
        ("SoC", "%", "55", "soc_percent", 55.0),
        ("SOC", "percent", "55", "soc_percent", 55.0),
        ("Temperature", "Celcius", "21.5", "temperature_c", 21.5),
        ("Temperature", "Celsius", "21.5", "temperature_c", 21.5),
        ("temperature", "C", "21.5", "temperature_c", 21.5),
        ("Temperature", "K", "298.15", "temperature_c", 25.0),
        ("Temperature", "F", "77", "temperature_c", 25.0),
        ("Temperature", "Fahrenheit", "32", "temperature_c", 0.0),
        ("Frequency", "Hertz", "50.01", "frequency_hz", 50.01),
        ("Frequency", "Hz", "50.01", "frequency_hz", 50.01),
        ("Energy.Active.Export.Register", "kWh", "1", "energy_export_wh", 1000.0),
        ("ENERGY.ACTIVE.IMPORT.INTERVAL", "kWh", "1", "energy_interval_import_wh", 1000.0),
        ("", "Wh", "7", "energy_import_wh", 7.0),
    ],
)
def test_each_measurand_becomes_its_field_in_its_unit(
    measurand: str, unit: str, value: str, field: str, expected: float
):
    reading = read_one(sample(value, measurand, unit=unit))
    assert getattr(reading, field) == expected
    assert reading.notes == ()


def test_the_multiplier_is_a_power_of_ten_and_goes_with_the_unit():
    assert read_one(sample("12345", multiplier=-1)).energy_import_wh == 1234.5
    assert read_one(sample("1.5e2", unit="kWh", multiplier=1)).energy_import_wh == 1_500_000


def test_an_absurd_multiplier_is_noted_and_its_value_left_out():
    assert read_one(sample("1", multiplier=400)) == Reading(
        "Sample.Periodic", notes=("energy_import_wh: multiplier 400 is absurd",)
    )


def test_a_unit_of_another_quantity_keeps_its_prefix_and_is_noted():
    assert read_one(sample("5", unit="kW")) == Reading(
        "Sample.Periodic", energy_import_wh=5000.0, notes=("energy_import_wh: kW read as kWh",)
    )
    reading = read_one(sample("7.4", "Power.Active.Import", unit="kWh"))
    assert (reading.power_import_w, reading.notes) == (7400.0, ("power_import_w: kWh read as kW",))


def test_an_unknown_unit_is_read_as_the_default_and_noted():
    reading = read_one(sample("5", unit="bananas"))
    assert reading.energy_import_wh == 5.0
    assert reading.notes == ("energy_import_wh: unit 'bananas' is not known, read as Wh",)


@pytest.mark.parametrize("value", ["", " ", "abc", "nan", "NaN", "inf", "-Infinity", "1e16", "-1e16", "12,5", "1e999"])
@pytest.mark.parametrize("unit", ["Wh", "kWh"])
def test_what_is_no_usable_number_is_noted_and_left_out(value: str, unit: str):
    assert read_one(sample(value, unit=unit)) == Reading(
        "Sample.Periodic", notes=(f"energy_import_wh: {value!a} is not a usable number",)
    )


def test_blanks_around_a_number_do_not_matter():
    assert read_one(sample(" 1.5 ", unit="kWh")).energy_import_wh == 1500.0


def test_signed_data_is_not_a_number_and_leaves_the_plain_value_alone():
    reading = read_one(sample("OCMF|{}", is_signed=True), sample("42"))
    assert reading.energy_import_wh == 42.0
    assert reading.notes == ("a signed value without a plain one is not read as a number",)


def test_measurands_that_are_not_normalised_say_nothing_but_unknown_ones_are_noted():
    assert read_one(sample("0.98", "Power.Factor"), sample("junk", "RPM")).notes == ()
    assert read_one(sample("1", "Request.Energy")).notes == ("measurand 'Request.Energy' is not known",)


def test_a_negative_register_or_an_impossible_state_of_charge_is_left_out():
    assert read_one(sample("-1"), sample("255", "SoC")) == Reading(
        "Sample.Periodic", notes=("energy_import_wh cannot be -1", "soc_percent cannot be 255")
    )


def test_no_power_is_invented_from_current_and_voltage():
    reading = read_one(sample("16", "Current.Import"), sample("230", "Voltage"))
    assert reading.power_import_w is None


def test_power_and_energy_of_phases_are_added():
    reading = read_one(
        *on_phases("Power.Active.Import", "3.6", "3.7", "3.8", unit="kW"),
        *on_phases("Energy.Active.Import.Register", "100", "200", "300.5", suffix="-N"),
        *on_phases("Power.Active.Export", "1", "2"),
    )
    assert reading.power_import_w == 11100.0
    assert (reading.power_l1_w, reading.power_l2_w, reading.power_l3_w) == (3600.0, 3700.0, 3800.0)
    assert reading.energy_import_wh == 600.5
    assert reading.power_export_w == 3.0


def test_a_total_beside_phases_wins_in_any_order():
    phases = on_phases("Power.Active.Import", "1", "2", "3")
    total = sample("7", "Power.Active.Import")
    assert read_one(total, *phases).power_import_w == read_one(*phases, total).power_import_w == 7.0
    assert read_one(total, *phases).power_l3_w == 3.0
    registers = on_phases("Energy.Active.Import.Register", "1", "2", "3")
    assert read_one(*registers, sample("7")).energy_import_wh == 7.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("16.1", "15.9", "16"), 16.1), (("0.1", "16", "0"), 16.0), (("-16", "0", "0"), -16.0), (("6",), 6.0)],
)
def test_the_current_of_phases_is_the_largest(values: tuple[str, ...], expected: float):
    reading = read_one(*on_phases("Current.Import", *values))
    assert (reading.current_import_a, reading.current_l1_a) == (expected, float(values[0]))
    assert read_one(*on_phases("Current.Offered", *values)).current_offered_a == expected


def test_the_voltage_of_phases_is_the_mean_of_those_that_are_connected():
    reading = read_one(*on_phases("Voltage", "229", "230", "232.5", suffix="-N"))
    assert reading.voltage_v == 230.5
    assert (reading.voltage_l1_v, reading.voltage_l2_v, reading.voltage_l3_v) == (229.0, 230.0, 232.5)
    assert read_one(*on_phases("Voltage", "230", "0", "1.5")).voltage_v == 230.0


def test_line_to_line_voltages_are_divided_by_the_root_of_three():
    samples = [sample("400", "Voltage", phase) for phase in ("L1-L2", "L2-L3", "L3-L1")]
    reading = read_one(*samples)
    assert reading.voltage_v == pytest.approx(400 / math.sqrt(3), abs=0.001)
    assert reading.voltage_l1_v is None
    assert reading.notes == ("voltage_v computed from line-to-line voltages",)
    assert read_one(*samples, sample("231", "Voltage", "L1-N")).voltage_v == 231.0
    assert read_one(*samples, sample("232", "Voltage")).voltage_v == 232.0


def test_the_voltage_between_the_two_lines_of_a_split_phase_is_that_of_the_load():
    assert read_one(sample("240", "Voltage", "L1-L2")).voltage_v == 240.0
    assert read_one(sample("400", "Voltage", "L1-L2")).voltage_v == pytest.approx(230.94, abs=0.001)


def test_a_current_on_l1_n_counts_as_l1_and_neither_is_counted_twice():
    reading = read_one(sample("16", "Current.Import", "L1-N"), sample("16", "Current.Import", "L1"))
    assert (reading.current_l1_a, reading.notes) == (16.0, ())
    power = read_one(sample("5", "Power.Active.Export", "L1-N"), sample("5", "Power.Active.Export", "L1"))
    assert power.power_export_w == 5.0


def test_the_neutral_conductor_is_never_added_nor_the_largest():
    reading = read_one(*on_phases("Current.Import", "6", "7", "8"), sample("99", "Current.Import", "N"))
    assert (reading.current_import_a, reading.current_n_a, reading.notes) == (8.0, 99.0, ())
    assert read_one(*on_phases("Power.Active.Import", "1"), sample("9", "Power.Active.Import", "N")).power_import_w == 1


def test_a_current_on_n_alone_is_taken_with_a_note():
    reading = read_one(sample("13.5", "Current.Import", "N"))
    assert (reading.current_import_a, reading.current_n_a) == (13.5, 13.5)
    assert reading.notes == ("current_import_a given on N only",)
    assert read_one(sample("2", "Voltage", "N")).voltage_v is None


def test_a_current_between_lines_or_on_an_unknown_phase_is_taken_only_where_there_is_no_other():
    between = sample("30", "Current.Import", "L1-L2")
    assert read_one(between).current_import_a == 30.0
    assert read_one(between, sample("16", "Current.Import", "L1")).current_import_a == 16.0
    unknown = sample("5", phase="all")
    assert read_one(unknown).energy_import_wh == 5.0
    assert read_one(unknown).notes == ("energy_import_wh: phase 'all' is not known, taken as the total",)
    assert read_one(unknown, sample("6")).energy_import_wh == 6.0


def test_values_of_other_places_are_taken_only_where_the_outlet_has_none():
    inlet = sample("500", "Power.Active.Import", location="Inlet")
    vehicle = sample("300", "Power.Active.Import", location="EV")
    outlet = sample("400", "Power.Active.Import", location="Cable")
    assert read_one(vehicle, inlet, outlet) == Reading("Sample.Periodic", power_import_w=400.0)
    assert read_one(vehicle, inlet).power_import_w == 500.0
    assert read_one(vehicle, inlet).notes == ("power_import_w is of Inlet",)
    assert read_one(inlet, *on_phases("Power.Active.Import", "7", "8")).power_import_w == 15.0


def test_phases_of_another_place_are_combined_as_those_of_the_outlet():
    samples = [sample(str(n), "Power.Active.Import", f"L{n}", "Inlet") for n in (1, 2, 3)]
    assert (read_one(*samples).power_import_w, read_one(*samples).power_l2_w) == (6.0, 2.0)
    exports = [sample(str(n), "Power.Active.Export", f"L{n}", "Inlet") for n in (1, 2, 3)]
    assert read_one(*exports).power_export_w == 6.0


def test_the_state_of_charge_comes_from_the_vehicle_without_a_note():
    reading = read_one(sample("80", "SoC", location="EV", unit="Percent"))
    assert (reading.soc_percent, reading.notes) == (80.0, ())
    assert read_one(sample("81", "Display.PresentSOC", location="EV")).soc_percent == 81.0
    assert read_one(sample("81", "Display.PresentSOC"), sample("80", "SoC")).soc_percent == 80.0


def test_an_unknown_location_is_the_outlet_with_a_note():
    reading = read_one(sample("1", location="Garage"))
    assert reading.energy_import_wh == 1.0
    assert reading.notes == ("energy_import_wh: location 'Garage' is not known, read as Outlet",)


def test_of_values_given_twice_the_first_is_taken():
    assert read_one(sample("1"), sample("1")).notes == ()
    reading = read_one(sample("1"), sample("2"))
    assert (reading.energy_import_wh, reading.notes) == (1.0, ("energy_import_wh given twice, the first taken",))


def test_each_context_makes_a_reading_in_order_of_first_appearance():
    readings = read_samples(
        [
            sample("1", context="Transaction.Begin"),
            sample("2", context="sample.clock"),
            sample("230", "Voltage", context="Transaction.Begin"),
            sample("3", context=""),
        ]
    )
    assert readings == (
        Reading("Transaction.Begin", energy_import_wh=1.0, voltage_v=230.0),
        Reading("Sample.Clock", energy_import_wh=2.0),
        Reading("Sample.Periodic", energy_import_wh=3.0),
    )


def test_an_unknown_context_is_other_with_a_note():
    assert read_one(sample("1", context="CurrentMax")) == Reading(
        "Other", energy_import_wh=1.0, notes=("context 'CurrentMax' read as Other",)
    )


def test_notes_come_once_and_are_bounded():
    assert len(read_one(sample("x"), sample("x")).notes) == 1
    many = read_one(*[sample(f"junk {number}" * 100) for number in range(1000)])
    assert len(many.notes) == 20
    assert all(len(note) < 100 for note in many.notes)


def test_words_are_looked_into_once():
    asked: list[str] = []

    def words_of(spelled: tuple[str]) -> Words:
        asked.extend(spelled)
        return Words(unit=spelled[0])

    meanings = Meanings(words_of)
    assert meanings["kWh",] == meanings["kWh",] == find_meaning(Words(unit="kWh"))
    assert asked == ["kWh"]


def test_long_or_ever_new_words_do_not_fill_the_memory():
    def words_of(spelled: tuple[str]) -> Words:
        return Words(unit=spelled[0])

    meanings = Meanings(words_of)
    assert meanings["x" * 1000,] == find_meaning(Words(unit="x" * 1000))
    assert not meanings
    for number in range(6000):
        meanings[f"u{number}",]
        assert len(meanings) <= 4096
    assert meanings


def test_every_measurand_of_the_specification_is_known():
    assert {"energy.active.import.register", "power.factor", "rpm", "energyrequest.maximum.v2x"} <= KNOWN_MEASURANDS


words = st.sampled_from(["", "L1", "L1-N", "N", "L1-L2", "EV", "Inlet", "kWh", "K", "SoC", "Voltage", "Current.Import"])
samples_of_any_kind = st.builds(
    sample,
    value=st.one_of(st.text(max_size=8), st.floats().map(str), st.integers().map(str)),
    measurand=st.one_of(words, st.text(max_size=8), st.just("Power.Active.Import"), st.just("Temperature")),
    phase=st.none() | words | st.text(max_size=4),
    location=words | st.text(max_size=4),
    unit=st.none() | words | st.text(max_size=4),
    multiplier=st.integers(-400, 400),
    context=words | st.text(max_size=4),
    is_signed=st.booleans(),
)


@given(st.lists(samples_of_any_kind, max_size=12))
def test_whatever_a_station_sends_the_numbers_are_finite(samples: list[Sample]):
    for reading in read_samples(samples):
        for field in Reading.__struct_fields__[1:-1]:
            number = getattr(reading, field)
            assert number is None or abs(number) <= 3e15
