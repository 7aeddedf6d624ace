"""Values that go from the wire, or from outside, into later steps."""

import pytest

from csms_simulator.stories.matching import matches
from csms_simulator.stories.variables import NothingThereError, fill, fill_pattern, names_in, show, value_at

VARIABLES = {"number": 7, "text": "a.b", "sign": "> 0", "password": "secret", "long": "x" * 100}


def test_a_variable_alone_keeps_its_type() -> None:
    assert fill({"a": "${number}", "b": ["no ${number}"]}, VARIABLES) == {"a": 7, "b": ["no 7"]}


def test_what_comes_out_of_a_variable_is_no_rule() -> None:
    pattern = fill_pattern({"a": "${sign}"}, VARIABLES)
    assert matches(pattern, {"a": "> 0"})
    assert not matches(pattern, {"a": 5})


def test_a_variable_in_a_regular_expression_stands_for_itself() -> None:
    pattern = fill_pattern("/^${text}$/", VARIABLES)
    assert matches(pattern, "a.b")
    assert not matches(pattern, "aXb")


def test_a_variable_in_a_comparison() -> None:
    assert matches(fill_pattern("> ${number}", VARIABLES), 8)
    assert not matches(fill_pattern("!= ${number}", VARIABLES), 7)


def test_names() -> None:
    assert list(names_in({"a": "${x}", "b": ["${y} and ${z}", 5]})) == ["x", "y", "z"]


def test_passwords_are_not_shown() -> None:
    assert show("${password} ${text} ${unknown}", VARIABLES) == "${password} a.b ${unknown}"
    assert show("${long}", VARIABLES) == "x" * 40 + "..."


def test_a_path_leads_to_a_value() -> None:
    root = {"answer": {"items": [{"a": 1}, {"a": 2}]}}
    assert value_at("answer.items.1.a", root) == 2


@pytest.mark.parametrize("path", ["answer.nothing", "answer.items.2", "answer.items.x", "answer.items.0.a.b"])
def test_a_path_that_leads_nowhere(path: str) -> None:
    with pytest.raises(NothingThereError, match=f"there is no {path}"):
        value_at(path, {"answer": {"items": [{"a": 1}]}})
