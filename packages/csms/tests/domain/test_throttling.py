"""Who tries passwords has to wait longer each time."""

from csms.domain.throttling import FORGOTTEN_AFTER_S, FREE_FAILURES, LIMIT, LONGEST_WAIT_S, Throttle

NAME = ("name admin",)


def failed(times: int, now_s: float = 0.0) -> Throttle:
    throttle = Throttle()
    for _ in range(times):
        throttle.failed(NAME, now_s)
    return throttle


def test_the_first_failures_are_free() -> None:
    assert failed(FREE_FAILURES).wait_s(NAME, 0) == 0


def test_each_failure_after_them_doubles_the_wait() -> None:
    assert [failed(FREE_FAILURES + extra).wait_s(NAME, 0) for extra in (1, 2, 3, 4)] == [1, 2, 4, 8]


def test_the_wait_runs_down() -> None:
    throttle = failed(FREE_FAILURES + 3)
    assert throttle.wait_s(NAME, 3) == 1
    assert throttle.wait_s(NAME, 4) == 0


def test_nobody_waits_longer_than_the_longest() -> None:
    assert failed(1000).wait_s(NAME, 0) == LONGEST_WAIT_S


def test_the_key_that_has_to_wait_longest_counts() -> None:
    throttle = failed(FREE_FAILURES + 2)
    assert throttle.wait_s(("address 192.0.2.1", *NAME), 0) == 2


def test_who_gets_in_is_forgiven() -> None:
    throttle = failed(FREE_FAILURES + 2)
    throttle.succeeded(NAME)
    assert throttle.wait_s(NAME, 0) == 0
    assert len(throttle) == 0


def test_failures_of_long_ago_are_forgotten() -> None:
    throttle = failed(1000)
    assert throttle.wait_s(NAME, FORGOTTEN_AFTER_S) == 0
    throttle.failed(NAME, FORGOTTEN_AFTER_S)
    assert throttle.wait_s(NAME, FORGOTTEN_AFTER_S) == 0


def test_however_many_fail_the_memory_is_bounded() -> None:
    throttle = Throttle()
    for number in range(LIMIT + 10):
        throttle.failed((f"address {number}",), 0)
    assert len(throttle) == LIMIT
