"""Tokens, and what was decided about them."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from csms.storage import schema, stations
from csms.storage.engine import Tx
from packages.csms.tests.web.serving import BEGIN, Served


async def test_a_token_is_registered_and_found_in_any_letter_case(served: Served) -> None:
    body = {"group": "family", "expires_at": "2027-01-01T01:00:00+01:00", "concurrent_limit": 2, "stations": ["CP1"]}
    assert (await served.client.put("/tokens/AbCd", json=body)).status_code == 201
    token = (await served.client.get("/tokens/aBCD")).json()
    assert (token["id_token"], token["type"], token["group"]) == ("AbCd", "ISO14443", "family")
    assert (token["expires_at"], token["stations"]) == ("2027-01-01T00:00:00Z", ["CP1"])


async def test_putting_again_replaces_all_and_patching_what_is_named(served: Served) -> None:
    await served.client.put("/tokens/a", json={"note": "old", "concurrent_limit": 1})
    served.clock.advance(1)
    assert (await served.client.put("/tokens/A", json={"group": "g"})).status_code == 200
    changed = (await served.client.patch("/tokens/a", json={"is_blocked": True})).json()
    assert (changed["note"], changed["concurrent_limit"], changed["group"], changed["is_blocked"]) == (
        "",
        None,
        "g",
        True,
    )
    assert (changed["created_at"], changed["updated_at"]) == ("2026-05-01T12:00:00Z", "2026-05-01T12:00:01Z")
    assert len((await served.client.get("/tokens")).json()["items"]) == 1


async def test_a_token_that_is_forgotten_is_gone(served: Served) -> None:
    await served.client.put("/tokens/a", json={})
    assert (await served.client.delete("/tokens/A")).status_code == 204
    assert (await served.client.delete("/tokens/a")).status_code == 404
    assert (await served.client.get("/tokens/a")).status_code == 404
    assert (await served.client.patch("/tokens/a", json={})).status_code == 404


@pytest.mark.parametrize(("search", "found"), [("GATE", ["t1"]), ("fam", ["t2"]), ("T", ["t1", "t2"]), ("%", [])])
async def test_tokens_are_found_by_text(served: Served, search: str, found: list[str]) -> None:
    await served.client.put("/tokens/t1", json={"note": "at the gate"})
    await served.client.put("/tokens/t2", json={"group": "family"})
    items = (await served.client.get("/tokens", params={"search": search})).json()["items"]
    assert [item["id_token"] for item in items] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("group=family", ["t2", "t3"]), ("group=fam", []), ("blocked=true", ["t3"]), ("blocked=false", ["t1", "t2"])],
)
async def test_tokens_are_filtered(served: Served, query: str, found: list[str]) -> None:
    await served.client.put("/tokens/t1", json={"group": "fleet"})
    await served.client.put("/tokens/t2", json={"group": "family"})
    await served.client.put("/tokens/t3", json={"group": "family", "is_blocked": True})
    items = (await served.client.get(f"/tokens?{query}")).json()["items"]
    assert [item["id_token"] for item in items] == found


async def decide(served: Served) -> None:
    def insert(tx: Tx) -> None:
        for number, (status, token) in enumerate([("Accepted", "T1"), ("Blocked", "t1"), ("Unknown", "t2")]):
            identity = f"CP{number % 2}"
            known = stations.find(tx.connection, identity) or stations.insert(
                tx.connection, identity, "accepted", BEGIN
            )
            row: dict[str, Any] = {"station_id": known.id, "decided_at": BEGIN + timedelta(minutes=number)}
            row |= {
                "id_token": token,
                "id_token_key": token.lower(),
                "type": "ISO14443",
                "occasion": "start",
                "status": status,
                "reason": "so",
            }
            tx.connection.execute(sa.insert(schema.decision).values(row))

    await served.web.store.write(insert)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Unknown", "Blocked", "Accepted"]),
        ("status=refused", ["Unknown", "Blocked"]),
        ("status=Blocked", ["Blocked"]),
        ("station=CP0", ["Unknown", "Accepted"]),
        ("token=t1", ["Blocked", "Accepted"]),
        ("token=T1", ["Blocked", "Accepted"]),
        ("from=2026-05-01T12:01:00Z", ["Unknown", "Blocked"]),
        ("to=2026-05-01T12:01:00Z", ["Accepted"]),
        ("limit=1", ["Unknown"]),
    ],
)
async def test_decisions_are_listed_newest_first(served: Served, query: str, found: list[str]) -> None:
    await decide(served)
    items = (await served.client.get(f"/decisions?{query}")).json()["items"]
    assert [item["status"] for item in items] == found


async def test_decisions_go_on_after_a_page(served: Served) -> None:
    await decide(served)
    page = (await served.client.get("/decisions?limit=2")).json()
    rest = (await served.client.get("/decisions", params={"cursor": page["next"]})).json()
    assert ([item["status"] for item in rest["items"]], rest["next"]) == (["Accepted"], None)


async def test_decisions_say_the_zone_of_the_site(served: Served) -> None:
    await decide(served)
    site = (await served.client.post("/sites", json={"name": "Depot", "time_zone": "Asia/Tokyo"})).json()["id"]
    assert (await served.client.patch("/stations/CP0", json={"site": site})).status_code == 200
    items = (await served.client.get("/decisions")).json()["items"]
    assert {(item["station"], item["time_zone"]) for item in items} == {("CP0", "Asia/Tokyo"), ("CP1", None)}
    assert len({item["id"] for item in items}) == 3
