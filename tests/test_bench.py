"""What the benchmarks count and how they judge it."""

import os
import shutil
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from bench.__main__ import GROUPS, chosen
from bench.central import contenders as central_contenders
from bench.central import driver as central_driver
from bench.central import report as central_report
from bench.central.cases import CASES as CENTRAL_CASES
from bench.central.cases import CentralCase
from bench.central.cases import Mode as CentralMode
from bench.central.cases import Row as CentralRow
from bench.central.contenders import Rows
from bench.central.driver import CentralRounds
from bench.central.measured import Measured, Sample
from bench.central.server import CentralSystem, most_stations
from bench.dashboard import report as dashboard_report
from bench.dashboard.cases import CASES as DASHBOARD_CASES
from bench.dashboard.cases import FIRST_PAINT, LONGEST_TASK, SCRIPT
from bench.dashboard.cases import Figure as DashboardFigure
from bench.dashboard.tasks import tasks_cpu_ms
from bench.tables import verdict
from bench.transport import contenders
from bench.transport.cases import CASES, Mode, Row, TransportCase
from bench.transport.contenders import Contender
from bench.transport.driver import QUICK, LoadEffort, LoadMeasured, LoadResults, LoadRounds, measure_case
from bench.transport.report import line_of, markdown_table
from bench.transport.server import MeasuringError, cpu_s_of
from bench.transport.toolbox import Toolbox

needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="the load generator needs Linux and a C compiler"
)

A_TICK_S = 0.02
"""Some kernels count the CPU time of a process in steps of 10 ms: what took less may have taken nothing."""

A_MOMENT: LoadEffort = replace(QUICK, rounds=2, seconds=0.02, warm_up_seconds=0, links=4, connects=20, held_links=20)


def rounds(*server_cpu_s: float, messages: int = 1000, memory_kib: int = 0) -> LoadRounds:
    return LoadRounds(
        [
            LoadMeasured(
                messages=messages, wall_s=1, server_cpu_s=cpu_s, generator_cpu_s=0.001, server_memory_kib=memory_kib
            )
            for cpu_s in server_cpu_s
        ]
    )


def case_of(mode: Mode, *rows: Row) -> TransportCase:
    return TransportCase("a-case", "a case", mode, rows)


def results_of(**rounds_of: LoadRounds) -> LoadResults:
    return {("a-case", name): measured for name, measured in rounds_of.items()}


OURS = Contender("ours", contenders.FLOOR.start)
OTHER = Contender("other", contenders.FLOOR.start)


@pytest.mark.parametrize(("share", "word"), [(1.0, "reached"), (0.99, "half"), (0.5, "half"), (0.49, "below")])
def test_a_goal_is_reached_half_or_missed(share: float, word: str) -> None:
    assert verdict(share) == word


@pytest.mark.parametrize(("other_cpu_s", "word"), [(0.020, "reached"), (0.019, "half"), (0.0099, "below")])
def test_a_server_is_compared_by_the_median_of_its_rounds(other_cpu_s: float, word: str) -> None:
    case = case_of(Mode.EXCHANGE, Row(OURS), Row(OTHER, OURS, goal=2))
    results = results_of(ours=rounds(0.001, 0.010, 0.5), other=rounds(other_cpu_s))

    line = line_of(case, case.rows[1], results)

    assert line.cost == pytest.approx(1000 * other_cpu_s)
    assert line.times_ours == pytest.approx(100 * other_cpu_s)
    assert line.verdict == word


@pytest.mark.parametrize(("kib", "word"), [(10_000, "reached"), (15_000, "half"), (25_000, "below")])
def test_memory_is_judged_by_its_limit(kib: int, word: str) -> None:
    case = case_of(Mode.HOLD, Row(OURS, limit=10))

    line = line_of(case, case.rows[0], results_of(ours=rounds(1.0, memory_kib=kib)))

    assert line.cost == kib / 1000
    assert line.verdict == word


def test_what_could_not_be_measured_is_in_the_table_without_a_verdict() -> None:
    case = case_of(Mode.EXCHANGE, Row(OURS), Row(OTHER, OURS, goal=2))
    line = line_of(case, case.rows[1], results_of(other=rounds(0.01)))

    assert line.times_ours is None
    assert line.verdict is None
    assert "| other | 10.0 |  | 2x |" in markdown_table([line], QUICK)


def test_words_of_the_command_line_name_cases_or_groups() -> None:
    assert chosen(["transport"]) == {case.name for case in CASES}
    assert chosen(["link-memory", "heartbeat"]) == {"link-memory", "heartbeat"}
    assert chosen([]) == {name for names in GROUPS.values() for name in names}


