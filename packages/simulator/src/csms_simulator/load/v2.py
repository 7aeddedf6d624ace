"""Stations of OCPP 2.0.1 and 2.1: what they say here is the same in both."""

from collections.abc import Callable

from csms_simulator.load.conversation import Command
from csms_simulator.load.messages import NUMBER, TEXT, TIMESTAMP, Message, Payload, in_json
from csms_simulator.load.shared import Shared
from csms_simulator.load.station import Station
from csms_simulator.load.v2_commands import commands_of
from csms_simulator.model.facts import Token
from ocpp.v201 import call_result

TIMESTAMP_OF_METER = "2000-01-01T00:00:01Z"
"""Stands for the time as well, where a payload has two."""

ENERGY = NUMBER + 1
REMOTE_START_ID = NUMBER + 2
ID_TOKEN = "@1"  # noqa: S105 - what is printed on a card
ID_TOKEN_KIND = "MacAddress"  # noqa: S105
"""One that the schemas know, and that no station here has."""


class Messages:
    """What stations of one of the two versions say; made once for all of them."""

    def __init__(self, version: str, shared: Shared) -> None:
        def message(action: str, payload: Payload, *changing: str | int) -> Message:
            return Message(version, action, shared.statistics.exchange(action), payload, changing)

        def status(word: str) -> Message:
            payload = {"timestamp": TIMESTAMP, "connectorStatus": word, "evseId": NUMBER, "connectorId": 1}
            return message("StatusNotification", payload, TIMESTAMP, NUMBER)

        def event(kind: str, trigger: str, transaction: Payload, **more: object) -> Message:
            changing: list[str | int] = [TIMESTAMP, NUMBER, TEXT]
            if "remoteStartId" in transaction:
                changing.append(REMOTE_START_ID)
            if "idToken" in more:
                changing += [ID_TOKEN, ID_TOKEN_KIND]
            payload: dict[str, object] = {
                "eventType": kind,
                "timestamp": TIMESTAMP,
                "triggerReason": trigger,
                "seqNo": NUMBER,
                "transactionInfo": {"transactionId": TEXT, **transaction},
                **more,
            }
            if "meterValue" in more:
                changing += [TIMESTAMP_OF_METER, ENERGY]
            return message("TransactionEvent", payload, *changing)

        evse = {"id": 1, "connectorId": 1}
        station = {"vendorName": "CSMS", "model": "Load", "serialNumber": TEXT, "firmwareVersion": "1.0.0"}
        self.boot = message("BootNotification", {"chargingStation": station, "reason": "PowerUp"}, TEXT)
        self.heartbeat = message("Heartbeat", {})
        self.available = status("Available")
        self.occupied = status("Occupied")
        self.authorize = message(
            "Authorize", {"idToken": {"idToken": shared.settings.id_token, "type": Token("").kind}}
        )
        started: Payload = {"chargingState": "EVConnected"}
        token = {"idToken": ID_TOKEN, "type": ID_TOKEN_KIND}
        start: Payload = {"evse": evse, "idToken": token, "meterValue": [_meter_value("Transaction.Begin")]}
        self.start = event("Started", "Authorized", started, **start)
        self.remote_start = event("Started", "RemoteStart", {**started, "remoteStartId": REMOTE_START_ID}, **start)
        self.charging = event("Updated", "ChargingStateChanged", {"chargingState": "Charging"})
        periodic = [_meter_value("Sample.Periodic")]
        self.meter_values = event(
            "Updated", "MeterValuePeriodic", {"chargingState": "Charging"}, evse=evse, meterValue=periodic
        )
        self.stops = {
            reason: event(
                "Ended", trigger, {"chargingState": "EVConnected", "stoppedReason": reason},
                evse=evse, meterValue=[_meter_value("Transaction.End")],
            )
            for reason, trigger in (
                ("Local", "StopAuthorized"),
                ("Remote", "RemoteStop"),
                ("Reboot", "ResetCommand"),
                ("DeAuthorized", "Deauthorized"),
            )
        }  # fmt: skip


