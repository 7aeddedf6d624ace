"""Q26 to Q33: transactions whose begin, end or name is wrong."""

import random
from functools import partial
from typing import Any

from csms_simulator.quirks.backlog import Backlog
from csms_simulator.quirks.payloads import (
    REMOTE_STARTS,
    charging_profile,
    is_end,
    is_start,
    object_at,
    periods,
    timestamp,
    timestamps,
    transaction_id,
)
from csms_simulator.quirks.quirk import V16, Quirk, Variant, answering, rewriting
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

OFFLINE_S = 30.0
"""A transaction that is reported later than that after its begin, began offline."""

SECOND_START_AFTER_S = 30.0

MINIMUM_A = 6.0
MINIMUM_W = 1380.0

ABOUT_TRANSACTIONS = frozenset({"MeterValues", "StopTransaction"})


class OtherTransactionId(Alteration):
    """Q26: names another transaction than its own in MeterValues and StopTransaction."""

    def __init__(self, number: int, rng: random.Random, share: float = 1.0) -> None:
        super().__init__(rng)
        self._number = number
        self._share = share

    def outgoing(self, frame: Frame) -> Frame:
        """Name it."""
        is_about = frame.is_call and frame.action in ABOUT_TRANSACTIONS and "transactionId" in frame.payload
        if is_about and self.rng.random() < self._share:
            frame.payload["transactionId"] = self._number
        return frame


class StaleTransactionId(Alteration):
    """Q27: goes on naming a transaction in MeterValues after it has ended."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._last: dict[Any, Any] = {}
        self._connectors: dict[Any, Any] = {}

    def outgoing(self, frame: Frame) -> Frame:
        """Remember and repeat the last transaction of each connector."""
        if not frame.is_call:
            return frame
        if frame.action == "MeterValues":
            connector = frame.payload.get("connectorId")
            if "transactionId" in frame.payload:
                self._last[connector] = frame.payload["transactionId"]
            elif connector in self._last:
                frame.payload["transactionId"] = self._last[connector]
        elif frame.action == "StartTransaction":
            self._connectors[frame.id] = frame.payload.get("connectorId")
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Learn the number of a transaction."""
        connector = self._connectors.pop(frame.id, None) if frame.is_answer else None
        if connector is not None and "transactionId" in frame.payload:
            self._last[connector] = frame.payload["transactionId"]
        return frame


class NoStop(Alteration):
    """Q28: keeps the end of transactions to itself."""

    def outgoing(self, frame: Frame) -> Frame | None:
        """Let the station think that it was heard."""
        if not is_end(frame):
            return frame
        self.deliver(frame.result({}))
        return None


def stop_without_tag(frame: Frame, _rng: random.Random) -> None:
    """Q29."""
    if is_end(frame):
        frame.payload.pop("idTag", None)
        frame.payload.pop("idToken", None)


def stop_with_other_tag(frame: Frame, rng: random.Random) -> None:
    """Q29."""
    if is_end(frame):
        token = f"{rng.getrandbits(32):08X}"
        if frame.action == "StopTransaction":
            frame.payload["idTag"] = token
        else:
            frame.payload["idToken"] = {"idToken": token, "type": "ISO14443"}


class UnseenStart(Alteration):
    """Q29: keeps the begin of transactions to itself; 1.6 stations give them a number of their own."""

    def outgoing(self, frame: Frame) -> Frame | None:
        """Let the station think that it was heard."""
        if not is_start(frame):
            return frame
        accepted = {"status": "Accepted"}
        if frame.action == "StartTransaction":
            number = self.rng.randrange(1_000_000, 2**31)
            self.deliver(frame.result({"transactionId": number, "idTagInfo": accepted}))
        else:
            self.deliver(frame.result({"idTokenInfo": accepted} if "idToken" in frame.payload else {}))
        return None


class OfflineStart(Alteration):
    """Q30: names transactions that began offline -1, to their end."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._started: set[Any] = set()
        self._offline: set[Any] = set()

    def outgoing(self, frame: Frame) -> Frame:
        """See how late a begin is reported; name what belongs to it."""
        if is_start(frame):
            moments = (moment.timestamp() for _, name, moment in timestamps(frame.payload) if name == "timestamp")
            if self.now() - max(moments, default=self.now()) > OFFLINE_S:
                self._started.add(frame.id)
        elif frame.is_call and frame.action in ABOUT_TRANSACTIONS and transaction_id(frame) in self._offline:
            frame.payload["transactionId"] = -1
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Learn the number that is not used."""
        if frame.is_answer and frame.id in self._started:
            self._started.discard(frame.id)
            self._offline.add(frame.payload.get("transactionId"))
        return frame


