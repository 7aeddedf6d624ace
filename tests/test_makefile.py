"""The targets of make, and that they need nothing but Python, pip and make."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.environments import ROOT

TARGETS = """
    help run demo dashboard test format check lint types contracts spelling docs wheels bench mutants autobahn
    conformance clean
""".split()  # noqa: SIM905


BUILT = Path("packages", "csms", "src", "csms", "web", "static", "dashboard")


def make(*arguments: str, folder: Path = ROOT, **changes: str) -> subprocess.CompletedProcess[str]:
    # An outer make and the environment of an outer uv must not be seen.
    outer = {"UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "VIRTUAL_ENV"}
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in outer and not name.startswith(("MAKE", "MFLAGS"))
    }
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, env=environ | changes, capture_output=True, text=True, check=False)


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """The repository as a clone has it, with what `make test` reads."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    for package in (ROOT / "packages").iterdir():
        sources = tmp_path / "packages" / package.name
        ignored = shutil.ignore_patterns("__pycache__", "tests", "node_modules*", "screenshots", ".*")
        shutil.copytree(package, sources, ignore=ignored)
    shutil.rmtree(tmp_path / BUILT, ignore_errors=True)
    return tmp_path


def path_without_python(folder: Path) -> Path:
    """Make a folder that has the commands of a small system, and no Python."""
    folder.mkdir()
    for name in ("make", "sh", "cat", "rm", "touch", "sed", "printf", "uname"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder


def test_help_lists_every_target_with_a_sentence() -> None:
    done = make("help")

    listed = dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", done.stdout, re.MULTILINE))
    assert set(TARGETS) <= set(listed)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert list(listed) == phony[1].split()


def test_help_is_what_make_says_when_it_is_not_told_what_to_do() -> None:
    assert make().stdout == make("help").stdout


def test_check_runs_every_kind_of_check_and_ends_with_the_tests() -> None:
    steps = re.search(r"^check: ([a-z -]+) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert steps
    names = steps[1].split()
    assert {"format-check", "lint", "types", "contracts", "spelling", "docs", "wheels"} < set(names)
    assert names[-1] == "test-all"


def test_a_fresh_clone_sets_itself_up(fresh_clone: Path, tmp_path: Path) -> None:
    """With a `python3` that is too old, a newer one under its own name, and no uv."""
    programs = path_without_python(tmp_path / "programs")
    old = programs / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    base: str = getattr(sys, "_base_executable", sys.executable)
    (programs / f"python3.{sys.version_info[1]}").symlink_to(base)

    done = make("test", "ARGS=--version", folder=fresh_clone, PATH=str(programs), PYENV_ROOT=str(tmp_path / "none"))

    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"pytest \d+\.\d+\.\d+\n", done.stdout + done.stderr.rpartition("\n")[2])
    assert (fresh_clone / ".tools" / "bin" / "uv").exists()
    installed = {path.name.partition("-")[0] for path in fresh_clone.glob(".venv/lib/python3.*/site-packages/*-info")}
    assert {"csms_ocpp", "msgspec", "websockets", "hypothesis"} <= installed
    assert (fresh_clone / BUILT / "index.html").exists()  # with a Node out of a wheel


def test_without_a_new_enough_python_it_is_said_what_to_do(fresh_clone: Path, tmp_path: Path) -> None:
    # The places of Debian's interpreters are looked at even when they are not on the PATH.
    makefile = fresh_clone / "Makefile"
    makefile.write_text(makefile.read_text().replace("/usr/local/bin/python3 /usr/bin/python3", ""))
    programs = path_without_python(tmp_path / "programs")

    done = make("test", folder=fresh_clone, PATH=str(programs), PYENV_ROOT=str(tmp_path / "none"))

    assert done.returncode != 0
    assert "There is no Python of 3.11 or newer here." in done.stderr
    assert not (fresh_clone / ".tools").exists()


def test_ci_runs_check() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text()
    assert script.read_text().splitlines()[-1] == "make check"
