"""Logs and customer information (OCPP 2.0.1 Part 2, N01, N09, N10)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.words import token_of
from csms_simulator.model.facts import LogProgress
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Diagnostics(Conversation):
    """Uploading logs, and telling what is known about customers."""

    log_request_id: int | None = None
    """Of the upload that runs, or ran last."""

    @on("GetLog")
    def on_get_log(self, request: call.GetLog) -> call_result.GetLog:
        """Upload a log, in place of one that is being uploaded (N01)."""
        if request.log_type == "DataCollectorLog":
            return call_result.GetLog(status="Rejected", status_info=why("UnsupportedParam"))
        is_other = self.model.log_status != "Idle"
        if is_other:
            self.post(call.LogStatusNotification(status="AcceptedCanceled", request_id=self.log_request_id))
        self.log_request_id = request.request_id
        self.model.upload_log(self.now(), request_id=request.request_id)
        self.host.changed()
        kind = "security" if request.log_type == "SecurityLog" else "diagnostics"
        return call_result.GetLog(
            status="AcceptedCanceled" if is_other else "Accepted",
            filename=f"{self.host.identity}-{kind}-{request.request_id}.log",
        )

    def on_log_progress(self, fact: LogProgress) -> None:
        """Tell how far an upload is (N01.FR.08)."""
        self.post(call.LogStatusNotification(status=fact.status, request_id=fact.request_id))

    def tell_log_status(self) -> None:
        """Tell how far an upload is, because the central system has asked; without one Idle (F06.FR.16)."""
        status = self.model.log_status
        request_id = None if status == "Idle" else self.log_request_id
        self.post(call.LogStatusNotification(status=status, request_id=request_id), is_asked=True)

    @on("CustomerInformation")
    def on_customer_information(self, request: call.CustomerInformation) -> call_result.CustomerInformation:
        """Tell what is known about a customer, and forget it (N09, N10)."""
        named = (request.id_token, request.customer_identifier, request.customer_certificate)
        if sum(name is not None for name in named) != 1:
            return call_result.CustomerInformation(status="Invalid", status_info=why("InvalidValue"))
        if not (request.report or request.clear):
            return call_result.CustomerInformation(status="Rejected", status_info=why("UnsupportedParam"))
        known = self._known_about(request)
        if request.clear and request.id_token is not None:
            self.model.authorizer.forget(token_of(request.id_token))
        if request.report or known:
            self.post(
                call.NotifyCustomerInformation(
                    request_id=request.request_id,
                    seq_no=0,
                    generated_at=self.timestamp(),
                    tbc=False,
                    data=known if request.report else "",
                )
            )
        return call_result.CustomerInformation(status="Accepted")

    def _known_about(self, request: call.CustomerInformation) -> str:
        """Return what list and cache say about a token; customers are not known otherwise."""
        if request.id_token is None:
            return ""
        token = token_of(request.id_token)
        verdict = self.model.authorizer.look_up(self.now(), token)
        if verdict is None:
            return ""
        group = "" if verdict.group is None else f", group {verdict.group}"
        return f"idToken {token.id} of type {token.kind}: {verdict.status}{group}"
