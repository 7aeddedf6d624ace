"""A central system in a thread of its own, and the commands of an operator against it."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import TypeVar

from typer.testing import CliRunner, Result

from csms.app import App
from csms.cli import app as command_line
from csms.console.client import Client
from packages.csms.tests.running import running

T = TypeVar("T")

# Wide enough for nothing to be broken, and no colours.
TERMINAL = {"COLUMNS": "200", "TERMINAL_WIDTH": "200", "NO_COLOR": "1"}


class Served:
    """A running central system, as an operator and as stations see it."""

    def __init__(self, app: App, loop: asyncio.AbstractEventLoop) -> None:
        self.app = app
        self.loop = loop

    @property
    def data_dir(self) -> Path:
        return self.app.settings.data_dir

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.app.http_port}"

    def station_url(self, identity: str) -> str:
        return f"ws://127.0.0.1:{self.app.ocpp_port}/{identity}"

    def run(self, *arguments: str, input: str | None = None) -> Result:
        """Run `csms ARGUMENTS` for this server."""
        own = ["--server", self.url, "--data-dir", str(self.data_dir)]
        return CliRunner().invoke(command_line, [*arguments, *own], input=input, env=TERMINAL)

    def say(self, *arguments: str, input: str | None = None) -> str:
        """Run `csms ARGUMENTS`; return what it has printed, if it was a success."""
        result = self.run(*arguments, input=input)
        assert result.exit_code == 0, f"{result.output}\n{result.stderr}"
        return result.stdout

    def client(self, token: str | None = None) -> Client:
        """Return a client with the key of the data folder, or another one."""
        own = (self.data_dir / "api-token").read_text().strip()
        return Client(self.url, own if token is None else token)

    def write_knocks(self) -> None:
        """Have the inbox written now instead of some time later."""
        self.at_server(lambda running: running.knocks.flush())

    def at_server(self, work: Callable[[App], Coroutine[object, object, T]]) -> T:
        """Do something on the event loop of the server."""
        return asyncio.run_coroutine_threadsafe(work(self.app), self.loop).result(30)


@contextmanager
def served(data_dir: Path, **settings: object) -> Generator[Served]:
    """Run a central system in a thread."""
    ready: Queue[Served | None] = Queue()
    stop = asyncio.Event()

    async def main() -> None:
        async with running(data_dir, **settings) as app:
            ready.put(Served(app, asyncio.get_running_loop()))
            await stop.wait()

    with ThreadPoolExecutor(1) as threads:
        ending = threads.submit(asyncio.run, main())
        ending.add_done_callback(lambda _: ready.put(None))
        server = ready.get(timeout=60)
        try:
            if server is not None:
                yield server
        finally:
            if server is not None:
                server.loop.call_soon_threadsafe(stop.set)
            ending.result(60)
