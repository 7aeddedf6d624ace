"""What all tests begin with.

In `.ci/run` all programs are installed and a run must mean the same twice: a test that is skipped because a program is
not installed is a failure, and hypothesis draws the same examples each time. Elsewhere it draws new ones, and so finds
what nobody has thought of.
"""

import importlib.util
import os
import signal
from collections.abc import Generator

import pytest

ALL_IS_INSTALLED = "OCPP_TESTS_NEED_ALL_PROGRAMS" in os.environ

# A shell has what it runs in the background ignore Ctrl-C, and so would the programs that the tests end with it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The environment in which the package `ocpp` runs the shared tests has no hypothesis.
if ALL_IS_INSTALLED and importlib.util.find_spec("hypothesis") is not None:
    from hypothesis import settings

    settings.register_profile("the same each time", derandomize=True)
    settings.load_profile("the same each time")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the report of such a test into one of a failure."""
    report = yield
    # What tests of broken text have logged cannot be sent from process to process as it is.
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    if ALL_IS_INSTALLED and report.skipped and "not installed" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in {call.when}: {report.longrepr}"
    return report
