"""The password of a station (OCPP 1.6 security whitepaper, 4.2): the configuration key AuthorizationKey."""

import re

from csms.gateway.password_change import PasswordChange

SETTING = "AuthorizationKey"

_HEXADECIMAL = re.compile(r"([0-9a-fA-F]{2}){16,20}")
SHORTEST, LONGEST = 16, 20
"""How many bytes a key has."""


class Passwords(PasswordChange):
    """Writes passwords as stations with OCPP 1.6 want them."""

    password_setting = SETTING

    def password_text(self, password: str) -> str:
        """Return a password in hexadecimal digits.

        What is a key in such digits already stays what it is: stations show the bytes that they stand for, or the
        digits (quirk 5).
        """
        return key_of(password)


def key_of(password: str) -> str:
    """Return a password as AuthorizationKey. Raises: ValueError: it cannot be one."""
    if _HEXADECIMAL.fullmatch(password):
        return password.lower()
    key = password.encode()
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(
            f"With OCPP 1.6 a password has {SHORTEST} to {LONGEST} bytes, as text or as 32 to 40 hexadecimal digits"
        )
    return key.hex()
