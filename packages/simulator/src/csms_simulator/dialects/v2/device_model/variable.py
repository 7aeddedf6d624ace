"""One variable of one component: what it is, where its value comes from, and which values it takes."""

import math
import re
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from csms_simulator.dialects.v2.times import from_text
from ocpp.v21.datatypes import ComponentType, EVSEType, VariableType
from ocpp.v21.enums import DataEnumType, MutabilityEnumType

if TYPE_CHECKING:
    from csms_simulator.dialects.v2.conversation import Conversation


class Level(Enum):
    """What a component belongs to."""

    STATION = auto()
    EVSE = auto()
    CONNECTOR = auto()


class Place(Struct, frozen=True):
    """Which EVSE and connector a component belongs to; both None: the station."""

    evse_id: int | None = None
    connector_id: int | None = None


STATION = Place()


class Setting(Struct, frozen=True):
    """The value is this attribute of the model's settings."""

    name: str


Reader: TypeAlias = "Callable[[Conversation, Place], str]"
Writer: TypeAlias = "Callable[[Conversation, str], None]"
Bound: TypeAlias = "float | Callable[[Conversation, Place], float] | None"


class Variable(Struct, frozen=True, kw_only=True):
    """A variable with its Actual attribute; the stations of one version share it."""

    component: str
    name: str
    instance: str | None = None
    level: Level = Level.STATION
    data_type: DataEnumType
    mutability: MutabilityEnumType = MutabilityEnumType.read_only
    source: "str | Setting | Reader" = ""
    """Where the value comes from: a text is what a station begins with, and keeps until it is set."""
    write: "Writer | None" = None
    """What else happens when it is set."""
    unit: str | None = None
    min_limit: float | None = None
    max_limit: "Bound" = None
    """Of a text, how many characters it may have."""
    values: tuple[str, ...] = ()
    """What options or members there are."""
    may_be_empty: bool = True
    needs_reboot: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """By what it is found: names are compared without regard to case (OCPP 2.0.1 Part 2, identifierString)."""
        return self.component.casefold(), self.name.casefold(), (self.instance or "").casefold()

    @property
    def is_readable(self) -> bool:
        """Whether the central system may know the value."""
        return self.mutability is not MutabilityEnumType.write_only

    @property
    def is_writable(self) -> bool:
        """Whether the central system may set the value."""
        return self.mutability is not MutabilityEnumType.read_only

    @property
    def is_number(self) -> bool:
        """Whether values can be compared as numbers."""
        return self.data_type in {DataEnumType.integer, DataEnumType.decimal}

    def component_at(self, place: Place) -> ComponentType:
        """Return the component as messages name it."""
        evse = None if place.evse_id is None else EVSEType(id=place.evse_id, connector_id=place.connector_id)
        return ComponentType(name=self.component, evse=evse)

    @property
    def variable(self) -> VariableType:
        """The variable as messages name it."""
        return VariableType(name=self.name, instance=self.instance)

    def upper_limit(self, station: "Conversation", place: Place) -> float | None:
        """Return the highest value at a place."""
        return self.max_limit(station, place) if callable(self.max_limit) else self.max_limit

    def refusal(self, text: str, upper_limit: float | None) -> str | None:
        """Return the reason code for a value that it cannot have; None if it can."""
        match self.data_type:
            case DataEnumType.integer:
                return self._number_refusal(text, r"[+-]?\d+", upper_limit)
            case DataEnumType.decimal:
                return self._number_refusal(text, r"[+-]?\d+(\.\d+)?", upper_limit)
            case DataEnumType.boolean:
                is_valid = text.lower() in {"true", "false"}
            case DataEnumType.date_time:
                is_valid = from_text(text) is not None
            case DataEnumType.option_list:
                is_valid = text in self.values or not self.values
            case DataEnumType.member_list | DataEnumType.sequence_list:
                is_valid = self._are_members(members(text))
            case DataEnumType.string:
                if self.min_limit is not None and len(text) < self.min_limit:
                    return "ValueTooLow"
                return None if upper_limit is None or len(text) <= upper_limit else "TooLargeElement"
        return None if is_valid else "InvalidValue"

    def _number_refusal(self, text: str, pattern: str, upper_limit: float | None) -> str | None:
        if re.fullmatch(pattern, text, re.ASCII) is None:
            return "InvalidValue"
        least = -math.inf if self.min_limit is None else self.min_limit
        most = math.inf if upper_limit is None else upper_limit
        return None if least <= float(text) <= most else "ValueOutOfRange"

    def _are_members(self, wanted: list[str]) -> bool:
        if not wanted:
            return self.may_be_empty
        return len(set(wanted)) == len(wanted) and (not self.values or set(wanted) <= set(self.values))


def members(text: str) -> list[str]:
    """Return the members of a list that is written with commas."""
    return [member.strip() for member in text.split(",") if member.strip()]
