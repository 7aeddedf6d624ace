"""The page on the conformance of the central system says what its tests say."""

import inspect
from pathlib import Path

import pytest

from csms_simulator.stories import left_out, shipped
from packages.csms.tests.conformance import test_stories, test_tls
from tools.conformance_page import CASE, PAGE, PASSED, VERSIONS, Status, Verdict, page, read_results, titles

SUITE = """<testsuites><testsuite>
<testcase name="test_the_story_is_passed[1.6-TC_001_CSMS]"/>
<testcase name="test_TC_A_04_CSMS_first"><failure message="no"/></testcase>
<testcase name="test_TC_A_04_CSMS_second"/>
<testcase name="test_the_story_is_passed[2.0.1-TC_B_01_CSMS]"><skipped message="There is none."/></testcase>
<testcase name="test_something_else"/>
</testsuite></testsuites>"""


def cases_with_tests() -> set[str]:
    """Return the cases that there is a test for."""
    names = [str(each.id) for each in test_stories.CASES]
    names += [name for name, _ in inspect.getmembers(test_tls, inspect.isfunction)]
    return {match[0] for match in map(CASE.search, names) if match is not None}


def test_the_page_names_the_cases_that_are_tested_and_no_others() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(dict.fromkeys(cases_with_tests(), PASSED)), "run make conformance"


def test_every_mandatory_case_is_tested() -> None:
    for version in VERSIONS:
        assert titles(version).keys() == shipped(version).keys() | left_out(version).keys()
        assert titles(version).keys() <= cases_with_tests()


def test_a_case_that_no_test_ran_is_no_page() -> None:
    with pytest.raises(ValueError, match="No test has run TC_064_CSMS"):
        page(dict.fromkeys(cases_with_tests() - {"TC_064_CSMS"}, PASSED))


def test_a_case_that_there_is_not_is_no_page() -> None:
    with pytest.raises(ValueError, match="no such cases: TC_999_CSMS"):
        page(dict.fromkeys(cases_with_tests() | {"TC_999_CSMS"}, PASSED))


def test_results_are_read_from_the_report_of_a_run(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(SUITE)
    assert read_results(report) == {
        "TC_001_CSMS": PASSED,
        "TC_A_04_CSMS": Verdict(Status.FAILED, "no"),
        "TC_B_01_CSMS": Verdict(Status.NOT_APPLICABLE, "There is none."),
    }


def test_what_is_not_applicable_says_why() -> None:
    told = page(
        dict.fromkeys(cases_with_tests(), PASSED) | {"TC_001_CSMS": Verdict(Status.NOT_APPLICABLE, "There is none.")}
    )
    assert "| TC_001_CSMS | Cold boot | not applicable: There is none. |" in told
    assert "34 of 35 cases are passed." in told
