import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import pytest

from csms_simulator.clock import ManualClock
from csms_simulator.console.json_lines import JsonLines, answer
from csms_simulator.console.watching import Change, LinkChange, StatusChange, Watch
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.simulated_station import SimulatedStation
from packages.simulator.tests.fleet.central_system import central_system


@pytest.fixture
async def station() -> AsyncGenerator[SimulatedStation]:
    layout = Layout((EvseLayout(), EvseLayout()))
    async with (
        central_system() as system,
        SimulatedStation(system.url, "CP1", layout=layout, clock=ManualClock()) as station,
    ):
        await station.online()
        await station.frames.sent("StatusNotification")
        await station.settled()
        yield station


async def say(station: SimulatedStation, **line: Any) -> dict[str, Any]:
    reply = await answer(station, json.dumps(line))
    await station.settled()
    return reply


async def test_a_charge_from_the_first_line_to_the_last(station: SimulatedStation) -> None:
    plugged = await say(station, do="plug_in", evse=2, vehicle="compact", soc=0.25, id=7)
    assert plugged == {"ok": True, "do": "plug_in", "id": 7, "result": {"vehicle": "compact", "soc": 0.25}}
    assert await say(station, do="swipe", evse=2, token="04A1") == {"ok": True, "do": "swipe", "result": {}}
    status = (await say(station, do="status"))["result"]
    assert (status["identity"], status["link"], status["connection_error"]) == ("CP1", "online", None)
    first, second = status["evses"]
    assert (first["statuses"], first["vehicle"], first["transaction"]) == (["Available"], None, None)
    assert (second["statuses"], second["vehicle"], second["token"]) == (["Charging"], "compact", "04A1")
    assert second["transaction"] is not None
    assert second["soc"] == 0.25
    assert (await say(station, do="swipe", evse=2, token="04A1"))["ok"]
    assert await say(station, do="unplug", evse=2) == {"ok": True, "do": "unplug", "result": {"unplugged": True}}
    assert [frame.action for frame in station.frames.since() if frame.action.endswith("Transaction")] == [
        "StartTransaction",
        "StartTransaction",
        "StopTransaction",
        "StopTransaction",
    ]


async def test_any_call_can_be_sent_and_its_answer_comes_back(station: SimulatedStation) -> None:
    reply = await say(station, do="send", action="Heartbeat", id="h")
    assert reply == {
        "ok": True,
        "do": "send",
        "id": "h",
        "result": {"payload": {"currentTime": "2026-01-01T00:00:00Z"}},
    }
    reply = await say(station, do="send", action="Heartbeat", payload={"what": 1})
    assert reply["result"]["error"]["code"] == "FormatViolation"


async def test_power_and_link_can_be_taken_away_and_given_back(station: SimulatedStation) -> None:
    assert (await say(station, do="go_offline"))["ok"]
    assert (await say(station, do="status"))["result"]["link"] == "offline"
    refused = await say(station, do="send", action="Heartbeat")
    assert not refused["ok"]
    assert "offline" in refused["error"]
    assert (await say(station, do="go_online"))["ok"]
    assert (await say(station, do="wait", until="online"))["ok"]
    assert (await say(station, do="cut_power"))["ok"]
    assert (await say(station, do="status"))["result"]["link"] == "no power"
    assert (await say(station, do="restore_power"))["ok"]
    assert (await say(station, do="wait", until="online"))["ok"]


