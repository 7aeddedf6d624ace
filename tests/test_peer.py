"""The drop-in tests say the truth about the package `ocpp` of PyPI: they pass there as well."""

import os
import re
import subprocess

from tools.environments import ROOT, python_with

DROPIN = ROOT / "packages" / "ocpp" / "tests" / "dropin"


def test_the_peer_passes_the_drop_in_tests() -> None:
    python = python_with("ocpp==2.1.0", "pytest==9.2.0")
    # Outside the workspace's settings and paths, so that `import ocpp` finds the peer.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHONPATH"))}
    command = [
        str(python),
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "--rootdir=.",
        "--import-mode=importlib",
        "--peer",
        "-q",
        ".",
    ]
    command += ["-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=DROPIN, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 1500
    assert "skipped" not in done.stdout
