"""Logs that are uploaded (OCPP 1.6, 4.4 and 5.9; security whitepaper, N01)."""

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.file_transfer import is_reachable
from csms_simulator.dialects.v16.timestamps import required_point_in_time
from csms_simulator.model.facts import LogProgress
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, DiagnosticsStatus, LogStatus, UploadLogStatus

IDLE = UploadLogStatus.idle.value

STATUSES = {status.value: status for status in UploadLogStatus}


class Diagnostics(Conversation):
    """Uploads of diagnostics and logs."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._last_log: tuple[UploadLogStatus, int | None] = (UploadLogStatus.idle, None)

    def log_progressed(self, fact: LogProgress) -> None:
        """Report how an upload goes; what GetDiagnostics asked for has no request id."""
        if fact.status not in STATUSES:
            return  # that it was given up for another one is in the answer to the other one
        self._last_log = STATUSES[fact.status], fact.request_id
        if fact.request_id is None:
            self.report(call.DiagnosticsStatusNotification(status=_diagnostics_status(STATUSES[fact.status])))
        else:
            self.report(call.LogStatusNotification(status=STATUSES[fact.status], request_id=fact.request_id))

    def diagnostics_status(self) -> call.DiagnosticsStatusNotification:
        """Return the message about an upload of diagnostics, as it is now."""
        status, request_id = self._last_log
        is_idle = self.model.log_status == IDLE or request_id is not None
        return call.DiagnosticsStatusNotification(
            status=DiagnosticsStatus.idle if is_idle else _diagnostics_status(status)
        )

    def log_status(self) -> call.LogStatusNotification:
        """Return the message about an upload of a log, as it is now."""
        status, request_id = self._last_log
        if self.model.log_status == IDLE or request_id is None:
            return call.LogStatusNotification(status=UploadLogStatus.idle)
        return call.LogStatusNotification(status=status, request_id=request_id)

    @on(Action.get_diagnostics)
    def get_diagnostics(self, request: call.GetDiagnostics) -> call_result.GetDiagnostics:
        """Upload diagnostics; no name of a file means that there is none that could be uploaded there."""
        _check_span(request.start_time, "startTime", request.stop_time, "stopTime")
        if not is_reachable(request.location):
            return call_result.GetDiagnostics()
        self.model.upload_log(self.now())
        self.host.changed()
        return call_result.GetDiagnostics(file_name=self._file_name("diagnostics"))

    @on(Action.get_log)
    def get_log(self, request: call.GetLog) -> call_result.GetLog:
        """Upload a log; an upload that goes on is given up for it."""
        log = request.log
        _check_span(log.oldest_timestamp, "oldestTimestamp", log.latest_timestamp, "latestTimestamp")
        if not is_reachable(log.remote_location):
            return call_result.GetLog(status=LogStatus.rejected)
        is_busy = self.model.log_status != IDLE
        self.model.upload_log(self.now(), request_id=request.request_id)
        self.host.changed()
        status = LogStatus.accepted_canceled if is_busy else LogStatus.accepted
        return call_result.GetLog(status=status, filename=self._file_name(str(request.log_type)))

    def _file_name(self, kind: str) -> str:
        moment = self.timestamp().replace(":", "").replace("-", "")
        return f"{self.host.identity[:200]}-{kind}-{moment}.log"


def _diagnostics_status(status: UploadLogStatus) -> DiagnosticsStatus:
    match status:
        case UploadLogStatus.idle:
            return DiagnosticsStatus.idle
        case UploadLogStatus.uploading:
            return DiagnosticsStatus.uploading
        case UploadLogStatus.uploaded:
            return DiagnosticsStatus.uploaded
        case _:
            return DiagnosticsStatus.upload_failed


def _check_span(begin: str | None, begin_field: str, end: str | None, end_field: str) -> None:
    """Refuse timestamps that cannot be read. Raises: PropertyConstraintViolationError."""
    if begin is not None:
        required_point_in_time(begin, begin_field)
    if end is not None:
        required_point_in_time(end, end_field)
