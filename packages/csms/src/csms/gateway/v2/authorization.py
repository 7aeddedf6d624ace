"""Authorize (OCPP 2.0.1 Part 2, C)."""

from csms.domain.authorization import IdToken
from csms.gateway.conversation import Conversation
from csms.gateway.v2.words import id_token_info
from csms.service.authorization import authorize
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Authorization(Conversation):
    """Who may charge."""

    @on("Authorize")
    async def on_authorize(self, request: call.Authorize) -> call_result.Authorize:
        """Say whether a driver may charge (C01)."""
        token = IdToken(request.id_token.id_token, str(request.id_token.type))
        decision = await self.record(authorize, self.central.house, token, self.now())
        return call_result.Authorize(id_token_info=id_token_info(decision))
