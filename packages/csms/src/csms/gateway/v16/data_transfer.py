"""Data of vendors (OCPP 1.6, 4.3)."""

from csms.gateway.conversation import Conversation
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import DataTransferStatus


class DataTransfer(Conversation):
    """What no other message is for."""

    @on("DataTransfer")
    async def on_data_transfer(self, request: call.DataTransfer) -> call_result.DataTransfer:
        """Keep it; no vendor's data is understood yet, and what is not understood is not accepted."""
        await self.keep(request)
        return call_result.DataTransfer(status=DataTransferStatus.unknown_vendor_id)
