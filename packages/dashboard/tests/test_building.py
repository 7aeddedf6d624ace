"""The build of the dashboard: with a Node that is new enough, once for the same sources, and never by half."""

import json
import os
from pathlib import Path

import pytest

from packages.dashboard import building
from packages.dashboard.building import BuildError, build, find_node, run

BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const out = process.env.CSMS_DASHBOARD_OUT;
mkdirSync(out, { recursive: true });
writeFileSync(`${out}/index.html`, readFileSync("src/page.txt"));
writeFileSync("runs.txt", "run\\n", { flag: "a" });
"""


class Project:
    """A small package of npm in the place of the dashboard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.target = folder.parent / "built"
        (folder / "src").mkdir(parents=True)
        self.write("src/page.txt", "one")
        self.write("build.mjs", BUILD)
        self.write("index.html", "")
        self.scripts(build="node build.mjs", quit="exit 7")
        facts = {"name": "small", "version": "1.0.0"}
        lock = {**facts, "lockfileVersion": 3, "requires": True, "packages": {"": facts}}
        self.write("package-lock.json", json.dumps(lock))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def scripts(self, **scripts: str) -> None:
        self.write("package.json", json.dumps({"name": "small", "version": "1.0.0", "scripts": scripts}))

    @property
    def page(self) -> str:
        return (self.target / "index.html").read_text()

    @property
    def runs(self) -> int:
        return (self.folder / "runs.txt").read_text().count("run")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = Project(tmp_path / "project")
    monkeypatch.setattr(building, "HERE", made.folder)
    monkeypatch.setattr(building, "TARGET", made.target)
    monkeypatch.setattr(building, "SOURCES", ("src", "index.html", "package.json", "package-lock.json"))
    return made


def fake_node(folder: Path, version: str) -> None:
    folder.mkdir()
    for name, text in (("node", f"#!/bin/sh\necho {version}\n"), ("npm-cli.js", "")):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "npm").symlink_to(folder / "npm-cli.js")


@pytest.mark.parametrize(
    ("version", "is_used"),
    [
        ("v18.20.8", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("nonsense", False),
    ],
)
def test_a_node_of_the_path_is_used_if_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_used: bool
) -> None:
    fake_node(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    found = find_node()
    assert (found is not None and found.program == tmp_path / "bin" / "node") is is_used


def test_what_is_built_is_built_once(project: Project) -> None:
    assert build()
    assert project.page == "one"
    assert not build()
    assert project.runs == 1


def test_other_sources_are_built_anew_and_nothing_old_is_left(project: Project) -> None:
    build()
    (project.target / "old.js").touch()
    project.write("src/page.txt", "two")
    assert build()
    assert project.page == "two"
    assert not (project.target / "old.js").exists()


def test_a_build_that_fails_says_so_and_leaves_what_was(project: Project) -> None:
    build()
    project.scripts(build="echo It is broken >&2; exit 3")
    with pytest.raises(BuildError, match=r"`npm run build` in .* has failed:\n(.|\n)*It is broken"):
        build()
    assert project.page == "one"


def test_packages_that_cannot_be_installed_are_told(project: Project) -> None:
    project.write("package-lock.json", "this is not JSON")
    with pytest.raises(BuildError, match=r"`npm ci` in .* has failed(.|\n)*CSMS_SKIP_DASHBOARD=1"):
        build()
    assert not project.target.exists()


def test_without_a_node_one_is_told_what_to_do(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_wheel() -> None:
        return None

    monkeypatch.setattr(building, "_node_of_wheel", no_wheel)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(BuildError, match=r"needs Node 20\.19, 22\.12 or newer(.|\n)*CSMS_SKIP_DASHBOARD=1"):
        build()


def test_a_script_tells_its_exit_code(project: Project) -> None:
    assert run("quit") == 7


def test_scripts_find_the_node_that_runs_them(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_node()
    assert found
    outer = os.pathsep.join(p for p in os.get_exec_path() if p != str(found.program.parent))
    monkeypatch.setattr(building, "find_node", lambda: found)
    monkeypatch.setenv("PATH", outer)
    assert build()
