"""The numbers of connectors."""

import pytest

from csms_simulator.dialects.v16.connectors import Connectors, Place
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout

TWIN = EvseLayout(connectors=(ConnectorLayout(), ConnectorLayout(type="cCCS2", has_fixed_cable=True)))
CONNECTORS = Connectors(Layout((EvseLayout(), TWIN, EvseLayout())))


def test_connectors_are_numbered_through_the_whole_station() -> None:
    assert CONNECTORS.count == 4
    assert [CONNECTORS.place(number) for number in CONNECTORS.numbers] == [
        Place(1, 1),
        Place(2, 1),
        Place(2, 2),
        Place(3, 1),
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_place_has_the_number_that_leads_to_it(number: int) -> None:
    place = CONNECTORS.place(number)
    assert place is not None
    assert CONNECTORS.number(place.evse_id, place.connector_id) == number


def test_0_is_the_station() -> None:
    assert CONNECTORS.number(0, 0) == 0
    assert CONNECTORS.number(0) == 0


@pytest.mark.parametrize("number", [-1, 0, 5])
def test_other_numbers_are_of_no_connector(number: int) -> None:
    assert CONNECTORS.place(number) is None
