"""The list of tokens that the station knows by itself (OCPP 1.6, 5.10 and 5.15)."""

from csms_simulator.dialects.v16.authorization import verdict_of
from csms_simulator.dialects.v16.configuration_keys import MAX_LOCAL_LIST_UPDATE
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.model.facts import Token
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, UpdateStatus, UpdateType

NOT_SUPPORTED = -1
"""The version of a list that is switched off."""


class LocalAuthList(Conversation):
    """The local authorization list."""

    @on(Action.get_local_list_version)
    def get_local_list_version(self, _: call.GetLocalListVersion) -> call_result.GetLocalListVersion:
        """Return the version of the list; 0 while it is empty."""
        is_enabled = self.model.settings.is_local_list_enabled
        version = self.model.authorizer.list_version if is_enabled else NOT_SUPPORTED
        return call_result.GetLocalListVersion(list_version=version)

    @on(Action.send_local_list)
    def send_local_list(self, request: call.SendLocalList) -> call_result.SendLocalList:
        """Take over a full list, or changes of it."""
        return call_result.SendLocalList(status=self._take_over(request))

    def _take_over(self, request: call.SendLocalList) -> UpdateStatus:
        if not self.model.settings.is_local_list_enabled:
            return UpdateStatus.not_supported
        entries = request.local_authorization_list or []
        if len(entries) > MAX_LOCAL_LIST_UPDATE:
            return UpdateStatus.failed
        verdicts = [
            (Token(entry.id_tag), None if entry.id_tag_info is None else verdict_of(entry.id_tag_info))
            for entry in entries
        ]
        authorizer = self.model.authorizer
        is_full = request.update_type == UpdateType.full
        outcome = (authorizer.replace_list if is_full else authorizer.update_list)(request.list_version, verdicts)
        return UpdateStatus(outcome.value)
