"""The sites of the demo, and the stations that stand there."""

import random
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from csms_simulator.fleet.composition import StationPlan, compose
from csms_simulator.fleet.distributions import Use

START_HOUR = 12.5
"""The hour of the drivers' day at which the demo begins: cars stand at work, and many come to the fast chargers."""


class Place(Struct, frozen=True):
    """A site.

    Args:
        name: what people call it.
        address: where it is.
        time_zone: in which people there read times.
        prefix: what the identities of its stations begin with.
        use: what its stations are there for.
        group: which group most cards belong to that are used there.
    """

    name: str
    address: str
    time_zone: str
    prefix: str
    use: Use
    group: str


PLACES = (
    Place("Harbour Car Park", "Am Kai 12, Hamburg", "Europe/Berlin", "HARBOUR", Use.PUBLIC, "city-card"),
    Place("Office Court", "4 Mill Lane, Bristol", "Europe/London", "OFFICE", Use.WORKPLACE, "office-staff"),
    Place("Airport Plaza", "200 Terminal Road, Newark", "America/New_York", "AIRPORT", Use.FAST, "roaming"),
)

_CARDS = 100
"""So many drivers have a card, at each site; more than its stations of 24 have use for."""


class Site(Struct, frozen=True):
    """A place with what stands there."""

    place: Place
    stations: tuple[StationPlan, ...]

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards of those who come here, each once."""
        return tuple(dict.fromkeys(card.id for plan in self.stations for circle in plan.circles for card in circle))


def make_sites(stations: int, seed: int) -> tuple[Site, ...]:
    """Spread stations of all versions over the places, in turn; the same arguments give the same ones.

    Raises: ValueError for a number of stations that nobody can simulate.
    """
    counts = [len(range(number, stations, len(PLACES))) for number in range(len(PLACES))]
    return tuple(
        Site(place, tuple(_compose(place, count, seed))) for place, count in zip(PLACES, counts, strict=True) if count
    )


def _compose(place: Place, count: int, seed: int) -> Iterator[StationPlan]:
    cards = make_cards(f"{seed}/{place.prefix}", _CARDS)
    for number, plan in enumerate(compose(count, use=place.use, seed=seed, prefix=place.prefix, tokens=cards), 1):
        # Without zeros before it, so that the identities are the same ones with more stations.
        yield replace(plan, identity=f"{place.prefix}-{number}")


def make_cards(seed: str, count: int) -> list[str]:
    """Make the numbers of cards, as chips of seven bytes have them."""
    rng = random.Random(seed)  # noqa: S311 - the same demo must come again
    return [f"04{rng.getrandbits(48):012X}" for _ in range(count)]
