"""`csms migrate`, `backup`, `restore` and `user`, which open the database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csms.cli import app
from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import TERMINAL, served


def run(*arguments: str, input: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=input, env=TERMINAL)
    return result.exit_code, result.stdout, result.stderr


def test_migrate_makes_the_database_of_this_release(tmp_path: Path) -> None:
    for _ in range(2):
        code, told, _ = run("migrate", "--data-dir", str(tmp_path / "data"))
        assert code == 0
        assert told.endswith("csms.db has the schema of this release\n")
    assert (tmp_path / "data" / "csms.db").exists()


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "csms.db"
    file.write_text("This is a letter, and a long one. " * 100)
    for arguments in (["migrate"], ["backup", "saved.zip"], ["user", "password", "admin"]):
        code, _, told = run(*arguments, "--data-dir", str(tmp_path), input="long enough\n")
        assert code == 1
        assert told.startswith("Error: The database ")
    assert file.read_text().startswith("This is a letter")


def test_a_backup_of_a_running_server_is_restored_into_a_new_folder(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "saved.zip"
    with served(old, unknown_tokens="reject") as server:
        server.say("token", "add", "TAG")
        with plugged(server, "B1") as charger:
            number = server.at_server(lambda _: charger.charge("TAG", 3500))
        code, told, _ = run("backup", str(file), "--data-dir", str(old))
        assert code == 0
        assert "(1 stations, 1 tokens, 1 transactions), as of 20" in told
    code, told, _ = run("restore", str(file), "--data-dir", str(new))
    assert code == 0
    assert "(1 stations, 1 tokens, 1 transactions), as of 20" in told
    with served(new) as server:
        shown = json.loads(server.say("transaction", "show", str(number), "--json"))
        assert (shown["energy_wh"], shown["id_token"]) == (2500, "TAG")
    code, _, told = run("restore", str(file), "--data-dir", str(new))
    assert code == 1
    assert "not empty" in told


def test_a_backup_replaces_no_file_unless_it_is_told_to(tmp_path: Path) -> None:
    run("migrate", "--data-dir", str(tmp_path))
    database = tmp_path / "csms.db"
    before = database.read_bytes()
    code, _, told = run("backup", str(database), "--data-dir", str(tmp_path))
    assert code == 2
    assert "--replace" in told
    assert database.read_bytes() == before
    file = tmp_path / "saved.zip"
    file.write_text("old")
    assert run("backup", str(file), "--data-dir", str(tmp_path), "--replace")[0] == 0
    assert file.read_bytes()[:2] == b"PK"


def test_what_cannot_be_saved_or_restored_is_told(tmp_path: Path) -> None:
    code, _, told = run("backup", "saved.zip", "--data-dir", str(tmp_path / "nowhere"))
    assert (code, "There is no database" in told) == (1, True)
    code, _, told = run("restore", str(tmp_path / "nowhere.zip"), "--data-dir", str(tmp_path))
    assert (code, "nowhere.zip cannot be used: No such file" in told) == (1, True)
    letter = tmp_path / "letter.zip"
    letter.write_text("This is a letter")
    code, _, told = run("restore", str(letter), "--data-dir", str(tmp_path))
    assert (code, "letter.zip" in told) == (1, True)


def test_a_password_is_changed_while_the_server_runs(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert (tmp_path / "admin-password").exists()
        code, told, _ = run("user", "password", "admin", "--data-dir", str(tmp_path), input="correct horse\n")
        assert (code, told) == (0, "The password of admin is changed\n")
        assert not (tmp_path / "admin-password").exists()
        anonymous = server.client("")
        login = anonymous.send("POST", "/login", {"name": "admin", "password": "correct horse"})
        assert login.status == 200
        anonymous.close()


@pytest.mark.parametrize(
    ("name", "password", "code", "words"),
    [
        ("admin", "short\n", 2, "has to have 8 letters at least"),
        ("admin", "", 2, "There is no password on the standard input"),
        ("nobody", "long enough\n", 1, "There is nobody with the name nobody"),
    ],
)
def test_a_password_that_cannot_be_set_is_told(tmp_path: Path, name: str, password: str, code: int, words: str) -> None:
    run("migrate", "--data-dir", str(tmp_path))
    status, _, told = run("user", "password", name, "--data-dir", str(tmp_path), input=password)
    assert status == code
    assert words in told
