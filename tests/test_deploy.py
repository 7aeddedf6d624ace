"""The examples in `deploy/`: they are well formed, and name settings, commands and files that exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from csms.config import describe
from tools.environments import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "docker" / "Dockerfile").read_text(encoding="utf-8")
UNIT = DEPLOY / "systemd" / "csms.service"
INSTRUCTIONS = "FROM WORKDIR COPY RUN USER ENV VOLUME EXPOSE HEALTHCHECK CMD".split()  # noqa: SIM905


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def compose(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load((DEPLOY / "docker" / name).read_text(encoding="utf-8")))


def test_the_dockerfile_has_instructions_that_there_are() -> None:
    names = [name for name, _ in instructions()]
    assert names[0] == "FROM"
    assert set(names) <= set(INSTRUCTIONS)
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            assert (ROOT / rest.split()[0]).is_dir()
        if name == "FROM":
            assert not rest.endswith(":latest")
    assert dict(instructions())["USER"] != "root"


def test_the_names_of_settings_exist() -> None:
    known = {f"CSMS_{setting.name.upper()}" for setting in describe()} | {"CSMS_CONFIG"}
    texts = [path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    named = {name for text in texts for name in re.findall(r"\bCSMS_[A-Z_]+", text)}
    assert len(named) == 4
    assert named <= known


def test_a_container_keeps_its_data_and_closes_in_time() -> None:
    service = compose("compose.yaml")["services"]["csms"]
    assert (DEPLOY / "docker" / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).exists()
    assert service["volumes"] == ["data:/data"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"] if "8080" in port)
    assert int(service["stop_grace_period"].removesuffix("s")) > 10


def test_the_variant_with_postgresql_changes_a_service_that_there_is() -> None:
    own, other = compose("compose.yaml"), compose("compose.postgresql.yaml")
    assert "csms" in own["services"].keys() & other["services"].keys()
    assert other["services"]["csms"]["environment"]["CSMS_DATABASE"].startswith("postgresql://csms:${")


def test_the_unit_is_understood_by_systemd(tmp_path: Path) -> None:
    assert re.search(r"^ExecStart=/\S+/csms serve$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "csms"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / "csms.service"
    copy.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/csms/bin/csms", str(program)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "csms" in line]) == (0, [])
