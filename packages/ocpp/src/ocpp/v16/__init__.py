"""OCPP 1.6: its messages, datatypes and enums, and a charge point or central system that speaks it."""

from ocpp import charge_point
from ocpp.v16 import call, call_result, datatypes, enums

__all__ = ["ChargePoint", "call", "call_result", "datatypes", "enums"]


class ChargePoint(charge_point.ChargePoint):
    """One side of a connection that speaks OCPP 1.6: a charge point, or a central system's view of one."""

    _call = call
    _call_result = call_result
    _ocpp_version = "1.6"
