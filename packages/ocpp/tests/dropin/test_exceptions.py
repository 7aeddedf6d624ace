"""OCPP errors: codes, construction, comparison and their texts."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false
# pyright: reportIndexIssue=false

import builtins
from typing import Any

import pytest

from ocpp import exceptions
from ocpp.exceptions import OCPPError, ProtocolError

CODES = {
    "NotImplementedError": "NotImplemented",
    "NotSupportedError": "NotSupported",
    "InternalError": "InternalError",
    "ProtocolError": "ProtocolError",
    "SecurityError": "SecurityError",
    "FormatViolationError": "FormatViolation",
    "FormationViolationError": "FormationViolation",
    "PropertyConstraintViolationError": "PropertyConstraintViolation",
    "OccurenceConstraintViolationError": "OccurenceConstraintViolation",
    "OccurrenceConstraintViolationError": "OccurrenceConstraintViolation",
    "TypeConstraintViolationError": "TypeConstraintViolation",
    "GenericError": "GenericError",
}


@pytest.mark.parametrize("name", CODES)
def test_class_has_its_code_and_a_default_description(name: str) -> None:
    cls = getattr(exceptions, name)
    assert issubclass(cls, OCPPError)
    assert issubclass(cls, Exception)
    assert cls.code == CODES[name]
    assert isinstance(cls.default_description, str)
    assert cls.default_description
    error = cls()
    assert (error.description, error.details) == (cls.default_description, {})


def test_base_class_has_an_empty_default_description() -> None:
    assert OCPPError.default_description == ""
    assert OCPPError().description == ""


def test_errors_without_a_code_of_their_own() -> None:
    assert not issubclass(exceptions.ValidationError, OCPPError)
    assert str(exceptions.ValidationError("words")) == "words"
    assert issubclass(exceptions.UnknownCallErrorCodeError, Exception)
    assert "words" in str(exceptions.UnknownCallErrorCodeError("words"))


def test_arguments_by_position_and_by_name() -> None:
    by_position = ProtocolError("words", {"a": 1})
    by_name = ProtocolError(description="words", details={"a": 1})
    assert (by_position.description, by_position.details) == ("words", {"a": 1})
    assert by_position == by_name
    assert ProtocolError(details={"a": 1}).description == ProtocolError.default_description
    assert ProtocolError("").description == ""
    assert ProtocolError("words").details == {}


def test_details_are_kept_as_they_are() -> None:
    details: dict[str, Any] = {"a": [1]}
    assert ProtocolError("words", details).details is details
    first, second = ProtocolError(), ProtocolError()
    first.details["a"] = 1
    assert second.details == {}


def test_equality_is_by_class_description_and_details() -> None:
    assert ProtocolError("words", {"a": 1}) == ProtocolError("words", {"a": 1})
    assert ProtocolError("words") != ProtocolError("other words")
    assert ProtocolError("words") != ProtocolError("words", {"a": 1})
    assert ProtocolError("words") != exceptions.SecurityError("words")
    assert ProtocolError("words") != OCPPError("words")
    assert ProtocolError("words") != "words"


def test_texts() -> None:
    error = ProtocolError("words", {"cause": "why"})
    assert str(error) == "ProtocolError: words,  {'cause': 'why'}"
    assert repr(error) == "<ProtocolError - description=words,  details={'cause': 'why'}>"


def test_attributes_can_be_changed() -> None:
    error = ProtocolError("words")
    error.description, error.details = "other", {"b": 2}
    assert str(error) == "ProtocolError: other,  {'b': 2}"


def test_users_may_derive_their_own() -> None:
    class TooHotError(OCPPError):
        code = "GenericError"
        default_description = "too hot"

    assert str(TooHotError()) == "TooHotError: too hot,  {}"
    assert TooHotError() == TooHotError("too hot")
    with pytest.raises(OCPPError):
        raise TooHotError


def test_builtins_of_the_same_name_are_other_classes() -> None:
    assert exceptions.NotImplementedError is not builtins.NotImplementedError
    assert not issubclass(exceptions.NotImplementedError, builtins.NotImplementedError)
