"""Which part of a transaction's energy was delivered since a moment, such as midnight."""

from csms.domain.energy import EnergyTally


def delivered_since(tally: EnergyTally, register_wh: float | None) -> float:
    """Return what a transaction has delivered since a moment, in Wh; from 0 to all of it.

    Args:
        tally: of the transaction.
        register_wh: what its meter showed last before the moment; None: nothing is known, and all of it counts.
    """
    energy_wh = tally.energy_wh or 0.0
    if register_wh is None or tally.start_wh is None:
        return energy_wh
    before_wh = tally.carried_wh + register_wh - tally.start_wh
    return min(max(energy_wh - before_wh, 0.0), energy_wh)
