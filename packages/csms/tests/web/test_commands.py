"""Commands from the API to stations and back, over real sockets."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from csms.app import App
from csms.domain.events import Event, StationConnected, TransactionEnded, TransactionStarted
from csms.domain.remote_control import ClearCache, Outcome, Unlock
from csms_simulator import wire_frame
from csms_simulator.frames import Frame
from csms_simulator.simulated_station import SimulatedStation
from csms_simulator.wire import Alteration
from packages.csms.tests.running import running

VERSIONS = ["1.6", "2.0.1", "2.1"]
each_version = pytest.mark.parametrize("version", VERSIONS)

HEARTBEAT = {"1.6": "HeartbeatInterval", "2.0.1": "OCPPCommCtrlr.HeartbeatInterval"}
HEARTBEAT["2.1"] = HEARTBEAT["2.0.1"]


class Operator:
    """Who uses the API."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, path: str, body: object = None, **query: float) -> httpx.Response:
        return await self.client.post(path, json={} if body is None else body, params=query)

    async def command(self, name: str, body: object = None) -> dict[str, Any]:
        """Send a command to CP1 and return what became of it."""
        answer = await self.post(f"/stations/CP1/commands/{name}", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(self, path: str) -> Any:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def operated(folder: Path, **settings: object) -> AsyncGenerator[tuple[App, Operator]]:
    async with running(folder, **settings) as app:
        key = (folder / "api-token").read_text().strip()
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{app.http_port}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=60
        ) as client:
            yield app, Operator(client)


@asynccontextmanager
async def station(app: App, version: str) -> AsyncGenerator[SimulatedStation]:
    """Have a station that has booted, and that nothing is asked of any more."""
    async with SimulatedStation(f"ws://127.0.0.1:{app.ocpp_port}", "CP1", version) as simulated:
        asked = "GetConfiguration" if version == "1.6" else "GetBaseReport"
        await simulated.frames.received(asked)
        yield simulated


def requests_of(simulated: SimulatedStation, action: str) -> list[Frame]:
    return [frame for frame in simulated.frames.since() if frame.action == action]


@each_version
async def test_a_driver_is_started_and_stopped_from_afar(tmp_path: Path, version: str) -> None:
    async with operated(tmp_path) as (app, operator), station(app, version) as simulated:
        events: list[Event] = []
        ended = asyncio.Event()

        def listen(event: Event) -> None:
            events.append(event)
            if isinstance(event, TransactionEnded):
                ended.set()

        app.bus.subscribe(listen)
        asked = await operator.command("remote-start", {"id_token": "TAG", "evse": 1, "limit": {"ampere": 10}})
        assert (asked["outcome"], asked["transaction"], asked["requested_by"]) == ("accepted", None, "key cli")
        await simulated.plug_in()
        start = "StartTransaction" if version == "1.6" else "TransactionEvent"
        await simulated.frames.sent(start)
        known = await until_linked(operator, asked["id"])
        (transaction,) = (await operator.get(f"/commands?transaction={known['transaction']}"))["items"]
        assert transaction["id"] == asked["id"]
        stopped = await operator.command("remote-stop", {"transaction": known["transaction"]})
        assert stopped["outcome"] == "accepted"
        await ended.wait()
        assert len([event for event in events if isinstance(event, TransactionStarted)]) == 1


async def until_linked(operator: Operator, number: int) -> dict[str, Any]:
    """Return a command when the transaction that it began is known."""
    while True:
        known = await operator.get(f"/commands/{number}")
        if known["transaction"] is not None:
            return known


class Deaf(Alteration):
    """Does not hear of one action."""

    def __init__(self, action: str) -> None:
        super().__init__(random.Random(0))
        self._action = action

    def incoming(self, frame: wire_frame.Frame) -> wire_frame.Frame | None:
        return None if frame.action == self._action else frame


@each_version
async def test_a_command_that_is_never_answered_leaves_the_link_to_the_next(tmp_path: Path, version: str) -> None:
    async with running(tmp_path) as app:
        url = f"ws://127.0.0.1:{app.ocpp_port}"
        async with SimulatedStation(url, "CP1", version, alterations=[Deaf("UnlockConnector")]) as simulated:
            await simulated.online()
            link = app.bus.link("CP1")
            assert (await app.bus.request("CP1", Unlock(evse=1), 0.1)).outcome is Outcome.TIMED_OUT
            assert (await app.bus.request("CP1", ClearCache(), 60)).outcome is Outcome.ACCEPTED
            assert app.bus.link("CP1") is link


@each_version
async def test_the_configuration_is_read_by_itself_and_changed_on_request(tmp_path: Path, version: str) -> None:
    async with operated(tmp_path) as (app, operator), station(app, version):
        name = HEARTBEAT[version]
        asked = await operator.command("set-configuration", {"values": {name: "77", unknown_of(version): "1"}})
        assert asked["outcome"] == "rejected"
        assert asked["answer"][name] == "Accepted"
        told = await operator.command("get-configuration", {"names": [name, unknown_of(version)]})
        assert (told["outcome"], told["answer"]) == (
            "accepted",
            {"values": {name: "77"}, "unknown": [unknown_of(version)]},
        )
        rows: list[dict[str, Any]] = []
        while len(rows) < 20:  # the rest comes by itself at first contact
            rows = (await operator.get("/stations/CP1/variables?limit=1000"))["items"]
        assert [row["value"] for row in rows if row["variable"] == "HeartbeatInterval"] == ["77"]


def unknown_of(version: str) -> str:
    return "Nonsense" if version == "1.6" else "Nonsense.Nothing"


