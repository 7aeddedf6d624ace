"""Commands on their way: recorded, sent, finished, and linked to what they begin."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from csms.bus.local import LocalBus
from csms.domain.authorization import IdToken
from csms.domain.events import CommandFinished, Event
from csms.domain.remote_control import Answer, ClearCache, Command, Fault, Outcome, RemoteStart, Reset
from csms.domain.stations import StationKey
from csms.domain.transaction_facts import EventKind, Report, Start
from csms.domain.variables import Variable, VariableName
from csms.service import commands, transactions, variables
from csms.service.authorization import House
from csms.service.dispatch import Dispatcher, InvalidCommandError, UnknownStationError
from csms.storage import commands as rows
from csms.storage import counters, stations
from csms.storage.commands import CommandRecord, LimitRecord
from csms.storage.engine import Store, Tx

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
HOUSE = House(accepts_unknown_tokens=True)
START = RemoteStart(id_token="TAG", evse=1)


class ScriptedLink:
    """A link whose answers the test gives."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self.executed: list[Command] = []
        self.answers: asyncio.Queue[Answer | Exception] = asyncio.Queue()

    def check(self, command: Command) -> Fault | None:
        return self.fault

    async def execute(self, command: Command, timeout_s: float, number: int | None = None) -> Answer:
        self.executed.append(command)
        answer = await self.answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


class Dispatching:
    """A dispatcher and what stands around it."""

    def __init__(self, store: Store, bus: LocalBus, events: list[Event]) -> None:
        self.store = store
        self.bus = bus
        self.events = events
        self.now = NOW
        self.link = ScriptedLink()
        self.dispatcher = Dispatcher(
            store, bus, now=lambda: self.now, timeout_s=5, mask=lambda command: f'{{"shown":"{command.name}"}}'
        )

    async def submit(self, command: Command = START, answer: Answer | None = None) -> int:
        number = await self.dispatcher.submit("CP1", command, "admin")
        if answer is not None:
            self.link.answers.put_nowait(answer)
            await self.dispatcher.wait(number, 10)
        return number

    async def found(self, number: int) -> CommandRecord:
        record = await self.dispatcher.wait(number, 0)
        assert record is not None
        return record


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[Dispatching]:
    bus, events = LocalBus(), list[Event]()
    bus.subscribe(events.append)
    store = Store(database_url, publish=bus.publish)
    await store.write(lambda tx: stations.insert(tx.connection, "CP1", "accepted", NOW))
    made = Dispatching(store, bus, events)
    bus.attach("CP1", made.link)
    await made.dispatcher.start()
    yield made
    await made.dispatcher.close()
    await store.close()


ACCEPTED = Answer(Outcome.ACCEPTED, '{"status":"Accepted"}')


async def test_a_command_is_recorded_before_it_is_sent_and_finished_when_it_is_answered(house: Dispatching) -> None:
    number = await house.submit(Reset())
    pending = await house.found(number)
    assert (pending.name, pending.request, pending.requested_by) == ("reset", '{"shown":"reset"}', "admin")
    assert (pending.outcome, pending.answer, pending.finished_at) == ("pending", None, None)
    house.now += timedelta(seconds=3)
    house.link.answers.put_nowait(Answer(Outcome.REJECTED, '{"status":"Rejected"}', "Rejected"))
    done = await house.dispatcher.wait(number, 10)
    assert done is not None
    assert (done.outcome, done.answer, done.detail) == ("rejected", '{"status":"Rejected"}', "Rejected")
    assert done.finished_at == NOW + timedelta(seconds=3)
    finished = [event for event in house.events if isinstance(event, CommandFinished)]
    assert finished == [
        CommandFinished(station="CP1", at=house.now, command=number, action="reset", outcome="rejected")
    ]


async def test_a_command_to_a_station_without_a_link_is_offline(house: Dispatching) -> None:
    house.bus.detach("CP1", house.link)
    number = await house.submit(Reset())
    done = await house.dispatcher.wait(number, 10)
    assert done is not None
    assert done.outcome == "offline"


async def test_a_command_that_is_not_valid_is_neither_sent_nor_recorded(house: Dispatching) -> None:
    house.link.fault = Fault("type", "it is wrong")
    with pytest.raises(InvalidCommandError, match="type: it is wrong"):
        await house.submit(Reset())
    assert house.link.executed == []
    assert await house.store.read(rows.page, 10) == []


