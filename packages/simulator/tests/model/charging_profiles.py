"""Charging profiles for tests, with as few words as possible."""

from typing import TypeAlias

from csms_simulator.model.smart_charging import (
    Kind,
    Period,
    Profile,
    Purpose,
    Recurrency,
    Running,
    Schedule,
    Supply,
    Unit,
)

NOW = 1_700_000_000.0
THREE_PHASES = Supply(phases=3, voltage_v=230, is_dc=False)
ONE_PHASE = Supply(phases=1, voltage_v=230, is_dc=False)
DC = Supply(phases=1, voltage_v=400, is_dc=True)
RUNNING = Running("tx-1", NOW)

Step: TypeAlias = tuple[float, float] | tuple[float, float, int | None]
"""Start in seconds, limit, and phases."""


def schedule(
    *steps: Step,
    unit: Unit = Unit.A,
    start: float | None = NOW,
    duration_s: float | None = None,
    min_rate: float | None = None,
) -> Schedule:
    periods = tuple(Period(step[0], step[1], step[2] if len(step) == 3 else None) for step in steps)
    return Schedule(unit, periods, duration_s=duration_s, start=start, min_rate=min_rate)


def profile(
    id: int,
    *steps: Step,
    purpose: Purpose = Purpose.TX_DEFAULT,
    level: int = 0,
    kind: Kind = Kind.ABSOLUTE,
    unit: Unit = Unit.A,
    start: float | None = NOW,
    duration_s: float | None = None,
    recurrency: Recurrency | None = None,
    valid_from: float | None = None,
    valid_to: float | None = None,
    transaction: str | None = None,
) -> Profile:
    return Profile(
        id,
        level,
        purpose,
        kind,
        schedule(*steps, unit=unit, start=None if kind is Kind.RELATIVE else start, duration_s=duration_s),
        recurrency,
        valid_from,
        valid_to,
        transaction,
    )
