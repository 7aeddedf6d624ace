"""A test that is skipped because a program is not installed is a failure where all of them should be: in `.ci/run`."""

import os
from collections.abc import Generator

import pytest

ALL_IS_INSTALLED = "OCPP_TESTS_NEED_ALL_PROGRAMS" in os.environ


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the report of such a test into one of a failure."""
    report = yield
    if ALL_IS_INSTALLED and report.skipped and "not installed" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in {call.when}: {report.longrepr}"
    return report
