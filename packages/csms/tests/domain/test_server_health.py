"""What is not as it should be with a server is told in words."""

import pytest

from csms.domain.server_health import Measured, find


def test_nothing_is_said_of_a_server_that_is_well() -> None:
    assert find(Measured()) == []
    assert find(Measured(disk_free_bytes=100 * 2**30, writes_waiting=1, writes_limit=10, loop_delay_max_s=0.1)) == []


@pytest.mark.parametrize(
    ("measured", "code", "severity", "words"),
    [
        (Measured(is_listening=False), "not_listening", "error", "Stations cannot connect"),
        (Measured(database_error="it is locked"), "database_away", "error", "does not answer: it is locked."),
        (Measured(certificate_error="no key"), "certificate_unusable", "error", "cannot be used: no key."),
        (Measured(disk_free_bytes=2**30), "disk_low", "warning", "only 1.0 GiB left."),
        (Measured(disk_free_bytes=2**20), "disk_full", "error", "No messages are recorded"),
        (Measured(writes_waiting=11, writes_limit=100), "writes_wait", "warning", "11 changes wait for the database"),
        (Measured(write_delay_s=1.5), "writes_slow", "warning", "waits 1.5 s"),
        (Measured(loop_delay_max_s=0.3), "loop_late", "warning", "busy for 0.3 s"),
        (Measured(frames_dropped=7), "frames_dropped", "warning", "7 messages are missing"),
        (Measured(are_frames_recorded=False), "frames_off", "note", "not recorded"),
    ],
)
def test_what_is_not_as_it_should_be(measured: Measured, code: str, severity: str, words: str) -> None:
    (finding,) = find(measured)
    assert (finding.code, finding.severity.value) == (code, severity)
    assert words in finding.text
    assert finding.remedy.endswith(".")


def test_the_worst_comes_first() -> None:
    found = find(Measured(are_frames_recorded=False, frames_dropped=1, is_listening=False))
    assert [finding.code for finding in found] == ["not_listening", "frames_dropped", "frames_off"]
