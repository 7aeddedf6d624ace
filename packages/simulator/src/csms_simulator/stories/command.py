"""The commands `csms-simulator story run`, `list` and `show`."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from csms_simulator.clock import ScaledClock
from csms_simulator.options import DEFAULT_URL, Ca, Certificate, Key, Password, Speed, Url, checked_url, tls_context
from csms_simulator.stories.engine import MissingNeedError, run_story, variables_for
from csms_simulator.stories.operators import Operator, operator_for
from csms_simulator.stories.reading import StoryError
from csms_simulator.stories.report import as_json, junit, print_story, print_summary
from csms_simulator.stories.results import SkippedStory, StoryResult
from csms_simulator.stories.shipped import FOLDERS, find, left_out, shipped
from csms_simulator.stories.story import Story
from csms_simulator.stories.target import Target

app = typer.Typer(
    name="story",
    help="Run stories against a central system: what happens to a station, and what must be seen on the wire.",
    no_args_is_help=True,
)

Names = Annotated[list[str] | None, typer.Argument(help="Files of stories, or ids of those that come along.")]
Version = Annotated[str | None, typer.Option(help="Of OCPP: 1.6 or 2.0.1.")]


@app.command("run")
def run(
    names: Names = None,
    *,
    url: Url = DEFAULT_URL,
    station: Annotated[str, typer.Option(help="The identity of the station.")],
    every: Annotated[bool, typer.Option("--all", help="Run all stories of the version that come along.")] = False,
    version: Version = None,
    operator: Annotated[
        str, typer.Option(help="Who acts in the central system: prompt, command:PROGRAM or http:URL.")
    ] = "prompt",
    values: Annotated[
        list[str] | None, typer.Option("--set", help="A value that stories need, as token=ABC; may be repeated.")
    ] = None,
    password: Password = None,
    ca: Ca = None,
    cert: Certificate = None,
    key: Key = None,
    speed: Speed = 1.0,
    junit_file: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML to this file.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Run stories; the exit code is 1 if one fails, 2 if one cannot be run."""
    console = Console(stderr=json_output, soft_wrap=True)
    try:
        stories = _chosen(names or [], version, every=every)
        given = dict(map(_assignment, values or []))
        secret = None if password is None else password.replace("{id}", station)
        context = tls_context(url, ca, cert, key)
        target = Target(url=checked_url(url), station=station, password=secret, ssl=context)
        performer = operator_for(operator, lambda text: console.print(f"[bold yellow]{escape(text)}[/]"))
        stories, skipped = _runnable(stories, {"password": secret, **given}, may_skip=every)
        clock = ScaledClock(speed)
    except ValueError as error:
        console.print(f"[red]{escape(str(error))}[/]", highlight=False)
        raise typer.Exit(2) from None
    results = asyncio.run(_run_all(stories, target, operator=performer, values=given, clock=clock, console=console))
    print_summary(results, console, skipped)
    if junit_file is not None:
        junit_file.write_bytes(junit(results, skipped))
    if json_output:
        sys.stdout.buffer.write(as_json(results, skipped) + b"\n")
    if not all(result.has_passed for result in results):
        raise typer.Exit(1)


@app.command("list")
def list_stories(version: Version = None) -> None:
    """List the stories that come along, and the mandatory cases that have none."""
    console = Console()
    for name in [version] if version else FOLDERS:
        table = Table("id", "title", title=f"OCPP {name}", title_justify="left", box=None, pad_edge=False)
        try:
            for story in shipped(name).values():
                table.add_row(escape(story.id), escape(story.title))
        except ValueError as error:
            console.print(f"[red]{escape(str(error))}[/]", highlight=False)
            raise typer.Exit(2) from None
        console.print(table)
        for case, reason in left_out(name).items():
            console.print(f"[dim]{escape(case)} has no story: {escape(reason)}[/]", highlight=False)
        console.print()


@app.command("show")
def show(name: Annotated[str, typer.Argument(help="The id of a story, or its file.")]) -> None:
    """Show a story: what it is about, what it needs, and its YAML."""
    console = Console()
    try:
        story = find(name)
    except StoryError as error:
        console.print(f"[red]{escape(str(error))}[/]", highlight=False)
        raise typer.Exit(2) from None
    console.print(f"[bold]{escape(story.id)}[/] {escape(story.title)} [dim]OCPP {story.version}[/]", highlight=False)
    console.print(escape(story.description.strip()), highlight=False)
    for need, details in story.needs.items():
        default = "" if details.default is None else f" (default: {details.default})"
        console.print(f"needs [bold]{need}[/]: {escape(details.description + default)}", highlight=False)
    console.print()
    console.print(Path(story.source).read_text(encoding="utf-8"), markup=False, highlight=False)


async def _run_all(
    stories: Sequence[Story],
    target: Target,
    *,
    operator: Operator,
    values: dict[str, str],
    clock: ScaledClock,
    console: Console,
) -> list[StoryResult]:
    results: list[StoryResult] = []
    for story in stories:
        result = await run_story(story, target, operator=operator, values=values, clock=clock)
        print_story(result, console)
        results.append(result)
    return results


def _chosen(names: Sequence[str], version: str | None, *, every: bool) -> list[Story]:
    """Return the stories to run. Raises: StoryError, ValueError."""
    if every:
        if names:
            raise ValueError("Give names of stories, or --all, not both")
        return [story for name in ([version] if version else FOLDERS) for story in shipped(name).values()]
    if not names:
        raise ValueError("Say which stories to run: files, ids, or --all")
    stories = [find(name) for name in names]
    others = [story for story in stories if version is not None and story.version != version]
    if others:
        raise ValueError(f"{others[0].id} is a story of OCPP {others[0].version}, not {version}")
    return stories


def _runnable(
    stories: Sequence[Story], values: Mapping[str, object], *, may_skip: bool
) -> tuple[list[Story], list[SkippedStory]]:
    """Return the stories whose needs have values, and the others. Raises: MissingNeedError for one that was named."""
    runnable: list[Story] = []
    skipped: list[SkippedStory] = []
    for story in stories:
        try:
            variables_for(story, values)
        except MissingNeedError as error:
            if not may_skip:
                raise
            skipped.append(SkippedStory(story, str(error)))
        else:
            runnable.append(story)
    return runnable, skipped


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"--set needs NAME=VALUE, not {text!r}")
    return name, value
