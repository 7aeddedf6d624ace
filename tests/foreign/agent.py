"""A foreign program beside the test: it does what the test orders and tells what it sees, in lines of JSON."""

import asyncio
import json
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from os import PathLike
from typing import IO, Any

DEADLINE_S = 60

Seen = dict[str, Any]


class ForeignError(Exception):
    """What an order to a program failed with: as a rule the CALLERROR that it was answered with."""

    def __init__(self, code: object, description: str, details: dict[str, Any]) -> None:
        super().__init__(code, description, details)
        self.code = code
        self.description = description
        self.details = details


class Agent:
    """A program that runs; see `agent`."""

    def __init__(self, process: asyncio.subprocess.Process, errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._count = 0
        self._seen: asyncio.Queue[Seen | None] = asyncio.Queue()

    async def do(self, deed: str, **arguments: Any) -> Any:
        """Order something and return its outcome. Raises: ForeignError."""
        self._count += 1
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers[self._count] = answer
        assert self._process.stdin is not None
        order = {"do": deed, "number": self._count} | arguments
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        async with asyncio.timeout(DEADLINE_S):
            return await answer

    async def see(self, kind: str) -> Seen:
        """Return the next thing that the program has seen, which must be of this kind."""
        async with asyncio.timeout(DEADLINE_S):
            seen = await self._seen.get()
        assert seen is not None, f"The program has ended while it should see: {kind}\n{self.complaints}"
        assert seen.pop("saw") == kind, seen
        return seen

    async def call(self, action: str, payload: dict[str, Any]) -> Any:
        """Have the program call its other side. Raises: ForeignError."""
        return await self.do("call", action=action, payload=payload)

    async def call_at_once(self, action: str, payloads: list[dict[str, Any]]) -> list[Any]:
        """Have it make many calls without waiting for the answer to the one before."""
        return await self.do("call_at_once", action=action, payloads=payloads)

    async def heard(self) -> tuple[str, Any]:
        """Return the action and payload of the next request that one of its handlers was given."""
        seen = await self.see("request")
        return seen["action"], seen["payload"]

    def unseen(self) -> list[Seen]:
        """Return what the program has seen and the test has not asked for."""
        unseen: list[Seen] = []
        while not self._seen.empty():
            seen = self._seen.get_nowait()
            if seen is not None:
                unseen.append(seen)
        return unseen

    @property
    def complaints(self) -> str:
        """What the program has written to its standard error."""
        self._errors.seek(0)
        return self._errors.read().decode()

    async def listen(self) -> None:
        """Read what the program says until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            number = said.pop("answer", None)
            if number is None:
                self._seen.put_nowait(said)
            elif "error" in said:
                self._answers.pop(number).set_exception(ForeignError(**said["error"]))
            else:
                self._answers.pop(number).set_result(said["value"])
        self._seen.put_nowait(None)
        for answer in self._answers.values():
            answer.set_exception(ForeignError("ended", self.complaints, {}))

    async def end(self) -> None:
        """Give no more orders; the program ends by itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(DEADLINE_S):
            await self._process.wait()


@asynccontextmanager
async def agent(
    command: Sequence[str | PathLike[str]], environ: Mapping[str, str], **settings: Any
) -> AsyncGenerator[Agent]:
    """Run a program that gets its settings as JSON; it must have seen nothing that the test has not."""
    with tempfile.TemporaryFile() as errors:
        process = await asyncio.create_subprocess_exec(
            *command,
            json.dumps(settings),
            env=environ,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            limit=2**24,
        )
        running = Agent(process, errors)
        listening = asyncio.ensure_future(running.listen())
        try:
            yield running
            await running.end()
            await listening
            assert process.returncode == 0, running.complaints
            assert running.unseen() == []
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await listening
