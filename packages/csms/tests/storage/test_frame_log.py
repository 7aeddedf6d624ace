"""The message log: what is written, what is let go of, and that its database may fail."""

import logging
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from csms.storage import frames
from csms.storage.engine import StorageError
from csms.storage.frame_log import FrameLog, Limits
from csms.storage.frames import FrameFilter, FrameRecord
from packages.csms.tests.databases import PostgreSQL

BEGIN_S = 1_790_000_000.0
BEGIN = datetime.fromtimestamp(BEGIN_S, UTC)
ALL = FrameFilter()


class Clock:
    def __init__(self, now_s: float = BEGIN_S) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def opened(url: str, clock: Clock, *, free_bytes: int = 2**40, **limits: float) -> AsyncGenerator[FrameLog]:
    # The thread works when it is told to (`flush`), and not by itself.
    log = FrameLog(
        url,
        mask=lambda frame: (frame if isinstance(frame, str) else frame.decode("utf-8", "replace")).replace("pw", "***"),
        retention=timedelta(days=7),
        limits=msgspec.structs.replace(Limits(pause_s=3600.0), **limits),
        now_s=clock,
        passed_s=clock,
        free_bytes=lambda _: free_bytes,
    )
    log.start()
    try:
        yield log
    finally:
        await log.close()


async def texts(log: FrameLog, station: str = "A") -> list[str]:
    return [found.text for found in await log.read(frames.find, station, ALL, None, 1000)]


async def test_what_is_added_is_written_with_what_it_says_of_itself(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S, "A", True, b'[2,"1","Authorize",{"idTag":"pw"}]'))
        log.add((BEGIN_S + 0.5, "A", False, '[3,"1",{"idTagInfo":{"status":"Accepted"}}]'))
        await log.flush()
        answer, call = await log.read(frames.find, "A", ALL, None, 10)
        assert call == FrameRecord(
            id=call.id,
            station="A",
            at=BEGIN,
            direction="in",
            kind=2,
            message_id="1",
            action="Authorize",
            text='[2,"1","Authorize",{"idTag":"***"}]',
            outcome=None,
            latency_s=None,
        )
        assert (answer.direction, answer.kind, answer.action, answer.outcome) == ("out", 3, "Authorize", "Accepted")
        assert answer.latency_s == pytest.approx(0.5)
        assert answer.at == BEGIN + timedelta(seconds=0.5)
        assert (log.written, log.dropped, log.backlog) == (2, 0, 0)


async def test_what_waits_is_written_at_the_end(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S, "A", True, '[2,"1","Heartbeat",{}]'))
    async with opened(database_url, clock) as log:
        assert await texts(log) == ['[2,"1","Heartbeat",{}]']


async def test_any_text_can_be_written(database_url: str, clock: Clock) -> None:
    odd = [b"\xff\x00[", '[2,"\\u0000","A\\u0000",{}]', "", "x" * 100_000, f'[2,"{"i" * 300}","H",{{}}]', "\U0001f50c"]
    async with opened(database_url, clock) as log:
        for text in odd:
            log.add((BEGIN_S, "A", True, text))
        await log.flush()
        assert (log.written, log.dropped) == (len(odd), 0)
        assert {"\ufffd\ufffd[", "", "x" * 100_000, "\U0001f50c"} <= set(await texts(log))


async def test_more_frames_than_a_statement_or_a_batch_takes_are_written_in_order(
    database_url: str, clock: Clock
) -> None:
    async with opened(database_url, clock, batch_count=300) as log:
        for number in range(1000):
            log.add((BEGIN_S, "A", True, f"frame {number}"))
        await log.flush()
        assert await texts(log) == [f"frame {number}" for number in reversed(range(1000))]


@pytest.mark.parametrize("limits", [{"waiting_count": 10}, {"waiting_bytes": 3000}])
async def test_under_pressure_the_oldest_frames_are_dropped_and_counted(
    tmp_path: Path, clock: Clock, limits: dict[str, int]
) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock, **limits) as log:
        for number in range(1000):
            log.add((BEGIN_S, "A", True, f"frame {number}"))
            assert log.backlog <= 15
            assert log.waiting_bytes <= 3000 or "waiting_count" in limits
        await log.flush()
        kept = await texts(log)
        assert kept[0] == "frame 999"
        assert len(kept) >= 8
        assert kept == [f"frame {number}" for number in range(999, 999 - len(kept), -1)]
        assert log.dropped == 1000 - len(kept)
        assert (log.backlog, log.waiting_bytes) == (0, 0)


async def test_a_frame_that_is_longer_than_all_that_may_wait_is_dropped(tmp_path: Path, clock: Clock) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock, waiting_bytes=3000) as log:
        log.add((BEGIN_S, "A", True, "x" * 10_000))
        assert (log.backlog, log.dropped) == (0, 1)


async def test_old_frames_are_deleted_slice_by_slice(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock, prune_count=3) as log:
        for number in range(8):
            log.add((BEGIN_S, "A", True, f"old {number}"))
        log.add((BEGIN_S + 7 * 86_400, "A", True, "new"))
        await log.flush()
        clock.now_s += 7 * 86_400 + 1
        counts: list[int] = []
        for _ in range(4):
            await log.flush()
            counts.append(len(await texts(log)))
        assert counts == [6, 3, 1, 1]
        assert await texts(log) == ["new"]


