"""Boot, heartbeat and configuration."""

from collections.abc import Callable

import pytest

from csms_simulator.dialects.v16.configuration_keys import KEYS, MAX_KEYS_PER_REQUEST
from csms_simulator.model.layout import Layout
from ocpp.exceptions import OCPPError
from ocpp.v16 import call
from packages.simulator.tests.dialects.v16.bench import START, Bench, online


async def test_a_boot_says_what_the_station_is() -> None:
    bench = Bench(Layout(vendor="A vendor with a long name", model="M", serial_number="S-1", firmware_version="2.0"))
    await bench.connect()
    assert bench.sent(call.BootNotification) == [
        call.BootNotification(
            charge_point_vendor="A vendor with a long",
            charge_point_model="M",
            charge_point_serial_number="S-1",
            charge_box_serial_number="CP1",
            firmware_version="2.0",
            meter_serial_number="M-S-1",
            meter_type="Simulated",
        )
    ]
    assert bench.last_boot is not None
    assert (bench.last_boot.status, bench.last_boot.interval_s) == ("Accepted", 900)
    assert bench.last_boot.central_time == START + 7
    await bench.lose_link()


async def test_a_heartbeat_brings_the_time() -> None:
    async with online() as bench:
        assert await bench.dialect.heartbeat() == START + 7.5


async def test_tc_019_1_all_keys() -> None:
    async with online() as bench:
        answer = await bench.command(call.GetConfiguration())
        assert [key.key for key in answer.configuration_key or []] == [key.name for key in KEYS]
        assert answer.unknown_key is None


async def test_tc_019_2_one_key() -> None:
    async with online() as bench:
        answer = await bench.command(call.GetConfiguration(["SupportedFeatureProfiles"]))
        [key] = answer.configuration_key or []
        assert (key.key, key.readonly, (key.value or "").split(",")[0]) == ("SupportedFeatureProfiles", True, "Core")


async def test_unknown_keys_are_named() -> None:
    async with online() as bench:
        answer = await bench.command(call.GetConfiguration(["numberOfConnectors", "Foo"]))
        assert [(key.key, key.value) for key in answer.configuration_key or []] == [("NumberOfConnectors", "1")]
        assert answer.unknown_key == ["Foo"]


async def test_more_keys_than_may_be_asked_for_are_an_error() -> None:
    async with online() as bench:
        with pytest.raises(OCPPError, match="More than 100 keys"):
            await bench.command(call.GetConfiguration(["Foo"] * (MAX_KEYS_PER_REQUEST + 1)))


async def test_tc_021_the_configuration_is_changed() -> None:
    async with online() as bench:
        answer = await bench.command(call.ChangeConfiguration("MeterValueSampleInterval", "10"))
        assert answer.status == "Accepted"
        await bench.charge()
        bench.said()
        await bench.pass_time(30)
        assert bench.said() == ["MeterValues 1 Sample.Periodic tx=1"] * 3


OBEYED: dict[str, Callable[[Bench], float]] = {
    "HeartbeatInterval": lambda bench: bench.heartbeat_interval_s,
    "TransactionMessageAttempts": lambda bench: bench.outbox.queue.attempts,
    "TransactionMessageRetryInterval": lambda bench: bench.outbox.queue.interval_s,
    "WebSocketPingInterval": lambda bench: bench.dialect.ping_interval_s,
}


@pytest.mark.parametrize("key", OBEYED)
async def test_keys_that_the_shell_obeys(key: str) -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration(key, "17"))
        assert OBEYED[key](bench) == 17
        shown = await bench.command(call.GetConfiguration([key]))
        assert [found.value for found in shown.configuration_key or []] == ["17"]


async def test_what_is_configured_survives_a_restart() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("MeterValuesSampledData", "Voltage"))
        await bench.command(call.ChangeConfiguration("ConnectionTimeOut", "33"))
        await bench.command(call.Reset("Hard"))
        await bench.restart()
        shown = await bench.command(call.GetConfiguration(["MeterValuesSampledData", "ConnectionTimeOut"]))
        assert [key.value for key in shown.configuration_key or []] == ["Voltage", "33"]
