"""The reference page of the settings says what the program says."""

import re
from pathlib import Path

from csms.config import describe, load_settings
from tools.environments import ROOT
from tools.settings_page import EXAMPLE, PAGE, page


def test_the_page_of_the_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.settings_page"


def test_the_page_names_every_setting_with_its_flag_and_its_variable() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for setting in describe():
        assert re.search(rf"^`{setting.name}`$", text, re.MULTILINE)
        assert re.search(rf"`{setting.flag}[ `]", text)
        assert f"`{setting.variable}`" in text


def test_the_page_can_be_reached_from_the_index_of_the_reference() -> None:
    assert "settings" in (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8").splitlines()


def test_the_file_that_the_page_shows_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "csms.toml"
    file.write_text(EXAMPLE)
    settings = load_settings({}, {}, file)
    assert len(settings.sources) == len(EXAMPLE.splitlines())
    assert settings.unknown_stations == "accept"
