"""Meter values as the configuration asks for them."""

from csms_simulator.dialects.v16.metering import MOST_COLLECTED
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from ocpp.v16 import call
from ocpp.v16.datatypes import MeterValue
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

ENERGY = "Energy.Active.Import.Register"


def energies(values: list[MeterValue]) -> list[float]:
    return [
        float(sample.value)
        for value in values
        for sample in value.sampled_value
        if sample.measurand == "Energy.Active.Import.Register"
    ]


async def configure(bench: Bench, **values: str) -> None:
    for key, value in values.items():
        answer = await bench.command(call.ChangeConfiguration(key, value))
        assert answer.status == "Accepted", key
    bench.said()


async def test_samples_come_at_their_interval_and_grow() -> None:
    async with online() as bench:
        await configure(bench, MeterValueSampleInterval="30", MeterValuesSampledData=f"{ENERGY},Voltage.L1")
        await bench.charge()
        await bench.pass_time(120)
        sent = bench.sent(call.MeterValues)
        assert [request.meter_value[0].timestamp[-6:-1] for request in sent] == ["00:30", "01:00", "01:30", "02:00"]
        assert {request.transaction_id for request in sent} == {1}
        read = energies([value for request in sent for value in request.meter_value])
        assert read == sorted(read)
        assert read[0] > 0
        assert [sample.measurand for sample in sent[0].meter_value[0].sampled_value] == [ENERGY, "Voltage"]


async def test_without_measurands_nothing_is_sent() -> None:
    async with online() as bench:
        await configure(bench, MeterValuesSampledData="")
        await bench.charge()
        await bench.pass_time(120)
        assert bench.sent(call.MeterValues) == []


async def test_clock_aligned_data_of_a_transaction_and_of_an_idle_connector() -> None:
    async with online(TWO_CONNECTORS) as bench:
        await configure(
            bench,
            MeterValueSampleInterval="0",
            ClockAlignedDataInterval="900",
            MeterValuesAlignedData="Power.Active.Import",
        )
        await bench.charge()
        await bench.pass_time(1000)
        sent = bench.sent(call.MeterValues)
        assert {request.meter_value[0].timestamp for request in sent} == {"2026-01-01T00:15:00Z"}
        ours = {request.connector_id: request for request in sent}
        assert ours[1].transaction_id == 1
        assert ours[2].transaction_id is None
        assert ours[2].meter_value[0].sampled_value[0].context == "Sample.Clock"
        if 0 in ours:
            assert ours[0].transaction_id is None
            assert ours[0].meter_value[0].sampled_value[0].location == "Inlet"


async def test_the_end_of_a_transaction_carries_its_samples() -> None:
    async with online() as bench:
        await configure(bench, StopTxnSampledData=ENERGY, StopTxnAlignedData="Frequency", ClockAlignedDataInterval="90")
        await bench.charge()
        await bench.pass_time(120)
        await bench.swipe()
        [stop] = bench.sent(call.StopTransaction)
        data = stop.transaction_data
        assert data is not None
        told = [
            (value.timestamp[-6:-1], [(sample.measurand, sample.context) for sample in value.sampled_value])
            for value in data
        ]
        both_begin = [(ENERGY, "Transaction.Begin"), ("Frequency", "Transaction.Begin")]
        both_end = [(ENERGY, "Transaction.End"), ("Frequency", "Transaction.End")]
        assert told == [
            ("00:00", both_begin),
            ("01:00", [(ENERGY, "Sample.Periodic")]),
            ("01:30", [("Frequency", "Sample.Clock")]),
            ("02:00", [(ENERGY, "Sample.Periodic")]),
            ("02:00", both_end),
        ]
        assert energies(data)[-1] == stop.meter_stop


async def test_the_end_of_a_transaction_carries_nothing_unless_it_is_asked_for() -> None:
    async with online() as bench:
        await bench.charge()
        await bench.pass_time(120)
        await bench.swipe()
        [stop] = bench.sent(call.StopTransaction)
        assert stop.transaction_data is None


async def test_of_too_many_samples_begin_and_end_are_kept() -> None:
    async with online() as bench:
        await configure(bench, StopTxnSampledData=ENERGY, MeterValuesSampledData="", MeterValueSampleInterval="10")
        await bench.charge()
        await bench.pass_time(10 * (MOST_COLLECTED + 100))
        await bench.swipe()
        [stop] = bench.sent(call.StopTransaction)
        data = stop.transaction_data or []
        assert MOST_COLLECTED / 2 < len(data) <= MOST_COLLECTED
        assert data[0].sampled_value[0].context == "Transaction.Begin"
        assert data[-1].sampled_value[0].context == "Transaction.End"
        assert energies(data) == sorted(energies(data))


async def test_dc_tells_the_state_of_charge() -> None:
    layout = Layout((EvseLayout(is_dc=True, max_power_w=150_000, max_current_a=500, voltage_v=400),))
    async with online(layout) as bench:
        await bench.plug_in(vehicle=Vehicle(CATALOGUE["compact"], soc=0.2))
        await bench.swipe()
        await bench.pass_time(60)
        [sent] = bench.sent(call.MeterValues)
        samples = {sample.measurand: sample for sample in sent.meter_value[0].sampled_value}
        assert 20 < float(samples["SoC"].value) < 30
        assert samples["Current.Import"].phase is None


async def test_new_measurands_count_from_the_next_sample() -> None:
    async with online() as bench:
        await bench.charge()
        await bench.pass_time(60)
        await configure(bench, MeterValuesSampledData="Temperature")
        await bench.pass_time(60)
        [sent] = bench.sent(call.MeterValues)
        assert [sample.measurand for sample in sent.meter_value[0].sampled_value] == ["Temperature"]
