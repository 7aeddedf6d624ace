"""The page on stories leaves nothing out, and what it shows can be read."""

import re
from pathlib import Path

import msgspec
import pytest

from csms_simulator.stories import parse, shipped
from csms_simulator.stories.matching import RULES
from csms_simulator.stories.operators import ACTIONS
from csms_simulator.stories.story import STEPS, StationOptions
from csms_simulator.stories.variables import BUILT_IN

PAGE = (Path(__file__).parents[4] / "docs" / "topics" / "stories.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", STEPS)
def test_each_step_is_described_with_its_fields(word: str) -> None:
    (row,) = [line for line in PAGE.splitlines() if re.match(rf"\| `{word}\b", line)]
    if word == "received":
        return  # "the same" as sent
    fields = [field.name for field in msgspec.structs.fields(STEPS[word])]
    assert [name for name in fields if f"`{name}`" not in row and name not in {word, "note"}] == []


def test_each_action_of_operators_is_described() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert [action for action in ACTIONS if action not in rows] == []


@pytest.mark.parametrize("name", [*RULES, "any", "absent"])
def test_each_rule_of_patterns_is_described(name: str) -> None:
    assert re.search(rf"^\| `\{{?{name}\b", PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", [*BUILT_IN, "password"])
def test_each_variable_is_described(name: str) -> None:
    assert f"`${{{name}}}`" in PAGE


@pytest.mark.parametrize("name", StationOptions.__struct_fields__)
def test_each_option_of_the_station_is_described(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_example_can_be_read() -> None:
    example, _ = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert parse(example).id == "TC_012_CSMS"


def test_the_numbers_are_right() -> None:
    assert f"{len(shipped('1.6'))} of OCPP 1.6 and {len(shipped('2.0.1'))} of OCPP 2.0.1" in PAGE
