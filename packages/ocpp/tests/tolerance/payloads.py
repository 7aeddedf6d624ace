"""Valid payloads of a shape for hypothesis, and strict decoding as the library does it."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from ocpp import codec
from ocpp.exceptions import OCPPError
from ocpp.model import Model
from ocpp.shapes import Choice, FreeForm, Items, Object, Scalar, Shape, shape_of
from ocpp.timestamps import TIMESTAMP_NAMES
from ocpp.tolerance import ALL, Applied, Tolerance, mend_payload

RECEIVED_AT = "2026-01-02T03:04:05Z"

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def valid_payloads(shape: Shape, name: str = "") -> st.SearchStrategy[Any]:
    """Return a strategy of JSON values that are valid for `shape`, with complete timestamps and no blanks."""
    match shape:
        case Object():
            return st.fixed_dictionaries(
                {field.wire: valid_payloads(field.shape, field.wire) for field in shape.fields if field.required},
                optional={
                    field.wire: valid_payloads(field.shape, field.wire) for field in shape.fields if not field.required
                },
            )
        case Items():
            most = shape.min_length or 0
            return st.lists(
                valid_payloads(shape.item, name), min_size=most, max_size=min(most + 2, shape.max_length or 9)
            )
        case Choice():
            return st.sampled_from(sorted(shape.words))
        case FreeForm():
            return st.just({"vendorId": "com.example"}) if shape.custom_data else json_values
        case Scalar():
            return _valid_scalars(shape, name)


def _valid_scalars(shape: Scalar, name: str) -> st.SearchStrategy[Any]:
    if shape.kind == "boolean":
        return st.booleans()
    if shape.kind != "string":
        return st.integers(int(shape.ge or 0), int(shape.le if shape.le is not None else 10**6))
    if name in TIMESTAMP_NAMES and not shape.max_length:
        return st.sampled_from(["2024-05-06T07:08:09Z", "2024-05-06T07:08:09.123+02:00", "1970-01-01T00:00:00Z"])
    return st.text("abc 0", max_size=min(shape.max_length or 30, 30))


def decodes(message_class: type[Model], payload: object) -> bool:
    """Tell whether strict decoding accepts a payload."""
    try:
        codec.decode(message_class, msgspec.json.encode(payload))
    except OCPPError:
        return False
    return True


def mend(
    message_class: type[Model], payload: object, *tolerances: Tolerance
) -> tuple[Any, tuple[tuple[str, str, str, str], ...]]:
    """Return the mended payload and what was done, as plain tuples; without `tolerances`, all are on."""
    mended, applied = mend_payload(shape_of(message_class), payload, frozenset(tolerances) or ALL, RECEIVED_AT)
    return mended, tuple(plain(repair) for repair in applied)


def plain(applied: Applied) -> tuple[str, str, str, str]:
    """Return a repair as a tuple that compares with literals."""
    return (applied.tolerance.value, applied.place, applied.before, applied.after)
