"""Run the tests on every interpreter from 3.11 up that the machine has; say which those are.

Tests of whole systems are run on one of them, that of the root environment, and those of the programs on that and on
the newest; `.cache/py<version>` serves each other one.
Further arguments go to pytest.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.environments import ROOT, uv

OLDEST = (3, 11)
PROCESSES = ("--numprocesses", "logical", "--dist", "loadfile")
"""As many tests at once as the machine has processors; those of a file one after the other."""

ONCE = (
    "packages/csms/tests/conformance",
    "packages/csms/tests/web/test_conformance.py",
    "packages/csms/tests/whole",
    "packages/dashboard/tests",
    "packages/ocpp/tests/fuzz",
    "packages/ocpp/tests/schemas",
    "packages/simulator/tests/stories",
    "tests",
)
"""Tests of whole systems and by the thousand, which take minutes: what they say does not depend on the interpreter.
They are run on that of the root environment alone."""

PROGRAMS = ("packages/csms", "packages/simulator")
"""They are tried on the oldest and on the newest interpreter; on those in between, the library that others import."""

# Asks an interpreter what it is. Environments answer for the interpreter that they were made from.
_QUESTION = """
import platform, sys, sysconfig
print(sys.implementation.name, *sys.version_info[:4], bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
print(getattr(sys, "_base_executable", None) or sys.executable)
"""


class Interpreter(NamedTuple):
    """A CPython that can run the tests."""

    version: tuple[int, int, int]
    path: Path

    @property
    def series(self) -> str:
        """The version without its last part, as in `3.12`."""
        return f"{self.version[0]}.{self.version[1]}"


def interpreters() -> list[Interpreter]:
    """Return the newest interpreter of each series from 3.11 up, oldest series first.

    Interpreters are looked for on the PATH, among pyenv's and among uv's. Pre-releases, builds without the global
    lock and other implementations are left out: the packages that the tests need may not be there for them.
    """
    newest: dict[str, Interpreter] = {}
    for candidate in _candidates():
        found = _ask(candidate)
        if found and (found.series not in newest or newest[found.series].version < found.version):
            newest[found.series] = found
    return sorted(newest.values())


def main(pytest_arguments: list[str]) -> int:
    """Run the tests on each interpreter; return the number of interpreters on which they failed."""
    present = interpreters()
    print("Interpreters from 3.11 up:", *(f"\n  {_shown(one)}  {one.path}" for one in present), flush=True)
    _warn_if_few(present)
    # The root environment's own series comes last, so that the summary of the default interpreter ends the output.
    present.sort(key=lambda one: one.version[:2] == sys.version_info[:2])
    newest = max(present)
    results = {one: _run_tests(one, pytest_arguments, is_newest=one == newest) for one in present}
    print(
        "Tests:", ", ".join(f"{one.series} {'failed' if code else 'passed'}" for one, code in sorted(results.items()))
    )
    _warn_if_few(present)
    return sum(code != 0 for code in results.values())


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    for folder in map(Path, os.get_exec_path()):
        yield from sorted(folder.glob("python3"))
        yield from sorted(folder.glob("python3.[0-9][0-9]"))
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    yield from sorted(pyenv.glob("versions/*/bin/python3"))
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    ours = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python")
    yield from sorted(ours.glob("*/bin/python3"))


def _ask(candidate: Path) -> Interpreter | None:
    """Return what the candidate is, or None if it does not run or is not for us."""
    try:
        answer = subprocess.run(
            [candidate, "-I", "-c", _QUESTION], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    facts, path = answer.stdout.splitlines()
    name, major, minor, micro, level, without_lock = facts.split()
    version = (int(major), int(minor), int(micro))
    if name != "cpython" or version[:2] < OLDEST or level != "final" or without_lock == "True":
        return None
    return Interpreter(version, Path(path))


def _run_tests(interpreter: Interpreter, pytest_arguments: list[str], *, is_newest: bool) -> int:
    is_root = interpreter.version[:2] == sys.version_info[:2]
    environment = ROOT / (".venv" if is_root else f".cache/py{interpreter.series}")
    print(f"\nTests on Python {_shown(interpreter)} in {environment.relative_to(ROOT)}", flush=True)
    environ = {name: value for name, value in os.environ.items() if name not in {"UV_PYTHON", "VIRTUAL_ENV"}}
    environ |= {"UV_PROJECT_ENVIRONMENT": str(environment), "UV_PYTHON_DOWNLOADS": "never"}
    # The root environment is as uv has it already; asking for a path there might make uv build it anew.
    python = [] if is_root else ["--python", str(interpreter.path)]
    command = [uv(), "run", "--quiet", *python, "--no-default-groups", "--group", "test", "pytest"]
    left_out = () if is_root else ONCE if is_newest else (*ONCE, *PROGRAMS)
    command += [*PROCESSES, *(option for path in left_out for option in without(path)), *pytest_arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


def without(path: str) -> tuple[str, str]:
    """Return what has pytest leave out a file or a folder: one where it begins is looked into whatever is ignored."""
    return f"--ignore={path}", f"--ignore-glob={ROOT / path}/*"


def _shown(interpreter: Interpreter) -> str:
    return ".".join(map(str, interpreter.version))


def _warn_if_few(present: list[Interpreter]) -> None:
    if len(present) < 2:
        line = "!" * 96
        text = "!! ONLY ONE INTERPRETER IS HERE: the tests say nothing about the other versions of Python."
        print(f"{line}\n{text}\n{line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
