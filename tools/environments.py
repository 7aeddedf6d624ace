"""Environments for what cannot share one with `csms-ocpp`: the package `ocpp`, old releases of websockets."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Generator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "envs"


class EnvironmentNotMadeError(Exception):
    """An environment could not be made; the message holds what uv said."""


def python_with(*requirements: str, python: str | os.PathLike[str] | None = None) -> Path:
    """Return the interpreter of an environment that holds the requirements and nothing else.

    The environment is made with uv on first use and kept below `.cache/envs`; several processes may ask at once.

    Args:
        requirements: as pip has them: `ocpp==2.1.0`, the path of a wheel or of a folder.
        python: the interpreter that the environment is made from; the running one if it is not given.

    Raises:
        EnvironmentNotMadeError: uv is missing, or it refused.
    """
    base = os.path.realpath(python or sys.executable) if python is None or os.sep in str(python) else str(python)
    folder = CACHE / folder_name(base, requirements)
    interpreter = folder / "bin" / "python"
    complete = folder / "complete"
    if not (complete.exists() and interpreter.exists()):
        with alone(folder.with_name(folder.name + ".lock")):
            if not (complete.exists() and interpreter.exists()):
                shutil.rmtree(folder, ignore_errors=True)
                _uv("venv", "--quiet", "--no-project", "--python", base, str(folder))
                if requirements:
                    _uv("pip", "install", "--quiet", "--python", str(interpreter), *requirements)
                complete.touch()
    return interpreter


def uv() -> str:
    """Return the path of uv: the one that `make` has set up, one on the PATH, or one of the running environment.

    Raises:
        EnvironmentNotMadeError: there is none.
    """
    places = [ROOT / ".tools" / "bin", *map(Path, os.get_exec_path()), Path(sysconfig.get_path("scripts"))]
    for place in places:
        if found := shutil.which("uv", path=str(place)):
            return found
    raise EnvironmentNotMadeError("uv is neither in .tools (run `make test` once), nor on the PATH, nor installed here")


def folder_name(base: str, requirements: tuple[str, ...]) -> str:
    """Return a name that tells people what is inside, and differs for whatever makes the content differ."""
    key = "\n".join((base, *requirements))
    words = re.sub(r"[^\w.]+", "-", "-".join(Path(requirement).name for requirement in requirements)) or "empty"
    return f"{words[:60].strip('-.')}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


@contextlib.contextmanager
def alone(lock: Path) -> Generator[None]:
    """Wait until no other process is inside; a process that dies lets the next one in."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _uv(*arguments: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in {"UV_PYTHON", "VIRTUAL_ENV"}}
    environ["UV_PYTHON_DOWNLOADS"] = "never"
    done = subprocess.run([uv(), *arguments], env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentNotMadeError(f"uv {' '.join(arguments)}: {done.stderr.strip()}")
