"""Tables as CSV, and tokens as they are read from it."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.csv_text import BYTE_ORDER_MARK, lines_of, unescaped
from csms.domain.token_csv import TITLES, TokenLine, read_lines

AT = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_cells_are_written_as_programs_and_people_read_them() -> None:
    berlin = timezone(timedelta(hours=2))
    row = [None, True, False, 7, -0.5, 1000.0, 1e15, AT, AT.astimezone(berlin), 'a "b", c', "d\ne"]
    assert lines_of([row]) == (
        ',true,false,7,-0.5,1000,1e+15,2031-02-03T04:05:06Z,2031-02-03T04:05:06Z,"a ""b"", c","d\ne"\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@x"])
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    (line,) = csv.reader(io.StringIO(lines_of([[text]]), newline=""))
    assert line == [f"'{text}"]
    assert unescaped(line[0]) == text


@pytest.mark.parametrize("text", ["", "a", "'a", "1=1", "''", "E=mc2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert lines_of([[text, ""]]) == f"{text},\r\n"
    assert unescaped(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_texts_come_back_and_none_is_a_formula(texts: list[str]) -> None:
    (line,) = csv.reader(io.StringIO(lines_of([texts]), newline=""))
    assert [unescaped(each) for each in line] == texts
    assert not any(each[0] in "=+-@\t\r" for each in line)


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=9)
tokens = st.builds(
    TokenLine,
    line=st.just(0),
    id_token=words,
    type=words,
    group=st.none() | words,
    is_blocked=st.booleans(),
    expires_at=st.none() | st.just(AT),
    concurrent_limit=st.none() | st.integers(1, 99),
    stations=st.lists(words.filter(lambda word: word[0] not in "=+-@'"), max_size=3),
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=9).map(str.strip),
)


@given(st.lists(tokens, max_size=5, unique_by=lambda token: token.id_token.lower()))
def test_what_is_written_is_what_is_read(written: list[TokenLine]) -> None:
    rows = [
        [" ".join(each.stations) if name == "stations" else getattr(each, name) for name in TITLES] for each in written
    ]
    found, faults = read_lines(BYTE_ORDER_MARK + lines_of([TITLES, *rows]), datetime.fromisoformat)
    assert faults == []
    fields = [name for name in TokenLine.__struct_fields__ if name != "line"]
    assert [[getattr(each, name) for name in fields] for each in found] == [
        [getattr(each, name) for name in fields] for each in written
    ]


def test_all_that_is_wrong_is_told_by_its_line() -> None:
    text = "id_token;concurrent_limit;is_blocked\nA;0;\n\n;1;\nB;1;perhaps\nC;;;\nD;;yes\nd;;\n"
    found, faults = read_lines(text, datetime.fromisoformat)
    assert [(each.line, each.id_token) for each in found] == [(7, "D"), (8, "d")]
    assert [(fault.line, fault.text.split(";")[0]) for fault in faults] == [
        (2, "concurrent_limit is '0'"),
        (4, "id_token is empty"),
        (5, "is_blocked is 'perhaps'"),
        (6, "it has more fields than there are titles"),
        (8, "d stands in line 7 already"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "id_token is missing"),
        ("token\nA\n", "'token' is not known"),
        ('id_token\n"A\n', "it is not CSV"),
        ("id_token,expires_at\nA,soon\n", "Invalid isoformat string"),
    ],
)
def test_a_text_that_is_no_table_of_tokens(text: str, words: str) -> None:
    _, faults = read_lines(text, datetime.fromisoformat)
    assert words in faults[-1].text
