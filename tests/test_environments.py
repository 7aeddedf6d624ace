"""The cached environments of tests and benchmarks."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tools import environments
from tools.environments import EnvironmentNotMadeError, python_with


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(environments, "CACHE", tmp_path)
    return tmp_path


def printed_by(python: Path, program: str) -> str:
    return subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def in_another_process(cache: Path) -> Path:
    environments.CACHE = cache
    return python_with("typing-extensions==4.15.0")


def test_it_holds_the_requirements_and_nothing_else(cache: Path) -> None:
    python = python_with("typing-extensions==4.15.0")

    program = "import importlib.metadata as m; print(*sorted(one.name + one.version for one in m.distributions()))"
    assert printed_by(python, program) == "typing_extensions4.15.0"
    assert printed_by(python, "import sys; print(*sys.version_info)") == " ".join(map(str, sys.version_info))
    assert python.parent.parent.parent == cache
    assert python.parent.parent.name.startswith("typing-extensions-4.15.0-")


def test_it_is_made_once(cache: Path) -> None:
    python = python_with()
    made_ns = (python.parent.parent / "complete").stat().st_mtime_ns

    assert python_with() == python
    assert (python.parent.parent / "complete").stat().st_mtime_ns == made_ns


def test_one_that_was_not_finished_is_made_anew(cache: Path) -> None:
    python = python_with()
    (python.parent.parent / "complete").unlink()
    python.unlink()

    assert printed_by(python_with(), "print(1)") == "1"


def test_two_processes_may_ask_for_it_at_once(cache: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        first, second = pool.map(in_another_process, [cache, cache])

    assert first == second
    assert printed_by(first, "import typing_extensions; print('there')") == "there"


def test_what_uv_refuses_is_told(cache: Path) -> None:
    with pytest.raises(EnvironmentNotMadeError, match="typing-extensions==0"):
        python_with("typing-extensions==0")
