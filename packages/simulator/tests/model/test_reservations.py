"""Reservations (OCPP 1.6, 5.13; OCPP 2.0.1 Part 2, H)."""

import pytest

from csms_simulator.model.authorization import Verdict
from csms_simulator.model.facts import Token, TransactionStarted
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.outcomes import ReserveOutcome
from csms_simulator.model.reservations import Reservation, is_satisfiable
from csms_simulator.model.settings import Settings
from packages.simulator.tests.model.stations import START, A, B, Bench

TWO_TYPES = Layout(
    evses=(EvseLayout(), EvseLayout(connectors=(ConnectorLayout("cCCS2"),)), EvseLayout()),
)


def reserve(bench: Bench, id: int, evse_id: int, token: Token = A, **more: str | None) -> ReserveOutcome:
    group, connector_type = more.get("group"), more.get("connector_type")
    return bench.station.reserve(
        bench.now, id, evse_id, token, bench.now + 600, group=group, connector_type=connector_type
    )


def test_the_reserved_token_uses_its_reservation() -> None:
    bench = Bench()
    assert reserve(bench, 1, 1) is ReserveOutcome.ACCEPTED
    bench.accept()
    bench.plug_in()
    facts = bench.facts()
    [started] = [fact for fact in facts if isinstance(fact, TransactionStarted)]
    assert started.transaction.reservation_id == 1
    bench = Bench()
    reserve(bench, 1, 1)
    bench.accept()
    bench.plug_in()
    assert bench.said() == [
        "1 Reserved",
        "May A start?",
        "1 Preparing",
        "Started CablePluggedIn EVConnected",
        "Reservation 1 used",
        "Updated ChargingStateChanged Charging",
        "1 Charging",
    ]


def test_another_token_is_refused() -> None:
    bench = Bench()
    reserve(bench, 1, 1)
    bench.accept(B)
    assert bench.said() == ["1 Reserved", "May B start?"]


def test_another_token_of_the_same_group_is_accepted() -> None:
    bench = Bench()
    reserve(bench, 1, 1, group="G")
    bench.accept(B, group="G")
    bench.plug_in()
    assert "Reservation 1 used" in bench.said()


def test_a_reservation_expires() -> None:
    bench = Bench()
    reserve(bench, 1, 1)
    bench.wait(599)
    assert bench.said() == ["1 Reserved"]
    bench.wait(1)
    assert bench.said() == ["Reservation 1 expired", "1 Available"]


def test_a_reservation_can_be_cancelled() -> None:
    bench = Bench()
    reserve(bench, 1, 1)
    assert not bench.station.cancel_reservation(bench.now, 2)
    assert bench.station.cancel_reservation(bench.now, 1)
    assert bench.said() == ["1 Reserved", "1 Available"]


def test_the_same_id_replaces() -> None:
    bench = Bench(evses=2)
    reserve(bench, 1, 1)
    assert reserve(bench, 1, 2, B) is ReserveOutcome.ACCEPTED
    assert bench.said() == ["1 Reserved", "1 Available", "2 Reserved"]


def test_a_reservation_that_cannot_be_replaced_stays() -> None:
    bench = Bench(evses=2)
    reserve(bench, 1, 1)
    bench.charge(2)
    assert reserve(bench, 1, 2) is ReserveOutcome.OCCUPIED
    assert bench.station.evse(1).reservation is not None


def test_tc_h_20_a_fault_ends_a_reservation() -> None:
    bench = Bench()
    reserve(bench, 1, 1)
    bench.station.fault(bench.now, 1, "GroundFailure")
    assert bench.said() == ["1 Reserved", "Reservation 1 removed", "1 Faulted (GroundFailure)"]


def test_what_cannot_be_reserved() -> None:
    bench = Bench(evses=5)
    bench.plug_in(evse_id=1)
    bench.station.fault(bench.now, 2, "GroundFailure")
    bench.station.set_availability(bench.now, 3, operative=False)
    reserve(bench, 1, 4)
    assert [reserve(bench, 9, evse_id) for evse_id in (1, 2, 3, 4, 6)] == [
        ReserveOutcome.OCCUPIED,
        ReserveOutcome.FAULTED,
        ReserveOutcome.UNAVAILABLE,
        ReserveOutcome.OCCUPIED,
        ReserveOutcome.REJECTED,
    ]
    assert bench.station.reserve(bench.now, 9, 5, A, START) is ReserveOutcome.REJECTED


