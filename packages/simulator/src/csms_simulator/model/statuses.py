"""Which status of a connector may follow which (OCPP 1.6, 4.9)."""

from csms_simulator.model.facts import Status

_A, _B, _C, _D, _E, _F, _G, _H, _I = (
    Status.AVAILABLE,
    Status.PREPARING,
    Status.CHARGING,
    Status.SUSPENDED_EV,
    Status.SUSPENDED_EVSE,
    Status.FINISHING,
    Status.RESERVED,
    Status.UNAVAILABLE,
    Status.FAULTED,
)

TRANSITIONS: dict[Status, frozenset[Status]] = {
    _A: frozenset({_B, _C, _D, _E, _G, _H, _I}),
    _B: frozenset({_A, _C, _D, _E, _F, _I}),
    _C: frozenset({_A, _D, _E, _F, _H, _I}),
    _D: frozenset({_A, _C, _E, _F, _H, _I}),
    _E: frozenset({_A, _C, _D, _F, _H, _I}),
    _F: frozenset({_A, _B, _H, _I}),
    _G: frozenset({_A, _B, _H, _I}),
    _H: frozenset({_A, _B, _C, _D, _E, _I}),
    _I: frozenset({_A, _B, _C, _D, _E, _F, _G, _H}),
}
"""The rows A to I of the table: what may follow each status."""

_STOPOVERS = (Status.PREPARING, Status.AVAILABLE, Status.FINISHING)


def route(start: Status, goal: Status) -> tuple[Status, ...]:
    """List the statuses to report to come from one to another, the last one included.

    Where the table has no direct way a connector passes through a status that fits between the two, as from Reserved
    through Preparing to Charging.
    """
    if goal in TRANSITIONS[start]:
        return (goal,)
    for stopover in _STOPOVERS:
        if stopover in TRANSITIONS[start] and goal in TRANSITIONS[stopover]:
            return (stopover, goal)
    return (Status.PREPARING, *route(Status.PREPARING, goal))
