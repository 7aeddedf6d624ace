"""Measure this library beside the PyPI package `ocpp`: `python -m bench`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.cases import CASES, Case
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
from bench.report import Report, as_json, import_line, line_of, markdown_table, terminal_table

PROFILE_SECONDS = 2.0


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line asks for."""
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"only these of: {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="3 short rounds: a first look, in seconds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table for the documentation")
    parser.add_argument("--profile", choices=names, metavar="CASE", help="print where ours spends its time, and stop")
    parser.add_argument("--ours", type=Path, default=Path(sys.executable), metavar="PYTHON", help="our interpreter")
    parser.add_argument("--peer", type=Path, metavar="PYTHON", help="the peer's interpreter (default: one is made)")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.cases) - set(names):
        parser.error(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return parsed


def profile(ours: Interpreter, name: str) -> None:
    """Print the profile of one case."""
    program = next(case.program for case in CASES if case.name == name)
    with Worker(OURS, ours) as worker:
        print(worker.profile(program, PROFILE_SECONDS)["text"])


def compare(ours: Interpreter, peer: Interpreter, cases: Sequence[Case], options: argparse.Namespace) -> bool:
    """Measure, print and write; return whether everything could be measured."""
    effort = QUICK if options.quick else FULL
    warn_of_load()
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
    imports = None if options.cases else measure_imports([(OURS, ours), (PEER_DEFAULT, peer)], effort.imports)

    report = Report(
        lines=[line_of(case, results) for case in cases],
        imports=import_line(imports) if imports else None,
        libraries=libraries,
        results=results,
        rounds=effort.rounds,
    )
    print(terminal_table(report, coloured=sys.stdout.isatty()))
    if options.json is not None:
        options.json.write_text(as_json(report), encoding="utf-8")
    if options.markdown is not None:
        options.markdown.write_text(markdown_table(report), encoding="utf-8")
    for failure in failures:
        say(f"\nnot measured: {failure}")
    return not failures


def main() -> int:
    """Return 0 whether the goals are reached or not: this is no test; 1 when something could not be measured."""
    options = parse_arguments()
    ours = Interpreter(options.ours, is_ours=True)
    try:
        if options.profile is not None:
            profile(ours, options.profile)
            return 0
        peer = Interpreter(options.peer or peer_python(options.ours), is_ours=False)
        cases = [case for case in CASES if not options.cases or case.name in options.cases]
        return 0 if compare(ours, peer, cases, options) else 1
    except WorkerError as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
