"""Whatever happens to a station, in whatever order: what the watcher looks at always holds."""

from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from csms_simulator.model.authorization import Verdict
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import Token, TxPoint
from csms_simulator.model.faults import ENDING, PASSING, WARNINGS
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.settings import Settings
from csms_simulator.model.smart_charging import Kind, Period, Profile, ProfileRefusedError, Purpose, Schedule, Unit
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from packages.simulator.tests.model.stations import START
from packages.simulator.tests.model.watcher import Watcher

POINTS = [
    *(frozenset({point}) for point in TxPoint),
    frozenset({TxPoint.EV_CONNECTED, TxPoint.AUTHORIZED}),
    frozenset(TxPoint),
    frozenset[TxPoint](),
]

connectors = st.builds(ConnectorLayout, type=st.sampled_from(["sType2", "cCCS2"]), has_fixed_cable=st.booleans())
evse_layouts = st.builds(
    EvseLayout,
    connectors=st.lists(connectors, min_size=1, max_size=2).map(tuple),
    is_dc=st.booleans(),
    phases=st.sampled_from([1, 3]),
    max_power_w=st.sampled_from([22_080.0, 50_000.0]),
    max_current_a=st.sampled_from([16.0, 32.0]),
)
layouts = st.builds(
    Layout,
    evses=st.lists(evse_layouts, min_size=1, max_size=3).map(tuple),
    max_power_w=st.sampled_from([None, 3_000.0, 22_080.0]),
)
configurations = st.builds(
    Settings,
    connection_timeout_s=st.sampled_from([0.0, 30.0, 60.0]),
    tx_start_points=st.sampled_from(POINTS),
    tx_stop_points=st.sampled_from(POINTS),
    stop_on_ev_disconnect=st.booleans(),
    unlock_on_ev_disconnect=st.booleans(),
    stop_on_invalid_id=st.booleans(),
    max_energy_on_invalid_id_wh=st.sampled_from([0.0, 50.0]),
    unlock_stops_transaction=st.booleans(),
    resume_after_power_loss=st.booleans(),
    sample_interval_s=st.sampled_from([0.0, 17.0, 60.0]),
    clock_aligned_interval_s=st.sampled_from([0.0, 0.0, 700.0]),
    ended_sample_interval_s=st.sampled_from([0.0, 40.0]),
    authorize_remote_start=st.booleans(),
    local_pre_authorize=st.booleans(),
    allow_unknown_offline=st.booleans(),
    is_auth_enabled=st.sampled_from([True, True, True, False]),
    free_vend_token=st.sampled_from([None, None, None, "FREE"]),
    master_pass_group=st.sampled_from([None, "G"]),
    token_occupies=st.booleans(),
    minimum_status_duration_s=st.sampled_from([0.0, 0.0, 0.0, 5.0]),
    soft_reset_waits=st.booleans(),
    station_availability_cascades=st.booleans(),
)

evse_ids = st.integers(1, 3)
tokens = st.sampled_from([Token("A"), Token("a"), Token("B"), Token("C")])
groups = st.sampled_from([None, "G", "H"])
vehicles = st.builds(
    Vehicle, st.sampled_from(list(CATALOGUE.values())), st.floats(0, 1), is_ready=st.sampled_from([True, True, False])
)


