"""A commit has reached the disk. A process that is killed does not show it: the system keeps what was written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WRITES = 40

WRITER = """
import asyncio, sys
import sqlalchemy as sa
from csms.storage.engine import Store
from csms.storage.migrations import migrate

INSERT = sa.text("INSERT INTO event (name, station, at, payload) VALUES ('x', 'CP', :at, '')")

def note(tx, number):
    tx.connection.execute(INSERT, {"at": number})

async def main(url, writes):
    store = Store(url)
    for number in range(writes):
        await store.write(note, number)
    print(store.commits)
    await store.close()

migrate(sys.argv[1])
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the library that counts."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("a C compiler is not installed")
    library = tmp_path_factory.mktemp("counter") / "fsync_counter.so"
    source = Path(__file__).with_name("fsync_counter.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def run_writer(counter: Path, folder: Path, writes: int) -> tuple[int, int]:
    """Run a program that writes; return how often it committed, and how often it put a file onto the disk."""
    count = folder / "count"
    outcome = subprocess.run(
        [sys.executable, "-c", WRITER, f"sqlite:///{folder / 'csms.db'}", str(writes)],
        env=os.environ | {"LD_PRELOAD": str(counter), "FSYNC_COUNT": str(count)},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(outcome.stdout), int(count.read_text())


def test_there_are_no_fewer_fsyncs_than_commits(counter: Path, tmp_path: Path):
    (tmp_path / "without").mkdir()
    (tmp_path / "with").mkdir()
    _, at_start = run_writer(counter, tmp_path / "without", 0)  # the migration, opening and closing
    commits, fsyncs = run_writer(counter, tmp_path / "with", WRITES)
    assert commits == WRITES
    assert fsyncs - at_start >= commits
