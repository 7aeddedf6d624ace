"""Which messages a version has, found by the version's name ("1.6", "2.0.1", "2.1").

A version is imported when it is first asked for.
"""

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from msgspec import Struct

from ocpp.model import Request, Result, Send, Sender
from ocpp.shapes import shape_of

PACKAGES: Mapping[str, str] = {"1.6": "ocpp.v16", "2.0.1": "ocpp.v201", "2.1": "ocpp.v21"}


class ActionType(Struct, frozen=True):
    """One action of a version."""

    action: str
    request: type[Request[Any]] | type[Send]
    result: type[Result] | None
    """None for unconfirmed messages."""

    @property
    def sender(self) -> Sender:
        """The side that may send the request."""
        return self.request.__sender__

    @property
    def block(self) -> str:
        """The functional block that the action belongs to."""
        return self.request.__block__


_catalogues: dict[str, dict[str, ActionType]] = {}


def messages(version: str) -> Mapping[str, ActionType]:
    """Return the messages of a version by action. Raises: ValueError for an unknown version."""
    return _catalogue(version)


def find(version: str, action: str) -> ActionType | None:
    """Return the message type of an action, or None if the version does not have it."""
    try:
        return _catalogues[version].get(action)
    except KeyError:
        return _catalogue(version).get(action)


def register(version: str, request: type[Request[Any]], result: type[Result]) -> None:
    """Add an action of your own, named by its class, to a version for the whole process.

    Raises: ValueError if the version has an action of this name; TypeError for a field of a type that no message can
    have (write an optional one as `Absent[T] = None`).
    """
    action = request.__name__
    for message_class in (request, result):
        shape_of(message_class)
    if action in _catalogue(version):
        raise ValueError(f"OCPP {version} has an action {action} already")
    _catalogue(version)[action] = ActionType(action, request, result)


def _catalogue(version: str) -> dict[str, ActionType]:
    catalogue = _catalogues.get(version)
    if catalogue is None:
        if version not in PACKAGES:
            raise ValueError(f"There is no OCPP version {version!r} here; known are {', '.join(PACKAGES)}")
        package = PACKAGES[version]
        calls = importlib.import_module(f"{package}.call")
        results = importlib.import_module(f"{package}.call_result")
        catalogue = _catalogues[version] = {
            name: ActionType(name, request, getattr(results, name, None)) for name, request in _requests(calls)
        }
    return catalogue


def _requests(module: ModuleType) -> list[tuple[str, type[Request[Any]] | type[Send]]]:
    return [
        (name, value)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Request | Send) and value.__module__ == module.__name__
    ]
