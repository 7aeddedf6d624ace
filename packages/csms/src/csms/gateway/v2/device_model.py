"""Variables and reports of them (OCPP 2.x Part 2, B05 to B08)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import Raw

from csms.domain.remote_control import Answer, GetConfiguration, Outcome, SetConfiguration
from csms.domain.variables import Variable, VariableName
from csms.gateway.commanding import Commanding
from csms.gateway.masking import without_secrets
from csms.gateway.outcomes import answer_of, answer_of_error, outcome_of, together
from csms.gateway.v2 import requests
from csms.gateway.wire import to_json
from csms.service import variables as service
from csms.storage import stations
from csms.storage import variables as rows
from ocpp.codec import encode_json
from ocpp.exceptions import NotImplementedError as NotServedError
from ocpp.exceptions import NotSupportedError, OCPPError
from ocpp.routing import on
from ocpp.v21 import call, call_result, datatypes

CUSTOMARY_SIZE = 20
"""How many variables go into a request to a station that names no limit: long messages break some (quirk 41)."""

_NOTHING_THERE = {"EmptyResultSet", "NotSupported"}

T = TypeVar("T")


class DeviceModel(Commanding):
    """Reads and changes variables, and takes reports."""

    @on("NotifyReport")
    async def on_notify_report(self, request: call.NotifyReport) -> call_result.NotifyReport:
        """Take a part of a report (B07, B08)."""
        told = [each for data in request.report_data or () for each in _reported(data)]
        now = self.now()
        await self.record(service.take_report, request.request_id, request.seq_no, told, now, is_last=not request.tbc)
        return call_result.NotifyReport()

    async def get_configuration(self, command: GetConfiguration, timeout_s: float) -> Answer:
        """Read variables (B06); all of them by a report, whose parts come after the answer (B07).

        Raises: as `request`.
        """
        if not command.names:
            answer = await self._ask_for_report(timeout_s)
            if answer.outcome is not Outcome.ACCEPTED:
                return answer
            return Answer(answer.outcome, answer.answer, "The report comes in parts; see the station's variables")
        names = list(dict.fromkeys(VariableName.parse(text) for text in command.names))
        results: list[datatypes.GetVariableResultType] = []
        for piece in await self._pieces(names, "GetVariables"):
            answer = await self.request(requests.get_variables(piece), timeout_s=timeout_s)
            results += answer.get_variable_result
        await self._store(_values(results))
        told = {str(_name(each)): str(each.attribute_status) for each in results}
        values = without_secrets({str(_name(each)): each.attribute_value for each in results if _is_good(each)})
        unknown = [name for name, status in told.items() if status != "Accepted"]
        detail = "; ".join(f"{name}: {told[name]}" for name in unknown) or None
        return Answer(Outcome.ACCEPTED, to_json({"values": values, "unknown": unknown}), detail)

    async def set_configuration(self, command: SetConfiguration, timeout_s: float) -> Answer:
        """Change variables (B05), as many at a time as the station takes. Raises: as `request`."""
        values = {VariableName.parse(text): value for text, value in command.values.items()}
        told: dict[str, str] = {}
        for piece in await self._pieces(list(values.items()), "SetVariables"):
            answer = await self.request(requests.set_variables(piece), timeout_s=timeout_s)
            results = {_name(each): str(each.attribute_status) for each in answer.set_variable_result}
            told |= {str(name): status for name, status in results.items()}
            done = [name for name, status in results.items() if outcome_of(status) is Outcome.ACCEPTED]
            await self._store([_variable(name, values[name]) for name in done if name in values])
        detail = "; ".join(f"{name}: {status}" for name, status in told.items())
        outcomes = [Answer(_outcome_of_set(status)) for status in told.values()]
        return Answer(together(outcomes) if outcomes else Outcome.FAILED, to_json(told), detail)

    async def take_answer(self, action: str, answer: Raw) -> None:
        """Record the variables in the answer to a raw GetVariables."""
        if action != "GetVariables":
            return
        try:
            told = msgspec.json.decode(answer, type=call_result.GetVariables)
        except (ValueError, RecursionError):
            return  # it is shown as it is
        await self._store(_values(told.get_variable_result))

    async def read_variables(self, firmware: str | None) -> None:
        """Have the station report all its variables (B07.FR.14). Raises: OCPPError, TimeoutError."""
        await self._ask_for_report(self.central.call_timeout_s, firmware)

    async def _ask_for_report(self, timeout_s: float, firmware: str | None = None) -> Answer:
        now = self.now()
        if firmware is None:
            firmware = (await self.central.store.read(stations.get, self.key.id)).firmware
        request_id = await self.write(service.begin_report, firmware, now)
        request = call.GetBaseReport(request_id=request_id, report_base="FullInventory")
        try:
            result = await self.request(request, timeout_s=timeout_s)
        except OCPPError as error:
            if isinstance(error, NotServedError | NotSupportedError):
                await self.write(service.finish_report, request_id, now)
            return answer_of_error(error)
        if str(result.status) in _NOTHING_THERE:
            await self.write(service.finish_report, request_id, now)
        return answer_of(encode_json(result))

    async def _pieces(self, items: Sequence[T], action: str) -> list[list[T]]:
        """Return items in pieces of as many as the station takes (B05.FR.11, B06.FR.05)."""
        name = VariableName("DeviceDataCtrlr", "ItemsPerMessage", variable_instance=action)
        text = await self.central.store.read(rows.value, self.key.id, name)
        size = int(text) if text and text.isdecimal() and int(text) > 0 else CUSTOMARY_SIZE
        return [list(items[start : start + size]) for start in range(0, len(items), size)]

    async def _store(self, told: Iterable[Variable]) -> None:
        await self.write(service.store_variables, list(told), self.now())


def _reported(data: datatypes.ReportDataType) -> list[Variable]:
    characteristics = None if data.variable_characteristics is None else to_json(data.variable_characteristics)
    return [
        _variable(
            requests.name_of(data.component, data.variable, each.type),
            each.value,
            str(each.mutability or "ReadWrite"),
            characteristics,
        )
        for each in data.variable_attribute
    ]


def _values(results: Iterable[datatypes.GetVariableResultType]) -> list[Variable]:
    return [_variable(_name(each), each.attribute_value) for each in results if _is_good(each)]


def _outcome_of_set(status: str) -> Outcome:
    unknown = {"NotSupportedAttributeType", "UnknownComponent", "UnknownVariable"}
    return Outcome.NOT_SUPPORTED if status in unknown else outcome_of(status)


def _is_good(result: datatypes.GetVariableResultType) -> bool:
    return str(result.attribute_status) == "Accepted"


def _name(result: datatypes.GetVariableResultType | datatypes.SetVariableResultType) -> VariableName:
    return requests.name_of(result.component, result.variable, result.attribute_type)


def _variable(
    name: VariableName, value: str | None, mutability: str | None = None, characteristics: str | None = None
) -> Variable:
    masked: Mapping[str, str | None] = without_secrets({name.variable: value})
    return Variable(name, masked[name.variable], mutability, characteristics)