class AnyStation(RuleBasedStateMachine):
    """A station to which anything may happen."""

    @initialize(layout=layouts, configuration=configurations)
    def build(self, layout: Layout, configuration: Settings) -> None:
        numbers = count(1)
        self.station = Station(layout, START, settings=configuration, new_reference=lambda: f"T{next(numbers)}")
        self.station.went_online(START)
        self.watcher = Watcher(self.station)

    def teardown(self) -> None:
        if hasattr(self, "watcher"):
            self.watcher.pass_time(3600)

    @property
    def now(self) -> float:
        return self.watcher.now

    def evse(self, number: int) -> Evse:
        return self.station.evse((number - 1) % len(self.station.evses) + 1)

    @property
    def last_reference(self) -> str:
        return self.watcher.references[-1] if self.watcher.references else "none"

    # Time

    @rule(elapsed_s=st.sampled_from([0.5, 7.0, 30.0, 61.0, 600.0, 4000.0]))
    def wait(self, elapsed_s: float) -> None:
        self.watcher.pass_time(elapsed_s)

    @rule(elapsed_s=st.sampled_from([0.3, 2.0, 100.0]))
    def set_clock_back(self, elapsed_s: float) -> None:
        self.watcher.pass_time(-elapsed_s)

    # The world

    @rule(number=evse_ids, vehicle=vehicles, connector_id=st.integers(1, 2))
    def plug_in(self, number: int, vehicle: Vehicle, connector_id: int) -> None:
        evse = self.evse(number)
        if evse.vehicle is None:
            connector_id = evse.connector_id or min(connector_id, len(evse.connectors))
            self.station.plug_in(self.now, evse.id, vehicle, connector_id)
        self.watcher.look()

    @rule(number=evse_ids)
    def unplug(self, number: int) -> None:
        assert self.station.unplug(self.now, self.evse(number).id) == (self.evse(number).connector_id is None)
        self.watcher.look()

    @rule(number=evse_ids, token=tokens)
    def present(self, number: int, token: Token) -> None:
        self.station.present(self.now, self.evse(number).id, token)
        self.watcher.look()

    @rule(number=evse_ids, token=tokens, vehicle=vehicles)
    def charge(self, number: int, token: Token, vehicle: Vehicle) -> None:
        """What happens most of the time, when nothing is broken."""
        self.come_back()
        self.clear_fault(0)
        self.clear_fault(number)
        self.plug_in(number, vehicle, 1)
        if self.evse(number).token is None:
            self.present(number, token)
        self.answer(is_accepted=True, group=None)

    @rule(number=evse_ids, token=tokens, vehicle=vehicles, stays_s=st.sampled_from([61.0, 1000.0, 9000.0]))
    def visit(self, number: int, token: Token, vehicle: Vehicle, stays_s: float) -> None:
        self.charge(number, token, vehicle)
        self.wait(stays_s)
        self.present(number, token)
        self.wait(10)
        self.unplug(number)

    @rule(number=evse_ids, is_ready=st.booleans())
    def change_vehicle(self, number: int, is_ready: bool) -> None:
        vehicle = self.evse(number).vehicle
        if vehicle is not None:
            vehicle.is_ready = is_ready
        self.station.vehicle_changed(self.now, self.evse(number).id)
        self.watcher.look()

    @rule(number=st.integers(0, 3), error=st.sampled_from(sorted(WARNINGS | PASSING | ENDING.keys())))
    def fault(self, number: int, error: str) -> None:
        self.station.fault(self.now, self.evse(number).id if number else 0, error)
        self.watcher.look()

    @rule(number=st.integers(0, 3))
    def clear_fault(self, number: int) -> None:
        self.station.clear_fault(self.now, self.evse(number).id if number else 0)
        self.watcher.look()

    @rule()
    def cut_power(self) -> None:
        self.station.cut_power(self.now)
        self.watcher.look()

    @rule()
    def come_back(self) -> None:
        self.station.restore_power(self.now)
        self.station.restarted(self.now)
        self.station.went_online(self.now)
        self.watcher.look()

    @rule()
    def go_offline(self) -> None:
        self.station.went_offline(self.now)
        self.watcher.look()

    # Answers

    @precondition(lambda self: isinstance(self, AnyStation) and bool(self.watcher.wanted))
    @rule(is_accepted=st.booleans(), group=groups)
    def answer(self, is_accepted: bool, group: str | None) -> None:
        if self.watcher.wanted:
            wanted = self.watcher.wanted.pop(0)
            verdict = Verdict(accepted=is_accepted, group=group)
            self.station.authorization_answered(self.now, wanted.evse_id, wanted.token, verdict)
        self.watcher.look()

    @precondition(lambda self: isinstance(self, AnyStation) and bool(self.watcher.wanted))
    @rule()
    def fail_to_answer(self) -> None:
        wanted = self.watcher.wanted.pop(0)
        self.station.authorization_failed(self.now, wanted.evse_id, wanted.token)
        self.watcher.look()

    @rule(is_accepted=st.booleans(), group=groups)
    def answer_transaction(self, is_accepted: bool, group: str | None) -> None:
        self.station.transaction_answered(self.now, self.last_reference, Verdict(accepted=is_accepted, group=group))
        self.watcher.look()

    # Commands

    @rule(token=tokens, evse_id=st.none() | st.integers(1, 4), connector_id=st.none() | st.integers(1, 3))
    def remote_start(self, token: Token, evse_id: int | None, connector_id: int | None) -> None:
        schedule = Schedule(Unit.A, (Period(0, 10),))
        profile = Profile(99, 0, Purpose.TX, Kind.RELATIVE, schedule) if connector_id is None else None
        outcome = self.station.remote_start(
            self.now, token, evse_id, connector_id=connector_id, profile=profile, remote_start_id=7
        )
        assert outcome.accepted == (outcome.reason is None)
        self.watcher.look()

    @rule()
    def remote_stop(self) -> None:
        self.station.remote_stop(self.now, self.last_reference)
        self.watcher.look()

    @rule(evse_id=st.integers(0, 4), is_operative=st.booleans(), connector_id=st.none() | st.integers(1, 3))
    def set_availability(self, evse_id: int, is_operative: bool, connector_id: int | None) -> None:
        self.station.set_availability(self.now, evse_id, is_operative, connector_id)
        self.watcher.look()

    @rule(
        id=st.integers(1, 3),
        evse_id=st.integers(0, 4),
        token=tokens,
        group=groups,
        connector_type=st.sampled_from([None, None, "cCCS2"]),
    )
    def reserve(self, id: int, evse_id: int, token: Token, group: str | None, connector_type: str | None) -> None:
        expires_at = self.now + (30 if id == 1 else 5000)
        self.station.reserve(self.now, id, evse_id, token, expires_at, group=group, connector_type=connector_type)
        self.watcher.look()

    @rule(id=st.integers(1, 3))
    def cancel_reservation(self, id: int) -> None:
        self.station.cancel_reservation(self.now, id)
        self.watcher.look()

    @rule(evse_id=st.integers(1, 4), connector_id=st.integers(1, 3), is_broken=st.booleans())
    def unlock(self, evse_id: int, connector_id: int, is_broken: bool) -> None:
        self.evse(evse_id).lock_is_broken = is_broken
        self.station.unlock(self.now, evse_id, connector_id)
        self.watcher.look()

    @rule(immediate=st.booleans(), evse_id=st.none() | st.integers(1, 4))
    def reset(self, immediate: bool, evse_id: int | None) -> None:
        self.station.reset(self.now, immediate=immediate, evse_id=evse_id)
        self.watcher.look()

    @rule(
        number=evse_ids,
        limit=st.sampled_from([0.0, 5.0, 10.0, 4_000.0, 30_000.0]),
        unit=st.sampled_from(Unit),
        purpose=st.sampled_from([Purpose.STATION_MAX, Purpose.TX_DEFAULT, Purpose.TX]),
    )
    def install_profile(self, number: int, limit: float, unit: Unit, purpose: Purpose) -> None:
        evse = self.evse(number)
        schedule = Schedule(unit, (Period(0, limit), Period(90, limit * 2)), start=self.now, duration_s=600)
        profile = Profile(int(limit) + 1, 0, purpose, Kind.ABSOLUTE, schedule)
        try:
            where = 0 if purpose is Purpose.STATION_MAX else evse.id
            self.station.profiles.install(where, profile, running=evse.running)
        except ProfileRefusedError:
            return
        self.station.profiles_changed(self.now)
        self.watcher.look()

    @rule()
    def clear_profiles(self) -> None:
        self.station.profiles.clear()
        self.station.profiles_changed(self.now)
        self.watcher.look()

    @rule(delay_s=st.sampled_from([0.0, 50.0]), outcome=st.sampled_from([None, "DownloadFailed", "InstallationFailed"]))
    def update_firmware(self, delay_s: float, outcome: str | None) -> None:
        self.station.next_firmware_outcome = outcome
        self.station.update_firmware(self.now, location="", retrieve_at=self.now + delay_s, version="2")
        self.watcher.look()

    @rule(number=st.integers(0, 3))
    def read_and_upload(self, number: int) -> None:
        self.station.trigger_reading(self.now, self.evse(number).id if number else 0)
        self.station.upload_log(self.now)
        self.watcher.look()


AnyStation.TestCase.settings = settings(
    max_examples=200, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestAnyStation = AnyStation.TestCase
