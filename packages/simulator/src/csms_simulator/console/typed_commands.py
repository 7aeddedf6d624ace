"""The words that one types to drive a station, and what they mean."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from csms_simulator.console.verbs import (
    Answer,
    AnyVerb,
    ClearFault,
    CutPower,
    Fault,
    GoOffline,
    GoOnline,
    PlugIn,
    Reboot,
    RestorePower,
    Send,
    ShowStatus,
    Swipe,
    Unplug,
    VerbError,
    Wait,
)


class Command(Struct, frozen=True):
    """One word that can be typed."""

    usage: str
    meaning: str
    read: Callable[[Sequence[str]], AnyVerb]


def read_command(text: str) -> AnyVerb:
    """Return what a line means. Raises: VerbError for one that means nothing."""
    word, _, rest = text.strip().partition(" ")
    command = COMMANDS.get(word.lower())
    if command is None:
        raise VerbError(f"{word!r} is no command. Type help for a list.")
    # A payload of JSON may have blanks in it.
    words = rest.split(maxsplit=1) if word.lower() in {"send", "answer"} else rest.split()
    try:
        return command.read(words)
    except (VerbError, msgspec.ValidationError) as error:
        raise VerbError(f"{error}. It is used so: {command.usage}") from None


def help_text() -> str:
    """Return the list of commands."""
    rows = [(command.usage, command.meaning) for command in COMMANDS.values()]
    rows += [("help", "show this"), ("quit", "end the link and the program")]
    width = max(len(usage) for usage, _ in rows)
    return "\n".join(f"  {usage:{width}}  {meaning}" for usage, meaning in rows)


def _plug(words: Sequence[str]) -> AnyVerb:
    given: dict[str, Any] = {}
    for word in words:
        if word.isdecimal():
            given["evse"] = int(word)
        elif match := re.fullmatch(r"(\d+(?:\.\d+)?)%", word):
            given["target_soc" if "soc" in given else "soc"] = float(match[1]) / 100
        else:
            given["vehicle"] = word
    return msgspec.convert(given | {"do": "plug_in"}, PlugIn)


def _swipe(words: Sequence[str]) -> AnyVerb:
    if not words:
        raise VerbError("Which token?")
    return msgspec.convert({"do": "swipe", "token": words[0], **_evse(words[1:])}, Swipe)


def _fault(words: Sequence[str]) -> AnyVerb:
    numbers = [word for word in words if word.isdecimal()]
    errors = [word for word in words if not word.isdecimal()]
    if len(errors) > 1:
        raise VerbError(f"One error at a time, not {' and '.join(errors)}")
    error = {"error": errors[0]} if errors else {}
    return msgspec.convert({"do": "fault", **_evse(numbers), **error}, Fault)


def _at_evse(verb: type[Unplug | ClearFault]) -> Callable[[Sequence[str]], AnyVerb]:
    return lambda words: msgspec.convert({"do": verb.__struct_config__.tag, **_evse(words)}, verb)


def _alone(
    verb: type[GoOffline | GoOnline | CutPower | RestorePower | Reboot | ShowStatus],
) -> Callable[[Sequence[str]], AnyVerb]:
    def read(words: Sequence[str]) -> AnyVerb:
        if words:
            raise VerbError(f"Nothing can follow, {' '.join(words)!r} does")
        return verb()

    return read


def _wait(words: Sequence[str]) -> AnyVerb:
    if len(words) != 1:
        raise VerbError("For what?")
    is_time = re.fullmatch(r"-?[\d.]+", words[0]) is not None
    return msgspec.convert({"do": "wait", "seconds" if is_time else "until": words[0]}, Wait, strict=False)


def _with_payload(verb: type[Send | Answer]) -> Callable[[Sequence[str]], AnyVerb]:
    def read(words: Sequence[str]) -> AnyVerb:
        if not words:
            raise VerbError("Which action?")
        try:
            payload = msgspec.json.decode(words[1] if len(words) > 1 else "{}", type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise VerbError(f"The payload is no JSON object ({error})") from None
        return verb(action=words[0], payload=payload)

    return read


def _evse(words: Sequence[str]) -> Mapping[str, int]:
    """Return the EVSE that a command is about, if one is named."""
    match words:
        case []:
            return {}
        case [number] if number.isdecimal():
            return {"evse": int(number)}
        case _:
            raise VerbError(f"{' '.join(words)!r} is not the number of an EVSE")


COMMANDS: dict[str, Command] = {
    "plug": Command("plug [EVSE] [VEHICLE] [SOC%] [TARGET%]", "plug a vehicle in: plug 1 compact 20% 80%", _plug),
    "unplug": Command("unplug [EVSE]", "pull the plug", _at_evse(Unplug)),
    "swipe": Command("swipe TOKEN [EVSE]", "hold a card against the reader", _swipe),
    "fault": Command("fault [ERROR] [EVSE]", "let something break: fault GroundFailure", _fault),
    "clear": Command("clear [EVSE]", "repair it", _at_evse(ClearFault)),
    "offline": Command("offline", "lose the link", _alone(GoOffline)),
    "online": Command("online", "connect again", _alone(GoOnline)),
    "cut": Command("cut", "take the power away", _alone(CutPower)),
    "restore": Command("restore", "give the power back", _alone(RestorePower)),
    "reboot": Command("reboot", "start anew", _alone(Reboot)),
    "status": Command("status", "show how the station is", _alone(ShowStatus)),
    "wait": Command("wait SECONDS | online | offline | settled", "go on then", _wait),
    "send": Command("send ACTION [JSON]", 'send any call: send DataTransfer {"vendorId": "x"}', _with_payload(Send)),
    "answer": Command(
        "answer ACTION [JSON]", "what to answer to the next command with this action", _with_payload(Answer)
    ),
}
