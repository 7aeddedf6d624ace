"""The API does what its document says: schemathesis makes requests of it, right and wrong ones."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case

from csms.app import App
from csms.config import TOKEN_FILE, load_settings
from packages.csms.tests.web.serving import document

schemathesis.openapi.format("time-zone", st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
schemathesis.openapi.format("tokens-csv", st.sampled_from(["id_token\nA\n", "id_token,note\nB,blue\nC,\n"]))


class Running:
    """A server in a thread: the tests that ask it wait for its answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._stop: asyncio.Event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.port = 0

    def start(self) -> None:
        self._thread.start()
        assert self._is_ready.wait(30)

    def stop(self) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        flags = {"data_dir": str(self._folder), "ocpp_host": "127.0.0.1", "ocpp_port": "0", "http_port": "0"}
        async with App(load_settings(flags, {}, None)) as app:
            self.port = app.http_port
            self._is_ready.set()
            await self._stop.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("data")
    running = Running(folder)
    running.start()
    try:
        yield f"http://127.0.0.1:{running.port}", (folder / TOKEN_FILE).read_text().strip()
    finally:
        running.stop()


def what_can_be_made_up() -> dict[str, Any]:
    """Return the document without what only the server can say the right values of, and without what never ends."""
    described = document()
    for request in ("Acceptance", "StationChange", "StationRequest"):
        described["components"]["schemas"][request]["properties"]["site"] = {"type": "null"}
    del described["paths"]["/api/v1/events"]
    for operations in described["paths"].values():
        for operation in operations.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [parameter for parameter in parameters if parameter["name"] != "cursor"]
    return described


DESCRIBED = what_can_be_made_up()
SCHEMA: Any = schemathesis.openapi.from_dict(DESCRIBED)
METHODS = ("post", "put", "patch", "get", "delete")


def make_test(path: str, method: str) -> Callable[..., None]:
    """Return the test of one operation: that it answers what its document says."""
    of_operation = SCHEMA.include(path=path, method=method.upper())

    @of_operation.parametrize()
    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    def test(case: Case[Any], server: tuple[str, str]) -> None:
        url, key = server
        cast("Any", case).call_and_validate(base_url=url, headers={"Authorization": f"Bearer {key}"})

    return test


# Each operation has a test of its own name: of tests with the same id, pytest-xdist runs only the first.
for _path, _operations in DESCRIBED["paths"].items():
    for _method in [each for each in METHODS if each in _operations]:
        _name = re.sub(r"\W+", "_", _path).strip("_").removeprefix("api_v1_")
        globals()[f"test_{_method}_{_name}_answers_what_its_document_says"] = make_test(_path, _method)


def test_each_operation_is_tested() -> None:
    operations = [method for methods in DESCRIBED["paths"].values() for method in METHODS if method in methods]
    tests = [name for name in globals() if name.endswith("_answers_what_its_document_says")]
    assert len(tests) == len(operations) > 60
