"""A station that speaks OCPP 1.6: the Core profile, and what the other profiles let a charge point report."""

from console import Console, Journal
from records import Records, timestamp

from ocpp import tolerance
from ocpp.charge_point import Connection
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, DataTransferStatus, GenericStatus, RegistrationStatus


class StationV16(ChargePoint):
    """Our side of the connection to a charge point."""

    def __init__(self, id: str, connection: Connection, records: Records, console: Console, interval_s: int) -> None:
        super().__init__(id, connection, strict=True, tolerances=tolerance.ALL, hooks=Journal(console))
        self.records = records
        self.console = console
        self.interval_s = interval_s

    @on(Action.boot_notification)
    def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        """Accept every charge point."""
        self.records.station(self.id).description = f"{request.charge_point_vendor} {request.charge_point_model}"
        return call_result.BootNotification(
            current_time=timestamp(), interval=self.interval_s, status=RegistrationStatus.accepted
        )

    @on(Action.heartbeat)
    def heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:
        """Tell the time."""
        return call_result.Heartbeat(current_time=timestamp())

    @on(Action.authorize)
    def authorize(self, request: call.Authorize) -> call_result.Authorize:
        """Say whether a driver may charge."""
        return call_result.Authorize(id_tag_info=self._verdict(request.id_tag))

    @on(Action.status_notification)
    def status(self, request: call.StatusNotification) -> call_result.StatusNotification:
        """Keep the status of a connector; connector 0 is the charge point."""
        self.records.station(self.id).status_of_connector[str(request.connector_id)] = str(request.status)
        return call_result.StatusNotification()

    @on(Action.start_transaction)
    def start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:
        """Give a transaction its number: it has begun, whatever the verdict on its driver is."""
        transaction = self.records.start_numbered(
            self.id, str(request.connector_id), request.id_tag, request.timestamp, request.meter_start
        )
        return call_result.StartTransaction(
            transaction_id=int(transaction.reference), id_tag_info=self._verdict(request.id_tag)
        )

    @on(Action.meter_values)
    def meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        """Take note of measurements; the console shows them."""
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    def stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:
        """End a transaction. It has ended, so this is never refused, even if nothing is known of it."""
        transaction = self.records.transaction(self.id, str(request.transaction_id))
        transaction.record_register(request.meter_stop)
        transaction.stopped_at = request.timestamp
        transaction.reason = str(request.reason or "Local")
        if request.id_tag is None:
            return call_result.StopTransaction()
        return call_result.StopTransaction(id_tag_info=self._verdict(request.id_tag))

    @after(Action.stop_transaction)
    def show_transaction(self, request: call.StopTransaction) -> None:
        """Print what was charged, once the charge point has its answer."""
        self.console.note(self.id, f"ended {self.records.transaction(self.id, str(request.transaction_id))}")

    @on(Action.data_transfer)
    def data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        """Understand no vendor's own messages."""
        return call_result.DataTransfer(status=DataTransferStatus.unknown_vendor_id)

    @on(Action.diagnostics_status_notification)
    def diagnostics(self, request: call.DiagnosticsStatusNotification) -> call_result.DiagnosticsStatusNotification:
        """Take note of how an upload of diagnostics goes."""
        return call_result.DiagnosticsStatusNotification()

    @on(Action.firmware_status_notification)
    def firmware(self, request: call.FirmwareStatusNotification) -> call_result.FirmwareStatusNotification:
        """Take note of how an update goes."""
        return call_result.FirmwareStatusNotification()

    @on(Action.signed_firmware_status_notification)
    def signed_firmware(
        self, request: call.SignedFirmwareStatusNotification
    ) -> call_result.SignedFirmwareStatusNotification:
        """Take note of how an update with signed firmware goes."""
        return call_result.SignedFirmwareStatusNotification()

    @on(Action.log_status_notification)
    def log_status(self, request: call.LogStatusNotification) -> call_result.LogStatusNotification:
        """Take note of how an upload of a log goes."""
        return call_result.LogStatusNotification()

    @on(Action.security_event_notification)
    def security_event(self, request: call.SecurityEventNotification) -> call_result.SecurityEventNotification:
        """Take note of a security event."""
        return call_result.SecurityEventNotification()

    @on(Action.sign_certificate)
    def sign_certificate(self, request: call.SignCertificate) -> call_result.SignCertificate:
        """Refuse: there is no certificate authority here."""
        return call_result.SignCertificate(status=GenericStatus.rejected)

    def _verdict(self, id_tag: str) -> IdTagInfo:
        accepted = self.records.may_charge(id_tag)
        return IdTagInfo(status=AuthorizationStatus.accepted if accepted else AuthorizationStatus.blocked)