def test_each_server_is_compared_with_one_of_the_same_case() -> None:
    for case in CASES:
        contestants = [row.contender for row in case.rows]
        assert len({each.title for each in contestants}) == len(contestants)
        assert all(row.against in contestants for row in case.rows if row.against is not None)


@needs_compiler
@pytest.mark.parametrize("mode", list(Mode))
def test_the_load_generator_counts_what_the_floor_answers(mode: Mode) -> None:
    tools = Toolbox(Path(sys.executable), None)
    results, failures = measure_case(case_of(mode, Row(contenders.FLOOR)), tools, A_MOMENT)

    assert not failures
    for measured in results["a-case", "floor in C"].rounds:
        assert measured["messages"] >= 4
        if mode is not Mode.EXCHANGE:
            assert measured["messages"] == 20
        assert 0 <= measured["server_cpu_s"] < measured["wall_s"] + A_TICK_S


@pytest.mark.skipif(sys.platform != "linux", reason="the load generator needs Linux")
def test_the_cpu_time_of_a_process_is_what_it_counts_itself() -> None:
    before = cpu_s_of(os.getpid())
    own_before = time.process_time()
    while time.process_time() - own_before < 3 * A_TICK_S:
        pass

    assert cpu_s_of(os.getpid()) - before == pytest.approx(time.process_time() - own_before, abs=A_TICK_S)


@needs_compiler
def test_an_answer_to_another_call_fails_instead_of_counting() -> None:
    canned = replace(contenders.WEBSOCKETS_BARE, answers_calls=True)
    results, [failure] = measure_case(
        case_of(Mode.EXCHANGE, Row(canned)), Toolbox(Path(sys.executable), None), A_MOMENT
    )

    assert not results
    assert "not the answer to call 0" in failure


A_MOMENT_OF_CENTRAL = replace(
    central_driver.QUICK, rounds=1, stations=3, seconds=0.5, held_stations=5, idle_seconds=0.1
)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="central systems are measured on Linux")


def sample(at_s: float, answered: int, cpu_s: float, memory_kib: int = 0) -> Sample:
    return Sample(at_s, answered, cpu_s, generator_cpu_s=cpu_s, server_memory_kib=memory_kib)


def measured(*samples: Sample, p99_ms: float = 1.0, stations: int = 10) -> Measured:
    before = sample(0, 0, 0.5, memory_kib=1000)
    return Measured(before, list(samples), ramp_s=2.5, stations=stations, answered={}, p50_ms=0.5, p99_ms=p99_ms)


def central_line(row: CentralRow, mode: CentralMode, *rounds_of_it: Measured) -> central_report.Line:
    case = CentralCase("a-case", "a case", mode, (row,))
    rounds_ = {("a-case", row.contender.title): CentralRounds(case, list(rounds_of_it))} if rounds_of_it else {}
    return central_report.line_of(case, row, rounds_)


def test_what_a_central_system_has_answered_counts_from_when_all_stations_charge() -> None:
    row = CentralRow(central_contenders.OURS, goal=100, p99_goal_ms=50)
    line = central_line(
        row,
        CentralMode.METER_VALUES,
        measured(sample(10, 1000, 1.0), sample(11, 1100, 1.1), sample(12, 1200, 1.4), p99_ms=60),
    )

    assert line.measured is not None
    assert line.measured.per_second == pytest.approx(100)
    assert line.measured.server_us == pytest.approx(2000)
    assert line.measured.busy == pytest.approx(0.2)
    assert (line.verdict, line.p99_verdict) == ("reached", "half")


def test_a_station_costs_what_the_server_has_grown_and_worked_since_the_first_one() -> None:
    line = central_line(
        CentralRow(central_contenders.OURS, limit_kib=20), CentralMode.IDLE, measured(sample(10, 0, 1.5, 1300))
    )

    assert line.measured is not None
    assert line.measured.memory_kib == 30
    assert line.measured.server_us == pytest.approx(100_000)
    assert line.measured.settle_s == 2.5
    assert line.verdict == "half"


def test_a_central_system_that_could_not_be_measured_is_in_the_table() -> None:
    effort = central_driver.QUICK
    rate = central_line(CentralRow(central_contenders.OURS, goal=100), CentralMode.TRANSACTIONS)
    memory = central_line(CentralRow(central_contenders.OURS, limit_kib=20), CentralMode.IDLE)

    table = central_report.terminal_table([rate, memory], effort, 1.0, coloured=False)

    assert table.count("not measured") == 2
    assert central_report.markdown_table([rate, memory], effort, 1.0).count("| ours |") == 2