async def test_frames_of_a_clock_that_was_wrong_do_not_stay_for_ever(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S + 400 * 86_400, "A", True, "from the future"))
        log.add((BEGIN_S, "A", True, "from now"))
        await log.flush()
        clock.now_s += 61
        await log.flush()
        assert await texts(log) == ["from now"]


async def test_tables_of_another_version_are_made_anew(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S, "A", True, "old"))
    engine = sa.create_engine(sa.make_url(database_url).set(drivername=_driver(database_url)))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE frame_schema SET version = 0"))
        connection.execute(sa.text("ALTER TABLE frame DROP COLUMN outcome"))
    engine.dispose()
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S, "A", True, "new"))
        await log.flush()
        assert await texts(log) == ["new"]


def _driver(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"


async def test_tables_that_somebody_has_removed_come_back(database_url: str, clock: Clock) -> None:
    async with opened(database_url, clock, retry_s=0.0) as log:
        log.add((BEGIN_S, "A", True, "1"))
        await log.flush()
        engine = sa.create_engine(sa.make_url(database_url).set(drivername=_driver(database_url)))
        with engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE frame"))
        engine.dispose()
        log.add((BEGIN_S, "A", True, "2"))
        await log.flush()
        with pytest.raises(StorageError):
            await texts(log)
        engine = sa.create_engine(sa.make_url(database_url).set(drivername=_driver(database_url)))
        with engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE frame_schema"))
        engine.dispose()
        log.add((BEGIN_S, "A", True, "3"))
        await log.flush()
        assert await texts(log) == ["3"]
        assert log.dropped == 1


async def test_a_database_that_is_away_costs_memory_and_one_line_a_minute_and_gets_all_when_it_is_back(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "f.db").mkdir()  # no file can be made there
    async with opened(f"sqlite:///{tmp_path}/f.db", clock) as log:
        for number in range(50):
            log.add((clock.now_s, "A", True, f"frame {number}"))
            clock.now_s += 3
            await log.flush()
        assert (log.written, log.dropped, log.backlog) == (0, 0, 50)
        complaints = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert len(complaints) == 3
        assert "unable to open database file" in complaints[0].getMessage()
        with pytest.raises(StorageError):
            await texts(log)
        (tmp_path / "f.db").rmdir()
        clock.now_s += 3
        await log.flush()
        assert len(await texts(log)) == 50
        assert log.backlog == 0


async def test_a_lost_connection_of_postgresql_loses_no_frame(
    postgresql: PostgreSQL, database_url: str, backend: str, clock: Clock
) -> None:
    if backend != "postgresql":
        return
    async with opened(database_url, clock) as log:
        log.add((BEGIN_S, "A", True, "1"))
        await log.flush()
        postgresql.disconnect_all(database_url)
        postgresql.set_accepts_connections(database_url, accepts=False)
        log.add((BEGIN_S, "A", True, "2"))
        await log.flush()
        assert (log.written, log.backlog, log.dropped) == (1, 1, 0)
        postgresql.set_accepts_connections(database_url, accepts=True)
        clock.now_s += 10
        await log.flush()
        assert await texts(log) == ["2", "1"]


async def test_a_file_that_is_full_makes_frames_wait(tmp_path: Path, clock: Clock) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock, batch_count=5) as log:
        log.add((BEGIN_S, "A", True, "small"))
        await log.flush()
        with log._writer.connect() as connection:  # pyright: ignore[reportPrivateUsage] - it holds for a connection
            connection.exec_driver_sql("PRAGMA max_page_count = 20")
        for number in range(20):
            log.add((BEGIN_S, "A", True, f"{number} {'x' * 10_000}"))
        await log.flush()
        written = log.written
        assert written < 21
        assert log.written + log.backlog == 21
        with log._writer.connect() as connection:  # pyright: ignore[reportPrivateUsage]
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        clock.now_s += 10
        await log.flush()
        assert (log.written, log.backlog, log.dropped) == (21, 0, 0)


async def test_a_damaged_file_is_set_aside(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "f.db"
    file.write_bytes(b"this is no database " * 1000)
    async with opened(f"sqlite:///{file}", clock) as log:
        log.add((BEGIN_S, "A", True, "1"))
        await log.flush()
        await log.flush()
        assert await texts(log) == ["1"]
        assert log.dropped == 0
    assert (tmp_path / "f.db.damaged").read_bytes().startswith(b"this is no database")


async def test_nothing_is_written_on_a_disk_that_is_nearly_full(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock, free_bytes=100 * 2**20) as log:
        log.add((BEGIN_S, "A", True, "1"))
        await log.flush()
        assert (log.written, log.dropped, log.backlog) == (0, 1, 0)
        assert "only 100 MiB left" in caplog.text


async def test_frames_reach_the_disk_without_waiting_for_it(tmp_path: Path, clock: Clock) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock) as log:
        log.add((BEGIN_S, "A", True, "1"))
        await log.flush()
        with log._writer.connect() as connection:  # pyright: ignore[reportPrivateUsage]
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    connection = sqlite3.connect(tmp_path / "f.db")
    assert connection.execute("SELECT count(*) FROM frame").fetchone() == (1,)
    connection.close()


async def test_a_log_that_is_closed_says_so(tmp_path: Path, clock: Clock) -> None:
    async with opened(f"sqlite:///{tmp_path}/f.db", clock) as log:
        pass
    with pytest.raises(StorageError):
        await texts(log)
    await log.flush()
    await log.close()
