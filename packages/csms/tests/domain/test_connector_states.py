"""What a connector is doing is the worst of what is known of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from csms.domain.connector_states import (
    BY_CHARGING_STATE,
    BY_STATUS,
    SEVERITY,
    ConnectorFacts,
    ConnectorState,
    Running,
    link_since,
    state_of,
    state_since,
    suspended_since,
)
from ocpp.v16.enums import ChargePointStatus
from ocpp.v21.enums import ChargingStateEnumType, ConnectorStatusEnumType

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

times = st.none() | st.integers(0, 99).map(lambda minutes: BEGIN + minutes * MINUTE)
statuses = st.none() | st.sampled_from([*BY_STATUS, "Sleeping", ""])
running = st.builds(
    Running,
    started_at=st.just(BEGIN),
    charging_state=st.none() | st.sampled_from([*ChargingStateEnumType, "Dreaming"]).map(str),
    charging_state_since=times,
    power_w=st.none() | st.sampled_from([-10.0, 0.0, 7400.0]),
)
facts = st.builds(
    ConnectorFacts,
    is_connected=st.booleans(),
    link_since=times,
    status=statuses,
    status_since=times,
    evse_status=statuses,
    station_status=statuses,
    running=st.none() | running,
)


def is_at_least_as_bad(one: ConnectorState, other: ConnectorState) -> bool:
    return SEVERITY[one] <= SEVERITY[other]


def test_every_word_of_the_specification_says_something() -> None:
    assert {*map(str, ChargePointStatus), *map(str, ConnectorStatusEnumType)} == set(BY_STATUS)
    assert set(BY_CHARGING_STATE) | {"EVConnected", "Idle"} == set(map(str, ChargingStateEnumType))


def test_the_order_is_that_of_what_somebody_has_to_see_to() -> None:
    assert [state.value for state in sorted(ConnectorState, key=SEVERITY.__getitem__)] == [
        "faulted",
        "offline",
        "unavailable",
        "suspended_evse",
        "suspended_ev",
        "charging",
        "occupied",
        "reserved",
        "available",
        "unknown",
    ]


@given(facts)
def test_what_more_is_known_never_makes_it_better(known: ConnectorFacts) -> None:
    state = state_of(known)
    for less in (
        replace(known, is_connected=True),
        replace(known, status=None),
        replace(known, evse_status=None),
        replace(known, station_status=None),
        replace(known, running=None),
    ):
        assert is_at_least_as_bad(state, state_of(less))


@given(facts)
def test_each_fact_alone_is_at_most_as_bad_as_all_together(known: ConnectorFacts) -> None:
    nothing = ConnectorFacts(is_connected=True)
    alone = [
        replace(nothing, is_connected=known.is_connected),
        replace(nothing, status=known.status),
        replace(nothing, evse_status=known.evse_status),
        replace(nothing, station_status=known.station_status),
        replace(nothing, running=known.running),
    ]
    assert state_of(known) is min((state_of(each) for each in alone), key=SEVERITY.__getitem__)


@given(facts)
def test_without_a_link_nothing_is_known_to_be_well(known: ConnectorFacts) -> None:
    assert state_of(replace(known, is_connected=False)) in {ConnectorState.FAULTED, ConnectorState.OFFLINE}


@given(facts, running)
def test_where_a_transaction_runs_nobody_else_can_charge(known: ConnectorFacts, there: Running) -> None:
    state = state_of(replace(known, running=there))
    assert state not in {ConnectorState.AVAILABLE, ConnectorState.RESERVED, ConnectorState.UNKNOWN}


@given(facts)
def test_of_its_evse_and_station_a_connector_has_only_what_keeps_drivers_away(known: ConnectorFacts) -> None:
    nothing = ConnectorFacts(is_connected=True, evse_status=known.evse_status, station_status=known.station_status)
    assert state_of(nothing) in {ConnectorState.FAULTED, ConnectorState.UNAVAILABLE, ConnectorState.UNKNOWN}


def at(**known: object) -> ConnectorFacts:
    return replace(ConnectorFacts(is_connected=True, status_since=BEGIN + MINUTE), **known)


def run(charging_state: str | None = None, power_w: float | None = None) -> Running:
    return Running(
        started_at=BEGIN, charging_state=charging_state, charging_state_since=BEGIN + 2 * MINUTE, power_w=power_w
    )


@pytest.mark.parametrize(
    ("known", "state", "minutes"),
    [
        (at(), "unknown", None),
        (at(status="Available"), "available", 1),
        (at(status="Available", station_status="Faulted"), "faulted", None),
        (at(status="Faulted", is_connected=False), "faulted", 1),
        (at(status="Charging", is_connected=False, link_since=BEGIN + 3 * MINUTE), "offline", 3),
        (at(status="Available", evse_status="Unavailable"), "unavailable", None),
        (at(status="Preparing"), "occupied", 1),
        # 1.6: the status says what goes on, and where it does not, the power does.
        (at(status="Charging", running=run(power_w=7400)), "charging", 1),
        (at(status="SuspendedEV", running=run(power_w=7400)), "suspended_ev", 1),
        (at(status="Preparing", running=run(power_w=7400)), "charging", 0),
        (at(status="Preparing", running=run(power_w=0)), "occupied", 1),
        (at(status="Available", running=run()), "occupied", 0),
        # 2.x: the charging state does.
        (at(status="Occupied"), "occupied", 1),
        (at(status="Occupied", running=run("Charging")), "charging", 2),
        (at(status="Occupied", running=run("SuspendedEVSE", 7400)), "suspended_evse", 2),
        (at(status="Occupied", running=run("EVConnected", 7400)), "occupied", 1),
        (at(running=run("Idle")), "occupied", 0),
    ],
)
def test_state_and_since_when(known: ConnectorFacts, state: str, minutes: int | None) -> None:
    assert state_of(known).value == state
    assert state_since(known, state_of(known)) == (None if minutes is None else BEGIN + minutes * MINUTE)


@pytest.mark.parametrize(
    ("known", "minutes"),
    [
        (at(status="SuspendedEV"), None),
        (at(status="SuspendedEV", running=run()), 1),
        (at(status="SuspendedEVSE", running=run()), 1),
        (at(status="Charging", running=run()), None),
        (at(status="Occupied", running=run("SuspendedEV")), 2),
        (at(status="SuspendedEV", running=run("Charging")), None),
    ],
)
def test_since_when_a_transaction_gets_no_energy(known: ConnectorFacts, minutes: int | None) -> None:
    assert suspended_since(known) == (None if minutes is None else BEGIN + minutes * MINUTE)


@pytest.mark.parametrize(
    ("is_connected", "minutes", "expected"),
    [
        (False, (None, None, None), None),
        (True, (1, 0, 5), 1),
        (False, (1, 4, 3), 4),
        (False, (3, 1, 5), 5),  # the server ended without a word
        (False, (3, None, None), 3),
    ],
)
def test_since_when_a_station_has_a_link_or_has_none(
    is_connected: bool, minutes: tuple[int | None, int | None, int | None], expected: int | None
) -> None:
    connected_at, disconnected_at, last_seen_at = (None if each is None else BEGIN + each * MINUTE for each in minutes)
    since = link_since(
        is_connected=is_connected,
        connected_at=connected_at,
        disconnected_at=disconnected_at,
        last_seen_at=last_seen_at,
    )
    assert since == (None if expected is None else BEGIN + expected * MINUTE)
