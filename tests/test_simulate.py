"""docs/howto/simulate.md: its program runs, and it leaves no option, command or verb out."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csms_simulator.cli import app
from csms_simulator.console.typed_commands import COMMANDS
from csms_simulator.console.verbs import AnyVerb

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "howto" / "simulate.md").read_text(encoding="utf-8")


@pytest.fixture
def central_system_port() -> Iterator[str]:
    """Run the program of `make run` on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-u", "examples/central_system", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = re.search(r"ws://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert port is not None
        yield port[1]
    finally:
        process.terminate()
        process.communicate()


def test_the_program_prints_what_the_page_says(central_system_port: str) -> None:
    match = re.search(r"```python\n(.*?)```\n+```text\n(.*?)```", TEXT, re.DOTALL)
    assert match is not None
    program, printed = match.groups()
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program.replace(":9000", f":{central_system_port}")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert (ran.stdout, ran.stderr) == (printed, "")


@pytest.mark.parametrize("name", ["run", "station"])
def test_every_option_is_explained(name: str) -> None:
    printed = CliRunner(env={"COLUMNS": "200"}).invoke(app, [name, "--help"]).output
    options = set(re.findall(r"^\W*(--[a-z-]+)", printed, re.MULTILINE)) - {"--help"}
    assert len(options) > 10
    assert [option for option in sorted(options) if not re.search(rf"`{option}[` ]", TEXT)] == []


def test_every_command_and_verb_is_explained() -> None:
    assert [word for word in COMMANDS if not re.search(rf"`{word}[` ]", TEXT)] == []
    verbs = [verb.__struct_config__.tag for verb in AnyVerb.__args__]
    assert [verb for verb in verbs if f"`{verb}`" not in TEXT] == []
