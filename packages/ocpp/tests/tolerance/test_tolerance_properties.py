"""Properties of `mend_payload`: it never raises, mends once and for all, and leaves valid payloads alone."""

import copy
from collections.abc import Iterable
from typing import Any, cast

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpp import catalogue
from ocpp.model import Model
from ocpp.shapes import shape_of
from ocpp.tolerance import ALL, Tolerance, has_timestamps, mend_payload
from ocpp.v16 import call, call_result

from .payloads import RECEIVED_AT, decodes, json_values, mend, valid_payloads

MESSAGES: tuple[type[Model], ...] = tuple(
    message_class
    for version in ("1.6", "2.0.1", "2.1")
    for message in catalogue.messages(version).values()
    for message_class in (message.request, message.result)
    if message_class is not None
)

ODD_VALUES: list[Any] = ["", " ", None, "1", "2.0", "true", "kwh", 5.0, {}, [], "2024-01-01 00:00:00"]

any_message = st.sampled_from(MESSAGES)
slow_but_fine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow_but_fine
@given(any_message.flatmap(lambda message: st.tuples(st.just(message), valid_payloads(shape_of(message)))))
def test_valid_payloads_come_back_as_they_are(drawn: tuple[type[Model], Any]) -> None:
    message_class, payload = drawn
    mended, applied = mend(message_class, payload)
    assert (mended is payload, applied) == (True, ())


def near(shape_payloads: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Payloads of which parts are replaced by anything."""

    def spoil(drawn: tuple[Any, list[tuple[int, Any]]]) -> Any:
        payload, changes = copy.deepcopy(drawn[0]), drawn[1]
        for which, value in changes:
            containers = [*_containers(payload)]
            if not containers:
                return value
            container = containers[which % len(containers)]
            keys: list[Any] = [*(container if isinstance(container, dict) else range(len(container)))]
            if keys:
                container[keys[which % len(keys)]] = value
        return payload

    odd_values: st.SearchStrategy[Any] = json_values | st.sampled_from(ODD_VALUES)
    return st.tuples(shape_payloads, st.lists(st.tuples(st.integers(0, 99), odd_values), max_size=5)).map(spoil)


def _containers(value: Any) -> list[Any]:
    if not isinstance(value, dict | list):
        return []
    items: Iterable[Any] = (
        cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("list[Any]", value)
    )
    return [value, *(inner for item in items for inner in _containers(item))]


@slow_but_fine
@given(
    any_message.flatmap(
        lambda message: st.tuples(st.just(message), json_values | near(valid_payloads(shape_of(message))))
    ),
    st.frozensets(st.sampled_from(sorted(Tolerance))),
)
def test_any_json_is_survived_and_mended_once(drawn: tuple[type[Model], Any], tolerances: frozenset[Tolerance]) -> None:
    message_class, payload = drawn
    before = copy.deepcopy(payload)
    shape = shape_of(message_class)
    mended, applied = mend_payload(shape, payload, tolerances, RECEIVED_AT)
    assert payload == before
    assert {repair.tolerance for repair in applied} <= tolerances
    assert (mended is payload) == (not applied)
    assert mend_payload(shape, mended, tolerances, RECEIVED_AT) == (mended, ())
    # Nothing that was valid becomes invalid.
    assert decodes(message_class, mended) or not decodes(message_class, payload)


def test_depth_and_size_are_survived() -> None:
    deep: Any = None
    for _ in range(50_000):
        deep = [deep]
    payload = {"idTag": deep, "extra": deep, "big": 10**400}
    mended, applied = mend(call.Authorize, payload)
    assert mended["idTag"] is deep
    assert [repair[1:] for repair in applied] == [("extra", "[...]", ""), ("big", applied[1][2], "")]
    while deep is not None:  # freed from the outside, for the interpreter frees by recursion
        deep = deep.pop()


# One defect of each kind, planted into valid payloads: the field, and what stands there.
DEFECTS: dict[str, tuple[Tolerance, type[Model], str, Any]] = {
    "empty integer": (Tolerance.empty_words, call.StartTransaction, "reservationId", ""),
    "empty word": (Tolerance.empty_words, call.StopTransaction, "reason", ""),
    "empty timestamp": (Tolerance.empty_words, call.StatusNotification, "timestamp", ""),
    "long id": (Tolerance.too_long, call.StartTransaction, "idTag", "0123456789ABCDEF0123456789ABCDEF"),
    "long by blanks": (Tolerance.too_long, call.StatusNotification, "info", "x" * 50 + " " * 10),
    "extra field": (Tolerance.extra_fields, call.MeterValues, "vendorExtension", {"a": [1]}),
    "string for integer": (Tolerance.wrong_types, call.MeterValues, "connectorId", "12"),
    "float for integer": (Tolerance.wrong_types, call.StartTransaction, "meterStart", 3.0),
    "null for absent": (Tolerance.wrong_types, call.StartTransaction, "reservationId", None),
    "number for string": (Tolerance.wrong_types, call.StatusNotification, "vendorErrorCode", 1234),
    "object for list": (
        Tolerance.wrong_types,
        call.MeterValues,
        "meterValue",
        {"timestamp": "2024-05-06T07:08:09Z", "sampledValue": [{"value": "1"}]},
    ),
    "another case": (Tolerance.odd_words, call.StatusNotification, "errorCode", "no error"),
    "unknown word": (Tolerance.odd_words, call.StopTransaction, "reason", "BecauseOfReasons"),
    "no zone": (Tolerance.odd_timestamps, call.StartTransaction, "timestamp", "2024-05-06T07:08:09"),
    "null for a time": (Tolerance.odd_timestamps, call.StopTransaction, "timestamp", None),
}


@slow_but_fine
@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
@given(data=st.data())
def test_a_planted_defect_is_mended(defect: tuple[Tolerance, type[Model], str, Any], data: st.DataObject) -> None:
    tolerance, message_class, name, value = defect
    payload = data.draw(valid_payloads(shape_of(message_class)))
    mended, applied = mend(message_class, {**payload, name: value}, tolerance)
    assert [repair[:2] for repair in applied] == [(tolerance, name)]
    assert decodes(message_class, mended)


@pytest.mark.parametrize("message_class", MESSAGES, ids=lambda message: f"{message.__module__}.{message.__name__}")
def test_every_message_can_be_mended(message_class: type[Model]) -> None:
    shape = shape_of(message_class)
    assert has_timestamps(shape) in (True, False)
    mended, applied = mend_payload(shape, {"extra": 1}, ALL, RECEIVED_AT)
    assert applied[0].place == "extra"
    assert "extra" not in msgspec.json.encode(mended).decode()


def test_results_are_mended_like_requests() -> None:
    mended, applied = mend(call_result.BootNotification, {"status": "accepted", "interval": "300"})
    assert mended == {"status": "Accepted", "interval": 300, "currentTime": RECEIVED_AT}
    assert len(applied) == 3
