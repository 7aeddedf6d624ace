import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from csms_simulator.load import Kind
from csms_simulator.load.command import load, parse_mix
from csms_simulator.load.display import ProgressLine, line_of, milliseconds
from csms_simulator.load.report import Progress, Times
from packages.simulator.tests.load.central_system import CentralSystem
from packages.simulator.tests.load.test_run_load import listening

app = typer.Typer()
app.command()(load)


@contextmanager
def central_system_in_a_thread() -> Generator[str]:
    """Yield the URL of a central system that runs beside the command, which has an event loop of its own."""
    import asyncio  # noqa: PLC0415

    urls: list[str] = []
    is_up = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with listening(CentralSystem()) as (url, _):
            urls.append(url)
            is_up.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert is_up.wait(10)
        yield urls[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def run_command(*arguments: str) -> Any:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})


def test_a_load_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with central_system_in_a_thread() as url:
        result = run_command(
            "--url", url, "--stations", "20", "--version", "mixed", "--duration", "1.2", "--ramp", "500",
            "--json", str(path),
        )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert re.search(
        r"00:00:0[12]  20 of 20 connected  .* messages/s  p50 .*, p99 .*  0 errors  own CPU \d+%", result.stderr
    )
    assert "20 of 20 connected at the end, 20 connects" in result.stdout
    assert re.search(r"^BootNotification +20 +20 +0 +[\d.]+ ms", result.stdout, re.MULTILINE)
    report = json.loads(path.read_text())
    assert report["stations"]["connected"] == 20
    assert report["versions"] == ["1.6", "2.0.1", "2.1"]


def test_json_on_the_standard_output_is_alone_there() -> None:
    with central_system_in_a_thread() as url:
        result = run_command(
            "--url", url, "--stations", "2", "--duration", "0.2", "--json", "-",
            "--as-fast-as-answers-come", "--mix", "heartbeat=2,meter-values=1",
        )  # fmt: skip
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["pace"] == "as fast as answers come"
    assert {each["action"] for each in report["actions"]} >= {"Heartbeat", "MeterValues"}
    assert "connected at the end" in result.stderr


def test_errors_are_the_exit_code() -> None:
    result = run_command("--url", "ws://127.0.0.1:9", "--stations", "2", "--duration", "0.1")
    assert result.exit_code == 1
    assert "nobody listens at 127.0.0.1:9" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--url", "http://a"), "is no URL of a central system"),
        (("--url", "ws://a", "--stations", "0"), "There can be 1 to 1,000,000 stations"),
        (("--url", "ws://a", "--mix", "coffee"), "not 'coffee'"),
        (("--url", "ws://no-such-host.invalid"), "is not known"),
        (("--url", "ws://127.0.0.1:9", "--stations", "1000000"), "need 1,000,064 open files"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(arguments: tuple[str, ...], words: str) -> None:
    result = run_command(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("heartbeat", {Kind.HEARTBEAT: 1}),
        ("heartbeat=9, meter-values=1", {Kind.HEARTBEAT: 9, Kind.METER_VALUES: 1}),
        ("meter-values,heartbeat", {Kind.METER_VALUES: 1, Kind.HEARTBEAT: 1}),
        ("transactions", {Kind.TRANSACTIONS: 1}),
    ],
)
def test_a_mix(text: str, mix: dict[Kind, int]) -> None:
    assert parse_mix(text) == mix


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--url", "ws://a", "--ca", "x.pem"), "certificates need a URL"),
        (("--url", "wss://a", "--ca", "no-such-file.pem"), "no-such-file.pem"),
    ],
)
def test_certificates_that_cannot_be_used_are_named(arguments: tuple[str, ...], words: str) -> None:
    result = run_command(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("text", ["", "boot", "heartbeat=", "heartbeat=-1", "heartbeat=0.5", "heartbeat,heartbeat"])
def test_what_is_no_mix(text: str) -> None:
    with pytest.raises(ValueError, match=r"mix"):
        parse_mix(text)


def test_ctrl_c_ends_with_the_report() -> None:
    with central_system_in_a_thread() as url:
        command = [sys.executable, "-c", "from packages.simulator.tests.load.test_command import app; app()"]
        process = subprocess.Popen(
            [*command, "--url", url, "--stations", "3"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        assert "3 of 3 connected" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "3 of 3 connected at the end" in stdout


def progress(**more: Any) -> Progress:
    times = Times(p50_ms=0.5, p90_ms=1.0, p99_ms=12.34, p999_ms=100.0, max_ms=100.0)
    values: dict[str, Any] = {
        "elapsed_s": 3725.5, "is_ramping": True, "stations": 10_000, "connected": 1234, "messages_per_s": 4321.4,
        "answered": {}, "answer_times": times, "errors": 7, "cpu_share": 0.123,
    }  # fmt: skip
    return Progress(**(values | more))


def test_the_progress_line() -> None:
    expected = "01:02:05  1,234 of 10,000 connected  4,321 messages/s  p50 0.50 ms, p99 12.3 ms  7 errors  own CPU 12%"
    assert line_of(progress(is_ramping=False)) == expected
    assert line_of(progress()) == f"{expected}  connecting"


def test_on_a_terminal_the_line_is_written_anew() -> None:
    console = Console(force_terminal=True, width=200)
    with console.capture() as capture, ProgressLine(console) as line:
        line.show(progress(errors=1))
        line.show(progress(errors=2))
    written = capture.get()
    assert "\x1b[2K" in written
    assert written.index("  1 errors") < written.index("\x1b[2K") < written.index("  2 errors")


@pytest.mark.parametrize(
    ("value", "text"), [(0.1234, "0.12 ms"), (12.34, "12.3 ms"), (123.4, "123 ms"), (12_345, "12.3 s")]
)
def test_milliseconds(value: float, text: str) -> None:
    assert milliseconds(value) == text
