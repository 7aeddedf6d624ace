"""The logical components that have to do with the central system: the link, security, reports, display and cost.

OCPP 2.0.1 Part 2 appendices, 3.1, and Part 2, Referenced Components and Variables.
"""

from typing import TYPE_CHECKING

from csms_simulator.dialects.v2.device_model.kinds import (
    BYTES_PER_MESSAGE,
    ITEMS_PER_MESSAGE,
    READ_WRITE,
    boolean,
    date_time,
    integer,
    member_list,
    option,
    sequence_list,
    string,
)
from csms_simulator.dialects.v2.device_model.variable import Setting, Variable
from csms_simulator.dialects.v2.times import to_text
from ocpp.v21.enums import MutabilityEnumType

if TYPE_CHECKING:
    from csms_simulator.dialects.v2.conversation import Conversation

DISPLAY_FORMATS = ("ASCII", "UTF8")
DISPLAY_PRIORITIES = ("AlwaysFront", "InFront", "NormalCycle")
DISPLAY_STATES = ("Charging", "Faulted", "Idle", "Unavailable", "Suspended")


def _set_heartbeat_interval(conversation: "Conversation", text: str) -> None:
    conversation.host.heartbeat_interval_s = float(text)


def _set_attempts(conversation: "Conversation", text: str) -> None:
    conversation.host.outbox.queue.attempts = int(text)


def _set_attempt_interval(conversation: "Conversation", text: str) -> None:
    conversation.host.outbox.queue.interval_s = float(text)


def _set_password(conversation: "Conversation", text: str) -> None:
    conversation.host.change_password(text.encode())


_COMMUNICATION = (
    integer(component="OCPPCommCtrlr", name="ActiveNetworkProfile", source=lambda c, _: str(c.active_network_profile)),
    member_list(
        component="OCPPCommCtrlr", name="FileTransferProtocols", source="HTTPS", values=("HTTP", "HTTPS", "FTP", "SFTP")
    ),
    integer(
        component="OCPPCommCtrlr",
        name="HeartbeatInterval",
        mutability=READ_WRITE,
        source=lambda c, _: f"{c.host.heartbeat_interval_s:.0f}",
        write=_set_heartbeat_interval,
        unit="s",
        min_limit=1,
    ),
    integer(
        component="OCPPCommCtrlr",
        name="MessageTimeout",
        instance="Default",
        source="30",
        unit="s",
        min_limit=1,
    ),
    integer(
        component="OCPPCommCtrlr",
        name="MessageAttemptInterval",
        instance="TransactionEvent",
        mutability=READ_WRITE,
        source=lambda c, _: f"{c.host.outbox.queue.interval_s:.0f}",
        write=_set_attempt_interval,
        unit="s",
        min_limit=0,
    ),
    integer(
        component="OCPPCommCtrlr",
        name="MessageAttempts",
        instance="TransactionEvent",
        mutability=READ_WRITE,
        source=lambda c, _: str(c.host.outbox.queue.attempts),
        write=_set_attempts,
        min_limit=1,
        max_limit=100,
    ),
    sequence_list(
        component="OCPPCommCtrlr",
        name="NetworkConfigurationPriority",
        mutability=READ_WRITE,
        source="1",
        values=("1", "2", "3", "4"),
        may_be_empty=False,
        needs_reboot=True,
    ),
    integer(
        component="OCPPCommCtrlr",
        name="NetworkProfileConnectionAttempts",
        mutability=READ_WRITE,
        source="3",
        min_limit=1,
    ),
    integer(
        component="OCPPCommCtrlr", name="OfflineThreshold", mutability=READ_WRITE, source="60", unit="s", min_limit=0
    ),
    boolean(component="OCPPCommCtrlr", name="QueueAllMessages", source="false"),
    integer(component="OCPPCommCtrlr", name="ResetRetries", mutability=READ_WRITE, source="1", min_limit=0),
    integer(
        component="OCPPCommCtrlr",
        name="RetryBackOffRandomRange",
        mutability=READ_WRITE,
        source="2",
        unit="s",
        min_limit=0,
    ),
    integer(component="OCPPCommCtrlr", name="RetryBackOffRepeatTimes", mutability=READ_WRITE, source="4", min_limit=0),
    integer(
        component="OCPPCommCtrlr",
        name="RetryBackOffWaitMinimum",
        mutability=READ_WRITE,
        source="2",
        unit="s",
        min_limit=1,
    ),
    boolean(
        component="OCPPCommCtrlr",
        name="UnlockOnEVSideDisconnect",
        mutability=READ_WRITE,
        source=Setting("unlock_on_ev_disconnect"),
    ),
    integer(
        component="OCPPCommCtrlr",
        name="WebSocketPingInterval",
        mutability=READ_WRITE,
        source="60",
        unit="s",
        min_limit=0,
    ),
    string(component="SecurityCtrlr", name="Identity", source=lambda c, _: c.host.identity),
    integer(component="SecurityCtrlr", name="SecurityProfile", source="1", min_limit=0, max_limit=3),
    string(component="SecurityCtrlr", name="OrganizationName", mutability=READ_WRITE, source="CSMS", max_limit=64),
    integer(
        component="SecurityCtrlr",
        name="CertificateEntries",
        source=lambda c, _: str(len(c.certificates)),
        min_limit=0,
        max_limit=lambda c, _: c.certificates.limit,
    ),
    integer(component="SecurityCtrlr", name="MaxCertificateChainSize", source="10000"),
    integer(
        component="ClockCtrlr", name="TimeAdjustmentReportingThreshold", mutability=READ_WRITE, source="20", unit="s"
    ),
    date_time(
        component="ClockCtrlr",
        name="DateTime",
        source=lambda c, _: to_text(c.now()),
    ),
    sequence_list(
        component="ClockCtrlr",
        name="TimeSource",
        mutability=READ_WRITE,
        source="Heartbeat",
        values=("Heartbeat",),
        may_be_empty=False,
    ),
    *(
        integer(component="DeviceDataCtrlr", name=name, instance=instance, source=source, min_limit=1)
        for name, source in (("BytesPerMessage", BYTES_PER_MESSAGE), ("ItemsPerMessage", ITEMS_PER_MESSAGE))
        for instance in ("GetReport", "GetVariables", "SetVariables")
    ),
)

