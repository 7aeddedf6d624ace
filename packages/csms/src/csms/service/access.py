"""Who may use the API: people, who log in with a password, and programs, which have keys (block A for people).

Of the secrets that the server makes only the SHA-256 is kept: they are 256 bits of chance, so that nobody can guess
what was hashed, and looking a hash up takes no longer for one that is nearly right.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from csms.storage import access
from csms.storage.access import ApiKeyRecord
from csms.storage.engine import Tx

ADMIN = "admin"
"""Who is there from the start."""
COMMAND_LINE_KEY = "cli"
"""Name of the key that the commands of the same machine use."""

LOGIN_LIFETIME = timedelta(hours=12)

_KEY_PREFIX = "csms_"
_SHOWN_LETTERS = len(_KEY_PREFIX) + 4


def random_secret() -> str:
    """Return 256 bits of chance as text."""
    return secrets.token_urlsafe(32)


def random_key() -> str:
    """Return a new key of a program."""
    return _KEY_PREFIX + random_secret()


def digest(secret: str) -> str:
    """Return what is kept of a secret that the server has made."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_first_user(tx: Tx, password_hash: str, now: datetime) -> bool:
    """Add the admin if there is nobody; return whether that was so."""
    if access.has_users(tx.connection):
        return False
    access.insert_user(tx.connection, ADMIN, password_hash, now)
    return True


def log_in(tx: Tx, user_id: int, token: str, now: datetime) -> datetime:
    """Add a login of a person; return when it expires."""
    access.delete_expired_logins(tx.connection, now)
    expires_at = now + LOGIN_LIFETIME
    access.insert_login(tx.connection, digest(token), user_id, now, expires_at)
    return expires_at


def log_out(tx: Tx, token: str) -> None:
    """End a login."""
    access.delete_login(tx.connection, digest(token))


def log_out_others(tx: Tx, name: str, keep_login: str) -> None:
    """End all logins of a person but the one with this token."""
    access.delete_logins_of(tx.connection, name, except_hash=digest(keep_login))


def change_password(tx: Tx, name: str, password_hash: str, keep_login: str | None = None) -> bool:
    """Change a person's password, and end all of their logins but one; return whether there is such a person.

    Args:
        tx: the transaction of the database.
        name: whose it is.
        password_hash: of the new one.
        keep_login: the token of the login that goes on.
    """
    if not access.set_password(tx.connection, name, password_hash):
        return False
    access.delete_logins_of(tx.connection, name, except_hash=None if keep_login is None else digest(keep_login))
    return True


def add_key(tx: Tx, name: str, key: str, now: datetime) -> ApiKeyRecord | None:
    """Add a key of a program; return None if there is one of that name."""
    if access.find_api_key_named(tx.connection, name) is not None:
        return None
    return access.insert_api_key(tx.connection, name, key[:_SHOWN_LETTERS], digest(key), now)


def replace_key(tx: Tx, name: str, key: str, now: datetime) -> None:
    """Have a name stand for another key."""
    known = access.find_api_key_named(tx.connection, name)
    if known is not None:
        access.delete_api_key(tx.connection, known.id)
    access.insert_api_key(tx.connection, name, key[:_SHOWN_LETTERS], digest(key), now)


def delete_key(tx: Tx, number: int) -> bool:
    """Delete a key of a program; return whether it was there."""
    return access.delete_api_key(tx.connection, number)


def use_key(tx: Tx, number: int, now: datetime) -> None:
    """Note that a key was used."""
    access.use_api_key(tx.connection, number, now)