class SecondStart(Alteration):
    """Q31: reports the begin of a transaction again after a while, and from then on uses the number it then got."""

    def __init__(self, rng: random.Random, *, is_changed: bool) -> None:
        super().__init__(rng)
        self._is_changed = is_changed
        self._starts: dict[Any, Frame] = {}
        self._numbers: dict[Any, Any] = {}

    def outgoing(self, frame: Frame) -> Frame:
        """Remember a begin; name the second transaction instead of the first."""
        if is_start(frame):
            self._starts[frame.id] = frame.copy()
        elif frame.is_call and frame.action in ABOUT_TRANSACTIONS:
            number = transaction_id(frame)
            if number in self._numbers:
                frame.payload["transactionId"] = self._numbers[number]
        return frame

    def incoming(self, frame: Frame) -> Frame:
        """Begin to wait for the second one."""
        start = self._starts.pop(frame.id, None) if frame.is_answer else None
        number = frame.payload.get("transactionId")
        if start is not None and number is not None:
            self.later(SECOND_START_AFTER_S, partial(self._start_again, start, number))
        return frame

    def _start_again(self, start: Frame, number: Any) -> None:
        if self._is_changed:
            start.payload["timestamp"] = timestamp(self.now())
            start.payload["meterStart"] = start.payload.get("meterStart", 0) + 100

        def use(answer: Frame) -> None:
            self._numbers[number] = answer.payload.get("transactionId", number)

        self.call(start.action, start.payload, use)


def tag_with_serial(frame: Frame, _rng: random.Random) -> None:
    """Q32."""
    if frame.is_call and isinstance(frame.payload.get("idTag"), str):
        frame.payload["idTag"] = f"{frame.payload['idTag'][:11]}_17625123"


def no_profiles_on_connectors(command: Frame) -> dict[str, Any] | None:
    """Q32."""
    if command.action == "SetChargingProfile" and command.payload.get("connectorId", command.payload.get("evseId")):
        return {"status": "Rejected"}
    return None


