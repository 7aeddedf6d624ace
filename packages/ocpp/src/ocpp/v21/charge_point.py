"""The charge point that speaks OCPP 2.1."""

from ocpp import charge_point
from ocpp.v21 import call, call_result


class ChargePoint(charge_point.ChargePoint):
    """One side of a connection that speaks OCPP 2.1: a charge point, or a central system's view of one."""

    _call = call
    _call_result = call_result
    _ocpp_version = "2.1"
