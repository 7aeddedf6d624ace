"""Messages on the display (OCPP 2.0.1 Part 2, O)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.device_model.central_controllers import (
    DISPLAY_FORMATS,
    DISPLAY_PRIORITIES,
    DISPLAY_STATES,
)
from csms_simulator.dialects.v2.parts import in_parts
from csms_simulator.dialects.v2.times import from_text
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import MessageInfoType

MESSAGES_PER_REPORT = 5


class DisplayMessage(Conversation):
    """Showing, listing and taking away messages."""

    @on("SetDisplayMessage")
    def on_set_display_message(self, request: call.SetDisplayMessage) -> call_result.SetDisplayMessage:
        """Show a message, in place of one with the same id (O01, O02, O06)."""
        message = request.message
        self.display_messages.expire(self.now())
        refusal = self._refusal(message)
        if refusal is not None:
            return call_result.SetDisplayMessage(status=refusal)
        if not self.display_messages.put(message):
            return call_result.SetDisplayMessage(status="Rejected", status_info=why("OutOfMemory"))
        return call_result.SetDisplayMessage(status="Accepted")

    def _refusal(self, message: MessageInfoType) -> str | None:
        """Return the status for a message that cannot be shown; None if it can."""
        end = from_text(message.end_date_time)
        if message.message.format not in DISPLAY_FORMATS:
            return "NotSupportedMessageFormat"
        if message.priority not in DISPLAY_PRIORITIES:
            return "NotSupportedPriority"
        if message.state is not None and message.state not in DISPLAY_STATES:
            return "NotSupportedState"
        if message.transaction_id is not None and self.model.transaction(message.transaction_id) is None:
            return "UnknownTransaction"
        is_enabled = self.variables.is_true("DisplayMessageCtrlr", "Enabled")
        return None if is_enabled and (end is None or end > self.now()) else "Rejected"

    @on("GetDisplayMessages")
    def on_get_display_messages(self, request: call.GetDisplayMessages) -> call_result.GetDisplayMessages:
        """List messages (O03, O04)."""
        self.display_messages.expire(self.now())
        found = [
            message
            for message in self.display_messages
            if (request.id is None or message.id in request.id)
            and request.priority in {None, message.priority}
            and request.state in {None, message.state}
        ]
        if not found:
            return call_result.GetDisplayMessages(status="Unknown", status_info=why("NotFound"))
        parts = in_parts(found, MESSAGES_PER_REPORT)
        for number, part in enumerate(parts, start=1):
            self.post(
                call.NotifyDisplayMessages(request_id=request.request_id, message_info=part, tbc=number < len(parts))
            )
        return call_result.GetDisplayMessages(status="Accepted")

    @on("ClearDisplayMessage")
    def on_clear_display_message(self, request: call.ClearDisplayMessage) -> call_result.ClearDisplayMessage:
        """Take a message away (O05)."""
        self.display_messages.expire(self.now())
        if self.display_messages.remove(request.id):
            return call_result.ClearDisplayMessage(status="Accepted")
        return call_result.ClearDisplayMessage(status="Unknown", status_info=why("NotFound"))
