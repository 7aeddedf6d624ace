import pytest

from csms_simulator.console.typed_commands import COMMANDS, help_text, read_command
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


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("plug", PlugIn()),
        ("plug 2", PlugIn(evse=2)),
        ("PLUG small_ev 20% 80%", PlugIn(vehicle="small_ev", soc=0.2, target_soc=0.8)),
        ("plug 12.5% 2", PlugIn(evse=2, soc=0.125)),
        ("unplug", Unplug()),
        ("unplug 3", Unplug(evse=3)),
        ("swipe 04A1", Swipe(token="04A1")),
        ("swipe 123 2", Swipe(token="123", evse=2)),
        ("fault", Fault()),
        ("fault GroundFailure 2", Fault(error="GroundFailure", evse=2)),
        ("fault 0", Fault(evse=0)),
        ("clear 2", ClearFault(evse=2)),
        ("offline", GoOffline()),
        ("online", GoOnline()),
        ("cut", CutPower()),
        ("restore", RestorePower()),
        ("  reboot  ", Reboot()),
        ("status", ShowStatus()),
        ("wait 90", Wait(seconds=90)),
        ("wait online", Wait(until="online")),
        ("send Heartbeat", Send(action="Heartbeat")),
        ('send DataTransfer {"vendorId": "a b"}', Send(action="DataTransfer", payload={"vendorId": "a b"})),
        ('answer Reset {"status": "Rejected"}', Answer(action="Reset", payload={"status": "Rejected"})),
    ],
)
def test_commands_mean_verbs(text: str, verb: AnyVerb) -> None:
    assert read_command(text) == verb


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("jump", "'jump' is no command. Type help"),
        ("swipe", "Which token"),
        ("swipe A first", "'first' is not the number of an EVSE"),
        ("plug 0", "`int` >= 1"),
        ("plug 120%", "`float` <= 1"),
        ("unplug 1 2", "'1 2' is not the number"),
        ("fault A B", "One error at a time"),
        ("offline now", "Nothing can follow"),
        ("send", "Which action"),
        ("send Reset {", "The payload is no JSON object"),
        ("send Reset []", "The payload is no JSON object"),
        ("wait", "For what"),
        ("wait rain", "Invalid enum value 'rain'"),
        ("wait -1", "`float` >= 0"),
    ],
)
def test_what_means_nothing_is_told_with_what_would(text: str, problem: str) -> None:
    with pytest.raises(VerbError) as caught:
        read_command(text)
    assert problem in str(caught.value)
    word = text.split(maxsplit=1)[0]
    assert word not in COMMANDS or COMMANDS[word].usage in str(caught.value)


def test_the_help_names_every_command() -> None:
    text = help_text()
    assert all(command.usage in text for command in COMMANDS.values())
    assert "quit" in text
