"""What has to be there before anybody can use the server: an admin, and a key for the command line.

Both secrets are in files that only the owner of the data folder can read, and never in a log.
"""

import asyncio
import os
from datetime import datetime
from pathlib import Path

from csms.config import PASSWORD_FILE, TOKEN_FILE
from csms.service import access as service
from csms.service.passwords import hash_password
from csms.storage import access
from csms.storage.engine import Store


async def prepare_access(store: Store, data_dir: Path, admin_password: str, now: datetime) -> Path | None:
    """Make the admin if there is nobody, and the key of the command line if it is not there or its file is lost.

    Args:
        store: the database.
        data_dir: the folder for the files.
        admin_password: what the operator wants; empty: a random one is written into a file.
        now: the time.

    Returns:
        The file with the password, if one was written.

    Raises:
        StorageError: the database is away.
        OSError: the files cannot be written.
    """
    written = await _prepare_admin(store, data_dir, admin_password, now)
    await _prepare_key(store, data_dir / TOKEN_FILE, now)
    return written


async def forget_first_password(data_dir: Path) -> None:
    """Delete the file with the admin's first password, which is of no use any more."""
    await asyncio.to_thread((data_dir / PASSWORD_FILE).unlink, missing_ok=True)


async def _prepare_admin(store: Store, data_dir: Path, admin_password: str, now: datetime) -> Path | None:
    if await store.read(access.has_users):
        return None
    file = data_dir / PASSWORD_FILE
    password = admin_password or service.random_secret()
    if not admin_password:
        # The file comes first: if all ends here, the next start makes another one.
        await asyncio.to_thread(write_secret, file, password)
    hashed = await asyncio.to_thread(hash_password, password.encode())
    await store.write(service.add_first_user, hashed, now)
    return None if admin_password else file


async def _prepare_key(store: Store, file: Path, now: datetime) -> None:
    key = await asyncio.to_thread(_read, file)
    if key is not None:
        known = await store.read(access.find_api_key, service.digest(key))
        if known is not None and known.name == service.COMMAND_LINE_KEY:
            return
    key = service.random_key()
    await store.write(service.replace_key, service.COMMAND_LINE_KEY, key, now)
    await asyncio.to_thread(write_secret, file, key)


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def write_secret(file: Path, secret: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
        handle.write(secret + "\n")
    draft.replace(file)
