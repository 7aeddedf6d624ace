"""A fleet as it is at one moment, for the terminal and for the report."""

from collections import Counter

from msgspec import Struct

from csms_simulator.fleet.composition import StationPlan
from csms_simulator.fleet.distributions import DAY_S
from csms_simulator.fleet.fleet import Fleet
from csms_simulator.fleet.member import Member
from csms_simulator.fleet.tally import Problem


class EvseView(Struct, frozen=True):
    """An EVSE; power and energy are what its meter shows, the energy since the begin of the simulation."""

    id: int
    status: str
    power_w: float
    energy_wh: float
    soc: float | None
    """Of the vehicle that is plugged in, whether it tells the station or not."""


class StationView(Struct, frozen=True):
    """A station."""

    identity: str
    version: str
    use: str
    link: str
    """`off`, `no power`, `offline`, `booting` or `online`."""
    evses: tuple[EvseView, ...]
    last_problem: Problem | None
    lifetime_s: float
    online_s: float

    @property
    def energy_wh(self) -> float:
        """Of all EVSEs."""
        return sum(evse.energy_wh for evse in self.evses)


class Snapshot(Struct, frozen=True):
    """A fleet."""

    url: str
    at: float
    """The simulated time."""
    running_s: float
    """Simulated seconds since the begin."""
    time_of_day_s: float
    """The drivers' time, seconds after midnight."""
    day: int
    """The drivers' day, from 1."""
    stations: tuple[StationView, ...]
    frames_sent: int
    frames_received: int
    transactions_started: int
    transactions_ended: int
    refusals: dict[str, int]
    recent_problems: tuple[Problem, ...]
    problem_count: int

    @property
    def links(self) -> Counter[str]:
        """How many stations are in which state."""
        return Counter(station.link for station in self.stations)

    @property
    def statuses(self) -> Counter[str]:
        """How many EVSEs are in which state."""
        return Counter(evse.status for station in self.stations for evse in station.evses)

    @property
    def power_w(self) -> float:
        """Of all stations."""
        return sum(evse.power_w for station in self.stations for evse in station.evses)

    @property
    def energy_wh(self) -> float:
        """That all stations have delivered since the begin."""
        return sum(station.energy_wh for station in self.stations)


def take_snapshot(fleet: Fleet) -> Snapshot:
    """Look at a fleet."""
    now, tally = fleet.clock.now(), fleet.tally
    day, time_of_day_s = divmod(now - fleet.midnight, DAY_S)
    return Snapshot(
        url=fleet.url,
        at=now,
        running_s=now - fleet.started_at,
        time_of_day_s=time_of_day_s,
        day=int(day) + 1,
        stations=tuple(_view(member, tally.last_problem(member.plan.identity)) for member in fleet.members),
        frames_sent=tally.frames_sent,
        frames_received=tally.frames_received,
        transactions_started=tally.transactions_started,
        transactions_ended=tally.transactions_ended,
        refusals=dict(tally.refusals),
        recent_problems=tuple(tally.recent),
        problem_count=tally.problems.total(),
    )


def _view(member: Member, last_problem: Problem | None) -> StationView:
    plan = member.plan
    return StationView(
        identity=plan.identity,
        version=plan.version,
        use=plan.use,
        link=_link(member),
        evses=_evses(member) if member.is_alive else _evses_to_come(plan),
        last_problem=last_problem,
        lifetime_s=member.lifetime_s,
        online_s=member.online_s,
    )


def _link(member: Member) -> str:
    if not member.is_alive:
        return "off"
    if not member.station.model.has_power:
        return "no power"
    if not member.station.is_online:
        return "offline"
    return "online" if member.station.has_booted else "booting"


def _evses(member: Member) -> tuple[EvseView, ...]:
    views: list[EvseView] = []
    for evse in member.station.model.evses:
        reading = evse.reading(member.station.now())
        soc = None if evse.vehicle is None else evse.vehicle.soc
        energy_wh = member.energy_wh(evse.id, reading.energy_wh)
        views.append(EvseView(evse.id, evse.status(), reading.power_w, energy_wh, soc))
    return tuple(views)


def _evses_to_come(plan: StationPlan) -> tuple[EvseView, ...]:
    return tuple(EvseView(evse_id, "Off", 0.0, 0.0, None) for evse_id in range(1, len(plan.layout.evses) + 1))
