"""A charging station for OCPP 2.0.1 in the keyword style, which is that of the package `ocpp` of PyPI.

    python examples/v201/charge_point.py [url]

It boots, reports a variable when asked, charges a car, and leaves. Nested values may be given as dicts.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from ocpp.client import connect
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.datatypes import (
    ChargingStationType,
    ComponentType,
    IdTokenType,
    MeterValueType,
    ReportDataType,
    SampledValueType,
    TransactionType,
    VariableAttributeType,
    VariableType,
)
from ocpp.v201.enums import Action, BootReasonEnumType, GenericDeviceModelStatusEnumType


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Station(ChargePoint):
    @on(Action.get_base_report)
    def on_get_base_report(self, request_id: int, report_base: str, **_: Any):
        return call_result.GetBaseReport(status=GenericDeviceModelStatusEnumType.accepted)

    @after(Action.get_base_report)
    async def send_report(self, request_id: int, **_: Any):
        available = ReportDataType(
            component=ComponentType(name="ChargingStation"),
            variable=VariableType(name="Available"),
            variable_attribute=[VariableAttributeType(value="true")],
        )
        await self.call(call.NotifyReport(request_id=request_id, generated_at=now(), seq_no=0, report_data=[available]))

    async def charge_a_car(self) -> None:
        station = ChargingStationType(vendor_name="Example", model="Optimus")
        boot = await self.call(call.BootNotification(charging_station=station, reason=BootReasonEnumType.power_up))
        if boot is None or boot.status != "Accepted":
            return
        print(f"Accepted at {boot.current_time}")
        transaction = TransactionType(transaction_id="T-1")
        card = IdTokenType("CARD-1", "ISO14443")
        started = await self.call(call.TransactionEvent("Started", now(), "Authorized", 0, transaction, id_token=card))
        print(f"The answer is {started}")
        value = MeterValueType(timestamp=now(), sampled_value=[SampledValueType(value=1500.0)])
        await self.call(call.TransactionEvent("Updated", now(), "MeterValuePeriodic", 1, transaction, [value]))
        await self.call(call.TransactionEvent("Ended", now(), "EVDeparted", 2, transaction))
        print("Transaction T-1 is over")


async def main(url: str) -> None:
    central_system, _, identity = url.rpartition("/")
    async with connect(central_system, identity, ["2.0.1"]) as link:
        station = Station(identity, link)
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(station.start())
            await station.charge_a_car()
            reading.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if sys.argv[1:] else "ws://127.0.0.1:9000/CS_1"))
