"""Sites, as the API tells of them and changes them."""

from typing import Any

import pytest

from packages.csms.tests.web.serving import Served


async def make(served: Served, name: str = "Depot", **fields: Any) -> dict[str, Any]:
    answer = await served.client.post("/sites", json={"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_site_is_made_changed_and_deleted(served: Served) -> None:
    made = await make(served, "  Depot ", address="Gate 1\n12345 Town", time_zone="Europe/Berlin")
    assert made == {
        "id": made["id"],
        "name": "Depot",
        "address": "Gate 1\n12345 Town",
        "time_zone": "Europe/Berlin",
        "created_at": "2026-05-01T12:00:00Z",
        "station_count": 0,
    }
    path = f"/sites/{made['id']}"
    changed = (await served.client.patch(path, json={"name": " Yard", "time_zone": "UTC"})).json()
    assert changed == made | {"name": "Yard", "time_zone": "UTC"} == (await served.client.get(path)).json()
    assert (await served.client.get("/sites?search=yard")).json() == {"items": [changed], "next": None}
    assert (await served.client.delete(path)).status_code == 204
    for answer in (
        await served.client.get(path),
        await served.client.patch(path, json={"name": "Yard"}),
        await served.client.delete(path),
    ):
        assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no site {made['id']}")


async def test_a_name_is_of_one_site(served: Served) -> None:
    await make(served)
    again = await served.client.post("/sites", json={"name": "Depot"})
    assert (again.status_code, again.json()["detail"]) == (409, "There is a site Depot")
    yard = await make(served, "Yard")
    assert (await served.client.patch(f"/sites/{yard['id']}", json={"name": "Depot"})).status_code == 409


@pytest.mark.parametrize("name", ["", " ", "a\tb", "x" * 101, None, 7])
async def test_a_name_is_a_line_of_text(served: Served, name: object) -> None:
    assert (await served.client.post("/sites", json={"name": name})).status_code == 400


async def test_a_time_zone_has_to_exist(served: Served) -> None:
    refused = await served.client.post("/sites", json={"name": "Depot", "time_zone": "Europe/Atlantis"})
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.time_zone")
    site = await make(served)
    assert (await served.client.patch(f"/sites/{site['id']}", json={"time_zone": "Europe"})).status_code == 422


async def test_stations_are_assigned_to_a_site_and_taken_away_from_it(served: Served) -> None:
    depot, yard = (await make(served))["id"], (await make(served, "Yard"))["id"]
    for identity, site in (("A", depot), ("B", None)):
        answer = await served.client.post("/stations", json={"identity": identity, "site": site})
        assert answer.json()["station"]["site"] == site
    moved = await served.client.patch("/stations/B", json={"site": yard})
    assert moved.json()["station"]["site"] == yard
    assert await identities(served, f"site={yard}") == ["B"]
    assert (await served.client.get(f"/sites/{yard}")).json()["station_count"] == 1
    assert (await served.client.patch("/stations/B", json={"site": None})).json()["station"]["site"] is None
    assert await identities(served, "site=none") == ["B"]
    assert await identities(served, "site=9999") == []
    for query in ("site=0", "site=-1", "site=all"):
        assert (await served.client.get(f"/stations?{query}")).status_code == 400
    refused = await served.client.patch("/stations/B", json={"site": 9999})
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.site")
    refused = await served.client.post("/stations", json={"identity": "C", "site": 9999})
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.site")


async def test_a_site_where_stations_stand_is_only_deleted_if_that_is_said(served: Served) -> None:
    site = (await make(served))["id"]
    await served.client.post("/stations", json={"identity": "A", "site": site})
    refused = await served.client.delete(f"/sites/{site}")
    assert refused.status_code == 409
    assert "1 station stands at Depot" in refused.json()["detail"]
    assert (await served.client.delete(f"/sites/{site}?unassign=true")).status_code == 204
    assert (await served.client.get("/stations/A")).json()["site"] is None


async def identities(served: Served, query: str) -> list[str]:
    items = (await served.client.get(f"/stations?{query}")).json()["items"]
    return [item["identity"] for item in items]
