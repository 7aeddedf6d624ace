"""The interpreters that hold the two libraries."""

import os
import subprocess
from pathlib import Path

from bench.cases import PEER_REQUIREMENT

ROOT = Path(__file__).parents[1]

_BASE_INTERPRETER = """
import os, sys, sysconfig
name = "python.exe" if os.name == "nt" else "bin/python" + sysconfig.get_config_var("py_version_short")
path = os.path.join(sys.base_prefix, name)
print(path if os.path.exists(path) else sys._base_executable)
"""


def base_interpreter(python: Path) -> Path:
    """Return the interpreter that an environment was made from, so that another one can be made from the same."""
    printed = subprocess.run([python, "-c", _BASE_INTERPRETER], check=True, capture_output=True, text=True)
    return Path(printed.stdout.strip())


def peer_python(ours: Path) -> Path:
    """Return the interpreter of an environment with the peer alone, of the same Python as ours; made if missing."""
    # Needs uv; those who name the peer's interpreter themselves do without.
    from tools.environments import python_with  # noqa: PLC0415

    return python_with(PEER_REQUIREMENT, python=base_interpreter(ours))


def clean_environ(*, keep_python_path: bool) -> dict[str, str]:
    """Return the environment variables for a worker.

    PYTHONPATH may be how ours is found; the peer's process must not see it.
    """
    environ = {name: value for name, value in os.environ.items() if name not in {"PYTHONASYNCIODEBUG", "PYTHONDEVMODE"}}
    if not keep_python_path:
        environ.pop("PYTHONPATH", None)
    return environ
