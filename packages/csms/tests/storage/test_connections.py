"""Files of SQLite that several open at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa

from csms.storage.connections import make_engine

OPENERS = 8
ROUNDS = 40


def test_all_who_open_a_new_file_at_the_same_moment_can_use_it(tmp_path: Path) -> None:
    """As `csms serve` and a command beside it do."""
    barrier = threading.Barrier(OPENERS)

    def open_file(number: int) -> int:
        engine = make_engine(f"sqlite:///{tmp_path}/{number}.db", connections=1, is_writer=True)
        barrier.wait(60)
        try:
            with engine.begin() as connection:
                return connection.execute(sa.text("PRAGMA user_version")).scalar_one()
        finally:
            engine.dispose()

    with ThreadPoolExecutor(OPENERS) as threads:
        for number in range(ROUNDS):
            assert list(threads.map(open_file, [number] * OPENERS)) == [0] * OPENERS
