"""The check of a station's password that every server makes before it accepts a link: as load.c sends it."""

import hmac


def password_of(identity: str) -> bytes:
    """Return the password that the station has to show."""
    return f"a password of {identity}".encode()


def is_right(identity: str, username: str | None, password: bytes | None) -> bool:
    """Say whether the station may come in."""
    return username == identity and password is not None and hmac.compare_digest(password, password_of(identity))
