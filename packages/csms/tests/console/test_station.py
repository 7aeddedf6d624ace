"""`csms station` and `csms inbox`."""

import json
import re

from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


def test_a_station_is_added_shown_changed_and_removed(server: Served) -> None:
    assert server.say("station", "add", "CP1", "--note", "at the gate") == "CP1 is known now: accepted\n"
    server.say("station", "set", "CP1", "--free", "--time-zone", "Europe/Berlin", "--subprotocol", "ocpp1.6")
    server.say("station", "set", "CP1", "--tolerances", "none", "--certificate-name", "SN1", "--strict")
    shown = server.say("station", "show", "CP1")
    assert re.search(r"^note +at the gate$", shown, re.MULTILINE)
    assert re.search(r"^free for all +yes$", shown, re.MULTILINE)
    assert re.search(r"^time zone +Europe/Berlin$", shown, re.MULTILINE)
    assert re.search(r"^tolerances +none$", shown, re.MULTILINE)
    assert re.search(r"^certificate name +SN1$", shown, re.MULTILINE)
    assert re.search(r"^known since +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+02:00$", shown, re.MULTILINE)
    server.say("station", "set", "CP1", "--subprotocol", "", "--tolerances", "all", "--not-free")
    document = json.loads(server.say("station", "show", "CP1", "--json"))
    assert (document["subprotocol"], document["tolerances"], document["is_free"]) == (None, None, False)
    assert server.say("station", "remove", "CP1") == "CP1 is deleted\n"
    assert server.run("station", "show", "CP1").exit_code == 1


def test_what_is_added_twice_or_is_not_there_is_told(server: Served) -> None:
    server.say("station", "add", "TWICE")
    again = server.run("station", "add", "TWICE")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "TWICE" in again.stderr
    gone = server.run("station", "set", "NOBODY", "--note", "x")
    assert (gone.exit_code, gone.stderr) == (1, "Error: There is no station NOBODY\n")


def test_a_change_of_nothing_is_wrong_usage(server: Served) -> None:
    result = server.run("station", "set", "CP1")
    assert result.exit_code == 2
    assert "csms station set --help" in result.stderr


def test_a_password_is_made_or_read_from_the_standard_input_and_never_shown_again(server: Served) -> None:
    made = server.say("station", "add", "SAFE", "--security-profile", "1", "--password", "generate")
    password = re.search(r"shown this once: ([0-9a-f]{32})$", made, re.MULTILINE)
    assert password is not None
    server.say("station", "set", "SAFE", "--password", "-", input="correct horse\n")
    shown = server.say("station", "show", "SAFE", "--json")
    assert json.loads(shown)["has_password"] is True
    assert "horse" not in shown
    assert server.run("station", "set", "SAFE", "--password", "-", input="").exit_code == 2


def test_accepting_a_station_that_never_came_makes_it_known(server: Served) -> None:
    assert server.say("station", "accept", "NEW") == "NEW is accepted\n"
    assert server.say("station", "reject", "NEW") == "NEW is rejected\n"
    assert json.loads(server.say("station", "show", "NEW", "--json"))["admission"] == "rejected"


def test_a_station_that_waits_is_listed_in_the_inbox_and_accepted_there(server: Served) -> None:
    with plugged(server, "WAITS"):
        server.write_knocks()
        listed = server.say("station", "list", "--search", "WAITS")
        assert re.search(r"^WAITS +held +yes +1\.6 ", listed, re.MULTILINE)
        knocks = json.loads(server.say("inbox", "--json"))
        (number,) = [knock["id"] for knock in knocks if knock["identity"] == "WAITS"]
        assert "csms station accept WAITS" in server.say("inbox")
        assert server.say("inbox", "accept", str(number), "--note", "ours") == "WAITS is accepted\n"
        assert json.loads(server.say("station", "show", "WAITS", "--json"))["admission"] == "accepted"
        assert server.run("inbox", "dismiss", str(number)).exit_code == 1


def test_what_a_station_says_of_itself_is_shown_without_what_could_harm_the_terminal(server: Served) -> None:
    server.say("station", "add", "LOUD")
    with plugged(server, "LOUD"):
        shown = server.say("station", "show", "LOUD")
        assert "\x1b" not in shown
        assert re.search(r"^vendor +Example\N{REPLACEMENT CHARACTER}\[31m$", shown, re.MULTILINE)
        assert re.search(r"^1\.1 +Available +\d{4}-", shown, re.MULTILINE)
        history = server.say("station", "status", "LOUD")
        assert re.search(r"\+02:00 +1\.1 +Available +-$", history, re.MULTILINE)
        server.say("command", "get-configuration", "LOUD")
        assert re.search(r"^HeartbeatInterval +300 ", server.say("station", "variables", "LOUD"), re.MULTILINE)


def test_lists_are_filtered_and_say_that_there_is_more(server: Served) -> None:
    for name in ("MANY-1", "MANY-2", "MANY-3"):
        server.say("station", "add", name, "--admission", "rejected")
    some = server.run("station", "list", "--search", "MANY-", "--limit", "2")
    assert [line.split()[0] for line in some.stdout.splitlines()] == ["station", "MANY-1", "MANY-2"]
    assert "There is more than these 2" in some.stderr
    everything = server.run("station", "list", "--search", "MANY-", "--all", "--json")
    assert [station["identity"] for station in json.loads(everything.stdout)] == ["MANY-1", "MANY-2", "MANY-3"]
    assert everything.stderr == ""
    assert server.say("station", "list", "--search", "MANY-", "--admission", "held").startswith("There is no such")


def test_a_station_with_transactions_is_only_removed_with_them(server: Served) -> None:
    server.say("station", "add", "PAST")
    server.say("token", "add", "PAST-TOKEN")
    with plugged(server, "PAST") as charger:
        server.at_server(lambda _: charger.charge("PAST-TOKEN", 4000))
    assert server.run("station", "remove", "PAST").exit_code == 1
    assert server.run("station", "remove", "PAST", "--with-transactions", input="n\n").exit_code == 1
    assert server.say("station", "remove", "PAST", "--with-transactions", "--yes") == "PAST is deleted\n"


def test_options_of_the_inbox_before_its_command_are_wrong_usage(server: Served) -> None:
    result = server.run("inbox", "--json", "reject", "1")
    assert result.exit_code == 2
    assert "Options stand behind the command" in result.stderr
