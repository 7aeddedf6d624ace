"""A transaction while it runs, and the token that pays for it."""

from msgspec import Struct

from csms_simulator.model.facts import ChargingState, Reading, StopReason, Token, Transaction
from csms_simulator.model.smart_charging import Profile

_MOST_SAMPLES = 500


class Authorization(Struct):
    """A token that may charge at an EVSE."""

    token: Token
    waits_since: float
    """Since when a cable is waited for."""
    group: str | None = None
    connector_id: int | None = None
    """Which connector the cable is expected in; None: any one."""
    is_remote: bool = False
    remote_start_id: int | None = None
    is_announced: bool = False
    """Whether a transaction has told of it already."""
    profile: Profile | None = None
    """What the central system has sent along, for the transaction to come."""
    energy_end_wh: float | None = None
    """The register at which an invalid token's energy is used up."""
    is_energy_refused: bool = False
    """The token turned out to be invalid: it stays, but gets no energy."""


class OpenTransaction:
    """A transaction that runs; `snapshot` is what others get to see."""

    def __init__(
        self, reference: str, evse_id: int, connector_id: int, started_at: float, meter_start_wh: float
    ) -> None:
        self.reference = reference
        self.evse_id = evse_id
        self.connector_id = connector_id
        self.started_at = started_at
        self.meter_start_wh = meter_start_wh
        self.state = ChargingState.IDLE
        """As it was last told."""
        self.has_transferred = False
        """Energy flowed when it was last told."""
        self.token: Token | None = None
        self.group: str | None = None
        self.reservation_id: int | None = None
        self.remote_start_id: int | None = None
        self.time_charging_s = 0.0
        self.has_priority = False
        """Whether profiles for priority charging count (OCPP 2.1 Part 2, K21)."""
        self.stop_reason: StopReason | None = None
        """Why its driver is no longer authorized, when it goes on nevertheless."""
        self.samples: list[Reading] = []
        self.interrupted: Reading | None = None
        """The meter when the power was cut."""

    def snapshot(self) -> Transaction:
        """Return the transaction as it is now."""
        return Transaction(
            reference=self.reference,
            evse_id=self.evse_id,
            connector_id=self.connector_id,
            started_at=self.started_at,
            meter_start_wh=self.meter_start_wh,
            charging_state=self.state,
            token=self.token,
            group=self.group,
            reservation_id=self.reservation_id,
            remote_start_id=self.remote_start_id,
            time_charging_s=self.time_charging_s,
        )

    def keep(self, reading: Reading) -> None:
        """Keep a reading for the end; of too many, every second one is dropped."""
        self.samples.append(reading)
        if len(self.samples) > _MOST_SAMPLES:
            del self.samples[1::2]
