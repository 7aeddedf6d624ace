"""Charge points of every version with the handlers that a test names."""

import logging
from collections.abc import Callable
from typing import Any

from ocpp import v16, v21, v201
from ocpp.routing import after, create_route_map, on

VERSIONS = ("1.6", "2.0.1", "2.1")

MODULES: dict[str, Any] = {"1.6": v16, "2.0.1": v201, "2.1": v21}

BOOT: dict[str, dict[str, Any]] = {
    "1.6": {"chargePointVendor": "vendor", "chargePointModel": "model"},
    "2.0.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "vendor", "model": "model"}},
    "2.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "vendor", "model": "model"}},
}
"""A good BootNotification of each version."""

HEARTBEAT: list[Any] = [2, "heartbeat", "Heartbeat", {}]
HEARTBEAT_ANSWER: list[Any] = [3, "heartbeat", {"currentTime": "now"}]

Handler = Callable[..., Any]


def station(
    version: str,
    connection: Any,
    handlers: dict[str, Handler] | None = None,
    hooks_after: dict[str, Handler] | None = None,
    **options: Any,
) -> Any:
    """Return a charge point that serves Heartbeat and what `handlers` names by action."""
    module = MODULES[version]

    def on_heartbeat() -> Any:
        return module.call_result.Heartbeat(current_time="now")

    charge_point = module.ChargePoint("CP-1", connection, **options)
    for action, handler in ({"Heartbeat": on_heartbeat} | (handlers or {})).items():
        setattr(charge_point, f"on_{action}", on(action)(handler))
    for action, handler in (hooks_after or {}).items():
        setattr(charge_point, f"after_{action}", after(action)(handler))
    charge_point.route_map = create_route_map(charge_point)
    return charge_point


def boot_answer(version: str) -> Any:
    """Return a good answer to a BootNotification."""
    return MODULES[version].call_result.BootNotification(current_time="now", interval=300, status="Accepted")


def warnings_of(records: list[logging.LogRecord]) -> list[str]:
    """Return what was logged as a warning or worse."""
    return [record.getMessage() for record in records if record.levelno >= logging.WARNING]
