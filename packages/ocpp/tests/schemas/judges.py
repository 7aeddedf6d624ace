"""The two judges of an instance: the schema file, as the peer asks it, and our class."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import jsonschema
from jsonschema import Draft4Validator

from ocpp import catalogue, codec
from ocpp.exceptions import FormatViolationError, OCPPError, ProtocolError, TypeConstraintViolationError
from ocpp.model import Model

from .schema_files import MessageSchema

Verdict: TypeAlias = type[OCPPError] | None
"""The class of the error, or None for a valid instance."""

Judge: TypeAlias = Callable[[bytes], Verdict]

ERRORS: dict[str, type[OCPPError]] = {
    "type": TypeConstraintViolationError,
    "null": TypeConstraintViolationError,
    "maxLength": TypeConstraintViolationError,
    "additionalProperties": FormatViolationError,
    "required": ProtocolError,
}


def error_of(keyword: str) -> type[OCPPError]:
    """Return what the peer raises for the keyword of the first error that jsonschema gives ("null": a type)."""
    return ERRORS.get(keyword, FormatViolationError)


def schema_judge(message: MessageSchema) -> Judge:
    """Return the judge that reads the schema file."""
    validator: Any = Draft4Validator(message.schema)

    def judge(payload: bytes) -> Verdict:
        instance = json.loads(payload, parse_float=Decimal)
        first: jsonschema.ValidationError | None = next(validator.iter_errors(instance), None)
        return None if first is None else error_of(str(first.validator))

    return judge


def our_judge(message: MessageSchema) -> Judge:
    """Return the judge that is our class."""
    message_class = message_class_of(message)

    def judge(payload: bytes) -> Verdict:
        try:
            codec.decode(message_class, payload)
        except OCPPError as error:
            return type(error)
        return None

    return judge


def message_class_of(message: MessageSchema) -> type[Model]:
    """Return our class for a schema."""
    found = catalogue.find(message.version, message.action)
    assert found is not None, message.name
    message_class = found.result if message.is_answer else found.request
    assert message_class is not None, message.name
    return message_class
