"""A charge point for OCPP 1.6 in the typed style: it boots, charges a car, and leaves.

    python examples/v16/charge_point.py [url]

`request()` returns the typed answer and raises if there is none; handlers get the typed request.
"""

import asyncio
import sys
from datetime import UTC, datetime

from ocpp.client import connect
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import KeyValue, MeterValue, SampledValue
from ocpp.v16.enums import Action, Measurand, RegistrationStatus, UnitOfMeasure

CONFIGURATION = {"HeartbeatInterval": "300"}


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Station(ChargePoint):
    @on(Action.get_configuration)
    def tell_configuration(self, request: call.GetConfiguration) -> call_result.GetConfiguration:
        wanted = request.key or list(CONFIGURATION)
        known = [KeyValue(key, readonly=True, value=value) for key, value in CONFIGURATION.items() if key in wanted]
        unknown = [key for key in wanted if key not in CONFIGURATION]
        return call_result.GetConfiguration(configuration_key=known, unknown_key=unknown or None)

    async def charge_a_car(self) -> None:
        boot = await self.request(call.BootNotification(charge_point_model="Optimus", charge_point_vendor="Example"))
        if boot.status != RegistrationStatus.accepted:
            print(f"Not accepted; try again in {boot.interval} s")
            return
        print(f"Accepted at {boot.current_time}")

        authorization = await self.request(call.Authorize(id_tag="CARD-1"))
        print(f"The card is {authorization.id_tag_info.status}")
        started = await self.request(
            call.StartTransaction(connector_id=1, id_tag="CARD-1", meter_start=1000, timestamp=now())
        )
        power = SampledValue("7.4", measurand=Measurand.power_active_import, unit=UnitOfMeasure.kw)
        meter_value = MeterValue(timestamp=now(), sampled_value=[SampledValue("1500"), power])
        await self.request(
            call.MeterValues(connector_id=1, meter_value=[meter_value], transaction_id=started.transaction_id)
        )
        await self.request(
            call.StopTransaction(meter_stop=2000, timestamp=now(), transaction_id=started.transaction_id)
        )
        print(f"Transaction {started.transaction_id} is over")


async def main(url: str) -> None:
    central_system, _, identity = url.rpartition("/")
    async with connect(central_system, identity, ["1.6"]) as link:
        station = Station(identity, link)
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(station.start())
            await station.charge_a_car()
            reading.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if sys.argv[1:] else "ws://127.0.0.1:9000/CP_1"))
