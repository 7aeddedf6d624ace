"""The table of statuses of OCPP 1.6, 4.9."""

from itertools import pairwise, product

import pytest

from csms_simulator.model.facts import Status
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.statuses import TRANSITIONS, route

ROWS = dict(zip("ABCDEFGHI", Status, strict=True))
TABLE = """
A2 A3 A4 A5 A7 A8 A9
B1 B3 B4 B5 B6 B9
C1 C4 C5 C6 C8 C9
D1 D3 D5 D6 D8 D9
E1 E3 E4 E6 E8 E9
F1 F2 F8 F9
G1 G2 G8 G9
H1 H2 H3 H4 H5 H9
I1 I2 I3 I4 I5 I6 I7 I8
"""


def test_the_table_is_that_of_the_specification() -> None:
    cells = {(ROWS[cell[0]], list(Status)[int(cell[1]) - 1]) for cell in TABLE.split()}
    assert {(start, goal) for start, goals in TRANSITIONS.items() for goal in goals} == cells


@pytest.mark.parametrize(("start", "goal"), [pair for pair in product(Status, Status) if pair[0] is not pair[1]])
def test_every_status_can_be_reached_within_the_table(start: Status, goal: Status) -> None:
    steps = route(start, goal)
    assert steps[-1] is goal
    assert all(later in TRANSITIONS[former] for former, later in pairwise((start, *steps)))
    assert len(steps) <= 3
    assert not {Status.CHARGING, Status.FAULTED, Status.RESERVED} & set(steps[:-1])


@pytest.mark.parametrize(
    "build",
    [
        lambda: EvseLayout(connectors=()),
        lambda: EvseLayout(phases=4),
        lambda: EvseLayout(max_current_a=0),
        lambda: EvseLayout(voltage_v=float("nan")),
        lambda: Layout(evses=()),
        lambda: Layout(max_power_w=-1),
    ],
)
def test_what_cannot_be_built(build: object) -> None:
    assert callable(build)
    with pytest.raises(ValueError, match=r"needs|must be|phases"):
        build()


def test_what_can_be_built() -> None:
    assert Layout(evses=(EvseLayout(connectors=(ConnectorLayout(),)),), max_power_w=11_000).max_power_w == 11_000
