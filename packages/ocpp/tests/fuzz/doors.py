"""A charge point on a link by either of its doors: messages handed over as they arrive, or asked for."""

import asyncio
import json
from typing import Any

from websockets.frames import Opcode
from websockets.protocol import SERVER

from ocpp.websocket.frames import masked_frame
from ocpp.websocket.link import Link
from packages.ocpp.tests.stations import HEARTBEAT, MODULES, boot_answer, station

from .link_rig import Rig
from .websocket_frames import Settings, frames_of


async def turn() -> None:
    """Let everything run that a message makes run."""
    for _ in range(8):
        await asyncio.sleep(0)


class Asked:
    """A link that has nothing but `recv` and `send`, as the connections of other libraries."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def recv(self) -> Any:
        return await self._link.recv()

    async def send(self, message: str) -> None:
        await self._link.send(message)


class Served:
    """A charge point that serves a link."""

    def __init__(self, version: str, *, is_pushed: bool, **options: Any) -> None:
        self._rig = Rig(Settings(SERVER, None), max_queue=1000)
        self._calls = MODULES[version].call
        answers = MODULES[version].call_result

        def on_boot(**_request: Any) -> Any:
            return boot_answer(version)

        def on_data(**_request: Any) -> Any:
            return answers.DataTransfer(status="Accepted")

        handlers = {"BootNotification": on_boot, "DataTransfer": on_data}
        link = self._rig.link
        self._charge_point: Any = station(version, link if is_pushed else Asked(link), handlers, **options)
        self._service = asyncio.ensure_future(self._charge_point.start())

    def send(self, message: str) -> None:
        """Let the other side send a message."""
        self._rig.transport.arrive(masked_frame(message.encode()))

    def taken(self) -> list[str]:
        """Return what it has sent since the last time."""
        sent = bytes(self._rig.transport.sent)
        self._rig.transport.sent.clear()
        frames = frames_of(sent, SERVER)
        assert all(opcode is Opcode.TEXT for opcode, _ in frames), frames
        return [payload.decode() for _, payload in frames]

    async def outcome(self, message: str) -> list[str]:
        """Send a message while a call waits; return what comes of it, with `{id}` for the id of that call."""
        call = asyncio.ensure_future(self._charge_point.request(self._calls.ClearCache()))
        await turn()
        (request,) = self.taken()
        call_id: str = json.loads(request)[1]
        self.send(message.replace("{id}", call_id))
        await turn()
        outcome = [text.replace(call_id, "{id}") for text in self.taken()]
        self.send(json.dumps(HEARTBEAT))
        if not call.done():
            self.send(json.dumps([3, call_id, {"status": "Accepted"}]))
            outcome.append("the call goes on")
        await turn()
        outcome += self.taken()
        assert not self._service.done(), f"start() has ended: {self._service.exception()!r}"
        assert call.done()
        error = call.exception()
        outcome.append(repr(call.result() if error is None else error).replace(call_id, "{id}"))
        return outcome

    async def end(self) -> None:
        """Stop serving."""
        self._service.cancel()
        await asyncio.gather(self._service, return_exceptions=True)
