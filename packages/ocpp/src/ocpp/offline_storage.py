"""Where an `ocpp.offline.OfflineQueue` keeps its messages: in memory, or in a file that survives restarts.

The file of a `FileStorage` is text, one JSON object per line. Lines are only ever appended, and are on the disk
before a method returns; now and then the file is replaced, atomically, by one without the lines that are of no
use any more.
"""

import logging
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self, TypeAlias, cast

import msgspec
from msgspec import Raw, Struct, field

from ocpp import catalogue, codec
from ocpp.exceptions import NotImplementedError
from ocpp.model import Request

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOGGER = logging.getLogger("ocpp")

FORMAT = 1
"""The version of the file format."""

SUPERFLUOUS_LINES = 256
"""How many lines more than twice the waiting messages a file may have until it is compacted."""

SHOWN_CHARACTERS = 100
"""How much of a line an error or the log shows."""


class QueueFileError(Exception):
    """The file does not hold a queue, or is damaged before its last line; it was left as it is."""


class QueueLockedError(Exception):
    """Another process, or another object in this one, uses the file."""


class QueuedMessage(Struct, frozen=True, rename="camel"):
    """One message that waits."""

    number: int
    """Its place in the order; numbers are not used again."""

    version: str
    """Its OCPP version, "1.6", "2.0.1" or "2.1"."""

    action: str
    raw_payload: Raw = field(name="payload")
    """The payload as JSON."""

    created_at: datetime
    """When it was put into the queue, UTC."""

    attempts: int = 0
    """How often the other side has failed to process it; a link that was lost does not count."""

    reference: str | None = None
    """What the program gave along to know the message again by, for example its own number of the transaction."""

    def payload(self) -> Request[Any]:
        """Return the typed request, a new object each time. Raises: OCPPError if its class has changed too much."""
        message_type = catalogue.find(self.version, self.action)
        if message_type is None:
            raise NotImplementedError(details={"cause": f"OCPP {self.version} has no action {self.action} here"})
        return cast(Request[Any], codec.decode(message_type.request, self.raw_payload))


class Stored(NamedTuple):
    """What a storage holds when a queue takes it up."""

    messages: tuple[QueuedMessage, ...]
    """In the order of their numbers."""

    last_number: int
    """The highest number that was ever given, 0 if none was."""


