"""What is asked all the time is found by an index, however many years of transactions there are."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from csms.domain.metering import Reading
from csms.domain.transaction_facts import MeterValue
from csms.storage import lost_transactions, stations, tokens, transactions
from csms.storage.connections import make_engine

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VALUE = MeterValue(NOW, Reading("Sample.Periodic"), "[]")

QUESTIONS: dict[str, Callable[[sa.Connection], object]] = {
    "find": lambda connection: transactions.find(connection, 1, 7),
    "find_by_start": lambda connection: transactions.find_by_start(connection, 1, "k7"),
    "find_by_stop": lambda connection: transactions.find_by_stop(connection, 1, "s7"),
    "open_at a station": lambda connection: transactions.open_at(connection, 1),
    "open_at an EVSE": lambda connection: transactions.open_at(connection, 1, 1),
    "last_at": lambda connection: transactions.last_at(connection, 1, 1, NOW),
    "count_open": lambda connection: transactions.count_open(connection, "abc"),
    "has_value": lambda connection: transactions.has_value(connection, 1, 1, VALUE, NOW),
    "events_numbered": lambda connection: transactions.events_numbered(connection, 1, 1),
    "left_open": lambda connection: lost_transactions.left_open(connection, NOW),
    "with_gaps": lambda connection: lost_transactions.with_gaps(connection, NOW, NOW - timedelta(days=1)),
    "find a station": lambda connection: stations.find(connection, "CP1"),
    "get a station": lambda connection: stations.get(connection, 1),
    "find a token": lambda connection: tokens.find(connection, "abc"),
}

LARGE = ("transaction", "transaction_event", "meter_value", "station", "token", "status_report")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[sa.Engine]:
    """A database of SQLite with 20,000 transactions at one EVSE, two of which are open."""
    file = tmp_path_factory.mktemp("large") / "csms.db"
    shutil.copyfile(migrated_sqlite_file, file)
    engine = make_engine(f"sqlite:///{file}", connections=1, is_writer=True)
    with engine.begin() as connection:
        stations.insert(connection, "CP1", "accepted", NOW)
        connection.exec_driver_sql(
            """
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
            INSERT INTO "transaction" (station_id, reference, evse, connector, is_open, id_token_key, started_at,
                                       received_at, updated_at, start_key, stop_key, event_count, last_seq_no)
            SELECT 1, n, 1, 1, n % 10000 = 0, 'abc', n, n, n, 'k' || n, 's' || n, 3, 2 FROM numbers
            """
        )
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_gone_through(large: sa.Engine, name: str) -> None:
    asked: list[str] = []
    with large.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(asked.append)
        QUESTIONS[name](connection)
        driver.set_trace_callback(None)
        plans = [
            row[3]
            for text in asked
            if text.startswith("SELECT")
            for row in driver.execute(f"EXPLAIN QUERY PLAN {text}")
        ]
    assert plans
    for plan in plans:
        word, table, *rest = plan.split()
        if word == "SCAN" and table in LARGE:
            assert " ".join(rest) in {"USING INDEX ix_transaction_open", "USING INDEX ix_transaction_gaps"}


@pytest.mark.parametrize("name", ["open_at a station", "open_at an EVSE", "count_open", "left_open"])
def test_open_transactions_are_found_among_the_open_ones_alone(large: sa.Engine, name: str) -> None:
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with large.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(step, 100)
        QUESTIONS[name](connection)
        driver.set_progress_handler(None, 0)
    assert steps < 20  # 2,000 instructions of SQLite's machine; going through all takes 100,000 and more
