"""`csms doctor`."""

import json
import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from typer.testing import CliRunner

from csms.cli import app
from csms.config import Settings, load_settings
from csms.console import machine_checks
from csms.console.findings import Finding
from csms.console.machine_checks import check_certificate, check_disk, check_secrets
from csms.console.server_checks import check_port, check_silence
from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import TERMINAL, Served, served

NOW = datetime.now(UTC)


def examine(server: Served, *options: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Return the status and what was found, by check."""
    own = ["--server", server.url, "--data-dir", str(server.data_dir), "--ocpp-host", "127.0.0.1", "--json"]
    result = CliRunner().invoke(app, ["doctor", *own, "--ocpp-port", str(server.app.ocpp_port), *options], env=TERMINAL)
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(result.stdout):
        found.setdefault(finding["check"], []).append(finding)
    return result.exit_code, found


def levels(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.check, finding.level.value) for finding in findings]


def settings(**given: object) -> Settings:
    return load_settings({name: str(value) for name, value in given.items()}, {}, None)


def test_a_server_without_faults_has_none(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        code, found = examine(server)
        assert code == 0
        for check in ("server", "database", "port for stations", "disk space", "secret files", "inbox"):
            assert [finding["level"] for finding in found[check]] == ["ok"], check
        assert "csms user password admin" in found["admin password"][0]["remedy"]
        # What the doctor does is no knock itself.
        server.write_knocks()
        assert examine(server)[1]["inbox"][0]["level"] == "ok"


def test_the_lines_for_people_say_what_to_do(server: Served) -> None:
    own = ["--server", server.url, "--data-dir", str(server.data_dir), "--ocpp-port", str(server.app.ocpp_port)]
    lines = CliRunner().invoke(app, ["doctor", "--ocpp-host", "127.0.0.1", *own], env=TERMINAL).stdout.splitlines()
    assert any(line.startswith("ok   server             csms ") for line in lines)
    assert any(line.strip() == "Change it: csms user password admin" for line in lines)
    assert lines[-1].startswith("0 failed, ")


def test_a_server_that_does_not_run_fails(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        arguments = ["doctor", "--http-port", str(port), "--ocpp-port", str(port - 1), "--data-dir", str(tmp_path)]
        result = CliRunner().invoke(app, [*arguments, "--ocpp-host", "127.0.0.1"], env=TERMINAL)
    assert result.exit_code == 1
    assert "Is `csms serve` running?" in result.stdout
    assert "fail port for stations" in result.stdout


def test_a_key_that_is_not_accepted_fails(server: Served) -> None:
    code, found = examine(server, "--token", "wrong")
    assert code == 1
    assert found["API key"][0]["level"] == "fail"
    assert "inbox" not in found


def test_a_station_that_waits_is_told_with_the_remedy(server: Served) -> None:
    with plugged(server, "STRANGER"):
        server.write_knocks()
        code, found = examine(server)
        assert code == 0
        (knock,) = [finding for finding in found["inbox"] if "STRANGER" in finding["text"]]
        assert knock["level"] == "warn"
        assert "csms station accept STRANGER" in knock["remedy"]


def test_a_station_that_is_connected_and_silent_is_told(server: Served) -> None:
    server.say("station", "add", "SILENT")
    with plugged(server, "SILENT"):
        client = server.client()
        fine = list(check_silence(client, server.app.settings, datetime.now(UTC)))
        assert {finding.level.value for finding in fine} == {"ok"}
        later = datetime.now(UTC) + timedelta(seconds=2 * server.app.settings.heartbeat_interval_s + 120)
        found = list(check_silence(client, server.app.settings, later))
        client.close()
    assert ("silent stations", "warn") in levels(found)
    assert any("csms command trigger SILENT Heartbeat" in finding.remedy for finding in found)


def test_a_port_that_is_closed_fails_and_names_the_public_url() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        (found,) = check_port(settings(public_url=f"wss://127.0.0.1:{port}/ocpp"))
    assert found.level.value == "fail"
    assert f"127.0.0.1:{port} cannot be reached" in found.text
    assert "public-url" in found.remedy


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert levels(list(check_disk(tmp_path / "nowhere"))) == [("disk space", "fail")]
    assert levels(list(check_disk(tmp_path))) == [("disk space", "ok")]
    monkeypatch.setattr(machine_checks, "SPACE_TO_WARN_BYTES", 2**62)
    assert levels(list(check_disk(tmp_path))) == [("disk space", "warn")]
    monkeypatch.setattr(machine_checks, "SPACE_TO_FAIL_BYTES", 2**62)
    assert levels(list(check_disk(tmp_path))) == [("disk space", "fail")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_secrets_that_others_can_read_fail(tmp_path: Path) -> None:
    token = tmp_path / "api-token"
    token.write_text("x")
    token.chmod(0o644)
    (found,) = check_secrets(settings(data_dir=tmp_path))
    assert (found.level.value, found.remedy) == ("fail", f"chmod 600 {token}")
    token.chmod(0o600)
    assert levels(list(check_secrets(settings(data_dir=tmp_path)))) == [("secret files", "ok")]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def tls(tmp_path: Path, certificate: trustme.LeafCert, **more: object) -> Settings:
    """Return settings of a server with a certificate."""
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(b"".join(pem.bytes() for pem in certificate.cert_chain_pems))
    key.write_bytes(certificate.private_key_pem.bytes())
    key.chmod(0o600)
    return settings(tls_cert=chain, tls_key=key, **more)


def test_the_certificate_is_looked_at(tmp_path: Path, authority: trustme.CA) -> None:
    fine = authority.issue_cert("csms.example", not_after=NOW + timedelta(days=90))
    url = "wss://csms.example/ocpp"
    assert levels(list(check_certificate(tls(tmp_path, fine, public_url=url), NOW))) == [
        ("TLS certificate", "ok"),
        ("TLS names", "ok"),
    ]
    found = list(check_certificate(tls(tmp_path, fine, public_url="wss://other.example"), NOW))
    assert levels(found) == [("TLS certificate", "ok"), ("TLS names", "fail")]
    assert "It names csms.example, but chargers connect to other.example" in found[1].text
    assert levels(list(check_certificate(tls(tmp_path, fine), NOW)))[1] == ("TLS names", "warn")


@pytest.mark.parametrize(
    ("starts", "ends", "level", "words"),
    [
        (-10, 20, "warn", "It expires on"),
        (-10, -1, "fail", "It has expired on"),
        (1, 90, "fail", "It is valid from"),
    ],
)
def test_the_dates_of_the_certificate_are_looked_at(
    tmp_path: Path, authority: trustme.CA, starts: int, ends: int, level: str, words: str
) -> None:
    certificate = authority.issue_cert(
        "*.example", not_before=NOW + timedelta(days=starts), not_after=NOW + timedelta(days=ends)
    )
    found = list(check_certificate(tls(tmp_path, certificate, public_url="wss://csms.example"), NOW))
    assert levels(found) == [("TLS certificate", level), ("TLS names", "ok")]
    assert found[0].text.startswith(words)


def test_a_server_with_tls_is_looked_at_without_a_knock(tmp_path: Path, authority: trustme.CA) -> None:
    given = tls(tmp_path, authority.issue_cert("127.0.0.1"))
    with served(tmp_path / "data", tls_cert=given.tls_cert, tls_key=given.tls_key) as server:
        for _ in range(2):
            code, found = examine(server, "--tls-cert", str(given.tls_cert), "--tls-key", str(given.tls_key))
            assert code == 0
            assert [found[check][0]["level"] for check in ("port for stations", "TLS names", "inbox")] == ["ok"] * 3
            server.write_knocks()


def test_a_key_of_another_certificate_fails(tmp_path: Path, authority: trustme.CA) -> None:
    given = tls(tmp_path, authority.issue_cert("csms.example"))
    assert given.tls_key is not None
    given.tls_key.write_bytes(authority.issue_cert("csms.example").private_key_pem.bytes())
    (found,) = check_certificate(given, NOW)
    assert (found.check, found.level.value) == ("TLS certificate", "fail")


def test_no_certificate_is_told_unless_something_before_the_server_ends_tls() -> None:
    assert levels(list(check_certificate(settings(), NOW))) == [("TLS certificate", "warn")]
    behind = settings(public_url="wss://csms.example")
    assert levels(list(check_certificate(behind, NOW))) == [("TLS certificate", "ok")]
