"""`csms frames`: messages of a station as they went over the wire."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

import typer
from msgspec import Raw, Struct

from csms.console.arguments import read_start
from csms.console.client import Client, Query, path_of, read
from csms.console.output import Column, duration_ms, print_json_line, print_line, text, time_ms
from csms.console.session import (
    DEFAULT_LIMIT,
    AllOption,
    LimitOption,
    Session,
    SinceOption,
    UntilOption,
    asks_server,
    wanted,
)

POLL_S = 1.0
"""How often it is asked for new frames."""

_DIRECTIONS = {"in": "from station", "out": "to station"}
_KINDS = {2: "call", 3: "result", 4: "error", 5: "result error", 6: "send"}


class Frame(Struct, frozen=True):
    """What is shown of a frame."""

    id: int
    at: datetime
    direction: str
    kind: int
    action: str | None
    outcome: str | None
    latency_s: float | None
    text: str


COLUMNS = (
    Column[Frame]("time", lambda row: time_ms(row.at)),
    Column[Frame]("direction", lambda row: _DIRECTIONS.get(row.direction, row.direction)),
    Column[Frame]("kind", lambda row: _KINDS.get(row.kind, "no frame")),
    Column[Frame]("action", lambda row: text(row.action)),
    Column[Frame]("outcome", lambda row: text(row.outcome)),
    Column[Frame]("latency", lambda row: duration_ms(row.latency_s), is_number=True),
    Column[Frame]("frame", lambda row: row.text),
)


@asks_server
def frames(
    session: Session,
    station: Annotated[str, typer.Argument(help="Identity of the station.", metavar="STATION")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes, the oldest first.")] = False,
    action: Annotated[
        str | None, typer.Option("--action", help="Only calls of this action and their answers.", metavar="ACTION")
    ] = None,
    direction: Annotated[
        Literal["in", "out"] | None,
        typer.Option("--direction", help="Only from the station, or to it.", metavar="in|out"),
    ] = None,
    contains: Annotated[
        str | None, typer.Option("--text", help="Only frames with this text in them.", metavar="TEXT")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = DEFAULT_LIMIT,
    all_of_them: AllOption = False,
) -> None:
    """Show the messages of a station as they went over the wire, newest first.

    With --follow they come as lines, the oldest first, until Ctrl-C: as JSON one document in each line. It begins at
    --since, or now, and --limit has no effect.
    """
    path = f"{path_of('stations', station)}/frames"
    query: Query = {"action": action, "direction": direction, "text": contains}
    start, end = read_start(since), read_start(until)
    if follow:
        for row in follow_frames(session.client, path, query, start or datetime.now().astimezone()):
            _show_line(row, is_json=session.is_json)
        return
    items = session.client.list(path, {**query, "from": start, "to": end}, wanted(limit, all_of_them))
    session.show_list(
        items,
        Frame,
        COLUMNS,
        empty=f"There are no such frames of {station}. `csms station show {station}` tells whether it is connected;"
        " frames are kept for some days, and only if the setting `frames` is on.",
    )


def follow_frames(client: Client, path: str, query: Query, since: datetime) -> Iterator[Raw]:
    """Return frames as they come, the oldest first; without an end.

    Args:
        client: asks the server.
        path: of the list.
        query: filters.
        since: when to begin.

    Raises:
        ApiError: the server cannot be asked any more.
    """
    seen: set[int] = set()
    while True:
        items = client.list(path, {**query, "from": since}, None)
        for row in reversed(items.rows):
            frame = read(row, Frame)
            if frame.id in seen:
                continue
            if frame.at > since:
                since, seen = frame.at, set()
            seen.add(frame.id)
            yield row
        time.sleep(POLL_S)


def _show_line(row: Raw, *, is_json: bool) -> None:
    if is_json:
        print_json_line(row)
        return
    frame = read(row, Frame)
    arrow = "->" if frame.direction == "out" else "<-"
    words = [time_ms(frame.at), arrow, _KINDS.get(frame.kind, "no frame"), frame.action or "", frame.outcome or ""]
    if frame.latency_s is not None:
        words.append(duration_ms(frame.latency_s))
    print_line(" ".join(word for word in (*words, frame.text) if word))
