"""What a central system or an operator of the grid may ask for: charging profiles, and what a sound one looks like."""

import math
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

DAY_S = 86_400.0
WEEK_S = 7 * DAY_S


class Unit(StrEnum):
    """What a limit is measured in (ChargingRateUnitType): A per phase, or W of all phases together."""

    A = "A"
    W = "W"


class Purpose(StrEnum):
    """What a profile is for (ChargingProfilePurposeEnumType of OCPP 2.1; OCPP 1.6 has three of them)."""

    STATION_MAX = "ChargingStationMaxProfile"
    """The whole station together; ChargePointMaxProfile in OCPP 1.6."""
    EXTERNAL = "ChargingStationExternalConstraints"
    """What somebody else than the central system imposes, such as an operator of the grid."""
    TX_DEFAULT = "TxDefaultProfile"
    """Each transaction that has no profile of its own."""
    TX = "TxProfile"
    """One transaction."""
    PRIORITY = "PriorityCharging"
    """A transaction that was given priority (OCPP 2.1)."""
    LOCAL_GENERATION = "LocalGeneration"
    """What is generated on the spot and may be used on top of the limits (OCPP 2.1)."""


class Kind(StrEnum):
    """What the times of a schedule count from (ChargingProfileKindType)."""

    ABSOLUTE = "Absolute"
    RECURRING = "Recurring"
    RELATIVE = "Relative"


class Recurrency(StrEnum):
    """How often a recurring schedule starts anew (RecurrencyKindType)."""

    DAILY = "Daily"
    WEEKLY = "Weekly"

    @property
    def period_s(self) -> float:
        """Seconds from one start to the next."""
        return DAY_S if self is Recurrency.DAILY else WEEK_S


class Period(Struct, frozen=True):
    """A limit that holds from `start_s` seconds after the start of its schedule until the next period."""

    start_s: float
    limit: float
    """In the unit of the schedule."""
    phases: int | None = None
    """How many phases may be used; None stands for three."""


class Schedule(Struct, frozen=True):
    """Limits over time (ChargingSchedule)."""

    unit: Unit
    periods: tuple[Period, ...]
    duration_s: float | None = None
    """None: the last period goes on until the profile is over."""
    start: float | None = None
    """POSIX seconds; without it the schedule starts with the transaction."""
    min_rate: float | None = None
    """Below this the vehicle charges inefficiently: a hint, in the unit of the schedule."""
    id: int = 0


class Profile(Struct, frozen=True):
    """A schedule and when it applies (ChargingProfile).

    Its instants are always calculated alike, so that a limit changes at the very moment that was foretold.
    """

    id: int
    stack_level: int
    """Of the profiles of one purpose the highest counts."""
    purpose: Purpose
    kind: Kind
    schedule: Schedule
    recurrency: Recurrency | None = None
    """Only of recurring profiles."""
    valid_from: float | None = None
    """POSIX seconds, included."""
    valid_to: float | None = None
    """POSIX seconds, excluded."""
    transaction: str | None = None
    """The reference of the transaction that a TxProfile is for."""

    def is_valid(self, at: float) -> bool:
        """Say whether it applies at `at`, by `valid_from` and `valid_to` (OCPP 1.6, 3.13.2)."""
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_to is None or at < self.valid_to)

    def is_rival(self, other: "Profile") -> bool:
        """Say whether it has the same place in the hierarchy as another one: purpose and stack level."""
        return self.purpose is other.purpose and self.stack_level == other.stack_level

    def overlaps(self, other: "Profile") -> bool:
        """Say whether there is a moment at which both are valid."""
        starts = [profile.valid_from for profile in (self, other) if profile.valid_from is not None]
        ends = [profile.valid_to for profile in (self, other) if profile.valid_to is not None]
        return not starts or not ends or max(starts) < min(ends)

    def period_at(self, at: float, transaction_start: float) -> Period | None:
        """Return the period that counts at `at`; None: it is not valid, its schedule has not begun, or is over.

        Args:
            at: POSIX seconds.
            transaction_start: POSIX seconds; what schedules without a start of their own count from.
        """
        origin = self._origin(at, transaction_start)
        duration_s = self.schedule.duration_s
        if not self.is_valid(at) or at < origin or (duration_s is not None and at >= origin + duration_s):
            return None
        return self.schedule.periods[self._periods_begun(at, origin) - 1]

    def next_change(self, at: float, transaction_start: float) -> float:
        """Return the first instant after `at` at which `period_at` may change; infinite if there is none."""
        return min((instant for instant in self._changes(at, transaction_start) if instant > at), default=math.inf)

    def _changes(self, at: float, transaction_start: float) -> Iterator[float]:
        origin = self._origin(at, transaction_start)
        periods, duration_s = self.schedule.periods, self.schedule.duration_s
        begun = self._periods_begun(at, origin)
        if begun < len(periods):
            yield origin + periods[begun].start_s
        if duration_s is not None:
            yield origin + duration_s
        if self.kind is Kind.RECURRING:
            yield self._origin(at, transaction_start, ahead=1)
        if self.valid_from is not None:
            yield self.valid_from
        if self.valid_to is not None:
            yield self.valid_to

    def _periods_begun(self, at: float, origin: float) -> int:
        return bisect_right(self.schedule.periods, at, key=lambda period: origin + period.start_s)

    def _origin(self, at: float, transaction_start: float, *, ahead: int = 0) -> float:
        """Return when the schedule starts, a recurring one for the last time before `at`, or `ahead` times later."""
        start = self.schedule.start
        if start is None or self.kind is Kind.RELATIVE:
            return transaction_start
        if self.kind is Kind.ABSOLUTE or self.recurrency is None:
            return start
        period_s = self.recurrency.period_s
        past = max(0, math.floor((at - start) / period_s))
        if at >= start + (past + 1) * period_s:  # the quotient was rounded
            past += 1
        elif past and at < start + past * period_s:
            past -= 1
        return start + (past + ahead) * period_s


