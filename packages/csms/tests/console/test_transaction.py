"""`csms transaction`."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


@pytest.fixture(scope="module")
def charged(server: Served) -> Iterator[int]:
    """The number of a transaction that has ended; another one runs."""
    server.say("station", "add", "T1")
    server.say("token", "add", "TAG")
    with plugged(server, "T1") as charger:
        number = server.at_server(lambda _: charger.charge("TAG", 8500))
        server.at_server(lambda _: charger.begin("TAG", datetime.now(UTC)))
        yield number


def test_without_transactions_the_list_says_what_to_do(server: Served) -> None:
    assert "csms token decisions" in server.say("transaction", "list", "--station", "NOBODY")


def test_transactions_are_listed_with_units_and_local_time(server: Served, charged: int) -> None:
    lines = server.say("transaction", "list", "--ended").splitlines()
    assert lines[0].split() == [
        "number", "station", "connector", "token", "started", "ended", "duration", "energy", "power", "reason", "flags",
    ]  # fmt: skip
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+02:00"
    assert re.match(rf" *{charged} +T1 +1\.1 +TAG +{time} +{time} +1:00:00 +7\.500 kWh +- ", lines[1])
    assert len(lines) == 2


def test_transactions_are_filtered(server: Served, charged: int) -> None:
    def numbers(*options: str) -> list[int]:
        return [row["id"] for row in json.loads(server.say("transaction", "list", "--json", *options))]

    both = numbers()
    assert len(both) == 2
    assert numbers("--ended") == [charged]
    assert numbers("--open") == [number for number in both if number != charged]
    assert numbers("--station", "T1", "--id-token", "tag") == both
    assert numbers("--until", "10m") == [charged]
    assert charged not in numbers("--since", "10m")
    assert numbers("--evse", "2") == []
    assert server.run("transaction", "list", "--since", "tomorrow").exit_code == 2


def test_a_transaction_is_shown_with_its_energy_in_kwh_and_in_json_in_wh(server: Served, charged: int) -> None:
    shown = server.say("transaction", "show", str(charged))
    assert re.search(r"^energy +7\.500 kWh$", shown, re.MULTILINE)
    assert re.search(r"^register at end +8\.500 kWh$", shown, re.MULTILINE)
    assert json.loads(server.say("transaction", "show", str(charged), "--json"))["energy_wh"] == 7500
    assert server.run("transaction", "show", "999999").stderr == "Error: There is no transaction 999999\n"


def test_a_transaction_is_ended_by_hand(server: Served) -> None:
    server.say("station", "add", "T2")
    with plugged(server, "T2") as charger:
        number = str(server.at_server(lambda _: charger.begin("TAG", datetime.now(UTC))))
    refused = server.run("transaction", "end", number)
    assert refused.exit_code == 1
    assert f"Transaction {number} seems to run: the station has told of it less than a minute ago" in refused.stderr
    assert server.say("transaction", "end", number, "--force", "--reason", "stuck") == (
        f"Transaction {number} has ended, with 0.000 kWh\n"
    )
    ended = json.loads(server.say("transaction", "end", number, "--json"))
    assert (ended["id"], ended["is_open"], ended["is_end_assumed"]) == (int(number), False, True)
    assert "has ended it by hand (stuck)" in server.say("transaction", "history", number)
    assert server.run("transaction", "end", "999999").stderr == "Error: There is no transaction 999999\n"


def test_samples_and_history_are_listed(server: Served, charged: int) -> None:
    samples = server.say("transaction", "samples", str(charged)).splitlines()
    assert "Sample.Periodic" in samples[1]
    assert re.search(r" 3\.500 kWh +7\.20 kW ", samples[1])
    history = server.say("transaction", "history", str(charged))
    assert "started" in history


@pytest.mark.parametrize("what", ["samples", "history"])
def test_the_last_ones_are_shown_and_the_newest_is_the_last(server: Served, charged: int, what: str) -> None:
    def rows(*options: str) -> list[object]:
        return json.loads(server.say("transaction", what, str(charged), "--json", *options))

    whole = rows("--all")
    assert len(whole) >= 2
    assert rows("--limit", "1") == whole[-1:]
    assert rows("--limit", "2") == whole[-2:]
    more = server.run("transaction", what, str(charged), "--limit", "1").stderr
    assert more == "There is more before these 1; --limit gives more of them, --all all\n"
