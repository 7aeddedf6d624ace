"""Measure our library, our server and our central system beside others, and our dashboard: `python -m bench`."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import report as library_report
from bench.cases import CASES, Case
from bench.central import driver as central_driver
from bench.central import report as central_report
from bench.central.cases import CASES as CENTRAL_CASES
from bench.central.cases import CentralCase
from bench.central.server import sync_us
from bench.dashboard import driver as dashboard_driver
from bench.dashboard import report as dashboard_report
from bench.dashboard.cases import CASES as DASHBOARD_CASES
from bench.dashboard.cases import DashboardCase
from bench.driver import (
    FULL,
    OURS,
    PEER_DEFAULT,
    PEER_WITHOUT_THREADS,
    QUICK,
    Interpreter,
    Worker,
    WorkerError,
    measure_cases,
    measure_imports,
    say,
    warn_of_load,
)
from bench.environments import peer_python
from bench.report import Report, import_line, line_of, machine
from bench.transport import driver as transport_driver
from bench.transport import report as transport_report
from bench.transport.cases import CASES as TRANSPORT_CASES
from bench.transport.cases import TransportCase
from bench.transport.missing import MissingError
from bench.transport.server import MeasuringError
from bench.transport.toolbox import Toolbox

PROFILE_SECONDS = 2.0

NAMES = [case.name for case in CASES]
TRANSPORT_NAMES = [case.name for case in TRANSPORT_CASES]
CENTRAL_NAMES = [case.name for case in CENTRAL_CASES]
DASHBOARD_NAMES = [case.name for case in DASHBOARD_CASES]
GROUPS = {
    "library": NAMES,
    "transport": TRANSPORT_NAMES,
    "central": CENTRAL_NAMES,
    "dashboard": DASHBOARD_NAMES,
}


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line asks for."""
    everything = [*GROUPS, *(name for names in GROUPS.values() for name in names)]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"only these of: {', '.join(everything)}")
    parser.add_argument("--quick", action="store_true", help="few short rounds: a first look, in seconds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables for the documentation")
    parser.add_argument(
        "--profile",
        choices=[*NAMES, *TRANSPORT_NAMES],
        metavar="CASE",
        help="print where ours spends its time, and stop",
    )
    parser.add_argument("--ours", type=Path, default=Path(sys.executable), metavar="PYTHON", help="our interpreter")
    parser.add_argument("--peer", type=Path, metavar="PYTHON", help="the peer's interpreter (default: one is made)")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.cases) - set(everything):
        parser.error(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(everything)}")
    return parsed


def chosen(words: Sequence[str]) -> set[str]:
    """Return the names of the cases that these words, names or groups, stand for; no words stand for all."""
    return {name for word in words or GROUPS for name in GROUPS.get(word, [word])}


def profile(name: str, options: argparse.Namespace) -> None:
    """Print the profile of one case."""
    for case in TRANSPORT_CASES:
        if case.name == name:
            transport_driver.profile_ours(case, Toolbox(options.ours, options.peer), PROFILE_SECONDS)
            return
    program = next(case.program for case in CASES if case.name == name)
    with Worker(OURS, Interpreter(options.ours, is_ours=True)) as worker:
        print(worker.profile(program, PROFILE_SECONDS)["text"])


def compare_libraries(
    ours: Interpreter, peer: Interpreter, cases: Sequence[Case], options: argparse.Namespace
) -> tuple[Report, list[str]]:
    """Measure; return also what could not be measured."""
    effort = QUICK if options.quick else FULL
    with (
        Worker(OURS, ours) as our_worker,
        Worker(PEER_DEFAULT, peer) as peer_worker,
        Worker(PEER_WITHOUT_THREADS, peer, "--without-threads") as peer_without_threads,
    ):
        peers = (peer_worker, peer_without_threads)
        libraries = {worker.name: worker.describe() for worker in (our_worker, *peers)}
        typed = libraries[OURS]["typed_handlers"]
        if not typed:
            say(f"{libraries[OURS]['path']} has no typed handlers: those cases are left out")
        results, failures = measure_cases(cases, our_worker, peers, effort, typed=typed)
    imports = None
    if len(cases) == len(CASES):
        imports = measure_imports([(OURS, ours), (PEER_DEFAULT, peer)], effort.imports)
    report = Report(
        lines=[line_of(case, results) for case in cases],
        imports=import_line(imports) if imports else None,
        libraries=libraries,
        results=results,
        rounds=effort.rounds,
    )
    return report, failures