@each_version
async def test_limits_are_set_and_taken_back(tmp_path: Path, version: str) -> None:
    async with operated(tmp_path) as (app, operator), station(app, version):
        for place in ({}, {"evse": 1}):
            for limit in ({"ampere": 16}, {"watt": 3000, "phases": 1, "duration_s": 60}):
                assert (await operator.command("set-limit", {"limit": limit, **place}))["outcome"] == "accepted"
            assert (await operator.command("clear-limit", place))["outcome"] == "accepted"


@each_version
async def test_the_other_commands_reach_the_station(tmp_path: Path, version: str) -> None:
    async with operated(tmp_path) as (app, operator), station(app, version):
        outcomes = {
            name: (await operator.command(name, body))["outcome"]
            for name, body in {
                "unlock": {"evse": 1},
                "trigger": {"message": "StatusNotification"},
                "clear-cache": {},
                "data-transfer": {"vendor": "example", "data": {"any": ["json"]}},
                "change-availability": {"operative": False, "evse": 1},
                "reset": {"kind": "immediate"},
            }.items()
        }
        assert outcomes == {
            "unlock": "accepted",
            "trigger": "accepted",
            "clear-cache": "accepted",
            "data-transfer": "not_supported",
            "change-availability": "accepted",
            "reset": "accepted",
        }
        listed = (await operator.get("/stations/CP1/commands"))["items"]
        assert [each["name"] for each in listed] == list(reversed(outcomes))


@each_version
async def test_a_call_in_the_stations_own_words_is_answered_in_them(tmp_path: Path, version: str) -> None:
    async with operated(tmp_path) as (app, operator), station(app, version):
        answer = await operator.post("/stations/CP1/calls/GetLocalListVersion")
        assert answer.status_code == 200
        told = answer.json()
        field = "listVersion" if version == "1.6" else "versionNumber"
        assert (told["name"], told["outcome"], told["answer"]) == ("GetLocalListVersion", "accepted", {field: 0})


async def test_a_call_that_is_not_valid_is_a_problem_that_names_the_place(tmp_path: Path) -> None:
    async with operated(tmp_path) as (app, operator), station(app, "1.6") as simulated:
        answer = await operator.post("/stations/CP1/calls/Reset", {"type": "Warm"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"place": "body.type", "message": "'Warm' is not one of ['Hard', 'Soft']"}]
        for action in ("Nonsense", "Heartbeat"):
            assert (await operator.post(f"/stations/CP1/calls/{action}")).status_code == 404
        answer = await operator.post("/stations/CP1/commands/remote-start", {"id_token": "T" * 21})
        assert answer.status_code == 422
        assert (await operator.post("/stations/CP2/commands/reset")).status_code == 404
        assert requests_of(simulated, "Reset") == []
        assert (await operator.get("/commands"))["items"] == []


async def test_whoever_does_not_wait_asks_later(tmp_path: Path) -> None:
    async with operated(tmp_path) as (app, operator), station(app, "1.6"):
        answer = await operator.post("/stations/CP1/commands/clear-cache", wait=0)
        assert answer.status_code == 202
        assert answer.json()["outcome"] == "pending"
        known = await operator.get(f"/commands/{answer.json()['id']}?wait=30")
        assert known["outcome"] == "accepted"


async def test_a_station_that_is_away_is_offline(tmp_path: Path) -> None:
    async with operated(tmp_path) as (app, operator):
        async with station(app, "1.6"):
            pass
        await until_offline(operator)
        assert (await operator.command("reset"))["outcome"] == "offline"


async def until_offline(operator: Operator) -> None:
    while (await operator.get("/stations/CP1"))["is_connected"]:
        pass


@asynccontextmanager
async def returning(app: App) -> AsyncGenerator[None]:
    """Do what makes a station end its link and make another; when this is left, the central system knows that one."""
    connected = asyncio.Event()

    def listen(event: Event) -> None:
        if isinstance(event, StationConnected):
            connected.set()

    stop = app.bus.subscribe(listen)
    yield
    await connected.wait()
    stop()


async def test_a_password_is_in_no_list_of_commands(tmp_path: Path) -> None:
    async with operated(tmp_path) as (app, operator), station(app, "2.0.1"):
        values = {"SecurityCtrlr.BasicAuthPassword": "sehr-geheim-1234"}
        async with returning(app):
            await operator.command("set-configuration", {"values": values})
        payload = {
            "setVariableData": [
                {
                    "attributeValue": "sehr-geheim-1234",
                    "component": {"name": "SecurityCtrlr"},
                    "variable": {"name": "BasicAuthPassword"},
                }
            ]
        }
        async with returning(app):
            assert (await operator.post("/stations/CP1/calls/SetVariables", payload)).status_code == 200
        changed = await operator.command("set-password", {"password": "sehr-geheim-1234"})
        assert (changed["outcome"], changed["request"]) == ("accepted", {"password": "***"})
        assert (await operator.get("/stations/CP1"))["has_password"]
        text = (await operator.client.get("/commands")).text
        assert text.count("BasicAuthPassword") >= 2
        assert "geheim" not in text


async def test_pages_of_commands_follow_one_another(tmp_path: Path) -> None:
    async with operated(tmp_path) as (app, operator), station(app, "1.6"):
        numbers = [(await operator.command("clear-cache"))["id"] for _ in range(3)]
        first = await operator.get("/commands?limit=2&station=CP1&name=clear-cache&outcome=accepted")
        second = await operator.get(f"/commands?limit=2&cursor={first['next']}")
        assert [each["id"] for each in first["items"] + second["items"]] == list(reversed(numbers))
        assert second["next"] is None
