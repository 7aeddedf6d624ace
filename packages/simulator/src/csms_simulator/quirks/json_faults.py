"""Q17 to Q23: messages that are JSON, but not as the schemas want it."""

import random
from typing import Any, cast

import msgspec

from csms_simulator.quirks.payloads import (
    Fields,
    everything,
    measurand,
    meter_values,
    number,
    object_at,
    objects,
    sampled_values,
    set_number,
    set_unit,
    station_in,
    unit,
)
from csms_simulator.quirks.quirk import V16, Quirk, Variant, rewriting
from csms_simulator.wire_frame import Frame, Kind

LONG_SERIAL = "SIM1A22P4RI3N212345678901234567890"
"""34 characters; 25 fit."""

REQUIRED_WORDS = frozenset({"status", "errorCode", "reason", "connectorStatus", "triggerReason", "chargingState"})


def empty_vendor(frame: Frame, _rng: random.Random) -> None:
    """Q17."""
    if frame.is_call and frame.action == "BootNotification":
        for name in ("chargePointVendor", "vendorName"):
            if name in station_in(frame):
                station_in(frame)[name] = ""


def empty_sim(frame: Frame, _rng: random.Random) -> None:
    """Q17."""
    if frame.is_call and frame.action == "BootNotification":
        sim = {"iccid": "", "imsi": ""}
        station_in(frame).update({"modem": sim} if "chargingStation" in frame.payload else sim)


def empty_optional(frame: Frame, _rng: random.Random) -> None:
    """Q17."""
    if frame.is_call and frame.action == "StatusNotification":
        frame.payload |= {"timestamp": "", "info": "", "vendorId": "", "vendorErrorCode": ""}


def long_serial(frame: Frame, _rng: random.Random) -> None:
    """Q18."""
    if frame.is_call and frame.action == "BootNotification":
        name = "serialNumber" if "chargingStation" in frame.payload else "chargeBoxSerialNumber"
        station_in(frame)[name] = LONG_SERIAL


def long_token(frame: Frame, _rng: random.Random) -> None:
    """Q18."""
    for fields, name, longest in _tokens(frame):
        fields[name] = f"{fields[name]}{'0' * longest}"[: longest + 8]


def padded_token(frame: Frame, _rng: random.Random) -> None:
    """Q18."""
    for fields, name, longest in _tokens(frame):
        fields[name] = f"{fields[name]}".ljust(longest - 4, "\x00").ljust(longest + 8)


def connector_in_authorize(frame: Frame, _rng: random.Random) -> None:
    """Q19."""
    if frame.is_call and frame.action == "Authorize":
        frame.payload["connectorId"] = 1


def extra_fields(frame: Frame, _rng: random.Random) -> None:
    """Q19."""
    if frame.is_call:
        frame.payload["vendorData"] = {"rssi": -71, "uptime": 86400}
        for sample in sampled_values(frame):
            sample["quality"] = "good"


def numbers_for_strings(frame: Frame, _rng: random.Random) -> None:
    """Q20."""
    for sample in sampled_values(frame):
        value = number(sample)
        if value is not None:
            sample["value"] = value


def strings_for_numbers(frame: Frame, _rng: random.Random) -> None:
    """Q20."""
    if frame.is_call:
        for fields in everything(frame.payload):
            for name, value in fields.items():
                if isinstance(value, int | float) and not isinstance(value, bool):
                    fields[name] = _json(value)


def object_for_list(frame: Frame, _rng: random.Random) -> None:
    """Q20."""
    for fields in (frame.payload, *meter_values(frame)):
        for name in ("meterValue", "sampledValue"):
            items = list(objects(fields.get(name)))
            if isinstance(fields.get(name), list) and len(items) == 1:
                fields[name] = items[0]


def typed_configuration(frame: Frame, _rng: random.Random) -> None:
    """Q20."""
    if frame.kind is Kind.RESULT and frame.action == "GetConfiguration":
        for key in objects(frame.payload.get("configurationKey")):
            value = key.get("value")
            if isinstance(value, str):
                key["value"] = _typed(value)


