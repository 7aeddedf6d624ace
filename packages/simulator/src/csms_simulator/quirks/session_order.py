"""Q9 to Q15: messages that are missing, too early, too late, or come twice."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from csms_simulator.quirks.payloads import is_end, is_start, timestamp
from csms_simulator.quirks.quirk import V16, Quirk, Variant, answering
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

REPEAT_AFTER_S = 10.0
"""How long a station waits for a lost answer before it asks again."""

TOO_QUICK_S = 1.0
"""Answers that come sooner are too quick (Q14)."""
BREAKS_AFTER_S = 0.8

TRIGGERED_BURST_S = 10.0
"""How long after a trigger what a station sends is taken for its effect."""


class NoBootAfterReconnect(Alteration):
    """Q9: after the first link no BootNotification reaches the central system; the station is told that it did."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._accepted: dict[str, Any] | None = None

    def outgoing(self, frame: Frame) -> Frame | None:
        """Keep the BootNotification back once one was accepted."""
        if not frame.is_call or frame.action != "BootNotification" or self._accepted is None:
            return frame
        self.deliver(frame.result({**self._accepted, "currentTime": timestamp(self.now())}))
        return None

    def incoming(self, frame: Frame) -> Frame:
        """Remember that it was accepted."""
        if frame.action == "BootNotification" and frame.payload.get("status") == "Accepted":
            self._accepted = dict(frame.payload)
        return frame


class BreaksBeforeBoot(Alteration):
    """Q10: a command that comes before the BootNotification is answered ends the link."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._waits_for_boot = False

    def connected(self) -> None:
        """Forget what was on the last link."""
        self._waits_for_boot = False

    def outgoing(self, frame: Frame) -> Frame:
        """See whether a BootNotification goes out."""
        if frame.is_call and frame.action == "BootNotification":
            self._waits_for_boot = True
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Break, or see that the boot is answered."""
        if frame.is_call and self._waits_for_boot:
            self.line.cut()
            return None
        if frame.action == "BootNotification":
            self._waits_for_boot = False
        return frame


class BeforeBoot(Alteration):
    """Q11: sends something else before its BootNotification."""

    def __init__(self, make_call: Callable[["BeforeBoot"], tuple[str, Mapping[str, Any]]], rng: random.Random) -> None:
        super().__init__(rng)
        self._make_call = make_call

    def outgoing(self, frame: Frame) -> Frame:
        """Put the call before the boot."""
        if frame.is_call and frame.action == "BootNotification":
            self.call(*self._make_call(self))
        return frame


def _heartbeat(_alteration: Alteration) -> tuple[str, Mapping[str, Any]]:
    return "Heartbeat", {}


def _status(alteration: Alteration) -> tuple[str, Mapping[str, Any]]:
    if alteration.version == "1.6":
        return "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    now = timestamp(alteration.now())
    return "StatusNotification", {"timestamp": now, "connectorStatus": "Available", "evseId": 1, "connectorId": 1}


class NoIdleStatus(Alteration):
    """Q12: does not report connectors that are available, until they are something else."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._reported: set[tuple[Any, Any]] = set()

    def outgoing(self, frame: Frame) -> Frame | None:
        """Keep the first reports back."""
        if not frame.is_call or frame.action != "StatusNotification":
            return frame
        connector = frame.payload.get("evseId"), frame.payload.get("connectorId")
        status = frame.payload.get("status", frame.payload.get("connectorStatus"))
        if status != "Available":
            self._reported.add(connector)
        if connector in self._reported:
            return frame
        self.deliver(frame.result({}))
        return None


class TriggerGivesZero(Alteration):
    """Q12: a TriggerMessage for the status of all connectors brings that of connector 0 only."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._triggered_at = float("-inf")

    def incoming(self, frame: Frame) -> Frame:
        """See whether the status of all connectors is wanted."""
        if (
            frame.is_call
            and frame.action == "TriggerMessage"
            and frame.payload.get("requestedMessage") == "StatusNotification"
            and "connectorId" not in frame.payload
        ):
            self._triggered_at = self.now()
        return frame

    def outgoing(self, frame: Frame) -> Frame | None:
        """Keep the other connectors back."""
        is_effect = self.now() - self._triggered_at < TRIGGERED_BURST_S
        is_status = frame.is_call and frame.action == "StatusNotification"
        if not is_effect or not is_status or frame.payload.get("connectorId") == 0:
            return frame
        self.deliver(frame.result({}))
        return None


