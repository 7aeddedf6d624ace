"""`csms site`, and `csms station` as far as it is about sites."""

import json
import re

from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


def test_a_site_is_added_shown_changed_and_removed(server: Served) -> None:
    made = server.say("site", "add", "Depot", "--address", "Gate 1\n12345 Town", "--time-zone", "Europe/Berlin")
    assert re.fullmatch(r"Depot is site \d+ now\n", made)
    number = made.split()[3]
    assert re.search(
        rf"^ *{number} +Depot +Gate 1, 12345 Town +Europe/Berlin +0$", server.say("site", "list"), re.MULTILINE
    )
    assert server.say("site", "set", "Depot", "--name", "Depot North") == "Depot North is changed\n"
    assert json.loads(server.say("site", "show", number, "--json"))["name"] == "Depot North"
    assert re.search(r"^address +Gate 1, 12345 Town$", server.say("site", "show", "Depot North"), re.MULTILINE)
    assert server.say("site", "remove", "Depot North") == "Depot North is deleted\n"
    gone = server.run("site", "show", "Depot North")
    assert (gone.exit_code, gone.stderr) == (
        1,
        "Error: There is no site Depot North: `csms site list` lists them\n",
    )
    assert server.run("site", "show", number).exit_code == 1


def test_a_change_of_nothing_is_wrong_usage(server: Served) -> None:
    result = server.run("site", "set", "1")
    assert result.exit_code == 2
    assert "csms site set --help" in result.stderr


def test_a_name_goes_before_a_number(server: Served) -> None:
    first = json.loads(server.say("site", "add", "Harbour", "--json"))["id"]
    second = json.loads(server.say("site", "add", str(first), "--json"))["id"]
    assert json.loads(server.say("site", "show", str(first), "--json"))["id"] == second
    server.say("site", "remove", str(first))
    assert json.loads(server.say("site", "show", str(first), "--json"))["name"] == "Harbour"


def test_stations_stand_at_sites(server: Served) -> None:
    number = json.loads(server.say("site", "add", "Yard", "--json"))["id"]
    server.say("station", "add", "YARD-1", "--site", "Yard")
    server.say("station", "add", "YARD-2")
    server.say("station", "set", "YARD-2", "--site", str(number))
    assert listed(server, "Yard") == ["YARD-1", "YARD-2"]
    assert re.search(r"^site +Yard$", server.say("station", "show", "YARD-1"), re.MULTILINE)
    server.say("station", "set", "YARD-2", "--site", "")
    assert re.search(r"^site +-$", server.say("station", "show", "YARD-2"), re.MULTILINE)
    assert "YARD-2" in listed(server, "")
    refused = server.run("site", "remove", "Yard")
    assert (refused.exit_code, "1 station stands at Yard" in refused.stderr) == (1, True)
    server.say("site", "remove", "Yard", "--unassign")
    assert "YARD-1" in listed(server, "")
    assert server.run("station", "set", "YARD-1", "--site", "Yard").exit_code == 1


def test_a_station_is_put_somewhere_when_it_is_accepted(server: Served) -> None:
    site = json.loads(server.say("site", "add", "Gate", "--json"))["id"]
    with plugged(server, "GATE-1"):
        server.write_knocks()
        (number,) = [row["id"] for row in json.loads(server.say("inbox", "--json")) if row["identity"] == "GATE-1"]
        assert server.run("inbox", "accept", str(number), "--site", "Nowhere").exit_code == 1
        server.say("inbox", "accept", str(number), "--site", "Gate")
    assert json.loads(server.say("station", "show", "GATE-1", "--json"))["site"] == site


def listed(server: Served, site: str) -> list[str]:
    return [row["identity"] for row in json.loads(server.say("station", "list", "--site", site, "--all", "--json"))]
