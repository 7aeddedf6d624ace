"""What went on at a station in a time, all of it at once."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from csms.domain.remote_control import Outcome
from csms.storage import timelines
from csms.storage.engine import Store
from csms.web.api.stations import find_station
from csms.web.fields import IdentityInPath, Period, answer_from

USUAL_PERIOD = timedelta(hours=24)
LONGEST_LIST = 1000


class LinkSpan(Struct, frozen=True):
    """A time in which the station had a link."""

    since: Annotated[datetime | None, Meta(description="When it began; null: before what is known.")]
    until: Annotated[datetime | None, Meta(description="When it ended; null: it goes on.")]
    reason: Annotated[str | None, Meta(description="Why it ended; null: nobody knows, or it goes on.")]
    remote_address: Annotated[str | None, Meta(description="Where it came from, if that is known.")]


class StatusSpan(Struct, frozen=True):
    """A time in which a connector was in one status. (0, 0) is the station itself, (n, 0) an EVSE."""

    evse: Annotated[int, Meta(description="Number of the EVSE; in 1.6 that of the connector.")]
    connector: Annotated[int, Meta(description="Number of the connector at its EVSE.")]
    status: Annotated[str, Meta(description="In the words of its version.")]
    error_code: Annotated[str | None, Meta(description="The error; null without one.")]
    error_info: Annotated[str | None, Meta(description="More about the error.")]
    vendor_error_code: Annotated[str | None, Meta(description="The vendor's own code of the error.")]
    since: Annotated[datetime, Meta(description="When it was told first.")]
    until: Annotated[datetime | None, Meta(description="When something else was told; null: nothing else was.")]


class TransactionSpan(Struct, frozen=True):
    """A transaction, as far as a timeline shows it."""

    id: Annotated[int, Meta(description="Its number.")]
    evse: Annotated[int | None, Meta(description="Where; null if the station has not said it.")]
    connector: Annotated[int | None, Meta(description="At which connector of the EVSE.")]
    id_token: Annotated[str | None, Meta(description="The token that began it.")]
    since: Annotated[datetime, Meta(description="When it began.")]
    until: Annotated[datetime | None, Meta(description="When it ended; null: it goes on.")]
    is_end_assumed: Annotated[bool, Meta(description="The station has not said that it ended, but it must have.")]
    stopped_reason: Annotated[str | None, Meta(description="Why it ended.")]
    energy_wh: Annotated[float | None, Meta(description="What was delivered.")]
    flags: Annotated[list[str], Meta(description="What is out of the ordinary.")]


class CommandMark(Struct, frozen=True):
    """Something that the station was asked to do, as far as a timeline shows it."""

    id: Annotated[int, Meta(description="Its number.")]
    name: Annotated[str, Meta(description="Which command, or the action of a call.")]
    requested_by: Annotated[str, Meta(description="Who has asked.")]
    requested_at: Annotated[datetime, Meta(description="When.")]
    finished_at: Annotated[datetime | None, Meta(description="When the outcome was known.")]
    outcome: Annotated[Outcome, Meta(description="What became of it, in one word.")]
    detail: Annotated[str | None, Meta(description="More about the outcome, in words.")]
    request: Annotated[Any, Meta(description="What was asked; passwords and keys are `***`.")]
    answer: Annotated[Any, Meta(description="What the station has answered; null: there was no answer.")]


class StationTimeline(Struct, frozen=True, kw_only=True):
    """What went on at a station in a time."""

    since: Annotated[datetime, Meta(description="Its begin.")]
    until: Annotated[datetime, Meta(description="Its end.")]
    links: Annotated[list[LinkSpan], Meta(description="When it had a link, in order; between them it had none.")]
    links_known_since: Annotated[
        datetime | None, Meta(description="What was before is not known: links are kept for a week. Null: nothing is.")
    ]
    boots: Annotated[list[datetime], Meta(description="When it booted, in order.")]
    statuses: Annotated[
        list[StatusSpan],
        Meta(description="Its connectors, in order; with how each was at the begin, if that is known."),
    ]
    transactions: Annotated[list[TransactionSpan], Meta(description="Those that ran, by their begin.")]
    commands: Annotated[list[CommandMark], Meta(description="What it was asked to do, in order.")]
    is_cut: Annotated[bool, Meta(description="There was more than fits, and the oldest is left out.")]


@get("/stations/{identity:str}/timeline", tags=("Stations",))
async def get_timeline(
    store: NamedDependency[Store],
    now: NamedDependency[datetime],
    period: NamedDependency[Period],
    identity: IdentityInPath,
) -> StationTimeline:
    """Return what went on at a station: its links, statuses, transactions and commands.

    Without `to` it is up to now, and never longer; without `from` it is the 24 hours before. In a time that ends
    before it begins, or is still to come, nothing went on. Of each kind there are the newest 1000. Times are those of
    the station, but none is later than when the server was told: the station's clock may be ahead.
    """
    until = now if period.until is None else min(period.until, now)
    try:
        since = period.since or until - USUAL_PERIOD
    except OverflowError:
        since = until
    since = min(since, until)
    station = await find_station(store, identity)
    found = await store.read(timelines.timeline, station, since, until, LONGEST_LIST)
    return StationTimeline(
        since=since,
        until=until,
        links=msgspec.convert(found.links, list[LinkSpan], from_attributes=True),
        links_known_since=found.links_known_since,
        boots=found.boots,
        statuses=msgspec.convert(found.statuses, list[StatusSpan], from_attributes=True),
        transactions=[answer_from(row, TransactionSpan, "flags") for row in found.transactions],
        commands=[answer_from(row, CommandMark, "request", "answer") for row in found.commands],
        is_cut=found.is_cut,
    )