def _meter_value(context: str) -> Payload:
    def sample(value: float, measurand: str, unit: str, **more: str) -> Payload:
        return {"value": value, "context": context, "measurand": measurand, "unitOfMeasure": {"unit": unit}, **more}

    samples = [sample(ENERGY, "Energy.Active.Import.Register", "Wh")]
    if context == "Sample.Periodic":
        samples += [
            sample(7360.0, "Power.Active.Import", "W"),
            sample(32.0, "Current.Import", "A", phase="L1"),
            sample(230.0, "Voltage", "V", phase="L1-N"),
            sample(7360.0, "Power.Offered", "W"),
            sample(32.0, "Current.Offered", "A"),
            sample(50.0, "Frequency", "Hz"),
            sample(125.0, "Power.Reactive.Import", "var"),
        ]
    return {"timestamp": TIMESTAMP_OF_METER, "sampledValue": samples}


class Station2(Station):
    """A station of OCPP 2.0.1 or 2.1."""

    __slots__ = ("_messages", "_sequence", "_transactions", "remote_start_id", "transaction_id")

    def __init__(self, number: int, shared: Shared, messages: Messages) -> None:
        super().__init__(number, shared, messages.boot, messages.heartbeat)
        self._messages = messages
        self._sequence = 0
        self._transactions = 0
        self.transaction_id = ""
        self.remote_start_id: int | None = None

    def commands(self) -> dict[str, Command]:
        """Return what is done for each action."""
        return commands_of(self)

    def report_status(self, *, is_occupied: bool) -> None:
        """Say how the first connector is."""
        self.call(self._messages.occupied if is_occupied else self._messages.available, (self.shared.timestamp, 1))

    def report_charging(self) -> None:
        """Send the event that energy flows."""
        self.call(self._messages.charging, self._event(with_meter=False), is_about_transaction=True)

    def report_all_statuses(self) -> None:
        """Say how each EVSE's connector is."""
        messages = self._messages
        for evse_id in range(1, self.shared.settings.connectors + 1):
            is_in_use = evse_id == 1 and self.is_charging
            self.call(messages.occupied if is_in_use else messages.available, (self.shared.timestamp, evse_id))

    def authorize(self, on_accepted: Callable[[], object], on_refused: Callable[[], object]) -> None:
        """Ask whether the token may charge."""

        def judge(answer: call_result.Authorize) -> None:
            status = answer.id_token_info.status
            if status == "Accepted":
                on_accepted()
            else:
                self.token_refused("Authorize", status)
                on_refused()

        self.call(self._messages.authorize, (), judge, on_refused)

    def start_transaction(self, token: Token) -> None:
        """Send the event that a transaction has started; its id is the station's own."""
        self._transactions += 1
        self._sequence = 0
        self.transaction_id = f"{self.shared.run_id}-{self.number}-{self._transactions}"
        message, values = self._messages.start, self._event(with_meter=True)
        who = (in_json(token.id), in_json(token.kind))
        if self.remote_start_id is None:
            values = (*values[:3], *who, *values[3:])
        else:
            message, values = self._messages.remote_start, (*values[:3], self.remote_start_id, *who, *values[3:])
            self.remote_start_id = None
        self.call(message, values, self._started, self.charging_over, is_about_transaction=True)

    def _started(self, answer: call_result.TransactionEvent) -> None:
        status = "Accepted" if answer.id_token_info is None else answer.id_token_info.status
        if status != "Accepted":
            self.token_refused("TransactionEvent", status)
        self.transaction_started(is_authorized=status == "Accepted")

    def send_meter_values(self, on_done: Callable[..., object] | None = None) -> None:
        """Send an event with what the meter reads."""
        values = self._event(with_meter=True)
        self.call(self._messages.meter_values, values, on_done, on_done, is_about_transaction=on_done is None)

    def stop_transaction(self, reason: str, on_done: Callable[[], object]) -> None:
        """Send the event that the transaction has ended."""

        def stopped(_answer: object = None) -> None:
            on_done()

        self.call(
            self._messages.stops[reason], self._event(with_meter=True), stopped, stopped, is_about_transaction=True
        )

    def _event(self, *, with_meter: bool) -> tuple[bytes | int, ...]:
        """Return what changes in a TransactionEvent."""
        timestamp = self.shared.timestamp
        sequence = self._sequence
        self._sequence += 1
        if not with_meter:
            return timestamp, sequence, self.transaction_id.encode()
        return timestamp, sequence, self.transaction_id.encode(), timestamp, self.read_meter()