def compare(
    cases: Sequence[Case],
    transport_cases: Sequence[TransportCase],
    central_cases: Sequence[CentralCase],
    dashboard_cases: Sequence[DashboardCase],
    options: argparse.Namespace,
) -> list[str]:
    """Measure, print and write; return what could not be measured."""
    document: dict[str, Any] = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    markdown: list[str] = []
    failures: list[str] = []
    warn_of_load()
    if cases:
        ours = Interpreter(options.ours, is_ours=True)
        peer = Interpreter(options.peer or peer_python(options.ours), is_ours=False)
        report, failed = compare_libraries(ours, peer, cases, options)
        print(library_report.terminal_table(report, coloured=sys.stdout.isatty()))
        document |= library_report.as_json(report)
        markdown.append(library_report.markdown_table(report))
        failures += failed
    if transport_cases:
        effort = transport_driver.QUICK if options.quick else transport_driver.FULL
        tools = Toolbox(options.ours, options.peer)
        results, failed = transport_driver.measure_transport(transport_cases, tools, effort)
        lines = transport_report.lines_of(transport_cases, results)
        print("\n" * bool(cases) + transport_report.terminal_table(lines, effort, coloured=sys.stdout.isatty()))
        document["transport"] = transport_report.as_json(lines)
        markdown.append(transport_report.markdown_table(lines, effort))
        failures += failed
    if central_cases:
        effort = central_driver.within_limits(central_driver.QUICK if options.quick else central_driver.FULL)
        disk_us = sync_us()
        results, failed = central_driver.measure_central(central_cases, Toolbox(options.ours, options.peer), effort)
        lines = central_report.lines_of(central_cases, results)
        table = central_report.terminal_table(lines, effort, disk_us, coloured=sys.stdout.isatty())
        print("\n" * bool(cases or transport_cases) + table)
        document["central"] = central_report.as_json(lines, disk_us)
        markdown.append(central_report.markdown_table(lines, effort, disk_us))
        failures += failed
    if dashboard_cases:
        effort = dashboard_driver.QUICK if options.quick else dashboard_driver.FULL
        samples, browser, failed = dashboard_driver.measure_dashboard(
            dashboard_cases, Toolbox(options.ours, options.peer), effort
        )
        lines = dashboard_report.lines_of(dashboard_cases, samples)
        table = dashboard_report.terminal_table(lines, browser, coloured=sys.stdout.isatty())
        print("\n" * bool(cases or transport_cases or central_cases) + table)
        document["dashboard"] = dashboard_report.as_json(lines, browser)
        markdown.append(dashboard_report.markdown_table(lines, browser))
        failures += failed
    if options.json is not None:
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if options.markdown is not None:
        options.markdown.write_text("\n".join(markdown), encoding="utf-8")
    return failures


def main() -> int:
    """Return 0 whether the goals are reached or not: this is no test; 1 when something could not be measured."""
    options = parse_arguments()
    names = chosen(options.cases)
    try:
        if options.profile is not None:
            profile(options.profile, options)
            return 0
        failures = compare(
            [case for case in CASES if case.name in names],
            [case for case in TRANSPORT_CASES if case.name in names],
            [case for case in CENTRAL_CASES if case.name in names],
            [case for case in DASHBOARD_CASES if case.name in names],
            options,
        )
    except (MeasuringError, MissingError, WorkerError) as error:
        failures = [str(error)]
    for failure in failures:
        say(f"\nnot measured: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
