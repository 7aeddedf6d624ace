"""Payloads are walked for timestamps to rewrite only where there may be some; that must not change what comes out."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp import faults
from ocpp.lenient import read_payload
from ocpp.shapes import shape_of
from ocpp.tolerance import Tolerance, mend_payload
from ocpp.v16 import call

RECEIVED_AT = "2026-01-02T03:04:05Z"
TIMES = frozenset({Tolerance.odd_timestamps})

texts = st.one_of(
    st.text(max_size=30),
    st.from_regex(
        r"[ \t]?\d{4}-\d\d-\d\d[Tt ]{0,2}\d\d:\d\d:\d\d(\.\d{1,3})?([Zz ]|UTC|[+-]\d\d(:?\d\d)?)?[ ]?", fullmatch=True
    ),
    st.sampled_from(["", " ", "2024-05-06T07:08:09Z", "2024-05-06t07:08:09.123z", "2024-05-06", "24-05-06T07:08:09"]),
)


def read(payload: object) -> tuple[object, int]:
    raw = msgspec.Raw(msgspec.json.encode(payload))
    errors = faults.error_of_keyword("1.6", strict=False)
    message, applied = read_payload(call.StatusNotification, raw, errors, TIMES, lambda: RECEIVED_AT)
    return message, len(applied)


@given(timestamp=texts, info=texts)
def test_what_is_not_walked_has_nothing_to_rewrite(timestamp: str, info: str):
    payload = {
        "connectorId": 1,
        "errorCode": "NoError",
        "status": "Available",
        "timestamp": timestamp,
        "info": info[:50],
    }
    mended, applied = mend_payload(shape_of(call.StatusNotification), payload, TIMES, RECEIVED_AT)
    assert read(payload) == (msgspec.convert(mended, call.StatusNotification), len(applied))


@pytest.mark.parametrize("text", ["2024-05-06T07:08:09", " 2024-05-06T07:08:09Z", "2024-05-06 07:08:09+02"])
def test_odd_timestamps_are_rewritten(text: str):
    assert read({"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": text})[1] == 1
