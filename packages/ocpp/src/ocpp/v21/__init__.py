"""OCPP 2.1: its messages, datatypes and enums, and a charge point or central system that speaks it."""

from ocpp import charge_point
from ocpp.v21 import call, call_result, datatypes, enums

__all__ = ["ChargePoint", "call", "call_result", "datatypes", "enums"]


class ChargePoint(charge_point.ChargePoint):
    """One side of a connection that speaks OCPP 2.1: a charge point, or a central system's view of one."""

    _call = call
    _call_result = call_result
    _ocpp_version = "2.1"
