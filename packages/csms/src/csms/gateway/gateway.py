"""The door for stations: who knocks is judged, who is let in is served."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine

from csms.config import Settings
from csms.domain.events import Event, StationChanged
from csms.domain.inbox import Cause, bare_reason, cause_of, knock
from csms.domain.remote_control import Outcome, Trigger
from csms.domain.stations import Admission
from csms.gateway.central import Central
from csms.gateway.commanding import Commanding
from csms.gateway.conversation import CloseCode
from csms.gateway.handshake import Admitted, Denied, Entrance, Handshake
from csms.gateway.knocks import Knocks
from csms.gateway.v2.station import Station21, Station201
from csms.gateway.v16.station import Station16
from csms.gateway.visitor import host_of
from csms.service import provisioning
from csms.storage import stations
from csms.storage.engine import StorageError
from csms.storage.stations import StationRecord
from ocpp.server import Accept, HandshakeRequest, Link, Refusal, RefusedConnection

LOGGER = logging.getLogger("csms.gateway")

DIALECTS: dict[str | None, Callable[[Link, StationRecord, Central, Entrance], Commanding]] = {
    "ocpp1.6": Station16,
    "ocpp2.0.1": Station201,
    "ocpp2.1": Station21,
}

RETRY_S = 5.0
"""How long it takes until what the database has not taken is told it again."""


class Gateway:
    """Lets stations in and serves them.

    Args:
        central: what all links share.
        settings: of the server.
        knocks: the way into the inbox.
        monotonic: a clock in seconds that only goes forward.
    """

    def __init__(
        self, central: Central, settings: Settings, knocks: Knocks, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._central = central
        self._knocks = knocks
        self._handshake = Handshake(central, settings, monotonic)
        self._verdicts: dict[object, Admitted | Denied] = {}
        """Of connections that are not served yet, by the address of the other side."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsubscribe = central.bus.subscribe(self._heard)

    async def close(self) -> None:
        """Write what waits to be written; the links are closed already."""
        self._unsubscribe()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._knocks.close()

    # Before there is a WebSocket

    async def authenticate(self, request: HandshakeRequest) -> Refusal | Accept | None:
        """Judge who knocks."""
        verdict = await self._handshake.judge(request)
        if verdict is None:
            return None
        # The server does not carry it from here to `on_refused` or `serve`, one of which follows.
        self._verdicts[request.remote_address] = verdict
        return verdict.answer

    def on_refused(self, refused: RefusedConnection) -> None:
        """Take note of who was not let in."""
        verdict = self._verdicts.pop(refused.remote_address, None)
        if isinstance(verdict, Denied) and verdict.answer.reason == refused.reason:
            self._knocks.note(verdict.knock)
            return
        cause = cause_of(refused.status, refused.reason)
        if cause is None:
            return
        host = verdict.entrance.host if isinstance(verdict, Admitted) else host_of(refused.remote_address)
        self._knocks.note(
            knock(
                cause,
                refused.identity or "",
                host,
                self._central.now(),
                {"reason": bare_reason(refused.reason)},
                status=refused.status,
                path=refused.path,
            )
        )

    # Links

    async def serve(self, link: Link) -> None:
        """Serve a link until it ends."""
        central, identity = self._central, link.identity
        conversation = self._begin_conversation(link)
        central.bus.attach(identity, conversation)
        reason = "The link was closed"
        try:
            await self._enter(conversation, (link.subprotocol or "").removeprefix("ocpp"))
            await conversation.start()
        except asyncio.CancelledError:
            reason = "The server stopped"
            raise
        except Exception as error:  # noqa: BLE001 - whatever ends a link
            reason = str(error)
            LOGGER.info("%s has left: %s", identity, error)
        finally:
            if central.bus.detach(identity, conversation):
                await self._leave(conversation, reason)

    def _begin_conversation(self, link: Link) -> Commanding:
        admitted = self._verdicts.pop(link.remote_address, None)
        if not isinstance(admitted, Admitted):
            raise TypeError(f"{link.identity} was served without having been let in")
        return DIALECTS[link.subprotocol](link, admitted.record, self._central, admitted.entrance)

    async def _enter(self, conversation: Commanding, version: str) -> None:
        """Record that a station has come in. Raises: StorageError; then the link is closed."""
        central, key, entrance = self._central, conversation.key, conversation.entrance
        try:
            record = await central.store.write_for(
                key.identity,
                provisioning.connected,
                key,
                version,
                entrance.host,
                central.now(),
                entrance.security_profile,
            )
        except LookupError:
            record = None
        except StorageError:
            conversation.close(CloseCode.TRY_AGAIN_LATER, "The database is not available")
            raise
        # It may have been changed since it was judged.
        if self._follow(conversation, record):
            self._note_entrance(conversation)

    async def _leave(self, conversation: Commanding, reason: str) -> None:
        """Record that a station has left; if the database is away, as soon as it is back."""
        try:
            await self._record_leaving(conversation, reason)
        except StorageError as error:
            LOGGER.warning("It could not be recorded yet that %s has left: %s", conversation.id, error)
            self._spawn(self._record_leaving_later(conversation, reason))

    async def _record_leaving(self, conversation: Commanding, reason: str) -> None:
        central, key = self._central, conversation.key
        await central.store.write_for(key.identity, provisioning.disconnected, key, reason, central.now())

    async def _record_leaving_later(self, conversation: Commanding, reason: str) -> None:
        identity = conversation.key.identity
        while True:
            await asyncio.sleep(RETRY_S)
            if self._central.bus.link(identity) is not None:
                return None
            try:
                return await self._record_leaving(conversation, reason)
            except StorageError:
                continue

    def _note_entrance(self, conversation: Commanding) -> None:
        identity = conversation.key.identity
        if conversation.admission is Admission.ACCEPTED:
            self._knocks.forget(identity)
        else:
            self._knocks.note(knock(Cause.WAITS, identity, conversation.entrance.host, self._central.now()))

    # Changes

    def _heard(self, event: Event) -> None:
        if isinstance(event, StationChanged):
            self._handshake.pardon(event.station)
            link = self._central.bus.link(event.station)
            if isinstance(link, Commanding):
                self._spawn(self._follow_later(link))

    async def _follow_later(self, conversation: Commanding) -> None:
        """Have the link of a station that was changed follow."""
        before = conversation.admission
        has_booted = conversation.has_booted
        try:
            record = await self._central.store.read(stations.find, conversation.key.identity)
        except StorageError as error:
            LOGGER.warning("%s goes on as before, its changes could not be read: %s", conversation.id, error)
            return
        if not self._follow(conversation, record) or conversation.admission is before:
            return
        self._note_entrance(conversation)
        # Before it has booted, nothing is sent to it (quirk 10), and its boot will be answered as it is now.
        if has_booted:
            answer = await conversation.execute(Trigger(message="BootNotification"), self._central.call_timeout_s)
            if answer.outcome is not Outcome.ACCEPTED:
                LOGGER.info("%s boots again when it wants to: %s", conversation.id, answer.detail or answer.outcome)

    def _follow(self, conversation: Commanding, record: StationRecord | None) -> bool:
        """Take over how a station is to be taken; return whether its link may stay."""
        if record is None or record.id != conversation.key.id:
            conversation.close(CloseCode.POLICY_VIOLATION, "The station was deleted")
        elif record.admission == Admission.REJECTED.value:
            conversation.close(CloseCode.POLICY_VIOLATION, "The station was rejected")
        elif record.security_profile > conversation.entrance.security_profile:
            conversation.close(
                CloseCode.POLICY_VIOLATION, f"Security profile {record.security_profile} is wanted from now on"
            )
        elif record.is_strict != conversation.strict:
            conversation.close(CloseCode.SERVICE_RESTART, "Come back: messages are read in another way from now on")
        else:
            conversation.follow(record)
            return True
        return False

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
