"""A central system for OCPP 2.0.1."""

import itertools
from typing import Any

from ocpp.charge_point import ChargePoint
from ocpp.model import Request
from ocpp.routing import on
from ocpp.server import Link
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call, call_result
from ocpp.v201.datatypes import (
    CertificateHashDataType,
    ComponentType,
    EVSEType,
    FirmwareType,
    GetVariableDataType,
    IdTokenInfoType,
    IdTokenType,
    LogParametersType,
    NetworkConnectionProfileType,
    SetVariableDataType,
    VariableType,
)
from ocpp.v201.enums import Action, AuthorizationStatusEnumType

from .central_system import STATION, TOKENS, CentralSystem, now

GROUPS = {"TAG-GROUP-1": "GROUP", "TAG-GROUP-2": "GROUP", "TAG-MASTER": "MASTER-PASSES"}
"""Tokens that may charge, and belong to a group."""


class CentralSystem201(CentralSystem):
    version = "2.0.1"

    def __init__(self) -> None:
        super().__init__()
        self.request_ids = itertools.count(1)

    def station(self, link: Link) -> ChargePoint:
        return _Station(link, self)

    def command(self, action: str, arguments: dict[str, Any]) -> Request[Any]:
        return getattr(self, action)(**arguments)

    def commanded(self, payload: Any, result: Any) -> None:
        match payload:
            case call.SetVariables(set_variable_data=[item]) if item.variable.name == "BasicAuthPassword":
                if result.set_variable_result[0].attribute_status == "Accepted" and not self.keeps_old_password:
                    self.passwords[STATION] = item.attribute_value
            case _:
                pass

    # What an operator may want

    def remote_start(self, token: str, evse: int) -> Request[Any]:
        number = next(self.request_ids)
        return call.RequestStartTransaction(id_token=_token(token), remote_start_id=number, evse_id=evse)

    def remote_stop(self, transaction: str) -> Request[Any]:
        return call.RequestStopTransaction(transaction_id=transaction)

    def reset(self, type: str) -> Request[Any]:
        return call.Reset(type=type)

    def get_variable(self, component: str, variable: str) -> Request[Any]:
        data = GetVariableDataType(component=ComponentType(name=component), variable=VariableType(name=variable))
        return call.GetVariables(get_variable_data=[data])

    def set_variable(self, component: str, variable: str, value: str) -> Request[Any]:
        data = SetVariableDataType(
            component=ComponentType(name=component), variable=VariableType(name=variable), attribute_value=value
        )
        return call.SetVariables(set_variable_data=[data])

    def set_password(self, password: str) -> Request[Any]:
        return self.set_variable("SecurityCtrlr", "BasicAuthPassword", password)

    def set_network_profile(self, slot: int, url: str, security_profile: int, message_timeout_s: int) -> Request[Any]:
        profile = NetworkConnectionProfileType(
            ocpp_version="OCPP20",
            ocpp_transport="JSON",
            ocpp_csms_url=url,
            message_timeout=message_timeout_s,
            security_profile=security_profile,
            ocpp_interface="Wired0",
        )
        return call.SetNetworkProfile(configuration_slot=slot, connection_data=profile)

    def clear_cache(self) -> Request[Any]:
        return call.ClearCache()

    def trigger_message(self, message: str) -> Request[Any]:
        return call.TriggerMessage(requested_message=message)

    def change_availability(
        self, *, operative: bool, evse: int | None = None, connector: int | None = None
    ) -> Request[Any]:
        return call.ChangeAvailability(
            operational_status="Operative" if operative else "Inoperative",
            evse=None if evse is None else EVSEType(id=evse, connector_id=connector),
        )

    def update_firmware(self, location: str, signing_certificate: str, signature: str) -> Request[Any]:
        firmware = FirmwareType(
            location=location,
            retrieve_date_time=now(),
            signing_certificate=signing_certificate,
            signature=signature,
        )
        return call.UpdateFirmware(request_id=next(self.request_ids), firmware=firmware)

    def install_certificate(self, type: str, certificate: str) -> Request[Any]:
        return call.InstallCertificate(certificate_type=type, certificate=certificate)

    def list_certificates(self, type: str | None = None) -> Request[Any]:
        return call.GetInstalledCertificateIds(certificate_type=None if type is None else [type])

    def delete_certificate(self, **names: str) -> Request[Any]:
        hash_data = CertificateHashDataType(
            hash_algorithm=names["hashAlgorithm"],
            issuer_name_hash=names["issuerNameHash"],
            issuer_key_hash=names["issuerKeyHash"],
            serial_number=names["serialNumber"],
        )
        return call.DeleteCertificate(certificate_hash_data=hash_data)

    def get_log(self, type: str, location: str) -> Request[Any]:
        number = next(self.request_ids)
        return call.GetLog(log_type=type, request_id=number, log=LogParametersType(remote_location=location))

    def customer_information(self, token: str, *, report: bool, clear: bool) -> Request[Any]:
        return call.CustomerInformation(
            request_id=next(self.request_ids), report=report, clear=clear, id_token=_token(token)
        )