async def test_a_command_to_an_unknown_station_is_refused(house: Dispatching) -> None:
    with pytest.raises(UnknownStationError):
        await house.dispatcher.submit("CP2", Reset(), "admin")


async def test_whoever_stops_waiting_does_not_stop_the_command(house: Dispatching) -> None:
    number = await house.submit(Reset())
    waiting = asyncio.create_task(house.dispatcher.wait(number, 60))
    await asyncio.sleep(0)
    waiting.cancel()
    house.link.answers.put_nowait(ACCEPTED)
    done = await house.dispatcher.wait(number, 10)
    assert done is not None
    assert done.outcome == "accepted"


async def test_a_mistake_of_a_link_does_not_leave_a_command_pending(
    house: Dispatching, caplog: pytest.LogCaptureFixture
) -> None:
    number = await house.submit(Reset())
    house.link.answers.put_nowait(ZeroDivisionError("secret"))
    done = await house.dispatcher.wait(number, 10)
    assert done is not None
    assert (done.outcome, done.detail) == ("failed", "The server has made a mistake: ZeroDivisionError")
    assert "the command reset has failed" in caplog.text


async def test_what_is_pending_when_the_server_stops_has_failed_at_the_next_start(house: Dispatching) -> None:
    number = await house.submit(Reset())
    await house.dispatcher.close()
    assert (await house.found(number)).outcome == "pending"
    again = Dispatcher(house.store, house.bus, now=lambda: NOW, timeout_s=5)
    await again.start()
    record = await house.found(number)
    assert (record.outcome, record.detail) == ("failed", commands.RESTARTED)
    assert [event.command for event in house.events if isinstance(event, CommandFinished)] == [number]
    await again.close()


async def test_an_outcome_stays_what_it_is(house: Dispatching) -> None:
    number = await house.submit(Reset(), ACCEPTED)
    answer = Answer(Outcome.FAILED)
    await house.store.write(commands.finish, "CP1", number, "reset", answer, NOW)
    assert (await house.found(number)).outcome == "accepted"
    assert len([event for event in house.events if isinstance(event, CommandFinished)]) == 1


async def test_commands_come_in_pages_newest_first_and_by_filters(house: Dispatching) -> None:
    await house.store.write(lambda tx: stations.insert(tx.connection, "CP2", "accepted", NOW))
    numbers = [await house.submit(command, ACCEPTED) for command in (Reset(), ClearCache(), Reset())]
    other = await house.dispatcher.submit("CP2", Reset(), "key cli")
    await house.dispatcher.wait(other, 10)

    first, second, third = numbers
    read = house.store.read
    assert ids(await read(rows.page, 2)) == [other, third]
    assert ids(await read(rows.page, 10, third)) == [second, first]
    assert ids(await read(rows.page, 10, station_identity="CP1", name="reset")) == [third, first]
    assert ids(await read(rows.page, 10, outcome="offline")) == [other]


def ids(records: list[CommandRecord]) -> list[int]:
    return [record.id for record in records]


async def test_numbers_for_requests_are_given_to_a_station_once(house: Dispatching) -> None:
    key = await house.store.write(key_of)
    assert [await house.store.write(commands.next_number, key) for _ in range(3)] == [1, 2, 3]

    def exhaust(tx: Tx) -> int:
        tx.connection.exec_driver_sql(f"UPDATE counter SET value = {counters.LARGEST}")
        return counters.next_number(tx.connection, key.id)

    assert await house.store.write(exhaust) == 1


async def test_what_a_station_has_accepted_as_a_limit_is_remembered(house: Dispatching) -> None:
    key = await house.store.write(key_of)
    for profile in (1, 2):
        await house.store.write(commands.remember_limit, key, LimitRecord(1, "default", profile, None), NOW)
    known = await house.store.read(rows.limits, key.id, 1)
    assert known == [LimitRecord(1, "default", 2, None)]
    await house.store.write(commands.forget_limits, key, known)
    assert await house.store.read(rows.limits, key.id, 1) == []


# Transactions that remote starts begin


def key_of(tx: Tx) -> StationKey:
    record = stations.find(tx.connection, "CP1")
    assert record is not None
    return StationKey(record.id, "CP1")


