"""The inbox: who may not come in, and the decision about it."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from csms.config import TOKEN_FILE
from csms.domain.inbox import Cause, knock
from csms.service import inbox
from csms.service.inbox import Attempts
from csms.service.passwords import verify_station_password
from csms.storage import stations
from csms.storage.engine import Store
from csms.storage.stations import StationRecord
from packages.csms.tests.running import running
from packages.csms.tests.web.serving import BEGIN, Served, serving


async def refused(served: Served, identity: str = "CP1", cause: Cause = Cause.UNKNOWN, seconds: float = 0) -> int:
    """Write an attempt, and return the number of its entry."""
    at = BEGIN + timedelta(seconds=seconds)
    told = knock(cause, identity, "192.0.2.1", at, {"reason": "because"}, path=f"/ocpp/{identity}", offered="ocpp1.6")
    await served.web.store.write(inbox.record, [Attempts(told, 1, at)])
    answer = await served.client.get("/inbox", params={"identity": identity, "cause": cause.value})
    return answer.json()["items"][0]["id"]


async def station(served: Served, identity: str = "CP1") -> StationRecord | None:
    return await served.web.store.read(stations.find, identity)


async def test_an_entry_says_the_cause_and_the_remedy(served: Served):
    number = await refused(served)

    assert (await served.client.get("/inbox")).json() == {
        "items": [
            {
                "id": number,
                "identity": "CP1",
                "cause": "unknown",
                "text": "The station CP1 is not known here, and unknown stations are rejected.",
                "remedy": "If it is yours, accept it: csms station accept CP1",
                "status": 404,
                "remote_address": "192.0.2.1",
                "count": 1,
                "first_at": "2026-05-01T12:00:00Z",
                "last_at": "2026-05-01T12:00:00Z",
                "path": "/ocpp/CP1",
                "offered": "ocpp1.6",
            }
        ],
        "next": None,
    }


async def test_the_latest_come_first_page_by_page(served: Served):
    for number in range(5):
        await refused(served, f"CP{number}", seconds=number)
    seen: list[str] = []
    cursor = None
    while True:
        parameters = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await served.client.get("/inbox", params=parameters)).json()
        seen += [entry["identity"] for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == ["CP4", "CP3", "CP2", "CP1", "CP0"]


async def test_a_station_is_accepted_by_one_call_without_a_body(served: Served):
    number = await refused(served)

    answer = await served.client.post(f"/inbox/{number}/accept")

    assert answer.status_code == 200
    assert answer.json() == {"identity": "CP1", "admission": "accepted", "security_profile": 0, "password": None}
    known = await station(served)
    assert known is not None
    assert known.admission == "accepted"
    assert (await served.client.get("/inbox")).json()["items"] == []


async def test_a_password_that_was_made_is_shown_once(served: Served):
    number = await refused(served)
    body = {"security_profile": 1, "password": "generate", "note": "at the gate"}

    answer = (await served.client.post(f"/inbox/{number}/accept", json=body)).json()

    known = await station(served)
    assert known is not None
    assert known.password_hash is not None
    assert verify_station_password(answer["password"].encode(), known.password_hash)
    assert (known.security_profile, known.note) == (1, "at the gate")


async def test_a_password_that_is_given_is_not_shown(served: Served):
    number = await refused(served)
    body = {"security_profile": 1, "password": "the password of the charger"}

    assert (await served.client.post(f"/inbox/{number}/accept", json=body)).json()["password"] is None
    known = await station(served)
    assert known is not None
    assert verify_station_password(b"the password of the charger", known.password_hash or "")


async def test_a_profile_with_passwords_is_not_taken_without_one(served: Served):
    number = await refused(served)

    answer = await served.client.post(f"/inbox/{number}/accept", json={"security_profile": 2})

    assert answer.status_code == 409
    assert "wants a password" in answer.json()["detail"]
    assert await station(served) is None


async def test_a_station_can_be_rejected(served: Served):
    number = await refused(served)

    assert (await served.client.post(f"/inbox/{number}/reject")).json()["admission"] == "rejected"
    known = await station(served)
    assert known is not None
    assert known.admission == "rejected"


async def test_an_entry_can_be_deleted(served: Served):
    number = await refused(served)

    assert (await served.client.delete(f"/inbox/{number}")).status_code == 204
    assert (await served.client.get("/inbox")).json()["items"] == []
    assert await station(served) is None


@pytest.mark.parametrize(("method", "path"), [("POST", "/accept"), ("POST", "/reject"), ("DELETE", "")])
async def test_an_entry_that_is_not_there_is_not_found(served: Served, method: str, path: str):
    answer = await served.client.request(method, f"/inbox/77{path}")

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no entry 77 in the inbox"


@pytest.mark.parametrize("decision", ["accept", "reject"])
async def test_about_an_attempt_that_names_nobody_nothing_can_be_decided(served: Served, decision: str):
    number = await refused(served, "", Cause.TLS_FAILED)

    answer = await served.client.post(f"/inbox/{number}/{decision}")

    assert answer.status_code == 409


@pytest.mark.parametrize("body", [{"security_profile": 4}, {"security_profile": "1"}, {"password": ""}, {"nte": "x"}])
async def test_a_body_that_is_wrong_decides_nothing(served: Served, body: dict[str, object]):
    number = await refused(served)

    assert (await served.client.post(f"/inbox/{number}/accept", json=body)).status_code == 400
    assert await station(served) is None


async def test_strangers_cannot_see_the_inbox(served: Served):
    assert (await served.stranger().get("/inbox")).status_code == 401


async def test_it_is_said_where_stations_come_in(store: Store, tmp_path: Path):
    url = "wss://charging.example.com/ocpp/"
    async with serving(store, tmp_path, public_url=url, unknown_stations="reject") as served:
        answer = await served.client.get("/inbox/entrance")
        assert answer.json() == {"url": "wss://charging.example.com/ocpp", "unknown_stations": "reject"}


async def test_stations_come_in_where_the_server_listens():
    async with running(unknown_stations="hold") as app, httpx.AsyncClient() as client:
        key = (app.settings.data_dir / TOKEN_FILE).read_text().strip()
        answer = await client.get(
            f"http://127.0.0.1:{app.http_port}/api/v1/inbox/entrance", headers={"Authorization": f"Bearer {key}"}
        )
        assert answer.json() == {"url": f"ws://127.0.0.1:{app.ocpp_port}", "unknown_stations": "hold"}
