"""What operators type, and how times and quantities are shown to them."""

import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csms.console.arguments import read_json, read_pairs, read_password, read_start, read_time
from csms.console.client import UsageError
from csms.console.output import duration, energy, place, power, printable, quantity, time

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("90s", NOW - timedelta(seconds=90)),
        ("15m", NOW - timedelta(minutes=15)),
        ("2h", NOW - timedelta(hours=2)),
        ("7d", NOW - timedelta(days=7)),
        ("2026-05-01T00:00:00Z", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T00:00:00+05:00", datetime(2026, 4, 30, 19, tzinfo=UTC)),
        ("2026-05-01", datetime(2026, 4, 30, 22, tzinfo=UTC)),
        (None, None),
    ],
)
def test_times_are_read(text: str | None, at: datetime | None) -> None:
    assert read_start(text, NOW) == at


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "-5m", "5w", "99999999999d", "0001-01-01"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        read_start(text, NOW)


def test_a_time_to_come_is_never_so_long_ago() -> None:
    with pytest.raises(UsageError, match="is no time"):
        read_time("7d")


def test_json_keeps_its_order_and_its_blanks() -> None:
    assert bytes(read_json(' {"b" : 1,"a": 1.0} ')) == b'{"b" : 1,"a": 1.0}'


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", "[" * 100_000, '"\\ud800"'])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is not JSON"):
        read_json(text)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"What is in .*x\.json is not JSON"):
        read_json(f"@{file}")


def test_pairs_are_read_and_values_may_be_empty_or_have_more_equals_signs() -> None:
    assert read_pairs(["A=1", "B=", "C=x=y"]) == {"A": "1", "B": "", "C": "x=y"}
    for wrong in ("A", "=1", ""):
        with pytest.raises(UsageError, match="NAME=VALUE"):
            read_pairs([wrong])


def test_a_password_is_the_first_line_with_its_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(" two words \r\nmore\n"))
    assert read_password("Password") == " two words "


def test_quantities_have_units() -> None:
    assert (energy(1234.5), energy(0), energy(None)) == ("1.234 kWh", "0.000 kWh", "-")
    assert (power(11_040), power(None)) == ("11.04 kW", "-")
    assert (quantity(16.25, "A"), quantity(230, "V"), quantity(None, "A")) == ("16.25 A", "230 V", "-")
    assert (place(1, 2), place(1, None), place(None, 1)) == ("1.2", "1", "-")


def test_times_have_the_offset_of_this_machine() -> None:
    assert time(NOW) == "2026-05-04 14:00:00+02:00"
    assert duration(NOW, NOW + timedelta(days=1, seconds=3661)) == "25:01:01"
    assert duration(NOW, NOW - timedelta(seconds=1)) == "0:00:00"


def test_what_could_harm_a_terminal_is_not_shown() -> None:
    assert printable("a\x1b]0;x\x07b\u202ec\r\nd\x9b") == "a\ufffd]0;x\ufffdb\ufffdc\ufffd\ufffdd\ufffd"
    assert printable("Gr\xfc\xdfe") == "Gr\xfc\xdfe"
