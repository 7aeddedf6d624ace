"""The heads of the mutants, and the program that tries them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.environments import ROOT
from tools.mutants import MUTANTS, read_mutant


@pytest.mark.parametrize("path", sorted(MUTANTS.glob("*.patch")), ids=lambda path: path.stem)
def test_every_mutant_applies_and_names_tests_that_exist(path: Path) -> None:
    mutant = read_mutant(path)
    named = [Path(test.partition("::")[0]) for test in mutant.tests if not test.startswith("-") and "/" in test]
    assert named
    assert [test for test in named if not (ROOT / test).exists()] == []
    subprocess.run(["git", "apply", "--check", str(path)], cwd=ROOT, check=True)


def test_a_head_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.patch"
    path.write_text("The deadline is\ntoo late.\nTests: a/test_b.py -k late\n\ndiff --git a/x b/x\nTests: no\n")
    assert read_mutant(path) == (path, "The deadline is too late.", ("a/test_b.py", "-k", "late"))


@pytest.mark.parametrize("head", ["Tests: a.py\n", "A fault.\n", "A fault.\nTests:\n"])
def test_a_head_without_fault_or_tests_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.patch"
    path.write_text(head + "diff --git a/x b/x\n")
    with pytest.raises(ValueError, match="say what the fault is"):
        read_mutant(path)


def patch(before: str, after: str) -> str:
    return (
        "The sign is wrong.\nTests: tests/test_sign.py\n\n"
        "--- a/packages/ocpp/src/sign.py\n+++ b/packages/ocpp/src/sign.py\n"
        f"@@ -1,2 +1,2 @@\n def sign(x: int) -> int:\n-{before}\n+{after}\n"
    )


@pytest.mark.parametrize(
    ("after", "said", "problems"),
    [
        pytest.param("    return 1 if x > 0 else 0", "killed   wrong: The sign is wrong.", 0, id="noticed"),
        pytest.param("    return 1 if x >= 1 else -1", "LIVES    wrong: The sign is wrong.", 1, id="not noticed"),
    ],
)
def test_a_mutant_is_killed_or_lives(tmp_path: Path, after: str, said: str, problems: int) -> None:
    before = "    return 1 if x > 0 else -1"
    for name in ("__init__.py", "environments.py", "mutants.py"):
        copied = tmp_path / "tools" / name
        copied.parent.mkdir(exist_ok=True)
        copied.write_text((ROOT / "tools" / name).read_text())
    sources = tmp_path / "packages" / "ocpp" / "src"
    sources.mkdir(parents=True)
    (sources / "sign.py").write_text(f"def sign(x: int) -> int:\n{before}\n")
    mutants = tmp_path / "tests" / "mutants"
    mutants.mkdir(parents=True)
    (mutants / "wrong.patch").write_text(patch(before, after))
    (tmp_path / "tests" / "test_sign.py").write_text(
        "from sign import sign\n\n\ndef test_sign():\n    assert sign(-5) == -1\n    assert sign(5) == 1\n"
    )

    done = subprocess.run(
        [sys.executable, "-m", "tools.mutants"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.stdout == f"{said}\n1 mutants, {problems} problems\n"
    assert done.returncode == problems
