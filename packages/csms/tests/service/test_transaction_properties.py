"""A true story leaves the same transaction, however badly it is told.

Channels repeat messages, lose answers, change the order and end with our restart; stations tell again with new
message ids. What is left is compared with what the same story leaves when it is told once, in order.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from csms.domain.authorization import IdToken
from csms.domain.transaction_facts import EventKind
from csms.domain.transactions import Transaction
from csms.storage.connections import make_engine
from csms.storage.migrations import migrate
from packages.csms.tests.service.chargers import TAG, Charger, make_charger, value

FRIEND = IdToken("FRIEND")
PATIENT = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

_NUMBERS = count(1)


class Story(Struct, frozen=True):
    """What is true: registers at the begin, at each minute, and at the end a minute later."""

    begin_wh: int
    registers_wh: tuple[int, ...]
    end_wh: int
    stopped_by: IdToken | None

    @property
    def end(self) -> int:
        return len(self.registers_wh) + 1


@st.composite
def stories(draw: st.DrawFn) -> Story:
    begin_wh = draw(st.integers(0, 10**8))
    registers, register_wh = list[int](), begin_wh
    for step_wh in draw(st.lists(st.integers(0, 3000), max_size=6)):
        register_wh += step_wh
        registers.append(register_wh)
    end_wh = register_wh + draw(st.integers(1, 3000))
    return Story(begin_wh, tuple(registers), end_wh, draw(st.sampled_from([None, TAG, FRIEND])))


times = st.integers(1, 3)
"""How often a message is told."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('stories') / 'csms.db'}"
    migrate(url)
    return url


@pytest.fixture(scope="module")
def engine_charger(template: str) -> Iterator[Charger]:
    engine = make_engine(template, connections=1, is_writer=True)
    yield make_charger(engine, "first")
    engine.dispose()


def new_charger(first: Charger) -> Charger:
    """Return another station in the same database."""
    return make_charger(first.engine, f"CP{next(_NUMBERS)}")


def facts(row: Transaction) -> dict[str, object]:
    """Return what has to be the same; not who it is, nor when it was heard."""
    left_out = {"id", "station_id", "reference", "start_key", "stop_key", "received_at", "updated_at", "tally"}
    left_out |= {"stop_received_at", "is_announced", "asked_at", "metered_at", "charging_state_since"}
    return {name: getattr(row, name) for name in row.__struct_fields__ if name not in left_out}


def tell_1_6(charger: Charger, story: Story) -> Transaction:
    started = charger.start(meter_wh=story.begin_wh)
    for minute, register_wh in enumerate(story.registers_wh, start=1):
        charger.meter(value(minute, register_wh, soc_percent=50.0), number=started.number)
    charger.stop(story.end, number=started.number, meter_wh=story.end_wh, tag=story.stopped_by)
    return charger.only()


@PATIENT
@given(story=stories(), data=st.data())
def test_a_story_in_numbers_of_ours_is_the_same_through_a_bad_channel(
    engine_charger: Charger, story: Story, data: st.DataObject
):
    plain = tell_1_6(new_charger(engine_charger), story)
    charger = new_charger(engine_charger)
    number = None
    for late in range(data.draw(times)):
        number = charger.start(meter_wh=story.begin_wh, now=late).number
    assert number is not None
    later = [*enumerate(story.registers_wh, start=1), (story.end, None)]
    told = data.draw(st.permutations([each for each in later for _ in range(data.draw(times))]))
    for index, (minute, register_wh) in enumerate(told):
        now = minute + index / 10
        if register_wh is None:
            charger.stop(story.end, number=number, meter_wh=story.end_wh, tag=story.stopped_by, now=now)
        else:
            charger.meter(value(minute, register_wh, soc_percent=50.0), number=number, now=now)
        if data.draw(st.booleans()):
            charger.engine.dispose()  # we restart
        if data.draw(st.booleans()):
            assert charger.start(meter_wh=story.begin_wh, now=now).number == number
    assert facts(charger.only()) == facts(plain)
    assert [each[0] for each in charger.kept_values()] == [number] * len(story.registers_wh)
    names = [event.name for event in charger.events]
    assert (names.count("transaction.started"), names.count("transaction.ended")) == (1, 1)


@PATIENT
@given(story=stories(), data=st.data(), number=st.sampled_from([0, -1, 2**63 - 1]), stop_first=st.booleans())
@example(Story(0, (), 1, None), None, -1, True).via("the stop alone, with nothing to know it by")
def test_a_story_of_a_station_that_never_got_a_number_is_the_same(
    engine_charger: Charger, story: Story, data: st.DataObject | None, number: int, stop_first: bool
):
    plain = tell_1_6(new_charger(engine_charger), story)
    charger = new_charger(engine_charger)

    def start() -> None:
        charger.start(meter_wh=story.begin_wh)

    def stop() -> None:
        charger.stop(story.end, number=number, meter_wh=story.end_wh, tag=story.stopped_by)

    def meter() -> None:
        for minute, register_wh in enumerate(story.registers_wh, start=1):
            charger.meter(value(minute, register_wh, soc_percent=50.0), number=number)

    begin, end = (stop, start) if stop_first and story.stopped_by is not FRIEND else (start, stop)
    for tell in (begin, meter, end) if begin is start else (begin, end, meter):
        for _ in range(1 if data is None else data.draw(times)):
            tell()
    assert facts(charger.only()) == facts(plain)


