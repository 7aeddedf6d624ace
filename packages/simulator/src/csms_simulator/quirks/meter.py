"""Q36 to Q38: meter values that are wrong, odd, or too many."""

import math
import random
from typing import Any, cast

from csms_simulator.quirks.payloads import (
    Fields,
    is_register,
    is_start,
    measurand,
    meter_values,
    number,
    object_at,
    sampled_values,
    set_number,
    set_unit,
    unit,
)
from csms_simulator.quirks.quirk import V16, Make, Quirk, Variant, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

DROPOUT_SHARE = 0.1

LINES = ("L1", "L2", "L3")
LINE_PAIRS = {"L1": "L1-L2", "L2": "L2-L3", "L3": "L3-L1"}


class Registers(Alteration):
    """Changes every reading of the register of energy, in Wh, with a method that gets the connector and the reading."""

    def outgoing(self, frame: Frame) -> Frame:
        """Change the readings."""
        if not frame.is_call:
            return frame
        connector = self._connector(frame)
        self.before(frame, connector)
        for name in ("meterStart", "meterStop"):
            value = frame.payload.get(name)
            if isinstance(value, int | float):
                frame.payload[name] = round(self.reading(connector, float(value)))
        for sample in sampled_values(frame):
            value = number(sample)
            if is_register(sample) and value is not None:
                factor = 1000 if unit(sample) == "kWh" else 1
                set_number(sample, self.reading(connector, value * factor) / factor)
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Learn the number of a transaction."""
        connector = self._starts.pop(frame.id, None) if frame.is_answer else None
        if connector is not None and "transactionId" in frame.payload:
            self._connectors[frame.payload["transactionId"]] = connector
        return frame

    def before(self, frame: Frame, connector: Any) -> None:
        """Look at a message before its readings are changed."""

    def reading(self, connector: Any, register_wh: float) -> float:
        """Return what is reported for a reading."""
        raise NotImplementedError

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._starts: dict[Any, Any] = {}
        self._connectors: dict[Any, Any] = {}

    def _connector(self, frame: Frame) -> Any:
        """Return the connector or EVSE that a message is about; messages of 1.6 may name the transaction only."""
        payload = frame.payload
        transaction = payload.get("transactionId", object_at(payload, "transactionInfo").get("transactionId"))
        connector = payload.get("connectorId", payload.get("evseId", object_at(payload, "evse").get("id")))
        if connector is None:
            return self._connectors.get(transaction)
        if frame.action == "StartTransaction":
            self._starts[frame.id] = connector
        elif transaction is not None:
            self._connectors[transaction] = connector
        return connector


class SessionRelative(Registers):
    """Q36: counts from 0 in each transaction."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._begin_wh: dict[Any, float] = {}

    def before(self, frame: Frame, connector: Any) -> None:
        """Note where a transaction begins."""
        if is_start(frame):
            start = frame.payload.get("meterStart")
            readings = [number(sample) for sample in sampled_values(frame) if is_register(sample)]
            begin = start if isinstance(start, int | float) else next((one for one in readings if one is not None), 0.0)
            self._begin_wh[connector] = float(begin)

    def reading(self, connector: Any, register_wh: float) -> float:
        """Return what was charged in the transaction."""
        return max(0.0, register_wh - self._begin_wh.get(connector, 0.0))


class Dropouts(Registers):
    """Q36: reads 0 or less than before now and then."""

    def reading(self, connector: Any, register_wh: float) -> float:  # noqa: ARG002 - all drop out alike
        """Drop out, or not."""
        if self.rng.random() >= DROPOUT_SHARE:
            return register_wh
        return self.rng.choice((0.0, max(0.0, register_wh - 500.0)))


