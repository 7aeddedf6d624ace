"""Transactions and tokens as CSV, and tokens from it."""

import csv
import io
from typing import Any

import httpx
import pytest

from csms.domain.csv_text import BYTE_ORDER_MARK
from csms.web.api import csv_files
from csms.web.api.csv_files import MOST_FAULTS
from csms.web.api.transactions import ChargingTransaction
from packages.csms.tests.web.serving import Served
from packages.csms.tests.web.test_transactions import charge


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    text = answer.content.decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


async def load(served: Served, text: str, **more: str) -> httpx.Response:
    return await served.client.post("/tokens/import", json={"csv": text, **more})


async def listed(served: Served) -> list[dict[str, Any]]:
    return (await served.client.get("/tokens")).json()["items"]


async def test_transactions_come_as_csv(served: Served) -> None:
    numbers = await charge(served)
    answer = await served.client.get("/transactions.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="transactions.csv"'
    rows = rows_of(answer)
    assert tuple(rows[0]) == ChargingTransaction.__struct_fields__
    assert [int(row["id"]) for row in rows] == numbers[::-1]
    shown = {name: rows[1][name] for name in ("station", "started_at", "ended_at", "energy_wh", "is_open", "flags")}
    assert shown == {
        "station": "CP1",
        "started_at": "2026-05-01T13:00:00Z",
        "ended_at": "",
        "energy_wh": "1000",
        "is_open": "false",
        "flags": "gaps",
    }


async def test_transactions_are_chosen_as_in_the_list(served: Served) -> None:
    await charge(served)
    rows = rows_of(await served.client.get("/transactions.csv?station=CP0&open=true&from=2026-05-01T12:00:00Z"))
    assert [row["reference"] for row in rows] == ["2"]
    assert rows_of(await served.client.get("/transactions.csv?token=nobody")) == []
    assert (await served.client.get("/transactions.csv?evse=x")).status_code == 400


async def test_a_long_list_comes_whole(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "ROWS_AT_ONCE", 2)
    await charge(served)
    assert [row["reference"] for row in rows_of(await served.client.get("/transactions.csv"))] == ["2", "1", "0"]
    names = [f"T{number}" for number in range(4)]
    await load(served, "\n".join(["id_token", *names]))
    assert [row["id_token"] for row in rows_of(await served.client.get("/tokens.csv"))] == names


async def test_tokens_go_out_and_come_back(served: Served) -> None:
    text = (
        "id_token;type;group;is_blocked;expires_at;concurrent_limit;stations;note\n"
        "A;eMAID;g;yes;2031-01-01T00:00:00Z;3;CP1 CP2;'=cmd()\n"
        "B;;;;;;;\n"
    )
    assert (await load(served, text)).json() == {"new": 2, "changed": 0}
    before = await listed(served)
    assert (before[0]["note"], before[0]["stations"], before[0]["is_blocked"]) == ("=cmd()", ["CP1", "CP2"], True)
    assert (before[1]["type"], before[1]["group"]) == ("ISO14443", None)
    out = await served.client.get("/tokens.csv")
    assert rows_of(out)[0]["note"] == "'=cmd()"
    assert (await load(served, out.content.decode())).json() == {"new": 0, "changed": 2}
    assert await listed(served) == before
    assert [row["id_token"] for row in rows_of(await served.client.get("/tokens.csv?blocked=true"))] == ["A"]


async def test_all_of_a_known_token_is_replaced_but_when_it_became_known(served: Served) -> None:
    await load(served, "id_token,note,group\nA,old,g\n")
    served.clock.advance(60)
    assert (await load(served, "id_token,note\na,new\nB,\n")).json() == {"new": 1, "changed": 1}
    token = (await listed(served))[0]
    assert (token["id_token"], token["note"], token["group"]) == ("a", "new", None)
    assert (token["created_at"], token["updated_at"]) == ("2026-05-01T12:00:00Z", "2026-05-01T12:01:00Z")


async def test_a_time_without_a_zone_is_of_the_zone_that_is_named(served: Served) -> None:
    await load(served, "id_token,expires_at\nA,2031-02-03\n", time_zone="Europe/Berlin")
    assert (await listed(served))[0]["expires_at"] == "2031-02-02T23:00:00Z"
    refused = await load(served, "id_token\nA\n", time_zone="Mars/Olympus")
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.time_zone")


async def test_if_a_line_is_wrong_nothing_is_changed_and_all_that_is_wrong_is_told(served: Served) -> None:
    text = f"id_token,note,expires_at,concurrent_limit\nA,fine,,\nB,{'x' * 2001},,\nC,,soon,\nD/E,,,\nF,,,1000001\n"
    refused = await load(served, text)
    assert refused.status_code == 422
    problem = refused.json()
    assert "nothing was changed" in problem["detail"]
    assert [error["place"] for error in problem["errors"]] == [f"body.csv line {line}" for line in (3, 4, 5, 6)]
    for error, words in zip(problem["errors"], ("B: ", "'soon' is no time", "D/E: ", "F: "), strict=True):
        assert words in error["message"]
    assert await listed(served) == []


async def test_of_many_faults_the_first_are_told(served: Served) -> None:
    refused = await load(served, "id_token,note\n" + ",x\n" * (MOST_FAULTS + 5))
    assert len(refused.json()["errors"]) == MOST_FAULTS
    assert "and 5 more" in refused.json()["detail"]


async def test_more_than_stations_would_wait_for_is_refused(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MOST_TOKENS", 2)
    refused = await load(served, "id_token\nA\nB\nC\n")
    assert refused.json()["errors"] == [
        {"place": "body.csv line 4", "message": "there are more than 2 tokens: import it in parts"}
    ]
    assert await listed(served) == []


async def test_a_file_may_be_longer_than_other_requests(served: Served) -> None:
    text = "id_token,note\n" + "".join(f"T{number},{'x' * 1000}\n" for number in range(1500))
    assert len(text) > 2**20
    assert (await load(served, text)).json() == {"new": 1500, "changed": 0}
