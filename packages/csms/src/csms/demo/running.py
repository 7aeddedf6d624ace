"""The demo as a whole: a central system with data of its own, its stations, and what happens there."""

import asyncio
import random
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from csms.app import App
from csms.demo.fast_time import FastTime, RealTimestamps
from csms.demo.furnishing import furnish
from csms.demo.places import START_HOUR, Site, make_sites
from csms.demo.scenes import CHAOS, QUIRKS, Stage, play
from csms.demo.strangers import NEWCOMER_COUNT, NEWCOMERS, refused
from csms.settings import Settings
from csms_simulator.chaos import Chaos, parse
from csms_simulator.fleet.composition import StationPlan, compose
from csms_simulator.fleet.fleet import Fleet
from csms_simulator.quirks import alterations_for
from csms_simulator.wire import Alteration

HOST = "127.0.0.1"

HEARTBEAT_S = 900
BOOT_RETRY_S = 300
"""Stations take them for seconds of theirs: at a speed of 30, a heartbeat comes every 30 real seconds."""
OFFLINE_S = 1000.0
DRAIN_S = 1.0
"""How long the server waits for work that has begun when it is told to stop: nothing is kept anyway."""
STARTS_PER_SECOND = 20
"""How many stations are switched on in a real second."""


class Options(Struct, frozen=True, kw_only=True):
    """What can be chosen.

    Args:
        stations: how many the server knows.
        speed: how many times as fast as real ones they live.
        seed: for all that happens by chance.
        http_port: of dashboard and API; 0 is one that is free.
        ocpp_port: of stations; 0 is one that is free.
    """

    stations: int = 24
    speed: float = 30.0
    seed: int = 1
    http_port: int = 8080
    ocpp_port: int = 9000


class Demo(Struct, frozen=True):
    """A demo that runs.

    Args:
        app: the central system.
        password: of its admin.
        stage: where it happens.
    """

    app: App
    password: str
    stage: Stage

    @property
    def url(self) -> str:
        """Where the dashboard is."""
        return f"http://{HOST}:{self.app.http_port}"

    @property
    def station_url(self) -> str:
        """Where stations connect to, without their identity."""
        return f"ws://{HOST}:{self.app.ocpp_port}"


@asynccontextmanager
async def demo(options: Options) -> AsyncGenerator[Demo]:
    """Run the demo until the end of the block; nothing is left of it then.

    Raises:
        csms.app.StartError: the server cannot start.
        OSError: there is no place for its data.
    """
    password = secrets.token_hex(6)
    with TemporaryDirectory(prefix="csms-demo-") as folder:
        async with App(_settings(options, Path(folder), password)) as app:
            sites = make_sites(options.stations, options.seed)
            await app.store.write(furnish, sites, app.central.now())
            async with _charging(app, sites, options) as stage:
                yield Demo(app, password, stage)


def _settings(options: Options, folder: Path, password: str) -> Settings:
    """Return the settings of the server: neither a file nor the environment has a say."""
    return Settings(
        data_dir=folder,
        ocpp_host=HOST,
        ocpp_port=options.ocpp_port,
        http_host=HOST,
        http_port=options.http_port,
        admin_password=password,
        heartbeat_interval_s=HEARTBEAT_S,
        boot_retry_interval_s=BOOT_RETRY_S,
        offline_after_s=OFFLINE_S,
        drain_timeout_s=DRAIN_S,
    )


@asynccontextmanager
async def _charging(app: App, sites: Sequence[Site], options: Options) -> AsyncGenerator[Stage]:
    """Run the stations and what happens there until the end of the block."""
    url = f"ws://{HOST}:{app.ocpp_port}"
    time = FastTime(options.speed)
    known = _fleet([plan for site in sites for plan in site.stations], url, time, options)
    cards = [card for site in sites for card in site.cards]
    newcomers = _fleet(compose(NEWCOMER_COUNT, prefix=NEWCOMERS, tokens=cards), url, time, options)
    stage = Stage(app, time.clock, {member.plan.identity: member.station for member in known.members})
    never = asyncio.Event()
    async with refused(url, options.seed), asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(each) for each in (known.run(never), newcomers.run(never), play(stage))]
        yield stage
        for task in running:
            task.cancel()


def _fleet(plans: Sequence[StationPlan], url: str, time: FastTime, options: Options) -> Fleet:
    def alterations(plan: StationPlan, rng: random.Random) -> Sequence[Alteration]:
        quirks = alterations_for(QUIRKS.get(plan.identity, ()), rng, plan.version)
        chaos = [Chaos(parse(CHAOS[plan.identity]), rng)] if plan.identity in CHAOS else []
        return [RealTimestamps(rng, time), *quirks, *chaos]

    return Fleet(
        plans,
        url=url,
        clock=time.clock,
        seed=options.seed,
        alterations=alterations,
        start_hour=START_HOUR,
        start_interval_s=options.speed / STARTS_PER_SECOND,
    )
