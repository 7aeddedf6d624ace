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


def test_samples_and_history_are_listed(server: Served, charged: int) -> None:
    samples = server.say("transaction", "samples", str(charged)).splitlines()
    assert "Sample.Periodic" in samples[1]
    assert re.search(r" 3\.500 kWh +7\.20 kW ", samples[1])
    history = server.say("transaction", "history", str(charged))
    assert "started" in history
    first = json.loads(server.say("transaction", "history", str(charged), "--json", "--limit", "1"))
    assert len(first) == 1
