"""A charging station for OCPP 2.1 in the typed style: started remotely, it streams values while it charges.

    python examples/v21/charge_point.py [url]

It waits for the remote start that `examples/v21/central_system.py` sends after the boot.
"""

import asyncio
import sys
from datetime import UTC, datetime

from ocpp.client import connect
from ocpp.routing import on
from ocpp.v21 import ChargePoint, call, call_result
from ocpp.v21.datatypes import (
    ChargingStationType,
    ConstantStreamDataType,
    EVSEType,
    PeriodicEventStreamParamsType,
    StreamDataElementType,
    TransactionType,
)
from ocpp.v21.enums import Action, BootReasonEnumType, RequestStartStopStatusEnumType


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Station(ChargePoint):
    remote_start: asyncio.Future[call.RequestStartTransaction]

    @on(Action.request_start_transaction)
    def start_remotely(self, request: call.RequestStartTransaction) -> call_result.RequestStartTransaction:
        if self.remote_start.done():
            return call_result.RequestStartTransaction(status=RequestStartStopStatusEnumType.rejected)
        self.remote_start.set_result(request)
        return call_result.RequestStartTransaction(status=RequestStartStopStatusEnumType.accepted)

    async def charge_a_car(self) -> None:
        self.remote_start = asyncio.get_running_loop().create_future()
        station = ChargingStationType(model="Optimus", vendor_name="Example")
        boot = await self.request(call.BootNotification(charging_station=station, reason=BootReasonEnumType.power_up))
        print(f"Accepted at {boot.current_time}")

        start = await self.remote_start
        transaction = TransactionType(transaction_id="T-1", remote_start_id=start.remote_start_id)
        evse = EVSEType(id=1, connector_id=1)
        event = call.TransactionEvent(
            "Started", 0, now(), transaction, "RemoteStart", evse=evse, id_token=start.id_token
        )
        await self.request(event)
        params = PeriodicEventStreamParamsType(interval=1)
        stream = ConstantStreamDataType(id=1, params=params, variable_monitoring_id=1)
        await self.request(call.OpenPeriodicEventStream(constant_stream_data=stream))
        data = [StreamDataElementType(t=0, v="7400"), StreamDataElementType(t=0.5, v="7390")]
        await self.send(call.NotifyPeriodicEventStream(basetime=now(), data=data, id=1, pending=0))
        await self.request(call.TransactionEvent("Ended", 1, now(), transaction, "EVDeparted"))
        print("Transaction T-1 is over")


async def main(url: str) -> None:
    central_system, _, identity = url.rpartition("/")
    async with connect(central_system, identity, ["2.1"]) as link:
        station = Station(identity, link, strict=True)
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(station.start())
            await station.charge_a_car()
            reading.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if sys.argv[1:] else "ws://127.0.0.1:9000/CS_1"))
