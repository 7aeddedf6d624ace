"""Every program in examples/ runs as a developer starts it, over real sockets."""

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DEADLINE_S = 60
BOOT = {"chargePointVendor": "The Mobility House", "chargePointModel": "Optimus"}


class Program:
    """A running example; its output is read line by line."""

    def __init__(self, path: str, *arguments: str, environ: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", str(EXAMPLES / path), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **(environ or {})},
        )
        self.output = ""
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return the first line from here on that matches."""
        deadline = time.monotonic() + DEADLINE_S
        while (line := self._lines.get(timeout=max(deadline - time.monotonic(), 0.001))) is not None:
            self.output += line
            if match := re.search(pattern, line):
                return match
        raise AssertionError(f"The program ended without {pattern!r}:\n{self.output}")

    def end(self) -> int:
        """Return the exit code, and have read all output."""
        code = self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        while (line := self._lines.get(timeout=DEADLINE_S)) is not None:
            self.output += line
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)


@contextmanager
def run(path: str, *arguments: str, environ: dict[str, str] | None = None) -> Generator[Program]:
    program = Program(path, *arguments, environ=environ)
    try:
        yield program
    finally:
        program.close()


@pytest.mark.parametrize("version", ["v16", "v201", "v21"])
def test_the_charge_point_charges_at_the_central_system_of_its_version(version: str) -> None:
    with run(f"{version}/central_system.py", "0") as central_system:
        port = central_system.wait_for(r"port (\d+)")[1]
        with run(f"{version}/charge_point.py", f"ws://127.0.0.1:{port}/STATION-7") as charge_point:
            assert charge_point.end() == 0, charge_point.output
        central_system.process.send_signal(signal.SIGINT)
        assert central_system.end() == 0, central_system.output
    assert "Accepted at 20" in charge_point.output
    assert re.search(r"Transaction \S+ is over", charge_point.output)
    assert "STATION-7 is a Optimus by Example" in central_system.output
    for text in {
        "v16": (
            "HeartbeatInterval",
            "starts transaction 1 of CARD-1",
            "['1500', '7.4']",
            "stops transaction 1 at 2000",
        ),
        "v201": (
            "a report with Accepted",
            "ChargingStation.Available = ['true']",
            "Started transaction T-1",
            "[1500.0]",
        ),
        "v21": ("remote start with Accepted", "streams ['7400', '7390']", "Ended transaction T-1"),
    }[version]:
        assert text in central_system.output
    for output in (charge_point.output, central_system.output):
        assert "Traceback" not in output


def test_the_central_system_on_websockets_takes_charge_points() -> None:
    with run("with_websockets.py", "0") as program:
        port = program.wait_for(r"port (\d+)")[1]
        with station(f"ws://127.0.0.1:{port}/STATION-7", "ocpp1.6") as websocket:
            assert ask(websocket, "BootNotification", BOOT)["status"] == "Accepted"
            assert set(ask(websocket, "Heartbeat", {})) == {"currentTime"}
        program.wait_for("STATION-7 is a Optimus by The Mobility House")
        program.wait_for("STATION-7 has left")
        program.process.send_signal(signal.SIGINT)
        assert program.end() == 0
    assert "Traceback" not in program.output


@contextmanager
def central_system(*arguments: str, environ: dict[str, str] | None = None) -> Generator[tuple[Program, str]]:
    """Run the central system that `make run` starts; give it and its URL without the identity."""
    with run("central_system", "--port", "0", *arguments, environ=environ) as program:
        url = program.wait_for(r"(ws://\S+?/)<id>")[1]
        yield program, url
        program.process.send_signal(signal.SIGTERM)
        assert program.end() == 0
        assert "Traceback" not in program.output


@contextmanager
def station(url: str, *subprotocols: str) -> Generator[ClientConnection]:
    with connect(url, subprotocols=[Subprotocol(name) for name in subprotocols] or None) as websocket:
        yield websocket


def ask(websocket: ClientConnection, action: str, payload: dict[str, Any]) -> Any:
    """Return the payload of the answer to a request."""
    answer = exchange(websocket, [2, "12345", action, payload])
    assert answer[:2] == [3, "12345"], answer
    return answer[2]


def exchange(websocket: ClientConnection, message: Sequence[Any]) -> Any:
    websocket.send(json.dumps(message))
    return json.loads(websocket.recv(timeout=DEADLINE_S))


def test_a_client_without_subprotocol_is_served_as_1_6_with_a_warning() -> None:
    with central_system() as (program, url):
        with station(f"{url}test_charge_point") as websocket:
            answer = ask(websocket, "BootNotification", BOOT)
        assert set(answer) == {"currentTime", "interval", "status"}
        assert answer["status"] == "Accepted"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer["currentTime"])
        program.wait_for("test_charge_point .*no subprotocol.*served as ocpp1.6")
        program.wait_for(r'→ BootNotification .*chargePointVendor="The Mobility House" chargePointModel=Optimus')
        program.wait_for("← BootNotification .*status=Accepted")


def test_the_core_profile_of_1_6_is_answered() -> None:
    def start(connector: int) -> dict[str, Any]:
        timestamp = "2026-01-31T12:00:00Z"
        return {"connectorId": connector, "idTag": "CARD", "meterStart": 100, "timestamp": timestamp}

    with central_system("--block", "stolen") as (program, url), station(f"{url}CP", "ocpp1.6") as websocket:
        assert ask(websocket, "Authorize", {"idTag": "CARD"}) == {"idTagInfo": {"status": "Accepted"}}
        assert ask(websocket, "Authorize", {"idTag": "STOLEN"}) == {"idTagInfo": {"status": "Blocked"}}
        assert ask(websocket, "StartTransaction", start(1))["transactionId"] == 1
        assert ask(websocket, "StartTransaction", start(2))["transactionId"] == 2
        assert ask(websocket, "StartTransaction", start(1))["transactionId"] == 1  # the same, repeated
        meter_value = {"timestamp": "2026-01-31T12:10:00Z", "sampledValue": [{"value": "7.4", "unit": "kW"}]}
        assert ask(websocket, "MeterValues", {"connectorId": 1, "meterValue": [meter_value]}) == {}
        program.wait_for("→ MeterValues .*7.4 kW")
        stop = {"transactionId": 1, "meterStop": 1350, "timestamp": "2026-01-31T13:00:00Z"}
        assert ask(websocket, "StopTransaction", stop) == {}
        program.wait_for("ended transaction 1 of CARD on 1: 1250 Wh")
        assert set(ask(websocket, "Heartbeat", {})) == {"currentTime"}
        status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        assert ask(websocket, "StatusNotification", status) == {}
        assert ask(websocket, "DataTransfer", {"vendorId": "Vendor"}) == {"status": "UnknownVendorId"}
        assert ask(websocket, "DiagnosticsStatusNotification", {"status": "Idle"}) == {}
        assert ask(websocket, "FirmwareStatusNotification", {"status": "Idle"}) == {}
        assert ask(websocket, "LogStatusNotification", {"status": "Idle", "requestId": 1}) == {}
        event = {"type": "StartupOfTheDevice", "timestamp": "2026-01-31T12:00:00Z"}
        assert ask(websocket, "SecurityEventNotification", event) == {}
        assert ask(websocket, "SignCertificate", {"csr": "CSR"}) == {"status": "Rejected"}


@pytest.mark.parametrize("subprotocol", ["ocpp2.0.1", "ocpp2.1"])
def test_the_basics_of_2_x_are_answered(subprotocol: str) -> None:
    def event(kind: str, register_wh: float, **more: Any) -> dict[str, Any]:
        timestamp = "2026-01-31T12:00:00Z"
        sample = {"value": register_wh / 1000, "unitOfMeasure": {"unit": "kWh"}}
        return {
            "eventType": kind,
            "timestamp": timestamp,
            "triggerReason": "Trigger",
            "seqNo": 0,
            "transactionInfo": {"transactionId": "T-9"},
            "meterValue": [{"timestamp": timestamp, "sampledValue": [sample]}],
            **more,
        }

    token = {"idToken": "CARD", "type": "ISO14443"}
    with central_system("--block", "stolen") as (program, url), station(f"{url}CS", subprotocol) as websocket:
        boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "Vendor", "model": "Model"}}
        assert ask(websocket, "BootNotification", boot)["status"] == "Accepted"
        assert set(ask(websocket, "Heartbeat", {})) == {"currentTime"}
        assert ask(websocket, "Authorize", {"idToken": token}) == {"idTokenInfo": {"status": "Accepted"}}
        blocked = {**token, "idToken": "Stolen"}
        assert ask(websocket, "Authorize", {"idToken": blocked}) == {"idTokenInfo": {"status": "Blocked"}}
        started = event("Started", 500, idToken=token, evse={"id": 2, "connectorId": 1})
        assert ask(websocket, "TransactionEvent", started) == {"idTokenInfo": {"status": "Accepted"}}
        assert ask(websocket, "TransactionEvent", event("Ended", 2000)) == {}
        program.wait_for(r"ended transaction T-9 of CARD on 2\.1: 1500 Wh")
        status = {"timestamp": "2026-01-31T12:00:00Z", "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
        assert ask(websocket, "StatusNotification", status) == {}
        security_event = {"type": "StartupOfTheDevice", "timestamp": "2026-01-31T12:00:00Z"}
        assert ask(websocket, "SecurityEventNotification", security_event) == {}
        assert ask(websocket, "FirmwareStatusNotification", {"status": "Idle"}) == {}
        assert ask(websocket, "LogStatusNotification", {"status": "Idle"}) == {}
        assert ask(websocket, "DataTransfer", {"vendorId": "Vendor"}) == {"status": "UnknownVendorId"}


def test_a_stream_of_values_is_printed_and_not_answered() -> None:
    with central_system() as (program, url), station(f"{url}CS", "ocpp2.1") as websocket:
        stream = {"id": 1, "pending": 0, "basetime": "2026-01-31T12:00:00Z", "data": [{"t": 0, "v": "7400"}]}
        websocket.send(json.dumps([6, "1", "NotifyPeriodicEventStream", stream]))
        assert ask(websocket, "Heartbeat", {})
        program.wait_for("→ NotifyPeriodicEventStream .*v=7400")


def test_the_subprotocol_is_chosen_in_the_order_of_the_station() -> None:
    with central_system() as (_, url):
        for offered, chosen in (
            (("ocpp2.0.1", "ocpp2.1", "ocpp1.6"), "ocpp2.0.1"),
            (("ocpp1.5", "ocpp1.6"), "ocpp1.6"),
            (("ocpp2.1", "ocpp1.6"), "ocpp2.1"),
        ):
            with station(f"{url}CP", *offered) as websocket:
                assert websocket.subprotocol == chosen


def test_a_station_that_speaks_nothing_of_ours_is_told_why_it_is_refused() -> None:
    reason = "No common subprotocol: offered ocpp1.5, supported ocpp1.6, ocpp2.0.1, ocpp2.1"
    with central_system() as (program, url):
        with pytest.raises(InvalidStatus) as refused, station(f"{url}CP", "ocpp1.5"):
            pass
        assert refused.value.response.status_code == 400
        assert reason in refused.value.response.body.decode()
        program.wait_for(rf"CP +· refused with HTTP 400: {reason}")


def test_a_newer_connection_of_a_station_replaces_the_older_one() -> None:
    with central_system() as (program, url), station(f"{url}CP", "ocpp1.6"), station(f"{url}CP", "ocpp1.6") as newer:
        program.wait_for("CP +· disconnected, closed from here, code 1008 replaced by a newer connection")
        assert ask(newer, "Heartbeat", {})


def test_the_identity_is_the_last_part_of_the_path_decoded_once() -> None:
    with central_system() as (program, url):
        with station(f"{url}prefix//A%20B%2525/?token=1", "ocpp1.6"):
            program.wait_for(r"\d A B%25 +· connected")
        with pytest.raises(InvalidStatus, match="404"), station(url, "ocpp1.6"):
            pass
        program.wait_for(r"127\.0\.0\.1 · refused with HTTP 404: The URL must end in the identity")


def test_errors_are_answered_and_control_characters_do_not_reach_the_terminal() -> None:
    with central_system() as (program, url), station(f"{url}CP", "ocpp1.6") as websocket:
        assert exchange(websocket, [2, "1", "Nonsense\x1b[31m", {}])[0] == 4
        program.wait_for(r"→ Nonsense\\x1b")
        assert exchange(websocket, [2, "2", "BootNotification", {}])[:3] == [4, "2", "OccurenceConstraintViolation"]
        program.wait_for("← BootNotification .*OccurenceConstraintViolation.*chargePointModel")
        websocket.send("nonsense")
        program.wait_for("→ .*not valid JSON")
        assert "\x1b" not in program.output


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_connections_with_going_away(stop_signal: signal.Signals) -> None:
    with run("central_system", "--port", "0") as program:
        url = program.wait_for(r"(ws://\S+?/)<id>")[1]
        with station(f"{url}CP", "ocpp1.6") as websocket:
            program.process.send_signal(stop_signal)
            with pytest.raises(ConnectionClosed) as closed:
                websocket.recv(timeout=DEADLINE_S)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001
        assert program.end() == 0
        assert "Traceback" not in program.output


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        port = occupied.getsockname()[1]
        with run("central_system", "--port", str(port)) as program:
            assert program.end() == 1
            assert program.output.startswith(f"Port {port} is in use")
            assert program.output.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX")
@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_are_for_terminals_that_want_them(no_color: str) -> None:
    import pty  # noqa: PLC0415

    terminal, inner = pty.openpty()
    command = [sys.executable, str(EXAMPLES / "central_system"), "--port", "0"]
    environ = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color, "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdout=inner, stderr=inner, env=environ)
    os.close(inner)
    try:
        url = ""
        text = b""
        while b"Heartbeat" not in text or b"\n" not in text.rpartition(b"Heartbeat")[2]:
            text += os.read(terminal, 4096)
            if not url and (match := re.search(rb"(ws://\S+?/)<id>", text)):
                url = match[1].decode()
                with station(f"{url}CP", "ocpp1.6") as websocket:
                    ask(websocket, "Heartbeat", {})
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
        os.close(terminal)
    assert (b"\x1b[" in text) == (not no_color)
