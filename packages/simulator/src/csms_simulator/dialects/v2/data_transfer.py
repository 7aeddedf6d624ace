"""What vendors have agreed upon between them (OCPP 2.0.1 Part 2, P)."""

from csms_simulator.dialects.v2.conversation import Conversation
from ocpp.routing import on
from ocpp.v21 import call, call_result


class DataTransfer(Conversation):
    """A station that has agreed upon nothing with anybody."""

    @on("DataTransfer")
    def on_data_transfer(self, _: call.DataTransfer) -> call_result.DataTransfer:
        """Say that the vendor is not known (P01.FR.06)."""
        return call_result.DataTransfer(status="UnknownVendorId")