class ResetsAtBoot(Registers):
    """Q36: begins at 0 again with each boot."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._begin_wh: dict[Any, float] = {}

    def before(self, frame: Frame, connector: Any) -> None:  # noqa: ARG002 - all begin anew
        """Forget where the registers were."""
        if frame.action == "BootNotification":
            self._begin_wh.clear()

    def reading(self, connector: Any, register_wh: float) -> float:
        """Return what was counted since the boot."""
        begin = self._begin_wh.setdefault(connector, register_wh)
        return max(0.0, register_wh - begin)


def kilowatt_hours(named: str | None) -> Make:
    """Return what makes a station send energy in kWh; `named` is the unit that it names."""

    def rewrite(frame: Frame, _rng: random.Random) -> None:
        for sample in sampled_values(frame):
            value = number(sample)
            if frame.is_call and measurand(sample).startswith("Energy") and value is not None:
                if unit(sample) in {None, "Wh"}:
                    set_number(sample, value / 1000)
                set_unit(sample, named)

    return rewriting(rewrite)


def begin_is_zero(frame: Frame, _rng: random.Random) -> None:
    """Q36."""
    for sample in sampled_values(frame):
        if is_register(sample) and sample.get("context") == "Transaction.Begin":
            set_number(sample, 0.0)


def rounded_up(frame: Frame, _rng: random.Random) -> None:
    """Q36."""
    for sample in sampled_values(frame):
        value = number(sample)
        if value is not None:
            set_number(sample, float(math.ceil(value)))


def phases_only(frame: Frame, _rng: random.Random) -> None:
    """Q37."""
    for samples in _lists_of_samples(frame):
        for sample in tuple(samples):
            name, value = measurand(sample), number(sample)
            if name.startswith(("Power.Active", "Energy.Active")) and "phase" not in sample and value is not None:
                samples.remove(sample)
                if not any(measurand(one) == name and one.get("phase") in LINES for one in samples):
                    for line in LINES:
                        share = {**sample, "measurand": name, "phase": line}
                        set_number(share, value / 3)
                        samples.append(share)


def current_on_neutral(frame: Frame, _rng: random.Random) -> None:
    """Q37."""
    for samples in _lists_of_samples(frame):
        lines = [one for one in samples if measurand(one) == "Current.Import" and one.get("phase") in LINES]
        if lines:
            lines[0]["phase"] = "N"
            for other in lines[1:]:
                samples.remove(other)


def current_line_to_neutral(frame: Frame, _rng: random.Random) -> None:
    """Q37."""
    for sample in sampled_values(frame):
        if measurand(sample).startswith("Current") and sample.get("phase") in LINES:
            sample["phase"] = f"{sample['phase']}-N"


def line_to_line_voltage(frame: Frame, _rng: random.Random) -> None:
    """Q37."""
    for sample in sampled_values(frame):
        value, line = number(sample), str(sample.get("phase", "")).removesuffix("-N")
        if measurand(sample) == "Voltage" and line in LINE_PAIRS and value is not None:
            sample["phase"] = LINE_PAIRS[line]
            set_number(sample, round(value * math.sqrt(3), 1))


def no_phase_power(frame: Frame, _rng: random.Random) -> None:
    """Q37."""
    for samples in _lists_of_samples(frame):
        power = [one for one in samples if measurand(one).startswith("Power") and "phase" in one]
        if len(power) < len(samples):
            for sample in power:
                samples.remove(sample)


class ClockDuplicates(Alteration):
    """Q38: sends each MeterValues a second time, as if it had been read by the clock."""

    def outgoing(self, frame: Frame) -> Frame:
        """Send the duplicate after it."""
        if frame.is_call and frame.action == "MeterValues":
            twin = frame.copy()
            for sample in sampled_values(twin):
                sample["context"] = "Sample.Clock"
            self.later(0.0, lambda: self.call(twin.action, twin.payload))
        return frame


class SumAtZero(Alteration):
    """Q38: sends the sum of all registers as connector or EVSE 0 after each MeterValues."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._registers_wh: dict[Any, float] = {}

    def outgoing(self, frame: Frame) -> Frame:
        """Send the sum after it."""
        name = "evseId" if "evseId" in frame.payload else "connectorId"
        if not frame.is_call or frame.action != "MeterValues" or not frame.payload.get(name):
            return frame
        twin = frame.copy()
        sampled = [sample for sample in sampled_values(twin) if is_register(sample)]
        for sample in sampled:
            self._registers_wh[frame.payload[name]] = number(sample) or 0.0
            set_number(sample, sum(self._registers_wh.values()))
        if sampled:
            readings = [{**one, "sampledValue": [sampled[-1]]} for one in meter_values(twin)]
            payload = {name: 0, "meterValue": readings[-1:]}
            self.later(0.0, lambda: self.call("MeterValues", payload))
        return frame


