"""What stations did wrong and was tolerated."""

from collections.abc import Sequence

from csms.domain.violations import Violation
from csms.storage import violations
from csms.storage.engine import Tx


def record(tx: Tx, found: Sequence[tuple[str, Violation]]) -> None:
    """Add violations of stations, given by their identities; those of stations that are not known are left out.

    Each station, rule and action occurs once in `found`.
    """
    known = violations.station_ids(tx.connection, {identity for identity, _ in found})
    violations.add(tx.connection, [(known[identity], each) for identity, each in found if identity in known])
