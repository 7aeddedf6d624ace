"""What can be wrong with a station, and what that means for a transaction (OCPP 1.6, 7.6)."""

from csms_simulator.model.facts import StopReason

WARNINGS = frozenset({"EVCommunicationError", "LocalListConflict", "ReaderFailure", "ResetFailure", "WeakSignal"})
"""These are told without making anything Faulted: charging is still possible."""

OF_VEHICLES = frozenset({"EVCommunicationError"})
"""These are told only of a vehicle that is connected and does not charge (OCPP 1.6, 4.9)."""

PASSING = frozenset({"HighTemperature", "OverVoltage", "UnderVoltage"})
"""These interrupt charging: it goes on when they are over."""

ENDING: dict[str, StopReason] = {
    "ConnectorLockFailure": StopReason.OTHER,
    "GroundFailure": StopReason.GROUND_FAULT,
    "InternalError": StopReason.OTHER,
    "OtherError": StopReason.OTHER,
    "OverCurrentFailure": StopReason.OVERCURRENT_FAULT,
    "PowerMeterFailure": StopReason.OTHER,
    "PowerSwitchFailure": StopReason.OTHER,
}
"""These end transactions."""


def refuse_unknown(error: str) -> None:
    """Refuse what is not an error of OCPP 1.6.

    Raises:
        ValueError: `error` is not a word of ChargePointErrorCode, or is NoError.
    """
    known = WARNINGS | PASSING | ENDING.keys()
    if error not in known:
        raise ValueError(f"{error} is not one of the errors {', '.join(sorted(known))}")
