"""What happens to the station of a story."""

from csms_simulator.advice import explain
from csms_simulator.clock import Clock
from csms_simulator.model.facts import BootCause
from csms_simulator.model.station import Station
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from csms_simulator.simulated_station import SimulatedStation
from csms_simulator.stories import story as steps
from csms_simulator.stories.conversation import unanswered
from csms_simulator.stories.story import StationOptions, Step
from csms_simulator.stories.waiting import in_time
from csms_simulator.stories.wire import StepFailedError

QUIET_S = 0.5
"""For how long nothing goes over a wire that is quiet."""


async def happen(step: Step, station: SimulatedStation, options: StationOptions, clock: Clock) -> None:
    """Let it happen. Raises: StepFailedError if that is not possible."""
    try:
        await _happen(step, station, options, clock)
    except (KeyError, ValueError) as error:
        raise StepFailedError(step.words, f"this cannot be: {error}") from None


async def _happen(step: Step, station: SimulatedStation, options: StationOptions, clock: Clock) -> None:
    match step:
        case steps.Connect():
            _prepare(station.model, options)
            if step.waits:
                await _accepted(station, clock, step.within)
        case steps.GoOffline():
            await station.go_offline()
        case steps.GoOnline():
            await station.go_online()
            await _accepted(station, clock, step.within)
        case steps.CutPower():
            await station.cut_power()
        case steps.RestorePower():
            await station.restore_power()
        case steps.Reboot():
            await station.reboot(BootCause(step.reboot))
        case _:
            await _happen_at_evse(step, station)


async def _happen_at_evse(step: Step, station: SimulatedStation) -> None:
    match step:
        case steps.PlugIn():
            vehicle = Vehicle(CATALOGUE[step.vehicle], soc=step.soc, is_ready=step.ready)
            await station.plug_in(step.plug_in, vehicle, step.connector)
        case steps.Unplug():
            _check_vehicle(step, station, step.unplug)
            await station.unplug(step.unplug)
        case steps.VehicleReady():
            _check_vehicle(step, station, step.evse).is_ready = step.vehicle_ready
            station.model.vehicle_changed(station.now(), step.evse)
            station.changed()
        case steps.Swipe():
            await station.swipe(step.swipe, step.evse, step.kind)
        case steps.Fault():
            await station.fault(step.fault, step.evse, step.info)
        case steps.ClearFault():
            await station.clear_fault(step.clear_fault)
        case _:
            raise TypeError(f"{step.verb} does not happen to a station")


def _prepare(model: Station, options: StationOptions) -> None:
    """Let the station be as the story has it from the begin."""
    for evse in model.evses:
        evse.lock_is_broken = options.lock_is_broken
    model.next_firmware_outcome = options.firmware_outcome
    model.next_log_outcome = options.log_outcome


def _check_vehicle(step: Step, station: SimulatedStation, evse_id: int) -> Vehicle:
    """Return the vehicle at an EVSE. Raises: StepFailedError if there is none."""
    vehicle = station.model.evse(evse_id).vehicle
    if vehicle is None:
        raise StepFailedError(step.words, f"there is no vehicle at EVSE {evse_id}")
    return vehicle


async def _accepted(station: SimulatedStation, clock: Clock, seconds: float) -> None:
    """Wait until the station was accepted, and has said what it says then."""
    try:
        await in_time(clock, seconds, _said(station, clock))
    except TimeoutError:
        if station.last_boot is not None and not station.last_boot.is_accepted:
            why = f"the central system answered BootNotification with {station.last_boot.status}"
        elif station.connection_error is not None:
            why = explain(station.connection_error, station.url, station.version)
        else:
            why = "it is not online" if not station.is_online else "the central system does not answer"
        raise StepFailedError(f"the station to be accepted within {seconds:g} s", why) from None


async def _said(station: SimulatedStation, clock: Clock) -> None:
    await station.online()
    await quiet(station, clock)


async def quiet(station: SimulatedStation, clock: Clock) -> None:
    """Wait until nothing has gone over the wire for a while, and all that the station has said was answered."""
    start = station.frames.count
    while True:
        count = station.frames.count
        await clock.sleep(QUIET_S)
        if station.frames.count == count and not unanswered(station.frames.since(start)):
            return
