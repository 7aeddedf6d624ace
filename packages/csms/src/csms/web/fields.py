"""Types of parameters and fields that several resources share."""

from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from litestar.params import PathParameter, QueryParameter
from msgspec import UNSET, Meta, Struct

from csms.web.paging import Number, Time
from csms.web.problems import Fault, bad_request

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
IDENTITY = r"^[^\x00-\x1f\x7f/?#]+$"
LARGEST_NUMBER = 2**63 - 1
LARGEST_EVSE = 2**31 - 1

T = TypeVar("T")

Text = Annotated[str, Meta(max_length=255, pattern=NO_CONTROLS)]
Note = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$", description="What people want to remember.")]
Identity = Annotated[
    str,
    Meta(
        min_length=1, max_length=255, pattern=IDENTITY, description="The station's identity: the last part of its URL."
    ),
]

IdentityInPath = Annotated[
    str, PathParameter(min_length=1, max_length=255, pattern=IDENTITY, description="The station's identity.")
]
TransactionInPath = Annotated[
    int, PathParameter(ge=1, le=LARGEST_NUMBER, description="The transaction's number (`id`).")
]
IdTokenInPath = Annotated[
    str, PathParameter(min_length=1, max_length=255, pattern=IDENTITY, description="The token, in any letter case.")
]

StationInQuery = Annotated[
    str | None,
    QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only those of the station with this identity."),
]
IdTokenInQuery = Annotated[
    str | None,
    QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only those of this token, in any letter case."),
]
EvseInQuery = Annotated[
    int | None,
    QueryParameter(ge=0, le=LARGEST_EVSE, description="Only those of this EVSE; 0 is the station itself."),
]
ConnectorInQuery = Annotated[
    int | None,
    QueryParameter(ge=0, le=LARGEST_EVSE, description="Only those of this connector; 0 is the EVSE itself."),
]
SearchInQuery = Annotated[
    str | None,
    QueryParameter(max_length=100, pattern=NO_CONTROLS, description="Only those with this text, in any letter case."),
]


class Period(Struct, frozen=True):
    """A time that is asked for; None: it has no such end."""

    since: datetime | None = None
    until: datetime | None = None


def provide_period(
    since: Annotated[
        datetime | None, QueryParameter(name="from", description="Only those at or after this time (RFC 3339).")
    ] = None,
    until: Annotated[
        datetime | None, QueryParameter(name="to", description="Only those before this time (RFC 3339).")
    ] = None,
) -> Period:
    """Read the parameters of a time. Raises: Problem: one does not say its zone."""
    faults = [
        Fault(f"query.{name}", "The time has no zone: end it with Z for UTC")
        for name, time in (("from", since), ("to", until))
        if time is not None and time.tzinfo is None
    ]
    if faults:
        raise bad_request("The request is not valid", *faults)
    return Period(since, until)


TimePosition = tuple[Time, Number]


def given_in(change: Struct) -> dict[str, Any]:
    """Return those fields of a change that were given."""
    return {field: value for field in change.__struct_fields__ if (value := getattr(change, field)) is not UNSET}


def answer_from(row: dict[str, Any], kind: type[T], *json_fields: str) -> T:
    """Return a row as it is answered.

    Args:
        row: values by name of the column; those that the answer does not have are left out.
        kind: of the answer.
        json_fields: columns that hold JSON, which is answered as such.
    """
    values = dict(row)
    for field in json_fields:
        values[field] = None if values[field] is None else msgspec.json.decode(values[field])
    return msgspec.convert(values, kind)
