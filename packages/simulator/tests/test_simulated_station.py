"""A simulated station on real sockets, in the three versions: connecting, booting, going on without a link."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from csms_simulator import Frame, FrameKind, ManualClock, SimulatedStation
from csms_simulator.model.facts import Status
from ocpp.backoff import Backoff
from ocpp.tls import client_context, server_context
from packages.simulator.tests.raw_central_system import ACCEPTED, NOW, RawCentralSystem, in_turn

every_version = pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
BOOT = {**ACCEPTED, "currentTime": NOW, "interval": 300}


@asynccontextmanager
async def station_at(system: RawCentralSystem, **options: Any) -> AsyncGenerator[tuple[SimulatedStation, ManualClock]]:
    clock = ManualClock()
    async with (
        asyncio.timeout(60),
        SimulatedStation(system.url, "CP 1", system.version, clock=clock, **options) as station,
    ):
        yield station, clock


@asynccontextmanager
async def online(
    version: str, **options: Any
) -> AsyncGenerator[tuple[SimulatedStation, RawCentralSystem, ManualClock]]:
    system = RawCentralSystem(version)
    async with system.listening(), station_at(system, **options) as (station, clock):
        await station.online()
        await station.settled()
        yield station, system, clock


async def pass_time(station: SimulatedStation, clock: ManualClock, seconds: float) -> None:
    """Let time pass, in which the station says what it has to say."""
    for _ in range(max(1, round(seconds / 10))):
        await clock.advance(min(10, seconds))
        await station.settled()


def answers_to(station: SimulatedStation, action: str) -> list[Frame]:
    return [each for each in station.frames.since() if each.action == action and each.kind is not FrameKind.CALL]


def events(system: RawCentralSystem) -> list[str]:
    return [f"{each['eventType']} {each['triggerReason']}" for each in system.payloads("TransactionEvent")]


@every_version
async def test_a_cold_boot(version: str) -> None:
    async with online(version) as (station, system, clock):
        assert system.actions[0] == "BootNotification"
        assert set(system.actions[1:]) == {"StatusNotification"}
        assert (station.is_online, station.has_booted, station.connects) == (True, True, 1)
        assert station.heartbeat_interval_s == 300
        await clock.advance(299)
        await station.settled()
        assert "Heartbeat" not in system.actions
        await clock.advance(1)
        await station.frames.answer_to(await station.frames.sent("Heartbeat"))
        assert system.links[0].request.path == "/CP%201"
    assert not station.is_online


@every_version
async def test_it_boots_until_it_is_accepted(version: str) -> None:
    system = RawCentralSystem(version)
    system.answers["BootNotification"] = in_turn(
        {**BOOT, "status": "Rejected", "interval": 20},
        ["InternalError", "", {}],
        {**BOOT, "status": "Pending", "interval": 0},
        BOOT,
    )
    async with system.listening(), station_at(system) as (station, clock):
        for count, wait_s in ((1, 20), (2, 60), (3, 60)):
            await station.until(lambda count=count: len(answers_to(station, "BootNotification")) == count)
            await clock.advance(wait_s - 1)
            assert len(system.payloads("BootNotification")) == count
            assert not station.has_booted
            await clock.advance(1)
        await station.online()
        assert system.actions[:4] == ["BootNotification"] * 4


@every_version
async def test_it_charges(version: str) -> None:
    async with online(version) as (station, system, clock):
        del system.calls[:]
        await station.plug_in()
        await station.swipe("TAG")
        await station.settled()
        await pass_time(station, clock, 120)
        assert station.model.evse(1).status(1) is Status.CHARGING
        await station.swipe("TAG")
        await pass_time(station, clock, 10)
        assert await station.unplug()
        await pass_time(station, clock, 10)
        assert station.model.evse(1).status(1) is Status.AVAILABLE
        if version == "1.6":
            assert [action for action in system.actions if action != "StatusNotification"] == [
                "Authorize",
                "StartTransaction",
                "MeterValues",
                "MeterValues",
                "StopTransaction",
            ]
            (stop,) = system.payloads("StopTransaction")
            assert stop["transactionId"] == 1
            assert 300 < stop["meterStop"] < 800
        else:
            told = (action for action in system.actions if action not in {"StatusNotification", "NotifyEvent"})
            assert next(told) == "Authorize"
            assert events(system)[0].startswith("Started")
            assert events(system).count("Updated MeterValuePeriodic") == 2
            assert events(system)[-1].startswith("Ended")
            numbers = [each["seqNo"] for each in system.payloads("TransactionEvent")]
            assert numbers == list(range(len(numbers)))


@every_version
async def test_it_charges_on_without_a_link_and_tells_it_later(version: str) -> None:
    async with online(version, backoff=Backoff(5, 0, 0)) as (station, system, clock):
        await station.plug_in()
        await station.swipe("TAG")
        await station.settled()
        await station.go_offline()
        del system.calls[:]
        await clock.advance(180)
        await station.swipe("TAG")
        await clock.advance(1)
        await station.unplug()
        await clock.advance(600)
        assert system.calls == []
        await station.go_online()
        await station.online()
        await station.settled()
        assert "BootNotification" not in system.actions, "it did not start anew"
        if version == "1.6":
            assert [action for action in system.actions if action != "StatusNotification"] == [
                *["MeterValues"] * 3,
                "StopTransaction",
            ]
            assert system.payloads("StopTransaction")[0]["timestamp"] < "2026-01-01T00:03:02Z"
        else:
            told = system.payloads("TransactionEvent")
            assert all(each["offline"] for each in told)
            assert told[-1]["eventType"] == "Ended"
        assert station.connects == 2


@every_version
async def test_a_restart_ends_the_transaction_and_boots(version: str) -> None:
    async with online(version) as (station, system, clock):
        await station.plug_in()
        await station.swipe("TAG")
        await station.settled()
        del system.calls[:]
        kind = {"type": "Hard"} if version == "1.6" else {"type": "Immediate"}
        assert await system.command("Reset", kind) == ACCEPTED
        await station.offline()
        assert not station.has_booted
        await clock.advance(5)
        await station.online()
        await station.settled()
        ended = "StopTransaction" if version == "1.6" else "TransactionEvent"
        assert system.actions.index(ended) < system.actions.index("BootNotification")
        if version != "1.6":
            assert system.payloads("BootNotification")[0]["reason"] == "RemoteReset"


@every_version
async def test_after_a_power_cut_it_boots_and_ends_the_transaction(version: str) -> None:
    async with online(version) as (station, system, clock):
        await station.plug_in()
        await station.swipe("TAG")
        await station.settled()
        await clock.advance(60)
        await station.settled()
        del system.calls[:]
        await station.cut_power()
        await clock.advance(3600)
        assert (system.calls, station.is_online) == ([], False)
        await station.restore_power()
        await station.online()
        await station.settled()
        assert system.actions[0] == "BootNotification"
        if version == "1.6":
            assert system.payloads("StopTransaction")[0]["reason"] == "PowerLoss"
        else:
            assert system.payloads("TransactionEvent")[-1]["transactionInfo"]["stoppedReason"] == "PowerLoss"


async def test_an_attempt_that_fails_is_explained_and_made_again() -> None:
    system = RawCentralSystem("1.6")
    async with system.listening():
        port = int(system.url.rpartition(":")[2])
    async with station_at(system, backoff=Backoff(10, 0, 0)) as (station, clock):
        await station.until(lambda: station.connection_error)
        assert "Connect call failed" in (station.connection_error or "")
        async with system.listening(port):
            await clock.advance(9)
            assert not station.is_online
            await clock.advance(1)
            await station.online()
            assert station.connection_error is None


async def test_a_password_that_the_central_system_changes_is_used_from_then_on() -> None:
    async with online("1.6", password="0123456789abcdef") as (station, system, _):
        assert system.passwords == [b"0123456789abcdef"]
        key = b"another password".hex()
        answer = await system.command("ChangeConfiguration", {"key": "AuthorizationKey", "value": key})
        assert answer == ACCEPTED
        system.password = b"another password"
        await station.until(lambda: station.connects == 2)
        await station.online()
        assert system.passwords[-1] == b"another password"
        assert system.actions.count("BootNotification") == 1


async def test_any_call_can_be_sent_and_any_answer_given() -> None:
    async with online("1.6") as (station, system, _):
        system.answers["Nonsense"] = ["NotImplemented", "what?", {}]
        answer = await station.send("Nonsense", {"a": [1]})
        assert (answer.kind, answer.payload["code"]) == ("error", "NotImplemented")
        assert system.calls[-1] == ("Nonsense", {"a": [1]})
        station.answers.add("RemoteStartTransaction", {"status": "Rejected"})
        start = {"idTag": "TAG"}
        assert await system.command("RemoteStartTransaction", start) == {"status": "Rejected"}
        assert await system.command("RemoteStartTransaction", start) == ACCEPTED
        await station.go_offline()
        with pytest.raises(ConnectionError, match="offline"):
            await station.send("Heartbeat", {})


@every_version
async def test_a_station_that_must_wait_boots_when_it_is_asked_to(version: str) -> None:
    system = RawCentralSystem(version)
    system.answers["BootNotification"] = in_turn({**BOOT, "status": "Pending", "interval": 1000}, BOOT)
    async with system.listening(), station_at(system) as (station, _):
        await station.until(lambda: station.last_boot)
        assert await system.command("TriggerMessage", {"requestedMessage": "BootNotification"}) == ACCEPTED
        await station.online()
        assert system.actions.count("BootNotification") == 2


async def test_the_clock_follows_the_central_system_where_it_should() -> None:
    async with online("1.6", follows_central_time=True) as (station, system, clock):
        assert clock.now() == station.now()
        system.answers["Heartbeat"] = {"currentTime": "2026-01-01T02:00:00Z"}
        await clock.advance(300)
        await station.frames.answer_to(await station.frames.sent("Heartbeat"))
        await station.until(lambda: station.now() != clock.now())
        assert station.now() == 1_767_225_600 + 7200
        await station.plug_in()
        await station.settled()
        assert system.payloads("StatusNotification")[-1]["timestamp"] == "2026-01-01T02:00:00Z"


@every_version
async def test_it_shows_its_certificate(version: str, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    own = authority.issue_cert("station@example.org", common_name="CP 1")
    own.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "station.pem"))
    context = client_context(tmp_path / "ca.pem", tmp_path / "station.pem")
    system = RawCentralSystem(version)
    server = server_context(tmp_path / "server.pem", client_ca=tmp_path / "ca.pem")
    async with system.listening(ssl=server), station_at(system, ssl=context) as (station, _):
        await station.online()
        assert system.certificates == ["CP 1"]
        assert station.dialect.security_profile == 3
