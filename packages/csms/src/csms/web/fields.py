"""Types of parameters and fields that several resources share."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from litestar.params import PathParameter, QueryParameter
from msgspec import UNSET, Meta, Struct

from csms.declaration import check_time_zone
from csms.storage.station_lists import NO_SITE
from csms.web.paging import Number, Time
from csms.web.problems import Fault, Problem, bad_request, unprocessable

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
IDENTITY = r"^[^\x00-\x1f\x7f/?#]+$"
LARGEST_NUMBER = 2**63 - 1
LARGEST_EVSE = 2**31 - 1

T = TypeVar("T")

Text = Annotated[str, Meta(max_length=255, pattern=NO_CONTROLS)]
Note = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$", description="What people want to remember.")]
ZoneName = Annotated[str, Meta(min_length=1, max_length=64, extra_json_schema={"format": "time-zone"})]
"""A name of the time zone database, such as `Europe/Berlin`."""
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
SiteInQuery = Annotated[
    str | None,
    QueryParameter(
        pattern="^(none|[1-9][0-9]{0,17})$",
        description="Only those at the site with this number; `none`: those without a site.",
    ),
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


def site_wanted(site: str | None) -> int | None:
    """Return the number of the site that a query names, `NO_SITE` for none; None: it names no site."""
    return None if site is None else NO_SITE if site == "none" else int(site)


def check_zone(place: str, name: str, refuse: Callable[[str, Fault], Problem] = unprocessable) -> None:
    """Refuse a name that is in no time zone database.

    Args:
        place: where it stands in the request.
        name: of the zone.
        refuse: makes the error.

    Raises:
        Problem: it is in none.
    """
    try:
        check_time_zone(name)
    except ValueError:
        raise refuse("The request cannot be done", Fault(place, "It is not in the time zone database")) from None


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
