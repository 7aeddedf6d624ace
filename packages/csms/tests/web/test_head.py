"""HEAD is answered as GET, without the body (RFC 9110, 9.3.2)."""

import asyncio

import httpx
import pytest

from csms.config import TOKEN_FILE
from csms.storage.engine import Store
from packages.csms.tests.running import running
from packages.csms.tests.web.serving import Served

HTML = {"Accept": "text/html"}


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/healthz", 200),
        ("/readyz", 200),
        ("/docs", 200),
        ("/docs/docs.js", 200),
        ("/openapi.json", 200),
        ("/api/v1/stations", 200),
        ("/api/v1/stations/NONE", 404),
        ("/api/v1/stations?limit=x", 400),
        ("/api/v1/transactions.csv", 200),
        ("/api/v1/nothing", 404),
        ("/assets/no-such.js", 404),
    ],
)
async def test_the_headers_are_those_of_get(served: Served, path: str, status: int) -> None:
    url = f"http://csms.test{path}"
    whole, head = await served.client.get(url), await served.client.head(url)
    assert (head.status_code, head.headers, head.content) == (status, whole.headers, b"")
    assert whole.content


async def test_a_page_is_one_for_head_too(served: Served) -> None:
    urls = ["http://csms.test/", "http://csms.test/stations/A"]
    for url in urls:
        whole, head = [await served.client.request(method, url, headers=HTML) for method in ("GET", "HEAD")]
        assert (head.status_code, head.headers["content-type"]) == (whole.status_code, whole.headers["content-type"])
        assert head.headers["content-length"] == str(len(whole.content))
        assert head.content == b""


async def test_it_needs_the_same_rights(served: Served) -> None:
    assert (await served.stranger().head("/stations")).status_code == 401


async def test_what_cannot_be_read_has_no_head(served: Served) -> None:
    answer = await served.client.head("/login")
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


async def test_over_a_socket_it_ends_even_of_a_stream_and_the_connection_goes_on() -> None:
    async with running() as app:
        key = (app.settings.data_dir / TOKEN_FILE).read_text().strip()
        reader, writer = await asyncio.open_connection("127.0.0.1", app.http_port)
        try:
            for path, kind in (("/api/v1/events", "text/event-stream"), ("/healthz", "application/json")):
                request = f"HEAD {path} HTTP/1.1\r\nHost: csms.test\r\nAuthorization: Bearer {key}\r\n\r\n"
                writer.write(request.encode())
                async with asyncio.timeout(60):
                    answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                assert answer.startswith("http/1.1 200 ")
                assert f"content-type: {kind}" in answer
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{app.http_port}") as client:
                assert (await client.get("/healthz")).text == '{"status":"ok"}'
            assert len(app.web.stream) == 0
        finally:
            writer.close()
            await writer.wait_closed()
