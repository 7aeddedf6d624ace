"""The web on a database of its own, in this process and without a socket."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import httpx
from litestar import Litestar

from csms.bus.local import LocalBus
from csms.config import PASSWORD_FILE, TOKEN_FILE, load_settings
from csms.service import access
from csms.service.first_run import prepare_access
from csms.service.passwords import hash_password
from csms.storage.engine import Store
from csms.web.application import make_web
from csms.web.document import make_document
from csms.web.services import Web

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.time = BEGIN

    def __call__(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Served:
    """The web, and those who ask it."""

    def __init__(self, app: Litestar, web: Web, clock: Clock, client: httpx.AsyncClient) -> None:
        self.app = app
        self.web = web
        self.clock = clock
        self.client = client
        """A program with the key of the command line."""

    @property
    def data_dir(self) -> Path:
        return self.web.settings.data_dir

    def stranger(self, address: str = "192.0.2.1", scheme: str = "http") -> httpx.AsyncClient:
        """Return somebody who has neither logged in nor a key."""
        transport = httpx.ASGITransport(cast("Any", self.app), client=(address, 50000))
        return httpx.AsyncClient(transport=transport, base_url=f"{scheme}://csms.test/api/v1")

    async def person(self, **how: str) -> httpx.AsyncClient:
        """Return somebody who has logged in as admin."""
        client = self.stranger(**how)
        answer = await client.post("/login", json={"name": "admin", "password": self.password})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client

    @property
    def password(self) -> str:
        file = self.data_dir / PASSWORD_FILE
        return file.read_text().strip() if file.exists() else PASSWORD


@cache
def _hashed() -> str:
    return hash_password(PASSWORD.encode())


@asynccontextmanager
async def serving(store: Store, data_dir: Path, **settings: str) -> AsyncGenerator[Served]:
    """Serve the web on a store, with an admin and the key of the command line."""
    clock = Clock()
    loaded = load_settings({"data_dir": str(data_dir), **settings}, {}, None)
    web = Web(store=store, bus=LocalBus(), settings=loaded, now=clock)
    if loaded.admin_password == PASSWORD:  # hashing takes long: once is enough
        await store.write(access.add_first_user, _hashed(), clock())
    await prepare_access(store, data_dir, loaded.admin_password, clock())
    app = make_web(web)
    key = (data_dir / TOKEN_FILE).read_text().strip()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(cast("Any", app)),
        base_url="http://csms.test/api/v1",
        headers={"Authorization": f"Bearer {key}"},
    ) as client:
        yield Served(app, web, clock, client)


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    settings = load_settings({}, {}, None)
    web = Web(store=Store("sqlite:///never-opened.db"), bus=LocalBus(), settings=settings, now=Clock())
    return json.loads(make_document(make_web(web)))
