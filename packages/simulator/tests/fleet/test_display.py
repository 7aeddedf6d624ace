import io

import pytest
from rich.console import Console, RenderableType

from csms_simulator.fleet.display import Rates, live_view, progress_line
from csms_simulator.fleet.snapshot import EvseView, Snapshot, StationView
from csms_simulator.fleet.tally import Problem

PROBLEM = Problem(1_767_225_600.0, "SIM-02", "link lost", "the link ended")


def station(number: int, *, status: str = "Available", power_w: float = 0.0, link: str = "online") -> StationView:
    soc = 0.5 if power_w else None
    return StationView(
        identity=f"SIM-{number:02}",
        version="2.0.1",
        use="public",
        link=link,
        evses=(EvseView(1, status, power_w, 1234.0, soc), EvseView(2, "Available", 0.0, 0.0, None)),
        last_problem=PROBLEM if number == 2 else None,
        lifetime_s=100.0,
        online_s=99.0,
    )


def snapshot(
    *stations: StationView, problems: tuple[Problem, ...] = (), frames: tuple[int, int] = (40, 41)
) -> Snapshot:
    return Snapshot(
        url="ws://central:9000",
        at=1_767_225_600.0,
        running_s=3600.0,
        time_of_day_s=8 * 3600 + 12 * 60,
        day=1,
        stations=stations,
        frames_sent=frames[0],
        frames_received=frames[1],
        transactions_started=3,
        transactions_ended=1,
        refusals={"Invalid": 2},
        recent_problems=problems,
        problem_count=len(problems),
    )


def rendered(renderable: RenderableType, *, width: int = 120, height: int = 40) -> str:
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_the_header_tells_where_when_and_how_much() -> None:
    fleet = snapshot(station(1, status="Charging", power_w=7_400.0), station(2, link="offline"))
    text = rendered(live_view(fleet, 10, (4.0, 4.5), 40))
    for word in (
        "ws://central:9000",
        "2026-01-01 00:00:00Z",
        "day 1, 08:12",
        "speed 10",
        "1 online  1 offline",
        "3 Available  1 Charging",
        "7.4 kW",
        "2.47 kWh",
        "3 transactions started, 1 ended, 2 tokens refused",
        "4.0 frames/s out, 4.5 in",
    ):
        assert word in text


def test_each_station_has_a_line() -> None:
    text = rendered(live_view(snapshot(station(1, status="Charging", power_w=7_400.0), station(2)), 1, (0, 0), 40))
    line = next(line for line in text.splitlines() if "SIM-01" in line)
    for word in ("2.0.1", "public", "online", "1 Charging 50%", "2 Available", "7.4", "1.23"):
        assert word in line
    assert "the link ended" in next(line for line in text.splitlines() if "SIM-02" in line)


@pytest.mark.parametrize("height", [8, 12, 16, 24, 50])
@pytest.mark.parametrize("count", [1, 5, 30])
@pytest.mark.parametrize("problems", [(), (PROBLEM,), (PROBLEM,) * 9])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_it_fits_into_the_terminal(height: int, count: int, problems: tuple[Problem, ...], width: int) -> None:
    fleet = snapshot(*(station(number) for number in range(count)), problems=problems)
    text = rendered(live_view(fleet, 1, (0, 0), height), width=width, height=height)
    if height >= 16 or not problems:
        assert len(text.splitlines()) < height


def test_where_not_all_fit_the_ones_that_charge_or_are_lost_are_shown() -> None:
    idle = [station(number) for number in range(30)]
    idle[20] = station(20, status="Charging", power_w=5_000.0)
    idle[25] = station(25, link="offline")
    text = rendered(live_view(snapshot(*idle), 1, (0, 0), 20))
    assert "SIM-20" in text
    assert "SIM-25" in text
    assert text.index("SIM-00") < text.index("SIM-20") < text.index("SIM-25"), "the order stays"
    assert "more, which do less" in text


def test_without_a_terminal_one_line_tells_it_all() -> None:
    fleet = snapshot(station(1, status="Charging", power_w=7_400.0), station(2), problems=(PROBLEM,))
    assert progress_line(fleet, 10, (4.0, 4.5)) == (
        "day 1, 08:12 (x10) | 2 stations: 2 online | 4 EVSEs: 3 Available, 1 Charging | 7.4 kW | 2.47 kWh | "
        "3 transactions started, 1 ended | 4.0 frames/s out, 4.5 in | "
        "1 problems, the last at SIM-02: the link ended"
    )


def test_rates_are_taken_over_the_last_seconds() -> None:
    rates = Rates()
    assert rates.per_second == (0.0, 0.0)
    for second in range(31):
        busy = second if second < 20 else 20 + (second - 20) * 10
        rates.note(float(second), snapshot(frames=(busy, 2 * busy)))
    assert rates.per_second == (pytest.approx(10.0), pytest.approx(20.0))
