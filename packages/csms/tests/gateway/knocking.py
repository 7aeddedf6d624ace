"""Stations that knock at a server of a test."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.exceptions import InvalidStatus

from csms.app import App
from csms.service.passwords import hash_station_password
from csms.service.stations import delete, tell_of_change
from csms.storage import knocks, stations
from csms.storage.engine import Tx
from csms.storage.knocks import KnockRecord
from csms.storage.stations import StationRecord
from ocpp import v16
from ocpp.client import connect
from ocpp.routing import on
from ocpp.server import Link
from ocpp.v16.enums import MessageTrigger, RegistrationStatus, TriggerMessageStatus


def hashed(password: str | bytes) -> str:
    """Return what the server keeps of a password that it has made."""
    return hash_station_password(password.encode() if isinstance(password, str) else password, is_random=True)


async def add_station(app: App, identity: str = "CP1", admission: str = "accepted", **values: Any) -> StationRecord:
    """Make a station known."""

    def add(tx: Tx) -> StationRecord:
        return stations.insert(tx.connection, identity, admission, app.central.now(), **values)

    return await app.store.write(add)


async def change_station(app: App, identity: str = "CP1", **values: Any) -> None:
    """Change a station as an operator does."""
    known = await station_of(app, identity)

    def change(tx: Tx) -> None:
        stations.update(tx.connection, known.id, **values)
        tell_of_change(tx, stations.get(tx.connection, known.id), app.central.now())

    await app.store.write(change)


async def delete_station(app: App, identity: str = "CP1") -> None:
    """Delete a station as an operator does."""
    await app.store.write(delete, identity, app.central.now(), with_transactions=True)


async def station_of(app: App, identity: str = "CP1") -> StationRecord:
    """Return what the server knows of a station."""
    record = await app.store.read(stations.find, identity)
    assert record is not None
    return record


async def inbox_of(app: App) -> list[KnockRecord]:
    """Return the inbox, as it is when all has been written."""
    await app.knocks.flush()
    return await app.store.read(knocks.newest, 100)


def url_of(app: App, scheme: str = "ws", host: str = "127.0.0.1") -> str:
    """Return where stations connect to."""
    return f"{scheme}://{host}:{app.ocpp_port}/ocpp"


async def attempt(app: App, identity: str = "CP1", *, url: str | None = None, **how: Any) -> int:
    """Knock; return the status of the refusal, 101 if there is none. The link is closed again."""
    try:
        link = await connect(url or url_of(app), identity, how.pop("versions", ["1.6"]), **how)
    except InvalidStatus as error:
        return error.response.status_code
    await link.close()
    return 101


@asynccontextmanager
async def charge_point(app: App, identity: str = "CP1", **how: Any) -> AsyncGenerator["ChargePoint16"]:
    """Connect a charge point of OCPP 1.6; it is served until the block ends."""
    link = await connect(how.pop("url", None) or url_of(app), identity, ["1.6"], **how)
    point = ChargePoint16(identity, link)
    serving = asyncio.create_task(point.start())
    try:
        yield point
    finally:
        await link.close()
        await asyncio.gather(serving, return_exceptions=True)


class ChargePoint16(v16.ChargePoint):
    """A charge point that notes what it is asked for."""

    def __init__(self, identity: str, link: Link) -> None:
        super().__init__(identity, link)
        self.link = link
        self.asked: asyncio.Queue[str] = asyncio.Queue()

    @on("TriggerMessage")
    def on_trigger(self, request: v16.call.TriggerMessage) -> v16.call_result.TriggerMessage:
        """Note what is asked for."""
        self.asked.put_nowait(MessageTrigger(request.requested_message).value)
        return v16.call_result.TriggerMessage(status=TriggerMessageStatus.accepted)

    async def boot(self, serial_number: str | None = None) -> str:
        """Boot, and return the answer."""
        request = v16.call.BootNotification(
            charge_point_model="Model", charge_point_vendor="Vendor", charge_point_serial_number=serial_number
        )
        return RegistrationStatus((await self.request(request)).status).value

    async def until_closed(self) -> int | None:
        """Wait until the server closes the link, and return its code."""
        await asyncio.wait_for(self.link.wait_closed(), 10)
        return self.link.close_code


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something has become true that nobody tells."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.001)
