"""The charge point that speaks OCPP 1.6."""

from ocpp import charge_point
from ocpp.v16 import call, call_result


class ChargePoint(charge_point.ChargePoint):
    """One side of a connection that speaks OCPP 1.6: a charge point, or a central system's view of one."""

    _call = call
    _call_result = call_result
    _ocpp_version = "1.6"
