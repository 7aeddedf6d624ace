"""Why a transaction went as it did, in plain words, from what is recorded of it: why did this charge fail?

Each function looks at one matter. What is told holds no times and no numbers of our own, so that it reads the same in
every zone; how long something took is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from csms.domain.authorization import AuthorizationStatus
from csms.domain.energy import Flag
from csms.domain.findings import Finding, Severity
from csms.domain.transactions import WORDS, Irregularity

NO_ENERGY_WH = 50.0
"""What the station itself takes, or the meter rounds."""
PATIENCE = timedelta(minutes=3)
"""How long it may take until energy flows."""
LONG_EV = timedelta(minutes=30)
LONG_EVSE = timedelta(minutes=5)
LONG_GAP = timedelta(minutes=1)
"""From when on it is worth a word that a vehicle, a station or a link did nothing."""
CLEARED = "NoError"


class Fault(Struct, frozen=True):
    """A fault that was reported while a transaction ran.

    Args:
        at: when.
        status: of the connector, the EVSE or the station.
        code: the error, if there is one.
        info: more about it.
    """

    at: datetime
    status: str
    code: str | None = None
    info: str | None = None


class Facts(Struct, frozen=True, kw_only=True):
    """What is recorded of a transaction.

    Args:
        started_at: its begin.
        ended_at: its end; the time now, if it goes on.
        is_open: it goes on.
        authorization: what was said to the token; None: nobody has asked.
        refusal: why it was refused, in words.
        stopped_reason: why it ended, in the words of OCPP.
        stopped_by: who has asked the station to end it; empty if nobody has.
        energy_wh: what was delivered; None: nothing is known.
        flags: what is out of the ordinary.
        is_offline: some of it was told later, because the station had no link.
        charging_state: what went on last (2.x).
        suspended_ev: how long the vehicle took nothing.
        suspended_evse: how long the station gave nothing.
        faults: what was reported, in order.
        gaps: how long each time was in which the station had no link.
        zero_limit: who has set a limit of 0 that held; empty: there was none.
        is_nothing_offered: all meter values say that the vehicle may take nothing.
        lines: of its history: kinds and texts, in order.
    """

    started_at: datetime
    ended_at: datetime
    is_open: bool = False
    authorization: str | None = None
    refusal: str = ""
    stopped_reason: str | None = None
    stopped_by: str = ""
    energy_wh: float | None = None
    flags: Sequence[str] = ()
    is_offline: bool = False
    charging_state: str | None = None
    suspended_ev: timedelta = timedelta()
    suspended_evse: timedelta = timedelta()
    faults: Sequence[Fault] = ()
    gaps: Sequence[timedelta] = ()
    zero_limit: str = ""
    is_nothing_offered: bool = False
    lines: Sequence[tuple[str, str]] = ()

    @property
    def duration(self) -> timedelta:
        """How long it ran."""
        return max(self.ended_at - self.started_at, timedelta())

    @property
    def has_no_energy(self) -> bool:
        """Whether next to nothing was delivered, as far as that is known."""
        return self.energy_wh is None or self.energy_wh < NO_ENERGY_WH


def gaps_in(
    links: Sequence[tuple[datetime | None, datetime | None]], since: datetime, until: datetime
) -> list[timedelta]:
    """Return how long each time was, between two times, in which a station had no link.

    Args:
        links: begin and end of each, in order; None: before the first time, or after the last.
        since: from when on it is looked.
        until: until when.
    """
    gaps: list[timedelta] = []
    at = since
    for begin, end in links:
        if begin is not None and begin > at:
            gaps.append(min(begin, until) - at)
        at = max(at, until if end is None else min(end, until))
    if at < until:
        gaps.append(until - at)
    return gaps


def time_in(states: Sequence[tuple[datetime, str | None]], state: str, until: datetime) -> timedelta:
    """Return how long something was in a state.

    Args:
        states: since when it was in which, in order.
        state: which is wanted.
        until: when the last one has ended.
    """
    ends = [*(at for at, _ in states[1:]), until]
    lengths = (min(end, until) - at for (at, each), end in zip(states, ends, strict=False) if each == state)
    return sum((max(length, timedelta()) for length in lengths), timedelta())


def find(facts: Facts) -> list[Finding]:
    """Return what is to be known of a transaction, the worst first; nothing, if it went as it should."""
    order = list(Severity)
    return sorted(_findings(facts), key=lambda finding: order.index(finding.severity))


def _findings(facts: Facts) -> Iterator[Finding]:
    yield from _of_token(facts)
    yield from _of_faults(facts)
    yield from _of_limits(facts)
    yield from _of_energy(facts)
    yield from _of_suspension(facts)
    yield from _of_end(facts)
    yield from _of_link(facts)
    yield from _of_flags(facts)
    yield from _of_history(facts)


_REMEDIES: Mapping[str, str] = {
    AuthorizationStatus.UNKNOWN: "If the driver may charge, register the token.",
    AuthorizationStatus.INVALID: "If the driver may charge, register the token; see that the reader reads all of it.",
    AuthorizationStatus.BLOCKED: "If the driver may charge again, unblock the token.",
    AuthorizationStatus.EXPIRED: "If the driver may go on charging, give the token a later end.",
    AuthorizationStatus.NOT_AT_THIS_LOCATION: "If the driver may charge here, add the station to those of the token.",
    AuthorizationStatus.CONCURRENT_TX: "End the other transaction of the token, or let it have more at once.",
}


def _of_token(facts: Facts) -> Iterator[Finding]:
    if facts.authorization in {None, AuthorizationStatus.ACCEPTED.value}:
        return
    reason = facts.refusal or "The token was not accepted"
    yield Finding(
        "token_refused",
        Severity.ERROR,
        f"The driver was refused ({facts.authorization}): {_sentence(reason)}",
        _REMEDIES.get(facts.authorization or "", "See what is registered of the token."),
    )


def _of_faults(facts: Facts) -> Iterator[Finding]:
    said: set[str] = set()
    for fault in facts.faults:
        code = fault.code if fault.code not in {None, CLEARED} else fault.status
        what = f"{code} ({fault.info})" if fault.info else f"{code}"
        if what in said:
            continue
        said.add(what)
        yield Finding(
            "fault",
            Severity.ERROR,
            f"The station reported {what}, {_after(facts, fault.at)}.",
            "If it comes again, have the station looked at; a reset may clear it.",
        )


def _of_limits(facts: Facts) -> Iterator[Finding]:
    if facts.zero_limit:
        yield Finding(
            "limit_zero",
            Severity.ERROR if facts.has_no_energy else Severity.WARNING,
            f"{facts.zero_limit} had limited the station or this EVSE to nothing.",
            "Take the limit back (clear-limit), or set a higher one.",
        )
    elif facts.is_nothing_offered and facts.has_no_energy:
        yield Finding(
            "nothing_offered",
            Severity.ERROR,
            "The station offered the vehicle no power at all, as its meter values say.",
            "Look for a charging profile, a load management or a limit at the station itself.",
        )


def _of_energy(facts: Facts) -> Iterator[Finding]:
    if not facts.has_no_energy or facts.duration < PATIENCE:
        return
    duration = _words(facts.duration)
    if facts.energy_wh is None:
        yield Finding(
            "energy_unknown",
            Severity.WARNING,
            f"The station told nothing of the energy in {duration}: neither a register nor an interval.",
            "Have it send meter values: MeterValuesSampledData in OCPP 1.6, SampledDataCtrlr in 2.x.",
        )
    elif facts.charging_state in {"EVConnected", "Idle"}:
        yield Finding(
            "vehicle_not_ready",
            Severity.ERROR,
            f"No energy flowed in {duration}: the vehicle was plugged in, and never ready to charge.",
            "See whether the vehicle waits for a timer of its own, is locked as it wants to be, or shows an error.",
        )
    else:
        yield Finding(
            "no_energy",
            Severity.ERROR,
            f"Next to no energy was delivered in {duration}.",
            "See below whether vehicle, station or a limit held it back; another vehicle at the same place tells more.",
        )


def _of_suspension(facts: Facts) -> Iterator[Finding]:
    if facts.suspended_evse >= LONG_EVSE:
        yield Finding(
            "suspended_evse",
            Severity.WARNING,
            f"The station gave the vehicle nothing for {_words(facts.suspended_evse)} (SuspendedEVSE).",
            "It waits for power or for an authorization: look at its limits, and at what the token was told.",
        )
    if facts.suspended_ev >= LONG_EV or (facts.has_no_energy and facts.suspended_ev >= PATIENCE):
        yield Finding(
            "suspended_ev",
            Severity.WARNING if facts.has_no_energy else Severity.NOTE,
            f"The vehicle took nothing for {_words(facts.suspended_ev)} (SuspendedEV): "
            + ("it waits." if facts.has_no_energy else "it was full, or waited."),
            "See whether the vehicle waits for a timer of its own." if facts.has_no_energy else "",
        )


class _End(Struct, frozen=True):
    severity: Severity
    text: str
    remedy: str = ""


_LOOK = "If it happens again, have the station looked at."
_ENDS: Mapping[str, _End] = {
    "Local": _End(Severity.NOTE, "It was ended at the station, by the driver."),
    "Remote": _End(Severity.NOTE, "It was ended from afar."),
    "EVDisconnected": _End(Severity.NOTE, "It ended because the vehicle was unplugged."),
    "StoppedByEV": _End(Severity.NOTE, "The vehicle ended it."),
    "MasterPass": _End(Severity.NOTE, "It was ended with the token of a master pass, as operators have it."),
    "EnergyLimitReached": _End(Severity.NOTE, "It ended because the energy that was agreed was reached."),
    "SOCLimitReached": _End(Severity.NOTE, "It ended because the charge of the battery that was wanted was reached."),
    "TimeLimitReached": _End(Severity.NOTE, "It ended because the time that was agreed was over."),
    "LocalOutOfCredit": _End(Severity.WARNING, "It ended because the driver's credit was used up."),
    "DeAuthorized": _End(
        Severity.ERROR,
        "It ended because the token was refused.",
        "The log of decisions says why; the token may have been blocked meanwhile.",
    ),
    "EmergencyStop": _End(
        Severity.ERROR,
        "It ended because the emergency stop was pressed.",
        "See that nobody is in danger, and have the button released.",
    ),
    "GroundFault": _End(Severity.ERROR, "It ended because of a ground fault: current went another way.", _LOOK),
    "OvercurrentFault": _End(Severity.ERROR, "It ended because the vehicle took too much current.", _LOOK),
    "PowerLoss": _End(
        Severity.ERROR, "It ended because the station lost its power.", "See whether a fuse has tripped."
    ),
    "PowerQuality": _End(
        Severity.ERROR, "It ended because of the quality of the power: voltage or frequency were out of bounds.", _LOOK
    ),
    "ReqEnergyTransferRejected": _End(
        Severity.ERROR,
        "It ended because the vehicle wanted a way of energy transfer that was not allowed.",
        "See which ways the station and the contract of the driver allow.",
    ),
    "Timeout": _End(
        Severity.WARNING,
        "It ended because nothing was plugged in in time.",
        "If drivers need longer, raise the timeout (EVConnectionTimeOut).",
    ),
    "HardReset": _End(Severity.WARNING, "It ended because the station was restarted at once.", ""),
    "ImmediateReset": _End(Severity.WARNING, "It ended because the station was restarted at once.", ""),
    "SoftReset": _End(Severity.WARNING, "It ended because the station was restarted.", ""),
    "Reboot": _End(Severity.WARNING, "It ended because the station restarted by itself.", _LOOK),
    "UnlockCommand": _End(Severity.WARNING, "It ended because the plug was unlocked from afar."),
    "Other": _End(Severity.WARNING, "The station ended it for a reason that OCPP has no word for.", _LOOK),
}
"""What the reasons of OCPP mean (1.6: Reason; 2.x: ReasonEnumType)."""


def _of_end(facts: Facts) -> Iterator[Finding]:
    if facts.is_open or facts.stopped_reason is None:
        return
    end = _ENDS.get(facts.stopped_reason) or _End(
        Severity.WARNING, f"The station gives {facts.stopped_reason} as the reason of its end.", _LOOK
    )
    text = end.text
    if facts.stopped_by:
        text = f"{text.removesuffix('.')}: {facts.stopped_by} has asked for it."
    yield Finding("ended", end.severity, text, end.remedy)


def _of_link(facts: Facts) -> Iterator[Finding]:
    gaps = [gap for gap in facts.gaps if gap >= LONG_GAP]
    if gaps:
        times = "once" if len(gaps) == 1 else f"{len(gaps)} times"
        yield Finding(
            "offline",
            Severity.WARNING,
            f"The station had no link {times} while it ran, for {_words(sum(gaps, timedelta()))} in all.",
            "What it told later is there; if the link is lost often, look at its network.",
        )
    elif facts.is_offline:
        yield Finding(
            "told_later",
            Severity.NOTE,
            "Some of it happened while the station had no link; it was told later.",
        )


_IRREGULAR: Mapping[str, tuple[Severity, str, str]] = {
    Irregularity.START_UNKNOWN: (
        Severity.WARNING,
        "The station never told of its begin: it is known by what came later.",
        "The energy may be too low; look at what the meter of the station shows.",
    ),
    Irregularity.GAPS: (
        Severity.WARNING,
        "Events between its begin and its end are missing.",
        "The station is asked for them while that may help; the energy is that of its registers all the same.",
    ),
    Irregularity.CLOCK_DOUBTED: (
        Severity.NOTE,
        "The clock of the station was not believed: times are those at which its messages came.",
        "Have the station set its clock: it gets the time with each boot and heartbeat.",
    ),
}
_DOUBTFUL = {Flag.IMPLAUSIBLE, Flag.STOP_BELOW_START, Flag.START_MISSING, Flag.STOP_MISSING}


def _of_flags(facts: Facts) -> Iterator[Finding]:
    for flag in facts.flags:
        if flag in _IRREGULAR:
            severity, text, remedy = _IRREGULAR[flag]
            yield Finding(flag, severity, text, remedy)
        elif flag == Irregularity.END_ASSUMED:
            yield Finding(
                flag,
                Severity.WARNING,
                _sentence(_last_line(facts, "end_assumed", "superseded") or "The station never told of its end"),
                "A stop that comes later replaces the end that was assumed.",
            )
        elif flag in WORDS:
            is_doubtful = flag in _DOUBTFUL
            yield Finding(
                flag,
                Severity.WARNING if is_doubtful else Severity.NOTE,
                _sentence(WORDS[Flag(flag)]),
                "Compare the energy with what the meter of the station shows." if is_doubtful else "",
            )


def _of_history(facts: Facts) -> Iterator[Finding]:
    text = _last_line(facts, "stopped_by_another")
    if text:
        yield Finding("stopped_by_another", Severity.NOTE, _sentence(text))


def _last_line(facts: Facts, *kinds: str) -> str:
    return next((text for kind, text in reversed(facts.lines) if kind in kinds), "")


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _after(facts: Facts, at: datetime) -> str:
    passed = at - facts.started_at
    return f"{_words(passed)} after it had begun" if passed >= timedelta(seconds=1) else "when it began"


def _words(length: timedelta) -> str:
    """Return a length of time as people say it: `2 h 5 min`, `45 s`."""
    seconds = int(length.total_seconds())
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"
