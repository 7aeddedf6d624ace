"""The signals that end a program in order."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Generator


@contextlib.contextmanager
def on_end_signals(callback: Callable[[], object]) -> Generator[None]:
    """Call something at SIGINT and SIGTERM; where the event loop cannot, Ctrl-C raises KeyboardInterrupt as ever."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    try:
        for number in numbers:
            loop.add_signal_handler(number, callback)
    except NotImplementedError:  # Windows
        yield
        return
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
