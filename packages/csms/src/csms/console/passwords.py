"""New passwords of people, written into the database."""

import asyncio

from csms.config import Settings, database_url
from csms.console.arguments import read_password
from csms.console.client import ApiError, UsageError
from csms.console.output import print_line
from csms.service import access as service
from csms.service.first_run import forget_first_password
from csms.service.passwords import hash_password
from csms.storage.engine import StorageError, Store

SHORTEST_PASSWORD = 8


def set_password(settings: Settings, name: str) -> None:
    """Ask for a password and write it. Raises: UsageError: it is too short; ApiError: it cannot be written."""
    password = read_password(f"New password of {name}")
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"The password has to have {SHORTEST_PASSWORD} letters at least")
    if not asyncio.run(_write(settings, name, password)):
        raise ApiError(f"There is nobody with the name {name}; the first user is {service.ADMIN}")
    print_line(f"The password of {name} is changed")


async def _write(settings: Settings, name: str, password: str) -> bool:
    """Write the password. Raises: ApiError: the database cannot be written."""
    hashed = await asyncio.to_thread(hash_password, password.encode())
    store = Store(database_url(settings))
    try:
        is_known = await store.write(service.change_password, name, hashed)
    except StorageError as error:
        raise ApiError(f"The database cannot be written: {error}. Has `csms serve` made it?") from None
    finally:
        await store.close()
    if is_known and name == service.ADMIN:
        await forget_first_password(settings.data_dir)
    return is_known
