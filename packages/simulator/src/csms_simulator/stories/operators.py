"""Who does in the central system what a story's operator has to do."""

import asyncio
import json
import os
import shlex
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from msgspec import Struct

ACTIONS: dict[str, str] = {
    "remote_start": "start charging: token, and evse or none",
    "remote_stop": "stop the transaction: transaction",
    "reset": "reset the station, or with evse a part of it: type (Hard or Soft; Immediate or OnIdle)",
    "unlock": "unlock a connector: evse, connector",
    "get_configuration": "read configuration keys: keys (none: all)",
    "change_configuration": "write a configuration key: key, value",
    "get_variable": "read a variable: component, variable",
    "set_variable": "write a variable: component, variable, value",
    "change_availability": "take in or out of service: operative, and evse and connector, or none for all",
    "clear_cache": "empty the authorization cache",
    "data_transfer": "send a message of a vendor's own: vendor, message, data",
    "trigger_message": "ask for a message: message, and evse or none",
    "set_password": "give the station a new password for basic authentication: password",
    "set_network_profile": "write a network connection profile: slot, url, security_profile, message_timeout_s",
    "update_firmware": "update the firmware: location, and signing_certificate and signature",
    "install_certificate": "install a root certificate: type, certificate (PEM)",
    "list_certificates": "list root certificates: type, or none for all",
    "delete_certificate": "delete a root certificate: the four fields of its hash data",
    "get_log": "fetch a log: type, location",
    "customer_information": "read or clear what is stored of a customer: token, report, clear",
    "local_list_version": "ask for the version of the local list",
    "send_local_list": "send the local list: version, type, entries",
    "reserve": "reserve a connector: token, evse, reservation, expires",
    "cancel_reservation": "cancel a reservation: reservation",
    "set_charging_profile": "send a charging profile: evse, profile",
    "clear_charging_profile": "remove charging profiles: profile, evse",
    "get_composite_schedule": "ask for the composite schedule: evse, duration_s",
    "call": "send any message: action, payload",
}
"""What an operator may have to do, and the arguments."""

PATIENCE_S = 600.0
"""How long a person has for what he is asked to do."""
TIMEOUT_S = 60.0
"""How long a command or a request may take."""


class Order(Struct, frozen=True):
    """Something that an operator has to do."""

    station: str
    action: str
    arguments: dict[str, object]

    @property
    def words(self) -> str:
        """What to do, for people."""
        arguments = ", ".join(f"{name} {_plain(value)}" for name, value in self.arguments.items())
        return f"{self.action.replace('_', ' ')} at station {self.station}{f': {arguments}' if arguments else ''}"


class OperatorError(Exception):
    """The operator could not do it."""


class Operator(Protocol):
    """Does what an operator of the central system would do."""

    @property
    def patience_s(self) -> float:
        """How much longer than usual the message is waited for that comes of it."""
        ...

    async def perform(self, order: Order) -> None:
        """Do it. Raises: OperatorError."""
        ...


class PromptOperator:
    """Asks a person; that he has done it is seen on the wire.

    Args:
        tell: shows the person what to do.
    """

    patience_s = PATIENCE_S

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell

    async def perform(self, order: Order) -> None:
        """Say what to do."""
        what = ACTIONS.get(order.action, "").partition(":")[0]
        self._tell(f"Please {what or order.action} in the central system: {order.words}")


