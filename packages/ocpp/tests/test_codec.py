"""JSON to messages and back, checked both ways."""
# pyright: basic

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Raw

from ocpp import codec
from ocpp.exceptions import (
    FormationViolationError,
    FormatViolationError,
    OccurrenceConstraintViolationError,
    OCPPError,
    ProtocolError,
    TypeConstraintViolationError,
)
from ocpp.faults import error_of_keyword

from .sample_messages import GOOD, Colour, Ordered, Part, Sample, SampleResult
from .test_views import KEYWORDS


def test_a_payload_becomes_a_message() -> None:
    text = json.dumps(GOOD)
    for payload in (text, text.encode(), Raw(text.encode())):
        message = codec.decode(Sample, payload)
        assert type(message) is Sample
        assert message.parts[0] == Part("a", Colour.red)
        assert message.soc_limit == 80
        assert message.custom_data == GOOD["customData"], "custom data is verbatim"


def test_decoders_are_built_once() -> None:
    assert codec.decoder_of(Sample) is codec.decoder_of(Sample)


@pytest.mark.parametrize("payload", ["null", " null ", b"null", Raw(b"null")])
def test_rule_3_7_null_is_an_empty_object(payload: Any) -> None:
    with pytest.raises(ProtocolError, match="'first' is a required property"):
        codec.decode(Ordered, payload)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_violations_are_errors_by_the_given_table(version: str) -> None:
    errors = error_of_keyword(version, strict=True)
    strict = FormationViolationError if version == "1.6" else FormatViolationError
    with pytest.raises(strict) as caught:
        codec.decode(Sample, json.dumps(GOOD | {"more": 1}), errors)
    assert caught.value.details == {"cause": "Additional properties are not allowed ('more' was unexpected)"}
    with pytest.raises(FormatViolationError):
        codec.decode(Sample, json.dumps(GOOD | {"more": 1}))
    if version == "2.0.1":
        with pytest.raises(OccurrenceConstraintViolationError):
            codec.decode(Sample, "{}", errors)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"\xff",
        b'{"text":"\xff"}',
        b'{"text":"t","parts":[{"partName":"a"}],"reading":1e999}',
        b'{"text":"t","parts":[{"partName":"a"}],"reading":%s}' % (b"9" * 5000),
        b'{"text":"t","parts":[{"partName":"a"}],"free":%s%s}' % (b"[" * 5000, b"]" * 5000),
        b'{"text":"t","parts":[{"partName":"a"}],"free":NaN}',
        b'{"text":' + b"[" * 990 + b"]" * 990 + b"}",
        b'{"text":' + b"9" * 4000 + b"}",
    ],
    ids=lambda payload: repr(payload[:30]),
)
def test_what_cannot_be_read_is_an_ocpp_error_and_nothing_else(payload: bytes) -> None:
    for read in (codec.decode_json, lambda payload: codec.decode(Sample, payload)):
        with suppress(OCPPError):
            read(payload)


def test_messages_are_written_and_checked() -> None:
    message = Sample(text="t", parts=[Part("a", "Red")], soc_limit=5)
    assert codec.encode(message, Sample) == b'{"text":"t","parts":[{"partName":"a","colour":"Red"}],"SoCLimit":5}'
    assert json.loads(codec.encode(KEYWORDS | {"free": 1}, Sample)) == GOOD | {"free": 1}
    with pytest.raises(TypeConstraintViolationError):
        codec.encode(Sample(text="x" * 7, parts=[Part("a")]), Sample)
    with pytest.raises(ProtocolError):
        codec.encode({}, Sample)
    with pytest.raises(FormatViolationError):
        codec.encode({"status": "Blue"}, SampleResult)


def test_decimals_are_numbers() -> None:
    limit: Any = Decimal("21.4")
    message = Sample(text="t", parts=[Part("a")], limit=limit)
    assert b'"limit":21.4' in codec.encode(message, Sample)


def test_numbers_that_json_lacks_are_not_sent() -> None:
    for value in (float("nan"), float("inf"), -float("inf")):
        with pytest.raises(OCPPError):
            codec.encode(Sample(text="t", parts=[Part("a")], reading=value), Sample)


def test_values_that_json_cannot_hold_are_a_type_error() -> None:
    text: Any = object()
    message = Sample(text=text, parts=[])
    with pytest.raises((TypeError, OCPPError)):
        codec.encode(message, Sample)


def test_custom_data_is_camel_case_or_verbatim() -> None:
    message = Sample(text="t", parts=[Part("a")], custom_data={"vendorId": "v", "any_key": 1})
    assert json.loads(codec.encode(message, Sample))["customData"] == {"vendorId": "v", "anyKey": 1}
    assert json.loads(codec.encode(message, Sample, verbatim=True))["customData"] == {"vendorId": "v", "any_key": 1}


def test_unchecked_payloads_keep_what_is_known() -> None:
    message = codec.build_unchecked(Sample, {"text": 5, "parts": [], "SoCLimit": "x", "more": 1})
    assert (message.text, message.soc_limit) == (5, "x")
    with pytest.raises(TypeConstraintViolationError):
        codec.build_unchecked(Sample, ["x" * 10_000])
    assert json.loads(codec.encode_unchecked({"text": 5, "so_c_limit": None, "more_keys": 1}, Sample)) == {
        "text": 5,
        "moreKeys": 1,
    }
