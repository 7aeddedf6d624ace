"""Reading timestamps and words of enums as they are met in the field."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp.enum_words import match_word
from ocpp.timestamps import EVENT_TIME_NAMES, TIMESTAMP_NAMES, normalise_timestamp

REFERENCE = Path(os.environ.get("OCPP_REFERENCE_DIR") or Path(__file__).parents[5] / "shared" / "reference")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-31T12:00:00", "2026-01-31T11:00:00Z"),
        ("2026-07-31T12:00:00.250", "2026-07-31T10:00:00.250Z"),
        ("2026-01-31 00:30:00", "2026-01-30T23:30:00Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31 12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00 UTC", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00+02", "2026-01-31T12:00:00+02:00"),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_a_timestamp_without_a_zone_is_of_the_one_that_is_said(text: str, meant: str | None):
    assert normalise_timestamp(text, ZoneInfo("Europe/Berlin")) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023-10-19T15:28:07", "2023-10-19T15:28:07Z"),
        ("2023-10-19T15:28:07.123", "2023-10-19T15:28:07.123Z"),
        ("2023-10-19T15:28:07+02", "2023-10-19T15:28:07+02:00"),
        ("2023-10-19T15:28:07-0330", "2023-10-19T15:28:07-03:30"),
        ("2023-10-19 15:28:07Z", "2023-10-19T15:28:07Z"),
        ("2023-10-19 15:28:07 +0200", "2023-10-19T15:28:07+02:00"),
        (" 2023-10-19  15:28:07 ", "2023-10-19T15:28:07Z"),
        ("2023-10-19T15:28:07 UTC", "2023-10-19T15:28:07Z"),
        ("2023-10-19T15:28:07UTC", "2023-10-19T15:28:07Z"),
        ("2023-02-30T15:28:07", None),
        ("2023-10-19", None),
        ("15:28:07", None),
        ("", None),
        ("now", None),
        ("2023-10-19T15:28:07+99", None),
        ("٢٠٢٣-10-19T15:28:07", None),
        ("2023-10-19T15:28:07" + " " * 1_000_000, None),
    ],
)
def test_q24_timestamps_are_rewritten(text: str, meant: str | None) -> None:
    assert normalise_timestamp(text) == meant


@pytest.mark.parametrize(
    "text",
    ["2023-10-19T15:28:07Z", "2023-10-19T15:28:07.123456789Z", "1970-01-01T00:00:00+00:00", "2023-10-19t15:28:07z"],
)
def test_complete_timestamps_are_left(text: str) -> None:
    assert normalise_timestamp(text) is text


@given(st.datetimes(), st.sampled_from(["T", " ", "t"]), st.sampled_from(["", "Z", "+02", "-0330", "+05:45"]))
def test_what_is_rewritten_is_the_same_moment(moment: datetime, between: str, zone: str) -> None:
    text = moment.isoformat(between) + zone
    timestamp = normalise_timestamp(text)
    assert timestamp is not None
    assert normalise_timestamp(timestamp) is timestamp
    meant = datetime.fromisoformat(f"{moment.isoformat()}{zone or 'Z'}")
    assert datetime.fromisoformat(timestamp.upper()) == meant


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    normalise_timestamp(text)
    match_word(text, frozenset({"A", "Other"}))


@pytest.mark.skipif(not (REFERENCE / "schemas").is_dir(), reason="the official schemas are not here")
def test_every_timestamp_of_the_schemas_is_known_by_its_name() -> None:
    strings = [
        (name, schema.get("format") == "date-time")
        for path in (REFERENCE / "schemas").rglob("*.json")
        for name, schema in fields(json.loads(path.read_text("utf-8-sig")))
        if schema.get("type") == "string" and "maxLength" not in schema
    ]
    assert {name for name, is_timestamp in strings if is_timestamp} == TIMESTAMP_NAMES
    assert not {name for name, is_timestamp in strings if not is_timestamp} & TIMESTAMP_NAMES
    assert EVENT_TIME_NAMES < TIMESTAMP_NAMES


def fields(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema)
        yield from members.get("properties", {}).items()
        for inner in members.values():
            yield from fields(inner)


UNITS = frozenset({"Wh", "kWh", "W", "A", "V", "Celcius", "Percent"})


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("KWH", UNITS, "kWh"),
        ("k Wh", UNITS, "kWh"),
        ("Celsius", UNITS, "Celcius"),
        ("celcius", frozenset({"Celsius"}), "Celsius"),
        ("CELSIUS", frozenset({"Celsius", "Celcius"}), "Celsius"),
        ("°C", UNITS, "Celcius"),
        ("%", UNITS, "Percent"),
        ("Amps", UNITS, "A"),
        ("MWh", UNITS, None),
        ("", UNITS, None),
        ("...", frozenset({"Other"}), None),
        ("Hz", frozenset({"Hertz"}), "Hertz"),
        ("Hertz", frozenset({"Hz"}), "Hz"),
        ("suspended_ev", frozenset({"SuspendedEV", "SuspendedEVSE"}), "SuspendedEV"),
        ("AcceptedCancelled", frozenset({"Accepted", "AcceptedCanceled"}), "AcceptedCanceled"),
        ("ab", frozenset({"A.B", "a_b"}), None),
        ("Error", frozenset({"OtherError", "NoError"}), "OtherError"),
        ("x" * 1_000_000, frozenset({"Other"}), "Other"),
    ],
)
def test_q21_words_are_understood(word: str, words: frozenset[str], meant: str | None) -> None:
    assert match_word(word, words) == meant
