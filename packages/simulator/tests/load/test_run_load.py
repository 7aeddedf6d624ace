"""The load against our own server: everything is answered, and everything is counted."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import trustme

from csms_simulator.load import Kind, LoadReport, LoadSettings, NoCentralSystemError, Pace, Progress, run_load
from csms_simulator.load.own_cpu import OwnCpu
from ocpp import v16, v201
from ocpp.backoff import Backoff
from ocpp.server import HandshakeRequest, Refusal, Server, serve
from ocpp.tls import Certificate, client_context, server_context
from packages.simulator.tests.load.central_system import CentralSystem

SOON = Backoff(0.01, 0.01, 0)


@asynccontextmanager
async def listening(central_system: CentralSystem, **serving: Any) -> AsyncGenerator[tuple[str, Server]]:
    async with serve(central_system.serve_link, "127.0.0.1", 0, **serving) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ocpp", server


def settings_for(url: str, **more: Any) -> LoadSettings:
    values: dict[str, Any] = {"stations": 50, "ramp_per_s": 1000.0, "duration_s": 1.0, "backoff": SOON}
    return LoadSettings(url=url, **(values | more))


def answered(report: LoadReport) -> dict[str, int]:
    assert [action for action in report.actions if action.failed] == []
    return {action.action: action.answered for action in report.actions}


def assert_nothing_failed(report: LoadReport) -> None:
    assert (report.errors, report.refusals, report.lost_links) == ({}, {}, {})
    assert not report.has_failed


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
async def test_realistic_stations_boot_report_beat_and_charge(version: str) -> None:
    central_system = CentralSystem(heartbeat_interval_s=1)
    async with listening(central_system) as (url, server):
        settings = settings_for(
            url, versions=(version,), connectors=2, charging_share=0.2, duration_s=1.5,
            pause_s=0.1, charging_s=0.5, meter_interval_s=0.1,
        )  # fmt: skip
        report = await run_load(settings)
        assert server.statistics.opened == 50
        assert set(server.statistics.closed) == {1001}
    received = central_system.received
    assert_nothing_failed(report)
    assert (report.stations.connected, report.stations.connects, report.stations.not_connected) == (50, 50, {})
    assert received["BootNotification"] == 50
    assert received["Heartbeat"] >= 50
    assert received["StatusNotification Available"] >= 50 * (3 if version == "1.6" else 2)
    assert len(central_system.registers) == 10
    for register in central_system.registers.values():
        assert register == sorted(register)
        assert len(register) >= 3
    if version == "1.6":
        assert received["StartTransaction"] == received["StopTransaction Local"] >= 10
        assert received["Authorize"] >= 10
        assert received["MeterValues"] >= 10
    else:
        assert received["TransactionEvent Started"] == received["TransactionEvent Ended"] >= 10
        assert received["TransactionEvent Updated"] >= 20
        assert all(numbers == list(range(len(numbers))) for numbers in central_system.sequences.values())
    counted = answered(report)
    assert counted["BootNotification"] == 50
    assert counted["Heartbeat"] <= received["Heartbeat"]
    assert report.messages_per_s > 0


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_as_fast_as_answers_come(version: str) -> None:
    central_system = CentralSystem()
    mix = {Kind.HEARTBEAT: 3, Kind.METER_VALUES: 1}
    async with listening(central_system) as (url, _):
        settings = settings_for(url, versions=(version,), stations=10, pace=Pace.AS_FAST_AS_ANSWERS_COME, mix=mix)
        report = await run_load(settings)
    assert_nothing_failed(report)
    counted = answered(report)
    meter_values = counted["MeterValues"] if version == "1.6" else counted["TransactionEvent"]
    assert meter_values > 20
    assert 2.5 < counted["Heartbeat"] / meter_values < 3.5
    times = next(action.answer_times for action in report.actions if action.action == "Heartbeat")
    assert 0 < times.p50_ms <= times.p90_ms <= times.p99_ms <= times.p999_ms <= times.max_ms
    assert report.messages >= counted["Heartbeat"]
    ended = central_system.received["StopTransaction Local"] + central_system.received["TransactionEvent Ended"]
    assert ended == 10  # none is left open


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_starts_and_stops_as_fast_as_answers_come(version: str) -> None:
    central_system = CentralSystem()
    async with listening(central_system) as (url, _):
        settings = settings_for(
            url, versions=(version,), stations=10, pace=Pace.AS_FAST_AS_ANSWERS_COME, mix={Kind.TRANSACTIONS: 1}
        )  # fmt: skip
        report = await run_load(settings)
    assert_nothing_failed(report)
    received = central_system.received
    if version == "1.6":
        started, stopped = received["StartTransaction"], received["StopTransaction Local"]
    else:
        started, stopped = received["TransactionEvent Started"], received["TransactionEvent Ended"]
        assert received["TransactionEvent Updated"] == 0
        assert all(numbers == [0, 1] for numbers in central_system.sequences.values())
    assert started == stopped > 20  # none is left open
    reported = sum(count for what, count in received.items() if what.startswith("StatusNotification"))
    assert reported <= 50  # at the begin and at the end only
    for register in central_system.registers.values():
        assert len(set(register)) >= len(register) / 2  # no transaction is the repetition of the last one
        assert register == sorted(register)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_a_refused_token_ends_what_would_be_sent_as_fast_as_answers_come(version: str) -> None:
    central_system = CentralSystem(start_status="Blocked")
    async with listening(central_system) as (url, _):
        mix = {Kind.TRANSACTIONS: 1, Kind.METER_VALUES: 1}
        settings = settings_for(
            url, versions=(version,), stations=3, pace=Pace.AS_FAST_AS_ANSWERS_COME, mix=mix, duration_s=0.5
        )  # fmt: skip
        report = await run_load(settings)
    action = "StartTransaction" if version == "1.6" else "TransactionEvent"
    assert report.errors == {f"{action}: the token LOADTEST is Blocked": 3}
    received = central_system.received
    assert received["StopTransaction DeAuthorized"] + received["TransactionEvent Ended"] == 3
    assert received["MeterValues"] == received["TransactionEvent Updated"] == 0


async def test_all_versions_at_once_over_tls_with_passwords(tmp_path: Any) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    issued = authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem
    issued.write_to_path(str(tmp_path / "server.pem"))
    passwords: dict[str, bytes | None] = {}

    async def authenticate(request: HandshakeRequest) -> None:
        passwords[request.identity] = request.password

    central_system = CentralSystem()
    context = server_context(Certificate(tmp_path / "server.pem"))
    async with listening(central_system, ssl=context, authenticate=authenticate) as (url, server):
        settings = settings_for(
            url.replace("ws:", "wss:"), ssl=client_context(tmp_path / "ca.pem"), password="of {id}", stations=9,
            versions=("1.6", "2.0.1", "2.1"),
        )  # fmt: skip
        report = await run_load(settings)
        assert server.statistics.opened == 9
    assert_nothing_failed(report)
    assert passwords == {identity: f"of {identity}".encode() for identity in map(settings.identity, range(1, 10))}


async def test_a_certificate_that_nobody_vouches_for() -> None:
    issued = trustme.CA().issue_cert("127.0.0.1").private_key_and_cert_chain_pem
    with issued.tempfile() as path:
        async with listening(CentralSystem(), ssl=server_context(Certificate(path))) as (url, _):
            report = await run_load(settings_for(url.replace("ws:", "wss:"), stations=3, backoff=Backoff()))
    (cause,) = report.stations.not_connected
    assert cause.startswith("the central system's certificate is not accepted: ")


async def test_refused_stations_are_counted_with_the_reason() -> None:
    async def authenticate(request: HandshakeRequest) -> Refusal | None:
        return Refusal(401, "wrong password") if request.identity.endswith("3") else None

    async with listening(CentralSystem(), authenticate=authenticate) as (url, _):
        report = await run_load(settings_for(url, stations=10, duration_s=0.3))
    assert report.stations.not_connected == {"401 Unauthorized: wrong password": 1}
    assert report.refusals["401 Unauthorized: wrong password"] > 1  # it tries again and again
    assert report.stations.connected == 9
    assert report.has_failed


async def test_lost_links_are_made_again_without_another_boot() -> None:
    central_system = CentralSystem()
    lost = False

    async with listening(central_system) as (url, server):

        def lose_all(progress: Progress) -> None:
            nonlocal lost
            if not lost:
                lost = True
                for link in server.connections:
                    link.fail(1008, "go away")

        settings = settings_for(
            url, stations=20, duration_s=2.5, charging_share=1.0, pause_s=0.1, meter_interval_s=0.1
        )  # fmt: skip
        report = await run_load(settings, lose_all)
    assert sum(report.lost_links.values()) == 20
    assert set(report.lost_links) <= {
        "the central system closed the link with 1008 go away",
        "the connection was lost: connection reset by peer",
    }
    assert (report.stations.connected, report.stations.connects) == (20, 40)
    assert central_system.received["BootNotification"] == 20
    assert central_system.received["StartTransaction"] == 20
    assert central_system.received["StopTransaction Local"] == 20
    for register in central_system.registers.values():
        assert register == sorted(register)


async def test_nobody_listens() -> None:
    async with listening(CentralSystem()) as (url, _):
        pass
    report = await run_load(settings_for(url, stations=3, duration_s=0.2))
    assert report.stations.connected == 0
    (cause,) = report.stations.not_connected
    assert cause.startswith("nobody listens at 127.0.0.1:")
    assert report.messages == 0


async def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(NoCentralSystemError, match=r"no-such-host\.invalid is not known"):
        await run_load(settings_for("ws://no-such-host.invalid:9000"))


async def test_a_token_that_the_central_system_does_not_know() -> None:
    central_system = CentralSystem(token_status="Invalid")
    async with listening(central_system) as (url, _):
        report = await run_load(settings_for(url, stations=5, charging_share=1.0, meter_interval_s=0.1))
    assert set(report.errors) == {"Authorize: the token LOADTEST is Invalid"}
    assert central_system.received["StartTransaction"] == 0


async def test_it_ends_when_it_is_told_to_and_still_reports() -> None:
    central_system, stop = CentralSystem(), asyncio.Event()
    seen: list[Progress] = []

    def show(progress: Progress) -> None:
        seen.append(progress)
        stop.set()

    async with listening(central_system) as (url, _):
        report = await run_load(settings_for(url, duration_s=None), show, stop=stop)
    assert_nothing_failed(report)
    assert report.stations.connected == 50
    assert seen[0].connected == 50
    assert seen[0].stations == 50
    assert seen[0].answered["BootNotification"] == 50
    assert len(seen) == 2


async def test_a_busy_generator_warns() -> None:
    clock = iter(range(1_000_000))
    own_cpu = OwnCpu(lambda: next(clock) * 0.9, lambda: next(clock))
    async with listening(CentralSystem()) as (url, _):
        report = await run_load(settings_for(url, stations=1, duration_s=0.1), own_cpu=own_cpu)
    assert "of a core itself" in report.warnings[0]


# Commands of the central system


def charging(central_system: CentralSystem) -> str:
    """Return the identity of a station with a transaction."""
    return next(iter(central_system.registers))


async def commanded(
    version: str, command: Callable[[CentralSystem], Awaitable[object]], **more: Any
) -> tuple[LoadReport, CentralSystem]:
    """Run a load, and the command in its first second."""
    central_system, stop = CentralSystem(), asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    async def act() -> None:
        await command(central_system)
        stop.set()

    def begin(progress: Progress) -> None:
        if not tasks:
            tasks.append(asyncio.get_running_loop().create_task(act()))

    async with listening(central_system) as (url, _):
        settings = settings_for(
            url, versions=(version,), stations=2, duration_s=30.0, charging_share=0.5, meter_interval_s=0.5
        )  # fmt: skip
        report = await run_load(settings, begin, stop=stop)
    await tasks[0]
    return report, central_system


async def test_commands_of_1_6() -> None:
    async def command(central_system: CentralSystem) -> None:
        await central_system.has_received("StartTransaction", 1)
        busy = central_system.charge_points[charging(central_system)]
        (free,) = (each for each in central_system.charge_points.values() if each is not busy)

        async def status_of(station: Any, request: Any) -> str:
            return (await station.request(request)).status

        assert await status_of(free, v16.call.RemoteStartTransaction("GUEST")) == "Accepted"
        assert await status_of(busy, v16.call.RemoteStartTransaction("GUEST")) == "Rejected"
        assert await status_of(free, v16.call.RemoteStopTransaction(9_999_999)) == "Rejected"
        assert await status_of(free, v16.call.TriggerMessage("Heartbeat")) == "Accepted"
        assert await status_of(free, v16.call.TriggerMessage("FirmwareStatusNotification")) == "NotImplemented"
        assert await status_of(free, v16.call.ChangeConfiguration("HeartbeatInterval", "60")) == "Accepted"
        assert await status_of(free, v16.call.ChangeConfiguration("HeartbeatInterval", "soon")) == "Rejected"
        assert await status_of(free, v16.call.ChangeConfiguration("Colour", "red")) == "NotSupported"
        answer: Any = await free.request(v16.call.GetConfiguration(["HeartbeatInterval", "Colour"]))
        assert [(key.key, key.value) for key in answer.configuration_key] == [("HeartbeatInterval", "60")]
        assert answer.unknown_key == ["Colour"]
        with pytest.raises(Exception, match="does not do UpdateFirmware"):
            await free.request(v16.call.UpdateFirmware("ftp://a", "2026-01-01T00:00:00Z"))
        await central_system.has_received("StartTransaction", 2)
        assert await status_of(free, v16.call.Reset("Soft")) == "Accepted"
        await central_system.has_received("BootNotification", 3)

    report, central_system = await commanded("1.6", command)
    assert report.commands["RemoteStartTransaction"] == 2
    assert report.commands["UpdateFirmware"] == 1
    assert central_system.received["StopTransaction Reboot"] == 1
    assert central_system.received["Heartbeat"] == 1
    assert (report.errors, report.lost_links) == ({}, {})


async def test_commands_of_2_0_1() -> None:
    async def command(central_system: CentralSystem) -> None:
        await central_system.has_received("TransactionEvent Started", 1)
        busy = central_system.charge_points[charging(central_system)]
        (free,) = (each for each in central_system.charge_points.values() if each is not busy)
        guest = v201.datatypes.IdTokenType("GUEST", "Central")

        async def ask(station: Any, request: Any) -> Any:
            return await station.request(request)

        assert (await ask(free, v201.call.RequestStartTransaction(guest, 7))).status == "Accepted"
        assert (await ask(busy, v201.call.RequestStartTransaction(guest, 8))).status == "Rejected"
        assert (await ask(free, v201.call.RequestStopTransaction("unknown"))).status == "Rejected"
        assert (await ask(free, v201.call.TriggerMessage("Heartbeat"))).status == "Accepted"
        interval = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
        colour = {"component": {"name": "Door"}, "variable": {"name": "Colour"}}
        written: Any = await free.call(
            v201.call.SetVariables([interval | {"attributeValue": "60"}, colour | {"attributeValue": "red"}])  # pyright: ignore[reportArgumentType]
        )
        assert [each["attribute_status"] for each in written.set_variable_result] == ["Accepted", "UnknownComponent"]
        read: Any = await free.call(v201.call.GetVariables([interval]))  # pyright: ignore[reportArgumentType]
        assert read.get_variable_result[0]["attribute_value"] == "60"
        with pytest.raises(Exception, match="does not do GetLog"):
            await ask(free, v201.call.GetLog(v201.datatypes.LogParametersType("ftp://a"), "SecurityLog", 1))
        await central_system.has_received("TransactionEvent Started", 2)

    report, central_system = await commanded("2.0.1", command)
    assert report.commands["RequestStartTransaction"] == 2
    assert central_system.received["TransactionEvent Ended"] == 2
    assert report.errors == {}


async def test_an_error_of_who_shows_the_progress_comes_out() -> None:
    def show(progress: Progress) -> None:
        raise ValueError("no room on the screen")

    async with listening(CentralSystem()) as (url, server):
        with pytest.raises(ValueError, match="no room"):
            await run_load(settings_for(url, stations=2), show)
        assert server.statistics.opened == 2
