"""Reports of stories: for people, for CI (JUnit XML), and for programs (JSON)."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from csms_simulator.stories.results import Outcome, Problem, SkippedStory, StepResult, StoryResult
from csms_simulator.stories.story import Story

_MARKS = {Outcome.PASSED: "[green]\u2713[/]", Outcome.FAILED: "[red]\u2717[/]", Outcome.NOT_RUN: "[dim]-[/]"}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def print_story(result: StoryResult, console: Console) -> None:
    """Print how a story went, step by step."""
    story = result.story
    colour = "green" if result.has_passed else "red"
    head = f"[bold {colour}]{escape(story.id)}[/] {escape(story.title)}"
    console.print(f"{head} [dim]OCPP {story.version}, {result.duration_s:.1f} s[/]", highlight=False)
    for step in result.steps:
        _print_step(step, console)
    console.print()


def print_summary(results: Sequence[StoryResult], console: Console, skipped: Sequence[SkippedStory] = ()) -> None:
    """Print how many stories passed, which did not, and which were not run."""
    failed = [result for result in results if not result.has_passed]
    passed = len(results) - len(failed)
    console.print(f"[bold]{passed} of {len(results)} stories passed[/]", highlight=False)
    for result in failed:
        problem = result.problem
        why = "" if problem is None else f": expected {problem.expected}; {problem.actual}"
        console.print(f"  [red]\u2717[/] {escape(result.story.id + why)}", highlight=False)
    for story in skipped:
        console.print(f"  [yellow]-[/] {escape(f'{story.story.id} was not run: {story.reason}')}", highlight=False)


def junit(results: Sequence[StoryResult], skipped: Sequence[SkippedStory] = ()) -> bytes:
    """Return the results as JUnit XML: a suite for each version, a test case for each story."""
    root = ET.Element("testsuites", {"name": "csms-simulator stories"} | _counts(results, skipped))
    for version in sorted({each.story.version for each in (*results, *skipped)}):
        ran = [result for result in results if result.story.version == version]
        left = [story for story in skipped if story.story.version == version]
        suite = ET.SubElement(root, "testsuite", {"name": f"OCPP {version}"} | _counts(ran, left))
        if ran:
            started_at = min(result.started_at for result in ran)
            suite.set("timestamp", datetime.fromtimestamp(started_at, UTC).strftime("%Y-%m-%dT%H:%M:%S"))
        for result in ran:
            _add_result(_case(suite, result.story, result.duration_s), result)
        for story in left:
            ET.SubElement(_case(suite, story.story, 0), "skipped", message=_clean(story.reason))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def as_json(results: Sequence[StoryResult], skipped: Sequence[SkippedStory] = ()) -> bytes:
    """Return the results as JSON: a list of stories with their steps, problems and frames."""
    stories = [*map(_result_fields, results), *map(_skipped_fields, skipped)]
    return msgspec.json.format(msgspec.json.encode(stories))


def _result_fields(result: StoryResult) -> dict[str, object]:
    return {
        **_story_fields(result.story),
        "outcome": "passed" if result.has_passed else "failed",
        "station": result.station,
        "started_at": datetime.fromtimestamp(result.started_at, UTC),
        "duration_s": round(result.duration_s, 3),
        "steps": result.steps,
        "frames": [frame.encode(errors="replace").decode() for frame in result.transcript],
    }


def _skipped_fields(skipped: SkippedStory) -> dict[str, object]:
    return {**_story_fields(skipped.story), "outcome": "skipped", "reason": skipped.reason}


def _story_fields(story: Story) -> dict[str, object]:
    return {"id": story.id, "title": story.title, "version": story.version}


def _print_step(step: StepResult, console: Console) -> None:
    console.print(Text.assemble("  ", Text.from_markup(_MARKS[step.outcome]), f" {step.number:2} ", step.words))
    if step.remark is not None:
        console.print(f"       [yellow]the operator could not do it:[/] {escape(step.remark)}", highlight=False)
    if step.problem is not None:
        _print_problem(step.problem, console)


def _print_problem(problem: Problem, console: Console) -> None:
    console.print(f"       [bold]expected[/] {escape(problem.expected)}", highlight=False)
    console.print(f"       [bold]instead[/]  {escape(problem.actual)}", highlight=False)
    if problem.note is not None:
        console.print(f"       [bold]look at[/]  {escape(problem.note)}", highlight=False)
    if problem.frames:
        console.print("       [bold]on the wire since the last thing that was as expected:[/]")
        for frame in problem.frames:
            console.print(Text(f"         {frame}", style="dim"))


def _case(suite: ET.Element, story: Story, duration_s: float) -> ET.Element:
    classname = f"ocpp.{story.version.replace('.', '_')}"
    name = _clean(f"{story.id} {story.title}")
    return ET.SubElement(suite, "testcase", classname=classname, name=name, time=f"{duration_s:.3f}")


def _add_result(case: ET.Element, result: StoryResult) -> None:
    failed = next((step for step in result.steps if step.outcome is Outcome.FAILED), None)
    if failed is not None and failed.problem is not None:
        problem = failed.problem
        failure = ET.SubElement(case, "failure", type="StepFailed")
        failure.set("message", _clean(f"step {failed.number}: expected {problem.expected}; {problem.actual}"))
        failure.text = _clean("\n".join(_failure_lines(failed, problem)))
    ET.SubElement(case, "system-out").text = _clean("\n".join(result.transcript))


def _failure_lines(step: StepResult, problem: Problem) -> Iterable[str]:
    yield f"step {step.number}: {step.words}"
    yield f"expected {problem.expected}"
    yield f"instead  {problem.actual}"
    if step.remark is not None:
        yield f"the operator could not do it: {step.remark}"
    if problem.note is not None:
        yield f"look at  {problem.note}"
    yield from problem.frames


def _counts(results: Sequence[StoryResult], skipped: Sequence[SkippedStory]) -> dict[str, str]:
    return {
        "tests": str(len(results) + len(skipped)),
        "failures": str(sum(not result.has_passed for result in results)),
        "errors": "0",
        "skipped": str(len(skipped)),
        "time": f"{sum(result.duration_s for result in results):.3f}",
    }


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
