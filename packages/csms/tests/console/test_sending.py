"""`csms send` and `csms command`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


@pytest.fixture(scope="module")
def station(server: Served) -> Iterator[str]:
    """The identity of a station that is connected."""
    server.say("station", "add", "S1")
    with plugged(server, "S1"):
        yield "S1"


def test_a_request_is_sent_and_its_answer_is_printed(server: Served, station: str) -> None:
    result = server.run("send", station, "Reset", '{"type": "Soft"}')
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"status": "Accepted"}
    assert result.stderr == "accepted: the station does it\n"


def test_a_request_that_the_station_rejects_ends_with_status_1(server: Served, station: str) -> None:
    result = server.run("send", station, "Reset", '{"type": "Hard"}', "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert (document["outcome"], document["answer"]) == ("rejected", {"status": "Rejected"})


def test_the_payload_can_come_from_a_file_or_the_standard_input(server: Served, station: str, tmp_path: Path) -> None:
    file = tmp_path / "payload.json"
    file.write_text('{"connectorId": 1}\n')
    assert json.loads(server.say("send", station, "UnlockConnector", f"@{file}")) == {"status": "Unlocked"}
    assert json.loads(server.say("send", station, "UnlockConnector", "-", input='{"connectorId": 1}'))
    missing = server.run("send", station, "UnlockConnector", "@nowhere.json")
    assert (missing.exit_code, missing.stderr) == (2, "Error: nowhere.json cannot be read: No such file or directory\n")


def test_what_is_not_json_is_wrong_usage_and_nothing_is_sent(server: Served, station: str) -> None:
    result = server.run("send", station, "Reset", "{type: Soft}")
    assert result.exit_code == 2
    assert "'{type: Soft}' is not JSON" in result.stderr


def test_a_payload_that_breaks_the_schema_is_told_with_the_place(server: Served, station: str) -> None:
    result = server.run("send", station, "Reset", '{"type": "Loud"}')
    assert result.exit_code == 1
    assert "nothing was sent\n  body.type: " in result.stderr


def test_a_station_that_is_away_is_told(server: Served) -> None:
    server.say("station", "add", "AWAY")
    result = server.run("command", "unlock", "AWAY")
    assert result.exit_code == 1
    assert "offline: the station is not connected; nothing was sent" in result.stderr


def test_commands_of_no_version_are_sent(server: Served, station: str) -> None:
    assert json.loads(server.say("command", "unlock", station)) is not None
    answer = server.say("command", "get-configuration", station, "HeartbeatInterval")
    assert "HeartbeatInterval" in answer
    assert server.run("command", "reset", station, "--kind", "hard").exit_code == 1
    assert server.run("command", "set-limit", station).stderr == "Error: Give either --ampere or --watt\n"
    assert server.run("command", "set-limit", station, "--ampere", "1", "--watt", "1").exit_code == 2
    assert server.run("command", "set-configuration", station, "HeartbeatInterval").exit_code == 2


def test_what_was_asked_is_listed_and_shown(server: Served, station: str) -> None:
    server.say("command", "reset", station)
    (newest,) = json.loads(server.run("command", "list", station, "--limit", "1", "--json").stdout)
    assert (newest["name"], newest["requested_by"], newest["outcome"]) == ("reset", "key cli", "accepted")
    listed = server.say("command", "list", "--name", "reset", "--outcome", "accepted")
    assert re.search(rf"^ *{newest['id']} +\S+ \S+\+02:00 +key cli +S1 +reset +accepted ", listed, re.MULTILINE)
    shown = server.say("command", "show", str(newest["id"]))
    assert re.search(r"^outcome +accepted: the station does it$", shown, re.MULTILINE)
    assert server.run("command", "show", "999999").exit_code == 1


def test_who_does_not_wait_is_told_where_the_outcome_will_be(server: Served, station: str) -> None:
    result = server.run("command", "reset", station, "--wait", "0")
    assert result.exit_code == 0
    assert re.search(r"`csms command show \d+` tells its outcome later", result.stderr) or "accepted" in result.stderr


def test_frames_of_a_station_are_listed(server: Served, station: str) -> None:
    server.say("send", station, "Reset", '{"type": "Soft"}')
    lines = server.say("frames", station, "--action", "Reset", "--limit", "2").splitlines()
    assert lines[0].split() == ["time", "direction", "kind", "action", "outcome", "latency", "frame"]
    assert re.search(r"^\S+ \S+\.\d{3}\+02:00 +from station +result +Reset +Accepted +\d+ ms +\[3,", lines[1])
    assert re.search(r" +to station +call +Reset +- +- +\[2,", lines[2])
    sent = json.loads(server.say("frames", station, "--direction", "out", "--text", "Soft", "--json"))
    assert {frame["action"] for frame in sent} == {"Reset"}
    assert "`csms station show S1`" in server.say("frames", station, "--until", "7d")