def integral_floats(frame: Frame, _rng: random.Random) -> None:
    """Q20."""
    if frame.is_call:
        for fields in everything(frame.payload):
            for name in ("meterStart", "meterStop", "seqNo"):
                if isinstance(fields.get(name), int):
                    fields[name] = float(fields[name])


def odd_error_code(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    if frame.is_call and frame.payload.get("errorCode", "NoError") != "NoError":
        frame.payload["errorCode"] = "Error"


def odd_context(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    for sample in sampled_values(frame):
        if measurand(sample).startswith("Current"):
            sample["context"] = "CurrentMax"


def odd_measurand(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    _add_sample(frame, {"value": "0", "measurand": "Request.Energy"})


def odd_frequency_unit(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    _add_sample(frame, {"value": "50", "measurand": "Frequency", "unit": "Hz"})


def odd_temperature_unit(frame: Frame, rng: random.Random) -> None:
    """Q21."""
    spelling = rng.choice(("celsius", "Celcius", "degC"))
    _add_sample(frame, {"value": "31", "measurand": "Temperature", "unit": spelling})


def lower_case_unit(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    for sample in sampled_values(frame):
        value = number(sample)
        if measurand(sample).startswith("Energy") and value is not None and unit(sample) in {None, "Wh"}:
            set_number(sample, value / 1000)
            set_unit(sample, "kwh")


def odd_refusal(frame: Frame, _rng: random.Random) -> None:
    """Q21."""
    if frame.kind is Kind.RESULT and frame.payload.get("status") == "Rejected":
        frame.payload["status"] = "NotSupported"


def action_case(frame: Frame, _rng: random.Random) -> None:
    """Q22."""
    if frame.is_call:
        frame.action = frame.action[:1].lower() + frame.action[1:]


def word_case(frame: Frame, _rng: random.Random) -> None:
    """Q22."""
    for name in REQUIRED_WORDS & frame.payload.keys():
        if isinstance(frame.payload[name], str):
            frame.payload[name] = frame.payload[name].lower()


def json_in_info(frame: Frame, _rng: random.Random) -> None:
    """Q22."""
    if frame.is_call and frame.action == "StatusNotification":
        frame.payload["info"] = '{"temp":31,"door":"closed"}'


def vendor_error(frame: Frame, _rng: random.Random) -> None:
    """Q22."""
    code = frame.payload.get("errorCode")
    if frame.is_call and frame.action == "StatusNotification" and code != "NoError":
        frame.payload |= {"errorCode": "OtherError", "vendorErrorCode": f"E-{code}"}


def error_with_finishing(frame: Frame, _rng: random.Random) -> None:
    """Q22."""
    if frame.is_call and frame.payload.get("status") == "Finishing":
        frame.payload["errorCode"] = "OtherError"


def markup(frame: Frame, _rng: random.Random) -> None:
    """Q23."""
    if frame.is_call and frame.action == "BootNotification":
        station = station_in(frame)
        station["model" if "chargingStation" in frame.payload else "chargePointModel"] = "<b>A&amp;C</b>"
        station["firmwareVersion"] = "<img src=x onerror=alert(1)>"
    elif frame.is_call and frame.action == "StatusNotification" and "errorCode" in frame.payload:
        frame.payload["info"] = "<script>alert('info')</script>"


def _add_sample(frame: Frame, sample: Fields) -> None:
    """Add a sampled value to the first reading of a message, written as the version of the message wants it."""
    for meter_value in meter_values(frame):
        samples = meter_value.get("sampledValue")
        if isinstance(samples, list) and samples:
            last = cast("Fields", samples[-1])
            added = dict(sample)
            if not isinstance(last.get("value"), str):
                added["value"] = float(sample["value"])
                if "unit" in added:
                    added["unitOfMeasure"] = {"unit": added.pop("unit")}
            cast("list[Any]", samples).append(added)
        return


def _tokens(frame: Frame) -> list[tuple[Fields, str, int]]:
    """Return where a call holds id tokens, and how long they may be."""
    if not frame.is_call:
        return []
    found: list[tuple[Fields, str, int]] = []
    if isinstance(frame.payload.get("idTag"), str):
        found.append((frame.payload, "idTag", 20))
    token = object_at(frame.payload, "idToken")
    if isinstance(token.get("idToken"), str):
        found.append((token, "idToken", 36))
    return found


def _typed(value: str) -> object:
    if value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return int(value) if value.isdecimal() and value.isascii() else value


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


JSON_FAULTS = (
    Quirk(
        "Q17",
        "Empty strings",
        (
            Variant("vendor", "The vendor is empty.", rewriting(empty_vendor)),
            Variant("sim", "`iccid` and `imsi` are empty.", rewriting(empty_sim)),
            Variant("optional", "Optional fields of StatusNotification are empty.", rewriting(empty_optional), V16),
        ),
    ),
    Quirk(
        "Q18",
        "Strings that are too long",
        (
            Variant("serial", "The serial number has 34 characters; 25 fit.", rewriting(long_serial)),
            Variant("token", "Id tokens have 8 characters more than fit.", rewriting(long_token)),
            Variant("padded-token", "Id tokens are padded with zero bytes and blanks.", rewriting(padded_token)),
        ),
    ),
    Quirk(
        "Q19",
        "Fields that the message does not have",
        (
            Variant("authorize", "Authorize has a `connectorId`.", rewriting(connector_in_authorize)),
            Variant("vendor-data", "All calls and sampled values have fields of the vendor.", rewriting(extra_fields)),
        ),
    ),
    Quirk(
        "Q20",
        "Values of another JSON type",
        (
            Variant("number-values", "Sampled values are numbers.", rewriting(numbers_for_strings), versions=V16),
            Variant("string-numbers", "All numbers are strings.", rewriting(strings_for_numbers)),
            Variant("object-for-list", "A list of one reading or value is that alone.", rewriting(object_for_list)),
            Variant(
                "typed-configuration",
                "Values in GetConfiguration are numbers and booleans.",
                rewriting(typed_configuration),
                versions=V16,
            ),
            Variant("floats", "Meter readings and sequence numbers end in `.0`.", rewriting(integral_floats)),
        ),
    ),
    Quirk(
        "Q21",
        "Words that are not in the enumeration",
        (
            Variant("error-code", "Every error is `Error`.", rewriting(odd_error_code), versions=V16),
            Variant("context", "Currents have the context `CurrentMax`.", rewriting(odd_context)),
            Variant("measurand", "A value of `Request.Energy` is among the others.", rewriting(odd_measurand)),
            Variant("hertz", "A frequency has the unit `Hz`.", rewriting(odd_frequency_unit), versions=V16),
            Variant("celsius", "A temperature is in `celsius`, `Celcius` or `degC`.", rewriting(odd_temperature_unit)),
            Variant("kwh", "Energy is in `kwh`.", rewriting(lower_case_unit)),
            Variant("refusal", "Commands that are rejected are `NotSupported`.", rewriting(odd_refusal)),
        ),
    ),
    Quirk(
        "Q22",
        "Another case, another place",
        (
            Variant("action", "Actions begin with a small letter.", rewriting(action_case)),
            Variant("words", "Statuses, reasons and error codes are in small letters.", rewriting(word_case)),
            Variant("json-info", "`info` of StatusNotification holds JSON.", rewriting(json_in_info), versions=V16),
            Variant(
                "vendor-error",
                "The error is OtherError, and `vendorErrorCode` says which.",
                rewriting(vendor_error),
                versions=V16,
            ),
            Variant("finishing", "The status Finishing has an error code.", rewriting(error_with_finishing), V16),
        ),
    ),
    Quirk(
        "Q23",
        "HTML in strings",
        (Variant("markup", "Model, firmware version and `info` hold HTML.", rewriting(markup)),),
    ),
)
"""The quirks of payloads."""
