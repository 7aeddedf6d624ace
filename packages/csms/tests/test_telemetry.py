"""How late the event loop is."""

from csms.telemetry import LoopDelay


def test_the_longest_delay_of_the_last_minute_is_remembered() -> None:
    delay = LoopDelay()
    assert (delay.last_s, delay.most_s) == (0, 0)
    for delay_s in (0.5, 2.0, 0.25, -1.0):
        delay.note(delay_s)
    assert (delay.last_s, delay.most_s) == (0, 2)
    for _ in range(LoopDelay.REMEMBERED):
        delay.note(0.125)
    assert delay.most_s == 0.125
