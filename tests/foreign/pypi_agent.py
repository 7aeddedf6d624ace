"""What the programs on the package `ocpp` of PyPI share: orders come in as lines of JSON, what they see goes out so."""
# pyright: basic

import asyncio
import importlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.exceptions import OCPPError
from ocpp.routing import create_route_map, on

PACKAGES = {"1.6": "ocpp.v16", "2.0.1": "ocpp.v201", "2.1": "ocpp.v21"}

Deed = Callable[..., Awaitable[Any]]


def tell(**seen: Any) -> None:
    print(json.dumps(seen, default=float), flush=True)  # it reads some numbers as Decimal


def charge_point(identity: str, connection: Any, version: str, answers: dict[str, Any]) -> Any:
    """Return a charge point of the package that answers as `answers` says."""
    package = PACKAGES[version]
    made = importlib.import_module(package).ChargePoint(identity, connection)
    results = importlib.import_module(f"{package}.call_result")
    for action, answer in answers.items():
        handle = _handler(action, answer, getattr(results, action))
        handle.__name__ = f"on_{action}"
        setattr(made, handle.__name__, on(action)(handle))
    made.route_map = create_route_map(made)
    return made


async def call(made: Any, version: str, action: str, payload: dict[str, Any]) -> Any:
    """Have a charge point call the other side; return the payload of the answer."""
    request = getattr(importlib.import_module(f"{PACKAGES[version]}.call"), action)
    result = await made.call(request(**camel_to_snake_case(payload)), suppress=False)
    return _payload(result)


async def obey(**deeds: Deed) -> None:
    """Do what is ordered until there are no more orders."""
    async with asyncio.TaskGroup() as tasks:
        async for order in _orders():
            tasks.create_task(_do(deeds[order.pop("do")], order.pop("number"), order))


async def _do(deed: Deed, number: int, arguments: dict[str, Any]) -> None:
    try:
        value = await deed(**arguments)
    except OCPPError as error:
        failure = {"code": error.code, "description": error.description, "details": error.details}
        tell(answer=number, error=failure)
    except Exception as error:  # noqa: BLE001 - the test wants to know
        tell(answer=number, error={"code": type(error).__name__, "description": str(error), "details": {}})
    else:
        tell(answer=number, value=value)


async def _orders() -> AsyncIterator[dict[str, Any]]:
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


def _handler(action: str, answer: Any, result_class: Any) -> Callable[..., Any]:
    def handle(**keywords: Any) -> Any:
        request = snake_to_camel_case(keywords)
        tell(saw="request", action=action, payload=request)
        match answer:
            case {"error": [code, description, details]}:
                raise next(each for each in OCPPError.__subclasses__() if each.code == code)(description, details)
            case "echo":
                return result_class(status="Accepted", data=keywords["data"])
            case _:
                return result_class(**camel_to_snake_case(answer))

    return handle


def _payload(result: Any) -> Any:
    return snake_to_camel_case(remove_nones(serialize_as_dict(result)))
