"""Commands to stations, in words of no version, and what becomes of them (blocks B, F, G, K, P)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Raw, Struct

Number = Annotated[int, Meta(ge=1, le=2**31 - 1)]
"""Of an EVSE, a connector or a transaction."""
Place = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""Of an EVSE; 0 is the station itself."""
Text = Annotated[str, Meta(min_length=1, max_length=1000)]
Amount = Annotated[float, Meta(ge=0, le=100_000_000)]


class Outcome(StrEnum):
    """What has become of a command."""

    PENDING = "pending"
    """The station has not answered yet."""
    ACCEPTED = "accepted"
    """The station does it, or says that it will."""
    REJECTED = "rejected"
    """The station has understood and does not do it."""
    NOT_SUPPORTED = "not_supported"
    """The station, or its version of OCPP, cannot do that."""
    FAILED = "failed"
    """It could not be sent, or the answer was an error."""
    TIMED_OUT = "timed_out"
    """There was no answer in time; the station may have done it."""
    OFFLINE = "offline"
    """The station is not connected; nothing was sent."""


class Answer(Struct, frozen=True):
    """What came back.

    Args:
        outcome: in one word.
        answer: JSON: what the station answered, secrets masked; None without an answer.
        detail: more, in words.
        transaction: the station's own id of a transaction that the answer names (OCPP 2.x, F02).
    """

    outcome: Outcome
    answer: str | None = None
    detail: str | None = None
    transaction: str | None = None


class Fault(Struct, frozen=True):
    """Why a command cannot be sent: the place inside it, and the rule it breaks there."""

    place: str
    reason: str


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that a station is to do."""

    name: ClassVar[str]


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How much may be drawn: ampere, or watt; one of the two."""

    ampere: Annotated[Amount | None, Meta(description="Per phase. It counts in tenths, rounded down.")] = None
    watt: Annotated[Amount | None, Meta(description="Of all phases. It counts in tenths, rounded down.")] = None
    phases: Annotated[
        Annotated[int, Meta(ge=1, le=3)] | None,
        Meta(description="How many phases may be used. If it is left out, the station decides: most take 3."),
    ] = None
    duration_s: Annotated[
        Annotated[int, Meta(ge=1, le=31_536_000)] | None,
        Meta(description="For how long, from now. If it is left out, until something else is said."),
    ] = None

    def __post_init__(self) -> None:
        """Refuse none, and both. Raises: ValueError."""
        if (self.ampere is None) == (self.watt is None):
            raise ValueError("Give either ampere or watt")


class RemoteStart(Command, frozen=True):
    """Start a transaction for a driver (F01, F02; OCPP 1.6, 5.11)."""

    name = "remote-start"
    id_token: Annotated[str, Meta(min_length=1, max_length=255, description="Whose transaction it is to be.")]
    id_token_type: Annotated[
        Annotated[str, Meta(min_length=1, max_length=20)] | None,
        Meta(
            description="Its type, in the words of OCPP 2.x. If it is left out: that of the registered token,"
            " else Central. OCPP 1.6 knows none."
        ),
    ] = None
    evse: Annotated[Number | None, Meta(description="Where. If it is left out, the station decides.")] = None
    connector: Annotated[
        Number | None, Meta(description="Of the EVSE. It is for the record: no version of OCPP has a field for it.")
    ] = None
    limit: Annotated[Limit | None, Meta(description="How much this transaction may draw.")] = None


class RemoteStop(Command, frozen=True):
    """End a transaction (F03; OCPP 1.6, 5.12)."""

    name = "remote-stop"
    transaction: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1, description="The server's number of it.")]


class Reset(Command, frozen=True):
    """Restart a station or an EVSE (B11, B12; OCPP 1.6, 5.14)."""

    name = "reset"
    kind: Annotated[
        Literal["soft", "hard", "on_idle", "immediate", "immediate_and_resume"],
        Meta(
            description="`soft` and `on_idle` are the same: transactions are ended in order (OCPP 1.6), or waited for"
            " (2.x). `hard` and `immediate` are the same. `immediate_and_resume` is of OCPP 2.1."
        ),
    ] = "soft"
    evse: Annotated[Number | None, Meta(description="This one alone, which OCPP 1.6 cannot say.")] = None


class Unlock(Command, frozen=True):
    """Unlock the plug of a connector (F05; OCPP 1.6, 5.18)."""

    name = "unlock"
    evse: Annotated[Number, Meta(description="Which one; connector n of OCPP 1.6 is EVSE n.")] = 1
    connector: Annotated[Number, Meta(description="Of the EVSE.")] = 1


