"""An EVSE: what is connected to it, what it offers, and the statuses of its connectors."""

from csms_simulator.model import faults
from csms_simulator.model.facts import ChargingState, Reading, Status, StatusChanged, Token, Transaction, TxPoint
from csms_simulator.model.layout import ConnectorLayout, EvseLayout
from csms_simulator.model.meter import Meter
from csms_simulator.model.reservations import Reservation
from csms_simulator.model.smart_charging import Running, Supply
from csms_simulator.model.station_state import StationState
from csms_simulator.model.statuses import route
from csms_simulator.model.transactions import Authorization, OpenTransaction
from csms_simulator.model.vehicle import NO_AC_DRAW, NO_DC_DRAW, Draw, Offer, Vehicle

MIN_AC_CURRENT_A = 6.0
"""Less cannot be offered to a vehicle with AC (IEC 61851-1)."""
_EV_SIDE_DISCONNECTED = "EV side disconnected"

_IN_USE = {
    ChargingState.CHARGING: Status.CHARGING,
    ChargingState.SUSPENDED_EV: Status.SUSPENDED_EV,
    ChargingState.SUSPENDED_EVSE: Status.SUSPENDED_EVSE,
}

_TELLS_OF_VEHICLE = {Status.PREPARING, Status.SUSPENDED_EV, Status.SUSPENDED_EVSE, Status.FINISHING}


class Connector:
    """One of an EVSE's sockets or cables, and the status that was last told of it."""

    def __init__(self, id: int, layout: ConnectorLayout) -> None:
        self.id = id
        self.layout = layout
        self.is_operative = True
        self.reported = Status.AVAILABLE
        self.reported_error: str | None = None
        self.reported_info: str | None = None
        self.due: tuple[Status, float] | None = None
        """A status that is told if it is still the same at that time."""


