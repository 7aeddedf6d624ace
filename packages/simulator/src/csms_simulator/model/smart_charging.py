"""The charging profiles of a station, and what they allow together (OCPP 1.6, 3.13; OCPP 2.0.1 Part 2, K)."""

from collections.abc import Mapping

from msgspec.structs import replace

from csms_simulator.model.charging_limits import Limit, Running, Stack, Supply, merged
from csms_simulator.model.charging_profile import (
    Kind,
    Period,
    Profile,
    ProfileRefusedError,
    Purpose,
    Recurrency,
    Schedule,
    Unit,
    refuse_unsound,
)

__all__ = [
    "GRID",
    "ChargingProfiles",
    "Kind",
    "Limit",
    "Period",
    "Profile",
    "ProfileRefusedError",
    "Purpose",
    "Recurrency",
    "Running",
    "Schedule",
    "Supply",
    "Unit",
]

STATION = 0
"""The EVSE id that stands for the whole station."""
GRID = Supply(phases=3, voltage_v=230.0, is_dc=False)
"""What a station with DC outputs is connected to."""
FOR_THE_STATION_ONLY = {Purpose.STATION_MAX, Purpose.LOCAL_GENERATION}
FOR_EACH_EVSE = {Purpose.TX_DEFAULT, Purpose.PRIORITY}
"""Installed on the station as a whole they hold for each EVSE, except where an EVSE has its own of that stack level."""


