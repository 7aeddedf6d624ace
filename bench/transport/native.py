"""Builds the programs in C: the load generator and the floor."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from bench.environments import ROOT
from bench.transport.missing import MissingError

SOURCES = ROOT / "bench" / "native"
CACHE = ROOT / ".cache" / "bench"


def build(name: str, *flags: str) -> Path:
    """Return the program made from `native/<name>.c`; it is compiled anew when the source or the flags change.

    Raises:
        MissingError: there is no C compiler, or it refused.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        raise MissingError("there is no C compiler (`cc`)")
    source = SOURCES / f"{name}.c"
    key = hashlib.sha256(source.read_bytes() + " ".join(flags).encode()).hexdigest()[:10]
    program = CACHE / f"{name}-{key}"
    if not program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-o", program, source, *flags]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingError(f"{name}.c could not be compiled with {' '.join(flags)}: {done.stderr[:500]}")
    return program
