import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from csms_simulator.cli import app
from csms_simulator.fleet.report import Report
from packages.simulator.tests.fleet.central_system import CentralSystem, central_system

NOBODY = "ws://127.0.0.1:1"
"""A port on which nobody listens."""

RUNNER = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})


@asynccontextmanager
async def program(*arguments: str, stdin: int | None = PIPE) -> AsyncGenerator[Process]:
    """Run the simulator as a program of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "csms_simulator", *arguments),
        stdin=stdin,
        stdout=PIPE,
        stderr=PIPE,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def output_of(*arguments: str, typed: str | None = None) -> tuple[int, str, str]:
    """Run the simulator to its end; return exit code, standard output and standard error."""
    async with asyncio.timeout(60), program(*arguments) as process:
        out, err = await process.communicate(None if typed is None else typed.encode())
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()


# What it says of itself


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["run", "station", "load", "story"]),
        (
            ["run"],
            [
                *(
                    "--url",
                    "--stations",
                    "--version",
                    "--use",
                    "--speed",
                    "--seed",
                    "--duration",
                    "--hour",
                    "--id-prefix",
                ),
                *("--tokens", "--password", "--ca", "--cert", "--key", "--quirk", "--chaos", "--json", "--log"),
                *("workplace", "public", "home", "fast", "mixed", "Ctrl-C"),
            ],
        ),
        (
            ["station"],
            [
                *("--id", "--url", "--version", "--evses", "--dc", "--free-vend", "--speed", "--seed", "--password"),
                *("--ca", "--cert", "--key", "--quirk", "--chaos", "--json", '"do": "plug_in"'),
            ],
        ),
        (["load"], ["--url"]),
        (["story"], ["run", "list"]),
    ],
)
def test_each_command_explains_itself(arguments: list[str], words: list[str]) -> None:
    result = RUNNER.invoke(app, [*arguments, "--help"])
    assert result.exit_code == 0
    assert [word for word in words if word not in result.output] == []


def test_the_version_is_told() -> None:
    result = RUNNER.invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, "0.1.0\n")


@pytest.mark.parametrize("command", ["run", "station"])
@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--url", "http://127.0.0.1:9000"], "begins with ws:// or wss://"),
        (["--quirk", "Q16,Q99"], "There is no quirk 'Q99'"),
        (["--chaos", "hellish"], "'hellish' is no chaos"),
        (["--chaos", "drop=2"], "a share of all messages"),
        (["--version", "2.0"], "'1.6', '2.0.1', '2.1'"),
        (["--speed", "0"], "greater than or equal to 0.01"),
        (["--ca", "ca.pem"], "certificates need a URL that begins with wss://"),
        (["--url", "wss://127.0.0.1", "--ca", "no-such-file.pem"], "no-such-file.pem"),
        (["--url", "wss://127.0.0.1", "--key", "key.pem"], "key needs certificate"),
    ],
)
def test_options_that_cannot_be_are_refused_before_anything_happens(
    command: str, options: Sequence[str], problem: str
) -> None:
    result = RUNNER.invoke(app, [command, *options])
    assert result.exit_code == 2
    assert problem in " ".join(re.sub(r"[\u2500-\u257f]", " ", result.output).split())


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--stations", "0"], "greater than or equal to 1"),
        (["--duration", "soon"], "'soon' is no time: write 90, 90s, 10m, 8h or 2d"),
        (["--duration", "0s"], "'0s' is no time"),
        (["--use", "depot"], "'workplace', 'public', 'home', 'fast', 'mixed'"),
        (["--hour", "24"], "less than or equal to 23.99"),
        (["--log", "/no/such/folder/log", "--duration", "1s", "--url", NOBODY], "cannot write /no/such/folder/log"),
    ],
)
def test_options_of_run_that_cannot_be_are_refused(options: Sequence[str], problem: str) -> None:
    result = RUNNER.invoke(app, ["run", *options])
    assert result.exit_code == 2
    assert problem in " ".join(re.sub(r"[\u2500-\u257f]", " ", result.output).split())


# A fleet


async def test_a_fleet_runs_for_its_time_and_reports(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    async with central_system() as system:
        code, out, err = await output_of(
            *("run", "--url", system.url, "--stations", "3", "--use", "fast", "--hour", "12"),
            *("--speed", "600", "--duration", "1h", "--json", str(path)),
        )
    assert (code, err) == (0, "")
    assert "Report" in out
    assert "stations        3, online 9" in out
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    assert [station.identity for station in report.stations] == ["SIM-1", "SIM-2", "SIM-3"]
    assert {station.version for station in report.stations} == {"1.6", "2.0.1", "2.1"}
    assert report.transactions.started > 0
    assert not system.running
    assert report.ended_at - report.started_at >= 3600


def is_progress(text: str) -> bool:
    """Whether there are lines about progress, if it took long, and nothing else."""
    return all(line.startswith("day 1, ") for line in text.splitlines())


async def test_the_report_alone_goes_to_the_standard_output() -> None:
    async with central_system() as system:
        code, out, err = await output_of(
            *("run", "--url", system.url, "--stations", "2", "--speed", "600", "--duration", "20m", "--json", "-")
        )
    assert code == 0
    assert is_progress(err)
    assert msgspec.json.decode(out, type=Report).uptime > 0.9


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_a_fleet_in_order(number: signal.Signals) -> None:
    async with (
        central_system() as system,
        program(
            *("run", "--url", system.url, "--stations", "4", "--use", "fast", "--speed", "600", "--json", "-")
        ) as process,
    ):
        await running_transactions(system, 2)
        process.send_signal(number)
        async with asyncio.timeout(60):
            out, err = await process.communicate()
        assert process.returncode == 0
        assert is_progress(err.decode())
        report = msgspec.json.decode(out, type=Report)
        assert report.transactions.ended == report.transactions.started >= 2
        assert not system.running


async def running_transactions(system: CentralSystem, count: int) -> None:
    async with asyncio.timeout(30):
        while len(system.running) < count:  # noqa: ASYNC110 - it is another program that works
            await asyncio.sleep(0.05)


async def test_a_fleet_that_cannot_connect_says_what_to_check() -> None:
    code, out, err = await output_of(
        *("run", "--url", NOBODY, "--stations", "2", "--speed", "100", "--duration", "100s")
    )
    assert code == 1
    assert "No station came online: Nobody listens at 127.0.0.1:1" in err
    assert "not connected" in out


async def test_where_there_is_no_terminal_a_line_tells_of_the_progress() -> None:
    async with central_system() as system, program("run", "--url", system.url, "--stations", "2") as process:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            line = (await process.stdout.readline()).decode()
        assert re.match(r"day 1, 07:3\d \(x1\) \| 2 stations: 2 online \| \d EVSEs: ", line), line


async def test_quirks_and_chaos_are_switched_on() -> None:
    async with central_system() as system:
        code, out, _ = await output_of(
            *("run", "--url", system.url, "--stations", "3", "--speed", "600", "--duration", "1h", "--json", "-"),
            *("--quirk", "Q3", "--chaos", "drop=0.1"),
        )
    assert code == 0
    report = msgspec.json.decode(out, type=Report)
    assert sum(station.links for station in report.stations) > 3
    assert report.problems["link lost"] > 0


# One station


async def test_a_station_is_driven_by_lines_of_json() -> None:
    lines: list[dict[str, Any]] = [
        {"do": "wait", "until": "online", "id": "first"},
        {"do": "plug_in", "vehicle": "compact", "soc": 0.4},
        {"do": "swipe", "token": "04A1"},
        {"do": "wait", "until": "settled"},
        {"do": "status", "id": 5},
        {"do": "swipe", "token": "04A1"},
        {"do": "wait", "until": "settled"},
        {"do": "unplug"},
    ]
    typed = "".join(json.dumps(line) + "\n" for line in lines[:3]) + "nonsense\n"
    typed += "".join(json.dumps(line) + "\n" for line in lines[3:])
    async with central_system() as system:
        code, out, err = await output_of("station", "--id", "CP7", "--url", system.url, "--json", typed=typed)
    assert (code, err) == (0, "")
    said = [json.loads(line) for line in out.splitlines()]
    answers = [line for line in said if "ok" in line]
    assert [answer["ok"] for answer in answers] == [True, True, True, False, True, True, True, True, True]
    assert answers[0]["id"] == "first"
    assert answers[5]["result"]["evses"][0]["statuses"] == ["Charging"]
    assert answers[-1]["result"] == {"unplugged": True}
    sent = [line["action"] for line in said if line.get("event") == "frame" and line["direction"] == "sent"]
    assert sent[0] == "BootNotification"
    assert sent.index("StartTransaction") < sent.index("StopTransaction")
    statuses = [line["status"] for line in said if line.get("event") == "status"]
    assert statuses[0] == "Available"
    assert "Charging" in statuses
    assert {line["link"] for line in said if line.get("event") == "link"} >= {"online"}
    assert list(system.versions.items()) == [("CP7", "ocpp1.6")]


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
async def test_a_station_is_driven_from_a_prompt(version: str) -> None:
    typed = "help\nwait online\nplug 2 50%\nswipe 04A1 2\nwait settled\nstatus\nunplug 2\njump\nquit\nplug 1\n"
    async with central_system() as system:
        code, out, err = await output_of(
            *("station", "--url", system.url, "--version", version, "--evses", "2"), typed=typed
        )
    assert (code, err) == (0, "")
    assert f"CP1 speaks OCPP {version} to {system.url}." in out
    assert "plug a vehicle in" in out
    assert re.search(r"\d\d:\d\d:\d\d -> BootNotification ", out)
    assert re.search(r"\d\d:\d\d:\d\d <- BootNotification answered .*status=Accepted", out)
    assert "EVSE 2: Charging, compact at 50%, transaction " in out
    assert "of 04A1" in out
    assert "'jump' is no command. Type help for a list." in out
    assert system.calls["StartTransaction"] + system.calls["TransactionEvent Started"] == 1
    assert list(system.versions) == ["CP1"]


async def test_a_station_that_cannot_connect_says_why_and_what_to_check() -> None:
    _, out, _ = await output_of("station", "--url", NOBODY, typed="wait 1\nquit\n")
    assert "offline: Nobody listens at 127.0.0.1:1: start the central system" in out


async def test_a_station_whose_version_is_not_spoken_says_so() -> None:
    async with central_system(subprotocols=["ocpp1.6"]) as system:
        _, out, _ = await output_of("station", "--url", system.url, "--version", "2.1", typed="wait 1\nquit\n")
    assert "does not speak OCPP 2.1" in out


async def test_a_station_with_a_wrong_password_says_so() -> None:
    async with central_system(password=b"0123456789abcdef") as system:
        _, out, _ = await output_of("station", "--url", system.url, "--password", "x", typed="wait 1\nquit\n")
        assert "--password" in out
        code, out, _ = await output_of(
            *("station", "--url", system.url, "--password", "0123456789abcdef"), typed="wait online\nquit\n"
        )
    assert code == 0
    assert "BootNotification answered" in out


async def test_a_signal_ends_a_station() -> None:
    async with central_system() as system, program("station", "--url", system.url, "--json") as process:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            while b"BootNotification" not in await process.stdout.readline():
                pass
            process.send_signal(signal.SIGINT)
            await process.wait()
        assert process.returncode == 0


async def test_whoever_plugs_in_charges_where_vending_is_free() -> None:
    async with central_system() as system:
        typed = "wait online\nplug\nwait settled\nstatus\n"
        _, out, _ = await output_of("station", "--url", system.url, "--free-vend", "FREE", "--dc", typed=typed)
    assert "Charging" in out
    assert system.tokens["FREE"] > 0
