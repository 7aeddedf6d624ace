"""The file of a backup: the rows of all tables, the same from SQLite and PostgreSQL.

It is a ZIP archive. `tables/NAME.jsonl` holds a line with the names of the columns and then a line per row: a JSON
array. Times are microseconds since 1970, the rest is JSON. `manifest.json` says of which schema they are, how many rows
there are, and the last number that each table has given. It is written last: without it the archive is not whole.
"""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct

FORMAT = 1
_MANIFEST = "manifest.json"
_ROWS_PER_WRITE = 1_000


class ArchiveError(Exception):
    """A file is no backup, or not a whole one."""


class Manifest(Struct):
    """What an archive says of itself.

    Args:
        schema: the revision of the tables.
        created_at: when the rows were read.
        rows: how many each table has.
        last_ids: the last number that each table has given, even if that row is gone.
        format: of the archive.
    """

    schema: str
    created_at: datetime
    rows: dict[str, int]
    last_ids: dict[str, int]
    format: int = FORMAT


class ArchiveWriter:
    """Writes an archive; the file has its name when the archive is whole.

    Args:
        file: its name. A file of that name is replaced.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._part = file.with_name(file.name + ".part")

    def __enter__(self) -> Self:
        # It holds hashes of passwords: nobody else may read it.
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._stream = os.fdopen(descriptor, "wb")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_DEFLATED, compresslevel=5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                with suppress(OSError):  # such as a full disk, which is the error
                    self._zip.close()
                self._part.unlink()
                return
            self._zip.close()
            self._stream.flush()
            os.fsync(self._stream.fileno())
        finally:
            self._stream.close()
        self._part.replace(self._file)

    def write_table(
        self, name: str, columns: list[str], rows: Iterable[list[Any]], progress: Callable[[int], None]
    ) -> int:
        """Write a table, return how many rows it has; `progress` is told how many there are so far."""
        encode_lines = msgspec.json.Encoder().encode_lines
        count = 0
        remaining = iter(rows)
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as stream:
            stream.write(encode_lines([columns]))
            while batch := list(islice(remaining, _ROWS_PER_WRITE)):
                stream.write(encode_lines(batch))
                count += len(batch)
                progress(count)
        return count

    def write_manifest(self, manifest: Manifest) -> None:
        """Write what makes the archive whole."""
        self._zip.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))


class ArchiveReader:
    """Reads an archive.

    Args:
        file: its name.

    Raises:
        ArchiveError: it is none.
        OSError: it cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest = msgspec.json.decode(self._zip.read(_MANIFEST), type=Manifest)
        except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError) as error:
            raise ArchiveError(f"{file} is no backup, or not a whole one: {error}") from error
        if self.manifest.format != FORMAT:
            raise ArchiveError(f"{file} is a backup of format {self.manifest.format}, which only a newer csms can read")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def read_table(self, name: str, size: int = _ROWS_PER_WRITE) -> Iterator[list[dict[str, Any]]]:
        """Return the rows of a table, so many at a time.

        Raises: ArchiveError if they are not those that were written.
        """
        decode = msgspec.json.Decoder(list[Any]).decode
        count = 0
        try:
            with self._zip.open(f"tables/{name}.jsonl") as stream:
                columns = decode(stream.readline())
                while lines := list(islice(stream, size)):
                    yield [dict(zip(columns, decode(line), strict=True)) for line in lines]
                    count += len(lines)
        except (zipfile.BadZipFile, KeyError, EOFError, ValueError) as error:
            raise ArchiveError(f"{self._file} is damaged at the table {name}: {error}") from error
        if count != self.manifest.rows[name]:
            raise ArchiveError(f"{self._file} has {count} rows of {name} instead of {self.manifest.rows[name]}")