def no_trigger(command: Frame) -> Mapping[str, Any] | None:
    """Q13."""
    return {"status": "NotImplemented"} if command.action in {"TriggerMessage", "ExtendedTriggerMessage"} else None


def no_meter_trigger(command: Frame) -> Mapping[str, Any] | None:
    """Q13."""
    is_for_meter = command.action == "TriggerMessage" and command.payload.get("requestedMessage") == "MeterValues"
    return {"status": "Rejected"} if is_for_meter else None


class BreaksOnQuickAnswer(Alteration):
    """Q14: loses its link shortly after the begin of a transaction was answered in less than a second."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._asked_at: dict[Any, float] = {}

    def connected(self) -> None:
        """Forget what was on the last link."""
        self._asked_at.clear()

    def outgoing(self, frame: Frame) -> Frame:
        """Note when a transaction began."""
        if is_start(frame):
            self._asked_at[frame.id] = self.now()
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Look how long the answer took."""
        asked_at = self._asked_at.pop(frame.id, None) if frame.is_answer else None
        if asked_at is not None and self.now() - asked_at < TOO_QUICK_S:
            self.later(BREAKS_AFTER_S, self.line.cut)
        return frame


class LosesAnswers(Alteration):
    """Q15: loses the first answer about the begin or the end of a transaction, and asks once more."""

    def __init__(self, rng: random.Random, *, has_new_id: bool) -> None:
        super().__init__(rng)
        self._has_new_id = has_new_id
        self._first: dict[Any, Frame] = {}
        self._original_ids: dict[Any, Any] = {}

    def connected(self) -> None:
        """Forget what was on the last link."""
        self._first.clear()
        self._original_ids.clear()

    def outgoing(self, frame: Frame) -> Frame:
        """Note what will be asked twice."""
        if is_start(frame) or is_end(frame):
            self._first[frame.id] = frame.copy()
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Lose the first answer; give the second one the id that the station waits for."""
        if not frame.is_answer:
            return frame
        call = self._first.pop(frame.id, None)
        if call is not None:
            self.later(REPEAT_AFTER_S, partial(self._repeat, call))
            return None
        frame.id = self._original_ids.pop(frame.id, frame.id)
        return frame

    def _repeat(self, call: Frame) -> None:
        again = call.copy(id=self.new_id()) if self._has_new_id else call
        self._original_ids[again.id] = call.id
        self.send(again)


SESSION_ORDER = (
    Quirk(
        "Q9",
        "No BootNotification after a reconnect",
        (Variant("silent", "Only the first link begins with a BootNotification.", NoBootAfterReconnect),),
    ),
    Quirk(
        "Q10",
        "Nothing may come before the boot is answered",
        (Variant("boot-loop", "A command before the answer to BootNotification ends the link.", BreaksBeforeBoot),),
    ),
    Quirk(
        "Q11",
        "Messages before the boot",
        (
            Variant("heartbeat", "A Heartbeat comes before each BootNotification.", partial(BeforeBoot, _heartbeat)),
            Variant("status", "A StatusNotification comes before each BootNotification.", partial(BeforeBoot, _status)),
        ),
    ),
    Quirk(
        "Q12",
        "Statuses are missing",
        (
            Variant("idle", "Connectors are not reported until they are something else than Available.", NoIdleStatus),
            Variant(
                "trigger-zero",
                "TriggerMessage without connectorId brings the status of connector 0 only.",
                TriggerGivesZero,
                versions=V16,
            ),
        ),
    ),
    Quirk(
        "Q13",
        "TriggerMessage does not work",
        (
            Variant("unsupported", "Each TriggerMessage is answered NotImplemented.", answering(no_trigger)),
            Variant("meter-values", "TriggerMessage is Rejected for MeterValues.", answering(no_meter_trigger)),
        ),
    ),
    Quirk(
        "Q14",
        "An answer that comes too soon",
        (
            Variant(
                "drops",
                "The link is lost 0.8 s after the begin of a transaction was answered within a second.",
                BreaksOnQuickAnswer,
            ),
        ),
    ),
    Quirk(
        "Q15",
        "An answer is lost",
        (
            Variant(
                "same-id",
                "Begin and end of transactions are sent again after 10 s, with the same message id.",
                partial(LosesAnswers, has_new_id=False),
            ),
            Variant(
                "new-id",
                "Begin and end of transactions are sent again after 10 s, with a new message id.",
                partial(LosesAnswers, has_new_id=True),
            ),
        ),
    ),
)
"""The quirks of the order of messages."""
