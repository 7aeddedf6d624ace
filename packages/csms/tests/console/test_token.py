"""`csms token`."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csms.app import App
from csms.console.client import UsageError
from csms.console.token_file import read_tokens
from csms.domain.authorization import Token
from csms.service.tokens import put
from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


def test_a_token_is_added_changed_blocked_and_removed(server: Served) -> None:
    server.say("token", "add", "AB12", "--group", "fleet", "--expires", "2031-02-03", "--concurrent-limit", "2")
    server.say("token", "set", "ab12", "--station", "CP1", "--station", "CP2", "--note", "blue card")
    assert server.say("token", "block", "AB12") == "AB12 is blocked\n"
    listed = server.say("token", "list", "--search", "fleet")
    assert re.search(
        r"^AB12 +ISO14443 +fleet +yes +2031-02-03 00:00:00\+02:00 +2 +CP1, CP2 +blue card$", listed, re.MULTILINE
    )
    server.say("token", "unblock", "AB12")
    server.say("token", "set", "AB12", "--station", "", "--expires", "", "--concurrent-limit", "0", "--group", "")
    document = json.loads(server.say("token", "show", "AB12", "--json"))
    del document["created_at"], document["updated_at"]
    assert document == {
        "id_token": "AB12",
        "type": "ISO14443",
        "group": None,
        "is_blocked": False,
        "expires_at": None,
        "concurrent_limit": None,
        "stations": [],
        "note": "blue card",
    }
    assert server.say("token", "remove", "AB12") == "AB12 is removed\n"
    assert server.run("token", "show", "AB12").exit_code == 1


def test_adding_a_token_that_is_known_changes_nothing(server: Served) -> None:
    server.say("token", "add", "KNOWN", "--note", "first")
    again = server.run("token", "add", "known", "--note", "second")
    assert again.exit_code == 1
    assert "csms token set known" in again.stderr
    assert json.loads(server.say("token", "show", "KNOWN", "--json"))["note"] == "first"


def test_a_change_of_nothing_is_wrong_usage(server: Served) -> None:
    assert server.run("token", "set", "AB12").exit_code == 2


def test_tokens_are_imported_from_a_file(server: Served, tmp_path: Path) -> None:
    file = tmp_path / "tokens.csv"
    file.write_text(
        "\ufeffid_token;type;group;is_blocked;expires_at;concurrent_limit;stations;note\n"
        'I-1;eMAID;g;yes;2031-01-01T00:00:00Z;3;CP1 CP2;"two; words"\n'
        "\n"
        "I-2;;;;;;;\n"
    )
    assert server.say("token", "import", str(file)) == "2 tokens are new, 0 were known before\n"
    assert json.loads(server.say("token", "import", str(file), "--json")) == {"new": 0, "changed": 2, "refused": []}
    shown = json.loads(server.say("token", "show", "i-1", "--json"))
    assert (shown["type"], shown["is_blocked"], shown["stations"]) == ("eMAID", True, ["CP1", "CP2"])
    assert (shown["concurrent_limit"], shown["note"], shown["expires_at"]) == (3, "two; words", "2031-01-01T00:00:00Z")


def test_what_the_server_refuses_is_told_by_line_and_the_rest_is_imported(server: Served, tmp_path: Path) -> None:
    file = tmp_path / "tokens.csv"
    file.write_text(f"id_token,note\nR-1,{'x' * 2001}\nR-2,fine\n")
    result = server.run("token", "import", str(file))
    assert result.exit_code == 1
    assert "line 2, R-1: The request is not valid" in result.stderr
    assert result.stdout == "1 tokens are new, 0 were known before\n"
    server.say("token", "show", "R-2")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("token\nA\n", "'token' is not known. They are id_token, type"),
        ("type\nA\n", "id_token is missing"),
        ("", "id_token is missing"),
        ("id_token,type\nA,B,C\n", "line 2: it has more fields than there are titles"),
        ("id_token,type\n,B\n", "line 2: id_token is empty"),
        ("id_token,is_blocked\nA,maybe\n", "line 2: is_blocked is 'maybe'"),
        ("id_token,concurrent_limit\nA,0\n", "line 2: concurrent_limit is '0'"),
        ("id_token,expires_at\nA,soon\n", "line 2: 'soon' is no time"),
        ("id_token\nA\na\n", "line 3: a stands in line 2 already"),
        ('id_token\n"A\n', "is not CSV"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_the_line(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "tokens.csv"
    file.write_text(text)
    with pytest.raises(UsageError, match=re.escape(complaint)):
        read_tokens(file)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "tokens.csv"
    file.write_bytes(b"id_token\n\xff\n")
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_tokens(file)


def test_many_tokens_come_page_by_page(server: Served) -> None:
    names = [f"P-{number:04}" for number in range(1_050)]

    async def register(running: App) -> None:
        tokens = [Token(name, "ISO14443", note="paged") for name in names]
        await asyncio.gather(*(running.store.write(put, token, datetime.now(UTC)) for token in tokens))

    server.at_server(register)
    found = json.loads(server.say("token", "list", "--search", "paged", "--all", "--json"))
    assert [token["id_token"] for token in found] == names
    some = server.run("token", "list", "--search", "paged", "--limit", "1001", "--json")
    assert [token["id_token"] for token in json.loads(some.stdout)] == names[:1001]
    assert "There is more than these 1001" in some.stderr


def test_decisions_say_why_a_driver_was_refused(server: Served) -> None:
    server.say("station", "add", "D1")
    with plugged(server, "D1") as charger:
        server.at_server(lambda _: charger.charge("STRANGER", 2000))
    told = server.say("token", "decisions", "--status", "refused", "--station", "D1")
    assert re.search(r"D1 +STRANGER +start +Invalid|D1 +STRANGER +start +Unknown", told)
    assert "The token is not registered" in told
    assert server.say("token", "decisions", "--id-token", "nobody") == "Nobody has asked for such a token.\n"
