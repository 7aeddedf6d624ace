"""How the server is, as the API tells people."""

from importlib.metadata import version
from pathlib import Path

from csms.storage.database_facts import frames_bytes
from csms.storage.engine import Store
from csms.web.services import Figures
from packages.csms.tests.running import running
from packages.csms.tests.web.serving import Served


async def test_how_the_server_is(served: Served, backend: str) -> None:
    served.web.figures = lambda: Figures(
        links={"1.6": 3, "2.0.1": 1}, refused={401: 7, 404: 1}, loop_delay_max_s=0.5, frames_dropped=2
    )
    health = (await served.client.get("/health")).json()
    assert health["at"] == health["started_at"] == "2026-05-01T12:00:00Z"
    assert health["versions"]["csms"] == version("csms")
    assert health["versions"]["ocpp"] == version("csms-ocpp")
    assert health["versions"]["database"][0].isdigit()
    assert health["database"]["size_bytes"] > 10_000
    del health["database"]["size_bytes"]
    assert health["database"] == {"kind": backend, "is_available": True, "error": None}
    assert (health["writer"]["waiting"], health["writer"]["limit"]) == (0, 10_000)
    assert 0 <= health["writer"]["delay_s"] < 30
    assert (health["links"]["open"], health["links"]["refused"]) == (4, 8)
    assert health["links"]["by_version"] == {"1.6": 3, "2.0.1": 1}
    assert health["loop"] == {"delay_s": 0, "delay_max_s": 0.5}
    assert (health["frames"]["is_recorded"], health["frames"]["size_bytes"]) == (False, None)
    assert health["disk"]["path"] == str(served.data_dir.resolve())
    assert 0 < health["disk"]["free_bytes"] <= health["disk"]["size_bytes"]
    assert [finding["code"] for finding in health["findings"]][-3:] == ["loop_late", "frames_dropped", "frames_off"]


async def test_a_server_that_runs_knows_its_message_log(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        assert app.frames is not None
        app.frames.add((0.0, "A", True, "[2]"))
        await app.frames.flush()
        assert app.figures().frames_recorded == 1
        assert await app.frames.read(frames_bytes) > 4096
        assert app.web.started_at <= app.central.now()


async def test_a_message_log_that_is_not_made_yet_takes_no_room(store: Store, backend: str) -> None:
    size = await store.read(frames_bytes)
    assert (size == 0) == (backend == "postgresql")  # of SQLite it is the file, whatever is in it
