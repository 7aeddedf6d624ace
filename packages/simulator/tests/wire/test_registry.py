"""The list of quirks: complete, told apart by name, and the same in the documentation."""

import random
import re
from pathlib import Path

import pytest

from csms_simulator.quirks import NOT_SIMULATED, QUIRKS, VARIANTS, UnknownQuirkError, alterations_for
from csms_simulator.wire import Alteration

HERE = Path(__file__).parent
PAGE = HERE.parents[3] / "docs" / "topics" / "quirks-and-chaos.md"


def rng() -> random.Random:
    return random.Random(1)


def test_every_quirk_of_the_collection_is_simulated_or_it_is_said_why_not() -> None:
    told = {name.partition(",")[0] for name in (*QUIRKS, *NOT_SIMULATED)}
    assert told == {f"Q{number}" for number in range(1, 42)}
    assert all(NOT_SIMULATED.values())


def test_the_quirks_are_in_the_order_of_their_numbers() -> None:
    assert list(QUIRKS) == [f"Q{number}" for number in range(1, 42)]


def test_variants_have_names_of_their_own() -> None:
    assert len(VARIANTS) == sum(len(quirk.variants) for quirk in QUIRKS.values())
    assert all(re.fullmatch(r"Q\d+\.[a-z0-9-]+", name) for name in VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_is_shown_by_a_test(name: str) -> None:
    quirk = QUIRKS[name.partition(".")[0]]
    sources = "".join(path.read_text() for path in HERE.glob("test_*.py") if path.name != Path(__file__).name)
    names = [name, quirk.name] if len(quirk.variants) == 1 else [name]
    assert any(re.search(rf'"{re.escape(one)}"', sources) for one in names)


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
def test_everything_can_be_made(version: str) -> None:
    alterations = alterations_for(QUIRKS, rng(), version)
    assert len(alterations) == sum(version in quirk.versions for quirk in QUIRKS.values())
    assert all(isinstance(one, Alteration) for one in alterations_for(VARIANTS, rng()))


def test_what_a_version_cannot_show_is_left_out() -> None:
    assert alterations_for(["Q26.zero"], rng(), "2.0.1") == []
    assert len(alterations_for(["Q26.zero"], rng(), "1.6")) == 1


def test_a_quirk_without_variant_is_one_of_its_variants_by_chance() -> None:
    chosen = {type(alterations_for(["Q38"], random.Random(seed), "1.6")[0]).__name__ for seed in range(20)}
    assert len(chosen) > 1


def test_names_may_be_written_in_any_case() -> None:
    assert len(alterations_for([" q16.MODEM "], rng())) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Q42", "There is no quirk 'Q42'; did you mean Q4"),
        ("Q3.doubleslash", "There is no quirk 'Q3.doubleslash'; did you mean Q3.prefix or "),
        ("nonsense", "There is no quirk 'nonsense'; they go from Q1 to Q41"),
    ],
)
def test_an_unknown_name_is_refused_with_the_near_ones(name: str, message: str) -> None:
    with pytest.raises(UnknownQuirkError, match=re.escape(message)):
        alterations_for(["Q1", name], rng())


def test_one_quirk_more_does_not_change_what_the_others_do() -> None:
    alone = alterations_for(["Q38.clock"], rng())[-1]
    together = alterations_for(["Q1", "Q38.clock"], rng())[-1]
    other = alterations_for(["Q38.zero-sum"], rng())[-1]
    assert alone.rng.random() == together.rng.random() != other.rng.random()


def table() -> str:
    """Return the table of the documentation, as it should be."""
    lines = ["| quirk | what the central system sees | versions |", "|---|---|---|"]
    for quirk in QUIRKS.values():
        lines.append(f"| **{quirk.name}** | **{quirk.title}** | |")
        lines += [
            f"| `{quirk.name}.{variant.name}` | {variant.shows} | {', '.join(variant.versions)} |"
            for variant in quirk.variants
        ]
    return "\n".join(lines) + "\n"


def test_the_documentation_lists_every_quirk() -> None:
    text = PAGE.read_text()
    assert table() in text, f"The table in {PAGE} should be:\n\n{table()}"


def test_the_documentation_says_what_is_not_simulated() -> None:
    text = PAGE.read_text()
    assert all(f"| {name} | {reason} |\n" in text for name, reason in NOT_SIMULATED.items())
