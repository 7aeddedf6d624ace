"""The reference page of the HTTP API says what the program says."""

from tools.api_page import PAGE, document, page
from tools.environments import ROOT


def test_the_page_of_the_api_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.api_page"


def test_the_page_has_a_row_for_every_operation() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path, methods in document()["paths"].items():
        for method in methods:
            assert text.count(f"| `{method.upper()} {path}` |") == 1


def test_the_page_can_be_reached_from_the_index_of_the_reference() -> None:
    assert "http-api" in (ROOT / "docs" / "reference" / "index.md").read_text(encoding="utf-8").splitlines()
