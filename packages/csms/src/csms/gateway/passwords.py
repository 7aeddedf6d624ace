"""Comparing the passwords of stations, whatever they make of them."""

import asyncio
import hashlib
import hmac
import secrets
from collections import OrderedDict

from csms.service.passwords import is_slow, verify_station_password
from ocpp.websocket.handshake import password_readings

MOST_REMEMBERED = 10_000
"""How many passwords are remembered as right."""

AT_A_TIME = 2
"""How many threads compare passwords that take long: attempts must not take all processors."""


class Passwords:
    """Compares passwords with what is kept of them.

    A password that a person chose takes tens of milliseconds of a processor (argon2), which thousands of stations that
    come back at once could not wait for: what was right once is remembered by a digest, under a key of this process.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._right: OrderedDict[bytes, None] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_A_TIME)

    async def are_equal(self, given: bytes, hashed: str) -> bool:
        """Tell whether a password is the right one in any of its readings (quirk 5)."""
        if not is_slow(hashed):
            return _fits(given, hashed)
        digest = hmac.digest(self._key, hashlib.sha256(hashed.encode()).digest() + given, "sha256")
        if digest in self._right:
            self._right.move_to_end(digest)
            return True
        async with self._turns:
            is_right = await asyncio.to_thread(_fits, given, hashed)
        if is_right:
            self._right[digest] = None
            if len(self._right) > MOST_REMEMBERED:
                self._right.popitem(last=False)
        return is_right


def _fits(given: bytes, hashed: str) -> bool:
    # Every reading is compared, so that the time does not tell which one it was.
    comparisons = [verify_station_password(reading, hashed) for reading in dict.fromkeys(password_readings(given))]
    return any(comparisons)
