"""The charge points that are measured, written with names that both libraries have.

The typed ones can be defined with either library, as their annotations name classes of both; only ours reads them.
"""

from datetime import UTC, datetime
from typing import Any

from ocpp.routing import on
from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as call_result16
from ocpp.v16.enums import Action as Action16
from ocpp.v16.enums import RegistrationStatus
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as call_result201
from ocpp.v201.datatypes import IdTokenInfoType
from ocpp.v201.enums import Action as Action201
from ocpp.v201.enums import AuthorizationStatusEnumType


def _now() -> str:
    return datetime.now(UTC).isoformat()


class KeywordStation16(ChargePoint16):
    """An OCPP 1.6 central system's side with keyword handlers; counts what its handlers were given."""

    seen = 0

    @on(Action16.heartbeat)
    async def on_heartbeat(self, **_: Any) -> call_result16.Heartbeat:
        """Answer with the time."""
        self.seen += 1
        return call_result16.Heartbeat(current_time=_now())

    @on(Action16.boot_notification)
    async def on_boot_notification(
        self, charge_point_vendor: str, charge_point_model: str, **_: Any
    ) -> call_result16.BootNotification:
        """Accept the station."""
        self.seen += bool(charge_point_vendor and charge_point_model)
        return call_result16.BootNotification(current_time=_now(), interval=300, status=RegistrationStatus.accepted)

    @on(Action16.meter_values)
    async def on_meter_values(self, meter_value: list[dict[str, Any]], **_: Any) -> call_result16.MeterValues:
        """Count the sampled values."""
        for value in meter_value:
            self.seen += len(value["sampled_value"])
        return call_result16.MeterValues()


class TypedStation16(ChargePoint16):
    """An OCPP 1.6 central system's side with a typed handler."""

    seen = 0

    @on(Action16.meter_values)
    async def on_meter_values(self, request: call16.MeterValues) -> call_result16.MeterValues:
        """Count the sampled values."""
        for value in request.meter_value:
            self.seen += len(value.sampled_value)
        return call_result16.MeterValues()


class KeywordStation201(ChargePoint201):
    """An OCPP 2.0.1 CSMS's side with a keyword handler."""

    seen = 0

    @on(Action201.transaction_event)
    async def on_transaction_event(
        self, id_token: dict[str, Any], meter_value: list[dict[str, Any]], **_: Any
    ) -> call_result201.TransactionEvent:
        """Count the sampled values and judge the id token."""
        for value in meter_value:
            self.seen += len(value["sampled_value"])
        status = AuthorizationStatusEnumType.accepted if id_token["id_token"] else AuthorizationStatusEnumType.invalid
        return call_result201.TransactionEvent(id_token_info=IdTokenInfoType(status=status))


class TypedStation201(ChargePoint201):
    """An OCPP 2.0.1 CSMS's side with a typed handler."""

    seen = 0

    @on(Action201.transaction_event)
    async def on_transaction_event(self, request: call201.TransactionEvent) -> call_result201.TransactionEvent:
        """Count the sampled values and judge the id token."""
        for value in request.meter_value or ():
            self.seen += len(value.sampled_value)
        status = (
            AuthorizationStatusEnumType.accepted
            if request.id_token and request.id_token.id_token
            else AuthorizationStatusEnumType.invalid
        )
        return call_result201.TransactionEvent(id_token_info=IdTokenInfoType(status=status))
