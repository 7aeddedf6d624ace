"""A station of OCPP 1.6 for the tests of commands: it connects, charges, and does what it is asked to."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from ocpp.client import connect
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import KeyValue, MeterValue, SampledValue
from ocpp.v16.enums import (
    ChargePointErrorCode,
    ChargePointStatus,
    Measurand,
    RegistrationStatus,
    ResetStatus,
    ResetType,
    UnitOfMeasure,
    UnlockStatus,
)
from packages.csms.tests.console.served import Served


class Charger(ChargePoint):
    """Speaks to the central system."""

    @on("Reset")
    def reset(self, request: call.Reset) -> call_result.Reset:
        is_soft = request.type == ResetType.soft
        return call_result.Reset(status=ResetStatus.accepted if is_soft else ResetStatus.rejected)

    @on("UnlockConnector")
    def unlock(self, request: call.UnlockConnector) -> call_result.UnlockConnector:
        return call_result.UnlockConnector(status=UnlockStatus.unlocked)

    @on("GetConfiguration")
    def get_configuration(self, request: call.GetConfiguration) -> call_result.GetConfiguration:
        return call_result.GetConfiguration(
            configuration_key=[KeyValue(key="HeartbeatInterval", readonly=False, value="300")], unknown_key=[]
        )

    async def boot(self) -> None:
        answer = await self.request(
            call.BootNotification(
                charge_point_model="Optimus", charge_point_vendor="Example\x1b[31m", firmware_version="1.2"
            )
        )
        if answer.status == RegistrationStatus.accepted:
            await self.request(
                call.StatusNotification(
                    connector_id=1, error_code=ChargePointErrorCode.no_error, status=ChargePointStatus.available
                )
            )

    async def charge(self, id_tag: str, meter_stop_wh: int) -> int:
        """Charge for an hour that has just ended; return the number of the transaction."""
        end = datetime.now(UTC).replace(microsecond=0)
        start = end - timedelta(hours=1)
        transaction_id = await self.begin(id_tag, start)
        for part in (1, 2):
            await self.meter(
                transaction_id, start + part * timedelta(minutes=20), 1000 + (meter_stop_wh - 1000) * part // 3
            )
        await self.request(
            call.StopTransaction(
                meter_stop=meter_stop_wh, timestamp=_text(end), transaction_id=transaction_id, id_tag=id_tag
            )
        )
        return transaction_id

    async def begin(self, id_tag: str, at: datetime) -> int:
        start = call.StartTransaction(connector_id=1, id_tag=id_tag, meter_start=1000, timestamp=_text(at))
        return (await self.request(start)).transaction_id

    async def meter(self, transaction_id: int, at: datetime, register_wh: int) -> None:
        values = [
            SampledValue(value=str(register_wh), unit=UnitOfMeasure.wh),
            SampledValue(value="7200", measurand=Measurand.power_active_import, unit=UnitOfMeasure.w),
        ]
        value = MeterValue(timestamp=_text(at), sampled_value=values)
        await self.request(call.MeterValues(connector_id=1, meter_value=[value], transaction_id=transaction_id))


@contextmanager
def plugged(server: Served, identity: str) -> Generator[Charger]:
    """Have a station that is connected and has booted. It lives on the event loop of the server."""

    async def come(_: object) -> tuple[Charger, asyncio.Task[None]]:
        link = await connect(server.station_url(identity), identity, ["1.6"])
        charger = Charger(identity, link)
        reading = asyncio.create_task(charger.start())
        await charger.boot()
        return charger, reading

    async def go(_: object) -> None:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading

    charger, reading = server.at_server(come)
    try:
        yield charger
    finally:
        server.at_server(go)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
