"""Commands (OCPP 1.6, 5)."""

from collections.abc import Sequence
from typing import Any

from csms.domain.remote_control import (
    Answer,
    ChangeAvailability,
    ClearCache,
    Command,
    DataTransfer,
    GetConfiguration,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetPassword,
    Trigger,
    Unlock,
)
from csms.gateway.commanding import UnsendableError
from csms.gateway.greeting import Greeting
from csms.gateway.outcomes import together
from csms.gateway.v16 import passwords, requests
from csms.gateway.v16.smart_charging import SmartCharging, transaction_profile
from csms.gateway.wire import to_json
from csms.service import commands
from ocpp.model import Request
from ocpp.v16 import call

LARGEST_NUMBER = 2**31 - 1


class RemoteControl(SmartCharging, Greeting):
    """What the central system asks of a station."""

    def rendered(self, command: Command) -> list[Request[Any]]:
        """Return the requests that a command becomes."""
        match command:
            case RemoteStart():
                return [requests.remote_start(command)]
            case Reset():
                return [requests.reset(command)]
            case Unlock():
                return [requests.unlock(command)]
            case ChangeAvailability():
                return [requests.change_availability(command)]
            case Trigger():
                return [requests.trigger(command, command.evse)]
            case ClearCache():
                return [call.ClearCache()]
            case DataTransfer():
                return [requests.data_transfer(command)]
            case GetConfiguration():
                return [call.GetConfiguration(key=list(command.names))] if command.names else []
            case SetConfiguration():
                return [call.ChangeConfiguration(key=key, value=value) for key, value in command.values.items()]
            case SetPassword(password=str(password)):
                return [call.ChangeConfiguration(key=passwords.SETTING, value=passwords.key_of(password))]
            case _:
                return []

    async def remote_start(self, command: RemoteStart, timeout_s: float, number: int | None) -> Answer:  # noqa: ARG002 - 1.6 has no field for the number
        """Have a transaction started (5.11). Raises: as `request`."""
        profile = None
        if command.limit is not None:
            profile_id = await self.write(commands.next_number)
            profile = transaction_profile(profile_id, command.limit, self.now())
        return await self.ask(requests.remote_start(command, profile), timeout_s)

    async def remote_stop(self, command: RemoteStop, timeout_s: float) -> Answer:
        """Have a transaction ended (5.12): also one that we do not know. Raises: as `request`."""
        if not -LARGEST_NUMBER <= command.transaction <= LARGEST_NUMBER:
            raise UnsendableError("In OCPP 1.6 the numbers of transactions have 31 bits")
        return await self.ask(call.RemoteStopTransaction(transaction_id=command.transaction), timeout_s)

    async def trigger(self, command: Trigger, timeout_s: float) -> Answer:
        """Have a message sent (5.17): a status of each connector if none is named. Raises: as `request`."""
        if command.message != "StatusNotification" or command.evse is not None:
            return await self.ask(requests.trigger(command, command.evse), timeout_s)
        answers: dict[int, Answer] = {}
        for request in self.status_triggers(await self.connectors()):
            answers[request.connector_id or 0] = await self.try_to_ask(request, timeout_s)
        told = {f"connector {connector}": answer.detail or "Accepted" for connector, answer in answers.items()}
        detail = "; ".join(f"{place}: {status}" for place, status in told.items())
        return Answer(together(list(answers.values())), to_json(told), detail)

    def boot_trigger(self) -> call.TriggerMessage:
        """Return the request for a BootNotification."""
        return call.TriggerMessage(requested_message="BootNotification")

    def status_triggers(self, connectors: Sequence[tuple[int, int]]) -> list[call.TriggerMessage]:
        """Return the requests for the status of each connector: unasked, some tell of 0 alone (quirk 12)."""
        known = sorted({evse for evse, _ in connectors} | {0, 1})
        return [call.TriggerMessage(requested_message="StatusNotification", connector_id=evse) for evse in known]
