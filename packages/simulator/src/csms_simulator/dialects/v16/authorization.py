"""Whether a driver's token may charge (OCPP 1.6, 4.1, 5.4 and 3.5)."""

from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import point_in_time
from csms_simulator.model.authorization import Verdict
from csms_simulator.model.facts import AuthorizationWanted
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, ClearCacheStatus

LONGEST_ID_TAG = 20
"""Characters (IdToken, OCPP 1.6, 7.28)."""


def verdict_of(info: IdTagInfo) -> Verdict:
    """Return what the central system says about an idTag."""
    return Verdict(
        accepted=info.status == AuthorizationStatus.accepted,
        group=info.parent_id_tag,
        expires_at=point_in_time(info.expiry_date),
        status=str(info.status),
    )


class Authorization(Conversation):
    """Asking about tokens, and the cache of what was answered."""

    def authorize(self, fact: AuthorizationWanted) -> None:
        """Ask the central system about a token; one that is too long to be an idTag is no good."""

        def answered(answer: call_result.Authorize) -> None:
            decided(verdict_of(answer.id_tag_info))

        def decided(verdict: Verdict) -> None:
            self.model.authorization_answered(self.now(), fact.evse_id, fact.token, verdict)
            self.host.changed()

        def failed(_: Exception) -> None:
            self.model.authorization_failed(self.now(), fact.evse_id, fact.token)
            self.host.changed()

        if len(fact.token.id) > LONGEST_ID_TAG:
            decided(Verdict(accepted=False, status=AuthorizationStatus.invalid.value))
        else:
            self.host.outbox.post(call.Authorize(id_tag=fact.token.id), answered, failed)

    @on(Action.clear_cache)
    def clear_cache(self, _: call.ClearCache) -> call_result.ClearCache:
        """Forget what was answered about tokens; refused if there is no cache (errata 3.23)."""
        has_cache = self.model.authorizer.clear_cache()
        return call_result.ClearCache(status=ClearCacheStatus.accepted if has_cache else ClearCacheStatus.rejected)