_MONITORING = (
    boolean(component="MonitoringCtrlr", name="Available", source="true"),
    boolean(component="MonitoringCtrlr", name="Enabled", source="true"),
    *(
        integer(component="MonitoringCtrlr", name=name, instance=instance, source=source, min_limit=1)
        for name, source in (("BytesPerMessage", BYTES_PER_MESSAGE), ("ItemsPerMessage", ITEMS_PER_MESSAGE))
        for instance in ("SetVariableMonitoring", "ClearVariableMonitoring")
    ),
    option(
        component="MonitoringCtrlr",
        name="ActiveMonitoringBase",
        source=lambda c, _: c.monitors.base,
        values=("All", "FactoryDefault", "HardWiredOnly"),
    ),
    integer(
        component="MonitoringCtrlr",
        name="ActiveMonitoringLevel",
        source=lambda c, _: str(c.monitors.level),
        min_limit=0,
        max_limit=9,
    ),
)

_DISPLAY_AND_COST = (
    boolean(component="DisplayMessageCtrlr", name="Available", source="true"),
    boolean(component="DisplayMessageCtrlr", name="Enabled", mutability=READ_WRITE, source="true"),
    integer(
        component="DisplayMessageCtrlr",
        name="DisplayMessages",
        source=lambda c, _: str(len(c.display_messages)),
        min_limit=0,
        max_limit=lambda c, _: c.display_messages.limit,
    ),
    integer(component="DisplayMessageCtrlr", name="PersonalMessageSize", source="512"),
    member_list(
        component="DisplayMessageCtrlr",
        name="SupportedFormats",
        source=",".join(DISPLAY_FORMATS),
        values=DISPLAY_FORMATS,
    ),
    member_list(
        component="DisplayMessageCtrlr",
        name="SupportedPriorities",
        source=",".join(DISPLAY_PRIORITIES),
        values=DISPLAY_PRIORITIES,
    ),
    member_list(
        component="DisplayMessageCtrlr", name="SupportedStates", source=",".join(DISPLAY_STATES), values=DISPLAY_STATES
    ),
    *(
        boolean(component="TariffCostCtrlr", name=name, instance=instance, source="true")
        for name in ("Available", "Enabled")
        for instance in ("Tariff", "Cost")
    ),
    string(component="TariffCostCtrlr", name="Currency", mutability=READ_WRITE, source="EUR", max_limit=3),
    boolean(component="ISO15118Ctrlr", name="Available", source="false"),
    boolean(component="ISO15118Ctrlr", name="Enabled", source="false"),
    boolean(component="ISO15118Ctrlr", name="ContractValidationOffline", source="false"),
)


def _password(longest: int) -> Variable:
    return string(
        component="SecurityCtrlr",
        name="BasicAuthPassword",
        mutability=MutabilityEnumType.write_only,
        write=_set_password,
        min_limit=16,
        max_limit=longest,
    )


def _fallback_messages(language: str | None) -> tuple[Variable, ...]:
    return tuple(
        string(
            component="TariffCostCtrlr", name=name, instance=language, mutability=READ_WRITE, source=text, max_limit=255
        )
        for name, text in (
            ("TariffFallbackMessage", "The tariff is not known at the moment"),
            ("TotalCostFallbackMessage", "The cost is not known at the moment"),
        )
    )


VARIABLES = (*_COMMUNICATION, *_MONITORING, *_DISPLAY_AND_COST)
"""Of both versions."""

VARIABLES_OF_ONE = {
    "2.0.1": (_password(40), *_fallback_messages(None)),
    "2.1": (
        _password(64),
        *_fallback_messages("en"),
        option(component="DisplayMessageCtrlr", name="Language", source="en", values=("en",)),
        member_list(component="TxCtrlr", name="SupportedLimits", source="", values=()),
        boolean(component="SmartChargingCtrlr", name="SupportsDynamicProfiles", source="false"),
    ),
}
"""Those that only one version has, or has otherwise."""
