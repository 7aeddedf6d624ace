"""What the benchmarks count and how they judge it."""

import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench.__main__ import GROUPS, chosen
from bench.tables import verdict
from bench.transport import contenders
from bench.transport.cases import CASES, Mode, Row, TransportCase
from bench.transport.contenders import Contender
from bench.transport.driver import QUICK, LoadEffort, LoadMeasured, LoadResults, LoadRounds, measure_case
from bench.transport.report import line_of, markdown_table
from bench.transport.server import cpu_s_of
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
