"""Write which certification cases the central system passes, from a run of their tests: `make conformance`."""

import re
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from msgspec import Struct

from csms_simulator.stories import left_out, shipped
from tools.environments import ROOT

PAGE = ROOT / "docs" / "topics" / "central-system-conformance.md"
TESTS = ROOT / "packages" / "csms" / "tests" / "conformance"
VERSIONS = ("1.6", "2.0.1")

CASE = re.compile(r"TC_\w+?_CSMS")
"""The id of a case in the name of a test."""

TITLES = {
    "TC_A_04_CSMS": "The certificate and the cipher suites of the central system",
    "TC_A_06_CSMS": "A version of TLS that is too low",
    "TC_A_19_CSMS": "A station goes to a higher security profile",
}
"""Of cases without a story."""

_INTRODUCTION = """\
<!-- Written by `python -m tools.conformance_page` from a run of packages/csms/tests/conformance. -->

# Conformance of the central system

These are the mandatory cases of the certification tests for central systems: those of the profile Core of OCPP 1.6 with
the change of a password, and those of Core and Advanced Security of OCPP 2.0.1. In each of them a station and an
operator do what the case wants, over real sockets and by the HTTP API, and what `csms` sends is looked at on the wire.

Nearly all are [stories](stories.md) of the simulator, told to a server that knows the station, its password and the
tokens, and nothing else. The cases that look into TLS have tests of their own.

```console
$ make conformance
```

runs them and writes the tables below; it fails, and writes nothing, if a case does. The cases are described in our own
words and run by our own programs: that a central system passes them does not mean that it is certified. What the
certification tests look at beside the wire, such as a user interface, is not seen here.
"""


class Status(StrEnum):
    """What has become of a case."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"


class Verdict(Struct, frozen=True):
    """What has become of a case, and why."""

    status: Status
    reason: str = ""


PASSED = Verdict(Status.PASSED)


def titles(version: str) -> dict[str, str]:
    """Return the titles of all cases of a version that there are, by their ids."""
    of_stories = {name: story.title for name, story in shipped(version).items()}
    return dict(sorted((of_stories | {name: TITLES[name] for name in left_out(version)}).items()))


def read_results(junit: Path) -> dict[str, Verdict]:
    """Return what has become of each case, from the report of a run. One with several tests passes if all do."""
    verdicts: dict[str, Verdict] = {}
    for test in ET.parse(junit).iter("testcase"):  # noqa: S314 - pytest has just written it
        match = CASE.search(test.get("name", ""))
        if match is None:
            continue
        verdict = _verdict(test)
        known = verdicts.get(match[0], PASSED)
        verdicts[match[0]] = known if known.status is Status.FAILED or verdict == PASSED else verdict
    return verdicts


def page(verdicts: Mapping[str, Verdict]) -> str:
    """Return the text of the page. Raises: ValueError: a case was not run, or is not known."""
    parts = [_INTRODUCTION]
    unknown = set(verdicts)
    for version in VERSIONS:
        cases = titles(version)
        not_run = [name for name in cases if name not in verdicts]
        if not_run:
            raise ValueError(f"No test has run {', '.join(not_run)}")
        unknown -= set(cases)
        passed = sum(verdicts[name].status is Status.PASSED for name in cases)
        parts += [f"\n## OCPP {version}\n", f"{passed} of {len(cases)} cases are passed.\n"]
        parts += ["| Case | What happens | Result |", "|---|---|---|"]
        parts += [f"| {name} | {title} | {_words(verdicts[name])} |" for name, title in cases.items()]
    if unknown:
        raise ValueError(f"There are no such cases: {', '.join(sorted(unknown))}")
    return "\n".join(parts) + "\n"


def main() -> int:
    """Run the tests and write the page."""
    with TemporaryDirectory() as folder:
        junit = Path(folder) / "junit.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={junit}", str(TESTS), *sys.argv[1:]]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status:
            print(f"{PAGE.relative_to(ROOT)} is left as it is")
            return status
        text = page(read_results(junit))
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")
    return 0


def _verdict(test: ET.Element) -> Verdict:
    for child in test:
        reason = child.get("message", "")
        if child.tag == "skipped":
            return Verdict(Status.NOT_APPLICABLE, reason)
        if child.tag in {"failure", "error"}:
            return Verdict(Status.FAILED, reason)
    return PASSED


def _words(verdict: Verdict) -> str:
    return f"{verdict.status}: {verdict.reason}" if verdict.reason else str(verdict.status)


if __name__ == "__main__":
    sys.exit(main())
