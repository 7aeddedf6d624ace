"""Q40 and Q41: settings and inventories that are not told as they should be, and messages that are too long."""

import random
from functools import partial

from csms_simulator.quirks.payloads import Fields, object_at, objects, reported_settings
from csms_simulator.quirks.quirk import V2, V16, Make, Quirk, Variant, answering, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame, Kind

LONGEST_CALL = 2048
"""Characters of a command that a station can take (Q41)."""

MEASURANDS = frozenset({"MeterValuesSampledData", "MeterValuesAlignedData", "StopTxnSampledData", "StopTxnAlignedData"})


def no_feature_profiles(frame: Frame, _rng: random.Random) -> None:
    """Q40."""
    if frame.kind is Kind.RESULT and frame.action == "GetConfiguration":
        keys = list(objects(frame.payload.get("configurationKey")))
        frame.payload["configurationKey"] = [key for key in keys if key.get("key") != "SupportedFeatureProfiles"]


def spaced_lists(frame: Frame, _rng: random.Random) -> None:
    """Q40."""
    for _, fields, value_name in reported_settings(frame):
        value = fields.get(value_name)
        if isinstance(value, str):
            fields[value_name] = ", ".join(item.strip() for item in value.split(","))


def empty_unknown_keys(frame: Frame, _rng: random.Random) -> None:
    """Q40."""
    unknown = frame.payload.get("unknownKey")
    if frame.action == "GetConfiguration" and isinstance(unknown, list) and unknown:
        empty = [{"key": key, "readonly": False, "value": ""} for key in frame.payload.pop("unknownKey")]
        frame.payload["configurationKey"] = [*objects(frame.payload.get("configurationKey", [])), *empty]


class Unanswered(Alteration):
    """Q40: does not answer a command, or not if it wants everything."""

    def __init__(self, action: str, rng: random.Random) -> None:
        super().__init__(rng)
        self._action = action

    def incoming(self, frame: Frame) -> Frame | None:
        """Let it vanish."""
        return None if frame.is_call and frame.action == self._action and not frame.payload.get("key") else frame


def one_measurand_only(command: Frame) -> Fields | None:
    """Q40."""
    is_list = command.payload.get("key") in MEASURANDS and "," in str(command.payload.get("value"))
    return {"status": "Rejected"} if command.action == "ChangeConfiguration" and is_list else None


def inventory_without(part: str, name: str) -> Make:
    """Return what makes a station leave out the reports on a component or variable."""

    def leave_out(frame: Frame, _rng: random.Random) -> None:
        if frame.action == "NotifyReport":
            reports = objects(frame.payload.pop("reportData", []))
            kept = [report for report in reports if object_at(report, part).get("name") != name]
            if kept:
                frame.payload["reportData"] = kept

    return rewriting(leave_out)


def status_of_evse_zero(frame: Frame, _rng: random.Random) -> None:
    """Q40."""
    if frame.is_call and frame.action == "StatusNotification":
        frame.payload["evseId"] = 0


class BreaksOnLongCall(Alteration):
    """Q41: loses its link when a command is long."""

    def incoming(self, frame: Frame) -> Frame | None:
        """Measure it."""
        if frame.is_call and len(frame.text) > LONGEST_CALL:
            self.line.cut()
            return None
        return frame


CONFIGURATION = (
    Quirk(
        "Q40",
        "Settings and inventories that are incomplete",
        (
            Variant(
                "no-feature-profiles",
                "GetConfiguration has no SupportedFeatureProfiles.",
                rewriting(no_feature_profiles),
                versions=V16,
            ),
            Variant("spaced", "Lists have blanks after their commas.", rewriting(spaced_lists)),
            Variant(
                "empty-unknown", "Unknown keys are returned as known, and empty.", rewriting(empty_unknown_keys), V16
            ),
            Variant(
                "all-keys",
                "GetConfiguration of all keys is never answered.",
                partial(Unanswered, "GetConfiguration"),
                versions=V16,
            ),
            Variant(
                "one-measurand",
                "ChangeConfiguration is Rejected for more than one measurand.",
                answering(one_measurand_only),
                versions=V16,
            ),
            Variant("no-evse", "The inventory lacks the EVSEs.", inventory_without("component", "EVSE"), versions=V2),
            Variant(
                "no-available",
                "It lacks `Available`.",
                inventory_without("variable", "Available"),
                versions=V2,
            ),
            Variant("evse-zero", "StatusNotification names EVSE 0.", rewriting(status_of_evse_zero), versions=V2),
            Variant("no-report", "GetBaseReport is never answered.", partial(Unanswered, "GetBaseReport"), versions=V2),
        ),
    ),
    Quirk(
        "Q41",
        "Limits on the length of messages",
        (Variant("long-call", "A command of more than 2048 characters ends the link.", BreaksOnLongCall),),
    ),
)
"""The quirks of configuration."""
