"""Who acts in the central system: a person, a program, a server, a function."""

import asyncio
import json
import os
import sys
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from csms_simulator.stories import FunctionOperator, Operator, OperatorError, Order, operator_for
from csms_simulator.stories.operators import CommandOperator, HttpOperator, PromptOperator

ORDER = Order("CP-1", "remote_start", {"evse": 1, "token": "A; touch $HOME `id`"})


def perform(operator: Operator, order: Order = ORDER) -> None:
    asyncio.run(operator.perform(order))


def test_a_person_is_told_what_to_do_and_has_time() -> None:
    said: list[str] = []
    operator = PromptOperator(said.append)
    perform(operator)
    assert said == [
        "Please start charging in the central system: remote start at station CP-1: evse 1, token A; touch $HOME `id`"
    ]
    assert operator.patience_s >= 60


SHOW = f"""{sys.executable} -c 'import json, os, sys
arguments = sys.argv[2:] + [os.environ["CSMS_STATION"], os.environ["CSMS_ACTION"], os.environ["CSMS_ARGUMENTS"]]
open(sys.argv[1], "w").write(json.dumps(arguments))'"""


def test_a_program_gets_arguments_that_no_shell_sees(tmp_path: Path) -> None:
    out = tmp_path / "out"
    perform(CommandOperator(f"{SHOW} {out} {{station}} do={{action}} {{token}} {{evse}} {{json}} {{other}}"))
    arguments = json.loads(out.read_text())
    assert arguments[:4] == ["CP-1", "do=remote_start", "A; touch $HOME `id`", "1"]
    assert json.loads(arguments[4]) == ORDER.arguments
    assert arguments[5:8] == ["{other}", "CP-1", "remote_start"]
    assert json.loads(arguments[8]) == ORDER.arguments


def test_what_stands_in_a_value_is_not_filled_in_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    perform(CommandOperator(f"{SHOW} {out} {{token}}"), Order("CP-1", "swipe", {"token": "{station}"}))
    assert json.loads(out.read_text())[0] == "{station}"


def test_a_program_that_fails_is_told_of() -> None:
    with pytest.raises(OperatorError, match=r"ended with 3: no such station"):
        perform(CommandOperator(f"{sys.executable} -c 'print(\"no such station\"); raise SystemExit(3)'"))


def test_a_program_that_does_not_exist_is_told_of() -> None:
    with pytest.raises(OperatorError, match="no-such-program cannot be started: No such file or directory"):
        perform(CommandOperator("no-such-program {action}"))


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(OperatorError, match=r"did not end within 0\.5 s"):
        perform(CommandOperator(f'{sys.executable} -c "{code}" {pid}', timeout_s=0.5))
    if pid.exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid.read_text()), 0)


class _Requests(HTTPServer):
    bodies: list[Any]
    status = 204


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, _Requests)
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()
        if self.server.status >= 400:
            self.wfile.write(b"no such station")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def requests() -> Generator[_Requests]:
    with _Requests(("127.0.0.1", 0), _Handler) as server:
        server.bodies = []
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_server_gets_json(requests: _Requests) -> None:
    perform(HttpOperator(f"http://127.0.0.1:{requests.server_port}/operate"))
    assert requests.bodies == [{"station": "CP-1", "action": "remote_start", "arguments": ORDER.arguments}]


def test_a_server_that_refuses_is_told_of(requests: _Requests) -> None:
    requests.status = 404
    with pytest.raises(OperatorError, match=r"answered 404: no such station"):
        perform(HttpOperator(f"http://127.0.0.1:{requests.server_port}/operate"))


def test_a_server_that_is_not_there_is_told_of() -> None:
    with pytest.raises(OperatorError, match="Connection refused"):
        perform(HttpOperator("http://127.0.0.1:9"))


def test_a_function_is_called_and_its_errors_are_told() -> None:
    orders: list[Order] = []

    async def take(order: Order) -> None:
        orders.append(order)
        raise LookupError("no such station")

    with pytest.raises(OperatorError, match="LookupError: no such station"):
        perform(FunctionOperator(take))
    assert orders == [ORDER]


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("prompt", PromptOperator),
        ("command:curl {json}", CommandOperator),
        ("http:http://127.0.0.1/x", HttpOperator),
        ("http://127.0.0.1/x", HttpOperator),
        ("https://127.0.0.1/x", HttpOperator),
    ],
)
def test_the_command_line_names_the_operator(description: str, kind: type) -> None:
    assert isinstance(operator_for(description, print), kind)


@pytest.mark.parametrize(
    "description", ["", "prompt:me", "command:", "command:'a", "http:file:///etc/passwd", "mail:x"]
)
def test_what_is_no_operator(description: str) -> None:
    with pytest.raises(ValueError, match=r"operator|quotation"):
        operator_for(description, print)
