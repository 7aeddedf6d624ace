"""Authorize (OCPP 1.6, 4.1)."""

from csms.domain.authorization import IdToken
from csms.gateway.conversation import Conversation
from csms.gateway.v16.words import id_tag_info
from csms.service.authorization import authorize
from ocpp.routing import on
from ocpp.v16 import call, call_result


class Authorization(Conversation):
    """Who may charge."""

    @on("Authorize")
    async def on_authorize(self, request: call.Authorize) -> call_result.Authorize:
        """Say whether a driver may charge."""
        decision = await self.record(authorize, self.central.house, IdToken(request.id_tag), self.now())
        return call_result.Authorize(id_tag_info=id_tag_info(decision))
