"""How the commands find a server, and what they say when it cannot be asked."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csms.cli import app
from csms.config import load_settings
from csms.console.client import ServerSentEvent, is_loopback, path_of, read_events
from csms.console.session import find_server, find_token
from packages.csms.tests.console.served import TERMINAL, Served


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), env={**TERMINAL, **environment})
    return result.exit_code, result.stderr


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Stranger(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def stranger() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Stranger) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def test_a_server_that_is_not_there_is_told_with_what_to_do(closed_port: int) -> None:
    code, told = run("station", "list", "--server", f"http://127.0.0.1:{closed_port}", "--token", "x")
    assert code == 1
    assert f"There is no server at http://127.0.0.1:{closed_port}" in told
    assert "Is `csms serve` running?" in told


def test_a_wrong_key_is_told_with_where_the_right_one_is(server: Served) -> None:
    code, told = run("station", "list", "--server", server.url, "--token", "wrong")
    assert code == 1
    assert "does not accept the API key from --token or CSMS_TOKEN" in told
    assert "the file api-token of the data folder" in told


def test_a_missing_key_file_is_told(server: Served, tmp_path: Path) -> None:
    code, told = run("station", "list", "--server", server.url, "--data-dir", str(tmp_path))
    assert code == 1
    assert f"{tmp_path / 'api-token'}, which does not exist" in told


def test_server_and_key_can_come_from_the_environment(server: Served) -> None:
    token = (server.data_dir / "api-token").read_text().strip()
    assert run("station", "list", CSMS_SERVER=server.url, CSMS_TOKEN=token) == (0, "")


def test_the_data_folder_can_come_from_the_settings(server: Served) -> None:
    Path("csms.toml").write_text(f"data_dir = {json.dumps(str(server.data_dir))}\nhttp_port = {server.app.http_port}\n")
    assert run("station", "list") == (0, "")


def test_wrong_settings_are_wrong_usage() -> None:
    Path("csms.toml").write_text("http_prt = 8080\n")
    code, told = run("station", "list")
    assert code == 2
    assert "http_port" in told


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http://[", "http://host:port"])
def test_what_is_no_url_is_wrong_usage(url: str) -> None:
    code, told = run("station", "list", "--server", url, "--token", "x")
    assert code == 2
    assert "is no URL of a server" in told


def test_a_key_that_no_header_can_hold_is_wrong_usage() -> None:
    code, told = run("station", "list", "--server", "http://127.0.0.1:1", "--token", "k\xe9y\n")
    assert code == 2
    assert "is no API key" in told


def test_another_program_at_the_address_is_told(stranger: str) -> None:
    code, told = run("station", "list", "--server", stranger, "--token", "x")
    assert code == 1
    assert "answers 404 Not Found, but not as csms does" in told


def test_a_request_that_is_not_valid_is_told_with_the_place(server: Served) -> None:
    result = server.run("station", "add", "CP-P", "--note", "x" * 2001)
    assert result.exit_code == 1
    assert "The request is not valid\n  body.note: " in result.stderr


def test_the_key_of_this_machine_is_sent_to_no_other_machine(tmp_path: Path) -> None:
    (tmp_path / "api-token").write_text("secret\n")
    own = "http://127.0.0.1:8080"
    assert find_token(tmp_path, own, own)[0] == "secret"
    assert find_token(tmp_path, "http://localhost:9", own)[0] == "secret"
    assert find_token(tmp_path, "https://csms.example.com", own)[0] == ""
    assert find_token(tmp_path, "https://csms.example.com", "https://csms.example.com")[0] == "secret"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://[::1]:8080"),
        ("fd00::1", "http://[fd00::1]:8080"),
        ("csms.local", "http://csms.local:8080"),
    ],
)
def test_the_server_of_the_settings_is_found(host: str, url: str) -> None:
    assert find_server(load_settings({"http_host": host}, {}, None)) == url


def test_loopback_is_known() -> None:
    assert is_loopback("http://127.0.0.9:80")
    assert is_loopback("http://[::1]:80")
    assert is_loopback("http://localhost")
    assert not is_loopback("http://localhost.example.com")
    assert not is_loopback("http://192.0.2.1")


def test_names_in_paths_are_quoted() -> None:
    assert path_of("stations", "CP/1 ?#") == "/stations/CP%2F1%20%3F%23"


def test_events_are_read_as_the_standard_says() -> None:
    lines = [
        ": a comment",
        "id: 7",
        "event: one",
        "data: {",
        "data:}",
        "",
        "event: nothing",
        "",
        "data: two",
        "unknown: field",
        "",
        "data: unfinished",
    ]
    assert list(read_events(iter(lines))) == [
        ServerSentEvent("7", "one", "{\n}"),
        ServerSentEvent("7", "message", "two"),
    ]
