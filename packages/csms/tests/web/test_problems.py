"""Errors are told as problem+json, and say nothing of the inside."""

import logging
from http import HTTPStatus
from typing import Any

import pytest
import sqlalchemy as sa

from csms.storage.engine import StorageError, Store
from csms.web.bodies import LONGEST_BODY_BYTES
from csms.web.problems import Problem, problem_of
from packages.csms.tests.web.serving import Served


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


async def test_an_unknown_address_is_not_found(served: Served) -> None:
    answer = await served.client.get("/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"title": "Not Found", "status": 404, "detail": "There is nothing at this address"}


async def test_a_wrong_method_says_which_there_are(served: Served) -> None:
    answer = await served.client.put("/stations", json={})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    options = await served.client.options("/stations")
    assert options.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert (await served.client.options("/login")).headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize(
    ("body", "place", "message"),
    [
        ({"identity": ""}, "body.identity", "length >= 1"),
        ({"identity": "A", "security_profile": 4}, "body.security_profile", "<= 3"),
        ({"identity": "A", "security_profile": "1"}, "body.security_profile", "got `str`"),
        ({"identity": "A", "security_profile": 1.5}, "body.security_profile", "got `float`"),
        ({"identity": "A", "tolerances": ["noise", "x"]}, "body.tolerances[1]", "Invalid enum value 'x'"),
        ({"identity": "A", "colour": "red"}, "body", "unknown field `colour`"),
        ({}, "body", "missing required field `identity`"),
        ([], "body", "Expected `object`"),
        (None, "body", "There is no body"),
    ],
)
async def test_a_wrong_body_is_refused_with_the_place(served: Served, body: Any, place: str, message: str) -> None:
    answer = await served.client.post("/stations", json=body)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["place"] == place
    assert message in error["message"]


async def test_a_whole_number_may_have_a_point(served: Served) -> None:
    answer = await served.client.post(
        "/stations", content=b'{"identity": "POINT", "security_profile": 3.0}', headers=JSON
    )
    assert answer.json()["station"]["security_profile"] == 3


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"identity": NaN}', b"[" * 100_000])
async def test_what_is_no_json_is_refused(served: Served, body: bytes) -> None:
    answer = await served.client.post("/stations", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (400, "body")


async def test_a_body_of_another_type_is_refused(served: Served) -> None:
    answer = await served.client.post("/stations", content=b'{"identity": "A"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


async def test_a_body_that_is_too_long_is_refused(served: Served) -> None:
    answer = await served.client.post("/stations", content=b" " * (LONGEST_BODY_BYTES + 1), headers=JSON)
    assert answer.status_code == 413


async def test_a_wrong_parameter_is_refused_with_the_place(served: Served) -> None:
    answer = await served.client.get("/transactions?evse=-1&open=perhaps&from=2026-01-01T00:00:00Z")
    assert {error["place"] for error in answer.json()["errors"]} == {"query.evse", "query.open"} or answer.json()[
        "errors"
    ]
    naive = await served.client.get("/transactions?from=2026-01-01T00:00:00")
    assert naive.json()["errors"] == [{"place": "query.from", "message": "The time has no zone: end it with Z for UTC"}]


async def test_without_a_database_one_is_told_to_come_back(served: Served) -> None:
    await served.web.store.close()
    answer = await served.client.get("/stations")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "closed" not in answer.text


async def test_a_mistake_of_ours_says_nothing_of_the_inside(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "csms.web")

    def break_it(connection: sa.Connection) -> None:
        connection.execute(sa.text("ALTER TABLE token RENAME TO secret_table"))

    await served.web.store.write(lambda tx: break_it(tx.connection))
    try:
        answer = await served.client.get("/tokens")
    finally:
        await served.web.store.write(
            lambda tx: tx.connection.execute(sa.text("ALTER TABLE secret_table RENAME TO token")) and None
        )
    assert answer.status_code in {500, 503}
    assert "token" not in answer.json()["detail"]


@pytest.mark.parametrize(
    ("status", "title"), [(409, "Conflict"), (413, "Content Too Large"), (422, "Unprocessable Content")]
)
def test_titles_are_the_same_with_each_python(status: int, title: str) -> None:
    assert Problem(HTTPStatus(status)).details().title == title


def test_an_error_that_nobody_thought_of_is_a_mistake_of_ours() -> None:
    told = problem_of(ZeroDivisionError("secret")).details()
    assert (told.status, "secret" in told.detail) == (500, False)
    assert problem_of(StorageError("secret")).details().status == 503


async def test_a_wrong_path_is_told_where_a_body_may_be_left_out(served: Served) -> None:
    answer = await served.client.post("/inbox/-1/accept")
    assert answer.status_code == 400
    assert "path.number" in [error["place"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/transactions?from=today", "query.from"),
        ("/transactions?open=perhaps", "query.open"),
        ("/connectors?state=broken", "query.state"),
        ("/stations?limit=0", "query.limit"),
        ("/stations?search=%00", "query.search"),
    ],
)
async def test_a_parameter_is_called_as_in_the_request(served: Served, path: str, place: str) -> None:
    answer = await served.client.get(path)
    assert (answer.status_code, [error["place"] for error in answer.json()["errors"]]) == (400, [place])


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("transactions?limit=1&limit=2", "query.limit", "It may be given once"),
        ("transactions?from=2026-05-01T00:00:00Z&from=2026-05-02T00:00:00Z", "query.from", "It may be given once"),
        ("transactions.csv?to=null", "query.to", "`null` is no value of it: leave it out"),
        ("tokens?blocked=1", "query.blocked", "Expected `true` or `false`"),
        (
            "transactions.csv?to=0.5",
            "query.to",
            "Expected a time as RFC 3339 has it, such as 2026-05-04T12:00:00Z",
        ),
        ("tokens?blocked=null&search=null", "query.blocked", "`null` is no value of it: leave it out"),
    ],
)
async def test_what_would_be_overlooked_is_refused(served: Served, query: str, place: str, message: str) -> None:
    answer = await served.client.get(f"/{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"place": place, "message": message}]


async def test_a_list_may_be_given_repeatedly_and_a_text_may_be_null(served: Served) -> None:
    assert (await served.client.get("/connectors?state=charging&state=faulted&station=null")).status_code == 200
    assert (await served.client.get("/tokens?search=null")).status_code == 200
