"""Variables: what a station is configured with and reports of itself (block B; OCPP 1.6, 5.8 and 9)."""

import re
from datetime import datetime

from msgspec import Struct

_NAME = re.compile(
    r"(?P<component>[^\[\]@.#]+)(?:\[(?P<component_instance>[^\[\]]+)\])?"
    r"(?:@(?P<evse>\d{1,9})(?::(?P<connector>\d{1,9}))?)?"
    r"\.(?P<variable>[^\[\]@#]+)(?:\[(?P<variable_instance>[^\[\]]+)\])?"
    r"(?:#(?P<attribute>Actual|Target|MinSet|MaxSet))?"
)

FORM = "COMPONENT[INSTANCE]@EVSE:CONNECTOR.VARIABLE[INSTANCE]#ATTRIBUTE"


class VariableName(Struct, frozen=True):
    """Which variable, of which component.

    As text it is `COMPONENT[INSTANCE]@EVSE:CONNECTOR.VARIABLE[INSTANCE]#ATTRIBUTE`; everything but component and
    variable may be missing: `OCPPCommCtrlr.HeartbeatInterval`, `Connector@1:2.AvailabilityState`,
    `DeviceDataCtrlr.ItemsPerMessage[GetReport]`, `EVSE@1.Power#MaxSet`. A configuration key of OCPP 1.6 has no
    component, and is its own text.
    """

    component: str
    variable: str
    component_instance: str = ""
    evse: int = 0
    connector: int = 0
    variable_instance: str = ""
    attribute: str = "Actual"

    @classmethod
    def parse(cls, text: str) -> "VariableName":
        """Return the name in a text. Raises: ValueError if there is none."""
        match = _NAME.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no name of a variable, which has the form {FORM}")
        return cls(
            component=match["component"],
            variable=match["variable"],
            component_instance=match["component_instance"] or "",
            evse=int(match["evse"] or 0),
            connector=int(match["connector"] or 0),
            variable_instance=match["variable_instance"] or "",
            attribute=match["attribute"] or "Actual",
        )

    def __str__(self) -> str:
        """Return what `parse` reads."""
        if not self.component:
            return self.variable
        place = f"@{self.evse}" if self.evse else ""
        place += f":{self.connector}" if self.connector else ""
        component = f"{self.component}[{self.component_instance}]" if self.component_instance else self.component
        variable = f"{self.variable}[{self.variable_instance}]" if self.variable_instance else self.variable
        attribute = "" if self.attribute == "Actual" else f"#{self.attribute}"
        return f"{component}{place}.{variable}{attribute}"


class Variable(Struct, frozen=True):
    """What a station says of a variable.

    Args:
        name: which one.
        value: as the station has it; None if it does not say.
        mutability: ReadOnly, WriteOnly, ReadWrite; None if the station does not say.
        characteristics: JSON, as the station reports it: its type, unit and limits.
    """

    name: VariableName
    value: str | None
    mutability: str | None = None
    characteristics: str | None = None


class Inventory(Struct, frozen=True):
    """How far the reading of all variables is.

    Args:
        firmware: which firmware it is about.
        asked_at: when the station was asked.
        request_id: of the report that it sends; None if its answer has everything.
        seq_nos: the parts that have come.
        last_seq_no: of the last part, if that has come.
        finished_at: when all was there, or the station said that there is nothing.
    """

    firmware: str | None
    asked_at: datetime
    request_id: int | None = None
    seq_nos: tuple[int, ...] = ()
    last_seq_no: int | None = None
    finished_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all parts have come: they are counted from 0 (B07.FR.09)."""
        return self.last_seq_no is not None and len(self.seq_nos) > self.last_seq_no


def add_part(inventory: Inventory, seq_no: int, *, is_last: bool) -> Inventory:
    """Return how far it is with another part; a repeated one changes nothing."""
    seq_nos = tuple(sorted({*inventory.seq_nos, seq_no}))
    last = seq_no if is_last else inventory.last_seq_no
    return Inventory(inventory.firmware, inventory.asked_at, inventory.request_id, seq_nos, last, inventory.finished_at)


def is_wanted(known: Inventory | None, firmware: str | None) -> bool:
    """Tell whether a station has to be asked for its variables: at first contact, and after a firmware update."""
    return known is None or known.finished_at is None or known.firmware != firmware
