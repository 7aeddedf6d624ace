"""A central system for OCPP 1.6."""

import itertools
from typing import Any

from ocpp.charge_point import ChargePoint
from ocpp.model import Request
from ocpp.routing import on
from ocpp.server import Link
from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus

from .central_system import STATION, TOKENS, CentralSystem, now

PASSWORD_KEY = "AuthorizationKey"


class CentralSystem16(CentralSystem):
    version = "1.6"

    def __init__(self) -> None:
        super().__init__()
        self.transaction_ids = itertools.count(4711)
        self.outcomes: list[tuple[Any, Any]] = []

    def station(self, link: Link) -> ChargePoint:
        return _Station(link, self)

    def command(self, action: str, arguments: dict[str, Any]) -> Request[Any]:
        match action:
            case "remote_start":
                return call.RemoteStartTransaction(id_tag=arguments["token"], connector_id=arguments.get("evse"))
            case "remote_stop":
                return call.RemoteStopTransaction(transaction_id=int(arguments["transaction"]))
            case "reset":
                return call.Reset(type=arguments["type"])
            case "unlock":
                return call.UnlockConnector(connector_id=arguments["evse"])
            case "get_configuration":
                return call.GetConfiguration(key=arguments.get("keys"))
            case "change_configuration":
                return call.ChangeConfiguration(key=arguments["key"], value=arguments["value"])
            case "set_password":
                return call.ChangeConfiguration(key=PASSWORD_KEY, value=arguments["password"].encode().hex())
            case "clear_cache":
                return call.ClearCache()
            case _:
                raise LookupError(f"there is no way to {action}")

    def commanded(self, payload: Any, result: Any) -> None:
        self.outcomes.append((payload, result))
        match payload, result:
            case call.ChangeConfiguration(key="AuthorizationKey", value=value), call_result.ChangeConfiguration(
                status="Accepted"
            ) if not self.keeps_old_password:
                self.passwords[STATION] = bytes.fromhex(value).decode()
            case _:
                pass


class _Station(ChargePoint16):
    def __init__(self, link: Link, system: CentralSystem16) -> None:
        super().__init__(link.identity, link)
        self.system = system

    @on(Action.boot_notification)
    async def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        result = call_result.BootNotification(now(), 300, RegistrationStatus.accepted)
        return await self.system.answer("BootNotification", result)

    @on(Action.heartbeat)
    async def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        return await self.system.answer("Heartbeat", call_result.Heartbeat(now()))

    @on(Action.status_notification)
    async def status(self, request: call.StatusNotification) -> call_result.StatusNotification:
        return await self.system.answer("StatusNotification", call_result.StatusNotification())

    @on(Action.authorize)
    async def authorize(self, request: call.Authorize) -> call_result.Authorize:
        return await self.system.answer("Authorize", call_result.Authorize(verdict(request.id_tag)))

    @on(Action.start_transaction)
    async def start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:
        result = call_result.StartTransaction(next(self.system.transaction_ids), verdict(request.id_tag))
        return await self.system.answer("StartTransaction", result)

    @on(Action.stop_transaction)
    async def stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:
        info = verdict(request.id_tag) if request.id_tag else None
        return await self.system.answer("StopTransaction", call_result.StopTransaction(info))

    @on(Action.meter_values)
    async def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        return await self.system.answer("MeterValues", call_result.MeterValues())

    @on(Action.data_transfer)
    async def data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        return await self.system.answer("DataTransfer", call_result.DataTransfer("UnknownVendorId"))


def verdict(id_tag: str) -> IdTagInfo:
    return IdTagInfo(AuthorizationStatus(TOKENS.get(id_tag, "Invalid")))
