"""Watching a charge point at work: override what you want to see, and hand an object to the charge point."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocpp.tolerance import Applied


class Hooks:
    """Does nothing; subclasses override what they want to see.

    Hooks are called synchronously on the event loop and should return quickly. What they raise is logged and goes no
    further. Frames are given as they are on the wire, secrets included: see `ocpp.masking` before storing them.
    """

    def frame_received(self, charge_point_id: str, frame: str | bytes) -> None:
        """Called for everything that was received, before it is read."""

    def frame_sent(self, charge_point_id: str, frame: str) -> None:
        """Called for everything that was sent."""

    def request_handled(self, charge_point_id: str, action: str, seconds: float, error: Exception | None) -> None:
        """Called when a request of the other side was answered; `error` is what it was answered with, if any."""

    def call_ended(self, charge_point_id: str, action: str, seconds: float, error: Exception | None) -> None:
        """Called when a call of ours ended; `seconds` counts from its submission, `error` says why it failed."""

    def tolerated(self, charge_point_id: str, action: str, applied: "Sequence[Applied]") -> None:
        """Called when a message became readable only by repairs (`ocpp.tolerance`)."""
