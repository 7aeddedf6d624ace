"""Looks at a station, and complains when something is not as it always has to be."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

from csms_simulator.model.facts import (
    AuthorizationWanted,
    Reading,
    RestartWanted,
    Status,
    StatusChanged,
    Transaction,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
)
from csms_simulator.model.station import Station
from csms_simulator.model.statuses import TRANSITIONS
from packages.simulator.tests.model.stations import START

EPSILON = 1e-6


@dataclass
class Watcher:
    """Lets time pass for a station, and checks everything that it says and does."""

    station: Station
    now: float = START
    references: list[str] = field(default_factory=list[str])
    wanted: list[AuthorizationWanted] = field(default_factory=list[AuthorizationWanted])
    statuses: dict[tuple[int, int], StatusChanged] = field(default_factory=dict[tuple[int, int], StatusChanged])
    running: dict[str, Transaction] = field(default_factory=dict[str, Transaction])
    ended: set[str] = field(default_factory=set[str])
    registers_wh: dict[int, float] = field(default_factory=dict[int, float])

    def pass_time(self, elapsed_s: float) -> None:
        """Let time pass from one moment to the next at which something is due; what was drawn in between is known."""
        goal = self.now + elapsed_s
        if elapsed_s < 0:
            self.now = goal
            self.station.advance(goal)
            self.look()
            return
        for _ in range(10_000):
            due = self.station.next_due()
            assert due is None or due >= self.now or math.isclose(due, self.now)
            until = goal if due is None else min(goal, max(due, self.now))
            drawn = [(evse.meter.energy_wh, evse.meter.draw.power_w) for evse in self.station.evses]
            self.station.advance(until)
            for evse, (energy_wh, power_w) in zip(self.station.evses, drawn, strict=True):
                expected_wh = energy_wh + power_w * (until - self.now) / 3600
                assert math.isclose(evse.meter.energy_wh, expected_wh, abs_tol=1e-4)
            stood_still = until == self.now and due is not None and due < goal
            self.now = until
            self.look()
            next_due = self.station.next_due()
            assert next_due is None or next_due > until or stood_still, "what was due is still due"
            if until >= goal:
                return
        raise AssertionError("time does not pass")

    def look(self) -> None:
        while self.station.facts:
            fact = self.station.facts.popleft()
            match fact:
                case StatusChanged():
                    self.look_at_status(fact)
                case TransactionStarted() | TransactionUpdated() | TransactionEnded():
                    self.look_at_transaction(fact)
                case AuthorizationWanted():
                    self.wanted.append(fact)
                case RestartWanted():
                    assert not self.running
                case _:
                    pass
        self.look_at_power()
        assert {evse.transaction.reference for evse in self.station.evses if evse.transaction} == self.running.keys()

    def look_at_status(self, fact: StatusChanged) -> None:
        where = fact.evse_id, fact.connector_id
        former = self.statuses.get(where)
        before = Status.AVAILABLE if former is None else former.status
        if where == (0, 0):
            assert fact.status in {Status.AVAILABLE, Status.UNAVAILABLE, Status.FAULTED}
        elif fact.status is before:
            assert former is not None or fact.error is not None
            assert former is None or (former.error, former.info) != (fact.error, fact.info)
        else:
            assert fact.status in TRANSITIONS[before]
        self.statuses[where] = fact

    def look_at_transaction(self, fact: TransactionStarted | TransactionUpdated | TransactionEnded) -> None:
        transaction = fact.transaction
        reference = transaction.reference
        assert reference not in self.ended
        former = self.running.get(reference)
        assert (former is None) == isinstance(fact, TransactionStarted)
        assert transaction.time_charging_s >= 0
        if former is not None:
            assert former.evse_id == transaction.evse_id
            assert former.started_at == transaction.started_at
            assert former.token is None or transaction.token is not None
        if isinstance(fact, TransactionEnded):
            del self.running[reference]
            self.ended.add(reference)
            assert fact.reading.power_w == 0
            assert all(former.energy_wh <= later.energy_wh for former, later in pairwise(fact.samples))
        else:
            self.running[reference] = transaction
            self.references.append(reference)
        if fact.reading is not None:
            self.look_at_reading(transaction, fact.reading)

    def look_at_reading(self, transaction: Transaction, reading: Reading) -> None:
        assert reading.energy_wh >= transaction.meter_start_wh
        assert reading.energy_wh >= self.registers_wh.get(transaction.evse_id, 0)
        self.registers_wh[transaction.evse_id] = reading.energy_wh

    def look_at_power(self) -> None:
        station = self.station
        total_w = 0.0
        for evse in station.evses:
            reading = evse.reading(self.now)
            total_w += reading.power_w
            assert reading.energy_wh >= self.registers_wh.get(evse.id, 0)
            self.registers_wh[evse.id] = reading.energy_wh
            assert reading.power_w <= evse.offer.power_w + EPSILON
            assert max(reading.currents_a) <= evse.offer.current_a + EPSILON
            limit = station.profiles.limit(evse.id, self.now, evse.supply, evse.running)
            assert reading.power_w <= limit.power_w + EPSILON
            assert max(reading.currents_a) <= limit.current_a + EPSILON
            if reading.power_w > 0:
                assert evse.transaction is not None
                assert evse.vehicle is not None
                assert station.has_power
                assert not evse.is_faulted
        if station.layout.max_power_w is not None:
            assert total_w <= station.layout.max_power_w + EPSILON
