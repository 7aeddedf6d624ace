"""What is shown of stations."""

from datetime import datetime

from msgspec import Struct

from csms.console.output import Column, place, text, time, yes_no
from csms.domain.variables import VariableName


class Connector(Struct, frozen=True):
    """What is shown of a connector."""

    evse: int
    connector: int
    status: str
    since: datetime
    error_code: str | None
    error_info: str | None
    vendor_error_code: str | None


class Station(Struct, frozen=True):
    """What is shown of a station in a list."""

    identity: str
    site: int | None
    admission: str
    is_connected: bool
    version: str | None
    vendor: str | None
    model: str | None
    firmware: str | None
    last_seen_at: datetime | None
    connectors: list[Connector]


class WholeStation(Station, frozen=True, kw_only=True):
    """What is shown of one station."""

    note: str
    security_profile: int
    is_free: bool
    is_strict: bool
    response_delay_s: float
    time_zone: str
    subprotocol: str | None
    tolerances: list[str] | None
    has_password: bool
    certificate_name: str | None
    certificate_issuer: str | None
    boot_reason: str | None
    serial_number: str | None
    remote_address: str | None
    connected_at: datetime | None
    disconnected_at: datetime | None
    booted_at: datetime | None
    created_at: datetime


class StatusReport(Struct, frozen=True):
    """What is shown of a report of a connector's status."""

    evse: int
    connector: int
    status: str
    reported_at: datetime
    error_code: str | None
    error_info: str | None
    vendor_error_code: str | None


class Variable(Struct, frozen=True):
    """What is shown of a variable."""

    component: str
    component_instance: str
    evse: int
    connector: int
    variable: str
    variable_instance: str
    attribute: str
    value: str | None
    mutability: str | None
    reported_at: datetime


def _short(connector: Connector) -> str:
    return f"{place(connector.evse, connector.connector)} {connector.status}"


def _error(report: Connector | StatusReport) -> str:
    words = [report.error_code, report.error_info, report.vendor_error_code]
    return text(" ".join(word for word in words if word and word != "NoError"))


def _name(row: Variable) -> str:
    return str(
        VariableName(
            component=row.component,
            variable=row.variable,
            component_instance=row.component_instance,
            evse=row.evse,
            connector=row.connector,
            variable_instance=row.variable_instance,
            attribute=row.attribute,
        )
    )


COLUMNS = (
    Column[Station]("station", lambda row: row.identity),
    Column[Station]("admission", lambda row: row.admission),
    Column[Station]("connected", lambda row: yes_no(row.is_connected)),
    Column[Station]("OCPP", lambda row: text(row.version)),
    Column[Station]("vendor", lambda row: text(row.vendor)),
    Column[Station]("model", lambda row: text(row.model)),
    Column[Station]("firmware", lambda row: text(row.firmware)),
    Column[Station]("connectors", lambda row: text(", ".join(map(_short, row.connectors)))),
    Column[Station]("last seen", lambda row: time(row.last_seen_at)),
)
CONNECTOR_COLUMNS = (
    Column[Connector]("connector", lambda row: place(row.evse, row.connector)),
    Column[Connector]("status", lambda row: row.status),
    Column[Connector]("since", lambda row: time(row.since)),
    Column[Connector]("error", _error),
)
STATUS_COLUMNS = (
    Column[StatusReport]("reported", lambda row: time(row.reported_at)),
    Column[StatusReport]("connector", lambda row: place(row.evse, row.connector)),
    Column[StatusReport]("status", lambda row: row.status),
    Column[StatusReport]("error", _error),
)
VARIABLE_COLUMNS = (
    Column[Variable]("variable", _name),
    Column[Variable]("value", lambda row: text(row.value)),
    Column[Variable]("mutability", lambda row: text(row.mutability)),
    Column[Variable]("reported", lambda row: time(row.reported_at)),
)
