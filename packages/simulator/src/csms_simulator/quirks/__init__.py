"""Deviations of real stations from the specification, to be switched on by name: "Q16", "Q3.double-slash"."""

import difflib
import random
from collections.abc import Iterable

from csms_simulator.quirks.broken_frames import BROKEN_FRAMES
from csms_simulator.quirks.configuration import CONFIGURATION
from csms_simulator.quirks.handshake import HANDSHAKE
from csms_simulator.quirks.json_faults import JSON_FAULTS
from csms_simulator.quirks.meter import METER
from csms_simulator.quirks.quirk import ALL_VERSIONS, Quirk, Variant
from csms_simulator.quirks.session_order import SESSION_ORDER
from csms_simulator.quirks.smart_charging import SMART_CHARGING
from csms_simulator.quirks.timestamps import TIMESTAMPS
from csms_simulator.quirks.transactions import TRANSACTIONS
from csms_simulator.wire import Alteration

QUIRKS: dict[str, Quirk] = {
    quirk.name: quirk
    for quirk in (
        *HANDSHAKE,
        *SESSION_ORDER,
        *BROKEN_FRAMES,
        *JSON_FAULTS,
        *TIMESTAMPS,
        *TRANSACTIONS,
        *METER,
        *SMART_CHARGING,
        *CONFIGURATION,
    )
}
"""All quirks by name."""

VARIANTS: dict[str, Variant] = {
    f"{quirk.name}.{variant.name}": variant for quirk in QUIRKS.values() for variant in quirk.variants
}
"""All variants by full name, as "Q3.double-slash"."""

NOT_SIMULATED: dict[str, str] = {
    "Q4, HTTP/1.0": "The request is written by websockets, which knows HTTP/1.1 only.",
    "Q5, keys shorter than 16 characters": "They are a matter of what password the station is given.",
    "Q7, the server's close frame": "It is the central system that has to close its links with 1001 or 1012.",
    "Q23, encoding on the way": "It is the central system that must not change the strings that it reads or writes.",
    "Q39, keys for a static limit in mA or dA": "They are configuration keys of vendors, with no effect on the wire.",
}
"""What of the quirks a station cannot show here, and why."""


class UnknownQuirkError(ValueError):
    """There is no quirk of this name."""


def alterations_for(names: Iterable[str], rng: random.Random, version: str | None = None) -> list[Alteration]:
    """Return the alterations that make a station show quirks, in the order of their numbers.

    Args:
        names: of quirks, as "Q3", of which one variant is chosen by chance, or of variants, as "Q3.double-slash". Upper
            and lower case make no difference.
        rng: for what is chosen, and for all that the alterations do by chance.
        version: of OCPP, as "1.6": what a station of this version cannot show is left out. None: nothing is.

    Raises: UnknownQuirkError, with the names that come near.
    """
    versions = set(ALL_VERSIONS if version is None else (version,))
    # Each name has a source of chance of its own, so that one quirk more does not change what the others do.
    seed = rng.getrandbits(64)
    chosen: set[str] = set()
    for name in [_known(name) for name in names]:
        full_names = [f"{name}.{variant.name}" for variant in QUIRKS[name].variants] if name in QUIRKS else [name]
        possible = [full_name for full_name in full_names if versions & set(VARIANTS[full_name].versions)]
        if possible:
            chosen.add(_chance(seed, name).choice(possible))
    return [variant.make(_chance(seed, full_name)) for full_name, variant in VARIANTS.items() if full_name in chosen]


def _chance(seed: int, name: str) -> random.Random:
    return random.Random(f"{seed}/{name}")  # noqa: S311 - it must be repeatable


def _known(name: str) -> str:
    """Return a name as it is written here. Raises: UnknownQuirkError."""
    names = {known.lower(): known for known in (*QUIRKS, *VARIANTS)}
    lowered = name.strip().lower()
    if lowered in names:
        return names[lowered]
    near = [names[one] for one in difflib.get_close_matches(lowered, names, n=3)]
    group = lowered.partition(".")[0].upper()
    if "." in lowered and group in QUIRKS:
        near = [f"{group}.{variant.name}" for variant in QUIRKS[group].variants]
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; they go from Q1 to Q{len(QUIRKS)}"
    raise UnknownQuirkError(f"There is no quirk {name!r}{hint}")


__all__ = ["NOT_SIMULATED", "QUIRKS", "VARIANTS", "Quirk", "UnknownQuirkError", "Variant", "alterations_for"]
