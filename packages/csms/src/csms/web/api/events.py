"""What happens, while it happens: Server-Sent Events."""

from http import HTTPStatus
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from csms.domain.events import EVENTS
from csms.web.live import Wanted, feed, start_of
from csms.web.problems import Fault, Problem, bad_request
from csms.web.services import Web

LONGEST_LIST = 100
WATCHERS_LIMIT = 500
RETRY_AFTER_S = 10


class EventsController(Controller):
    """What happens."""

    tags = ("Events",)

    @get("/events", media_type="text/event-stream")
    async def watch_events(
        self,
        web: NamedDependency[Web],
        station: Annotated[
            list[str] | None,
            QueryParameter(max_items=LONGEST_LIST, description="Only events of this station; may be given repeatedly."),
        ] = None,
        name: Annotated[
            list[str] | None,
            QueryParameter(
                max_items=LONGEST_LIST,
                description=f"Only events of this name; may be given repeatedly. The names: {', '.join(EVENTS)}.",
            ),
        ] = None,
        last_event_id: Annotated[
            int | None,
            QueryParameter(
                ge=0,
                le=2**63 - 1,
                description="As the header Last-Event-ID, which wins, for clients that cannot send it.",
            ),
        ] = None,
        last_event_id_header: Annotated[
            str | None,
            HeaderParameter(
                name="Last-Event-ID",
                pattern="^[0-9]{0,18}$",
                description="Number of the last event that was received: those after it that are kept come first.",
            ),
        ] = None,
    ) -> Stream:
        """Watch what happens, as Server-Sent Events.

        The data of an event are a JSON object with `station` and `at`, and what else its name stands for. Events
        with an `id` are kept for a week, 100,000 at most, and can be had later. `transaction.updated` has none, and
        comes at most once a second for a transaction. `stream.missed` says that events were asked for that are not
        kept any more; `stream.watching` that from now on nothing is missed, so that whoever reads a list after it has
        all. A comment comes every 15 seconds, so that a connection that has died is noticed. A client that
        is too slow to take what happens is told so in a comment, and the stream ends.
        """
        unknown = [each for each in name or () if each not in EVENTS]
        if unknown:
            raise bad_request("The request is not valid", Fault("query.name", f"There are no events {unknown[0]!r}"))
        if len(web.stream) >= WATCHERS_LIMIT:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"{WATCHERS_LIMIT} clients watch the events already",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            )
        wanted = Wanted(tuple(station or ()), tuple(name or ()))
        last_id = int(last_event_id_header) if last_event_id_header else last_event_id
        start = await start_of(web.store, last_id)
        return Stream(
            feed(web.store, web.stream, web.closing, wanted, start),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
