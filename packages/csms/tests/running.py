"""A central system for tests: on free ports, in a folder of its own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from csms.app import App
from csms.config import load_settings


@asynccontextmanager
async def running(data_dir: Path | None = None, **settings: object) -> AsyncGenerator[App]:
    """Run a central system, by default with an SQLite file of its own, that accepts all stations and tokens.

    Args:
        data_dir: where its data are; by default a new folder.
        settings: names of settings and their values.
    """
    with TemporaryDirectory() as folder:
        flags: dict[str, object] = {
            "data_dir": data_dir or folder,
            "ocpp_host": "127.0.0.1",
            "ocpp_port": 0,
            "http_port": 0,
            "unknown_stations": "accept",
            "unknown_tokens": "accept",
        }
        flags |= settings
        async with App(load_settings({name: str(value) for name, value in flags.items()}, {}, None)) as app:
            yield app