class _Station(ChargePoint201):
    def __init__(self, link: Link, system: CentralSystem201) -> None:
        super().__init__(link.identity, link)
        self.system = system

    @on(Action.boot_notification)
    async def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        return await self.system.answer("BootNotification", call_result.BootNotification(now(), 300, "Accepted"))

    @on(Action.heartbeat)
    async def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        return await self.system.answer("Heartbeat", call_result.Heartbeat(now()))

    @on(Action.status_notification)
    async def status(self, request: call.StatusNotification) -> call_result.StatusNotification:
        return await self.system.answer("StatusNotification", call_result.StatusNotification())

    @on(Action.authorize)
    async def authorize(self, request: call.Authorize) -> call_result.Authorize:
        return await self.system.answer("Authorize", call_result.Authorize(verdict(request.id_token.id_token)))

    @on(Action.transaction_event)
    async def transaction_event(self, request: call.TransactionEvent) -> call_result.TransactionEvent:
        info = None if request.id_token is None else verdict(request.id_token.id_token)
        action = "TransactionEvent" if request.id_token is None else "TransactionEvent with a token"
        if request.event_type == "Ended":
            action = "TransactionEvent Ended"
        return await self.system.answer(action, call_result.TransactionEvent(id_token_info=info))

    @on(Action.meter_values)
    async def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        return await self.system.answer("MeterValues", call_result.MeterValues())

    @on(Action.notify_event)
    async def notify_event(self, request: call.NotifyEvent) -> call_result.NotifyEvent:
        return await self.system.answer("NotifyEvent", call_result.NotifyEvent())

    @on(Action.security_event_notification)
    async def security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        return await self.system.answer("SecurityEventNotification", call_result.SecurityEventNotification())

    @on(Action.firmware_status_notification)
    async def firmware(self, request: call.FirmwareStatusNotification) -> call_result.FirmwareStatusNotification:
        return await self.system.answer("FirmwareStatusNotification", call_result.FirmwareStatusNotification())

    @on(Action.log_status_notification)
    async def log(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        return await self.system.answer("LogStatusNotification", call_result.LogStatusNotification())

    @on(Action.notify_customer_information)
    async def customer(self, request: call.NotifyCustomerInformation) -> call_result.NotifyCustomerInformation:
        return await self.system.answer("NotifyCustomerInformation", call_result.NotifyCustomerInformation())

    @on(Action.data_transfer)
    async def data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        return await self.system.answer("DataTransfer", call_result.DataTransfer("UnknownVendorId"))


def verdict(token: str) -> IdTokenInfoType:
    if token in GROUPS:
        group = IdTokenType(id_token=GROUPS[token], type="Central")
        return IdTokenInfoType(AuthorizationStatusEnumType.accepted, group_id_token=group)
    return IdTokenInfoType(AuthorizationStatusEnumType(TOKENS.get(token, "Unknown")))


def _token(token: str) -> IdTokenType:
    return IdTokenType(id_token=token, type="ISO14443")
