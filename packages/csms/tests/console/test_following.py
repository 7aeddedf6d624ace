"""`csms events` and `csms frames --follow`."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from msgspec import Raw

from csms.app import App
from csms.console import frames
from csms.console.client import ApiError, Client, Query, ServerSentEvent, path_of, read
from csms.console.events import watch_events
from csms.console.frames import Frame, follow_frames
from packages.csms.tests.console.charger import plugged
from packages.csms.tests.console.served import Served


@pytest.fixture
def client(server: Served) -> Iterator[Client]:
    found = server.client()
    yield found
    found.close()


def test_events_that_are_kept_are_shown_after_a_number(server: Served) -> None:
    server.say("station", "add", "E1")
    with plugged(server, "E1"):
        pass
    lines = server.say("events", "--after", "0", "--station", "E1", "--limit", "2").splitlines()
    assert [line.split()[2:4] for line in lines] == [["station.connected", "E1"], ["station.booted", "E1"]]
    assert "+02:00 station.connected E1 version=1.6 remote_address=127.0.0.1" in lines[0]
    (text,) = server.say(
        "events", "--after", "0", "--station", "E1", "--name", "station.booted", "--limit", "1", "--json"
    ).splitlines()
    document = json.loads(text)
    assert (document["name"], document["station"], document["model"]) == ("station.booted", "E1", "Optimus")
    assert document["id"] > 0


def test_events_are_shown_while_they_happen(server: Served) -> None:
    server.say("station", "add", "E2")

    async def watchers(app: App) -> int:
        return len(app.web.stream)

    def connect() -> None:
        while server.at_server(watchers) == 0:
            continue
        with plugged(server, "E2"):
            pass

    with ThreadPoolExecutor(1) as threads:
        connecting = threads.submit(connect)
        shown = server.say("events", "--station", "E2", "--name", "station.connected", "--limit", "1")
        connecting.result(30)
    assert " station.connected E2 " in shown


def test_what_has_happened_is_shown_without_waiting(server: Served) -> None:
    server.say("station", "add", "E3")
    with plugged(server, "E3"):
        pass
    wanted = ["--station", "E3", "--name", "station.connected", "--name", "station.booted"]

    def names(*options: str) -> list[str]:
        shown = server.say("events", "--no-follow", *wanted, *options)
        return [line.split()[2] for line in shown.splitlines()]

    assert names() == ["station.connected", "station.booted"]
    assert names("--limit", "50") == names()
    assert names("--limit", "1") == ["station.booted"]
    (first,) = server.say("events", "--after", "0", *wanted, "--limit", "1", "--json").splitlines()
    number = json.loads(first)["id"]
    assert names("--after", str(number)) == ["station.booted"]
    assert names("--after", str(number - 1), "--limit", "1") == ["station.connected"]
    assert names("--after", str(number + 1)) == []


def test_an_event_that_there_is_not_is_told(server: Served) -> None:
    result = server.run("events", "--name", "station.exploded")
    assert result.exit_code == 1
    assert "station.exploded" in result.stderr


class _Breaking(Client):
    """A client whose stream breaks after each event."""

    def __init__(self, server: Served) -> None:
        token = (server.data_dir / "api-token").read_text().strip()
        super().__init__(server.url, token)
        self.asked: list[str] = []

    def events(self, query: Query, last_id: str) -> Iterator[ServerSentEvent]:
        self.asked.append(last_id)
        if len(self.asked) == 2:
            raise ApiError("The connection has broken")
        yield ServerSentEvent(f"{len(self.asked)}", "x", "{}")


def test_a_stream_that_breaks_goes_on_after_the_last_event(server: Served) -> None:
    client, waits = _Breaking(server), list[float]()
    events = list(islice(watch_events(client, {}, "", waits.append), 3))
    assert [event.id for event in events] == ["1", "3", "4"]
    assert client.asked == ["", "1", "1", "3"]
    assert len(waits) == 3
    client.close()


def test_frames_are_followed_once_each_and_in_order(
    server: Served, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "POLL_S", 0)
    server.say("station", "add", "F1")
    since = datetime.now(UTC) - timedelta(minutes=1)
    with plugged(server, "F1"):
        following = follow_frames(client, f"{path_of('stations', 'F1')}/frames", {"kind": 2}, since)
        seen = list(_until(following, "StatusNotification"))
        server.say("send", "F1", "Reset", '{"type": "Soft"}')
        seen += _until(following, "Reset")
    assert seen[0].action == "BootNotification"
    assert len({frame.id for frame in seen}) == len(seen)
    assert [frame.at for frame in seen] == sorted(frame.at for frame in seen)


def _until(following: Iterator[Raw], action: str) -> Iterator[Frame]:
    while True:
        frame = read(next(following), Frame)
        yield frame
        if frame.action == action:
            return
