"""Reports: for people, for CI, for programs."""

import io
import json
from xml.etree import ElementTree as ET

from rich.console import Console

from csms_simulator.stories import Outcome, Problem, SkippedStory, StepResult, Story, StoryResult
from csms_simulator.stories.report import as_json, junit, print_story, print_summary
from csms_simulator.stories.story import Connect, Version

PROBLEM = Problem("a [b]word[/b]", "\x00 <&> instead", ('-> [2,"1","Heartbeat",{}]',), "the log")


def result(name: str = "TC_1", problem: Problem | None = None, version: Version = "1.6") -> StoryResult:
    story = Story(id=name, title="A <title>", version=version, description="D", steps=(Connect(),))
    outcome = Outcome.PASSED if problem is None else Outcome.FAILED
    steps = (
        StepResult(1, "connect [now]", outcome, 1.5, problem, "no [such] station" if problem else None),
        StepResult(2, "wait", Outcome.PASSED if problem is None else Outcome.NOT_RUN),
    )
    return StoryResult(story, "CP-1", 1_767_225_600.0, 2.25, steps, ('-> [2,"1","Heartbeat",{}]', "<- \ud800 \x01"))


def printed(*results: StoryResult) -> str:
    console = Console(file=io.StringIO(), width=200)
    for each in results:
        print_story(each, console)
    print_summary(results, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_people_see_each_step() -> None:
    text = printed(result())
    assert "TC_1 A <title> OCPP 1.6, 2.2 s" in text
    assert "\u2713  1 connect [now]" in text
    assert "1 of 1 stories passed" in text


def test_people_see_why_a_step_failed() -> None:
    lines = [line.strip() for line in printed(result(problem=PROBLEM)).splitlines()]
    assert "\u2717  1 connect [now]" in lines
    assert "the operator could not do it: no [such] station" in lines
    assert "expected a [b]word[/b]" in lines
    assert "look at  the log" in lines
    assert '-> [2,"1","Heartbeat",{}]' in lines
    assert "-  2 wait" in lines
    assert "0 of 1 stories passed" in lines


def test_junit_has_a_suite_for_each_version_and_a_case_for_each_story() -> None:
    root = ET.fromstring(junit([result("A"), result("B", PROBLEM), result("C", version="2.0.1")]))
    assert root.tag == "testsuites"
    assert root.attrib == {
        "name": "csms-simulator stories",
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
        "time": "6.750",
    }
    suites = root.findall("testsuite")
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("OCPP 1.6", "2", "1"),
        ("OCPP 2.0.1", "1", "0"),
    ]
    assert suites[0].get("timestamp") == "2026-01-01T00:00:00"
    cases = root.findall(".//testcase")
    assert [(case.get("classname"), case.get("name"), case.get("time")) for case in cases] == [
        ("ocpp.1_6", "A A <title>", "2.250"),
        ("ocpp.1_6", "B A <title>", "2.250"),
        ("ocpp.2_0_1", "C A <title>", "2.250"),
    ]
    assert [case.find("failure") is not None for case in cases] == [False, True, False]


def test_junit_holds_what_xml_can_hold() -> None:
    root = ET.fromstring(junit([result("A", PROBLEM)]))
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "step 1: expected a [b]word[/b]; \ufffd <&> instead"
    assert failure.text is not None
    assert failure.text.splitlines()[-1] == '-> [2,"1","Heartbeat",{}]'
    assert root.findtext(".//system-out") == '-> [2,"1","Heartbeat",{}]\n<- \ufffd \ufffd'


def test_json_holds_everything() -> None:
    (story,) = json.loads(as_json([result("A", PROBLEM)]))
    assert story["id"] == "A"
    assert story["outcome"] == "failed"
    assert story["started_at"] == "2026-01-01T00:00:00Z"
    assert story["steps"][0]["problem"]["expected"] == "a [b]word[/b]"
    assert story["frames"] == ['-> [2,"1","Heartbeat",{}]', "<- ? \x01"]


def test_stories_that_were_not_run_are_told_of() -> None:
    skipped = [SkippedStory(result("B").story, "it needs [a] password")]
    root = ET.fromstring(junit([result("A")], skipped))
    assert (root.get("tests"), root.get("skipped"), root.get("failures")) == ("2", "1", "0")
    assert [case.find("skipped") is not None for case in root.findall(".//testcase")] == [False, True]
    assert [story["outcome"] for story in json.loads(as_json([result("A")], skipped))] == ["passed", "skipped"]
    console = Console(file=io.StringIO(), width=200)
    print_summary([], console, skipped)
    assert isinstance(console.file, io.StringIO)
    assert "- B was not run: it needs [a] password" in console.file.getvalue()


def test_nothing_ran() -> None:
    assert ET.fromstring(junit([])).get("tests") == "0"
    assert "0 of 0 stories passed" in printed()
