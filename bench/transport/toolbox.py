"""What the servers and the load run with: interpreters, Node, programs in C; made on first use."""

import json
import os
import subprocess
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypedDict, TypeVar, cast

from bench.cases import PEER_REQUIREMENT
from bench.environments import base_interpreter, clean_environ
from bench.transport.missing import MissingError
from bench.transport.native import CACHE, build

T = TypeVar("T")

PICOWS_REQUIREMENT = "picows==2.3.1"
OCPP_RPC_VERSION = "2.2.1"

_INSTALLED = """
import importlib.metadata, json, os.path
import ocpp
names = ("msgspec", "uvloop", "websockets")
versions = {each.name: each.version for each in importlib.metadata.distributions() if each.name in names}
print(json.dumps({"ocpp_root": os.path.dirname(os.path.dirname(ocpp.__file__)), "versions": versions}))
"""


class Installed(TypedDict):
    """What our interpreter has: the folder that holds `ocpp`, and versions by distribution."""

    ocpp_root: str
    versions: dict[str, str]


class Toolbox:
    """Everything that is needed beside the servers' sources.

    Each property raises MissingError where this machine cannot have the thing.

    Args:
        ours: the interpreter with our library.
        peer: the interpreter with PyPI's `ocpp` and websockets; one is made if it is None.
    """

    def __init__(self, ours: Path, peer: Path | None) -> None:
        self.ours = ours
        self._peer = peer

    @cached_property
    def installed(self) -> Installed:
        """What our interpreter has; the peers get the same versions of what they share with us."""
        printed = subprocess.run(
            [self.ours, "-c", _INSTALLED], env=self.environ_of_ours, check=True, capture_output=True, text=True
        )
        return cast("Installed", json.loads(printed.stdout))

    def _requirement(self, name: str) -> str:
        version = self.installed["versions"].get(name)
        if version is None:
            raise MissingError(f"our interpreter has no {name}")
        return f"{name}=={version}"

    def _python_with(self, *requirements: str) -> Path:
        from tools.environments import python_with  # noqa: PLC0415 - it needs Unix

        return _or_missing(lambda: python_with(*requirements, python=base_interpreter(self.ours)))

    @cached_property
    def peer(self) -> Path:
        """The interpreter with PyPI's `ocpp`, on the releases of websockets and uvloop that we use."""
        return self._peer or self._python_with(
            PEER_REQUIREMENT, self._requirement("websockets"), self._requirement("uvloop")
        )

    @cached_property
    def picows(self) -> Path:
        """An interpreter with picows, and with what our library needs."""
        return self._python_with(PICOWS_REQUIREMENT, self._requirement("uvloop"), self._requirement("msgspec"))

    @property
    def environ_of_ours(self) -> dict[str, str]:
        """The environment variables of our interpreter."""
        return clean_environ(keep_python_path=True)

    @property
    def environ_of_peer(self) -> dict[str, str]:
        """The environment variables of the peer, who must not find our library."""
        return clean_environ(keep_python_path=False)

    @property
    def environ_of_picows(self) -> dict[str, str]:
        """The environment variables with which the interpreter of picows finds our library."""
        return self.environ_of_peer | {"PYTHONPATH": self.installed["ocpp_root"]}

    @cached_property
    def node(self) -> Path:
        """The program Node."""
        from tools.node import node  # noqa: PLC0415 - it needs Unix

        return _or_missing(node).program

    @cached_property
    def node_modules(self) -> Path:
        """The folder with npm's `ocpp-rpc`."""
        from tools.node import node_modules_with  # noqa: PLC0415 - it needs Unix

        return _or_missing(lambda: node_modules_with(f"ocpp-rpc@{OCPP_RPC_VERSION}"))

    @property
    def environ_of_node(self) -> dict[str, str]:
        """The environment variables with which Node finds `ocpp-rpc`."""
        return dict(os.environ) | {"NODE_PATH": str(self.node_modules)}

    @cached_property
    def floor(self) -> Path:
        """The least that a server can do, in C."""
        return build("floor")

    @cached_property
    def load(self) -> Path:
        """The load generator."""
        return build("load")

    @cached_property
    def load_with_tls(self) -> Path:
        """The load generator that speaks TLS; needs the headers of OpenSSL."""
        return build("load", "-DWITH_TLS", "-lssl", "-lcrypto")

    @cached_property
    def certificate(self) -> Path:
        """A file with a key (EC, P-256) and a certificate for servers."""
        # Only the environment of the project's tests has it.
        try:
            import trustme  # noqa: PLC0415
        except ImportError:
            raise MissingError("the package trustme is not installed") from None
        path = CACHE / "certificate.pem"
        CACHE.mkdir(parents=True, exist_ok=True)
        trustme.CA().issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(path))
        return path


def _or_missing(make: Callable[[], T]) -> T:
    from tools.environments import EnvironmentNotMadeError  # noqa: PLC0415 - it needs Unix

    try:
        return make()
    except EnvironmentNotMadeError as error:
        raise MissingError(str(error)) from None
