"""What happens at the demo beside drivers who come and go: a part for each screen of the dashboard.

Times are those of the stations, which go faster than the real ones.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Mapping, Sequence

from msgspec import Struct

from csms.app import App
from csms.demo.furnishing import EXPIRED_CARD, HOTLINE_TOKEN, LOST_CARD, STAFF_CARD, UNKNOWN_CARD
from csms.domain.remote_control import (
    ChangeAvailability,
    ClearCache,
    Command,
    GetConfiguration,
    Limit,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetLimit,
    Trigger,
    Unlock,
)
from csms.service.dispatch import InvalidCommandError, UnknownStationError
from csms.storage.commands import CommandRecord
from csms_simulator.clock import Clock
from csms_simulator.model.facts import Status
from csms_simulator.simulated_station import SimulatedStation

OPERATOR = "demo"
"""Who has asked for the commands of the demo."""

MINUTE_S = 60.0
HOUR_S = 3600.0
ANSWER_S = 30.0
"""Real seconds that the operator waits for an answer before the next command."""

QUIRKS: Mapping[str, tuple[str, ...]] = {
    "HARBOUR-2": ("Q24.future",),
    "HARBOUR-4": ("Q15.new-id", "Q26.minus-one"),
    "HARBOUR-5": ("Q33.flood",),
    "OFFICE-1": ("Q16.modem", "Q19.vendor-data"),
    "OFFICE-5": ("Q18.serial", "Q20.string-numbers"),
    "OFFICE-8": ("Q21.kwh",),
    "AIRPORT-1": ("Q21.celsius", "Q22.words"),
    "AIRPORT-7": ("Q28.no-stop",),
    "AIRPORT-8": ("Q36.dropouts",),
}
"""What stations get wrong, by identity. HARBOUR-2 has the wrong clock; HARBOUR-5 tells of the last two months, when it
was offline."""

CHAOS: Mapping[str, str] = {"AIRPORT-2": "drop=0.02", "OFFICE-6": "drop=0.005,resend=0.02"}
"""Whose links are bad."""


class Stage(Struct, frozen=True):
    """Where it happens.

    Args:
        app: the central system.
        clock: of the stations.
        stations: those that are known, by identity.
    """

    app: App
    clock: Clock
    stations: Mapping[str, SimulatedStation]


Scene = Callable[[Stage], Coroutine[None, None, None]]


async def a_fault_that_stays(stage: Stage) -> None:
    """A residual current device trips."""
    if station := stage.stations.get("OFFICE-4"):
        await station.online()
        await stage.clock.sleep(2 * MINUTE_S)
        await station.fault("GroundFailure", info="Residual current device has tripped")


async def a_fault_that_comes_and_goes(stage: Stage) -> None:
    """A power module gets too hot, and cools down."""
    if station := stage.stations.get("AIRPORT-4"):
        await station.online()
        while True:
            await stage.clock.sleep(HOUR_S)
            await station.fault("HighTemperature", info="Power module 2: 91 degrees Celsius")
            await stage.clock.sleep(20 * MINUTE_S)
            await station.clear_fault()


async def a_station_that_goes_dark(stage: Stage) -> None:
    """Somebody has switched off its fuse."""
    if station := stage.stations.get("HARBOUR-8"):
        await station.online()
        await stage.clock.sleep(4 * MINUTE_S)
        await station.cut_power()


async def a_link_that_is_lost_for_a_while(stage: Stage) -> None:
    """A modem without reception: what happens meanwhile is told afterwards."""
    if station := stage.stations.get("AIRPORT-5"):
        await station.online()
        while True:
            await stage.clock.sleep(40 * MINUTE_S)
            await station.go_offline()
            await stage.clock.sleep(15 * MINUTE_S)
            await station.go_online()
            await station.online()


async def cards_that_are_refused(stage: Stage) -> None:
    """Cards that are lost, expired, unknown and of elsewhere are held against readers."""
    readers = [stage.stations[name] for name in ("AIRPORT-3", "OFFICE-2", "AIRPORT-6") if name in stage.stations]
    cards = (LOST_CARD, UNKNOWN_CARD, EXPIRED_CARD, STAFF_CARD)
    for number, station in enumerate(itertools.cycle(readers)):
        await station.online()
        await station.swipe(cards[number % len(cards)])
        await stage.clock.sleep(MINUTE_S if number < len(cards) else HOUR_S)


async def an_operator_at_work(stage: Stage) -> None:
    """Some stations are asked for something, whether they are there or not."""
    await stage.clock.sleep(6 * MINUTE_S)
    for identity, command in COMMANDS:
        if identity in stage.stations:
            await _ask(stage, identity, command)


async def a_driver_who_calls_the_hotline(stage: Stage) -> None:
    """Somebody without a card plugs in; the operator starts, and half an hour later stops."""
    identity = "AIRPORT-6"
    station = stage.stations.get(identity)
    if station is None:
        return
    await station.online()
    evse = station.model.evse(1)
    while True:
        await stage.clock.sleep(5 * MINUTE_S)
        if evse.status() is not Status.AVAILABLE:
            continue
        await station.plug_in(1)
        started = await _ask(stage, identity, RemoteStart(id_token=HOTLINE_TOKEN, evse=1))
        await stage.clock.sleep(30 * MINUTE_S)
        if started is not None:
            begun = await stage.app.commands.wait(started.id, 0)
            if begun is not None and begun.transaction is not None:
                await _ask(stage, identity, RemoteStop(transaction=begun.transaction))
        await station.settled()
        await station.unplug(1)
        await stage.clock.sleep(2 * HOUR_S)


COMMANDS: Sequence[tuple[str, Command]] = (
    ("OFFICE-2", SetLimit(limit=Limit(ampere=10.0))),
    ("AIRPORT-1", Trigger(message="StatusNotification")),
    ("HARBOUR-1", SetConfiguration(values={"MeterValueSampleInterval": "30"})),
    ("HARBOUR-7", ChangeAvailability(operative=False, evse=1)),
    ("HARBOUR-8", Unlock(evse=1)),
    ("OFFICE-3", Unlock(evse=1)),
    ("OFFICE-5", Reset()),
    ("AIRPORT-7", ClearCache()),
    ("OFFICE-7", GetConfiguration(names=("HeartbeatInterval", "MeterValueSampleInterval"))),
)


async def _ask(stage: Stage, identity: str, command: Command) -> CommandRecord | None:
    """Have a station do something; return what became of it, None if it could not be asked."""
    try:
        number = await stage.app.commands.submit(identity, command, OPERATOR)
    except (InvalidCommandError, UnknownStationError):  # who tries the demo may have changed or deleted it
        return None
    return await stage.app.commands.wait(number, ANSWER_S)


SCENES: Sequence[Scene] = (
    a_fault_that_stays,
    a_fault_that_comes_and_goes,
    a_station_that_goes_dark,
    a_link_that_is_lost_for_a_while,
    cards_that_are_refused,
    a_driver_who_calls_the_hotline,
    an_operator_at_work,
)


async def play(stage: Stage) -> None:
    """Play all scenes, at the same time; some have no end."""
    async with asyncio.TaskGroup() as scenes:
        for scene in SCENES:
            scenes.create_task(scene(stage))
