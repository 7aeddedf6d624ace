"""The servers that are compared."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.environments import ROOT
from bench.transport.toolbox import Toolbox

SERVERS = ROOT / "bench" / "transport" / "servers"


@dataclass(frozen=True)
class Start:
    """How a server is started."""

    command: list[str]
    environ: dict[str, str]


@dataclass(frozen=True)
class Contender:
    """A server in one setting.

    Args:
        title: what the table calls it.
        start: says how it is started on this machine, or raises MissingError.
        answers_calls: whether it answers with the id of the call; else it answers with a fixed text.
        speaks_tls: whether the load has to speak TLS.
    """

    title: str
    start: Callable[[Toolbox], Start]
    answers_calls: bool = True
    speaks_tls: bool = False


def _module(name: str, *options: str) -> list[str]:
    return ["-m", f"bench.transport.servers.{name}", *options]


def _ours(*options: str) -> Callable[[Toolbox], Start]:
    return lambda tools: Start([str(tools.ours), *_module("ours", *options)], tools.environ_of_ours)


def _websockets(*options: str) -> Callable[[Toolbox], Start]:
    return lambda tools: Start([str(tools.ours), *_module("websockets_server", *options)], tools.environ_of_ours)


def _picows(*options: str) -> Callable[[Toolbox], Start]:
    return lambda tools: Start([str(tools.picows), *_module("picows_server", *options)], tools.environ_of_picows)


def _peer(*options: str) -> Callable[[Toolbox], Start]:
    return lambda tools: Start([str(tools.peer), *_module("peer", *options)], tools.environ_of_peer)


def _with_tls(start: Callable[..., Callable[[Toolbox], Start]]) -> Callable[[Toolbox], Start]:
    return lambda tools: start("--certificate", str(tools.certificate))(tools)


CANNED = ("--application", "canned")

OURS = Contender("ours", _ours())
OURS_BARE = Contender("ours, bare", _ours(*CANNED), answers_calls=False)
OURS_PROFILED = Contender("ours, profiled", _ours("--profile"))
OURS_TLS = Contender("ours, TLS 1.3", _with_tls(_ours), speaks_tls=True)

FLOOR = Contender("floor in C", lambda tools: Start([str(tools.floor)], tools.environ_of_peer))

PEER = Contender("PyPI ocpp on websockets", _peer("--loop", "asyncio"))
PEER_ON_UVLOOP = Contender("PyPI ocpp on websockets, uvloop", _peer())

OCPP_RPC = Contender(
    "npm ocpp-rpc, strict",
    lambda tools: Start([str(tools.node), str(SERVERS / "ocpp_rpc.js")], tools.environ_of_node),
)

PICOWS = Contender("picows with our charge points", _picows())
PICOWS_BARE = Contender("picows, bare", _picows(*CANNED), answers_calls=False)

WEBSOCKETS = Contender("websockets with our charge points", _websockets())
WEBSOCKETS_TLS = Contender("websockets with our charge points, TLS 1.3", _with_tls(_websockets), speaks_tls=True)
WEBSOCKETS_BARE = Contender("websockets, bare", _websockets(*CANNED), answers_calls=False)
WEBSOCKETS_BARE_ON_ASYNCIO = Contender(
    "websockets, bare, asyncio's loop", _websockets(*CANNED, "--loop", "asyncio"), answers_calls=False
)
