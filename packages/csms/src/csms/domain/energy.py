"""The energy of a transaction, by one rule.

The rule: **a transaction's energy is its register at the end minus its register at the begin.** The register is
Energy.Active.Import.Register in Wh; the begin is StartTransaction's meterStart or the first TransactionEvent's
Transaction.Begin, the end is StopTransaction's meterStop or Transaction.End. While the transaction runs, the last
register stands for the end. The rest says what holds where a station does not send that.

**A reading is believed when it continues the register:** not lower than the last good one (1 Wh is given for
rounding), and not higher than the greatest power can have delivered since (400 kW unless the station is known better,
plus one minute of it and 2 kWh, for registers in whole kWh and coarse clocks). Any other reading is suspect: it is held
back, and the next readings tell what it was.

- **Drop-out** (`register_dropped`): the register comes back to where it was, or higher. What was lower is left out,
  also if that happens several times in a row with the same value, as 0.
- **Jump** (`register_jumped`): the same for a reading that was too high.
- **Reset** (`register_reset`): after the lower reading the register rises from there. What was counted before is
  carried over. The new register counts from 0 where so much can have been delivered since the last good reading, else
  from the lower reading itself. What was delivered between the last good reading and the reset is not known, and is
  not counted. A register that passes its old value at once after the reset cannot be told from a drop-out and is taken
  as one: the energy is rather too low than too high.
- **Session-relative registers** (`session_relative`): the register at the begin and those that follow are of two
  kinds: 0 at the begin and a lifetime register after it, or the other way round. Two readings that continue each other
  tell; then the energy counts from the first of them (or from 0, as after a reset). If the register at the end fits the
  begin (or, counted from 0, the transaction) and is not below what was counted, it counts.
- **Jump that stays** (`implausible`): two readings continue each other but not the register before them. What was
  counted before is carried over, and the step itself is not counted.
- **No begin** (`start_missing`): the first reading stands for it, until the begin arrives late.
- **No end** (`stop_missing`): none was sent, or 0 where the register is above 0. The last good reading stands for it.
- **End below the begin** (`stop_below_start`), or below the last reading (`register_dropped`): the last good reading
  stands for it. A lower register of the end alone is not taken for a reset, for no reading confirms it.
- **End too high** (`implausible`): the last good reading stands for it; if there was none, the end counts as sent,
  and the flag says that a person has to look.
- **Only intervals** (`from_intervals`): where no register rises, the Energy.Active.Import.Interval values are added,
  each once. With a register, intervals are never added.
- **Late readings**, with a time before that of the last good one, change nothing; nor do readings after the end.
  Repeated ones neither. An end that arrives after the transaction was closed without a usable one counts.

Wh that are in fact kWh cannot be known: only what is too much is seen. The energy is never negative, and readings in
order never lower it, but for the step from intervals to a register.

Sources: OCPP 1.6, 4.7, 4.8, 4.10; OCPP 2.0.1 Part 2, E and J.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

DEFAULT_MAX_POWER_W = 400_000.0
"""More than almost every charging station delivers at one EVSE."""

_ROUNDING_WH = 1.0
_COARSE_REGISTER_WH = 2_000.0
_COARSE_CLOCK_S = 60.0
_LARGEST_WH = 1e15


class Flag(StrEnum):
    """What was out of the ordinary with a transaction's energy; the module's text explains each."""

    REGISTER_RESET = "register_reset"
    REGISTER_DROPPED = "register_dropped"
    REGISTER_JUMPED = "register_jumped"
    SESSION_RELATIVE = "session_relative"
    START_MISSING = "start_missing"
    STOP_MISSING = "stop_missing"
    STOP_BELOW_START = "stop_below_start"
    IMPLAUSIBLE = "implausible"
    FROM_INTERVALS = "from_intervals"


class EnergyTally(Struct, frozen=True, omit_defaults=True):
    """What is known of a transaction's energy: the whole state, to be kept with the transaction.

    `begin_wh` is the register that the begin said, as sent, and `end_wh` that of an end that counts; `start_wh` the
    register from which is counted now; `last_wh` the last good register, None until there is one after the begin, with
    its time `last_at_s` (POSIX seconds; until then the begin's); `carried_wh` the energy counted before `start_wh`;
    `suspect_wh` a register that may be a drop-out, a jump or a reset, with its time; `interval_wh` the sum of intervals
    until `interval_at_s`.
    """

    start_wh: float | None = None
    last_wh: float | None = None
    last_at_s: float | None = None
    carried_wh: float = 0.0
    suspect_wh: float | None = None
    suspect_at_s: float = 0.0
    interval_wh: float = 0.0
    interval_at_s: float | None = None
    begin_wh: float | None = None
    end_wh: float | None = None
    is_finished: bool = False
    flags: tuple[Flag, ...] = ()

    @property
    def register_energy_wh(self) -> float | None:
        """The energy by registers alone; None while there is no register to count from."""
        if self.start_wh is None:
            return None
        return self.carried_wh + (0.0 if self.last_wh is None else self.last_wh - self.start_wh)

    @property
    def energy_wh(self) -> float | None:
        """The energy that is known so far, never negative; None if nothing is known."""
        return self.interval_wh if self._is_from_intervals else self.register_energy_wh

    @property
    def _is_from_intervals(self) -> bool:
        return self.interval_wh > 0 and not self.register_energy_wh


def begin(tally: EnergyTally, register_wh: float | None, at_s: float) -> EnergyTally:
    """Return the tally with the register of the transaction's begin, None if it was not sent.

    A repeated begin changes nothing. One that arrives after readings counts if the readings continue it.
    """
    begin_wh = _read_register(register_wh)
    if tally.begin_wh is not None:
        return tally
    if begin_wh is None:
        last_at_s = at_s if tally.last_at_s is None else tally.last_at_s
        return _mark(replace(tally, last_at_s=last_at_s), Flag.START_MISSING)
    last_wh, last_at_s = tally.last_wh, tally.last_at_s
    if last_wh is None or last_at_s is None:
        begun = replace(tally, start_wh=begin_wh, last_at_s=at_s, begin_wh=begin_wh)
    else:
        first_wh = last_wh if tally.start_wh is None else tally.start_wh
        is_continued = begin_wh <= first_wh and _continues(begin_wh, last_wh, last_at_s - at_s, DEFAULT_MAX_POWER_W)
        if tally.carried_wh or not is_continued:
            return replace(tally, begin_wh=begin_wh)
        begun = replace(tally, start_wh=begin_wh, begin_wh=begin_wh)
    return _settle_intervals(_unmark(begun, Flag.START_MISSING))


def advance(
    tally: EnergyTally,
    reading_wh: float | None,
    at_s: float,
    interval_wh: float | None = None,
    max_power_w: float = DEFAULT_MAX_POWER_W,
) -> EnergyTally:
    """Return the tally with a reading of the time `at_s`: a register, the energy of an interval, or both.

    A repeated or late reading changes nothing, nor does one after the end. `max_power_w` is the most that the EVSE
    can deliver.
    """
    if tally.is_finished:
        return tally
    register_wh = _read_register(reading_wh)
    if register_wh is not None:
        tally = _take_reading(tally, register_wh, at_s, max_power_w)
    interval_wh = _read_register(interval_wh)
    if interval_wh is not None and (tally.interval_at_s is None or at_s > tally.interval_at_s):
        tally = replace(tally, interval_wh=tally.interval_wh + interval_wh, interval_at_s=at_s)
    return _settle_intervals(tally)


def finish(
    tally: EnergyTally, register_wh: float | None, at_s: float, max_power_w: float = DEFAULT_MAX_POWER_W
) -> EnergyTally:
    """Return the tally with the register of the transaction's end, None if there is none.

    Once an end counts, others change nothing; one that follows an end without a usable register counts.
    """
    if tally.end_wh is not None:
        return tally
    tally = _unmark(replace(tally, is_finished=True), Flag.STOP_MISSING, Flag.STOP_BELOW_START)
    end_wh = _read_register(register_wh)
    if end_wh is None:
        tally = _mark(_release_suspect(tally), Flag.STOP_MISSING)
    else:
        tally = _take_end(tally, end_wh, at_s, max_power_w)
    return _settle_intervals(tally)


def _take_reading(tally: EnergyTally, register_wh: float, at_s: float, max_power_w: float) -> EnergyTally:
    reference_wh = tally.start_wh if tally.last_wh is None else tally.last_wh
    if reference_wh is None or tally.last_at_s is None:
        first = replace(tally, start_wh=register_wh, last_wh=register_wh, last_at_s=at_s)
        return _mark(first, Flag.START_MISSING)
    elapsed_s = at_s - tally.last_at_s
    if elapsed_s < 0 or (elapsed_s == 0 and tally.last_wh is not None and register_wh <= tally.last_wh):
        return tally
    if _continues(reference_wh, register_wh, elapsed_s, max_power_w):
        return _accept(tally, reference_wh, register_wh, at_s)
    if tally.suspect_wh is None:
        return replace(tally, suspect_wh=register_wh, suspect_at_s=at_s)
    is_fall = tally.suspect_wh < reference_wh
    if at_s <= tally.suspect_at_s or (is_fall and register_wh == tally.suspect_wh):
        return tally
    if _continues(tally.suspect_wh, register_wh, at_s - tally.suspect_at_s, max_power_w) and (
        not is_fall or register_wh > tally.suspect_wh
    ):
        return _start_again(tally, tally.suspect_wh, register_wh, at_s, max_power_w)
    return replace(tally, suspect_wh=register_wh, suspect_at_s=at_s)


def _take_end(tally: EnergyTally, end_wh: float, at_s: float, max_power_w: float) -> EnergyTally:
    reference_wh = tally.start_wh if tally.last_wh is None else tally.last_wh
    start_wh = tally.start_wh
    if start_wh is None or reference_wh is None or tally.last_at_s is None:
        return _mark(replace(tally, last_wh=end_wh, last_at_s=at_s, end_wh=end_wh), Flag.START_MISSING)
    elapsed_s = at_s - tally.last_at_s
    paired = _pair_end(tally, end_wh, at_s, elapsed_s, max_power_w)
    if paired is not None and Flag.SESSION_RELATIVE in tally.flags:
        return paired
    if _continues(reference_wh, end_wh, elapsed_s, max_power_w):
        return replace(_accept(tally, reference_wh, end_wh, max(at_s, tally.last_at_s)), end_wh=end_wh)
    suspect_wh = tally.suspect_wh
    if (
        suspect_wh is not None
        and end_wh > 0  # 0 is also said where the end is not known
        and _continues(suspect_wh, end_wh, at_s - tally.suspect_at_s, max_power_w)
    ):
        return replace(_start_again(tally, suspect_wh, end_wh, at_s, max_power_w), end_wh=end_wh)
    tally = _release_suspect(tally)
    if end_wh > reference_wh:
        if tally.last_wh is None:
            tally = replace(tally, last_wh=end_wh, last_at_s=at_s, end_wh=end_wh)
        return _mark(tally, Flag.IMPLAUSIBLE)
    if end_wh == 0:
        return _mark(tally, Flag.STOP_MISSING)
    if end_wh >= start_wh:
        return _mark(tally, Flag.REGISTER_DROPPED)
    return _mark(tally if paired is None else paired, Flag.STOP_BELOW_START)


def _pair_end(
    tally: EnergyTally, end_wh: float, at_s: float, elapsed_s: float, max_power_w: float
) -> EnergyTally | None:
    """Return the tally that counts to the end from the begin as sent, or else from 0, if that fits what was counted."""
    counted_wh = tally.register_energy_wh or 0.0
    for origin_wh in (tally.begin_wh, 0.0):
        if origin_wh is not None and end_wh > 0 and _continues(counted_wh, end_wh - origin_wh, elapsed_s, max_power_w):
            paired = replace(
                _release_suspect(tally),
                start_wh=origin_wh,
                last_wh=max(end_wh, origin_wh + counted_wh),
                last_at_s=at_s,
                carried_wh=0.0,
                end_wh=end_wh,
            )
            return _mark(paired, Flag.SESSION_RELATIVE)
    return None


def _continues(register_wh: float, later_wh: float, elapsed_s: float, max_power_w: float) -> bool:
    """Return whether a register can have gone on to a later one in the time."""
    most_wh = max_power_w * (max(elapsed_s, 0.0) + _COARSE_CLOCK_S) / 3600 + _COARSE_REGISTER_WH
    return -_ROUNDING_WH <= later_wh - register_wh <= most_wh


def _accept(tally: EnergyTally, reference_wh: float, register_wh: float, at_s: float) -> EnergyTally:
    """Return the tally with a register that continues the last; a suspect of before has been a mistake."""
    if tally.suspect_wh is not None and at_s >= tally.suspect_at_s:
        tally = _release_suspect(tally)
    return replace(tally, last_wh=max(register_wh, reference_wh), last_at_s=at_s)


def _start_again(
    tally: EnergyTally, suspect_wh: float, register_wh: float, at_s: float, max_power_w: float
) -> EnergyTally:
    """Return the tally that counts from the suspect register, which the next one continues."""
    start_wh, last_wh = tally.start_wh or 0.0, tally.last_wh
    reference_wh = start_wh if last_wh is None else last_wh
    base_wh = suspect_wh
    if suspect_wh < reference_wh:
        flag = Flag.SESSION_RELATIVE if last_wh is None else Flag.REGISTER_RESET
        since_s = tally.suspect_at_s - (tally.last_at_s or 0.0)
        if suspect_wh <= max_power_w * since_s / 3600:
            base_wh = 0.0
    else:
        flag = Flag.SESSION_RELATIVE if last_wh is None and start_wh == 0 else Flag.IMPLAUSIBLE
    again = replace(
        tally,
        start_wh=base_wh,
        last_wh=max(register_wh, suspect_wh),
        last_at_s=at_s,
        carried_wh=tally.register_energy_wh or 0.0,
        suspect_wh=None,
        suspect_at_s=0.0,
    )
    return _mark(again, flag)


def _release_suspect(tally: EnergyTally) -> EnergyTally:
    """Return the tally without the suspect register, which nothing confirmed."""
    if tally.suspect_wh is None:
        return tally
    reference_wh = tally.start_wh if tally.last_wh is None else tally.last_wh
    is_fall = tally.suspect_wh < (reference_wh or 0.0)
    released = replace(tally, suspect_wh=None, suspect_at_s=0.0)
    return _mark(released, Flag.REGISTER_DROPPED if is_fall else Flag.REGISTER_JUMPED)


def _settle_intervals(tally: EnergyTally) -> EnergyTally:
    """Return the tally with the flag that says whether the energy is that of intervals."""
    if tally.interval_wh == 0:
        return tally
    is_from_intervals = tally.energy_wh != tally.register_energy_wh
    return _mark(tally, Flag.FROM_INTERVALS) if is_from_intervals else _unmark(tally, Flag.FROM_INTERVALS)


def _read_register(register_wh: float | None) -> float | None:
    """Return a register that can be one: not negative, finite."""
    return register_wh if register_wh is not None and 0 <= register_wh <= _LARGEST_WH else None


def _mark(tally: EnergyTally, flag: Flag) -> EnergyTally:
    return tally if flag in tally.flags else _set_flags(tally, {*tally.flags, flag})


def _unmark(tally: EnergyTally, *flags: Flag) -> EnergyTally:
    return tally if set(flags).isdisjoint(tally.flags) else _set_flags(tally, set(tally.flags).difference(flags))


def _set_flags(tally: EnergyTally, flags: set[Flag]) -> EnergyTally:
    return replace(tally, flags=tuple(flag for flag in Flag if flag in flags))
