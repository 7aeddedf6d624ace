"""The tests of the dashboard's own parts, which Vitest runs."""

import subprocess
import sys

from tools.environments import ROOT


def test_vitest_passes() -> None:
    command = [sys.executable, "-m", "tools.dashboard", "test"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
