"""What a story is made of: needs, a station, and steps."""

import re
from typing import ClassVar, Literal, TypeAlias, cast

import msgspec
from msgspec import Struct

Json: TypeAlias = object
"""A value of YAML that goes onto the wire, or is compared with what comes from it."""
JsonObject: TypeAlias = dict[str, object]

Version = Literal["1.6", "2.0.1", "2.1"]

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?\s*")
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, None: 1.0}

ANSWER_S = 30.0
"""How long a message, or an answer, is waited for where a story does not say it."""


class Seconds(float):
    """A duration: `5`, `5s`, `1.5m`, `2h`."""

    @classmethod
    def read(cls, value: object) -> "Seconds":
        """Return the duration that a value of YAML stands for. Raises: ValueError."""
        found = _DURATION.fullmatch(str(value)) if isinstance(value, str | int | float) else None
        if found is None or isinstance(value, bool):
            raise ValueError(f"{value!r} is no duration; write 30s, 5m or 2h")
        return cls(float(found[1]) * _UNITS_S[found[2]])


class Need(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the central system must have or know before the story runs."""

    description: str
    default: str | int | None = None
    """The value, if the command line gives none."""


class StationOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The station that the story happens to."""

    evses: int = 1
    connectors: int = 1
    """Of each EVSE."""
    fixed_cable: bool = False
    dc: bool = False
    lock_is_broken: bool = False
    """Whether connectors cannot be unlocked."""
    firmware_outcome: str | None = None
    """The status at which the next update of the firmware fails, as `DownloadFailed`."""
    log_outcome: str | None = None
    """The status at which the next upload of a log fails, as `UploadFailure`."""
    settings: dict[str, Json] = {}
    """Attributes of `csms_simulator.model.settings.Settings`."""


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all steps."""

    verb: ClassVar[str]
    note: str | None = None
    """What to look at in the central system when this step fails."""

    @property
    def words(self) -> str:
        """The step in a few words."""
        subject = getattr(self, self.verb, None)
        others = [
            f"{field.name} {_brief(value)}"
            for field in msgspec.structs.fields(self)
            if field.name not in {self.verb, "note"} and (value := getattr(self, field.name)) not in ({}, field.default)
        ]
        head = self.verb.replace("_", " ") + ("" if subject is None else f" {_brief(subject)}")
        return f"{head} ({', '.join(others)})" if others else head


# What happens to the station


class Connect(Step, frozen=True, kw_only=True):
    """The station is switched on, connects and boots; waits until the central system has accepted it."""

    verb = "connect"
    waits: bool = True
    """Whether the story goes on only when the station was accepted and has reported its state."""
    within: Seconds = Seconds(60)


class PlugIn(Step, frozen=True, kw_only=True):
    """A vehicle is plugged in."""

    verb = "plug_in"
    plug_in: int = 1
    """The EVSE."""
    connector: int = 1
    vehicle: str = "compact"
    soc: float = 0.33
    ready: bool = True
    """Whether the vehicle wants to charge."""


class Unplug(Step, frozen=True, kw_only=True):
    """The cable is pulled out at the vehicle, and at the station unless that holds it."""

    verb = "unplug"
    unplug: int = 1
    """The EVSE."""


class Swipe(Step, frozen=True, kw_only=True):
    """A token is shown: to start, or to stop."""

    verb = "swipe"
    swipe: str
    evse: int = 1
    kind: str = "ISO14443"


class VehicleReady(Step, frozen=True, kw_only=True):
    """The vehicle begins, or ceases, to want energy."""

    verb = "vehicle_ready"
    vehicle_ready: bool
    evse: int = 1


class Fault(Step, frozen=True, kw_only=True):
    """Something breaks, in the words of OCPP 1.6."""

    verb = "fault"
    fault: str
    evse: int = 1
    info: str | None = None


class ClearFault(Step, frozen=True, kw_only=True):
    """What was broken is repaired."""

    verb = "clear_fault"
    clear_fault: int = 1
    """The EVSE."""


class GoOffline(Step, frozen=True, kw_only=True):
    """The link is lost, without a word."""

    verb = "go_offline"


class GoOnline(Step, frozen=True, kw_only=True):
    """The station may connect again; waits until it has."""

    verb = "go_online"
    within: Seconds = Seconds(60)


class CutPower(Step, frozen=True, kw_only=True):
    """The station loses its power."""

    verb = "cut_power"


class RestorePower(Step, frozen=True, kw_only=True):
    """The station has power again, and boots."""

    verb = "restore_power"


class Reboot(Step, frozen=True, kw_only=True):
    """The station starts anew by itself."""

    verb = "reboot"
    reboot: str = "LocalReset"
    """The cause, in the words of BootReasonEnumType."""


class Wait(Step, frozen=True, kw_only=True):
    """Time passes."""

    verb = "wait"
    wait: Seconds


# What is on the wire


class Expectation(Step, frozen=True, kw_only=True):
    """A message that must come, in one direction or the other, and its answer."""

    where: JsonObject = {}
    """Pattern of the message."""
    answered: JsonObject = {}
    """Pattern of the answer."""
    refused: str | None = None
    """Instead of `answered`: a pattern of the code of the error that must come."""
    within: Seconds = Seconds(ANSWER_S)
    capture: dict[str, str] = {}
    """Variables, and where their values are: `payload....` or `answer....`."""

    @property
    def action(self) -> str:
        """The name of the message."""
        return str(getattr(self, self.verb))


class Sent(Expectation, frozen=True, kw_only=True):
    """The station sends a message of its own accord, and the central system answers it."""

    verb = "sent"
    sent: str


class Received(Expectation, frozen=True, kw_only=True):
    """The central system sends a command, and the station answers it."""

    verb = "received"
    received: str


class AnyOrder(Step, frozen=True, kw_only=True):
    """Several messages come, in any order."""

    verb = "any_order"
    any_order: tuple[Expectation, ...]
    within: Seconds = Seconds(ANSWER_S)

    @property
    def words(self) -> str:
        """The step in a few words."""
        return "in any order: " + "; ".join(inner.words for inner in self.any_order)


class NoneOf(Step, frozen=True, kw_only=True):
    """None of some messages comes for a while."""

    verb = "none_of"
    none_of: tuple[Expectation, ...]
    within: Seconds

    @property
    def words(self) -> str:
        """The step in a few words."""
        return f"for {self.within:g} s none of: " + "; ".join(inner.words for inner in self.none_of)


class Send(Step, frozen=True, kw_only=True):
    """The station sends this, whatever it is like, and the central system answers it."""

    verb = "send"
    send: str
    payload: JsonObject = {}
    answered: JsonObject = {}
    refused: str | None = None
    capture: dict[str, str] = {}


class Reply(Step, frozen=True, kw_only=True):
    """The next command with this name gets this answer, and the station does not act upon it."""

    verb = "reply"
    reply: str
    payload: JsonObject = {}


class Knock(Step, frozen=True, kw_only=True):
    """Somebody else connects under the station's identity, and is let in or not."""

    verb = "knock"
    knock: Literal["accepted", "refused"]
    username: str | None = None
    """For basic authentication; by default the identity."""
    password: str | None = None
    versions: tuple[str, ...] | None = None
    """Of OCPP, in order of preference; by default the story's."""
    chosen: str | None = None
    """The version that the central system must choose."""


# What people do


class Operate(Step, frozen=True, kw_only=True):
    """An operator does something in the central system."""

    verb = "operator"
    operator: str
    arguments: JsonObject = {}


STEPS: dict[str, type[Step]] = {
    step.verb: step
    for step in (
        Connect, PlugIn, Unplug, Swipe, VehicleReady, Fault, ClearFault, GoOffline, GoOnline, CutPower, RestorePower,
        Reboot, Wait, Sent, Received, AnyOrder, NoneOf, Send, Reply, Knock, Operate,
    )
}  # fmt: skip
"""The kinds of steps, by the word that each begins with."""


class Story(Struct, frozen=True, kw_only=True):
    """What happens to a station, and what must be seen on the wire then."""

    id: str
    title: str
    version: Version
    description: str
    needs: dict[str, Need] = {}
    station: StationOptions = StationOptions()
    steps: tuple[Step, ...]
    source: str = ""
    """The file that it was read from."""


def _brief(value: object) -> str:
    match value:
        case Seconds():
            return f"{value:g} s"
        case dict():
            inner = (f"{name}: {_brief(inner)}" for name, inner in cast(JsonObject, value).items())
            return "{" + ", ".join(inner) + "}"
        case list() | tuple():
            return "[" + ", ".join(_brief(inner) for inner in cast("list[object]", value)) + "]"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
