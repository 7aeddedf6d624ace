"""Watching variables for the central system (OCPP 2.0.1 Part 2, N02 to N08)."""

from typing import cast

from csms_simulator.dialects.v2.availability import Availability
from csms_simulator.dialects.v2.conversation import why
from csms_simulator.dialects.v2.device_model import Found, Missing, Place
from csms_simulator.dialects.v2.monitors import LEAST_SEVERE, Monitor
from csms_simulator.dialects.v2.parts import in_parts
from csms_simulator.dialects.v2.times import to_text
from ocpp import v201
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import (
    ClearMonitoringResultType,
    ComponentVariableType,
    EventDataType,
    MonitoringDataType,
    SetMonitoringDataType,
    SetMonitoringResultType,
    VariableMonitoringType,
)

MONITORS_PER_REPORT = 25

_THRESHOLDS = frozenset({"UpperThreshold", "LowerThreshold"})
_CRITERIA = {"ThresholdMonitoring": _THRESHOLDS, "DeltaMonitoring": frozenset({"Delta"})}
"""The types of monitors that a criterion of a report stands for; periodic ones are not supported."""


class Monitoring(Availability):
    """Setting, listing and clearing monitors, and telling what they see."""

    @on("SetVariableMonitoring")
    def on_set_variable_monitoring(self, request: call.SetVariableMonitoring) -> call_result.SetVariableMonitoring:
        """Watch variables (N04): thresholds and changes."""
        return call_result.SetVariableMonitoring(
            set_monitoring_result=[self._monitor(wanted) for wanted in request.set_monitoring_data]
        )

    def _monitor(self, wanted: SetMonitoringDataType) -> SetMonitoringResultType:
        result = SetMonitoringResultType(
            status="Accepted",
            type=wanted.type,
            severity=wanted.severity,
            component=wanted.component,
            variable=wanted.variable,
            id=wanted.id,
        )
        found = self.variables.find(wanted.component, wanted.variable)
        if isinstance(found, Missing):
            result.status = found.value
        elif wanted.type not in _THRESHOLDS | {"Delta"} or (
            wanted.type in _THRESHOLDS and not found.variable.is_number
        ):
            result.status = "UnsupportedMonitorType"
        elif reason := self._monitor_refusal(wanted, found):
            result.status, result.status_info = "Rejected", why(reason)
        elif self.monitors.has_alike(wanted, found.variable, found.place):
            result.status = "Duplicate"
        else:
            text = self.variables.read(found) if found.variable.is_readable else ""
            result.id = self.monitors.put(wanted, found.variable, found.place, text).id
        return result

    def _monitor_refusal(self, wanted: SetMonitoringDataType, found: Found) -> str | None:
        if not 0 <= wanted.severity <= LEAST_SEVERE or (wanted.type == "Delta" and wanted.value < 0):
            return "ValueOutOfRange"
        if not found.variable.is_readable:
            return "WriteOnly"
        if wanted.id is None:
            return "OutOfMemory" if len(self.monitors) >= self.monitors.limit else None
        monitor = self.monitors.get(wanted.id)
        is_same = monitor is not None and (monitor.variable, monitor.place) == (found.variable, found.place)
        return None if is_same else "InvalidValue"  # N04.FR.16: an id stays with its variable

    @on("ClearVariableMonitoring")
    def on_clear_variable_monitoring(
        self, request: call.ClearVariableMonitoring
    ) -> call_result.ClearVariableMonitoring:
        """Stop watching (N06)."""
        return call_result.ClearVariableMonitoring(
            clear_monitoring_result=[
                ClearMonitoringResultType(
                    id=monitor_id, status="Accepted" if self.monitors.remove(monitor_id) else "NotFound"
                )
                for monitor_id in request.id
            ]
        )

    @on("SetMonitoringBase")
    def on_set_monitoring_base(self, request: call.SetMonitoringBase) -> call_result.SetMonitoringBase:
        """Choose a set of monitors (N03); this station has none from the factory."""
        self.monitors.base = str(request.monitoring_base)
        if self.monitors.base != "All":
            self.monitors.clear()
        return call_result.SetMonitoringBase(status="Accepted")

    @on("SetMonitoringLevel")
    def on_set_monitoring_level(self, request: call.SetMonitoringLevel) -> call_result.SetMonitoringLevel:
        """Choose how severe an event has to be in order to be told (N05)."""
        if request.severity > LEAST_SEVERE:
            return call_result.SetMonitoringLevel(status="Rejected", status_info=why("ValueOutOfRange"))
        self.monitors.level = request.severity
        return call_result.SetMonitoringLevel(status="Accepted")

    @on("GetMonitoringReport")
    def on_get_monitoring_report(self, request: call.GetMonitoringReport) -> call_result.GetMonitoringReport:
        """List monitors by type and by what they watch (N02)."""
        monitors = list(self.monitors)
        if request.monitoring_criteria is not None:
            types = {kind for criterion in request.monitoring_criteria for kind in _CRITERIA.get(str(criterion), ())}
            monitors = [monitor for monitor in monitors if monitor.type in types]
        if request.component_variable is not None:
            monitors = self._watching(monitors, request.component_variable)
        if not monitors:
            return call_result.GetMonitoringReport(status="EmptyResultSet", status_info=why("NotFound"))
        parts = in_parts(self._monitoring_data(monitors), MONITORS_PER_REPORT)
        for number, part in enumerate(parts):
            self.post(
                call.NotifyMonitoringReport(
                    request_id=request.request_id,
                    seq_no=number,
                    generated_at=self.timestamp(),
                    tbc=number < len(parts) - 1,
                    monitor=part,
                )
            )
        return call_result.GetMonitoringReport(status="Accepted")

    def _watching(self, monitors: list[Monitor], names: list[ComponentVariableType]) -> list[Monitor]:
        wanted = {
            (found.variable.key, found.place)
            for name in names
            for found in self.variables.matching(name.component, name.variable)
        }
        return [monitor for monitor in monitors if (monitor.variable.key, monitor.place) in wanted]

    def _monitoring_data(self, monitors: list[Monitor]) -> list[MonitoringDataType]:
        """Return monitors as reports have them, those of the same variable together."""
        watched: dict[tuple[tuple[str, str, str], Place], list[Monitor]] = {}
        for monitor in monitors:
            watched.setdefault((monitor.variable.key, monitor.place), []).append(monitor)
        return [
            MonitoringDataType(
                component=alike[0].variable.component_at(alike[0].place),
                variable=alike[0].variable.variable,
                variable_monitoring=[_told(monitor, self.version) for monitor in alike],
            )
            for alike in watched.values()
        ]

    def look_at_monitored(self) -> None:
        """Tell what monitors see now (N07, N08)."""
        for monitor in self.monitors:
            value = self.variables.read(Found(monitor.variable, monitor.place))
            is_alert = monitor.look(value)
            if is_alert is not None and monitor.severity <= self.monitors.level:
                self.notify_event(self._event(monitor, value, is_alert=is_alert))

    def _event(self, monitor: Monitor, value: str, *, is_alert: bool) -> EventDataType:
        return EventDataType(
            event_id=next(self.event_numbers),
            timestamp=to_text(self.now()),
            trigger="Delta" if monitor.type == "Delta" else "Alerting",
            actual_value=value,
            cleared=None if is_alert else True,
            event_notification_type="CustomMonitor",
            component=monitor.variable.component_at(monitor.place),
            variable=monitor.variable.variable,
            variable_monitoring_id=monitor.id,
        )


def _told(monitor: Monitor, version: str) -> VariableMonitoringType:
    if version == "2.0.1":  # which does not tell whose monitor it is
        told = v201.datatypes.VariableMonitoringType(
            id=monitor.id,
            transaction=monitor.is_of_transaction,
            value=monitor.value,
            type=monitor.type,
            severity=monitor.severity,
        )
        return cast(VariableMonitoringType, told)
    return VariableMonitoringType(
        id=monitor.id,
        transaction=monitor.is_of_transaction,
        value=monitor.value,
        type=monitor.type,
        severity=monitor.severity,
        event_notification_type="CustomMonitor",
    )
