"""A station that speaks OCPP 2.0.1: boot, authorisation, transactions, and what it reports of itself."""

from console import Console, Journal
from records import Records, timestamp
from transactions import record_event

from ocpp import tolerance
from ocpp.charge_point import Connection
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.datatypes import IdTokenInfoType
from ocpp.v201.enums import (
    Action,
    AuthorizationStatusEnumType,
    DataTransferStatusEnumType,
    GenericStatusEnumType,
    RegistrationStatusEnumType,
)


class StationV201(ChargePoint):
    """Our side of the connection to a charging station."""

    def __init__(self, id: str, connection: Connection, records: Records, console: Console, interval_s: int) -> None:
        super().__init__(id, connection, strict=True, tolerances=tolerance.ALL, hooks=Journal(console))
        self.records = records
        self.console = console
        self.interval_s = interval_s

    @on(Action.boot_notification)
    def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        """Accept every station."""
        station = request.charging_station
        self.records.station(self.id).description = f"{station.vendor_name} {station.model}"
        return call_result.BootNotification(
            current_time=timestamp(), interval=self.interval_s, status=RegistrationStatusEnumType.accepted
        )

    @on(Action.heartbeat)
    def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        """Tell the time."""
        return call_result.Heartbeat(current_time=timestamp())

    @on(Action.authorize)
    def authorize(self, request: call.Authorize) -> call_result.Authorize:
        """Say whether a driver may charge."""
        return call_result.Authorize(id_token_info=self._verdict(request.id_token.id_token))

    @on(Action.status_notification)
    def status(self, request: call.StatusNotification) -> call_result.StatusNotification:
        """Keep the status of a connector."""
        connector = f"{request.evse_id}.{request.connector_id}"
        self.records.station(self.id).status_of_connector[connector] = str(request.connector_status)
        return call_result.StatusNotification()

    @on(Action.transaction_event)
    def transaction_event(self, request: call.TransactionEvent) -> call_result.TransactionEvent:
        """Keep the transaction; an event that brings a token asks for the verdict on it."""
        record_event(self.records, self.id, request)
        if request.id_token is None:
            return call_result.TransactionEvent()
        return call_result.TransactionEvent(id_token_info=self._verdict(request.id_token.id_token))

    @after(Action.transaction_event)
    def show_transaction(self, request: call.TransactionEvent) -> None:
        """Print what was charged, once the station has its answer."""
        if request.event_type == "Ended":
            transaction = self.records.transaction(self.id, request.transaction_info.transaction_id)
            self.console.note(self.id, f"ended {transaction}")

    @on(Action.data_transfer)
    def data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        """Understand no vendor's own messages."""
        return call_result.DataTransfer(status=DataTransferStatusEnumType.unknown_vendor_id)

    @on(Action.sign_certificate)
    def sign_certificate(self, request: call.SignCertificate) -> call_result.SignCertificate:
        """Refuse: there is no certificate authority here."""
        return call_result.SignCertificate(status=GenericStatusEnumType.rejected)

    # What a station reports is taken note of; the console shows it.

    @on(Action.meter_values)
    def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        """Measurements outside of transactions."""
        return call_result.MeterValues()

    @on(Action.firmware_status_notification)
    def firmware(self, request: call.FirmwareStatusNotification) -> call_result.FirmwareStatusNotification:
        """How an update goes."""
        return call_result.FirmwareStatusNotification()

    @on(Action.log_status_notification)
    def log_status(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        """How the upload of a log goes."""
        return call_result.LogStatusNotification()

    @on(Action.security_event_notification)
    def security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        """A security event."""
        return call_result.SecurityEventNotification()

    @on(Action.notify_report)
    def report(self, request: call.NotifyReport) -> call_result.NotifyReport:
        """A part of the report on variables that was asked for."""
        return call_result.NotifyReport()

    @on(Action.notify_event)
    def event(self, request: call.NotifyEvent) -> call_result.NotifyEvent:
        """What the monitors of the station have seen."""
        return call_result.NotifyEvent()

    @on(Action.notify_monitoring_report)
    def monitoring_report(self, request: call.NotifyMonitoringReport) -> call_result.NotifyMonitoringReport:
        """The monitors that are set."""
        return call_result.NotifyMonitoringReport()

    @on(Action.notify_customer_information)
    def customer_information(self, request: call.NotifyCustomerInformation) -> call_result.NotifyCustomerInformation:
        """What is stored of a customer."""
        return call_result.NotifyCustomerInformation()

    @on(Action.notify_display_messages)
    def display_messages(self, request: call.NotifyDisplayMessages) -> call_result.NotifyDisplayMessages:
        """The messages that are configured."""
        return call_result.NotifyDisplayMessages()

    @on(Action.notify_charging_limit)
    def charging_limit(self, request: call.NotifyChargingLimit) -> call_result.NotifyChargingLimit:
        """A limit that somebody else has set."""
        return call_result.NotifyChargingLimit()

    @on(Action.cleared_charging_limit)
    def cleared_limit(self, request: call.ClearedChargingLimit) -> call_result.ClearedChargingLimit:
        """That limit is gone."""
        return call_result.ClearedChargingLimit()

    @on(Action.report_charging_profiles)
    def charging_profiles(self, request: call.ReportChargingProfiles) -> call_result.ReportChargingProfiles:
        """The charging profiles that were asked for."""
        return call_result.ReportChargingProfiles()

    @on(Action.reservation_status_update)
    def reservation(self, request: call.ReservationStatusUpdate) -> call_result.ReservationStatusUpdate:
        """A reservation has expired or was removed."""
        return call_result.ReservationStatusUpdate()

    def _verdict(self, id_token: str) -> IdTokenInfoType:
        accepted = self.records.may_charge(id_token)
        status = AuthorizationStatusEnumType.accepted if accepted else AuthorizationStatusEnumType.blocked
        return IdTokenInfoType(status=status)