class ChargingProfiles:
    """The charging profiles that are installed in a station; EVSE 0 stands for the station as a whole.

    At each moment, of each purpose the valid profile with the highest stack level counts that has a period then; a
    TxProfile takes the place of the TxDefaultProfile while it is valid, even when its own schedule is over; and the
    lowest of the purposes is the limit.

    Args:
        max_installed: How many it keeps.
        max_stack_level: ChargeProfileMaxStackLevel.
        max_periods: How many periods a schedule has at most.
        is_strict: Refuse what OCPP 2.x forbids and OCPP 1.6 leaves open, and instead of replacing a profile of the
            same purpose and stack level refuse another one that is valid at the same time (K01.FR.06).
    """

    def __init__(
        self, *, max_installed: int = 50, max_stack_level: int = 100, max_periods: int = 1024, is_strict: bool = False
    ) -> None:
        self.max_installed = max_installed
        self.max_stack_level = max_stack_level
        self.max_periods = max_periods
        self.is_strict = is_strict
        self._installed: list[tuple[int, Profile]] = []

    def install(self, evse_id: int, profile: Profile, *, running: Running | None) -> None:
        """Keep a profile. One with the same id gives way, and so does one of the same purpose and stack level.

        Args:
            evse_id: The EVSE that it is for; 0: the station.
            profile: A TxProfile without a transaction is for the one that is running.
            running: The transaction on the EVSE.

        Raises:
            ProfileRefusedError: It cannot be followed (InvalidProfile, InvalidSchedule, InvalidStackLevel), its
                transaction does not run (TxNotFound), there is no room (TooManyElements), or another one is in its
                way (DuplicateProfile).
        """
        refuse_unsound(profile, is_strict=self.is_strict)
        if profile.stack_level > self.max_stack_level:
            raise ProfileRefusedError("InvalidStackLevel", f"the highest stack level is {self.max_stack_level}")
        if len(profile.schedule.periods) > self.max_periods:
            raise ProfileRefusedError("TooManyElements", f"a schedule has at most {self.max_periods} periods")
        if evse_id != STATION and profile.purpose in FOR_THE_STATION_ONLY:
            raise ProfileRefusedError("InvalidProfile", f"{profile.purpose} is for EVSE 0")
        if profile.purpose is Purpose.TX:
            profile = replace(profile, transaction=_transaction_of(profile, evse_id, running))
        kept = self._not_replaced_by(evse_id, profile)
        if len(kept) >= self.max_installed:
            raise ProfileRefusedError("TooManyElements", f"there is room for {self.max_installed} profiles")
        self._installed = [*kept, (evse_id, profile)]

    def clear(
        self,
        *,
        id: int | None = None,
        evse_id: int | None = None,
        purpose: Purpose | None = None,
        stack_level: int | None = None,
    ) -> list[Profile]:
        """Remove the profiles that match all that is given, and return them (OCPP 1.6, 5.5; OCPP 2.0.1 Part 2, K10).

        With an id nothing else counts; with nothing all go. External constraints go only if their purpose is named:
        a central system cannot lift them (K10.FR.06).
        """

        def matches(where: int, profile: Profile) -> bool:
            if profile.purpose is Purpose.EXTERNAL and purpose is not Purpose.EXTERNAL:
                return False
            if id is not None:
                return profile.id == id
            return (
                evse_id in {None, where}
                and purpose in {None, profile.purpose}
                and stack_level in {None, profile.stack_level}
            )

        cleared = [profile for where, profile in self._installed if matches(where, profile)]
        self._installed = [(where, profile) for where, profile in self._installed if not matches(where, profile)]
        return cleared

    def transaction_ended(self, reference: str) -> None:
        """Remove the TxProfiles of a transaction (OCPP 1.6, 3.13.1)."""
        self._installed = [
            (where, profile)
            for where, profile in self._installed
            if profile.purpose is not Purpose.TX or profile.transaction != reference
        ]

    def installed(self, evse_id: int | None = None) -> list[tuple[int, Profile]]:
        """List EVSE and profile, in the order of their arrival; with an EVSE only those that were installed on it."""
        return [(where, profile) for where, profile in self._installed if evse_id in {None, where}]

    def limit(self, evse_id: int, at: float, supply: Supply, running: Running | None) -> Limit:
        """Return what may be drawn at `at`: the lowest of what profiles and hardware allow.

        Without a transaction it is what one would get that starts at `at`.

        Args:
            evse_id: An EVSE; 0: the connection of the station, which all EVSEs share.
            at: POSIX seconds.
            supply: What the EVSE, or the station, is fed with.
            running: The transaction on the EVSE.
        """
        return self._limit(evse_id, at, supply, running, at if running is None else running.started_at)

    def composite(
        self,
        evse_id: int,
        start: float,
        duration_s: float,
        unit: Unit,
        supply: Supply,
        running: Running | None,
        *,
        evses: Mapping[int, tuple[Supply, Running | None]] | None = None,
    ) -> Schedule:
        """Merge all profiles into one schedule, as GetCompositeSchedule asks for (OCPP 1.6, 5.7; OCPP 2.0.1, K08).

        Args:
            evse_id: An EVSE; 0: the connection of the station.
            start: POSIX seconds.
            duration_s: How much of the future is wanted.
            unit: What the limits are to be expressed in.
            supply: What the EVSE, or the station, is fed with.
            running: The transaction on the EVSE.
            evses: With EVSE 0: the EVSEs with their supplies and transactions; their sum is a limit, too.

        Returns:
            Periods of whole seconds that differ, infinite where nothing limits. It is shorter than was wanted if limits
            change too often.
        """

        def limit_at(at: float) -> Limit:
            limit = self._limit(evse_id, at, supply, running, start)
            if evse_id != STATION or not evses:
                return limit
            drawn = Limit(0.0, 0.0)
            for evse, (feed, tx) in evses.items():
                drawn = drawn.plus(supply.converted(self._limit(evse, at, feed, tx, start), feed))
            return supply.lowest([limit, drawn])

        return merged(limit_at, start, duration_s, unit)

    def _limit(self, evse_id: int, at: float, supply: Supply, running: Running | None, otherwise_start: float) -> Limit:
        """Return the limit; without a transaction relative schedules count from `otherwise_start`."""
        transaction_start = otherwise_start if running is None else running.started_at

        def stack(where: int, purpose: Purpose) -> Stack:
            return Stack(self._applying(where, purpose, running), transaction_start)

        grid = GRID if supply.is_dc else supply
        caps = [stack(STATION, purpose).limit(at, grid) for purpose in (Purpose.EXTERNAL, Purpose.STATION_MAX)]
        generated = stack(STATION, Purpose.LOCAL_GENERATION).limit(at, grid, otherwise_a=0.0)
        limits = [supply.converted(grid.lowest(caps).plus(generated), grid)]
        if evse_id == STATION:
            return supply.lowest(limits)
        limits.append(stack(evse_id, Purpose.EXTERNAL).limit(at, supply))
        for purpose in (Purpose.PRIORITY, Purpose.TX, Purpose.TX_DEFAULT):
            exclusive = stack(evse_id, purpose)
            limits.append(exclusive.limit(at, supply))
            if exclusive.is_valid(at):
                break
        return supply.lowest(limits)

    def _not_replaced_by(self, evse_id: int, profile: Profile) -> list[tuple[int, Profile]]:
        """List what stays when a profile comes (OCPP 1.6, 3.13.2 and 5.16.3; OCPP 2.0.1 Part 2, K01.FR.05, 06 and 39).

        Raises:
            ProfileRefusedError: DuplicateProfile.
        """
        kept: list[tuple[int, Profile]] = []
        for where, other in self._installed:
            if other.id == profile.id:
                if (other.purpose is Purpose.EXTERNAL) != (profile.purpose is Purpose.EXTERNAL):
                    raise ProfileRefusedError(
                        "DuplicateProfile", f"an external constraint is involved with id {other.id}"
                    )
                continue
            if where == evse_id and profile.is_rival(other):
                if not self.is_strict:
                    continue
                if profile.overlaps(other):
                    raise ProfileRefusedError(
                        "DuplicateProfile", f"profile {other.id} has this purpose and stack level"
                    )
            kept.append((where, other))
        return kept

    def _applying(self, evse_id: int, purpose: Purpose, running: Running | None) -> list[Profile]:
        """List the profiles of a purpose that count for an EVSE, or for the station itself."""
        if purpose is Purpose.PRIORITY and (running is None or not running.has_priority):
            return []
        own = [profile for where, profile in self._installed if where == evse_id and profile.purpose is purpose]
        if purpose is Purpose.TX:
            return [profile for profile in own if running is not None and profile.transaction == running.reference]
        if evse_id == STATION or purpose not in FOR_EACH_EVSE:
            return own
        replaced = {profile.stack_level for profile in own}
        return own + [
            profile
            for where, profile in self._installed
            if where == STATION and profile.purpose is purpose and profile.stack_level not in replaced
        ]


def _transaction_of(profile: Profile, evse_id: int, running: Running | None) -> str:
    """Return the transaction that a TxProfile is for (OCPP 1.6, 3.13.1; OCPP 2.0.1 Part 2, K01.FR.09, 16 and 33)."""
    if evse_id == STATION:
        raise ProfileRefusedError("InvalidProfile", "a TxProfile is for one EVSE")
    if running is None:
        raise ProfileRefusedError("TxNotFound", f"no transaction runs on EVSE {evse_id}")
    if profile.transaction not in {None, running.reference}:
        raise ProfileRefusedError("TxNotFound", f"{profile.transaction} does not run on EVSE {evse_id}")
    return running.reference
