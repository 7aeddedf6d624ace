"""The Autobahn suite itself: a Python 2.7 that can run it, its installation, and its command line."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.environments import ROOT, EnvironmentNotMadeError, python_with

CACHE = ROOT / ".cache" / "autobahn"
SUITE = "autobahntestsuite==25.10.1"

# The last of virtualenv that makes environments of Python 2.7. It brings the last pip for them.
VIRTUALENV = "virtualenv==20.21.1"

# All that wstest imports. Of these there are wheels, or sources in plain Python.
REQUIREMENTS = (
    SUITE,
    "attrs==21.4.0",
    "autobahn==0.10.9",
    "Automat==22.10.0",
    "cffi==1.15.1; platform_python_implementation == 'CPython'",
    "constantly==15.1.0",
    "cryptography==3.3.2",
    "enum34==1.1.10",
    "hyperlink==21.0.0",
    "idna==2.10",
    "incremental==16.10.1",
    "ipaddress==1.0.23",
    "Jinja2==2.11.3",
    "klein==17.10.0",
    "linecache2==1.0.0",
    "MarkupSafe==1.1.1",
    "pyasn1==0.5.1",
    "pyasn1-modules==0.3.0",
    "pycparser==2.21",
    "PyHamcrest==1.9.0",
    "pyOpenSSL==19.1.0",
    "service-identity==18.1.0",
    "setuptools==44.0.0",
    "six==1.16.0",
    "traceback2==1.4.0",
    "Twisted==19.10.0",
    "txaio==2.1.0",
    "typing==3.10.0.0",
    "unittest2==1.1.0",
    "Werkzeug==1.0.1",
    "zope.interface==4.6.0",
)

# Masks and checks UTF-8 in C. It has to be compiled; without it, the suite does the same in Python, slowly.
ACCELERATOR = "wsaccel==0.6.6"

NO_PYTHON_2 = (
    "The Autobahn suite needs Python 2.7, and there is none here: no python2.7, pypy2 or pypy2.7 runs from the PATH, "
    "and pyenv has none. Install one (`pyenv install 2.7.18`) and run `make autobahn` again."
)

_QUESTION = "import sys; sys.stdout.write('%d.%d %s' % (sys.version_info[:2] + (sys.executable,)))"


class NoPython2Error(Exception):
    """There is no Python 2.7 on this machine."""


class SuiteNotInstalledError(Exception):
    """The suite could not be installed; the message holds what pip said."""


def find_python_2(path: str | None = None, pyenv: Path | None = None) -> Path:
    """Return a Python 2.7 that runs.

    Args:
        path: folders as in the environment variable PATH, which it is by default.
        pyenv: the folder of pyenv; by default what PYENV_ROOT says, or `~/.pyenv`.

    Raises:
        NoPython2Error: there is none.
    """
    for candidate in _candidates(path, pyenv or Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")):
        try:
            # pyenv puts programs on the PATH that only say that their version is not chosen: so each one is asked.
            answer = subprocess.run(
                [candidate, "-c", _QUESTION], capture_output=True, text=True, timeout=30, check=True
            ).stdout
        except (OSError, subprocess.SubprocessError):
            continue
        version, _, executable = answer.partition(" ")
        if version == "2.7":
            return Path(executable)
    raise NoPython2Error(NO_PYTHON_2)


def install(python_2: Path) -> list[str]:
    """Install the suite below `.cache/autobahn`, unless it is there; return the command `wstest`.

    Raises:
        SuiteNotInstalledError: the package index could not be reached, or pip refused.
    """
    key = hashlib.sha256("\n".join((str(python_2), VIRTUALENV, *REQUIREMENTS, ACCELERATOR)).encode()).hexdigest()
    environment = CACHE / "environment"
    python = environment / "bin" / "python"
    complete = environment / "complete"
    if not complete.exists() or complete.read_text() != key:
        shutil.rmtree(environment, ignore_errors=True)
        try:
            maker = python_with(VIRTUALENV)
        except EnvironmentNotMadeError as error:
            raise SuiteNotInstalledError(str(error)) from error
        _run([maker, "-m", "virtualenv", "--quiet", "--no-download", "--python", python_2, environment])
        pip = [python, "-W", "ignore", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
        _run([*pip, "--prefer-binary", *REQUIREMENTS])
        try:
            _run([*pip, ACCELERATOR])
        except SuiteNotInstalledError:
            print(f"{ACCELERATOR} could not be built: the suite will be slow")
        complete.write_text(key)
    return [str(python), "-u", "-c", "from autobahntestsuite.wstest import run; run()"]


def _candidates(path: str | None, pyenv: Path) -> Iterator[Path]:
    for name in ("python2.7", "pypy2", "pypy2.7", "pypy", "python2"):
        if found := shutil.which(name, path=path):
            yield Path(found)
    yield from sorted(pyenv.glob("versions/2.7*/bin/python2.7"), reverse=True)
    yield from sorted(pyenv.glob("versions/pypy2*/bin/python2.7"), reverse=True)
    yield from sorted(pyenv.glob("versions/pypy2*/bin/pypy*"), reverse=True)


def _run(command: list[str | Path]) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SuiteNotInstalledError(f"{' '.join(map(str, command))}\n{(done.stderr or done.stdout).strip()}")
