"""What is asked all the time is found by an index, however many years of transactions there are."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from csms.domain.meter_readings import Reading
from csms.domain.transaction_facts import MeterValue
from csms.storage import (
    connector_lists,
    lost_transactions,
    overview,
    sites,
    stations,
    timelines,
    token_lists,
    tokens,
    transactions,
)
from csms.storage.connections import make_engine
from csms.storage.connector_lists import ConnectorFilter
from csms.storage.engine import Tx
from csms.storage.token_lists import DecisionFilter

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
    "events_numbered": lambda connection: transactions.events_numbered(Tx(connection), 1, 1),
    "left_open": lambda connection: lost_transactions.left_open(connection, NOW),
    "with_gaps": lambda connection: lost_transactions.with_gaps(connection, NOW, NOW - timedelta(days=1)),
    "find a station": lambda connection: stations.find(connection, "CP1"),
    "get a station": lambda connection: stations.get(connection, 1),
    "find a token": lambda connection: tokens.find(connection, "abc"),
    "connectors of a station": lambda connection: connector_lists.connectors(
        connection, ConnectorFilter(stations=("CP1",)), None, 9
    ),
    "connectors of a site": lambda connection: connector_lists.connectors(connection, ConnectorFilter(site=1), None, 9),
    "energy of a day": lambda connection: overview.energy_since(connection, NOW, None),
    "energy of a day at a site": lambda connection: overview.energy_since(connection, NOW, 1),
    "timeline of a station": lambda connection: timelines.timeline(
        connection, stations.find(connection, "CP1") or pytest.fail("There is no CP1"), NOW - timedelta(days=1), NOW, 9
    ),
    "decisions of a token": lambda connection: token_lists.decisions(
        connection, DecisionFilter(id_token="ABC"), None, 9
    ),
    "decisions of a token after a page": lambda connection: token_lists.decisions(
        connection, DecisionFilter(id_token="ABC", status="refused"), (NOW, 7), 9
    ),
    "decisions at a station": lambda connection: token_lists.decisions(
        connection, DecisionFilter(station="CP1"), None, 9
    ),
    "find a site": lambda connection: sites.find(connection, 1),
}

WHOLE: dict[str, Callable[[sa.Connection], object]] = {
    "all connectors": lambda connection: connector_lists.connectors(connection, ConnectorFilter(), None, 9),
    "counts of all connectors": lambda connection: connector_lists.count_states(connection, None),
    "overview": lambda connection: overview.overview(connection, NOW, None),
}
"""Questions about all stations."""

LARGE = {
    "transaction",
    "transaction_event",
    "meter_value",
    "station",
    "connector",
    "token",
    "status_report",
    "event",
    "command",
    "decision",
}
ALIASES = {
    "now": "transaction",
    "own": "connector",
    "of_evse": "connector",
    "of_station": "connector",
    "told": "connector",
    "told_there": "connector",
    "another": "connector",
}
"""Other names that questions have for tables."""


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


def plans_of(engine: sa.Engine, question: Callable[[sa.Connection], object]) -> list[str]:
    """Return what SQLite does for a question, step by step."""
    asked: list[str] = []
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(asked.append)
        question(connection)
        driver.set_trace_callback(None)
        return [
            row[3]
            for text in asked
            if text.startswith(("SELECT", "WITH"))
            for row in driver.execute(f"EXPLAIN QUERY PLAN {text}")
        ]


def gone_through(plans: list[str]) -> set[str]:
    """Return the tables of which all rows are looked at; those of an index of few rows alone do not count."""
    few = {"USING INDEX ix_transaction_open", "USING INDEX ix_transaction_gaps"}
    steps = [plan.split(maxsplit=2) for plan in plans]
    return {
        ALIASES.get(step[1], step[1]) for step in steps if step[0] == "SCAN" and (len(step) < 3 or step[2] not in few)
    }


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_gone_through(large: sa.Engine, name: str) -> None:
    plans = plans_of(large, QUESTIONS[name])
    assert plans
    assert not gone_through(plans) & LARGE


@pytest.mark.parametrize("name", ["decisions of a token", "decisions of a token after a page"])
def test_decisions_of_a_token_are_found_among_its_own(large: sa.Engine, name: str) -> None:
    assert any("id_token_key=?" in plan for plan in plans_of(large, QUESTIONS[name]))


@pytest.mark.parametrize("name", WHOLE)
def test_who_asks_about_all_stations_goes_through_nothing_that_grows_with_time(large: sa.Engine, name: str) -> None:
    plans = plans_of(large, WHOLE[name])
    assert gone_through(plans) & {"station", "those"}
    assert not gone_through(plans) & (LARGE - {"station", "connector"})


@pytest.mark.parametrize(
    "name", ["open_at a station", "open_at an EVSE", "count_open", "left_open", "connectors of a station"]
)
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
