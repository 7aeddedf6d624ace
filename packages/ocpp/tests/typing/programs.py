"""What type checkers have to infer in users' programs; this file is checked, not run."""

from typing import assert_type

from ocpp.messages import Call, CallResult
from ocpp.model import Request, Result
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result, datatypes
from ocpp.v16.enums import Action, RegistrationStatus, ResetType
from ocpp.v21 import ChargePoint as ChargePoint21
from ocpp.v21 import call as call21
from ocpp.v21 import call_result as call_result21
from ocpp.v21.datatypes import IdTokenType
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as call_result201


class Station(ChargePoint):
    """Keyword and typed handlers, as users write them."""

    @on(Action.boot_notification)
    async def on_boot(
        self, charge_point_vendor: str, charge_point_model: str, **kwargs: object
    ) -> call_result.BootNotification:
        return call_result.BootNotification(
            current_time="2026-01-31T12:00:00Z", interval=300, status=RegistrationStatus.accepted
        )

    @on(Action.heartbeat)
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        return call_result.Heartbeat(current_time="2026-01-31T12:00:00Z")

    @after(Action.boot_notification)
    async def after_boot(self, **kwargs: object) -> None:
        # Words may be given as plain strings.
        assert_type(await self.request(call.Reset(type="Soft")), call_result.Reset)
        assert_type(await self.request(call.Reset(type=ResetType.hard), timeout_s=5.0), call_result.Reset)
        assert_type(await self.call(call.Reset(type="Soft")), call_result.Reset | None)
        assert_type(await self.call(call.Reset(type="Soft"), suppress=False), call_result.Reset)
        assert_type(await self.call(call.ClearCache(), skip_schema_validation=True), call_result.ClearCache | None)

    @on(Action.meter_values)
    async def on_meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        assert_type(request.connector_id, int)
        assert_type(request.transaction_id, int | None)
        assert_type(request.meter_value, list[datatypes.MeterValue])
        return call_result.MeterValues()

    async def _handle_call(self, msg: Call) -> CallResult | None:
        result = await super()._handle_call(msg)
        assert_type(result, CallResult | None)
        return result


async def other_versions(station: ChargePoint201, newer: ChargePoint21) -> None:
    assert_type(
        await station.request(call201.GetBaseReport(request_id=1, report_base="FullInventory")),
        call_result201.GetBaseReport,
    )
    token = IdTokenType(id_token="04A2", type="ISO14443")
    answer = await newer.request(call21.RequestStartTransaction(id_token=token, remote_start_id=7))
    assert_type(answer, call_result21.RequestStartTransaction)
    assert_type(answer.transaction_id, str | None)


class SetLights(Request["SetLightsResult"]):
    """A vendor's own action."""

    colour: str


class SetLightsResult(Result):
    """Its answer."""

    lit: bool


async def own_action(station: ChargePoint) -> None:
    assert_type((await station.request(SetLights(colour="red"))).lit, bool)