class CommandOperator:
    """Runs a program for each action.

    The words of the command may hold `{station}`, `{action}`, `{json}` (the arguments) and the name of an argument in
    braces, each of which stays part of one argument of the program: no shell sees them. The program also finds them in
    its environment, as CSMS_STATION, CSMS_ACTION and CSMS_ARGUMENTS.

    Args:
        command: the command line; it is split as a shell does.
        timeout_s: how long the program may run.

    Raises: ValueError if it is empty or a quote is not closed.
    """

    patience_s = 0.0

    def __init__(self, command: str, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._words = shlex.split(command)
        if not self._words:
            raise ValueError("The command of the operator is empty")

    async def perform(self, order: Order) -> None:
        """Run the program. Raises: OperatorError if it cannot be started, takes too long or fails."""
        arguments = json.dumps(order.arguments)
        values: dict[str, object] = {
            **order.arguments,
            "station": order.station,
            "action": order.action,
            "json": arguments,
        }
        environment = {"CSMS_STATION": order.station, "CSMS_ACTION": order.action, "CSMS_ARGUMENTS": arguments}
        words = [_filled(word, values) for word in self._words]
        try:
            process = await asyncio.create_subprocess_exec(
                *words,
                env=os.environ | environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except OSError as error:
            raise OperatorError(f"{words[0]} cannot be started: {error.strerror}") from None
        try:
            async with asyncio.timeout(self._timeout_s):
                output, _ = await process.communicate()
        except TimeoutError:
            raise OperatorError(f"{words[0]} did not end within {self._timeout_s:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            said = output.decode(errors="replace").strip()[-500:]
            raise OperatorError(f"{words[0]} ended with {process.returncode}: {said}")


class HttpOperator:
    """Posts each action as JSON: `{"station": ..., "action": ..., "arguments": {...}}`.

    Args:
        url: where to.
        headers: more headers, such as `Authorization`.

    Raises: ValueError if the URL is none of HTTP.
    """

    patience_s = 0.0

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"The URL of the operator must begin with http:// or https://, it is {url}")
        self._url = url
        self._headers = {"Content-Type": "application/json", **(headers or {})}

    async def perform(self, order: Order) -> None:
        """Post it. Raises: OperatorError if it is not answered with a status below 300."""
        body = json.dumps({"station": order.station, "action": order.action, "arguments": order.arguments})
        await asyncio.to_thread(self._post, body.encode())

    def _post(self, body: bytes) -> None:
        request = urllib.request.Request(self._url, body, self._headers, method="POST")  # noqa: S310 - checked above
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
                response.read()
        except urllib.error.HTTPError as error:
            with error:
                said = error.read(500).decode(errors="replace")
            raise OperatorError(f"{self._url} answered {error.code}: {said}") from None
        except OSError as error:
            raise OperatorError(f"{self._url}: {error}") from None


class FunctionOperator:
    """Calls an async function with each order.

    Args:
        function: does it.
    """

    patience_s = 0.0

    def __init__(self, function: Callable[[Order], Awaitable[object]]) -> None:
        self._function = function

    async def perform(self, order: Order) -> None:
        """Call the function; what it raises comes out as OperatorError."""
        try:
            await self._function(order)
        except Exception as error:
            raise OperatorError(f"{type(error).__name__}: {error}") from error


def operator_for(description: str, tell: Callable[[str], object]) -> Operator:
    """Return the operator that the command line describes: `prompt`, `command:...`, `http:URL`.

    Raises: ValueError.
    """
    kind, _, rest = description.partition(":")
    match kind:
        case "prompt" if not rest:
            return PromptOperator(tell)
        case "command":
            return CommandOperator(rest)
        case "http" | "https":
            return HttpOperator(description if rest.startswith("//") else rest)
        case _:
            raise ValueError(f"{description!r} is no operator; take prompt, command:PROGRAM or http:URL")


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _filled(word: str, values: Mapping[str, object]) -> str:
    """Return a word with `{name}` replaced; braces around anything else stay as they are."""
    for name, value in values.items():
        if f"{{{name}}}" in word:
            parts = word.split(f"{{{name}}}")
            return _plain(value).join(_filled(part, values) for part in parts)
    return word


__all__ = [
    "ACTIONS",
    "CommandOperator",
    "FunctionOperator",
    "HttpOperator",
    "Operator",
    "OperatorError",
    "Order",
    "PromptOperator",
    "operator_for",
]
