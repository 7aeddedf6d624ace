"""Whom a station lets charge by itself: the local authorization list, the cache, and the rules while offline.

OCPP 1.6, 3.5; OCPP 2.0.1 Part 2, C10 to C14 and D01.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from csms_simulator.model.facts import Token
from csms_simulator.model.settings import Settings

_CACHE_SIZE = 1000


class Verdict(Struct, frozen=True):
    """What is known about a token: whether it may charge, and with whom it belongs together."""

    accepted: bool
    group: str | None = None
    expires_at: float | None = None
    status: str = ""
    """The word of the protocol: "Accepted", "Blocked", "Expired", "Invalid", ... Empty: as `accepted` says."""


class ListOutcome(StrEnum):
    """Whether a local list was taken over (OCPP 2.0.1 Part 2, SendLocalListStatusEnumType)."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    VERSION_MISMATCH = "VersionMismatch"


class Authorizer:
    """The memory of a station for tokens. Letter case does not matter in a token's id.

    What the list says has priority over the cache, and a token of the list is never cached (OCPP 1.6, 3.5.3).
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._list: dict[tuple[str, str], Verdict] = {}
        self._cache: dict[tuple[str, str], _Cached] = {}
        self.list_version = 0
        """0 while there is no list."""

    @property
    def list_size(self) -> int:
        """How many tokens are in the local list."""
        return len(self._list)

    @property
    def cache_size(self) -> int:
        """How many tokens are in the cache."""
        return len(self._cache)

    def replace_list(self, version: int, entries: Iterable[tuple[Token, Verdict | None]]) -> ListOutcome:
        """Take over a full list (OCPP 1.6, 5.15). An entry without verdict makes the whole list unusable."""
        fresh: dict[tuple[str, str], Verdict] = {}
        for token, verdict in entries:
            if verdict is None or _key(token) in fresh:
                return ListOutcome.FAILED
            fresh[_key(token)] = verdict
        return self._take_over(version, fresh)

    def update_list(self, version: int, entries: Iterable[tuple[Token, Verdict | None]]) -> ListOutcome:
        """Take over changes of the list: entries with a verdict are added or updated, those without are removed."""
        if version <= self.list_version:
            return ListOutcome.VERSION_MISMATCH
        changed = dict(self._list)
        for token, verdict in entries:
            if verdict is None:
                changed.pop(_key(token), None)
            else:
                changed[_key(token)] = verdict
        return self._take_over(version, changed)

    def clear_cache(self) -> bool:
        """Forget what answers have told; False if the cache is switched off."""
        self._cache.clear()
        return self._settings.is_auth_cache_enabled

    def forget(self, token: Token) -> None:
        """Take one token out of the cache."""
        self._cache.pop(_key(token), None)

    def learn(self, now: float, token: Token, verdict: Verdict) -> bool:
        """Remember an answer of the central system.

        Returns:
            False if the local list says otherwise, which a charge point reports as LocalListConflict (OCPP 1.6, 3.5.2).
        """
        listed = self._listed(now, token)
        if listed is not None:
            return listed.accepted == verdict.accepted
        if self._settings.is_auth_cache_enabled:
            self._cache.pop(_key(token), None)
            self._make_room()
            self._cache[_key(token)] = _Cached(verdict, now)
        return True

    def look_up(self, now: float, token: Token) -> Verdict | None:
        """What list and cache say at this time, or None if they do not know the token."""
        return self._listed(now, token) or self._cached(now, token)

    def decide(self, now: float, token: Token, *, is_online: bool) -> Verdict | None:
        """Decide without the central system.

        Returns:
            None while online if the central system has to be asked. While offline there is always a verdict.
        """
        if not self._settings.is_auth_enabled:
            return Verdict(accepted=True, status="Accepted")
        known = self.look_up(now, token)
        if is_online:
            # A token that is known as refused may have become a good one in the meantime, so it is asked for.
            return known if known is not None and known.accepted and self._settings.local_pre_authorize else None
        return self._decide_offline(known)

    def group_of(self, now: float, token: Token) -> str | None:
        """With which group list and cache know the token."""
        known = self.look_up(now, token)
        return known.group if known is not None else None

    def _decide_offline(self, known: Verdict | None) -> Verdict:
        if known is not None and not known.accepted:
            return known
        if known is not None and self._settings.local_authorize_offline:
            return known
        return Verdict(accepted=self._settings.allow_unknown_offline, status="Unknown")

    def _take_over(self, version: int, entries: dict[tuple[str, str], Verdict]) -> ListOutcome:
        if version <= 0 or len(entries) > self._settings.max_local_list:
            return ListOutcome.FAILED
        self._list = entries
        self.list_version = version if entries else 0
        for key in entries:
            self._cache.pop(key, None)
        return ListOutcome.ACCEPTED

    def _listed(self, now: float, token: Token) -> Verdict | None:
        if not self._settings.is_local_list_enabled:
            return None
        listed = self._list.get(_key(token))
        return _at(now, listed) if listed is not None else None

    def _cached(self, now: float, token: Token) -> Verdict | None:
        if not self._settings.is_auth_cache_enabled:
            return None
        cached = self._cache.get(_key(token))
        if cached is None:
            return None
        lifetime_s = self._settings.auth_cache_lifetime_s
        if lifetime_s is not None and now >= cached.at + lifetime_s:
            del self._cache[_key(token)]
            return None
        return _at(now, cached.verdict)

    def _make_room(self) -> None:
        """Tokens that are refused go first, then those that were learned first (OCPP 1.6, 3.5.1)."""
        if len(self._cache) >= _CACHE_SIZE:
            refused = (key for key, cached in self._cache.items() if not cached.verdict.accepted)
            del self._cache[next(refused, next(iter(self._cache)))]


class _Cached(Struct, frozen=True):
    verdict: Verdict
    at: float


def _key(token: Token) -> tuple[str, str]:
    return token.id.casefold(), token.kind


def _at(now: float, verdict: Verdict) -> Verdict:
    if verdict.accepted and verdict.expires_at is not None and now >= verdict.expires_at:
        return replace(verdict, accepted=False, status="Expired")
    return verdict
