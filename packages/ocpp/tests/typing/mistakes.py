"""Mistakes that type checkers have to find; each marked line must give an error."""

from ocpp.v16 import ChargePoint, call, call_result


async def mistakes(station: ChargePoint) -> None:
    call.Reset()  # mistake: a required field is missing
    call.Reset(type=1)  # mistake: a number for a word
    call.BootNotification(vendor="X")  # mistake: no such field
    call_result.Heartbeat(current_time=None)  # mistake: a required field cannot be None
    (await station.call(call.Reset("Soft"))).status  # mistake: the answer may be None
    await station.request("Reset")  # mistake: no message
    (await station.request(call.Reset("Soft"))).data  # mistake: the answer has no such field