class ChangeAvailability(Command, frozen=True):
    """Take a connector, an EVSE or a station in or out of service (G03, G04; OCPP 1.6, 5.2)."""

    name = "change-availability"
    operative: Annotated[bool, Meta(description="Whether it is to be in service.")]
    evse: Annotated[Number | None, Meta(description="Which one. If it is left out, the whole station.")] = None
    connector: Annotated[Number | None, Meta(description="Of the EVSE. If it is left out, the whole EVSE.")] = None


class Trigger(Command, frozen=True):
    """Have a station send a message (F06; OCPP 1.6, 5.17; security whitepaper, 5.3)."""

    name = "trigger"
    message: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=50,
            description="Its name in the station's version, or in OCPP 2.x: BootNotification, StatusNotification, ...",
        ),
    ]
    evse: Annotated[
        Place | None,
        Meta(description="About which one; 0 is the station. Without it, a status is asked of each connector."),
    ] = None
    connector: Annotated[Number | None, Meta(description="Of the EVSE.")] = None
    custom: Annotated[
        Annotated[str, Meta(min_length=1, max_length=50)] | None,
        Meta(description="With the message CustomTrigger of OCPP 2.1: the maker's name of what is wanted."),
    ] = None


class GetConfiguration(Command, frozen=True):
    """Read how a station is configured (B06, B07; OCPP 1.6, 5.8)."""

    name = "get-configuration"
    names: Annotated[
        tuple[Text, ...],
        Meta(
            max_length=1000,
            description="Configuration keys of OCPP 1.6, or variables of OCPP 2.x as"
            " `COMPONENT[INSTANCE]@EVSE:CONNECTOR.VARIABLE[INSTANCE]#ATTRIBUTE`, of which only component and variable"
            " are needed: `OCPPCommCtrlr.HeartbeatInterval`. None: all; stations with OCPP 2.x then send reports, which"
            " come after the answer.",
        ),
    ] = ()


class SetConfiguration(Command, frozen=True):
    """Change how a station is configured (B05; OCPP 1.6, 5.3)."""

    name = "set-configuration"
    values: Annotated[
        Mapping[Text, Annotated[str, Meta(max_length=2500)]],
        Meta(min_length=1, max_length=1000, description="What to set, by names as `get-configuration` has them."),
    ]


class SetPassword(Command, frozen=True):
    """Give a station another password; it is let in with that one when it has taken it (A01; whitepaper, 4.2)."""

    name = "set-password"
    password: Annotated[
        Annotated[str, Meta(min_length=16, max_length=40)] | None,
        Meta(
            description="Which. With OCPP 1.6 it has 16 to 20 bytes, as text or as hexadecimal digits. If it is left"
            " out, the server makes one that nobody needs to know."
        ),
    ] = None


class ClearCache(Command, frozen=True):
    """Have a station forget which tokens it has seen (C11; OCPP 1.6, 5.4)."""

    name = "clear-cache"


class DataTransfer(Command, frozen=True):
    """Send what only a vendor understands (P01; OCPP 1.6, 5.6)."""

    name = "data-transfer"
    vendor: Annotated[str, Meta(min_length=1, max_length=255, description="Whose message it is.")]
    message: Annotated[Annotated[str, Meta(max_length=50)] | None, Meta(description="Which one.")] = None
    data: Annotated[
        Any, Meta(description="Any JSON. OCPP 1.6 carries text: what is no text is written as JSON there.")
    ] = None


class SetLimit(Command, frozen=True):
    """Limit what a station or an EVSE draws, by a charging profile (K01; OCPP 1.6, 5.16).

    For the station it is a profile of its maximum, and of its default if that is refused. For an EVSE it is a
    default, and a profile of the running transaction if there is one.
    """

    name = "set-limit"
    limit: Annotated[Limit, Meta(description="How much.")]
    evse: Annotated[Number | None, Meta(description="Where. If it is left out, the station as a whole.")] = None


class ClearLimit(Command, frozen=True):
    """Undo `SetLimit` (K10; OCPP 1.6, 5.5)."""

    name = "clear-limit"
    evse: Annotated[Number | None, Meta(description="Where. If it is left out, the station as a whole.")] = None


class RawCall(Command, frozen=True):
    """A request in the station's own version of OCPP, sent as it stands.

    Args:
        action: of the request.
        payload: its JSON.
    """

    name = "call"
    action: str
    payload: Raw


COMMANDS: tuple[type[Command], ...] = (
    RemoteStart,
    RemoteStop,
    Reset,
    Unlock,
    ChangeAvailability,
    Trigger,
    GetConfiguration,
    SetConfiguration,
    SetPassword,
    ClearCache,
    DataTransfer,
    SetLimit,
    ClearLimit,
)
"""The commands of no version."""
