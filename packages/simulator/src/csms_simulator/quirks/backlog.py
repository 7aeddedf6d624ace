"""Q33: what a station reports that was offline for months."""

import random
from typing import Any

from csms_simulator.quirks.payloads import timestamp
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame

DAYS = 60
SESSION_S = 3600.0
ENERGY_WH = 7000
DAY_S = 86_400.0


class Backlog(Alteration):
    """Reports old transactions after its first boot, each message after the answer to the one before."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._days_left = DAYS
        self._register_wh = 0
        self._is_reporting = False

    def connected(self) -> None:
        """Nothing is under way on a new link."""
        self._is_reporting = False

    def incoming(self, frame: Frame) -> Frame:
        """Begin when the boot was accepted."""
        is_accepted = frame.action == "BootNotification" and frame.payload.get("status") == "Accepted"
        if frame.is_answer and is_accepted and not self._is_reporting:
            self._is_reporting = True
            self.later(0.0, self._report)
        return frame

    def _report(self) -> None:
        if self._days_left == 0:
            return
        begin = self.now() - self._days_left * DAY_S
        if self.version == "1.6":
            self._start_16(begin)
        else:
            self._start_2(begin)

    def _next_day(self, _answer: Frame) -> None:
        self._days_left -= 1
        self._register_wh += ENERGY_WH
        self._report()

    def _start_16(self, begin: float) -> None:
        start = {
            "connectorId": 1,
            "idTag": "BACKLOG",
            "meterStart": self._register_wh,
            "timestamp": timestamp(begin),
        }

        def stop(answer: Frame) -> None:
            end = {
                "transactionId": answer.payload.get("transactionId", -1),
                "meterStop": self._register_wh + ENERGY_WH,
                "timestamp": timestamp(begin + SESSION_S),
            }
            self.call("StopTransaction", end, self._next_day)

        self.call("StartTransaction", start, stop)

    def _start_2(self, begin: float) -> None:
        transaction = f"backlog-{self.new_id()}"
        self.call(
            "TransactionEvent",
            self._event(transaction, "Started", "CablePluggedIn", 0, begin),
            lambda _: self.call(
                "TransactionEvent",
                self._event(transaction, "Ended", "EVDeparted", 1, begin + SESSION_S),
                self._next_day,
            ),
        )

    def _event(self, transaction: str, kind: str, reason: str, number: int, at: float) -> dict[str, Any]:
        value = self._register_wh + number * ENERGY_WH
        context = "Transaction.End" if number else "Transaction.Begin"
        return {
            "eventType": kind,
            "timestamp": timestamp(at),
            "triggerReason": reason,
            "seqNo": number,
            "offline": True,
            "transactionInfo": {"transactionId": transaction},
            "evse": {"id": 1, "connectorId": 1},
            "meterValue": [{"timestamp": timestamp(at), "sampledValue": [{"value": value, "context": context}]}],
        }
