"""What a queue of messages keeps in a file: across restarts, power cuts, full disks and damage."""

import errno
import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from ocpp.exceptions import NotImplementedError, OCPPError
from ocpp.offline_storage import (
    SUPERFLUOUS_LINES,
    FileStorage,
    MemoryStorage,
    QueuedMessage,
    QueueFileError,
    QueueLockedError,
)
from ocpp.v16 import call

WHEN = datetime(2026, 1, 31, 12, tzinfo=UTC)

Operation = Callable[[FileStorage], None]


def a_message(number: int, attempts: int = 0, payload: bytes = b'{"vendorId":"\xc3\xa9\\n"}') -> QueuedMessage:
    return QueuedMessage(number, "1.6", "DataTransfer", Raw(payload), WHEN, attempts, f"transaction {number}")


def reopened(path: Path) -> tuple[list[QueuedMessage], int]:
    with FileStorage(path) as storage:
        messages, last_number = storage.load()
        return list(messages), last_number


def put(number: int) -> Operation:
    return lambda storage: storage.append(a_message(number))


def tried(number: int, attempts: int) -> Operation:
    return lambda storage: storage.update(a_message(number, attempts))


def removed(*numbers: int) -> Operation:
    return lambda storage: storage.remove(numbers)


NOT_UTF_8 = (
    b'{"line":"put","message":{"number":1,"version":"1.6","action":"DataTransfer",'
    b'"createdAt":"2026-01-31T12:00:00Z","payload":{"vendorId":"\xff"}}}'
)

STORY = (put(1), put(2), tried(1, 1), put(3), removed(1), tried(2, 2), put(4), removed(2, 4))


def test_a_new_file_is_empty(tmp_path: Path) -> None:
    assert reopened(tmp_path / "queue") == ([], 0)
    assert reopened(tmp_path / "queue") == ([], 0)


def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(str(path)) as storage:
        for operation in STORY:
            operation(storage)
        expected = storage.load()
    assert expected == ((a_message(3),), 4)
    assert reopened(path) == ([a_message(3)], 4)
    assert not storage.torn


def test_numbers_go_on_when_nothing_waits(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        put(2)(storage)
        removed(1, 2)(storage)
    assert reopened(path) == ([], 2)
    assert reopened(path) == ([], 2)


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    with FileStorage(tmp_path / "queue"):
        assert (tmp_path / "queue").stat().st_mode & 0o077 == 0


def test_a_file_that_is_cut_at_any_byte_holds_all_that_was_written_before(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    states: list[tuple[int, tuple[list[QueuedMessage], int]]] = []
    with FileStorage(path) as storage:
        states.append((0, ([], 0)))
        for operation in STORY:
            operation(storage)
            messages, last_number = storage.load()
            states.append((path.stat().st_size, (list(messages), last_number)))
    written = path.read_bytes()
    assert len(written) == states[-1][0]
    for length in range(len(written) + 1):
        path.write_bytes(written[:length])
        # A whole line that lacks only its end is as good as one with it.
        expected = next(state for size, state in reversed(states) if size <= length + 1)
        assert reopened(path) == expected, length
        if length % 10 == 0:
            assert reopened(path) == expected, f"{length}, opened again"


def test_a_cut_file_can_be_written_to(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        put(2)(storage)
    written = path.read_bytes()
    for missing in (1, 2, 40):
        path.write_bytes(written[:-missing])
        caplog.clear()
        with FileStorage(path) as storage:
            put(3)(storage)
            assert (storage.torn is None) == (missing == 1) == (caplog.text == "")
        expected = [a_message(1), a_message(2), a_message(3)] if missing == 1 else [a_message(1), a_message(3)]
        assert reopened(path) == (expected, 3)


def test_a_torn_line_is_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
    with path.open("ab") as file:
        file.write(b'{"line":"put","mess\x00\x00\n')
    with FileStorage(path) as storage:
        assert storage.torn == b'{"line":"put","mess\x00\x00'
    assert "left out an incomplete last line of 21 bytes" in caplog.text
    assert reopened(path) == ([a_message(1)], 1)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (2, b"garbage"),
        (2, b"\xff\xfe"),
        (2, b""),
        (2, b'{"line":"put","message":{"number":1,"version":"1.6","action":"A","createdAt":"\xff"}}'),
        (2, NOT_UTF_8),
        (3, b'{"line":"put"}'),
        (3, b'{"line":"unknown"}'),
        (3, b'{"line":"attempts","number":7,"attempts":1}'),
        (3, b'{"line":"removed","numbers":[7]}'),
        (3, b'{"line":"queue","format":1,"last":0}'),
        (4, b'{"line":"removed","numbers":[7]}'),
        (1, b'{"line":"queue","format":2,"last":0}'),
        (1, b'{"line":"removed","numbers":[]}'),
        (1, b"[Unit]"),
    ],
)
def test_damage_is_an_error_and_nothing_is_lost(tmp_path: Path, place: int, line: bytes) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        for number in (1, 2, 3):
            put(number)(storage)
    lines = path.read_bytes().split(b"\n")
    good_line = lines[place - 1]
    lines[place - 1] = line
    damaged = b"\n".join(lines)
    path.write_bytes(damaged)
    for _ in range(2):
        with pytest.raises(QueueFileError, match=f"queue, line {place}, cannot be read: .*Nothing was changed"):
            FileStorage(path)
        assert path.read_bytes() == damaged
    lines[place - 1] = good_line
    path.write_bytes(b"\n".join(lines))
    assert reopened(path) == ([a_message(1), a_message(2), a_message(3)], 3)


@pytest.mark.parametrize("content", [b"hello", b"hello\n", b"\n", b'{"line":"queue","form\n', b"\x00\x00"])
def test_another_file_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "queue"
    path.write_bytes(content)
    with pytest.raises(QueueFileError):
        FileStorage(path)
    assert path.read_bytes() == content


def test_messages_out_of_order_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        put(2)(storage)
    head, first, second, _ = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join((head, second, first, b"")))
    with pytest.raises(QueueFileError, match="it comes after message 2"):
        FileStorage(path)