class ProfileRefusedError(ValueError):
    """A profile cannot be installed.

    Args:
        reason: A reason code of OCPP 2.x, such as "InvalidSchedule".
        info: What is wrong, in words.
    """

    def __init__(self, reason: str, info: str) -> None:
        super().__init__(f"{reason}: {info}")
        self.reason = reason
        self.info = info


def refuse_unsound(profile: Profile, *, is_strict: bool) -> None:
    """Raise if a profile cannot be followed (OCPP 1.6, 5.16 and 7.8 to 7.14; OCPP 2.0.1 Part 2, K01).

    Args:
        profile: What was asked for.
        is_strict: Refuse also what OCPP 1.6 leaves open and OCPP 2.x forbids.

    Raises:
        ProfileRefusedError: InvalidStackLevel, InvalidProfile, or InvalidSchedule.
    """
    schedule = profile.schedule
    if profile.stack_level < 0:
        raise ProfileRefusedError("InvalidStackLevel", f"a stack level is not below 0, as {profile.stack_level} is")
    if profile.valid_from is not None and profile.valid_to is not None and profile.valid_from >= profile.valid_to:
        raise ProfileRefusedError("InvalidProfile", "it would stop to be valid before it starts")
    if profile.kind is Kind.RECURRING and profile.recurrency is None:
        raise ProfileRefusedError("InvalidProfile", "a recurring profile needs a recurrency kind")
    if schedule.start is None and (profile.kind is Kind.RECURRING or (is_strict and profile.kind is Kind.ABSOLUTE)):
        raise ProfileRefusedError("InvalidSchedule", f"{profile.kind} needs a start of the schedule (K01.FR.40)")
    if is_strict and schedule.start is not None and profile.kind is Kind.RELATIVE:
        raise ProfileRefusedError("InvalidSchedule", "Relative has no start of the schedule (K01.FR.41)")
    if is_strict and profile.kind is Kind.RELATIVE and profile.purpose is Purpose.STATION_MAX:
        raise ProfileRefusedError("InvalidProfile", f"{profile.purpose} cannot be Relative (K01.FR.38)")
    _refuse_unsound_schedule(schedule)


def _refuse_unsound_schedule(schedule: Schedule) -> None:
    if not schedule.periods:
        raise ProfileRefusedError("InvalidSchedule", "a schedule needs a period")
    if schedule.periods[0].start_s != 0:
        raise ProfileRefusedError("InvalidSchedule", "the first period starts at 0 (K01.FR.31)")
    if any(later.start_s <= earlier.start_s for earlier, later in pairwise(schedule.periods)):
        raise ProfileRefusedError("InvalidSchedule", "periods stand in the order of their starts (K01.FR.35)")
    if schedule.duration_s is not None and schedule.duration_s <= 0:
        raise ProfileRefusedError("InvalidSchedule", f"a schedule does not last {schedule.duration_s} s")
    for limit in (schedule.min_rate or 0.0, *(period.limit for period in schedule.periods)):
        if not 0 <= limit < math.inf:
            raise ProfileRefusedError("InvalidSchedule", f"{limit} {schedule.unit} is no limit")
    for period in schedule.periods:
        if period.phases not in {None, 1, 2, 3}:
            raise ProfileRefusedError(
                "InvalidSchedule", f"a vehicle charges with 1, 2 or 3 phases, not {period.phases}"
            )
