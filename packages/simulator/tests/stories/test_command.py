"""The commands, against a central system on the loopback network."""

import asyncio
import json
from collections.abc import Generator
from pathlib import Path
from threading import Event, Thread
from typing import Self
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from csms_simulator.stories.command import app

from .central_system import PASSWORD, STATION
from .central_system_v16 import CentralSystem16

RUNNER = CliRunner()


class Running:
    """A central system in a thread of its own."""

    def __init__(self) -> None:
        self.system = CentralSystem16()
        self.port = 0
        self._is_listening = Event()
        self._loop: asyncio.AbstractEventLoop
        self._end: asyncio.Event
        self._thread = Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_listening.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with self.system.listening("127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._is_listening.set()
            await self._end.wait()


@pytest.fixture
def running() -> Generator[Running]:
    with Running() as running:
        yield running


def run(running: Running, *arguments: str) -> tuple[int, str]:
    target = ["--url", f"ws://127.0.0.1:{running.port}", "--station", STATION, "--password", PASSWORD]
    result = RUNNER.invoke(app, ["run", *arguments, *target, "--speed", "5"], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_stories_run_and_are_reported(running: Running, tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    exit_code, output = run(running, "TC_001_CSMS", "TC_064_CSMS", "--junit", str(file))
    assert exit_code == 0, output
    assert "2 of 2 stories passed" in output
    assert ET.fromstring(file.read_bytes()).get("tests") == "2"


def test_a_story_that_fails_is_an_exit_code(running: Running, tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        'id: MINE\ntitle: T\nversion: "1.6"\ndescription: D\nneeds: {token: {description: a token}}\n'
        "steps:\n  - connect\n  - swipe: ${token}\n  - sent: Authorize\n    answered: {idTagInfo: {status: Accepted}}\n"
    )
    exit_code, output = run(running, str(path), "--set", "token=TAG-BLOCKED")
    assert exit_code == 1
    assert "idTagInfo.status was Blocked" in output


def test_the_results_are_json_alone(running: Running) -> None:
    target = ["--url", f"ws://127.0.0.1:{running.port}", "--station", STATION, "--password", PASSWORD]
    result = RUNNER.invoke(app, ["run", "TC_064_CSMS", "--json", *target, "--speed", "5"])
    assert [story["id"] for story in json.loads(result.stdout)] == ["TC_064_CSMS"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Say which stories to run"),
        (["TC_999"], "TC_999 is neither a file nor the id of a story"),
        (["TC_001_CSMS", "--all"], "names of stories, or --all, not both"),
        (["TC_001_CSMS", "--version", "2.0.1"], "TC_001_CSMS is a story of OCPP 1.6, not 2.0.1"),
        (["--all", "--version", "1.5"], "There are no stories of OCPP 1.5"),
        (["TC_001_CSMS", "--set", "token"], "--set needs NAME=VALUE, not 'token'"),
        (["TC_001_CSMS", "--operator", "mail:me"], "'mail:me' is no operator"),
        (["TC_A_01_CSMS"], "TC_A_01_CSMS needs a value for password"),
    ],
)
def test_what_cannot_be_run_is_told_of(arguments: list[str], told: str) -> None:
    result = RUNNER.invoke(app, ["run", *arguments, "--url", "ws://127.0.0.1:9", "--station", "CP-1"])
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


def test_stories_are_listed_with_those_that_are_missing() -> None:
    result = RUNNER.invoke(app, ["list"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "TC_001_CSMS" in result.output
    assert "TC_P_03_CSMS" in result.output
    assert "TC_A_04_CSMS has no story: " in result.output
    assert "TC_A_01_CSMS" not in RUNNER.invoke(app, ["list", "--version", "1.6"]).output
    assert RUNNER.invoke(app, ["list", "--version", "1.5"]).exit_code == 2


def test_a_story_is_shown() -> None:
    result = RUNNER.invoke(app, ["show", "TC_003_CSMS"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "needs token: an idTag that may charge (default: TAG-ACCEPTED)" in result.output
    assert "- swipe: ${token}" in result.output
    assert RUNNER.invoke(app, ["show", "TC_999"]).exit_code == 2
