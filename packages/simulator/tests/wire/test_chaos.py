"""Faults by chance: each one on the wire, as often as asked for, the same with the same seed."""

import random
import re

import pytest

from csms_simulator.chaos import HELD_BACK_S, LEVELS, Chaos, Drift, DriftingClock, Rates, parse
from csms_simulator.clock import ManualClock

from .rig import NOW, Rig


def chaos(text: str, seed: int = 1) -> Chaos:
    return Chaos(parse(text), random.Random(seed))


async def heartbeats(rig: Rig, count: int) -> None:
    """Call and get answers, for as long as there is a link; make a new one when there is none."""
    for _ in range(count):
        if not rig.link.is_open:
            await rig.connect()
        message_id = await rig.call("Heartbeat")
        if rig.link.is_open:
            await rig.answer({"currentTime": "2026-01-01T00:00:00Z"}, message_id)
        await rig.clock.advance(30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("off", Rates()),
        ("drop=0.01,repeat=0.02", Rates(drop=0.01, repeat=0.02)),
        (" drop = 0.5 ", Rates(drop=0.5)),
        ("heavy", LEVELS["heavy"]),
        ("off,power=1", Rates(power=1)),
        ("clock_offset_s=3600,clock_ppm=50", Rates(clock_offset_s=3600, clock_ppm=50)),
    ],
)
def test_rates_are_read(text: str, expected: Rates) -> None:
    assert parse(text) == expected


def test_a_level_can_be_changed_in_part() -> None:
    rates = parse("medium,drop=0")
    assert rates.drop == 0
    assert rates.repeat == LEVELS["medium"].repeat > LEVELS["light"].repeat > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is no chaos: write off, light, medium, heavy, or rates as drop=0.01,repeat=0.02"),
        ("wild", "'wild' is no chaos: write off, light"),
        ("light,heavy", "'heavy' is no rate of chaos; there are drop, half_open, repeat"),
        ("explode=1", "'explode=1' is no rate of chaos; there are drop"),
        ("drop=often", "'drop=often' is no rate of chaos: could not convert"),
        ("drop=2", "drop is a share of all messages, from 0 to 1; it is 2.0"),
        ("drop=-1", "drop must be a number from 0 on"),
        ("drop=nan", "drop must be a number from 0 on"),
    ],
)
def test_nonsense_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        parse(text)


