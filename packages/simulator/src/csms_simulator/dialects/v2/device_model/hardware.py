"""The parts of a station that can be touched, and their variables (OCPP 2.0.1 Part 2 appendices, 3.2)."""

from functools import partial
from typing import TYPE_CHECKING

from csms_simulator.dialects.v2.device_model.variable import Level, Place, Variable
from csms_simulator.dialects.v2.words import connector_status, evse_status
from csms_simulator.model.evse import Evse
from ocpp.v21.enums import ConnectorStatusEnumType, DataEnumType, MutabilityEnumType

if TYPE_CHECKING:
    from csms_simulator.dialects.v2.conversation import Conversation

STATUSES = tuple(status.value for status in ConnectorStatusEnumType)

station = partial(Variable, component="ChargingStation")
evse = partial(Variable, component="EVSE", level=Level.EVSE)
connector = partial(Variable, component="Connector", level=Level.CONNECTOR)


def _evse(conversation: "Conversation", place: Place) -> Evse:
    return conversation.model.evse(place.evse_id or 1)


def _supply_phases(conversation: "Conversation", place: Place) -> str:
    evses = conversation.model.layout.evses
    return str(max(layout.phases for layout in evses) if place.evse_id is None else evses[place.evse_id - 1].phases)


def _power_w(conversation: "Conversation", place: Place) -> str:
    return f"{_evse(conversation, place).reading(conversation.now()).power_w:.1f}"


def _connector_type(conversation: "Conversation", place: Place) -> str:
    return _evse(conversation, place).layout.connectors[(place.connector_id or 1) - 1].type


def _has_broken_lock(conversation: "Conversation", place: Place) -> str:
    return "true" if _evse(conversation, place).lock_is_broken else "false"


VARIABLES = (
    station(
        name="AvailabilityState",
        data_type=DataEnumType.option_list,
        source=lambda conversation, _: connector_status(conversation.model.status),
        values=STATUSES,
    ),
    station(name="Available", data_type=DataEnumType.boolean, source="true"),
    station(name="Problem", data_type=DataEnumType.boolean, source=lambda c, _: _truth(c.model.status == "Faulted")),
    station(name="SupplyPhases", data_type=DataEnumType.integer, source=_supply_phases, min_limit=1, max_limit=3),
    station(name="Model", data_type=DataEnumType.string, source=lambda c, _: c.model.layout.model),
    station(name="VendorName", data_type=DataEnumType.string, source=lambda c, _: c.model.layout.vendor),
    station(name="SerialNumber", data_type=DataEnumType.string, source=lambda c, _: c.serial_number),
    station(name="FirmwareVersion", data_type=DataEnumType.string, source=lambda c, _: c.model.layout.firmware_version),
    evse(
        name="AvailabilityState",
        data_type=DataEnumType.option_list,
        source=lambda conversation, place: evse_status(_evse(conversation, place)),
        values=STATUSES,
    ),
    evse(name="Available", data_type=DataEnumType.boolean, source="true"),
    evse(name="AllowReset", data_type=DataEnumType.boolean, source="true"),
    evse(
        name="Power",
        data_type=DataEnumType.decimal,
        source=_power_w,
        unit="W",
        min_limit=0,
        max_limit=lambda conversation, place: _evse(conversation, place).layout.max_power_w,
    ),
    evse(name="SupplyPhases", data_type=DataEnumType.integer, source=_supply_phases, min_limit=1, max_limit=3),
    connector(
        name="AvailabilityState",
        data_type=DataEnumType.option_list,
        source=lambda conversation, place: connector_status(_evse(conversation, place).status(place.connector_id or 1)),
        values=STATUSES,
    ),
    connector(name="Available", data_type=DataEnumType.boolean, source="true"),
    connector(name="ConnectorType", data_type=DataEnumType.string, source=_connector_type),
    connector(name="SupplyPhases", data_type=DataEnumType.integer, source=_supply_phases, min_limit=1, max_limit=3),
    Variable(
        component="ConnectorPlugRetentionLock",
        name="Problem",
        level=Level.CONNECTOR,
        data_type=DataEnumType.boolean,
        source=_has_broken_lock,
    ),
    Variable(
        component="TokenReader",
        name="Enabled",
        data_type=DataEnumType.boolean,
        mutability=MutabilityEnumType.read_only,
        source="true",
    ),
)
"""What every station has."""


def _truth(is_so: bool) -> str:
    return "true" if is_so else "false"
