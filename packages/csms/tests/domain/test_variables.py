"""Names of variables as text, and reports that come in parts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.variables import Inventory, VariableName, add_part, is_wanted

NOW = datetime(2025, 6, 1, tzinfo=UTC)

WORDS = st.text(st.characters(exclude_characters="[]@.#", exclude_categories=["Cs"]), min_size=1, max_size=10)
INSTANCES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), max_size=10)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A.B", VariableName("A", "B")),
        ("A.B.C", VariableName("A", "B.C")),
        ("A[x.y].B[z]", VariableName("A", "B", component_instance="x.y", variable_instance="z")),
        ("EVSE@1.Power#MaxSet", VariableName("EVSE", "Power", evse=1, attribute="MaxSet")),
        ("Connector@1:2.AvailabilityState", VariableName("Connector", "AvailabilityState", evse=1, connector=2)),
    ],
)
def test_a_name_is_read(text: str, name: VariableName) -> None:
    assert VariableName.parse(text) == name
    assert str(name) == text


@pytest.mark.parametrize("text", ["", "A", "A.", ".B", "A[].B", "A@x.B", "A.B#Wrong", "A@1:.B", "A[b.C"])
def test_what_is_no_name_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"which has the form COMPONENT\[INSTANCE\]"):
        VariableName.parse(text)


@given(
    st.builds(
        VariableName,
        component=WORDS,
        variable=WORDS,
        component_instance=INSTANCES,
        evse=st.integers(1, 99),
        connector=st.integers(0, 9),
        variable_instance=INSTANCES,
        attribute=st.sampled_from(["Actual", "Target", "MinSet", "MaxSet"]),
    )
)
def test_a_name_that_was_written_is_read_again(name: VariableName) -> None:
    assert VariableName.parse(str(name)) == name


def test_a_configuration_key_is_its_own_name() -> None:
    assert str(VariableName("", "Odd.Key[1]")) == "Odd.Key[1]"


@given(st.permutations(range(5)), st.lists(st.integers(0, 4)))
def test_a_report_is_whole_when_all_parts_have_come_in_any_order(order: list[int], repeated: list[int]) -> None:
    known = Inventory("1.0", NOW, 1)
    for seq_no in [*order[:-1], *(each for each in repeated if each != order[-1])]:
        known = add_part(known, seq_no, is_last=seq_no == 4)
        assert not known.is_whole
    assert add_part(known, order[-1], is_last=order[-1] == 4).is_whole


def test_variables_are_read_at_first_contact_and_after_an_update() -> None:
    done = Inventory("1.0", NOW, finished_at=NOW)
    assert is_wanted(None, "1.0")
    assert is_wanted(Inventory("1.0", NOW, 1), "1.0"), "the report has not come"
    assert not is_wanted(done, "1.0")
    assert is_wanted(done, "2.0")
