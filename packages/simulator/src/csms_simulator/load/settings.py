"""What a load is: how many stations, where, and what they do."""

import math
import ssl as tls
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from csms_simulator.load.knock import CentralSystem
from ocpp.backoff import Backoff

VERSIONS = ("1.6", "2.0.1", "2.1")

MOST_STATIONS = 1_000_000


class Pace(StrEnum):
    """When a station says something."""

    REALISTIC = "realistic"
    """Heartbeats at the interval of the central system, transactions of a share of the stations."""

    AS_FAST_AS_ANSWERS_COME = "as fast as answers come"
    """The next message when the last one was answered."""


class Kind(StrEnum):
    """What stations send as fast as answers come."""

    HEARTBEAT = "heartbeat"
    METER_VALUES = "meter-values"
    """In a running transaction: MeterValues in OCPP 1.6, TransactionEvent in 2.x."""

    TRANSACTIONS = "transactions"
    """The end of the running transaction, and the start of the next one: two messages, with nothing in between."""


class SettingsError(ValueError):
    """A load that cannot be; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadSettings:
    """A load.

    Raises: SettingsError for what cannot be; NoAddressError, a ValueError as well, for the URL.
    """

    url: str
    """Of the central system, without the identity: `ws://127.0.0.1:9000/ocpp`."""

    stations: int = 10_000
    versions: tuple[str, ...] = ("1.6",)
    """Station by station in turns: 1.6, 2.0.1, 2.1."""

    id_prefix: str = "LOAD-"
    """Stations are called `LOAD-00001` and so on."""

    password: str | None = None
    """For basic authentication; `{id}` in it stands for the station's identity."""

    ssl: tls.SSLContext | None = None
    """For `wss`: see `ocpp.tls.client_context`, which is the default without a certificate of the stations."""

    pace: Pace = Pace.REALISTIC
    mix: Mapping[Kind, int] = field(default_factory=lambda: {Kind.HEARTBEAT: 1})
    """As fast as answers come: how many of each kind there are among all; a change of transactions counts once."""

    ramp_per_s: float = 200.0
    """How many stations connect per second."""

    duration_s: float | None = None
    """How long it lasts once all stations have tried to connect; None: until it is stopped."""

    connectors: int = 1
    charging_share: float = 0.1
    """Which share of the stations charges, with the pace `REALISTIC`."""

    meter_interval_s: float = 60.0
    charging_s: float = 1800.0
    """The mean time of a transaction; each takes half to one and a half of it."""

    pause_s: float = 120.0
    """The mean time between two transactions of a station; the first one begins within a meter interval."""

    id_token: str = "LOADTEST"  # noqa: S105 - what is printed on a card
    """Who charges."""

    answer_timeout_s: float = 30.0
    open_timeout_s: float = 20.0
    """How long connecting may take, TLS and the handshake included."""

    backoff: Backoff = field(default_factory=Backoff)
    """How long a station waits before it connects again."""

    seed: int = 0
    """Of everything that is drawn: charging times, back-offs."""

    def __post_init__(self) -> None:
        CentralSystem.of(self.url)
        _check(
            1 <= self.stations <= MOST_STATIONS, f"There can be 1 to {MOST_STATIONS:,} stations, not {self.stations:,}"
        )
        _check(bool(self.versions), "Stations speak a version of OCPP, or several")
        for version in self.versions:
            _check(version in VERSIONS, f"Stations speak OCPP {', '.join(VERSIONS)}, not {version!r}")
        _check(self.id_prefix != "" and self.id_prefix.isprintable(), "Identities need a prefix")
        _check(len(self.identity(self.stations)) <= 48, "An identity has at most 48 characters")
        _check(1 <= len(self.id_token) <= 20, "An id token has 1 to 20 characters: that is what OCPP 1.6 allows")
        _check(1 <= self.connectors <= 100, "A station has 1 to 100 connectors")
        _check(0 <= self.charging_share <= 1, f"The charging share is 0 to 1, not {self.charging_share}")
        weights = self.mix.values()
        _check(
            all(0 <= weight <= 1000 for weight in weights) and sum(weights) > 0, "A mix needs weights from 0 to 1000"
        )
        for name in ("ramp_per_s", "meter_interval_s", "charging_s", "pause_s", "answer_timeout_s", "open_timeout_s"):
            value: float = getattr(self, name)
            _check(0 < value < math.inf, f"{name} must be a number above 0, it is {value}")
        if self.duration_s is not None:
            _check(0 < self.duration_s < math.inf, f"duration_s must be a number above 0, it is {self.duration_s}")

    def identity(self, number: int) -> str:
        """Return the identity of a station, counted from 1."""
        return f"{self.id_prefix}{number:0{max(5, len(str(self.stations)))}}"

    def version(self, number: int) -> str:
        """Return what a station speaks."""
        return self.versions[(number - 1) % len(self.versions)]

    def password_of(self, identity: str) -> str | None:
        """Return the password of a station."""
        return None if self.password is None else self.password.replace("{id}", identity)

    def charges(self, number: int) -> bool:
        """Tell whether a station charges: the share is spread evenly over all of them."""
        return math.floor(number * self.charging_share + 1e-9) > math.floor((number - 1) * self.charging_share + 1e-9)

    def turns(self) -> tuple[Kind, ...]:
        """Return the mix as the shortest round of messages, the kinds as evenly spread as they can be."""
        divisor = math.gcd(*self.mix.values())
        weights = {kind: weight // divisor for kind, weight in self.mix.items() if weight}
        total = sum(weights.values())
        credit = dict.fromkeys(weights, 0)
        turns: list[Kind] = []
        for _ in range(total):
            for kind, weight in weights.items():
                credit[kind] += weight
            richest = max(credit, key=lambda kind: credit[kind])
            credit[richest] -= total
            turns.append(richest)
        return tuple(turns)


def _check(is_right: bool, words: str) -> None:
    if not is_right:
        raise SettingsError(words)