async def test_faults(station: SimulatedStation) -> None:
    await say(station, do="fault", error="GroundFailure", info="water")
    evse = (await say(station, do="status"))["result"]["evses"][0]
    assert (evse["statuses"], evse["error"]) == (["Faulted"], "GroundFailure")
    await say(station, do="clear_fault")
    assert (await say(station, do="status"))["result"]["evses"][0]["statuses"] == ["Available"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("plug it in!", "The line is no JSON"),
        ("[1, 2]", "Expected `object`"),
        ("{}", "missing required field `do`"),
        ('{"do": "jump"}', "Invalid value 'jump'"),
        ('{"do": "swipe"}', "missing required field `token`"),
        ('{"do": "plug_in", "soc": 20}', "`float` <= 1"),
        ('{"do": "plug_in", "evse": "1"}', "Expected `int`, got `str` - at `$.evse`"),
        ('{"do": "plug_in", "colour": "red"}', "unknown field `colour`"),
        ('{"do": "wait"}', "needs `seconds` or `until`"),
        ('{"do": "unplug"}', "Nothing is plugged in at EVSE 1"),
        ('{"do": "plug_in", "evse": 3}', "There is no EVSE 3: the station has 1 to 2"),
        ('{"do": "plug_in", "connector": 2}', "EVSE 1 has no connector 2"),
        ('{"do": "plug_in", "vehicle": "bus"}', "There is no vehicle 'bus', only "),
    ],
)
async def test_a_bad_line_gets_a_clear_error_and_changes_nothing(
    station: SimulatedStation, line: str, problem: str
) -> None:
    before = station.frames.count
    reply = await answer(station, line)
    await station.settled()
    assert not reply["ok"]
    assert problem in reply["error"]
    assert station.frames.count == before


async def test_an_error_names_the_line_that_it_is_about(station: SimulatedStation) -> None:
    assert (await say(station, do="jump", id=12))["id"] == 12
    assert (await say(station, do="unplug", id="x"))["id"] == "x"


async def test_one_cannot_plug_in_twice(station: SimulatedStation) -> None:
    await say(station, do="plug_in")
    assert "unplug it first" in (await say(station, do="plug_in"))["error"]


async def test_canned_answers_are_given(station: SimulatedStation) -> None:
    assert (await say(station, do="answer", action="Reset", payload={"status": "Rejected"}))["ok"]
    assert station.answers.take("Reset") == {"status": "Rejected"}


async def test_every_line_is_answered_in_order_and_blank_ones_are_left_out(station: SimulatedStation) -> None:
    written: list[dict[str, Any]] = []

    async def lines() -> AsyncIterator[str]:
        for line in ('{"do": "plug_in", "id": 1}', "", "  ", "nonsense", '{"do": "status", "id": 2}'):
            yield line

    await JsonLines(lambda line: written.append(json.loads(line))).drive(station, lines())
    assert [(line["ok"], line.get("id")) for line in written] == [(True, 1), (False, None), (True, 2)]


async def test_events_are_lines_too(station: SimulatedStation) -> None:
    written: list[dict[str, Any]] = []
    face = JsonLines(lambda line: written.append(json.loads(line)))
    start = station.frames.count
    await station.send("Heartbeat", {})
    for frame in station.frames.since(start):
        face.show_frame(frame)
    face.show_change(StatusChange(5.0, 1, 1, "Charging"))
    face.show_change(LinkChange(6.0, "offline", "Nobody listens."))
    face.show_change(LinkChange(7.0, "online", None))
    face.show_log("CP1: something is odd")
    call, result, *changes = written
    assert (call["event"], call["direction"], call["kind"]) == ("frame", "sent", "call")
    assert (call["action"], call["payload"]) == ("Heartbeat", {})
    assert (result["direction"], result["kind"], result["id"]) == ("received", "result", call["id"])
    assert changes == [
        {"event": "status", "at": 5.0, "evse": 1, "connector": 1, "status": "Charging"},
        {"event": "link", "at": 6.0, "link": "offline", "why": "Nobody listens."},
        {"event": "link", "at": 7.0, "link": "online"},
        {"event": "log", "text": "CP1: something is odd"},
    ]


async def test_a_watch_tells_what_is_different(station: SimulatedStation) -> None:
    seen: list[Change] = []
    watch, now = Watch(station, seen.append), station.now()
    watch.look()
    assert seen == [
        LinkChange(now, "online", None),
        StatusChange(now, 1, 1, "Available"),
        StatusChange(now, 2, 1, "Available"),
    ]
    watch.look()
    assert len(seen) == 3
    await station.plug_in(2)
    watch.look()
    assert seen[3:] == [StatusChange(now, 2, 1, "Preparing")]
