"""The errors of OCPP, one class per code of the RPC framework, and the errors of a connection.

An `OCPPError` raised in a handler becomes a CALLERROR; a CALLERROR received becomes an `OCPPError`. The codes are
those of OCPP-J 1.6, 4.2.3 and of OCPP 2.0.1 and 2.1 Part 4, 4.3.
"""

from collections.abc import Mapping
from typing import Any


class OCPPError(Exception):
    """The base of all errors that have a code in OCPP; raise one of its subclasses.

    `description` is the text and `details` the object that go into the CALLERROR; a missing description is the
    class's `default_description`. Two errors are equal when class, description and details are.
    """

    code: str = "InternalError"
    default_description: str = ""

    description: str
    details: Mapping[str, Any]

    def __init__(self, description: str | None = None, details: Mapping[str, Any] | None = None) -> None:
        self.description = self.default_description if description is None else description
        self.details = {} if details is None else details
        super().__init__(self.description, self.details)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, OCPPError) and type(other) is type(self):
            return (self.description, self.details) == (other.description, other.details)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.description))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} - description={self.description},  details={self.details}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.description},  {self.details}"


class NotImplementedError(OCPPError):  # noqa: A001 - the name that the field uses
    """The action is not implemented (which of two meanings, see `ocpp.faults`)."""

    code = "NotImplemented"
    default_description = "The receiver knows the action but does not serve it"


class NotSupportedError(OCPPError):
    """The action is not supported (which of two meanings, see `ocpp.faults`)."""

    code = "NotSupported"
    default_description = "The receiver does not know the action"


class InternalError(OCPPError):
    """The receiver failed; the request itself may be good."""

    code = "InternalError"
    default_description = "The receiver failed internally and could not process the action"


class ProtocolError(OCPPError):
    """The payload of the action is incomplete."""

    code = "ProtocolError"
    default_description = "The payload of the action is incomplete"


class SecurityError(OCPPError):
    """A security issue keeps the receiver from processing the action; in 2.x also: the station is not accepted yet."""

    code = "SecurityError"
    default_description = "A security issue kept the receiver from processing the action"


class FormatViolationError(OCPPError):
    """The payload is syntactically wrong; the spelling of OCPP 2.x."""

    code = "FormatViolation"
    default_description = "The payload is syntactically incorrect or does not have the structure of the action"


class FormationViolationError(OCPPError):
    """The payload is syntactically wrong; the spelling of OCPP 1.6 (its errata leave the name as it is)."""

    code = "FormationViolation"
    default_description = "The payload is syntactically incorrect or does not have the structure of the action"


class PropertyConstraintViolationError(OCPPError):
    """A field holds a value that it must not hold."""

    code = "PropertyConstraintViolation"
    default_description = "At least one field of the payload has an invalid value"


class OccurenceConstraintViolationError(OCPPError):
    """A field occurs too rarely or too often; the spelling of OCPP 1.6, with one r."""

    code = "OccurenceConstraintViolation"
    default_description = "At least one field of the payload occurs too rarely or too often"


class OccurrenceConstraintViolationError(OCPPError):
    """A field occurs too rarely or too often; the spelling of OCPP 2.x."""

    code = "OccurrenceConstraintViolation"
    default_description = "At least one field of the payload occurs too rarely or too often"


class TypeConstraintViolationError(OCPPError):
    """A field holds a value of the wrong type."""

    code = "TypeConstraintViolation"
    default_description = 'At least one field of the payload has the wrong data type (such as 12 for "12")'


class RpcFrameworkError(OCPPError):
    """The message is no valid RPC frame (OCPP 2.x)."""

    code = "RpcFrameworkError"
    default_description = "The message is not a valid RPC frame"


class MessageTypeNotSupportedError(OCPPError):
    """The number of the message type is unknown (OCPP 2.x)."""

    code = "MessageTypeNotSupported"
    default_description = "The message type number is not supported"


class GenericError(OCPPError):
    """Any error that no other code fits."""

    code = "GenericError"
    default_description = "An error that no other code describes"


class UnknownCallErrorCodeError(OCPPError):
    """A CALLERROR came with a code that OCPP does not define; `code`, `description` and `details` are as received."""

    code = "GenericError"

    def __init__(
        self,
        description: str | None = None,
        details: Mapping[str, Any] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(description, details)
        if code is not None:
            self.code: str = code


ERRORS_BY_CODE: Mapping[str, type[OCPPError]] = {
    error.code: error
    for error in (
        NotImplementedError,
        NotSupportedError,
        InternalError,
        ProtocolError,
        SecurityError,
        FormatViolationError,
        FormationViolationError,
        PropertyConstraintViolationError,
        OccurenceConstraintViolationError,
        OccurrenceConstraintViolationError,
        TypeConstraintViolationError,
        RpcFrameworkError,
        MessageTypeNotSupportedError,
        GenericError,
    )
}


class ValidationError(Exception):
    """What should be validated is neither a request nor a result. Not an error of OCPP: it has no code."""


class LinkClosedError(ConnectionError, TimeoutError):
    """The connection ended before an answer came; the request may or may not have been carried out.

    It is a TimeoutError too, so that code that only expects timeouts from `call()` handles it.
    """


class CallQueueFullError(Exception):
    """Too many calls wait for their turn on this connection already; nothing was sent."""