class QueueStorage(Protocol):
    """What a queue needs of its storage. What a method has stored is safe when it returns, or else it raises."""

    def load(self) -> Stored:
        """Return what is there; called once, at the beginning."""
        ...

    def append(self, message: QueuedMessage) -> None:
        """Store a new message, whose number is higher than all before."""
        ...

    def update(self, message: QueuedMessage) -> None:
        """Store the attempts of a message that is there."""
        ...

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget messages."""
        ...

    def close(self) -> None:
        """Let go of the storage; further calls of this method do nothing."""
        ...


class MemoryStorage:
    """Keeps nothing beside what the queue itself remembers: the messages end with the process."""

    def load(self) -> Stored:
        """Return an empty queue."""
        return Stored((), 0)

    def append(self, message: QueuedMessage) -> None:
        """Do nothing."""

    def update(self, message: QueuedMessage) -> None:
        """Do nothing."""

    def remove(self, numbers: Sequence[int]) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class _Head(Struct, tag_field="line", tag="queue", forbid_unknown_fields=True):
    """The first line."""

    format: int
    last: int
    """The highest number that had been given when the file was made."""


class _Put(Struct, tag_field="line", tag="put", forbid_unknown_fields=True):
    message: QueuedMessage


class _Attempts(Struct, tag_field="line", tag="attempts", forbid_unknown_fields=True):
    number: int
    attempts: int


class _Removed(Struct, tag_field="line", tag="removed", forbid_unknown_fields=True):
    numbers: list[int]


_Line: TypeAlias = _Head | _Put | _Attempts | _Removed

_decoder = msgspec.json.Decoder[_Line](_Line)


def _encoded(line: _Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


_NEW_FILE = _encoded(_Head(FORMAT, 0))


class FileStorage:
    """Keeps the messages in a file, so that neither a restart nor a power cut loses one.

    A line that was being written when the power went is left out, logged, and kept in `torn`. While a storage is
    open, a lock on `<path>.lock` keeps others away from the file. Each message that is put, tried or removed costs
    one line and one wait for the disk.

    Raises: QueueFileError, QueueLockedError, OSError.
    """

    torn: bytes | None = None
    """The incomplete last line that the file had, if it had one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = Path(path)
        self._waiting: dict[int, QueuedMessage] = {}
        self._last_number = 0
        self._file: FileIO | None = None
        self._size = 0
        """The length of the file up to the end of its last good line."""
        self._line_count = 0
        self._lock: FileIO | None = _locked(self.path.with_name(f"{self.path.name}.lock"))
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(self) -> Stored:
        """Return what the file holds."""
        return Stored(tuple(self._waiting.values()), self._last_number)

    def append(self, message: QueuedMessage) -> None:
        """Store a new message. Raises: OSError; the message is then not in the file."""
        self._write(_Put(message))
        self._waiting[message.number] = message
        self._last_number = message.number

    def update(self, message: QueuedMessage) -> None:
        """Store the attempts of a message. Raises: OSError."""
        self._write(_Attempts(message.number, message.attempts))
        self._waiting[message.number] = message

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget messages. Raises: OSError."""
        self._write(_Removed(list(numbers)))
        for number in numbers:
            del self._waiting[number]
        if self._line_count > 2 * len(self._waiting) + SUPERFLUOUS_LINES:
            self._try_to_compact()

    def close(self) -> None:
        """Close the file and let others use it."""
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None

    # Reading

    def _open(self) -> None:
        content = self.path.read_bytes() if self.path.exists() else b""
        if content != _NEW_FILE and _NEW_FILE.startswith(content):  # there is none, or only the beginning of one
            self._replace()
            return
        self._read(content)
        file = self._append_to_file()
        self._size = len(content)
        if self.torn is not None:
            shown = self.torn[:SHOWN_CHARACTERS]
            LOGGER.warning("%s: left out an incomplete last line of %d bytes: %r", self.path, len(self.torn), shown)
            self._size = content.rindex(self.torn)
            file.truncate(self._size)
        elif not content.endswith(b"\n"):
            _write_through(file, (b"\n",))
            self._size += 1
        if self._line_count > len(self._waiting) + 1:
            self._try_to_compact()

    def _read(self, content: bytes) -> None:
        lines = content.removesuffix(b"\n").split(b"\n")
        self._line_count = len(lines)
        newest = 0
        for place, line in enumerate(lines, 1):
            try:
                line.decode()
                entry = _decoder.decode(line)
            except msgspec.ValidationError as error:
                raise self._damage(place, line, str(error)) from None
            except ValueError as error:
                if place == 1 or place < len(lines):
                    raise self._damage(place, line, str(error)) from None
                self.torn = line
            else:
                if isinstance(entry, _Head) != (place == 1):
                    raise self._damage(place, line, "only the first line says what the file is")
                if isinstance(entry, _Put):
                    if entry.message.number <= newest:
                        raise self._damage(place, line, f"it comes after message {newest}")
                    newest = entry.message.number
                if (fault := self._take(entry)) is not None:
                    raise self._damage(place, line, fault)

    def _take(self, entry: _Line) -> str | None:
        """Do again what a line says was done; return what is wrong with it, if something is."""
        match entry:
            case _Head(file_format, last):
                if file_format != FORMAT:
                    return f"the file has format {file_format}, known is {FORMAT}"
                self._last_number = last
            case _Put(message):
                self._waiting[message.number] = message
                self._last_number = max(self._last_number, message.number)
            case _Attempts(number, attempts):
                if number not in self._waiting:
                    return f"there is no message {number} at this place"
                self._waiting[number] = msgspec.structs.replace(self._waiting[number], attempts=attempts)
            case _Removed(numbers):
                for number in numbers:
                    if self._waiting.pop(number, None) is None:
                        return f"there is no message {number} at this place"
        return None

    def _damage(self, place: int, line: bytes, reason: str) -> QueueFileError:
        shown = line[:SHOWN_CHARACTERS]
        return QueueFileError(
            f"{self.path}, line {place}, cannot be read: {reason}: {shown!r}. Nothing was changed. Mend the line or "
            "delete it, or move the file away to begin with an empty queue."
        )

    # Writing

    def _write(self, entry: _Line) -> None:
        """Append a line and wait until it is on the disk; if that fails there is no trace of it."""
        if self._file is None:
            raise OSError(f"{self.path} is closed")
        line = _encoded(entry)
        try:
            _write_through(self._file, (line,))
        except BaseException:
            self._take_back(self._file)
            raise
        self._size += len(line)
        self._line_count += 1

    def _take_back(self, file: FileIO) -> None:
        """Cut off a line that was not wholly written: what comes after it would be lost with it."""
        try:
            file.truncate(self._size)
        except OSError:
            LOGGER.exception("%s: cannot be written any more", self.path)
            file.close()
            self._file = None

    def _try_to_compact(self) -> None:
        try:
            self._replace()
        except OSError as error:  # the old file has it all
            LOGGER.warning("%s: not compacted: %s", self.path, error)
            if self._file is None:
                self._append_to_file()

    def _replace(self) -> None:
        """Put a file that holds only what waits in the place of the old one."""
        lines = [_encoded(_Head(FORMAT, self._last_number))]
        lines += [_encoded(_Put(message)) for message in self._waiting.values()]
        new_path = self.path.with_name(f"{self.path.name}.new")
        try:
            with _opened(new_path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY) as new_file:
                _write_through(new_file, lines)
            if self._file is not None:
                self._file.close()  # Windows replaces no open file
                self._file = None
            new_path.replace(self.path)
        except OSError:
            new_path.unlink(missing_ok=True)
            raise
        self._size = sum(map(len, lines))
        self._line_count = len(lines)
        _write_folder_through(self.path.parent)
        self._append_to_file()

    def _append_to_file(self) -> FileIO:
        self._file = _opened(self.path, os.O_WRONLY | os.O_APPEND)
        return self._file


def _opened(path: Path, flags: int) -> FileIO:
    """Open a file that others must not read: it holds who has charged."""
    binary = getattr(os, "O_BINARY", 0)
    mode = "ab" if flags & os.O_APPEND else "wb"
    return FileIO(os.open(path, flags | binary, 0o600), mode)


def _locked(path: Path) -> FileIO:
    """Return a lock that ends when it is closed, or when the process does. Raises: QueueLockedError."""
    file = _opened(path, os.O_CREAT | os.O_RDWR)
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise QueueLockedError(f"{path} is locked: another program, or another storage here, uses the queue") from error
    return file


def _write_through(file: FileIO, lines: Iterable[bytes]) -> None:
    rest = memoryview(b"".join(lines))
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def _write_folder_through(folder: Path) -> None:
    """Make the name of a new file safe as well; Windows has no such thing."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
