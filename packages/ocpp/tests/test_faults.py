"""The table of faults and errors (rules-ocppj.md, 5.1 to 5.4)."""
# pyright: basic

import pytest

from ocpp.exceptions import ERRORS_BY_CODE
from ocpp.faults import error_of_keyword, malformed_frame, too_many_requests, unserved_action
from ocpp.rpc import Fault

VERSIONS = ("1.6", "2.0.1", "2.1")
NOT_IN_16 = {"FormatViolation", "OccurrenceConstraintViolation", "RpcFrameworkError", "MessageTypeNotSupported"}
NOT_IN_2 = {"FormationViolation", "OccurenceConstraintViolation"}
KEYWORDS = (
    "type",
    "required",
    "additionalProperties",
    "enum",
    "maxLength",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "multipleOf",
    "syntax",
)


@pytest.mark.parametrize("version", VERSIONS)
def test_rule_5_1_strict_uses_only_codes_of_the_version(version: str) -> None:
    errors = {error_of_keyword(version, strict=True)(keyword).code for keyword in KEYWORDS}
    for fault in Fault:
        if (error := malformed_frame(fault, version, strict=True)) is not None:
            errors.add(error.code)
    for known in (True, False):
        errors.add(unserved_action("Any", known, version, strict=True).code)
    errors.add(too_many_requests(1).code)
    assert errors <= set(ERRORS_BY_CODE)
    assert not errors & (NOT_IN_16 if version == "1.6" else NOT_IN_2)


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
def test_rule_5_3_every_unreadable_frame_has_an_error_in_2_x(version: str) -> None:
    for fault in Fault:
        error = malformed_frame(fault, version, strict=True)
        assert error is not None
        unknown = fault is Fault.unknown_type
        assert error.code == ("MessageTypeNotSupported" if unknown else "RpcFrameworkError")
        assert error.details == {"cause": fault.value}


def test_rule_5_4_only_1_6_ignores_unknown_types() -> None:
    for strict in (True, False):
        assert malformed_frame(Fault.unknown_type, "1.6", strict) is None
        for version in ("2.0.1", "2.1"):
            assert malformed_frame(Fault.unknown_type, version, strict) is not None


def test_customary_errors_are_the_same_in_every_version() -> None:
    for version in VERSIONS:
        errors = error_of_keyword(version, strict=False)
        assert {keyword: errors(keyword).code for keyword in KEYWORDS} == {
            "type": "TypeConstraintViolation",
            "maxLength": "TypeConstraintViolation",
            "required": "ProtocolError",
            **dict.fromkeys(
                ("additionalProperties", "enum", "minItems", "maxItems", "minimum", "maximum", "multipleOf", "syntax"),
                "FormatViolation",
            ),
        }


def test_strict_errors_by_keyword() -> None:
    for version in VERSIONS:
        errors = error_of_keyword(version, strict=True)
        occurrence = "OccurenceConstraintViolation" if version == "1.6" else "OccurrenceConstraintViolation"
        formation = "FormationViolation" if version == "1.6" else "FormatViolation"
        assert {keyword: errors(keyword).code for keyword in KEYWORDS} == {
            "type": "TypeConstraintViolation",
            **dict.fromkeys(("required", "minItems", "maxItems"), occurrence),
            **dict.fromkeys(("enum", "maxLength", "minimum", "maximum", "multipleOf"), "PropertyConstraintViolation"),
            **dict.fromkeys(("additionalProperties", "syntax"), formation),
        }


def test_not_implemented_and_not_supported_change_places_if_strict() -> None:
    for version in VERSIONS:
        assert unserved_action("A", known=False, version=version, strict=True).code == "NotImplemented"
        assert unserved_action("A", known=True, version=version, strict=True).code == "NotSupported"
        assert unserved_action("A", known=False, version=version, strict=False).code == "NotSupported"
        assert unserved_action("A", known=True, version=version, strict=False).code == "NotImplemented"
