"""Transactions, their meter values and their history."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from csms.storage import schema, sites, stations
from csms.storage.engine import Tx
from packages.csms.tests.web.serving import BEGIN, Served


async def charge(served: Served) -> list[int]:
    """Have three transactions: the last one goes on."""

    def insert(tx: Tx) -> list[int]:
        numbers: list[int] = []
        site = sites.insert(tx.connection, "Depot", "", "UTC", BEGIN)
        for number in range(3):
            identity = f"CP{number % 2}"
            known = stations.find(tx.connection, identity) or stations.insert(
                tx.connection, identity, "accepted", BEGIN, site_id=site if identity == "CP1" else None
            )
            at = BEGIN + timedelta(hours=number)
            row: dict[str, Any] = {"station_id": known.id, "reference": str(number), "start_key": str(number)}
            row |= {"evse": number, "is_open": number == 2, "id_token": f"T{number}", "id_token_key": f"t{number}"}
            row |= {"started_at": at, "received_at": at, "updated_at": at, "energy_wh": 1000.0 * number}
            row |= {"flags": '["gaps"]' if number else "[]"}
            added = tx.connection.execute(sa.insert(schema.transaction).values(row).returning(schema.transaction.c.id))
            numbers.append(added.scalar_one())
            for minute in range(3):
                value: dict[str, Any] = {"station_id": known.id, "evse": number, "transaction_id": numbers[-1]}
                value |= {"sampled_at": at + timedelta(minutes=2 - minute), "received_at": at, "context": "c"}
                value |= {"digest": minute, "raw": '[{"value":"1"}]', "notes": None, "power_import_w": minute}
                tx.connection.execute(sa.insert(schema.meter_value).values(value))
            line: dict[str, Any] = {"transaction_id": numbers[-1], "kind": "started", "text": "Authorized"}
            line |= {"happened_at": at, "received_at": at, "seq_no": 0, "payload": '{"a": 1}'}
            tx.connection.execute(sa.insert(schema.transaction_event).values(line))
        return numbers

    return await served.web.store.write(insert)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["2", "1", "0"]),
        ("station=CP0", ["2", "0"]),
        ("evse=1", ["1"]),
        ("token=T1", ["1"]),
        ("open=true", ["2"]),
        ("open=false", ["1", "0"]),
        ("from=2026-05-01T13:00:00Z&to=2026-05-01T14:00:00Z", ["1"]),
        ("flag=gaps", ["2", "1"]),
        ("flag=gap", []),
        ("limit=2", ["2", "1"]),
        ("site=none", ["2", "0"]),
    ],
)
async def test_transactions_are_listed_newest_first(served: Served, query: str, found: list[str]) -> None:
    await charge(served)
    items = (await served.client.get(f"/transactions?{query}")).json()["items"]
    assert [item["reference"] for item in items] == found


async def test_a_transaction_tells_its_energy_in_watt_hours_and_its_times_in_utc(served: Served) -> None:
    number = (await charge(served))[1]
    told = (await served.client.get(f"/transactions/{number}")).json()
    assert (told["id"], told["station"], told["energy_wh"]) == (number, "CP1", 1000.0)
    assert (told["started_at"], told["flags"]) == ("2026-05-01T13:00:00Z", ["gaps"])
    assert "tally" not in told


async def test_why_a_transaction_went_as_it_did_is_told_in_words(served: Served) -> None:
    number = (await charge(served))[1]
    served.clock.advance(3 * 3600)
    told = (await served.client.get(f"/transactions/{number}")).json()
    assert [finding["code"] for finding in told["findings"]] == ["gaps"]
    (finding,) = told["findings"]
    assert finding == {
        "code": "gaps",
        "severity": "warning",
        "text": "Events between its begin and its end are missing.",
        "remedy": finding["remedy"],
    }
    assert "findings" not in (await served.client.get("/transactions")).json()["items"][0]
    assert (await served.client.get("/transactions/999999")).status_code == 404


async def test_the_transactions_of_a_site_are_those_of_its_stations(served: Served) -> None:
    await charge(served)
    (site,) = (await served.client.get("/sites")).json()["items"]
    items = (await served.client.get(f"/transactions?site={site['id']}")).json()["items"]
    assert [(item["reference"], item["station"], item["site"]) for item in items] == [("1", "CP1", site["id"])]


async def test_the_list_goes_on_after_a_page(served: Served) -> None:
    await charge(served)
    page = (await served.client.get("/transactions?limit=2")).json()
    rest = (await served.client.get("/transactions", params={"cursor": page["next"]})).json()
    assert ([item["reference"] for item in rest["items"]], rest["next"]) == (["0"], None)


async def test_samples_come_in_order_of_time_and_raw_if_asked_for(served: Served) -> None:
    number = (await charge(served))[0]
    page = (await served.client.get(f"/transactions/{number}/samples?limit=2")).json()
    assert [item["power_import_w"] for item in page["items"]] == [2.0, 1.0]
    assert "raw" not in page["items"][0]
    rest = await served.client.get(f"/transactions/{number}/samples", params={"cursor": page["next"], "raw": "true"})
    (last,) = rest.json()["items"]
    assert (last["power_import_w"], last["raw"], last["notes"]) == (0.0, [{"value": "1"}], None)


async def test_a_transaction_that_is_over_is_ended_by_hand(served: Served) -> None:
    url = f"/transactions/{(await charge(served))[2]}"
    served.clock.advance(2 * 3600)
    refused = await served.client.post(f"{url}/end")
    assert refused.status_code == 409
    assert "seems to run: the station has told of it less than a minute ago" in refused.json()["detail"]
    assert (await served.client.get(url)).json()["is_open"] is True
    ended = await served.client.post(f"{url}/end", json={"reason": "The driver has left", "force": True})
    assert ended.status_code == 200
    told = ended.json()
    assert (told["is_open"], told["is_end_assumed"]) == (False, True)
    assert told == (await served.client.get(url)).json()
    (finding,) = [finding for finding in told["findings"] if finding["code"] == "end_assumed"]
    assert finding["text"].startswith("key cli has ended it by hand (The driver has left): ")
    again = await served.client.post(f"{url}/end", json={"reason": "Twice"})
    assert (again.status_code, again.json()) == (200, told)
    lines = (await served.client.get(f"{url}/history")).json()["items"]
    assert len([line for line in lines if line["kind"] == "end_assumed"]) == 1
    assert (await served.client.post("/transactions/999/end")).status_code == 404
    assert (await served.stranger().post(f"{url}/end")).status_code == 401


async def test_a_transaction_of_which_nothing_was_told_for_long_needs_no_force(served: Served) -> None:
    url = f"/transactions/{(await charge(served))[2]}"
    served.clock.advance(2 * 3600 + 601)
    assert (await served.client.get(url)).json()["is_open"] is True
    assert (await served.client.post(f"{url}/end")).json()["is_open"] is False


async def test_samples_come_newest_first_if_asked_for(served: Served) -> None:
    number = (await charge(served))[0]
    url = f"/transactions/{number}/samples?order=newest&limit=2"
    page = (await served.client.get(url)).json()
    assert [item["power_import_w"] for item in page["items"]] == [0.0, 1.0]
    rest = (await served.client.get(f"{url}&cursor={page['next']}")).json()
    assert ([item["power_import_w"] for item in rest["items"]], rest["next"]) == ([2.0], None)


async def test_the_history_says_what_happened(served: Served) -> None:
    number = (await charge(served))[0]
    (line,) = (await served.client.get(f"/transactions/{number}/history")).json()["items"]
    assert (line["kind"], line["text"], line["payload"]) == ("started", "Authorized", {"a": 1})


@pytest.mark.parametrize("path", ["", "/samples", "/history"])
async def test_a_transaction_that_is_not_there_is_not_found(served: Served, path: str) -> None:
    assert (await served.client.get(f"/transactions/999{path}")).status_code == 404
