"""Q1 to Q8: how stations connect, and how their links end."""

import contextlib
import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from csms_simulator.dialing import ConnectOptions
from csms_simulator.quirks.quirk import V16, Make, Quirk, Variant, answering
from csms_simulator.wire import Alteration
from csms_simulator.wire_frame import Frame
from ocpp.websocket.joining import uri_of

IDLE_NAT_S = 3600.0
"""After how long modems forget a connection over which nothing came."""
IDLE_CHECK_S = 60.0

SLEEP_AFTER_S = 5.0
"""How long after its last word a sleeping station stops reading."""

HALF_OPEN_AFTER_S = (120.0, 900.0)
"""When a link becomes half open."""

UNAWARE_S = (180.0, 300.0)
"""How long a station believes in a link that the central system has closed."""

STEVE_PREFIX = "/steve/websocket/CentralSystemService"

ChangeOptions: TypeAlias = Callable[[ConnectOptions, random.Random], ConnectOptions]


class Connecting(Alteration):
    """Changes how the station connects, with a function that is called before each attempt."""

    def __init__(self, change: ChangeOptions, rng: random.Random) -> None:
        super().__init__(rng)
        self._change = change

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Change it."""
        return self._change(options, self.rng)


def connecting(change: ChangeOptions) -> Make:
    """Return what makes an alteration of how the station connects."""
    return partial(Connecting, change)


def no_subprotocol(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q1."""
    return options.changed(subprotocols=())


class OffersMore(Alteration):
    """Q2: offers subprotocols that it cannot speak, in an order that may change; closes when it gets one of them."""

    NAMES = ("ocpp2.1", "ocpp2.0.1", "ocpp1.6", "ocpp1.5")

    def __init__(self, rng: random.Random, *, is_shuffled: bool) -> None:
        super().__init__(rng)
        self._is_shuffled = is_shuffled
        self._own: tuple[str, ...] = ()

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Offer the others too."""
        self._own = options.subprotocols
        offer = [*self._own, *(name for name in self.NAMES if name not in self._own)]
        if self._is_shuffled:
            self.rng.shuffle(offer)
        return options.changed(subprotocols=tuple(offer))

    def connected(self) -> None:
        """Look which one was chosen."""
        if self.line.subprotocol not in self._own:
            self.line.start_close(1002, "I do not speak that")


def at_path(change: Callable[[str], str]) -> Make:
    """Return what makes a station ask for another path; `change` gets the right one, which ends in the identity."""

    def change_path(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
        path = options.path or uri_of(options.url, options.identity).path
        return options.changed(path=change(path))

    return connecting(change_path)


def _doubled_identity(path: str) -> str:
    return f"{path}/{path.rpartition('/')[2]}"


def _double_slash(path: str) -> str:
    before, _, identity = path.rpartition("/")
    return f"{before}//{identity}"


def _prefixed(path: str) -> str:
    return f"{STEVE_PREFIX}/{path.rpartition('/')[2]}"


def _encoded(path: str) -> str:
    before, _, identity = path.rpartition("/")
    first = identity[:1]
    return path if first in {"", "%"} else f"{before}/%{ord(first):02X}{identity[1:]}"


def _other_case(path: str) -> str:
    before, _, identity = path.rpartition("/")
    return f"{before}/{identity.swapcase() if '%' not in identity else identity}"


def no_upgrade(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q4."""
    return options.with_headers(Connection="keep-alive")


