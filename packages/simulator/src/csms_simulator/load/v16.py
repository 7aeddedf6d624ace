"""Stations of OCPP 1.6."""

from collections.abc import Callable

from csms_simulator.load.conversation import Command
from csms_simulator.load.messages import NUMBER, TEXT, TIMESTAMP, Message, Payload, in_json
from csms_simulator.load.shared import Shared
from csms_simulator.load.station import Station
from csms_simulator.load.v16_commands import commands_of
from csms_simulator.model.facts import Token
from ocpp.v16 import call_result

VERSION = "1.6"


class Messages:
    """What stations of OCPP 1.6 say; made once for all of them."""

    def __init__(self, shared: Shared) -> None:
        def message(action: str, payload: Payload, *changing: str | int) -> Message:
            return Message(VERSION, action, shared.statistics.exchange(action), payload, changing)

        def status(word: str) -> Message:
            payload = {"connectorId": NUMBER, "errorCode": "NoError", "status": word, "timestamp": TIMESTAMP}
            return message("StatusNotification", payload, NUMBER, TIMESTAMP)

        self.boot = message(
            "BootNotification",
            {
                "chargePointVendor": "CSMS",
                "chargePointModel": "Load",
                "chargePointSerialNumber": TEXT,
                "firmwareVersion": "1.0.0",
            },
            TEXT,
        )
        self.heartbeat = message("Heartbeat", {})
        self.available = status("Available")
        self.preparing = status("Preparing")
        self.charging = status("Charging")
        self.finishing = status("Finishing")
        self.authorize = message("Authorize", {"idTag": shared.settings.id_token})
        start = {"connectorId": 1, "idTag": TEXT, "meterStart": NUMBER, "timestamp": TIMESTAMP}
        self.start = message("StartTransaction", start, TEXT, NUMBER, TIMESTAMP)
        self.meter_values = message(
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": NUMBER,
                "meterValue": [
                    {
                        "timestamp": TIMESTAMP,
                        "sampledValue": [
                            _sample(TEXT, "Energy.Active.Import.Register", "Wh"),
                            _sample("7360", "Power.Active.Import", "W"),
                            _sample("32.0", "Current.Import", "A", phase="L1"),
                            _sample("230.0", "Voltage", "V", phase="L1-N"),
                            _sample("7360", "Power.Offered", "W"),
                            _sample("32.0", "Current.Offered", "A"),
                            _sample("50.0", "Frequency"),
                            _sample("125", "Power.Reactive.Import", "var"),
                        ],
                    }
                ],
            },
            NUMBER,
            TIMESTAMP,
            TEXT,
        )
        stop: Payload = {"transactionId": NUMBER, "meterStop": NUMBER + 1, "timestamp": TIMESTAMP}
        self.stops = {
            reason: message("StopTransaction", {**stop, "reason": reason}, NUMBER, NUMBER + 1, TIMESTAMP)
            for reason in ("Local", "Remote", "Reboot", "DeAuthorized")
        }


def _sample(value: str, measurand: str, unit: str | None = None, **more: str) -> Payload:
    return {"value": value, "measurand": measurand, **({} if unit is None else {"unit": unit}), **more}


class Station16(Station):
    """A station of OCPP 1.6."""

    __slots__ = ("_messages", "transaction_id")

    def __init__(self, number: int, shared: Shared, messages: Messages) -> None:
        super().__init__(number, shared, messages.boot, messages.heartbeat)
        self._messages = messages
        self.transaction_id: int | None = None

    def commands(self) -> dict[str, Command]:
        """Return what is done for each action."""
        return commands_of(self)

    def report_status(self, *, is_occupied: bool) -> None:
        """Say how the first connector is."""
        self.call(self._messages.preparing if is_occupied else self._messages.available, (1, self.shared.timestamp))

    def report_charging(self) -> None:
        """Say that the first connector gives energy."""
        if self._link is not None:
            self.call(self._messages.charging, (1, self.shared.timestamp))

    def report_all_statuses(self) -> None:
        """Say how the charge point itself, 0, and its connectors are."""
        messages = self._messages
        for connector_id in range(self.shared.settings.connectors + 1):
            is_in_use = connector_id == 1 and self._transaction_is_open
            self.call(messages.charging if is_in_use else messages.available, (connector_id, self.shared.timestamp))

    def authorize(self, on_accepted: Callable[[], object], on_refused: Callable[[], object]) -> None:
        """Ask whether the idTag may charge."""

        def judge(answer: call_result.Authorize) -> None:
            status = answer.id_tag_info.status
            if status == "Accepted":
                on_accepted()
            else:
                self.token_refused("Authorize", status)
                on_refused()

        self.call(self._messages.authorize, (), judge, on_refused)

    def start_transaction(self, token: Token) -> None:
        """Send StartTransaction; its answer brings the transaction's id."""
        values = (in_json(token.id), self.read_meter(), self.shared.timestamp)
        self.call(self._messages.start, values, self._started, self.charging_over, is_about_transaction=True)

    def _started(self, answer: call_result.StartTransaction) -> None:
        self.transaction_id = answer.transaction_id
        status = answer.id_tag_info.status
        if status != "Accepted":
            self.token_refused("StartTransaction", status)
        self.transaction_started(is_authorized=status == "Accepted")

    def send_meter_values(self, on_done: Callable[..., object] | None = None) -> None:
        """Send MeterValues."""
        values = (self.transaction_id, self.shared.timestamp, b"%d" % self.read_meter())
        self.call(self._messages.meter_values, values, on_done, on_done, is_about_transaction=on_done is None)

    def stop_transaction(self, reason: str, on_done: Callable[[], object]) -> None:
        """Send StopTransaction."""

        def stopped(_answer: object = None) -> None:
            self.transaction_id = None
            on_done()

        if self._link is not None and not self.shared.tells_no_more:
            self.call(self._messages.finishing, (1, self.shared.timestamp))
        values = (self.transaction_id, self.read_meter(), self.shared.timestamp)
        self.call(self._messages.stops[reason], values, stopped, stopped, is_about_transaction=True)