@PATIENT
@given(first=stories(), step_wh=st.integers(0, 500), data=st.data())
def test_two_transactions_at_one_connector_do_not_disturb_each_other(
    engine_charger: Charger, first: Story, step_wh: int, data: st.DataObject
):
    charger = new_charger(engine_charger)
    numbers = [charger.start(meter_wh=first.begin_wh).number]
    begin_wh = first.end_wh + step_wh
    later = [("value", 0, minute, wh) for minute, wh in enumerate(first.registers_wh, start=1)]
    later += [("stop", 0, first.end, first.end_wh), ("start", 1, first.end + 5, begin_wh)]
    told = data.draw(st.permutations([each for each in later for _ in range(data.draw(times))]))
    for kind, _, minute, register_wh in told:
        if kind == "value":
            charger.meter(value(minute, register_wh), number=numbers[0], now=first.end + 6)
        elif kind == "stop":
            charger.stop(minute, number=numbers[0], meter_wh=register_wh, now=first.end + 6)
        else:
            numbers.append(charger.start(minute, meter_wh=register_wh, now=first.end + 6).number)
    charger.stop(first.end + 10, number=numbers[-1], meter_wh=begin_wh + 700)
    assert len(set(numbers)) == 2
    assert [row.energy_wh for row in charger.all()] == [first.end_wh - first.begin_wh, 700]
    assert [row.flags for row in charger.all()] == [(), ()]
    names = [event.name for event in charger.events]
    assert (names.count("transaction.started"), names.count("transaction.ended")) == (2, 2)


@PATIENT
@given(story=stories(), data=st.data(), has_end=st.booleans())
def test_a_story_in_events_is_the_same_in_any_order(
    engine_charger: Charger, story: Story, data: st.DataObject, has_end: bool
):
    plain, bad = new_charger(engine_charger), new_charger(engine_charger)
    order = list(range(story.end + 1))
    told = data.draw(st.permutations([each for each in order for _ in range(data.draw(times))]))
    for seq_no in order:
        _tell_event(plain, story, seq_no, has_end=has_end)
    for seq_no in told:
        _tell_event(bad, story, seq_no, has_end=has_end)
        if data.draw(st.booleans()):
            bad.engine.dispose()
    assert facts(bad.only()) == facts(plain.only())
    assert bad.kept_values() == [(bad.only().id, *others) for _, *others in plain.kept_values()]
    names = [event.name for event in bad.events]
    assert (names.count("transaction.started"), names.count("transaction.ended")) == (1, 1)


def _tell_event(charger: Charger, story: Story, seq_no: int, *, has_end: bool) -> None:
    if seq_no == 0:
        begin = value(0, story.begin_wh, "Transaction.Begin", soc_percent=50.0)
        charger.event(EventKind.STARTED, 0, 0, begin, id_token=TAG, trigger="Authorized")
    elif seq_no < story.end:
        reading = value(seq_no, story.registers_wh[seq_no - 1], soc_percent=50.0)
        charger.event(EventKind.UPDATED, seq_no, seq_no, reading, charging_state=f"state {seq_no}")
    else:
        end = (value(seq_no, story.end_wh, "Transaction.End", soc_percent=50.0),) if has_end else ()
        charger.event(EventKind.ENDED, seq_no, seq_no, *end, stopped_reason="EVDisconnected", id_token=story.stopped_by)


@PATIENT
@given(story=stories())
def test_numbers_of_ours_and_of_stations_tell_the_same(engine_charger: Charger, story: Story):
    numbered, named = new_charger(engine_charger), new_charger(engine_charger)
    started = numbered.start(meter_wh=story.begin_wh)
    for minute, register_wh in enumerate(story.registers_wh, start=1):
        numbered.meter(value(minute, register_wh), number=started.number)
    end = value(story.end, story.end_wh, "Transaction.End")
    numbered.stop(story.end, number=started.number, meter_wh=story.end_wh, tag=story.stopped_by, values=(end,))
    named.event(EventKind.STARTED, 0, 0, value(0, story.begin_wh, "Transaction.Begin"), id_token=TAG)
    for minute, register_wh in enumerate(story.registers_wh, start=1):
        named.event(EventKind.UPDATED, minute, minute, value(minute, register_wh))
    named.event(EventKind.ENDED, story.end, story.end, end, id_token=story.stopped_by)
    of_2_x = {"first_seq_no", "last_seq_no", "event_count", "token_seq_no", "state_seq_no"}
    one, other = facts(numbered.only()), facts(named.only())
    assert {name: each for name, each in one.items() if name not in of_2_x} == {
        name: each for name, each in other.items() if name not in of_2_x
    }
