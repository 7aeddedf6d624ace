"""`csms events`: what happens, while it happens."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from itertools import islice
from typing import Annotated

import msgspec
import typer
from msgspec import Raw

from csms.console.client import ApiError, Client, Query, ServerSentEvent, read
from csms.console.output import note, print_json_line, print_line, time_ms
from csms.console.session import Session, asks_server

RETRY_S = 2.0
"""How long to wait before the stream is asked for again."""

_WATCHING = "stream.watching"
"""Name of the event that says: from now on nothing is missed. It is for those who read lists beside the stream."""

_MISSED = "stream.missed"
"""Name of the event that says: there were others, which are not kept any more."""

ALL_KEPT = "0"
"""What stands for the last event that is known to whoever wants all that are kept."""

_FIRST = ("station", "at")


@asks_server
def events(
    session: Session,
    station: Annotated[
        list[str] | None, typer.Option("--station", help="Only of this station; may be repeated.", metavar="STATION")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="Only of this name, as transaction.started; may be repeated.", metavar="NAME"),
    ] = None,
    after: Annotated[
        int | None,
        typer.Option(
            "--after", min=0, help="Begin with those that are kept, after the one of this number.", metavar="NUMBER"
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help="End after so many.", metavar="COUNT", show_default="never"),
    ] = None,
    is_followed: Annotated[
        bool,
        typer.Option(
            "--follow/--no-follow",
            "-f",
            help="Go on with what comes, or end with what is kept.",
            show_default="--follow",
        ),
    ] = True,
) -> None:
    """Show what happens, while it happens, until Ctrl-C: stations that connect, transactions that begin, and so on.

    With --no-follow it shows what has happened, in the order of time, and ends: events are kept for a week, 100,000 at
    most. --limit are then the last ones, and with --after the first ones after it.

    With --json each event is one JSON document in one line. When the server is restarted, the stream goes on
    where it was.
    """
    query: Query = {"station": station, "name": name}
    if is_followed or after is not None:
        last_id = "" if after is None else str(after)
        shown = islice(watch_events(session.client, query, last_id, time.sleep, is_followed=is_followed), limit)
    else:
        kept = watch_events(session.client, query, ALL_KEPT, time.sleep, is_followed=False)
        shown = iter(deque((event for event in kept if event.name != _MISSED), maxlen=limit))
    for event in shown:
        _show(event, is_json=session.is_json)


def watch_events(
    client: Client, query: Query, last_id: str, wait: Callable[[float], object], *, is_followed: bool = True
) -> Iterator[ServerSentEvent]:
    """Return events as they come; ask for the stream again when it breaks, so that none is missed.

    Args:
        client: asks the server.
        query: filters.
        last_id: of the last event that is known; empty: only what comes.
        wait: is called with the seconds to wait.
        is_followed: go on for ever; else until those that are kept have come.

    Raises:
        ApiError: the server says no, or there was none from the start.
    """
    client.get("/me")
    while True:
        try:
            for event in client.events(query, last_id):
                last_id = event.id or last_id
                if event.name != _WATCHING:
                    yield event
                elif not is_followed:
                    return
            note("The server has ended the stream; it is asked for again")
        except ApiError as error:
            if error.status not in {0, HTTPStatus.SERVICE_UNAVAILABLE}:
                raise
            note(f"{error}; it is asked again")
        wait(RETRY_S)


def _show(event: ServerSentEvent, *, is_json: bool) -> None:
    data = read(event.data.encode(), dict[str, Raw])
    if is_json:
        fields = {"id": int(event.id) if event.id.isdecimal() else None, "name": event.name}
        print_json_line(msgspec.json.encode(fields | data))
        return
    at = read(data["at"], datetime) if "at" in data else None
    station = _word(data["station"]) if "station" in data else ""
    more = [f"{name}={_word(value)}" for name, value in data.items() if name not in _FIRST and _word(value)]
    print_line(" ".join(word for word in (time_ms(at) if at else "", event.name, station, *more) if word))


def _word(value: Raw) -> str:
    """Return a value as people read it; empty for none."""
    match msgspec.json.decode(value):
        case None:
            return ""
        case str(word):
            return word
        case _:
            return bytes(value).decode()
