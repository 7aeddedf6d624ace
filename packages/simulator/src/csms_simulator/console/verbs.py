"""What can be done to one station from outside, each as one object: from a line of JSON or from a typed command."""

import asyncio
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from csms_simulator.frames import FrameKind
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from csms_simulator.simulated_station import SimulatedStation

Share = Annotated[float, Meta(ge=0, le=1)]
EvseId = Annotated[int, Meta(ge=1)]


class VerbError(ValueError):
    """Something cannot be done; the text says why and what can."""


class Verb(Struct, tag_field="do", forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The base of all; `id` comes back in the answer."""

    id: str | int | None = None


class PlugIn(Verb, tag="plug_in", frozen=True):
    """A vehicle is plugged in."""

    evse: EvseId = 1
    connector: EvseId = 1
    vehicle: str = "compact"
    """A name of `CATALOGUE`."""
    soc: Share = 0.33
    target_soc: Share = 1.0


class Unplug(Verb, tag="unplug", frozen=True):
    """The plug is pulled, unless it is locked."""

    evse: EvseId = 1


class Swipe(Verb, tag="swipe", frozen=True):
    """A card is held against the reader: to begin to charge, or to end it."""

    token: Annotated[str, Meta(min_length=1)]
    evse: EvseId = 1
    kind: str = "ISO14443"


class Fault(Verb, tag="fault", frozen=True):
    """Something breaks; with EVSE 0 the station as a whole."""

    error: Annotated[str, Meta(min_length=1)] = "InternalError"
    """In the words of ChargePointErrorCode (OCPP 1.6)."""
    evse: Annotated[int, Meta(ge=0)] = 1
    info: str | None = None


class ClearFault(Verb, tag="clear_fault", frozen=True):
    """What was broken is repaired."""

    evse: Annotated[int, Meta(ge=0)] = 1


class GoOffline(Verb, tag="go_offline", frozen=True):
    """The link is lost without a word."""


class GoOnline(Verb, tag="go_online", frozen=True):
    """The station may connect again."""


class CutPower(Verb, tag="cut_power", frozen=True):
    """The station is dark."""


class RestorePower(Verb, tag="restore_power", frozen=True):
    """The station has power again and starts anew."""


class Reboot(Verb, tag="reboot", frozen=True):
    """The station starts anew by itself."""


class Send(Verb, tag="send", frozen=True):
    """Any call, checked by nobody; the answer to it is the result."""

    action: Annotated[str, Meta(min_length=1)]
    payload: dict[str, Any] = {}


class Answer(Verb, tag="answer", frozen=True):
    """The next command with this action gets this answer, and the station does not hear of the command."""

    action: Annotated[str, Meta(min_length=1)]
    payload: dict[str, Any] = {}


class Wait(Verb, tag="wait", frozen=True):
    """Nothing is done until simulated seconds have passed, or the station is as it should be."""

    seconds: Annotated[float, Meta(ge=0)] | None = None
    until: Literal["online", "offline", "settled"] | None = None
    """Settled: all that the station has to say was said and answered."""
    timeout_s: Annotated[float, Meta(gt=0)] = 30.0
    """Real seconds after which `until` is given up."""

    def __post_init__(self) -> None:
        """Refuse both and neither."""
        if (self.seconds is None) is (self.until is None):
            raise ValueError("wait needs `seconds` or `until`")


class ShowStatus(Verb, tag="status", frozen=True):
    """How the station is."""


AnyVerb: TypeAlias = (
    PlugIn
    | Unplug
    | Swipe
    | Fault
    | ClearFault
    | GoOffline
    | GoOnline
    | CutPower
    | RestorePower
    | Reboot
    | Send
    | Answer
    | Wait
    | ShowStatus
)


async def perform(station: SimulatedStation, verb: AnyVerb) -> dict[str, Any]:
    """Do something to a station; return what came of it. Raises: VerbError if it cannot be done."""
    match verb:
        case PlugIn() | Unplug() | Swipe() | Fault() | ClearFault():
            _check_evse(station, verb)
            return await _perform_at_evse(station, verb)
        case GoOffline():
            await station.go_offline()
        case GoOnline():
            await station.go_online()
        case CutPower():
            await station.cut_power()
        case RestorePower():
            await station.restore_power()
        case Reboot():
            await station.reboot()
        case Send(action=action, payload=payload):
            return await _send(station, action, payload)
        case Answer(action=action, payload=payload):
            station.answers.add(action, payload)
        case Wait():
            await _wait(station, verb)
        case ShowStatus():
            return status_of(station)
    return {}


def status_of(station: SimulatedStation) -> dict[str, Any]:
    """Return how a station is."""
    now, model = station.now(), station.model
    evses: list[dict[str, Any]] = []
    for evse in model.evses:
        reading = evse.reading(now)
        vehicle, transaction = evse.vehicle, evse.transaction
        evses.append(
            {
                "id": evse.id,
                "statuses": [str(evse.status(number)) for number in range(1, len(evse.layout.connectors) + 1)],
                "error": evse.error,
                "vehicle": None if vehicle is None else vehicle.model.name,
                "soc": None if vehicle is None else round(vehicle.soc, 4),
                "transaction": None if transaction is None else transaction.reference,
                "token": None if transaction is None or transaction.token is None else transaction.token.id,
                "power_w": round(reading.power_w, 1),
                "energy_wh": round(reading.energy_wh, 1),
            }
        )
    return {
        "identity": station.identity,
        "version": station.version,
        "link": link_of(station),
        "connection_error": station.connection_error,
        "at": now,
        "evses": evses,
    }


def link_of(station: SimulatedStation) -> str:
    """Return `no power`, `offline`, `booting` or `online`."""
    if not station.model.has_power:
        return "no power"
    if not station.is_online:
        return "offline"
    return "online" if station.has_booted else "booting"


async def _perform_at_evse(
    station: SimulatedStation, verb: PlugIn | Unplug | Swipe | Fault | ClearFault
) -> dict[str, Any]:
    match verb:
        case PlugIn():
            vehicle = _vehicle(verb)
            _check_place(station, verb)
            await station.plug_in(verb.evse, vehicle, verb.connector)
            return {"vehicle": vehicle.model.name, "soc": vehicle.soc}
        case Unplug():
            if station.model.evse(verb.evse).vehicle is None:
                raise VerbError(f"Nothing is plugged in at EVSE {verb.evse}")
            return {"unplugged": await station.unplug(verb.evse)}
        case Swipe():
            await station.swipe(verb.token, verb.evse, verb.kind)
        case Fault():
            await station.fault(verb.error, verb.evse, verb.info)
        case ClearFault():
            await station.clear_fault(verb.evse)
    return {}


async def _send(station: SimulatedStation, action: str, payload: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = await station.send(action, payload)
    except ConnectionError as error:
        raise VerbError(f"{action} was not answered: {error or 'the link was lost'}") from None
    except TimeoutError:
        raise VerbError(f"{action} was not answered in time") from None
    if answer.kind is FrameKind.ERROR:
        return {"error": answer.payload}
    return {"payload": answer.payload}


async def _wait(station: SimulatedStation, verb: Wait) -> None:
    if verb.seconds is not None:
        await station.clock.sleep(verb.seconds)
        return
    try:
        async with asyncio.timeout(verb.timeout_s):
            match verb.until:
                case "online":
                    await station.online()
                case "offline":
                    await station.offline()
                case _:
                    await station.settled()
    except TimeoutError:
        why = f": {station.connection_error}" if station.connection_error else ""
        raise VerbError(f"The station was not {verb.until} within {verb.timeout_s:g} s{why}") from None


def _check_evse(station: SimulatedStation, verb: PlugIn | Unplug | Swipe | Fault | ClearFault) -> None:
    count = len(station.model.evses)
    if verb.evse > count:
        raise VerbError(f"There is no EVSE {verb.evse}: the station has {'one' if count == 1 else f'1 to {count}'}")


def _check_place(station: SimulatedStation, verb: PlugIn) -> None:
    evse = station.model.evse(verb.evse)
    if verb.connector > len(evse.layout.connectors):
        raise VerbError(f"EVSE {verb.evse} has no connector {verb.connector}, only {len(evse.layout.connectors)}")
    if evse.vehicle is not None:
        raise VerbError(f"A vehicle is plugged in at EVSE {verb.evse} already: unplug it first")


def _vehicle(verb: PlugIn) -> Vehicle:
    model = CATALOGUE.get(verb.vehicle)
    if model is None:
        raise VerbError(f"There is no vehicle {verb.vehicle!r}, only {', '.join(CATALOGUE)}")
    return Vehicle(model, verb.soc, target_soc=verb.target_soc)


DECODER = msgspec.json.Decoder(AnyVerb)
"""Reads a verb from JSON: `{"do": "plug_in", "evse": 1}`."""