def test_what_was_answered_and_is_not_stored_is_no_result() -> None:
    answered = Counter(MeterValues=3, StartTransaction=2, StopTransaction=1)
    central_driver.check(central_contenders.OURS, answered, Rows(meter_values=3, starts=2, stops=2))
    with pytest.raises(MeasuringError, match="ours: 3 MeterValues were answered, 2 are stored"):
        central_driver.check(central_contenders.OURS, answered, Rows(meter_values=2, starts=2, stops=2))


@on_linux
def test_there_are_no_more_stations_than_files_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415 - it does not exist on Windows

    def limits(kind: int) -> tuple[int, int]:
        return 1024, 1024

    monkeypatch.setattr(resource, "getrlimit", limits)
    assert most_stations(5000) == 824
    assert most_stations(100) == 100


@on_linux
@pytest.mark.parametrize("case", CENTRAL_CASES, ids=lambda case: case.name)
def test_our_central_system_is_measured(case: CentralCase) -> None:
    row = CentralRow(central_contenders.OURS)
    tiny = replace(case, rows=(row,))

    results, failures = central_driver.measure_case(tiny, Toolbox(Path(sys.executable), None), A_MOMENT_OF_CENTRAL)

    assert not failures
    rounds_ = results[case.name, "ours"]
    [seen] = rounds_.rounds
    assert rounds_.server_us > 0
    assert seen.answered["BootNotification"] == seen.stations
    if case.mode.is_rate:
        assert rounds_.per_second > 0
        assert 0 < rounds_.p50_ms <= rounds_.p99_ms


@on_linux
def test_a_central_system_that_does_not_start_says_why() -> None:
    def start(tools: Toolbox, folder: Path) -> contenders.Start:
        return contenders.Start([sys.executable, "-c", "raise SystemExit('no')"], {})

    broken = replace(central_contenders.OURS, start=start)
    with pytest.raises(MeasuringError, match="ours did not start: no"):
        CentralSystem(broken, Toolbox(Path(sys.executable), None))


@pytest.mark.parametrize(
    ("figure", "samples", "value", "word"),
    [
        (SCRIPT, [200.0, 300.0], 300, "reached"),
        (SCRIPT, [301.0], 301, "half"),
        (FIRST_PAINT, [100.0, 900.0, 5000.0], 900, "reached"),
        (FIRST_PAINT, [2001.0], 2001, "below"),
        (LONGEST_TASK, [60.0, 180.0, 70.0], 180, "half"),
        (LONGEST_TASK, [], 0, "reached"),
    ],
)
def test_the_dashboard_is_judged_by_its_limits(
    figure: DashboardFigure, samples: list[float], value: float, word: str
) -> None:
    line = dashboard_report.line_of(figure, {figure: samples})

    assert line.value == value
    assert line.verdict == word


def test_a_task_that_no_browser_tells_of_is_shorter_than_what_they_tell_of() -> None:
    line = dashboard_report.line_of(LONGEST_TASK, {LONGEST_TASK: []})

    table = dashboard_report.markdown_table([line], "a browser")

    assert "| below 50 ms | 100 ms |" in table


def test_what_could_not_be_measured_of_the_dashboard_is_in_the_table() -> None:
    lines = dashboard_report.lines_of(DASHBOARD_CASES, {SCRIPT: [150.0]})

    assert [line.value for line in lines] == [150.0, *[None] * (len(lines) - 1)]
    assert "| not measured | 100 ms |" in dashboard_report.markdown_table(lines, "a browser")


def test_tasks_of_a_page_are_told_by_the_time_of_their_thread() -> None:
    def named(tid: int, name: str) -> dict[str, object]:
        return {"name": "thread_name", "pid": 1, "tid": tid, "ph": "M", "args": {"name": name}}

    def task(tid: int, tdur: int) -> dict[str, object]:
        return {"name": "ThreadControllerImpl::RunTask", "ph": "X", "pid": 1, "tid": tid, "dur": 900_000, "tdur": tdur}

    events = [task(7, 1500), task(7, 42_000), task(8, 800_000), named(7, "CrRendererMain"), named(8, "Compositor")]
    other = {"name": "FunctionCall", "ph": "X", "pid": 1, "tid": 7, "tdur": 99_000}

    assert tasks_cpu_ms(msgspec.json.encode({"traceEvents": [*events, other]})) == [42, 1.5]
    with pytest.raises(MeasuringError, match="no task"):
        tasks_cpu_ms(msgspec.json.encode({"traceEvents": [task(8, 1)]}))
