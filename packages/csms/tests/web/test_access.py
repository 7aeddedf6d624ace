"""Who may use the API."""

import logging
import stat
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import sqlalchemy as sa
from httpx import Response

from csms.config import PASSWORD_FILE, TOKEN_FILE
from csms.service.access import LOGIN_LIFETIME, digest
from csms.service.first_run import prepare_access
from csms.storage.engine import Store
from csms.storage.schema import api_key, login, user
from packages.csms.tests.web.serving import BEGIN, PASSWORD, Served, document, serving


def cookies_of(answer: Response) -> SimpleCookie:
    cookies = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        cookies.load(header)
    return cookies


async def test_the_first_start_makes_an_admin_whose_password_only_the_owner_of_a_file_can_read(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(store, tmp_path) as served:
        file = tmp_path / PASSWORD_FILE
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (await served.person()).cookies["csms_session"]
        assert served.password not in caplog.text


async def test_a_password_that_the_operator_gives_is_in_no_file(served: Served) -> None:
    assert not (served.data_dir / PASSWORD_FILE).exists()
    assert await served.person()


async def test_a_later_start_changes_neither_password_nor_key(served: Served) -> None:
    key = (served.data_dir / TOKEN_FILE).read_text()
    await prepare_access(served.web.store, served.data_dir, "another password", BEGIN)
    assert (served.data_dir / TOKEN_FILE).read_text() == key
    assert await served.person()
    assert (await served.client.get("/me")).json() == {"name": "cli", "kind": "key", "csrf_token": None}


async def test_the_key_of_the_command_line_is_made_again_when_its_file_is_lost(served: Served) -> None:
    file = served.data_dir / TOKEN_FILE
    file.unlink()
    await prepare_access(served.web.store, served.data_dir, "", BEGIN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (await served.client.get("/me")).status_code == 401  # the lost one opens nothing
    header = {"Authorization": f"Bearer {file.read_text().strip()}"}
    assert (await served.stranger().get("/me", headers=header)).status_code == 200


async def test_no_secret_is_in_the_database(served: Served) -> None:
    person = await served.person()
    secrets = [person.cookies["csms_session"], (served.data_dir / TOKEN_FILE).read_text().strip(), PASSWORD]

    def everything(connection: sa.Connection) -> str:
        return "".join(str(row) for table in (user, login, api_key) for row in connection.execute(sa.select(table)))

    text = await served.web.store.read(everything)
    assert not any(secret in text for secret in secrets)
    assert digest(secrets[0]) in text


async def test_a_login_is_a_cookie_that_scripts_cannot_read(served: Served) -> None:
    answer = await served.stranger().post("/login", json={"name": "admin", "password": PASSWORD})
    assert answer.json()["name"] == "admin"
    session = cookies_of(answer)["csms_session"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "lax", "/")
    assert len(session.value) >= 43  # 256 bits
    assert cookies_of(answer)["csms_csrf"].value == answer.json()["csrf_token"]


@pytest.mark.parametrize(
    ("setting", "scheme", "is_secure"),
    [("auto", "http", False), ("auto", "https", True), ("always", "http", True), ("never", "https", False)],
)
async def test_the_setting_says_whether_the_cookie_needs_https(
    store: Store, tmp_path: Path, setting: str, scheme: str, is_secure: bool
) -> None:
    async with serving(store, tmp_path, admin_password=PASSWORD, http_cookie_secure=setting) as served:
        answer = await served.stranger(scheme=scheme).post("/login", json={"name": "admin", "password": PASSWORD})
        assert bool(cookies_of(answer)["csms_session"]["secure"]) is is_secure


@pytest.mark.parametrize("name", ["admin", "nobody"])
async def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(served: Served, name: str) -> None:
    answer = await served.stranger().post("/login", json={"name": name, "password": "wrong"})
    assert answer.status_code == 401
    assert answer.json()["detail"] == "The name or the password is wrong"
    assert not answer.cookies


async def test_who_fails_too_often_has_to_wait(served: Served) -> None:
    client = served.stranger()
    wrong = {"name": "admin", "password": "wrong"}
    assert [(await client.post("/login", json=wrong)).status_code for _ in range(6)] == [401] * 5 + [429]
    refused = await client.post("/login", json={"name": "admin", "password": PASSWORD})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    served.clock.advance(1)
    assert (await client.post("/login", json={"name": "admin", "password": PASSWORD})).status_code == 200


async def test_who_fails_with_many_names_has_to_wait_too(served: Served) -> None:
    client = served.stranger(address="192.0.2.9")
    statuses = [
        (await client.post("/login", json={"name": f"name {n}", "password": "wrong"})).status_code for n in range(6)
    ]
    assert statuses == [401] * 5 + [429]
    assert await served.person(address="192.0.2.10")


async def test_a_login_expires(served: Served) -> None:
    person = await served.person()
    served.clock.advance(LOGIN_LIFETIME.total_seconds() - 1)
    assert (await person.get("/me")).status_code == 200
    served.clock.advance(1)
    assert (await person.get("/me")).status_code == 401


async def test_logging_out_ends_the_login(served: Served) -> None:
    person = await served.person()
    session = person.cookies["csms_session"]
    assert (await person.post("/logout")).status_code == 204
    assert "csms_session" not in person.cookies
    assert (await person.get("/me", headers={"Cookie": f"csms_session={session}"})).status_code == 401


@pytest.mark.parametrize("token", [None, "", "wrong"])
async def test_a_change_by_cookie_needs_the_token_of_the_login(served: Served, token: str | None) -> None:
    person = await served.person()
    del person.headers["X-CSRF-Token"]
    headers = {} if token is None else {"X-CSRF-Token": token}
    assert (await person.put("/tokens/A", json={}, headers=headers)).status_code == 403
    assert (await person.get("/tokens/A")).status_code == 404


async def test_a_cookie_of_somebody_else_beside_its_own_token_is_of_no_use(served: Served) -> None:
    person = await served.person()
    person.cookies.set("csms_csrf", "forged")
    assert (await person.put("/tokens/A", json={}, headers={"X-CSRF-Token": "forged"})).status_code == 403


async def test_a_page_learns_its_token_again(served: Served) -> None:
    person = await served.person()
    told = (await person.get("/me")).json()
    assert told == {"name": "admin", "kind": "person", "csrf_token": person.headers["X-CSRF-Token"]}


async def test_a_new_password_ends_the_other_logins(store: Store, tmp_path: Path) -> None:
    async with serving(store, tmp_path) as served:
        person, other = await served.person(), await served.person()
        answer = await person.put("/me/password", json={"old": served.password, "new": PASSWORD})
        assert answer.status_code == 204
        assert not (tmp_path / PASSWORD_FILE).exists()
        assert (await person.get("/me")).status_code == 200
        assert (await other.get("/me")).status_code == 401
        assert await served.person()


async def test_a_person_ends_their_other_logins(served: Served) -> None:
    person, other = await served.person(), await served.person()
    assert (await person.post("/me/logout-others")).status_code == 204
    assert (await person.get("/me")).status_code == 200
    assert (await other.get("/me")).status_code == 401
    assert (await served.client.post("/me/logout-others")).status_code == 403


async def test_a_password_is_only_changed_by_who_knows_the_old_one(served: Served) -> None:
    person = await served.person()
    body = {"old": "wrong", "new": "something else"}
    assert (await person.put("/me/password", json=body)).status_code == 401
    assert (await served.client.put("/me/password", json=body)).status_code == 403
    assert (await person.put("/me/password", json={"old": PASSWORD, "new": "short"})).status_code == 400


async def test_a_key_is_shown_once_and_opens_until_it_is_deleted(served: Served) -> None:
    made = (await served.client.post("/api-keys", json={"name": "reports"})).json()
    listed = (await served.client.get("/api-keys")).json()["items"]
    assert [item["name"] for item in listed] == ["reports", "cli"]
    assert made["key"].startswith(listed[0]["prefix"])
    assert made["key"] not in str(listed)
    client = served.stranger()
    client.headers["Authorization"] = f"Bearer {made['key']}"
    assert (await client.get("/me")).json()["name"] == "reports"
    assert (await served.client.delete(f"/api-keys/{made['id']}")).status_code == 204
    assert (await client.get("/me")).status_code == 401
    assert (await served.client.delete(f"/api-keys/{made['id']}")).status_code == 404


async def test_two_keys_cannot_have_the_same_name(served: Served) -> None:
    assert (await served.client.post("/api-keys", json={"name": "cli"})).status_code == 409


async def test_the_use_of_a_key_is_noted_to_the_minute(served: Served) -> None:
    async def last_used() -> str:
        return (await served.client.get("/api-keys")).json()["items"][0]["last_used_at"]

    assert await last_used() == "2026-05-01T12:00:00Z"
    served.clock.advance(59)
    assert await last_used() == "2026-05-01T12:00:00Z"
    served.clock.advance(1)
    assert await last_used() == "2026-05-01T12:01:00Z"


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer ", "Bearer", "Basic YTpi", ""])
async def test_a_wrong_key_is_refused(served: Served, authorization: str) -> None:
    answer = await served.stranger().get("/me", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_everything_but_the_login_is_for_those_who_are_known(served: Served) -> None:
    open_paths = {"/api/v1/login", "/healthz", "/readyz", "/metrics"}
    stranger = served.stranger()
    for path, operations in document()["paths"].items():
        if path in open_paths:
            continue
        for method in operations:
            url = path.removeprefix("/api/v1").replace("{number}", "1")
            answer = await stranger.request(method, url)
            assert answer.status_code == 401, (method, path)
