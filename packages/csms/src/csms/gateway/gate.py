"""What a station may send as long as it is not accepted (OCPP 2.0.1 Part 2, B02 and B03; OCPP 1.6, 4.2)."""

from collections.abc import Mapping
from typing import cast

from csms.domain.stations import Admission
from ocpp.exceptions import SecurityError
from ocpp.routing import Handlers, create_route_map, on

_TRIGGERS = {"TriggerMessage", "ExtendedTriggerMessage"}
_REPORTS = {"GetBaseReport", "GetReport"}
_SIGNATURES = "Sign"
"""Certificates are asked for by other names than that of the message: SignChargingStationCertificate."""

_NOTHING: frozenset[str] = frozenset()  # one for all: each of its own takes 200 bytes


class Gate:
    """Chooses the handlers of a link: for what a station may not send, one that refuses.

    Args:
        always_open: actions that every station may send.
    """

    __slots__ = ("_always_open", "_expected")

    def __init__(self, always_open: frozenset[str]) -> None:
        self._always_open = always_open
        self._expected = _NOTHING

    def expect(self, action: str, payload: object) -> None:
        """Open the gate for what a request asks a station for: an object with attributes, or JSON."""
        if action in _REPORTS:
            self._expected |= {"NotifyReport"}
        elif action in _TRIGGERS:
            asked = (
                cast("Mapping[str, object]", payload).get("requestedMessage")
                if isinstance(payload, Mapping)
                else getattr(payload, "requested_message", None)
            )
            wanted = str(asked)
            self._expected |= {"SignCertificate" if wanted.startswith(_SIGNATURES) else wanted}

    def routes(self, handlers: Mapping[str, Handlers], admission: Admission) -> dict[str, Handlers]:
        """Return the handlers for a station that is not accepted.

        Args:
            handlers: of all actions.
            admission: of the station.
        """
        allowed = self._always_open if admission is Admission.REJECTED else self._always_open | self._expected
        return {action: own if action in allowed else _REFUSING for action, own in handlers.items()}


class _Doorkeeper:
    @on("any", skip_schema_validation=True)
    def refuse(self, **_: object) -> None:
        raise SecurityError("The station is not accepted")


_REFUSING = create_route_map(_Doorkeeper())["any"]
