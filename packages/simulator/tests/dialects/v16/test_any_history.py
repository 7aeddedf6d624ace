"""Whatever happens to a station: what it says of its transactions and connectors fits together."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpp.model import Request
from ocpp.v16 import call
from ocpp.v16.datatypes import MeterValue
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench

COMMANDS: list[Request[Any]] = [
    call.RemoteStartTransaction("REMOTE", 1),
    call.RemoteStartTransaction("REMOTE"),
    call.RemoteStopTransaction(1),
    call.RemoteStopTransaction(2),
    call.UnlockConnector(1),
    call.ChangeAvailability(0, "Inoperative"),
    call.ChangeAvailability(2, "Inoperative"),
    call.ChangeAvailability(0, "Operative"),
    call.ReserveNow(1, "2026-01-01T00:10:00Z", "A", 1),
    call.ReserveNow(0, "2026-01-01T00:10:00Z", "B", 2),
    call.CancelReservation(1),
    call.ChangeConfiguration("StopTransactionOnInvalidId", "false"),
    call.ChangeConfiguration("LocalPreAuthorize", "true"),
    call.ChangeConfiguration("AllowOfflineTxForUnknownId", "true"),
    call.ChangeConfiguration("ClockAlignedDataInterval", "60"),
    call.ChangeConfiguration("StopTxnSampledData", "Energy.Active.Import.Register"),
    call.TriggerMessage("MeterValues"),
    call.Reset("Soft"),
    call.Reset("Hard"),
    call.UpdateFirmware("ftp://example.org/f", "2026-01-01T00:00:00Z"),
]


Event = tuple[Any, ...]

COMMON: list[Event] = [
    *(("charge", evse_id, id_tag) for evse_id in (1, 2) for id_tag in ("A", "B")),
    *((kind, evse_id) for kind in ("plug in", "unplug") for evse_id in (1, 2)),
    *(("swipe", evse_id, id_tag) for evse_id in (1, 2) for id_tag in ("A", "B", "BAD")),
    *(("time", seconds) for seconds in (1.0, 61.0, 300.0)),
    ("link",),
]
RARE: list[Event] = [("command", command) for command in COMMANDS]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*COMMON, *COMMON, *RARE]), min_size=10, max_size=40))
def test_what_a_station_says_fits_together(events: Sequence[Event]) -> None:
    asyncio.run(live(events))


async def happen(bench: Bench, event: Event) -> None:
    match event:
        case "charge", evse_id, id_tag:
            with contextlib.suppress(ValueError):
                await bench.plug_in(evse_id)
            await bench.swipe(id_tag, evse_id)
        case "plug in", evse_id:
            with contextlib.suppress(ValueError):  # there is a vehicle already
                await bench.plug_in(evse_id)
        case "unplug", evse_id:
            bench.model.unplug(bench.now(), evse_id)
            bench.changed()
        case "swipe", evse_id, id_tag:
            await bench.swipe(id_tag, evse_id)
        case "time", seconds:
            await bench.pass_time(seconds)
        case "command", command if bench.is_linked:
            await bench.command(command)
        case ("link",) if bench.is_linked:
            await bench.lose_link()
        case ("link",):
            await bench.connect(boots=False)
        case _:
            pass
    await bench.settled()
    if bench.restarts:
        bench.restarts.clear()
        await bench.restart()


async def live(events: Sequence[Event]) -> None:
    bench = Bench(TWO_CONNECTORS)
    await bench.connect()
    for event in events:
        await happen(bench, event)
    if not bench.is_linked:
        await bench.connect(boots=False)
    check_transactions(bench)
    check_states(bench)
    await bench.lose_link()


def check_transactions(bench: Bench) -> None:
    """Of each transaction a start, its samples, and unless it runs its end were told; its register only rises."""
    registers: dict[int, float] = {1: 0.0, 2: 0.0}
    running: dict[int, int] = {}
    started = 0
    for request in bench.records.requests:
        match request:
            case call.StartTransaction():
                started += 1
                assert request.connector_id not in running.values()
                running[started] = request.connector_id
                assert request.meter_start >= registers[request.connector_id]
                registers[request.connector_id] = request.meter_start
            case call.MeterValues() if request.transaction_id is not None:
                assert running[request.transaction_id] == request.connector_id
                for energy in energies(request.meter_value):
                    assert energy >= registers[request.connector_id]
                    registers[request.connector_id] = energy
            case call.StopTransaction():
                connector = running.pop(request.transaction_id)
                assert request.meter_stop >= registers[connector]
                registers[connector] = request.meter_stop
                told = energies(request.transaction_data or [])
                assert told == sorted(told)
                assert not told or told[-1] == request.meter_stop
            case _:
                pass
    in_the_model = [evse.id for evse in bench.model.evses if evse.transaction is not None]
    assert sorted(running.values()) == in_the_model


def check_states(bench: Bench) -> None:
    """The central system knows in which state each connector is."""
    known = {request.connector_id: request.status for request in bench.sent(call.StatusNotification)}
    expected = {evse.id: evse.status() for evse in bench.model.evses} | {0: bench.model.status}
    assert {connector: str(status) for connector, status in known.items()} == {
        connector: str(status) for connector, status in expected.items()
    }


def energies(values: Sequence[MeterValue]) -> list[float]:
    return [
        float(sample.value)
        for value in values
        for sample in value.sampled_value
        if sample.measurand == "Energy.Active.Import.Register"
    ]
