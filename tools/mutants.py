"""Check that the tests notice each fault in `tests/mutants`: a mutant that they let live is a test that is missing.

A mutant is a patch. Before its first `diff` or `---` line stand a sentence that says what the fault is, and a line
`Tests: ` with what pytest is to run, separated by blanks. Arguments choose mutants by a part of their name.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tools.environments import ROOT

MUTANTS = ROOT / "tests" / "mutants"
TIMEOUT_S = 600.0


class Mutant(NamedTuple):
    """A fault, and the tests that have to notice it."""

    path: Path
    fault: str
    tests: tuple[str, ...]


def read_mutant(path: Path) -> Mutant:
    """Read a mutant's head.

    Raises:
        ValueError: the head names no fault or no tests.
    """
    head: list[str] = []
    for line in path.read_text().splitlines():
        if line.startswith(("diff ", "--- ")):
            break
        head.append(line.strip())
    tests = [line.removeprefix("Tests:").split() for line in head if line.startswith("Tests:")]
    fault = " ".join(line for line in head if line and not line.startswith("Tests:"))
    if not fault or len(tests) != 1 or not tests[0]:
        raise ValueError(f"{path.name}: say what the fault is, and once `Tests:` with what pytest is to run")
    return Mutant(path, fault, tuple(tests[0]))


def main(names: list[str]) -> int:
    """Try the mutants; return how many lived or could not be tried."""
    paths = sorted(MUTANTS.glob("*.patch"))
    chosen = [read_mutant(path) for path in paths if not names or any(name in path.name for name in names)]
    problems = 0
    for tests in sorted({mutant.tests for mutant in chosen}):
        if _pytest(ROOT, tests) != 0:
            print(f"without a fault these tests fail already: {' '.join(tests)}")
            problems += 1
    for mutant in chosen if not problems else []:
        outcome = _try(mutant)
        problems += outcome != "killed"
        print(f"{outcome:8} {mutant.path.stem}: {mutant.fault}", flush=True)
    print(f"{len(chosen)} mutants, {problems} problems")
    return problems


def _try(mutant: Mutant) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "copy")
        left_out = shutil.ignore_patterns(".*", "__pycache__", "_build", "dist", "node_modules")
        shutil.copytree(ROOT, copy, ignore=left_out)
        applied = subprocess.run(
            ["git", "apply", str(mutant.path)], cwd=copy, capture_output=True, text=True, check=False
        )
        if applied.returncode:
            return f"does not apply ({applied.stderr.strip()})"
        code = _pytest(copy, mutant.tests)
    # pytest's 1 is "tests failed"; its other codes mean that it could not run them.
    return {0: "LIVES", 1: "killed"}.get(code, f"pytest ended with {code}")


def _pytest(folder: Path, tests: tuple[str, ...]) -> int:
    """Run tests in a copy of the repository against that copy's sources; a run that hangs has noticed the fault."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    sources = (str(folder / "packages" / name / "src") for name in ("ocpp", "simulator", "csms"))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
