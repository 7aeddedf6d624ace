"""Starting, variables and reports (OCPP 2.0.1 Part 2, B)."""

from collections.abc import Iterable

from csms_simulator.dialects.dialect import Boot
from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.device_model import Found, Missing
from csms_simulator.dialects.v2.parts import in_parts
from csms_simulator.dialects.v2.times import from_text
from csms_simulator.model.facts import BootCause
from csms_simulator.model.outcomes import ResetOutcome
from ocpp.exceptions import OccurrenceConstraintViolationError
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import (
    ChargingStationType,
    ComponentVariableType,
    GetVariableDataType,
    GetVariableResultType,
    SetVariableDataType,
    SetVariableResultType,
    VariableType,
)

VARIABLES_PER_REPORT = 25
"""How many variables one NotifyReport tells of."""

NETWORK_PROFILE_SLOTS = range(1, 5)

_SUMMARY = frozenset({"availabilitystate", "available", "enabled", "problem", "fallback", "tripped", "overload"})
"""What SummaryInventory tells of: whether components work (B07.FR.09)."""
_CRITERIA_TRUE_BY_DEFAULT = frozenset({"Active", "Available", "Enabled"})
"""A component without a variable of this name is taken to be so (B08.FR.08 to 10)."""


class Provisioning(Conversation):
    """Everything that sets a station up."""

    async def boot(self, cause: BootCause) -> Boot:
        """Send a BootNotification and return the answer. Raises: OCPPError, TimeoutError."""
        layout = self.model.layout
        answer = await self.request(
            call.BootNotification(
                reason=cause.value,
                charging_station=ChargingStationType(
                    model=layout.model,
                    vendor_name=layout.vendor,
                    serial_number=self.serial_number,
                    firmware_version=layout.firmware_version,
                ),
            )
        )
        self.registration = str(answer.status)
        return Boot(self.registration, answer.interval, from_text(answer.current_time))

    @on("GetVariables")
    def on_get_variables(self, request: call.GetVariables) -> call_result.GetVariables:
        """Read variables (B06)."""
        self._limit_items("GetVariables", len(request.get_variable_data))
        return call_result.GetVariables(
            get_variable_result=[self._read_variable(wanted) for wanted in request.get_variable_data]
        )

    def _read_variable(self, wanted: GetVariableDataType) -> GetVariableResultType:
        result = GetVariableResultType(
            attribute_status="Accepted",
            component=wanted.component,
            variable=wanted.variable,
            attribute_type=wanted.attribute_type,
        )
        found = self.variables.find(wanted.component, wanted.variable)
        if isinstance(found, Missing):
            result.attribute_status = found.value
        elif not _is_actual(wanted.attribute_type):
            result.attribute_status = "NotSupportedAttributeType"
        elif not found.variable.is_readable:
            result.attribute_status = "Rejected"
            result.attribute_status_info = why("WriteOnly")
        else:
            result.attribute_value = self.variables.read(found)
        return result

    @on("SetVariables")
    def on_set_variables(self, request: call.SetVariables) -> call_result.SetVariables:
        """Set variables (B05)."""
        self._limit_items("SetVariables", len(request.set_variable_data))
        results = [self._set_variable(wanted) for wanted in request.set_variable_data]
        self.host.changed()
        return call_result.SetVariables(set_variable_result=results)

    def _set_variable(self, wanted: SetVariableDataType) -> SetVariableResultType:
        result = SetVariableResultType(
            attribute_status="Accepted",
            component=wanted.component,
            variable=wanted.variable,
            attribute_type=wanted.attribute_type,
        )
        found = self.variables.find(wanted.component, wanted.variable)
        if isinstance(found, Missing):
            result.attribute_status = found.value
        elif not _is_actual(wanted.attribute_type):
            result.attribute_status = "NotSupportedAttributeType"
        elif reason := self.variables.refusal(found, wanted.attribute_value):
            result.attribute_status = "Rejected"
            result.attribute_status_info = why(reason)
        else:
            self.variables.set(found, wanted.attribute_value)
            if found.variable.needs_reboot:
                result.attribute_status = "RebootRequired"
        return result

    def _limit_items(self, action: str, count: int) -> None:
        """Refuse a request with more items than the device model allows (B05.FR.11, B06.FR.05, B08.FR.06)."""
        limit = int(self.variables.value("DeviceDataCtrlr", "ItemsPerMessage", action))
        if count > limit:
            raise OccurrenceConstraintViolationError(details={"cause": f"More than {limit} items"})

    @on("GetBaseReport")
    def on_get_base_report(self, request: call.GetBaseReport) -> call_result.GetBaseReport:
        """Tell of all variables, of those that can be set, or of those that say whether all is well (B07)."""
        match request.report_base:
            case "FullInventory":
                wanted = list(self.variables)
            case "ConfigurationInventory":
                wanted = [found for found in self.variables if found.variable.is_writable]
            case _:
                wanted = [found for found in self.variables if found.variable.name.casefold() in _SUMMARY]
        self._notify_report(request.request_id, wanted)
        return call_result.GetBaseReport(status="Accepted")

    @on("GetReport")
    def on_get_report(self, request: call.GetReport) -> call_result.GetReport:
        """Tell of the components and variables that are named, or that meet a criterion (B08)."""
        named = request.component_variable
        self._limit_items("GetReport", len(named or ()))
        wanted = list(self.variables) if named is None else self._named(named)
        if request.component_criteria is not None:
            criteria = [str(criterion) for criterion in request.component_criteria]
            wanted = [found for found in wanted if any(self._meets(found, criterion) for criterion in criteria)]
        if not wanted:
            return call_result.GetReport(status="EmptyResultSet", status_info=why("NotFound"))
        self._notify_report(request.request_id, wanted)
        return call_result.GetReport(status="Accepted")

    def _named(self, names: Iterable[ComponentVariableType]) -> list[Found]:
        """Return each variable that is named, once."""
        found = {
            (match.variable.key, match.place): match
            for name in names
            for match in self.variables.matching(name.component, name.variable)
        }
        return list(found.values())

    def _meets(self, found: Found, criterion: str) -> bool:
        """Tell whether the component of a variable is in a state."""
        telling = self.variables.find(found.component, VariableType(name=criterion))
        if isinstance(telling, Missing):
            return criterion in _CRITERIA_TRUE_BY_DEFAULT
        return self.variables.read(telling) == "true"

    def _notify_report(self, request_id: int, wanted: list[Found]) -> None:
        generated_at = self.timestamp()
        parts = in_parts([self.variables.report(found) for found in wanted], VARIABLES_PER_REPORT)
        for number, part in enumerate(parts):
            self.post(
                call.NotifyReport(
                    request_id=request_id,
                    generated_at=generated_at,
                    seq_no=number,
                    tbc=number < len(parts) - 1,
                    report_data=part,
                ),
                is_asked=True,
            )

    @on("SetNetworkProfile")
    def on_set_network_profile(self, request: call.SetNetworkProfile) -> call_result.SetNetworkProfile:
        """Keep how another central system is reached (B09); the station goes on using its own URL."""
        profile, slot = request.connection_data, request.configuration_slot
        if slot not in NETWORK_PROFILE_SLOTS:
            return call_result.SetNetworkProfile(status="Rejected", status_info=why("ValueOutOfRange"))
        if profile.ocpp_transport != "JSON":
            return call_result.SetNetworkProfile(status="Rejected", status_info=why("UnsupportedParam"))
        if profile.security_profile < int(self.variables.value("SecurityCtrlr", "SecurityProfile")):
            return call_result.SetNetworkProfile(status="Rejected", status_info=why("ValueTooLow"))
        if not profile.ocpp_csms_url.startswith(("ws://", "wss://")):
            return call_result.SetNetworkProfile(status="Failed", status_info=why("InvalidURL"))
        self.network_profiles[slot] = profile
        return call_result.SetNetworkProfile(status="Accepted")

    @on("Reset")
    def on_reset(self, request: call.Reset) -> call_result.Reset:
        """Start anew, as a whole or one EVSE (B11, B12)."""
        if request.evse_id is not None and self.find_evse(request.evse_id) is None:
            return call_result.Reset(status="Rejected", status_info=why("UnknownEvse"))
        if request.type == "ImmediateAndResume":
            return call_result.Reset(status="Rejected", status_info=why("UnsupportedParam"))
        outcome = self.model.reset(self.now(), immediate=request.type == "Immediate", evse_id=request.evse_id)
        self.host.changed()
        return call_result.Reset(
            status=outcome.value,
            status_info=why("TxInProgress") if outcome is ResetOutcome.SCHEDULED else None,
        )


def _is_actual(attribute_type: str | None) -> bool:
    return attribute_type in {None, "Actual"}
