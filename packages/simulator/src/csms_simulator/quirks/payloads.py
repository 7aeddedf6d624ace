"""Where the things are in payloads, in all versions. Nothing here raises: other quirks may have been there before."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from csms_simulator.wire_frame import Frame
from ocpp.timestamps import TIMESTAMP_NAMES, normalise_timestamp

REGISTER = "Energy.Active.Import.Register"

Fields = dict[str, Any]

STARTS = frozenset({"StartTransaction", "TransactionEvent"})
REMOTE_STARTS = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
REMOTE_STOPS = frozenset({"RemoteStopTransaction", "RequestStopTransaction"})


def objects(value: Any) -> Iterator[Fields]:
    """Yield the objects in a list, or the one that stands where a list belongs."""
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, dict):
            yield cast("Fields", item)


def everything(value: Any) -> Iterator[Fields]:
    """Yield an object and all objects inside it."""
    if isinstance(value, dict):
        fields = cast("Fields", value)
        yield fields
        for item in fields.values():
            yield from everything(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from everything(item)


def object_at(fields: Fields, name: str) -> Fields:
    """Return an object in an object, an empty one if there is none."""
    return next(objects(fields.get(name)), Fields())


def meter_values(frame: Frame) -> Iterator[Fields]:
    """Yield the readings in a message, each of which has a timestamp and sampled values."""
    for name in ("meterValue", "transactionData"):
        yield from objects(frame.payload.get(name))


def sampled_values(frame: Frame) -> Iterator[Fields]:
    """Yield the sampled values in a message."""
    for meter_value in meter_values(frame):
        yield from objects(meter_value.get("sampledValue"))


def measurand(sample: Fields) -> str:
    """Return what was measured."""
    return str(sample.get("measurand", REGISTER))


def is_register(sample: Fields) -> bool:
    """Tell whether a sampled value is the meter's register of energy."""
    return measurand(sample) == REGISTER and "phase" not in sample


def number(sample: Fields) -> float | None:
    """Return the number in a sampled value, whether it is text (OCPP 1.6) or not; None if it holds none."""
    try:
        return float(sample.get("value", ""))
    except (TypeError, ValueError):
        return None


def set_number(sample: Fields, value: float) -> None:
    """Put a number in a sampled value, as text if it was text."""
    value = round(value, 4)
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    sample["value"] = text if isinstance(sample.get("value"), str) else value


def unit(sample: Fields) -> str | None:
    """Return the unit of a sampled value; None where none is named."""
    named = sample.get("unit") if "unit" in sample else object_at(sample, "unitOfMeasure").get("unit")
    return named if isinstance(named, str) else None


def set_unit(sample: Fields, name: str | None) -> None:
    """Name the unit of a sampled value; None: name none. Where values are text, it is one of OCPP 1.6."""
    if isinstance(sample.get("value"), str):
        if name is None:
            sample.pop("unit", None)
        else:
            sample["unit"] = name
    elif name is None:
        sample.pop("unitOfMeasure", None)
    else:
        sample["unitOfMeasure"] = {**object_at(sample, "unitOfMeasure"), "unit": name}


def timestamps(payload: Fields) -> Iterator[tuple[Fields, str, datetime]]:
    """Yield all timestamps in a payload: the object that holds it, its name, and what it says."""
    for fields in everything(payload):
        for name, value in tuple(fields.items()):
            if name in TIMESTAMP_NAMES and isinstance(value, str):
                normal = normalise_timestamp(value)
                if normal is not None:
                    yield fields, name, datetime.fromisoformat(normal)


def timestamp(at: float) -> str:
    """Return POSIX seconds as text."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_start(frame: Frame) -> bool:
    """Tell whether a call says that a transaction began."""
    return frame.is_call and (
        frame.action == "StartTransaction"
        or (frame.action == "TransactionEvent" and frame.payload.get("eventType") == "Started")
    )


def is_end(frame: Frame) -> bool:
    """Tell whether a call says that a transaction is over."""
    return frame.is_call and (
        frame.action == "StopTransaction"
        or (frame.action == "TransactionEvent" and frame.payload.get("eventType") == "Ended")
    )


def transaction_id(frame: Frame) -> Any:
    """Return the transaction that a call of the station is about; None if it names none."""
    if frame.action == "TransactionEvent":
        return object_at(frame.payload, "transactionInfo").get("transactionId")
    return frame.payload.get("transactionId")


def station_in(boot: Frame) -> Fields:
    """Return the part of a BootNotification that describes the station."""
    return object_at(boot.payload, "chargingStation") if "chargingStation" in boot.payload else boot.payload


def charging_profile(frame: Frame) -> Fields:
    """Return the profile that SetChargingProfile brings."""
    return object_at(frame.payload, "csChargingProfiles") or object_at(frame.payload, "chargingProfile")


def periods(profile: Fields) -> Iterator[Fields]:
    """Yield the periods of all schedules of a charging profile."""
    for schedule in objects(profile.get("chargingSchedule")):
        yield from objects(schedule.get("chargingSchedulePeriod"))


def reported_settings(frame: Frame) -> Iterator[tuple[str, Fields, str]]:
    """Yield the settings that a station tells of: the name, the object that holds the value, the value's name there.

    Configuration keys of 1.6, variables of 2.x as GetVariables answers them or NotifyReport lists them.
    """
    for key in objects(frame.payload.get("configurationKey")):
        yield str(key.get("key", "")), key, "value"
    for result in objects(frame.payload.get("getVariableResult")):
        yield str(object_at(result, "variable").get("name", "")), result, "attributeValue"
    for report in objects(frame.payload.get("reportData")):
        for attribute in objects(report.get("variableAttribute")):
            yield str(object_at(report, "variable").get("name", "")), attribute, "value"
