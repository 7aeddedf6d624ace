"""Data of vendors (OCPP 2.0.1 Part 2, P)."""

from csms.gateway.conversation import Conversation
from ocpp.routing import on
from ocpp.v21 import call, call_result


class DataTransfer(Conversation):
    """What no other message is for."""

    @on("DataTransfer")
    async def on_data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        """Keep it; no vendor's data is understood yet, and what is not understood is not accepted (P02)."""
        await self.keep(request)
        return call_result.DataTransfer(status="UnknownVendorId")
