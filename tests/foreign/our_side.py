"""Our charge points, as either side of a link, that say and answer what a story wants and note what they are told."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import msgspec
from websockets.exceptions import ConnectionClosed

from ocpp import catalogue, v16, v21, v201
from ocpp.charge_point import ChargePoint
from ocpp.exceptions import OCPPError
from ocpp.routing import create_route_map, on
from ocpp.websocket.link import Link
from tests.foreign.agent import DEADLINE_S

_CLASSES: dict[str | None, type[ChargePoint]] = {
    "1.6": v16.ChargePoint,
    "2.0.1": v201.ChargePoint,
    "2.1": v21.ChargePoint,
}


class OurSide:
    """A charge point of ours on a link, with typed handlers."""

    def __init__(self, link: Link, answers: dict[str, Any]) -> None:
        self.link = link
        self._requests: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.version = cast(str, link.version)
        self.charge_point = _CLASSES[self.version](link.identity, link)
        for action, answer in answers.items():
            setattr(self.charge_point, f"on_{action}", on(action)(self._handler(action, answer)))
        self.charge_point.route_map = create_route_map(self.charge_point)

    async def heard(self) -> tuple[str, Any]:
        """Return the action and payload of the next request that a handler was given."""
        async with asyncio.timeout(DEADLINE_S):
            return await self._requests.get()

    async def start(self) -> ConnectionClosed:
        """Serve the link; return how it ended."""
        try:
            await self.charge_point.start(self.link)
        except ConnectionClosed as end:
            return end
        raise AssertionError("start() has returned")

    async def call(self, action: str, payload: dict[str, Any]) -> Any:
        """Call the other side; return the payload of the answer, as it goes over the link."""
        request: Any = msgspec.convert(payload, self._message_type(action).request)
        return msgspec.to_builtins(await self.charge_point.request(request))

    async def call_at_once(self, action: str, payloads: list[dict[str, Any]]) -> list[Any]:
        """Make many calls without waiting for the answer to the one before."""
        return await asyncio.gather(*(self.call(action, payload) for payload in payloads))

    def _message_type(self, action: str) -> catalogue.ActionType:
        message_type = catalogue.find(self.version, action)
        assert message_type is not None
        return message_type

    def _handler(self, action: str, answer: Any) -> Callable[[Any], Any]:
        message_type = self._message_type(action)
        result_class: Any = message_type.result

        def handle(request: Any) -> Any:
            self._requests.put_nowait((action, msgspec.to_builtins(request)))
            match answer:
                case {"error": [code, description, details]}:
                    raise next(each for each in OCPPError.__subclasses__() if each.code == code)(description, details)
                case "echo":
                    return result_class(status="Accepted", data=request.data)
                case _:
                    return msgspec.convert(answer, result_class)

        # As if it stood in the signature: a typed handler.
        handle.__annotations__ = {"request": message_type.request, "return": result_class}
        return handle
