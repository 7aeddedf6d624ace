import math
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.load.wheel import Timer, TimerWheel

TICK_S = 0.5


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.floats(-5, 100)),
            st.tuples(st.just("cancel"), st.integers(0, 30)),
            st.tuples(st.just("advance"), st.floats(0, 60)),
        )
    )
)
def test_what_is_due_is_done_as_a_sorted_list_says(steps: list[tuple[str, float]]) -> None:
    start_s = now_s = 1000.0
    wheel = TimerWheel(start_s, TICK_S, slots=16)
    done: list[int] = []
    timers: list[Timer] = []
    waiting: list[tuple[int, int]] = []  # the oracle: the tick at which a timer is due, and its number
    for what, value in steps:
        tick_now = math.floor((now_s - start_s) / TICK_S)
        if what == "add":
            number, due_s = len(timers), now_s + value
            timers.append(wheel.add(due_s, lambda number=number: done.append(number)))
            waiting.append((max(math.ceil((due_s - start_s) / TICK_S), tick_now + 1), number))
        elif what == "cancel" and value < len(timers):
            timers[int(value)].cancel()
            waiting = [timer for timer in waiting if timer[1] != value]
        elif what == "advance":
            now_s += value
            tick_now = math.floor((now_s - start_s) / TICK_S)
            done.clear()
            wheel.run_due(now_s)
            assert done == [number for tick, number in sorted(waiting) if tick <= tick_now]
            waiting = [timer for timer in waiting if timer[0] > tick_now]


@given(st.floats(-10, 1000), st.lists(st.floats(0.01, 20), min_size=1, max_size=200))
def test_a_timer_is_never_early_and_less_than_a_tick_late(due_s: float, waits: list[float]) -> None:
    wheel = TimerWheel(0.0, TICK_S, slots=16)
    done: list[bool] = []
    wheel.add(due_s, lambda: done.append(True))
    now_s = 0.0
    for wait_s in waits:
        now_s += wait_s
        wheel.run_due(now_s)
        assert not done or now_s >= due_s
        assert done or now_s < max(due_s, TICK_S) + TICK_S


def test_what_an_action_adds_waits_for_the_next_tick() -> None:
    wheel = TimerWheel(0.0, TICK_S, slots=4)
    done: list[float] = []

    def again(now_s: float) -> Callable[[], None]:
        def act() -> None:
            done.append(now_s)
            wheel.add(now_s, again(now_s + TICK_S))

        return act

    wheel.add(0.0, again(TICK_S))
    for tick in range(1, 4):
        wheel.run_due(tick * TICK_S)
    assert done == [0.5, 1.0, 1.5]


def test_an_action_can_cancel_another_of_its_tick() -> None:
    wheel = TimerWheel(0.0, TICK_S)
    done: list[str] = []
    timers: list[Timer] = []

    def cancel_the_other() -> None:
        timers[0].cancel()

    wheel.add(1.0, cancel_the_other)
    timers.append(wheel.add(1.0, lambda: done.append("cancelled")))
    wheel.run_due(1.0)
    wheel.run_due(100.0)
    assert done == []


def test_a_clock_that_stands_still_or_turns_back_does_nothing() -> None:
    wheel = TimerWheel(10.0, TICK_S)
    done: list[str] = []
    wheel.add(11.0, lambda: done.append("done"))
    wheel.run_due(10.0)
    wheel.run_due(5.0)
    assert done == []
    wheel.run_due(11.0)
    wheel.run_due(11.0)
    assert done == ["done"]