class Evse:
    """The state of one EVSE. `TransactionFlow` moves it; nothing here happens by itself."""

    def __init__(self, id: int, layout: EvseLayout, station: StationState) -> None:
        self.id = id
        self.layout = layout
        self.connectors = tuple(Connector(number, connector) for number, connector in enumerate(layout.connectors, 1))
        self.vehicle: Vehicle | None = None
        self.connector_id: int | None = None
        """Which connector a cable is in; with a fixed cable, which one is at the vehicle."""
        self.is_operative = True
        self.is_locked = False
        self.lock_is_broken = False
        """A lock that is broken never lets go."""
        self.lock_owner: Token | None = None
        """Who can have a cable that stayed locked after the vehicle was gone."""
        self.is_held = False
        """It is the last one that is left for a reservation of any EVSE."""
        self.error: str | None = None
        self.error_info: str | None = None
        self.restarts_until: float | None = None
        self.restarts_when_idle = False
        self.authorization: Authorization | None = None
        self.asked: dict[Token, Authorization | None] = {}
        """Tokens that the central system is being asked about: to start, or with None to stop."""
        self.open: OpenTransaction | None = None
        self.reached: frozenset[TxPoint] = frozenset()
        """The `presence` that transactions know of."""
        self.has_charged = False
        """The vehicle has been charged since it was connected."""
        self.charging_state = ChargingState.IDLE
        self.offer = self._no_offer
        self.meter = Meter(station.now)
        self.metered_at = station.now
        self._station = station

    # What others see

    @property
    def transaction(self) -> Transaction | None:
        """The transaction that runs, as it is now."""
        return self.open.snapshot() if self.open is not None else None

    @property
    def token(self) -> Token | None:
        """The token that may charge now."""
        return self.authorization.token if self.authorization is not None else None

    @property
    def reservation(self) -> Reservation | None:
        """The reservation that is made for this EVSE."""
        return self._station.reservations.of_evse(self.id)

    def connector(self, connector_id: int) -> Connector:
        """Return a connector. Raises: KeyError if there is none with this id."""
        if not 1 <= connector_id <= len(self.connectors):
            raise KeyError(f"EVSE {self.id} has no connector {connector_id}")
        return self.connectors[connector_id - 1]

    def status(self, connector_id: int = 1) -> Status:
        """Return what a connector is doing. Raises: KeyError if there is none with this id."""
        connector = self.connector(connector_id)
        if self.is_faulted:
            return Status.FAULTED
        if self.restarts_until is not None:
            return Status.UNAVAILABLE
        is_used = self._is_used(connector)
        if not self.is_enabled(connector) and not (is_used and self.is_in_use):
            return Status.UNAVAILABLE
        if is_used:
            return self._status_in_use()
        return Status.RESERVED if self.is_held or self.reservation is not None else Status.AVAILABLE

    def reading(self, now: float) -> Reading:
        """Read the meter. It counts up to the last `advance`, which should have been to `now`."""
        soc = self.vehicle.soc if self.layout.is_dc and self.vehicle is not None else None
        return self.meter.read(now, self.offer, soc=soc)

    # What is derived

    @property
    def is_connected(self) -> bool:
        """Whether there is a vehicle."""
        return self.vehicle is not None

    @property
    def is_authorized(self) -> bool:
        """Whether somebody may charge."""
        return self.authorization is not None

    @property
    def is_in_use(self) -> bool:
        """Whether a transaction runs, or could."""
        return self.open is not None or (self.is_authorized and self.is_connected)

    @property
    def is_faulted(self) -> bool:
        """Whether something is broken that keeps it from charging."""
        return self._station.error is not None or (self.error is not None and self.error not in faults.WARNINGS)

    @property
    def is_free(self) -> bool:
        """Whether somebody could come and use it, apart from reservations."""
        return (
            self.vehicle is None
            and self.connector_id is None
            and not self.is_in_use
            and not self.is_authorized
            and not self.is_faulted
            and self.restarts_until is None
            and any(self.is_enabled(connector) for connector in self.connectors)
        )

    @property
    def takes_drivers(self) -> bool:
        """Whether its reader is on: the EVSE works, and one of its connectors is or may be used."""
        is_enabled = self.is_in_use or any(self.is_enabled(connector) for connector in self.connectors)
        return self._station.is_running and self.restarts_until is None and not self.is_faulted and is_enabled

    @property
    def connector_types(self) -> frozenset[str]:
        """The types of its connectors that can be used."""
        return frozenset(connector.layout.type for connector in self.connectors if self.is_enabled(connector))

    @property
    def wanted_connector_id(self) -> int:
        """Which connector a driver who was accepted is expected at."""
        if self.authorization is not None and self.authorization.connector_id is not None:
            return self.authorization.connector_id
        return next((connector.id for connector in self.connectors if self.is_enabled(connector)), 1)

    @property
    def presence(self) -> frozenset[TxPoint]:
        """Which of the points that depend on cable and token alone are reached."""
        points: set[TxPoint] = set()
        if self.is_connected:
            points.add(TxPoint.EV_CONNECTED)
        if self.is_authorized:
            points.add(TxPoint.AUTHORIZED)
        if len(points) == 2:
            points.add(TxPoint.POWER_PATH_CLOSED)
        return frozenset(points)

    @property
    def may_deliver(self) -> bool:
        """Whether the power path is closed: vehicle and token are there, and nothing is in the way."""
        authorization, station = self.authorization, self._station
        begins_with_energy = TxPoint.ENERGY_TRANSFER in station.settings.tx_start_points
        return (
            self.vehicle is not None
            and authorization is not None
            and not authorization.is_energy_refused
            and not self.is_faulted
            and self.restarts_until is None
            and station.is_running
            and (self.open is not None or (begins_with_energy and station.takes_transactions))
        )

    @property
    def may_begin(self) -> bool:
        """Whether a transaction may begin here."""
        connectors = self.connectors if self.connector_id is None else (self.connector(self.connector_id),)
        is_enabled = any(self.is_enabled(connector) for connector in connectors)
        return is_enabled and not self.is_faulted and self.restarts_until is None and self._station.takes_transactions

    @property
    def supply(self) -> Supply:
        """How A and W are converted here."""
        layout = self.layout
        return Supply(layout.phases, layout.voltage_v, layout.is_dc, layout.max_current_a, layout.max_power_w)

    @property
    def running(self) -> Running | None:
        """The transaction, as charging profiles see it."""
        running = self.open
        return Running(running.reference, running.started_at, running.has_priority) if running is not None else None

    def is_enabled(self, connector: Connector) -> bool:
        """Whether a connector, its EVSE and the station are all operative."""
        return connector.is_operative and self.is_operative and self._station.is_operative

    def admits(self, token: Token, group: str | None) -> bool:
        """Whether reservations let a token charge here."""
        if self.reservation is not None:
            return self.reservation.admits(token, group)
        return not self.is_held or any(
            reservation.admits(token, group) for reservation in self._station.reservations.unspecified()
        )

    # Energy

    def integrate(self, now: float) -> None:
        """Let what flows flow until `now`: into the meter, and into the battery."""
        draw = self.meter.draw
        if draw.power_w > 0:
            delivered_wh = self.meter.advance(now, draw)
            if self.vehicle is not None:
                self.vehicle.absorb(delivered_wh)
            if self.open is not None:
                self.open.time_charging_s += max(0.0, now - self.metered_at)
        self.metered_at = now

    def draw_on(self, now: float) -> bool:
        """See what a vehicle that charges takes now; False if it has stopped."""
        if self.charging_state is not ChargingState.CHARGING:
            return True
        draw = self._draw()
        if draw != self.meter.draw:
            self.meter.advance(now, draw)
        return draw.power_w > 0

    def feed(self, now: float, offer: Offer | None) -> None:
        """Offer the vehicle something, or nothing, from now on; see what it takes."""
        self.offer = self._no_offer if offer is None else offer
        draw = self._draw()
        if draw != self.meter.draw:
            self.meter.advance(now, draw)
        if self.connector_id is None and self.open is None:
            self.has_charged = False
        if self.vehicle is None:
            self.charging_state = ChargingState.IDLE
        elif self.authorization is None:
            self.charging_state = ChargingState.EV_CONNECTED
        elif self.offer.power_w <= 0:
            self.charging_state = ChargingState.SUSPENDED_EVSE
        elif draw.power_w <= 0:
            self.charging_state = ChargingState.SUSPENDED_EV
        else:
            self.charging_state = ChargingState.CHARGING
            self.has_charged = True

    def set_back(self, now: float) -> None:
        """Wait for nothing longer than before the clock was set back."""
        settings = self._station.settings
        if self.authorization is not None:
            self.authorization.waits_since = min(self.authorization.waits_since, now)
        if self.restarts_until is not None:
            self.restarts_until = min(self.restarts_until, now + settings.reset_duration_s)
        for connector in self.connectors:
            if connector.due is not None:
                status, due = connector.due
                connector.due = status, min(due, now + settings.minimum_status_duration_s)

    def lock(self) -> None:
        """Hold the cable of a driver who was accepted."""
        if self.connector_id is not None and not self.connector(self.connector_id).layout.has_fixed_cable:
            self.is_locked = True
            self.lock_owner = None

    def unlock(self) -> bool:
        """Let the cable go; False if the lock is broken."""
        self.is_locked = self.is_locked and self.lock_is_broken
        if not self.is_locked:
            self.lock_owner = None
        return not self.is_locked

    def take_cable_out(self) -> None:
        """Forget the cable when nothing holds it and no vehicle is at it."""
        if self.vehicle is None and not self.is_locked:
            self.connector_id = None

    # Statuses

    def report_statuses(self, now: float) -> None:
        """Tell which connectors have another status than was last told, when it has lasted long enough."""
        for connector in self.connectors:
            self._report(now, connector)

    def next_report(self) -> float | None:
        """When a status has lasted long enough."""
        return min((connector.due[1] for connector in self.connectors if connector.due is not None), default=None)

    def _report(self, now: float, connector: Connector) -> None:
        status = self.status(connector.id)
        error, info = self._error_of(connector, status)
        is_known = (connector.reported, connector.reported_error, connector.reported_info) == (status, error, info)
        if is_known:
            connector.due = None
            return
        minimum_s = self._station.settings.minimum_status_duration_s
        if minimum_s > 0 and status is not connector.reported and status is not Status.FAULTED:
            if connector.due is None or connector.due[0] is not status:
                connector.due = (status, now + minimum_s)
            if now < connector.due[1]:
                return
        connector.due = None
        steps = route(connector.reported, status) if status is not connector.reported else (status,)
        for step in steps[:-1]:
            self._station.facts.append(StatusChanged(now, self.id, connector.id, step))
        self._station.facts.append(StatusChanged(now, self.id, connector.id, status, error, info))
        connector.reported, connector.reported_error, connector.reported_info = status, error, info

    def _error_of(self, connector: Connector, status: Status) -> tuple[str | None, str | None]:
        if status is Status.FAULTED and self._station.error is not None:
            return self._station.error, self._station.error_info
        is_used = self._is_used(connector)
        if self.error is not None and (self.error not in faults.OF_VEHICLES or status in _TELLS_OF_VEHICLE):
            return self.error, self.error_info
        is_left = is_used and self.vehicle is None and status in {Status.SUSPENDED_EV, Status.FINISHING}
        return None, _EV_SIDE_DISCONNECTED if is_left else None

    def _is_used(self, connector: Connector) -> bool:
        if self.connector_id is not None:
            return connector.id == self.connector_id
        if self.open is not None and self.has_charged and self.is_authorized:
            return connector.id == self.open.connector_id
        is_expected = self.is_authorized and self._station.settings.token_occupies
        return is_expected and connector.id == self.wanted_connector_id

    def _status_in_use(self) -> Status:
        if self.charging_state in _IN_USE:
            return _IN_USE[self.charging_state]
        has_begun = self.has_charged or (self.vehicle is None and self.connector_id is not None)
        if not has_begun:
            return Status.PREPARING
        return Status.SUSPENDED_EV if self.is_authorized else Status.FINISHING

    @property
    def _no_offer(self) -> Offer:
        layout = self.layout
        return Offer(0.0, 0.0, layout.phases, layout.voltage_v, layout.is_dc)

    def _draw(self) -> Draw:
        is_idle = self.offer.power_w <= 0 or self.vehicle is None or self.error in faults.OF_VEHICLES
        if is_idle or self.vehicle is None:
            return NO_DC_DRAW if self.layout.is_dc else NO_AC_DRAW
        return self.vehicle.draw(self.offer)
