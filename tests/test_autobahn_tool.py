"""The program that has the Autobahn suite test our server and client: what it reads, writes and lets loose."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tools.autobahn import BINARY_CASES, LONG_CASES, PAGE, SUBJECTS, is_complete, parse_arguments, specification
from tools.autobahn_echo import OPENERS, SERVERS, run_cases
from tools.autobahn_report import (
    BEGIN,
    END,
    FAILED,
    INFORMATIONAL,
    NON_STRICT,
    OK,
    UNIMPLEMENTED,
    BrokenReportError,
    Result,
    Run,
    as_json,
    deviation_table,
    generated_part,
    outcome_of,
    put_between_marks,
    read_results,
    section_table,
    summary_line,
)
from tools.autobahn_suite import NO_PYTHON_2, NoPython2Error, find_python_2
from tools.environments import ROOT

RUN = Run(
    "server",
    "Server",
    [
        Result("1.1.1", OK),
        Result("1.1.2", OK),
        Result("6.4.1", NON_STRICT, "Send *this*|that", "timeout A", "timeout A, timeout B", "1007 not UTF-8"),
        Result("10.1.1", FAILED, "Send much", "message of 9", "nothing", "1002"),
    ],
    seconds=83.4,
)


# What wstest reports


@pytest.mark.parametrize(
    ("behavior", "behavior_close", "outcome"),
    [
        (OK, OK, OK),
        (NON_STRICT, OK, NON_STRICT),
        (INFORMATIONAL, INFORMATIONAL, INFORMATIONAL),
        (UNIMPLEMENTED, OK, UNIMPLEMENTED),
        (FAILED, OK, FAILED),
        (OK, FAILED, FAILED),
        (OK, "UNCLEAN", FAILED),
        (NON_STRICT, "WRONG CODE", FAILED),
        (OK, "FAILED BY CLIENT", FAILED),
        ("SOMETHING NEW", OK, FAILED),
    ],
)
def test_a_case_fails_by_its_content_or_by_its_end(behavior: str, behavior_close: str, outcome: str) -> None:
    assert outcome_of(behavior, behavior_close) == outcome


def write_report(folder: Path, cases: dict[str, dict[str, Any] | None]) -> Path:
    """Write a report as wstest does: an index, and a file for each case; None is a case that is OK."""
    index: dict[str, dict[str, Any]] = {}
    for case, detail in cases.items():
        name = f"server_case_{case.replace('.', '_')}.json"
        behavior = OK if detail is None else detail["behavior"]
        close = OK if detail is None else detail.get("behaviorClose", OK)
        index[case] = {"behavior": behavior, "behaviorClose": close, "reportfile": name}
        if detail is not None:
            (folder / name).write_text(json.dumps(detail))
    (folder / "index.json").write_text(json.dumps({"server": index}))
    return folder


def test_results_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    write_report(tmp_path, dict.fromkeys(("10.1.1", "2.10", "2.9", "1.1.1")))

    results = read_results(tmp_path, "server", 4)

    assert [result.case for result in results] == ["1.1.1", "2.9", "2.10", "10.1.1"]
    assert {result.outcome for result in results} == {OK}


def test_what_is_not_ok_is_read_with_what_was_wanted_and_what_came(tmp_path: Path) -> None:
    detail = {
        "behavior": NON_STRICT,
        "description": "Send <b>RSV = 3</b> &amp;\n then Ping.<br><br>MESSAGE PARTS:<br>ab",
        "expected": {NON_STRICT: [], OK: [["message", "Hello", False], ["timeout", "A"]]},
        "received": [["pong", "abc"]] * 5,
        "remoteCloseCode": 1002,
        "remoteCloseReason": "reserved bits must be 0",
    }
    write_report(tmp_path, {"3.3": detail})

    (result,) = read_results(tmp_path, "server", 1)

    assert result == Result(
        case="3.3",
        outcome=NON_STRICT,
        description="Send RSV = 3 & then Ping.",
        wanted="message of 5, timeout A",
        came="pong of 3, pong of 3, 3 more",
        close="1002 reserved bits must be 0",
    )


def test_an_end_that_is_wrong_is_told_with_the_suites_reason(tmp_path: Path) -> None:
    detail: dict[str, Any] = {
        "behavior": OK,
        "behaviorClose": "WRONG CODE",
        "description": "Close",
        "expected": {OK: []},
        "received": [],
        "remoteCloseCode": None,
        "resultClose": "The close code should have been 1000 or empty",
    }
    write_report(tmp_path, {"7.1.5": detail})

    (result,) = read_results(tmp_path, "server", 1)

    assert result.outcome == FAILED
    assert (result.wanted, result.came) == ("nothing", "nothing")
    assert result.close == "no close frame (The close code should have been 1000 or empty)"


def test_cases_that_are_missing_in_the_report_are_noticed(tmp_path: Path) -> None:
    write_report(tmp_path, {"1.1.1": None})

    with pytest.raises(BrokenReportError, match="was to run 2 cases and has reported 1"):
        read_results(tmp_path, "server", 2)
    with pytest.raises(BrokenReportError, match="no report about client"):
        read_results(tmp_path, "client", 1)
    with pytest.raises(BrokenReportError, match="no report about server"):
        read_results(tmp_path / "elsewhere", "server", 1)


# What is written


def test_the_sections_are_counted() -> None:
    assert section_table(RUN).splitlines() == [
        "| section | cases | OK | non-strict | informational | not implemented | failed |",
        "|---|---:|---:|---:|---:|---:|---:|",
        "| 1 Framing | 2 | 2 | - | - | - | - |",
        "| 6 UTF-8 | 1 | - | 1 | - | - | - |",
        "| 10 Auto-fragmentation | 1 | - | - | - | - | 1 |",
        "| **all** | 4 | 2 | 1 | - | - | 1 |",
    ]


def test_deviations_are_listed_as_plain_text() -> None:
    assert deviation_table(RUN, [NON_STRICT]).splitlines()[2:] == [
        r"| 6.4.1 | Send \*this\*\|that | timeout A | timeout A, timeout B | 1007 not UTF-8 |"
    ]
    assert not deviation_table(RUN, [UNIMPLEMENTED])


def test_a_run_is_summed_up_in_a_line() -> None:
    assert summary_line(RUN) == "server: 4 cases in 1 min 23 s: 2 OK, 1 non-strict, 1 failed"


def test_the_json_holds_every_case() -> None:
    content = json.loads(as_json([RUN], {"websockets": "1"}))

    assert content["versions"] == {"websockets": "1"}
    (run,) = content["runs"]
    assert run["counts"] == {OK: 2, NON_STRICT: 1, INFORMATIONAL: 0, UNIMPLEMENTED: 0, FAILED: 1}
    assert [case["case"] for case in run["cases"]] == ["1.1.1", "1.1.2", "6.4.1", "10.1.1"]


def test_only_what_is_between_the_marks_is_exchanged() -> None:
    generated = generated_part([RUN], {"websockets": "1"})
    page = put_between_marks(f"# Title\n\n{BEGIN}\nold\n{END}\n\nEnd.\n", generated)

    assert page.startswith(f"# Title\n\n{BEGIN}\n\nTested: websockets 1.\n\n## Server\n\nIn 1 min 23 s:\n\n| section |")
    assert page.endswith(f"\n\n{END}\n\nEnd.\n")
    assert "old" not in page
    assert page.index("Cases that failed:") < page.index("Cases that are non-strict:")
    assert put_between_marks(page, generated) == page
    with pytest.raises(ValueError, match="lacks the lines"):
        put_between_marks("# Title\n", "new")


def test_the_page_has_the_marks() -> None:
    assert put_between_marks(PAGE.read_text(encoding="utf-8"), "new")


# What is asked for


@pytest.mark.parametrize("arguments", [["server"], ["--quick"], ["--cases", "6.4.*"]])
def test_only_a_complete_run_is_for_the_page(arguments: Sequence[str]) -> None:
    assert is_complete(parse_arguments([]))
    assert not is_complete(parse_arguments(arguments))


def test_the_suite_is_told_which_cases_to_run() -> None:
    quick = parse_arguments(["--quick", "--cases", "1.*", "9.*"])

    listening = specification(SUBJECTS["server-listen"], "server-listen", "ws://127.0.0.1:7", quick)
    client = specification(SUBJECTS["client"], "client", "ws://127.0.0.1:7", quick)

    assert listening["servers"] == [{"agent": "server-listen", "url": "ws://127.0.0.1:7/server-listen"}]
    assert listening["cases"] == ["1.*", "9.*"]
    assert sorted(listening["exclude-cases"]) == sorted([*BINARY_CASES, *LONG_CASES])
    assert client["url"] == "ws://127.0.0.1:7"
    assert sorted(client["exclude-cases"]) == sorted(LONG_CASES)


def test_every_subject_has_its_program() -> None:
    for subject in SUBJECTS.values():
        assert subject.program in (SERVERS if subject.side == "server" else OPENERS)


# Python 2.7


def program(path: Path, answer: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


def test_a_python_2_is_found_behind_programs_that_are_not_or_do_not_run(tmp_path: Path) -> None:
    program(tmp_path / "shims" / "python2.7", "echo 'pyenv: python2.7: command not found' >&2; exit 127")
    program(tmp_path / "shims" / "pypy", "printf '3.10 /usr/bin/pypy3'")
    program(tmp_path / "pyenv" / "versions" / "2.7.18" / "bin" / "python2.7", "printf '2.7 /where/it/is'")

    assert find_python_2(str(tmp_path / "shims"), tmp_path / "pyenv") == Path("/where/it/is")


def test_without_a_python_2_the_program_says_so_and_exits_with_2(tmp_path: Path) -> None:
    with pytest.raises(NoPython2Error, match=r"needs Python 2\.7"):
        find_python_2(str(tmp_path), tmp_path)

    environ = {"PATH": str(tmp_path), "PYENV_ROOT": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "tools.autobahn"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == NO_PYTHON_2 + "\n"


# What the suite is let loose on


@asynccontextmanager
async def echo_server(name: str) -> AsyncGenerator[str]:
    async with SERVERS[name]() as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/autobahn"


@pytest.mark.parametrize("name", SERVERS)
async def test_the_servers_send_back_what_they_receive(name: str) -> None:
    async with echo_server(name) as url, connect(url, max_size=None) as connection:
        for message in ("", "grüß dich", "x" * 2**21):
            await connection.send(message)
            assert await connection.recv() == message


@pytest.mark.parametrize("name", ["recv", "websockets"])
async def test_the_servers_send_back_binary_messages_as_such(name: str) -> None:
    async with echo_server(name) as url, connect(url) as connection:
        await connection.send(b"\xff\x00")
        assert await connection.recv() == b"\xff\x00"


async def test_the_callback_door_takes_text_only() -> None:
    async with echo_server("listen") as url, connect(url) as connection:
        await connection.send(b"\xff\x00")
        with pytest.raises(ConnectionClosed):
            await connection.recv()
        assert connection.close_code == 1003


@pytest.mark.parametrize("name", OPENERS)
async def test_the_clients_run_every_case_and_ask_for_the_report(name: str) -> None:
    """A case whose handshake fails does not keep them from the next."""
    asked: list[str] = []
    echoes: list[str | bytes] = []

    async def suite(connection: ServerConnection) -> None:
        assert connection.request is not None
        asked.append(connection.request.path)
        if connection.request.path == "/getCaseCount":
            await connection.send("3")
        elif connection.request.path.startswith("/runCase"):
            for message in ("text", b"binary"):
                await connection.send(message)
                echoes.append(await connection.recv())

    def refuse_the_second_case(connection: ServerConnection, request: Request) -> Response | None:
        return connection.respond(400, "no") if request.path.startswith("/runCase?case=2") else None

    async with serve(suite, "127.0.0.1", 0, process_request=refuse_the_second_case) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        await run_cases(OPENERS[name], f"ws://127.0.0.1:{port}", "us")

    assert asked == ["/getCaseCount", "/runCase?case=1&agent=us", "/runCase?case=3&agent=us", "/updateReports?agent=us"]
    assert echoes == ["text", b"binary"] * 2
