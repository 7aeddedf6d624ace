"""Passwords: of stations, which are random or were chosen by a person, and of people.

A random password cannot be guessed, so one fast keyed digest of it is enough: thousands of stations come back at the
same moment after an outage. What a person has chosen gets argon2id, which takes tens of milliseconds: verify it in a
thread, and remember that it was right.
"""

import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

RANDOM_STATION_PASSWORD_LENGTH = 32
"""Letters of the passwords that the server makes; AuthorizationKey holds 40 at most (2.0.1 Part 2, A00.FR.205)."""

_FAST = "hmac-sha256"
_SLOW_PREFIX = "$argon2"
_SALT_BYTES = 16
_HASHER = PasswordHasher()


def random_station_password() -> str:
    """Return a password that every charger can be given: letters and digits, and more than 128 bits of chance."""
    return secrets.token_hex(RANDOM_STATION_PASSWORD_LENGTH // 2)


def hash_station_password(password: bytes, *, is_random: bool) -> str:
    """Return what is kept of a station's password.

    Args:
        password: as the station sends it, decoded from Basic authentication.
        is_random: the server has made it. If not, this takes tens of milliseconds.
    """
    if not is_random:
        return _HASHER.hash(password)
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{_FAST}${salt.hex()}${_digest(salt, password)}"


def verify_station_password(given: bytes, hashed: str) -> bool:
    """Tell whether a password is the one that was hashed, in a time that does not tell where they differ.

    It takes microseconds, or tens of milliseconds if `is_slow(hashed)`. What cannot be read as a hash fits nothing.
    """
    if is_slow(hashed):
        return verify_password(given, hashed)
    kind, _, rest = hashed.partition("$")
    salt, _, digest = rest.partition("$")
    try:
        expected = _digest(bytes.fromhex(salt), given)
    except ValueError:
        return False
    return kind == _FAST and hmac.compare_digest(expected, digest)


def is_slow(hashed: str) -> bool:
    """Tell whether verifying takes so long that it belongs into a thread."""
    return hashed.startswith(_SLOW_PREFIX)


def hash_password(password: bytes) -> str:
    """Return what is kept of a person's password. It takes tens of milliseconds."""
    return _HASHER.hash(password)


def verify_password(given: bytes, hashed: str) -> bool:
    """Tell whether a person's password is the one that was hashed. It takes tens of milliseconds."""
    try:
        return _HASHER.verify(hashed, given)
    except (InvalidHashError, VerificationError):
        return False


def _digest(salt: bytes, password: bytes) -> str:
    return hmac.new(salt, password, hashlib.sha256).hexdigest()
