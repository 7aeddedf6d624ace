"""What answers of stations mean, in words of no version."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from csms.domain.remote_control import Answer, Outcome
from ocpp.exceptions import NotImplementedError as NotServedError
from ocpp.exceptions import NotSupportedError, OCPPError
from ocpp.masking import mask

_ACCEPTED = {"Accepted", "AcceptedCanceled", "RebootRequired", "Scheduled", "Unlocked", "Unpublished"}
_NOT_SUPPORTED = {"NotImplemented", "NotSupported", "UnknownMessageId", "UnknownVendorId"}
_FAILED = {"Failed", "Faulted", "UnlockFailed"}

_GRAVITY = (Outcome.TIMED_OUT, Outcome.FAILED, Outcome.REJECTED, Outcome.NOT_SUPPORTED)


def outcome_of(status: str | None) -> Outcome:
    """Return what the status of an answer means; an answer without one is a good one."""
    if status is None or status in _ACCEPTED:
        return Outcome.ACCEPTED
    if status in _NOT_SUPPORTED:
        return Outcome.NOT_SUPPORTED
    return Outcome.FAILED if status in _FAILED else Outcome.REJECTED


def answer_of(payload: bytes) -> Answer:
    """Return what a station has answered; `payload` is its JSON."""
    text = mask(payload)
    try:
        fields: object = msgspec.json.decode(payload)
    except (ValueError, RecursionError):
        return Answer(Outcome.FAILED, detail="The answer cannot be read")
    fields = cast("Mapping[str, Any]", fields) if isinstance(fields, dict) else {}
    status: object = fields.get("status")
    if not isinstance(status, str):
        return Answer(Outcome.ACCEPTED, text)
    # The details of the status (2.x).
    info: object = fields.get("statusInfo")
    words = [status]
    if isinstance(info, dict):
        told = cast("Mapping[str, object]", info)
        words += [str(told[name]) for name in ("reasonCode", "additionalInfo") if told.get(name)]
    outcome = outcome_of(status)
    is_plain = outcome is Outcome.ACCEPTED and words == ["Accepted"]
    return Answer(outcome, text, None if is_plain else ": ".join(words))


def answer_of_error(error: OCPPError) -> Answer:
    """Return what a CALLERROR, or an answer that is not valid, means."""
    outcome = Outcome.NOT_SUPPORTED if isinstance(error, NotServedError | NotSupportedError) else Outcome.FAILED
    cause = error.details.get("cause")
    words = [error.code, error.description, *([str(cause)] if cause else [])]
    return Answer(outcome, detail=mask(": ".join(word for word in words if word)))


def together(answers: Sequence[Answer]) -> Outcome:
    """Return what has become of a command that took several messages: it is accepted if all of them are."""
    outcomes = {answer.outcome for answer in answers}
    if len(outcomes) == 1:
        return outcomes.pop()
    if Outcome.ACCEPTED in outcomes and outcomes == {Outcome.ACCEPTED, Outcome.NOT_SUPPORTED}:
        return Outcome.REJECTED
    return next(outcome for outcome in _GRAVITY if outcome in outcomes)
