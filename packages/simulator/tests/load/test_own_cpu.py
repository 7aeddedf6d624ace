from csms_simulator.load.own_cpu import OwnCpu


class Clocks:
    def __init__(self) -> None:
        self.cpu_s = 5.0
        self.now_s = 100.0

    def pass_a_second(self, share: float) -> None:
        self.now_s += 1
        self.cpu_s += share


def measured(*shares: float) -> OwnCpu:
    clocks = Clocks()
    own_cpu = OwnCpu(lambda: clocks.cpu_s, lambda: clocks.now_s)
    for share in shares:
        clocks.pass_a_second(share)
        assert abs(own_cpu.sample() - share) < 1e-9
    return own_cpu


def test_a_generator_that_is_not_busy_gives_no_warning() -> None:
    own_cpu = measured(*[0.5] * 10)
    assert own_cpu.warning is None
    assert abs(own_cpu.share - 0.5) < 1e-9


def test_a_busy_generator_warns() -> None:
    warning = measured(*[0.9] * 10).warning
    assert warning is not None
    assert "used 90% of a core itself" in warning


def test_a_generator_that_is_busy_now_and_then_warns() -> None:
    warning = measured(*[0.95] * 2, *[0.1] * 8).warning
    assert warning is not None
    assert "more than 80% of a core itself in 2 of 10 seconds" in warning
    assert measured(0.95, *[0.1] * 9).warning is None


def test_a_new_start_forgets_what_was() -> None:
    clocks = Clocks()
    own_cpu = OwnCpu(lambda: clocks.cpu_s, lambda: clocks.now_s)
    clocks.pass_a_second(1.0)
    own_cpu.sample()
    own_cpu.start()
    assert (own_cpu.share, own_cpu.busiest_share, own_cpu.warning) == (0.0, 0.0, None)
    clocks.pass_a_second(0.2)
    own_cpu.sample()
    assert abs(own_cpu.busiest_share - 0.2) < 1e-9
