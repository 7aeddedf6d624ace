"""What an installation of `csms-ocpp` says of itself, and when it refuses to be imported."""

import importlib.metadata
import importlib.resources
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ocpp
from tools.environments import python_with

OURS = Path(ocpp.__file__).parent


@pytest.fixture(scope="module")
def site_of_the_other() -> Path:
    """The site-packages folder of an environment that holds the package `ocpp` of PyPI."""
    environment = python_with("ocpp==2.1.0").parent.parent
    (folder,) = environment.glob("lib/python3.*/site-packages")
    return folder


def import_ocpp_from(site: Path) -> subprocess.CompletedProcess[str]:
    program = f"import sys; sys.path.insert(0, {str(site)!r}); import ocpp; print(ocpp.__version__, ocpp.__file__)"
    return subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)


def install_ours(site: Path) -> None:
    """Put our files where pip does, over those that are there already."""
    shutil.copytree(OURS, site / "ocpp", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def test_the_version_is_the_one_of_the_distribution() -> None:
    assert ocpp.__version__ == importlib.metadata.version("csms-ocpp")


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert importlib.resources.files("ocpp").joinpath("py.typed").is_file()


def test_it_is_refused_beside_the_files_of_the_other(site_of_the_other: Path, tmp_path: Path) -> None:
    shutil.copytree(site_of_the_other / "ocpp", tmp_path / "ocpp")
    install_ours(tmp_path)

    done = import_ocpp_from(tmp_path)

    assert done.returncode == 1
    last_line = done.stderr.splitlines()[-1]
    assert last_line.startswith("ImportError: The distributions 'ocpp' and 'csms-ocpp' are both installed in ")
    assert str(tmp_path / "ocpp") in last_line
    assert "pip uninstall --yes ocpp csms-ocpp" in last_line
    assert "override-dependencies" in last_line


def test_an_entry_of_the_other_in_the_metadata_is_no_reason(site_of_the_other: Path, tmp_path: Path) -> None:
    (metadata,) = site_of_the_other.glob("ocpp-2.1.0.dist-info")
    shutil.copytree(metadata, tmp_path / metadata.name)
    install_ours(tmp_path)

    done = import_ocpp_from(tmp_path)

    assert done.stderr == ""
    assert done.stdout.split() == [ocpp.__version__, str(tmp_path / "ocpp" / "__init__.py")]


def test_empty_folders_that_the_other_left_behind_are_no_reason(tmp_path: Path) -> None:
    (tmp_path / "ocpp" / "v16" / "schemas").mkdir(parents=True)
    install_ours(tmp_path)

    assert import_ocpp_from(tmp_path).returncode == 0


def test_importing_the_package_imports_nothing_that_python_has_not_imported_at_its_start() -> None:
    program = "import sys; before = set(sys.modules); import ocpp; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ocpp"]


@pytest.mark.parametrize("module", ["ocpp.server", "ocpp.client"])
def test_without_websockets_it_is_said_what_to_install(module: str) -> None:
    done = import_without_websockets(module)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f'ImportError: {module} needs websockets 17 or newer: pip install "csms-ocpp[server]"'
    )


@pytest.mark.parametrize("module", ["ocpp.adapters", "ocpp.offline", "ocpp.tls", "ocpp.v201"])
def test_what_needs_no_websockets_is_there_without_it(module: str) -> None:
    done = import_without_websockets(module)
    assert (done.returncode, done.stderr) == (0, "")


def import_without_websockets(module: str) -> subprocess.CompletedProcess[str]:
    program = f"import sys; sys.modules.update(websockets=None, uvloop=None); import {module}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