def strange_origin(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q4."""
    return options.with_headers(Origin="http://0.0.0.0:0")


def other_username(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q5."""
    return options.changed(username="chargepoint")


def hex_password(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q5."""
    return options if options.password is None else options.changed(password=options.password.hex().upper().encode())


def decoded_password(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q5."""
    with contextlib.suppress(ValueError):
        return options.changed(password=bytes.fromhex((options.password or b"").decode()) or None)
    return options


def unpadded(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q5."""
    return options.changed(is_padded=False)


class HalfOpen(Alteration):
    """Q6: after a while the station forgets its link and makes another; the old connection stays."""

    def connected(self) -> None:
        """Choose when."""
        self.later(self.rng.uniform(*HALF_OPEN_AFTER_S), self.line.abandon)


class Storming(Alteration):
    """Q7: connects again at once, whatever happened."""

    def connecting(self, options: ConnectOptions) -> ConnectOptions:
        """Wait for nothing."""
        return options.changed(retry_after_s=0.0)


class Unaware(Alteration):
    """Q7: sees minutes later that the central system has ended the link."""

    def lost_unnoticed_s(self) -> float:
        """Choose how much later."""
        return self.rng.uniform(*UNAWARE_S)


def no_pongs(options: ConnectOptions, _rng: random.Random) -> ConnectOptions:
    """Q8."""
    return options.changed(answers_pings=False)


class IdleNat(Alteration):
    """Q8: a modem forgets the connection when nothing was sent or received for long; nobody is told."""

    def connected(self) -> None:
        """Begin to watch."""
        self._last_traffic = self.now()
        self._seen = self.line.bytes_received
        self.later(IDLE_CHECK_S, self._check)

    def outgoing(self, frame: Frame) -> Frame:
        """Take note that there is traffic."""
        self._last_traffic = self.now()
        return frame

    def _check(self) -> None:
        received = self.line.bytes_received  # pings are seen only here
        if received != self._seen:
            self._seen, self._last_traffic = received, self.now()
        if self.now() - self._last_traffic >= IDLE_NAT_S:
            self.line.die()
        else:
            self.later(IDLE_CHECK_S, self._check)


class Sleeping(Alteration):
    """Q8: reads only for a while after it has said something; pings and commands wait until then."""

    def connected(self) -> None:
        """Be awake at first."""
        self._words = 0
        self._fall_asleep_later()

    def outgoing(self, frame: Frame) -> Frame:
        """Wake up."""
        self.line.resume_writing()
        self._fall_asleep_later()
        return frame

    def _fall_asleep_later(self) -> None:
        self._words += 1
        self.later(SLEEP_AFTER_S, partial(self._fall_asleep, self._words))

    def _fall_asleep(self, words: int) -> None:
        if words == self._words:
            self.line.pause_writing()


def fixed_ping_interval(command: Frame) -> Mapping[str, Any] | None:
    """Q8."""
    if command.action == "ChangeConfiguration" and command.payload.get("key") == "WebSocketPingInterval":
        return {"status": "NotSupported"}
    return None


HANDSHAKE = (
    Quirk("Q1", "No subprotocol", (Variant("none", "No Sec-WebSocket-Protocol is sent.", connecting(no_subprotocol)),)),
    Quirk(
        "Q2",
        "Several subprotocols",
        (
            Variant(
                "own-first",
                "All versions are offered, its own first; it closes the link if it gets another.",
                partial(OffersMore, is_shuffled=False),
            ),
            Variant(
                "shuffled",
                "All versions are offered, each time in another order; it closes the link if it gets another.",
                partial(OffersMore, is_shuffled=True),
            ),
        ),
    ),
    Quirk(
        "Q3",
        "Another path",
        (
            Variant("prefix", f"The path begins with {STEVE_PREFIX}.", at_path(_prefixed)),
            Variant("doubled-identity", "The identity stands twice in the path.", at_path(_doubled_identity)),
            Variant("double-slash", "Two slashes stand before the identity.", at_path(_double_slash)),
            Variant("encoded", "The identity's first character is percent-encoded.", at_path(_encoded)),
            Variant("case", "The identity has upper and lower case exchanged.", at_path(_other_case)),
            Variant("trailing-slash", "The path ends in a slash.", at_path(lambda path: f"{path}/")),
        ),
    ),
    Quirk(
        "Q4",
        "Odd HTTP headers",
        (
            Variant("no-upgrade", "`Connection: keep-alive` stands for `Upgrade`.", connecting(no_upgrade)),
            Variant("origin", "There is an Origin, and it makes no sense.", connecting(strange_origin)),
        ),
    ),
    Quirk(
        "Q5",
        "Odd basic authentication",
        (
            Variant("username", "The user name is not the identity.", connecting(other_username)),
            Variant("hex", "The password is sent as hexadecimal digits.", connecting(hex_password)),
            Variant(
                "decoded",
                "A password of hexadecimal digits is sent as the bytes that they stand for.",
                connecting(decoded_password),
            ),
            Variant("unpadded", "The base64 lacks its `=` at the end.", connecting(unpadded)),
        ),
    ),
    Quirk(
        "Q6",
        "Half-open link",
        (
            Variant(
                "left-open",
                "After 2 to 15 minutes it connects anew; the old one stays, deaf.",
                HalfOpen,
            ),
        ),
    ),
    Quirk(
        "Q7",
        "Wrong time to reconnect",
        (
            Variant("storm", "It connects again at once, for ever.", Storming),
            Variant("unaware", "It comes back 3 to 5 minutes after the central system closed the link.", Unaware),
        ),
    ),
    Quirk(
        "Q8",
        "Pings and silence",
        (
            Variant("no-pong", "Pings are not answered.", connecting(no_pongs)),
            Variant("sleeping", "From 5 s after its last message to its next one it reads nothing.", Sleeping),
            Variant("idle-nat", "After an hour without a byte the connection is dead, and nobody knows.", IdleNat),
            Variant(
                "fixed-interval",
                "WebSocketPingInterval cannot be changed.",
                answering(fixed_ping_interval),
                versions=V16,
            ),
        ),
    ),
)
"""The quirks of connecting."""