def start(id_token: str = "TAG", evse: int = 1, received_at: datetime = NOW) -> Callable[[Tx], int]:
    """Return the start of a transaction of OCPP 1.6."""

    def unit(tx: Tx) -> int:
        told = Start(evse, IdToken(id_token), 0, received_at, received_at)
        return transactions.start(tx, key_of(tx), HOUSE, told).number

    return unit


def report(seq_no: int, remote_start_id: int | None = None) -> Callable[[Tx], object]:
    """Return an event of a transaction of OCPP 2.x."""

    def unit(tx: Tx) -> object:
        kind = EventKind.UPDATED if seq_no else EventKind.STARTED
        told = Report(kind, "tx-1", seq_no, NOW, NOW, "Trigger", remote_start_id=remote_start_id)
        return transactions.report_event(tx, key_of(tx), HOUSE, told)

    return unit


async def linked(house: Dispatching, number: int) -> int | None:
    """Return the transaction of a command, when what was begun has been dealt with."""
    while house.dispatcher.is_linking:
        await house.found(number)
    return (await house.found(number)).transaction


async def test_a_start_with_the_token_at_the_evse_is_what_the_remote_start_has_begun(house: Dispatching) -> None:
    number = await house.submit(answer=ACCEPTED)
    await house.store.write(start("OTHER"))
    await house.store.write(start(evse=2))
    assert await linked(house, number) is None
    transaction = await house.store.write(start("tag"))
    assert await linked(house, number) == transaction
    await house.store.write(start(received_at=NOW + timedelta(seconds=5)))
    assert await linked(house, number) == transaction, "one start begins one transaction"


async def test_a_start_that_comes_before_the_answer_is_linked_too(house: Dispatching) -> None:
    number = await house.submit()
    transaction = await house.store.write(start())
    assert await linked(house, number) == transaction
    house.link.answers.put_nowait(ACCEPTED)
    done = await house.dispatcher.wait(number, 10)
    assert done is not None
    assert (done.outcome, done.transaction) == ("accepted", transaction)


async def test_what_began_before_the_remote_start_or_too_late_after_it_is_something_else(house: Dispatching) -> None:
    told = [Variable(VariableName("", "ConnectionTimeOut"), "60")]
    await house.store.write(variables.store_variables, await house.store.write(key_of), told, NOW)
    number = await house.submit(answer=ACCEPTED)
    await house.store.write(start(received_at=NOW - timedelta(seconds=1)))
    late = NOW + timedelta(seconds=60) + commands.SLACK
    await house.store.write(start(received_at=late + timedelta(seconds=1)))
    assert await linked(house, number) is None
    transaction = await house.store.write(start(received_at=late))
    assert await linked(house, number) == transaction


async def test_a_remote_start_that_was_refused_begins_nothing(house: Dispatching) -> None:
    number = await house.submit(answer=Answer(Outcome.REJECTED))
    await house.store.write(start())
    assert await linked(house, number) is None


async def test_a_transaction_of_2x_is_known_by_the_number_of_its_remote_start_in_any_event(house: Dispatching) -> None:
    number = await house.submit(answer=ACCEPTED)
    key = await house.store.write(key_of)
    remote_start_id = await house.store.write(commands.number_remote_start, key, number)
    await house.store.write(report(0))
    assert await linked(house, number) is None
    await house.store.write(report(1, remote_start_id))
    transaction = await linked(house, number)
    assert transaction is not None
    assert await house.store.read(rows.number_of, key.id, "tx-1") == transaction


async def test_the_answer_may_name_the_transaction_that_has_begun_already(house: Dispatching) -> None:
    await house.store.write(report(0))
    number = await house.submit(answer=Answer(Outcome.ACCEPTED, "{}", transaction="tx-1"))
    assert await linked(house, number) is not None


async def test_a_start_after_a_restart_of_the_server_is_linked(house: Dispatching) -> None:
    number = await house.submit(answer=ACCEPTED)
    await house.dispatcher.close()
    again = Dispatcher(house.store, house.bus, now=lambda: NOW, timeout_s=5)
    await again.start()
    house.dispatcher = again
    transaction = await house.store.write(start())
    assert await linked(house, number) == transaction