def test_a_station_may_refuse_reservations() -> None:
    assert reserve(Bench(Settings(is_reservation_enabled=False)), 1, 1) is ReserveOutcome.REJECTED
    bench = Bench(Settings(is_unspecified_reservation_enabled=False))
    assert reserve(bench, 1, 0) is ReserveOutcome.REJECTED
    assert reserve(bench, 1, 1) is ReserveOutcome.ACCEPTED


def test_tc_h_14_as_many_unspecified_reservations_as_evses() -> None:
    bench = Bench(evses=2)
    assert reserve(bench, 1, 0, A) is ReserveOutcome.ACCEPTED
    assert bench.said() == []
    assert reserve(bench, 2, 0, B) is ReserveOutcome.ACCEPTED
    assert bench.said() == ["1 Reserved", "2 Reserved"]
    assert reserve(bench, 3, 0, Token("C")) is ReserveOutcome.OCCUPIED
    assert reserve(bench, 3, 1, Token("C")) is ReserveOutcome.OCCUPIED
    bench.accept(Token("C"), 1)
    bench.accept(B, 2)
    bench.plug_in(evse_id=2)
    said = bench.said()
    assert "Reservation 2 used" in said
    assert "1 Available" not in said


def test_an_unspecified_reservation_that_is_cancelled_keeps_nothing_free() -> None:
    bench = Bench()
    reserve(bench, 1, 0)
    bench.station.cancel_reservation(bench.now, 1)
    assert bench.said() == ["1 Reserved", "1 Available"]


def test_one_evse_is_kept_free_for_an_unspecified_reservation() -> None:
    bench = Bench(evses=2)
    reserve(bench, 1, 0, A)
    bench.charge(1)
    assert bench.station.evse(1).token is None or bench.station.evse(1).token == A
    bench = Bench(evses=2)
    reserve(bench, 1, 0, A)
    bench.accept(B, 1)
    assert bench.said() == ["May B start?", "1 Preparing", "2 Reserved"]
    bench.accept(Token("C"), 2)
    assert bench.said() == ["May C start?"]


def test_tc_h_15_a_reservation_for_a_type_of_connector() -> None:
    bench = Bench(layout=TWO_TYPES)
    assert reserve(bench, 1, 0, A, connector_type="cCCS2") is ReserveOutcome.ACCEPTED
    assert bench.said() == ["2 Reserved"]
    assert reserve(bench, 2, 0, B, connector_type="cCCS2") is ReserveOutcome.OCCUPIED
    assert reserve(bench, 2, 0, B, connector_type="cType1") is ReserveOutcome.REJECTED
    assert reserve(bench, 2, 0, B) is ReserveOutcome.ACCEPTED
    assert bench.said() == []


@pytest.mark.parametrize(
    ("types", "free", "fits"),
    [
        ([None, "a"], {1: {"a"}, 2: {"b"}}, True),
        (["a", None], {1: {"a"}, 2: {"b"}}, True),
        (["a", "a"], {1: {"a"}, 2: {"b"}}, False),
        ([None, None, "b"], {1: {"a", "b"}, 2: {"a"}, 3: {"a"}}, True),
        ([], {}, True),
        ([None], {}, False),
    ],
)
def test_whether_each_reservation_can_have_its_evse(
    types: list[str | None], free: dict[int, set[str]], fits: bool
) -> None:
    reservations = [Reservation(number, 0, A, 0, None, name) for number, name in enumerate(types)]
    assert is_satisfiable(reservations, {evse_id: frozenset(names) for evse_id, names in free.items()}) == fits


def test_a_reservation_may_be_found_out_by_the_group_that_an_answer_tells() -> None:
    bench = Bench()
    reserve(bench, 1, 1, group="G")
    bench.present(B)
    bench.answer(Verdict(accepted=True, group="other"), B)
    assert bench.station.evse(1).token is None
