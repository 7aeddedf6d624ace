"""Messages of stations over the API."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.storage import stations
from csms.storage.engine import Tx
from csms.storage.frame_log import FrameLog, Limits
from packages.csms.tests.web.serving import BEGIN, Served

BEGIN_S = BEGIN.timestamp()


def add_stations(tx: Tx) -> None:
    for identity in ("A", "B"):
        stations.insert(tx.connection, identity, "accepted", BEGIN)


@pytest.fixture
async def log(served: Served, tmp_path: Path) -> AsyncIterator[FrameLog]:
    opened = FrameLog(
        f"sqlite:///{tmp_path}/frames.db",
        mask=lambda frame: frame if isinstance(frame, str) else frame.decode(),
        retention=timedelta(days=7),
        limits=Limits(pause_s=3600),
        now_s=lambda: BEGIN_S,
    )
    opened.start()
    served.web.frames = opened
    await served.web.store.write(add_stations)
    yield opened
    await opened.close()


async def items(served: Served, query: str = "") -> list[dict[str, Any]]:
    answer = await served.client.get(f"/stations/A/frames{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_frames_that_have_just_gone_over_the_wire_are_listed_newest_first(served: Served, log: FrameLog) -> None:
    log.add((BEGIN_S, "A", True, b'[2,"1","Heartbeat",{}]'))
    log.add((BEGIN_S + 0.5, "A", False, '[3,"1",{}]'))
    log.add((BEGIN_S, "B", True, '[2,"1","Heartbeat",{}]'))
    answer, call = await items(served)
    assert call == {
        "id": call["id"],
        "station": "A",
        "at": "2026-05-01T12:00:00Z",
        "direction": "in",
        "kind": 2,
        "message_id": "1",
        "action": "Heartbeat",
        "outcome": None,
        "latency_s": None,
        "answer": {"id": answer["id"], "kind": 3, "outcome": None, "latency_s": 0.5},
        "text": '[2,"1","Heartbeat",{}]',
    }
    assert answer["answer"] is None
    assert (answer["direction"], answer["kind"], answer["action"], answer["latency_s"]) == ("out", 3, "Heartbeat", 0.5)


async def test_frames_are_filtered_and_come_in_pages(served: Served, log: FrameLog) -> None:
    for second in range(5):
        log.add((BEGIN_S + second, "A", True, f'[2,"{second}","MeterValues",{{}}]'))
    log.add((BEGIN_S + 5, "A", False, '[3,"4",{"status":"Accepted"}]'))
    assert len(await items(served, "?action=MeterValues")) == 6
    assert len(await items(served, "?kind=2&direction=in&message_id=3")) == 1
    assert len(await items(served, "?outcome=Accepted")) == 1
    assert len(await items(served, "?text=accepted")) == 1
    assert len(await items(served, "?from=2026-05-01T12:00:01Z&to=2026-05-01T12:00:03Z")) == 2
    seen: list[str] = []
    query: dict[str, str] = {"limit": "4"}
    while True:
        page = (await served.client.get("/stations/A/frames", params=query)).json()
        seen += [item["at"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == [f"2026-05-01T12:00:0{second}Z" for second in reversed(range(6))]


async def test_a_call_comes_with_its_answer_when_the_filters_leave_that_out(served: Served, log: FrameLog) -> None:
    log.add((BEGIN_S, "A", True, '[2,"1","Authorize",{"idTag":"X"}]'))
    log.add((BEGIN_S + 1, "A", False, '[4,"1","InternalError","",{}]'))
    log.add((BEGIN_S + 2, "A", True, '[2,"2","Heartbeat",{}]'))
    unanswered, answered = await items(served, "?direction=in")
    assert unanswered["answer"] is None
    assert (answered["answer"]["kind"], answered["answer"]["outcome"]) == (4, "InternalError")
    assert answered["answer"]["latency_s"] == 1
    assert (await items(served, "?text=idtag"))[0]["answer"] == answered["answer"]
    assert (await items(served, "?direction=out"))[0]["answer"] is None


async def test_a_frame_comes_with_its_answer_and_an_answer_with_its_call(served: Served, log: FrameLog) -> None:
    log.add((BEGIN_S, "A", True, '[2,"1","Heartbeat",{}]'))
    log.add((BEGIN_S + 1, "A", False, '[3,"1",{}]'))
    answer, call = await items(served)
    assert (await served.client.get(f"/stations/A/frames/{call['id']}")).json() == {
        "frame": call,
        "counterpart": answer,
    }
    assert (await served.client.get(f"/stations/A/frames/{answer['id']}")).json() == {
        "frame": answer,
        "counterpart": call,
    }
    assert (await served.client.get(f"/stations/B/frames/{call['id']}")).status_code == 404
    assert (await served.client.get("/stations/A/frames/999")).status_code == 404


@pytest.mark.parametrize(
    "query", ["?kind=7", "?direction=up", "?from=yesterday", "?from=2026-05-01T12:00:00", "?text=%00", "?cursor=x"]
)
async def test_a_filter_that_is_wrong_is_a_problem(served: Served, log: FrameLog, query: str) -> None:
    assert (await served.client.get(f"/stations/A/frames{query}")).status_code == 400


async def test_a_station_that_is_not_known_has_no_frames(served: Served, log: FrameLog) -> None:
    answer = await served.client.get("/stations/C/frames")
    assert answer.status_code == 404
    assert "C" in answer.json()["detail"]


async def test_it_is_said_that_frames_are_not_recorded(served: Served) -> None:
    await served.web.store.write(add_stations)
    answer = await served.client.get("/stations/A/frames")
    assert answer.status_code == 404
    assert "not recorded" in answer.json()["detail"]


async def test_frames_cannot_be_had_without_a_login(served: Served, log: FrameLog) -> None:
    assert (await served.stranger().get("/stations/A/frames")).status_code == 401
