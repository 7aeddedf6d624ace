"""The types of the dashboard's API client say what the program says."""

from tools.dashboard_client import TYPES, types


def test_the_types_of_the_client_are_up_to_date() -> None:
    assert TYPES.read_text(encoding="utf-8") == types(), "run python -m tools.dashboard_client"
