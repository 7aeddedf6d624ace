"""pyright and mypy, both strict, infer what users rely on and find their mistakes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs.py"
MISTAKES = HERE / "mistakes.py"


def mypy(path: Path) -> tuple[set[int], str]:
    """Return the lines with errors, and what the checker says."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-incremental", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    lines = re.findall(rf"{re.escape(path.name)}:(\d+): error", done.stdout)
    return {int(line) for line in lines}, done.stdout


def pyright(path: Path, tmp_path: Path) -> tuple[set[int], str]:
    """Return the lines with errors, and what the checker says."""
    # In a folder of its own, where the exceptions that the project makes for itself do not count.
    shutil.copy(path, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict"}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "-p", str(tmp_path), "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    found = report["generalDiagnostics"]
    errors = [diagnostic for diagnostic in found if diagnostic["severity"] == "error"]
    return {error["range"]["start"]["line"] + 1 for error in errors}, done.stdout


def marked_lines(path: Path) -> set[int]:
    return {number for number, line in enumerate(path.read_text().splitlines(), 1) if "# mistake:" in line}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_programs_of_users_are_understood(checker: str, tmp_path: Path) -> None:
    lines, report = mypy(PROGRAMS) if checker == "mypy" else pyright(PROGRAMS, tmp_path)
    assert lines == set(), report


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_mistakes_of_users_are_found(checker: str, tmp_path: Path) -> None:
    lines, report = mypy(MISTAKES) if checker == "mypy" else pyright(MISTAKES, tmp_path)
    assert lines == marked_lines(MISTAKES), report
