"""The dashboard as it is served: every address is one of its pages, and a page may use nothing but this server."""

import gzip
import re
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.exceptions import NotFoundException

from csms.storage.engine import Store
from csms.web import dashboard
from csms.web.application import SECURITY_HEADERS
from csms.web.dashboard import NONCE_PLACE, make_assets, make_page
from csms.web.problems import HANDLERS
from packages.csms.tests.web.serving import Served

PAGE = f'<!doctype html><meta property="csp-nonce" nonce="{NONCE_PLACE}"><title>csms</title>'
SCRIPT = "console.log('a rather long script');" * 100
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Make a folder with a small dashboard."""
    folder = tmp_path / "dashboard"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "index-1a2b.js").write_text(SCRIPT)
    (folder / "assets" / "icon-3c4d.svg").write_text("<svg/>")
    (folder / "secret.txt").write_text("what is in it")
    return folder


@pytest.fixture
def small(built: Path) -> httpx.AsyncClient:
    """Somebody who asks a web that has nothing but this dashboard."""
    handlers = HANDLERS | {NotFoundException: make_page(built)}
    app = Litestar([make_assets(built)], exception_handlers=handlers, openapi_config=None)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://csms.test", headers=HTML)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("path", ["/", "/now", "/stations/CP%201", "/transactions?open=true", "/no/such/page"])
async def test_every_address_is_a_page(small: httpx.AsyncClient, path: str) -> None:
    answer = await small.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "<title>csms</title>" in answer.text


async def test_a_page_has_a_nonce_of_its_own_for_styles_alone(small: httpx.AsyncClient) -> None:
    nonces: set[str] = set()
    for _ in range(2):
        answer = await small.get("/")
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        nonce = re.search(r'nonce="([\w-]{20,})"', answer.text)
        assert nonce
        assert policy["style-src"] == f"'self' 'nonce-{nonce[1]}'"
        assert policy["script-src"] == "'self'"
        assert policy["default-src"] == "'none'"
        nonces.add(nonce[1])
    assert len(nonces) == 2


async def test_the_start_is_a_page_whatever_is_asked_for(small: httpx.AsyncClient) -> None:
    assert "<title>csms</title>" in (await small.get("/", headers={"Accept": "*/*"})).text


async def test_files_are_kept_by_the_browser_for_good(small: httpx.AsyncClient) -> None:
    answer = await small.get("/assets/index-1a2b.js")
    assert answer.text == SCRIPT
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await small.get("/assets/icon-3c4d.svg")).headers["content-type"].startswith("image/svg+xml")


async def test_files_are_compressed_for_who_understands_it(small: httpx.AsyncClient) -> None:
    async with small.stream("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed).decode() == SCRIPT
    assert len(packed) < len(SCRIPT) / 10
    plain = await small.get("/assets/index-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    "name", ["no-such.js", "..", "%2e%2e", "..%2fsecret.txt", "%2e%2e%5csecret.txt", "index-1a2b.js%00", ".hidden"]
)
async def test_no_other_file_can_be_had(small: httpx.AsyncClient, name: str) -> None:
    answer = await small.get(f"/assets/{name}")
    assert "what is in it" not in answer.text
    # The client itself makes `/` of `/assets/..`, which is a page.
    assert answer.status_code == 404 or "<title>csms</title>" in answer.text


async def test_a_new_build_needs_no_restart(small: httpx.AsyncClient, built: Path) -> None:
    await small.get("/")
    (built / "index.html").write_text(PAGE.replace("csms</title>", "new</title>"))
    (built / "assets" / "index-9z.js").write_text("new")
    assert "<title>new</title>" in (await small.get("/")).text
    assert (await small.get("/assets/index-9z.js")).text == "new"


async def test_without_a_build_one_is_told_what_to_do(small: httpx.AsyncClient, built: Path) -> None:
    (built / "index.html").unlink()
    answer = await small.get("/stations")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "CSMS_SKIP_DASHBOARD" in answer.text
    assert "make dashboard" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/stations", "/assets/deep/er.js"])
async def test_what_is_no_page_is_not_found(served: Served, path: str) -> None:
    answer = await served.stranger().get(f"http://csms.test{path}", headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(("method", "path"), [("POST", "/now"), ("DELETE", "/"), ("GET", "/now")])
async def test_programs_have_a_problem(served: Served, method: str, path: str) -> None:
    answer = await served.stranger().request(method, f"http://csms.test{path}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_what_there_is_not_is_no_page(served: Served) -> None:
    answer = await served.client.get("/stations/NONE", headers=HTML)
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no station NONE")


async def test_the_server_serves_it_with_all_its_guards(served: Served) -> None:
    answer = await served.stranger().get("http://csms.test/", headers=HTML)
    others = {name: value for name, value in SECURITY_HEADERS.items() if name != "Content-Security-Policy"}
    assert {name: answer.headers[name] for name in others} == others
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.skipif(not (dashboard.BUILT / "index.html").is_file(), reason="the dashboard is not built")
async def test_the_built_page_needs_nothing_from_elsewhere(served: Served) -> None:
    page = (await served.stranger().get("http://csms.test/", headers=HTML)).text
    assert NONCE_PLACE not in page
    assert not re.search(r"<script>|<style|style=|onclick|(src|href)=\"(https?:)?//", page)
    names = re.findall(r'(?:src|href)="/assets/([^"]+)"', page)
    assert names
    for name in names:
        assert (await served.stranger().get(f"http://csms.test/assets/{name}")).status_code == 200
