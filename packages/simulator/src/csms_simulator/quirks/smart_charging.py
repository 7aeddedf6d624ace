"""Q39: charging profiles that stations refuse or ignore, and what they say of them."""

import random
from typing import Any

from csms_simulator.quirks.payloads import Fields, charging_profile, object_at, objects, periods, reported_settings
from csms_simulator.quirks.quirk import Quirk, Variant, answering, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

RATE_UNITS = frozenset({"ChargingScheduleAllowedChargingRateUnit", "RateUnit"})
STACK_LEVELS = frozenset({"ChargeProfileMaxStackLevel", "ProfileStackLevel"})

ASSUMED_MAXIMUM_LEVEL = 8


def zero_stack_level_only(command: Frame) -> Fields | None:
    """Q39."""
    return _refused(command, bool(charging_profile(command).get("stackLevel")))


def no_station_maximum(command: Frame) -> Fields | None:
    """Q39."""
    purpose = charging_profile(command).get("chargingProfilePurpose")
    return _refused(command, purpose in {"ChargePointMaxProfile", "ChargingStationMaxProfile"})


def no_amperes(command: Frame) -> Fields | None:
    """Q39."""
    schedules = objects(charging_profile(command).get("chargingSchedule"))
    return _refused(command, any(schedule.get("chargingRateUnit") == "A" for schedule in schedules))


def no_decimals(command: Frame) -> Fields | None:
    """Q39."""
    limits = [period.get("limit") for period in periods(charging_profile(command))]
    return _refused(command, any(isinstance(limit, float) and not limit.is_integer() for limit in limits))


def ignored(command: Frame) -> Fields | None:
    """Q39."""
    return {"status": "Accepted"} if _brings_profile(command) else None


class WattsOnly(Alteration):
    """Q39: takes no profile in amperes, and says so in its own words."""

    def outgoing(self, frame: Frame) -> Frame:
        """Say so."""
        _set_rate_units(frame, "Power")
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Refuse amperes."""
        answer = no_amperes(frame) if frame.is_call else None
        if answer is None:
            return frame
        self.send(frame.result(answer))
        return None


class RefusesMaximumLevel(Alteration):
    """Q39: refuses the highest stack level that it claims to have; before it was asked, those from 8 on."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._maximum = ASSUMED_MAXIMUM_LEVEL

    def outgoing(self, frame: Frame) -> Frame:
        """Hear what it claims."""
        for name, fields, value_name in reported_settings(frame):
            value: Any = fields.get(value_name)
            if name in STACK_LEVELS and isinstance(value, str) and value.isdecimal():
                self._maximum = int(value)
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Refuse it."""
        level = charging_profile(frame).get("stackLevel")
        if not frame.is_call or not _brings_profile(frame) or not isinstance(level, int) or level < self._maximum:
            return frame
        self.send(frame.result({"status": "Rejected"}))
        return None


def spaced_rate_units(frame: Frame, _rng: random.Random) -> None:
    """Q39."""
    _set_rate_units(frame, "Current, Power")


def unreported_rate_unit(frame: Frame, _rng: random.Random) -> None:
    """Q39."""
    for name in ("configurationKey", "getVariableResult", "reportData"):
        entries = list(objects(frame.payload.get(name)))
        if entries:
            frame.payload[name] = [one for one in entries if not _is_rate_unit(one)]


def _set_rate_units(frame: Frame, units: str) -> None:
    for name, fields, value_name in reported_settings(frame):
        if name in RATE_UNITS and value_name in fields:
            fields[value_name] = units


def _is_rate_unit(entry: Fields) -> bool:
    name = object_at(entry, "variable").get("name") if "variable" in entry else entry.get("key")
    return name in RATE_UNITS


def _brings_profile(command: Frame) -> bool:
    return command.action == "SetChargingProfile"


def _refused(command: Frame, is_wrong: bool) -> Fields | None:
    return {"status": "Rejected"} if _brings_profile(command) and is_wrong else None


SMART_CHARGING = (
    Quirk(
        "Q39",
        "Charging profiles that do not work",
        (
            Variant("zero-level", "Stack levels above 0 are Rejected.", answering(zero_stack_level_only)),
            Variant("maximum-level", "The highest stack level that it reports is Rejected.", RefusesMaximumLevel),
            Variant("no-maximum", "Profiles for the whole station are Rejected.", answering(no_station_maximum)),
            Variant("watt-only", "Profiles in A are Rejected; the allowed unit is `Power`.", WattsOnly),
            Variant("spaced", "The allowed units are `Current, Power`.", rewriting(spaced_rate_units)),
            Variant("unreported", "The allowed unit is not reported.", rewriting(unreported_rate_unit)),
            Variant("no-decimals", "Limits with decimals are Rejected.", answering(no_decimals)),
            Variant("ignored", "Profiles are Accepted and ignored.", answering(ignored)),
        ),
    ),
)
"""The quirks of smart charging."""
