"""The door for stations: who knocks is judged, who is let in is served."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from csms.domain.stations import Admission
from csms.gateway.central import Central
from csms.gateway.conversation import Conversation
from csms.gateway.v2.station import Station21, Station201
from csms.gateway.v16.station import Station16
from csms.service import provisioning
from csms.storage import stations
from csms.storage.engine import StorageError, Tx
from csms.storage.stations import StationRecord
from ocpp.server import Accept, HandshakeRequest, Link, Refusal, RefusedConnection

LOGGER = logging.getLogger("csms.gateway")

DIALECTS: dict[str | None, Callable[[Link, StationRecord, Central], Conversation]] = {
    "ocpp1.6": Station16,
    "ocpp2.0.1": Station201,
    "ocpp2.1": Station21,
}


class Gateway:
    """Lets stations in and serves them.

    Args:
        central: what all links share.
        unknown_stations: accept, hold or reject.
    """

    def __init__(self, central: Central, unknown_stations: str) -> None:
        self._central = central
        self._unknown_stations = unknown_stations

    async def authenticate(self, request: HandshakeRequest) -> Refusal | Accept | None:
        """Judge who knocks, before the WebSocket is there."""
        try:
            record = await self._central.store.read(stations.find, request.identity)
            if record is None and self._unknown_stations == "reject":
                return Refusal(404, f"The station {request.identity} is not known here")
        except StorageError:
            return Refusal(503, "The database is not available", 30)
        return None

    def on_refused(self, refused: RefusedConnection) -> None:
        """Take note of who was not let in."""

    async def serve(self, link: Link) -> None:
        """Serve a link until it ends."""
        central = self._central
        identity = link.identity
        record = await central.store.write_for(identity, self._admit, identity)
        conversation = DIALECTS[link.subprotocol](link, record, central)
        key = conversation.key
        central.bus.attach(identity, conversation)
        host = str(link.remote_address[0]) if link.remote_address else ""
        version = (link.subprotocol or "").removeprefix("ocpp")
        reason = "The link was closed"
        try:
            await central.store.write_for(identity, provisioning.connected, key, version, host, central.now())
            await conversation.start()
        except asyncio.CancelledError:
            reason = "The server stopped"
            raise
        except Exception as error:  # noqa: BLE001 - whatever ends a link
            reason = str(error)
            LOGGER.info("%s has left: %s", identity, error)
        finally:
            if central.bus.detach(identity, conversation):
                await _say(central.store.write_for(identity, provisioning.disconnected, key, reason, central.now()))

    def _admit(self, tx: Tx, identity: str) -> StationRecord:
        known = stations.find(tx.connection, identity)
        if known is not None:
            return known
        admission = Admission.ACCEPTED if self._unknown_stations == "accept" else Admission.HELD
        return stations.insert(tx.connection, identity, admission.value, self._central.now())


async def _say(work: Awaitable[None]) -> None:
    """Do what can be left undone when the database is gone."""
    try:
        await work
    except StorageError as error:
        LOGGER.warning("It could not be recorded that a station has left: %s", error)
