"""What is measured on sockets, and the goals it is measured against."""

import json
from dataclasses import dataclass
from enum import Enum

from bench.environments import ROOT
from bench.transport import contenders
from bench.transport.contenders import Contender


class Mode(Enum):
    """What the load generator does."""

    EXCHANGE = "exchange"
    CONNECT = "connect"
    HOLD = "hold"


@dataclass(frozen=True)
class Row:
    """One server of a case.

    Args:
        contender: the server.
        against: which of ours its cost is divided by; None for ours.
        goal: how many times our cost it has to have.
        limit: what it may cost at most.
    """

    contender: Contender
    against: Contender | None = None
    goal: float | None = None
    limit: float | None = None


@dataclass(frozen=True)
class TransportCase:
    """One kind of load, and the servers that bear it in turns."""

    name: str
    title: str
    mode: Mode
    rows: tuple[Row, ...]
    call: str = '"Heartbeat",{}'
    outstanding: int = 1

    @property
    def unit(self) -> str:
        """What the cost is given in."""
        return {Mode.EXCHANGE: "us per message", Mode.CONNECT: "us per link", Mode.HOLD: "KiB per link"}[self.mode]


def _meter_values() -> str:
    payload = json.loads((ROOT / "bench" / "payloads" / "v16_meter_values.json").read_text(encoding="utf-8"))
    return '"MeterValues",' + json.dumps(payload, separators=(",", ":"))


CASES = (
    TransportCase(
        "link-heartbeat",
        "Heartbeat",
        Mode.EXCHANGE,
        (
            Row(contenders.OURS),
            Row(contenders.OURS_BARE),
            Row(contenders.FLOOR, contenders.OURS, goal=0.5),
            Row(contenders.OCPP_RPC, contenders.OURS, goal=1.5),
            Row(contenders.PEER, contenders.OURS),
            Row(contenders.PEER_ON_UVLOOP, contenders.OURS),
            Row(contenders.PICOWS, contenders.OURS),
            Row(contenders.PICOWS_BARE, contenders.OURS_BARE),
            Row(contenders.WEBSOCKETS, contenders.OURS),
        ),
    ),
    TransportCase(
        "link-meter-values",
        "MeterValues, 8 values",
        Mode.EXCHANGE,
        (
            Row(contenders.OURS),
            Row(contenders.PEER, contenders.OURS, goal=50),
            Row(contenders.PEER_ON_UVLOOP, contenders.OURS),
            Row(contenders.OCPP_RPC, contenders.OURS, goal=1.5),
            Row(contenders.PICOWS, contenders.OURS),
        ),
        call=_meter_values(),
    ),
    TransportCase(
        "link-outstanding",
        "Heartbeat, 8 outstanding per link",
        Mode.EXCHANGE,
        (
            Row(contenders.OURS),
            Row(contenders.OURS_BARE),
            Row(contenders.PICOWS, contenders.OURS, goal=2),
            Row(contenders.PICOWS_BARE, contenders.OURS_BARE),
            Row(contenders.FLOOR, contenders.OURS),
        ),
        outstanding=8,
    ),
    TransportCase(
        "link-connect",
        "storm of connects, authenticated",
        Mode.CONNECT,
        (
            Row(contenders.OURS_BARE),
            Row(contenders.WEBSOCKETS_BARE, contenders.OURS_BARE, goal=2),
            Row(contenders.WEBSOCKETS_BARE_ON_ASYNCIO, contenders.OURS_BARE),
            Row(contenders.OURS),
            Row(contenders.WEBSOCKETS, contenders.OURS),
        ),
    ),
    TransportCase(
        "link-memory",
        "memory of idle links",
        Mode.HOLD,
        (
            Row(contenders.OURS, limit=10),
            Row(contenders.OURS_TLS, limit=36),
            Row(contenders.OURS_BARE),
            Row(contenders.WEBSOCKETS, contenders.OURS),
            Row(contenders.WEBSOCKETS_TLS, contenders.OURS_TLS),
            Row(contenders.WEBSOCKETS_BARE, contenders.OURS_BARE),
        ),
    ),
)
