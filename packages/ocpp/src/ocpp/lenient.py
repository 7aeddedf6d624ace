"""Reading frames and payloads strictly first, and with the repairs of a connection only when that fails."""

import re
from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import TypeAlias, TypeVar

from msgspec import Raw

from ocpp import codec, rpc
from ocpp.exceptions import OCPPError
from ocpp.faults import ErrorOfKeyword
from ocpp.model import Model
from ocpp.shapes import shape_of
from ocpp.tolerance import Applied, Tolerance, has_timestamps, mend_payload, mend_text

M = TypeVar("M", bound=Model)

Repairs: TypeAlias = tuple[Applied, ...]

_TIMESTAMPS = frozenset({Tolerance.odd_timestamps})

_MAY_BE_ODD = re.compile(
    rb"""\\ | : \s* " (?: " | \s | \d{4}-\d\d-\d\d
        (?! [Tt] \d\d:\d\d:\d\d (?:\.\d+)? (?: [Zz] | [+-]\d\d:\d\d ) " ) )""",
    re.VERBOSE,
)
"""Where a valid payload may hold a timestamp to be rewritten: an escape, a blank text, a date that is not complete."""


def read_frame(
    data: str | bytes, id_length: int, tolerances: frozenset[Tolerance]
) -> tuple[rpc.Frame | rpc.Malformed | None, Repairs]:
    """Return the frame in a message and the repairs that it took; None for a message that is to be ignored."""
    frame = rpc.decode(data, id_length)
    if not isinstance(frame, rpc.Malformed) or not tolerances or frame.fault is rpc.Fault.not_text:
        return frame, ()
    mended = mend_text(data, tolerances)
    if mended.ignore:
        return None, mended.applied
    if not mended.applied:
        return frame, ()
    mended_frame = rpc.decode(mended.text, id_length)
    return (frame, ()) if isinstance(mended_frame, rpc.Malformed) else (mended_frame, mended.applied)


def read_payload(
    message_class: type[M],
    payload: Raw,
    errors: ErrorOfKeyword,
    tolerances: frozenset[Tolerance],
    received_at: Callable[[], str],
    naive_zone: tzinfo = UTC,
) -> tuple[M, Repairs]:
    """Return the typed message in a payload and the repairs that it took.

    `received_at` gives the present time as a timestamp of RFC 3339; timestamps without a zone are of `naive_zone`.
    Raises: OCPPError for the first violation, as the payload was received.
    """
    try:
        message = codec.decode(message_class, payload, errors)
    except OCPPError:
        if tolerances and (mended := _mend(message_class, payload, tolerances, received_at, naive_zone)) is not None:
            return mended
        raise
    if Tolerance.odd_timestamps in tolerances and has_timestamps(shape_of(message_class)):
        # A timestamp without zone is no violation of the schema. A payload is walked only if it may hold one.
        if _MAY_BE_ODD.search(payload) is None:
            return message, ()
        return _mend(message_class, payload, _TIMESTAMPS, received_at, naive_zone) or (message, ())
    return message, ()


def _mend(
    message_class: type[M],
    payload: Raw,
    tolerances: frozenset[Tolerance],
    received_at: Callable[[], str],
    naive_zone: tzinfo,
) -> tuple[M, Repairs] | None:
    try:
        value = codec.decode_json(payload)
        mended, applied = mend_payload(shape_of(message_class), value, tolerances, received_at(), naive_zone)
        return codec.decode(message_class, codec.encode_json(mended)), applied
    except OCPPError:
        return None