def test_two_storages_cannot_use_one_file(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        with pytest.raises(QueueLockedError, match="is locked"):
            FileStorage(path)
        put(2)(storage)
    assert reopened(path) == ([a_message(1), a_message(2)], 2)


def test_two_processes_cannot_use_one_file_and_a_killed_one_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    program = (
        "import sys, time\n"
        "from ocpp.offline import FileStorage, OfflineQueue\n"
        "from ocpp.v16 import call\n"
        "queue = OfflineQueue(FileStorage(sys.argv[1]))\n"
        "queue.put(call.Heartbeat())\n"
        "print('stored', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "stored\n"
        with pytest.raises(QueueLockedError):
            FileStorage(path)
        other.kill()
    (message,), last_number = reopened(path)
    assert (message.action, last_number) == ("Heartbeat", 1)


def test_the_file_is_compacted(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        last_number = 3 * SUPERFLUOUS_LINES
        for number in range(2, last_number):
            put(number)(storage)
            removed(number)(storage)
        assert len(path.read_bytes().splitlines()) <= SUPERFLUOUS_LINES + 3
        put(last_number)(storage)
    assert reopened(path) == ([a_message(1), a_message(last_number)], last_number)
    assert len(path.read_bytes().splitlines()) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["queue", "queue.lock"]


def test_what_is_left_of_a_compaction_that_was_cut_off_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        put(2)(storage)
        removed(1)(storage)
    (tmp_path / "queue.new").write_bytes(b'{"line":"que')
    assert reopened(path) == ([a_message(2)], 2)
    assert not (tmp_path / "queue.new").exists()


def test_a_file_that_cannot_be_compacted_is_used_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "queue"
    (tmp_path / "queue.new").mkdir()
    (tmp_path / "queue.new" / "in the way").touch()
    path.write_bytes(b'{"line":"queue","format":1,"last":0}\n')
    with FileStorage(path) as storage:
        put(1)(storage)
        for number in range(2, SUPERFLUOUS_LINES):
            put(number)(storage)
            removed(number)(storage)
        assert "not compacted" in caplog.text
    with path.open("ab") as file:
        file.write(b'{"line":"remo')
    with FileStorage(path) as storage:
        put(SUPERFLUOUS_LINES)(storage)
    assert reopened(path) == ([a_message(1), a_message(SUPERFLUOUS_LINES)], SUPERFLUOUS_LINES)


def test_a_file_that_cannot_be_replaced_is_written_to_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        put(2)(storage)
        removed(1)(storage)

    def refuse(*_: object) -> None:
        raise PermissionError("another program looks at the file")

    monkeypatch.setattr(Path, "replace", refuse)
    with FileStorage(path) as storage:
        put(3)(storage)
    monkeypatch.undo()
    assert reopened(path) == ([a_message(2), a_message(3)], 3)
    assert not (tmp_path / "queue.new").exists()


@contextmanager
def full_disk(path: Path, free: int) -> Generator[None]:
    """Let files grow by `free` bytes only: the kernel writes as much as fits and then refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("free", [0, 1, 100])
def test_on_a_full_disk_a_message_is_refused_and_leaves_no_trace(tmp_path: Path, free: int) -> None:
    path = tmp_path / "queue"
    with FileStorage(path) as storage:
        put(1)(storage)
        size = path.stat().st_size
        with full_disk(path, free), pytest.raises(OSError, match="File too large") as refused:
            put(2)(storage)
        assert refused.value.errno == errno.EFBIG
        assert path.stat().st_size == size
        put(2)(storage)
        removed(1)(storage)
    assert reopened(path) == ([a_message(2)], 2)


def test_all_is_on_the_disk_when_a_method_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "queue"
    synced: list[tuple[int, int]] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        status = os.fstat(descriptor)
        synced.append((status.st_ino, status.st_size))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    with FileStorage(path) as storage:
        new, folder = synced
        assert new == (path.stat().st_ino, path.stat().st_size)
        assert folder[0] == tmp_path.stat().st_ino
        for operation in STORY:
            synced.clear()
            operation(storage)
            assert synced == [(path.stat().st_ino, path.stat().st_size)]
    synced.clear()
    with FileStorage(path):  # which compacts it
        assert synced == [(path.stat().st_ino, path.stat().st_size), (folder[0], synced[1][1])]


def test_a_closed_storage_stores_nothing(tmp_path: Path) -> None:
    storage = FileStorage(tmp_path / "queue")
    storage.close()
    storage.close()
    with pytest.raises(OSError, match="is closed"):
        put(1)(storage)


def test_a_storage_that_cannot_be_opened_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileStorage(tmp_path / "missing" / "queue")
    path = tmp_path / "queue"
    path.write_bytes(b"hello")
    with pytest.raises(QueueFileError):
        FileStorage(path)
    path.unlink()
    assert reopened(path) == ([], 0)
    gc.collect()  # a file left open would warn now


OPERATIONS = st.lists(st.sampled_from(["put", "try", "remove", "reopen", "cut"]), max_size=30)


@given(OPERATIONS)
@settings(max_examples=50, deadline=None)
def test_a_file_holds_what_a_model_holds(tmp_path_factory: pytest.TempPathFactory, operations: list[str]) -> None:
    path = tmp_path_factory.mktemp("storage") / "queue"
    storage = FileStorage(path)
    model: dict[int, QueuedMessage] = {}
    last_number = 0
    for operation in operations:
        if operation == "put":
            last_number += 1
            model[last_number] = a_message(last_number)
            storage.append(model[last_number])
        elif operation == "try" and model:
            number = min(model)
            model[number] = a_message(number, model[number].attempts + 1)
            storage.update(model[number])
        elif operation == "remove" and model:
            storage.remove([min(model)])
            del model[min(model)]
        elif operation in ("reopen", "cut"):
            storage.close()
            if operation == "cut":
                with path.open("ab") as file:
                    file.write(b'{"line":"remo')
            storage = FileStorage(path)
        assert storage.load() == (tuple(model.values()), last_number)
    storage.close()


def test_memory_begins_empty() -> None:
    storage = MemoryStorage()
    storage.append(a_message(1))
    storage.update(a_message(1, 1))
    storage.remove([1])
    storage.close()
    assert storage.load() == ((), 0)


def test_a_message_knows_its_payload() -> None:
    message = a_message(1)
    payload = message.payload()
    assert payload == call.DataTransfer(vendor_id="é\n")
    assert payload is not message.payload()
    with pytest.raises(OCPPError):
        a_message(1, payload=b"{}").payload()
    with pytest.raises(NotImplementedError):
        msgspec.structs.replace(message, action="Unheard").payload()
