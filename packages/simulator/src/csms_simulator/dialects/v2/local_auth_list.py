"""The list of tokens that the central system keeps in the station (OCPP 2.0.1 Part 2, D)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.words import token_of, verdict_of
from csms_simulator.model.authorization import ListOutcome, Verdict
from csms_simulator.model.facts import Token
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import AuthorizationData


class LocalAuthList(Conversation):
    """Taking over the list, and telling its version."""

    @on("SendLocalList")
    def on_send_local_list(self, request: call.SendLocalList) -> call_result.SendLocalList:
        """Take over a list, or changes of it (D01)."""
        if not self.model.settings.is_local_list_enabled:
            return call_result.SendLocalList(status="Failed", status_info=why("NotEnabled"))
        received = request.local_authorization_list or []
        if len(received) > int(self.variables.value("LocalAuthListCtrlr", "ItemsPerMessage")):
            return call_result.SendLocalList(status="Failed", status_info=why("TooManyElements"))
        entries = [_entry(data) for data in received]
        authorizer = self.model.authorizer
        take = authorizer.replace_list if request.update_type == "Full" else authorizer.update_list
        outcome = take(request.version_number, entries)
        return call_result.SendLocalList(
            status=outcome.value, status_info=why("InvalidValue") if outcome is ListOutcome.FAILED else None
        )

    @on("GetLocalListVersion")
    def on_get_local_list_version(self, _: call.GetLocalListVersion) -> call_result.GetLocalListVersion:
        """Tell the version of the list (D02); 0: there is none, or it is empty."""
        return call_result.GetLocalListVersion(version_number=self.model.authorizer.list_version)


def _entry(data: AuthorizationData) -> tuple[Token, Verdict | None]:
    return token_of(data.id_token), None if data.id_token_info is None else verdict_of(data.id_token_info)
