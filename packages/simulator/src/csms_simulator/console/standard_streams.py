"""The standard input and output of a program that does other things meanwhile."""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import AsyncIterator


async def input_lines() -> AsyncIterator[str]:
    """Yield the lines of the standard input, whatever it is: a terminal, a pipe, a file.

    A thread reads it, as no event loop can wait for all of these; it reads the descriptor itself, because a buffered
    reader that waits in a thread would block the end of the program.
    """
    loop, chunks = asyncio.get_running_loop(), asyncio.Queue[bytes]()

    def read() -> None:
        chunk = b"begin"
        while chunk:
            try:
                chunk = os.read(sys.stdin.fileno(), 65536)
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            except (OSError, RuntimeError):  # there is no input; the loop has ended
                return

    threading.Thread(target=read, name="input", daemon=True).start()
    rest = b""
    while chunk := await chunks.get():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
    if rest:
        yield rest.decode(errors="replace")


def write_line(line: str) -> None:
    """Write a line to the standard output at once; nobody may be reading any more."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
