"""How the server is, for people: versions, database, links, and what is not as it should be."""

import asyncio
import platform
import shutil
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from csms.domain.findings import Finding
from csms.domain.server_health import Measured, find
from csms.storage.database_facts import DatabaseFacts, facts_of, frames_bytes
from csms.storage.engine import StorageError, Tx
from csms.web.services import Figures, Web


class Versions(Struct, frozen=True):
    """What runs."""

    csms: Annotated[str, Meta(description="The server.")]
    ocpp: Annotated[str, Meta(description="Its library for OCPP.")]
    python: Annotated[str, Meta(description="Python.")]
    database: Annotated[str | None, Meta(description="SQLite or PostgreSQL; null: it does not answer.")]


class DatabaseHealth(Struct, frozen=True):
    """The database."""

    kind: Annotated[Literal["sqlite", "postgresql"], Meta(description="Which one.")]
    is_available: Annotated[bool, Meta(description="It answers.")]
    error: Annotated[str | None, Meta(description="Why it does not.")]
    size_bytes: Annotated[int | None, Meta(description="How large it is; null: it does not answer.")]


class WriterHealth(Struct, frozen=True):
    """Changes on their way to the database."""

    waiting: Annotated[int, Meta(description="How many wait.")]
    limit: Annotated[int, Meta(description="How many may; stations have to send again what is more.")]
    delay_s: Annotated[float | None, Meta(description="How long a change waited for its turn just now.")]
    commits: Annotated[int, Meta(description="How many groups of changes were committed since the start.")]


class LinksHealth(Struct, frozen=True):
    """Links of stations."""

    is_listening: Annotated[bool, Meta(description="Stations can connect.")]
    open: Annotated[int, Meta(description="How many there are.")]
    by_version: Annotated[Mapping[str, int], Meta(description="How many speak which version of OCPP.")]
    opened: Annotated[int, Meta(description="How many there have been since the start.")]
    refused: Annotated[int, Meta(description="How many were refused since the start.")]
    messages_received: Annotated[int, Meta(description="Messages of stations since the start.")]
    messages_sent: Annotated[int, Meta(description="Messages to stations since the start.")]


class LoopHealth(Struct, frozen=True):
    """How late the server is with what it has to do."""

    delay_s: Annotated[float, Meta(description="When it was asked last.")]
    delay_max_s: Annotated[float, Meta(description="At most, in the last minute.")]


class FramesHealth(Struct, frozen=True):
    """The message log."""

    is_recorded: Annotated[bool, Meta(description="Messages are recorded.")]
    recorded: Annotated[int, Meta(description="How many were, since the start.")]
    dropped: Annotated[int, Meta(description="How many were left out since the start, because it could not keep up.")]
    waiting: Annotated[int, Meta(description="How many wait to be written.")]
    waiting_bytes: Annotated[int, Meta(description="How much memory they take.")]
    size_bytes: Annotated[int | None, Meta(description="How large the log is; null: it is off, or does not answer.")]


class DiskHealth(Struct, frozen=True):
    """The disk of the data folder."""

    path: Annotated[str, Meta(description="The folder.")]
    free_bytes: Annotated[int, Meta(description="How much room it has left.")]
    size_bytes: Annotated[int, Meta(description="How much there is.")]


class ServerHealth(Struct, frozen=True, kw_only=True):
    """How the server is."""

    at: Annotated[datetime, Meta(description="When it was looked.")]
    started_at: Annotated[datetime, Meta(description="When the server was started.")]
    findings: Annotated[list[Finding], Meta(description="What is not as it should be, the worst first.")]
    versions: Versions
    database: DatabaseHealth
    writer: WriterHealth
    links: LinksHealth
    loop: LoopHealth
    frames: FramesHealth
    disk: DiskHealth
    watchers: Annotated[int, Meta(description="How many pages and programs watch the events.")]


class ServerController(Controller):
    """The server itself."""

    tags = ("Operation",)

    @get("/health")
    async def get_server_health(self, web: NamedDependency[Web], now: NamedDependency[datetime]) -> ServerHealth:
        """Return how the server is, and in words what is not as it should be.

        It is for people who look; `/readyz` and `/metrics` are for programs that watch.
        """
        figures = web.figures()
        facts, error = await _ask_database(web)
        waiting = web.store.backlog
        delay_s = await _delay_s(web)
        disk = await asyncio.to_thread(_disk_of, web.settings.data_dir)
        kind: Literal["sqlite", "postgresql"] = (
            "sqlite" if web.store.url.get_backend_name() == "sqlite" else "postgresql"
        )
        measured = Measured(
            is_listening=web.is_listening(),
            certificate_error=web.certificate_error(),
            database_error=error,
            writes_waiting=waiting,
            writes_limit=web.settings.write_queue,
            write_delay_s=delay_s,
            loop_delay_max_s=figures.loop_delay_max_s,
            are_frames_recorded=web.frames is not None,
            frames_dropped=figures.frames_dropped,
            disk_free_bytes=disk.free_bytes,
        )
        return ServerHealth(
            at=now,
            started_at=web.started_at,
            findings=find(measured),
            versions=Versions(
                version("csms"),
                version("csms-ocpp"),
                platform.python_version(),
                None if facts is None else facts.version,
            ),
            database=DatabaseHealth(
                kind, facts is not None, error or None, None if facts is None else facts.size_bytes
            ),
            writer=WriterHealth(waiting, web.settings.write_queue, delay_s, web.store.commits),
            links=_links(web, figures),
            loop=LoopHealth(figures.loop_delay_s, figures.loop_delay_max_s),
            frames=await _frames(web, figures),
            disk=disk,
            watchers=len(web.stream),
        )


async def _ask_database(web: Web) -> tuple[DatabaseFacts | None, str]:
    """Return what the database is, or why it does not answer."""
    try:
        return await web.store.read(facts_of), ""
    except StorageError as error:
        return None, str(error)


async def _delay_s(web: Web) -> float | None:
    """Return how long a change waits for its turn, None if the database takes none."""
    loop = asyncio.get_running_loop()
    begin_s = loop.time()
    try:
        await web.store.write(_nothing)
    except StorageError:
        return None
    return loop.time() - begin_s


def _nothing(_tx: Tx) -> None:
    """Change nothing."""


def _links(web: Web, figures: Figures) -> LinksHealth:
    return LinksHealth(
        is_listening=web.is_listening(),
        open=sum(figures.links.values()),
        by_version=figures.links,
        opened=figures.opened,
        refused=sum(figures.refused.values()),
        messages_received=figures.messages_received,
        messages_sent=figures.messages_sent,
    )


async def _frames(web: Web, figures: Figures) -> FramesHealth:
    log = web.frames
    size_bytes = None
    if log is not None:
        try:
            size_bytes = await log.read(frames_bytes)
        except StorageError:
            size_bytes = None
    return FramesHealth(
        is_recorded=log is not None,
        recorded=figures.frames_recorded,
        dropped=figures.frames_dropped,
        waiting=0 if log is None else log.backlog,
        waiting_bytes=0 if log is None else log.waiting_bytes,
        size_bytes=size_bytes,
    )


def _disk_of(folder: Path) -> DiskHealth:
    usage = shutil.disk_usage(folder)
    return DiskHealth(str(folder.resolve()), usage.free, usage.total)
