"""Commands (OCPP 2.x Part 2, B, C, F, G, P)."""

from collections.abc import Sequence
from typing import Any

from csms.domain.authorization import IdToken
from csms.domain.remote_control import (
    Answer,
    ChangeAvailability,
    ClearCache,
    Command,
    DataTransfer,
    GetConfiguration,
    Outcome,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    Trigger,
    Unlock,
)
from csms.domain.variables import VariableName
from csms.gateway.commanding import UnsendableError
from csms.gateway.greeting import Greeting
from csms.gateway.outcomes import answer_of, together
from csms.gateway.v2 import requests
from csms.gateway.v2.smart_charging import SmartCharging, transaction_profile
from csms.gateway.wire import to_json
from csms.service import commands
from csms.storage import tokens, transactions
from ocpp.codec import encode_json
from ocpp.model import Request
from ocpp.v21 import call

STATUS = "StatusNotification"


class RemoteControl(SmartCharging, Greeting):
    """What the central system asks of a station."""

    def rendered(self, command: Command) -> list[Request[Any]]:
        """Return the requests that a command becomes."""
        match command:
            case RemoteStart():
                return [requests.remote_start(command, command.id_token_type or requests.DEFAULT_TOKEN_TYPE, 0)]
            case Reset():
                if command.kind == "immediate_and_resume" and self._ocpp_version != "2.1":
                    raise UnsendableError("Only OCPP 2.1 can resume transactions after a reset")
                return [requests.reset(command)]
            case Unlock():
                return [requests.unlock(command)]
            case ChangeAvailability():
                return [requests.change_availability(command)]
            case Trigger():
                if command.custom is not None and self._ocpp_version != "2.1":
                    raise UnsendableError("Only OCPP 2.1 has triggers of a maker's own")
                return [requests.trigger(command, command.evse, command.connector)]
            case ClearCache():
                return [call.ClearCache()]
            case DataTransfer():
                return [requests.data_transfer(command)]
            case GetConfiguration():
                names = [VariableName.parse(text) for text in command.names]
                return [requests.get_variables(names)] if names else []
            case SetConfiguration():
                return [
                    requests.set_variables(
                        [(VariableName.parse(text), value) for text, value in command.values.items()]
                    )
                ]
            case _:
                return []

    async def remote_start(self, command: RemoteStart, timeout_s: float, number: int | None) -> Answer:
        """Have a transaction started (F01, F02). Raises: as `request`."""
        token_type = command.id_token_type
        if token_type is None:
            token = await self.central.store.read(tokens.find, IdToken(command.id_token).key)
            token_type = requests.DEFAULT_TOKEN_TYPE if token is None else token.type
        remote_start_id = await self.write(commands.number_remote_start, number)
        limit = command.limit
        profile = None if limit is None else transaction_profile(remote_start_id, limit, self.now())
        request = requests.remote_start(command, token_type, remote_start_id, profile)
        result = await self.request(request, timeout_s=timeout_s)
        answer = answer_of(encode_json(result))
        return Answer(answer.outcome, answer.answer, answer.detail, result.transaction_id)

    async def remote_stop(self, command: RemoteStop, timeout_s: float) -> Answer:
        """Have a transaction ended (F03): stations know it by an id of their own. Raises: as `request`."""
        known = await self.central.store.read(transactions.find, self.key.id, command.transaction)
        if known is None:
            return Answer(Outcome.REJECTED, detail=f"There is no transaction {command.transaction} at this station")
        return await self.ask(call.RequestStopTransaction(transaction_id=known.reference), timeout_s)

    async def trigger(self, command: Trigger, timeout_s: float) -> Answer:
        """Have a message sent (F06): a status of each connector if none is named. Raises: as `request`."""
        if command.message != STATUS:
            return await self.ask(requests.trigger(command, command.evse, command.connector), timeout_s)
        if command.evse:
            # A status is one of a connector (F06.FR.13).
            return await self.ask(requests.trigger(command, command.evse, command.connector or 1), timeout_s)
        answers: dict[str, Answer] = {}
        for request in self.status_triggers(await self.connectors()):
            place = request.evse
            title = "the station" if place is None else f"connector {place.connector_id} of EVSE {place.id}"
            answers[title] = await self.try_to_ask(request, timeout_s)
        told = {title: answer.detail or "Accepted" for title, answer in answers.items()}
        detail = "; ".join(f"{title}: {status}" for title, status in told.items())
        return Answer(together(list(answers.values())), to_json(told), detail)

    def boot_trigger(self) -> call.TriggerMessage:
        """Return the request for a BootNotification."""
        return call.TriggerMessage(requested_message="BootNotification")

    def status_triggers(self, connectors: Sequence[tuple[int, int]]) -> list[call.TriggerMessage]:
        """Return the requests for the status of each connector (F06.FR.13)."""
        known = sorted({(evse, connector or 1) for evse, connector in connectors if evse} or {(1, 1)})
        status = Trigger(message=STATUS)
        return [requests.trigger(status, evse, connector) for evse, connector in known]
