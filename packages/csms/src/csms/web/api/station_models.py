"""What is asked and answered about stations."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from csms.domain.stations import Admission, Subprotocol, Tolerance
from csms.web.fields import LARGEST_NUMBER, Identity, Note, Text, ZoneName

GENERATE = "generate"
"""Stands for a password that the server makes."""

SecurityProfile = Annotated[
    int,
    Meta(
        ge=0,
        le=3,
        description="The lowest security profile it may come in with. 0: it says who it is, 1: a password,"
        " 2: a password over TLS, 3: a certificate of its own.",
    ),
]
GivenPassword = Annotated[
    str,
    Meta(
        min_length=8,
        max_length=255,
        description="Its password (AuthorizationKey). `generate` makes a random one, which is in the answer once.",
    ),
]
ResponseDelay = Annotated[
    float, Meta(ge=0, le=60, description="How long to wait before each answer, for chargers that need it.")
]
TimeZone = Annotated[
    ZoneName, Meta(description="The time zone of its timestamps that name none, such as `Europe/Berlin`.")
]
SiteNumber = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER, description="Number of the site where it stands.")]
Tolerances = Annotated[
    list[Tolerance], Meta(max_length=8, description="What is repaired in its messages; null: all that is known.")
]
IsFree = Annotated[bool, Meta(description="Everybody may charge there, whatever token is shown.")]
IsStrict = Annotated[bool, Meta(description="Nothing is repaired in its messages: for certification.")]
CertificateName = Annotated[
    Text, Meta(description="Who its certificate has to name (CN), if that is not its identity; null: its identity.")
]
Issuer = Annotated[Text, Meta(description="Who must have issued its certificate; null: any of the authorities.")]
PinnedSubprotocol = Annotated[
    Subprotocol, Meta(description="The version to speak with it, whatever else it offers; null: the newest.")
]


class Connector(Struct, frozen=True):
    """A connector, as the station described it last. (0, 0) is the station itself, (n, 0) an EVSE."""

    evse: Annotated[int, Meta(description="Number of the EVSE; in 1.6 that of the connector.")]
    connector: Annotated[int, Meta(description="Number of the connector at its EVSE.")]
    status: Annotated[str, Meta(description="In the words of its version: nine of 1.6, five of 2.x.")]
    since: Annotated[datetime, Meta(description="Since when, by the station's clock.")]
    reported_at: Annotated[datetime, Meta(description="When it was said last, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When that came.")]
    error_code: Annotated[str | None, Meta(description="The error; null without one.")]
    error_info: Annotated[str | None, Meta(description="More about the error.")]
    vendor_error_code: Annotated[str | None, Meta(description="The vendor's own code of the error.")]


class Station(Struct, frozen=True, kw_only=True):
    """A charging station."""

    identity: Annotated[str, Meta(description="What it calls itself: the last part of its URL.")]
    site: SiteNumber | None
    admission: Annotated[Admission, Meta(description="Whether it is wanted: accepted, held or rejected.")]
    created_at: Annotated[datetime, Meta(description="When it became known.")]
    note: Annotated[str, Meta(description="What people want to remember.")]
    security_profile: SecurityProfile
    has_password: Annotated[bool, Meta(description="A password is set; it is not shown.")]
    certificate_name: CertificateName | None
    certificate_issuer: Issuer | None
    is_free: IsFree
    is_strict: IsStrict
    response_delay_s: ResponseDelay
    time_zone: TimeZone
    tolerances: Tolerances | None
    subprotocol: PinnedSubprotocol | None
    vendor: Annotated[str | None, Meta(description="Who made it.")]
    model: Annotated[str | None, Meta(description="What it is.")]
    serial_number: Annotated[str | None, Meta(description="Its serial number.")]
    firmware: Annotated[str | None, Meta(description="The version of its firmware.")]
    iccid: Annotated[str | None, Meta(description="Number of the SIM card.")]
    imsi: Annotated[str | None, Meta(description="The subscriber of the SIM card.")]
    meter_type: Annotated[str | None, Meta(description="Type of the main meter.")]
    meter_serial_number: Annotated[str | None, Meta(description="Serial number of the main meter.")]
    boot_reason: Annotated[str | None, Meta(description="Why it booted last (2.x).")]
    booted_at: Annotated[datetime | None, Meta(description="When it booted last.")]
    version: Annotated[str | None, Meta(description="The version of OCPP that it speaks: 1.6, 2.0.1, 2.1.")]
    is_connected: Annotated[bool, Meta(description="It has a link.")]
    connected_at: Annotated[datetime | None, Meta(description="When the link began.")]
    disconnected_at: Annotated[datetime | None, Meta(description="When the last link ended.")]
    last_seen_at: Annotated[datetime | None, Meta(description="When it was last heard of, to half a minute.")]
    remote_address: Annotated[str | None, Meta(description="Where the link comes from.")]
    connectors: Annotated[list[Connector], Meta(description="Its connectors.")]


class ChangedStation(Struct, frozen=True, kw_only=True):
    """A station that was made known or changed."""

    station: Station
    password: Annotated[
        str | None,
        Meta(description="The password that was made, shown this once; null if none was asked for."),
    ]


class StationRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A station to be made known before it comes."""

    identity: Identity
    admission: Annotated[Admission, Meta(description="Whether it is wanted.")] = Admission.ACCEPTED
    site: SiteNumber | None = None
    note: Note = ""
    security_profile: SecurityProfile = 0
    password: GivenPassword | None = None
    certificate_name: CertificateName | None = None
    certificate_issuer: Issuer | None = None
    is_free: IsFree = False
    is_strict: IsStrict = False
    response_delay_s: ResponseDelay = 0.0
    time_zone: TimeZone | None = None
    tolerances: Tolerances | None = None
    subprotocol: PinnedSubprotocol | None = None


class StationChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a station; what is not named stays."""

    admission: Annotated[Admission, Meta(description="Whether it is wanted.")] | UnsetType = UNSET
    site: SiteNumber | UnsetType | None = UNSET
    note: Note | UnsetType = UNSET
    security_profile: SecurityProfile | UnsetType = UNSET
    password: GivenPassword | UnsetType | None = UNSET
    certificate_name: CertificateName | UnsetType | None = UNSET
    certificate_issuer: Issuer | UnsetType | None = UNSET
    is_free: IsFree | UnsetType = UNSET
    is_strict: IsStrict | UnsetType = UNSET
    response_delay_s: ResponseDelay | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    tolerances: Tolerances | UnsetType | None = UNSET
    subprotocol: PinnedSubprotocol | UnsetType | None = UNSET


class StatusReport(Struct, frozen=True):
    """What a station said of a connector once."""

    evse: Annotated[int, Meta(description="Number of the EVSE.")]
    connector: Annotated[int, Meta(description="Number of the connector at its EVSE.")]
    status: Annotated[str, Meta(description="In the words of its version.")]
    reported_at: Annotated[datetime, Meta(description="When, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When it came.")]
    error_code: Annotated[str | None, Meta(description="The error; null without one.")]
    error_info: Annotated[str | None, Meta(description="More about the error.")]
    vendor_error_code: Annotated[str | None, Meta(description="The vendor's own code of the error.")]


class Variable(Struct, frozen=True):
    """A variable of a station; a configuration key of 1.6 is one of the component with the empty name."""

    component: Annotated[str, Meta(description="The component; empty in 1.6.")]
    component_instance: Annotated[str, Meta(description="Which of several such components; empty if there is one.")]
    evse: Annotated[int, Meta(description="The EVSE it belongs to; 0: the station.")]
    connector: Annotated[int, Meta(description="The connector it belongs to; 0: none.")]
    variable: Annotated[str, Meta(description="The variable; in 1.6 the configuration key.")]
    variable_instance: Annotated[str, Meta(description="Which of several such variables; empty if there is one.")]
    attribute: Annotated[str, Meta(description="Actual, Target, MinSet or MaxSet.")]
    value: Annotated[str | None, Meta(description="The value; null if it has none, or does not tell.")]
    mutability: Annotated[str | None, Meta(description="ReadOnly, WriteOnly or ReadWrite.")]
    characteristics: Annotated[
        dict[str, Any] | None, Meta(description="Unit, type and limits as the station reported them (2.x).")
    ]
    reported_at: Annotated[datetime, Meta(description="When the station said it last.")]


class StationViolation(Struct, frozen=True):
    """Something that a station does wrong, and that is tolerated."""

    rule: Annotated[str, Meta(description="Which tolerance makes its messages readable.")]
    action: Annotated[str, Meta(description="In which message; empty if that is not known.")]
    count: Annotated[int, Meta(description="How often.")]
    first_at: Annotated[datetime, Meta(description="When first.")]
    last_at: Annotated[datetime, Meta(description="When last.")]
    example: Annotated[str, Meta(description="What was repaired the last time; secrets are masked.")]


class SecurityEvent(Struct, frozen=True):
    """A security event that a station has told of."""

    type: Annotated[str, Meta(description="What kind of event.")]
    info: Annotated[str | None, Meta(description="More about it.")]
    happened_at: Annotated[datetime, Meta(description="When, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When it came.")]


class Notification(Struct, frozen=True):
    """A message of a station that is kept as it came."""

    action: Annotated[str, Meta(description="Which message.")]
    payload: Annotated[dict[str, Any], Meta(description="What it said; secrets are masked.")]
    received_at: Annotated[datetime, Meta(description="When it came.")]


Version = Literal["1.6", "2.0.1", "2.1"]