def signed_data(frame: Frame, _rng: random.Random) -> None:
    """Q38."""
    signature = "OCMF|{}|{}"
    for samples in _lists_of_samples(frame):
        registers = [one for one in samples if is_register(one)]
        if registers and isinstance(registers[0].get("value"), str):
            samples.append({**registers[0], "format": "SignedData", "value": signature})
        elif registers:
            registers[0]["signedMeterValue"] = {
                "signedMeterData": "T0NNRnx7fXx7fQ==",
                "signingMethod": "ECDSA-secp256r1-SHA256",
                "encodingMethod": "OCMF",
                "publicKey": "",
            }


def empty_value(frame: Frame, _rng: random.Random) -> None:
    """Q38."""
    for samples in _lists_of_samples(frame):
        samples.append({"value": "", "measurand": "Temperature"})


def _lists_of_samples(frame: Frame) -> list[list[Fields]]:
    """Return the lists of sampled values in a call, to be changed."""
    lists: list[list[Fields]] = []
    for meter_value in meter_values(frame) if frame.is_call else ():
        samples = meter_value.get("sampledValue")
        if isinstance(samples, list) and all(isinstance(one, dict) for one in cast("list[Any]", samples)):
            lists.append(cast("list[Fields]", samples))
    return lists


METER = (
    Quirk(
        "Q36",
        "Wrong registers",
        (
            Variant("kwh-as-wh", "Values in kWh are labelled Wh.", kilowatt_hours("Wh")),
            Variant("no-unit", "Values in kWh have no unit.", kilowatt_hours(None)),
            Variant(
                "mixed-units",
                "Sampled values are in kWh; meterStart and meterStop in Wh.",
                kilowatt_hours("kWh"),
            ),
            Variant("relative", "Registers count from 0 in each transaction.", SessionRelative),
            Variant("dropouts", "One in ten registers is 0, or less than before.", Dropouts),
            Variant("resets", "Registers begin at 0 with each boot.", ResetsAtBoot),
            Variant("zero-begin", "The register at the begin of transactions is 0.", rewriting(begin_is_zero)),
            Variant("rounded-up", "Values are rounded up to whole numbers.", rewriting(rounded_up)),
        ),
    ),
    Quirk(
        "Q37",
        "Odd phases",
        (
            Variant("lines-only", "Power and energy come for L1, L2 and L3, never as a sum.", rewriting(phases_only)),
            Variant("neutral", "Current comes for the phase N only.", rewriting(current_on_neutral)),
            Variant("line-neutral", "Current comes for L1-N, L2-N, L3-N.", rewriting(current_line_to_neutral)),
            Variant("line-line", "Voltages are those between lines.", rewriting(line_to_line_voltage)),
            Variant("no-phase-power", "Power never comes for single phases.", rewriting(no_phase_power)),
        ),
    ),
    Quirk(
        "Q38",
        "Too many values",
        (
            Variant("clock", "MeterValues come a second time as Sample.Clock.", ClockDuplicates),
            Variant("zero-sum", "The sum of all registers follows as connector or EVSE 0.", SumAtZero),
            Variant("signed", "Signed data stand among the values.", rewriting(signed_data)),
            Variant("empty", "A value is empty.", rewriting(empty_value), versions=V16),
        ),
    ),
)
"""The quirks of meters."""
