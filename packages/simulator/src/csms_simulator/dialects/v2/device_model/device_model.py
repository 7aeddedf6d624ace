"""Finding, reading and setting the variables of one station."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from csms_simulator.dialects.v2.device_model import central_controllers, charging_controllers, hardware
from csms_simulator.dialects.v2.device_model.variable import STATION, Level, Place, Setting, Variable, members
from csms_simulator.model.facts import TxPoint
from ocpp.v21.datatypes import (
    ComponentType,
    ReportDataType,
    VariableAttributeType,
    VariableCharacteristicsType,
    VariableType,
)
from ocpp.v21.enums import DataEnumType

if TYPE_CHECKING:
    from csms_simulator.dialects.v2.conversation import Conversation


class Missing(StrEnum):
    """What is not there."""

    COMPONENT = "UnknownComponent"
    VARIABLE = "UnknownVariable"


class Found(Struct, frozen=True):
    """A variable at a place."""

    variable: Variable
    place: Place

    @property
    def component(self) -> ComponentType:
        """The component as messages name it."""
        return self.variable.component_at(self.place)


class _Table(Struct, frozen=True):
    """The variables of a version, by what they are found by."""

    variables: tuple[Variable, ...]
    by_key: dict[tuple[str, str, str], Variable]
    levels: dict[str, Level]
    """What each component belongs to."""


@cache
def _table(version: str) -> _Table:
    variables = (
        *hardware.VARIABLES,
        *charging_controllers.VARIABLES,
        *central_controllers.VARIABLES,
        *central_controllers.VARIABLES_OF_ONE[version],
    )
    return _Table(
        variables,
        by_key={variable.key: variable for variable in variables},
        levels={variable.component.casefold(): variable.level for variable in variables},
    )


class DeviceModel:
    """The variables of one station. What differs from the table that all stations share is kept here.

    Args:
        station: the conversation, and the model behind it.
        version: of OCPP.
    """

    def __init__(self, station: "Conversation", version: str) -> None:
        self._station = station
        self._table = _table(version)
        self._values: dict[tuple[str, str, str], str] = {}

    def __iter__(self) -> Iterator[Found]:
        for variable in self._table.variables:
            for place in self._places(variable.level):
                yield Found(variable, place)

    def find(self, component: ComponentType, variable: VariableType) -> Found | Missing:
        """Return the variable that a message names, or what is not there."""
        place = _place_of(component)
        level = self._table.levels.get(component.name.casefold())
        if level is None or component.instance is not None or place not in self._places(level):
            return Missing.COMPONENT
        key = component.name.casefold(), variable.name.casefold(), (variable.instance or "").casefold()
        known = self._table.by_key.get(key)
        return Missing.VARIABLE if known is None else Found(known, place)

    def matching(self, component: ComponentType, variable: VariableType | None) -> list[Found]:
        """Return the variables that a report is asked for; what is left out of a name stands for all of them."""
        return [
            found
            for found in self
            if _is_component(found, component) and (variable is None or _is_variable(found, variable))
        ]

    def value(self, component: str, variable: str, instance: str = "") -> str:
        """Return the value of a variable of the station itself. Raises: KeyError if there is none."""
        return self.read(
            Found(self._table.by_key[component.casefold(), variable.casefold(), instance.casefold()], STATION)
        )

    def members(self, component: str, variable: str) -> list[str]:
        """Return the members of a list."""
        return members(self.value(component, variable))

    def is_true(self, component: str, variable: str) -> bool:
        """Tell whether a boolean variable is true."""
        return self.value(component, variable).lower() == "true"

    def read(self, found: Found) -> str:
        """Return the value of a variable."""
        match found.variable.source:
            case str(default):
                return self._values.get(found.variable.key, default)
            case Setting(name):
                return _text_of(getattr(self._station.model.settings, name))
            case reader:
                return reader(self._station, found.place)

    def refusal(self, found: Found, text: str) -> str | None:
        """Return the reason code for a value that a variable cannot be set to; None if it can."""
        if not found.variable.is_writable:
            return "ReadOnly"
        return found.variable.refusal(text, found.variable.upper_limit(self._station, found.place))

    def set(self, found: Found, text: str) -> None:
        """Set a variable to a value that is not refused."""
        variable = found.variable
        match variable.source:
            case str():
                if variable.is_readable:
                    self._values[variable.key] = text
            case Setting(name):
                setattr(self._station.model.settings, name, _value_of(text, variable.data_type))
            case _:
                pass
        if variable.write is not None:
            variable.write(self._station, text)

    def report(self, found: Found) -> ReportDataType:
        """Return all that is to be known about a variable."""
        variable = found.variable
        return ReportDataType(
            component=found.component,
            variable=variable.variable,
            variable_attribute=[
                VariableAttributeType(
                    value=self.read(found) if variable.is_readable else None,
                    mutability=variable.mutability,
                    persistent=variable.is_writable,
                    constant=False,
                )
            ],
            variable_characteristics=VariableCharacteristicsType(
                data_type=variable.data_type,
                supports_monitoring=variable.is_readable,
                unit=variable.unit,
                min_limit=variable.min_limit,
                max_limit=variable.upper_limit(self._station, found.place),
                values_list=",".join(variable.values) or None,
            ),
        )

    def _places(self, level: Level) -> list[Place]:
        evses = list(enumerate(self._station.model.layout.evses, start=1))
        match level:
            case Level.STATION:
                return [STATION]
            case Level.EVSE:
                return [Place(evse_id) for evse_id, _ in evses]
            case Level.CONNECTOR:
                return [
                    Place(evse_id, connector_id)
                    for evse_id, evse in evses
                    for connector_id in range(1, len(evse.connectors) + 1)
                ]


def _place_of(component: ComponentType) -> Place:
    return STATION if component.evse is None else Place(component.evse.id, component.evse.connector_id)


def _is_component(found: Found, component: ComponentType) -> bool:
    wanted, place = component.evse, found.place
    return (
        found.variable.component.casefold() == component.name.casefold()
        and component.instance is None
        and (wanted is None or wanted.id == place.evse_id)
        and (wanted is None or wanted.connector_id in {None, place.connector_id})
    )


def _is_variable(found: Found, variable: VariableType) -> bool:
    return found.variable.name.casefold() == variable.name.casefold() and (
        variable.instance is None or variable.instance.casefold() == (found.variable.instance or "").casefold()
    )


def _text_of(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.0f}"
        case frozenset():
            return ",".join(point for point in TxPoint if point in value)
        case _:
            return str(value)


def _value_of(text: str, data_type: DataEnumType) -> bool | float | str | frozenset[TxPoint] | None:
    match data_type:
        case DataEnumType.boolean:
            return text.lower() == "true"
        case DataEnumType.integer | DataEnumType.decimal:
            return float(text)
        case DataEnumType.member_list:
            return frozenset(map(TxPoint, members(text)))
        case _:
            return text or None
