"""Who may charge (block C; OCPP 1.6, 4.1 and 4.8)."""

import hashlib
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class AuthorizationStatus(StrEnum):
    """Whether a driver may charge, in the words of 2.x (AuthorizationStatusEnumType)."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    CONCURRENT_TX = "ConcurrentTx"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    NOT_AT_THIS_LOCATION = "NotAtThisLocation"
    UNKNOWN = "Unknown"


KEY_CODE = "KeyCode"
"""The type of 2.x for what a driver types in."""
MASKED = "********"
_HASHED = "sha256:"


class IdToken(Struct, frozen=True):
    """What a driver shows: the text as the station sent it, and its kind in the words of 2.x."""

    value: str
    type: str = "ISO14443"

    @property
    def key(self) -> str:
        """What two readings of the same token have in common.

        Letter case says nothing (identifierString), nor do blanks around it (quirk 18). A secret is known by its hash.
        """
        key = self.registered_key
        return f"{_HASHED}{hashlib.sha256(key.encode()).hexdigest()}" if self.is_secret and key else key

    @property
    def registered_key(self) -> str:
        """The same in clear, by which the operator has registered it; it is not written anywhere else."""
        return self.value.strip().lower()

    @property
    def is_secret(self) -> bool:
        """Whether who knows the text can use it: such a token is neither stored nor logged in clear (C04.FR.04)."""
        return self.type == KEY_CODE

    @property
    def shown(self) -> str:
        """What may be stored and shown of it."""
        return MASKED if self.is_secret else self.value

    @property
    def is_empty(self) -> bool:
        """Whether nothing was shown."""
        return not self.value.strip()


class Token(Struct, frozen=True):
    """A token that the operator has registered."""

    id_token: str
    type: str
    group: str | None = None
    is_blocked: bool = False
    expires_at: datetime | None = None
    concurrent_limit: int | None = None
    """How many transactions it may have at the same time; None: any number."""
    stations: tuple[str, ...] = ()
    """Where it may charge; empty: everywhere."""
    note: str = ""


class Decision(Struct, frozen=True):
    """The answer to the question whether a driver may charge, and why."""

    status: AuthorizationStatus
    reason: str
    group: str | None = None
    expires_at: datetime | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the driver may charge."""
        return self.status is AuthorizationStatus.ACCEPTED


class Policy(Struct, frozen=True):
    """What holds where the driver wants to charge."""

    station: str
    accepts_unknown_tokens: bool = False
    is_free: bool = False
    """Everybody may charge here (free vend)."""


NO_AUTHORIZATION = "NoAuthorization"
"""The type of 2.x for a transaction that nobody had to authorize."""


def decide(id_token: IdToken, token: Token | None, policy: Policy, now: datetime, elsewhere: int = 0) -> Decision:
    """Decide whether a driver may charge.

    Args:
        id_token: what was shown.
        token: what is known of it, None if nothing is.
        policy: what holds at the station.
        now: the time.
        elsewhere: how many other transactions the token has open.
    """
    if id_token.type == NO_AUTHORIZATION:
        return Decision(AuthorizationStatus.ACCEPTED, "No authorization is needed (C02)")
    if token is None:
        if policy.is_free:
            return Decision(AuthorizationStatus.ACCEPTED, "Everybody may charge at this station")
        if id_token.is_empty:
            return Decision(AuthorizationStatus.INVALID, "The station sent a token without a text")
        if policy.accepts_unknown_tokens:
            return Decision(AuthorizationStatus.ACCEPTED, "Unknown tokens are accepted")
        return Decision(AuthorizationStatus.UNKNOWN, "The token is not registered")
    status, reason = _judge(token, policy, now, elsewhere)
    return Decision(status, reason, token.group, token.expires_at)


def _judge(token: Token, policy: Policy, now: datetime, elsewhere: int) -> tuple[AuthorizationStatus, str]:
    if token.is_blocked:
        return AuthorizationStatus.BLOCKED, "The token is blocked"
    if policy.is_free:
        return AuthorizationStatus.ACCEPTED, "Everybody may charge at this station"
    if token.expires_at is not None and token.expires_at <= now:
        return AuthorizationStatus.EXPIRED, f"The token has expired at {token.expires_at:%Y-%m-%d %H:%M} UTC"
    if token.stations and policy.station not in token.stations:
        return AuthorizationStatus.NOT_AT_THIS_LOCATION, "The token may not charge at this station"
    if token.concurrent_limit is not None and elsewhere >= token.concurrent_limit:
        return AuthorizationStatus.CONCURRENT_TX, f"The token has {elsewhere} other transactions running"
    return AuthorizationStatus.ACCEPTED, "The token is registered"