@pytest.mark.parametrize("level", [-0.1, 1.1])
def test_a_level_goes_from_0_to_1(level: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Chaos(level, random.Random(1))


def test_a_level_is_a_part_of_heavy() -> None:
    assert Chaos(1, random.Random(1)).rates == LEVELS["heavy"]
    assert Chaos(0.5, random.Random(1)).rates.drop == LEVELS["heavy"].drop / 2


async def record(seed: int, text: str) -> tuple[list[str], list[str], dict[str, int]]:
    faults = chaos(text, seed)
    async with Rig([faults]) as rig:
        await heartbeats(rig, 150)
        return rig.link.written + rig.link.deeds, rig.received, dict(faults.counts)


async def test_the_same_seed_makes_the_same_faults() -> None:
    assert await record(7, "heavy") == await record(7, "heavy")
    assert await record(7, "heavy") != await record(8, "heavy")


async def test_without_rates_nothing_goes_wrong() -> None:
    async with Rig([chaos("off")]) as rig:
        await heartbeats(rig, 20)
        assert len(rig.sent) == len(rig.received) == 20
        assert rig.link.deeds == []


@pytest.mark.parametrize("name", ["drop", "half_open", "repeat", "resend", "reorder", "delay", "truncate", "power"])
async def test_a_fault_is_as_frequent_as_asked_for(name: str) -> None:
    faults = chaos(f"{name}=0.1")
    async with Rig([faults]) as rig:
        for _ in range(400):
            if not rig.link.is_open or rig.link.is_dead:
                await rig.connect()
            message_id = await rig.call("Heartbeat")
            if name == "delay":
                await rig.answer({}, message_id)
            await rig.clock.advance(30)
    assert set(faults.counts) == {name}
    assert 20 <= faults.counts[name] <= 65


async def test_links_end_with_and_without_a_close_frame() -> None:
    deeds: set[str] = set()
    async with Rig([chaos("drop=1")]) as rig:
        for _ in range(10):
            await rig.call("Heartbeat")
            deeds |= set(rig.link.deeds)
            assert rig.sent == []
            await rig.connect()
    assert deeds == {"cut", "close 1000"}


async def test_links_are_half_open_with_and_without_the_station_knowing() -> None:
    deeds: set[str] = set()
    async with Rig([chaos("half_open=1")]) as rig:
        for _ in range(10):
            await rig.call("Heartbeat")
            deeds |= set(rig.link.deeds)
            assert rig.sent == []
            await rig.connect()
    assert deeds == {"abandon", "die"}


async def test_an_answer_may_be_what_is_lost_with_a_link() -> None:
    async with Rig([chaos("drop=0.5", seed=3)]) as rig:
        while True:
            message_id = await rig.call("Heartbeat")
            if rig.link.is_open:
                await rig.answer({}, message_id)
                if not rig.link.is_open:
                    break
            else:
                await rig.connect()
        assert rig.sent[-1][1] == message_id
        assert message_id not in [frame[1] for frame in rig.seen]


async def test_a_call_comes_twice_and_the_station_sees_one_answer() -> None:
    async with Rig([chaos("repeat=1")]) as rig:
        message_id = await rig.call("Heartbeat")
        assert [frame[1] for frame in rig.sent] == [message_id, message_id]
        await rig.answer({"first": 1}, message_id)
        await rig.answer({"second": 2}, message_id)
        assert rig.seen == [[3, message_id, {"first": 1}]]


async def test_a_call_comes_again_with_another_id_and_the_station_sees_one_answer() -> None:
    async with Rig([chaos("resend=1")]) as rig:
        message_id = await rig.call("Authorize", {"idTag": "A"})
        first, second = rig.sent
        assert first[1] == message_id != second[1]
        assert first[2:] == second[2:]
        await rig.answer({}, second[1])
        await rig.answer({}, message_id)
        assert rig.seen == [[3, message_id, {}]]


async def test_a_message_comes_after_the_next_one() -> None:
    async with Rig([chaos("reorder=1")]) as rig:
        first = await rig.call("Heartbeat")
        assert rig.sent == []
        second = await rig.call("Heartbeat")
        assert [frame[1] for frame in rig.sent] == [second, first]


async def test_a_message_does_not_wait_for_ever_for_the_next_one() -> None:
    async with Rig([chaos("reorder=1")]) as rig:
        await rig.call("Heartbeat")
        await rig.clock.advance(HELD_BACK_S)
        assert len(rig.sent) == 1


async def test_answers_of_both_sides_come_late() -> None:
    async with Rig([chaos("delay=1,longest_delay_s=10")]) as rig:
        await rig.call("Heartbeat")
        assert len(rig.sent) == 1
        await rig.answer({})
        command_id = await rig.command("ClearCache")
        assert [frame[0] for frame in rig.seen] == [2]
        await rig.reply(command_id, {"status": "Accepted"})
        assert len(rig.sent) == 1
        await rig.clock.advance(10)
        assert [frame[0] for frame in rig.seen] == [2, 3]
        assert [frame[0] for frame in rig.sent] == [2, 3]


async def test_a_message_lacks_its_end() -> None:
    async with Rig([chaos("truncate=1")]) as rig:
        await rig.call("Heartbeat")
        (text,) = rig.link.written
    assert '[2,"1","Heartbeat",{}]'.startswith(text)
    assert len(text) < 22


async def test_the_station_loses_its_power_for_a_while() -> None:
    async with Rig([chaos("power=1")]) as rig:
        await rig.call("Heartbeat")
        assert rig.sent == []
        assert 5 <= rig.outages_s[0] <= 300


async def test_power_is_lost_once_however_much_is_said_before_it_is_noticed() -> None:
    async with Rig([chaos("power=1")]) as rig:
        rig.wire.write('[2,"1","Heartbeat",{}]')
        rig.wire.write('[2,"2","Heartbeat",{}]')
        await rig.settle()
        assert len(rig.outages_s) == 1


async def test_where_power_cannot_be_cut_the_link_is() -> None:
    rig = Rig([chaos("power=1")])
    rig.wiring = type(rig.wiring)([chaos("power=1")], clock=rig.clock, version="1.6")
    async with rig:
        await rig.call("Heartbeat")
        assert rig.link.deeds == ["cut"]


def test_a_clock_is_wrong_within_bounds() -> None:
    drifts = [chaos("clock_offset_s=60,clock_ppm=100", seed).drift(NOW) for seed in range(50)]
    assert all(-60 <= drift.offset_s <= 60 and -1e-4 <= drift.gain <= 1e-4 for drift in drifts)
    assert min(drift.offset_s for drift in drifts) < -30
    assert max(drift.gain for drift in drifts) > 5e-5


def test_a_clock_that_is_fast_shows_more_and_more() -> None:
    drift = Drift(offset_s=10, gain=0.01, since=NOW)
    assert drift.shown(NOW) == NOW + 10
    assert drift.shown(NOW + 1000) == NOW + 1020
    assert drift.when(NOW + 1020) == pytest.approx(NOW + 1000)


async def test_timers_of_a_wrong_clock_are_wrong_too() -> None:
    right = ManualClock(NOW)
    wrong = DriftingClock(right, Drift(offset_s=10, gain=0.01, since=NOW))
    called: list[float] = []
    wrong.call_at(wrong.now() + 101, lambda: called.append(right.now()))
    await right.advance(99.9)
    assert called == []
    await right.advance(0.2)
    assert called == [pytest.approx(NOW + 100)]
