"""Whom the station lets charge (OCPP 2.0.1 Part 2, C)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.words import id_token, verdict_of
from csms_simulator.model.facts import AuthorizationWanted
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Authorization(Conversation):
    """Asking for tokens, and the cache."""

    def on_authorization_wanted(self, fact: AuthorizationWanted) -> None:
        """Ask whether a token may charge (C01)."""

        def answered(answer: call_result.Authorize) -> None:
            verdict = verdict_of(answer.id_token_info)
            self.model.authorization_answered(self.now(), fact.evse_id, fact.token, verdict)
            self.host.changed()

        def failed(_: Exception) -> None:
            self.model.authorization_failed(self.now(), fact.evse_id, fact.token)
            self.host.changed()

        self.post(call.Authorize(id_token=id_token(fact.token)), answered, failed)

    @on("ClearCache")
    def on_clear_cache(self, _: call.ClearCache) -> call_result.ClearCache:
        """Forget what answers have told about tokens (C11)."""
        if self.model.authorizer.clear_cache():
            return call_result.ClearCache(status="Accepted")
        return call_result.ClearCache(status="Rejected", status_info=why("NotEnabled"))
