"""The inbox: stations that want to come in and may not, with the cause and the remedy."""

import asyncio
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from csms.config import Settings
from csms.domain.inbox import Cause
from csms.service import inbox
from csms.service.inbox import InboxError
from csms.service.passwords import hash_station_password, random_station_password
from csms.service.stations import UnknownSiteError
from csms.storage import knocks
from csms.storage.engine import Store
from csms.storage.knocks import KnockRecord
from csms.storage.stations import StationRecord
from csms.web.addresses import station_url
from csms.web.paging import Number, Page, Paging, Time
from csms.web.problems import Fault, conflict, not_found, unprocessable
from csms.web.services import Web

GENERATE = "generate"

KnockId = Annotated[int, PathParameter(ge=1, le=2**63 - 1, description="The number of the entry.")]


class Entry(Struct, frozen=True, kw_only=True):
    """Attempts of one station that failed for one cause."""

    id: Annotated[int, Meta(description="Its number.")]
    identity: Annotated[str | None, Meta(description="Who knocked, by the URL; null: the attempt named no station.")]
    cause: Annotated[Cause, Meta(description="Why it was not let in, or waits.")]
    text: Annotated[str, Meta(description="That in words.")]
    remedy: Annotated[str, Meta(description="What helps.")]
    status: Annotated[int, Meta(description="The HTTP status that it was answered with; 0: it was not answered.")]
    remote_address: Annotated[str | None, Meta(description="Where it came from last.")]
    count: Annotated[int, Meta(description="How often it has come.")]
    first_at: Annotated[datetime, Meta(description="When it came first.")]
    last_at: Annotated[datetime, Meta(description="When it came last.")]
    path: Annotated[str | None, Meta(description="The path of its URL; null: no request came.")]
    offered: Annotated[str, Meta(description="The subprotocols that it offered, separated by commas.")]


class Acceptance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a station is let in. What is left out stays as it is."""

    security_profile: (
        Annotated[int, Meta(ge=0, le=3, description="The lowest security profile that it may come in with.")] | None
    ) = None
    password: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=64,
                description=f"What the station is to send from now on; `{GENERATE}` makes one, which is in the answer.",
            ),
        ]
        | None
    ) = None
    note: Annotated[str, Meta(max_length=2000, description="What people want to remember.")] | None = None
    site: Annotated[int, Meta(ge=1, le=2**63 - 1, description="Number of the site where it stands.")] | None = None


class Decided(Struct, frozen=True, kw_only=True):
    """What was decided about a station."""

    identity: Annotated[str, Meta(description="The station.")]
    admission: Annotated[Literal["accepted", "rejected"], Meta(description="Whether it is let in.")]
    security_profile: Annotated[int, Meta(description="The lowest security profile that it may come in with.")]
    password: Annotated[
        str | None, Meta(description="The password that was made. It is shown this once; only a hash of it is kept.")
    ] = None


class Entrance(Struct, frozen=True, kw_only=True):
    """Where stations come in, and what is done with those that nobody has made known."""

    url: Annotated[str, Meta(description="What is typed into a charger; a slash and the station's identity follow.")]
    unknown_stations: Annotated[
        Literal["accept", "hold", "reject"],
        Meta(description="Whether unknown ones are let in, wait here to be accepted, or are refused."),
    ]


class InboxController(Controller):
    """Stations that want to come in and may not."""

    tags = ("Inbox",)

    @get("/inbox")
    async def list_inbox(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        identity: Annotated[
            str | None, QueryParameter(max_length=300, description="Only attempts of this station.")
        ] = None,
        cause: Annotated[Cause | None, QueryParameter(description="Only attempts with this cause.")] = None,
    ) -> Page[Entry]:
        """List who was not let in and who waits, the latest first.

        Attempts of the same station with the same cause are one entry. An entry goes when the station has got in, when
        it is decided about, and when a thousand others have come later.
        """
        before = paging.after(tuple[Time, Number])
        rows = await store.read(knocks.newest, paging.limit + 1, before, identity, cause)
        return paging.page(rows, _entry, lambda row: (row.last_at, row.id))

    @get("/inbox/entrance")
    async def get_entrance(self, web: NamedDependency[Web]) -> Entrance:
        """Return what a charger needs to be told to connect."""
        settings: Settings = web.settings
        return Entrance(url=station_url(settings, web.ocpp_port()), unknown_stations=settings.unknown_stations)

    @post("/inbox/{number:int}/accept", status_code=HTTPStatus.OK)
    async def accept(
        self, web: NamedDependency[Web], number: KnockId, data: JSONBody[Acceptance | None] = None
    ) -> Decided:
        """Let a station in.

        It is made known if it is not, and accepted if it waits or was rejected. If it is connected and waits, it is
        asked to boot again at once.
        """
        settings: Settings = web.settings
        wanted = data or Acceptance()
        is_random = wanted.password == GENERATE
        password = random_station_password() if is_random else wanted.password
        hashed = None
        if password is not None:
            hashed = await asyncio.to_thread(hash_station_password, password.encode(), is_random=is_random)
        try:
            record = await web.store.write(
                inbox.accept,
                number,
                web.now(),
                security_profile=wanted.security_profile,
                password_hash=hashed,
                note=wanted.note,
                site=wanted.site,
                time_zone=settings.station_time_zone,
            )
        except LookupError:
            raise not_found(f"entry {number} in the inbox") from None
        except UnknownSiteError as error:
            raise unprocessable("The request cannot be done", Fault("body.site", str(error))) from None
        except InboxError as error:
            raise conflict(str(error)) from None
        return _decided(record, password if is_random else None)

    @post("/inbox/{number:int}/reject", status_code=HTTPStatus.OK)
    async def reject(self, store: NamedDependency[Store], now: NamedDependency[datetime], number: KnockId) -> Decided:
        """Keep a station out until it is accepted; if it is connected, its link is closed."""
        try:
            return _decided(await store.write(inbox.reject, number, now))
        except LookupError:
            raise not_found(f"entry {number} in the inbox") from None
        except InboxError as error:
            raise conflict(str(error)) from None

    @delete("/inbox/{number:int}")
    async def dismiss(self, store: NamedDependency[Store], now: NamedDependency[datetime], number: KnockId) -> None:
        """Delete an entry; the next attempt makes another one."""
        try:
            await store.write(inbox.dismiss, number, now)
        except LookupError:
            raise not_found(f"entry {number} in the inbox") from None


def _entry(row: KnockRecord) -> Entry:
    return Entry(
        id=row.id,
        identity=row.identity or None,
        cause=Cause(row.cause),
        text=row.text,
        remedy=row.remedy,
        status=row.status,
        remote_address=row.remote_address,
        count=row.count,
        first_at=row.first_at,
        last_at=row.last_at,
        path=row.path,
        offered=row.offered,
    )


def _decided(record: StationRecord, password: str | None = None) -> Decided:
    return Decided(
        identity=record.identity,
        admission="rejected" if record.admission == "rejected" else "accepted",
        security_profile=record.security_profile,
        password=password,
    )
