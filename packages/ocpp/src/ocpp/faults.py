"""Which error answers which fault: the one table, by version and strictness.

By default the errors are those that users of the established Python library know, where they differ from the
specification: NotImplemented and NotSupported change places, a missing field is a ProtocolError, 1.6 says
FormatViolation. With `strict` the codes and their spelling are those of OCPP-J 1.6, 4.2.3 and of OCPP 2.0.1 and 2.1
Part 4, 4.3.
"""

from collections.abc import Callable
from typing import TypeAlias

from ocpp.exceptions import (
    FormationViolationError,
    FormatViolationError,
    GenericError,
    MessageTypeNotSupportedError,
    NotImplementedError,
    NotSupportedError,
    OccurenceConstraintViolationError,
    OccurrenceConstraintViolationError,
    OCPPError,
    PropertyConstraintViolationError,
    ProtocolError,
    RpcFrameworkError,
    TypeConstraintViolationError,
)
from ocpp.rpc import Fault

ErrorOfKeyword: TypeAlias = Callable[[str], type[OCPPError]]
"""Gives the error class for the keyword of JSON Schema that a payload breaks."""


def customary_error(keyword: str) -> type[OCPPError]:
    """Return the error for a broken keyword as the established library has it."""
    if keyword in ("type", "maxLength"):
        return TypeConstraintViolationError
    if keyword == "required":
        return ProtocolError
    return FormatViolationError


def _specified_error(keyword: str) -> type[OCPPError]:
    """Return the error for a broken keyword by the text of OCPP 2.x."""
    if keyword == "type":
        return TypeConstraintViolationError
    if keyword in ("required", "minItems", "maxItems"):
        return OccurrenceConstraintViolationError
    if keyword in ("enum", "maxLength", "minimum", "maximum", "multipleOf"):
        return PropertyConstraintViolationError
    return FormatViolationError


def _specified_error_16(keyword: str) -> type[OCPPError]:
    """Return the error for a broken keyword by the text of OCPP 1.6, in its spelling."""
    error = _specified_error(keyword)
    if error is OccurrenceConstraintViolationError:
        return OccurenceConstraintViolationError
    return FormationViolationError if error is FormatViolationError else error


def error_of_keyword(version: str, strict: bool) -> ErrorOfKeyword:
    """Return the mapping from broken keywords to errors for a version."""
    if not strict:
        return customary_error
    return _specified_error_16 if version == "1.6" else _specified_error


def unserved_action(action: str, known: bool, version: str, strict: bool) -> OCPPError:
    """Return the error for an action without a handler; `known`: the version has this action."""
    if known:
        description = "The receiver knows the action but does not serve it"
        cause = f"No handler for {action} registered."
    else:
        description = "The receiver does not know the action"
        cause = f"{action} not supported by OCPP{version}."
    # The specification: NotImplemented for an unknown action, NotSupported for one that is known but not served.
    error = NotSupportedError if known == strict else NotImplementedError
    return error(description, {"cause": cause})


def malformed_frame(fault: Fault, version: str, strict: bool) -> OCPPError | None:
    """Return the error for a message that is no frame, or None if the version wants no answer."""
    details = {"cause": fault.value}
    if fault is Fault.unknown_type:
        # 1.6 has no code for it and says to ignore such messages.
        return None if version == "1.6" else MessageTypeNotSupportedError(details=details)
    if strict:
        return FormationViolationError(details=details) if version == "1.6" else RpcFrameworkError(details=details)
    if fault in (Fault.not_json, Fault.too_deep):
        return FormatViolationError(details=details)
    return ProtocolError(details=details)


def too_many_requests(limit: int) -> OCPPError:
    """Return the error for a request that comes while `limit` others wait to be handled."""
    return GenericError(f"{limit} requests wait for their answer already; send one at a time")
