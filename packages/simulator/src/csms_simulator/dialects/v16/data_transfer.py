"""Messages that OCPP has no words for (OCPP 1.6, 4.3 and 5.6)."""

from csms_simulator.dialects.v16.conversation import Conversation
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, DataTransferStatus

ECHO = "Echo"
"""The one message that the simulator's own vendor has: its data come back."""


class DataTransfer(Conversation):
    """Vendor messages: the station knows its own vendor, and of that one message."""

    @on(Action.data_transfer)
    def data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        """Answer a vendor message."""
        if request.vendor_id != self.model.layout.vendor:
            return call_result.DataTransfer(status=DataTransferStatus.unknown_vendor_id)
        if request.message_id != ECHO:
            return call_result.DataTransfer(status=DataTransferStatus.unknown_message_id)
        return call_result.DataTransfer(status=DataTransferStatus.accepted, data=request.data)