class EndsBelowMinimum(Alteration):
    """Q34: ends transactions when a charging profile allows less than 6 A or 1380 W."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._starts: set[Any] = set()
        self._running: set[Any] = set()

    def outgoing(self, frame: Frame) -> Frame:
        """Follow which transactions run."""
        if is_start(frame):
            if frame.action == "StartTransaction":
                self._starts.add(frame.id)
            else:
                self._running.add(transaction_id(frame))
        elif is_end(frame):
            self._running.discard(transaction_id(frame))
        return frame

    def incoming(self, frame: Frame) -> Frame | None:
        """Learn the number of a transaction; end all when the limit is too low."""
        if frame.is_answer and frame.id in self._starts:
            self._starts.discard(frame.id)
            self._running.add(frame.payload.get("transactionId"))
        if not frame.is_call or frame.action != "SetChargingProfile" or not self._is_too_low(frame):
            return frame
        self.send(frame.result({"status": "Accepted"}))
        action = "RemoteStopTransaction" if self.version == "1.6" else "RequestStopTransaction"
        for number in self._running:
            self.command(action, {"transactionId": number})
        return None

    def _is_too_low(self, frame: Frame) -> bool:
        profile = charging_profile(frame)
        is_in_watts = object_at(profile, "chargingSchedule").get("chargingRateUnit") == "W"
        minimum = MINIMUM_W if is_in_watts else MINIMUM_A
        limits = [period.get("limit") for period in periods(profile)]
        return any(isinstance(limit, int | float) and limit < minimum for limit in limits)


def remote_start_without_effect(command: Frame) -> dict[str, Any] | None:
    """Q35."""
    return {"status": "Accepted"} if command.action in REMOTE_STARTS else None


def remote_start_needs_connector(command: Frame) -> dict[str, Any] | None:
    """Q35."""
    is_start_of_any = command.action in REMOTE_STARTS and not command.payload.keys() & {"connectorId", "evseId"}
    return {"status": "Rejected"} if is_start_of_any else None


def remote_start_needs_hex(command: Frame) -> dict[str, Any] | None:
    """Q35."""
    if command.action not in REMOTE_STARTS:
        return None
    token = str(command.payload.get("idTag", object_at(command.payload, "idToken").get("idToken", "")))
    return None if set(token) <= set("0123456789abcdefABCDEF") else {"status": "Rejected"}


class NeverAnswers(Alteration):
    """Q35: does not even notice a command."""

    def __init__(self, action: str, rng: random.Random) -> None:
        super().__init__(rng)
        self._action = action

    def incoming(self, frame: Frame) -> Frame | None:
        """Let it vanish."""
        return None if frame.is_call and frame.action == self._action else frame


TRANSACTIONS = (
    Quirk(
        "Q26",
        "Transaction ids that say nothing",
        tuple(
            Variant(
                name,
                f"MeterValues and StopTransaction have the transactionId {number}.",
                partial(OtherTransactionId, number),
                versions=V16,
            )
            for name, number in (("zero", 0), ("minus-one", -1), ("int64", 2**63 - 1))
        ),
    ),
    Quirk(
        "Q27",
        "Transaction ids of other transactions",
        (
            Variant("stale", "MeterValues name the last transaction after its end.", StaleTransactionId, versions=V16),
            Variant(
                "random-zero",
                "One in three MeterValues and StopTransaction has the transactionId 0.",
                partial(OtherTransactionId, 0, share=1 / 3),
                versions=V16,
            ),
        ),
    ),
    Quirk("Q28", "No end of transactions", (Variant("no-stop", "The end of transactions is not reported.", NoStop),)),
    Quirk(
        "Q29",
        "Ends that fit no begin",
        (
            Variant("no-tag", "The end of a transaction names no id token.", rewriting(stop_without_tag)),
            Variant("other-tag", "The end of a transaction names another id token.", rewriting(stop_with_other_tag)),
            Variant("unseen", "Transactions end whose begin was not reported.", UnseenStart),
        ),
    ),
    Quirk(
        "Q30",
        "Transactions that began offline",
        (Variant("minus-one", "They have the transactionId -1.", OfflineStart, versions=V16),),
    ),
    Quirk(
        "Q31",
        "A second begin",
        (
            Variant(
                "same",
                "StartTransaction comes again after 30 s with the same data; the second number is used.",
                partial(SecondStart, is_changed=False),
                versions=V16,
            ),
            Variant(
                "busy",
                "Another StartTransaction comes after 30 s for a connector that is busy; its number is used.",
                partial(SecondStart, is_changed=True),
                versions=V16,
            ),
        ),
    ),
    Quirk(
        "Q32",
        "Many posts as one station",
        (
            Variant("tag-serial", "Id tags are followed by `_` and a serial number.", rewriting(tag_with_serial), V16),
            Variant(
                "no-profiles", "Charging profiles for connectors are Rejected.", answering(no_profiles_on_connectors)
            ),
        ),
    ),
    Quirk(
        "Q33",
        "A backlog of months",
        (Variant("flood", "After its first boot it reports 60 old transactions, one after the other.", Backlog),),
    ),
    Quirk(
        "Q34",
        "The end of charging below 6 A",
        (
            Variant(
                "ends", "A charging profile below 6 A or 1380 W is Accepted, and transactions end.", EndsBelowMinimum
            ),
        ),
    ),
    Quirk(
        "Q35",
        "Remote start without effect, dead commands",
        (
            Variant("no-start", "Remote starts are Accepted; nothing happens.", answering(remote_start_without_effect)),
            Variant(
                "needs-connector",
                "Remote starts without connector or EVSE are Rejected.",
                answering(remote_start_needs_connector),
            ),
            Variant(
                "needs-hex",
                "Remote starts for tokens that are not hexadecimal are Rejected.",
                answering(remote_start_needs_hex),
            ),
            Variant(
                "dead-availability",
                "ChangeAvailability is never answered.",
                partial(NeverAnswers, "ChangeAvailability"),
            ),
        ),
    ),
)
"""The quirks of transactions."""
