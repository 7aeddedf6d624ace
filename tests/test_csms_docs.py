"""The pages about the central system: what they say to type is run, and what comes is what they show.

`python -m tests.console_pages PAGE` writes the outputs into a page.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.console_pages import ROOT, Step, check_page, is_shown, steps_of
from tools import causes_table

TUTORIAL = "docs/tutorial/a-charger-on-csms.md"
RUN = [
    TUTORIAL,
    "docs/howto/secure-chargers.md",
    "docs/howto/use-the-api.md",
    "docs/howto/why-a-charger-cannot-connect.md",
    "docs/howto/back-up-csms.md",
    "docs/howto/bring-chargers-over.md",
]
PAGES = [
    *RUN,
    "docs/howto/csms-on-postgresql.md",
    "docs/howto/dashboard-tour.md",
    "docs/howto/demo.md",
    "docs/howto/csms-behind-a-reverse-proxy.md",
    "docs/topics/central-system.md",
]


@pytest.mark.parametrize("page", RUN)
def test_what_a_page_says_to_type_does_what_it_shows(page: str, tmp_path: Path) -> None:
    for program in ("bash", "curl", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    check_page(ROOT / page, tmp_path)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_steps_know_what_is_typed_and_what_is_shown() -> None:
    page = "text\n\n% wait 3\n```console\n$ one \\\n  more\nshown\n> typed\n```\n\n```shell\nnot run\n```\n"
    assert steps_of(page) == [Step("$", "one \\\n  more", ["shown"], 3), Step(">", "typed", [], 0)]


def test_times_and_numbers_are_examples_and_words_are_not() -> None:
    assert is_shown(["2026-01-01 12:00:00+00:00  7.5 kWh"], ["2027-02-03 01:02:03.4+00:00 11 kWh"])
    assert is_shown(["a", "...", "z"], ["a", "b", "c", "z"])
    assert not is_shown(["accepted"], ["rejected"])
    assert not is_shown(["a"], ["a", "b"])


def test_the_table_of_causes_is_up_to_date() -> None:
    assert causes_table.PAGE.read_text(encoding="utf-8") == causes_table.page(), "run python -m tools.causes_table"
    assert causes_table.table() in causes_table.page()
