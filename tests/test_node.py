"""Node and packages of npm for the tests."""

import json
import subprocess
from pathlib import Path

import pytest

from tools import node as tool
from tools.environments import EnvironmentNotMadeError
from tools.node import node, node_modules_with

PACKAGE = "isexe@3.1.1"
"""Small, and it needs no other."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tool, "CACHE", tmp_path)
    return tmp_path


def release(program: Path) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def test_there_is_a_node_that_is_new_enough() -> None:
    found = node()
    assert int(release(found.program).removeprefix("v").split(".")[0]) >= tool.OLDEST


@pytest.mark.parametrize("version", [None, "v12.22.12", "nonsense"])
def test_without_one_of_the_machine_a_wheel_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None
) -> None:
    if version is not None:
        for name in ("node", "npm.js"):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
            (tmp_path / name).chmod(0o755)
        (tmp_path / "npm").symlink_to(tmp_path / "npm.js")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = node()
    assert tool.WHEEL.partition("==")[2] == release(found.program).removeprefix("v")
    assert found.npm.exists()


def test_packages_are_installed_once(cache: Path) -> None:
    modules = node_modules_with(PACKAGE)
    assert json.loads((modules / "isexe" / "package.json").read_text())["version"] == "3.1.1"
    assert modules.parent.parent == cache
    made_ns = (modules.parent / "complete").stat().st_mtime_ns
    assert node_modules_with(PACKAGE) == modules
    assert (modules.parent / "complete").stat().st_mtime_ns == made_ns


def test_the_wheel_installs_packages_too(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert (node_modules_with(PACKAGE) / "isexe" / "package.json").exists()


@pytest.mark.usefixtures("cache")
def test_what_npm_refuses_is_told() -> None:
    with pytest.raises(EnvironmentNotMadeError, match=r"npm install isexe@0\.0\.0-none.*(ETARGET|No matching version)"):
        node_modules_with("isexe@0.0.0-none")
