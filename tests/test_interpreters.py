"""Which interpreters the tests run on."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.environments import ROOT
from tools.interpreters import interpreters, without


def fake_interpreter(folder: Path, facts: str) -> None:
    folder.mkdir(parents=True)
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\necho {facts}\necho {python}\n")
    python.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without interpreters, but for the running one."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def found_by_hand(machine: Path) -> dict[str, Path]:
    """What is found besides the running interpreter: version -> path below the machine."""
    return {
        ".".join(map(str, one.version)): one.path.relative_to(machine)
        for one in interpreters()
        if one.path.is_relative_to(machine)
    }


def test_the_running_one_is_found(machine: Path) -> None:
    assert [one.version for one in interpreters()] == [sys.version_info[:3]]


def test_they_are_found_on_the_path_and_among_those_of_pyenv_and_uv(machine: Path) -> None:
    fake_interpreter(machine / "bin", "cpython 3 71 0 final False")
    fake_interpreter(machine / ".pyenv/versions/3.72.4/bin", "cpython 3 72 4 final False")
    fake_interpreter(machine / ".local/share/uv/python/cpython-3.73/bin", "cpython 3 73 1 final False")

    assert found_by_hand(machine) == {
        "3.71.0": Path("bin/python3"),
        "3.72.4": Path(".pyenv/versions/3.72.4/bin/python3"),
        "3.73.1": Path(".local/share/uv/python/cpython-3.73/bin/python3"),
    }


def test_the_newest_of_a_series_is_taken(machine: Path) -> None:
    fake_interpreter(machine / ".pyenv/versions/a/bin", "cpython 3 72 9 final False")
    fake_interpreter(machine / ".pyenv/versions/b/bin", "cpython 3 72 10 final False")
    fake_interpreter(machine / ".pyenv/versions/c/bin", "cpython 3 72 2 final False")

    assert list(found_by_hand(machine)) == ["3.72.10"]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param("cpython 3 10 13 final False", id="too old"),
        pytest.param("cpython 3 72 0 candidate False", id="a pre-release"),
        pytest.param("cpython 3 72 0 final True", id="without the global lock"),
        pytest.param("pypy 3 72 0 final False", id="another implementation"),
    ],
)
def test_others_are_left_out(machine: Path, facts: str) -> None:
    fake_interpreter(machine / "bin", facts)
    assert found_by_hand(machine) == {}


def test_one_that_does_not_run_is_left_out(machine: Path) -> None:
    python = machine / "bin" / "python3"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 127\n")
    python.chmod(0o755)
    assert found_by_hand(machine) == {}


def test_a_folder_is_left_out_also_where_pytest_begins() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-n", "0", *without("tests"), "tests"]
    collected = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert collected.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, collected.stdout
