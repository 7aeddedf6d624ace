"""The reference page of the command line says what the program says."""

from typing import Protocol, cast

from typer.main import get_command

from csms.cli import app
from tools.command_page import PAGE, page
from tools.environments import ROOT


class _Group(Protocol):
    commands: dict[str, object]


def test_the_page_of_the_commands_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.command_page"


def test_the_page_has_a_section_for_every_command() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    root = cast("_Group", get_command(app))
    for name, command in root.commands.items():
        for inner in getattr(command, "commands", ()):
            assert f"### `csms {name} {inner}`" in lines
        assert f"## `csms {name}`" in lines


def test_every_option_with_a_value_says_what_stands_for_it() -> None:
    assert " None`" not in PAGE.read_text(encoding="utf-8")


def test_the_page_can_be_reached_from_the_index_of_the_reference() -> None:
    assert "csms" in (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8").splitlines()
