"""Messages of stations as they went over the wire."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from msgspec import Meta, Struct

from csms.domain.frames import CALL
from csms.storage import frames
from csms.storage.engine import Store
from csms.storage.frame_log import FrameLog
from csms.storage.frames import FrameFilter, FrameRecord
from csms.web.api.stations import find_station
from csms.web.fields import LARGEST_NUMBER, NO_CONTROLS, IdentityInPath, Period, TimePosition
from csms.web.paging import Page, Paging
from csms.web.problems import Problem, not_found
from csms.web.services import Web


class FrameAnswer(Struct, frozen=True, kw_only=True):
    """How a call was answered."""

    id: Annotated[int, Meta(description="The number of the answer, which is a frame of its own.")]
    kind: Annotated[int, Meta(description="3: CALLRESULT. 4: CALLERROR.")]
    outcome: Annotated[str | None, Meta(description="The status in it, or the code of its error; null: neither.")]
    latency_s: Annotated[float | None, Meta(description="Seconds since the call.")]


class Frame(Struct, frozen=True, kw_only=True):
    """A message as it went over the wire."""

    id: Annotated[int, Meta(description="Its number.")]
    station: Annotated[str, Meta(description="Identity of the station.")]
    at: Annotated[datetime, Meta(description="When the server received or sent it.")]
    direction: Annotated[Literal["in", "out"], Meta(description="`in`: from the station. `out`: to it.")]
    kind: Annotated[
        int,
        Meta(
            description="The message type number: 2 CALL, 3 CALLRESULT, 4 CALLERROR, 5 CALLRESULTERROR, 6 SEND;"
            " 0: it is no frame."
        ),
    ]
    message_id: Annotated[str | None, Meta(description="What a call and its answer have in common.")]
    action: Annotated[str | None, Meta(description="Of an answer: the action of its call, if that was seen.")]
    outcome: Annotated[
        str | None, Meta(description="Of an answer: the status in it, or the code of its error; null: neither.")
    ]
    latency_s: Annotated[float | None, Meta(description="Of an answer: seconds since its call.")]
    answer: Annotated[
        FrameAnswer | None,
        Meta(description="Of a call: its answer, also one that the filters leave out. Null: there is none yet."),
    ]
    text: Annotated[str, Meta(description="The frame; passwords and keys are `***`.")]


class FrameAndCounterpart(Struct, frozen=True):
    """A message, and what belongs to it."""

    frame: Annotated[Frame, Meta(description="The message.")]
    counterpart: Annotated[
        Frame | None, Meta(description="Of a call: its answer. Of an answer: its call. Null: there is none.")
    ]


class FramesController(Controller):
    """The message log."""

    path = "/stations/{identity:str}/frames"
    tags = ("Frames",)

    @get()
    async def list_frames(
        self,
        web: NamedDependency[Web],
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        period: NamedDependency[Period],
        identity: IdentityInPath,
        direction: Annotated[
            Literal["in", "out"] | None, QueryParameter(description="Only frames from the station, or to it.")
        ] = None,
        kind: Annotated[
            int | None, QueryParameter(ge=0, le=6, description="Only frames of this message type number.")
        ] = None,
        action: Annotated[
            str | None,
            QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only calls of it, and their answers."),
        ] = None,
        message_id: Annotated[
            str | None,
            QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only the calls and answers of this id."),
        ] = None,
        outcome: Annotated[
            str | None,
            QueryParameter(max_length=255, pattern=NO_CONTROLS, description="Only answers with this outcome."),
        ] = None,
        text: Annotated[
            str | None,
            QueryParameter(
                max_length=255, pattern=NO_CONTROLS, description="Only frames with this text in them, in any case."
            ),
        ] = None,
        order: Annotated[
            Literal["newest", "oldest"], QueryParameter(description="Which of them comes first.")
        ] = "newest",
    ) -> Page[Frame]:
        """List the messages of a station, newest first.

        They are kept for some days beside the record, and may have gaps where the server had too much to do.
        """
        log = await _log_of(web, store, identity)
        wanted = FrameFilter(
            since=period.since,
            until=period.until,
            direction=direction,
            kind=kind,
            action=action,
            message_id=message_id,
            outcome=outcome,
            text=text,
        )
        rows = await log.read(
            frames.find,
            identity,
            wanted,
            paging.after(TimePosition),
            paging.limit + 1,
            is_oldest_first=order == "oldest",
        )
        answers = await log.read(frames.answers, rows[: paging.limit])
        return paging.page(rows, lambda row: _told(row, answers.get(row.id)), lambda row: (row.at, row.id))

    @get("/{number:int}")
    async def get_frame(
        self,
        web: NamedDependency[Web],
        store: NamedDependency[Store],
        identity: IdentityInPath,
        number: Annotated[int, PathParameter(ge=1, le=LARGEST_NUMBER, description="The frame's number.")],
    ) -> FrameAndCounterpart:
        """Return a message of a station, and the answer to it or the call that it answers."""
        log = await _log_of(web, store, identity)
        found = await log.read(frames.get, identity, number)
        if found is None:
            raise not_found(f"frame {number} of the station {identity}")
        counterpart = await log.read(frames.counterpart, found)
        if counterpart is None:
            return FrameAndCounterpart(_told(found, None), None)
        return FrameAndCounterpart(_told(found, counterpart), _told(counterpart, found))


async def _log_of(web: Web, store: Store, identity: str) -> FrameLog:
    """Return the message log with all that has gone over the wire until now.

    Raises: Problem: there is no such station, or frames are not recorded.
    """
    await find_station(store, identity)
    if web.frames is None:
        raise Problem(HTTPStatus.NOT_FOUND, "Frames are not recorded: the setting `frames` is false")
    await web.frames.flush()
    return web.frames


def _told(record: FrameRecord, counterpart: FrameRecord | None) -> Frame:
    values = msgspec.structs.asdict(record)
    is_answered = record.kind == CALL and counterpart is not None
    return Frame(
        answer=msgspec.convert(counterpart, FrameAnswer, from_attributes=True) if is_answered else None, **values
    )
