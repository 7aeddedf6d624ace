"""What a fleet is made of: which stations, of which version, built how, for which use."""

import itertools
import random
from collections.abc import Sequence

from msgspec import Struct

from csms_simulator.fleet.distributions import PATTERNS, Use
from csms_simulator.model.facts import Token
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout

VERSIONS = ("1.6", "2.0.1", "2.1")
MIXED = "mixed"

MIXED_USES = (Use.WORKPLACE, Use.PUBLIC, Use.HOME, Use.FAST)
"""In turn; as versions go in threes, twelve stations show every version in every use."""

DRIVERS_PER_EVSE = {Use.HOME: 1, Use.WORKPLACE: 3, Use.PUBLIC: 4, Use.FAST: 6}
"""How many cards are seen at an EVSE."""

MOST_STATIONS = 10_000

SOCKET = (ConnectorLayout("sType2"),)
TYPE_2_CABLE = (ConnectorLayout("cType2", has_fixed_cable=True),)
CCS_CABLE = (ConnectorLayout("cCCS2", has_fixed_cable=True),)

WALLBOX_7 = EvseLayout(TYPE_2_CABLE, phases=1, max_current_a=32, max_power_w=7_360)
WALLBOX_11 = EvseLayout(TYPE_2_CABLE, max_current_a=16, max_power_w=11_040)
SOCKET_22 = EvseLayout(SOCKET)
DC_50 = EvseLayout(CCS_CABLE, is_dc=True, max_current_a=125, max_power_w=50_000, voltage_v=400)
DC_150 = EvseLayout(CCS_CABLE, is_dc=True, max_current_a=400, max_power_w=150_000, voltage_v=400)

LAYOUTS: dict[Use, tuple[tuple[Layout, float], ...]] = {
    Use.HOME: (
        (Layout((WALLBOX_11,), model="Wallbox 11"), 0.6),
        (Layout((WALLBOX_7,), model="Wallbox 7"), 0.4),
    ),
    Use.WORKPLACE: (
        (Layout((SOCKET_22, SOCKET_22), max_power_w=22_080, model="Twin 22"), 0.6),
        (Layout((WALLBOX_11,), model="Wallbox 11"), 0.4),
    ),
    Use.PUBLIC: (
        (Layout((SOCKET_22, SOCKET_22), max_power_w=44_160, model="Post 2x22"), 0.7),
        (Layout((SOCKET_22,), model="Post 22"), 0.3),
    ),
    Use.FAST: (
        (Layout((DC_50,), model="Fast 50"), 0.4),
        (Layout((DC_150, DC_150), max_power_w=200_000, model="Hyper 200"), 0.6),
    ),
}
"""The models of each use and how common they are. Two sockets often share what one connection gives."""


class StationPlan(Struct, frozen=True):
    """One station of a fleet, before it exists."""

    identity: str
    version: str
    use: Use
    layout: Layout
    circles: tuple[tuple[Token, ...], ...]
    """The cards of those who come to each EVSE."""


def compose(
    count: int,
    *,
    version: str = MIXED,
    use: str = MIXED,
    prefix: str = "SIM-",
    seed: int | str = 0,
    tokens: Sequence[str] = (),
) -> list[StationPlan]:
    """Decide what a fleet is made of; the same arguments give the same fleet.

    Args:
        count: how many stations, from 1 to `MOST_STATIONS`.
        version: of OCPP, or `mixed` for all three in turn.
        use: `home`, `workplace`, `public` or `fast`, or `mixed` for all four in turn.
        prefix: what identities begin with; a number follows.
        seed: for what is drawn.
        tokens: the cards that drivers have, where the central system knows some already; by default `5ED00001`,
            `5ED00002` and so on, each of which is used at one EVSE only.

    Raises: ValueError for arguments that make no fleet.
    """
    if not 1 <= count <= MOST_STATIONS:
        raise ValueError(f"A fleet has 1 to {MOST_STATIONS} stations, not {count}")
    versions = VERSIONS if version == MIXED else tuple(known for known in VERSIONS if known == version)
    uses = MIXED_USES if use == MIXED else tuple(known for known in Use if known == use)
    if not versions:
        raise ValueError(f"The version {version!r} is unknown: 1.6, 2.0.1, 2.1 or mixed")
    if not uses:
        raise ValueError(f"The use {use!r} is unknown: home, workplace, public, fast or mixed")
    cards = itertools.cycle(tokens) if tokens else map("5ED{:05X}".format, itertools.count(1))
    plans: list[StationPlan] = []
    for number, station_version, station_use in zip(
        range(1, count + 1), itertools.cycle(versions), itertools.cycle(uses), strict=False
    ):
        identity = f"{prefix}{number:0{len(str(count))}d}"
        layout = _layout(random.Random(f"{seed}/{identity}/layout"), station_use)  # noqa: S311 - must be repeatable
        circles = tuple(
            tuple(Token(card) for card in itertools.islice(cards, DRIVERS_PER_EVSE[station_use])) for _ in layout.evses
        )
        plans.append(StationPlan(identity, station_version, station_use, layout, circles))
    return plans


def start_hour(use: str) -> float:
    """Return a good hour of the day to begin at, for a use or `mixed`."""
    return PATTERNS[Use.WORKPLACE if use == MIXED else Use(use)].start_hour


def _layout(rng: random.Random, use: Use) -> Layout:
    layouts, shares = zip(*LAYOUTS[use], strict=True)
    return rng.choices(layouts, shares)[0]
