import asyncio
import time

from csms_simulator.load.pulse import Pulse


async def test_it_beats_until_it_is_stopped() -> None:
    beats: list[float] = []
    enough = asyncio.Event()

    def beat(now_s: float) -> None:
        beats.append(now_s)
        if len(beats) == 3:
            pulse.stop()
            enough.set()

    failures: list[Exception] = []
    pulse = Pulse(beat, failures.append)
    pulse.beat()
    await enough.wait()
    pulse.beat()
    assert len(beats) == 3
    assert beats == sorted(beats)
    assert pulse.lateness.count == 3
    assert failures == []


async def test_who_reads_much_can_make_it_beat() -> None:
    beats: list[float] = []
    pulse = Pulse(beats.append, print)
    pulse.beat()
    assert pulse.due_ns > time.perf_counter_ns()
    pulse.beat()
    assert len(beats) == 2
    pulse.stop()


async def test_an_action_that_makes_it_beat_is_not_begun_again() -> None:
    beats: list[float] = []

    def beat(now_s: float) -> None:
        beats.append(now_s)
        pulse.beat()

    pulse = Pulse(beat, print)
    pulse.beat()
    assert len(beats) == 1
    pulse.stop()


async def test_what_the_action_raises_ends_it() -> None:
    failures: list[Exception] = []

    def fail(_: float) -> None:
        raise ValueError("no")

    pulse = Pulse(fail, failures.append)
    pulse.beat()
    pulse.beat()
    assert [str(error) for error in failures] == ["no"]
