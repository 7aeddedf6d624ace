"""The demo as a whole: each screen of the dashboard has something to show."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from csms.demo.running import Demo, Options, demo
from csms.domain.events import (
    CommandFinished,
    ConnectorStatusChanged,
    Event,
    InboxChanged,
    StationConnected,
    StationDisconnected,
    TokenRefused,
    TransactionEnded,
    TransactionStarted,
)
from csms.domain.inbox import Cause

DEADLINE_S = 60
FAST = Options(speed=120, http_port=0, ocpp_port=0)

WANTED: dict[str, Callable[[Event], bool]] = {
    "a station of each site": lambda event: isinstance(event, StationConnected) and event.station == "AIRPORT-8",
    "a fault": lambda event: isinstance(event, ConnectorStatusChanged) and event.error_code == "GroundFailure",
    "a dark station": lambda event: isinstance(event, StationDisconnected) and event.station == "HARBOUR-8",
    "a stranger who waits": lambda event: isinstance(event, InboxChanged) and event.cause == Cause.WAITS,
    "a wrong password": lambda event: isinstance(event, InboxChanged) and event.cause == Cause.PASSWORD_WRONG,
    "an old version": lambda event: isinstance(event, InboxChanged) and event.cause == Cause.SUBPROTOCOL_NOT_COMMON,
    "a blocked token": lambda event: isinstance(event, TokenRefused) and event.status == "Blocked",
    "an unknown token": lambda event: isinstance(event, TokenRefused) and event.status == "Unknown",
    "a command that was done": lambda event: isinstance(event, CommandFinished) and event.outcome == "accepted",
    "a command to a dark station": lambda event: isinstance(event, CommandFinished) and event.outcome == "offline",
    "a remote start": lambda event: isinstance(event, CommandFinished) and event.action == "remote-start",
    "a transaction": lambda event: isinstance(event, TransactionStarted),
    "the end of one": lambda event: isinstance(event, TransactionEnded) and (event.energy_wh or 0) > 0,
}


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def missing_of(running: Demo) -> set[str]:
    """Return what of WANTED has not happened when the time is over."""
    missing = set(WANTED)
    all_there = asyncio.Event()

    def listen(event: Event) -> None:
        missing.difference_update([name for name in missing if WANTED[name](event)])
        if not missing:
            all_there.set()

    unsubscribe = running.app.bus.subscribe(listen)
    try:
        async with asyncio.timeout(DEADLINE_S):
            await all_there.wait()
    except TimeoutError:
        pass
    finally:
        unsubscribe()
    return missing


async def listed(running: Demo, *paths: str) -> list[list[dict[str, object]]]:
    """Return what lists of the API have, for who logs in as the demo says."""
    async with httpx.AsyncClient(base_url=f"{running.url}/api/v1") as client:
        entered = await client.post("/login", json={"name": "admin", "password": running.password})
        assert entered.status_code == 200, entered.text
        answers = [(await client.get(path, params={"limit": 200})).raise_for_status() for path in paths]
    return [answer.json()["items"] for answer in answers]


async def test_every_screen_has_something_to_show_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with demo(FAST) as running:
        assert await missing_of(running) == set()
        sites, stations, tokens, transactions, commands = await listed(
            running, "/sites", "/stations", "/tokens", "/transactions", "/commands"
        )
        assert names_in(tmp_path)
    assert [site["station_count"] for site in sites] == [8, 9, 8]
    assert {station["version"] for station in stations} >= {"1.6", "2.0.1", "2.1"}
    assert {token["group"] for token in tokens} >= {"city-card", "office-staff", "roaming", "delivery-fleet"}
    assert {transaction["is_offline"] for transaction in transactions} == {True, False}
    assert {command["requested_by"] for command in commands} == {"demo"}
    assert not names_in(tmp_path)


async def test_a_few_stations_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with demo(Options(stations=1, http_port=0, ocpp_port=0)) as running:
        async with asyncio.timeout(DEADLINE_S):
            await running.stage.stations["HARBOUR-1"].online()
        assert list(running.stage.stations) == ["HARBOUR-1"]
    assert not names_in(tmp_path)
