"""What all blocks of a conversation in OCPP 1.6 have in common."""

from collections import deque
from typing import Any

from csms_simulator.dialects.dialect import Dialect, Host
from csms_simulator.dialects.v16.configuration import Configuration
from csms_simulator.dialects.v16.connectors import Connectors
from csms_simulator.dialects.v16.timestamps import timestamp
from csms_simulator.dialects.v16.transaction_ids import TransactionIds
from csms_simulator.model.station import Station
from ocpp.exceptions import LinkClosedError
from ocpp.model import Request
from ocpp.v16 import ChargePoint

MOST_REPORTS = 100
"""How many reports wait for the next link; of more, the oldest are lost."""


class Conversation(Dialect, ChargePoint):
    """The base of the functional blocks, which are mixed into `Station16`.

    Args:
        host: the shell that runs the station.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.connectors = Connectors(self.model.layout)
        self.transaction_ids = TransactionIds()
        self.configuration = Configuration(self.model.layout, self.model.settings)
        self.is_accepted = False
        """Whether the central system has accepted the station's last BootNotification."""
        self._unreported: deque[Request[Any]] = deque(maxlen=MOST_REPORTS)

    @property
    def model(self) -> Station:
        """The station itself."""
        return self.host.model

    def now(self) -> float:
        """Return the time by the station's own clock, POSIX seconds."""
        return self.host.now()

    def timestamp(self) -> str:
        """Return the time by the station's own clock, as text."""
        return timestamp(self.now())

    def report(self, payload: Request[Any]) -> None:
        """Send a message; if there is no link, or it is lost before the answer, on the next one."""

        def failed(error: Exception) -> None:
            if isinstance(error, LinkClosedError):
                self._unreported.append(payload)

        self.host.outbox.post(payload, on_failure=failed)

    def report_again(self) -> None:
        """Send the reports that earlier links did not take."""
        unreported = tuple(self._unreported)
        self._unreported.clear()
        for payload in unreported:
            self.report(payload)
