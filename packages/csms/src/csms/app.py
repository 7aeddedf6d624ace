"""How the parts of the server are put together; the only place that knows."""

import asyncio
import logging
import ssl
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from csms.bus.local import LocalBus
from csms.config import Settings, database_url, frames_url, mask_url
from csms.gateway import message_schemas
from csms.gateway.central import Central
from csms.gateway.gateway import Gateway
from csms.gateway.knocks import Knocks
from csms.gateway.listener import CertificateFileError, listen
from csms.gateway.lost_transactions import tend_lost_transactions
from csms.gateway.masking import masked
from csms.gateway.recorder import Recorder, frame_mask
from csms.gateway.tls import Certificates
from csms.jobs import Jobs
from csms.service import provisioning
from csms.service.authorization import House
from csms.service.dispatch import Dispatcher
from csms.service.events import forget_all
from csms.service.first_run import prepare_access
from csms.storage.engine import Store
from csms.storage.events import keep
from csms.storage.failures import reason_of
from csms.storage.frame_log import FrameLog
from csms.storage.migrations import NewerSchemaError, migrate
from csms.telemetry import LoopDelay
from csms.web.application import make_web
from csms.web.server import HttpServer
from csms.web.services import Figures, Web

LOGGER = logging.getLogger("csms")

VIOLATIONS_PAUSE_S = 5
SEEN_PAUSE_S = 30
EVENTS_PAUSE_S = 60
LOST_PAUSE_S = 60
CERTIFICATES_PAUSE_S = 60


class StartError(Exception):
    """The server cannot start; the message says why, and what to do."""


class App:
    """A central system; `async with` runs it.

    Args:
        settings: how.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bus = LocalBus()
        self.store = Store(
            database_url(settings),
            readers=settings.read_threads,
            queue_limit=settings.write_queue,
            publish=self.bus.publish,
            keep=keep,
        )
        self.frames = _frame_log(settings) if settings.frames else None
        self.recorder = Recorder(self.frames)
        self.knocks = Knocks(self.store)
        self.central = Central(
            store=self.store,
            bus=self.bus,
            house=House(accepts_unknown_tokens=settings.unknown_tokens == "accept"),
            heartbeat_interval_s=settings.heartbeat_interval_s,
            boot_retry_interval_s=settings.boot_retry_interval_s,
            call_timeout_s=settings.call_timeout_s,
            boot_wait_s=settings.boot_wait_s,
            hooks=self.recorder,
            note_knock=self.knocks.note,
        )
        self.gateway = Gateway(self.central, settings, self.knocks)
        self.certificates = Certificates(settings, self._use_tls)
        self.loop_delay = LoopDelay()
        self.commands = Dispatcher(
            self.store, self.bus, now=self.central.now, timeout_s=settings.call_timeout_s, mask=masked
        )
        self.web = Web(
            store=self.store,
            bus=self.bus,
            settings=settings,
            now=self.central.now,
            is_listening=lambda: bool(self.ocpp_server.sockets),
            ocpp_port=lambda: self.ocpp_port if self.ocpp_server.sockets else None,
            figures=self.figures,
            frames=self.frames,
            commands=self.commands,
            messages=message_schemas,
            certificate_error=lambda: self.certificates.error,
        )
        self.jobs = Jobs()
        self._plan()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        settings = self.settings
        await asyncio.to_thread(_open_database, database_url(settings))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.store.close)
            await self.store.write(provisioning.nobody_is_connected)
            await prepare_access(self.store, settings.data_dir, settings.admin_password, self.central.now())
            if self.frames is not None:
                self.frames.start()
                stack.push_async_callback(self.frames.close)
            await self.commands.start()
            stack.push_async_callback(self.commands.close)
            await stack.enter_async_context(self.jobs)
            stack.push_async_callback(self.gateway.close)
            try:
                self.ocpp_server = listen(self.gateway, settings)
                await stack.enter_async_context(self.ocpp_server)
            except CertificateFileError as error:
                raise StartError(str(error)) from error
            except OSError as error:
                raise StartError(_unusable(settings.ocpp_host, settings.ocpp_port, "--ocpp-port", error)) from error
            self.http_server = HttpServer(
                make_web(self.web),
                self.web,
                settings.http_host,
                settings.http_port,
                drain_timeout_s=settings.drain_timeout_s,
            )
            try:
                await stack.enter_async_context(self.http_server)
            except OSError as error:
                raise StartError(_unusable(settings.http_host, settings.http_port, "--http-port", error)) from error
            self.loop_delay.start()
            stack.callback(self.loop_delay.stop)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _use_tls(self, context: ssl.SSLContext) -> None:
        self.ocpp_server.use_tls(context)

    def _plan(self) -> None:
        """Say what is done again and again."""
        every, store = self.jobs.every, self.store
        every(VIOLATIONS_PAUSE_S, "write violations", partial(self.recorder.write_violations, store), at_end=True)
        every(SEEN_PAUSE_S, "write when stations were seen", partial(self.recorder.write_heard, store), at_end=True)
        every(LOST_PAUSE_S, "look for lost transactions", partial(tend_lost_transactions, self.central))
        every(CERTIFICATES_PAUSE_S, "look for renewed certificates", self.certificates.renew)
        every(EVENTS_PAUSE_S, "delete old events", lambda: forget_all(store, self.central.now()))

    @property
    def ocpp_port(self) -> int:
        """Where stations connect to."""
        return self.ocpp_server.sockets[0].getsockname()[1]

    @property
    def http_port(self) -> int:
        """Where the API is."""
        return self.http_server.port

    def figures(self) -> Figures:
        """Return what is counted."""
        statistics = self.ocpp_server.statistics
        return Figures(
            links=Counter(link.version or "" for link in self.ocpp_server.connections),
            opened=statistics.opened,
            refused=statistics.refused,
            closed=statistics.closed,
            messages_received=statistics.messages_received,
            messages_sent=statistics.messages_sent,
            bytes_received=statistics.bytes_received,
            bytes_sent=statistics.bytes_sent,
            frames_recorded=self.frames.written if self.frames else 0,
            frames_dropped=self.frames.dropped if self.frames else 0,
            loop_delay_s=self.loop_delay.last_s,
            loop_delay_max_s=self.loop_delay.most_s,
        )


def _frame_log(settings: Settings) -> FrameLog:
    return FrameLog(
        frames_url(settings),
        mask=frame_mask(id_tokens=settings.frames_mask_id_tokens),
        retention=timedelta(days=settings.frames_retention_days),
    )


def _open_database(url: str) -> None:
    """Bring the database to the schema of this release. Raises: StartError."""
    try:
        migrate(url)
    except NewerSchemaError as error:
        raise StartError(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"The database {mask_url(url)} cannot be opened: {reason_of(error)}") from error


def _unusable(host: str, port: int, flag: str, error: OSError) -> str:
    return f"{host}:{port} cannot be listened on: {error.strerror or error}. Choose another port with {flag}"
