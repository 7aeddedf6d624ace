"""Q16: messages that are no JSON."""

import random
from functools import partial

import msgspec

from csms_simulator.quirks.payloads import station_in
from csms_simulator.quirks.quirk import V16, Quirk, Variant, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame, Kind

NOISE_SHARE = 0.2
"""Of the messages that have noise before them."""

MODEM_COMMANDS = ("AT+CSQ", "AT+CREG?", "OK", "+CSQ: 17,99", "ATE0")


class Noise(Alteration):
    """Q16: sends something that is no frame before some of its messages."""

    def __init__(self, texts: tuple[str, ...], rng: random.Random) -> None:
        super().__init__(rng)
        self._texts = texts

    def outgoing(self, frame: Frame) -> Frame:
        """Make some noise."""
        if self.rng.random() < NOISE_SHARE:
            self.send(Frame(None, raw=self.rng.choice(self._texts)))
        return frame


def truncated(frame: Frame, _rng: random.Random) -> None:
    """Q16."""
    if frame.kind is Kind.RESULT:
        frame.raw = frame.text[:-2]


def missing_value(frame: Frame, _rng: random.Random) -> None:
    """Q16."""
    if frame.is_call and frame.action == "MeterValues":
        frame.payload.pop("transactionId", None)
        frame.raw = frame.text.replace('"meterValue":', '"transactionId":,"meterValue":', 1)


def null_payload(frame: Frame, _rng: random.Random) -> None:
    """Q16."""
    if frame.is_call and not frame.payload:
        frame.raw = frame.text.replace("{}", "null")


def missing_comma(frame: Frame, _rng: random.Random) -> None:
    """Q16."""
    if frame.is_call and frame.action == "StatusNotification":
        members = [f"{_json(name)}:{_json(value)}" for name, value in frame.payload.items()]
        frame.raw = f'[2,{_json(frame.id)},"StatusNotification",{{{" ".join(members[:2])}{_rest(members[2:])}}}]'


def raw_tab(frame: Frame, _rng: random.Random) -> None:
    """Q16."""
    if frame.is_call and frame.action == "BootNotification":
        station = station_in(frame)
        station["firmwareVersion"] = f"{station.get('firmwareVersion', '1.0')}\t"
        frame.raw = frame.text.replace("\\t", "\t")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _rest(members: list[str]) -> str:
    return "".join(f",{member}" for member in members)


BROKEN_FRAMES = (
    Quirk(
        "Q16",
        "Messages that are no JSON",
        (
            Variant("empty-frame", "An empty message comes now and then.", partial(Noise, ("",))),
            Variant("modem", "Modem commands and answers come now and then.", partial(Noise, MODEM_COMMANDS)),
            Variant("truncated", "Answers lack their last two characters.", rewriting(truncated)),
            Variant("missing-value", 'MeterValues holds `"transactionId":,`.', rewriting(missing_value), versions=V16),
            Variant("null-payload", "Empty payloads are `null`.", rewriting(null_payload)),
            Variant("missing-comma", "A comma is missing in StatusNotification.", rewriting(missing_comma)),
            Variant("raw-tab", "The firmware version ends in an unescaped tab.", rewriting(raw_tab)),
        ),
    ),
)
"""The quirk of JSON."""
